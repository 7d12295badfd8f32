"""Each side of a contested row is heard, or the row says where its account was sought."""

from pathlib import Path

import pytest
import tables

from briefing.checks import problems


def change(data: Path, table: str, edit) -> list[str]:
    """Rewrite a table by a function of its rows; what the check then says."""
    tables.change(data / f"{table}.csv", edit)
    return [f"{p.file}: {p.message}" for p in problems(data)]


EVENT = "2020-10-04-jabrayil"
MADE, TEXT = "2022-09-14-ceasefire", "2022-09-14-truce"
FEWER = "accounts.csv holds fewer than two sides"


@pytest.mark.parametrize("told", [{EVENT}, {MADE, TEXT}])
def test_a_contested_event_without_the_account_of_one_side_is_caught(data, told):
    found = change(
        data,
        "accounts",
        lambda rows: [r for r in rows if r["row"] not in told or r["actor"] == "azerbaijan"],
    )
    assert any(line.startswith("events.csv: contested") and FEWER in line for line in found)


def test_a_contested_term_without_accounts_and_allegations_is_caught(data):
    term = "2020-11-10-trilateral-6g"
    change(data, "accounts", lambda rows: [r for r in rows if r["row"] != term])
    found = change(data, "allegations", lambda rows: [r for r in rows if r["term"] != term])
    assert any(line.startswith("terms.csv: contested") and FEWER in line for line in found)


def test_an_account_without_a_source_is_caught(data):
    def edit(rows):
        next(r for r in rows if r["account"])["sources"] = ""
        return rows

    assert any("cite where this actor says so" in line for line in change(data, "accounts", edit))


def test_an_account_that_was_sought_says_where(data):
    def edit(rows):
        next(r for r in rows if not r["account"])["note"] = ""
        return rows

    assert any("say where it was sought" in line for line in change(data, "accounts", edit))


def test_an_account_that_was_not_found_has_no_support(data):
    def edit(rows):
        next(r for r in rows if not r["account"])["support"] = "read"
        return rows

    assert any("judges no account" in line for line in change(data, "accounts", edit))


def test_an_account_is_named_for_its_row_and_its_actor(data):
    def edit(rows):
        rows[0]["id"] = "somebody-said"
        return rows

    assert any("id: has to be" in line for line in change(data, "accounts", edit))
