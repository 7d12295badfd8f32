"""The chapter on how long the truces held."""

import textwrap

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from briefing import charts, tables
from briefing.addresses import anchor
from briefing.analysis import truces as analysis
from briefing.chapters.common import (
    counted,
    grouped,
    last_check,
    names,
    sourced,
    stacked,
    text,
    titles,
    when,
    words,
)
from briefing.chapters.passages import Passages
from briefing.chapters.phases import UCDP
from briefing.markup import RowLink, row
from briefing.record import Record
from briefing.wording import capital, in_sentence, series, within

READINGS = ("one-spell", "two-spells")
MARKS = charts.Styles(
    "MARKS in briefing/chapters/truces.py",
    {
        "collapsed": ("x", charts.RED),
        "expired": ("|", charts.MUTED),
        "replaced": ("d", charts.MUTED),
        "end-decreed": ("s", charts.PURPLE),
        "ongoing": (">", charts.GREEN),
    },
)
# How a spell ended that did not collapse, with the day to which the truces were checked.
OTHER_ENDS = {
    "expired": "ran out",
    "replaced": "passed into another text",
    "end-decreed": "ended on the day set for the end of the de facto authorities",
    "ongoing": "had no known end by {day}",
}
_EDGE = 1 / 48  # days; left edge of the chart of spells
_TICKS = {1 / 24: "1 hour", 1: "1 day", 7: "1 week", 30: "1 month", 365: "1 year", 3652: "10 years"}


def checked_to(record: Record) -> str:
    """The last day to which the truces were checked, as the table of coverage has it."""
    return last_check(record, "truce_spells")["checked_to"]


def last_day(record: Record) -> pd.Timestamp:
    """The day to which a truce that lasts is measured."""
    return last_check(record, "truce_spells")["checked_to_latest"]


def spells(record: Record, reading: str) -> pd.DataFrame:
    """Every spell with its length, in one reading of April 2016.

    Returns
    -------
    pandas.DataFrame
        From `briefing.analysis.truces.spells`.
    """
    return analysis.spells(record.truce_spells, reading, last_day(record))


def other_ends(record: Record, told: pd.DataFrame) -> str:
    """How the spells ended that did not collapse, as a sentence; blank where all did."""
    counts = told["ending"].value_counts()
    day = when(checked_to(record))
    parts = [
        f"{series([f'the {within(t)}' for t in told.loc[told['ending'] == ending, 'title']])} "
        f"{said.format(day=day)}"
        for ending, said in OTHER_ENDS.items()
        if ending in counts
    ]
    return f"{capital(series(parts))}. " if parts else ""


def years_without_deaths(record: Record) -> str:
    """Years within the longest spell of which UCDP counts no death, in words."""
    own = spells(record, "one-spell")
    longest = own.loc[own["days_high"].idxmax()]
    begun = pd.Timestamp(longest["start"])
    ended = begun + pd.Timedelta(days=longest["days_high"])
    years = analysis.without_deaths(record.ucdp_deaths_by_year, begun.year, ended.year)
    return series([str(year) for year in years])


def _lines(told: pd.DataFrame) -> Figure:
    """Draw the line of each spell under its title, the first at the top."""
    figure, (axes,) = charts.figure(0.33 * len(told) + 0.7)
    axes.set_xscale("log")
    for place, spell in enumerate(told.itertuples()):
        height = len(told) - 1 - place
        mark, colour = MARKS[spell.ending]
        known = max(spell.days_low, _EDGE)
        if known > _EDGE:
            axes.plot([_EDGE, known], [height] * 2, color=charts.BLUE, lw=1.6)
        axes.plot([known, spell.days_high], [height] * 2, color=charts.BLUE, lw=0.8, ls=":")
        axes.plot([spell.days_high], [height], mark, ms=4.5, mew=1.3, color=colour)
        axes.text(1 / 46, height + 0.18, spell.title, fontsize=7.6, color=charts.INK, va="bottom")
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_ylim(-0.6, len(told) - 0.1)
    axes.set_xlim(_EDGE, 20000)
    axes.set_xlabel("Time held, logarithmic axis", fontsize=7.4)
    axes.set_xticks(list(_TICKS), list(_TICKS.values()), fontsize=7)
    axes.minorticks_off()
    handles = [
        Line2D([], [], marker=mark, color=colour, lw=0, ms=4.5, mew=1.3, label=words(ending))
        for ending, (mark, colour) in MARKS.items()
        if (told["ending"] == ending).any()
    ]
    figure.legend(
        handles=handles, loc="outside lower center", ncols=len(handles), fontsize=7, frameon=False
    )
    return figure


def spells_chart(record: Record) -> None:
    """Draw every spell as a line on a logarithmic axis of time."""
    one, two = (spells(record, reading) for reading in READINGS)
    both = pd.concat([one, two])
    told = both.drop_duplicates("id").sort_values("start", kind="stable").reset_index(drop=True)
    figure = _lines(told)
    days = int((one["days_high"] <= 1).sum())
    years = int((one["days_low"] > 365).sum())
    charts.show(
        figure,
        "fig-truces",
        f"Of {counted(len(one), 'spell')} of truce, {days} ended on the day on which they began "
        f"and {years} lasted longer than a year. The picture has {len(told)} lines: the truce of "
        f"1994 is drawn whole and, for those who hold that April 2016 ended it, in its two parts "
        f"too ({counted(len(two), 'spell')}). A dotted line runs over the time within which a "
        "spell ended; dotted from the edge on, it may have ended within minutes. What lasts is "
        f"drawn to {when(checked_to(record))}.",
        "Lines on a logarithmic axis from half an hour to more than ten years, one a spell, in "
        "the order of their beginning: "
        + "; ".join(
            f"{s.title}: {analysis.spoken_bounds(s.days_low, s.days_high)}, {words(s.ending)}"
            for s in told.itertuples()
        )
        + ".",
        _drawn(record, told),
        "the record, table truce_spells.",
    )


def _drawn(record: Record, told: pd.DataFrame) -> pd.DataFrame:
    """The spells of the chart with their ends as recorded, and to when what lasts was counted."""
    ends = record.truce_spells.set_index("id")[["reading", "end_from", "end_to"]]
    lasting = told["ending"] == "ongoing"
    return (
        told.drop(columns=list(ends.columns), errors="ignore")
        .join(ends, on="id")
        .assign(counted_to=lasting.map({True: checked_to(record), False: ""}))
        .round({"days_low": 2, "days_high": 2})
    )


def spells_table(record: Record) -> None:
    """Show every spell with its start, its end, the rule and the sources."""
    both = pd.concat([spells(record, reading) for reading in READINGS]).drop_duplicates("id")
    lengths = both.set_index("id")
    known = titles(record, "agreements")
    still = f"lasts, so far as is known on {when(checked_to(record))}"
    rows = []
    for spell in record.truce_spells.sort_values(["start_earliest", "id"]).itertuples():
        length = lengths.loc[spell.id]
        ended = when(spell.end_from, spell.end_to) if text(spell.end_to) else still
        links = [RowLink(anchor("agreements", a), known[a]) for a in spell.agreements]
        rows.append(
            tables.RecordRow(
                spell.id,
                [
                    stacked((when(spell.start), "row-text"), (f"to: {ended}", "row-text")),
                    stacked((spell.title, "row-title"), row(*links, separator="; ")),
                    analysis.spoken_bounds(length["days_low"], length["days_high"]),
                    stacked(
                        (words(spell.ending), "row-title"),
                        (f"known by: {words(spell.rule)}", "row-note"),
                        (text(spell.note), "row-text"),
                    ),
                    sourced(spell),
                ],
            )
        )
    tables.show(
        "tbl-truces",
        f"Every spell of truce, {len(rows)} rows with both readings of April 2016: extensions and "
        "confirmations belong to the spell that they extend.",
        ("Days", "Spell and texts", "Length", "How it ended", "Sources"),
        rows,
        row(
            "Source: the record, table truce_spells. Of the years of the longest spell UCDP counts "
            f"nobody killed in {years_without_deaths(record)}:",
            UCDP,
        ),
        "wide gridded cols-agreements",
    )


def survival_table(record: Record) -> None:
    """Show the Kaplan-Meier estimate in both readings, with the numbers at risk."""
    rows: list[list] = []
    for reading in READINGS:
        own = spells(record, reading)
        curve = analysis.survival(own["days_high"], own["ending"] == "collapsed")
        rows.append([f"April 2016 as {words(reading)}: {counted(len(own), 'spell')}"])
        rows += [
            [analysis.spoken(c.days), f"{c.survival:.2f}", str(c.at_risk)]
            for c in curve.itertuples()
        ]
    tables.show(
        "tbl-truces-survival",
        "Share of spells that last longer than a time (Kaplan-Meier). Only a collapse counts as "
        "an end; a spell that ended otherwise or goes on counts only up to then (censored).",
        ("Longer than", "Share", "At risk"),
        rows,
        "Source: the record, table truce_spells; upper bounds of the lengths.",
        "counts",
    )


def left_out_table(record: Record) -> None:
    """Show the ceasefire texts that belong to no spell, and why."""
    found = analysis.left_out(record.agreements, record.truce_spells)
    rows = [
        tables.RecordRow(
            t.id,
            [
                RowLink(anchor("agreements", t.id), when(t.date_signed)),
                t.title,
                text(t.status_note) or "When it took effect was not found.",
            ],
        )
        for t in found.itertuples()
    ]
    tables.show(
        "tbl-truces-left-out",
        f"{counted(len(rows), 'ceasefire text')} without a spell: when, or whether, they took "
        "effect is not known.",
        ("Date", "Text", "What is known"),
        rows,
        "Source: the record, table agreements.",
        "wide",
    )


_TITLE = 68  # characters of a title that fit on a line of the chart of reporting
_REPORTERS = charts.Styles(
    "_REPORTERS in briefing/chapters/truces.py",
    {
        "armenia": ("o", charts.BLUE),
        "azerbaijan": ("D", charts.YELLOW),
        "nk-authorities": ("s", charts.PURPLE),
    },
)


def _reports(told: pd.DataFrame, known: dict[str, str], actors: dict[str, str]) -> Figure:
    """Draw the marks of each truce’s reporters under its title."""
    order = list(dict.fromkeys(told["agreement"]))
    figure, (axes,) = charts.figure(0.47 * len(order) + 1.1)
    axes.set_xscale("log")
    for place, agreement in enumerate(order):
        height = len(order) - 1 - place
        title = textwrap.fill(known[agreement], _TITLE)
        axes.text(1 / 400, height + 0.2, title, fontsize=7, va="bottom", linespacing=1.05)
        for step, row_ in enumerate(told[told["agreement"] == agreement].itertuples()):
            mark, colour = _REPORTERS[row_.reporter]
            level = height + 0.1 - step * 0.17
            axes.plot([row_.days_low, row_.days_high], [level] * 2, color=colour, lw=1)
            axes.plot([row_.days_low], [level], mark, ms=4, mew=0, color=colour)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_ylim(-0.7, len(order) - 0.2)
    axes.set_xlim(1 / 450, 60)
    axes.set_xlabel("Time after the start, logarithmic axis", fontsize=7.4)
    ticks = {
        5 / 1440: "≤ 5 min",
        1 / 24: "1 hour",
        0.25: "6 hours",
        1: "1 day",
        7: "1 week",
        30: "1 month",
    }
    axes.set_xticks(list(ticks), list(ticks.values()), fontsize=7)
    axes.minorticks_off()
    handles = [
        Line2D([], [], marker=mark, color=colour, lw=0, ms=4, label=actors[actor].split(" of ")[0])
        for actor, (mark, colour) in _REPORTERS.items()
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=3, fontsize=7, frameon=False)
    return figure


def reporting_chart(record: Record) -> None:
    """Draw how soon after a truce took effect each side says that it was first broken."""
    told = analysis.reporting(record.first_allegations, record.agreements)
    # A truce has one name in both charts; a text outside of the spells has its own.
    own = record.truce_spells[record.truce_spells["reading"].fillna(READINGS[1]) == READINGS[1]]
    spelled = {a: s.title for s in own.itertuples() for a in s.agreements}
    known = titles(record, "agreements") | spelled
    order = list(dict.fromkeys(told["agreement"]))
    figure = _reports(told, known, names(record, "actors"))
    after = analysis.days_after(told)
    charts.show(
        figure,
        "fig-truces-reporting",
        f"How soon each side says that a truce was first broken. Of {len(order)} truces "
        "with a dated allegation and a known start, "
        f"for {int((after == 0).sum())} the first alleged breach is dated to the first day and for "
        f"{int((after == 1).sum())} to the next. A line covers a whole "
        "day where the hour is not known. This measures what was alleged, not when it was "
        "reported or who broke a truce.",
        f"{len(told)} marks for {len(order)} truces on a logarithmic axis from five minutes to a "
        "month, one a side that alleged one. Most lie within the first day; those of the "
        "statement of November 2020 lie after two weeks and after a month.",
        told,
        "the record, table first_allegations. A time under five minutes stands as five.",
    )


def reporting_table(record: Record) -> None:
    """Show the first alleged breach of each truce that each side reported."""
    agreements = record.agreements.set_index("id")
    actors, passages = names(record, "actors"), Passages(record, "first_allegations")
    order = record.first_allegations["agreement"].map(agreements["date_signed_earliest"])
    table = record.first_allegations.assign(order=order)
    table = table.sort_values(["order", "agreement", "reported_earliest"])
    headings = {a.Index: f"{when(a.date_signed)}: {a.title}" for a in agreements.itertuples()}

    def row_of(first) -> list:
        return [
            stacked(
                (when(first.alleged_at) or "day not given", "row-text"),
                (f"reported {when(first.reported)}", "row-note"),
            ),
            stacked(
                (f"{actors[first.reporter]}, against {in_sentence(actors[first.accused])}", "tag"),
                passages.told(first, "allegation", "row-text"),
                passages.told(first, "note", "row-note"),
            ),
            passages.told(first, "answer", "row-text") if text(first.answer) else "no answer found",
            passages.sourced(first),
        ]

    tables.show(
        "tbl-truces-reporting",
        f"{counted(len(table), 'first allegation')}: the earliest alleged breach that each side "
        "reported, with the answer of the accused.",
        ("When", "Allegation", "Answer", "Sources"),
        grouped(table, "agreement", headings, row_of),
        "Source: the record, table first_allegations.",
        "wide cols-allegations-first",
    )
