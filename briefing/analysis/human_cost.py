"""Published figures of the human cost, by episode; nothing is added up."""

import re

import pandas as pd


def ordered(estimates: pd.DataFrame, episodes: pd.DataFrame) -> pd.DataFrame:
    """Estimates in the order of their episodes, measures and dates.

    Parameters
    ----------
    estimates, episodes : pandas.DataFrame
        Tables of the record.

    Returns
    -------
    pandas.DataFrame
        The rows of `estimates`.
    """
    starts = episodes.set_index("id")["start_earliest"]
    return estimates.assign(begins=estimates["episode"].map(starts)).sort_values(
        ["begins", "episode", "measure", "losses_of", "as_of_earliest", "id"], kind="stable"
    )


def figure(value: object, low: object, high: object) -> str:
    """A figure as it was published: a number, a range, ``at least`` or ``up to``.

    Parameters
    ----------
    value, low, high : float or NA
        At least one of them is known.

    Returns
    -------
    str
    """
    if pd.notna(value):
        return f"{value:,.10g}"
    if pd.notna(low) and pd.notna(high):
        return f"{low:,.10g}–{high:,.10g}"
    return f"at least {low:,.10g}" if pd.notna(low) else f"up to {high:,.10g}"


def numbers(estimates: pd.DataFrame) -> pd.Series:
    """Each figure as one number: the value, or else its lower bound, or else its upper bound.

    Parameters
    ----------
    estimates : pandas.DataFrame
        ``estimates`` of the record.

    Returns
    -------
    pandas.Series of float
    """
    return estimates["value"].fillna(estimates["low"]).fillna(estimates["high"]).astype(float)


_UNITS = {"km2": "km²"}
# A word that stands by itself in a scope, by which the claimant qualified the number.
_QUALIFIED = re.compile(
    r"[,;] “?(about|around|some|approximately|close to|nearly|almost|more than|over|at least|up to"
    r"|as many as)”?(?=[,;]|$)"
)


def qualified(shown: str, scope: str) -> tuple[str, str]:
    """A figure with the word that qualifies it, and its scope without that word.

    Parameters
    ----------
    shown : str
        From `figure`.
    scope : str
        As in the record, where the word may stand by itself, also in quotation marks.

    Returns
    -------
    tuple of str
        ``("about 200", "people killed")`` of ``200`` and ``people killed, about``; a bound is
        said by the claimant’s own word.
    """
    found = _QUALIFIED.search(scope)
    if not found:
        return shown, scope
    bare = re.sub(r"^(?:at least|up to) ", "", shown)
    return f"{found[1]} {bare}", scope[: found.start()] + scope[found.end() :]


def with_unit(shown: str, unit: str) -> str:
    """A figure with its unit: ``7,646 persons``, ``1 person``, ``12 %``.

    Parameters
    ----------
    shown : str
        From `figure`.
    unit : str
        As in the record.

    Returns
    -------
    str
    """
    if unit == "percent":
        return f"{shown} %"
    unit = _UNITS.get(unit, unit)
    return f"{shown} {unit[:-1] if shown == '1' and unit.endswith('s') else unit}"


def confirmed(estimates: pd.DataFrame) -> pd.DataFrame:
    """Estimates without those that could not be confirmed, which stand in the full table alone."""
    return estimates[estimates["support"].fillna("").ne("unconfirmed")]


def deaths_by_event(estimates: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The published figures of the killed of each event, by whose losses they are.

    The side with the largest figure stands first, sums of several sides last, and of each the least
    first: whoever was killed beside those of whom an event tells does not open its list.

    Parameters
    ----------
    estimates : pandas.DataFrame
        ``estimates`` of the record; those that could not be confirmed are left out.

    Returns
    -------
    dict of pandas.DataFrame
        Rows of `estimates` by the id of their event.
    """
    own = estimates[(estimates["measure"] == "killed") & (estimates["unit"] == "persons")]
    own = confirmed(own).dropna(subset=["event"])
    own = own.assign(figure=numbers(own), together=own["losses_of"] == "all-sides")
    most = own.groupby(["event", "losses_of"])["figure"].transform("max")
    own = own.assign(most=-most).sort_values(
        ["together", "most", "losses_of", "figure", "id"], kind="stable"
    )
    return dict(iter(own.groupby("event")))


def harm(events: pd.DataFrame) -> pd.DataFrame:
    """Events of harm to civilians and captives, of all sides, in time order.

    Parameters
    ----------
    events : pandas.DataFrame
        ``events`` of the record.

    Returns
    -------
    pandas.DataFrame
        Rows of `events`.
    """
    own = events[events["category"] == "harm-to-civilians"]
    return own.sort_values(["date_earliest", "id"], kind="stable")


def middle(estimates: pd.DataFrame) -> pd.Series:
    """Day in the middle of each figure's date, where it stands on an axis of time.

    A figure "of 2022" drawn at the end of its year would look like one of the next.
    """
    first, last = estimates["as_of_earliest"], estimates["as_of_latest"]
    return (first + (last - first) / 2).dt.floor("D")


def parts_of_sums(sums: pd.DataFrame) -> pd.DataFrame:
    """How many of each sum of casualties were killed and wounded, where its scope says.

    A number of the seriously wounded alone is none of all wounded, and is left out.

    Parameters
    ----------
    sums : pandas.DataFrame
        ``estimates`` of the measure ``casualties``.

    Returns
    -------
    pandas.DataFrame
        A copy of the row for each number that stands in brackets behind "killed", or behind
        "injured" or "wounded", in its ``scope``, with ``measure`` ``killed`` or ``wounded`` and
        the number as ``value``.
    """
    parts = []
    for measure, word in (("killed", "killed"), ("wounded", "(?:injured|wounded)")):
        told = sums["scope"].str.extract(rf"(?i)(?<!seriously )\b{word} \((\d[\d,]*)\)")[0]
        told = told.str.replace(",", "")
        numbers_ = pd.to_numeric(told).astype("Float64")
        own = sums.assign(measure=measure, value=numbers_, low=pd.NA, high=pd.NA)
        parts.append(own[own["value"].notna()])
    return pd.concat(parts, ignore_index=True)


def returns(estimates: pd.DataFrame, since: str) -> pd.DataFrame:
    """Dated counts of displaced people who returned or were settled, from a day on.

    Parameters
    ----------
    estimates : pandas.DataFrame
        ``estimates`` of the record; figures whose ``covers`` is ``other`` or ``part`` are left out.
    since : str
        First day, ISO 8601.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``as_of``, ``day``, ``whose`` (``Armenians`` or ``Azerbaijanis``), ``figure`` (the
        value, or the one bound that is known), ``shown``, ``claimant``, ``scope``, in time order.
    """
    own = confirmed(estimates[estimates["measure"] == "returned"])
    own = own[~own["covers"].isin(["other", "part"])]
    own = own[own["as_of_latest"] >= since].sort_values(["as_of_latest", "id"])
    sides = {"nk": "Armenians", "armenian-side": "Armenians", "azerbaijan": "Azerbaijanis"}
    shown = [figure(v, a, b) for v, a, b in zip(own["value"], own["low"], own["high"], strict=True)]
    told = pd.DataFrame(
        {
            "id": own["id"],
            "as_of": own["as_of"],
            "day": middle(own),
            "whose": own["losses_of"].map(sides),
            "figure": numbers(own),
            "shown": shown,
            "claimant": own["claimant"],
            "scope": own["scope"],
        }
    )
    return told.dropna(subset=["whose"]).reset_index(drop=True)


# What a side can say of the other's losses; what it holds, took, returned or let go is its own act.
_LOSSES = ("killed", "died", "wounded", "casualties", "missing", "displaced", "equipment")


def losses_of_the_other(estimates: pd.DataFrame) -> pd.Series:
    """Which estimates are what a side, or an author or outlet of it, says of the other's losses.

    Parameters
    ----------
    estimates : pandas.DataFrame
        ``estimates`` of the record.

    Returns
    -------
    pandas.Series of bool
    """
    by_other = whose(estimates).isin(["other side", "other author"])
    return by_other & estimates["measure"].isin(_LOSSES)


def about_the_enemy(estimates: pd.DataFrame) -> pd.Series:
    """Which estimates are a party's claim about losses, people or land of its enemy.

    Parameters
    ----------
    estimates : pandas.DataFrame
        ``estimates`` of the record.

    Returns
    -------
    pandas.Series of bool
    """
    armenian = estimates["losses_of"].isin(["armenia", "nk", "armenian-side"])
    azerbaijani = estimates["losses_of"] == "azerbaijan"
    by_azerbaijan = estimates["claimant_actor"].isin(_AZERBAIJANI)
    by_armenians = estimates["claimant_actor"].isin(_ARMENIAN)
    found = (armenian & by_azerbaijan) | (azerbaijani & by_armenians)
    return found.fillna(False).astype(bool)


# The two sides' authorities, those of the Soviet years among them.
_AZERBAIJANI = ("azerbaijan", "azerbaijan-ssr")
_ARMENIAN = ("armenia", "armenian-ssr", "nk-authorities", "nkao-soviet")
# Actors whose claim about a loss is the losing side's own.
_OWN = {
    "azerbaijan": _AZERBAIJANI,
    "armenia": _ARMENIAN,
    "nk": _ARMENIAN,
    "armenian-side": _ARMENIAN,
}
# Side of an author or outlet that is the losing side's own.
_OWN_AUTHORS = {"azerbaijan": "az", "armenia": "am", "nk": "am", "armenian-side": "am"}


_REVISED = {
    "azerbaijan": "Azerbaijan",
    "armenia": "Armenian side",
    "nk": "Armenian side",
    "armenian-side": "Armenian side",
    "all-sides": "All sides",
}


def revisions(estimates: pd.DataFrame, episode: str, measure: str) -> pd.DataFrame:
    """Dated figures of one measure of one episode, with who claims them.

    Parameters
    ----------
    estimates : pandas.DataFrame
        ``estimates`` of the record.
    episode, measure : str
        Values of its columns.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``as_of``, ``day`` (in the middle of the date), ``loser`` (``Azerbaijan``,
        ``Armenian side``, ``All sides`` or ``Others``), ``figure`` (the value, or the one bound
        that is known), ``shown`` (as published), ``claimant``, ``group``, ``whose`` (from
        `whose`), in time order.
        Figures without a date, and those whose ``covers`` is ``other``, are left out.
    """
    own = estimates[(estimates["episode"] == episode) & (estimates["measure"] == measure)]
    own = confirmed(own)
    own = (
        own[own["covers"] != "other"]
        .dropna(subset=["as_of_latest"])
        .sort_values(["as_of_latest", "id"])
    )
    loser = own["losses_of"].map(_REVISED).fillna("Others")
    return pd.DataFrame(
        {
            "id": own["id"],
            "as_of": own["as_of"],
            "day": middle(own),
            "loser": loser,
            "figure": numbers(own),
            "shown": [
                figure(v, a, b)
                for v, a, b in zip(own["value"], own["low"], own["high"], strict=True)
            ],
            "claimant": own["claimant"],
            "group": own["group"],
            "whose": whose(own),
        }
    ).reset_index(drop=True)


ARMENIAN, ALL, OTHERS = "Armenian side", "All sides together", "Others"
_LOSERS = {
    "armenian-side": ARMENIAN,
    "armenia": "Armenia",
    "nk": "Nagorno-Karabakh",
    "azerbaijan": "Azerbaijan",
    "all-sides": ALL,
    "russia": "Russia",
}
# What a figure that takes in the missing says of itself.
TOGETHER = "dead and missing together"


# Years that a scope names, which may be others than those of the episode.
_YEARS = re.compile(r"\b(\d{4}–\d{2})\b|\b(\d{4}) to (\d{4})\b|\bsince \D*(\d{4})\b")


def _years(scope: object) -> str:
    """The years that a figure says it covers: ``, for 1988–94``, ``, since 1988``; or nothing."""
    found = None if pd.isna(scope) else _YEARS.search(str(scope))
    if found is None:
        return ""
    span, first, last, since = found.groups()
    return f", since {since}" if since else f", for {span or f'{first}–{last[2:]}'}"


def _claimant(estimates: pd.DataFrame, loser: pd.Series) -> pd.Series:
    """Who claims a figure, with what a reader must know of it beside its number."""
    told = estimates["claimant"] + estimates["scope"].map(_years)
    model = (estimates["basis"] == "model").fillna(False).astype(bool)
    told = told.mask(model, told + ", a model’s estimate")
    together = estimates["scope"].fillna("").str.contains(TOGETHER)
    told = told.mask(together, told + f", {TOGETHER}")
    others = (loser == OTHERS) & estimates["scope"].notna()
    return told.mask(others, told + " (" + estimates["scope"] + ")")


def claims(
    estimates: pd.DataFrame,
    episode: str,
    measure: str,
    groups: tuple[str, ...] = ("all",),
    covers: str = "whole",
) -> pd.DataFrame:
    """Published figures of one measure that cover a whole episode, with who claims them.

    Parameters
    ----------
    estimates : pandas.DataFrame
        ``estimates`` of the record; those that could not be confirmed are left out.
    episode, measure : str
        Values of its columns.
    groups : tuple of str
        Values of ``group``.
    covers : str
        Value of ``covers``.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``loser``, ``whose`` (as in `whose`), ``claimant``, ``group``, ``as_of``, ``low``,
        ``high`` (equal where one figure was published; the one bound that is known where only one
        is), ``shown`` (as published). Ordered by loser, then by date.
    """
    own = estimates[(estimates["episode"] == episode) & (estimates["measure"] == measure)]
    own = own[own["group"].isin(groups) & (own["covers"] == covers)]
    own = confirmed(own)
    own = own[own["unit"] == "persons"].sort_values(
        ["as_of_latest", "id"], kind="stable", na_position="last"
    )
    low = numbers(own)
    high = own["value"].fillna(own["high"]).fillna(own["low"]).astype(float)
    shown = [figure(v, a, b) for v, a, b in zip(own["value"], own["low"], own["high"], strict=True)]
    loser = own["losses_of"].map(_LOSERS).fillna(OTHERS)
    told = pd.DataFrame(
        {
            "id": own["id"],
            "loser": loser,
            "whose": whose(own),
            "claimant": _claimant(own, loser),
            "group": own["group"],
            "as_of": own["as_of"],
            "low": low,
            "high": high,
            "shown": shown,
        }
    )
    rank = {name: i for i, name in enumerate(dict.fromkeys([*_LOSERS.values(), OTHERS]))}
    order = told["loser"].map(rank)
    return (
        told.assign(order=order)
        .sort_values("order", kind="stable", ignore_index=True)
        .drop(columns="order")
    )


def whose(estimates: pd.DataFrame) -> pd.Series:
    """Whether a figure is the losing side's own, the other side's or a third party's.

    Parameters
    ----------
    estimates : pandas.DataFrame
        ``estimates`` of the record.

    Returns
    -------
    pandas.Series of str
        Of the losses of a side, ``own``, ``other side``, ``third party``; ``own author``, ``other
        author`` for an author or outlet of either side. Of the losses of all sides or of others,
        ``party`` for the figure of either side, ``author`` for that of an author or outlet of
        either, ``third party`` for any other.
    """
    own = [
        not pd.isna(row.claimant_actor) and row.claimant_actor in _OWN.get(row.losses_of, ())
        for row in estimates.itertuples()
    ]
    told = pd.Series("third party", index=estimates.index).mask(
        pd.Series(own, estimates.index), "own"
    )
    of = estimates["losses_of"].map(_OWN_AUTHORS)
    by = estimates["claimant_side"]
    told = told.mask(by.notna(), "author")
    told = told.mask(by.notna() & of.notna(), "other author").mask(
        by.eq(of).fillna(False), "own author"
    )
    told = told.mask(about_the_enemy(estimates), "other side")
    by_a_party = ~estimates["losses_of"].isin(list(_OWN)) & estimates["claimant_actor"].isin(
        [*_AZERBAIJANI, *_ARMENIAN]
    )
    return told.mask(by_a_party.fillna(False).astype(bool), "party")
