"""The lives of the statement's terms end where the record says."""

import pandas as pd
import pytest

from briefing import record
from briefing.analysis import statement_2020
from briefing.chapters import statement_2020 as chapter
from briefing.chapters import terms as terms_chapter
from briefing.chapters.common import when
from briefing.chapters.passages import Passages
from briefing.markup import piece

BEGUN, UNTIL = pd.Timestamp("2020-11-10"), pd.Timestamp("2026-03-05")


def life(status: str, on: str | None = None, deadline: str | None = None, official: bool = True):
    terms = pd.DataFrame(
        {
            "id": ["x"],
            "clause": ["1"],
            "short": ["ceasefire"],
            "type": ["ceasefire"],
            "status": [status],
            "status_basis": ["source"],
            "in_official_text": [official],
            "status_date_latest": [pd.Timestamp(on) if on else pd.NaT],
            "disputed_from": [""],
            "disputed_from_earliest": [pd.NaT],
            "deadline_latest": [pd.Timestamp(deadline) if deadline else pd.NaT],
        }
    )
    return statement_2020.lives(terms, BEGUN, UNTIL)


@pytest.mark.parametrize(
    ("status", "on", "to"),
    [
        ("fulfilled", "2020-11-20", "2020-11-20"),
        ("discontinued", "2024-06-12", "2024-06-12"),
        ("disputed", "2023-03-25", "2026-03-05"),
        ("not-fulfilled", None, "2026-03-05"),
    ],
)
def test_a_term_lives_until_it_is_done_or_stops(status, on, to):
    assert life(status, on)["to"].tolist() == [pd.Timestamp(to)]


@pytest.mark.parametrize(
    ("status", "on", "deadline", "met"),
    [
        ("fulfilled", "2020-11-20", "2020-11-20", "in time"),
        ("fulfilled-late", "2020-11-25", "2020-11-15", "late"),
        ("fulfilled-amended", "2020-11-25", "2020-11-15", "amended"),
        ("fulfilled", "2020-11-20", None, ""),
        ("discontinued", "2024-06-12", "2025-11-10", ""),
    ],
)
def test_a_deadline_is_met_missed_or_moved_by_consent(status, on, deadline, met):
    assert life(status, on, deadline)["met"].tolist() == [met]


def test_a_disputed_end_is_told_from_the_day_that_a_side_names():
    rec = record.load()
    told = chapter.lives(rec).set_index("clause")
    doubted = told.dropna(subset=["disputed"])
    assert len(doubted) and (doubted["disputed"] < doubted["known"]).all()
    assert set(doubted["status"]) == {statement_2020.STOPPED}
    for term in rec.terms[rec.terms["disputed_from"] != ""].itertuples():
        assert terms_chapter.fate_date(term).endswith(", disputed")
        assert when(term.disputed_from) in term.status_note


def test_definitions_and_other_versions_have_no_life():
    assert life("not-applicable").empty
    assert life("fulfilled", "2020-11-20", official=False).empty


@pytest.mark.parametrize(
    ("basis", "told"),
    [("absence-of-evidence", "no implementation found"), ("source", "not fulfilled, 2021")],
)
def test_what_was_not_found_is_not_told_as_not_done(tiny, basis, told):
    row = {"id": "a", "clause": "1", "status": "not-fulfilled", "status_date": "2021"}
    row |= {"status_basis": basis, "contested": "false", "binding": "obligation"}
    row |= {"type": "ceasefire", "text": "Stop.", "in_official_text": "true"}
    record = tiny(terms=[row], passages=[])
    [term] = record.terms.itertuples()
    assert told in piece(terms_chapter.term_row(term, {}, [], Passages(record, "terms"))[4]).plain()


def test_every_outcome_of_the_statement_has_a_mark():
    assert set(chapter.lives(record.load())["status"]) <= set(chapter.MARKS)


def test_the_legend_and_the_tables_use_the_same_words():
    rec = record.load()
    told = chapter.lives(rec)
    terms = rec.terms[rec.terms["id"].isin(told["id"])]
    said = {terms_chapter.fate(term) for term in terms.itertuples()}
    assert said == set(" or ".join(chapter._fates(told).values()).split(" or "))
    assert {"kept for a time, then stopped", "no implementation found"} <= said


def shown(monkeypatch, table, *given):
    """Header and rows of a table of the chapter."""
    found = []
    monkeypatch.setattr(chapter.tables, "show", lambda *given: found.append(given))
    table(record.load(), *given)
    [(_, _, header, rows, *_)] = found
    return header, rows


def test_every_term_of_the_statement_has_a_short_name_of_its_own():
    own = terms_chapter.analysis.of_agreement(record.load().terms, terms_chapter.STATEMENT)
    assert own["short"].notna().all() and own["short"].is_unique
    assert own["short"].str.len().max() <= 34


def test_the_outline_tells_each_term_in_a_line_that_leads_to_its_row(monkeypatch):
    _, lines = shown(monkeypatch, chapter.outline_table)
    _, rows = shown(monkeypatch, chapter.terms_table)
    addresses = [cells[0].target for cells in rows if len(cells) > 1]
    assert len(lines) == len(chapter.in_official_text(record.load()))
    assert [line[0].target for line in lines] == [a for a in addresses if "first-version" not in a]
    by_clause = {line[0].text: line[1:] for line in lines}
    assert by_clause["6b"] == ["handover of Lachin", "Armenia", "fulfilled", "1 December 2020"]
    assert by_clause["7b"][2:] == ["no implementation found", ""]


def test_what_was_alleged_of_the_statement_leads_to_a_row_of_the_page(monkeypatch):
    _, rows = shown(monkeypatch, chapter.terms_table)
    _, alleged = shown(monkeypatch, chapter.allegations_table)
    here = {cells[0].target for cells in rows if len(cells) > 1}
    assert {piece(cells[1]).pieces[-1].target for cells in alleged} <= here


def test_the_answer_cites_an_official_text_of_each_of_two_parties():
    rec = record.load()
    assert {rec.sources[key].fields["side"] for key in chapter.sources(rec)} == {"am", "az"}
