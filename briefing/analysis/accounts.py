"""Accounts of contested rows: which are shown with which row, and who was sought in vain."""

from collections.abc import Mapping

import pandas as pd

from briefing.analysis.balance import SIDES

# Tables whose rows share accounts: an agreement and the event of its making.
_TWINS = {"events": "agreements", "agreements": "events"}


def shown(accounts: pd.DataFrame, events: pd.DataFrame, table: str) -> pd.DataFrame:
    """Accounts as they are shown with the rows of one table.

    Parameters
    ----------
    accounts, events : pandas.DataFrame
        Tables of the record.
    table : str
        ``events``, ``agreements`` or ``terms``.

    Returns
    -------
    pandas.DataFrame
        Columns of the table of accounts; ``row`` is the row with which each is shown. An
        agreement and the event of its making share their accounts; of an actor that has one on
        both, the row's own is shown.
    """
    own = accounts[accounts["table"] == table]
    twin = _TWINS.get(table)
    if twin is None:
        return own
    made = events.dropna(subset=["agreement"])[["id", "agreement"]]
    made = made.rename(columns={"id": "events", "agreement": "agreements"})
    shared = accounts[accounts["table"] == twin].merge(made, left_on="row", right_on=twin)
    shared["row"] = shared[table]
    both = pd.concat([own, shared[list(accounts.columns)]], ignore_index=True)
    return both.drop_duplicates(["row", "actor"], ignore_index=True)


def by_actor(heard: pd.DataFrame) -> pd.DataFrame:
    """Count the rows on which each actor is heard, and those on which no account was found.

    Parameters
    ----------
    heard : pandas.DataFrame
        From `shown`.

    Returns
    -------
    pandas.DataFrame
        ``actor``, ``heard``, ``sought``; the actor that is heard most often first.
    """
    found = heard["account"].notna()
    counts = pd.DataFrame(
        {
            "heard": heard[found].groupby("actor")["row"].nunique(),
            "sought": heard[~found].groupby("actor")["row"].nunique(),
        }
    )
    table = counts.fillna(0).astype(int).rename_axis("actor").reset_index()
    return table.sort_values(["heard", "actor"], ascending=[False, True], ignore_index=True)


def contested_by_category(events: pd.DataFrame, least: int) -> pd.DataFrame:
    """How many events of each category are contested, the most contested category first.

    Parameters
    ----------
    events : pandas.DataFrame
        ``events`` of the record, or some of its rows.
    least : int
        Categories of fewer events are left out: their share would say little.

    Returns
    -------
    pandas.DataFrame
        ``category``, ``contested``, ``events``; by the share of the one in the other.
    """
    counts = events.groupby("category")["contested"].agg(contested="sum", events="count")
    counts = counts[counts["events"] >= least].astype(int).reset_index()
    share = counts["contested"] / counts["events"]
    order = counts.assign(share=share).sort_values(
        ["share", "events", "category"], ascending=[False, False, True]
    )
    return order.drop(columns="share").reset_index(drop=True)


def rows_with_both_sides(heard: pd.DataFrame, sides: Mapping[str, str]) -> int:
    """Count the rows on which both the Armenian and the Azerbaijani side are heard.

    Parameters
    ----------
    heard : pandas.DataFrame
        From `shown`.
    sides : mapping of str to str
        Side of each actor, by id.

    Returns
    -------
    int
    """
    found = heard[heard["account"].notna()]
    whose = found["actor"].map(lambda actor: SIDES.get(sides.get(actor, "")))
    return int((whose.groupby(found["row"]).nunique() == len(set(SIDES.values()))).sum())
