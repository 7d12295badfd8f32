"""The chapter on the terms of all agreements."""

import numpy as np

from briefing import charts, tables
from briefing.analysis import terms as analysis
from briefing.chapters.common import (
    CONTESTED,
    accounts,
    counted,
    listed,
    names,
    sourced,
    stacked,
    text,
    when,
    words,
)
from briefing.markup import Anchor, RowLink
from briefing.record import Record

_LABEL = 27  # characters of a title that fit beside the matrix


def matrix_chart(record: Record) -> None:
    """Draw which agreement provides for what."""
    counts = analysis.matrix(record.terms, record.agreements)
    signed = dict(zip(record.agreements["id"], record.agreements["date_signed"], strict=True))
    titles = dict(zip(record.agreements["id"], record.agreements["title"], strict=True))
    figure, (axes,) = charts.figure(0.155 * len(counts) + 1.5)
    rows, columns = np.nonzero(counts.to_numpy())
    sizes = counts.to_numpy()[rows, columns]
    axes.scatter(columns, rows, s=14 + 10 * (sizes - 1), color=charts.BLUE, linewidths=0)
    axes.set_yticks(range(len(counts)), [_short(titles[a], signed[a]) for a in counts.index])
    axes.set_xticks(range(counts.shape[1]), [words(c) for c in counts.columns], rotation=90)
    axes.tick_params(axis="both", length=0, labelsize=6.2)
    axes.xaxis.tick_top()
    axes.set_ylim(len(counts) - 0.4, -0.6)
    axes.set_xlim(-0.6, counts.shape[1] - 0.4)
    axes.grid(True)
    for spine in axes.spines.values():
        spine.set_visible(False)
    top = counts.columns[0]
    data = counts.rename_axis("agreement").reset_index()
    charts.show(
        figure,
        "fig-terms",
        f"What each text provides for. The most frequent subject is {words(top)}, in "
        f"{int((counts[top] > 0).sum())} of {len(counts)} texts; larger dots are several terms.",
        f"A matrix of {len(counts)} agreements by {counts.shape[1]} types of term, the oldest "
        f"agreement on top. Early texts provide for {words(top)} and little else; the statement "
        "of November 2020 and the texts of 2025 spread over many types.",
        data,
        "the record, table terms.",
    )


def _short(title: str, signed: str) -> str:
    cut = title if len(title) <= _LABEL else title[:_LABEL].rsplit(" ", 1)[0] + " …"
    return f"{cut}  {signed}"


def terms_table(record: Record) -> None:
    """Show every term, grouped by agreement."""
    agreements = record.agreements.sort_values(["date_signed_earliest", "id"])
    actors = names(record, "actors")
    terms, heard = record.terms, accounts(record, "terms")
    rows: list[list] = []
    for agreement in agreements.itertuples():
        own = analysis.of_agreement(terms, agreement.id)
        if own.empty:
            continue
        rows.append([f"{when(agreement.date_signed)}: {agreement.title}"])
        rows += [term_row(term, actors, heard.get(term.id, [])) for term in own.itertuples()]
    tables.show(
        "tbl-terms",
        f"{counted(len(terms), 'term')} of {terms['agreement'].nunique()} agreements, in own "
        "words.",
        ("Clause", "Term", "Who owes it", "By when", "What became of it", "Sources"),
        rows,
        "Source: the record, table terms. An outcome known by absence of evidence is no finding.",
        "wide cols-terms",
    )


def term_row(term, actors: dict, heard: list, anchor: bool = True) -> list:
    """Cells of one term; its clause is its address, or a link to it."""
    target = f"term-{term.id}"
    owed = listed(term.obligor, actors)
    groups = {**actors}
    to = "; ".join(groups.get(b, words(b)) for b in term.beneficiary)
    differs = text(term.ended) and text(term.ended) != text(term.status_date)
    ended = f"; ended {when(term.ended)}" if differs else ""
    dated = f", {when(term.status_date)}" if text(term.status_date) else ""
    return [
        Anchor(target, term.clause) if anchor else RowLink(target, term.clause),
        stacked(
            (term.text, "row-text"),
            (CONTESTED if term.contested else None, "mark"),
            (f"{words(term.type)} · {term.binding}", "row-note"),
            (text(term.note), "row-note"),
        ),
        stacked((owed or "–", "row-text"), (f"to: {to}" if to else "", "row-note")),
        when(term.deadline) or "–",
        stacked(
            (words(term.status) + dated + ended, "row-title"),
            (text(term.status_note), "row-text"),
            (f"known by: {words(term.status_basis)}", "row-note"),
            *heard,
        ),
        sourced(term),
    ]
