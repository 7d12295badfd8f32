"""What several chapters share in the rows of their tables."""

from collections.abc import Iterable

import pandas as pd
from IPython.display import Markdown, display

from briefing import dates
from briefing.markup import Cite, Piece, Sequence, Text, row
from briefing.record import Record

CONTESTED = "contested"
NOT_CHECKED = "not yet checked row by row"


def names(record: Record, table: str) -> dict[str, str]:
    """Name of each row of actors or places, by id."""
    rows = getattr(record, table)
    return dict(zip(rows["id"], rows["name"], strict=True))


def listed(ids: Iterable[str], known: dict[str, str], separator: str = "; ") -> str:
    """Names of some ids, joined."""
    return separator.join(known[i] for i in ids)


def cite(keys: Iterable[str]) -> Cite:
    """Live citations of a row's sources."""
    return Cite(tuple(keys))


def when(start: str, end: object = None) -> str:
    """A date or a span as a reader says it; blank for a blank cell."""
    if pd.isna(start):
        return ""
    return dates.spoken_span(start, None if pd.isna(end) else str(end))


def text(value: object) -> str:
    """The text of a cell, blank where the cell is."""
    return "" if pd.isna(value) else str(value)


def words(value: object) -> str:
    """A value of a vocabulary as words."""
    return text(value).replace("-", " ")


def stacked(*values: object) -> Sequence:
    """Values one below the other in a cell; blank ones leave no line."""
    return row(*(_block(value) for value in values), separator=" ")


def _block(value: object) -> Piece | str:
    if isinstance(value, tuple):
        shown, kind = value
        return Text(text(shown), kind)
    return value if isinstance(value, Piece) else text(value)


def answer(*pieces: object) -> None:
    """Display the paragraph that answers a notebook's question, with live citations."""
    display(Markdown(row(*pieces, separator="").myst()))


def counted(number: int, thing: str, plural: str | None = None) -> str:
    """A number with its noun: ``1 event``, ``2 events``."""
    return f"{number:,} {thing if number == 1 else plural or thing + 's'}"
