"""The pictures of the brief: the phases on a strip with marked texts, and maps of three days."""

import textwrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from briefing import charts, dates, geo, maps
from briefing.analysis.phases import WARS, whole
from briefing.chapters import territory
from briefing.record import Record

_WIDTH = 7.25  # inches, between the margins of the sheet
_SIZE = 7.5  # points
# Texts marked below the strip, with their short names; how far down each label stands, and
# which end of it the mark is.
MARKED = (
    ("1994-05-12-ceasefire", "ceasefire", 0, "left"),
    ("2016-04-05-moscow", "ceasefire", 0, "right"),
    ("2020-11-10-trilateral", "statement of Azerbaijan, Armenia and Russia", 1, "right"),
    ("2023-09-20-ceasefire", "ceasefire", 2, "right"),
    ("2025-08-08-peace-agreement", "agreement of the two states initialled", 3, "right"),
)
_BANDS = ("#dbe4ec", "#c3d2df")
_WAR = "#8a8a8a"
# Days of the maps: three of the book's five.
MAPS = tuple(territory.DATES[place][0] for place in (1, 3, 4))


def phases(record: Record) -> pd.DataFrame:
    """The phases that the strip shows, numbered in their order; the last is open."""
    own = whole(record.phases)
    return own[own["id"] != "background"].reset_index(drop=True)


def strip(record: Record) -> str:
    """Draw the phases by number on one axis of time, and mark what was agreed.

    Parameters
    ----------
    record : Record

    Returns
    -------
    str
        SVG.
    """
    drawn, [axes] = _sheet_wide(1.25)
    until = record.events["date_latest"].max()
    shown = phases(record)
    for number, phase in enumerate(shown.itertuples(), start=1):
        end = until if pd.isna(phase.end_latest) else phase.end_latest
        war = phase.id in WARS
        colour = _WAR if war else _BANDS[number % 2]
        axes.axvspan(phase.start_earliest, end, 0.66, 1, color=colour, lw=0)
        middle = phase.start_earliest + (end - phase.start_earliest) / 2
        axes.text(middle, 0.83, str(number), ha="center", va="center", fontsize=_SIZE + 1)
    for marked in MARKED:
        _mark(axes, record, *marked)
    axes.set_xlim(shown["start_earliest"].iloc[0], until)
    axes.set_ylim(0, 1)
    axes.set_yticks([])
    axes.xaxis.tick_top()
    charts.years(axes, every=4)
    axes.tick_params(axis="x", labelsize=_SIZE)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    return charts.svg(drawn)


def _mark(axes: Axes, record: Record, agreement: str, name: str, level: int, end: str) -> None:
    """Mark the day on which a text took effect, or else was signed."""
    known, since = _known(record, agreement)
    day, foot = known[f"{since}_earliest"], 0.47 - 0.15 * level
    axes.plot([day, day], [foot, 0.66], color=charts.INK, lw=0.7)
    axes.plot([day], [0.64], "v", ms=3.5, color=charts.INK)
    told = day_of(record, agreement)
    aside = pd.Timedelta(days=60) * (1 if end == "left" else -1)
    axes.text(day + aside, foot, f"{told}: {name}", fontsize=_SIZE, ha=end, va="center")


def day_of(record: Record, agreement: str) -> str:
    """The day at which a text is marked, as a reader says it."""
    known, since = _known(record, agreement)
    return dates.spoken(str(known[since])[: len("2020-11-10")])


def _known(record: Record, agreement: str) -> tuple[pd.Series, str]:
    """What is known of a text, and the column of its day."""
    known = record.agreements.set_index("id").loc[agreement]
    return known, "date_signed" if pd.isna(known["in_force_from"]) else "in_force_from"


def three_maps(record: Record) -> str:
    """Draw the book's schematic maps of three days side by side, with one key beside them.

    Parameters
    ----------
    record : Record

    Returns
    -------
    str
        SVG.
    """
    drawn, [*panels, aside] = _sheet_wide(2.05, len(MAPS) + 1)
    shapes = geo.shapes(record.data_dir)
    by_day = {day: (shaded, lines) for day, shaded, lines in territory.DATES}
    for axes, day in zip(panels, MAPS, strict=True):
        territory.draw(axes, shapes, *by_day[day])
        axes.set_title(dates.spoken(day), fontsize=_SIZE + 1, loc="left", pad=3)
    orientation = territory.named(record, territory.DATES[0][0])
    territory.label(panels[0], record, orientation, size=6.2)
    aside.set_axis_off()
    handles = territory.key()
    for handle in handles:
        handle.set_label(textwrap.fill(handle.get_label(), 22))
    key = aside.legend(handles=handles, loc="center left", fontsize=_SIZE, frameon=False)
    # Otherwise the layout gives the key the room that the maps need.
    key.set_in_layout(False)
    return charts.svg(drawn)


def notice() -> str:
    """What stands with every map."""
    return maps.NOTICE.format(date="the date above each map")


def _sheet_wide(height: float, columns: int = 1) -> tuple[Figure, list[Axes]]:
    """A figure in the style of the book, as wide as the sheet."""
    drawn, axes = charts.figure(height, columns=columns)
    drawn.set_size_inches(_WIDTH, height)
    return drawn, axes
