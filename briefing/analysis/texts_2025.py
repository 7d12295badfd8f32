"""The texts since August 2025, beside what the statement of November 2020 provided."""

import pandas as pd

SINCE = pd.Timestamp("2025-08-08")


def texts(agreements: pd.DataFrame) -> pd.DataFrame:
    """Agreements signed, announced or initialled since 8 August 2025, in time order.

    Parameters
    ----------
    agreements : pandas.DataFrame
        ``agreements`` of the record.

    Returns
    -------
    pandas.DataFrame
        Rows of `agreements`.
    """
    later = agreements[agreements["date_signed_earliest"] >= SINCE]
    return later.sort_values(["date_signed_earliest", "id"], kind="stable")


def compared(terms: pd.DataFrame, statement: str, later: list[str]) -> pd.DataFrame:
    """For each type of term, how many terms the statement and each later text hold.

    Parameters
    ----------
    terms : pandas.DataFrame
        ``terms`` of the record; those not in the official text are left out.
    statement : str
        Id of the statement of November 2020.
    later : list of str
        Ids of the later texts.

    Returns
    -------
    pandas.DataFrame
        Indexed by type; a column for each text, whole numbers. Types of the statement come first,
        by their number, then those that are found only later.
    """
    own = terms[terms["in_official_text"].astype(bool)]
    own = own[own["agreement"].isin([statement, *later])]
    counts = pd.crosstab(own["type"], own["agreement"])
    counts = counts.reindex(columns=[statement, *later], fill_value=0).astype(int)
    total = counts[later].sum(axis=1)
    return counts.assign(later=total).sort_values(
        [statement, "later"], ascending=False, kind="stable"
    )[[statement, *later]]


def shared(counts: pd.DataFrame) -> dict[str, list[str]]:
    """Types of term by where they are found.

    Parameters
    ----------
    counts : pandas.DataFrame
        From `compared`; its first column is the statement.

    Returns
    -------
    dict of list of str
        ``both``, ``statement`` (there alone) and ``later`` (in later texts alone).
    """
    before, after = counts.iloc[:, 0] > 0, counts.iloc[:, 1:].sum(axis=1) > 0
    return {
        "both": list(counts.index[before & after]),
        "statement": list(counts.index[before & ~after]),
        "later": list(counts.index[~before & after]),
    }
