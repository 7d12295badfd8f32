"""The chapter on the state border and the enclaves."""

import pandas as pd

from briefing import charts, tables
from briefing.addresses import anchor
from briefing.analysis import border_and_enclaves as analysis
from briefing.analysis import human_cost
from briefing.chapters.common import (
    by_id,
    counted,
    grouped,
    linked_event,
    listed,
    names,
    sourced,
    stacked,
    text,
    when,
    words,
)
from briefing.chapters.control import CONTROL_HEADER, control_rows
from briefing.chapters.estimates import UNDATED, figure_and_scope
from briefing.chapters.figures import WHOSE
from briefing.chapters.passages import Passages
from briefing.markup import RowLink, Text, row
from briefing.record import Record
from briefing.wording import capital

EPISODES = (
    "border-july-2020",
    "border-november-2021",
    "border-september-2022",
    "border-since-2021",
)


def incidents(record: Record) -> pd.DataFrame:
    """Events of the border chapter.

    Returns
    -------
    pandas.DataFrame
        From `briefing.analysis.border_and_enclaves.incidents`.
    """
    return analysis.incidents(record.events)


def incidents_chart(record: Record) -> None:
    """Draw the events on the border by row, contested ones apart."""
    told = incidents(record)
    order = [lane for lane in analysis.ORDER if (told["lane"] == lane).any()]
    rows = {lane: len(order) - 1 - i for i, lane in enumerate(order)}
    figure, (axes,) = charts.figure(0.42 * len(order) + 1.0)
    heights = told["lane"].map(rows) + (told.groupby("lane").cumcount() % 3 - 1) * 0.17
    handles = charts.accounts_differ(axes, told["date_earliest"], heights, told["contested"])
    axes.set_yticks(list(rows.values()), list(rows), fontsize=7.4)
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.tick_params(axis="y", length=0)
    charts.years(axes)
    figure.legend(handles=handles, loc="outside lower center", ncols=2, fontsize=7.4, frameon=False)
    counts = told["lane"].value_counts()
    contested = int(told["contested"].fillna(False).sum())
    last = told[told["lane"] == "Fighting"].iloc[-1]
    others = told[(told["lane"] == analysis.OTHER) & (told["category"] == "combat")]
    charts.show(
        figure,
        "fig-border",
        f"{counted(len(told), 'event')} on the state border and around Nakhchivan since November "
        f"2020. The accounts differ on {contested} (red diamonds). The latest fighting, or claims "
        f"of fire, between the two states is of {when(last['date'], last['end_date'])}."
        + "".join(
            f" One event of combat in the row “{analysis.OTHER}” is not between the two: {e.title} "
            f"({when(e.date, e.end_date)})."
            for e in others.itertuples()
        ),
        "Red diamonds for events on which the accounts differ, and blue rings for others, from "
        f"{told['date_earliest'].min():%Y} to {told['date_earliest'].max():%Y} in "
        f"{len(order)} rows: " + ", ".join(f"{lane} ({counts[lane]})" for lane in order) + ".",
        told[["id", "date", "lane", "contested", "title"]],
        "the record, table events.",
    )


def incidents_table(record: Record) -> None:
    """Show every event on the border since November 2020."""
    actors = names(record, "actors")
    rows = [
        tables.RecordRow(
            e.id,
            [
                when(e.date, e.end_date),
                linked_event(e, (e.summary, "row-text")),
                stacked((e.lane, "row-text"), (listed(e.actors, actors), "row-note")),
            ],
        )
        for e in incidents(record).itertuples()
    ]
    tables.show(
        "tbl-border-events",
        row(
            f"{counted(len(rows), 'event')} on the state border and around Nakhchivan.",
            Text(
                "A title leads to the row with its sources and the accounts of the sides.",
                "screen-only",
            ),
        ),
        ("Date", "Event", "Kind and who"),
        rows,
        "Source: the record, table events.",
        "wide cols-trials",
    )


def villages_table(record: Record) -> None:
    """Show the changes of control over border villages and enclaves."""
    changes = analysis.enclaves(record.control_changes, record.places)
    actors, places = names(record, "actors"), names(record, "places")
    rows = control_rows(changes, actors, places, Passages(record, "control_changes"))
    held = "; ".join(
        f"to {actors[actor]}: {listed(ids, places)}"
        for actor, ids in analysis.holders(changes).items()
    )
    tables.show(
        "tbl-border-villages",
        f"{counted(len(changes), 'change')} of control over villages, enclaves and positions along "
        f"the border since 1990. The Soviet exclaves last passed {held}.",
        CONTROL_HEADER,
        rows,
        "Source: the record, table control_changes.",
        "wide gridded cols-control",
    )


def commissions_table(record: Record) -> None:
    """Show the sessions of the commissions on the border and on transport."""
    places = names(record, "places")
    told = analysis.commissions(record.meetings)
    talks = int((told["body"] == analysis.HEADS).sum())
    rows = [
        tables.RecordRow(
            m.id,
            [
                RowLink(anchor("meetings", m.id), when(m.date)),
                stacked(
                    (m.title, "row-title"), (m.outcome, "row-text"), (text(m.note), "row-note")
                ),
                stacked((m.body, "row-text"), (listed(m.places, places), "row-note")),
                sourced(m),
            ],
        )
        for m in told.itertuples()
    ]
    tables.show(
        "tbl-border-commissions",
        f"{counted(len(told) - talks, 'session')} of the border commissions and of the deputy "
        "prime ministers’ group on transport"
        + (f", and {counted(talks, 'talk')} of the commissions’ heads." if talks else "."),
        ("Date", "Session and result", "Body and place", "Sources"),
        rows,
        "Source: the record, table meetings. Sessions of which no page was found are missing.",
        "wide cols-positions",
    )


def losses_table(record: Record) -> None:
    """Show the figures of losses on the border, by episode and claimant."""
    told = human_cost.ordered(record.estimates, record.episodes)
    told = told[told["episode"].isin(EPISODES)]
    told = told[told["measure"].isin(["killed", "wounded", "casualties", "missing", "captured"])]
    told = told.assign(about_enemy=human_cost.losses_of_the_other(told))
    titles = by_id(record.episodes, "title")

    def row_of(estimate) -> list:
        number, scope = figure_and_scope(estimate)
        return [
            number,
            stacked(
                (f"{words(estimate.measure)}: {WHOSE[estimate.losses_of]}", "row-title"),
                (capital(scope), "row-text"),
                (
                    "a claim about the other side’s losses" if estimate.about_enemy else "",
                    "row-note",
                ),
            ),
            stacked((estimate.claimant, "row-text"), (when(estimate.as_of) or UNDATED, "row-note")),
            sourced(estimate),
        ]

    tables.show(
        "tbl-border-losses",
        "Killed, wounded, missing and captured on the state border, as each claimant gave them.",
        ("Figure", "Of what and whom", "Claimant", "Sources"),
        grouped(told, "episode", titles, row_of),
        "Source: the record, table estimates. None is added to another.",
        "wide cols-estimates",
    )
