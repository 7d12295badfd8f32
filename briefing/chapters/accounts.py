"""The chapter on what each side says of contested events."""

import pandas as pd

from briefing import tables
from briefing.addresses import accounts_anchor, anchor
from briefing.analysis import accounts as analysis
from briefing.chapters import choices
from briefing.chapters.common import (
    NOT_FOUND,
    by_phase,
    cite,
    counted,
    heard,
    names,
    stacked,
    text,
    when,
)
from briefing.facets import Facets
from briefing.markup import Anchor, Block, Piece, RowLink, Text, row
from briefing.record import Record


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


def accounts_table(record: Record, placed: pd.DataFrame) -> None:
    """Show what each side says of every contested event, grouped by phase."""
    told = {event: group for event, group in heard(record, "events").groupby("row", sort=False)}
    events = placed[placed["id"].isin(told.keys())]
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
        "tbl-accounts",
        f"{counted(len(events), 'event')}, and what each side says of them.",
        ("Date", "Event", "Accounts"),
        by_phase(record, events, row_of),
        "Source: the record, table accounts.",
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
    counts = analysis.by_actor(heard(record, "events"))
    rows = [[actors[c.actor], str(c.heard), str(c.sought or "–")] for c in counts.itertuples()]
    tables.show(
        "tbl-accounts-actors",
        "On how many events each actor is heard.",
        ("Actor", "Accounts", "Sought, not found"),
        rows,
        "Source: the record, table accounts.",
        "figures",
    )


def finding(record: Record) -> str:
    """How many events are contested, and on how many both sides are heard."""
    told = heard(record, "events")
    sides = dict(zip(record.actors["id"], record.actors["side"], strict=True))
    both = analysis.rows_with_both_sides(told, sides)
    vain = int(told["account"].isna().sum())
    return (
        f"Of {counted(len(record.events), 'event')} {int(record.events['contested'].sum())} are "
        f"contested. Accounts are given of {told['row'].nunique()}: of these, and of some that are "
        f"not contested but whose text the sides read differently. On {both} both the Armenian "
        "and the Azerbaijani side are heard. On the others the dispute is with somebody else, or "
        "one account was not found. "
        f"{counted(vain, 'account')} {'was' if vain == 1 else 'were'} sought in vain, and the row "
        "says where."
    )
