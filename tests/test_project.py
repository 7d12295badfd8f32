"""The project's own papers are in order."""

import re
import tomllib

import yaml

from briefing import __version__, schema
from briefing.label_style import labels
from briefing.paths import DATA, ROOT
from briefing.record import load


def test_version_is_the_same_everywhere():
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert str(cff["version"]) == __version__ == schema.read(DATA).version
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_lock_names_every_direct_dependency_with_hashes():
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8").lower()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["test"]
    names = [re.split(r"[<>=]", d)[0].lower() for d in wanted]
    assert [n for n in names if not re.search(rf"^{re.escape(n)}==", lock, re.M)] == []
    pinned = re.findall(r"^[a-z0-9].*==.*$", lock, re.M)
    assert len(pinned) > 100 and all(line.rstrip().endswith("\\") for line in pinned)
    assert "jupyterlab" not in lock


def test_the_engine_is_jupyter_book_1():
    import jupyter_book

    assert jupyter_book.__version__.startswith("1.")


def test_every_source_has_a_label_of_its_own():
    found = labels(list(load().sources.values()))
    assert len(set(found.values())) == len(found) == len(load().sources)


def test_readme_opens_with_the_two_commands():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme.index("make book") < readme.index("make test") < 400


def test_no_source_is_an_open_bracket_title():
    assert [k for k, s in load().sources.items() if s.fields["title"].startswith("[")] == []
