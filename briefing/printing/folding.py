"""Columns of little text on paper: each cell becomes a line of another cell of its row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bs4 import Tag

from briefing.printing import columns


@dataclass(frozen=True)
class Way:
    """How a column becomes lines of another.

    Attributes
    ----------
    home : str
        Heading of the column that its cells open; blank if they end the column before them.
    said : bool
        Whether a line says the heading: the title of an event under its day needs none.
    """

    home: str = ""
    said: bool = True


# Columns of little text by their headings.
JOINED = {
    "Event": Way(said=False),
    "Who": Way(),
    "Who owes it": Way(),
    "By when": Way(),
    "By when, how much": Way(),
    "Who alleges": Way("Allegation"),
    "Of whom": Way("Allegation"),
    "Who says so": Way("Note", said=False),
    "In return": Way(),
    "Legal character": Way(said=False),
    "Verdicts": Way(),
}
# The column of the citations joins the column of text that has most room for it, its brackets
# saying what it is.
SOURCES = "Sources"
# Characters of a cell, on average, from which a column is one of text.
_TEXT = 30
# Heights of a table that an estimate does not tell apart: then the shorter column has more room.
_NEAR = 1.01
# Lines of a cell that are shorter together run on, parted by a dot.
_RUN_ON, _DOT = 160, " \N{MIDDLE DOT}"
# What a screen shows where a row, or a line with a label, has nothing to say.
_NOTHING = re.compile(r"([\w ,]+:\s*)?–?")
_LABELLED = re.compile(r"[\w ,]{1,20}:")
# A table of two columns has room for both.
_LEAST = 3


def fold(table: Tag) -> None:
    """Move the cells of some columns into other cells of their rows, and drop those columns.

    Parameters
    ----------
    table : bs4.Tag
        With one row of headings; the heading of a group of rows spans all columns.
    """
    heads = table.select("thead th")
    headings = [_told(head) for head in heads]
    if len(headings) < _LEAST:
        return
    rows = [row.find_all(["th", "td"], recursive=False) for row in table.select("tbody > tr")]
    whole = [cells for cells in rows if len(cells) == len(headings)]
    sizes = [sum(len(_told(cells[n])) for cells in whole) for n in range(len(headings))]
    homes = _homes(headings, sizes)
    for cells in whole:
        _join(cells, headings, homes)
    gone = set(homes)
    if SOURCES in headings[1:]:
        place = headings.index(SOURCES)
        texts = [n for n, size in enumerate(sizes) if n and size >= _TEXT * len(whole)]
        kept = [n for n in texts if n not in gone and n != place] or [place - 1]
        gone.add(place)
        columns_left = [n for n in range(len(headings)) if n not in gone]
        heights = {n: _height(whole, columns_left, n, place) for n in kept}
        near = [n for n in kept if heights[n] <= _NEAR * min(heights.values())]
        target = min(near, key=lambda n: sizes[n])
        for cells in whole:
            _cite(cells[target], cells[place])
    _head(heads, homes)
    _drop(heads, rows, gone)


def _homes(headings: Sequence[str], sizes: Sequence[int]) -> dict[int, int]:
    """Places of the columns that join another, each with the place of that.

    The longest column is what the table tells, whatever its heading: it keeps its place.
    """
    longest = max(sizes)
    joined = [n for n in range(1, len(headings)) if headings[n] in JOINED and sizes[n] < longest]
    homes = {}
    for place in joined:
        home = JOINED[headings[place]].home
        if not home:
            homes[place] = next(n for n in range(place, -1, -1) if n not in joined)
        elif home in headings:
            homes[place] = headings.index(home)
    return homes


def _join(cells: Sequence[Tag], headings: Sequence[str], homes: dict[int, int]) -> None:
    """Put the lines of each joining cell of a row into the cell where they belong."""
    opening: dict[int, list[Tag]] = {}
    closing: dict[int, list[Tag]] = {}
    for place, home in homes.items():
        way = JOINED[headings[place]]
        lines = _lines(cells[place], f"{headings[place]}:" if way.said else "")
        if not lines:
            continue
        _in_lines(cells[home])
        if way.home:
            opening.setdefault(home, []).extend(lines)
        elif way.said:
            closing.setdefault(home, []).extend(lines)
        else:
            cells[home].extend(lines)
    for home, lines in closing.items():
        cells[home].extend(_run_on(lines))
    for home, lines in opening.items():
        for line in reversed(_run_on(lines)):
            cells[home].insert(0, line)


def _lines(cell: Tag, label: str) -> list[Tag]:
    """The lines of a cell that say something, the first with its label unless it has its own."""
    _in_lines(cell)
    lines = [
        piece for piece in cell.find_all(recursive=False) if not _NOTHING.fullmatch(_told(piece))
    ]
    for line in lines:
        line.extract()
    if label and lines and lines[0].name == "p":
        first = lines[0]
        if not _LABELLED.match(_told(first)) and "row-note" not in first.get("class", []):
            said = Tag(name="span", attrs={"class": "row-label"})
            said.string = label
            first.insert(0, said)
            said.insert_after(" ")
    return _run_on(lines) if label else lines


def _run_on(lines: Sequence[Tag]) -> list[Tag]:
    """Short lines as one."""
    if len(lines) < 2 or any(line.name != "p" for line in lines):
        return list(lines)
    if sum(len(_told(line)) for line in lines) > _RUN_ON:
        return list(lines)
    first, *others = lines
    for line in others:
        line.name = "span"
        line.insert(0, " ")  # outside of it no line would end here, but within its first word
        first.extend([_DOT, line])
    return [first]


def _height(rows: Sequence[Sequence[Tag]], left: Sequence[int], target: int, place: int) -> int:
    """About how many lines a table takes if one of the columns left has the citations too."""
    texts = []
    for cells in rows:
        cited = f" {_told(cells[place])}"
        texts.append([_told(cells[n]) + (cited if n == target else "") for n in left])
    room = columns.widths(texts) if texts else []
    return sum(
        columns.lines(row, room) + max(len(cells[n].find_all("p")) for n in left) // 2
        for row, cells in zip(texts, rows, strict=True)
    )


def _head(headings: Sequence[Tag], homes: dict[int, int]) -> None:
    """Name in the heading of a column what it holds too, where no line says so."""
    for place, home in homes.items():
        heading = _told(headings[place])
        if not JOINED[heading].said and not JOINED[heading].home:
            headings[home].append(f" and {heading.lower()}")


def _drop(headings: Sequence[Tag], rows: Sequence[Sequence[Tag]], gone: set[int]) -> None:
    """Take the emptied cells and their headings away, and narrow what spans all columns."""
    count = len(headings)
    for cells in rows:
        if len(cells) == count:
            for place in gone:
                cells[place].decompose()
        elif cells and "colspan" in cells[0].attrs:
            cells[0]["colspan"] = str(count - len(gone))
    for place in gone:
        headings[place].decompose()


def _told(tag: Tag) -> str:
    return tag.get_text(" ", strip=True)


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
