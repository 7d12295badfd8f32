"""The lengths of the truces follow from the record, and survival from a known example."""

import pandas as pd
import pytest

from briefing import dates, record, schema
from briefing.analysis import truces
from briefing.chapters import truces as chapter
from briefing.paths import DATA
from briefing.wording import within

UNTIL = pd.Timestamp("2026-03-05")
# Freireich et al. 1963, remission under 6-MP in weeks; 0 is censored.
WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
# Share in remission after each relapse, as published.
PUBLISHED = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}


@pytest.mark.parametrize(("weeks", "share"), PUBLISHED.items())
def test_survival_agrees_with_freireichs_published_example(weeks, share):
    curve = truces.survival(pd.Series(WEEKS), pd.Series(RELAPSED).astype(bool))
    at = curve.set_index("days").loc[weeks]
    assert at["survival"] == pytest.approx(share, abs=5e-4)


def test_the_numbers_at_risk_are_those_of_the_example():
    curve = truces.survival(pd.Series(WEEKS), pd.Series(RELAPSED).astype(bool))
    at_risk = curve.set_index("days")["at_risk"]
    assert at_risk.loc[[6, 7, 10, 13, 16, 22, 23]].tolist() == [21, 17, 15, 12, 11, 7, 6]


def test_half_of_the_patients_relapsed_by_week_23():
    curve = truces.survival(pd.Series(WEEKS), pd.Series(RELAPSED).astype(bool))
    assert truces.median(curve) == 23


def test_a_median_that_is_not_reached_is_no_number():
    curve = truces.survival(pd.Series([1, 2, 3]), pd.Series([True, False, False]))
    assert pd.isna(truces.median(curve))


def test_every_ending_of_a_spell_has_its_words_and_its_mark():
    defined = schema.rows(DATA, "vocabulary")
    endings = {row["value"] for row in defined if row["vocabulary"] == "spell-ending"}
    assert endings == {"collapsed", *chapter.OTHER_ENDS} == set(chapter.MARKS)


def spell(start: str, end_from: str | None, end_to: str | None, ending: str) -> pd.DataFrame:
    row = {"id": "x", "title": "X", "start": start, "reading": None, "ending": ending}
    known = dates.parse(start)
    row |= {"start_earliest": pd.Timestamp(known.earliest), "start_precision": known.precision}
    row |= {"start_latest": pd.Timestamp(known.latest), "end_from": end_from, "end_to": end_to}
    row |= {"end_from_earliest": pd.Timestamp(end_from) if end_from else pd.NaT}
    row |= {"end_to_latest": pd.Timestamp(end_to) if end_to else pd.NaT}
    return pd.DataFrame([row])


def test_a_truce_that_ended_on_its_first_day_has_no_lower_bound():
    table = spell("2020-10-10T12:00+04:00", "2020-10-10", "2020-10-10", "collapsed")
    length = truces.spells(table, "one-spell", UNTIL).iloc[0]
    assert (length["days_low"], length["days_high"]) == (0, 0.5)


def test_a_truce_whose_end_is_known_by_month_has_two_bounds():
    table = spell("1993-07-25", "1993-08-08", "1993-08-17", "expired")
    length = truces.spells(table, "one-spell", UNTIL).iloc[0]
    assert (length["days_low"], length["days_high"]) == (13, 24)


@pytest.mark.parametrize(
    ("end", "bounds"), [("1993-08-10", (9, 41)), (None, (32, 63)), ("1993-07-10", (0, 10))]
)
def test_a_truce_whose_start_is_known_by_month_may_have_begun_on_its_first_or_last_day(end, bounds):
    table = spell("1993-07", end, end, "expired")
    length = truces.spells(table, "one-spell", pd.Timestamp("1993-09-02")).iloc[0]
    assert (length["days_low"], length["days_high"]) == bounds


def test_a_truce_that_lasts_is_as_long_as_the_record_reaches():
    table = spell("2022-09-14", None, None, "ongoing")
    length = truces.spells(table, "one-spell", UNTIL).iloc[0]
    assert length["days_high"] == (UNTIL - pd.Timestamp("2022-09-14")).days


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (1 / 24, "1 hour"),
        (0.5, "12 hours"),
        (24, "24 days"),
        (300, "10 months"),
        (9635, "26.4 years"),
    ],
)
def test_a_length_is_said_in_the_unit_that_fits(days, said):
    assert truces.spoken(days) == said


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0, 0.5, "at most 12 hours"),
        (1, 12, "24 hours to 12 days"),
        (9635, 9636, "26.4 years"),
    ],
)
def test_a_length_without_a_lower_bound_names_the_upper_one_alone(low, high, said):
    assert truces.spoken_bounds(low, high) == said


def test_years_in_which_nobody_was_killed_are_those_with_a_zero_and_no_blank():
    table = pd.DataFrame({"year": [1993, 1994, 1995, 1996, 1997], "best": [0, 7, 0, None, 0]})
    assert truces.without_deaths(table, 1994, 1997) == [1995, 1997]


def test_the_chapter_names_the_years_without_deaths_within_the_longest_spell():
    assert chapter.years_without_deaths(record.load()) == "2002 and 2003"


def test_a_breach_of_the_next_day_is_none_of_the_first_even_within_24_hours():
    told = pd.DataFrame(
        {
            "agreement": ["x", "x", "y"],
            "alleged_at": ["2021-11-22T18:10+04:00", "2021-11-17", "2020-10-10T12:05+04:00"],
            "begun": ["2021-11-16T18:30+04:00"] * 2 + ["2020-10-10T12:00+04:00"],
        }
    )
    assert truces.days_after(told).to_dict() == {"x": 1, "y": 0}


def test_what_lasts_is_measured_to_the_day_of_the_check():
    rec = record.load()
    assert chapter.checked_to(rec) == max(
        row.checked_to for row in rec.coverage.itertuples() if "truce_spells" in row.tables
    )


def test_a_check_that_is_known_by_month_reaches_to_its_end(tiny):
    checks = [("a", "truce_spells", "2026-02"), ("b", "truce_spells;events", "2026-01-31")]
    checks += [("c", "events", "2026-03-05")]
    names = ("id", "tables", "checked_to")
    small = tiny(coverage=[dict(zip(names, check, strict=True)) for check in checks])
    assert chapter.last_day(small) == pd.Timestamp("2026-02-28")
    assert chapter.checked_to(small) == "2026-02"


def test_april_2016_divides_the_longest_spell_in_one_reading_alone():
    one, two = (set(chapter.spells(record.load(), r)["id"]) for r in chapter.READINGS)
    assert one - two == {"1994-05-one"}
    assert two - one == {"1994-05-two", "2016-04-moscow"}


def test_a_spell_begins_when_its_first_text_takes_effect():
    rec = record.load()
    effect = dict(zip(rec.agreements["id"], rec.agreements["in_force_from"], strict=True))
    for row in rec.truce_spells.itertuples():
        assert row.start == effect[row.agreements[0]], row.id


def test_texts_to_halt_fire_that_belong_to_no_spell_stand_in_time_order():
    ids = ["late", "early-b", "early-a", "timed", "treaty"]
    signed = ["1993-07", "1992-03-21", "1992-03-21", "1992-01-01", "1992-01-01"]
    texts = pd.DataFrame({"id": ids, "title": "A text", "date_signed": signed, "status_note": ""})
    texts["date_signed_earliest"] = pd.to_datetime(texts["date_signed"], format="ISO8601")
    texts["ceasefire_class"] = [*["ceasefire"] * 4, "not-a-ceasefire"]
    told = truces.left_out(texts, pd.DataFrame({"agreements": [("timed",)]}))
    assert told["id"].tolist() == ["early-a", "early-b", "late"]


def test_no_text_to_halt_fire_is_left_out_whose_day_of_effect_is_known():
    """Unless nobody is known to have kept it: its status says so."""
    rec = record.load()
    left_out = truces.left_out(rec.agreements, rec.truce_spells)
    texts = rec.agreements.set_index("id").loc[left_out["id"]]
    timed = texts[texts["in_force_from"].notna()]
    assert left_out["status_note"].str.len().gt(20).all()
    assert set(timed["status"]) <= {"unverified", "unclear", "never-implemented"}, timed["status"]


def test_a_title_of_a_spell_is_small_within_a_sentence_but_for_its_names():
    named = {"Iranian-mediated", "Moscow", "Sochi"}
    titles = record.load().truce_spells["title"]
    assert {t.split()[0] for t in titles if within(t) == t} <= named


def test_the_data_of_the_chart_of_spells_hold_their_ends():
    rec = record.load()
    told = chapter._drawn(rec, chapter.spells(rec, "two-spells"))
    lasting = told["ending"] == "ongoing"
    assert told.loc[~lasting, "end_to"].notna().all()
    assert (told.loc[~lasting, "counted_to"] == "").all()
    assert set(told.loc[lasting, "counted_to"]) == {chapter.checked_to(rec)}
    assert told["days_high"].equals(told["days_high"].round(2))
