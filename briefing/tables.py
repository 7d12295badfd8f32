"""Tables as exhibits: numbered, captioned and cited in the book, readable in Jupyter."""

import csv
import html
import io
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from IPython.display import display

from briefing.facets import Facets, by_field
from briefing.markup import Data, Links, Piece, anchors, piece, row
from briefing.wording import capital

GROUP = "group-row"
# Class of a table whose rows a reader can choose and order.
LONG = "long"
# Classes of tables of which the first cell of a row names the row, if they have no other of their
# own columns.
_NAMED = frozenset({"cols-balance", "cols-districts", "cols-matrix", "cols-positions-matrix"})
_UNNAMED = frozenset({LONG, "gridded"})


class RecordRow(list):
    """Cells of one row of the record, with its id for the data file of the table.

    Parameters
    ----------
    row_id : str
    cells : sequence of Piece or str
    """

    def __init__(self, row_id: str, cells: Sequence[Piece | str]) -> None:
        super().__init__(cells)
        self.row_id = row_id


@dataclass(frozen=True)
class Table:
    """A table with its caption and its source.

    Attributes
    ----------
    name : str
        Label for cross references, ``tbl-...``; also the name of its data file.
    caption : Piece or str
        What the table shows.
    header : sequence of str
        Titles of the columns.
    rows : sequence of sequence of Piece or str
        Cells. A row of one cell is a group heading that spans the table.
    source : Piece or str
        Where the figures come from.
    style : str
        CSS classes in addition to ``exhibit``.
    facets : Facets, optional
        By what a reader can choose and order the rows, group headings not counted.
    """

    name: str
    caption: Piece | str
    header: Sequence[str]
    rows: Sequence[Sequence[Piece | str]]
    source: Piece | str
    style: str = ""
    facets: Facets | None = None

    def __post_init__(self) -> None:
        """Raise if a row has neither one cell nor as many as the header, or facets other rows."""
        for number, cells in enumerate(self.rows, start=1):
            if len(cells) not in (1, len(self.header)):
                raise ValueError(
                    f"{self.name}: row {number} has {len(cells)} cells, "
                    f"the header {len(self.header)}"
                )
        if self.facets and self.facets.size != self._count():
            raise ValueError(f"{self.name}: {self._count()} rows, but facets of {self.facets.size}")

    def _is_group(self, cells: Sequence[Piece | str]) -> bool:
        return len(cells) == 1 < len(self.header)

    def _count(self) -> int:
        return sum(not self._is_group(cells) for cells in self.rows)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        return {
            "text/markdown": self.myst(),
            "text/html": self.html(),
            "text/plain": self.plain(),
            "text/csv": self.csv(),
        }

    def myst(self) -> str:
        """A table of the book: caption with live citations, name, packed rows, source line."""
        style = f"exhibit {self.style}".rstrip() + (f" {LONG}" if self.facets else "")
        lines = [
            # Tildes, since a citation in the caption would close a fence of back quotes.
            f"~~~{{record-table}} {piece(self.caption).myst()}",
            f":name: {self.name}",
            f":class: {style}",
            "",
            *self._lines(),
        ]
        source = row(self.source, Data(self.name)).myst()
        lines += ["~~~", "", "~~~{container} exhibit-source", source, "~~~", ""]
        return "\n".join(lines)

    def _lines(self) -> Iterator[str]:
        """Header and packed rows; with facets each ends in its code."""
        codes = iter(self.facets.codes() if self.facets else ())
        listed = [{"facets": self.facets.listed()}] if self.facets else []
        yield _line([*self.header, *listed])
        for cells in self.rows:
            packed = [piece(cell).packed() for cell in cells]
            coded = self.facets and not self._is_group(cells)
            yield _line([*packed, *([{"f": next(codes)}] if coded else [])])

    def html(self) -> str:
        """A plain HTML table for Jupyter."""
        caption, source = piece(self.caption).html(), piece(self.source).html()
        rows = [[piece(cell) for cell in cells] for cells in self.rows]
        body = html_rows(self.header, rows, named=names_its_rows(self.style.split()))
        return f"<table><caption>{caption}</caption>{body}</table><p>{source}</p>"

    def plain(self) -> str:
        """Caption and size, for a terminal."""
        return f"{piece(self.caption).plain()} ({self._count()} rows)"

    def csv(self) -> str:
        """Exactly what the table shows, as CSV; a group heading becomes a column.

        A row of the record (`RecordRow`, or one with its address here) begins with its id.
        """
        groups = any(self._is_group(cells) for cells in self.rows)
        ids = [_row_id(cells) for cells in self.rows]
        first = (["id"] if any(ids) else []) + (["Group"] if groups else [])
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(first + list(self.header))
        group: list[str] = [""] if groups else []
        for row_id, cells in zip(ids, self.rows, strict=True):
            shown = [piece(cell).plain() for cell in cells]
            if self._is_group(cells):
                group = shown
            else:
                writer.writerow(([row_id] if any(ids) else []) + group + shown)
        return text.getvalue()


def _row_id(cells: Sequence[Piece | str]) -> str:
    """Id in the record of the row that the cells are, or whose address stands in them."""
    if isinstance(cells, RecordRow):
        return cells.row_id
    found = (target for cell in cells for target in anchors(piece(cell)))
    return next(found, "").partition("-")[2]


def _line(cells: Sequence[object]) -> str:
    """One row as one line of JSON: a changed row is a changed line."""
    return json.dumps(list(cells), ensure_ascii=False, separators=(",", ":"))


def names_its_rows(classes: Collection[str]) -> bool:
    """Whether the first cell of a row is its heading in a table of these classes.

    A reader who cannot see the table then hears it with each number of the row.
    """
    own = {name for name in classes if name.startswith("cols-")}
    return own <= _NAMED and not _UNNAMED & set(classes)


def html_rows(
    header: Sequence[str],
    rows: Sequence[Sequence[Piece]],
    links: Links | None = None,
    carried: Sequence[Mapping[str, str]] = (),
    named: bool = False,
) -> str:
    """Head and body of a table.

    Parameters
    ----------
    header : sequence of str
        Titles of the columns.
    rows : sequence of sequence of Piece
        Cells; a row of one cell among several columns is a group heading.
    links : Links, optional
        Where the links of the page lead; without it there are none.
    carried : sequence of mapping of str to str, optional
        What the header and each row carry for the page's script (`Facets`); nothing by default.
    named : bool, optional
        Whether the first cell of a row is its heading, unless it is blank; those of a table in
        which it stands for several rows of a group never are.

    Returns
    -------
    str
        ``thead``, on which all that is carried stands, and ``tbody``. For screens too narrow for
        columns each cell names its own; of rows that carry data the style sheet does
        (`column_names`), since there are hundreds.

    Raises
    ------
    ValueError
        If something is carried, but not by every row, or by a group heading.
    """
    head = "".join(f'<th scope="col">{html.escape(title)}</th>' for title in header)
    names = ["" if carried else f' data-label="{html.escape(title)}"' for title in header]
    grouped = [len(cells) == 1 < len(header) for cells in rows]
    if carried and [not code for code in carried[1:]] != grouped:
        raise ValueError("a code belongs to every row of the table and to no heading")
    heads = named and len(header) > 1 and _tell_apart(rows)
    body = []
    for cells, is_group in zip(rows, grouped, strict=True):
        if is_group:
            shown = cells[0].html(links)
            body.append(f'<tr class="{GROUP}"><td colspan="{len(header)}">{shown}</td></tr>')
            continue
        shown = "".join(
            _cell(name, cell.html(links), heads=heads and number == 0)
            for number, (name, cell) in enumerate(zip(names, cells, strict=True))
        )
        body.append(f"<tr>{shown}</tr>")
    rows_ = "\n".join(body)
    return f"<thead{_attributes(carried)}><tr>{head}</tr></thead>\n<tbody>\n{rows_}\n</tbody>"


def _tell_apart(rows: Sequence[Sequence[Piece]]) -> bool:
    """Whether no two rows between two headings of groups begin with the same cell."""
    seen: set[str] = set()
    for cells in rows:
        told = cells[0].plain()
        if len(cells) == 1:
            seen = set()
        elif told and told in seen:
            return False
        else:
            seen.add(told)
    return True


def _cell(name: str, text: str, heads: bool) -> str:
    return f'<th scope="row"{name}>{text}</th>' if heads and text else f"<td{name}>{text}</td>"


def column_names(table: str, header: Sequence[str]) -> str:
    """Rules that name the column of each cell of a table, for where its head is out of sight.

    Parameters
    ----------
    table : str
        Id of the table.
    header : sequence of str
        Titles of the columns.

    Returns
    -------
    str
        Style sheet; it names columns, and the book's own says where the names are shown.
    """
    titles = [title.replace("\\", r"\\").replace('"', r"\"") for title in header]
    return "".join(
        f'#{table} tr:not(.{GROUP})>td:nth-child({number}){{--column:"{title} "}}'
        for number, title in enumerate(titles, start=1)
    )


def _attributes(carried: Sequence[Mapping[str, str]]) -> str:
    """Attributes of a head: by what its rows can be chosen, and their codes."""
    if not carried:
        return ""
    [listed, *rows] = carried
    codes = by_field([row["f"] for row in rows if row])
    return f' data-facets="{html.escape(listed["facets"])}" data-rows="{html.escape(codes)}"'


def show(
    name: str,
    caption: Piece | str,
    header: Sequence[str],
    rows: Sequence[Sequence[Piece | str]],
    source: Piece | str,
    style: str = "",
    facets: Facets | None = None,
) -> None:
    """Display a table in a notebook.

    Parameters
    ----------
    name, caption, header, rows, source, style, facets
        As in `Table`; a heading begins with a capital, whatever vocabulary it comes from.

    Raises
    ------
    ValueError
        If a row is neither a group heading nor as wide as the header, or if the facets describe
        another number of rows.
    """
    display(Table(name, caption, [*map(capital, header)], rows, source, style, facets))
