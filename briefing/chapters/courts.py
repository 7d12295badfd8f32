"""The chapter on courts, tribunals and the organs of the UN and the Council of Europe."""

import pandas as pd

from briefing import charts, tables
from briefing.addresses import anchor
from briefing.analysis import courts as analysis
from briefing.chapters import choices
from briefing.chapters.common import (
    counted,
    counts_cells,
    listed,
    names,
    sourced,
    stacked,
    text,
    when,
    words,
)
from briefing.facets import Facets
from briefing.markup import Anchor, Block, RowLink
from briefing.record import Record

FORUMS = {
    "icj": "International Court of Justice",
    "ecthr": "European Court of Human Rights",
    "icc": "International Criminal Court",
    "arbitration": "Arbitral tribunals",
    "un-security-council": "UN Security Council",
    "un-general-assembly": "UN General Assembly",
    "council-of-europe": "Council of Europe",
}
_SHORT = {
    "icj": "ICJ",
    "ecthr": "ECtHR",
    "icc": "ICC",
    "arbitration": "arbitration",
    "un-security-council": "Security Council",
    "un-general-assembly": "General Assembly",
    "council-of-europe": "Council of Europe",
}
_MARKS = {
    "judgment": ("s", charts.BLUE),
    "jurisdiction": ("^", charts.GREEN),
    "interim measure": ("D", charts.YELLOW),
    "resolution": ("o", charts.PURPLE),
    "procedure": ("|", charts.MUTED),
}


def steps_chart(record: Record) -> None:
    """Draw every step on the row of its forum."""
    steps = record.proceedings.sort_values(["date_earliest", "id"], kind="stable")
    steps = steps.assign(weight=analysis.weight(steps["step"]))
    rows = {forum: len(FORUMS) - 1 - i for i, forum in enumerate(FORUMS)}
    figure, (axes,) = charts.figure(0.34 * len(FORUMS) + 1.3)
    heights = steps["forum"].map(rows) + (steps.groupby("forum").cumcount() % 3 - 1) * 0.16
    for name, (mark, colour) in _MARKS.items():
        chosen = steps["weight"] == name
        axes.plot(
            steps["date_earliest"][chosen],
            heights[chosen],
            mark,
            ms=4.2,
            mew=1 if mark == "|" else 0,
            color=colour,
            label=name,
        )
    axes.set_yticks(list(rows.values()), [_SHORT[forum] for forum in rows])
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.tick_params(axis="y", length=0)
    charts.years(axes, 5)
    figure.legend(loc="outside lower center", ncols=3, fontsize=7, frameon=False, handletextpad=0.2)
    counts = steps["weight"].value_counts()
    since = int((steps["date_earliest"] >= pd.Timestamp("2020-09-27")).sum())
    charts.show(
        figure,
        "fig-courts",
        f"{counted(len(steps), 'step')} before {len(FORUMS)} kinds of forum; {since} of them since "
        f"27 September 2020. {int(counts['judgment'])} are judgments on the merits or on just "
        f"satisfaction, {int(counts['interim measure'])} concern interim or provisional measures, "
        "which rule on no responsibility.",
        f"Marks on a time axis from {steps['date_earliest'].min():%Y} to "
        f"{steps['date_earliest'].max():%Y} in {len(FORUMS)} rows: "
        + ", ".join(f"{_SHORT[f]} {int((steps['forum'] == f).sum())}" for f in FORUMS)
        + ". The Security Council's marks crowd in 1992 to 1995, the courts' from 2020 on.",
        steps[["id", "date", "forum", "step", "weight", "case"]],
        "the record, table proceedings.",
    )


def forums_table(record: Record) -> None:
    """Show how many steps of which weight each forum took."""
    counts = analysis.by_forum(record.proceedings)
    rows = [
        [title, *counts_cells(counts.loc[forum].tolist())]
        for forum, title in FORUMS.items()
        if forum in counts.index
    ]
    tables.show(
        "tbl-courts-forums",
        "Steps by forum and by what they are: a judgment decides, an interim measure does not, a "
        "resolution is a political act.",
        ("Forum", *counts.columns),
        rows,
        "Source: the record, table proceedings.",
        "wide figures",
    )


def steps_table(record: Record) -> None:
    """Show every step, by forum and case."""
    steps = record.proceedings
    first = steps.groupby(["forum", "case"])["date_earliest"].transform("min")
    steps = steps.assign(first=first)
    actors = names(record, "actors")
    rows: list[list] = []
    shown = []
    for forum, title in FORUMS.items():
        own = steps[steps["forum"] == forum]
        own = own.sort_values(["first", "case", "date_earliest", "id"], kind="stable")
        shown.append(own)
        current = None
        for step in own.itertuples():
            if step.case != current:
                current = step.case
                rows.append([f"{title}: {current}"])
            rows.append(_row(step, actors))
    tables.show(
        "tbl-courts-steps",
        f"{counted(len(steps), 'step')}, by forum and case.",
        ("Date", "Step and result", "Who", "Sources"),
        rows,
        "Source: the record, table proceedings.",
        "wide cols-timeline",
        _facets(record, pd.concat(shown)),
    )


def _facets(record: Record, steps: pd.DataFrame) -> Facets:
    return Facets(
        "step",
        "steps",
        (
            choices.one_of("forum", "Forum", steps["forum"], FORUMS),
            choices.one_of("kind", "Kind of step", steps["step"]),
            choices.actors(record, "against", "Against", steps["respondent"]),
        ),
        (choices.by_date(steps["date"]),),
    )


def _row(step, actors: dict[str, str]) -> list:
    against = listed(step.respondent, actors)
    return [
        Anchor(anchor("proceedings", step.id), when(step.date)),
        stacked(
            (words(step.step), "tag"),
            (step.result, "row-text"),
            (text(step.note), "row-note"),
        ),
        stacked(
            (f"brought by: {step.applicant}" if text(step.applicant) else "", "row-text"),
            (f"against: {against}" if against else "", "row-text"),
            (text(step.symbol), "row-note"),
            Block(RowLink(anchor("events", step.event), "event"), "row-way")
            if text(step.event)
            else "",
        ),
        sourced(step),
    ]
