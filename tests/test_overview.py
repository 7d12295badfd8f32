"""The picture of the whole conflict counts areas and places spans as its data say."""

import json

import pandas as pd
import pytest

from briefing import charts, digests, record
from briefing.analysis import overview
from briefing.chapters import overview as chapter
from briefing.chapters import territory
from briefing.paths import NOTEBOOKS


def _spans(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    told = pd.DataFrame(rows, columns=["area", "holder", "start", "end"])
    return told.assign(start=pd.to_datetime(told["start"]), end=pd.to_datetime(told["end"]))


def test_areas_are_counted_by_holder_on_every_day_of_change():
    counts = overview.held(
        _spans(
            ("a", "x", "1990-01-01", "1992-01-01"),
            ("a", "y", "1992-01-01", "1995-01-01"),
            ("b", "x", "1990-01-01", "1995-01-01"),
        )
    )
    assert counts["x"].tolist() == [2, 1, 1]
    assert counts["y"].tolist() == [0, 1, 1]
    assert [str(day.date()) for day in counts.index] == ["1990-01-01", "1992-01-01", "1995-01-01"]


def test_every_area_of_the_record_has_a_holder_on_every_day():
    counts = overview.held(territory.spans(record.load()))
    assert set(counts.sum(axis=1)) == {len(territory.AREAS)}


@pytest.mark.parametrize(
    ("ends", "lanes"),
    [
        (["1990-04-01", "1990-06-01"], [0, 0]),
        (["1990-04-02", "1990-06-01"], [0, 1]),
        (["1991-01-01", "1990-06-01"], [0, 1]),
    ],
)
def test_spans_that_overlap_or_nearly_meet_stand_on_different_lanes(ends, lanes):
    starts = pd.Series(pd.to_datetime(["1990-01-01", "1990-05-01"]))
    assert overview.lanes(starts, pd.Series(pd.to_datetime(ends)), pd.Timedelta(days=30)) == lanes


def test_the_meetings_of_envoys_are_none_of_leaders_and_ministers(tiny):
    levels = ("heads", "foreign-ministers", "envoys")
    held = [{"id": level, "date": "1999-07-01", "level": level} for level in levels]
    small = tiny(meetings=held, phases=[{"id": "a", "start": "1988-02-13"}])
    _, (axes,) = charts.figure(2)
    told = chapter._meetings(axes, small, pd.Timestamp("2000-01-01"))
    assert told.set_index("start")["value"].loc[1999] == 2


def test_the_front_page_shows_a_chart_that_a_notebook_holds():
    notebook = json.loads((NOTEBOOKS / "phases.ipynb").read_text(encoding="utf-8"))
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    names = [o["metadata"].get(digests.KEY, {}).get("figure", {}).get("name") for o in outputs]
    assert "fig-overview" in names
