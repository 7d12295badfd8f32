"""The chapter of every published figure, each with its claimant."""

import pandas as pd

from briefing import tables
from briefing.addresses import anchor
from briefing.analysis import human_cost as analysis
from briefing.analysis.balance import SIDES
from briefing.chapters import choices, estimates
from briefing.chapters.common import by_id, counted, grouped, sourced, stacked, text, when, words
from briefing.facets import Facets, Order, keys
from briefing.markup import Anchor, RowLink
from briefing.record import Record
from briefing.wording import capital

# Names of peoples and states as they are written; the values of the vocabulary have no capitals.
WHOSE = {
    "azerbaijan": "Azerbaijan",
    "armenia": "Armenia",
    "nk": "Nagorno-Karabakh",
    "armenian-side": "the Armenian side",
    "all-sides": "all sides",
    "russia": "Russia",
    "iran": "Iran",
    "other": "others, named beside",
}


def figures_table(record: Record) -> None:
    """Show every published figure, grouped by episode."""
    told = analysis.ordered(record.estimates, record.episodes)
    enemy = analysis.losses_of_the_other(told)
    events = record.events.set_index("id")
    rows = grouped(
        told.assign(about_enemy=enemy), "episode", _titles(record), lambda e: _row(e, events)
    )
    tables.show(
        "tbl-figures",
        f"{counted(len(told), 'published figure')}, grouped by episode. Each is somebody’s "
        "claim at its date; none is added to another.",
        ("Figure", "Of what and whom", "Claimant", "Sources"),
        rows,
        "Source: the record, table estimates.",
        "wide cols-estimates",
        _facets(record, told),
    )


def _titles(record: Record) -> dict[str, str]:
    """Title of each episode, in the order of their beginnings."""
    episodes = record.episodes.sort_values(["start_earliest", "id"])
    return by_id(episodes, "title")


def _facets(record: Record, told: pd.DataFrame) -> Facets:
    # Persons, dollars and houses have no common order.
    number = analysis.numbers(told).where(told["unit"] == "persons")
    return Facets(
        "figure",
        "figures",
        (
            choices.one_of("episode", "Episode", told["episode"], _titles(record)),
            choices.one_of("measure", "Of what", told["measure"]),
            choices.one_of("of", "Of whom", told["losses_of"], WHOSE | {"other": "others"}),
            choices.one_of("side", "Claimant’s side", _sides(record, told), choices.sides(record)),
        ),
        (
            choices.by_date(told["as_of"]),
            Order("figure", "fewest persons first", "most persons first", keys(number)),
        ),
    )


def _sides(record: Record, told: pd.DataFrame) -> pd.Series:
    """Side of the claimant of each figure."""
    sides = record.actors.set_index("id")["side"]
    return told["claimant_side"].fillna(told["claimant_actor"].map(sides)).fillna("none")


def finding(record: Record) -> str:
    """Whose figures the record holds, how many are bounds or ranges, how many have no day."""
    told = record.estimates
    whose = _sides(record, told).map(SIDES)
    bounded = told[["low", "high"]].notna().any(axis=1)
    return (
        f"The table holds {counted(len(told), 'published figure')} of losses, flight, captives and "
        f"areas. {int((whose == 'Azerbaijani').sum())} are claims of the Azerbaijani side, "
        f"{int((whose == 'Armenian').sum())} of the Armenian, {int(whose.isna().sum())} of others. "
        f"{int(analysis.losses_of_the_other(told).sum())} are what one side, or an author or "
        "outlet of it, says of the other’s losses, and are marked. "
        f"{int(bounded.sum())} are bounds or ranges, as they were published; of "
        f"{int(told['as_of'].isna().sum())} the day of the claim is not known. Each stands for its "
        "claimant alone: none is added to another, and none is an average."
    )


def _row(estimate, events: pd.DataFrame) -> list:
    number, scope = estimates.figure_and_scope(estimate)
    group = "" if estimate.group == "all" else f", {estimate.group}"
    return [
        Anchor(anchor("estimates", estimate.id), analysis.with_unit(number, estimate.unit)),
        stacked(
            (f"{words(estimate.measure)}{group}{_of(estimate.losses_of)}", "row-title"),
            (capital(scope), "row-text"),
            ("a claim about the other side’s losses" if estimate.about_enemy else "", "row-note"),
        ),
        stacked(
            (estimate.claimant, "row-text"),
            (when(estimate.as_of) or estimates.UNDATED, "row-note"),
            _event(estimate, events),
            (text(estimate.note), "row-note"),
        ),
        sourced(estimate),
    ]


def _of(losses_of: str) -> str:
    """Whose losses they are, where the scope does not say it alone."""
    return "" if losses_of == "other" else f": {WHOSE[losses_of]}"


def _event(estimate, events: pd.DataFrame) -> RowLink | str:
    """A link to the event of a figure, by its day."""
    if not text(estimate.event):
        return ""
    shown = f"see the event of {when(events.loc[estimate.event, 'date'])}"
    return RowLink(anchor("events", estimate.event), shown)
