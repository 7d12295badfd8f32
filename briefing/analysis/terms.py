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
        Index: ids of the agreements, the earliest first. Columns: types of term, the most
        frequent first. Cells: number of terms.
    """
    official = terms[terms["in_official_text"].astype(bool)]
    table = pd.crosstab(official["agreement"].astype(str), official["type"].astype(str))
    order = agreements.sort_values(["date_signed_earliest", "id"])["id"]
    present = [a for a in order if a in table.index]
    return table.reindex(index=present, columns=list(official["type"].value_counts().index))


# Types of term by what they are about, for pictures that have no room for each type.
SUBJECTS = {
    "halts to fire": ("ceasefire", "non-use-of-force"),
    "forces": ("force-withdrawal", "disarmament", "peacekeeping", "monitoring-verification"),
    "land, status": ("territorial-handover", "borders-delimitation", "status-sovereignty"),
    "people": (
        "prisoners-detainees",
        "remains-missing",
        "refugees-idps",
        "humanitarian-access",
        "civilian-protection",
        "demining",
    ),
    "routes, trade": ("transport-corridors", "trade-cooperation"),
    "talks": ("negotiation-format", "confidence-building", "diplomatic-relations", "legal-claims"),
    "the text itself": ("implementation-mechanism", "duration-termination"),
}


def by_subject(counts: pd.DataFrame) -> pd.DataFrame:
    """A matrix of terms by type as one by subject.

    Parameters
    ----------
    counts : pandas.DataFrame
        From `matrix`.

    Returns
    -------
    pandas.DataFrame
        Index as before. Columns: the keys of `SUBJECTS`, in their order.
    """
    return pd.DataFrame(
        {
            subject: counts.reindex(columns=list(kinds), fill_value=0).sum(axis=1)
            for subject, kinds in SUBJECTS.items()
        }
    )


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


# Bases on which a text counts as read; the others know it from a report or a database.
READ = (
    "official-publication",
    "archive-copy",
    "academic-reproduction",
    "press-reproduction",
    "party-copy",
)


def texts_read(agreements: pd.DataFrame) -> pd.DataFrame:
    """Agreements whose text was read, the earliest first.

    Parameters
    ----------
    agreements : pandas.DataFrame
        ``agreements`` of the record.

    Returns
    -------
    pandas.DataFrame
        Rows of `agreements`.
    """
    chosen = agreements[agreements["text_basis"].isin(READ)]
    return chosen.sort_values(["date_signed_earliest", "id"])


def types_of(terms: pd.DataFrame, agreements: pd.DataFrame) -> dict[str, set[str]]:
    """Types of term for which each text that was read provides.

    Parameters
    ----------
    terms, agreements : pandas.DataFrame
        Tables of the record; only terms in the official text count.

    Returns
    -------
    dict of set of str
        By id of the agreement, the earliest first; texts without terms are left out.
    """
    official = terms[terms["in_official_text"].astype(bool)]
    found = official.groupby("agreement")["type"].agg(set)
    return {a: found[a] for a in texts_read(agreements)["id"] if a in found.index}


def jaccard(one: set[str], other: set[str]) -> float:
    """Shared types as a share of all types of two texts; 0 for two empty sets."""
    return len(one & other) / len(one | other) if one | other else 0.0


def overlap_with(types: dict[str, set[str]], agreement: str) -> pd.DataFrame:
    """Overlap of every text with one of them.

    Parameters
    ----------
    types : dict of set of str
        From `types_of`.
    agreement : str
        Id of the text to compare with.

    Returns
    -------
    pandas.DataFrame
        ``agreement``, ``shared`` (list of types), ``jaccard``, the greatest overlap first.
    """
    own = types[agreement]
    rows = [
        (other, sorted(own & theirs), jaccard(own, theirs))
        for other, theirs in types.items()
        if other != agreement
    ]
    table = pd.DataFrame(rows, columns=["agreement", "shared", "jaccard"])
    return table.sort_values("jaccard", ascending=False, kind="stable").reset_index(drop=True)


def recurrence(types: dict[str, set[str]], agreement: str) -> pd.DataFrame:
    """How many texts provide for each type before one of them, in it, and after it.

    Parameters
    ----------
    types : dict of set of str
        From `types_of`.
    agreement : str
        Id of the text that divides before from after.

    Returns
    -------
    pandas.DataFrame
        Index: types, the most frequent first. Columns ``before``, ``there`` (0 or 1), ``after``.
    """
    order = list(types)
    at = order.index(agreement)
    counts: dict[str, list[int]] = {}
    for place, own in enumerate(order):
        column = 0 if place < at else 1 if place == at else 2
        for kind in types[own]:
            counts.setdefault(kind, [0, 0, 0])[column] += 1
    table = pd.DataFrame.from_dict(counts, orient="index", columns=["before", "there", "after"])
    table = table.assign(all=table.sum(axis=1), name=table.index)
    return table.sort_values(["all", "name"], ascending=[False, True])[["before", "there", "after"]]
