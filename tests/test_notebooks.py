"""Notebooks are stored as executed; `make test` re-executes them with nbval, never lax."""

import json
import re
from pathlib import Path

import pytest
import yaml

from briefing import digests
from briefing.paths import NOTEBOOKS, ROOT

PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def code(notebook):
    return [c for c in notebook["cells"] if c["cell_type"] == "code"]


def test_there_are_the_notebooks_of_the_contents():
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    files = {c["file"] for part in toc["parts"] for c in part["chapters"]}
    assert {f"notebooks/{p.stem}" for p in PATHS} == {
        f for f in files if f.startswith("notebooks/")
    }


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_cells_were_executed_in_order_and_show_something(path):
    cells = code(load(path))
    assert [c["execution_count"] for c in cells] == list(range(1, len(cells) + 1))
    assert all(c["outputs"] for c in cells[1:])


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_the_notebook_is_fresh(path):
    assert digests.staleness(load(path)) is None


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_the_notebook_opens_with_its_question_and_answer(path):
    notebook = load(path)
    assert "".join(notebook["cells"][0]["source"]).rstrip().endswith("?")
    answer = "".join(code(notebook)[1]["outputs"][0]["data"]["text/markdown"])
    assert re.search(r"\d", answer)
    # A reader sees neither the keys of sources nor the addresses of rows.
    read = re.sub(r"\{cite\}`[^`]*`| <[^<>`]*>(?=`)", "", answer)
    assert len(re.findall(r"\w+", read)) <= 120


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_no_helper_is_defined_in_a_notebook(path):
    assert not [
        c for c in code(load(path)) if re.search(r"^\s*(def|class) ", "".join(c["source"]), re.M)
    ]


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_every_chart_carries_its_data_and_alt_text(path):
    for cell in code(load(path)):
        for output in cell["outputs"]:
            if "image/svg+xml" in output.get("data", {}):
                assert "text/csv" in output["data"]
                assert len(cell["metadata"]["mystnb"]["image"]["alt"]) > 40
                assert cell["metadata"]["mystnb"]["figure"]["name"].startswith("fig-")


def test_a_second_execution_changes_no_byte(tmp_path):
    """Execute copies of two notebooks, one of them with charts."""
    import shutil

    from briefing import execute

    originals = [path for path in PATHS if path.stem in ("agreements", "phases")]
    assert "image/svg+xml" in originals[1].read_text(encoding="utf-8")
    copies = [Path(shutil.copy(path, tmp_path / path.name)) for path in originals]
    assert execute.run(copies) == 0
    for copy, path in zip(copies, originals, strict=True):
        assert copy.read_bytes() == path.read_bytes(), path.name
