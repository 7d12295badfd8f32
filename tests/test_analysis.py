"""The analysis gives known answers on small frames."""

import numpy as np
import pandas as pd
import pytest

from briefing import record, schema
from briefing.analysis import accounts, agreements, human_cost, phases, terms, timeline
from briefing.chapters import phases as phase_chapter
from briefing.chapters import terms as terms_chapter
from briefing.paths import DATA


def days(*texts):
    return pd.Series(pd.to_datetime(list(texts)))


@pytest.fixture
def three_phases():
    return pd.DataFrame(
        {
            "id": ["one", "two", "part", "three"],
            "title": ["One", "Two", "A part", "Three"],
            "parent": pd.array([None, None, "two", None], dtype="string"),
            "start": ["2000-01-01", "2010-01-01", "2012-01-01", "2020-01-01"],
            "end": ["2009-12-31", "2019-12-31", "2013-01-01", pd.NA],
            "start_earliest": days("2000-01-01", "2010-01-01", "2012-01-01", "2020-01-01"),
            "end_latest": days("2009-12-31", "2019-12-31", "2013-01-01", None),
        }
    )


@pytest.fixture
def four_events():
    return pd.DataFrame(
        {
            "id": ["d", "c", "b", "a"],
            "date": ["2021", "2010-01-01", "2009-12-31", "2009"],
            "category": ["combat", "combat", "legal", "combat"],
            "date_earliest": days("2021-01-01", "2010-01-01", "2009-12-31", "2009-01-01"),
            "date_latest": days("2021-12-31", "2010-01-01", "2009-12-31", "2009-12-31"),
            "end_date_latest": days(None, None, "2010-06-01", None),
        }
    )


def test_the_first_day_of_a_phase_belongs_to_it(three_phases):
    found = phases.phase_of(days("2009-12-31", "2010-01-01"), three_phases)
    assert list(found) == ["one", "two"]


def test_a_day_before_all_phases_has_none(three_phases):
    assert phases.phase_of(days("1999-12-31", None), three_phases).isna().all()


def test_an_open_phase_holds_every_later_day(three_phases):
    assert list(phases.phase_of(days("2030-01-01"), three_phases)) == ["three"]


def test_the_last_day_of_the_last_phase_belongs_to_it_and_the_next_to_none(three_phases):
    found = phases.phase_of(days("2019-12-31", "2020-01-01"), three_phases[:3])
    assert found.fillna("none").tolist() == ["two", "none"]


def test_an_event_across_an_edge_shows_both_phases(four_events, three_phases):
    placed = phases.with_phase(four_events, three_phases).set_index("id")
    assert (placed.loc["b", "phase"], placed.loc["b", "phase_last"]) == ("one", "two")


def test_events_stand_in_time_order(four_events, three_phases):
    assert list(phases.with_phase(four_events, three_phases)["id"]) == ["a", "b", "c", "d"]


def test_a_day_is_told_from_what_happened_to_what_was_said_of_it(four_events, three_phases):
    day = four_events.iloc[[0, 0, 0]].assign(
        id=["a", "b", "c"], category=["statement", "combat", "legal"]
    )
    assert list(phases.with_phase(day, three_phases)["id"]) == ["b", "c", "a"]


def test_what_followed_from_an_event_of_the_day_stands_behind_it(four_events, three_phases):
    day = four_events.iloc[[0, 0, 0]].assign(
        id=["truce-charges", "truce", "battle"], category=["combat", "ceasefire", "combat"]
    )
    told = list(phases.with_phase(day, three_phases)["id"])
    assert told == ["battle", "truce", "truce-charges"]


def test_every_category_of_events_has_its_place_in_a_day():
    [column] = [c for c in schema.read(DATA).tables["events"].columns if c.name == "category"]
    assert sorted(column.enum) == sorted(phases._WITHIN_A_DAY)


def test_a_war_goes_by_other_names_that_titles_of_its_sources_use():
    known = record.load()
    named = known.phases[known.phases["alt_names"].map(len) > 0]
    assert {"war-1992-94", "after-april-2016", "war-2020"} == set(named["id"])
    for phase in named.itertuples():
        titles = " | ".join(known.sources[key].fields["title"] for key in phase.sources).lower()
        for name in phase.alt_names:
            assert name.split(" (")[0].lower() in titles


def test_the_table_of_phases_says_by_what_other_names_each_goes():
    known = record.load()
    told = {p.id: phase_chapter.other_names(p) for p in known.phases.itertuples()}
    assert told["background"] == ""
    assert told["war-2020"] == (
        "Also called: Second Karabakh War; 44-day war; Patriotic War (Azerbaijan); Artsakh war "
        "(Armenia and the de facto authorities)."
    )


def test_the_spread_counts_events_and_combat_of_each_phase(four_events, three_phases):
    spread = phases.spread(phases.with_phase(four_events, three_phases), three_phases)
    assert list(spread["id"]) == ["one", "two", "three"]
    assert list(spread["events"]) == [2, 1, 1]
    assert list(spread["combat"]) == [1, 1, 1]
    four_events["category"] = four_events["category"].replace("legal", "control")
    spread = phases.spread(phases.with_phase(four_events, three_phases), three_phases)
    assert list(spread["combat"]) == [2, 1, 1]


def test_events_are_counted_by_phase_and_category(four_events, three_phases):
    counts = timeline.by_phase_and_category(
        phases.with_phase(four_events, three_phases), three_phases
    )
    assert list(counts.columns) == ["combat", "legal"]
    assert counts.loc["one"].tolist() == [1, 1]
    assert counts.to_numpy().sum() == 4


def test_categories_stand_by_their_contested_share_and_equal_ones_the_larger_first():
    told = {
        "legal": [True, False],
        "control": [True, False],
        "political": [True, True, False, False],
        "combat": [True, True, False],
        "statement": [True],
    }
    rows = [(category, contested) for category, own in told.items() for contested in own]
    events = pd.DataFrame(rows, columns=["category", "contested"])
    assert accounts.contested_by_category(events, 2).to_numpy().tolist() == [
        ["combat", 2, 3],
        ["political", 2, 4],
        ["control", 1, 2],
        ["legal", 1, 2],
    ]


def test_a_year_that_is_not_covered_stays_blank_beside_its_intensity():
    deaths = pd.DataFrame(
        {
            "year": [1990, 1992, 1995],
            "best": [pd.NA, 5, 1],
            "low": [pd.NA, 4, 1],
            "high": [pd.NA, 9, 1],
        }
    )
    levels = pd.DataFrame({"year": [1992, 1992, 1990], "intensity_level": [1, 2, 1]})
    table = phases.yearly_deaths(deaths, levels)
    assert table["best"].isna().tolist() == [True, False, False]
    assert table["intensity"].tolist() == [1, 2, 0]


def test_roles_are_told_apart():
    roles = pd.DataFrame(
        {
            "agreement": ["x", "x", "x"],
            "actor": ["a", "b", "c"],
            "role": ["party", "party", "mediator"],
            "signatory": [True, False, False],
        }
    )
    table = agreements.actors_by_role(roles, {"a": "A", "b": "B", "c": "C"})
    assert table.loc["x"].to_dict() == {
        "signed": "A",
        "parties": "A, B",
        "mediated": "C",
        "others": "",
    }


def test_the_matrix_leaves_out_what_is_not_in_the_official_text():
    rows = pd.DataFrame(
        {
            "agreement": ["x", "x", "y", "y"],
            "type": ["ceasefire", "ceasefire", "peacekeeping", "ceasefire"],
            "in_official_text": [True, True, True, False],
        }
    )
    signed = pd.DataFrame({"id": ["y", "x"], "date_signed_earliest": days("2001", "2000")})
    table = terms.matrix(rows, signed)
    assert list(table.index) == ["x", "y"]
    assert table.loc["x", "ceasefire"] == 2 and table.loc["y", "ceasefire"] == 0


@pytest.mark.parametrize(("clause", "point"), [("6g", "6"), ("2", "2"), ("2 (first version)", "2")])
def test_a_clause_belongs_to_its_point(clause, point):
    assert terms.point_of(clause) == point


@pytest.mark.parametrize(
    ("value", "low", "high", "shown"),
    [
        (7646, pd.NA, pd.NA, "7,646"),
        (pd.NA, 20000, 30000, "20,000–30,000"),
        (pd.NA, 161, pd.NA, "at least 161"),
        (pd.NA, pd.NA, 70, "up to 70"),
        (6.5, pd.NA, pd.NA, "6.5"),
    ],
)
def test_a_figure_is_printed_as_it_was_published(value, low, high, shown):
    assert human_cost.figure(value, low, high) == shown


def test_a_claim_about_the_enemy_is_told_from_a_count_of_ones_own():
    rows = pd.DataFrame(
        {
            "losses_of": ["azerbaijan", "azerbaijan", "nk", "armenian-side", "all-sides", "nk"],
            "claimant_actor": [
                "azerbaijan",
                "armenia",
                "azerbaijan",
                "nk-authorities",
                "un",
                pd.NA,
            ],
        }
    )
    found = human_cost.about_the_enemy(rows)
    assert found.tolist() == [False, True, True, False, False, False]


def test_estimates_stand_in_the_order_of_their_episodes():
    rows = pd.DataFrame(
        {
            "id": ["b", "a"],
            "episode": ["late", "early"],
            "measure": ["killed", "killed"],
            "losses_of": ["nk", "nk"],
            "as_of_earliest": days("2020-01-01", "2021-01-01"),
        }
    )
    episodes = pd.DataFrame(
        {"id": ["early", "late"], "start_earliest": days("1990-01-01", "2000-01-01")}
    )
    assert list(human_cost.ordered(rows, episodes)["id"]) == ["a", "b"]


# Annual flow of the Nile at Aswan, 1871-1970, in 10^8 cubic metres (Cobb 1978).
NILE = [
    1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180,
    799, 958, 1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833,
    701, 916, 692, 1020, 1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845,
    864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676,
    649, 846, 812, 742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923,
    975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
]  # fmt: skip


def test_the_one_change_point_of_the_nile_is_the_published_one():
    """The last year of the higher level is 1898 (Cobb 1978; Zeileis et al. 2003)."""
    [at] = phases.split(np.array(NILE, dtype=float), 1)
    assert 1871 + at - 1 == 1898


def test_change_points_are_named_by_the_first_year_of_the_new_level():
    years = pd.Series([1991, 1992, 1993, 1995, 1996])
    deaths = pd.Series([1000, 1100, 900, 10, 12])
    assert phases.change_points(years, deaths, 1) == [1995]


TYPES = {"a": {"ceasefire", "captives"}, "b": {"ceasefire", "peacekeeping"}, "c": {"captives"}}


def test_overlap_is_the_share_of_shared_types():
    assert terms.jaccard({"x", "y"}, {"y", "z"}) == pytest.approx(1 / 3)
    assert terms.jaccard(set(), set()) == 0


def test_texts_are_compared_with_one_the_closest_first():
    found = terms.overlap_with(TYPES, "a")
    assert found["agreement"].tolist() == ["c", "b"]
    assert found["jaccard"].tolist() == pytest.approx([1 / 2, 1 / 3])
    assert found["shared"].tolist() == [["captives"], ["ceasefire"]]


def test_types_recur_before_and_after_a_text():
    found = terms.recurrence(TYPES, "b")
    assert found.loc["ceasefire"].tolist() == [1, 1, 0]
    assert found.loc["captives"].tolist() == [1, 0, 1]
    assert found.index.tolist() == ["captives", "ceasefire", "peacekeeping"]


def test_a_text_known_from_a_report_alone_is_not_compared():
    agreements = pd.DataFrame(
        {
            "id": ["a", "b"],
            "text_basis": ["press-report", "official-publication"],
            "date_signed_earliest": days("2000-01-01", "2001-01-01"),
        }
    )
    assert terms.texts_read(agreements)["id"].tolist() == ["b"]


def test_revisions_tell_own_counts_from_claims_about_the_other_side():
    estimates = pd.DataFrame(
        {
            "id": ["a", "b", "c", "d"],
            "episode": "war-2020",
            "measure": ["missing", "missing", "missing", "killed"],
            "losses_of": ["azerbaijan", "armenian-side", "all-sides", "azerbaijan"],
            "group": ["all"] * 4,
            "covers": ["state"] * 4,
            "claimant": ["A ministry", "Another", "ICRC", "A ministry"],
            "claimant_actor": ["azerbaijan", "azerbaijan", "icrc", "azerbaijan"],
            "claimant_side": pd.array([None] * 4, dtype="string"),
            "as_of": ["2021", "2020-12", "2022", "2021"],
            "as_of_earliest": days("2021-01-01", "2020-12-01", "2022-01-01", "2021-01-01"),
            "as_of_latest": days("2021-12-31", "2020-12-31", "2022-12-31", "2021-12-31"),
            "value": [6.0, None, 300.0, 9.0],
            "low": [None, 40.0, None, None],
            "high": [None, None, None, None],
            "support": "read",
        }
    )
    found = human_cost.revisions(estimates, "war-2020", "missing")
    assert found["id"].tolist() == ["b", "a", "c"]
    assert found["whose"].tolist() == ["other side", "own", "third party"]
    assert found["figure"].tolist() == [40, 6, 300]
    assert found["loser"].tolist() == ["Armenian side", "Azerbaijan", "All sides"]


def test_outcomes_are_counted_in_three_spans_of_years():
    rows = pd.DataFrame(
        {
            "status": ["collapsed", "collapsed", "lapsed", "collapsed", "lapsed"],
            "date_signed_earliest": days(
                "1991-09-23", "1994-12-31", "1995-01-01", "2019-12-31", "2020-01-01"
            ),
        }
    )
    told = agreements.by_span_and_status(rows)
    assert list(told.columns) == ["1991–94", "1995–2019", "2020–26"]
    assert told.loc["collapsed"].tolist() == [2, 1, 0]
    assert told.loc["lapsed"].tolist() == [0, 1, 1]


def test_no_agreement_of_the_record_falls_outside_of_the_three_spans():
    rows = record.load().agreements
    assert agreements.by_span_and_status(rows).to_numpy().sum() == len(rows)


def test_a_span_without_an_agreement_stands_empty():
    rows = pd.DataFrame({"status": ["lapsed"], "date_signed_earliest": days("2021-01-11")})
    assert agreements.by_span_and_status(rows).loc["lapsed"].tolist() == [0, 0, 1]


def test_the_terms_of_an_agreement_keep_the_order_of_the_record():
    rows = pd.DataFrame({"id": ["x2", "y1", "x1"], "agreement": ["x", "y", "x"]})
    assert terms.of_agreement(rows, "x")["id"].tolist() == ["x2", "x1"]
    assert terms.of_agreement(rows, "z").empty


def test_types_are_told_of_texts_that_were_read_and_of_their_official_text_alone():
    signed = pd.DataFrame(
        {
            "id": ["late", "early", "heard-of", "without-terms", "a-partys"],
            "text_basis": [
                "archive-copy",
                "official-publication",
                "press-report",
                "party-copy",
                "party-copy",
            ],
            "date_signed_earliest": days(
                "2020-11-09", "1994-05-12", "1993-01-01", "1992-01-01", "2021-01-01"
            ),
        }
    )
    rows = pd.DataFrame(
        {
            "agreement": ["late", "late", "late", "early", "heard-of", "a-partys"],
            "type": ["ceasefire", "ceasefire", "return", "captives", "ceasefire", "return"],
            "in_official_text": [True, True, False, True, True, True],
        }
    )
    found = terms.types_of(rows, signed)
    assert list(found.items()) == [
        ("early", {"captives"}), ("late", {"ceasefire"}), ("a-partys", {"return"}),
    ]  # fmt: skip


def test_a_year_belongs_to_one_class_of_deaths_alone():
    rows = pd.DataFrame({"year": [1991, 1992, 1993], "best": [25, 1000, pd.NA]})
    rows["best"] = rows["best"].astype("Float64")
    assert phases.years_between(rows, 25, 1000) == ["1991"]
    assert phases.years_between(rows, 1000) == ["1992"]


def test_events_are_counted_by_the_year_of_their_earliest_day():
    rows = pd.DataFrame(
        {
            "category": ["combat", "combat", "legal", "combat"],
            "date_earliest": days("2020-09-27", "2020-12-31", "2020-10-10", "2023-09-19"),
        }
    )
    assert timeline.by_year(rows).to_numpy().tolist() == [
        [2020, "combat", 2],
        [2020, "legal", 1],
        [2023, "combat", 1],
    ]


def test_every_agreement_has_a_short_name_of_its_own_that_names_its_year():
    rec = record.load()
    matrix = terms.matrix(rec.terms, rec.agreements)
    labels = terms_chapter.short_names(rec, matrix.index)
    assert len(set(labels)) == len(labels) > 60
    signed = dict(zip(rec.agreements["id"], rec.agreements["date_signed"], strict=True))
    for agreement, label in zip(matrix.index, labels, strict=True):
        assert label.endswith(signed[agreement][:4]) and len(label) <= 32


def test_every_type_of_term_belongs_to_one_subject():
    kinds = [kind for own in terms.SUBJECTS.values() for kind in own]
    known = [r["value"] for r in schema.rows(DATA, "vocabulary") if r["vocabulary"] == "term-type"]
    assert sorted(kinds) == sorted(known)


def test_terms_of_one_subject_are_counted_together():
    counts = pd.DataFrame({"ceasefire": [2, 1], "non-use-of-force": [1, 0], "demining": [0, 3]})
    told = terms.by_subject(counts)
    assert list(told.columns) == list(terms.SUBJECTS)
    assert told["halts to fire"].tolist() == [3, 1] and told["people"].tolist() == [0, 3]
    assert told["talks"].tolist() == [0, 0]


def test_years_of_breaks_are_told_from_the_row_on_from_which_all_have_them(monkeypatch):
    rows = {1: [1995], 2: [1995, 2014], 3: [1995, 2020], 4: [1992, 1995, 2020]}
    monkeypatch.setattr(phase_chapter, "breaks", lambda record: rows)
    assert phase_chapter.lasting_breaks(None) == (
        "The table has 1995 in every row; 2020 from three changes on."
    )
