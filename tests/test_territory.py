"""Maps keep named places on their side, and spans follow the changes of control."""

import json

import numpy as np
import pandas as pd
import pytest

from briefing import geo, maps, record
from briefing.analysis import territory
from briefing.chapters import territory as chapter
from briefing.paths import DATA, NOTEBOOKS
from briefing.printing import pictures

# A square of one tenth of a degree at 40 degrees north.
SQUARE = np.array([[46.0, 39.95], [46.1, 39.95], [46.1, 40.05], [46.0, 40.05]])

# Places that lay inside and outside of each outline; Azerbaijan's side of the border alone.
INSIDE = {
    "former-oblast": [
        "khankendi-stepanakert", "shusha-shushi", "askeran-asgaran", "khojaly-ivanyan",
        "khojavend-martuni", "aghdara-martakert", "hadrut", "maraga-leninavan",
    ],
    "held-1994": [
        "khankendi-stepanakert", "shusha-shushi", "hadrut", "aghdara-martakert", "aghdam",
        "fuzuli", "jabrayil", "kalbajar", "lachin", "qubadli", "zangilan",
    ],
    "held-2020-11-10": [
        "khankendi-stepanakert", "aghdara-martakert", "khojavend-martuni", "aghdam", "kalbajar",
        "lachin",
    ],
    "zone-2020-12-01": [
        "khankendi-stepanakert", "aghdara-martakert", "khojavend-martuni", "askeran-asgaran",
    ],
}  # fmt: skip
OUTSIDE = {
    "former-oblast": [
        "aghdam", "fuzuli", "jabrayil", "kalbajar", "lachin", "qubadli", "zangilan", "tartar",
        "goranboy-shahumyan", "barda",
    ],
    "held-1994": ["tartar", "horadiz", "barda", "goranboy-shahumyan", "maraga-leninavan"],
    "held-2020-11-10": [
        "shusha-shushi", "hadrut", "fuzuli", "jabrayil", "qubadli", "zangilan", "tartar",
    ],
    "zone-2020-12-01": ["shusha-shushi", "hadrut", "aghdam", "kalbajar", "lachin", "tartar"],
}  # fmt: skip


def lies_inside(outline: str, place: str) -> bool:
    found = record.load().places.set_index("id").loc[place]
    ring = geo.shapes()[outline].rings[0]
    return bool(territory.inside([ring], np.array([found["lon"]], float), float(found["lat"]))[0])


@pytest.mark.parametrize(("outline", "place"), [(o, p) for o, ps in INSIDE.items() for p in ps])
def test_a_place_that_lay_inside_is_drawn_inside(outline, place):
    assert lies_inside(outline, place)


@pytest.mark.parametrize(("outline", "place"), [(o, p) for o, ps in OUTSIDE.items() for p in ps])
def test_a_place_that_lay_outside_is_drawn_outside(outline, place):
    assert not lies_inside(outline, place)


def test_the_area_of_a_square_is_known():
    side = 6371.0088 * np.pi / 1800
    assert territory.area_km2(SQUARE) == pytest.approx(side**2 * np.cos(np.radians(40)), rel=1e-4)


def test_only_the_part_within_the_country_counts():
    half = SQUARE - np.array([0.05, 0.0])
    whole = territory.area_within_km2(SQUARE, [SQUARE])
    assert whole == pytest.approx(territory.area_km2(SQUARE), rel=1e-3)
    assert territory.area_within_km2(SQUARE, [half]) == pytest.approx(whole / 2, rel=1e-3)


def test_the_outline_of_the_oblast_misses_the_published_area_by_less_than_a_tenth():
    oblast = record.load().districts.set_index("id").loc["nagorno-karabakh", "soviet_area_km2"]
    measured = territory.area_km2(geo.shapes()["former-oblast"].rings[0])
    assert abs(measured / float(oblast) - 1) < 0.1


def test_a_span_ends_where_the_next_begins():
    changes = pd.DataFrame(
        {
            "id": ["b", "a", "c"],
            "place": ["town", "town", "elsewhere"],
            "date_earliest": pd.to_datetime(["2020-11-20", "1993-07-23", "2000-01-01"]),
            "from": ["nk", "az", "az"],
            "to": ["az", "nk", "nk"],
            "means": ["handover", "combat", "combat"],
        }
    )
    told = territory.spans(changes, {"Town": ["town"]}, pd.Timestamp("2026-01-01"))
    assert list(told["holder"]) == ["az", "nk", "az"]
    assert pd.isna(told["start"].iloc[0])
    assert told["end"].tolist()[:2] == told["start"].tolist()[1:]


def test_a_second_announcement_of_the_same_holder_begins_no_span():
    changes = pd.DataFrame(
        {
            "id": ["a", "b"],
            "place": ["town", "district"],
            "date_earliest": pd.to_datetime(["2020-10-17", "2020-11-20"]),
            "from": ["nk", "nk"],
            "to": ["az", "az"],
            "means": ["combat", "handover"],
        }
    )
    told = territory.spans(changes, {"Town": ["town", "district"]}, pd.Timestamp("2026-01-01"))
    assert list(told["holder"]) == ["nk", "az"]


def test_no_area_is_shown_under_a_holder_that_did_not_exist_yet():
    told = pd.DataFrame(
        {
            "area": ["Town", "Town", "Elsewhere"],
            "holder": ["new", "az", "az"],
            "start": pd.to_datetime([None, "2020-10-01", None]),
            "end": pd.to_datetime(["2020-10-01", "2026-01-01", "2026-01-01"]),
            "means": ["", "combat", ""],
        }
    )
    founded = pd.Series(pd.to_datetime(["1991-09-02", None]), index=["new", "az"])
    found = territory.begun_with_the_holder(told, founded, "old", pd.Timestamp("1988-01-01"))
    assert list(found["holder"]) == ["old", "new", "az", "az"]
    assert found["end"].iloc[0] == found["start"].iloc[1] == pd.Timestamp("1991-09-02")


def test_a_span_across_the_day_is_parted_there_and_others_are_not():
    told = pd.DataFrame(
        {
            "area": ["Town", "Town", "Other", "Other"],
            "holder": ["nk", "az", "nk", "nk"],
            "start": pd.to_datetime(["1991-09-02", "2023-10-01", "1993-07-23", "2020-12-01"]),
            "end": pd.to_datetime(["2023-10-01", "2026-01-01", "2020-12-01", "2026-01-01"]),
        }
    )
    found = territory.parted(told, ["nk"], pd.Timestamp("2020-12-01"))
    assert found["area"].tolist() == ["Town", "Town", "Town", "Other", "Other"]
    assert found["parted"].tolist() == [False, True, False, False, True]
    assert found["end"].iloc[0] == found["start"].iloc[1] == pd.Timestamp("2020-12-01")


def test_strips_and_maps_agree_on_what_the_de_facto_authorities_held_after_the_handovers():
    told = chapter.with_peacekeepers(record.load())
    parted = set(told.loc[told["parted"], "area"])
    assert parted == {"Khankendi / Stepanakert", "Aghdara / Martakert"}
    handles = {handle.get_label(): handle for handle in chapter.key()}
    deployed = handles["held by the de facto authorities,\nRussian peacekeepers deployed"]
    held = handles["held by Armenian forces"]
    assert deployed.get_facecolor() == held.get_facecolor()
    assert deployed.get_edgecolor() != held.get_edgecolor()
    shape = geo.shapes()[chapter.WITH_PEACEKEEPERS]
    assert shape.properties["date"] in [day for day, _, _ in chapter.DATES]
    assert "de facto authorities, Russian peacekeepers deployed" in shape.properties["title"]


def test_the_last_map_is_of_the_day_of_the_last_change_in_the_oblast_as_is_the_table():
    changes = record.load().control_changes
    last = changes.loc[changes["place"] == "nagorno-karabakh", "date"].max()
    assert chapter.DATES[-1][0] == last
    assert pictures.MAPS[-1] == last


def test_a_map_names_the_towns_that_changed_hands_since_the_one_before():
    known = record.load()
    told = {day: set(chapter.named(known, day)) for day, _, _ in chapter.DATES}
    assert {"shusha-shushi", "hadrut", "fuzuli", "jabrayil"} <= told["2020-11-10"]
    assert {"aghdam", "kalbajar", "lachin"} <= told["2020-12-01"]
    assert "hadrut" not in told["2020-12-01"]
    assert all("khankendi-stepanakert" in towns for towns in told.values())
    assert set().union(*told.values()) == set(chapter._TOWNS)


def test_the_claimed_share_is_in_the_account_that_it_is_ascribed_to():
    known = record.load()
    share, account = chapter.CLAIMED
    said = known.accounts.set_index("id").loc[account, "account"]
    assert share in said and "Trend" in said and "2019" in said
    told = chapter.claimed(known).plain()
    assert told.startswith("In the words of the Azerbaijani agency Trend in 2019, Armenian forces")
    assert f" {share} of Azerbaijan" in told
    assert "13.4 per cent of the 86,600 km² that Armenia’s prime minister named in 2023" in told


def test_the_land_held_outside_the_oblast_is_a_range():
    districts = pd.DataFrame({"held_low_km2": [10, pd.NA, 5], "held_high_km2": [10, pd.NA, 9]})
    assert territory.held_outside_the_oblast(districts) == (15.0, 19.0)


def test_every_outline_says_what_it_shows_and_what_it_leaves_out():
    features = json.loads((DATA / "geo" / "outlines.geojson").read_text(encoding="utf-8"))
    for feature in features["features"]:
        assert feature["properties"]["shows"] and feature["properties"]["left_out"]


def test_a_map_says_that_it_implies_no_view():
    notebook = json.loads((NOTEBOOKS / "territory.ipynb").read_text(encoding="utf-8"))
    told = [
        c["metadata"]["mystnb"]["image"]["alt"]
        for c in notebook["cells"]
        if c["metadata"].get("mystnb", {}).get("figure", {}).get("name") == "fig-territory-maps"
    ]
    assert told and "imply no view on status" in told[0]
    assert "imply no view on status" in maps.NOTICE
