"""How each side revised its count of its missing of the war of 2020."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from briefing import charts
from briefing.analysis import human_cost as analysis
from briefing.chapters import estimates
from briefing.chapters.common import when
from briefing.record import Record
from briefing.wording import bracketed

_TOGETHER = "All sides"
_LOSERS = {
    "Azerbaijan": charts.YELLOW,
    "Armenian side": charts.BLUE,
    _TOGETHER: charts.MUTED,
    "Others": charts.GREEN,
}
_LINES = {"all": "-", "military": "--"}
_COUNTED = {"all": "all", "military": "soldiers"}


def _fell(own: pd.DataFrame) -> str:
    """From which figure to which each side’s own counts went, like with like."""
    parts: dict[str, list[str]] = {}
    for (loser, group), counts in own.groupby(["loser", "group"]):
        first, last = counts["shown"].iloc[[0, -1]]
        if len(counts) > 1:
            parts.setdefault(loser, []).append(f"{_COUNTED[group]} from {first} to {last}")
    return "; ".join(f"{loser}: {', '.join(said)}" for loser, said in sorted(parts.items()))


def _name_losers(axes: Axes, told: pd.DataFrame) -> None:
    """Name whose losses the marks are, beside the last of them."""
    for loser, colour in _LOSERS.items():
        theirs = told[told["loser"] == loser]
        own = theirs[theirs["whose"] == "own"]
        if len(theirs):
            # Beside the end of a side's own line, or above the last that third parties say.
            last, away, side = (
                (own.iloc[-1], (5, 0), "left") if len(own) else (theirs.iloc[-1], (0, 8), "center")
            )
            axes.annotate(
                loser,
                (last["day"], last["figure"]),
                away,
                textcoords="offset points",
                fontsize=7.5,
                color=colour,
                ha=side,
                va="center",
            )


def _counts_of_missing(told: pd.DataFrame) -> Figure:
    """Draw the lines of the sides’ own counts and the marks of third parties."""
    figure, (axes,) = charts.figure(3.0)
    for (loser, whose, group), own in told.groupby(["loser", "whose", "group"]):
        axes.plot(
            own["day"],
            own["figure"],
            "s" if loser == _TOGETHER else estimates.WHO[whose][1],
            # A side's own counts of one kind hang together, told apart without colour.
            ls=_LINES.get(group, "none") if whose == "own" else "none",
            lw=0.7,
            ms=4.5,
            mew=1.2,
            color=_LOSERS[loser],
            fillstyle="none" if whose == "third party" else "full",
        )
    _name_losers(axes, told)
    _numbers(axes, told["figure"])
    axes.set_xlim(pd.Timestamp("2020-10-01"), told["day"].max() + pd.Timedelta(days=420))
    charts.years(axes)
    axes.set_ylabel("persons missing, logarithmic axis")
    apart = told[(told["whose"] == "third party") & (told["loser"] != _TOGETHER)]["loser"]
    of = " or the ".join(dict.fromkeys(apart))
    axes.set_xlabel(
        f"Dot: the side’s own count. Square: a third party’s of all.\nDiamond: a third party’s of "
        f"the {of}.\nLine: of all missing. Dashed: of soldiers."
    )
    return figure


def _numbers(axes: Axes, figures: pd.Series) -> None:
    """Make the y axis a logarithmic one that holds all of the figures."""
    axes.set_yscale("log")
    least, most = figures.min() * 0.6, figures.max() * 1.8
    marks = charts.marks_between(least, most, log=True)
    axes.set_yticks(marks, [f"{mark:,.0f}" for mark in marks])
    axes.minorticks_off()
    axes.set_ylim(least, most)


def _of_third_parties(told: pd.DataFrame) -> str:
    third = told[told["whose"] == "third party"]
    return "; ".join(
        f"{claim.loser}, {claim.figure:,.0f} {bracketed(claim.claimant, when(claim.as_of))}"
        for claim in third.itertuples()
    )


def missing_chart(record: Record) -> None:
    """Draw how the numbers of the missing of the war of 2020 were revised."""
    counted_apart = record.estimates["group"] == "civilian"
    told = analysis.revisions(record.estimates[~counted_apart], "war-2020", "missing")
    figure = _counts_of_missing(told)
    fell = _fell(told[told["whose"] == "own"])
    charts.show(
        figure,
        "fig-captives-missing-2020",
        f"How each side revised its own count of its missing of the war of 2020 ({fell}). "
        "Left out are civilians who are counted apart, counts of all who were ever listed as "
        "missing, and counts that take in the time after the war; “more than” stands as its bound.",
        f"{len(told)} dated figures on a logarithmic axis from late 2020 on. The first and the "
        f"last own count of each side: {fell}. A line joins a side’s own counts of all, a dashed "
        "one those of soldiers. Figures of third parties, diamonds of one side and squares of all: "
        f"{_of_third_parties(told)}.",
        told,
        "the record, table estimates.",
    )
