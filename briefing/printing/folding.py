"""Columns of little text on paper: each cell becomes a line of another cell of its row."""

from collections.abc import Sequence

from bs4 import Tag

# Headings of columns that join the column before them, and whether a line says its heading: the
# title of an event under its day needs none.
JOINED = {
    "Event": False,
    "Who": True,
    "Who owes it": True,
    "By when": True,
    "By when, how much": True,
    "Who alleges": True,
    "Of whom": True,
    "In return": True,
    "Legal character": False,
}
# The column of the citations joins the shortest of the columns of text, its brackets saying what
# it is.
SOURCES = "Sources"
# Characters of a cell, on average, from which a column is one of text.
_TEXT = 30
# What each line that ends early takes, in characters.
_LINE = 35
# What a screen shows where a row has nothing to say.
_NONE = "–"
# A table of two columns has room for both.
_LEAST = 3


def fold(table: Tag) -> None:
    """Take such columns out of a table, in place; a cell without a word leaves no line.

    Parameters
    ----------
    table : bs4.Tag
        With one row of headings; the heading of a group of rows spans all columns.
    """
    headings = [cell.get_text(" ", strip=True) for cell in table.select("thead th")]
    if len(headings) < _LEAST:
        return
    rows = [row.find_all("td", recursive=False) for row in table.select("tbody > tr")]
    whole = [cells for cells in rows if len(cells) == len(headings)]
    sizes = [_size(whole, n) for n in range(len(headings))]
    texts = [n for n, size in enumerate(sizes) if n and size >= _TEXT * len(whole)]
    # The longest column is what the table tells, whatever its heading.
    joined = [n for n in range(1, len(headings)) if headings[n] in JOINED and sizes[n] < max(sizes)]
    for cells in whole:
        for place in reversed(joined):
            label = f"{headings[place]}:" if JOINED[headings[place]] else ""
            _join(cells[place - 1], cells[place], label)
    gone = set(joined)
    if SOURCES in headings[1:]:
        place = headings.index(SOURCES)
        gone.add(place)
        kept = [n for n in texts if n not in gone] or [place - 1]
        target = min(kept, key=lambda n: _size(whole, n) + _LINE * _lines(whole, n))
        for cells in whole:
            _cite(cells[target], cells[place])
    _drop(table, rows, len(headings), gone)


def _drop(table: Tag, rows: Sequence[Sequence[Tag]], count: int, gone: set[int]) -> None:
    """Take the emptied cells and their headings away, and narrow what spans all columns."""
    for cells in rows:
        if len(cells) == count:
            for place in gone:
                cells[place].decompose()
        elif cells and "colspan" in cells[0].attrs:
            cells[0]["colspan"] = str(count - len(gone))
    headings = table.select("thead th")
    for place in gone:
        headings[place].decompose()


def _size(rows: Sequence[Sequence[Tag]], place: int) -> int:
    return sum(len(cells[place].get_text(" ", strip=True)) for cells in rows)


def _lines(rows: Sequence[Sequence[Tag]], place: int) -> int:
    return sum(len(cells[place].find_all("p")) for cells in rows)


def _join(cell: Tag, other: Tag, label: str) -> None:
    """Put the lines of a cell below those of another."""
    if other.get_text(strip=True) in ("", _NONE):
        return
    _in_lines(cell)
    _in_lines(other)
    if label:
        said = Tag(name="span", attrs={"class": "row-label"})
        said.string = label
        other.p.insert(0, said)
        said.insert_after(" ")
    cell.extend(list(other.contents))


def _cite(cell: Tag, sources: Tag) -> None:
    """End a cell with the citations, and how far they bear the row, as one line."""
    _in_lines(cell)
    line = Tag(name="p", attrs={"class": "row-sources"})
    for piece in list(sources.contents):
        if getattr(piece, "name", None) == "p":
            piece.name = "span"
            line.append(" ")
        line.append(piece.extract())
    cell.append(line)


def _in_lines(cell: Tag) -> None:
    """Make paragraphs of what stands in a cell as bare text."""
    line: Tag | None = None
    for piece in list(cell.contents):
        if getattr(piece, "name", None) in ("p", "ul", "ol", "div"):
            line = None
        elif line is None and str(piece).strip():
            line = Tag(name="p")
            piece.insert_before(line)
            line.append(piece.extract())
        elif line is not None:
            line.append(piece.extract())
