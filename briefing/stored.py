"""The notebooks as they lie in their files, and what their cells put out."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_OF_A_CELL = {"cell_type", "metadata", "source"}
# What an output of each kind has to have.
_KEYS = {
    "stream": {"name", "text"},
    "error": {"ename", "evalue"},
    "display_data": {"data"},
    "execute_result": {"data"},
}


def read(path: Path) -> dict[str, Any]:
    """One notebook.

    Raises
    ------
    OSError
        If the file cannot be read.
    ValueError
        If it is no notebook, as after a merge that left its markers or took a part away.
    """
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        _examine(notebook)
    except IsADirectoryError:
        raise ValueError(f"{path}: is a folder: name a notebook") from None
    except ValueError as error:
        said = f"{path.name}: is no notebook ({error}): restore it from version control"
        raise ValueError(said) from error
    return notebook


def _examine(notebook: object) -> None:
    """Raise ValueError where a notebook lacks what its readers rely on."""
    if not isinstance(notebook, dict) or notebook.get("nbformat") != 4:
        raise ValueError("it is not of format 4")
    if not isinstance(notebook.get("metadata"), dict) or not isinstance(
        notebook.get("cells"), list
    ):
        raise ValueError("it has no metadata or no cells")
    for number, cell in enumerate(notebook["cells"], start=1):
        whole = isinstance(cell, dict) and cell.keys() >= _OF_A_CELL
        if not whole or not isinstance(cell["source"], str | list):
            raise ValueError(f"cell {number} has no type, no source or no metadata")
        if cell["cell_type"] == "code" and not isinstance(cell.get("outputs"), list):
            raise ValueError(f"cell {number} has no outputs")
        for output in cell.get("outputs", ()):
            kind = output.get("output_type") if isinstance(output, dict) else None
            if kind not in _KEYS or not _KEYS[kind] <= output.keys():
                raise ValueError(f"an output of cell {number} is broken")


def notebooks(root: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every notebook of a project with its path, in the order of their names."""
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        yield path, read(path)


def outputs(notebook: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What the cells of a notebook show, in their order."""
    for cell in notebook["cells"]:
        yield from (output for output in cell.get("outputs", ()) if "data" in output)
