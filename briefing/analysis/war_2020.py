"""The war of autumn 2020, day by day."""

import pandas as pd

from briefing.analysis.agreements import halts

# On which of the aligned rows an event stands, by its category.
LANES = {
    "combat": "Ground fighting",
    "control": "Ground fighting",
    "harm-to-civilians": "Harm to civilians",
    "ceasefire": "Truces",
    "agreement": "Diplomacy",
    "negotiation": "Diplomacy",
    "statement": "Diplomacy",
}
OTHER = "Everything else"
ORDER = ("Ground fighting", "Harm to civilians", "Truces", "Diplomacy", OTHER)


def by_day(events: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    """Events that begin between two days, with their row and their day of the war.

    Parameters
    ----------
    events : pandas.DataFrame
        ``events`` of the record.
    start, end : pandas.Timestamp
        First and last day, both counted.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``date``, ``title``, ``category``, ``contested``, ``lane`` (one of `ORDER`),
        ``day`` (1 on the first day) and ``place`` (0, 1, ... among the events of one row and
        day), by day, the events of one day in the order of their rows.
    """
    inside = events[events["date_earliest"].between(start, end)]
    inside = inside[inside["date_precision"].isin(["day", "minute"])]
    lanes = inside["category"].map(LANES).fillna(OTHER)
    days = (inside["date_earliest"] - start).dt.days + 1
    told = inside.assign(lane=lanes, day=days, rank=lanes.map(ORDER.index))
    told = told.sort_values(["day", "rank", "date_earliest", "id"], kind="stable")
    told = told[["id", "date", "title", "category", "contested", "lane", "day"]]
    return told.assign(place=told.groupby(["lane", "day"]).cumcount()).reset_index(drop=True)


def confirmation(changes: pd.DataFrame) -> pd.Series:
    """Count changes of control by how they are known.

    Parameters
    ----------
    changes : pandas.DataFrame
        ``control_changes`` of the record.

    Returns
    -------
    pandas.Series
        ``confirmed`` (by the side that lost the place or a third party), ``after a denial`` (the
        part of these that were denied at first), ``denied`` (and confirmed by nobody) and
        ``announced`` (neither), in this order.
    """
    confirmed = changes["confirmed_by"].map(len) > 0
    denied = ~confirmed & (changes["denied_by"].map(len) > 0)
    counts = {
        "confirmed": int(confirmed.sum()),
        "after a denial": int((changes["denial_order"] == "denied-first").sum()),
        "denied": int(denied.sum()),
        "announced": int((~confirmed & ~denied).sum()),
    }
    return pd.Series(counts)


def confirmers(changes: pd.DataFrame) -> pd.Series:
    """Count the changes that each actor confirmed.

    Parameters
    ----------
    changes : pandas.DataFrame
        ``control_changes`` of the record.

    Returns
    -------
    pandas.Series of int
        By id of the actor, who confirmed most first; a change that two confirmed counts with both.
    """
    counts = changes["confirmed_by"].explode().dropna().value_counts()
    return counts.sort_index().sort_values(ascending=False, kind="stable")


def broken_at_once(stops: pd.DataFrame) -> int:
    """How many of some truces collapsed on the day on which they took effect.

    Parameters
    ----------
    stops : pandas.DataFrame
        From `truces`.

    Returns
    -------
    int
    """
    broken = stops[stops["status"] == "collapsed"]
    return int((broken["in_force_from"].str[:10] == broken["ended"].str[:10]).sum())


def truces(agreements: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    """Ceasefire texts that took effect within the war.

    Parameters
    ----------
    agreements : pandas.DataFrame
        ``agreements`` of the record.
    start, end : pandas.Timestamp
        First and last day, both counted.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``title``, ``in_force_from``, ``ended``, ``status``, ``day`` on which it took
        effect (1 on the first day of the war), in time order.
    """
    stops = halts(agreements)
    inside = stops[stops["in_force_from_earliest"].between(start, end)]
    inside = inside.sort_values(["in_force_from_earliest", "id"])
    days = (inside["in_force_from_earliest"] - start).dt.days + 1
    columns = ["id", "title", "in_force_from", "ended", "status"]
    return inside[columns].assign(day=days).reset_index(drop=True)
