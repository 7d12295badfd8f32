"""Where the record leans: its sources, its one-sided rows, its missing accounts, its verbs."""

import re
from collections.abc import Iterable, Mapping

import pandas as pd

from briefing.references import Source

# Whose outlets a source belongs to, in the groups that the balance compares.
GROUPS = {
    "am": "Armenia and de facto authorities",
    "nk": "Armenia and de facto authorities",
    "az": "Azerbaijan",
    "ru": "Russia and the Soviet Union",
    "su": "Russia and the Soviet Union",
    "tr": "Other states",
    "us": "Other states",
    "fr": "Other states",
    "ir": "Other states",
    "ge": "Other states",
    "un": "International organisations",
    "osce": "International organisations",
    "eu": "International organisations",
    "icrc": "International organisations",
    "none": "Of no state",
}
PARTISAN = {"am": "Private, argues the Armenian case", "az": "Private, argues the Azerbaijani case"}
ORDER = (
    "Armenia and de facto authorities",
    "Azerbaijan",
    "Russia and the Soviet Union",
    "Other states",
    "International organisations",
    PARTISAN["am"],
    PARTISAN["az"],
    "Of no state",
)
CONTROLS = ("official", "state", "other")
ORIGINS = ("own", "partisan", "quoted", "missing")
SUPPORT = ("corroborated", "read", "secondhand", "unconfirmed")
SIDES = {"am": "Armenian", "nk": "Armenian", "az": "Azerbaijani"}

# How a title names a side, and the verbs that it uses of what a side does or says.
_NAMED = {
    "Armenian": r"armenia\w*(?!-)|de facto \w+",
    "Azerbaijani": r"(?<!-)azerbaijan\w*",
    "Soviet or Russian": r"soviet\w*|russia\w*",
    "both": r"both sides|each side",
}
_VERBS = (
    r"announces? (?:full )?control of|announces?|takes? control of|takes?|took|taken|enters?|"
    r"advances?|strikes?|shoots? down|says?|reports?|denies|alleges?|begins?|passes|pass|closes?|"
    r"loses|opens?|counts?|clash(?:es)?|sets? up|kills?|killed|downed|held|lost|offensive"
)


def source_table(sources: Mapping[str, Source]) -> pd.DataFrame:
    """One row a source, with the group whose outlet it is.

    Parameters
    ----------
    sources : mapping of str to Source
        The bibliography of the record.

    Returns
    -------
    pandas.DataFrame
        Index: key. Columns ``kind``, ``side``, ``control``, ``stance``, ``publisher``,
        ``copy_of``, ``group``.
    """
    rows = {
        key: {
            "kind": s.kind,
            "side": s.fields.get("side", "none"),
            "control": s.fields.get("control", "other"),
            "stance": s.fields.get("stance", ""),
            "publisher": s.publisher,
            "copy_of": s.fields.get("copy_of", ""),
        }
        for key, s in sources.items()
    }
    table = pd.DataFrame.from_dict(rows, orient="index")
    partisan = table["stance"].map(PARTISAN).where(table["side"] == "none")
    table["group"] = partisan.fillna(table["side"].map(GROUPS))
    return table


def by_group(table: pd.DataFrame) -> pd.DataFrame:
    """Count sources by group, kind and control.

    Parameters
    ----------
    table : pandas.DataFrame
        From `source_table`.

    Returns
    -------
    pandas.DataFrame
        Index: groups in the order of `ORDER`. Columns: kinds, then controls in that of `CONTROLS`.
        Cells: sources.
    """
    kinds = pd.crosstab(table["group"], table["kind"])
    controls = pd.crosstab(table["group"], table["control"])
    controls = controls.reindex(columns=[c for c in CONTROLS if c in controls])
    counted = pd.concat([kinds, controls], axis=1)
    return counted.reindex([g for g in ORDER if g in counted.index]).fillna(0).astype(int)


def citations_by_phase(placed: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Count the citations of each phase's events by the group of the source.

    Parameters
    ----------
    placed : pandas.DataFrame
        Events with their phase, from `briefing.analysis.phases.with_phase`.
    table : pandas.DataFrame
        From `source_table`.

    Returns
    -------
    pandas.DataFrame
        Index: ids of phases in time order. Columns: groups in the order of `ORDER`.
        Cells: citations; a source that two events cite counts twice.
    """
    cited = placed[["phase", "sources"]].explode("sources")
    cited["group"] = cited["sources"].map(table["group"])
    counted = pd.crosstab(cited["phase"].astype(str), cited["group"])
    order = list(dict.fromkeys(placed["phase"].astype(str)))
    return counted.reindex(index=order, columns=list(ORDER), fill_value=0)


def independent(keys: Iterable[str], table: pd.DataFrame) -> int:
    """How many independent sources a row has: copies collapse, one publisher counts once.

    Parameters
    ----------
    keys : iterable of str
        Keys of the row's sources.
    table : pandas.DataFrame
        From `source_table`.

    Returns
    -------
    int
    """
    originals = {table.at[key, "copy_of"] or key for key in keys}
    return len({table.at[key, "publisher"].casefold() for key in originals})


def leaning(keys: Iterable[str], table: pd.DataFrame) -> str:
    """Whose outlets alone a row rests on: ``Armenian``, ``Azerbaijani``, or blank.

    A source counts for a side if the side's state or authorities publish it, or if it is a
    private outlet that argues the side's case.
    """
    sides = {
        SIDES.get(table.at[key, "side"]) or SIDES.get(table.at[key, "stance"], "other")
        for key in keys
    }
    return sides.pop() if len(sides) == 1 and sides <= set(SIDES.values()) else ""


def standing(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Count how well the rows of each table stand.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Tables of the record with a column ``support``, by name.

    Returns
    -------
    pandas.DataFrame
        Index: names of tables. Columns: ``corroborated``, ``read``, ``secondhand``,
        ``unconfirmed``, ``blank``. Cells: rows.
    """
    counted = {
        name: table["support"].fillna("blank").value_counts() for name, table in tables.items()
    }
    return pd.DataFrame(counted).T.reindex(columns=[*SUPPORT, "blank"]).fillna(0).astype(int)


def account_origins(
    accounts: pd.DataFrame, sides: Mapping[str, str], table: pd.DataFrame
) -> pd.DataFrame:
    """Count each side's accounts by the nearest source that carries them.

    Parameters
    ----------
    accounts : pandas.DataFrame
        ``accounts`` of the record.
    sides : mapping of str to str
        Side of each actor, by id.
    table : pandas.DataFrame
        From `source_table`.

    Returns
    -------
    pandas.DataFrame
        Index: names in `SIDES` and ``Other``. Columns: ``own`` (the side's officials or state
        media), ``partisan`` (a private outlet that argues its case), ``quoted`` (anybody else),
        ``missing`` (sought in vain). Cells: accounts.
    """
    whose = [SIDES.get(sides[actor], "Other") for actor in accounts["actor"]]
    told = dict(zip(table.index, zip(table["side"], table["stance"], strict=True), strict=True))
    origin = [_origin(a, sides[a.actor], told) for a in accounts.itertuples()]
    counted = pd.crosstab(pd.Series(whose, name="side"), pd.Series(origin, name="origin"))
    return counted.reindex(
        index=["Armenian", "Azerbaijani", "Other"], columns=list(ORIGINS), fill_value=0
    )


def _origin(account, side: str, told: Mapping[str, tuple[str, str]]) -> str:
    """Where an account comes from, by the side and the stance of each source."""
    if pd.isna(account.account):
        return "missing"
    own = [told[key] for key in account.sources]
    if side != "none" and any(_state(of) == _state(side) for of, _ in own):
        return "own"
    partisan = any(SIDES.get(stance, "") == SIDES.get(side, "-") for _, stance in own)
    return "partisan" if partisan else "quoted"


def _state(side: str) -> str:
    """Whose side it is: the de facto authorities stand with Armenia, Soviet bodies with Russia."""
    return {"nk": "am", "su": "ru"}.get(side, side)


def missing_accounts(accounts: pd.DataFrame) -> pd.DataFrame:
    """Accounts of contested rows that were sought and not found.

    Parameters
    ----------
    accounts : pandas.DataFrame
        ``accounts`` of the record.

    Returns
    -------
    pandas.DataFrame
        ``table``, ``row``, ``actor``, ``note``: one row a missing account.
    """
    sought = accounts[accounts["account"].isna()]
    return sought[["table", "row", "actor", "note"]].reset_index(drop=True)


def first_named(title: str) -> tuple[str, str]:
    """Which side a title names first, and the first verb that it uses.

    Parameters
    ----------
    title : str
        Title of an event.

    Returns
    -------
    side : str
        ``Armenian``, ``Azerbaijani``, ``Soviet or Russian``, ``both`` or ``neither``.
    verb : str
        As the title has it; blank if it uses none that is looked for.
    """
    found = {
        side: match.start()
        for side, pattern in _NAMED.items()
        if (match := re.search(rf"\b(?:{pattern})\b", title, re.IGNORECASE))
    }
    verb = re.search(rf"\b(?:{_VERBS})\b", title, re.IGNORECASE)
    return min(found, key=lambda side: found[side], default="neither"), verb[0] if verb else ""


def verbs(events: pd.DataFrame) -> pd.DataFrame:
    """First-named side and verb of every event of combat or control.

    Parameters
    ----------
    events : pandas.DataFrame
        ``events`` of the record.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``date``, ``title``, ``side``, ``verb``, in time order.
    """
    chosen = events[events["category"].isin(["combat", "control"])]
    chosen = chosen.sort_values(["date_earliest", "id"])
    named = [first_named(title) for title in chosen["title"]]
    return chosen[["id", "date", "title"]].assign(
        side=[side for side, _ in named], verb=[verb for _, verb in named]
    )


# The tables of which draws are made: what happened, what was agreed, how many.
DRAWN_TABLES = frozenset({
    "agreements", "allegations", "control_changes", "estimates", "events", "terms",
})  # fmt: skip


def draws(audits: pd.DataFrame) -> pd.DataFrame:
    """The fresh readings of rows that were drawn at random from all main tables.

    Parameters
    ----------
    audits : pandas.DataFrame
        ``audits`` of the record, in time order.

    Returns
    -------
    pandas.DataFrame
        Rows of the table, in time order.

    Raises
    ------
    ValueError
        If there is none.
    """
    whole = audits["tables"].map(lambda tables: set(tables) >= DRAWN_TABLES)
    drawn = audits[whole & audits["draw"].str.contains("random.Random", regex=False)]
    if drawn.empty:
        raise ValueError("audits.csv holds no draw from all main tables")
    return drawn


def tested(audits: pd.DataFrame) -> pd.Series:
    """How many rows of each reading could be looked up."""
    return audits["supported"] + audits["imprecise"] + audits["wrong"]
