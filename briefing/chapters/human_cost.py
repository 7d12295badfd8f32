"""The chapter on the human cost: every published figure with its claimant."""

import pandas as pd
from matplotlib.dates import DateFormatter, YearLocator

from briefing import charts, tables
from briefing.analysis import human_cost as analysis
from briefing.chapters.common import counted, sourced, stacked, text, when, words
from briefing.markup import RowLink
from briefing.record import Record

# Names of peoples and states as they are written; the values of the vocabulary have no capitals.
WHOSE = {
    "azerbaijan": "Azerbaijan",
    "armenia": "Armenia",
    "nk": "Nagorno-Karabakh",
    "armenian-side": "the Armenian side",
    "all-sides": "all sides",
    "russia": "Russia",
    "iran": "Iran",
    "other": "see below",
}


def estimates_table(record: Record) -> None:
    """Show every estimate, grouped by episode."""
    estimates = analysis.ordered(record.estimates, record.episodes)
    enemy = analysis.about_the_enemy(estimates)
    days = dict(zip(record.events["id"], record.events["date"], strict=True))
    titles = dict(zip(record.episodes["id"], record.episodes["title"], strict=True))
    rows: list[list] = []
    current = None
    for estimate, claimed in zip(estimates.itertuples(), enemy, strict=True):
        if estimate.episode != current:
            current = estimate.episode
            rows.append([titles[current]])
        rows.append(_row(estimate, claimed, days))
    tables.show(
        "tbl-human-cost",
        f"{counted(len(estimates), 'published figure')}, grouped by episode. Each is somebody's "
        "claim at its date; none is added to another.",
        ("Figure", "Of what and whom", "Claimant", "Sources"),
        rows,
        "Source: the record, table estimates.",
        "wide cols-estimates",
    )


def _row(estimate, about_enemy: bool, days: dict[str, str]) -> list:
    number = analysis.figure(estimate.value, estimate.low, estimate.high)
    group = "" if estimate.group == "all" else f", {estimate.group}"
    return [
        analysis.with_unit(number, estimate.unit),
        stacked(
            (f"{words(estimate.measure)}{group}; of: {WHOSE[estimate.losses_of]}", "row-title"),
            (text(estimate.scope), "row-text"),
            ("a claim about the other side's losses" if about_enemy else "", "row-note"),
        ),
        stacked(
            (estimate.claimant, "row-text"),
            (when(estimate.as_of) or "day of the claim not known", "row-note"),
            RowLink(f"evt-{estimate.event}", f"event of {when(days[estimate.event])}")
            if text(estimate.event)
            else "",
            (text(estimate.note), "row-note"),
        ),
        sourced(estimate),
    ]


_LOSERS = {
    "Azerbaijan": charts.RED,
    "Armenian side": charts.BLUE,
    "All sides": charts.MUTED,
}
_WHO_CLAIMS = {"own": "o", "other side": "x", "third party": "D"}


def missing_chart(record: Record) -> None:
    """Draw how the numbers of the missing of the war of 2020 were revised."""
    estimates = record.estimates
    counted_apart = estimates["group"] == "civilian"
    told = analysis.revisions(estimates[~counted_apart], "war-2020", "missing")
    figure, (axes,) = charts.figure(3.0)
    axes.set_yscale("log")
    for (loser, whose), own in told.groupby(["loser", "whose"]):
        axes.plot(
            own["day"],
            own["figure"],
            _WHO_CLAIMS[whose],
            ms=4.5,
            mew=1.2,
            color=_LOSERS[loser],
            fillstyle="none" if whose == "third party" else "full",
        )
    for loser, colour in _LOSERS.items():
        own = told[(told["loser"] == loser)]
        if len(own):
            last = own.iloc[-1]
            axes.text(
                last["day"],
                last["figure"] * 1.16,
                loser,
                fontsize=7.5,
                color=colour,
                ha="center",
                va="bottom",
            )
    axes.set_yticks([1, 3, 10, 30, 100, 300], ["1", "3", "10", "30", "100", "300"])
    axes.minorticks_off()
    axes.set_ylim(2, 600)
    axes.set_xlim(pd.Timestamp("2020-10-01"), told["day"].max() + pd.Timedelta(days=420))
    axes.xaxis.set_major_locator(YearLocator())
    axes.xaxis.set_major_formatter(DateFormatter("%Y"))
    axes.set_xlabel("Persons missing. Dot: the side's own count. Diamond: a third party's.")
    ends = {
        loser: own[own["whose"] == "own"]["figure"].iloc[[0, -1]].astype(int).tolist()
        for loser, own in told.groupby("loser")
        if (own["whose"] == "own").sum() > 1
    }
    fell = "; ".join(f"{loser}: from {a:,} to {b:,}" for loser, (a, b) in sorted(ends.items()))
    charts.show(
        figure,
        "fig-human-cost-missing",
        "Each side's last own count of its missing of the war of 2020 lies below its first "
        f"({fell}). "
        "Civilians who are counted apart are left out; “more than” stands as its bound.",
        f"{len(told)} dated figures on a logarithmic axis from late 2020 on. The first and the "
        f"last own count of each side: {fell}. Diamonds are figures of third parties.",
        told,
        "the record, table estimates.",
    )
