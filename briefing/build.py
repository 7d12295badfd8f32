"""Builds the book: checks, executes what is stale, builds aside, swaps in."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from briefing import execute
from briefing.checks.package import examine
from briefing.inputs import inputs_digest
from briefing.paths import BUILD, DATA, ROOT

HTML = BUILD / "html"
ASIDE = BUILD / "next"
OLD = BUILD / "old"
STAMP = ".inputs"
# The package has no entry for python -m.
_JUPYTER_BOOK = "from jupyter_book.cli.main import main; main()"


def run() -> int:
    """Build the book if anything changed.

    Returns
    -------
    int
        0, or 1 with a message on stderr; the last good book then stays as it was.
    """
    report = examine(DATA)
    if report.problems:
        for problem in report.problems:
            print(problem, file=sys.stderr)
        print("The record is broken: nothing was built.", file=sys.stderr)
        return 1
    if execute.run():
        print("A notebook failed: nothing was built.", file=sys.stderr)
        return 1
    inputs = inputs_digest()
    if _stamp(HTML) == inputs:
        print("Nothing changed: _build/html is up to date.")
        return 0
    shutil.rmtree(ASIDE, ignore_errors=True)
    if not _sphinx():
        print("The book was not built; the last good one stays.", file=sys.stderr)
        return 1
    (ASIDE / "_build" / "html" / STAMP).write_text(inputs, encoding="utf-8")
    swap(ASIDE / "_build" / "html", HTML)
    shutil.rmtree(ASIDE, ignore_errors=True)
    print(f"The book stands in {HTML.relative_to(ROOT)}/index.html")
    return 0


def _stamp(html: Path) -> str | None:
    try:
        return (html / STAMP).read_text(encoding="utf-8")
    except OSError:
        return None


def _sphinx() -> bool:
    """Run a clean build aside; its output is shown only if it fails."""
    command = [sys.executable, "-c", _JUPYTER_BOOK, "build", str(ROOT)]
    command += ["--path-output", str(ASIDE), "--all", "-n", "-W", "--keep-going", "-q"]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        print(done.stdout[-4000:], done.stderr[-6000:], sep="\n", file=sys.stderr)
    return done.returncode == 0


def swap(new: Path, place: Path) -> None:
    """Put a finished book in place of the last one.

    Parameters
    ----------
    new : pathlib.Path
        The finished book.
    place : pathlib.Path
        Where readers look for it; what stands there is removed last.
    """
    shutil.rmtree(OLD, ignore_errors=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        place.rename(OLD)
    try:
        new.rename(place)
    except OSError:
        if OLD.exists():
            OLD.rename(place)
        raise
    shutil.rmtree(OLD, ignore_errors=True)
