"""``python -m bench``: one table of what the book costs, beside the floor of the same run."""

import argparse
import json
import os
import platform
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench import book, floor, growth
from bench.book import STEPS
from briefing.how_built import missed
from briefing.paths import ROOT

RESULTS = ROOT / "bench" / "results.json"


def main() -> None:
    """Measure, print, and keep the results if asked to."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--full", action="store_true", help="run make test too, which is long")
    parser.add_argument("--growth", type=int, metavar="N", help="also N times events and sources")
    parser.add_argument("--keep", action="store_true", help=f"write {RESULTS.relative_to(ROOT)}")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        found = measured(Path(name), chosen.full, chosen.growth)
    show(found)
    if chosen.keep:
        RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def measured(place: Path, full: bool, times: int | None) -> dict[str, Any]:
    """Measure the floor, the book and the grown book in a folder.

    Returns
    -------
    dict
        ``machine``; ``times``, how often the grown record holds each row, or None; ``steps``, for
        each of `bench.book.STEPS` its title, unit, targets and what was measured of it as
        ``book``, ``floor`` and ``grown``; ``phases``, seconds by what they go into.
    """
    on = machine()
    found = {"floor": floor.measure(place / "floor")}
    ours = book.copy(place / "book")
    found["book"] = book.measure(ours, full)
    phases = book.phases(ours)
    if times:
        found["grown"] = grown(place / "grown", times)
    steps = {
        name: asdict(step)
        | {of: rounded(values[name]) for of, values in found.items() if name in values}
        for name, step in STEPS.items()
        if name in found["book"]
    }
    rows = {title: rounded(seconds) for title, seconds in phases.items()}
    return {"machine": on, "times": times, "steps": steps, "phases": rows}


def machine() -> dict[str, Any]:
    """The machine and the day of the measurement."""
    told = Path("/proc/cpuinfo")  # of Linux alone
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    named = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return {
        "day": time.strftime("%Y-%m-%d"),
        "cores": os.cpu_count(),
        "processor": named[0] if named else platform.machine(),
        "memory_gb": round(memory),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
    }


def grown(place: Path, times: int) -> dict[str, float]:
    """What the same costs with a record that is some times as large."""
    book.copy(place)
    growth.grow(place / "data", times)
    found = book.clean_build(place)
    found["check"] = book.best(3, ("-m", "briefing", "check"), place).seconds
    return found | book.prose_build(place)


def rounded(value: float) -> float:
    """Two digits after the point where a figure is small, none where it is large."""
    return round(value, 2 if value < 100 else 0)


def show(found: dict[str, Any]) -> None:
    """Print the table."""
    print(" · ".join(f"{name} {value}" for name, value in found["machine"].items()))
    grown_title = f"{found['times']}x" if found["times"] else ""
    print(f"{'':44}{'book':>9}{'floor':>9}{'times':>7}{'target':>9}{grown_title:>9}{'times':>7}")
    for step in found["steps"].values():
        print(line(step))
    for title, seconds in found["phases"].items():
        print(f"  {title:42}{seconds:9.2f}")


def line(step: dict[str, Any]) -> str:
    """One measured step as a line of the table."""
    value = step["book"]
    shown = f"{step['title']}, {step['unit']}"
    text = f"{shown:44}{value:9.2f}{_beside(step, 'floor')}{step['target']:9.0f}"
    return f"{text}{_beside(step, 'grown')}{'  missed' if missed(step) else ''}"


def _beside(step: dict[str, Any], of: str) -> str:
    """Another measurement of a step, and what is how many times the other."""
    if of not in step:
        return " " * 16
    more, less = (step["book"], step[of]) if of == "floor" else (step[of], step["book"])
    return f"{step[of]:9.2f}{more / less:7.1f}"


if __name__ == "__main__":
    main()
