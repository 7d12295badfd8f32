"""What the page "How this book is built" gets from measurements and from the installed packages."""

import json
import re
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from briefing import dates
from briefing.tables import Table

# What stands above a table, by the table's name.
HEADINGS = {
    "tbl-growth": "## When the record grows\n\nEvents, terms and sources are copied until there "
    "are several times as many, as the table says, with ids, keys and wordings of their own, so "
    "that the check finds no fault. Where the last column is larger than that number, the cost "
    "grows faster than the record.\n\nWhat "
    "remains is the weight of the two longest pages: they hold every row with its text, its "
    "accounts and the addresses of its sources, so that they are whole without JavaScript, on "
    "paper and from disk, and most of that is text, which packs no further. A record several times "
    "as large would need them parted by years and by kinds of source, at the price of one table "
    "that is searched whole. A build renders every page anew, so its time grows with the record.",
    "tbl-lighthouse": "## What Lighthouse says\n\nLighthouse is a program that loads a page as a "
    "slow phone and as a desktop would and scores how soon it answers, what it does for people "
    "who cannot see or point well, and what it tells search engines. The pages came packed, as a "
    "host sends them. Three pages, the timeline and the lists of press sources, are one long table "
    "each: for performance on a phone they should have 90, all others 95; everything else "
    "should be 100.",
    "tbl-packages": "## On what it rests",
}
# Pages that are one long table each: on a phone they may cost more.
_LONGEST = ("notebooks/timeline", "book/press-a-m", "book/press-n-z")
_CLASSIFIER = "License :: OSI Approved :: "
_NOT_MEASURED = "–"
_LONG = 60  # characters; a longer licence field holds the text of the licence


def tables(root: Path) -> Iterator[Table]:
    """Costs of building and reading, where the time goes, growth, scores, the packages' licences.

    Parameters
    ----------
    root : pathlib.Path
        Folder of the project, with ``bench/results.json``, ``bench/lighthouse.json`` and
        ``pyproject.toml``.

    Yields
    ------
    Table
    """
    found = json.loads((root / "bench" / "results.json").read_text(encoding="utf-8"))
    yield _costs(found)
    yield _phases(found)
    if found["times"]:
        yield _growth(found)
    yield _lighthouse(json.loads((root / "bench" / "lighthouse.json").read_text(encoding="utf-8")))
    yield _packages(root)


def _costs(found: dict[str, Any]) -> Table:
    rows = []
    for step in found["steps"].values():
        times = f"{step['book'] / step['floor']:.1f}" if "floor" in step else _NOT_MEASURED
        shown = [_figure(step["book"]), _figure(step.get("floor")), times, _target(step)]
        rows.append([f"{step['title']}, {step['unit']}", *shown])
    machine = found["machine"]
    where = (
        f"{machine['cores']} cores ({machine['processor']}), {machine['memory_gb']} GB, "
        f"Python {machine['python']}"
    )
    return Table(
        "tbl-costs",
        f"What the book costs, measured on {dates.spoken(machine['day'])} with {where}. The floor "
        "is a stock Jupyter Book with one trivial notebook, measured in the same run.",
        ("What", "This book", "Floor", "Times the floor", "Target"),
        rows,
        "Source: make bench; file bench/results.json. Load of the machine at the start: "
        f"{machine['load']}.",
        "counts",
    )


def _target(step: dict[str, Any]) -> str:
    return _figure(step["target"]) + (", missed" if missed(step) else "")


def missed(step: dict[str, Any]) -> bool:
    """Whether a step cost more than its target, or more times the floor than it may."""
    over = "floor" in step and step["ratio"] and step["book"] / step["floor"] > step["ratio"]
    return bool(step["book"] > step["target"] or over)


def _figure(value: float | None) -> str:
    if value is None:
        return _NOT_MEASURED
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.1f}"


def _phases(found: dict[str, Any]) -> Table:
    whole = sum(found["phases"].values())
    rows = [
        [title, f"{seconds:.1f}", f"{100 * seconds / whole:.0f}"]
        for title, seconds in found["phases"].items()
    ]
    return Table(
        "tbl-build-phases",
        "Where the time of the HTML build goes.",
        ("Phase", "Seconds", "Per cent"),
        rows,
        "Source: make bench, one build by the plain engine.",
        "counts",
    )


def _growth(found: dict[str, Any]) -> Table:
    rows = [
        [
            f"{step['title']}, {step['unit']}",
            _figure(step["book"]),
            _figure(step["grown"]),
            f"{step['grown'] / step['book']:.1f}",
        ]
        for step in found["steps"].values()
        if "grown" in step
    ]
    return Table(
        "tbl-growth",
        f"What the same costs with {found['times']} times as many events, terms and sources.",
        ("What", "Now", "Grown", "Times"),
        rows,
        f"Source: make bench GROWTH={found['times']}.",
        "counts",
    )


def least(page: str, form: str, category: str) -> int:
    """The score of Lighthouse that a page should have at least, of 100.

    Parameters
    ----------
    page : str
        Address within the book, without ``.html``.
    form : str
        ``desktop`` or ``mobile``.
    category : str
        As Lighthouse names it.
    """
    if (form, category) != ("mobile", "performance"):
        return 100
    return 90 if page in _LONGEST else 95


def _lighthouse(found: dict[str, Any]) -> Table:
    pages = found["pages"]
    forms = {form: list(scores) for form, scores in next(iter(pages.values())).items()}
    return Table(
        "tbl-lighthouse",
        f"The lowest scores, of 100, that Lighthouse {found['version']} gives any of "
        f"{len(pages)} pages, measured on {dates.spoken(found['day'])} on the book of inputs "
        f"{found['inputs']}.",
        ("On a", "What", "Lowest", "Pages with it", "Target"),
        [_lowest(pages, form, name) for form, names in forms.items() for name in names],
        "Source: python -m bench.lighthouse; file bench/lighthouse.json. Pages that ask search "
        "engines not to list them have no score for these.",
    )


_SAID = {"mobile": "phone", "seo": "what search engines need", "best-practices": "best practices"}


def _lowest(pages: dict[str, Any], form: str, category: str) -> list[str]:
    scores = {
        page: forms[form][category] for page, forms in pages.items() if category in forms[form]
    }
    lowest = min(scores.values())
    having = [page for page, score in scores.items() if score == lowest]
    missing = [page for page, score in scores.items() if score < least(page, form, category)]
    targets = {least(page, form, category) for page in scores}
    target = " or ".join(str(score) for score in sorted(targets, reverse=True))
    return [
        _SAID.get(form, form),
        _SAID.get(category, category),
        str(lowest),
        "all" if len(having) == len(scores) else ", ".join(having),
        target + (f"; missed by {', '.join(missing)}" if missing else ""),
    ]


def _packages(root: Path) -> Table:
    rows = [[name, version, licence] for name, version, licence in licences(root)]
    return Table(
        "tbl-packages",
        "The packages on which the book and its tests rest directly, with their licences.",
        ("Package", "Version", "Licence"),
        rows,
        "Source: pyproject.toml and the packages’ own metadata; the lock pins these and every "
        "package that they need by hash.",
    )


def licences(root: Path) -> list[tuple[str, str, str]]:
    """Name, version and licence of every direct dependency, in the order of their names.

    Raises
    ------
    importlib.metadata.PackageNotFoundError
        If one is not installed.
    """
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["test"]
    names = {re.split(r"[\[<>=~! ;]", text, maxsplit=1)[0] for text in wanted}
    return [
        (name, metadata.version(name), _licence(metadata.distribution(name)))
        for name in sorted(names, key=str.lower)
    ]


def _licence(package: metadata.Distribution) -> str:
    """The licence as the package gives it: an expression, a short field, a classifier, a file."""
    described = package.metadata
    field = (described.get("License") or "").strip()
    classified = [
        text.removeprefix(_CLASSIFIER)
        for text in described.get_all("Classifier", [])
        if text.startswith(_CLASSIFIER)
    ]
    short = field if len(field) <= _LONG and "\n" not in field else ""
    found = described.get("License-Expression") or short or "; ".join(classified)
    return found or _title_of_file(package)


def _title_of_file(package: metadata.Distribution) -> str:
    names = package.metadata.get_all("License-File", [])
    texts = (package.read_text(f"licenses/{name}") or "" for name in names)
    return "; ".join(text.strip().partition("\n")[0] for text in texts)
