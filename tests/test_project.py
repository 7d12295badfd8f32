"""The project's own papers are in order."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import jsonschema
import pytest
import yaml

from briefing import __version__, schema
from briefing.label_style import labels
from briefing.paths import DATA, ROOT
from briefing.record import load


def citation() -> dict:
    return yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))


def test_version_is_the_same_everywhere():
    assert citation()["version"] == __version__ == schema.read(DATA).version
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_version_is_the_date_of_its_release():
    day = citation()["date-released"]
    assert re.fullmatch(rf"{day.year}\.{day.month}\.{day.day}(\.[1-9]\d*)?", __version__)


def test_the_citation_file_is_valid():
    """Against the schema of the Citation File Format 1.2.0 (by its authors, CC BY 4.0)."""
    file = json.loads((ROOT / "tests" / "schemas" / "cff-1.2.0.json").read_text(encoding="utf-8"))
    read = yaml.load((ROOT / "CITATION.cff").read_text(encoding="utf-8"), yaml.BaseLoader)
    validator = jsonschema.Draft7Validator(file, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(read)] == []


def test_the_licence_of_the_text_and_the_data_is_the_one_that_is_cited():
    """In a citation file a list of licences leaves the choice among them to the reader."""
    assert citation()["license"] == "CC-BY-4.0" and citation()["type"] == "dataset"
    [licence] = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))["licenses"]
    assert licence["name"] == "CC-BY-4.0"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "MIT"


def test_the_author_is_the_same_everywhere():
    [author] = [entity["name"] for entity in citation()["authors"]]
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    described = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [config["author"], described["contributors"][0]["title"], project["authors"][0]["name"]]
    assert named == [author] * 3
    assert author in (ROOT / "LICENSE-CONTENT").read_text(encoding="utf-8")


def test_the_lock_names_every_direct_dependency_with_hashes():
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8").lower()
    assert [
        n for n in sorted(declared("test")) if not re.search(rf"^{re.escape(n)}==", lock, re.M)
    ] == []
    pinned = re.findall(r"^[a-z0-9].*==.*$", lock, re.M)
    assert len(pinned) > 100 and all(line.rstrip().endswith("\\") for line in pinned)
    assert "jupyterlab" not in lock


def test_the_engine_is_jupyter_book_1():
    import jupyter_book

    assert jupyter_book.__version__.startswith("1.")


LABELS = labels(list(load().sources.values()))


def test_every_source_has_a_label_of_its_own():
    assert len(set(LABELS.values())) == len(LABELS) == len(load().sources)


def test_letters_of_labels_follow_the_dates_of_their_sources():
    groups: dict[str, list[tuple[str, str]]] = {}
    for source in load().sources.values():
        base, letters = re.fullmatch(r"(.*?(?:\d{4}|n\.d\.))([a-z]*)", LABELS[source.key]).groups()
        groups.setdefault(base, []).append(
            (f"{len(letters)}{letters}", source.fields.get("date", ""))
        )
    for lettered in groups.values():
        dates = [date for _, date in sorted(lettered)]
        assert dates == sorted(dates)
    assert sum(len(lettered) > 1 for lettered in groups.values()) > 500


def test_readme_opens_with_the_two_commands():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme.index("make book") < readme.index("make test") < 400


def test_no_source_is_an_open_bracket_title():
    assert [k for k, s in load().sources.items() if s.fields["title"].startswith("[")] == []


@pytest.mark.parametrize("folder", ["briefing", "bench", "tools", "tests"])
def test_what_the_code_imports_is_a_declared_dependency(folder):
    own = {path.stem for path in (ROOT / "tests").rglob("*.py")}
    own |= {"briefing", "bench", "browser"} | sys.stdlib_module_names
    known = declared() if folder == "briefing" else declared("test")
    found = metadata.packages_distributions()
    undeclared = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in (ROOT / folder).rglob("*.py")
        for name in (imported(path) | parsers(path)) - own
        if not {made.lower().replace("_", "-") for made in found.get(name, ())} & known
    }
    assert undeclared == set()


def parsers(path: Path) -> set[str]:
    """Packages that a module names to BeautifulSoup, which imports them itself."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    made = [call.args[1] for call in calls if getattr(call.func, "id", "") == "BeautifulSoup"]
    return {ast.literal_eval(parser) for parser in made} - {"html.parser"}


def imported(path: Path) -> set[str]:
    """Top-level packages that a module imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return {name.split(".")[0] for name in names}


def declared(*extras: str) -> set[str]:
    """Direct dependencies of the book, and of some extras, in small letters."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"]]
    for extra in extras:
        wanted += project["optional-dependencies"][extra]
    return {re.split(r"[\[<>=~! ;]", text, maxsplit=1)[0].lower() for text in wanted}


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="an archive has no list of its files")
def test_no_package_or_archive_stands_in_the_repository():
    """What pip fetches into the folder it is called in is not the project's."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert "README.md" in listed
    packed = (".whl", ".zip", ".gz", ".egg", ".exe", ".jar", ".so")
    assert [name for name in listed if name.endswith(packed)] == []
