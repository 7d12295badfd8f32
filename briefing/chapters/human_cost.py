"""The chapter on the human cost: every published figure with its claimant."""

from briefing import tables
from briefing.analysis import human_cost as analysis
from briefing.chapters.common import counted, sourced, stacked, text, when, words
from briefing.markup import RowLink
from briefing.record import Record

# Names of peoples and states as they are written; the values of the vocabulary have no capitals.
_WHOSE = {
    "azerbaijan": "Azerbaijan",
    "armenia": "Armenia",
    "nk": "Nagorno-Karabakh",
    "armenian-side": "the Armenian side",
    "all-sides": "all sides",
    "russia": "Russia",
    "iran": "Iran",
    "other": "see below",
}


def estimates_table(record: Record) -> None:
    """Show every estimate, grouped by episode."""
    estimates = analysis.ordered(record.estimates, record.episodes)
    enemy = analysis.about_the_enemy(estimates)
    days = dict(zip(record.events["id"], record.events["date"], strict=True))
    titles = dict(zip(record.episodes["id"], record.episodes["title"], strict=True))
    rows: list[list] = []
    current = None
    for estimate, claimed in zip(estimates.itertuples(), enemy, strict=True):
        if estimate.episode != current:
            current = estimate.episode
            rows.append([titles[current]])
        rows.append(_row(estimate, claimed, days))
    tables.show(
        "tbl-human-cost",
        f"{counted(len(estimates), 'published figure')}, grouped by episode. Each is somebody's "
        "claim at its date; none is added to another.",
        ("Figure", "Of what and whom", "Claimant", "Sources"),
        rows,
        "Source: the record, table estimates.",
        "wide cols-estimates",
    )


def _row(estimate, about_enemy: bool, days: dict[str, str]) -> list:
    number = analysis.figure(estimate.value, estimate.low, estimate.high)
    unit = "%" if estimate.unit == "percent" else f" {estimate.unit}"
    group = "" if estimate.group == "all" else f", {estimate.group}"
    return [
        number + unit,
        stacked(
            (f"{words(estimate.measure)}{group}; of: {_WHOSE[estimate.losses_of]}", "row-title"),
            (text(estimate.scope), "row-text"),
            ("a claim about the other side's losses" if about_enemy else "", "row-note"),
        ),
        stacked(
            (estimate.claimant, "row-text"),
            (when(estimate.as_of) or "day of the claim not known", "row-note"),
            RowLink(f"evt-{estimate.event}", f"event of {when(days[estimate.event])}"),
            (text(estimate.note), "row-note"),
        ),
        sourced(estimate),
    ]
