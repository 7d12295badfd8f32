"""Steps before courts, tribunals and political organs."""

import pandas as pd

# Kinds of step by what they say about responsibility, from most to least.
WEIGHT = {
    "merits": "judgment",
    "just-satisfaction": "judgment",
    "jurisdiction": "jurisdiction",
    "provisional-measure": "interim measure",
    "resolution": "resolution",
    "statement": "statement",
}
PROCEDURE = "procedure"


def weight(steps: pd.Series) -> pd.Series:
    """What a step is worth as a finding: judgment, jurisdiction, interim measure and so on.

    Parameters
    ----------
    steps : pandas.Series of str
        ``step`` of ``proceedings``.

    Returns
    -------
    pandas.Series of str
        A value of `WEIGHT`, or ``procedure``.
    """
    return steps.map(WEIGHT).fillna(PROCEDURE)


def by_forum(proceedings: pd.DataFrame) -> pd.DataFrame:
    """Count the steps of each forum by weight.

    Parameters
    ----------
    proceedings : pandas.DataFrame
        ``proceedings`` of the record.

    Returns
    -------
    pandas.DataFrame
        Indexed by forum; a column for each weight, whole numbers.
    """
    order = [*dict.fromkeys(WEIGHT.values()), PROCEDURE]
    counts = pd.crosstab(proceedings["forum"], weight(proceedings["step"]))
    return counts.reindex(columns=order, fill_value=0).astype(int)


def found_against(proceedings: pd.DataFrame) -> pd.Series:
    """Count the judgments on the merits by whom they found against.

    Parameters
    ----------
    proceedings : pandas.DataFrame
        ``proceedings`` of the record.

    Returns
    -------
    pandas.Series of int
        Indexed by actor; ``none`` for judgments that found against neither.
    """
    merits = proceedings[proceedings["step"] == "merits"]
    return merits["found_against"].explode().fillna("none").value_counts()
