"""The chapter on the human cost: who puts the losses of each episode at how many."""

from typing import NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from briefing import charts, tables
from briefing.addresses import anchor
from briefing.analysis import human_cost as analysis
from briefing.chapters import estimates
from briefing.chapters.common import by_id, counted, stacked, titles, when
from briefing.chapters.phases import UCDP
from briefing.markup import Block, Piece, RowLink, Text, row
from briefing.record import Record
from briefing.wording import bracketed, capital, within

# Where one authority of a side alone counted the dead of the other.
_NOT_BY_ITSELF = {"Nagorno-Karabakh": {"armenia"}}


def harm_table(record: Record) -> None:
    """Show every event of harm to civilians and captives, with a link to its row."""
    told = analysis.harm(record.events)
    deaths = analysis.deaths_by_event(record.estimates)
    rows = [
        tables.RecordRow(
            e.id,
            [
                when(e.date, e.end_date),
                RowLink(anchor("events", e.id), e.title),
                stacked(*_toll(deaths.get(e.id))) if e.id in deaths else "–",
            ],
        )
        for e in told.itertuples()
    ]
    unfigured = int((~told["id"].isin(deaths)).sum())
    tables.show(
        "tbl-human-cost-harm",
        row(
            f"{counted(len(told), 'event')} of harm to civilians and captives, of all sides in "
            "order of time. Events whose main matter is flight or combat stand under those in the "
            "timeline, also where civilians were killed. Figures of the killed stand with their "
            "claimants, those of the side with the largest first, of each side the least first, "
            f"and are not added; a dash ({unfigured}): the record has no figure apart of those "
            "killed in it, and the row tells what is known.",
            Text(
                "A title leads to the row that gives who documented it and the answer of the "
                "accused, where one was found; a figure leads to its sources.",
                "screen-only",
            ),
        ),
        ("Date", "Event", "Killed, by claimant"),
        rows,
        "Source: the record, tables events and estimates.",
        "wide cols-harm",
    )


def _toll(deaths: pd.DataFrame) -> list[Block]:
    """Each figure of the killed of one event, with its claimant and what it counts."""
    return [
        Block(
            row(
                RowLink(anchor("estimates", e.id), number),
                f"{bracketed(e.claimant)}: {scope}",
            ),
            "row-text",
        )
        for e in deaths.itertuples()
        for number, scope in [estimates.figure_and_scope(e)]
    ]


def toll_of(record: Record, event: str) -> Piece:
    """The published figures of the killed of one event as a sentence, with a link to its row."""
    deaths = analysis.deaths_by_event(record.estimates)[event]
    figures = [
        row(
            RowLink(anchor("estimates", e.id), number),
            bracketed(
                e.claimant,
                when(e.as_of) or "undated",
                *(["so far"] if e.covers == "running" else []),
            ),
        )
        for e in deaths.itertuples()
        for number, _ in [estimates.figure_and_scope(e)]
    ]
    title = within(titles(record, "events")[event])
    return row(
        row("Counts of the killed in the ", RowLink(anchor("events", event), title), separator=""),
        row(row(*figures[:-1], separator=", "), figures[-1], separator=" and "),
        separator=": ",
    )


def own_toll(record: Record, episode: str) -> str:
    """What each side says that it lost in an episode: its forces, its civilians, all its dead."""
    told = killed(record, episode, ("all", "military"))
    own = told[told["whose"] == "own"].groupby("loser")
    return "; ".join(_own_loss(record, episode, loser, figures) for loser, figures in own)


def _own_loss(record: Record, episode: str, loser: str, figures: pd.DataFrame) -> str:
    """What one side says that it lost: like counts come first, so that sides can be compared."""
    published = record.estimates.set_index("id")
    forces, whole = (figures[figures["group"] == group] for group in ("military", "all"))
    counted_by = set(published.loc[figures["id"], "claimant_actor"])
    others = counted_by == _NOT_BY_ITSELF.get(loser)
    by = ", by Armenia’s count," if others else ""
    civilians = own_civilians(record, episode, loser, counted_by if others else None)
    noun = "civilian" if civilians == "1" else "civilians"
    total = f"{_own_spread(whole)} {_of_all(published, whole)}" if len(whole) else ""
    if forces.empty:
        return f"{loser}{by} {total}" + (f", {civilians} of them {noun}" if civilians else "")
    apart = f" and, apart, {civilians} {noun}" if civilians else ""
    return f"{loser}{by} {_own_spread(forces)} of its forces{apart}" + (total and f" ({total})")


def _of_all(published: pd.DataFrame, whole: pd.DataFrame) -> str:
    """What figures of all dead take in."""
    if whole["claimant"].str.contains(analysis.TOGETHER).any():
        return "dead and missing"
    if published.loc[whole["id"], "scope"].str.contains("non-combat").any():
        return "dead in all, deaths outside combat among them"
    return "dead in all"


def own_counts(record: Record, episode: str) -> Piece:
    """Each figure of a side's own dead, by its state or its authors, with a link to its row."""
    told = killed(record, episode, ("all", "military"))
    sides = [
        row(
            f"{loser}: ",
            row(*(_own_count(e) for e in figures.itertuples()), separator=", "),
            separator="",
        )
        for loser, figures in told[told["whose"].isin(("own", "own author"))].groupby("loser")
    ]
    return row(*sides, separator="; ")


def _own_count(figure: NamedTuple) -> Piece:
    """One figure of a side's own dead: what it counts and who gave it."""
    counted_as = "of its forces" if figure.group == "military" else "in all"
    link = RowLink(anchor("estimates", figure.id), figure.shown)
    return row(link, f"{counted_as} {bracketed(figure.claimant)}")


def _own_spread(figures: pd.DataFrame) -> str:
    """The range of a side's own counts; bounds, which are no ends of a range, one by one."""
    told = estimates.spread(figures)
    ends = (figures.loc[figures["low"].idxmin()], figures.loc[figures["high"].idxmax()])
    shown = [end["shown"] for end in ends]
    return (
        f"{shown[0]} or, by another count, {shown[1]}" if shown[1] in told and "(" in told else told
    )


def un_displaced(record: Record) -> str:
    """What UN bodies gave for the displaced inside Azerbaijan: later counts, and that of 1993."""
    told = displaced(record)
    own = (told["loser"] == "Azerbaijanis, 1992–94") & (told["whose"] == "third party")
    first = record.estimates.set_index("id").loc[_UN_1993]
    return (
        f"{estimates.spread(told[own])}, by a later estimate (in {when(first['as_of'])}, a "
        f"newspaper wrote, at {first['low']:,.0f} to {first['high']:,.0f})"
    )


def own_civilians(
    record: Record, episode: str, loser: str, counted_by: set[str] | None = None
) -> str:
    """The range of a side's own figures of its killed civilians; blank where it has none.

    Actors in ``counted_by`` limit it to their own counts.
    """
    told = killed(record, episode, ("civilian",))
    own = told[(told["loser"] == loser) & (told["whose"] == "own")]
    if counted_by is not None:
        actors = record.estimates.set_index("id").loc[own["id"], "claimant_actor"]
        own = own[actors.isin(counted_by).to_numpy()]
    if len(own) < 2:
        return "".join(own["shown"])
    ends = dict.fromkeys(f"{end:,.0f}" for end in (own["low"].min(), own["high"].max()))
    return " to ".join(ends)


def of_them_civilians(record: Record, episode: str, loser: str) -> str:
    """How many of a side's own dead were civilians, as an insertion; blank where none are told."""
    civilians = own_civilians(record, episode, loser)
    return f", {civilians} of them civilians" if civilians else ""


def killed(record: Record, episode: str, groups: tuple[str, ...]) -> pd.DataFrame:
    """Figures of the killed of a whole episode, UCDP's beside them where its years fit.

    Returns
    -------
    pandas.DataFrame
        Columns of `briefing.analysis.human_cost.claims`. The row of UCDP, whose ``id`` begins with
        ``ucdp-``, stands in no table of estimates.
    """
    told = analysis.claims(record.estimates, episode, "killed", groups)
    years = _UCDP_YEARS.get(episode)
    if years is None or "civilian" in groups:
        return told
    deaths = record.ucdp_deaths_by_year.set_index("year").loc[years[0] : years[1]]
    total = float(deaths["best"].sum())
    span = str(years[0]) if years[0] == years[1] else f"{years[0]}–{str(years[1])[2:]}"
    mixed = ", some of other conflicts" if deaths["other_dyads_mixed_in"].eq(True).any() else ""
    ucdp = {
        "id": f"ucdp-{span.replace('–', '-')}",
        "loser": analysis.ALL,
        "whose": "third party",
        "claimant": f"UCDP, documented battle-related deaths of {span}{mixed}",
        "group": "all",
        "as_of": "2025",
        "low": total,
        "high": total,
        "shown": f"{total:,.0f}",
    }
    return pd.concat([told, pd.DataFrame([ucdp])], ignore_index=True)


def killed_chart(
    record: Record, episode: str, groups: tuple[str, ...] = ("all", "military")
) -> None:
    """Draw who puts the killed of an episode at how many."""
    told = killed(record, episode, groups)
    title = by_id(record.episodes, "title")[episode]
    civilian = groups == ("civilian",)
    who = "civilians killed" if civilian else "persons killed"
    charts.show(
        estimates.dots(told, who.capitalize()),
        f"fig-human-cost-{episode}{'-civilians' if civilian else ''}",
        f"{title}: {who}, by claimant.{'' if civilian else _MILITARY}{_side(told)} Figures differ "
        f"in the days and people that they count.{_without(told)}",
        f"{len(told)} dots or ranges, one a figure, grouped by whose losses they are: "
        f"{estimates.spread_of(told)}.",
        told,
        row("the record, table estimates; UCDP", UCDP)
        if episode in _UCDP_YEARS and not civilian
        else "the record, table estimates.",
    )


_MILITARY = " “Military” counts soldiers alone."


def _side(told: pd.DataFrame) -> str:
    """What a caption says of the Armenian side, where a chart has figures of it as one."""
    if analysis.ARMENIAN not in set(told["loser"]):
        return ""
    return f" “{analysis.ARMENIAN}”: Armenia with the de facto authorities."


def _without(told: pd.DataFrame) -> str:
    """What a caption adds where a side has no figure in its chart."""
    drawn = {_PEOPLE.get(loser) for loser in told["loser"]}
    return "".join(
        f" No figure of the {people[:-1]} losses that covers the whole was found; counts made in "
        "its course stand in the table of figures."
        for people in ("Armenians", "Azerbaijanis")
        if people not in drawn
    )


_UCDP_YEARS = {"first-war-1992-94": (1992, 1994), "war-2020": (2020, 2020)}
_UN_1993 = "first-war-1992-94-displaced-un-september-1993"
_PEOPLE = {
    analysis.ARMENIAN: "Armenians",
    "Armenia": "Armenians",
    "Nagorno-Karabakh": "Armenians",
    "Azerbaijan": "Azerbaijanis",
}
_SINCE_1988 = "several flights since 1988"
_FLIGHTS = (
    ("soviet-period-1988-91", "displaced", "whole", "1988–91"),
    ("operation-ring-1991", "displaced", "whole", "April to June 1991"),
    ("first-war-1992-94", "displaced", "whole", "1992–94"),
    # What takes in more than one flight is by its rows of no single episode.
    ("soviet-period-1988-91", "displaced", "other", _SINCE_1988),
    ("first-war-1992-94", "displaced", "other", _SINCE_1988),
    ("war-2020", "displaced", "whole", "autumn 2020"),
    ("departure-september-2023", "departed", "whole", "September 2023"),
    ("departure-september-2023", "displaced", "whole", "September 2023"),
)


def displaced(record: Record) -> pd.DataFrame:
    """Figures of the displaced of each whole episode, in all directions.

    Returns
    -------
    pandas.DataFrame
        Columns of `briefing.analysis.human_cost.claims`; ``loser`` names the people and the years.
    """
    parts = []
    for episode, measure, covers, years in _FLIGHTS:
        own = analysis.claims(record.estimates, episode, measure, ("all", "civilian"), covers)
        if covers == "other":
            own = own[own["loser"].isin(_PEOPLE)]
        side = own["loser"].replace(_PEOPLE)
        parts.append(own.assign(loser=side + f", {years}"))
    return pd.concat(parts, ignore_index=True)


def displaced_chart(record: Record) -> None:
    """Draw how many are said to have fled or left in each episode, in all directions."""
    told = displaced(record)
    charts.show(
        estimates.dots(told, "Persons displaced or departed"),
        "fig-human-cost-displaced",
        "Flight and departure in all directions: persons displaced or departed, by claimant. Some "
        "figures count homes lost for good, others flight for a time, refugees or those who stayed "
        "within their state.",
        f"{len(told)} dots or ranges in {told['loser'].nunique()} groups by people and years: "
        f"{estimates.spread_of(told)}.",
        told,
        "the record, table estimates. Sums over both peoples, and counts on a day, such as "
        "Azerbaijan’s registers of the displaced, the arrivals in Armenia in 2020 or the refugees "
        f"in Armenia (over {_refugees(record):,.0f}, by a UN representative in 1999), stand in the "
        "table of figures alone.",
    )


def _refugees(record: Record) -> float:
    """How many refugees in Armenia a representative of the UN counted, at least."""
    known = record.estimates.set_index("id")["low"]
    return float(known["first-war-1992-94-displaced-un-deng-1999-armenia"])


_RETURNED = {
    "Armenians": "Armenians, after their flight in autumn 2020",
    "Azerbaijanis": "Azerbaijanis, after their flight of 1988–94",
}


def returns_chart(record: Record) -> None:
    """Draw the counts of people who returned or were settled since November 2020."""
    told = analysis.returns(record.estimates, "2020-11-10")
    figure, panels = charts.figure(3.4, rows=len(_RETURNED), sharex=True)
    for axes, (whose, title) in zip(panels, _RETURNED.items(), strict=True):
        own = told[told["whose"] == whose]
        axes.plot(own["day"], own["figure"], "o", ms=4.4, color=charts.BLUE)
        axes.set_ylim(0, own["figure"].max() * 1.25)
        axes.yaxis.set_major_formatter("{x:,.0f}")
        axes.set_title(title, fontsize=8, loc="left", fontweight="bold")
    charts.years(panels[-1])
    figure.supylabel("persons", fontsize=charts.TEXT)
    last = told.groupby("whose", sort=False).tail(1)
    latest = "; ".join(
        f"{r.whose}, {r.shown} {bracketed(r.claimant, when(r.as_of))}" for r in last.itertuples()
    )
    charts.show(
        figure,
        "fig-human-cost-returns",
        row(
            "Returns since November 2020, as claimants counted them: in each panel another flight, "
            f"on a scale of its own. The last of each: {latest}. Nearly all the Armenians of these "
            "counts ",
            RowLink(anchor("events", "2023-09-24-departure"), "left in September 2023"),
            ". Of the Azerbaijanis who fled in autumn 2020 ",
            RowLink(anchor("events", "2020-12-21-displacement"), "most could go home by December"),
            " (by one account); no count of those returned was found.",
            separator="",
        ),
        f"{len(_RETURNED)} panels with {len(told)} dots from {told['day'].min():%Y} to "
        f"{told['day'].max():%Y}: "
        + "; ".join(f"{r.whose}, {when(r.as_of)}, {r.shown}" for r in told.itertuples())
        + ".",
        told.drop(columns="day"),
        "the record, table estimates. What each figure counts stands in its scope in the table of "
        "figures.",
    )


# Killed, wounded and both together are different counts: a panel each.
_MINES = {"casualties": "killed and wounded together", "wounded": "wounded", "killed": "killed"}


def _first_to_last(counts: pd.DataFrame) -> str:
    """The first and the last of some dated counts, as words."""
    ends = dict.fromkeys(_told(counts.iloc[at]) for at in (0, -1))
    return " to ".join(ends)


def mines_chart(record: Record) -> None:
    """Draw the running counts of mine victims since the war of 2020."""
    own = record.estimates
    own = own[(own["episode"] == "mines-since-2020") & (own["covers"] == "running")]
    own = own[own["measure"].isin(["killed", "wounded", "casualties"])]
    own = own[(own["unit"] == "persons") & (own["group"] == "all")].dropna(subset=["as_of_latest"])
    parts = analysis.parts_of_sums(own[own["measure"] == "casualties"])
    own = pd.concat([own.assign(part=False), parts.assign(part=True)], ignore_index=True)
    own = own.sort_values(["as_of_latest", "id"])
    figure = _mines(own)
    last, dead = (own[own["measure"] == measure].iloc[-1] for measure in ("casualties", "killed"))
    charts.show(
        figure,
        "fig-human-cost-mines",
        "Mine victims since the war of 2020, as Azerbaijan’s authorities counted them; no count of "
        "the Armenian side since 2020 was found. The latest count of killed and wounded together "
        f"is {_told(last)}, the latest of killed {_told(dead)}. Hollow dots are numbers that such "
        "a sum says it is made of.",
        f"{len(_MINES)} panels with {len(own)} dots from {own['as_of_latest'].min():%Y} to "
        f"{own['as_of_latest'].max():%Y}. "
        + " ".join(
            f"{capital(label)}: {_first_to_last(own[own['measure'] == measure])}."
            for measure, label in _MINES.items()
        ),
        own[["id", "as_of", "measure", "value", "low", "high", "part", "claimant"]],
        "the record, table estimates.",
    )


def _mines(counts: pd.DataFrame) -> Figure:
    """A panel for each measure; numbers that are parts of a sum are hollow."""
    figure, panels = charts.figure(3.6, rows=len(_MINES), sharex=True)
    days, figures = analysis.middle(counts), analysis.numbers(counts)
    for axes, (measure, label) in zip(panels, _MINES.items(), strict=True):
        own = counts["measure"] == measure
        for part, fill in ((False, "full"), (True, "none")):
            chosen = own & (counts["part"] == part)
            axes.plot(days[chosen], figures[chosen], "o", ms=4.2, color=charts.BLUE, fillstyle=fill)
        axes.set_ylim(0, figures[own].max() * 1.25)
        axes.set_title(label, fontsize=8, loc="left", fontweight="bold")
    charts.years(panels[-1])
    figure.supylabel("persons since November 2020", fontsize=charts.TEXT)
    return figure


def _told(count: pd.Series) -> str:
    """A count with its day."""
    shown = analysis.figure(count["value"], count["low"], count["high"])
    return f"{shown} ({when(count['as_of'])})"
