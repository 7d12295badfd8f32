"""The record is sound, conforms to the standard, and is loaded with its types."""

import csv
import json

import pandas as pd
import pytest
from frictionless import Package

from briefing import record
from briefing.analysis import human_cost
from briefing.checks import problems
from briefing.paths import DATA

# What the record reached by 26 November 2026; a smaller number means that rows were lost.
FLOORS = {
    "events": 700,
    "agreements": 62,
    "terms": 225,
    "allegations": 70,
    "estimates": 620,
    "control_changes": 75,
    "first_allegations": 30,
    "meetings": 200,
    "proposals": 35,
    "positions": 180,
    "proceedings": 100,
    "transfers": 75,
    "checked_claims": 18,
    "ucdp_deaths_by_year": 36,
}


def test_the_record_has_no_problem():
    assert [str(p) for p in problems(DATA)] == []


def test_the_data_package_conforms_to_the_standard():
    descriptor = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    assert list(Package.metadata_validate(descriptor)) == []
    report = Package(str(DATA / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "note"])[:10]


@pytest.mark.parametrize(("table", "floor"), FLOORS.items())
def test_no_row_was_lost(table, floor):
    assert len(getattr(record.load(), table)) >= floor


def test_the_official_text_of_10_november_2020_has_27_terms():
    terms = record.load().terms
    own = terms[terms["agreement"] == "2020-11-10-trilateral"]
    assert int(own["in_official_text"].sum()) == 27


def test_at_least_700_sources_are_cited():
    assert len(record.load().sources) >= 700


def test_every_row_that_may_have_a_source_has_one():
    for name, table in record.load().package.tables.items():
        if "sources" in [c.name for c in table.columns]:
            rows = getattr(record.load(), name)
            if name == "accounts":  # a row without an account says where it was sought
                rows = rows[rows["account"].notna()]
            assert (rows["sources"].map(len) > 0).all(), name


def test_a_year_is_not_its_first_of_january():
    events = record.load().events
    years = events[events["date_precision"] == "year"]
    assert len(years) and (years["date_earliest"] < years["date_latest"]).all()


def test_the_loader_takes_types_from_the_schema():
    rec = record.load()
    assert str(rec.events["contested"].dtype) == "boolean"
    assert str(rec.estimates["value"].dtype) == "Float64"
    assert rec.events["actors"].map(lambda cell: isinstance(cell, tuple)).all()
    assert rec.agreements["expires"].isna().any()


def test_years_that_ucdp_does_not_cover_are_blank_and_not_zero():
    deaths = record.load().ucdp_deaths_by_year.set_index("year")
    assert deaths.loc[[1989, 1990], "best"].isna().all()


def test_changing_a_loaded_table_changes_nothing_for_the_next_reader():
    rec = record.load()
    events = rec.events
    events["title"] = "changed"
    assert "changed" not in set(rec.events["title"])


@pytest.mark.parametrize(
    ("column", "cell"), [("pax_id", "1.5"), ("pax_id", "six"), ("date_signed", "1994-02-31")]
)
def test_a_cell_of_another_type_is_named_with_its_place(tiny, column, cell):
    rec = tiny(agreements=[{"id": "a", "date_signed": "1994"}, {"id": "b", column: cell}])
    with pytest.raises(ValueError, match=f"^agreements.csv:3: {column}: '{cell}': "):
        _ = rec.agreements


def test_an_unknown_table_is_named():
    with pytest.raises(AttributeError, match="no table 'nothing'"):
        _ = record.load().nothing


def test_no_estimate_of_an_enemys_losses_counts_as_its_own():
    """A party's claim about its enemy keeps the party as claimant and the enemy as loser."""
    estimates = record.load().estimates
    april = estimates[estimates["episode"] == "april-2016"]
    claimed = april[human_cost.about_the_enemy(april)]
    assert {"azerbaijan", "nk-authorities"} <= set(claimed["claimant_actor"])
    assert (claimed["claimant_actor"] != claimed["losses_of"]).all()


# How no claimant is called: each is called as the prose calls it, and so in one way.
UNCALLED = [
    r"Ministr(?:y|ies)\b|\bministry of\b",  # Armenia’s defence ministry
    r"^(?:Armenia|Azerbaijan|Russia|Iran|Turkey),? [A-Z]",  # Armenia’s Investigative Committee
    r"^(?:Ministry|Government|Embassy|(?:[A-Z]\w+ )*(?:Office|Committee|Commission|Service"
    r"|Minister|Prosecutor)) of (?:Armenia|Azerbaijan|Russia)\b(?!’s)",
    r"^De facto authorities,|de facto \w+ (?:ministry|ombudsman) of\b",  # De facto defence ministry
    r"\bnaming no source|without a source|^[Uu]nnamed,|^not named|\(its ",
]


@pytest.mark.parametrize("pattern", UNCALLED)
def test_a_claimant_is_called_in_one_way(pattern):
    called = record.load().estimates["claimant"].dropna()
    assert sorted(set(called[called.str.contains(pattern)])) == []


def test_a_ministry_that_gives_a_figure_is_called_by_its_state_and_its_field():
    states = "Armenia|Azerbaijan|Russia"
    called = (
        rf"(?:(?:{states})’s (?:[\w’ ]+ and )?|De facto |Soviet |given by the )[a-z ]+ ministry"
    )
    claimants = record.load().estimates["claimant"].dropna()
    ministries = claimants[claimants.str.contains("ministry")]
    assert sorted(set(ministries[~ministries.str.contains(called)])) == []


def test_only_a_treaty_is_called_in_force():
    agreements = record.load().agreements
    chosen = agreements[agreements["status"] == "in-force"]
    assert set(chosen["legal_character"]) <= {"treaty-in-force"}


def test_russia_is_no_mediator_of_what_it_signed_and_owes():
    roles = record.load().agreement_actors
    own = roles[(roles["agreement"] == "2020-11-10-trilateral") & (roles["actor"] == "russia")]
    assert set(own["role"]) == {"obligor"} and own["signatory"].all()


def test_the_statement_of_2020_does_not_expire_with_its_peacekeepers():
    agreements = record.load().agreements.set_index("id")
    assert pd.isna(agreements.loc["2020-11-10-trilateral", "expires"])


def test_files_are_written_as_they_are_read():
    """Every CSV is in the form that the csv module writes, so that a diff shows facts alone."""
    import io

    for path in sorted(DATA.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        again = io.StringIO()
        csv.writer(again, lineterminator="\n").writerows(csv.reader(io.StringIO(text)))
        assert again.getvalue() == text, path.name


def test_a_court_or_the_red_cross_is_no_government():
    """The claimant is who claims, not the state that the claim names."""
    estimates = record.load().estimates
    known = {
        "ICRC": "icrc",
        "European Court": "ecthr",
        "UNHCR": "unhcr",
        "Amnesty": "amnesty-international",
    }
    for name, actor in known.items():
        rows = estimates[estimates["claimant"].str.startswith(name)]
        assert len(rows) and set(rows["claimant_actor"]) == {actor}, name
