"""Notebooks that share a kernel know nothing of one another."""

import os

import nbformat
import pytest
from nbformat import v4

from briefing import execute
from briefing.paths import ROOT


@pytest.fixture
def one_kernel(monkeypatch):
    """All notebooks one after the other in one kernel."""
    monkeypatch.setattr(os, "cpu_count", lambda: 1)


def write(path, *cells):
    made = v4.new_notebook(cells=[v4.new_code_cell(cell) for cell in cells])
    nbformat.write(made, path)
    return path


def printed(path):
    cells = nbformat.read(path, as_version=4).cells
    return [output["text"].strip() for cell in cells for output in cell.outputs]


def test_names_modules_and_counts_are_new_to_every_notebook(tmp_path, one_kernel):
    first = write(tmp_path / "a.ipynb", "left = 1", "from briefing import dates; dates.left = 1")
    look = "from briefing import dates; print('left' in globals(), hasattr(dates, 'left'))"
    second = write(tmp_path / "b.ipynb", "pass", look)
    assert execute.run([first, second]) == 0
    assert printed(second) == ["False False"]
    counts = [cell.execution_count for cell in nbformat.read(second, as_version=4).cells]
    assert counts == [1, 2]


def test_the_files_of_a_notebook_are_its_own(tmp_path, one_kernel):
    first = write(tmp_path / "a.ipynb", "from briefing import record; record.load().events.shape")
    second = write(tmp_path / "b.ipynb", "1 + 1")
    assert execute.run([first, second]) == 0
    files = [
        nbformat.read(path, as_version=4).metadata["briefing"]["files"] for path in (first, second)
    ]
    assert "data/events.csv" in files[0] and "data/events.csv" not in files[1]


def test_notebooks_share_a_kernel_and_each_stands_in_its_own_folder(tmp_path, one_kernel):
    (tmp_path / "other").mkdir()
    here = "import os; print(os.getpid()); print(os.getcwd())"
    paths = [write(folder / "x.ipynb", here) for folder in (tmp_path, tmp_path / "other")]
    assert execute.run(paths) == 0
    (first,), (second,) = (printed(path) for path in paths)
    assert first.split("\n")[0] == second.split("\n")[0]
    assert [said.split("\n")[1] for said in (first, second)] == [str(p.parent) for p in paths]


@pytest.mark.parametrize("fault", ["import os; os._exit(9)", "1 / 0"])
def test_a_notebook_that_fails_does_not_take_the_next_with_it(tmp_path, one_kernel, capsys, fault):
    first, second = write(tmp_path / "a.ipynb", fault), write(tmp_path / "b.ipynb", "print(2)")
    assert execute.run([first, second]) == 1
    assert "a.ipynb: " in capsys.readouterr().err
    assert printed(second) == ["2"]


def test_a_notebook_imports_this_copy_also_where_another_is_installed(
    tmp_path, one_kernel, monkeypatch
):
    other = tmp_path / "other" / "briefing"
    other.mkdir(parents=True)
    (other / "__init__.py").touch()
    monkeypatch.setenv("PYTHONPATH", str(other.parent))
    path = write(tmp_path / "a.ipynb", "import briefing; print(briefing.__file__)")
    assert execute.run([path]) == 0
    assert printed(path) == [str(ROOT / "briefing" / "__init__.py")]
