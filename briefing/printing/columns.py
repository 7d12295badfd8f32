"""Widths of the columns of a table on paper, from what its cells hold."""

import math
import re
from collections.abc import Sequence

# After the dot of a long name such as commonspace.eu a line may end.
DOT = re.compile(r"(?<=[a-z0-9-]{8}[a-z]\.)(?=[a-z]{2})", re.IGNORECASE)
# A space or a joiner that keeps its neighbours on one line is none.
_BREAK = re.compile(rf"(?:[^\S\u00a0]|[/\u2013-](?!\u2060))+|{DOT.pattern}", re.IGNORECASE)
# A day with its month, which stay on one line; of a cell that begins with one.
_DAY = re.compile(r"(?<!\d)(\d{1,2}(?:[-\u2013]\d{1,2})?)[ \u00a0](?=[A-Z][a-z]{2})")
# Letters that are wider than most.
_ARMENIAN = re.compile(r"[\u0530-\u058f]")
# Characters that a line of a table holds; the padding of a cell takes some of them.
_LINE = 125
PADDING = 2
# A longer word is broken rather than given a column of its own width; where the columns have no
# room for words of the first length, those of the second.
_LONGEST, _LONGEST_CROWDED = 18, 14
# The higher, the nearer is the height of a row to that of its tallest cell alone.
_NORM = 8


def widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Room of each column of a table, in characters of one line.

    Every column gets room for its longest word; then character after character goes to where it
    shortens the table most.

    Parameters
    ----------
    rows : sequence of sequence of str
        Texts of the cells, the header among them; every row as long as the first.

    Returns
    -------
    list of int
        Without the padding of the cells.
    """
    columns = list(zip(*rows, strict=True))
    words = [max(map(_longest, column)) for column in columns]
    room = [min(_LONGEST, word) + 1 for word in words]
    if sum(room) + PADDING * len(room) > _LINE:
        room = [min(_LONGEST_CROWDED, word) + 1 for word in words]
    powers = [[len(text) ** _NORM for text in row] for row in rows]
    for _ in range(_LINE - sum(room) - PADDING * len(room)):
        gains = _gains(powers, room)
        room[gains.index(max(gains))] += 1
    return room


def lines(row: Sequence[str], room: Sequence[int]) -> int:
    """About how many lines a row takes in columns of this room."""
    return max(math.ceil(len(text) / width) for text, width in zip(row, room, strict=True))


def _gains(powers: Sequence[Sequence[int]], room: Sequence[int]) -> list[float]:
    """Lines that the table loses with one character more, of each column.

    A row counts as the norm of the heights of its cells, which unlike the tallest of them falls
    with every cell.
    """
    shares = [width**-_NORM for width in room]
    gains = [0.0] * len(room)
    for row in powers:
        heights = [power * share for power, share in zip(row, shares, strict=True)]
        steep = sum(heights) ** (1 / _NORM - 1) if any(heights) else 0
        for column, height in enumerate(heights):
            gains[column] += steep * height / room[column]
    return gains


def _longest(text: str) -> int:
    if _DAY.match(text):
        text = _DAY.sub(lambda found: "0" * len(found[0]), text)
    return math.ceil(max(map(_width, _BREAK.split(text))))


def _width(word: str) -> float:
    return len(word) + len(_ARMENIAN.findall(word)) / 2
