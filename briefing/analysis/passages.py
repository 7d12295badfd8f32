"""How many rows say which of their sources carries which of their words."""

from collections.abc import Mapping

import pandas as pd


def told(passages: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Count the rows of each table that have passages, and their sources with and without words.

    Parameters
    ----------
    passages : pandas.DataFrame
        ``passages`` of the record.
    tables : mapping of str to pandas.DataFrame
        The tables that they point to, by name.

    Returns
    -------
    pandas.DataFrame
        Index: names of tables, in their order. Columns, all counts: ``all`` (its rows), ``rows``
        (with passages), ``passages``, ``cited`` (citations of these rows), ``carrying`` (citations
        among them that stand behind some words).
    """
    counts = {}
    for name, table in tables.items():
        own = passages[passages["table"] == name]
        cited = table.loc[table["id"].isin(own["row"]), "sources"].map(len)
        pairs = own[["row", "sources"]].explode("sources").drop_duplicates()
        counts[name] = (len(table), len(cited), len(own), int(cited.sum()), len(pairs))
    columns = ["all", "rows", "passages", "cited", "carrying"]
    return pd.DataFrame.from_dict(counts, orient="index", columns=columns)
