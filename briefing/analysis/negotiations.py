"""Meetings: who met whom when, and who sat at the table."""

import pandas as pd

HIGH = ("heads", "foreign-ministers")
OTHER = "other levels"


def by_year(meetings: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Count meetings of each year by level.

    Parameters
    ----------
    meetings : pandas.DataFrame
        ``meetings`` of the record, with ``date_earliest`` and ``level``.
    first, last : int
        First and last year; a year without a meeting counts none.

    Returns
    -------
    pandas.DataFrame
        Indexed by year; columns ``heads``, ``foreign-ministers``, ``other levels``.
    """
    level = meetings["level"].where(meetings["level"].isin(HIGH), OTHER)
    counts = pd.crosstab(meetings["date_earliest"].dt.year, level)
    counts = counts.reindex(index=range(first, last + 1), columns=[*HIGH, OTHER], fill_value=0)
    return counts.rename_axis("year").astype(int)


def alone(meetings: pd.DataFrame) -> pd.Series:
    """Which meetings had nobody but the parties to the conflict at the table.

    Parameters
    ----------
    meetings : pandas.DataFrame
        ``meetings`` of the record, with ``present``.

    Returns
    -------
    pandas.Series of bool
    """
    return meetings["present"].map(set).map({"armenia", "azerbaijan", "nk-authorities"}.issuperset)


def at_the_table(meetings: pd.DataFrame, phase: pd.Series, order: list[str]) -> pd.DataFrame:
    """Count the meetings of each phase by who sat at the table.

    Parameters
    ----------
    meetings : pandas.DataFrame
        ``meetings`` of the record, with ``present`` and ``format``.
    phase : pandas.Series
        Phase of each meeting, with the same index.
    order : list of str
        Ids of the phases in time order; those without a meeting are left out.

    Returns
    -------
    pandas.DataFrame
        Indexed by phase; ``meetings``, ``with the de facto authorities`` (they sat with
        Azerbaijan, with or without Armenia), ``the two states without them`` (Armenia and
        Azerbaijan, alone or with third parties), ``without a third party``.
    """
    sat = meetings["present"].map(set)
    both = sat.map({"armenia", "azerbaijan"}.issubset)
    de_facto = sat.map({"nk-authorities", "azerbaijan"}.issubset)
    counted = pd.DataFrame(
        {
            "meetings": 1,
            "with the de facto authorities": de_facto,
            "the two states without them": both & ~de_facto,
            "without a third party": alone(meetings),
        }
    )
    totals = counted.astype(int).groupby(phase.astype("object")).sum()
    return totals.reindex([p for p in order if p in totals.index])


def formats(meetings: pd.DataFrame) -> pd.DataFrame:
    """First and last year and number of meetings of each format.

    Parameters
    ----------
    meetings : pandas.DataFrame
        ``meetings`` of the record.

    Returns
    -------
    pandas.DataFrame
        Indexed by format in the order of first use; ``meetings``, ``heads``, ``first``, ``last``
        (days).
    """
    grouped = meetings.assign(heads=meetings["level"] == "heads").groupby("format")
    told = grouped.agg(
        meetings=("id", "count"),
        heads=("heads", "sum"),
        first=("date_earliest", "min"),
        last=("date_earliest", "max"),
    )
    return told.sort_values("first", kind="stable")
