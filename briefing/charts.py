"""Charts as exhibits: deterministic SVG with caption, alt text, source and data."""

import io
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import matplotlib
import pandas as pd
from IPython.display import display
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.dates import DateFormatter, YearLocator
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.patheffects import withStroke
from matplotlib.textpath import text_to_path
from matplotlib.ticker import MaxNLocator

from briefing.digests import KEY
from briefing.markup import Data, Piece, Text, piece, row

WIDTH = 4.6  # inches: at 360 px of screen a point is then about a pixel
TEXT = 8.5  # points
INK, MUTED, RULE = "#1b1b1b", "#5a5a5a", "#d0d0d0"
BAND = "#e6e6e6"  # behind what is drawn: a war

# Paul Tol's "bright" and "light" schemes, safe for the colour-blind. No side owns
# a colour, and none has that of what ended or failed (red) or of what was done (green).
BLUE, RED, GREEN, YELLOW, PURPLE, GREY = (
    "#4477aa",
    "#cc5566",
    "#228833",
    "#b8860b",
    "#aa3377",
    "#8a8a8a",
)

# White round the letters of a label that lines may cross.
HALO = (withStroke(linewidth=1.8, foreground="white"),)

_STYLE = {
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.labelsize": TEXT,
    "axes.linewidth": 0.6,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.axisbelow": True,
    "figure.dpi": 100,
    "figure.facecolor": "white",
    "font.family": "DejaVu Sans",
    "font.size": TEXT,
    "grid.color": RULE,
    "grid.linewidth": 0.5,
    "svg.fonttype": "path",
    "svg.hashsalt": "karabakh-briefing",
    "text.color": INK,
    "xtick.color": MUTED,
    "xtick.labelcolor": INK,
    "xtick.labelsize": TEXT,
    "xtick.major.width": 0.6,
    "ytick.color": MUTED,
    "ytick.labelcolor": INK,
    "ytick.labelsize": TEXT,
    "ytick.major.width": 0.6,
}
# The cuts of the charts' family that matplotlib carries.
_CUTS = ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSans-BoldOblique")
_FEWEST_MARKS, _MOST_MARKS = 3, 5  # labelled, on a logarithmic axis
_COMMENT = re.compile(r"<!--.*?-->\s*", re.DOTALL)


def _know_own_cuts_alone() -> None:
    """Let the charts' family be found where matplotlib carries it, and nowhere else.

    A system may hold another edition of it, whose glyphs are numbered otherwise: which of the two
    is found differs by machine, and is in the bytes of every chart.
    """
    family = _STYLE["font.family"]
    fontManager.ttflist = [known for known in fontManager.ttflist if known.name != family]
    for cut in _CUTS:
        fontManager.addfont(Path(matplotlib.get_data_path(), "fonts", "ttf", f"{cut}.ttf"))


def _forget_what_readers_set() -> None:
    """Draw from matplotlib's defaults, whatever a file or a start-up of the reader sets.

    What is drawn lies between `figure` and `svg`, where the style of the book is not in force; the
    backend stays the one that shows a notebook's own figures.
    """
    matplotlib.rcdefaults()
    # It leaves the time zone too, by which years are marked.
    matplotlib.rcParams["timezone"] = matplotlib.rcParamsDefault["timezone"]


_know_own_cuts_alone()
_forget_what_readers_set()


class Styles(dict):
    """How a chart draws each value of a column, which says so when it does not know one.

    Parameters
    ----------
    where : str
        Name of the styles and their module, as an editor finds them.
    styles : dict
        Style by value.

    Raises
    ------
    LookupError
        When a value is looked up that has no style, with the place where to add it.
    """

    def __init__(self, where: str, styles: dict) -> None:
        super().__init__(styles)
        self.where = where

    def __missing__(self, value: str) -> object:
        known = ", ".join(map(str, self))
        raise LookupError(
            f"no style for “{value}” (known: {known}): add one to {self.where}, with a colour or "
            "mark that no other value has"
        )


@dataclass(frozen=True)
class Chart:
    """A drawn figure with what the page needs to carry it.

    Attributes
    ----------
    svg : str
        The picture.
    name : str
        Label for cross references, ``fig-...``; also the name of its data file.
    caption, source : Piece or str
        What it shows, and where the figures come from.
    alt : str
        What the picture shows, for those who do not see it.
    data : pandas.DataFrame
        Exactly what is drawn.
    """

    svg: str
    name: str
    caption: Piece | str
    alt: str
    data: pd.DataFrame
    source: Piece | str

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict, dict]:
        caption = row(self.caption, Text("Source:"), self.source, Data(self.name))
        page = {
            "figure": {"caption": caption.myst(), "name": self.name},
            "image": {"alt": self.alt, "classes": "exhibit-chart"},
        }
        bundle = {
            "image/svg+xml": self.svg,
            "text/plain": f"{piece(self.caption).plain()} ({len(self.data)} points)",
            "text/csv": self.data.to_csv(index=False, lineterminator="\n"),
        }
        return bundle, {KEY: page}


def years(axes: Axes, every: int = 1) -> None:
    """Mark whole years on an axis of dates.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        With dates on its x axis.
    every : int
        Years from mark to mark.
    """
    axes.xaxis.set_major_locator(YearLocator(every))
    axes.xaxis.set_major_formatter(DateFormatter("%Y"))


def deaths(axes: Axes) -> None:
    """Make the y axis one of deaths a year by UCDP: from none to a war, alike in every chapter."""
    axes.set_yscale("symlog", linthresh=10, linscale=0.6)
    axes.set_yticks([0, 10, 100, 1000, 10000], ["0", "10", "100", "1,000", "10,000"])
    axes.minorticks_off()
    axes.set_ylim(0, 13000)


def numbers(axes: Axes, low: float, high: float, log: bool = False) -> None:
    """Fix an x axis of numbers, with three to seven labelled marks.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    low, high : float
        Its ends.
    log : bool
        Whether it is logarithmic.
    """
    if log:
        axes.set_xscale("log")
    marks = marks_between(low, high, log)
    axes.set_xlim(low, high)
    axes.set_xticks(marks, [f"{mark:,.10g}" for mark in marks])
    axes.minorticks_off()


def marks_between(low: float, high: float, log: bool = False) -> list[float]:
    """Round numbers within a range, three to seven of them.

    Parameters
    ----------
    low, high : float
        Ends of the range; above zero if `log`.
    log : bool
        Whether they should lie apart by factors rather than by steps.

    Returns
    -------
    list of float
    """
    if log:
        decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
        for leading in ((1, 2, 5), (1, 3), (1,)):
            found = [d * 10.0**decade for decade in decades for d in leading]
            found = [mark for mark in found if low <= mark <= high]
            if len(found) <= _MOST_MARKS:
                break
        if len(found) >= _FEWEST_MARKS:
            return found[:: math.ceil(len(found) / _MOST_MARKS)]
    even = MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    return [float(mark) for mark in even if low <= mark <= high]


def beside(axes: Axes, heights: Sequence[float], labels: Sequence[str], size: float) -> None:
    """Name the rows of a chart to its left, each name beginning at the same place.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    heights : sequence of float
        Where each row stands.
    labels : sequence of str
    size : float
        Of the letters, in points.
    """
    font = FontProperties(size=size)
    widths = [text_to_path.get_text_width_height_descent(each, font, False)[0] for each in labels]
    axes.set_yticks(heights, labels, ha="left")
    axes.tick_params(axis="y", length=0, labelsize=size, pad=max(widths) + 3)


def accounts_differ(axes: Axes, x: pd.Series, y: pd.Series, contested: pd.Series) -> list[Artist]:
    """Draw events as marks that tell by shape on which of them the accounts differ.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    x, y : pandas.Series
        Where each event stands.
    contested : pandas.Series of bool
        Whether the accounts of it differ; a blank is no.

    Returns
    -------
    list of matplotlib.artist.Artist
        Handles for the legend.
    """
    differ = contested.fillna(False).astype(bool)
    [one] = axes.plot(
        x[~differ], y[~differ], "o", ms=3.6, mew=0.9, mfc="white", color=BLUE, label="other events"
    )
    [other] = axes.plot(
        x[differ], y[differ], "D", ms=3.4, mew=0, color=RED, label="accounts differ"
    )
    return [other, one]


def figure(
    height: float, rows: int = 1, columns: int = 1, **layout: object
) -> tuple[Figure, list[Axes]]:
    """A figure in the one style of the book.

    Parameters
    ----------
    height : float
        Height in inches; the width is always `WIDTH`.
    rows, columns : int
        Number of panels, one below and one beside the other.
    **layout
        Passed to `matplotlib.figure.Figure.subplots`.

    Returns
    -------
    matplotlib.figure.Figure
    list of matplotlib.axes.Axes
        Row by row.
    """
    with matplotlib.rc_context(_STYLE):
        drawn = Figure(figsize=(WIDTH, height), layout="constrained")
        FigureCanvasSVG(drawn)
        axes = drawn.subplots(rows, columns, squeeze=False, **layout)
    return drawn, list(axes.flat)


def svg(drawn: Figure) -> str:
    """The figure as SVG that is the same on every run and machine.

    Raises
    ------
    ValueError
        If the legend is wider than the figure, where it would be cut.
    """
    text = io.StringIO()
    with matplotlib.rc_context(_STYLE):
        drawn.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
        for legend in drawn.legends:
            box = legend.get_window_extent()
            if box.x0 < drawn.bbox.x0 or box.x1 > drawn.bbox.x1:
                message = "shorten its labels or give it fewer columns"
                raise ValueError(f"the legend of a chart is wider than the chart: {message}")
    return _COMMENT.sub("", text.getvalue())


def show(
    drawn: Figure,
    name: str,
    caption: Piece | str,
    alt: str,
    data: pd.DataFrame,
    source: Piece | str,
) -> None:
    """Display a chart in a notebook.

    Parameters
    ----------
    drawn : matplotlib.figure.Figure
        The figure, from `figure`.
    name, caption, alt, data, source
        As in `Chart`.
    """
    display(Chart(svg(drawn), name, caption, alt, data, source))
