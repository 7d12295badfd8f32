"""Published figures drawn as dots, each with its claimant: shared by several chapters."""

import textwrap

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from briefing import charts
from briefing.analysis import human_cost
from briefing.chapters.common import text, when
from briefing.wording import bracketed

WHO = {
    "own": ("own side", "o", charts.BLUE),
    "other side": ("the other side", "x", charts.RED),
    "own author": ("an author or outlet of that side", "v", charts.GREEN),
    "other author": ("an author or outlet of the other side", "^", charts.GREEN),
    "author": ("an author or outlet of a side", "p", charts.GREEN),
    "third party": ("a third party", "D", charts.MUTED),
    "party": ("a party, of all sides", "s", charts.PURPLE),
}
# Who is counted, where it is not everybody; and where a sentence has both.
_COUNTED = {"military": " military", "civilian": " civilians"}
_KINDS = {"all": " in all", **_COUNTED}
_LABEL = 77  # characters of a line above a dot
_FACTOR = 10  # between the least and the largest figure, from which on an axis is logarithmic
# Inches: a line of a label, from there down to its dot, and from the dot down to the next label.
_LINE, _DOT, _GAP = 0.122, 0.055, 0.1
_HEADING, _ABOVE = 0.2, 0.04  # inches: a heading with what follows it, and the room above it


# Of a figure whose page shows no day.
UNDATED = "day of the claim not known"


def figure_and_scope(estimate) -> tuple[str, str]:
    """A figure as its claimant qualified it, and what it counts, of a row of `estimates`."""
    shown = human_cost.figure(estimate.value, estimate.low, estimate.high)
    return human_cost.qualified(shown, text(estimate.scope))


def dots(told: pd.DataFrame, unit: str) -> Figure:
    """Draw figures as dots and ranges, a track each, grouped by whose losses they are.

    Parameters
    ----------
    told : pandas.DataFrame
        From `briefing.analysis.human_cost.claims`, in the order of the rows.
    unit : str
        Label of the axis.

    Returns
    -------
    matplotlib.figure.Figure
    """
    groups = list(dict.fromkeys(told["loser"]))
    labels = [_label(claim) for claim in told.itertuples()]
    lines = sum(label.count("\n") + 1 for label in labels)
    tall = _LINE * lines + (_DOT + _GAP) * len(told) + (_HEADING + _ABOVE) * len(groups)
    figure, (axes,) = charts.figure(tall + 1.08)
    lowest, highest = told["low"].min(), told["high"].max()
    log = lowest > 0 and highest > _FACTOR * lowest
    left, right = (lowest * 0.75, highest * 1.6) if log else (0, highest * 1.08)
    charts.numbers(axes, left, right, log)
    height = 0.0
    for group in groups:
        height -= _ABOVE
        axes.text(left, height, group, fontsize=8, fontweight="bold", va="top")
        height -= _HEADING
        for claim, label in zip(told.itertuples(), labels, strict=True):
            if claim.loser == group:
                axes.text(left, height, label, fontsize=7.4, color=charts.INK, va="top")
                height -= _LINE * (label.count("\n") + 1) + _DOT
                _dot(axes, claim, height)
                height -= _GAP
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_ylim(height, 0)
    axes.set_xlabel(f"{unit}, logarithmic axis" if log else unit)
    handles = [
        Line2D([], [], marker=mark, color=colour, lw=0, ms=4.2, label=label)
        for whose, (label, mark, colour) in WHO.items()
        if (told["whose"] == whose).any()
    ]
    figure.legend(
        handles=handles, title="Claimed by", loc="outside lower center", ncols=2, fontsize=7,
        title_fontsize=7.4, columnspacing=1.2, handletextpad=0.3, frameon=False,
    )  # fmt: skip
    return figure


def _label(claim) -> str:
    """Who claims it, when, and the figure: broken at words, day and figure kept whole."""
    counted = _COUNTED.get(claim.group, "")
    figure = f"{when(claim.as_of) or 'undated'}: {claim.shown}{counted}"
    figure = figure.replace(" ", "\N{NO-BREAK SPACE}")
    whole = f"{claim.claimant}, {figure}"
    return textwrap.fill(whole, _LABEL, break_on_hyphens=False)


def _dot(axes, claim, height: float) -> None:
    _, mark, colour = WHO[claim.whose]
    axes.axhline(height, color=charts.RULE, lw=0.6, zorder=0)
    if claim.low != claim.high:
        axes.plot([claim.low, claim.high], [height] * 2, color=colour, lw=1.6)
    ends = [claim.low] if claim.low == claim.high else [claim.low, claim.high]
    axes.plot(ends, [height] * len(ends), mark, ms=4.2, mew=1.1, color=colour)


def spread_of(told: pd.DataFrame) -> str:
    """For each loser, what each kind of claimant says of it, as words.

    A side's own figures are a range, with how many they are; those of others are told one by one
    with who claims them and whose they are, as the chart has them.
    """
    parts = []
    mixed = told["group"].nunique() > 1
    for loser, own in told.groupby("loser", sort=False):
        for whose, rows in own.groupby("whose", sort=False):
            if whose != "own":
                parts.append(f"{loser}, claimed by {WHO[whose][0]}: {_one_by_one(rows, mixed)}")
                continue
            # Soldiers and all of the dead are no ends of one range.
            kinds = rows["group"].unique()
            said = _KINDS if len(kinds) > 1 else _COUNTED if mixed else {}
            told_apart = " and ".join(
                spread(rows[rows["group"] == kind]) + said.get(kind, "") for kind in kinds
            )
            many = f", {len(rows)} figures" if len(rows) > 1 else ""
            parts.append(f"{loser}, claimed by {WHO[whose][0]}{many}: {told_apart}")
    return "; ".join(parts)


def _one_by_one(rows: pd.DataFrame, mixed: bool) -> str:
    """Figures of others than the side itself, each with its claimant."""
    said = _COUNTED if mixed else {}
    return ", ".join(
        f"{claim.shown}{said.get(claim.group, '')} {bracketed(claim.claimant)}"
        for claim in rows.itertuples()
    )


_BOUNDS = ("at least ", "up to ")


def spread(rows: pd.DataFrame) -> str:
    """The least and the largest figure as words; where one is a bound, with who says it and when.

    Parameters
    ----------
    rows : pandas.DataFrame
        From `briefing.analysis.human_cost.claims`.

    Returns
    -------
    str
        ``5,000 to 7,646``, or ``at least 4,000 (a president, May 2020) to 7,646 (a data set,
        2025)``.
    """
    least, most = rows.loc[rows["low"].idxmin()], rows.loc[rows["high"].idxmax()]
    if least["low"] == most["high"]:
        return " and ".join(dict.fromkeys(rows["shown"]))
    ends = [(least, f"{least['low']:,.0f}"), (most, f"{most['high']:,.0f}")]
    if not any(claim["shown"].startswith(_BOUNDS) for claim, _ in ends):
        return " to ".join(number for _, number in ends)
    # A bound and an estimate are no ends of one range.
    return " to ".join(
        f"{_said(claim, number)} {bracketed(claim['claimant'], when(claim['as_of']) or 'undated')}"
        for claim, number in ends
    )


def _said(claim: pd.Series, number: str) -> str:
    """A figure as its table has it: a bound with its words."""
    return claim["shown"] if claim["shown"].startswith(_BOUNDS) else number
