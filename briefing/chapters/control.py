"""Rows of a table of changes of control, which several chapters show."""

import pandas as pd

from briefing.analysis.phases import phase_of
from briefing.chapters.common import listed, sourced, stacked, text, when, words
from briefing.markup import RowLink
from briefing.record import Record

CONTROL_HEADER = ("Date", "Place and change", "Who says so", "Note", "Sources")


def changes_by_phase(record: Record) -> pd.DataFrame:
    """Every change of control with the phase of its first day, in time order."""
    changes = record.control_changes.sort_values(["date_earliest", "id"], kind="stable")
    return changes.assign(phase=phase_of(changes["date_earliest"], record.phases).fillna(""))


def control_rows(changes: pd.DataFrame, actors: dict[str, str], places: dict[str, str]) -> list:
    """Cells of each change of control, under `CONTROL_HEADER`.

    Parameters
    ----------
    changes : pandas.DataFrame
        Rows of ``control_changes``.
    actors, places : dict of str
        Names by id.

    Returns
    -------
    list of list
    """
    # ``from`` is no name that Python allows.
    told = changes.rename(columns={"from": "held_before"})
    return [_row(change, actors, places) for change in told.itertuples()]


def _row(change, actors: dict[str, str], places: dict[str, str]) -> list:
    who = f"{actors[change.to]}, from {actors[change.held_before]}"
    return [
        RowLink(f"evt-{change.event}", when(change.date)),
        stacked(
            (places[change.place], "row-title"), (who, "row-note"), (words(change.means), "tag")
        ),
        stacked(
            (f"Announced by: {listed(change.announced_by, actors) or '–'}", "row-text"),
            (f"Confirmed by: {listed(change.confirmed_by, actors) or '–'}", "row-text"),
            (f"Denied by: {listed(change.denied_by, actors) or '–'}", "row-text"),
        ),
        text(change.note),
        sourced(change),
    ]
