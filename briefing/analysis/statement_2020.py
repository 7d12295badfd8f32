"""The statement of 10 November 2020: the life of each of its terms."""

import pandas as pd

DONE = ("fulfilled", "fulfilled-late", "fulfilled-amended")
# Kept for a time, then stopped.
STOPPED = "discontinued"


def lives(terms: pd.DataFrame, begun: pd.Timestamp, until: pd.Timestamp) -> pd.DataFrame:
    """From when to when each term of the official text lived, and how it stands.

    Parameters
    ----------
    terms : pandas.DataFrame
        Terms of one agreement, in their order.
    begun, until : pandas.Timestamp
        When the agreement took effect, and the last day of the record.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``clause``, ``short``, ``type``, ``status``, ``status_basis``,
        ``disputed_from`` (as the record has it), ``from``, ``known``
        (the day of the latest fact about it), ``disputed`` (the first day from which a side says
        that it was no longer kept, NaT where nobody disputes its end), ``to``, ``deadline`` (NaT
        where there is none),
        ``met`` (``in time``, ``late``, ``amended`` or blank). A term that is done or stopped ends
        with that day; one that is open runs to the last day of the record. Terms that define,
        recall or time have no life and are left out.
    """
    own = terms[terms["in_official_text"].astype(bool) & (terms["status"] != "not-applicable")]
    facts = own["status_date_latest"].fillna(until)
    dates = facts.where(own["status"].isin([*DONE, STOPPED]), until)
    columns = ["id", "clause", "short", "type", "status", "status_basis", "disputed_from"]
    told = own[columns].assign(
        **{
            "from": begun,
            "known": facts,
            "disputed": own["disputed_from_earliest"],
            "to": dates,
            "deadline": own["deadline_latest"],
        }
    )
    return told.assign(met=[_met(t) for t in told.itertuples()]).reset_index(drop=True)


def handed_over(changes: pd.DataFrame, districts: pd.Series) -> list[str]:
    """Districts that were handed over to Azerbaijan in 2020, in the order of their days.

    Parameters
    ----------
    changes : pandas.DataFrame
        Changes of control. Handovers of other places, such as positions on the state border, are
        left out.
    districts : pandas.Series
        Ids of the districts.

    Returns
    -------
    list of str
    """
    back = (changes["means"] == "handover") & (changes["to"] == "azerbaijan")
    in_2020 = changes["date_earliest"].dt.year == 2020
    own = changes[back & in_2020 & changes["place"].isin(districts)]
    return list(own.sort_values("date_earliest")["place"].unique())


def _met(term) -> str:
    if term.status == "fulfilled-amended":
        return "amended"
    if term.status not in DONE or pd.isna(term.deadline):
        return ""
    return "in time" if term.to <= term.deadline else "late"
