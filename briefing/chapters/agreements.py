"""The chapter on the agreements."""

import pandas as pd

from briefing import dates, tables
from briefing.addresses import anchor
from briefing.analysis import agreements as analysis
from briefing.analysis.outside_powers import ALSO
from briefing.chapters import choices
from briefing.chapters.common import (
    CONTESTED,
    by_id,
    counted,
    counts_cells,
    listed,
    names,
    outcome,
    stacked,
    text,
    when,
    words,
)
from briefing.chapters.heard import accounts
from briefing.chapters.passages import Passages
from briefing.facets import Facets
from briefing.markup import Anchor, Sequence, piece
from briefing.record import Record
from briefing.wording import in_sentence, series

_FIRST = 3  # of those who made most agreements, that the answer names


def makers(record: Record) -> str:
    """Who were parties to most agreements, and who mediated most; Russia with its peacekeepers."""
    known, roles = names(record, "actors"), record.agreement_actors
    part_of = {part: power for power, parts in ALSO.items() for part in parts}
    roles = roles.assign(actor=roles["actor"].replace(part_of))

    def most(role: str, number: int, first: str, then: str) -> str:
        counts = analysis.made(roles, role).head(number)
        verbs = [first, *[then] * number]
        return series(
            [
                f"{in_sentence(known[actor])} {verb}{count}"
                for verb, (actor, count) in zip(verbs, counts.items(), strict=False)
            ]
        )

    parties = most("party", _FIRST, "is a party to ", "to ")
    mediators = most("mediator", _FIRST - 1, "mediated ", "")
    return f"Of all texts {parties}; {mediators}."


def agreements_table(record: Record) -> None:
    """Show every agreement: who made it, what it is, what became of it."""
    agreements = record.agreements.sort_values(["date_signed_earliest", "id"])
    roles = analysis.actors_by_role(record.agreement_actors, names(record, "actors"))
    places = names(record, "places")
    titles = by_id(agreements, "title")
    heard, passages = accounts(record, "agreements"), Passages(record, "agreements")
    rows = [
        _row(a, roles.loc[a.id], places, titles, heard.get(a.id, []), passages)
        for a in agreements.itertuples()
    ]
    tables.show(
        "tbl-agreements",
        f"{counted(len(agreements), 'agreement')}, truces and statements, by date.",
        ("Date", "Agreement", "Who", "What became of it", "Sources"),
        rows,
        "Source: the record, tables agreements and agreement_actors. Classes are this "
        "briefing’s coding after Clayton & Sticher.",
        "wide gridded cols-agreements",
        _facets(record, agreements),
    )


def _facets(record: Record, agreements: pd.DataFrame) -> Facets:
    taking_part = record.agreement_actors.groupby("agreement")["actor"].agg(
        lambda actors: tuple(dict.fromkeys(actors))  # one that hosts and witnesses counts once
    )
    return Facets(
        "agreement",
        "agreements",
        (
            choices.one_of("form", "Form", agreements["form"]),
            choices.one_of("status", "What became of it", agreements["status"]),
            choices.actors(record, "actor", "Actor", agreements["id"].map(taking_part)),
            choices.contested(agreements),
        ),
        (choices.NEWEST_FIRST,),
    )


def _row(
    agreement, roles: pd.Series, places: dict, titles: dict, heard: list, passages: Passages
) -> list:
    signed = Anchor(anchor("agreements", agreement.id), when(agreement.date_signed))
    where = listed(agreement.places, places)
    force = (
        f"In force from {in_force(agreement.in_force_from)}"
        if text(agreement.in_force_from)
        else ""
    )
    done = "Initialled" if agreement.legal_character == "initialled" else "Signed"
    who = [
        (f"Parties: {roles['parties']}", "row-text"),
        (f"{done} by: {roles['signed'] or 'nobody, as far as known'}", "row-text"),
    ]
    if roles["mediated"]:
        who.append((f"Mediated by: {roles['mediated']}", "row-text"))
    if roles["others"]:
        who.append((f"Also: {roles['others']}", "row-note"))
    return [
        Sequence((signed, piece(stacked((where, "row-note"), (force, "row-note")))), " "),
        stacked(
            (agreement.title, "row-title"),
            (CONTESTED if agreement.contested else None, "mark"),
            (_character(agreement), "tag"),
            passages.told(agreement, "summary", "row-text"),
            *heard,
            passages.told(agreement, "note", "row-note"),
        ),
        stacked(*who),
        _outcome(agreement, titles, passages),
        passages.sourced(agreement),
    ]


def _character(agreement) -> str:
    """Form, legal character and class; what another of them says too is not named."""
    said = (agreement.form, agreement.legal_character, agreement.ceasefire_class)
    named = dict.fromkeys(words(value) for value in said)
    return " · ".join(a for a in named if not any(set(a.split()) < set(b.split()) for b in named))


def _outcome(agreement, titles: dict, passages: Passages) -> Sequence:
    later = text(agreement.superseded_by)
    return stacked(
        (outcome(agreement.status, agreement.status_date), "row-title"),
        passages.told(agreement, "status_note", "row-text"),
        (f"Replaced by: {titles[later]}" if later else "", "row-note"),
    )


def in_force(moment: str) -> str:
    """When an agreement took effect, with the same moment in UTC where its offset is known."""
    known = dates.parse(moment)
    if known.utc is None or not known.offset:
        return dates.spoken(moment)
    return f"{dates.spoken(moment)} ({known.utc:%H:%M} UTC on {known.utc.day} {known.utc:%B})"


def outcomes_table(record: Record) -> None:
    """Show what became of the agreements of three spans of years."""
    counts = analysis.by_span_and_status(record.agreements)
    rows = [
        [words(status), *counts_cells(row), str(sum(row))]
        for status, row in zip(counts.index, counts.to_numpy().tolist(), strict=True)
    ]
    tables.show(
        "tbl-agreements-outcomes",
        "What became of the agreements, by the years in which they were made.",
        ("Outcome", *counts.columns, "all"),
        rows,
        "Source: the record, table agreements. Texts of different weight stand beside one "
        "another: this is no measure of success.",
        "counts",
    )
