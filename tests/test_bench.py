"""The benchmark measures what it says, on a copy, and its results stand on the page."""

import gzip
import json

import pytest
from bs4 import BeautifulSoup
from tables import rows

from bench import __main__ as bench
from bench import book, clock, floor, growth, weight
from briefing import how_built
from briefing.addresses import source_anchor
from briefing.checks import problems
from briefing.paths import ROOT

RESULTS = json.loads((ROOT / "bench" / "results.json").read_text(encoding="utf-8"))


def test_a_grown_record_is_sound_and_as_large_as_it_says(data):
    before = {name: len(rows(data / f"{name}.csv")) for name in ("events", "terms")}
    keys = (data / "references" / "press.bib").read_text(encoding="utf-8").count("\n@")
    growth.grow(data, 2)
    assert problems(data) == []
    after = {name: len(rows(data / f"{name}.csv")) for name in before}
    assert after == {name: 2 * count for name, count in before.items()}
    grown = (data / "references" / "press.bib").read_text(encoding="utf-8").count("\n@")
    assert grown == 2 * keys + 1


def test_the_kept_results_hold_every_step_that_is_measured():
    assert set(book.STEPS) - set(RESULTS["steps"]) <= {"test"}
    for name, step in RESULTS["steps"].items():
        assert step["title"] == book.STEPS[name].title and step["unit"] == book.STEPS[name].unit
        assert step["target"] == book.STEPS[name].target and step["book"] > 0
    assert RESULTS["steps"]["clean"]["floor"] > 0
    assert set(book.PHASES.values()) <= set(RESULTS["phases"])
    assert {"day", "cores", "processor", "memory_gb", "python", "load"} == set(RESULTS["machine"])


def test_the_page_shows_every_kept_result():
    costs, phases, *_ = how_built.tables(ROOT)
    assert len(costs.rows) == len(RESULTS["steps"])
    assert RESULTS["machine"]["processor"] in costs.caption
    assert sum(float(row[1]) for row in phases.rows) == pytest.approx(
        sum(RESULTS["phases"].values()), abs=0.3
    )


def test_copies_of_sources_have_permanent_addresses_of_their_own():
    keys = [f"outlet-2020-title-{number}" for number in range(7000)]
    copies = [key for own in growth._names(keys, 5).values() for key in own.values()]
    addresses = set(map(source_anchor, copies))
    assert len(addresses) == len(copies) == 4 * len(keys)
    assert addresses.isdisjoint(map(source_anchor, keys))


def test_a_grown_record_is_compared_on_the_page(tmp_path):
    grown = dict(RESULTS, times=5)
    check = grown["steps"]["check"] | {"book": 0.5, "grown": 3.0}
    grown["steps"] = RESULTS["steps"] | {"check": check}
    (tmp_path / "bench").mkdir()
    (tmp_path / "bench" / "results.json").write_text(json.dumps(grown), encoding="utf-8")
    for name in ("pyproject.toml", "bench/lighthouse.json"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (shown,) = [t for t in how_built.tables(tmp_path) if t.name == "tbl-growth"]
    row = next(row for row in shown.rows if row[0].startswith("Check"))
    assert row[1:] == ["0.5", "3", "6.0"] and "5 times" in shown.caption


def test_every_direct_dependency_has_a_licence():
    known = how_built.licences(ROOT)
    assert len(known) > 20
    assert [name for name, _, licence in known if not licence] == []


def test_a_missed_target_is_marked():
    step = {"title": "t", "unit": "s", "target": 10, "ratio": 2, "book": 9.0, "floor": 5.0}
    assert not bench.missed(step) and "missed" not in bench.line(step)
    assert bench.missed(step | {"book": 11.0}) and bench.line(step | {"book": 11.0}).endswith(
        "missed"
    )
    assert bench.missed(step | {"floor": 4.0})
    assert how_built._target(step | {"floor": 4.0}) == "10, missed"
    assert how_built._target(step) == "10"


def test_a_command_is_timed_with_its_memory(tmp_path):
    run = clock.timed(["-c", "x = bytearray(90_000_000); import time; time.sleep(0.3)"], tmp_path)
    assert 0.3 < run.seconds < 20 and run.peak_mb > 85


def test_a_command_that_fails_is_not_timed(tmp_path):
    with pytest.raises(RuntimeError, match="not to be measured"):
        clock.timed(["-c", "raise SystemExit('not to be measured')"], tmp_path)


def test_lines_come_with_their_moment(tmp_path):
    code = "import time; print('one'); time.sleep(0.4); print('two')"
    (first, one), (second, two) = clock.lines(["-c", code], tmp_path)
    assert (one, two) == ("one\n", "two\n") and second - first > 0.3


def test_lines_of_a_command_that_fails_end_in_its_failure(tmp_path):
    with pytest.raises(RuntimeError, match="not to be measured"):
        list(clock.lines(["-c", "raise SystemExit('not to be measured')"], tmp_path))


def test_a_first_visit_weighs_what_the_page_names(tmp_path):
    style = b"@font-face{src:url('f.woff2')} p{}"
    (tmp_path / "s.css").write_bytes(style)
    (tmp_path / "f.woff2").write_bytes(b"x" * 500)
    (tmp_path / "other.js").write_bytes(b"not named")
    page = b'<link rel="stylesheet" href="s.css?v=1">'
    (tmp_path / "p.html").write_bytes(page)
    packed = len(gzip.compress(page, 9)) + len(gzip.compress(style, 9)) + 500
    assert weight.first_visit(tmp_path / "p.html") == packed


def test_the_copy_that_is_changed_is_not_the_tree(project):
    kept = (ROOT / "data" / "events.csv").read_bytes()
    book.change_events(project)
    book.change_notebook(project)
    assert (ROOT / "data" / "events.csv").read_bytes() == kept
    assert (project / "data" / "events.csv").read_bytes() != kept
    assert problems(project / "data") == []


def test_the_floor_is_a_book_that_the_plain_engine_builds(tmp_path):
    floor.make(tmp_path / "floor")
    clock.timed(["-c", clock.JUPYTER_BOOK, "build", ".", "-q"], tmp_path / "floor")
    html = tmp_path / "floor" / "_build" / "html"
    soup = BeautifulSoup((html / "one.html").read_text(encoding="utf-8"), "html.parser")
    assert "2" in soup.select_one(".cell_output").get_text()
    assert floor.size(html) > 1 and weight.first_visit(html / "index.html") > 100_000
