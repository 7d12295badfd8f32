"""The chapter on captives, remains and the missing."""

import matplotlib
import pandas as pd
from matplotlib.figure import Figure

from briefing import charts, tables
from briefing.addresses import anchor
from briefing.analysis import captives_and_missing as analysis
from briefing.analysis import human_cost
from briefing.analysis.phases import phase_of
from briefing.chapters import choices
from briefing.chapters.common import (
    by_id,
    by_phase,
    counted,
    listed,
    names,
    sourced,
    stacked,
    text,
    when,
    within_sentence,
    words,
)
from briefing.chapters.estimates import WHO, figure_and_scope
from briefing.chapters.figures import WHOSE
from briefing.chapters.passages import Passages
from briefing.facets import Facets, Order, keys
from briefing.markup import Anchor, Block, RowLink, Sequence, row
from briefing.record import Record
from briefing.wording import bracketed, capital, series

_DIFFER = "/////"  # hatching of what only some claimants count


def _bars(years: pd.DataFrame) -> Figure:
    """Draw the bars of both directions, up and down from one line."""
    first, last = years.index.min(), years.index.max()
    armenian, azerbaijan = analysis.DIRECTIONS
    figure, (axes,) = charts.figure(2.9)
    for way, colour, sign in ((armenian, charts.BLUE, 1), (azerbaijan, charts.YELLOW, -1)):
        least = sign * years[way]
        axes.bar(years.index, least, width=0.8, color=colour)
        more = sign * years[analysis.at_most(way)] - least
        with matplotlib.rc_context({"hatch.linewidth": 0.8}):
            axes.bar(
                years.index[more != 0],
                more[more != 0],
                width=0.8,
                bottom=least[more != 0],
                color="white",
                edgecolor=colour,
                hatch=_DIFFER,
                lw=0.8,
            )
    axes.axhline(0, color=charts.MUTED, lw=0.6)
    top, bottom = (years[analysis.at_most(way)].max() for way in analysis.DIRECTIONS)
    axes.set_ylim(-bottom - 14, top + 16)
    # Beside the tall bars of the first years, where no bar stands.
    clear = first + 8
    axes.text(clear, top + 6, f"{armenian} (blue, up)", fontsize=7.5, color=charts.BLUE)
    axes.text(clear, -bottom - 6, f"{azerbaijan} (ochre, down)", fontsize=7.5, color=charts.YELLOW)
    ticks = [t for t in axes.get_yticks() if -bottom - 10 < t < top + 10]
    axes.set_yticks(ticks, [f"{abs(t):.0f}" for t in ticks])
    axes.set_xticks(range(1995, last + 1, 5))
    axes.set_ylabel("persons handed over in a year")
    axes.set_xlabel("Hatched: claimants differ.")
    return figure


def transfers_chart(record: Record) -> None:
    """Draw how many living persons were handed over in each year, by direction."""
    living = record.transfers[record.transfers["kind"].isin(analysis.LIVING)]
    years = analysis.by_year(living, analysis.LIVING)
    first, last = int(years.index.min()), int(years.index.max())
    years = years.reindex(range(first, last + 1), fill_value=0)
    armenian, azerbaijan = analysis.DIRECTIONS
    figure = _bars(years)
    shown = years.reset_index(names="year")
    peak = years[armenian].idxmax()
    sums = [f"{persons(living, way)} {way}" for way in analysis.DIRECTIONS]
    charts.show(
        figure,
        "fig-captives-transfers",
        "Captives, and persons who had crossed a line, handed over in each year, as far as known; "
        f"in all, {' and '.join(sums)}{left_out(living)}. The year with most handed "
        f"{armenian} is {peak} ({int(years.loc[peak, armenian])}).",
        f"Bars by year from {first} to {last}: upwards persons handed {armenian}, downwards "
        f"{azerbaijan}. The tallest bar upwards is that of {peak}, downwards that "
        f"of {years[azerbaijan].idxmax()} ({int(years[azerbaijan].max())}). "
        f"Hatched ends, where claimants differ: {series(_differing(years))}.",
        shown,
        "the record, table transfers. Exchanges of the war of 1992–94 are mostly missing.",
    )


def _differing(years: pd.DataFrame) -> list[str]:
    """The years and directions in which claimants differ, with both sums."""
    return [
        f"{year} {way}, {years.loc[year, way]} to {years.loc[year, analysis.at_most(way)]}"
        for way in analysis.DIRECTIONS
        for year in years.index[years[analysis.at_most(way)] > years[way]]
    ] or ["none"]


def persons(transfers: pd.DataFrame, way: str) -> str:
    """How many persons went one way, as a range where claimants differ: ``24 to 26``."""
    least, most = analysis.total(transfers, way)
    return f"{least:,}" if least == most else f"{least:,} to {most:,}"


def disputed(transfers: pd.DataFrame) -> str:
    """On which handovers claimants differ, with the least and the most that they give."""
    told = transfers[transfers["low"].notna()]
    if told.empty:
        return ""
    each = [f"{t.low:,} to {t.high:,} on {when(t.date, t.end_date)}" for t in told.itertuples()]
    return f" (claimants differ: {series(each)})"


def returns(transfers: pd.DataFrame) -> str:
    """For how many handovers something is said to have been given in return, and for how many not.

    Of the others nothing is known, or the pages name none.
    """
    returned, unnamed = analysis.returned(transfers), analysis.unnamed(transfers)
    nothing = transfers["in_return"].notna() & ~returned & ~unnamed
    return (
        f"With {int(returned.sum())} handovers (both halves of an exchange count) something is "
        f"said to have been given or announced in turn, with {int(nothing.sum())} nothing."
    )


def transfers_table(record: Record) -> None:
    """Show every transfer: when, who, from whom to whom, by whose mediation, for what."""
    transfers = record.transfers.sort_values(["date_earliest", "id"], kind="stable")
    # ``from`` is no name that Python allows.
    transfers = transfers.rename(columns={"from": "given_by"})
    actors, places = names(record, "actors"), names(record, "places")
    passages = Passages(record, "transfers")
    phases = phase_of(transfers["date_earliest"], record.phases)
    placed = transfers.assign(phase=phases.to_numpy())
    unnamed = int(analysis.unnamed(transfers).sum())
    tables.show(
        "tbl-captives-transfers",
        f"{counted(len(transfers), 'handover')} of captives, of remains and of persons who had "
        f"crossed a line. {returns(transfers)} For {unnamed} the pages mention no return; for the "
        "others it is not known.",
        ("Date", "Who was handed over", "From and to", "In return", "Sources"),
        by_phase(
            record, placed, lambda transfer: _transfer_row(transfer, actors, places, passages)
        ),
        "Source: the record, table transfers. A dash: what was given in return is not known.",
        "wide cols-transfers",
        _facets(record, transfers, phases),
    )


def _facets(record: Record, transfers: pd.DataFrame, phases: pd.Series) -> Facets:
    return Facets(
        "handover",
        "handovers",
        (
            choices.phase(record, phases),
            choices.one_of("kind", "Of whom", transfers["kind"]),
            choices.actors(record, "from", "From", transfers["given_by"]),
            choices.actors(record, "mediator", "Through", transfers["mediator"]),
        ),
        (
            choices.NEWEST_FIRST,
            Order("number", "fewest first", "most first", keys(analysis.bounds(transfers)["low"])),
        ),
    )


def _transfer_row(transfer, actors: dict, places: dict, passages: Passages) -> list:
    known = pd.notna(transfer.number) or pd.notna(transfer.low)
    number = (
        human_cost.figure(transfer.number, transfer.low, transfer.high)
        if known
        else "number not known"
    )
    also = []
    if text(transfer.event):
        also.append(RowLink(anchor("events", transfer.event), "event"))
    if text(transfer.term):
        also.append(RowLink(anchor("terms", transfer.term), "term"))
    return [
        Anchor(anchor("transfers", transfer.id), when(transfer.date, transfer.end_date)),
        stacked(
            (f"{words(transfer.kind)}: {number}", "row-title"),
            passages.told(transfer, "category", "row-text"),
            passages.told(transfer, "note", "row-note"),
            *([Block(row(*also, separator=" · "), "row-way")] if also else []),
        ),
        stacked(
            (f"from {within_sentence(transfer.given_by, actors)}", "row-text"),
            (f"to {within_sentence(transfer.to, actors)}", "row-text"),
            (
                f"through {within_sentence(transfer.mediator, actors)}"
                if transfer.mediator
                else "",
                "row-note",
            ),
            (listed(transfer.places, places), "row-note"),
        ),
        passages.told(transfer, "in_return", "row-text") if text(transfer.in_return) else "–",
        passages.sourced(transfer),
    ]


_CONFIRMED = "confirmed by Azerbaijan"


def held(record: Record) -> pd.DataFrame:
    """Dated counts of all Armenians held in Azerbaijan since 2020, with who counted.

    Counts of a part (soldiers, civilians, those whose captivity is not acknowledged) are left out.

    Returns
    -------
    pandas.DataFrame
        Rows of ``estimates`` in time order, with ``whose`` (as in `human_cost.whose`, or
        `_CONFIRMED` for those whom Azerbaijan is said to have confirmed) and ``figure``.
    """
    told = analysis.counts(record.estimates, "held")
    told = told[(told["episode"] == "captives-since-2020") & (told["losses_of"] == "armenian-side")]
    part = (told["group"] != "all") | told["scope"].str.contains("does not acknowledge")
    told = told[~part.fillna(False)].dropna(subset=["as_of_latest"])
    confirmed = told["scope"].str.contains("Azerbaijan (?:had )?confirm", regex=True).fillna(False)
    whose = human_cost.whose(told).mask(confirmed.astype(bool), _CONFIRMED)
    return told.assign(whose=whose, figure=human_cost.numbers(told))


_COUNTED_BY = {
    "own": ("the Armenian side", *WHO["own"][1:]),
    "own author": ("lawyers or outlets of that side", *WHO["own author"][1:]),
    "third party": ("third parties", *WHO["third party"][1:]),
    _CONFIRMED: ("of those, confirmed by Azerbaijan", *WHO["other side"][1:]),
}


def stayed_behind(record: Record) -> str:
    """Azerbaijan's latest count of its missing of the first war who stayed behind, if any."""
    told = record.estimates
    told = told[
        (told["measure"] == "held")
        & (told["episode"] == "first-war-1992-94")
        & (told["claimant_actor"] == "azerbaijan")
        & told["scope"].fillna("").str.contains("stayed behind")
    ].dropna(subset=["as_of_latest"])
    if told.empty:
        return ""
    last = told.sort_values(["as_of_latest", "id"]).iloc[-1]
    return (
        " Of Azerbaijan’s missing of the first war its State Commission said in "
        f"{last['as_of'][:4]} that {human_cost.figure(last['value'], last['low'], last['high'])} "
        "had been taken captive or had stayed behind, which the Armenian side denied."
    )


def held_chart(record: Record) -> None:
    """Draw how many Armenians were said to be held in Azerbaijan since 2020, by claimant."""
    told = held(record)
    figure, (axes,) = charts.figure(2.9)
    spans = []
    for whose, (label, mark, colour) in _COUNTED_BY.items():
        own = told[told["whose"] == whose]
        if len(own):
            axes.plot(
                human_cost.middle(own), own["figure"], mark, ms=4.4, color=colour, label=label
            )
            spans.append(f"{label}, {own['figure'].min():.0f} to {own['figure'].max():.0f}")
    axes.set_ylim(0, told["figure"].max() * 1.1)
    charts.years(axes)
    axes.set_ylabel("persons")
    figure.legend(loc="outside lower center", ncols=2, fontsize=7, frameon=False)
    last = told.iloc[-1]
    charts.show(
        figure,
        "fig-captives-held",
        "How many Armenians were said to be held in Azerbaijan since the war of 2020. The latest "
        f"count of the record is {human_cost.figure(last['value'], last['low'], last['high'])} "
        f"{bracketed(last['claimant'], when(last['as_of']))}. Counts of soldiers, of civilians and "
        "of those whose captivity is not acknowledged are left out.",
        f"{len(told)} marks from {told['as_of_latest'].min():%Y} to "
        f"{told['as_of_latest'].max():%Y}, by who counted: {'; '.join(spans)}.",
        told[["id", "as_of", "claimant", "whose", "value", "low", "high", "scope"]],
        "the record, table estimates.",
    )


def left_out(transfers: pd.DataFrame) -> str:
    """Which handovers a sum leaves out: without a number, or to neither side."""
    ways, least = analysis.direction(transfers), analysis.bounds(transfers)["low"]
    unknown, elsewhere = transfers[least.isna()], least[~ways.isin(analysis.DIRECTIONS)].sum()
    told = [
        f"{way} on {when(day)}"
        for way, day in zip(ways[unknown.index], unknown["date"], strict=True)
    ]
    unnumbered = f"; left out, since no number is known, are those {series(told)}" if told else ""
    return unnumbered + (f"; {elsewhere:.0f} more went to another state" if elsewhere else "")


def counts_table(record: Record, measure: str) -> None:
    """Show every published count of those held, or of the missing."""
    told = analysis.counts(record.estimates, measure)
    days = by_id(record.episodes, "title")
    rows = [
        tables.RecordRow(
            e.id,
            [
                when(e.as_of) or "undated",
                number,
                stacked(
                    (f"of {WHOSE[e.losses_of]}; {days[e.episode]}", "row-note"),
                    (capital(scope), "row-text"),
                    (text(e.note), "row-note"),
                ),
                e.claimant,
                sourced(e),
            ],
        )
        for e in told.itertuples()
        for number, scope in [figure_and_scope(e)]
    ]
    heading = {
        "held": "said to be held in captivity on a date",
        "missing": "said to be missing",
    }[measure]
    tables.show(
        f"tbl-captives-{measure}",
        f"{counted(len(told), 'count')} of persons {heading}. None is added to another.",
        ("As of", "Persons", "Of whom", "Claimant", "Sources"),
        rows,
        "Source: the record, table estimates.",
        "wide cols-captive-counts",
    )


def missing_by_claimant(record: Record) -> str:
    """Each claimant's latest dated count of the missing of a side, or of all."""
    told = analysis.counts(record.estimates, "missing").dropna(subset=["as_of_earliest"])
    told = told[(told["episode"] == "missing-since-1988") & (told["group"] == "all")]
    told = told[told["claimant_actor"].notna()]
    last = told.groupby(["losses_of", "claimant_actor"], sort=False).tail(1)
    # All sides first, then each side, its oldest count first.
    last = last.sort_values(["losses_of", "as_of_earliest"], kind="stable")
    return "; ".join(
        f"{figure_and_scope(e)[0]} of {WHOSE[e.losses_of]} {bracketed(e.claimant, when(e.as_of))}"
        for e in last.itertuples()
    )


def unacknowledged(record: Record) -> str:
    """The latest count of captives whom Azerbaijan does not acknowledge; blank where none is."""
    held = analysis.counts(record.estimates, "held").dropna(subset=["as_of_earliest"])
    told = held[held["scope"].str.contains("does not acknowledge")]
    if told.empty:
        return ""
    last = told.loc[told["as_of_earliest"].idxmax()]
    return (
        f"; {figure_and_scope(last)[0]} more are said to have been taken captive, which "
        "Azerbaijan, by the claimant’s own account, does not acknowledge "
        f"{bracketed(last['claimant'], when(last['as_of']))}"
    )


def trials(record: Record) -> pd.DataFrame:
    """Events of trials, sentences and detentions that name both sides, in time order."""
    events = record.events.sort_values(["date_earliest", "id"], kind="stable")
    told = events["title"].str.contains(
        r"\b(?:trials?|sentence[sd]?|deten\w*|detain\w*|arrest\w*|wanted|prosecut(?:e[sd]?|ing|ions?)|convict\w*"
        r"|pardon\w*)\b",
        case=False,
    )
    words_of = events["title"] + " " + events["summary"] + " " + events["actors"].map(" ".join)
    armenians = words_of.str.contains("Armenian|armenia|nk-|de facto")
    azerbaijanis = words_of.str.contains("Azerbaijan|azerbaijan")
    return events[told & armenians & azerbaijanis]


def last_sentences(record: Record, number: int = 2) -> Sequence:
    """The last sentences of courts that the record tells of, each with its day and its row."""
    told = trials(record)
    told = told[told["title"].str.contains(r"\bsentenc", case=False)].tail(number)
    each = [
        row(RowLink(anchor("events", e.id), e.title), f" ({when(e.date)})", separator="")
        for e in told.itertuples()
    ]
    if not each:
        return row()
    return row(" The last sentences: ", row(*each, separator="; "), ".", separator="")


def trials_table(record: Record) -> None:
    """Show the trials and detentions that the record tells of."""
    told = trials(record)
    rows = [
        tables.RecordRow(
            e.id,
            [
                when(e.date, e.end_date),
                stacked(RowLink(anchor("events", e.id), e.title), (e.summary, "row-text")),
                "accounts differ" if e.contested else "–",
            ],
        )
        for e in told.itertuples()
    ]
    tables.show(
        "tbl-captives-trials",
        f"{counted(len(told), 'event')} of detention, prosecution, trial, sentence or pardon, by "
        "the words of their titles, that name both sides. A verdict of one side’s court "
        "is no proof of the fact; the timeline, to which a title leads, has the accounts.",
        ("Date", "Event", "Contested"),
        rows,
        "Source: the record, table events.",
        "wide cols-trials",
    )
