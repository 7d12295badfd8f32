"""Stated positions: who said what on which issue, and how it changed."""

import pandas as pd

ISSUES = ("political-status", "territory", "displaced", "peacekeepers", "routes", "format")


def matrix(positions: pd.DataFrame, actors: list[str]) -> pd.DataFrame:
    """Count the dated positions of each actor on each issue.

    Parameters
    ----------
    positions : pandas.DataFrame
        ``positions`` of the record.
    actors : list of str
        Actors in their order.

    Returns
    -------
    pandas.DataFrame
        Indexed by actor, a column for each of `ISSUES`, whole numbers.
    """
    counts = pd.crosstab(positions["actor"], positions["issue"])
    return counts.reindex(index=actors, columns=list(ISSUES), fill_value=0).astype(int)


def changes(positions: pd.DataFrame) -> pd.Series:
    """How many positions of each actor replace an earlier one of its own.

    Parameters
    ----------
    positions : pandas.DataFrame
        ``positions`` of the record.

    Returns
    -------
    pandas.Series
        Whole numbers, indexed by actor, most first.
    """
    replaced = positions[positions["replaces"].notna()]
    return replaced["actor"].value_counts()


def on_issue(positions: pd.DataFrame, issue: str, actors: list[str]) -> pd.DataFrame:
    """Positions on one issue, by actor and in time order.

    Parameters
    ----------
    positions : pandas.DataFrame
        ``positions`` of the record.
    issue : str
        One of `ISSUES`.
    actors : list of str
        Actors in their order; others follow.

    Returns
    -------
    pandas.DataFrame
        Rows of `positions`.
    """
    rank = {actor: place for place, actor in enumerate(actors)}
    own = positions[positions["issue"] == issue]
    own = own.assign(rank=own["actor"].map(rank).fillna(len(rank)))
    return own.sort_values(["rank", "actor", "date_earliest", "id"], kind="stable")
