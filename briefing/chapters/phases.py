"""The chapter on the phases of the fighting."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from briefing import charts, tables
from briefing.analysis import phases as analysis
from briefing.chapters.common import cite, counted, stacked, text, when
from briefing.markup import Cite
from briefing.record import Record
from briefing.wording import series, spelt, within

UCDP = Cite(("ucdp-2025-organized-violence", "ucdp-2013-georeferenced-event-dataset"))
ACD = Cite(("ucdp-2002-armed-conflict-dataset",))


def phases_table(record: Record) -> None:
    """Show the phases, who draws their edges, and where others draw them."""
    phases = record.phases
    spread = analysis.spread(analysis.with_phase(record.events, phases), phases).set_index("id")
    rows = []
    for phase in analysis.whole(phases).itertuples():
        count = spread.loc[phase.id]
        rows.append(
            [
                stacked((when(phase.start), "row-text"), (_until(phase.end), "row-text")),
                stacked(
                    (phase.title, "row-title"),
                    (other_names(phase), "row-note"),
                    (phase.summary, "row-text"),
                ),
                stacked((phase.drawn_by, "row-text"), (text(phase.other_edges), "row-note")),
                stacked(
                    (counted(int(count["events"]), "event"), "row-text"),
                    (f"{count['combat']} of combat or control", "row-note"),
                ),
                cite(phase.sources),
            ]
        )
    tables.show(
        "tbl-phases",
        "The phases: their days, why the line is drawn there, and other lines.",
        ("Days", "Phase", "Drawn by, and other edges", "In the record", "Sources"),
        rows,
        "Source: the record, tables phases and events. How many events a phase holds says how "
        "closely it was researched.",
        "wide cols-phases",
    )


def since_1988(record: Record) -> list[str]:
    """Titles of the whole phases in time order, without what came before the dispute of 1988."""
    whole = analysis.whole(record.phases)
    return list(whole.loc[whole["start_earliest"] >= "1988", "title"])


def spoken(titles: list[str]) -> str:
    """Titles within a sentence."""
    return "; ".join(map(within, titles))


def other_names(phase) -> str:
    """By what other names a phase goes, as a sentence; blank where it has none."""
    return f"Also called: {'; '.join(phase.alt_names)}." if phase.alt_names else ""


def _until(end: object) -> str:
    return f"to {when(end)}" if pd.notna(end) else "and since"


def _thresholds(axes: Axes) -> None:
    """Draw UCDP's lines of deaths a year for a war and for a conflict."""
    axes.axhline(1000, color=charts.RULE, lw=0.8)
    axes.axhline(25, color=charts.RULE, lw=0.8)
    axes.text(2003.5, 1080, "1,000: war", fontsize=7, color=charts.MUTED, va="bottom", ha="center")
    axes.text(2003.5, 27, "25: conflict", fontsize=7, color=charts.MUTED, va="bottom", ha="center")


def _not_covered(axes: Axes) -> None:
    """Hatch the years that the series does not cover."""
    axes.axvspan(1989, 1991, facecolor="none", edgecolor=charts.GREY, hatch="////", lw=0)
    axes.text(
        1990,
        0.5,
        "not covered",
        fontsize=7,
        color=charts.MUTED,
        rotation=90,
        ha="center",
        va="bottom",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
    )


def _deaths(known: pd.DataFrame, phases: pd.DataFrame) -> Figure:
    """Draw best estimates with their ranges, the thresholds and the edges of phases."""
    years = known["year"].to_numpy(dtype=float) + 0.5  # a year's deaths stand at its middle
    best, low, high = (known[c].to_numpy(dtype=float) for c in ("best", "low", "high"))
    figure, (axes,) = charts.figure(3.4)
    charts.deaths(axes)
    _phase_edges(axes, phases)
    _thresholds(axes)
    axes.vlines(years, low, high, color=charts.BLUE, lw=1.1, alpha=0.6)
    axes.plot(years, best, "o", ms=3.6, mew=0, color=charts.BLUE)
    _not_covered(axes)
    axes.set_xlim(1988.7, years.max() + 1.3)
    axes.set_xticks(range(1990, int(years.max()) + 2, 5))
    axes.set_title(
        "State-based battle-related deaths a year; logarithmic above 10",
        loc="left",
        fontsize=7.4,
        pad=6,
    )
    return figure


def deaths_chart(record: Record) -> None:
    """Draw the deaths of each year by UCDP over the phases."""
    table = analysis.yearly_deaths(record.ucdp_deaths_by_year, record.ucdp_conflict_years)
    known = table.dropna(subset=["best"])
    figure = _deaths(known, record.phases)
    peak = known.loc[known["best"].idxmax()]
    total = int(known.loc[known["year"].between(1992, 1994), "best"].sum())
    between = series(analysis.years_between(table, 100, 1000))
    uncovered = [str(year) for year in table.loc[table["best"].isna(), "year"]]
    charts.show(
        figure,
        "fig-phases-deaths",
        f"Two wars stand out from years of low violence: UCDP documents {int(peak['best']):,} "
        f"deaths in {int(peak['year'])} and {total:,} in 1992–94 together. Dots: best estimate; "
        "bars: low to high; dotted lines: edges of phases.",
        f"Deaths per year from {known['year'].min()} to {known['year'].max()} on a logarithmic "
        f"axis. They pass 1,000 a year in {series(analysis.years_between(table, 1000))}, lie "
        f"between 100 and 1,000 in {between} and under 100 in every other year. Not covered: "
        f"{series(uncovered)}.",
        table,
        UCDP,
    )


def _phase_edges(axes, phases: pd.DataFrame) -> None:
    for edge in analysis.whole(phases)["start_earliest"]:
        year = edge.year + (edge.day_of_year - 1) / 366
        if year > 1989:
            axes.axvline(year, color=charts.MUTED, lw=0.6, ls=":")


def breaks(record: Record) -> dict[int, list[int]]:
    """First years of new levels of yearly deaths, for one to six changes of level."""
    known = analysis.yearly_deaths(record.ucdp_deaths_by_year, record.ucdp_conflict_years)
    known = known.dropna(subset=["best"])
    return {n: analysis.change_points(known["year"], known["best"], n) for n in range(1, 7)}


def lasting_breaks(record: Record) -> str:
    """From how many changes on which years stand in all rows of the breaks, as a sentence."""
    found = breaks(record)
    most = max(found)
    since = {
        year: next(first for first in found if all(year in found[n] for n in found if n >= first))
        for year in found[most]
    }
    lasting: dict[int, list[str]] = {}
    for year, first in since.items():
        lasting.setdefault(first, []).append(str(year))
    parts = [
        f"{series(years)} "
        + ("in every row" if first == min(found) else f"from {spelt(first)} changes on")
        for first, years in sorted(lasting.items())
        if first < most
    ]
    return f"The table has {'; '.join(parts)}." if parts else ""


def breaks_table(record: Record) -> None:
    """Show where the level of yearly deaths changes, for one to six changes."""
    starts = analysis.whole(record.phases)["start_earliest"]
    near = {year for start in starts for year in (start.year, start.year + 1)}
    rows = [
        [str(number), ", ".join(map(str, years)), ", ".join(str(y) for y in years if y in near)]
        for number, years in breaks(record).items()
    ]
    tables.show(
        "tbl-phases-breaks",
        "Years in which the level of yearly deaths changes, if it changes once, twice, and so "
        "on; and at which of them a phase of this briefing begins, in that year or the one before.",
        ("Changes", "First year of a new level", "A phase begins"),
        rows,
        UCDP,
        "counts",
    )


def intensity_table(record: Record) -> None:
    """Show the conflict-years of UCDP/PRIO with their intensity."""
    rows = [
        [
            str(y.year),
            y.location,
            f"{_side(y.side_a, y.side_a_2nd)} – {_side(y.side_b, y.side_b_2nd)}",
            "war" if y.intensity_level == 2 else "minor",
        ]
        for y in record.ucdp_conflict_years.sort_values(["year", "conflict_id"]).itertuples()
    ]
    tables.show(
        "tbl-phases-intensity",
        f"{counted(len(rows), 'conflict-year')} in the UCDP/PRIO Armed Conflict Dataset v25.1. "
        "The names are the dataset’s.",
        ("Year", "Location", "Sides", "Intensity"),
        rows,
        ACD,
    )


def _side(first: str, second: object) -> str:
    return f"{first}, with {second}" if text(second) else first


def deaths_table(record: Record) -> None:
    """Show the deaths of every year by UCDP, with their range and status."""
    rows = [
        [
            str(y.year),
            *(_count(v) for v in (y.best, y.low, y.high, y.parties, y.civilians, y.unknown)),
        ]
        for y in record.ucdp_deaths_by_year.itertuples()
    ]
    tables.show(
        "tbl-phases-deaths",
        "State-based battle-related deaths by year, UCDP v25.1. A dash is a year that is not "
        "covered, never a zero.",
        ("Year", "Best", "Low", "High", "Combatants", "Civilians", "Unknown"),
        rows,
        UCDP,
        "wide figures",
    )


def _count(value: object) -> str:
    return "–" if pd.isna(value) else f"{value:,}"
