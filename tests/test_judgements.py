"""The titles of the judgements, which are words and not numbers, are true of the record."""

import json

import pytest

from briefing import record
from briefing.analysis import courts, negotiations, plans, statement_2020, truces
from briefing.analysis.human_cost import ALL
from briefing.chapters import human_cost
from briefing.chapters import negotiations as talks
from briefing.chapters import truces as spells
from briefing.chapters.plans import PARTIES
from briefing.chapters.statement_2020 import lives
from briefing.paths import NOTEBOOKS


@pytest.fixture(scope="module")
def rec():
    return record.load()


@pytest.fixture(scope="module")
def page() -> str:
    notebook = json.loads((NOTEBOOKS / "assessment.ipynb").read_text(encoding="utf-8"))
    return "".join("".join(cell["source"]) for cell in notebook["cells"])


def test_most_truces_collapsed_within_two_months(rec, page):
    assert "Most truces that could be timed collapsed within two months" in page
    timed = spells.spells(rec, "one-spell")
    soon = (timed["ending"] == "collapsed") & (timed["days_high"] <= 60)
    assert soon.mean() > 0.5
    curve = truces.survival(timed["days_high"], timed["ending"] == "collapsed")
    assert truces.median(curve) <= 60


def test_no_plan_was_accepted_by_all_three_parties(rec, page):
    assert "No plan is known to have been accepted by Armenia, Azerbaijan and the de facto" in page
    assert plans.accepted(plans.stances(rec.proposal_answers, PARTIES)) == []


@pytest.mark.parametrize("war", ["war-2020", "first-war-1992-94"])
def test_the_losses_of_both_wars_are_ranges(rec, page, war):
    assert "How many died in the wars of 1992–94 and 2020 is known only as ranges" in page
    killed = human_cost.killed(rec, war, ("all", "military"))
    every = killed[killed["loser"] == ALL]
    assert every["low"].min() < every["high"].max()


def test_no_court_has_ruled_on_the_merits_between_the_two_states(rec, page):
    assert "No court has ruled on the merits between the two states" in page
    judged = rec.proceedings[courts.weight(rec.proceedings["step"]) == "judgment"]
    assert not judged["applicant"].isin(["Armenia", "Azerbaijan"]).any()


def test_talks_moved_from_mediators_to_the_two_states(rec, page):
    assert "Talks moved from mediators to the two states" in page
    meetings = talks.meetings(rec)
    recent = meetings["date_earliest"] >= "2024-01-01"
    assert (
        negotiations.alone(meetings[recent]).mean() > negotiations.alone(meetings[~recent]).mean()
    )


def test_the_initialled_agreement_is_unsigned(rec, page):
    assert "The peace agreement initialled in August 2025 was unsigned on {when(treaty[" in page
    assert (
        rec.agreements.set_index("id").loc["2025-08-08-peace-agreement", "status"] == "initialled"
    )


def test_the_handovers_were_carried_out_and_most_other_duties_were_not_kept_to_the_end(rec, page):
    assert (
        "The handovers of districts that the statement of November 2020 provides for were carried"
        in page
    )
    lived = lives(rec)
    handed = lived[lived["type"] == "territorial-handover"]
    others = lived[lived["type"] != "territorial-handover"]
    assert len(handed) == 3 and handed["status"].isin(statement_2020.DONE).all()
    assert others["status"].isin(statement_2020.DONE).mean() < 0.5
    # The judgement's lists of clauses leave none out, and none stands in two of them.
    lists = [": (statement.STOPPED,),\n", ': ("disputed",),\n', ': ("not-fulfilled",),\n']
    assert "returns, exchanges, transport, guards on the new road ({', '.join(partly" in page
    assert set(lived.loc[lived["status"] == "partly-fulfilled", "clause"]) == {
        "6f", "7a", "8a", "8b", "8c", "9a",
    }  # fmt: skip
    assert [told for told in lists if told not in page] == []
    assert 'done = terms[terms["status"].isin(statement.DONE)]' in page
    listed = {*statement_2020.DONE, statement_2020.STOPPED}
    assert set(lived["status"]) <= listed | {"disputed", "partly-fulfilled", "not-fulfilled"}


def test_few_remained_after_each_departure(rec, page):
    assert "few Armenians where Azerbaijan took control in September 2023" in page
    told = rec.estimates[rec.estimates["episode"] == "departure-september-2023"]
    left = told.loc[told["measure"] == "departed", "value"].max()
    stayed = told.loc[told["measure"] == "population", ["value", "high"]].max().max()
    assert stayed < left / 50


def test_no_fighting_with_many_deaths_is_counted_since_2024(rec, page):
    assert "Since September 2023 no fighting between the two states with 25 or more" in page
    deaths = rec.ucdp_deaths_by_year.dropna(subset=["best"])
    assert (deaths.loc[deaths["year"] >= 2024, "best"] < 25).all()
    assert deaths["year"].max() >= 2024
