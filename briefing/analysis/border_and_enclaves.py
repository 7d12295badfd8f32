"""The state border since 2021: incidents, commissions, delimitation."""

import pandas as pd

THEATRES = ("state-border", "nakhchivan")
SINCE = pd.Timestamp("2020-11-10")
# Soviet exclaves of the one republic within the other.
ENCLAVES = (
    "artsvashen-bashkend",
    "barkhudarli",
    "karki-tigranashen",
    "sofulu",
    "yukhari-askipara",
)
# On which row of the chart an event stands, by its category.
LANES = {
    "combat": "Fighting",
    "control": "Positions and control",
    "harm-to-civilians": "Harm to civilians and captives",
    "humanitarian": "Captives, mines, roads",
    "ceasefire": "Ceasefires and talks",
    "agreement": "Ceasefires and talks",
    "negotiation": "Ceasefires and talks",
}
OTHER = "Missions, routes, other"
_BOTH = {"armenia", "azerbaijan"}
# Who held a session; a talk of the commissions' heads is none of the commissions.
COMMISSIONS = "border commissions"
HEADS = "heads of the border commissions"
WORKING_GROUP = "working group on transport"
ORDER = (*dict.fromkeys(LANES.values()), OTHER)


def incidents(events: pd.DataFrame) -> pd.DataFrame:
    """Events on the state border and around Nakhchivan since the war of 2020, by row.

    Parameters
    ----------
    events : pandas.DataFrame
        ``events`` of the record.

    Returns
    -------
    pandas.DataFrame
        Rows of `events` in time order, with ``lane`` (one of `ORDER`). Fighting is that of the
        two states; fire that is laid to somebody else is among the others.
    """
    own = events[events["theatre"].isin(THEATRES) & (events["date_earliest"] >= SINCE)]
    own = own.sort_values(["date_earliest", "id"], kind="stable")
    lanes = own["category"].map(LANES).fillna(OTHER)
    between = own["actors"].map(lambda actors: set(actors) >= _BOTH).astype(bool)
    return own.assign(lane=lanes.mask((own["category"] == "combat") & ~between, OTHER))


def commissions(meetings: pd.DataFrame) -> pd.DataFrame:
    """Sessions of the border commissions and of the deputy prime ministers' working group.

    Parameters
    ----------
    meetings : pandas.DataFrame
        ``meetings`` of the record.

    Returns
    -------
    pandas.DataFrame
        Rows of `meetings` in time order, with ``body`` (`COMMISSIONS`, `HEADS` or
        `WORKING_GROUP`).
    """
    own = meetings[meetings["level"] == "deputy-prime-ministers"]
    own = own.sort_values(["date_earliest", "id"], kind="stable")
    return own.assign(body=own["title"].map(_body))


def _body(title: str) -> str:
    named = title.casefold()
    if "border commission" not in named:
        return WORKING_GROUP
    return HEADS if named.startswith("heads of") else COMMISSIONS


def enclaves(changes: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Changes of control over border villages and enclaves, in time order.

    Parameters
    ----------
    changes, places : pandas.DataFrame
        ``control_changes`` and ``places`` of the record.

    Returns
    -------
    pandas.DataFrame
        Rows of `changes` whose place lies on the state border or in Nakhchivan.
    """
    near = set(places.loc[places["area"].isin([*THEATRES]), "id"])
    own = changes[changes["place"].isin(near)]
    return own.sort_values(["date_earliest", "id"], kind="stable")


def holders(changes: pd.DataFrame) -> dict[str, list[str]]:
    """Who holds each Soviet exclave by its last dated change of control.

    Parameters
    ----------
    changes : pandas.DataFrame
        From `enclaves`.

    Returns
    -------
    dict of list of str
        Places by the actor to whom control last passed, both as ids.
    """
    last = changes[changes["place"].isin(ENCLAVES)].groupby("place", sort=True).tail(1)
    held: dict[str, list[str]] = {}
    for change in last.sort_values("place").itertuples():
        held.setdefault(change.to, []).append(change.place)
    return held
