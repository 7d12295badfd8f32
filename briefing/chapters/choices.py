"""By what readers choose and order the rows of several chapters' tables."""

from collections.abc import Iterable, Sequence

import pandas as pd

from briefing.analysis.phases import whole
from briefing.chapters.common import CONTESTED, by_id, names, words
from briefing.facets import Facet, Order, flagged, keys, single
from briefing.record import Record


def one_of(
    key: str, label: str, values: Iterable[object], spoken: dict[str, str] | None = None
) -> Facet:
    """Choice by a column of one value a row.

    Parameters
    ----------
    key, label : str
        As in `Facet`.
    values : iterable of object
        The column; blank where a row has none.
    spoken : dict of str, optional
        Words of the values, in the order of their list; those of the vocabulary by default.

    Returns
    -------
    Facet
    """
    say = _sayer(spoken)
    return Facet(key, label, single(values), say, tuple(spoken or ()))


def actors(record: Record, key: str, label: str, values: Iterable[Sequence[str]]) -> Facet:
    """Choice by a column of actors, several a row, alphabetical by their names."""
    known = names(record, "actors")
    return Facet(key, label, [tuple(row) for row in values], known.__getitem__)


def contested(rows: pd.DataFrame) -> Facet:
    """The rows alone of which accounts differ."""
    return Facet(CONTESTED, "contested only", flagged(rows[CONTESTED]), flag=True)


def phase(record: Record, first: pd.Series, last: pd.Series | None = None) -> Facet:
    """Choice by phase: of an event that lasts, by every phase from its first to its last.

    The label then says so: tables count an event once, in the phase of its first day.
    """
    own = whole(record.phases)
    spoken = by_id(own, "title")
    order = list(spoken)
    ends = first if last is None else last.fillna(first)
    spans = [
        tuple(order[order.index(a) : order.index(b) + 1]) for a, b in zip(first, ends, strict=True)
    ]
    label = "Phase" if last is None else "Phase (with events that reach into it)"
    return Facet("phase", label, spans, _sayer(spoken), order)


# Of rows that stand in the order of their dates.
NEWEST_FIRST = Order("date", "oldest first", "newest first")


def by_date(dates: Iterable[object], key: str = "date", of: str = "") -> Order:
    """Order by a column of ISO dates."""
    return Order(key, f"{of}oldest first", f"{of}newest first", keys(dates))


def sides(record: Record) -> dict[str, str]:
    """Whose state publishes or claims, in the words of the vocabulary."""
    told = record.vocabulary[record.vocabulary["vocabulary"] == "side"]
    return dict(zip(told["value"], told["definition"].str.rstrip("."), strict=True))


def _sayer(spoken: dict[str, str] | None):
    return spoken.__getitem__ if spoken else words
