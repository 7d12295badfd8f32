"""Terms of agreements by type, and the statement of 10 November 2020 among them."""

import pandas as pd


def matrix(terms: pd.DataFrame, agreements: pd.DataFrame) -> pd.DataFrame:
    """Which agreement provides for what, as a matrix of counts.

    Parameters
    ----------
    terms, agreements : pandas.DataFrame
        Tables of the record; only terms in the official text are counted.

    Returns
    -------
    pandas.DataFrame
        Index: ids of the agreements in the order of signing. Columns: types of term, the most
        frequent first. Cells: number of terms.
    """
    official = terms[terms["in_official_text"].astype(bool)]
    table = pd.crosstab(official["agreement"].astype(str), official["type"].astype(str))
    order = agreements.sort_values(["date_signed_earliest", "id"])["id"]
    present = [a for a in order if a in table.index]
    return table.reindex(index=present, columns=list(official["type"].value_counts().index))


def of_agreement(terms: pd.DataFrame, agreement: str) -> pd.DataFrame:
    """Terms of one agreement, in the order of the record.

    Parameters
    ----------
    terms : pandas.DataFrame
        ``terms`` of the record.
    agreement : str
        Id of the agreement.

    Returns
    -------
    pandas.DataFrame
        Empty if the agreement has no terms.
    """
    return terms[terms["agreement"] == agreement]


def point_of(clause: str) -> str:
    """Point of the statement of 10 November 2020 to which a clause belongs: ``6g`` is of ``6``."""
    return "".join(character for character in clause.split()[0] if character.isdigit())
