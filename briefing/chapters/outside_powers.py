"""The chapter on outside powers."""

import pandas as pd
from matplotlib.figure import Figure

from briefing import charts, tables
from briefing.analysis import human_cost
from briefing.analysis import outside_powers as analysis
from briefing.analysis import terms as term_analysis
from briefing.chapters.common import (
    cite,
    counted,
    counts_cells,
    linked_event,
    names,
    sourced,
    stacked,
    when,
    words,
)
from briefing.chapters.estimates import figure_and_scope
from briefing.chapters.heard import accounts
from briefing.chapters.passages import Passages
from briefing.chapters.terms import STATEMENT, STYLE, term_row
from briefing.markup import row
from briefing.record import Record
from briefing.wording import capital, in_sentence, series

_COLOURS = {"russia": charts.BLUE, "israel": charts.YELLOW, "turkey": charts.GREEN}
_BAR = 0.5  # height of a bar, in rows
_SLIVERS = 85  # per cent from which on a name does not fit to the right


def reach_table(record: Record) -> None:
    """Show what each power did, by table of the record."""
    counts = analysis.reach(
        record.events,
        record.meetings,
        record.agreement_actors,
        record.proposals,
        record.positions,
    )
    known = names(record, "actors")
    rows = [
        [known[power], *counts_cells(values)]
        for power, values in zip(counts.index, counts.to_numpy().tolist(), strict=True)
    ]
    tables.show(
        "tbl-powers-reach",
        "What the record holds of each power, Russia with its peacekeeping contingent. The counts "
        "say where it was active, not how much it weighed. "
        f"{counted(analysis.plans_authored(record.proposals), 'plan')} for a settlement "
        "name one or more of them as author.",
        ("Power", *counts.columns),
        rows,
        "Source: the record, tables events, meetings, agreement_actors, proposals, positions. A "
        "meeting is hosted by whoever called it or received the others, wherever it took place.",
        "wide figures",
    )


def _shares(imports: pd.DataFrame, known: dict[str, str]) -> Figure:
    """Draw a bar of shares for each importer and period."""
    groups = list(imports.groupby(["importer", "start", "end"]))
    figure, (axes,) = charts.figure(0.42 * len(groups) + 0.7)
    for place, (_, own) in enumerate(reversed(groups)):
        left = 0.0
        for share in own.sort_values("share", ascending=False, kind="stable").itertuples():
            colour = _COLOURS.get(share.supplier, charts.GREY)
            axes.barh(place, share.share, color=colour, **_bar(left))
            # The name of a sliver at the end of a bar stands before the end of the axis.
            end = "left" if left < _SLIVERS else "right"
            axes.text(
                left if end == "left" else 100,
                place + _BAR / 2 + 0.03,
                f"{known[share.supplier]} {share.share:g} %",
                fontsize=7,
                ha=end,
                va="bottom",
            )
            left += share.share
        axes.barh(place, 100 - left, color="#ececec", **_bar(left))
    axes.set_yticks(
        range(len(groups)),
        [f"{known[i]} {start[:4]}–{end[2:4]}" for (i, start, end), _ in reversed(groups)],
    )
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xlim(0, 100)
    axes.set_ylim(-0.5, len(groups) - 0.4)
    axes.set_xlabel("Per cent; pale: other suppliers, or not reported")
    return figure


def arms_chart(record: Record) -> None:
    """Draw the published shares of suppliers in both states' imports of arms."""
    imports = record.arms_imports.sort_values(["importer", "start", "supplier"])
    known = names(record, "actors")
    figure = _shares(imports, known)
    charts.show(
        figure,
        "fig-powers-arms",
        "Shares of suppliers in each state’s imports of arms, in per cent, as SIPRI published them "
        "and as far as they were found; the largest first.",
        "Stacked bars of suppliers’ shares for five-year periods: "
        + "; ".join(
            f"{known[r.importer]} {_period(r)}, {known[r.supplier]} {r.share:g} per cent"
            for r in imports.itertuples()
        )
        + ".",
        imports[["id", "importer", "supplier", "start", "end", "share"]],
        row(
            "SIPRI, as printed in",
            cite(list(dict.fromkeys(k for keys in imports["sources"] for k in keys))),
        ),
    )


def _bar(left: float) -> dict[str, object]:
    return {"left": left, "height": _BAR, "edgecolor": "white", "linewidth": 0.6}


def _period(imports) -> str:
    return f"{imports.start[:4]}–{imports.end[2:4]}"


def power_table(record: Record, power: str) -> None:
    """Show the events in which a power takes part."""
    own = analysis.of_power(record.events, power)
    title = names(record, "actors")[power]
    rows = [
        tables.RecordRow(
            e.id,
            [
                when(e.date, e.end_date),
                linked_event(e),
                words(e.category),
            ],
        )
        for e in own.itertuples()
    ]
    tables.show(
        f"tbl-powers-{power}",
        f"{title} in the record: {counted(len(rows), 'event')}.",
        ("Date", "Event", "Category"),
        rows,
        "Source: the record, table events. Sources and accounts stand with each event.",
        "wide cols-trials",
    )


def contingent_terms_table(record: Record) -> None:
    """Show the terms of the statement of 2020 that made the Russian contingent."""
    own = term_analysis.of_agreement(record.terms, STATEMENT)
    own = own[own["clause"].str.match(r"(?:[345]|6[df])")]
    actors, heard = names(record, "actors"), accounts(record, "terms")
    passages = Passages(record, "terms")
    tables.show(
        "tbl-powers-contingent",
        "What the statement of November 2020 says of the Russian contingent, and what became of "
        "it.",
        ("Clause", "Term", "Who owes it", "By when", "What became of it", "Sources"),
        [
            tables.RecordRow(t.id, term_row(t, actors, heard.get(t.id, []), passages))
            for t in own.itertuples()
        ],
        "Source: the record, table terms.",
        STYLE,
    )


def contingent_figures_table(record: Record) -> None:
    """Show the published figures of losses of the contingent."""
    told = record.estimates.sort_values(["as_of_earliest", "id"], kind="stable")
    peace = told["scope"].str.contains("peacekeep", case=False).fillna(False)
    own = told[peace & (told["losses_of"] == "russia")]
    rows = [
        tables.RecordRow(
            e.id,
            [
                when(e.as_of) or "undated",
                human_cost.with_unit(number, e.unit),
                stacked((words(e.measure), "tag"), (capital(scope), "row-text")),
                e.claimant,
                sourced(e),
            ],
        )
        for e in own.itertuples()
        for number, scope in [figure_and_scope(e)]
    ]
    tables.show(
        "tbl-powers-contingent-figures",
        f"{counted(len(rows), 'published figure')} of losses of the contingent.",
        ("As of", "Figure", "Of what", "Claimant", "Sources"),
        rows,
        "Source: the record, table estimates.",
        "wide cols-captive-counts",
    )


def arms(record: Record) -> str:
    """Who supplied most of each state's imports of arms, and when the shares end, as sentences."""
    known, imports = names(record, "actors"), record.arms_imports
    told = []
    for state in ("azerbaijan", "armenia"):
        first = analysis.largest_supplier(imports, state)
        if len(first):
            ends = first.iloc[[0, -1]].drop_duplicates(["start", "end"])
            named = ends["supplier"].map(lambda who: in_sentence(known[who]) + " ")
            named = named.mask(ends["supplier"].duplicated(), "")
            by = [f"{who}in {_period(s)}" for who, s in zip(named, ends.itertuples(), strict=True)]
            what = " was" if told else " largest supplier of arms was"
            told.append(f"{known[state]}’s{what} {series(by)}")
    last = imports["end"].str[:4].max()
    return f"{', '.join(told)}; no share of any supplier after {last} was found."


def counts(record: Record) -> str:
    """In how many rows the powers stand, and who hosted most meetings, as a sentence."""
    known = names(record, "actors")
    reach = analysis.reach(
        record.events,
        record.meetings,
        record.agreement_actors,
        record.proposals,
        record.positions,
    )
    hosts = reach["meetings hosted"].sort_values(ascending=False, kind="stable").head(3)
    (host, most), *others = hosts.items()
    hosted = [f"{in_sentence(known[host])} hosted {counted(most, 'meeting')}"]
    hosted += [f"{in_sentence(known[power])} {number}" for power, number in others]
    first, second = reach["events"].sort_values(ascending=False, kind="stable").head(2).items()
    busiest = f"{in_sentence(known[first[0]])}{_also(first[0])}"
    return (
        f"In the record {busiest} stands in {first[1]} events, "
        f"{in_sentence(known[second[0]])} in {second[1]}; {series(hosted)}."
    )


def _also(power: str) -> str:
    """Through whom else a power acts, where its events are counted with theirs."""
    return ", its peacekeepers included," if power in analysis.ALSO else ""


def contingent_days(record: Record) -> int:
    """Days between the statement and the announced end of the withdrawal."""
    terms = record.terms.set_index("id")
    ended = terms.loc["2020-11-10-trilateral-4b", "ended_latest"]
    begun = record.agreements.set_index("id").loc[STATEMENT, "in_force_from_earliest"]
    return int((ended - begun) / pd.Timedelta(days=1))


def agreed_days(record: Record) -> int:
    """Days of the statement's first term of peacekeeping, five years, had it run to its end."""
    due = record.terms.set_index("id").loc["2020-11-10-trilateral-4b", "deadline_latest"]
    begun = record.agreements.set_index("id").loc[STATEMENT, "in_force_from_earliest"]
    return int((due - begun) / pd.Timedelta(days=1))
