"""The chapter on the statement of 10 November 2020."""

import pandas as pd

from briefing import tables
from briefing.analysis import terms as analysis
from briefing.chapters.common import (
    accounts,
    cite,
    counted,
    listed,
    names,
    sourced,
    stacked,
    text,
    when,
    words,
)
from briefing.chapters.terms import term_row
from briefing.markup import RowLink
from briefing.record import Record

STATEMENT = "2020-11-10-trilateral"


def terms_table(record: Record) -> None:
    """Show the statement term by term, grouped by point, with its quantities."""
    own = analysis.of_agreement(record.terms, STATEMENT)
    actors, heard = names(record, "actors"), accounts(record, "terms")
    promised = _quantities(record.term_quantities)
    rows: list[list] = []
    current = None
    for term in own.itertuples():
        point = analysis.point_of(term.clause)
        if point != current:
            current = point
            rows.append([f"Point {point}"])
        cells = term_row(term, actors, heard.get(term.id, []), anchor=False)
        cells[3] = stacked(
            (when(term.deadline) or "–", "row-text"), (promised.get(term.id, ""), "row-note")
        )
        rows.append(cells)
    official = int(own["in_official_text"].sum())
    tables.show(
        "tbl-statement-2020",
        f"The statement in {counted(official, 'term')}, grouped by point, and "
        f"{counted(len(own) - official, 'term')} that stood in the first published version alone.",
        ("Clause", "Term", "Who owes it", "By when, how much", "What became of it", "Sources"),
        rows,
        "Source: the record, tables terms and term_quantities. One sentence split in several "
        "terms is not several successes: no total is given.",
        "wide cols-terms",
    )


def _quantities(quantities: pd.DataFrame) -> dict[str, str]:
    shown: dict[str, list[str]] = {}
    for q in quantities.itertuples():
        number = f"{q.value:,.10g}"
        verb = "promised" if q.kind == "promised" else "reported"
        shown.setdefault(q.term, []).append(f"{verb}: {number} {q.unit}, {q.of}")
    return {term: "; ".join(parts) for term, parts in shown.items()}


def allegations_table(record: Record, statement_only: bool = True) -> None:
    """Show who alleges that which term was not kept, with the answer where one is in the record."""
    allegations = record.allegations
    of_statement = allegations["term"].str.startswith(f"{STATEMENT}-")
    chosen = allegations[of_statement if statement_only else ~of_statement]
    clauses = dict(zip(record.terms["id"], record.terms["clause"], strict=True))
    actors = names(record, "actors")
    rows = [
        [
            when(a.date),
            RowLink(f"term-{a.term}", clauses[a.term]),
            stacked((listed(a.accuser, actors), "row-text"), (words(a.accuser_kind), "row-note")),
            listed(a.accused, actors),
            stacked((a.allegation, "row-text"), (text(a.note), "row-note")),
            text(a.answer) or "none in the record yet",
            sourced(a),
        ]
        for a in chosen.sort_values(["date_earliest", "id"]).itertuples()
    ]
    which = "the statement" if statement_only else "other agreements"
    tables.show(
        "tbl-statement-2020-allegations" if statement_only else "tbl-allegations-other",
        f"{counted(len(chosen), 'allegation')} about {which}. An allegation is what "
        "somebody says; it changes no outcome above.",
        ("Date", "Clause", "Who alleges", "Of whom", "Allegation", "Answer", "Sources"),
        rows,
        "Source: the record, table allegations.",
        "wide cols-allegations",
    )


def variants_table(record: Record) -> None:
    """Show where the published versions of the statement differ."""
    own = record.text_variants[record.text_variants["agreement"] == STATEMENT]
    rows = [
        [text(v.clause) or "whole text", v.version, v.reading, cite(v.sources)]
        for v in own.itertuples()
    ]
    tables.show(
        "tbl-statement-2020-variants",
        "Differences between published versions of the statement. None is preferred here.",
        ("Point", "Version", "Reading", "Sources"),
        rows,
        "Source: the record, table text_variants.",
    )


def quantities_table(record: Record) -> None:
    """Show every number that the statement promised, or that was reported of its execution."""
    own = record.term_quantities[record.term_quantities["term"].str.startswith(f"{STATEMENT}-")]
    clauses = dict(zip(record.terms["id"], record.terms["clause"], strict=True))
    rows = [
        [
            RowLink(f"term-{q.term}", clauses[q.term]),
            f"{q.value:,.10g} {q.unit}",
            q.of,
            q.kind,
            cite(q.sources),
        ]
        for q in own.itertuples()
    ]
    tables.show(
        "tbl-statement-2020-quantities",
        f"{counted(len(own), 'quantity', 'quantities')} of the statement: promised, or reported "
        "of its execution.",
        ("Clause", "How much", "Of what", "Kind", "Sources"),
        rows,
        "Source: the record, table term_quantities.",
    )
