"""The floor: a stock Jupyter Book of one page and one trivial notebook."""

import json
from pathlib import Path
from statistics import median

import nbformat

from bench import weight
from bench.clock import JUPYTER_BOOK, Run, timed

_CONFIG = "title: Empty\nauthor: Nobody\nexecute:\n  execute_notebooks: force\n"
_CONTENTS = "format: jb-book\nroot: index\nchapters:\n  - file: one\n"


def make(folder: Path) -> None:
    """Write the empty book."""
    folder.mkdir()
    (folder / "_config.yml").write_text(_CONFIG, encoding="utf-8")
    (folder / "_toc.yml").write_text(_CONTENTS, encoding="utf-8")
    (folder / "index.md").write_text("# Empty\n\nA page.\n", encoding="utf-8")
    cells = [nbformat.v4.new_markdown_cell("# One"), nbformat.v4.new_code_cell("1 + 1")]
    cells[1].update(
        execution_count=1,
        outputs=[nbformat.v4.new_output("execute_result", {"text/plain": "2"}, execution_count=1)],
    )
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, folder / "one.ipynb")


def measure(folder: Path) -> dict[str, float]:
    """Build the empty book after each kind of change.

    Parameters
    ----------
    folder : pathlib.Path
        Is made; must not exist.

    Returns
    -------
    dict of float
        Seconds, MB or kB by the names of `bench.book.STEPS`; what an empty book has not is
        left out.
    """
    make(folder)
    clean = [_build(folder, "--all") for _ in range(3)]
    html = folder / "_build" / "html"
    found = {
        "clean": median(run.seconds for run in clean),
        "memory": max(run.peak_mb for run in clean),
        "nothing": _build(folder).seconds,
    }
    (folder / "index.md").write_text("# Empty\n\nAnother page.\n", encoding="utf-8")
    found["prose"] = _build(folder).seconds
    path = folder / "one.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][1]["source"] = "2 + 0"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    found["notebook"] = _build(folder).seconds
    found["nbval"] = timed(["-m", "pytest", "-q", "--nbval", "one.ipynb"], folder).seconds
    found["site"] = size(html)
    found["front"] = weight.first_visit(html / "index.html") / 1e3
    return found


def size(html: Path) -> float:
    """MB of a built book, without what it offers for download."""
    return weight.site(html)["total"] / 1e6


def _build(folder: Path, *options: str) -> Run:
    return timed(["-c", JUPYTER_BOOK, "build", ".", "-q", *options], folder)
