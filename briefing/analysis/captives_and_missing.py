"""Captives, remains and the missing: handovers by year and direction, counts by claimant."""

import pandas as pd

from briefing.analysis.human_cost import confirmed

LIVING = ("captives", "strayed")
_ARMENIAN = {"armenia", "nk-authorities", "armenian-forces"}
DIRECTIONS = ("to the Armenian side", "to Azerbaijan")


def direction(transfers: pd.DataFrame) -> pd.Series:
    """To which side each transfer went.

    Parameters
    ----------
    transfers : pandas.DataFrame
        ``transfers`` of the record, with ``to``.

    Returns
    -------
    pandas.Series of str
        A value of `DIRECTIONS`, or ``elsewhere``.
    """

    def one(receivers: tuple[str, ...]) -> str:
        if "azerbaijan" in receivers:
            return DIRECTIONS[1]
        return DIRECTIONS[0] if _ARMENIAN & set(receivers) else "elsewhere"

    return transfers["to"].map(one)


def at_most(way: str) -> str:
    """Name of the column that holds the largest sum of a direction."""
    return f"{way}, at most"


def bounds(transfers: pd.DataFrame) -> pd.DataFrame:
    """The least and the most persons of each handover; both blank if no number is known.

    Parameters
    ----------
    transfers : pandas.DataFrame
        ``transfers`` of the record, with ``number``, ``low`` and ``high``.

    Returns
    -------
    pandas.DataFrame
        Columns ``low`` and ``high``, equal where claimants agree; index of `transfers`.
    """
    number = transfers["number"]
    return pd.DataFrame(
        {end: number.fillna(transfers[end]).astype("Int64") for end in ("low", "high")}
    )


def by_year(transfers: pd.DataFrame, kinds: tuple[str, ...]) -> pd.DataFrame:
    """Add up the numbers of persons handed over in each year, by direction.

    Each row is another handover, so that the sum adds no claimant to another. A transfer whose
    number is not known counts as none and is counted apart.

    Parameters
    ----------
    transfers : pandas.DataFrame
        ``transfers`` of the record.
    kinds : tuple of str
        Which kinds to count.

    Returns
    -------
    pandas.DataFrame
        Indexed by year; for each of `DIRECTIONS` a column of that name (the least) and one named
        by `at_most`, and ``unknown`` (transfers without a number), whole numbers.
    """
    own = transfers[transfers["kind"].isin(kinds)]
    year = own["date_earliest"].dt.year.rename("year")
    persons = bounds(own)
    ways = direction(own)
    sums = {}
    for way in DIRECTIONS:
        for column, end in ((way, "low"), (at_most(way), "high")):
            sums[column] = persons[end].where(ways == way).fillna(0).groupby(year).sum().astype(int)
    return pd.DataFrame(sums).assign(unknown=persons["low"].isna().groupby(year).sum().astype(int))


def total(transfers: pd.DataFrame, way: str) -> tuple[int, int]:
    """The least and the most persons who went one way, by the claimants of each handover.

    Parameters
    ----------
    transfers : pandas.DataFrame
        ``transfers`` of the record.
    way : str
        A value of `DIRECTIONS`.

    Returns
    -------
    tuple of int
    """
    persons = bounds(transfers[direction(transfers) == way])
    return int(persons["low"].sum()), int(persons["high"].sum())


_NOTHING = "None"  # how a cell begins that names nothing given in return
_UNNAMED = "None named"  # and where the sources are only silent on it


def returned(transfers: pd.DataFrame) -> pd.Series:
    """Whether a source names something that was given, or said to be given, in return.

    Parameters
    ----------
    transfers : pandas.DataFrame
        ``transfers`` of the record, with ``in_return``.

    Returns
    -------
    pandas.Series of bool
        False too where a source says that nothing was given, and where none is known to speak
        of it.
    """
    told = transfers["in_return"]
    return told.notna() & ~told.fillna("").str.startswith(_NOTHING)


def unnamed(transfers: pd.DataFrame) -> pd.Series:
    """Whether sources name nothing that was given in return, and do not say that it was nothing.

    Parameters
    ----------
    transfers : pandas.DataFrame
        ``transfers`` of the record, with ``in_return``.

    Returns
    -------
    pandas.Series of bool
    """
    return transfers["in_return"].fillna("").str.startswith(_UNNAMED)


def counts(estimates: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Published counts of one measure, dated and undated, in time order.

    Parameters
    ----------
    estimates : pandas.DataFrame
        ``estimates`` of the record.
    measure : str
        ``held`` or ``missing``.

    Returns
    -------
    pandas.DataFrame
        Rows of `estimates`; undated ones last.
    """
    own = confirmed(estimates[estimates["measure"] == measure])
    return own.sort_values(["as_of_earliest", "id"], kind="stable", na_position="last")
