"""The chapter on captives, remains and the missing."""

import pandas as pd

from briefing import charts, tables
from briefing.addresses import anchor
from briefing.analysis import captives_and_missing as analysis
from briefing.analysis import human_cost
from briefing.analysis.phases import phase_of
from briefing.chapters import choices
from briefing.chapters.common import (
    by_phase,
    counted,
    listed,
    names,
    sourced,
    stacked,
    text,
    when,
    words,
)
from briefing.chapters.estimates import figure_and_scope
from briefing.chapters.figures import WHOSE
from briefing.facets import Facets, Order, keys
from briefing.markup import Anchor, Block, RowLink, row
from briefing.record import Record
from briefing.wording import series


def transfers_chart(record: Record) -> None:
    """Draw how many living persons were handed over in each year, by direction."""
    years = analysis.by_year(record.transfers, analysis.LIVING)
    first, last = int(years.index.min()), int(years.index.max())
    years = years.reindex(range(first, last + 1), fill_value=0)
    figure, (axes,) = charts.figure(2.9)
    armenian, azerbaijan = analysis.DIRECTIONS
    axes.bar(years.index, years[armenian], width=0.8, color=charts.BLUE)
    axes.bar(years.index, -years[azerbaijan], width=0.8, color=charts.RED)
    axes.axhline(0, color=charts.MUTED, lw=0.6)
    top, bottom = years[armenian].max(), years[azerbaijan].max()
    for year in years.index[years["unknown"] > 0]:
        axes.text(year, years.loc[year, armenian] + 2, "?", fontsize=8, ha="center", va="bottom")
    axes.set_ylim(-bottom - 14, top + 16)
    axes.text(first, top + 6, f"{armenian} (blue, up)", fontsize=7.5, color=charts.BLUE)
    axes.text(first, -bottom - 11, f"{azerbaijan} (red, down)", fontsize=7.5, color=charts.RED)
    ticks = [t for t in axes.get_yticks() if -bottom - 10 < t < top + 10]
    axes.set_yticks(ticks, [f"{abs(t):.0f}" for t in ticks])
    axes.set_xticks(range(1995, last + 1, 5))
    axes.set_xlabel("Persons handed over in a year. ?: some numbers are not known.")
    shown = years.reset_index(names="year")
    peak = years[armenian].idxmax()
    charts.show(
        figure,
        "fig-captives-transfers",
        f"Known handovers of living captives: {int(years[armenian].sum())} persons "
        f"{armenian} and {int(years[azerbaijan].sum())} {azerbaijan}, in the transfers whose "
        f"number is known. The year with most handed {armenian} is {peak} "
        f"({int(years.loc[peak, armenian])}).",
        f"Bars by year from {first} to {last}: upwards persons handed {armenian}, downwards "
        f"{azerbaijan}. The tallest bar upwards is that of {peak}, downwards that "
        f"of {years[azerbaijan].idxmax()} ({int(years[azerbaijan].max())}). "
        f"Question marks stand over {int((years['unknown'] > 0).sum())} years in which a number "
        "is not known.",
        shown,
        "the record, table transfers. Exchanges of the war of 1992–94 are mostly missing.",
    )


def transfers_table(record: Record) -> None:
    """Show every transfer: when, who, from whom to whom, by whose mediation, for what."""
    transfers = record.transfers.sort_values(["date_earliest", "id"], kind="stable")
    # ``from`` is no name that Python allows.
    transfers = transfers.rename(columns={"from": "given_by"})
    actors, places = names(record, "actors"), names(record, "places")
    phases = phase_of(transfers["date_earliest"], record.phases)
    placed = transfers.assign(phase=phases.to_numpy())
    returned, unnamed = analysis.returned(transfers), analysis.unnamed(transfers)
    nothing = transfers["in_return"].notna() & ~returned & ~unnamed
    tables.show(
        "tbl-captives-transfers",
        f"{counted(len(transfers), 'handover')} of captives, of remains and of persons who had "
        f"crossed a line. For {int(returned.sum())} something is said to have been given in "
        f"return, for {int(nothing.sum())} nothing; for {int(unnamed.sum())} the pages name none; "
        "of the others it is not known.",
        ("Date", "Who was handed over", "From and to", "In return", "Sources"),
        by_phase(record, placed, lambda transfer: _transfer_row(transfer, actors, places)),
        "Source: the record, table transfers. A dash: nothing is known of it.",
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
            Order("number", "fewest first", "most first", keys(transfers["number"])),
        ),
    )


def _transfer_row(transfer, actors: dict, places: dict) -> list:
    number = "number not known" if pd.isna(transfer.number) else f"{transfer.number:,}"
    also = []
    if text(transfer.event):
        also.append(RowLink(anchor("events", transfer.event), "event"))
    if text(transfer.term):
        also.append(RowLink(anchor("terms", transfer.term), "term"))
    return [
        Anchor(anchor("transfers", transfer.id), when(transfer.date, transfer.end_date)),
        stacked(
            (f"{number}: {words(transfer.kind)}", "row-title"),
            (transfer.category, "row-text"),
            (text(transfer.note), "row-note"),
            *([Block(row(*also, separator=" · "), "row-way")] if also else []),
        ),
        stacked(
            (f"from {listed(transfer.given_by, actors)}", "row-text"),
            (f"to {listed(transfer.to, actors)}", "row-text"),
            (
                f"through {listed(transfer.mediator, actors)}" if transfer.mediator else "",
                "row-note",
            ),
            (listed(transfer.places, places), "row-note"),
        ),
        text(transfer.in_return) or "–",
        sourced(transfer),
    ]


_COUNTERS = "the Armenian side, lawyers, media and the Council of Europe"


def held_chart(record: Record) -> None:
    """Draw how many Armenians were said to be held in Azerbaijan since 2020, by claimant."""
    told = analysis.counts(record.estimates, "held")
    told = told[(told["episode"] == "captives-since-2020") & (told["losses_of"] == "armenian-side")]
    told = told.dropna(subset=["as_of_latest"])
    figures = human_cost.numbers(told)
    azerbaijan = told["scope"].str.contains("Azerbaijan (?:had )?confirm", regex=True).fillna(False)
    figure, (axes,) = charts.figure(2.7)
    for label, chosen, mark, colour in (
        (f"counts of {_COUNTERS}", ~azerbaijan, "o", charts.BLUE),
        ("of those, confirmed by Azerbaijan, as others report", azerbaijan, "D", charts.RED),
    ):
        axes.plot(
            human_cost.middle(told)[chosen],
            figures[chosen],
            mark,
            ms=4.4,
            mew=0,
            color=colour,
            label=label,
        )
    axes.set_ylim(0, figures.max() * 1.1)
    charts.years(axes)
    axes.set_ylabel("persons")
    figure.legend(loc="outside lower center", ncols=1, fontsize=7, frameon=False)
    last = told.iloc[-1]
    charts.show(
        figure,
        "fig-captives-held",
        "How many Armenians were said to be held in Azerbaijan since the war of 2020. The latest "
        f"count of the record is {human_cost.figure(last['value'], last['low'], last['high'])} "
        f"({last['claimant']}, {when(last['as_of'])}).",
        f"{len(told)} dots from {told['as_of_latest'].min():%Y} to "
        f"{told['as_of_latest'].max():%Y}. Counts of {_COUNTERS} lie between "
        f"{figures[~azerbaijan].min():.0f} and {figures[~azerbaijan].max():.0f}; counts of those "
        f"whom Azerbaijan confirmed between {figures[azerbaijan].min():.0f} and "
        f"{figures[azerbaijan].max():.0f}.",
        told[["id", "as_of", "claimant", "value", "low", "high", "scope"]],
        "the record, table estimates.",
    )


def left_out(transfers: pd.DataFrame) -> str:
    """Which handovers a sum leaves out, since their number is disputed or not known."""
    unknown = transfers[transfers["number"].isna()]
    if unknown.empty:
        return ""
    told = [
        f"{way} on {when(day)}"
        for way, day in zip(analysis.direction(unknown), unknown["date"], strict=True)
    ]
    return f"; left out, as uncertain, are those {series(told)}"


def counts_table(record: Record, measure: str) -> None:
    """Show every published count of those held, or of the missing."""
    told = analysis.counts(record.estimates, measure)
    days = dict(zip(record.episodes["id"], record.episodes["title"], strict=True))
    rows = [
        [
            when(e.as_of) or "undated",
            number,
            stacked(
                (f"of: {WHOSE[e.losses_of]}; {days[e.episode]}", "row-note"),
                (scope, "row-text"),
                (text(e.note), "row-note"),
            ),
            e.claimant,
            sourced(e),
        ]
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
    return "; ".join(
        f"{figure_and_scope(e)[0]} of {WHOSE[e.losses_of]} ({e.claimant}, {when(e.as_of)})"
        for e in last.itertuples()
    )


def trials(record: Record) -> pd.DataFrame:
    """Events of trials, sentences and detentions that concern both sides, in time order."""
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


def trials_table(record: Record) -> None:
    """Show the trials and detentions that the record tells of."""
    told = trials(record)
    rows = [
        [
            when(e.date, e.end_date),
            stacked(RowLink(anchor("events", e.id), e.title), (e.summary, "row-text")),
            "accounts differ" if e.contested else "–",
        ]
        for e in told.itertuples()
    ]
    tables.show(
        "tbl-captives-trials",
        f"{counted(len(told), 'event')} of detention, trial, sentence or pardon. A verdict of one "
        "side’s court is no proof of the fact; the timeline, to which a title leads, has the "
        "accounts.",
        ("Date", "Event", "Contested"),
        rows,
        "Source: the record, table events.",
        "wide cols-trials",
    )
