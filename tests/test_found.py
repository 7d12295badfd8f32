"""The site's search calls rows by titles that say what they are, and places by all their names."""

import json
import re

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


def test_every_table_with_addresses_says_what_its_rows_are():
    assert set(found.KINDS) == set(ADDRESSED)
    assert len(set(found.KINDS.values())) == len(found.KINDS)


def test_a_title_shows_no_mark_of_attributed_speech():
    assert [t for t, _ in TITLES.values() if "{" in t or "}" in t] == []


def test_a_dated_row_is_called_with_its_date():
    for row in schema.rows(DATA, "events"):
        year = row["date"][:4]
        assert year in TITLES[anchor("events", row["id"])][0]


@pytest.mark.parametrize("column", ["name", "name_az", "name_hy", "name_ru", "other_names"])
def test_a_place_is_called_by_every_name_in_any_of_its_languages(column):
    for place in schema.rows(DATA, "places"):
        title, kind = TITLES[anchor("places", place["id"])]
        assert kind == "place"
        assert [n for n in re.split(r";| / ", place[column]) if n not in title] == []


def test_the_names_of_a_place_are_told_once_each():
    for place in schema.rows(DATA, "places"):
        others = found.other_names(place)
        assert len(set(others)) == len(others)
        assert place["name"] not in others


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
