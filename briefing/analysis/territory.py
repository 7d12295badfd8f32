"""Territory: who held which district when, and how schematic outlines measure up."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

_KM_PER_DEGREE = 6371.0088 * np.pi / 180


def area_km2(ring: np.ndarray) -> float:
    """Area of a small ring on the sphere.

    Parameters
    ----------
    ring : numpy.ndarray
        Shape (points, 2): longitude and latitude in degrees, closed or not.

    Returns
    -------
    float
        Square kilometres, by the shoelace formula on an equirectangular plane at the ring's
        middle latitude; good to a tenth of a percent for rings of a degree or two.
    """
    x = ring[:, 0] * np.cos(np.radians(ring[:, 1].mean())) * _KM_PER_DEGREE
    y = ring[:, 1] * _KM_PER_DEGREE
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)


def inside(rings: Sequence[np.ndarray], longitudes: np.ndarray, latitude: float) -> np.ndarray:
    """Which points of one latitude lie within some rings (even-odd rule).

    Parameters
    ----------
    rings : sequence of numpy.ndarray
        Each of shape (points, 2), closed or not: longitude and latitude in degrees.
    longitudes : numpy.ndarray
        Shape (n,), degrees.
    latitude : float
        Degrees.

    Returns
    -------
    numpy.ndarray of bool
        Shape (n,).
    """
    crossings = np.sort(np.concatenate([_crossings(ring, latitude) for ring in rings]))
    return (len(crossings) - np.searchsorted(crossings, longitudes)) % 2 == 1


def _crossings(ring: np.ndarray, latitude: float) -> np.ndarray:
    """Longitudes at which a ring crosses a latitude."""
    following = np.roll(ring, -1, axis=0)
    straddles = (ring[:, 1] > latitude) != (following[:, 1] > latitude)
    start, end = ring[straddles], following[straddles]
    share = (latitude - start[:, 1]) / (end[:, 1] - start[:, 1])
    return start[:, 0] + share * (end[:, 0] - start[:, 0])


def spans(changes: pd.DataFrame, places: dict[str, list[str]], until: pd.Timestamp) -> pd.DataFrame:
    """Who held each area from when to when, by the dated changes of control over its places.

    Parameters
    ----------
    changes : pandas.DataFrame
        ``control_changes`` of the record.
    places : dict of list of str
        For each area, its places whose change of control stands for the area.
    until : pandas.Timestamp
        Last day of the record; an open span ends there.

    Returns
    -------
    pandas.DataFrame
        ``area``, ``holder`` (an actor's id), ``start`` (NaT for the first span, which the record
        does not date), ``end``, ``means`` (how the span began; blank for the first), in time
        order within each area. A change to the actor that already holds the area begins no new
        span.
    """
    rows = []
    ordered = changes.sort_values(["date_earliest", "id"], kind="stable")
    for area, members in places.items():
        own = ordered[ordered["place"].isin(members)]
        if own.empty:
            continue
        holder, start, means = own["from"].iloc[0], pd.NaT, ""
        for change in own.to_dict("records"):
            if change["to"] == holder:
                continue
            day = change["date_earliest"]
            rows.append((area, holder, start, day, means))
            holder, start, means = change["to"], day, change["means"]
        rows.append((area, holder, start, until, means))
    return pd.DataFrame(rows, columns=["area", "holder", "start", "end", "means"])


def begun_with_the_holder(
    told: pd.DataFrame, founded: pd.Series, before: str, start: pd.Timestamp
) -> pd.DataFrame:
    """Give the undated first span of each area the first day of its holder.

    Parameters
    ----------
    told : pandas.DataFrame
        From `spans`.
    founded : pandas.Series
        First day of each actor, by id; NaT for one that was there before `start`.
    before : str
        Who held every area before that day.
    start : pandas.Timestamp
        First day of the strip.

    Returns
    -------
    pandas.DataFrame
        As `told`, every span dated, with a span of `before` from `start` on.
    """
    first = told["start"].isna()
    begun = told["holder"].map(founded).fillna(start)
    dated = told.assign(start=told["start"].where(~first, begun))
    earlier = dated[first & (dated["start"] > start)]
    earlier = earlier.assign(holder=before, end=earlier["start"], start=start, means="")
    whole = pd.concat([earlier, dated])
    rank = {area: place for place, area in enumerate(dict.fromkeys(told["area"]))}
    order = whole["area"].map(rank)
    return whole.assign(order=order).sort_values(
        ["order", "start"], kind="stable", ignore_index=True
    )[told.columns]


def parted(told: pd.DataFrame, holders: Sequence[str], since: pd.Timestamp) -> pd.DataFrame:
    """Part the spans of some holders at a day, so that what follows it can be told apart.

    Parameters
    ----------
    told : pandas.DataFrame
        From `begun_with_the_holder`.
    holders : sequence of str
        Whose spans are parted.
    since : pandas.Timestamp
        Where.

    Returns
    -------
    pandas.DataFrame
        As `told`, with ``parted``: whether the span is of these holders and begins on that day or
        later. A span that ends on the day is none that reaches beyond it.
    """
    own = told["holder"].isin(holders)
    across = own & (told["start"] < since) & (told["end"] > since)
    before = told.assign(end=told["end"].mask(across, since))
    after = told[across].assign(start=since)
    both = pd.concat([before, after]).sort_index(kind="stable").reset_index(drop=True)
    return both.assign(parted=both["holder"].isin(holders) & (both["start"] >= since))


def area_within_km2(ring: np.ndarray, country: Sequence[np.ndarray], step: float = 0.005) -> float:
    """Area of the part of a ring that lies within a country.

    Parameters
    ----------
    ring : numpy.ndarray
        Shape (points, 2): longitude and latitude in degrees.
    country : sequence of numpy.ndarray
        Rings of the country; a point within an odd number of them is inside.
    step : float
        Side of the grid cell in degrees.

    Returns
    -------
    float
        Square kilometres, by counting the cells whose middle lies within both.
    """
    (west, south), (east, north) = ring.min(axis=0), ring.max(axis=0)
    longitudes = np.arange(west, east, step) + step / 2
    total = 0.0
    for latitude in np.arange(south, north, step) + step / 2:
        both = inside([ring], longitudes, latitude) & inside(country, longitudes, latitude)
        total += both.sum() * (step * _KM_PER_DEGREE) ** 2 * np.cos(np.radians(latitude))
    return float(total)


def held_outside_the_oblast(districts: pd.DataFrame) -> tuple[float, float]:
    """Land of the seven districts held by Armenian forces from 1994 to 2020, as a range.

    Parameters
    ----------
    districts : pandas.DataFrame
        ``districts`` of the record; rows without a held area are left out.

    Returns
    -------
    tuple of float
        Sum of the low and of the high figures, in square kilometres. These are areas of different
        districts, not figures of different claimants for one.
    """
    own = districts.dropna(subset=["held_low_km2", "held_high_km2"])
    return float(own["held_low_km2"].sum()), float(own["held_high_km2"].sum())
