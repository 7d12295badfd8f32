"""A notebook that is none, or does not say what it was made from, is told in one line."""

import json

import pytest
from nbformat import v4

from briefing import __main__ as command
from briefing import digests, stored
from briefing.paths import LOCK, ROOT


def whole() -> dict:
    """A notebook of one cell, as an execution of nothing leaves it."""
    output = v4.new_output("stream", name="stdout", text="2")
    cell = v4.new_code_cell("print(2)", execution_count=1, outputs=[output])
    made = json.loads(json.dumps(v4.new_notebook(cells=[cell])))
    known = {"code": digests.of_code(made), "files": digests.of_files([])}
    return {**made, "metadata": {digests.KEY: known}}


BROKEN = {
    "nothing": (lambda n: n.clear(), "it is not of format 4"),
    "an older format": (lambda n: n.update(nbformat=3), "it is not of format 4"),
    "no cells": (lambda n: n.pop("cells"), "it has no metadata or no cells"),
    "no metadata": (lambda n: n.pop("metadata"), "it has no metadata or no cells"),
    "a cell whose source is null": (
        lambda n: n["cells"][0].update(source=None),
        "cell 1 has no type, no source",
    ),
    "a cell without source": (lambda n: n["cells"][0].pop("source"), "cell 1 has no type"),
    "a cell without metadata": (
        lambda n: n["cells"][0].pop("metadata"),
        "no source or no metadata",
    ),
    "a cell without outputs": (lambda n: n["cells"][0].pop("outputs"), "cell 1 has no outputs"),
    "a broken output": (lambda n: n["cells"][0]["outputs"][0].pop("text"), "an output of cell 1"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_no_notebook_is_named_with_what_it_lacks(tmp_path, what):
    spoil, words = BROKEN[what]
    notebook = whole()
    spoil(notebook)
    path = tmp_path / "broken.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    with pytest.raises(ValueError, match=f"broken.ipynb: is no notebook .*{words}.*restore it"):
        stored.read(path)


@pytest.mark.parametrize(("name", "words"), [("book", "is a folder"), ("x.ipynb", "is missing")])
def test_a_command_for_what_is_no_notebook_ends_in_one_line(capsys, monkeypatch, name, words):
    monkeypatch.chdir(ROOT)
    assert command.main(["execute", name]) == 1
    # Another worker may build meanwhile, which the command says while it waits.
    told = [line for line in capsys.readouterr().err.splitlines() if "waiting for it" not in line]
    assert len(told) == 1 and f"{name}: {words}" in told[0]


def test_an_empty_notebook_ends_the_command_in_one_line(capsys, tmp_path):
    path = tmp_path / "empty.ipynb"
    path.write_text("{}", encoding="utf-8")
    assert command.main(["execute", str(path)]) == 1
    assert capsys.readouterr().err.startswith("empty.ipynb: is no notebook")


def test_a_notebook_is_fresh_by_what_it_was_executed_from():
    assert digests.staleness(whole()) is None


@pytest.mark.parametrize(
    "known",
    [
        {},
        {"files": {}},
        {"files": None},
        {"files": {"data/events.csv": digests.of_bytes((ROOT / "data/events.csv").read_bytes())}},
    ],
)
def test_a_notebook_that_does_not_say_what_it_was_executed_from_is_stale(known):
    notebook = whole()
    code = notebook["metadata"][digests.KEY]["code"]
    notebook["metadata"][digests.KEY] = {"code": code, **known}
    assert digests.staleness(notebook) == "what it was executed from is not written down"


@pytest.mark.parametrize("known", [None, {}, [], "executed"])
def test_a_notebook_without_digests_is_stale(known):
    notebook = {**whole(), "metadata": {digests.KEY: known}}
    assert digests.staleness(notebook)


def test_every_execution_writes_down_the_lock():
    assert LOCK.name in digests.of_files([])
