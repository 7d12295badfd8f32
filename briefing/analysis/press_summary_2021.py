"""The press article of January 2021: how its claims stand against the record."""

import pandas as pd

VERDICTS = ("supported", "imprecise", "contested", "unsupported")


def verdicts(claims: pd.DataFrame) -> pd.DataFrame:
    """Count the claims of each claimant by verdict.

    Parameters
    ----------
    claims : pandas.DataFrame
        ``checked_claims`` of the record, with ``claimant`` and ``verdict``.

    Returns
    -------
    pandas.DataFrame
        Indexed by claimant; a column for each of `VERDICTS`, whole numbers.
    """
    counts = pd.crosstab(claims["claimant"], claims["verdict"])
    return counts.reindex(columns=list(VERDICTS), fill_value=0).astype(int)
