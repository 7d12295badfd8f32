"""The whole conflict on one axis of time."""

import pandas as pd


def held(told: pd.DataFrame) -> pd.DataFrame:
    """How many areas each holder had from day to day of change.

    Parameters
    ----------
    told : pandas.DataFrame
        ``area``, ``holder``, ``start``, ``end``: dated spans without gaps, as
        `briefing.analysis.territory.begun_with_the_holder` gives them.

    Returns
    -------
    pandas.DataFrame
        Indexed by day (each on which something changes, and the last), one column a holder in
        the order of their first span; counts of areas. A count holds until the next day.
    """
    days = sorted(set(told["start"]) | {told["end"].max()})
    holders = list(dict.fromkeys(told.sort_values("start", kind="stable")["holder"]))
    counts = {
        holder: [
            int(((own["start"] <= day) & ((own["end"] > day) | (own["end"] == days[-1]))).sum())
            for day in days
        ]
        for holder in holders
        for own in [told[told["holder"] == holder]]
    }
    return pd.DataFrame(counts, index=pd.DatetimeIndex(days, name="day"))


def lanes(starts: pd.Series, ends: pd.Series, gap: pd.Timedelta) -> list[int]:
    """Put spans on as few lanes as keep them apart.

    Parameters
    ----------
    starts, ends : pandas.Series of datetime64
        One span a row, in time order of the starts.
    gap : pandas.Timedelta
        Least distance between two spans on one lane.

    Returns
    -------
    list of int
        Lane of each span, from 0.
    """
    free: list[pd.Timestamp] = []
    placed = []
    for start, end in zip(starts, ends, strict=True):
        lane = next((i for i, until in enumerate(free) if until + gap <= start), len(free))
        free[lane : lane + 1] = [end]
        placed.append(lane)
    return placed
