"""The chapter on the war of 2020 counts what it says it counts."""

import pandas as pd
import pytest

from briefing import record
from briefing.analysis import war_2020
from briefing.chapters import war_2020 as chapter

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
        }
    )
    counts = war_2020.confirmation(changes)
    assert counts.to_dict() == {"confirmed": 1, "denied": 1, "announced": 1}


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
