"""Published figures drawn as dots, each with its claimant: shared by several chapters."""

import pandas as pd
from matplotlib.lines import Line2D

from briefing import charts
from briefing.chapters.common import when

WHO = {
    "own": ("own side", "o", charts.BLUE),
    "other side": ("the other side", "x", charts.RED),
    "side": ("an author or outlet of a side", "v", charts.GREEN),
    "third party": ("a third party", "D", charts.MUTED),
    "party": ("a party, of all sides", "s", charts.PURPLE),
}
_LABEL = 62  # characters of a claimant and a date that fit above a dot


def dots(told: pd.DataFrame, unit: str, log: bool = True):
    """Draw figures as dots and ranges, a row each, grouped by whose losses they are.

    Parameters
    ----------
    told : pandas.DataFrame
        From `briefing.analysis.human_cost.claims`, in the order of the rows.
    unit : str
        Label of the axis.
    log : bool
        Whether the axis is logarithmic.

    Returns
    -------
    matplotlib.figure.Figure
    """
    groups = list(dict.fromkeys(told["loser"]))
    figure, (axes,) = charts.figure(0.235 * len(told) + 0.3 * len(groups) + 1.05)
    if log:
        axes.set_xscale("log")
    lowest = told["low"].min()
    left = lowest * 0.75 if log else 0
    height = 0.0
    for group in groups:
        height -= 1.0
        axes.text(left, height + 0.25, group, fontsize=8, fontweight="bold", va="center")
        for claim in told[told["loser"] == group].itertuples():
            height -= 1.0
            _dot(axes, claim, height, left)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_ylim(height - 0.6, 0)
    axes.set_xlim(left, told["high"].max() * (1.6 if log else 1.08))
    axes.xaxis.set_major_formatter(lambda x, _: f"{x:,.0f}" if x >= 1 else "")
    axes.minorticks_off()
    axes.set_xlabel(unit)
    handles = [
        Line2D([], [], marker=mark, color=colour, lw=0, ms=4.2, label=f"claimed by {label}")
        for whose, (label, mark, colour) in WHO.items()
        if (told["whose"] == whose).any()
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=2, fontsize=7.4, frameon=False)
    return figure


def _dot(axes, claim, height: float, left: float) -> None:
    _, mark, colour = WHO[claim.whose]
    if claim.low != claim.high:
        axes.plot([claim.low, claim.high], [height - 0.2] * 2, color=colour, lw=1.6)
    ends = [claim.low] if claim.low == claim.high else [claim.low, claim.high]
    axes.plot(ends, [height - 0.2] * len(ends), mark, ms=4.2, mew=1.1, color=colour)
    tail = f", {when(claim.as_of) or 'undated'}: {claim.shown}"
    name = claim.claimant
    if len(name) + len(tail) > _LABEL:
        name = name[: _LABEL - len(tail) - 2].rstrip(" ,(") + " …"
    axes.text(left, height + 0.22, name + tail, fontsize=7.4, color=charts.INK, va="center")


def spread_of(told: pd.DataFrame) -> str:
    """For each loser, the range of own and of third parties' figures, as words."""
    parts = []
    for loser, own in told.groupby("loser", sort=False):
        for whose, rows in own.groupby("whose", sort=False):
            low, high = rows["low"].min(), rows["high"].max()
            shown = f"{low:,.0f}" if low == high else f"{low:,.0f} to {high:,.0f}"
            parts.append(f"{loser}, claimed by {WHO[whose][0]}: {shown}")
    return "; ".join(parts)
