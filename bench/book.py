"""The book, built in a copy after each kind of change."""

import csv
import json
import os
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from bench import keys, weight
from bench.clock import JUPYTER_BOOK, best, lines, timed
from bench.floor import size
from briefing import digests
from briefing.paths import ROOT

_LEFT_OUT = (".git", ".venv", "_build", "__pycache__", ".*_cache", ".hypothesis", "*.egg-info")
_BUILD = ("-m", "briefing", "build")
_NBVAL = ("-m", "pytest", "-q", "--nbval", "notebooks", "-n", "auto", "--dist", "loadscope")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Step:
    """One thing that is measured: what it is, its unit, what it may cost, and times the floor."""

    title: str
    unit: str
    target: float
    ratio: float | None = None


# Targets for two cores.
STEPS = {
    "clean": Step("Clean build with every notebook executed", "s", 60, 15),
    "events": Step("Build after a change of events.csv", "s", 25),
    "notebook": Step("Build after a change of one notebook", "s", 20),
    "prose": Step("Build after a change of one prose page", "s", 15),
    "nothing": Step("Build when nothing changed", "s", 2),
    "check": Step("Check of the record", "s", 1),
    "nbval": Step("nbval of every notebook", "s", 60),
    "test": Step("make test", "s", 720),
    "memory": Step("Peak memory of the HTML build", "MB", 500),
    "site": Step("Size of the site without its downloads", "MB", 8),
    "front": Step("First visit to the front page, packed", "kB", 200),
    "timeline": Step("First visit to the timeline, packed", "kB", 400),
    "sources": Step("First visit to the heaviest page of sources, packed", "kB", 400),
    "timeline-key": Step("Slowest answer to a key in the filter of the timeline", "ms", 100),
    "sources-key": Step("Slowest answer to a key in the filter of the press sources", "ms", 100),
}
_LONG_PAGES = {
    "timeline": ("notebooks/timeline.html", "tbl-timeline"),
    "sources": ("book/press-a-m.html", "tbl-press-a-m"),
}
# What the engine says when a phase begins, and what the phase does.
PHASES = {
    "reading sources... [": "Reading the pages",
    "looking for now-outdated": "Numbers of figures and tables, citations",
    "writing output... [": "Writing the pages",
    "generating indices": "Search index, pictures, style",
}


def copy(folder: Path) -> Path:
    """Copy the project as it stands, without what is built."""
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*_LEFT_OUT))
    return folder


def measure(place: Path, full: bool = False) -> dict[str, float]:
    """Build a copy of the book after each kind of change.

    Parameters
    ----------
    place : pathlib.Path
        The copy, from `copy`.
    full : bool
        Also run the whole test suite, which takes minutes.

    Returns
    -------
    dict of float
        Seconds, milliseconds, MB or kB by the names of `STEPS`.
    """
    found = clean_build(place)
    found["nothing"] = best(2, _BUILD, place).seconds
    change_events(place)
    found["events"] = timed(_BUILD, place).seconds
    change_notebook(place)
    found["notebook"] = timed(_BUILD, place).seconds
    found |= prose_build(place)
    found["check"] = best(3, ("-m", "briefing", "check"), place).seconds
    found["nbval"] = timed(_NBVAL, place).seconds
    if full:
        found["test"] = _test(place.with_name("test"))
    return found


def clean_build(place: Path) -> dict[str, float]:
    """Build from nothing, with every notebook executed, and weigh what was built."""
    for path in (place / "notebooks").glob("*.ipynb"):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        notebook["metadata"].pop(digests.KEY, None)
        path.write_text(json.dumps(notebook), encoding="utf-8")
    shutil.rmtree(place / "_build", ignore_errors=True)
    seconds = timed(_BUILD, place).seconds
    html = place / "_build" / "html"
    front = weight.first_visit(html / "index.html") / 1e3
    return {"clean": seconds, "site": size(html), "front": front} | long_pages(html)


def prose_build(place: Path) -> dict[str, float]:
    """Build after a change of one prose page: its time, and the most memory that it held."""
    with (place / "book" / "methods.md").open("a", encoding="utf-8") as page:
        page.write("\nOne more line.\n")
    html = timed(_BUILD, place)
    return {"prose": html.seconds, "memory": html.peak_mb}


def long_pages(html: Path) -> dict[str, float]:
    """What the two longest pages weigh, and how soon they answer where there is a browser."""
    found = {}
    for name, (address, table) in _LONG_PAGES.items():
        found[name] = weight.first_visit(html / address) / 1e3
        answer = keys.slowest(html, address, table)
        if answer is not None:
            found[f"{name}-key"] = answer
    return found


def change_events(place: Path) -> None:
    """Change the note of the first event, which the timeline shows."""
    path = place / "data" / "events.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[1][rows[0].index("note")] += " Read once more."
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def change_notebook(place: Path) -> None:
    """Add a comment to the first code cell of one notebook."""
    path = place / "notebooks" / "phases.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    first = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    first["source"] = ["# changed\n", *first["source"]]
    path.write_text(json.dumps(notebook), encoding="utf-8")


def phases(place: Path) -> dict[str, float]:
    """Seconds of each phase of a build by the plain engine, by what it does."""
    shutil.rmtree(place / "_build", ignore_errors=True)
    to_come = list(PHASES.items())
    found: dict[str, float] = {}
    current, since, moment = "Start, check of the record", 0.0, 0.0
    for moment, said in lines(["-c", JUPYTER_BOOK, "build", ".", "--all"], place):
        if to_come and _COLOUR.sub("", said).startswith(to_come[0][0]):
            found[current] = moment - since
            current, since = to_come.pop(0)[1], moment
    return found | {current: moment - since}


def _test(place: Path) -> float:
    """Seconds of ``make test`` in a fresh copy, with the packages of this environment."""
    copy(place)
    timed(_BUILD, place)  # the book that the tests read
    start = time.perf_counter()
    # The packages' own path to this project leads elsewhere: kernels find the copy by this one.
    known = {**os.environ, "PYTHONPATH": str(place)}
    words = ["make", "test", f"VENV={ROOT / '.venv'}"]
    subprocess.run(words, cwd=place, env=known, check=True)
    return time.perf_counter() - start
