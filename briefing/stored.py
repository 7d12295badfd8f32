"""The notebooks as they lie in their files, and what their cells put out."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def read(path: Path) -> dict[str, Any]:
    """One notebook.

    Raises
    ------
    OSError
        If the file cannot be read.
    ValueError
        If it is no notebook, as after a merge that left its markers.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        said = f"{path.name}: is no notebook ({error}): restore it from version control"
        raise ValueError(said) from error


def notebooks(root: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every notebook of a project with its path, in the order of their names."""
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        yield path, read(path)


def outputs(notebook: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What the cells of a notebook show, in their order."""
    for cell in notebook["cells"]:
        yield from (output for output in cell.get("outputs", ()) if "data" in output)
