"""The chapter on key judgements: what the record bears out, and how surely."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from IPython.display import Markdown, display

from briefing import tables
from briefing.addresses import linked
from briefing.chapters.common import stacked, titles, when
from briefing.markup import Text, piece, row
from briefing.record import Record

CONFIDENCE = {
    "high": "independent sources of good quality agree, and no serious account differs",
    "moderate": "sources are credible and differ in points, or rest on few independent pages",
    "low": "sources are thin, old, one-sided or contradictory",
}
# Words of likelihood, each with its range, as intelligence and forecasting manuals use such words.
LIKELIHOOD = {
    "very unlikely": "under 15 %",
    "unlikely": "15 to 40 %",
    "about even": "40 to 60 %",
    "likely": "60 to 85 %",
    "very likely": "over 85 %",
}


@dataclass(frozen=True)
class Judgement:
    """One key judgement.

    Attributes
    ----------
    title, text : str
        The judgement in a line, and with its numbers.
    confidence : str
        A value of `CONFIDENCE`.
    because : str
        Why the confidence is what it is.
    evidence : dict of tuple of str
        Ids of rows behind it, by table.
    would_change : str
        What would change it.
    likelihood : str
        A value of `LIKELIHOOD`; blank for a judgement on what has been.
    outcome : str
        What is that likely: a title may deny what the likelihood is of.

    Raises
    ------
    ValueError
        If the confidence or the likelihood is no value of its scale, or nothing is behind it.
    """

    title: str
    text: str
    confidence: str
    because: str
    evidence: dict[str, tuple[str, ...]]
    would_change: str
    likelihood: str = ""
    outcome: str = ""

    def __post_init__(self) -> None:
        """Refuse a word that is on no scale, and a judgement without evidence."""
        if self.confidence not in CONFIDENCE:
            raise ValueError(f"{self.title}: {self.confidence!r} is not one of {[*CONFIDENCE]}")
        if self.likelihood and self.likelihood not in LIKELIHOOD:
            raise ValueError(f"{self.title}: {self.likelihood!r} is not one of {[*LIKELIHOOD]}")
        if bool(self.likelihood) != bool(self.outcome):
            raise ValueError(f"{self.title}: say how likely it is, and what")
        if not any(self.evidence.values()):
            raise ValueError(f"{self.title}: name the rows of the record behind it")


def subjects(terms: pd.DataFrame, statuses: Sequence[str]) -> str:
    """The terms of some statuses by what they are about, each with its clause.

    Parameters
    ----------
    terms : pandas.DataFrame
        From `briefing.analysis.statement_2020.lives`.
    statuses : sequence of str
        Values of ``status``.

    Returns
    -------
    str
        ``handover of Aghdam (2), deployment of peacekeepers (3a)``.
    """
    own = terms[terms["status"].isin(statuses)]
    # Without what a subject adds behind a comma or in brackets, as its width.
    shorts = own["short"].str.replace(r",? \(.*|, .*", "", regex=True)
    shown = shorts + " (" + own["clause"] + ")"
    doubted = own["disputed"].notna()
    parts = [", ".join(shown[~doubted])] if (~doubted).any() else []
    if doubted.any():
        parts.append("to disputed days " + ", ".join(shown[doubted]))
    return "; ".join(parts)


def a_year_on(day: pd.Timestamp) -> str:
    """The month to which a likelihood reaches: a year after the latest event of the record."""
    return when(f"{day + pd.DateOffset(years=1):%Y-%m}")


def overview(judgements: list[Judgement]) -> None:
    """Show all judgements in one table."""
    rows = [
        [
            str(number),
            stacked((j.title, "row-title")),
            j.confidence,
            f"{j.outcome}: {j.likelihood}" if j.likelihood else "",
        ]
        for number, j in enumerate(judgements, start=1)
    ]
    tables.show(
        "tbl-assessment",
        f"{len(judgements)} key judgements. Confidence says how good the sources are and how far "
        "they agree; likelihood is given for what is to come alone, for the year after the latest "
        "event of the record. Where a likelihood is given, the confidence is in it.",
        ("No.", "Judgement", "Confidence", "Likelihood"),
        rows,
        "Source: this briefing’s reading of the record.",
        "wide cols-assessment",
    )


def show(record: Record, number: int, judgement: Judgement) -> None:
    """Show one judgement in full, with links to the rows behind it."""
    behind = row(
        *(
            linked(table, ids, titles(record, table))
            for table, ids in judgement.evidence.items()
            if ids
        ),
        separator="; ",
    )
    likely = (
        f" Likelihood of {judgement.outcome}: {judgement.likelihood}."
        if judgement.likelihood
        else ""
    )
    lines = [
        f"### {number}. {Text(judgement.title).myst()}",
        "",
        Text(judgement.text).myst(),
        "",
        row(
            Text(
                "Confidence in the likelihood:" if judgement.likelihood else "Confidence:",
                "row-label",
            ),
            f"{judgement.confidence}: {judgement.because}{likely}",
        ).myst(),
        "",
        row(Text("Evidence:", "row-label"), behind).myst(),
        "",
        row(Text("What would change it:", "row-label"), judgement.would_change).myst(),
        "",
    ]
    display(Markdown("\n".join(lines)))


def scales() -> None:
    """Show the words of confidence and of likelihood with what they mean."""
    rows: list[list] = [["Confidence"]]
    rows += [[word, meaning] for word, meaning in CONFIDENCE.items()]
    rows.append(["Likelihood"])
    rows += [[word, meaning] for word, meaning in LIKELIHOOD.items()]
    tables.show(
        "tbl-assessment-scales",
        "The words of the two scales.",
        ("Word", "Meaning"),
        [[piece(cell) for cell in cells] for cells in rows],
        "Source: this briefing, after the practice of intelligence and forecasting manuals.",
        "wide",
    )
