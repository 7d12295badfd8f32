"""What several chapters share in the rows of their tables."""

from collections.abc import Callable, Iterable, Mapping

import pandas as pd
from IPython.display import Markdown, display

from briefing import dates, wording
from briefing.addresses import ADDRESSED, anchor
from briefing.markup import Block, Cite, Piece, RowLink, Sequence, Text, row
from briefing.record import Record
from briefing.tables import RecordRow
from briefing.wording import in_sentence

CONTESTED = "contested"
# How well a row stands, in words; the methods page says what each means.
STANDING = {
    "corroborated": "corroborated",
    "read": "read",
    "secondhand": "second-hand",
    "unconfirmed": "not confirmed",
}


def by_id(rows: pd.DataFrame, column: str) -> dict[str, str]:
    """What a column says of each row, by id."""
    return dict(zip(rows["id"], rows[column], strict=True))


def names(record: Record, table: str) -> dict[str, str]:
    """Name of each row of actors or places, by id."""
    return by_id(getattr(record, table), "name")


def titles(record: Record, table: str) -> dict[str, str]:
    """What names each row of a table that has addresses, by id."""
    return by_id(getattr(record, table), ADDRESSED[table].column)


def listed(ids: Iterable[str], known: dict[str, str], separator: str = "; ") -> str:
    """Names of some ids, joined."""
    return separator.join(known[i] for i in ids)


def within_sentence(ids: Iterable[str], known: dict[str, str]) -> str:
    """Names of some actors as they stand within a sentence: ``from the de facto authorities``."""
    return "; ".join(in_sentence(known[i]) for i in ids)


def cite(keys: Iterable[str]) -> Cite:
    """Live citations of a row's sources."""
    return Cite(tuple(keys))


# States that last: their date is that of the latest page that knew them, and no day of a change.
_LASTING = {
    "held", "in-force", "initialled", "never-implemented", "ongoing", "pending", "unclear",
    "unverified",
}  # fmt: skip


def outcome(status: str, date: object) -> str:
    """What became of a text or a term, with its day, or as of when it was known."""
    dated = when(date) if text(date) else ""
    if not dated:
        return words(status)
    return f"{words(status)}, {'as of ' if status in _LASTING else ''}{dated}"


def sourced(row_: object, cited: Cite | None = None) -> Sequence:
    """Live citations of a row's sources, or what stands for them, and how well the row stands."""
    support = text(row_.support)
    shown = cite(row_.sources) if cited is None else cited
    return stacked(shown, (STANDING.get(support, "not yet checked"), "row-note"))


def by_phase(record: Record, told: pd.DataFrame, row_of: Callable[..., list]) -> list[list]:
    """Rows of a table under the titles of their phases.

    Parameters
    ----------
    record : Record
    told : pandas.DataFrame
        In time order, with its phase.
    row_of : callable
        The row of a table for one of its rows, as `itertuples` gives it.

    Returns
    -------
    list of list
    """
    return grouped(told, "phase", by_id(record.phases, "title"), row_of)


def grouped(
    told: pd.DataFrame, column: str, titles: Mapping[str, str], row_of: Callable[..., list]
) -> list[list]:
    """Rows of a table under headings: one wherever the value of a column changes.

    Parameters
    ----------
    told : pandas.DataFrame
        In the order of the table.
    column : str
        Its column by which rows are grouped.
    titles : mapping of str to str
        Heading of each value of that column.
    row_of : callable
        The row of a table for one of its rows, as `itertuples` gives it.

    Returns
    -------
    list of list
    """
    rows: list[list] = []
    current = None
    for item, value in zip(told.itertuples(), told[column], strict=True):
        if value != current:
            current = value
            rows.append([titles[current]])
        rows.append(RecordRow(item.id, row_of(item)))
    return rows


def linked_event(event: object, *more: object) -> Sequence:
    """An event by its title, which leads to its row, with its mark and what else is told."""
    link = RowLink(anchor("events", event.id), event.title)
    return stacked(link, (CONTESTED if event.contested else None, "mark"), *more)


def when(start: str, end: object = None) -> str:
    """A date or a span as a reader says it; blank for a blank cell."""
    if pd.isna(start):
        return ""
    return dates.spoken_span(start, None if pd.isna(end) else str(end))


def last_check(record: Record, table: str) -> pd.Series:
    """The row of the table of coverage that says to which day the rows of a table were sought.

    Parameters
    ----------
    record : Record
    table : str
        Name of the table, as the column ``tables`` has it.

    Returns
    -------
    pandas.Series
        Of several topics that take in the table, the one that was checked to the latest day.
    """
    covers = record.coverage["tables"].map(lambda tables: table in tables)
    own = record.coverage[covers.astype(bool)]
    return own.loc[own["checked_to_latest"].idxmax()]


def text(value: object) -> str:
    """The text of a cell, blank where the cell is."""
    return "" if pd.isna(value) else str(value)


def words(value: object) -> str:
    """A value of a vocabulary as words."""
    return wording.words(text(value))


def counts_cells(counts: Iterable[int]) -> list[str]:
    """Cells of a row of counts; a zero is a dash."""
    return [f"{count:,}" if count else "–" for count in counts]


def stacked(*values: object) -> Sequence:
    """Values one below the other in a cell; blank ones leave no line."""
    return row(*(_block(value) for value in values), separator=" ")


def _block(value: object) -> Piece | str:
    if isinstance(value, tuple):
        shown, kind = value
        return Block(shown, kind) if isinstance(shown, Piece) else Text(text(shown), kind)
    return value if isinstance(value, Piece) else text(value)


def answer(*pieces: object) -> None:
    """Display the paragraph that answers a notebook's question, with live citations."""
    display(Markdown(row(*pieces, separator="").myst()))


def counted(number: int, thing: str, plural: str | None = None) -> str:
    """A number with its noun: ``1 event``, ``2 events``."""
    return f"{number:,} {thing if number == 1 else plural or thing + 's'}"
