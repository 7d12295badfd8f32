"""Widths of the columns of a table on paper, from what its cells hold."""

import math
import re
from collections.abc import Sequence

_BREAK = re.compile(r"[\s/\u2013-]+")
# Characters that a line of a table holds; the padding of a cell takes some of them.
_LINE = 125
PADDING = 2
# A longer word is broken rather than given a column of its own width.
_LONGEST = 14


def widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Room of each column of a table, in characters of one line.

    Every column gets room for its longest word; then character after character goes to where it
    shortens the tall cells most.

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
    room = [min(_LONGEST, max(map(_longest, column))) + 1 for column in columns]
    # The sum of the cubes of the heights falls by weight / width**4 with one character more.
    weights = [sum(len(text) ** 3 for text in column) for column in columns]
    for _ in range(_LINE - sum(room) - PADDING * len(room)):
        gains = [weight / width**4 for weight, width in zip(weights, room, strict=True)]
        room[gains.index(max(gains))] += 1
    return room


def lines(row: Sequence[str], room: Sequence[int]) -> int:
    """About how many lines a row takes in columns of this room."""
    return max(math.ceil(len(text) / width) for text, width in zip(row, room, strict=True))


def _longest(text: str) -> int:
    return max((len(word) for word in _BREAK.split(text)), default=0)
