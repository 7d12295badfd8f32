"""Published figures of the human cost, by episode; nothing is added up."""

import pandas as pd


def ordered(estimates: pd.DataFrame, episodes: pd.DataFrame) -> pd.DataFrame:
    """Estimates in the order of their episodes, measures and dates.

    Parameters
    ----------
    estimates, episodes : pandas.DataFrame
        Tables of the record.

    Returns
    -------
    pandas.DataFrame
        The rows of `estimates`.
    """
    starts = episodes.set_index("id")["start_earliest"]
    return estimates.assign(begins=estimates["episode"].map(starts)).sort_values(
        ["begins", "episode", "measure", "losses_of", "as_of_earliest", "id"], kind="stable"
    )


def figure(value: object, low: object, high: object) -> str:
    """A figure as it was published: a number, a range, ``at least`` or ``up to``.

    Parameters
    ----------
    value, low, high : float or NA
        At least one of them is known.

    Returns
    -------
    str
    """
    if pd.notna(value):
        return f"{value:,.10g}"
    if pd.notna(low) and pd.notna(high):
        return f"{low:,.10g}–{high:,.10g}"
    return f"at least {low:,.10g}" if pd.notna(low) else f"up to {high:,.10g}"


def about_the_enemy(estimates: pd.DataFrame) -> pd.Series:
    """Which estimates are a party's claim about the losses of its enemy.

    Parameters
    ----------
    estimates : pandas.DataFrame
        ``estimates`` of the record.

    Returns
    -------
    pandas.Series of bool
    """
    armenian = estimates["losses_of"].isin(["armenia", "nk", "armenian-side"])
    azerbaijani = estimates["losses_of"] == "azerbaijan"
    by_azerbaijan = estimates["claimant_actor"] == "azerbaijan"
    by_armenians = estimates["claimant_actor"].isin(["armenia", "nk-authorities"])
    found = (armenian & by_azerbaijan) | (azerbaijani & by_armenians)
    return found.fillna(False).astype(bool)
