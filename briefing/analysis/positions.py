"""Stated positions: who said what on which issue, in the order of time."""

import pandas as pd


def on_issue(positions: pd.DataFrame, issue: str, actors: list[str]) -> pd.DataFrame:
    """Positions on one issue, by actor and in time order.

    Parameters
    ----------
    positions : pandas.DataFrame
        ``positions`` of the record.
    issue : str
        A value of the column ``issue``.
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
