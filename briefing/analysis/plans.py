"""Plans for a settlement: who answered them how."""

import pandas as pd

NOT_ASKED = ""


def stances(answers: pd.DataFrame, actors: tuple[str, ...]) -> pd.DataFrame:
    """How each actor answered each plan, where it gave one answer or several.

    Parameters
    ----------
    answers : pandas.DataFrame
        ``proposal_answers`` of the record.
    actors : tuple of str
        Whose answers.

    Returns
    -------
    pandas.DataFrame
        Indexed by plan, a column for each actor: the stance; ``ambiguous`` where the record holds
        differing ones; blank where none was sought.
    """
    own = answers[answers["actor"].isin(actors)]

    def one(values: pd.Series) -> str:
        known = [v for v in dict.fromkeys(values) if v != "not-found"]
        if len(known) > 1:
            return "ambiguous"
        return known[0] if known else "not-found"

    table = own.pivot_table(index="proposal", columns="actor", values="stance", aggfunc=one)
    return table.reindex(columns=list(actors)).astype("object").fillna(NOT_ASKED).astype(str)


def accepted(table: pd.DataFrame) -> list[str]:
    """Plans that every party is known to have accepted, with or without reservations.

    Parameters
    ----------
    table : pandas.DataFrame
        From `stances`.

    Returns
    -------
    list of str
        Ids of plans.
    """
    agreed = table.isin(["accepted", "accepted-with-reservations"])
    return list(table.index[agreed.all(axis=1)])
