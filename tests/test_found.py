"""The site's search calls rows by titles that say what they are, and places by all their names."""

import json
import re
from collections import Counter

import pytest

from briefing import found, schema
from briefing.addresses import ADDRESSED, accounts_anchor, anchor, told_anchor
from briefing.paths import DATA

TITLES = {target: (title, kind) for target, title, kind in found.titles(DATA)}


def test_every_row_with_an_address_has_a_title():
    expected = [anchor(t, row["id"]) for t in ADDRESSED for row in schema.rows(DATA, t)]
    accounts = [accounts_anchor(row["id"]) for row in schema.rows(DATA, "events")]
    told = [told_anchor(row["id"]) for row in schema.rows(DATA, "terms")]
    assert sorted(TITLES) == sorted(expected + accounts + told)
    assert all(title.strip() for title, _ in TITLES.values())


def test_rows_of_no_two_tables_are_called_alike():
    kinds = [of.kind for of in ADDRESSED.values()]
    others = {found.ACCOUNTS, found.TOLD, found.UNEVENTFUL}
    assert len(set(kinds)) == len(kinds) and not set(kinds) & others


def test_a_title_shows_no_mark_of_attributed_speech():
    assert [t for t, _ in TITLES.values() if "{" in t or "}" in t] == []


def test_a_term_is_called_by_its_clause_and_the_text_that_holds_it():
    title, _ = TITLES[anchor("terms", "2020-11-10-trilateral-9b")]
    assert re.fullmatch(r"Point 9b: .+ \(Statement by .+, 9 November 2020\)", title)
    assert [t for t, kind in TITLES.values() if kind == "term" and ": " not in t] == []


def test_a_change_of_control_is_called_by_its_place_and_who_held_it():
    changes = {row["id"]: row for row in schema.rows(DATA, "control_changes")}
    places = {row["id"]: row["name"] for row in schema.rows(DATA, "places")}
    for change in changes.values():
        title, _ = TITLES[anchor("control_changes", change["id"])]
        assert title.startswith(f"{places[change['place']]}, from ") and change["date"][:4] in title


def test_a_dated_row_is_called_with_its_date():
    for row in schema.rows(DATA, "events"):
        year = row["date"][:4]
        assert year in TITLES[anchor("events", row["id"])][0]


@pytest.mark.parametrize("column", ["name", "name_az", "name_hy", "name_ru", "other_names"])
def test_a_place_is_called_by_every_name_in_any_of_its_languages(column):
    for place in schema.rows(DATA, "places"):
        title, kind = TITLES[anchor("places", place["id"])]
        assert kind == ("place" if place["id"] in EVENTFUL else found.UNEVENTFUL)
        assert [n for n in re.split(r";| / ", place[column]) if n not in title] == []


def test_the_names_of_a_place_are_told_once_each():
    for place in schema.rows(DATA, "places"):
        others = found.other_names(place)
        assert len(set(others)) == len(others)
        assert place["name"] not in others


EVENTFUL = {p for event in schema.rows(DATA, "events") for p in event["places"].split(";")}
NAMES = list(schema.rows(DATA, "search_names"))


@pytest.mark.parametrize(
    "name",
    [
        "First Nagorno-Karabakh War",
        "Second Nagorno-Karabakh War",
        "44-day war",
        "Four-day war",
        "Khojaly massacre",
        "Sumgait pogrom",
        "Black January",
        "Lachin corridor blockade",
        "Trump Route for International Peace and Prosperity",
    ],
)
def test_a_name_by_which_everybody_looks_leads_to_a_row(name):
    assert name in [row["name"] for row in NAMES]


def test_a_name_is_sought_only_where_the_title_would_not_be_found_by_it():
    for row in NAMES:
        title, _ = TITLES[anchor(row["table"], row["row"])]
        assert not all(word in title.casefold() for word in row["name"].casefold().split()), row


def test_names_of_both_sides_lead_to_rows_and_say_whose_they_are():
    used = Counter(row["used_by"] for row in NAMES)
    assert used["Azerbaijan"] > 5 and used["Armenia and the de facto authorities"] > 5


def test_the_id_of_a_name_holds_no_loaded_word():
    words = [w["pattern"] for w in schema.rows(DATA, "loaded_words") if w["scope"] == "all"]
    loaded = re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)
    assert [row["id"] for row in NAMES if loaded.search(row["id"].replace("-", " "))] == []


def test_a_name_that_is_sought_is_in_no_title_of_its_row():
    for target, names in found.names_sought(DATA).items():
        assert [name for name in names if name.casefold() in TITLES[target][0].casefold()] == []


def test_the_script_of_names_holds_each_name_by_the_address_of_its_row():
    script = found.names_script(DATA)
    listed = json.loads(script.removeprefix("window.briefingNames=").removesuffix(";\n"))
    pairs = {(target, name) for target, names in listed.items() for name in names}
    assert pairs == {(anchor(row["table"], row["row"]), row["name"]) for row in NAMES}


def test_the_script_of_places_holds_each_place_with_another_name():
    script = found.places_script(DATA)
    listed = json.loads(script.removeprefix("window.briefingPlaces=").removesuffix(";\n"))
    assert listed == [
        [place["name"], *found.other_names(place)]
        for place in schema.rows(DATA, "places")
        if found.other_names(place)
    ]
    [capital] = [names for names in listed if "Ստեփանակերտ" in names]
    assert {"Xankəndi", "Степанакерт"} <= set(capital)
