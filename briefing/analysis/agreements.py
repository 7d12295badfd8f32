"""Agreements with the actors that made them."""

import pandas as pd


def halts(agreements: pd.DataFrame) -> pd.DataFrame:
    """Agreements that themselves stop fire.

    Parameters
    ----------
    agreements : pandas.DataFrame
        ``agreements`` of the record.

    Returns
    -------
    pandas.DataFrame
        Rows of `agreements`.
    """
    return agreements[agreements["ceasefire_class"] != "not-a-ceasefire"]


def actors_by_role(roles: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Names of the actors of each agreement, by what they did.

    Parameters
    ----------
    roles : pandas.DataFrame
        ``agreement_actors`` of the record.
    names : dict of str
        Name of each actor by its id.

    Returns
    -------
    pandas.DataFrame
        Index: ids of the agreements. Columns ``signed``, ``parties``, ``mediated`` and
        ``others`` (host, witness, guarantor, obligor): names joined by commas.
    """
    named = roles.assign(shown=roles["actor"].map(names))
    groups = {
        "signed": named["signatory"].astype(bool),
        "parties": named["role"] == "party",
        "mediated": named["role"] == "mediator",
        "others": named["role"].isin(["host", "witness", "guarantor", "obligor"]),
    }
    columns = {}
    for title, chosen in groups.items():
        rows = named[chosen]
        if title == "others":
            rows = rows.assign(shown=rows["shown"] + " (" + rows["role"] + ")")
        columns[title] = rows.groupby("agreement")["shown"].agg(
            lambda s: ", ".join(dict.fromkeys(s))
        )
    return pd.DataFrame(columns).fillna("")


def made(roles: pd.DataFrame, role: str) -> pd.Series:
    """How many agreements each actor made in one role.

    Parameters
    ----------
    roles : pandas.DataFrame
        ``agreement_actors`` of the record.
    role : str
        One of its values.

    Returns
    -------
    pandas.Series of int
        By id of the actor, the largest number first.
    """
    own = roles[roles["role"] == role]
    counts = own.groupby("actor")["agreement"].nunique()
    return counts.sort_index().sort_values(ascending=False, kind="stable")


def by_span_and_status(agreements: pd.DataFrame) -> pd.DataFrame:
    """Count agreements by what became of them, in three spans of years.

    Parameters
    ----------
    agreements : pandas.DataFrame
        ``agreements`` of the record.

    Returns
    -------
    pandas.DataFrame
        Index: status. Columns: ``1991–94``, ``1995–2019``, ``2020–26``. Cells: agreements.
    """
    spans = pd.cut(
        agreements["date_signed_earliest"].dt.year,
        [1990, 1994, 2019, 2026],
        labels=["1991–94", "1995–2019", "2020–26"],
    )
    table = pd.crosstab(agreements["status"].astype(str), spans.astype(str))
    return table.reindex(columns=["1991–94", "1995–2019", "2020–26"], fill_value=0)
