"""The chapter on what each side says of contested events."""

import pandas as pd

from briefing import tables
from briefing.addresses import accounts_anchor, anchor
from briefing.analysis import accounts as analysis
from briefing.chapters import choices
from briefing.chapters.common import by_id, by_phase, counted, names, stacked, text, when, words
from briefing.chapters.heard import accounts, heard
from briefing.facets import Facets
from briefing.markup import Anchor, RowLink
from briefing.record import Record
from briefing.wording import series


def links(record: Record) -> dict[str, RowLink]:
    """By id of a contested event, a link to its accounts that says whose they are."""
    actors, by_event = names(record, "actors"), heard(record, "events").groupby("row", sort=False)
    found = {}
    for event, told in by_event:
        whose = [actors[a.actor] for a in told.itertuples() if text(a.account)]
        if whose:
            said = f"{'Account' if len(whose) == 1 else 'Accounts'}: {'; '.join(whose)}"
            found[str(event)] = RowLink(accounts_anchor(str(event)), said)
    return found


# The phases with which the second and the third of the three pages begin, and the time of each.
_BEGINNINGS = ("ceasefire-1994-2016", "after-the-statement")
_TIMES = (
    "up to the ceasefire of May 1994",
    "between the ceasefire of May 1994 and the statement of November 2020",
    "since the statement of November 2020",
)


def parts(record: Record, placed: pd.DataFrame) -> tuple[pd.DataFrame, ...]:
    """Events with accounts, apart as they stand on three pages.

    Parameters
    ----------
    record : Record
    placed : pandas.DataFrame
        Events in time order, each in its phase.

    Returns
    -------
    tuple of pandas.DataFrame
        Up to the ceasefire of May 1994; to the statement of November 2020; since.
    """
    told = placed[placed["id"].isin(heard(record, "events")["row"])]
    page = _part(record, told)
    return tuple(told[page == number] for number in range(len(_TIMES)))


def _part(record: Record, placed: pd.DataFrame) -> pd.Series:
    """On which of the pages each event stands, from 0."""
    starts = record.phases.set_index("id")["start"]
    began = placed["phase"].map(starts)
    return sum((began >= starts[phase]).astype(int) for phase in _BEGINNINGS)


def accounts_table(record: Record, exhibit: str, events: pd.DataFrame) -> None:
    """Show what each side says of contested events, grouped by phase.

    Parameters
    ----------
    record : Record
    exhibit : str
        Address of the table.
    events : pandas.DataFrame
        One of `parts`.
    """
    told = accounts(record, "events")

    def row_of(event) -> list:
        return [
            Anchor(accounts_anchor(event.id), when(event.date, event.end_date)),
            RowLink(anchor("events", event.id), event.title),
            stacked(*told[event.id]),
        ]

    whose = heard(record, "events").groupby("row")["actor"].agg(tuple)
    facets = Facets(
        "event",
        "events",
        (
            choices.phase(record, events["phase"], events["phase_last"]),
            choices.one_of("category", "Category", events["category"]),
            choices.actors(record, "whose", "Account of", events["id"].map(whose)),
        ),
        (choices.NEWEST_FIRST,),
    )
    tables.show(
        exhibit,
        f"{counted(len(events), 'event')}, and what each side says of them.",
        ("Date", "Event", "Accounts"),
        by_phase(record, events, row_of),
        "Source: the record, table accounts. An event that made a text stands with the accounts "
        "of that text too.",
        "wide gridded cols-accounts",
        facets,
    )


def actors_table(record: Record) -> None:
    """Show on how many events each actor is heard, and on how many no account was found."""
    actors = names(record, "actors")
    told = heard(record, "events")
    counts = analysis.by_actor(told)
    rows = [[actors[c.actor], str(c.heard), str(c.sought or "–")] for c in counts.itertuples()]
    tables.show(
        "tbl-accounts-actors",
        f"On how many of the {told['row'].nunique()} events of all three pages each actor is "
        "heard.",
        ("Actor", "Accounts", "Sought, not found"),
        rows,
        "Source: the record, table accounts.",
        "figures",
    )


# What a category is when people differ over it.
_OVER = {
    "agreement": "agreements",
    "ceasefire": "ceasefires",
    "combat": "fighting",
    "control": "changes of control",
    "humanitarian": "humanitarian matters",
    "legal": "law",
    "negotiation": "talks",
    "political": "politics",
    "statement": "statements",
}
_FEWEST = 10  # events of a category that is told of
_MOST = 3  # categories that are told of as the most contested


def differ(events: pd.DataFrame) -> str:
    """Over what the accounts of some events differ most and least, as a sentence; blank of few.

    Parameters
    ----------
    events : pandas.DataFrame
        Rows of ``events`` of the record.
    """
    counts = analysis.contested_by_category(events, _FEWEST)
    if len(counts) <= _MOST:
        return ""
    told = [
        f"{_OVER.get(c.category, words(c.category))} ({c.contested} of {c.events})"
        for c in counts.itertuples()
    ]
    return (
        f"Accounts differ most over {series(told[:_MOST])}, and least over {told[-1]}; in brackets "
        f"the contested of all events of a kind of at least {_FEWEST}. "
    )


def finding(record: Record, placed: pd.DataFrame, part: int) -> str:
    """Over what the accounts of one page differ, and how often both sides are heard.

    Parameters
    ----------
    record : Record
    placed : pandas.DataFrame
        Events in time order, each in its phase.
    part : int
        Number of the page, from 0.
    """
    events = parts(record, placed)[part]
    told = heard(record, "events")
    told = told[told["row"].isin(events["id"])]
    return (
        f"{differ(placed[_part(record, placed) == part])}Accounts are given of "
        f"{counted(len(events), 'event')} {_TIMES[part]}: contested ones, those that made a text "
        f"of which there are accounts, and a few more. {_both_or_vain(record, told)}"
    )


def _both_or_vain(record: Record, told: pd.DataFrame) -> str:
    """On how many events both the Armenian and the Azerbaijani side are heard, or one in vain."""
    sides = by_id(record.actors, "side")
    vain = int(told["account"].isna().sum())
    return (
        f"On {analysis.rows_with_both_sides(told, sides)} both the Armenian and the Azerbaijani "
        "side are heard. On the others the dispute is with somebody else, or one word stands "
        "alone. "
        f"{counted(vain, 'account')} {'was' if vain == 1 else 'were'} sought in vain, as "
        "the row says."
    )
