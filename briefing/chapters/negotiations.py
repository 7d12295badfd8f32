"""The chapter on the negotiations: meetings and formats."""

import pandas as pd
from matplotlib.figure import Figure

from briefing import charts, tables
from briefing.addresses import anchor
from briefing.analysis import negotiations as analysis
from briefing.analysis import phases as phase_analysis
from briefing.chapters import choices
from briefing.chapters.common import (
    by_id,
    by_phase,
    counted,
    listed,
    names,
    stacked,
    text,
    when,
    words,
)
from briefing.chapters.passages import Passages
from briefing.chapters.phases import UCDP
from briefing.facets import Facets
from briefing.markup import Anchor, Block, RowLink, row
from briefing.record import Record
from briefing.wording import series

FORMATS = {
    "bilateral": "the parties themselves",
    "minsk-group": "Minsk Group",
    "russia": "Russia",
    "united-states": "United States",
    "european-union": "European Union",
    "france": "France",
    "iran": "Iran",
    "turkey": "Turkey",
    "multilateral": "at a summit of many states",
    "other-host": "another host",
}
LEVELS = {
    "heads": "presidents and prime ministers",
    "security-secretaries": "security secretaries",
    "parliament-speakers": "speakers of parliament",
}


def meetings(record: Record) -> pd.DataFrame:
    """Every meeting with its phase, in time order.

    Returns
    -------
    pandas.DataFrame
        Rows of ``meetings`` with ``phase``, the id of a phase.
    """
    rows = record.meetings.sort_values(["date_earliest", "id"], kind="stable")
    return rows.assign(phase=phase_analysis.phase_of(rows["date_earliest"], record.phases))


def _rows_of_formats(told: pd.DataFrame, order: list[str]) -> Figure:
    """Draw a row of dots for each format, the first at the top."""
    figure, (axes,) = charts.figure(0.3 * len(order) + 1.2)
    heights = told["format"].map({f: len(order) - 1 - i for i, f in enumerate(order)}).astype(float)
    heights += (told.groupby("format").cumcount() % 5 - 2) * 0.11
    marks = (
        ("presidents and prime ministers", told["level"] == "heads", "o", charts.BLUE),
        ("foreign ministers", told["level"] == "foreign-ministers", "D", charts.YELLOW),
        ("others", ~told["level"].isin(analysis.HIGH), "x", charts.MUTED),
    )
    for label, chosen, mark, colour in marks:
        axes.plot(
            told["date_earliest"][chosen],
            heights[chosen],
            mark,
            ms=3.2,
            mew=0.8 if mark == "x" else 0,
            color=colour,
            label=label,
        )
    axes.set_yticks(range(len(order)), [FORMATS[f] for f in reversed(order)])
    axes.set_ylim(-0.6, len(order) - 0.4)
    axes.tick_params(axis="y", length=0)
    charts.years(axes, 5)
    figure.legend(loc="outside lower center", ncols=3, fontsize=7, frameon=False, handletextpad=0.2)
    return figure


def formats_chart(record: Record) -> None:
    """Draw every meeting as a dot on the row of its format."""
    told = meetings(record)
    order = list(analysis.formats(told).index)
    figure = _rows_of_formats(told, order)
    spans = analysis.formats(told)
    longest = spans.loc["minsk-group"]
    since = told[told["date_earliest"] > longest["last"]]
    alone = int(analysis.alone(since).sum())
    charts.show(
        figure,
        "fig-negotiations-formats",
        f"{counted(len(told), 'meeting')} by who brought the parties together. The last in the "
        f"Minsk Group’s format that the record holds is of {longest['last']:%B %Y}; "
        f"{alone} of the {len(since)} since then had nobody but the parties at the table, "
        "whoever had brought them together.",
        f"Dots on a time axis from {told['date_earliest'].min():%Y} to "
        f"{told['date_earliest'].max():%Y} in {len(order)} rows: "
        + ", ".join(f"{FORMATS[f]} {int(spans.loc[f, 'meetings'])}" for f in order)
        + ".",
        told[["id", "date", "format", "level", "title"]],
        "the record, table meetings.",
    )


def _meetings_and_deaths(counts: pd.DataFrame, deaths: pd.DataFrame) -> Figure:
    """Draw the bars of meetings above the dots of deaths."""
    first, last = counts.index.min(), counts.index.max()
    figure, (top, bottom) = charts.figure(3.9, rows=2, sharex=True)
    base = pd.Series(0, index=counts.index)
    # Fill and hatch, which tell the three apart in grey too.
    looks = ((charts.BLUE, ""), (charts.YELLOW, "////"), (charts.RULE, ""))
    for column, (colour, hatch) in zip(counts.columns, looks, strict=True):
        label = {"heads": "presidents, prime ministers"}.get(column, words(column))
        top.bar(
            counts.index,
            counts[column],
            bottom=base,
            width=0.75,
            color=colour,
            hatch=hatch,
            hatchcolor="white",
            edgecolor=charts.MUTED,
            linewidth=0.4,
            label=label,
        )
        base = base + counts[column]
    top.set_ylabel("meetings")
    top.legend(fontsize=6.8, frameon=False, loc="upper left", bbox_to_anchor=(0.1, 1.0))
    bottom.plot(
        deaths["year"].astype(float),
        deaths["best"].astype(float),
        "o",
        ms=3.4,
        mew=0,
        color=charts.INK,
        clip_on=False,  # years without deaths stand on the axis
    )
    charts.deaths(bottom)
    bottom.set_ylabel("deaths (UCDP), log.")
    bottom.set_xticks(range(first + -first % 5, last + 1, 5))
    return figure


def years_chart(record: Record) -> None:
    """Draw meetings per year above deaths per year, on one axis of time."""
    told = meetings(record)
    first, last = 1991, int(told["date_earliest"].dt.year.max())
    counts = analysis.by_year(told, first, last)
    deaths = record.ucdp_deaths_by_year[["year", "best"]].dropna()
    deaths = deaths[deaths["year"] >= first]
    figure = _meetings_and_deaths(counts, deaths)
    total = counts.sum(axis=1)
    none = [str(y) for y in total.index[total == 0]]
    data = counts.reset_index().merge(deaths, on="year", how="left")
    charts.show(
        figure,
        "fig-negotiations-years",
        f"Meetings of the record per year, above, and the deaths that UCDP documents, below, of "
        f"which the series ends with {int(deaths['year'].max())}. The year with most meetings is "
        f"{total.idxmax()} ({total.max()})"
        + (f"; none is known of {', '.join(none)}" if none else "")
        + ". The axis of deaths is logarithmic from 10 on. The panels share an axis of years for "
        "reading; neither explains the other.",
        f"Two panels, one above the other, from {first} to {last}. Above, stacked bars of "
        f"meetings: at most {total.max()} a year. Below, dots of deaths per year to "
        f"{int(deaths['year'].max())} on an axis that is logarithmic from 10 on, above 1,000 in "
        f"{series(phase_analysis.years_between(deaths, 1000))}.",
        data,
        row("the record, table meetings; UCDP", UCDP),
    )


def table_table(record: Record) -> None:
    """Show who sat at the table in each phase."""
    told = meetings(record)
    titles = by_id(record.phases, "title")
    order = list(record.phases["id"])
    counts = analysis.at_the_table(told, told["phase"], order)
    rows = [
        [titles[phase], *(str(n) if n else "–" for n in values)]
        for phase, values in zip(counts.index, counts.to_numpy().tolist(), strict=True)
    ]
    tables.show(
        "tbl-negotiations-table",
        "Who sat at the table, by phase.",
        ("Phase", *counts.columns),
        rows,
        "Source: the record, table meetings. Counted by who was present, whoever had brought them "
        "together. Earlier meetings are harder to find than later ones.",
        "wide figures",
    )


def meetings_table(record: Record) -> None:
    """Show every meeting, by phase."""
    told = meetings(record)
    actors, places = names(record, "actors"), names(record, "places")
    passages = Passages(record, "meetings")
    tables.show(
        "tbl-negotiations-meetings",
        f"{counted(len(told), 'meeting')}, with who sat at the table and what is known of the "
        "result.",
        ("Date", "Meeting and result", "Where and who", "Sources"),
        by_phase(record, told, lambda meeting: _meeting_row(meeting, actors, places, passages)),
        "Source: the record, table meetings.",
        "wide gridded cols-timeline",
        _facets(record, told),
    )


def _facets(record: Record, told: pd.DataFrame) -> Facets:
    return Facets(
        "meeting",
        "meetings",
        (
            choices.phase(record, told["phase"]),
            choices.one_of("format", "Who brought them together", told["format"], FORMATS),
            choices.one_of("level", "Level", told["level"], _levels(told)),
            choices.actors(record, "present", "At the table", told["present"]),
        ),
        (choices.NEWEST_FIRST,),
    )


def _levels(told: pd.DataFrame) -> dict[str, str]:
    return {level: LEVELS.get(level, words(level)) for level in told["level"].value_counts().index}


def _meeting_row(meeting, actors: dict, places: dict, passages: Passages) -> list:
    level = LEVELS.get(meeting.level, words(meeting.level))
    also = []
    if text(meeting.event):
        also.append(RowLink(anchor("events", meeting.event), "event"))
    if text(meeting.agreement):
        also.append(RowLink(anchor("agreements", meeting.agreement), "agreement"))
    return [
        Anchor(anchor("meetings", meeting.id), when(meeting.date, meeting.end_date)),
        stacked(
            (meeting.title, "row-title"),
            (f"{FORMATS[meeting.format]} · {level}", "tag"),
            passages.told(meeting, "outcome", "row-text"),
            passages.told(meeting, "note", "row-note"),
            *([Block(row(*also, separator=" · "), "row-way")] if also else []),
        ),
        stacked(
            (listed(meeting.places, places), "row-text"),
            (f"host: {listed(meeting.host, actors)}" if meeting.host else "", "row-note"),
            (listed(meeting.present, actors), "row-note"),
            (", ".join(meeting.persons), "row-note"),
        ),
        passages.sourced(meeting),
    ]


def minsk_table(record: Record) -> None:
    """Show the events of the Minsk Group, from its beginning to its end."""
    events = record.events.sort_values(["date_earliest", "id"], kind="stable")
    own = events[events["actors"].map(lambda a: bool({"osce-minsk-group", "osce"} & set(a)))]
    own = own[own["category"].isin(["negotiation", "agreement", "statement", "legal"])]
    rows = [
        tables.RecordRow(e.id, [when(e.date, e.end_date), RowLink(anchor("events", e.id), e.title)])
        for e in own.itertuples()
    ]
    tables.show(
        "tbl-negotiations-minsk",
        f"{counted(len(rows), 'event')} of negotiation, agreement, statement or law in which the "
        f"CSCE, the OSCE or the Minsk Group takes part, from {when(own['date'].iloc[0])} to "
        f"{when(own['date'].iloc[-1])}.",
        ("Date", "Event"),
        rows,
        "Source: the record, table events.",
        "wide",
    )
