"""The chapter on the terms of all agreements."""

import textwrap
from collections.abc import Iterable

import numpy as np
import pandas as pd

from briefing import charts, tables
from briefing.addresses import anchor as address
from briefing.analysis import terms as analysis
from briefing.chapters import choices
from briefing.chapters.common import (
    CONTESTED,
    by_id,
    counted,
    counts_cells,
    listed,
    names,
    outcome,
    stacked,
    text,
    when,
    words,
)
from briefing.chapters.heard import accounts
from briefing.chapters.passages import Passages
from briefing.facets import Facets
from briefing.markup import Anchor, Piece, RowLink
from briefing.record import Record
from briefing.wording import capital, series

STATEMENT = "2020-11-10-trilateral"
NOT_FOUND = "no implementation found"
STYLE = "wide gridded cols-terms"  # of every table whose rows are `term_row`
_SIZE, _NARROW = 8, 7.5  # points, of what rows and columns of the matrix are called
_LINE = 8  # letters, of a line of what a column is called


def matrix_chart(record: Record, since: bool) -> None:
    """Draw which agreement provides for what: before the statement of November 2020, or since."""
    whole = analysis.by_subject(analysis.matrix(record.terms, record.agreements))
    parted = whole.index.get_loc(STATEMENT)
    counts = whole.iloc[parted:] if since else whole.iloc[:parted]
    figure, (axes,) = charts.figure(0.158 * len(counts) + 0.5)
    rows, columns = np.nonzero(counts.to_numpy())
    sizes = counts.to_numpy()[rows, columns]
    axes.scatter(columns, rows, s=16 + 9 * (sizes - 1), color=charts.BLUE, linewidths=0)
    charts.beside(axes, range(len(counts)), short_names(record, counts.index), _SIZE)
    axes.set_xticks(range(counts.shape[1]), [textwrap.fill(s, _LINE) for s in counts.columns])
    axes.tick_params(axis="x", length=0, labelsize=_NARROW)
    axes.xaxis.tick_top()
    axes.set_ylim(len(counts) - 0.4, -0.6)
    axes.set_xlim(-0.5, counts.shape[1] - 0.5)
    axes.grid(True)
    for spine in axes.spines.values():
        spine.set_visible(False)
    texts = (counts > 0).sum()
    most = int(texts.max())
    top = [f"“{subject}”" for subject in texts.index[texts == most]]
    which = "from the statement of November 2020 on" if since else "before November 2020"
    charts.show(
        figure,
        "fig-terms-since" if since else "fig-terms",
        f"On what each text has terms, {which}: most often on {series(top)}, "
        f"{'each ' if len(top) > 1 else ''}in {most} of {len(counts)} texts; larger dots "
        "are several terms. The table of what recurs, further down, has the types of term that "
        "each subject holds.",
        f"A matrix of {len(counts)} agreements by {counts.shape[1]} subjects, the oldest agreement "
        "on top. Agreements with terms on each: "
        + "; ".join(f"{subject} {number}" for subject, number in texts.items())
        + ". "
        + (
            "The statement of November 2020 and the peace agreement of 2025 spread over most."
            if since
            else "Most texts of 1992 and 1993 provide for halts to fire and little else."
        ),
        counts.rename_axis("agreement").reset_index(),
        "the record, table terms; terms that are not of the agreed text are left out.",
    )


def short_names(record: Record, agreements: Iterable[str]) -> list[str]:
    """What pictures call some agreements."""
    known = by_id(record.agreements, "short")
    return [known[agreement] for agreement in agreements]


def untold(record: Record) -> str:
    """What the sentence on the terms adds of the agreements that have none."""
    agreements = record.agreements
    others = agreements["title"][~agreements["id"].isin(record.terms["agreement"])]
    if others.empty:
        return ""
    verb = "has" if len(others) == 1 else "have"
    return f"; {series([f'“{o}”' for o in others])} {verb} none"


def outcomes(record: Record) -> str:
    """What became of the obligations, as a sentence, the most frequent outcome first."""
    own = record.terms[record.terms["binding"] == "obligation"]
    counts = pd.Series([fate(term) for term in own.itertuples()], dtype="object").value_counts()
    told = "; ".join(f"{label}, {number}" for label, number in counts.items())
    return f"What became of the obligations: {told}."


def terms_table(record: Record) -> None:
    """Show every term, grouped by agreement."""
    agreements = record.agreements.sort_values(["date_signed_earliest", "id"])
    actors = names(record, "actors")
    terms, heard = record.terms, accounts(record, "terms")
    passages = Passages(record, "terms")
    rows: list[list] = []
    shown = []
    for agreement in agreements.itertuples():
        own = analysis.of_agreement(terms, agreement.id)
        if own.empty:
            continue
        rows.append([f"{when(agreement.date_signed)}: {agreement.title}"])
        shown.append(own)
        rows += [
            term_row(
                term,
                actors,
                heard.get(term.id, []),
                passages,
                Anchor(address("terms", term.id), term.clause),
            )
            for term in own.itertuples()
        ]
    tables.show(
        "tbl-terms",
        f"{counted(len(terms), 'term')} of {terms['agreement'].nunique()} of the "
        f"{counted(len(agreements), 'agreement')}, in this book’s words{untold(record)}.",
        ("Clause", "Term", "Who owes it", "By when", "What became of it", "Sources"),
        rows,
        "Source: the record, table terms. An outcome known by absence of evidence is no finding.",
        STYLE,
        _facets(agreements, pd.concat(shown)),
    )


def _facets(agreements: pd.DataFrame, terms: pd.DataFrame) -> Facets:
    texts = agreements.set_index("id")
    named = {a.Index: f"{a.date_signed}: {a.title}" for a in texts.itertuples()}
    return Facets(
        "term",
        "terms",
        (
            choices.one_of("agreement", "Agreement", terms["agreement"], named),
            choices.one_of("type", "Type", terms["type"]),
            choices.one_of("status", "What became of it", terms["status"]),
            choices.one_of("binding", "Kind of provision", terms["binding"]),
            choices.contested(terms),
        ),
        (
            choices.by_date(terms["agreement"].map(texts["date_signed"])),
            choices.by_date(terms["deadline"], "deadline", "by deadline, "),
        ),
    )


def term_row(
    term, actors: dict, heard: list, passages: Passages, clause: Piece | None = None
) -> list:
    """Cells of one term; its clause leads to its address, unless another piece shows it."""
    owed = listed(term.obligor, actors)
    to = "; ".join(actors.get(b, words(b)) for b in term.beneficiary)
    differs = text(term.ended) and text(term.ended) != text(term.status_date)
    ended = f"; ended {when(term.ended)}" if differs else ""
    return [
        clause or RowLink(address("terms", term.id), term.clause),
        stacked(
            passages.told(term, "text", "row-text"),
            (CONTESTED if term.contested else None, "mark"),
            (f"{words(term.type)} · {term.binding}", "row-note"),
            passages.told(term, "note", "row-note"),
        ),
        stacked((owed, "row-text"), (f"to: {to}" if to else "", "row-note")),
        when(term.deadline),
        stacked(
            (_dated(term) + ended, "row-title"),
            passages.told(term, "status_note", "row-text"),
            (_known_by(term), "row-note"),
            *heard,
        ),
        passages.sourced(term),
    ]


def fate(term) -> str:
    """What became of a term, in words; absence of evidence is never told as a finding."""
    return NOT_FOUND if _not_found(term) else words(term.status)


def _not_found(term) -> bool:
    return term.status == "not-fulfilled" and term.status_basis == "absence-of-evidence"


def fate_date(term) -> str:
    """Day of what became of a term; blank where no implementation was found."""
    if _not_found(term):
        return ""
    day = when(term.status_date)
    return f"{when(term.disputed_from)} to {day}, disputed" if text(term.disputed_from) else day


def _dated(term) -> str:
    """What became of a term, with its day where it is a finding."""
    if _not_found(term):
        return NOT_FOUND
    disputed = text(term.disputed_from)
    doubt = f" (disputed: from {when(disputed)})" if disputed else ""
    return outcome(term.status, term.status_date) + doubt


def _known_by(term) -> str:
    """How an outcome is known; blank for a provision that can have none."""
    if term.status_basis == "none":
        return ""
    return f"known by: {words(term.status_basis)}"


def recurrence_table(record: Record) -> None:
    """Show which types of term recur before and after the statement of November 2020."""
    table = analysis.recurrence(analysis.types_of(record.terms, record.agreements), STATEMENT)
    rows: list[list] = []
    for subject, kinds in analysis.SUBJECTS.items():
        own = table[table.index.isin(kinds)]
        rows.append([capital(subject)])
        rows += [[words(kind), *counts_cells(counts)] for kind, *counts in own.itertuples()]
    gone = [words(kind) for kind in table.index[(table["after"] == 0)]]
    tables.show(
        "tbl-terms-recurrence",
        "In how many texts that were read each type of term stands, the types by subject. Not "
        f"found in the texts read after the statement of November 2020: {', '.join(gone)}.",
        ("Type", "Before", "The statement", "After"),
        rows,
        "Source: the record, table terms; texts known from reports or databases alone, and terms "
        "that are not of the agreed text, are left out.",
        "counts",
    )


def overlap_table(record: Record) -> None:
    """Show how much the other texts share with the statement of November 2020."""
    types = analysis.types_of(record.terms, record.agreements)
    agreements = record.agreements.set_index("id")
    found = analysis.overlap_with(types, STATEMENT)
    none = found["agreement"][found["jaccard"] == 0].map(agreements["date_signed"])
    days = series([when(day) for day in none.sort_values()])
    rows = [
        [
            RowLink(
                address("agreements", o.agreement), when(agreements.loc[o.agreement, "date_signed"])
            ),
            agreements.loc[o.agreement, "title"],
            f"{o.jaccard:.2f}",
            ", ".join(words(kind) for kind in o.shared),
            _pax(agreements.loc[o.agreement, "pax_id"]),
        ]
        for o in found.itertuples()
        if o.shared
    ]
    tables.show(
        "tbl-terms-overlap",
        f"What {len(rows)} of the {len(found)} other texts that were read share with the statement "
        "of November 2020: shared types as a share of all types of the two (Jaccard)."
        + (f" Those of {days} share none." if days else ""),
        ("Date", "Text", "Overlap", "Shared types", "PA-X"),
        rows,
        "Source: the record, table terms, by the same rule. PA-X: number in the Peace "
        "Agreements Database, whose codes are not used.",
        "wide",
    )


def _pax(number: object) -> str:
    return "–" if pd.isna(number) else str(number)


def left_out_table(record: Record) -> None:
    """Show the texts that are compared with nothing, because they were not read."""
    read = set(analysis.texts_read(record.agreements)["id"])
    agreements = record.agreements.sort_values(["date_signed_earliest", "id"])
    rows = [
        [RowLink(address("agreements", a.id), when(a.date_signed)), a.title, words(a.text_basis)]
        for a in agreements[~agreements["id"].isin(read)].itertuples()
    ]
    tables.show(
        "tbl-terms-left-out",
        f"{counted(len(rows), 'text')} left out of the comparison: known from a database’s record, "
        "a report, or somebody’s account.",
        ("Date", "Text", "Known from"),
        rows,
        "Source: the record, table agreements.",
        "wide",
    )
