"""Tables as exhibits: numbered, captioned and cited in the book, readable in Jupyter."""

import csv
import html
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass

from IPython.display import display

from briefing.markup import Data, Links, Piece, piece, row

GROUP = "group-row"


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
    """

    name: str
    caption: Piece | str
    header: Sequence[str]
    rows: Sequence[Sequence[Piece | str]]
    source: Piece | str
    style: str = ""

    def __post_init__(self) -> None:
        """Refuse a row that is neither a group heading nor as wide as the header."""
        for number, cells in enumerate(self.rows, start=1):
            if len(cells) not in (1, len(self.header)):
                raise ValueError(
                    f"{self.name}: row {number} has {len(cells)} cells, "
                    f"the header {len(self.header)}"
                )

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        return {
            "text/markdown": self.myst(),
            "text/html": self.html(),
            "text/plain": self.plain(),
            "text/csv": self.csv(),
        }

    def myst(self) -> str:
        """A table of the book: caption with live citations, name, packed rows, source line."""
        lines = [
            # Tildes, since a citation in the caption would close a fence of back quotes.
            f"~~~{{record-table}} {piece(self.caption).myst()}",
            f":name: {self.name}",
            f":class: {f'exhibit {self.style}'.rstrip()}",
            "",
            _line(self.header),
        ]
        lines += [_line([piece(cell).packed() for cell in cells]) for cells in self.rows]
        source = row(self.source, Data(self.name)).myst()
        lines += ["~~~", "", "~~~{container} exhibit-source", source, "~~~", ""]
        return "\n".join(lines)

    def html(self) -> str:
        """A plain HTML table for Jupyter."""
        caption, source = piece(self.caption).html(), piece(self.source).html()
        rows = [[piece(cell) for cell in cells] for cells in self.rows]
        body = html_rows(self.header, rows)
        return f"<table><caption>{caption}</caption>{body}</table><p>{source}</p>"

    def plain(self) -> str:
        """Caption and size, for a terminal."""
        count = sum(len(cells) == len(self.header) for cells in self.rows)
        return f"{piece(self.caption).plain()} ({count} rows)"

    def csv(self) -> str:
        """Exactly what the table shows, as CSV; a group heading becomes a column."""
        groups = any(len(cells) == 1 < len(self.header) for cells in self.rows)
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow((["Group"] if groups else []) + list(self.header))
        group: list[str] = [""] if groups else []
        for cells in self.rows:
            shown = [piece(cell).plain() for cell in cells]
            if len(cells) == 1 < len(self.header):
                group = shown
            else:
                writer.writerow(group + shown)
        return text.getvalue()


def _line(cells: Sequence[object]) -> str:
    """One row as one line of JSON: a changed row is a changed line."""
    return json.dumps(list(cells), ensure_ascii=False, separators=(",", ":"))


def html_rows(
    header: Sequence[str], rows: Sequence[Sequence[Piece]], links: Links | None = None
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

    Returns
    -------
    str
        ``thead`` and ``tbody``. Each cell names its column, for screens too narrow for columns.
    """
    head = "".join(f'<th scope="col">{html.escape(title)}</th>' for title in header)
    names = [html.escape(title) for title in header]
    body = []
    for cells in rows:
        if len(cells) == 1 < len(header):
            shown = cells[0].html(links)
            body.append(f'<tr class="{GROUP}"><td colspan="{len(header)}">{shown}</td></tr>')
            continue
        shown = "".join(
            f'<td data-label="{name}">{cell.html(links)}</td>'
            for name, cell in zip(names, cells, strict=True)
        )
        body.append(f"<tr>{shown}</tr>")
    rows_ = "\n".join(body)
    return f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows_}\n</tbody>"


def show(
    name: str,
    caption: Piece | str,
    header: Sequence[str],
    rows: Sequence[Sequence[Piece | str]],
    source: Piece | str,
    style: str = "",
) -> None:
    """Display a table in a notebook.

    Parameters
    ----------
    name, caption, header, rows, source, style
        As in `Table`.

    Raises
    ------
    ValueError
        If a row is neither a group heading nor as wide as the header.
    """
    display(Table(name, caption, header, rows, source, style))
