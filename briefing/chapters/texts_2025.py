"""The chapter on the texts of 2025 and 2026."""

import textwrap

import numpy as np

from briefing import charts, tables
from briefing.addresses import anchor
from briefing.analysis import terms as term_analysis
from briefing.analysis import texts_2025 as analysis
from briefing.chapters.common import (
    counted,
    names,
    outcome,
    stacked,
    when,
    words,
)
from briefing.chapters.heard import accounts
from briefing.chapters.passages import Passages
from briefing.chapters.terms import STATEMENT, STYLE, short_names, term_row
from briefing.markup import RowLink
from briefing.record import Record

AGREEMENT = "2025-08-08-peace-agreement"
_LINE = 10  # letters of a line of a heading of the picture


def texts_table(record: Record) -> None:
    """Show what kind of text each is, and what stands between it and effect."""
    passages = Passages(record, "agreements")
    rows = [
        tables.RecordRow(
            t.id,
            [
                RowLink(anchor("agreements", t.id), when(t.date_signed)),
                stacked((t.title, "row-title"), passages.told(t, "summary", "row-text")),
                stacked(
                    (words(t.legal_character), "row-title"),
                    (f"text known from: {words(t.text_basis)}", "row-note"),
                ),
                stacked(
                    (outcome(t.status, t.status_date), "row-title"),
                    passages.told(t, "status_note", "row-text"),
                ),
                passages.sourced(t),
            ],
        )
        for t in analysis.texts(record.agreements).itertuples()
    ]
    tables.show(
        "tbl-texts-2025",
        f"{counted(len(rows), 'text')} since August 2025: what each is, and what it waits for.",
        ("On", "Text", "Legal character", "How it stands", "Sources"),
        rows,
        "Source: the record, table agreements. An initialled text is neither signed nor in force.",
        "wide gridded cols-agreements",
    )


def compared_chart(record: Record) -> None:
    """Draw which types of term the statement of 2020 and each later text hold."""
    later = analysis.texts(record.agreements)
    counts = analysis.compared(record.terms, STATEMENT, list(later["id"]))
    counts = counts.loc[:, counts.sum() > 0]
    labels = [_heading(name) for name in short_names(record, counts.columns)]
    figure, (axes,) = charts.figure(0.2 * len(counts) + 1.5)
    rows, columns = np.nonzero(counts.to_numpy())
    sizes = counts.to_numpy()[rows, columns]
    colours = [charts.BLUE if c == 0 else charts.YELLOW for c in columns]
    axes.scatter(columns, rows, s=22 + 12 * (sizes - 1), c=colours, linewidths=0)
    axes.set_yticks(range(len(counts)), [words(t) for t in counts.index], fontsize=7.2)
    axes.set_xticks(range(counts.shape[1]), labels, fontsize=6.6)
    axes.xaxis.tick_top()
    axes.tick_params(axis="both", length=0)
    axes.set_ylim(len(counts) - 0.4, -0.6)
    axes.set_xlim(-0.6, counts.shape[1] - 0.4)
    axes.grid(True)
    for spine in axes.spines.values():
        spine.set_visible(False)
    found = analysis.shared(counts)
    charts.show(
        figure,
        "fig-texts-2025",
        f"Of the types of term in the statement of November 2020, {len(found['both'])} recur in "
        f"the texts since August 2025 and {len(found['statement'])} do not: "
        f"{', '.join(words(t) for t in found['statement'])}. Larger dots are several terms.",
        f"A matrix of {len(counts)} types of term by {counts.shape[1]} texts. Only in the later "
        f"texts: {', '.join(words(t) for t in found['later'])}. In both: "
        f"{', '.join(words(t) for t in found['both'])}.",
        counts.rename_axis("type").reset_index(),
        "the record, table terms; terms that are not of the agreed text are left out.",
    )


def _heading(name: str) -> str:
    """The short name of a text in lines: what it is, and below it when."""
    return "\n".join(textwrap.fill(part, _LINE) for part in name.split(", "))


def terms_table(record: Record) -> None:
    """Show the terms of the texts, article by article."""
    actors, heard = names(record, "actors"), accounts(record, "terms")
    passages = Passages(record, "terms")
    rows: list[list] = []
    count = 0
    for agreement in analysis.texts(record.agreements).itertuples():
        own = term_analysis.of_agreement(record.terms, agreement.id)
        if own.empty:
            continue
        count += len(own)
        rows.append([f"{when(agreement.date_signed)}: {agreement.title}"])
        rows += [
            tables.RecordRow(t.id, term_row(t, actors, heard.get(t.id, []), passages))
            for t in own.itertuples()
        ]
    tables.show(
        "tbl-texts-2025-terms",
        f"{counted(count, 'term')} of the texts, in this book’s words.",
        ("Article", "Term", "Who owes it", "By when", "What became of it", "Sources"),
        rows,
        "Source: the record, table terms.",
        STYLE,
    )
