"""The chapter on how long the truces held."""

import pandas as pd

from briefing import charts, tables
from briefing.analysis import truces as analysis
from briefing.chapters.common import counted, sourced, stacked, text, when, words
from briefing.markup import RowLink, row
from briefing.record import Record

READINGS = ("one-spell", "two-spells")
_MARKS = {
    "collapsed": ("x", charts.RED),
    "expired": ("|", charts.MUTED),
    "replaced": ("d", charts.MUTED),
    "party-dissolved": ("s", charts.PURPLE),
    "ongoing": (">", charts.GREEN),
}
_TICKS = {1 / 24: "1 hour", 1: "1 day", 7: "1 week", 30: "1 month", 365: "1 year", 3652: "10 years"}


def last_day(record: Record) -> pd.Timestamp:
    """The last day that the record reaches."""
    return record.events["date_latest"].max()


def spells(record: Record, reading: str) -> pd.DataFrame:
    """Every spell with its length, in one reading of April 2016."""
    return analysis.spells(record.truce_spells, reading, last_day(record))


def spells_chart(record: Record) -> None:
    """Draw every spell as a line on a logarithmic axis of time."""
    both = pd.concat([spells(record, reading) for reading in READINGS])
    told = both.drop_duplicates("id").sort_values("start", kind="stable").reset_index(drop=True)
    figure, (axes,) = charts.figure(0.33 * len(told) + 0.7)
    axes.set_xscale("log")
    for place, spell in enumerate(told.itertuples()):
        height = len(told) - 1 - place
        mark, colour = _MARKS[spell.ending]
        axes.plot([1 / 48, spell.days_low], [height] * 2, color=charts.BLUE, lw=1.6)
        axes.plot(
            [spell.days_low, spell.days_high], [height] * 2, color=charts.BLUE, lw=0.8, ls=":"
        )
        axes.plot([spell.days_high], [height], mark, ms=4.5, mew=1.3, color=colour)
        axes.text(1 / 46, height + 0.18, spell.title, fontsize=7.6, color=charts.INK, va="bottom")
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_ylim(-0.6, len(told) - 0.1)
    axes.set_xlim(1 / 48, 20000)
    axes.set_xticks(list(_TICKS), list(_TICKS.values()), fontsize=7)
    axes.minorticks_off()
    axes.set_xlabel("× collapsed   | expired   ■ a party was dissolved   ▸ lasts")
    days = int((told["days_high"] <= 1).sum())
    years = int((told["days_low"] > 365).sum())
    charts.show(
        figure,
        "fig-truces",
        f"Of {counted(len(told), 'spell')} of truce, {days} ended on the day on which they began "
        f"and {years} lasted longer than a year. The truce of 1994 is drawn in both readings of "
        "April 2016.",
        "Lines on a logarithmic axis from one hour to more than ten years, one a spell, in the "
        "order of their beginning: "
        + "; ".join(
            f"{s.title}: {analysis.spoken(s.days_high)}, {words(s.ending)}"
            for s in told.itertuples()
        )
        + ".",
        told,
        "the record, table truce_spells.",
    )


def spells_table(record: Record) -> None:
    """Show every spell with its start, its end, the rule and the sources."""
    both = pd.concat([spells(record, reading) for reading in READINGS]).drop_duplicates("id")
    lengths = both.set_index("id")
    titles = dict(zip(record.agreements["id"], record.agreements["title"], strict=True))
    rows = []
    for spell in record.truce_spells.sort_values("start_earliest").itertuples():
        length = lengths.loc[spell.id]
        ended = when(spell.end_from, spell.end_to) if text(spell.end_to) else "lasts"
        low, high = (analysis.spoken(length[c]) for c in ("days_low", "days_high"))
        links = [RowLink(f"agr-{a}", titles[a]) for a in spell.agreements]
        rows.append(
            [
                stacked((when(spell.start), "row-text"), (f"to: {ended}", "row-text")),
                stacked((spell.title, "row-title"), row(*links, separator="; ")),
                high if low == high else f"{low} to {high}",
                stacked(
                    (words(spell.ending), "row-title"),
                    (f"known by: {words(spell.rule)}", "row-note"),
                    (text(spell.note), "row-text"),
                ),
                sourced(spell),
            ]
        )
    tables.show(
        "tbl-truces",
        "Every spell of truce: extensions and confirmations belong to the spell that they extend.",
        ("Days", "Spell and texts", "Length", "How it ended", "Sources"),
        rows,
        "Source: the record, table truce_spells.",
        "wide cols-agreements",
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
        "an end; every other ending is censored.",
        ("Longer than", "Share", "At risk"),
        rows,
        "Source: the record, table truce_spells; upper bounds of the lengths.",
        "counts",
    )


def left_out_table(record: Record) -> None:
    """Show the texts to halt fire that belong to no spell, and why."""
    found = analysis.left_out(record.agreements, record.truce_spells)
    rows = [
        [
            RowLink(f"agr-{t.id}", when(t.date_signed)),
            t.title,
            text(t.status_note) or "When it took effect was not found.",
        ]
        for t in found.itertuples()
    ]
    tables.show(
        "tbl-truces-left-out",
        f"{counted(len(rows), 'text')} to halt fire without a spell: when, or whether, they took "
        "effect is not known.",
        ("Signed", "Text", "What is known"),
        rows,
        "Source: the record, table agreements.",
        "wide",
    )
