"""Digests by which a notebook knows that what it was executed from has not changed."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from briefing.paths import LOCK, ROOT

KEY = "briefing"


def of_bytes(content: bytes) -> str:
    """Short SHA-256 of some bytes."""
    return hashlib.sha256(content).hexdigest()[:16]


def of_code(notebook: dict[str, Any]) -> str:
    """Digest of a notebook's code cells; prose may change without a new execution."""
    cells = [_text(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]
    return of_bytes(json.dumps(cells).encode())


def of_files(paths: Iterable[Path], root: Path = ROOT) -> dict[str, str]:
    """Digest of each file by its path below the project, the lock included."""
    chosen = sorted({*paths, root / LOCK.name})
    return {path.relative_to(root).as_posix(): of_bytes(path.read_bytes()) for path in chosen}


def staleness(notebook: dict[str, Any], root: Path = ROOT) -> str | None:
    """Why a notebook has to be executed again.

    Parameters
    ----------
    notebook : dict
        The notebook as parsed from its file.
    root : pathlib.Path
        Folder of the project.

    Returns
    -------
    str or None
        What changed since its last execution, None if nothing did.
    """
    known = notebook["metadata"].get(KEY)
    if not isinstance(known, dict):
        return "it was never executed by the build"
    if known.get("code") != of_code(notebook):
        return "a code cell changed"
    files = known.get("files")
    # Every execution writes down the lock; an empty list would call anything fresh.
    if not isinstance(files, dict) or LOCK.name not in files:
        return "what it was executed from is not written down"
    for name, digest in files.items():
        path = root / name
        if not path.is_file():
            return f"{name} is gone"
        if of_bytes(path.read_bytes()) != digest:
            return f"{name} changed"
    return None


def stored_fault(notebook: dict[str, Any]) -> str | None:
    """What in the stored outputs may not be published: an error, a line on stderr, a gap."""
    count = 0
    for number, cell in enumerate(notebook["cells"], start=1):
        if cell["cell_type"] != "code" or not _text(cell["source"]).strip():
            continue
        count += 1
        if cell.get("execution_count") != count:
            return f"cell {number} was not executed in its order"
        for output in cell["outputs"]:
            if output["output_type"] == "error":
                return f"cell {number} holds a stored error: {output['ename']}: {output['evalue']}"
            if output.get("name") == "stderr":
                said = _text(output["text"]).strip().splitlines()
                return f"cell {number} wrote to stderr: {said[-1] if said else ''}"
    return None


def _text(source: str | list[str]) -> str:
    return source if isinstance(source, str) else "".join(source)
