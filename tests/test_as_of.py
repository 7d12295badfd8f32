"""Each page says how far the check behind it reached."""

import shutil
from pathlib import Path

from briefing import as_of, schema
from briefing.paths import DATA

KNOWN = {"events": ("2026-06-30", "2026-11-26"), "arms_imports": ("2020-12-31", "2026-11-20")}


def test_one_day_is_told_without_its_tables():
    assert as_of.sentence(["events", "places"], KNOWN) == (
        "Accurate as of 30 June 2026; later days are not covered. "
        "Sources last read 26 November 2026."
    )


def test_two_days_are_told_with_their_tables_latest_first():
    assert as_of.sentence(["events", "arms_imports"], KNOWN) == (
        "Accurate as of 30 June 2026 (arms imports: 31 December 2020); later days are not "
        "covered. Sources last read 20–26 November 2026."
    )


def test_a_page_without_checked_tables_says_nothing():
    assert as_of.sentence(["places"], KNOWN) == ""


def test_of_several_periods_of_a_table_the_latest_day_and_the_earliest_check_count(tmp_path: Path):
    shutil.copy(DATA / schema.DESCRIPTOR, tmp_path)
    rows = "tables,checked_to,checked_on\nevents,1991-12-31,2026-11-26\n"
    rows += "events;terms,2026-06-30,2026-11-25\n"
    (tmp_path / "coverage.csv").write_text(rows, encoding="utf-8")
    assert as_of.reached(tmp_path) == {
        "events": ("2026-06-30", "2026-11-25"),
        "terms": ("2026-06-30", "2026-11-25"),
    }


def test_no_check_reaches_beyond_its_own_day():
    assert all(day <= on for day, on in as_of.reached(DATA).values())


def test_every_table_of_the_record_with_sources_is_covered():
    tables = schema.read(DATA).tables.values()
    sourced = {t.name for t in tables if any(c.name == "sources" for c in t.columns)}
    left_out = {"passages", "phases", "proposal_answers", "term_quantities", "text_variants"}
    assert sourced - left_out <= set(as_of.reached(DATA))
