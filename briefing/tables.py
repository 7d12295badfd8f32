"""Tables as exhibits: numbered, captioned and cited in the book, readable in Jupyter."""

import csv
import html
import io
from collections.abc import Sequence
from dataclasses import dataclass

from IPython.display import display

from briefing.markup import Data, Piece, Text, piece, row

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
        """A MyST table with caption, name, source line and live citations."""
        lines = [
            # Tildes, since a citation in the caption would close a fence of back quotes.
            f"~~~{{table}} {piece(self.caption).myst()}",
            f":name: {self.name}",
            f":class: exhibit {self.style}".rstrip(),
            "",
            _pipes(Text(title).myst() for title in self.header),
            _pipes("---" for _ in self.header),
        ]
        lines += [_pipes(self._cells_myst(cells)) for cells in self.rows]
        source = row(self.source, Data(self.name)).myst()
        lines += ["~~~", "", "~~~{container} exhibit-source", source, "~~~", ""]
        return "\n".join(lines)

    def _cells_myst(self, cells: Sequence[Piece | str]) -> list[str]:
        if len(cells) == 1 < len(self.header):
            heading = Text(piece(cells[0]).plain(), GROUP).myst()
            return [heading] + [""] * (len(self.header) - 1)
        return [piece(cell).myst() for cell in cells]

    def html(self) -> str:
        """A plain HTML table for Jupyter."""
        head = "".join(f'<th scope="col">{html.escape(title)}</th>' for title in self.header)
        body = []
        for cells in self.rows:
            span = f' colspan="{len(self.header)}"' if len(cells) == 1 < len(self.header) else ""
            shown = "".join(f"<td{span}>{piece(cell).html()}</td>" for cell in cells)
            body.append(f"<tr>{shown}</tr>")
        return (
            f"<table><caption>{piece(self.caption).html()}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{''.join(body)}</tbody></table><p>{piece(self.source).html()}</p>"
        )

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


def _pipes(cells) -> str:
    return f"| {' | '.join(cells)} |"


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
