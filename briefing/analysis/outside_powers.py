"""What states and organisations outside of the conflict did, by kind of act."""

import pandas as pd

POWERS = (
    "russia",
    "turkey",
    "iran",
    "israel",
    "india",
    "united-states",
    "france",
    "eu",
    "georgia",
)
# A power acts through these too.
ALSO = {"russia": ("russian-peacekeepers",)}


def of_power(events: pd.DataFrame, power: str) -> pd.DataFrame:
    """Events in which a power takes part, in time order.

    Parameters
    ----------
    events : pandas.DataFrame
        ``events`` of the record.
    power : str
        Id of an actor.

    Returns
    -------
    pandas.DataFrame
        Rows of `events`.
    """
    ids = {power, *ALSO.get(power, ())}
    own = events[events["actors"].map(lambda actors: bool(ids & set(actors)))]
    return own.sort_values(["date_earliest", "id"], kind="stable")


def reach(
    events: pd.DataFrame,
    meetings: pd.DataFrame,
    roles: pd.DataFrame,
    proposals: pd.DataFrame,
    positions: pd.DataFrame,
) -> pd.DataFrame:
    """Count what each power did, by table of the record.

    Parameters
    ----------
    events, meetings, roles, proposals, positions : pandas.DataFrame
        ``events``, ``meetings``, ``agreement_actors``, ``proposals`` and ``positions``.

    Returns
    -------
    pandas.DataFrame
        Indexed by power; ``events``, ``meetings hosted``, ``meetings attended``, ``agreements``
        (in any role), ``plans`` (as author), ``positions``; whole numbers.
    """
    rows = {}
    for power in POWERS:
        ids = {power, *ALSO.get(power, ())}

        def names(cell: tuple[str, ...], ids: set[str] = ids) -> bool:
            return bool(ids & set(cell))

        rows[power] = {
            "events": len(of_power(events, power)),
            "meetings hosted": int(meetings["host"].map(names).sum()),
            "meetings attended": int(meetings["present"].map(names).sum()),
            "agreements": int(roles.loc[roles["actor"].isin(ids), "agreement"].nunique()),
            "plans": int(proposals["author"].map(names).sum()),
            "positions": int(positions["actor"].isin(ids).sum()),
        }
    return pd.DataFrame(rows).T.astype(int)


def mediated(agreements: pd.DataFrame, roles: pd.DataFrame, power: str) -> pd.DataFrame:
    """Agreements that a power mediated, in time order.

    Parameters
    ----------
    agreements, roles : pandas.DataFrame
        ``agreements``, or some of its rows, and ``agreement_actors`` of the record.
    power : str
        Id of an actor; Russia with its peacekeepers.

    Returns
    -------
    pandas.DataFrame
        Rows of `agreements`.
    """
    own = roles[roles["actor"].isin({power, *ALSO.get(power, ())}) & (roles["role"] == "mediator")]
    found = agreements[agreements["id"].isin(own["agreement"])]
    return found.sort_values(["date_signed_earliest", "id"], kind="stable")


def plans_authored(proposals: pd.DataFrame) -> int:
    """Number of plans that name one of the powers, or several, as author.

    Parameters
    ----------
    proposals : pandas.DataFrame
        ``proposals`` of the record.

    Returns
    -------
    int
    """
    ids = {*POWERS, *(other for others in ALSO.values() for other in others)}
    return int(proposals["author"].map(lambda authors: bool(ids & set(authors))).sum())


def largest_supplier(imports: pd.DataFrame, importer: str) -> pd.DataFrame:
    """The supplier with the largest published share in each period.

    Parameters
    ----------
    imports : pandas.DataFrame
        ``arms_imports`` of the record.
    importer : str
        Id of an actor.

    Returns
    -------
    pandas.DataFrame
        ``start``, ``end``, ``supplier``, ``share``, in time order.
    """
    own = imports[imports["importer"] == importer]
    first = own.sort_values("share", ascending=False).drop_duplicates(["start", "end"])
    return first.sort_values("start")[["start", "end", "supplier", "share"]].reset_index(drop=True)
