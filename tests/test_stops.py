"""Each way in which the build must stop, with the last good book left as it was."""

import json
from types import SimpleNamespace

import pytest
from projects import build, project_of_one_page
from sphinx.errors import ExtensionError

from briefing import build as pipeline
from briefing import inputs
from briefing.markup import Cite, RowLink, row
from briefing.sphinx_ext import guard
from briefing.tables import Table


def stopped(project, *words):
    """The bare engine refuses this copy and says why; give what it said."""
    done = build(project)
    said = done.stdout + done.stderr
    assert done.returncode != 0
    for word in words:
        assert word in said, said[-2000:]
    return said


def refused(project, *words):
    """What the engine calls before it builds anything refuses this copy and says why."""
    # The engine stops at whatever is raised there.
    with pytest.raises((ExtensionError, ValueError)) as why:
        guard.guard(SimpleNamespace(srcdir=str(project)))
    for word in words:
        assert word in str(why.value)


def break_a_row(project):
    table = project / "data" / "events.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("1988-02-20,", "1988-02-31,", 1), encoding="utf-8")


def change_notebook(project, change):
    path = project / "notebooks" / "terms.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    change(notebook)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def code_cells(notebook):
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def test_a_broken_row_stops_the_build(project):
    """The engine itself: what refuses is connected to it, and nothing is built."""
    break_a_row(project)
    stopped(project, "events.csv:", "does not exist")
    assert not (project / "_build" / "html" / "index.html").exists()


def test_a_broken_entry_of_the_bibliography_is_told_with_its_place(project):
    """Also by the engine itself, before anything of it reads the files."""
    path = project / "data" / "references" / "press.bib"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("},\n", ",\n", 1), encoding="utf-8")
    stopped(project, "references/press.bib:", "is not valid BibTeX")


def test_other_inputs_that_were_examined_vouch_for_none(project, monkeypatch):
    monkeypatch.setenv(inputs.EXAMINED, inputs.inputs_digest(project))
    guard.guard(SimpleNamespace(srcdir=str(project)))
    break_a_row(project)
    refused(project, "events.csv:", "does not exist")


def test_a_download_that_cannot_be_made_stops_the_build(tmp_path):
    project = project_of_one_page(tmp_path, "# Downloads\n\n```{downloads}\n```\n")
    module = project / "briefing" / "spreadsheet.py"
    text = module.read_text(encoding="utf-8")
    broken = text.replace('"in_memory": True', '"in_memory": 1 / 0', 1)
    assert broken != text
    module.write_text(broken, encoding="utf-8")
    stopped(project, "division by zero", "the downloads could not be made")


def test_a_changed_table_makes_its_notebook_stale(project):
    table = project / "data" / "phases.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("The war of 1992–94", "War of 1992–94", 1), encoding="utf-8")
    refused(project, "is stale", "data/phases.csv changed")


def test_a_changed_module_makes_its_notebook_stale(project):
    module = project / "briefing" / "analysis" / "phases.py"
    module.write_text(module.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    refused(project, "is stale", "briefing/analysis/phases.py changed")


def test_a_changed_cell_makes_its_notebook_stale(project):
    change_notebook(project, lambda n: code_cells(n)[0].update(source="x = 1"))
    refused(project, "terms.ipynb is stale", "a code cell changed")


def test_a_stored_traceback_is_not_published(project):
    error = {"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": []}
    change_notebook(project, lambda n: code_cells(n)[0].update(outputs=[error]))
    refused(project, "stored error", "ValueError")


def test_a_stored_line_on_stderr_is_not_published(project):
    line = {"output_type": "stream", "name": "stderr", "text": ["a warning\n"]}
    change_notebook(project, lambda n: code_cells(n)[0].update(outputs=[line]))
    refused(project, "wrote to stderr", "a warning")


def test_a_cleared_notebook_is_not_published(project):
    change_notebook(project, lambda n: code_cells(n)[1].update(outputs=[], execution_count=None))
    refused(project, "was not executed in its order")


def test_a_notebook_with_the_markers_of_a_merge_is_not_published(project):
    path = project / "notebooks" / "terms.ipynb"
    path.write_text("<<<<<<< HEAD\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    refused(project, "terms.ipynb: is no notebook")


def test_a_missing_glue_key_and_a_link_to_a_row_that_stands_nowhere_stop_the_build(tmp_path):
    cells = [[RowLink("evt-nowhere", "A link")]]
    # A citation in the caption must not close the fence of the table.
    cited = "ucdp-2025-organized-violence"
    table = Table("tbl-x", row("A caption", Cite((cited,))), ("One",), cells, "A source")
    lines = [
        "# A page",
        "It holds {glue:text}`index.md::no-such-key:s` rows.",
        table.myst().split("~~~{container}")[0],
        f"```{{bibliography}}\n:filter: key == '{cited}'\n```",
    ]
    project = project_of_one_page(tmp_path, "\n\n".join(lines))
    said = stopped(project, "'no-such-key' not found", "no page has the row evt-nowhere")
    assert said.count("WARNING") == 2, said[-2000:]


def test_a_failed_build_leaves_the_last_good_book(tmp_path, monkeypatch):
    good = tmp_path / "html"
    good.mkdir()
    (good / "index.html").write_text("good", encoding="utf-8")
    monkeypatch.setattr(pipeline, "HTML", good)
    monkeypatch.setattr(pipeline, "ASIDE", tmp_path / "next")
    monkeypatch.setattr(pipeline.execute, "run", lambda: 0)
    monkeypatch.setattr(pipeline, "_sphinx", lambda held, examined: False)
    assert pipeline.run() == 1
    assert (good / "index.html").read_text(encoding="utf-8") == "good"


def test_a_swap_that_fails_puts_the_last_good_book_back(tmp_path):
    good = tmp_path / "html"
    good.mkdir()
    (good / "index.html").write_text("good", encoding="utf-8")
    with pytest.raises(OSError):
        pipeline.swap(tmp_path / "nothing-here", good)
    assert (good / "index.html").read_text(encoding="utf-8") == "good"


def test_a_failing_cell_leaves_the_notebook_as_it_was(tmp_path, capsys):
    import nbformat

    from briefing import execute

    cell = nbformat.v4.new_code_cell("raise RuntimeError('broken here')")
    path = tmp_path / "failing.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    before = path.read_bytes()
    assert execute.run([path]) == 1
    assert "broken here" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_a_book_that_is_served_through_a_link_is_swapped_behind_it(tmp_path):
    served, place = tmp_path / "www", tmp_path / "html"
    served.mkdir()
    place.symlink_to(served, target_is_directory=True)
    for words in ("first", "second"):
        new = tmp_path / "next"
        new.mkdir()
        (new / "index.html").write_text(words, encoding="utf-8")
        pipeline.swap(new, place)
        assert place.is_symlink()
        assert (served / "index.html").read_text(encoding="utf-8") == words
        assert {path.name for path in tmp_path.iterdir()} == {"www", "html"}


def test_behind_a_link_the_last_good_book_comes_back_after_a_kill(tmp_path, monkeypatch):
    served, place = tmp_path / "www" / "book", tmp_path / "html"
    old = served.with_name("book.old")
    old.mkdir(parents=True)
    (old / "index.html").write_text("good", encoding="utf-8")
    place.symlink_to(served, target_is_directory=True)
    monkeypatch.setattr(pipeline, "HTML", place)
    pipeline.put_back()
    assert (place / "index.html").read_text(encoding="utf-8") == "good" and not old.exists()
    old.mkdir()
    pipeline.clear()
    assert not old.exists() and place.is_symlink() and served.exists()
