"""The whole conflict in one picture: deaths, truces, control, meetings on one axis of time."""

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes

from briefing import charts
from briefing.analysis import negotiations, overview, phases
from briefing.chapters import territory
from briefing.chapters.common import counted
from briefing.chapters.negotiations import meetings
from briefing.chapters.phases import UCDP
from briefing.chapters.truces import last_day
from briefing.markup import row
from briefing.record import Record

_FIRST = pd.Timestamp("1988-01-01")
_WAR_DEATHS = 1000  # a year, by which UCDP tells a war
_SHORT = pd.Timedelta(days=60)  # a shorter line would not be seen on an axis of decades


def chart(record: Record) -> None:
    """Draw the four panels."""
    last = last_day(record)
    figure, (top, second, third, bottom) = charts.figure(
        5.2, rows=4, sharex=True, gridspec_kw={"height_ratios": [3, 1.5, 2.2, 1.6]}
    )
    for axes in (top, second, third, bottom):
        _wars(axes, record.phases)
    data = [
        _deaths(top, record),
        _truces(second, record, last),
        _control(third, record),
        _meetings(bottom, record, last),
    ]
    bottom.set_xlim(_FIRST, last)
    charts.years(bottom, 5)
    told = pd.concat(data, ignore_index=True)
    spells = int((told["panel"] == "truces").sum())
    best = data[0][data[0]["series"] == "best"]
    heavy = best.loc[best["value"] >= _WAR_DEATHS, "start"].astype(str)
    most = int(data[3]["value"].max())
    charts.show(
        figure,
        "fig-overview",
        f"The conflict on one axis of time: deaths that UCDP documents a year (dots, with their "
        f"range); {counted(spells, 'spell')} of truce, April 2016 taken as an end; who held "
        f"{len(territory.AREAS)} towns and "
        "districts, the de facto authorities counted with Armenian forces, also after 2020, when "
        "Russian peacekeepers were deployed; meetings of leaders and foreign ministers a year. "
        "Grey bands: the wars of 1992–94 and 2020. The towns and districts are those of the "
        "chapter Territory; a district stands for its main town until it was handed over. The "
        "panels stand together for reading; none explains another.",
        f"Four panels from 1988 to the last day of the record. Deaths a year pass {_WAR_DEATHS:,} "
        f"in {', '.join(heavy)}. Truces: short ones around both wars, and a long line between "
        f"them. Control: {_held(record)}. Meetings of leaders and foreign ministers: at most "
        f"{most} a year.",
        told,
        row("the record, tables truce_spells, control_changes and meetings; UCDP", UCDP),
    )


def _held(record: Record) -> str:
    """How many areas Armenian forces held when, in words."""
    told = territory.spans(record)
    own = told[told["holder"].map(lambda h: territory.HOLDERS[h][0]) == "Armenian forces"]
    then, later = (
        int(own["start"].le(day).mul(own["end"].gt(day)).sum())
        for day in (pd.Timestamp("1994-05-12"), pd.Timestamp("2020-12-01"))
    )
    return (
        f"Armenian forces hold none of {told['area'].nunique()} areas before "
        f"{own['start'].min().year}, {then} from May 1994 to autumn 2020, {later} on 1 December "
        f"2020 and none after {own['end'].max().year}; Azerbaijan, or before it the Soviet Union, "
        "the others"
    )


def _wars(axes: Axes, table: pd.DataFrame) -> None:
    for phase in table[table["id"].isin(phases.WARS)].itertuples():
        axes.axvspan(phase.start_earliest, phase.end_latest, color=charts.BAND, lw=0)


def _heading(axes: Axes, words: str) -> None:
    axes.set_title(words, loc="left", fontsize=charts.TEXT, pad=3)


def _deaths(axes: Axes, record: Record) -> pd.DataFrame:
    table = phases.yearly_deaths(record.ucdp_deaths_by_year, record.ucdp_conflict_years)
    known = table.dropna(subset=["best"])
    middle = pd.to_datetime(known["year"].astype(int).astype(str) + "-07-01")
    best, low, high = (known[c].to_numpy(dtype=float) for c in ("best", "low", "high"))
    charts.deaths(axes)
    axes.vlines(middle, low, high, color=charts.INK, lw=1, alpha=0.5)
    axes.plot(middle, best, "o", ms=3.2, mew=0, color=charts.INK, clip_on=False)
    _heading(axes, "Deaths in battle a year (UCDP; log. above 10; 1988–90 not covered)")
    told = known.melt("year", ["low", "best", "high"], "series", "value")
    return told.assign(panel="deaths", start=told["year"].astype(int)).drop(columns="year")


def _truces(axes: Axes, record: Record, last: pd.Timestamp) -> pd.DataFrame:
    table = record.truce_spells
    own = table[table["reading"].isna() | (table["reading"] == "two-spells")]
    own = own.sort_values(["start_earliest", "id"], kind="stable")
    begins, ends = own["start_earliest"], own["end_to_latest"].fillna(last)
    drawn = ends.where(ends - begins > _SHORT, begins + _SHORT)
    lanes = overview.lanes(begins, drawn, _SHORT)
    widths = [mdates.date2num(e) - mdates.date2num(b) for b, e in zip(begins, drawn, strict=True)]
    axes.barh([-lane for lane in lanes], widths, left=begins, height=0.6, color=charts.GREEN, lw=0)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_ylim(-max(lanes) - 0.7, 0.7)
    _heading(axes, "Truces, from taking effect to their end")
    return pd.DataFrame(
        {
            "panel": "truces",
            "series": own["title"],
            "start": own["start"],
            "end": own["end_to"],
        }
    )


def _control(axes: Axes, record: Record) -> pd.DataFrame:
    told = territory.spans(record)
    told = told.assign(holder=told["holder"].map(lambda h: territory.HOLDERS[h][0]))
    counts = overview.held(told)
    colours = dict(territory.HOLDERS.values())
    order = [holder for holder in colours if holder in counts]
    axes.stackplot(
        counts.index,
        *(counts[h] for h in order),
        colors=[colours[h] for h in order],
        step="post",
        lw=0,
    )
    axes.set_ylim(0, len(territory.AREAS))
    axes.set_yticks([0, len(territory.AREAS)])
    _heading(axes, f"Who held {len(territory.AREAS)} towns and districts")
    for holder, day, turned in _LABELS:
        if holder in counts:
            _label(axes, counts, order, holder, pd.Timestamp(day), turned)
    long = counts[order].reset_index().melt("day", var_name="series", value_name="value")
    return long.assign(panel="control", start=long["day"].dt.strftime("%Y-%m-%d")).drop(
        columns="day"
    )


# Where each holder's name stands in its band: a day on which the band is high, and whether the
# name is turned to fit a band that is narrow. A turned one begins at the foot: the band falls.
_LABELS = (
    ("Soviet Union", "1989-12-01", False),
    ("Armenian forces", "2006-01-01", False),
    ("Azerbaijan", "1992-06-01", True),
    ("Azerbaijan", "2023-09-01", False),
)


def _label(
    axes, counts: pd.DataFrame, order: list[str], holder: str, day: pd.Timestamp, turned: bool
) -> None:
    at = counts.loc[:day].iloc[-1]
    below = sum(at[h] for h in order[: order.index(holder)])
    words = holder.replace("Soviet Union", "Soviet\nUnion")
    colour = "white" if holder == "Armenian forces" else charts.INK
    axes.text(
        day,
        below + (0.3 if turned else at[holder] / 2),
        words,
        ha="center",
        va="bottom" if turned else "center",
        fontsize=6.6 if turned else 7.5,
        rotation=90 if turned else 0,
        color=colour,
    )


def _meetings(axes: Axes, record: Record, last: pd.Timestamp) -> pd.DataFrame:
    counts = negotiations.by_year(meetings(record), 1991, last.year)
    counts = counts[list(negotiations.HIGH)].sum(axis=1)
    middle = pd.to_datetime(counts.index.astype(str) + "-07-01")
    axes.bar(middle, counts, width=270, color=charts.BLUE, lw=0)
    axes.set_ylim(0, counts.max() * 1.1)
    _heading(axes, "Meetings of leaders and foreign ministers a year")
    return pd.DataFrame(
        {"panel": "meetings", "series": "all", "start": counts.index, "value": counts.to_numpy()}
    )
