"""The timeline: events counted by phase and by category."""

import pandas as pd

from briefing.analysis.accounts import shown
from briefing.analysis.phases import whole


def by_phase_and_category(placed: pd.DataFrame, phases: pd.DataFrame) -> pd.DataFrame:
    """Count events by phase and category.

    Parameters
    ----------
    placed : pandas.DataFrame
        Events with their phase, from `briefing.analysis.phases.with_phase`.
    phases : pandas.DataFrame
        The table of phases of the record.

    Returns
    -------
    pandas.DataFrame
        Index: ids of the phases in time order. Columns: categories, the most frequent first.
        Cells: number of events.
    """
    table = pd.crosstab(placed["phase"].astype(str), placed["category"].astype(str))
    order = placed["category"].value_counts().index
    return table.reindex(index=list(whole(phases)["id"]), columns=list(order), fill_value=0)


def cited(events: pd.DataFrame, accounts: pd.DataFrame) -> set[str]:
    """Sources that events cite, or the accounts that are shown with them.

    Parameters
    ----------
    events, accounts : pandas.DataFrame
        Tables of the record.

    Returns
    -------
    set of str
        Keys.
    """
    heard = shown(accounts, events, "events")
    return {key for keys in (*events["sources"], *heard["sources"]) for key in keys}


def by_year(placed: pd.DataFrame) -> pd.DataFrame:
    """Count events by the year of their earliest day and by category.

    Parameters
    ----------
    placed : pandas.DataFrame
        Events of the record.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``category``, ``events``; years without an event are left out.
    """
    years = placed["date_earliest"].dt.year.rename("year")
    counted = placed.groupby([years, "category"]).size().rename("events")
    return counted.reset_index()
