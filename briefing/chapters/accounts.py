"""The chapter on what each side says of contested events."""

import pandas as pd

from briefing import tables
from briefing.addresses import accounts_anchor, anchor
from briefing.analysis import accounts as analysis
from briefing.chapters import choices
from briefing.chapters.common import (
    NOT_FOUND,
    by_id,
    by_phase,
    cite,
    counted,
    heard,
    names,
    stacked,
    text,
    when,
    words,
)
from briefing.facets import Facets
from briefing.markup import Anchor, Block, Piece, RowLink, Text, row
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


# The phase with which the second of the two pages begins.
_SECOND = "war-2020"


def halves(record: Record, placed: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Events with accounts, apart as they stand on two pages: before the war of 2020, and since.

    Parameters
    ----------
    record : Record
    placed : pandas.DataFrame
        Events in time order, each in its phase.

    Returns
    -------
    tuple of pandas.DataFrame
    """
    told = placed[placed["id"].isin(heard(record, "events")["row"])]
    since = _since(record, told)
    return told[~since], told[since]


def _since(record: Record, placed: pd.DataFrame) -> pd.Series:
    """Which events stand on the second page."""
    starts = record.phases.set_index("id")["start"]
    return placed["phase"].map(starts) >= starts[_SECOND]


def accounts_table(record: Record, exhibit: str, events: pd.DataFrame) -> None:
    """Show what each side says of contested events, grouped by phase.

    Parameters
    ----------
    record : Record
    exhibit : str
        Address of the table.
    events : pandas.DataFrame
        From `halves`.
    """
    told = {event: group for event, group in heard(record, "events").groupby("row", sort=False)}
    actors = names(record, "actors")

    def row_of(event) -> list:
        return [
            Anchor(accounts_anchor(event.id), when(event.date, event.end_date)),
            RowLink(anchor("events", event.id), event.title),
            stacked(*(_line(account, actors) for account in told[event.id].itertuples())),
        ]

    whose = [tuple(told[event]["actor"]) for event in events["id"]]
    facets = Facets(
        "event",
        "events",
        (
            choices.phase(record, events["phase"], events["phase_last"]),
            choices.one_of("category", "Category", events["category"]),
            choices.actors(record, "whose", "Account of", whose),
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


def _line(account, actors: dict[str, str]) -> Piece:
    """One account with its sources and its note."""
    actor = Text(f"{actors[account.actor]}:", "row-label")
    said = row(actor, text(account.account) or NOT_FOUND)
    noted = Block(row(text(account.note)), "row-note") if text(account.note) else row()
    return Block(row(said, cite(account.sources), noted), "row-account")


def actors_table(record: Record) -> None:
    """Show on how many events each actor is heard, and on how many no account was found."""
    actors = names(record, "actors")
    told = heard(record, "events")
    counts = analysis.by_actor(told)
    rows = [[actors[c.actor], str(c.heard), str(c.sought or "–")] for c in counts.itertuples()]
    tables.show(
        "tbl-accounts-actors",
        f"On how many of the {told['row'].nunique()} events of both halves, to 2020 and since, "
        "each actor is heard.",
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


def finding(record: Record, placed: pd.DataFrame) -> str:
    """Over what the accounts of the first page differ, and how often both sides are heard.

    Parameters
    ----------
    record : Record
    placed : pandas.DataFrame
        Events in time order, each in its phase.
    """
    before = halves(record, placed)[0]
    told = heard(record, "events")
    told = told[told["row"].isin(before["id"])]
    return (
        f"{differ(placed[~_since(record, placed)])}Accounts are given of "
        f"{counted(len(before), 'event')} before the war of 2020: contested ones, those that made "
        "a text of which there are accounts, and a few more. "
        f"{_both_or_vain(record, told)}"
    )


def finding_since(record: Record, placed: pd.DataFrame) -> str:
    """Over what the accounts of the second page differ, and how often both sides are heard.

    Parameters
    ----------
    record : Record
    placed : pandas.DataFrame
        Events in time order, each in its phase.
    """
    events = halves(record, placed)[1]
    told = heard(record, "events")
    told = told[told["row"].isin(events["id"])]
    return (
        f"{differ(placed[_since(record, placed)])}Accounts are given of "
        f"{counted(len(events), 'event')} since the war of 2020 began. "
        f"{_both_or_vain(record, told)}"
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
