"""Rows of a table of changes of control, which several chapters show."""

import pandas as pd

from briefing.addresses import anchor
from briefing.analysis.phases import phase_of
from briefing.chapters.common import listed, stacked, text, when, words
from briefing.chapters.passages import Passages
from briefing.markup import Anchor, RowLink
from briefing.record import Record
from briefing.tables import RecordRow
from briefing.wording import in_sentence

CONTROL_HEADER = ("Date", "Place and change", "Who says so", "Note", "Sources")
WHO_HELD = (
    "“From” and “to” the de facto authorities name who administered a place, not whose troops held "
    "it; the European Court found in 2015 (Chiragov) that Armenia exercised effective control."
)


def changes_with_phase(record: Record) -> pd.DataFrame:
    """Every change of control with the phase of its first day, in time order.

    Returns
    -------
    pandas.DataFrame
        Rows of ``control_changes`` with ``phase``, the id of a phase or blank.
    """
    changes = record.control_changes.sort_values(["date_earliest", "id"], kind="stable")
    return changes.assign(phase=phase_of(changes["date_earliest"], record.phases).fillna(""))


def control_rows(
    changes: pd.DataFrame,
    actors: dict[str, str],
    places: dict[str, str],
    passages: Passages,
    own: bool = False,
) -> list:
    """Cells of each change of control, under `CONTROL_HEADER`.

    Parameters
    ----------
    changes : pandas.DataFrame
        Rows of ``control_changes``.
    actors, places : dict of str
        Names by id.
    passages : Passages
        Of ``control_changes``.
    own : bool, optional
        Whether the rows have their permanent address here, or lead to it by their date.

    Returns
    -------
    list of list
    """
    # ``from`` is no name that Python allows.
    told = changes.rename(columns={"from": "held_before"})
    leading = Anchor if own else RowLink
    return [RecordRow(c.id, _row(c, actors, places, passages, leading)) for c in told.itertuples()]


# What is said of a denial and of a confirmation, in the order in which they came.
_ORDERED = {
    "denied-first": ("Denied at first by", "Confirmed later by"),
    "confirmed-first": ("Confirmed at first by", "Denied later by"),
}


def _sayers(change, actors: dict[str, str]) -> list[str]:
    """Who announced, confirmed and denied a change: which came first, where it is known."""
    confirmed, denied = listed(change.confirmed_by, actors), listed(change.denied_by, actors)
    announced = f"Announced by: {listed(change.announced_by, actors) or '–'}"
    order = text(change.denial_order)
    if order:
        first, later = _ORDERED[order]
        ends = (denied, confirmed) if order == "denied-first" else (confirmed, denied)
        return [announced, f"{first}: {ends[0]}", f"{later}: {ends[1]}"]
    # “Confirmed by: Armenia. Denied by: Armenia” would read as a slip.
    if set(change.confirmed_by) & set(change.denied_by):
        denied += " (which of the two came first is not known)"
    return [announced, f"Confirmed by: {confirmed or '–'}", f"Denied by: {denied or '–'}"]


def _row(
    change, actors: dict[str, str], places: dict[str, str], passages: Passages, leading: type
) -> list:
    who = f"{actors[change.to]}, from {in_sentence(actors[change.held_before])}"
    return [
        leading(anchor("control_changes", change.id), when(change.date)),
        stacked(
            (RowLink(anchor("events", change.event), places[change.place]), "row-title"),
            (who, "row-note"),
            (words(change.means), "tag"),
        ),
        stacked(*((line, "row-text") for line in _sayers(change, actors))),
        passages.told(change, "note", "row-text"),
        passages.sourced(change),
    ]
