"""What captions and descriptions of pictures say in typed words is true of the record."""

import functools
from collections.abc import Callable

import pandas as pd
import pytest

from briefing import charts, record
from briefing.chapters import (
    courts,
    missing_2020,
    negotiations,
    phases,
    statement_2020,
    terms,
    territory,
    truces,
    war_2020,
)
from briefing.markup import piece

REC = record.load()


@pytest.fixture
def told(monkeypatch):
    """Caption and description of a chart, and the data behind it."""

    def read(draw: Callable[[record.Record], None]) -> tuple[str, pd.DataFrame]:
        shown = []
        monkeypatch.setattr(charts, "display", shown.append)
        draw(REC)
        [chart] = shown
        return f"{piece(chart.caption).plain()} {chart.alt}", chart.data

    return read


def test_deaths_pass_a_thousand_in_the_years_of_war(told):
    said, _ = told(phases.deaths_chart)
    assert "pass 1,000 a year in 1992, 1993, 1994 and 2020, lie between 100 and 1,000 in" in said
    assert "2016, 2022 and 2023 and under 100 in every other year" in said
    assert "Not covered: 1989 and 1990." in said
    assert "above 1,000 in 1992, 1993, 1994 and 2020." in told(negotiations.years_chart)[0]


def test_marks_of_the_council_and_of_the_courts_crowd_in_different_years(told):
    said, steps = told(courts.steps_chart)
    assert "Council’s marks crowd in 1992 to 1995, the courts’ from 2020 on" in said
    years, council = steps["date"].str[:4].astype(int), steps["forum"] == "un-security-council"
    assert years[council].between(1992, 1995).mean() > 0.5
    assert (years[steps["forum"].isin(["icj", "ecthr", "icc", "arbitration"])] >= 2020).mean() > 0.5


def test_the_handovers_of_the_statement_end_within_weeks(told):
    said, lives = told(statement_2020.lives_chart)
    assert (
        "The handovers of districts end within weeks; what was kept for a time stopped between July"
        in said
    )
    handovers = lives[lives["type"] == "territorial-handover"]
    assert (handovers["to"] - handovers["from"]).max() <= pd.Timedelta(weeks=4)


def test_most_first_breaches_are_alleged_within_a_day(told):
    said, first = told(truces.reporting_chart)
    assert "Most lie within the first day" in said and "five minutes to a month" in said
    assert (first["days_low"] < 1).mean() > 0.5
    own = first.loc[first["agreement"] == "2020-11-10-trilateral", "days_low"]
    assert first["days_low"].drop(own.index).max() < 14 <= own.min() < 21
    assert 30 <= own.max() < 35


def test_fighting_and_harm_follow_each_truce_of_the_war_but_the_last(told):
    said, days = told(war_2020.days_chart)
    assert "fighting and of harm to civilians follow each line but the last" in said
    *others, last = war_2020.truces(REC)["day"]
    for start, end in zip(others, [*others[1:], last], strict=True):
        lanes = set(days.loc[days["day"].between(start, end), "lane"])
        assert {"Ground fighting", "Harm to civilians"} <= lanes
    assert days.loc[days["lane"] != "Diplomacy", "day"].max() <= last


def test_the_strips_turn_when_the_description_says(told):
    said, spans = told(territory.strip_chart)
    assert "Shusha / Shushi, grey at first, turns blue in May 1992" in said
    spans = spans.assign(holder=[territory.HOLDERS[h][0] for h in spans["holder"]])
    armenian = spans[spans["holder"] == "Armenian forces"].set_index("area")
    first = armenian["start"].dt.strftime("%Y-%m")
    last = armenian["end"].dt.strftime("%Y-%m")
    assert first["Shusha / Shushi"] == "1992-05"
    grey = spans[(spans["area"] == "Aghdara / Martakert") & (spans["holder"] == "Azerbaijan")]
    assert (str(grey["start"].iloc[0])[:7], str(grey["end"].iloc[0])[:7]) == ("1992-07", "1993-06")
    districts = first.index.str.contains("district")
    assert set(first[districts].str[:4]) == {"1992", "1993"}
    autumn = last.index.isin(["Khankendi / Stepanakert", "Aghdara / Martakert"])
    assert set(last[~autumn]) <= {"2020-10", "2020-11", "2020-12"}
    assert set(last[autumn].groupby(level=0).max()) <= {"2023-09", "2023-10"}


def test_the_missing_are_told_by_the_first_and_last_own_count(told):
    said, counts = told(missing_2020.missing_chart)
    own = counts[(counts["loser"] == "Azerbaijan") & (counts["whose"] == "own")]
    own = own[own["group"] == "military"]["shown"]
    assert f"Azerbaijan: soldiers from {own.iloc[0]} to {own.iloc[-1]}" in said


def test_most_texts_of_the_war_of_1992_to_1994_provide_for_its_ceasefire_and_little_else(told):
    said, counts = told(functools.partial(terms.matrix_chart, since=False))
    assert "Most texts of 1992 and 1993 provide for halts to fire and little else" in said
    signed = REC.agreements.set_index("id")["date_signed"].str[:4]
    early = counts[counts["agreement"].map(signed).isin(["1992", "1993"])].set_index("agreement")
    subjects = (early > 0).sum(axis=1)
    assert ((early["halts to fire"] > 0) & (subjects <= 2)).mean() > 0.5


@pytest.mark.parametrize("since", [False, True])
def test_every_subject_on_which_most_texts_have_terms_is_named(told, since):
    said, counts = told(functools.partial(terms.matrix_chart, since=since))
    texts = (counts.set_index("agreement") > 0).sum()
    named = said[: said.index(" texts;")]
    assert {s for s in texts.index if f"“{s}”" in named} == set(texts.index[texts == texts.max()])
    assert f"in {texts.max()} of {len(counts)}" in named


def test_the_statement_and_the_peace_agreement_spread_over_most_subjects(told):
    said, counts = told(functools.partial(terms.matrix_chart, since=True))
    assert "The statement of November 2020 and the peace agreement of 2025 spread over most" in said
    subjects = (counts.set_index("agreement") > 0).sum(axis=1)
    assert subjects[[terms.STATEMENT, "2025-08-08-peace-agreement"]].min() >= 6
    assert (subjects >= 6).sum() == 2


def test_the_fire_and_the_peacekeepers_of_2020_ended_when_the_answer_says():
    answer = statement_2020.finding(REC)
    ended = REC.terms.set_index("id")["ended"]
    assert (
        "until Azerbaijan’s offensive of September 2023;" in answer
        and "left by June 2024" in answer
    )
    assert ended[f"{statement_2020.STATEMENT}-1a"].startswith("2023-09")
    assert ended[f"{statement_2020.STATEMENT}-4b"].startswith("2024-06")


def test_the_town_of_lachin_passed_in_the_month_that_the_chart_of_holders_says(monkeypatch):
    shown = []
    monkeypatch.setattr(charts, "display", shown.append)
    territory.strip_chart(REC)
    assert "until August 2022" in piece(shown[0].source).plain()
    changes = REC.control_changes
    own = changes[(changes["place"] == "lachin") & (changes["from"] == "russian-peacekeepers")]
    [passed] = own["date"]
    assert passed.startswith("2022-08")
