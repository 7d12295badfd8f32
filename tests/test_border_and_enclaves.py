"""The border chapter holds the events, sessions and villages of the border, and no others."""

import pandas as pd
import pytest

from briefing import charts, record
from briefing.analysis import border_and_enclaves as border
from briefing.chapters import border_and_enclaves as chapter


def days(*texts):
    return pd.Series(pd.to_datetime(list(texts)))


@pytest.fixture
def five_events() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": ["e", "d", "c", "b", "a"],
            "theatre": ["state-border", "nakhchivan", "state-border", "lachin", "state-border"],
            "category": ["ceasefire", "transport", "combat", "combat", "combat"],
            "actors": [("armenia", "azerbaijan")] * 5,
            "date_earliest": days(
                "2022-09-14", "2021-05-12", "2020-11-10", "2022-08-03", "2020-07-12"
            ),
        }
    )


def test_events_elsewhere_and_before_the_end_of_the_war_are_no_border_incidents(five_events):
    assert border.incidents(five_events)["id"].tolist() == ["c", "d", "e"]


def test_an_incident_stands_on_the_row_of_its_category(five_events):
    assert border.incidents(five_events)["lane"].tolist() == [
        "Fighting",
        border.OTHER,
        "Ceasefires and talks",
    ]


def test_fire_that_is_laid_to_a_third_state_is_no_fighting_of_the_two(five_events):
    others = [("armenia", "eu"), ("armenia", "azerbaijan"), ("azerbaijan", "iran"), (), ()]
    told = border.incidents(five_events.assign(actors=others)).set_index("id")
    assert told.loc[["c", "e"], "lane"].tolist() == [border.OTHER, "Ceasefires and talks"]
    known = border.incidents(record.load().events)
    fighting = known[known["lane"] == "Fighting"]
    assert fighting["actors"].map(lambda actors: {"armenia", "azerbaijan"} <= set(actors)).all()
    assert "2026-03-05-nakhchivan-drones" not in set(fighting["id"])


def test_the_latest_diamond_of_fighting_is_that_which_the_caption_names(monkeypatch):
    shown = []
    monkeypatch.setattr(charts, "display", shown.append)
    chapter.incidents_chart(record.load())
    [chart] = shown
    last = chart.data.loc[chart.data["lane"] == "Fighting", "date"].iloc[-1]
    assert last.startswith("2025-03")
    assert "the two states is of 5–31 March 2025." in chart.caption
    assert (
        f"in the row “{border.OTHER}” is not between the two: Drones hit Nakhchivan"
        in chart.caption
    )


def test_incidents_of_one_day_stand_in_the_order_of_their_ids(five_events):
    same = five_events.assign(date_earliest=pd.Timestamp("2021-05-12"), theatre="state-border")
    assert border.incidents(same)["id"].tolist() == ["a", "b", "c", "d", "e"]


def test_sessions_of_the_deputy_prime_ministers_are_told_apart_by_their_title():
    meetings = pd.DataFrame(
        {
            "id": ["d", "c", "b", "a"],
            "title": [
                "Heads of the border commissions talk by video",
                "Eighth session of the Border Commissions",
                "Fourth session of the working group",
                "Presidents meet on the border commissions",
            ],
            "level": [*["deputy-prime-ministers"] * 3, "heads"],
            "date_earliest": days("2025-02-14", "2024-04-19", "2021-01-30", "2020-01-01"),
        }
    )
    told = border.commissions(meetings)
    assert told["id"].tolist() == ["b", "c", "d"]
    assert told["body"].tolist() == [border.WORKING_GROUP, border.COMMISSIONS, border.HEADS]


def test_villages_of_the_border_and_of_nakhchivan_are_listed_in_time_order():
    places = pd.DataFrame(
        {
            "id": ["karki", "voskepar", "aghdam"],
            "area": ["nakhchivan", "state-border", "seven-districts"],
        }
    )
    changes = pd.DataFrame(
        {
            "id": ["c", "b", "a"],
            "place": ["voskepar", "karki", "aghdam"],
            "date_earliest": days("2024-05-24", "1990-01-19", "1993-07-23"),
        }
    )
    assert border.enclaves(changes, places)["id"].tolist() == ["b", "c"]


def test_an_exclave_is_held_by_whom_it_last_passed_to():
    changes = pd.DataFrame(
        {
            "place": ["sofulu", "karki-tigranashen", "sofulu", "elsewhere"],
            "to": ["azerbaijan", "armenia", "armenia", "azerbaijan"],
        }
    )
    assert border.holders(changes) == {"armenia": ["karki-tigranashen", "sofulu"]}
