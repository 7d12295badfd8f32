"""The chapter on the war of autumn 2020, day by day."""

import pandas as pd
from matplotlib.figure import Figure

from briefing import charts, tables
from briefing.addresses import anchor
from briefing.analysis import human_cost as cost_analysis
from briefing.analysis import war_2020 as analysis
from briefing.chapters import human_cost, phases
from briefing.chapters.agreements import in_force
from briefing.chapters.common import (
    counted,
    grouped,
    linked_event,
    names,
    text,
    when,
    words,
)
from briefing.chapters.control import CONTROL_HEADER, WHO_HELD, changes_with_phase, control_rows
from briefing.chapters.passages import Passages
from briefing.markup import Piece, RowLink, Text, row
from briefing.record import Record
from briefing.wording import in_sentence, series

WAR = "war-2020"
_OTHER_SIDE = {"armenia", "nk-authorities"}  # of changes that Azerbaijan announced
_GAP = 0.14  # between the dots of one row and day


def span(record: Record) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First day of the war, and the day on which the statement took effect."""
    war = record.phases.set_index("id").loc[WAR]
    return war["start_earliest"], war["end_latest"] + pd.Timedelta(days=1)


def length(record: Record) -> int:
    """Days of the war, without that on which the statement took effect."""
    start, after = span(record)
    return (after - start).days


def days(record: Record) -> pd.DataFrame:
    """Every event of the war and of the day after it, with its row and its day.

    Returns
    -------
    pandas.DataFrame
        From `briefing.analysis.war_2020.by_day`.
    """
    return analysis.by_day(record.events, *span(record))


def other_names(record: Record) -> str:
    """By what other names the war goes, as a sentence."""
    [war] = record.phases[record.phases["id"] == WAR].itertuples()
    return phases.other_names(war)


def told(record: Record) -> str:
    """How many events the page tells, and on how many of them the accounts differ: a sentence."""
    shown, last = days(record), length(record)
    during = int((shown["day"] <= last).sum())
    contested = int(shown["contested"].fillna(False).sum())
    return (
        f"The record holds {counted(during, 'event')} of the war and {len(shown) - during} of the "
        f"day after; the accounts differ on {contested} of them."
    )


def known(record: Record) -> str:
    """By whom the announced changes of control were confirmed, as a sentence."""
    found = changes(record)
    counts, actors = analysis.confirmation(found), names(record, "actors")
    by = series(
        [
            f"{in_sentence(actors[actor])} confirmed {count}"
            for actor, count in analysis.confirmers(found).items()
        ]
    )
    return (
        f"Of {counted(len(found), 'announced change')} of control over a place "
        f"{counts['confirmed']} {'was' if counts['confirmed'] == 1 else 'were'} confirmed by "
        f"{_others(found)}"
        + (f", {counts['after a denial']} of them after a denial: {by}" if by else "")
        + f"{_twice(found)}. {_unconfirmed(record, found)}"
    )


def _others(found: pd.DataFrame) -> str:
    """Who confirmed changes, beside who announced them: the other side, or others too."""
    third = {actor for actors in found["confirmed_by"] for actor in actors} - _OTHER_SIDE
    return "the other side or a third party" if third else "the other side"


def _twice(found: pd.DataFrame) -> str:
    """How many changes have more than one who confirmed them."""
    count = int((found["confirmed_by"].map(len) > 1).sum())
    return (
        f"; {count} {'was' if count == 1 else 'were'} confirmed by more than one" if count else ""
    )


def _unconfirmed(record: Record, found: pd.DataFrame) -> str:
    """Which changes nobody else confirmed."""
    places = names(record, "places")
    rest = [places[place] for place in found.loc[found["confirmed_by"].map(len) == 0, "place"]]
    if not rest:
        return "There is none that nobody confirmed."
    these = "that" if len(rest) == 1 else "those"
    return f"No clear confirmation by anybody else was found for {these} of {series(rest)}."


def dead(record: Record) -> Piece:
    """Each side's figures of its own dead, and third parties' of the civilians, as sentences."""
    figures = human_cost.killed(record, WAR, ("all", "military"))
    own = figures[figures["whose"] == "own"]
    # Azerbaijan's own figures of the whole war are of its servicemen alone.
    armenian = own[(own["loser"] == cost_analysis.ARMENIAN) & (own["group"] == "all")]
    azerbaijani = own[own["loser"] == "Azerbaijan"]
    civilians = human_cost.killed(record, WAR, ("civilian",))
    theirs = {
        loser: told for loser, told in civilians[civilians["whose"] == "own"].groupby("loser")
    }
    third = civilians[
        (civilians["loser"] == cost_analysis.ALL) & (civilians["whose"] == "third party")
    ]
    return row(
        "The Armenian side counts ",
        *_ends(armenian),
        " dead of its own",
        *_civilians(theirs.get(cost_analysis.ARMENIAN), ", ", " of them civilians"),
        ", Azerbaijan ",
        *_ends(azerbaijani),
        " servicemen",
        *_civilians(theirs.get("Azerbaijan"), " and ", " civilians"),
        *(
            part
            for claim in third.itertuples()
            for part in (f"; {claim.claimant} counts ", _figure(claim.id, claim.shown))
        ),
        " civilians on all sides." if len(third) else ".",
        separator="",
    )


def _civilians(told: pd.DataFrame | None, before: str, after: str) -> list[Piece | str]:
    """A side's own figures of its killed civilians, if it has any, between some words."""
    return [] if told is None else [before, *_ends(told), after]


def _ends(claims: pd.DataFrame) -> list[Piece | str]:
    """The least and the largest of some figures, each with a link to its row."""
    least, most = claims.loc[claims["low"].idxmin()], claims.loc[claims["high"].idxmax()]
    ends = [_figure(least["id"], f"{least['low']:,.0f}")]
    if most["high"] > least["low"]:
        ends += [" to ", _figure(most["id"], f"{most['high']:,.0f}")]
    return ends


def _figure(estimate: str, shown: str) -> RowLink:
    return RowLink(anchor("estimates", estimate), shown)


def truces(record: Record) -> pd.DataFrame:
    """The truces that took effect within the war."""
    return analysis.truces(record.agreements, *span(record))


def changes(record: Record) -> pd.DataFrame:
    """Changes of control within the war, in time order."""
    told = changes_with_phase(record)
    return told[told["phase"] == WAR]


def _lanes(
    shown: pd.DataFrame, halts: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp
) -> Figure:
    """Draw the lanes of the days from start to end."""
    figure, (axes,) = charts.figure(3.6)
    rows = {lane: len(analysis.ORDER) - 1 - i for i, lane in enumerate(analysis.ORDER)}
    heights = shown["lane"].map(rows) + shown["place"] * _GAP - _GAP
    for halt in halts.itertuples():
        truce = axes.axvline(
            halt.day, color=charts.GREEN, lw=0.8, ls="--", label="a truce takes effect"
        )
    handles = charts.accounts_differ(axes, shown["day"], heights, shown["contested"])
    axes.set_yticks(list(rows.values()), list(rows))
    axes.set_ylim(-0.6, len(rows) - 0.1)
    last = (end - start).days + 1
    axes.set_xlim(0, last + 1)
    marks = [
        d
        for d in pd.date_range(start, end)
        if d.day in (10, 20) or d in (start, end) or (d.day, d.month) == (1, 11)
    ]
    axes.set_xticks(
        [(d - start).days + 1 for d in marks], [f"{d.day} {d:%b}" for d in marks], fontsize=7
    )
    axes.tick_params(axis="y", length=0)
    figure.legend(
        handles=[*handles, truce],
        loc="outside lower center",
        ncols=3,
        fontsize=7.4,
        frameon=False,
    )
    return figure


def days_chart(record: Record) -> None:
    """Draw ground, harm, truces and diplomacy on one daily axis."""
    shown, halts = days(record), truces(record)
    start, end = span(record)
    figure = _lanes(shown, halts, start, end)
    counts = shown["lane"].value_counts()
    charts.show(
        figure,
        "fig-war-2020-days",
        f"{counted(len(halts), 'ceasefire text')} took effect, "
        f"{analysis.broken_at_once(halts)} of which were said to be broken on their first day; "
        "announcements of control, strikes on towns and appeals went on between them. The last "
        f"took effect on the day after the {length(record)} days of the war. Red "
        "diamonds: accounts differ.",
        "Red diamonds for events on which the accounts differ, and blue rings for others, on a "
        "daily axis from 27 September to 10 November 2020, in rows: "
        + ", ".join(f"{lane} ({int(counts.get(lane, 0))})" for lane in analysis.ORDER)
        + f". Dashed lines mark the {len(halts)} days on which a ceasefire text took effect; "
        "marks of fighting and of harm to civilians follow each line but the last.",
        shown.drop(columns="place"),
        "the record, tables events and agreements.",
    )


def truces_table(record: Record) -> None:
    """Show when each truce took effect, when it was said to be broken, and what became of it."""
    ends = _ceasefire_ends(record)
    rows = [
        tables.RecordRow(
            t.id,
            [
                in_force(t.in_force_from),
                RowLink(anchor("agreements", t.id), t.title),
                when(t.ended) or when(ends.get(t.id)) or "–",
                _outcome(t, ends.get(t.id)),
            ],
        )
        for t in truces(record).itertuples()
    ]
    tables.show(
        "tbl-war-2020-truces",
        "The truces of the war, and the statement that ended it.",
        ("In force from", "Text", "Ceasefire ended", "What became of it"),
        rows,
        "Source: the record, table agreements.",
    )


def _ceasefire_ends(record: Record) -> dict[str, str]:
    """Day on which the truce of each agreement collapsed in fighting, of its last spell."""
    spells = record.truce_spells.explode("agreements")
    fought = spells[(spells["ending"] == "collapsed") & (spells["rule"] == "deaths")]
    return fought.groupby("agreements")["end_from"].max().to_dict()


def _outcome(truce, end: str | None) -> str:
    """What became of a text; of one that did not end with its ceasefire, of either."""
    status = words(truce.status)
    if text(truce.ended) or end is None:
        return status
    return f"ceasefire ended by the fighting of {when(end)}; the rest {status}"


def _quiet(shown: pd.DataFrame, last: int) -> str:
    """Which days of the war hold no event of the record, as a sentence; blank where none."""
    quiet = sorted(set(range(1, last + 1)) - set(shown["day"]))
    named = series([f"day {day}" for day in quiet])
    return f" No event of the record is dated to {named}." if quiet else ""


def days_table(record: Record) -> None:
    """Show every event of the war under its day."""
    shown, last = days(record), length(record)
    headings = {
        e.day: f"{f'Day {e.day}' if e.day <= last else 'The day after'}: {when(e.date[:10])}"
        for e in shown.itertuples()
    }

    def row_of(event) -> list:
        return [
            event.lane,
            linked_event(event),
            words(event.category),
        ]

    tables.show(
        "tbl-war-2020-days",
        row(
            f"The {last} days of the war, and the day after.",
            Text("A title leads to its row, with the accounts of the sides.", "screen-only"),
        ),
        ("Row", "Event", "Category"),
        grouped(shown, "day", headings, row_of),
        "Source: the record, table events. Events known by month alone are left out."
        + _quiet(shown, last),
        "wide cols-balance",
    )


def control_table(record: Record) -> None:
    """Show the changes of control, with who announced, confirmed and denied them."""
    found = changes(record)
    actors, places = names(record, "actors"), names(record, "places")
    passages = Passages(record, "control_changes")
    parts = record.phases[record.phases["parent"] == WAR]
    rows: list[list] = []
    for part in parts.itertuples():
        rows.append([f"{part.title}, {when(part.start, part.end)}"])
        inside = found["date_earliest"].between(part.start_earliest, part.end_latest)
        rows += control_rows(found[inside], actors, places, passages)
    tables.show(
        "tbl-war-2020-control",
        f"{counted(len(found), 'announced change')} of control, with who confirmed and who denied "
        "it.",
        CONTROL_HEADER,
        rows,
        "Source: the record, table control_changes. Lists of villages that one side announced "
        f"are not broken down. {WHO_HELD}",
        "wide gridded cols-control",
    )
