"""How long the truces held."""

import numpy as np
import pandas as pd

from briefing.analysis.agreements import halts

_FLOOR = 5 / 1440  # days; the shortest time that the chart of reporting tells apart
_TO_THE_DAY = ("day", "minute")  # precisions


def spells(table: pd.DataFrame, reading: str, until: pd.Timestamp) -> pd.DataFrame:
    """Length of every spell of truce in one reading of April 2016.

    Parameters
    ----------
    table : pandas.DataFrame
        ``truce_spells`` of the record.
    reading : str
        ``one-spell`` or ``two-spells``; spells without a reading belong to both.
    until : pandas.Timestamp
        Last day of the record: a spell that lasts is as long as is known by then.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``title``, ``start``, ``ending``, ``days_low``, ``days_high``, in time order: the
        bounds in days between which it lasted. What is known by day, or by month, may have begun
        or ended at any hour of it; a spell that ended on the day on which it began lasted between
        no time and the rest of that day.
    """
    own = table[table["reading"].isna() | (table["reading"] == reading)]
    own = own.sort_values(["start_earliest", "id"], kind="stable")
    rows = [_row(spell, until) for spell in own.itertuples()]
    return pd.DataFrame(rows, columns=["id", "title", "start", "ending", "days_low", "days_high"])


def _row(spell, until: pd.Timestamp) -> tuple:
    day = pd.Timedelta(days=1)
    begun = _moment(spell.start)
    begun_by = begun if spell.start_precision == "minute" else spell.start_latest + day
    first_end = last_end = until
    if pd.notna(spell.end_to):
        first_end, last_end = spell.end_from_earliest, spell.end_to_latest + day
    low, high = max((first_end - begun_by) / day, 0.0), (last_end - begun) / day
    return spell.id, spell.title, spell.start, spell.ending, low, high


def _moment(text: str) -> pd.Timestamp:
    """The moment of a reduced date as it was written, on the clock of its place."""
    return pd.Timestamp(text).tz_localize(None)


def survival(lengths: pd.Series, ended: pd.Series) -> pd.DataFrame:
    """Kaplan-Meier estimate of the share of spells that last longer than a time.

    Parameters
    ----------
    lengths : pandas.Series
        Days that each spell lasted, or has lasted so far.
    ended : pandas.Series of bool
        Whether it collapsed; every other ending is censored.

    Returns
    -------
    pandas.DataFrame
        ``days`` at which a spell ended or was censored, ``survival`` just after it, ``at_risk``
        just before it.

    Notes
    -----
    `scipy.stats.ecdf` with right-censored data; the numbers at risk are counted here.
    """
    # Imported here: it costs a second, and other chapters use this module for its spells alone.
    from scipy import stats

    data = stats.CensoredData.right_censored(lengths.to_numpy(float), (~ended).to_numpy())
    found = stats.ecdf(data).sf
    at_risk = [int((lengths >= days).sum()) for days in found.quantiles]
    table = {"days": found.quantiles, "survival": found.probabilities, "at_risk": at_risk}
    return pd.DataFrame(table)


def median(curve: pd.DataFrame) -> float:
    """First length in days at which half of the spells or fewer last; NaN if more than half do."""
    below = curve[curve["survival"] <= 0.5]
    return float(below["days"].iloc[0]) if len(below) else float(np.nan)


def spoken(days: float) -> str:
    """A length as a reader says it: hours, days, months or years.

    Parameters
    ----------
    days : float

    Returns
    -------
    str
        Rounded to the unit that fits.
    """
    if days < 2:
        hours = round(days * 24)
        return "1 hour" if hours == 1 else f"{hours} hours"
    if days < 90:
        return f"{days:.0f} days"
    if days < 730:
        return f"{days / 30.44:.0f} months"
    return f"{days / 365.25:.1f} years"


def spoken_bounds(low: float, high: float) -> str:
    """A length that is known between two bounds, as a reader says it.

    Parameters
    ----------
    low, high : float
        Days; a lower bound of 0 says that nothing is known of it.

    Returns
    -------
    str
    """
    longest = spoken(high)
    if low == 0:
        return f"at most {longest}"
    shortest = spoken(low)
    return longest if shortest == longest else f"{shortest} to {longest}"


def without_deaths(deaths: pd.DataFrame, first: int, last: int) -> list[int]:
    """Years of a span in which UCDP counts no death.

    Parameters
    ----------
    deaths : pandas.DataFrame
        ``ucdp_deaths_by_year`` of the record; a year without a figure is not covered.
    first, last : int
        Years of the span, both counted in.

    Returns
    -------
    list of int
    """
    own = deaths[deaths["year"].between(first, last) & (deaths["best"] == 0)]
    return [int(year) for year in own["year"]]


def days_after(told: pd.DataFrame) -> pd.Series:
    """Calendar days from the day on which a truce took effect to its first alleged breach.

    Parameters
    ----------
    told : pandas.DataFrame
        From `reporting`.

    Returns
    -------
    pandas.Series of int
        By agreement: the earliest that any side reported; 0 is the day of the beginning.
    """
    alleged, begun = (told[c].map(_moment).dt.normalize() for c in ("alleged_at", "begun"))
    return (alleged - begun).dt.days.groupby(told["agreement"]).min()


def left_out(agreements: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Ceasefire texts that belong to no spell.

    Parameters
    ----------
    agreements, table : pandas.DataFrame
        ``agreements`` and ``truce_spells`` of the record.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``title``, ``date_signed``, ``status_note`` in time order.
    """
    used = {agreement for row in table["agreements"] for agreement in row}
    stops = halts(agreements)
    stops = stops[~stops["id"].isin(used)].sort_values(["date_signed_earliest", "id"])
    return stops[["id", "title", "date_signed", "status_note"]].reset_index(drop=True)


def reporting(first: pd.DataFrame, agreements: pd.DataFrame) -> pd.DataFrame:
    """How long after a truce took effect each side's first alleged breach is said to have come.

    Parameters
    ----------
    first, agreements : pandas.DataFrame
        ``first_allegations`` and ``agreements`` of the record.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``agreement``, ``reporter``, ``alleged_at``, ``days_low``, ``days_high`` (bounds in
        days, five minutes at least; they differ where the day alone is known), in the order of
        the truces. Rows without a day of the alleged breach, or of a truce whose beginning is not
        known to the day, are left out.
    """
    begun = agreements.set_index("id")["in_force_from"]
    known = agreements.set_index("id")["in_force_from_precision"]
    dated = first["alleged_at_precision"].isin(_TO_THE_DAY)
    own = first[dated & first["agreement"].map(known).isin(_TO_THE_DAY)]
    rows = [_after(row, begun[row.agreement], known[row.agreement]) for row in own.itertuples()]
    columns = ["id", "agreement", "reporter", "alleged_at", "days_low", "days_high"]
    found = pd.DataFrame(rows, columns=columns)
    return found.assign(begun=found["agreement"].map(begun)).sort_values(
        ["begun", "agreement", "reporter"], kind="stable", ignore_index=True
    )


def _after(row, begun: str, precision: str) -> tuple:
    start, alleged = pd.Timestamp(begun), pd.Timestamp(row.alleged_at)
    if start.tzinfo is None or alleged.tzinfo is None:
        start, alleged = start.tz_localize(None), alleged.tz_localize(None)
    apart = (alleged - start) / pd.Timedelta(days=1)
    low = apart - (1 if precision == "day" else 0)
    high = apart + (1 if row.alleged_at_precision == "day" else 0)
    bounds = max(low, _FLOOR), max(high, _FLOOR)
    return row.id, row.agreement, row.reporter, row.alleged_at, *bounds
