"""Meetings, plans, positions, courts and captives: the functions give known answers."""

import pandas as pd
import pytest

from briefing import record, schema
from briefing.analysis import captives_and_missing as captives
from briefing.analysis import courts, negotiations, plans, positions, truces
from briefing.chapters import captives_and_missing as captives_chapter
from briefing.chapters import courts as court_chapter
from briefing.paths import DATA


def days(*texts):
    return pd.Series(pd.to_datetime(list(texts)))


@pytest.fixture
def four_meetings() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": ["a", "b", "c", "d"],
            "date_earliest": days("1993-07-28", "1999-07-16", "1999-08-01", "2001-04-03"),
            "level": ["representatives", "heads", "foreign-ministers", "heads"],
            "format": ["bilateral", "bilateral", "minsk-group", "united-states"],
            "present": [
                ("azerbaijan", "nk-authorities"),
                ("armenia", "azerbaijan"),
                ("armenia", "azerbaijan", "osce-minsk-group"),
                ("armenia", "azerbaijan", "united-states"),
            ],
        }
    )


def test_a_year_without_a_meeting_counts_none(four_meetings):
    counts = negotiations.by_year(four_meetings, 1998, 2001)
    assert counts.sum(axis=1).tolist() == [0, 2, 0, 1]
    assert counts.loc[1999].tolist() == [1, 1, 0]


def test_a_meeting_of_all_three_is_none_of_two_states(four_meetings):
    everybody = [("armenia", "azerbaijan", "nk-authorities")] * 4
    counts = negotiations.at_the_table(
        four_meetings.assign(present=everybody), pd.Series(["war"] * 4), ["war"]
    )
    assert counts.loc["war", "the two states without them"] == 0
    assert counts.loc["war", "with the de facto authorities"] == 4


def test_who_sat_at_the_table_is_counted_by_phase(four_meetings):
    phase = pd.Series(["war", "talks", "talks", "talks"])
    counts = negotiations.at_the_table(four_meetings, phase, ["war", "talks", "later"])
    assert counts.loc["war"].tolist() == [1, 1, 0, 1]
    assert counts.loc["talks"].tolist() == [3, 0, 3, 1]


def test_formats_stand_in_the_order_of_their_first_use(four_meetings):
    told = negotiations.formats(four_meetings)
    assert list(told.index) == ["bilateral", "minsk-group", "united-states"]
    assert told.loc["bilateral", ["meetings", "heads"]].tolist() == [2, 1]


def test_differing_answers_of_one_actor_are_shown_as_differing():
    answers = pd.DataFrame(
        {
            "proposal": ["p", "p", "p", "q", "q", "r", "s", "s"],
            "actor": ["az", "az", "am", "az", "am", "az", "am", "am"],
            "stance": [
                *["accepted", "rejected", "accepted", "accepted", "not-found", "accepted"],
                *["not-found", "rejected"],
            ],
        }
    )
    table = plans.stances(answers, ("az", "am"))
    assert table.loc["p"].tolist() == ["ambiguous", "accepted"]
    assert table.loc["q"].tolist() == ["accepted", "not-found"]
    assert table.loc["r"].tolist() == ["accepted", ""]
    assert table.loc["s"].tolist() == ["", "rejected"]
    assert len(plans.accepted(table)) == 0


def test_a_plan_is_agreed_when_every_party_accepted_it():
    table = pd.DataFrame({"az": ["accepted"], "am": ["accepted-with-reservations"]})
    assert len(plans.accepted(table)) == 1


def test_positions_on_an_issue_stand_by_actor_and_time():
    rows = pd.DataFrame(
        {
            "id": ["1", "2", "3"],
            "actor": ["am", "az", "az"],
            "issue": ["routes", "routes", "format"],
            "replaces": pd.array([None, None, None], dtype="string"),
            "date_earliest": days("2020-01-01", "2021-01-01", "2019-01-01"),
        }
    )
    assert list(positions.on_issue(rows, "routes", ["az", "am"])["id"]) == ["2", "1"]


def test_a_position_replaces_an_earlier_one_of_the_same_actor_on_the_same_issue():
    told = record.load().positions.set_index("id")
    for row_id, position in told[told["replaces"].notna()].iterrows():
        earlier = told.loc[position["replaces"]]
        assert (earlier["actor"], earlier["issue"]) == (position["actor"], position["issue"]), (
            row_id
        )
        assert earlier["date_earliest"] <= position["date_latest"], row_id


def test_an_interim_measure_is_no_judgment():
    steps = pd.Series(["merits", "provisional-measure", "hearing", "resolution"])
    assert courts.weight(steps).tolist() == [
        "judgment",
        "interim measure",
        "procedure",
        "resolution",
    ]


def test_judgments_on_the_merits_alone_find_against_somebody():
    steps = record.load().proceedings
    assert set(steps.loc[steps["found_against"].map(len) > 0, "step"]) == {"merits"}
    counts = courts.found_against(steps)
    assert counts.sum() == (steps["step"] == "merits").sum()


def test_no_interim_measure_of_the_record_is_told_as_a_finding_of_responsibility():
    told = record.load().proceedings
    measures = told[told["step"] == "provisional-measure"]["result"]
    assert len(measures) > 10
    assert not measures.str.contains(r"\bfound (?:that )?\w+ responsible\b", case=False).any()


def test_steps_are_counted_by_forum():
    rows = pd.DataFrame({"forum": ["icj", "icj"], "step": ["jurisdiction", "hearing"]})
    counts = courts.by_forum(rows)
    assert counts.loc["icj", ["jurisdiction", "procedure", "judgment"]].tolist() == [1, 1, 0]


@pytest.fixture
def three_transfers() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "kind": ["captives", "captives", "remains"],
            "date_earliest": days("2020-12-14", "2020-12-14", "2021-02-16"),
            "number": pd.array([44, None, 106], dtype="Int64"),
            "low": pd.array([None] * 3, dtype="Int64"),
            "high": pd.array([None] * 3, dtype="Int64"),
            "to": [("armenia",), ("azerbaijan",), ("nk-authorities",)],
        }
    )


def test_a_return_is_named_where_a_cell_tells_of_a_thing_given():
    told = [
        "Two captives were flown to Baku.",
        "None: he had strayed.",
        "None named, though the page calls it an exchange.",
        "None: an official said that it was done without conditions.",
        "Maps, which the giver says were given without preconditions.",
        pd.NA,
    ]
    transfers = pd.DataFrame({"in_return": pd.array(told, dtype="string")})
    assert list(captives.returned(transfers)) == [True, False, False, False, True, False]


def test_a_cell_that_names_nothing_given_in_return_begins_so():
    told = record.load().transfers["in_return"].dropna()
    nothing = told.str.contains(r"no exchange|names nothing|without conditions|one-sidedly")
    assert nothing.any() and told[nothing].str.startswith("None").all()


def test_a_handover_of_unknown_number_adds_none_and_is_counted_apart(three_transfers):
    years = captives.by_year(three_transfers, captives.LIVING)
    assert years.loc[2020].tolist() == [44, 44, 0, 0, 1]
    assert list(years.index) == [2020]


def test_a_handover_on_which_claimants_differ_counts_as_the_range_that_they_give(three_transfers):
    disputed = three_transfers.assign(
        low=pd.array([None, 12, None], dtype="Int64"),
        high=pd.array([None, 14, None], dtype="Int64"),
        date="2020-12-14",
        end_date=pd.NA,
    )
    years = captives.by_year(disputed, captives.LIVING)
    assert years.loc[2020].tolist() == [44, 44, 12, 14, 0]
    assert captives_chapter.persons(disputed, captives.DIRECTIONS[1]) == "12 to 14"
    assert captives_chapter.persons(disputed, captives.DIRECTIONS[0]) == "150"
    assert captives_chapter.disputed(disputed) == (
        " (claimants differ: 12 to 14 on 14 December 2020)"
    )
    assert captives_chapter.disputed(disputed.iloc[:1]) == ""
    assert captives_chapter.left_out(disputed) == ""


def test_a_handover_whose_note_gives_two_numbers_has_both_as_its_range():
    told = record.load().transfers.set_index("id").loc["2020-12-14-azerbaijanis-to-baku"]
    assert (told["low"], told["high"]) == (12, 14)
    assert "Twelve according to" in told["note"] and "fourteen according to" in told["note"]


def test_those_said_to_be_held_are_told_apart_by_who_counted():
    told = captives_chapter.held(record.load())
    assert set(told["whose"]) == set(captives_chapter._COUNTED_BY)
    lawyers = told[told["claimant"].str.startswith("Lawyer") & (told["whose"] == "own author")]
    assembly = told[told["claimant"].str.startswith("Parliamentary Assembly")]
    assert len(lawyers) and set(assembly["whose"]) == {"third party"}


def test_the_direction_of_a_handover_is_that_of_its_receiver(three_transfers):
    assert captives.direction(three_transfers).tolist() == [
        captives.DIRECTIONS[0],
        captives.DIRECTIONS[1],
        captives.DIRECTIONS[0],
    ]


def test_nobody_is_named_who_was_handed_over():
    """Captives and the dead stand by role; names are those of the record's office-holders alone."""
    told = record.load().transfers["category"]
    assert not told.str.contains(r"\b(?:named|called) [A-Z][a-z]+ [A-Z]", regex=True).any()


def test_undated_counts_stand_last_and_unconfirmed_ones_nowhere():
    rows = pd.DataFrame(
        {
            "id": ["c", "b", "a"],
            "measure": "held",
            "as_of_earliest": days("2020-01-01", None, "2021-01-01"),
            "support": ["unconfirmed", "read", "read"],
        }
    )
    assert list(captives.counts(rows, "held")["id"]) == ["a", "b"]


def test_the_time_to_a_first_alleged_breach_is_a_range_where_the_hour_is_not_known():
    agreements = pd.DataFrame(
        {
            "id": ["x", "y"],
            "in_force_from": ["2020-10-10T12:00+04:00", "2021-11"],
            "in_force_from_precision": ["minute", "month"],
        }
    )
    first = pd.DataFrame(
        {
            "id": ["1", "2", "3", "4", "5"],
            "agreement": ["x", "x", "y", "x", "x"],
            "reporter": ["am", "az", "am", "nk", "un"],
            "alleged_at": ["2020-10-10T13:00+04:00", "2020-10-11", "2021-11-17", pd.NA, "2020-11"],
            "alleged_at_precision": ["minute", "day", "day", pd.NA, "month"],
        }
    )
    told = truces.reporting(first, agreements).set_index("id")
    assert list(told.index) == ["1", "2"]
    assert told.loc["1", "days_low"] == pytest.approx(1 / 24)
    assert told.loc["2", "days_low"] == pytest.approx(0.5)
    assert told.loc["2", "days_high"] == pytest.approx(1.5)
    # What came with the beginning, or is dated to its day, is shown at five minutes.
    first.loc[[0, 1], "alleged_at"] = ["2020-10-10T12:00+04:00", "2020-10-10"]
    told = truces.reporting(first, agreements).set_index("id")
    assert told["days_low"].tolist() == pytest.approx([5 / 1440] * 2)


def test_one_clock_is_compared_with_another_by_their_offsets():
    agreements = pd.DataFrame(
        {
            "id": ["x"],
            "in_force_from": ["2020-11-10T00:00+03:00"],
            "in_force_from_precision": ["minute"],
        }
    )
    first = pd.DataFrame(
        {
            "id": ["1"],
            "agreement": ["x"],
            "reporter": ["az"],
            "alleged_at": ["2020-11-10T02:00+04:00"],
            "alleged_at_precision": ["minute"],
        }
    )
    assert truces.reporting(first, agreements)["days_low"].iloc[0] == pytest.approx(1 / 24)


def test_the_parties_are_alone_where_nobody_else_sat_with_any_of_them(four_meetings):
    assert negotiations.alone(four_meetings).tolist() == [True, True, False, False]


def test_no_two_steps_of_the_chart_of_courts_stand_on_each_other():
    steps = pd.DataFrame(
        [
            ("icj", "2021-01-01"),
            ("icj", "2021-01-05"),
            ("icj", "2025-01-01"),
            ("icc", "2021-01-01"),
        ],
        columns=["forum", "date_earliest"],
    )
    steps["date_earliest"] = pd.to_datetime(steps["date_earliest"])
    span = pd.Timestamp("2020-01-01"), pd.Timestamp("2026-01-01")
    placed = court_chapter._placed(steps, span)
    assert placed["forum"].tolist() == ["icc", "icj", "icj", "icj"]
    assert placed["height"].tolist() == [0, 2, 3, 2]
    assert placed["top"].tolist() == [0, 3, 3, 3]


def test_a_handover_whose_number_is_not_known_is_named_where_the_others_are_added(
    three_transfers,
):
    told = three_transfers.assign(date="2020-12-14")
    assert "to Azerbaijan on 14 December 2020" in captives_chapter.left_out(told)
    assert captives_chapter.left_out(told[told["number"].notna()]) == ""


def test_every_forum_and_every_weight_of_a_step_is_drawn():
    defined = schema.rows(DATA, "vocabulary")
    forums = {row["value"] for row in defined if row["vocabulary"] == "forum"}
    assert forums == set(court_chapter.FORUMS) == set(court_chapter._SHORT)
    assert {*courts.WEIGHT.values(), courts.PROCEDURE} == set(court_chapter._MARKS)
