"""Phases of the conflict: where an event falls, and how deaths and events spread over them."""

import numpy as np
import pandas as pd

# Phases that are wars.
WARS = ("war-1992-94", "war-2020")


def whole(phases: pd.DataFrame) -> pd.DataFrame:
    """Whole phases in time order, without the parts of phases."""
    return phases[phases["parent"].isna()].sort_values("start_earliest")


def phase_of(when: pd.Series, phases: pd.DataFrame) -> pd.Series:
    """Phase of each day.

    Parameters
    ----------
    when : pandas.Series of datetime64
        Days; ``NaT`` is no phase.
    phases : pandas.DataFrame
        The table of phases of the record; parts of phases are left out.

    Returns
    -------
    pandas.Series of str
        Id of the phase, with the index of `when`; ``<NA>`` outside all phases.
    """
    own = whole(phases)
    starts = own["start_earliest"].to_numpy()
    place = starts.searchsorted(when.to_numpy(), side="right") - 1
    found = [own["id"].iloc[p] if p >= 0 else pd.NA for p in place]
    last = own["end_latest"].iloc[-1]
    result = pd.Series(found, index=when.index, dtype="string")
    if pd.notna(last):
        result = result.mask(when > last)
    return result.mask(when.isna())


# Categories of events in the order in which a day is told.
_WITHIN_A_DAY = (
    "combat", "control", "harm-to-civilians", "displacement", "ceasefire", "peacekeeping",
    "agreement", "negotiation", "humanitarian", "legal", "political", "statement",
)  # fmt: skip


def with_phase(events: pd.DataFrame, phases: pd.DataFrame) -> pd.DataFrame:
    """Events with the phase of their earliest day and that of their last, in time order.

    Parameters
    ----------
    events, phases : pandas.DataFrame
        Tables of the record.

    Returns
    -------
    pandas.DataFrame
        The events with the columns ``phase`` and ``phase_last``, sorted by date; on one day what
        happened on the ground stands before what was agreed, decided and said, and an event whose
        id goes on from that of another stands behind it.
    """
    last = events["end_date_latest"].fillna(events["date_latest"])
    placed = events.assign(
        phase=phase_of(events["date_earliest"], phases),
        phase_last=phase_of(last, phases),
    )
    ranks = {c: n for n, c in enumerate(_WITHIN_A_DAY)}
    rank = placed.set_index("id")["category"].astype(str).map(ranks)
    heads = _heads(placed["id"])
    ordered = placed.assign(rank=heads.map(rank), head=heads)
    ordered = ordered.sort_values(["date_earliest", "date", "rank", "head", "id"])
    return ordered.drop(columns=["rank", "head"])


def _heads(ids: pd.Series) -> pd.Series:
    """For each id the shortest one that it goes on from, or itself."""
    known = set(ids)

    def head(key: str) -> str:
        parts = key.split("-")
        starts = ("-".join(parts[:length]) for length in range(1, len(parts)))
        return next((start for start in starts if start in known), key)

    return ids.map(head)


def spread(placed: pd.DataFrame, phases: pd.DataFrame) -> pd.DataFrame:
    """How the record's events, and those of combat or control, are spread over the phases.

    Parameters
    ----------
    placed : pandas.DataFrame
        Events from `with_phase`.
    phases : pandas.DataFrame
        The table of phases.

    Returns
    -------
    pandas.DataFrame
        One row a phase: ``id``, ``events``, ``combat``.
    """
    ids = whole(phases)["id"]
    counts = placed["phase"].value_counts()
    combat = placed.loc[placed["category"].isin(["combat", "control"]), "phase"].value_counts()
    return pd.DataFrame(
        {
            "id": ids.to_numpy(),
            "events": [int(counts.get(i, 0)) for i in ids],
            "combat": [int(combat.get(i, 0)) for i in ids],
        }
    )


def yearly_deaths(deaths: pd.DataFrame, intensity: pd.DataFrame) -> pd.DataFrame:
    """Deaths of each year with the intensity that UCDP/PRIO code for it.

    Parameters
    ----------
    deaths : pandas.DataFrame
        ``ucdp_deaths_by_year`` of the record; blank years are not covered.
    intensity : pandas.DataFrame
        ``ucdp_conflict_years`` of the record.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``best``, ``low``, ``high`` (deaths) and ``intensity`` (0, 1 or 2).
    """
    levels = intensity.groupby("year")["intensity_level"].max()
    table = deaths[["year", "best", "low", "high"]].copy()
    table["intensity"] = table["year"].map(levels).fillna(0).astype(int)
    return table


def years_between(table: pd.DataFrame, low: int, below: float = float("inf")) -> list[str]:
    """Years whose best estimate of deaths is as high as one number, and below another.

    Parameters
    ----------
    table : pandas.DataFrame
        From `yearly_deaths`.
    low, below : float
        The two numbers.

    Returns
    -------
    list of str
    """
    own = (table["best"] >= low) & (table["best"] < below)
    return [str(year) for year in table.loc[own.fillna(False), "year"]]


def change_points(years: pd.Series, deaths: pd.Series, breaks: int) -> list[int]:
    """Years in which the level of yearly deaths changes, for a given number of changes.

    Parameters
    ----------
    years : pandas.Series of int
        Years that are covered, in order.
    deaths : pandas.Series
        Deaths of each year, none missing.
    breaks : int
        How many changes to look for.

    Returns
    -------
    list of int
        First year of each new level.

    Notes
    -----
    The split of the series of log10(deaths + 1) into levels with the least squared distance,
    found exactly by dynamic programming (`ruptures.Dynp`, Truong et al. 2020).
    """
    levels = np.log10(deaths.to_numpy(dtype=float) + 1)
    return [int(years.iloc[at]) for at in split(levels, breaks)]


def split(series: np.ndarray, breaks: int) -> list[int]:
    """Where to split a series into levels, with the least squared distance from their means.

    Parameters
    ----------
    series : numpy.ndarray
        Numbers in the order of time.
    breaks : int
        How many splits.

    Returns
    -------
    list of int
        Position of the first number of each new level.
    """
    # Imported here: it costs a second, and most chapters use this module for its phases alone.
    import ruptures

    found = ruptures.Dynp(model="l2", min_size=1, jump=1).fit(series).predict(n_bkps=breaks)
    return found[:-1]
