"""The chapter on the timeline."""

import numpy as np
import pandas as pd

from briefing import charts, tables
from briefing.addresses import anchor
from briefing.analysis import phases as phase_analysis
from briefing.analysis import timeline as analysis
from briefing.chapters import accounts, choices
from briefing.chapters.common import (
    CONTESTED,
    by_id,
    by_phase,
    counted,
    counts_cells,
    listed,
    names,
    stacked,
    text,
    when,
    words,
)
from briefing.chapters.passages import Passages
from briefing.facets import Facets
from briefing.markup import Anchor, Block, Piece, RowLink, Text, row
from briefing.record import Record


def placed(record: Record) -> pd.DataFrame:
    """Every event with its phase, in time order.

    Returns
    -------
    pandas.DataFrame
        From `briefing.analysis.phases.with_phase`.
    """
    return phase_analysis.with_phase(record.events, record.phases)


def events_table(record: Record) -> None:
    """Show every event in one table, grouped by phase."""
    events = placed(record)
    actors, places = names(record, "actors"), names(record, "places")
    titles = by_id(record.phases, "title")
    heard, passages = accounts.links(record), Passages(record, "events")

    def row_of(event) -> list:
        return _event_row(event, actors, places, titles, heard.get(event.id), passages)

    tables.show(
        "tbl-timeline",
        row(
            f"{counted(len(events), 'event')}, grouped by phase.",
            Text("A date links to itself: it is the permanent address of its row.", "screen-only"),
        ),
        ("Date", "What happened", "Where and who", "Sources"),
        by_phase(record, events, row_of),
        "Source: the record, table events.",
        "wide gridded cols-timeline",
        _facets(record, events),
    )


def _facets(record: Record, events: pd.DataFrame) -> Facets:
    return Facets(
        "event",
        "events",
        (
            choices.phase(record, events["phase"], events["phase_last"]),
            choices.one_of("theatre", "Theatre", events["theatre"]),
            choices.one_of("category", "Category", events["category"]),
            choices.actors(record, "actor", "Actor", events["actors"]),
            choices.contested(events),
        ),
        (choices.NEWEST_FIRST,),
    )


def ends(events: pd.DataFrame) -> Piece:
    """The first and the last event since the conflict began, as a sentence with links to them.

    Parameters
    ----------
    events : pandas.DataFrame
        From `placed`.
    """
    modern = events[events["phase"] != "background"]
    first, last = (
        RowLink(anchor("events", e.id), f"{when(e.date, e.end_date)} ({e.title})")
        for e in modern.iloc[[0, -1]].itertuples()
    )
    return row("Background apart, the record runs from", first, "to", last)


def _beginning(phases: pd.DataFrame) -> str:
    """First day of the conflict: what is older is background."""
    return phases.loc[phases["id"] != "background", "start"].min()


def _event_row(
    event, actors: dict, places: dict, titles: dict, heard: RowLink | None, passages: Passages
) -> list:
    across = ""
    if event.phase_last != event.phase and pd.notna(event.phase_last):
        lasts = "Lasts into" if text(event.end_date) else "By its date alone, perhaps in"
        across = f"{lasts}: {titles[event.phase_last]}."
    what = stacked(
        (event.title, "row-title"),
        (CONTESTED if event.contested else None, "mark"),
        (words(event.category), "tag"),
        passages.told(event, "summary", "row-text"),
        Block(heard, "row-heard") if heard else None,
        passages.told(event, "note", "row-note"),
        (across, "row-note"),
    )
    return [
        Anchor(anchor("events", event.id), when(event.date, event.end_date)),
        what,
        stacked(
            (listed(event.places, places), "row-text"), (listed(event.actors, actors), "row-note")
        ),
        passages.sourced(event),
    ]


def overview_chart(record: Record) -> None:
    """Draw the whole record on one time axis, a row of dots a category."""
    events = placed(record)
    shown = events[events["phase"] != "background"]
    order = list(shown["category"].value_counts().index)[::-1]
    figure, (axes,) = charts.figure(4.3)
    years = _decimal_year(shown["date_earliest"])
    heights = shown["category"].map({c: i for i, c in enumerate(order)}).to_numpy(dtype=float)
    jitter = (shown.groupby("category").cumcount().to_numpy() % 5 - 2) * 0.12
    _phase_bands(axes, record.phases)
    axes.plot(years, heights + jitter, "o", ms=2.6, mew=0, alpha=0.7, color=charts.BLUE)
    axes.set_yticks(range(len(order)), [words(c) for c in order])
    axes.set_ylim(-0.6, len(order) - 0.2)
    axes.set_xlim(1987.6, years.max() + 0.8)
    axes.set_xticks(range(1988, int(years.max()) + 1, 6))
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel("One dot: one event. Grey: war.")
    counts = analysis.by_year(shown)
    densest = counts.groupby("year")["events"].sum().idxmax()
    charts.show(
        figure,
        "fig-timeline",
        f"The record at a glance: {counted(len(shown), 'event')} since "
        f"{when(_beginning(record.phases))}, by category. "
        f"Its densest year is {densest}; how many events a year holds says how closely it was "
        "researched, not how violent it was.",
        f"Dots for {len(shown)} events on a time axis from 1988 to "
        f"{shown['date_earliest'].dt.year.max()}, one row for each of {len(order)} categories. "
        f"They crowd most of all in {densest}.",
        shown[["id", "date", "category", "title"]],
        "the record, table events.",
    )


def _decimal_year(days: pd.Series) -> np.ndarray:
    return (days.dt.year + (days.dt.dayofyear - 1) / 366).to_numpy(dtype=float)


def _phase_bands(axes, phases: pd.DataFrame) -> None:
    for phase in phases[phases["id"].isin(phase_analysis.WARS)].itertuples():
        start, end = (
            _decimal_year(pd.Series([d]))[0] for d in (phase.start_earliest, phase.end_latest)
        )
        axes.axvspan(start, end, color=charts.BAND, lw=0)


def counts_table(record: Record) -> None:
    """Show how many events each phase holds, by category."""
    counts = analysis.by_phase_and_category(placed(record), record.phases)
    titles = by_id(record.phases, "title")
    rows = [
        [words(category), *counts_cells(row), str(sum(row))]
        for category, row in zip(counts.columns, counts.T.to_numpy().tolist(), strict=True)
    ]
    totals = counts.sum(axis=1)
    rows.append([Text("All"), *map(str, totals), str(int(totals.sum()))])
    tables.show(
        "tbl-timeline-counts",
        "Events of the record by category and phase.",
        ("Category", *(titles[phase] for phase in counts.index), "all"),
        rows,
        "Source: the record, table events. The counts describe the record, not the violence.",
        "wide figures",
    )
