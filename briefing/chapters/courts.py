"""The chapter on courts, tribunals and the organs of the UN and the Council of Europe."""

import itertools

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from briefing import charts, tables
from briefing.addresses import anchor
from briefing.analysis import courts as analysis
from briefing.analysis import overview
from briefing.chapters import choices
from briefing.chapters.common import (
    counted,
    counts_cells,
    names,
    stacked,
    text,
    when,
    within_sentence,
    words,
)
from briefing.chapters.passages import Passages
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
    "statement": ("v", charts.PURPLE),
    "procedure": ("|", charts.MUTED),
}
_PARTED = pd.Timestamp("2020-01-01")  # from when on most steps date
_LANE = 0.085  # inches from mark to mark above it
_MARKS_A_LINE = 45  # that fit side by side


def _panels(placed: list[pd.DataFrame], spans: list[tuple[pd.Timestamp, pd.Timestamp]]) -> Figure:
    """Draw one panel above the other, each as tall as its lanes."""
    tall = [float(part["top"].iloc[-1]) + 1 for part in placed]
    figure, panels = charts.figure(
        _LANE * sum(tall) + 1.5, rows=2, gridspec_kw={"height_ratios": tall}
    )
    for axes, part, span, every in zip(panels, placed, spans, (5, 1), strict=True):
        _panel(axes, part, every)
        margin = (span[1] - span[0]) / 100  # for the halves of marks at both ends
        axes.set_xlim(span[0] - margin, span[1] + margin)
        axes.set_title(
            f"{span[0].year} to {span[1].year - 1}", loc="left", fontsize=charts.TEXT, pad=3
        )
    handles, labels = panels[-1].get_legend_handles_labels()
    figure.legend(
        handles,
        labels,
        loc="outside lower center",
        ncols=3,
        fontsize=7,
        frameon=False,
        handletextpad=0.2,
    )
    return figure


def steps_chart(record: Record) -> None:
    """Draw every step on the row of its forum, the crowded last years on an axis of their own."""
    steps = record.proceedings.sort_values(["date_earliest", "id"], kind="stable")
    steps = steps.assign(weight=analysis.weight(steps["step"]))
    edges = [
        pd.Timestamp(f"{steps['date_earliest'].dt.year.min()}-01-01"),
        _PARTED,
        pd.Timestamp(f"{steps['date_earliest'].dt.year.max() + 1}-01-01"),
    ]
    spans = list(itertools.pairwise(edges))
    own = [steps[steps["date_earliest"].between(*span, inclusive="left")] for span in spans]
    placed = [_placed(*part) for part in zip(own, spans, strict=True)]
    figure = _panels(placed, spans)
    counts = steps["weight"].value_counts()
    since = int((steps["date_earliest"] >= pd.Timestamp("2020-09-27")).sum())
    charts.show(
        figure,
        "fig-courts",
        f"{counted(len(steps), 'step')} before {len(FORUMS)} kinds of forum; {since} of them since "
        f"27 September 2020. {int(counts['judgment'])} are judgments on the merits or on just "
        f"satisfaction, {int(counts['interim measure'])} concern interim or provisional measures, "
        "which do not rule on responsibility.",
        f"Marks on two time axes, from {edges[0]:%Y} to {_PARTED.year - 1} and from "
        f"{_PARTED:%Y} to {edges[2].year - 1}, in {len(FORUMS)} rows: "
        + ", ".join(f"{_SHORT[f]} {int((steps['forum'] == f).sum())}" for f in FORUMS)
        + ". The Security Council’s marks crowd in 1992 to 1995, the courts’ from 2020 on.",
        steps[["id", "date", "forum", "step", "weight", "case"]],
        "the record, table proceedings.",
    )


def _placed(steps: pd.DataFrame, span: tuple[pd.Timestamp, pd.Timestamp]) -> pd.DataFrame:
    """Steps of a span with their ``height``, in lanes: marks that would meet are stacked.

    ``top`` is the height of the last lane of their forum; forums stand from below, in the
    order of `FORUMS` from above.
    """
    apart = (span[1] - span[0]) / _MARKS_A_LINE
    parts, ground = [], 0
    for forum in reversed(FORUMS):
        own = steps[steps["forum"] == forum]
        if len(own):
            lanes = overview.lanes(own["date_earliest"], own["date_earliest"], apart)
            own = own.assign(height=[ground + lane for lane in lanes], ground=ground)
            own = own.assign(top=own["height"].max())
            parts.append(own)
            ground = own["top"].iloc[0] + 2
    return pd.concat(parts)


def _panel(axes: Axes, placed: pd.DataFrame, every: int) -> None:
    """Draw the steps of one span, with a mark on the axis each ``every`` years."""
    for name, (mark, colour) in _MARKS.items():
        chosen = placed["weight"] == name
        axes.plot(
            placed["date_earliest"][chosen],
            placed["height"][chosen],
            mark,
            ms=4.2,
            mew=1 if mark == "|" else 0,
            color=colour,
            label=name,
        )
    rows = placed.drop_duplicates("forum")
    axes.set_yticks((rows["ground"] + rows["top"]) / 2, [_SHORT[f] for f in rows["forum"]])
    for top in rows["top"].iloc[:-1]:
        axes.axhline(top + 1, color=charts.RULE, lw=0.5)
    axes.set_ylim(-1, rows["top"].iloc[-1] + 1)
    axes.tick_params(axis="y", length=0)
    charts.years(axes, every)


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
        "resolution (a draft that was voted down among them) and a statement are political acts.",
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
    actors, passages = names(record, "actors"), Passages(record, "proceedings")
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
            rows.append(_row(step, actors, passages))
    tables.show(
        "tbl-courts-steps",
        f"{counted(len(steps), 'step')}, by forum and case.",
        ("Date", "Step and result", "Who", "Sources"),
        rows,
        "Source: the record, table proceedings.",
        "wide gridded cols-timeline",
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


def _row(step, actors: dict[str, str], passages: Passages) -> list:
    against = within_sentence(step.respondent, actors)
    return [
        Anchor(anchor("proceedings", step.id), when(step.date)),
        stacked(
            (words(step.step), "tag"),
            passages.told(step, "result", "row-text"),
            passages.told(step, "note", "row-note"),
        ),
        stacked(
            (f"brought by: {step.applicant}" if text(step.applicant) else "", "row-text"),
            (f"against: {against}" if against else "", "row-text"),
            (text(step.symbol), "row-note"),
            Block(RowLink(anchor("events", step.event), "event"), "row-way")
            if text(step.event)
            else "",
        ),
        passages.sourced(step),
    ]
