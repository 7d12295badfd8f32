"""A notebook gives the same wherever it is run from, and by whatever program."""

import json
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from briefing.paths import NOTEBOOKS, ROOT

NOTEBOOK = NOTEBOOKS / "agreements.ipynb"


def stored():
    """The outputs of the notebook as they are stored, cell by cell."""
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    return [cell["outputs"] for cell in notebook["cells"] if cell["cell_type"] == "code"]


@pytest.mark.parametrize("where", ["notebooks", "root", "elsewhere"])
def test_a_notebook_runs_from_any_folder(where, tmp_path):
    folder = {"notebooks": NOTEBOOKS, "root": ROOT, "elsewhere": tmp_path}[where]
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    NotebookClient(
        notebook,
        timeout=120,
        extra_arguments=["--IPKernelApp.log_level=50"],
        resources={"metadata": {"path": str(folder)}},
    ).execute()
    text = json.loads(nbformat.writes(notebook))
    made = [cell["outputs"] for cell in text["cells"] if cell["cell_type"] == "code"]
    assert made == stored()


def test_no_notebook_names_a_folder():
    """A path in a cell holds on one machine, or from one folder, alone."""
    named = []
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            text = "".join(cell["source"]) if cell["cell_type"] == "code" else ""
            if "Path(" in text or "open(" in text or "os.chdir" in text or "../" in text:
                named.append(Path(path).name)
    assert named == []
