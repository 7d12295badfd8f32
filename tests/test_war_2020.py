"""The chapter on the war of 2020 counts what it says it counts."""

import json
import re

import pandas as pd
import pytest

from briefing import record, tables
from briefing.analysis import war_2020
from briefing.chapters import timeline
from briefing.chapters import war_2020 as chapter
from briefing.paths import NOTEBOOKS

START, END = pd.Timestamp("2020-09-27"), pd.Timestamp("2020-11-10")


def events() -> pd.DataFrame:
    rows = [
        ("a", "2020-09-27", "combat", "day"),
        ("b", "2020-09-27", "control", "day"),
        ("c", "2020-10-10", "ceasefire", "minute"),
        ("d", "2020-10-01", "statement", "month"),
        ("e", "2020-11-11", "combat", "day"),
        ("f", "2020-10-10", "political", "day"),
    ]
    table = pd.DataFrame(rows, columns=["id", "date", "category", "date_precision"])
    return table.assign(date_earliest=pd.to_datetime(table["date"]), title="", contested=False)


def test_events_stand_on_their_row_and_their_day():
    told = war_2020.by_day(events(), START, END).set_index("id")
    assert list(told.index) == ["a", "b", "c", "f"]
    assert told["day"].tolist() == [1, 1, 14, 14]
    assert told["lane"].tolist() == ["Ground fighting"] * 2 + ["Truces", "Everything else"]
    assert told["place"].tolist() == [0, 1, 0, 0]


def test_a_day_is_told_in_the_order_of_the_rows():
    shuffled = events().assign(id=["z", "y", "c", "d", "e", "b"])
    assert list(war_2020.by_day(shuffled, START, END)["id"]) == ["y", "z", "c", "b"]


def test_an_event_known_by_month_alone_has_no_day():
    assert "d" not in set(war_2020.by_day(events(), START, END)["id"])


def test_a_confirmed_change_counts_as_confirmed_though_it_was_denied_before():
    changes = pd.DataFrame(
        {
            "confirmed_by": [("armenia",), (), ()],
            "denied_by": [("armenia",), ("armenia",), ()],
            "denial_order": ["denied-first", pd.NA, pd.NA],
        }
    )
    counts = war_2020.confirmation(changes)
    expected = {"confirmed": 1, "after a denial": 1, "denied": 1, "announced": 1}
    assert counts.to_dict() == expected


def test_a_change_that_two_confirmed_counts_with_both():
    changes = pd.DataFrame({"confirmed_by": [("un",), (), ("armenia", "un"), ("armenia", "un")]})
    assert war_2020.confirmers(changes).to_dict() == {"un": 3, "armenia": 2}


def test_a_truce_that_broke_on_a_later_day_or_not_at_all_is_not_broken_at_once():
    stops = pd.DataFrame(
        {
            "status": ["collapsed", "collapsed", "held"],
            "in_force_from": ["2020-10-10T12:00+04:00", "2020-10-18", "2020-10-26"],
            "ended": ["2020-10-10", "2020-10-19", "2020-10-26"],
        }
    )
    assert war_2020.broken_at_once(stops) == 1


def test_the_war_has_44_days_and_the_page_tells_the_day_after_as_such(monkeypatch):
    shown = []
    monkeypatch.setattr(tables, "display", shown.append)
    known = record.load()
    chapter.days_table(known)
    [table] = shown
    headings = [cells[0] for cells in table.rows if len(cells) == 1]
    assert chapter.length(known) == 44
    assert headings[-2].startswith("Day 44: 9 November 2020")
    assert headings[-1] == "The day after: 10 November 2020"
    phase = timeline.placed(known)["phase"]
    during = int((chapter.days(known)["day"] <= 44).sum())
    assert during == int((phase == chapter.WAR).sum())


def test_the_dead_of_the_war_are_those_that_the_chapter_on_the_human_cost_tells():
    told = chapter.dead(record.load()).plain()
    cost = json.loads((NOTEBOOKS / "human-cost.ipynb").read_text(encoding="utf-8"))
    said = json.dumps([c.get("outputs", []) for c in cost["cells"]]).replace("\\", "")
    numbers = re.findall(r"\d,\d{3}", told)
    assert len(numbers) == 4
    assert all(number in said for number in numbers)
    assert "Amnesty International counts at least 146 civilians on all sides." in told


def test_the_row_of_the_first_day_holds_what_the_answer_says_of_third_parties():
    row = record.load().events.set_index("id").loc["2020-09-27-war-begins"]
    assert "The UN and EU statements of the day name no side as the one that began" in row["note"]
    assert (
        "Human Rights Watch wrote in December 2020 that Azerbaijan began air and ground attacks"
        in row["note"]
    )
    assert "human-rights-watch-2020-azerbaijan-unlawful-strikes" in row["sources"]


def test_truces_of_the_war_stand_in_the_order_of_their_effect():
    found = chapter.truces(record.load())
    assert found["id"].tolist() == [
        "2020-10-10-moscow",
        "2020-10-17-paris-truce",
        "2020-10-25-washington",
        "2020-11-10-trilateral",
    ]
    assert found["day"].tolist() == [14, 22, 30, 45]


@pytest.mark.parametrize("lane", war_2020.ORDER)
def test_every_row_of_the_picture_holds_events(lane):
    assert (chapter.days(record.load())["lane"] == lane).any()


def test_both_ends_of_the_war_count_and_a_text_that_halts_nothing_does_not():
    agreements = pd.DataFrame(
        {
            "id": ["last", "first", "before", "after", "talk"],
            "title": "",
            "in_force_from": "",
            "ended": "",
            "status": "collapsed",
            "ceasefire_class": ["ceasefire"] * 4 + ["not-a-ceasefire"],
            "in_force_from_earliest": pd.to_datetime(
                ["2020-11-10", "2020-09-27", "2020-09-26", "2020-11-12", "2020-10-01"]
            ),
        }
    )
    found = war_2020.truces(agreements, START, END)
    assert found[["id", "day"]].to_numpy().tolist() == [["first", 1], ["last", 45]]


def test_changes_of_control_of_the_war_stand_in_time_order(tiny):
    small = tiny(
        phases=[{"id": "war-2020", "start": "2020-09-27", "end": "2020-11-09"}],
        control_changes=[
            {"id": "d", "date": "2020-11-10"},
            {"id": "c", "date": "2020-11-09"},
            {"id": "b", "date": "2020-10-04"},
            {"id": "a", "date": "2020-09-26"},
        ],
    )
    assert chapter.span(small) == (START, END)
    # The day on which the statement took effect is no day of the phase, nor of a part of it.
    assert chapter.changes(small)["id"].tolist() == ["b", "c"]


def test_a_text_that_outlived_its_ceasefire_tells_the_end_of_either(monkeypatch):
    shown = []
    monkeypatch.setattr(chapter.tables, "show", lambda *given: shown.append(given))
    rec = record.load()
    chapter.truces_table(rec)
    [(_, _, header, rows, *_)] = shown
    assert header[2:] == ("Ceasefire ended", "What became of it")
    *broken, statement = [row[2:] for row in rows]
    assert {outcome for _, outcome in broken} == {"collapsed"}
    spell = rec.truce_spells.set_index("id").loc["2020-11-10-statement"]
    assert (spell["ending"], spell["rule"]) == ("collapsed", "deaths")
    assert statement == [
        "19 September 2023",
        "ceasefire ended by the fighting of 19 September 2023; the rest partly implemented",
    ]


def test_days_of_the_war_without_an_event_are_named():
    shown = pd.DataFrame({"day": [1, 2, 2, 4, 6]})
    assert chapter._quiet(shown, 5) == " No event of the record is dated to day 3 and day 5."
    assert chapter._quiet(shown, 2) == ""
