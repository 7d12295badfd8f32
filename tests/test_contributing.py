"""What CONTRIBUTING.md tells a stranger to do works, step by step, on a copy."""

import os
import re
import shutil
import subprocess
import sys

import nbformat
import pandas as pd
import pytest
import yaml
from tables import rows

from briefing.checks import problems
from briefing.paths import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
ADDED = re.compile(r"Add to `([^`]+)`:\n\n```\w+\n(.*?)```", re.DOTALL)
WRITTEN = re.compile(r"Write `([^`]+\.py)`:\n\n```python\n(.*?)```", re.DOTALL)
CELL = re.compile(r"```(markdown|python)\n(.*?)\n```", re.DOTALL)


def section(title):
    """The text below one heading; what looks like a heading inside of an example is none."""
    found, inside, fenced = [], False, False
    for line in TEXT.splitlines(keepends=True):
        fenced ^= line.startswith("```")
        if line.startswith("## ") and not fenced:
            inside = line.strip() == f"## {title}"
        elif inside:
            found.append(line)
    return "".join(found)


def add(place, title):
    """Do what one section says to add."""
    added = ADDED.findall(section(title))
    assert added, title
    for name, lines in added:
        with (place / name).open("a", encoding="utf-8", newline="") as file:
            file.write("\n" * name.endswith(".bib") + lines)


def said(place):
    return [str(problem) for problem in problems(place / "data")]


def test_a_source_that_nothing_cites_is_found_as_the_text_says(project):
    add(project, "Add a source")
    (only,) = said(project)
    assert only.endswith("example-gazette-1995-talks-held: no row cites it: remove it")


def test_an_event_with_its_accounts_is_sound(project):
    add(project, "Add a source")
    add(project, "Add an event")
    assert said(project) == []


def test_a_term_is_sound(project):
    for title in ("Add a source", "Add an event", "Add a term"):
        add(project, title)
    assert said(project) == []


def test_the_example_of_an_event_shows_the_rules_that_it_tells(project):
    """Contested, one account found, one sought: without either the check refuses it."""
    add(project, "Add a source")
    add(project, "Add an event")
    path = project / "data" / "accounts.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), encoding="utf-8")
    assert any("fewer than two sides" in line for line in said(project))


def test_every_kind_of_source_is_named():
    kinds = {path.stem for path in (ROOT / "data" / "references").glob("*.bib")}
    assert [kind for kind in kinds if f"`{kind}`" not in section("Add a source")] == []


@pytest.fixture
def chapter(project):
    """A copy with the chapter of the example, as the text gives it."""
    text = section("Add a chapter")
    for name, code in WRITTEN.findall(text):
        (project / name).write_text(code, encoding="utf-8")
    cells = CELL.findall(text[text.index("Write `notebooks/") :])
    make = {"markdown": nbformat.v4.new_markdown_cell, "python": nbformat.v4.new_code_cell}
    notebook = nbformat.v4.new_notebook(cells=[make[kind](source) for kind, source in cells])
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata["tags"] = ["remove-input"]
    nbformat.write(notebook, project / "notebooks" / "example.ipynb")
    add(project, "Add a chapter")
    return project


def test_a_chapter_runs(chapter):
    words = [sys.executable, "-m", "briefing", "execute", "notebooks/example.ipynb"]
    known = {**os.environ, "PYTHONPATH": str(chapter)}
    done = subprocess.run(
        words, cwd=chapter, env=known, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    made = nbformat.read(chapter / "notebooks" / "example.ipynb", as_version=4)
    outputs = [out["data"] for cell in made.cells for out in cell.get("outputs", [])]
    years = [row["date"][:4] for row in rows(ROOT / "data" / "events.csv")]
    most = max(set(years), key=years.count)
    assert f"{most}\\, which holds {years.count(most)} events" in outputs[0]["text/markdown"]
    assert outputs[1]["text/csv"].startswith("Year,Events\n")
    assert len(outputs[1]["text/csv"].splitlines()) == len(set(years)) + 1


def test_the_contents_name_the_chapter(chapter):
    contents = yaml.safe_load((chapter / "_toc.yml").read_text(encoding="utf-8"))
    files = [c["file"] for part in contents["parts"] for c in part["chapters"]]
    assert files[-1] == "notebooks/example"


def test_the_code_of_the_chapter_has_the_style_of_the_project(chapter):
    paths = [name for name, _ in WRITTEN.findall(TEXT)]
    for words in (["check"], ["format", "--check"]):
        command = [sys.executable, "-m", "ruff", *words, *paths]
        done = subprocess.run(command, cwd=chapter, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_the_function_of_the_chapter_gives_the_known_answer():
    ((_, code), _) = WRITTEN.findall(TEXT)
    module: dict = {}
    exec(code, module)
    frame = pd.DataFrame(
        {"date_earliest": pd.to_datetime(["1994-05-12", "1992-01-01", "1992-12-31"])}
    )
    assert module["by_year"](frame).to_dict() == {1992: 2, 1994: 1}


def test_every_make_target_that_a_paper_names_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    papers = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / ".github").rglob("*.*")]
    named = {
        name
        for path in papers
        for name in re.findall(r"\bmake ([a-z][a-z-]+)", path.read_text(encoding="utf-8"))
        if re.search(rf"(`|run: |^)make {name}", path.read_text(encoding="utf-8"), re.M)
    }
    assert {"book", "test", "bench", "audit", "newest"} <= named <= targets


def test_the_tests_run_without_make_as_make_runs_them():
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\ntest: ")[2]
    commands = re.findall(r"\$\(RUN\) (-m (?:ruff|pytest) [^&\n]*[^&\n ])", recipe.split("\n\n")[0])
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(commands) == 3
    assert [words for words in commands if f"`.venv/bin/python {words}`" not in readme] == []


def test_hooks_are_local_and_name_what_exists():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert {repo["repo"] for repo in hooks["repos"]} == {"local"}
    for hook in hooks["repos"][0]["hooks"]:
        assert hook["language"] == "system" and hook["entry"].startswith(".venv/bin/")
        words = [word for word in hook["entry"].split() if word.startswith("tests/")]
        assert all((ROOT / word).exists() for word in words)


WORKFLOWS = sorted((ROOT / ".github").rglob("*.yml"))
EACH_WORKFLOW = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)


def workflow(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def runs(path):
    """What a workflow runs, in order."""
    jobs = workflow(path)["jobs"].values()
    return [step["run"] for job in jobs for step in job.get("steps", []) if "run" in step]


@EACH_WORKFLOW
def test_workflows_call_make_or_what_demands_browser_and_printer_alone(path):
    assert runs(path)
    assert [run for run in runs(path) if not run.startswith(("make ", ".ci/run "))] == []
    # What tests or prints does not pass because it skipped.
    assert [run for run in runs(path) if re.match("make (test|book|site|pdf|nbval)", run)] == []


@EACH_WORKFLOW
def test_a_workflow_may_read_alone_and_ends(path):
    assert workflow(path)["permissions"] == {"contents": "read"}
    jobs = workflow(path)["jobs"].items()
    assert [name for name, job in jobs if "steps" in job and "timeout-minutes" not in job] == []


def test_what_is_published_is_the_site_that_passed_the_tests():
    path = ROOT / ".github" / "workflows" / "publish.yml"
    jobs = workflow(path)["jobs"]
    assert runs(path.with_name("test.yml")) == [".ci/run test PYTHON=python"]
    assert jobs["test"] == {"uses": "./.github/workflows/test.yml"}
    assert jobs["publish"]["needs"] == "test"
    assert runs(path) == [".ci/run site PYTHON=python"]
    [sent] = [s["with"]["path"] for s in jobs["publish"]["steps"] if "upload" in s.get("uses", "")]
    assert sent == "_build/site"
    assert workflow(path)["concurrency"]["group"] == "pages"


@pytest.fixture
def integrate(tmp_path):
    """Run the script as it stands in a clone of one notebook, with a make that plays."""
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    for folder in (".ci", "notebooks"):
        (tmp_path / folder).mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci" / "run")
    (tmp_path / "notebooks" / "a.ipynb").write_text("as it is stored\n", encoding="utf-8")
    known = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}
    known["PATH"] = f"{tmp_path}:{known['PATH']}"
    for words in (["init", "-q"], ["add", "notebooks"]):
        subprocess.run(["git", *words], cwd=tmp_path, env=known, check=True)

    def run(*words, made="true"):
        told = 'echo "$BRIEFING_BROWSER_REQUIRED$BRIEFING_PDF_REQUIRED $*"'
        for name, line in (("make", f"{told}; {made}"), ("sudo", "true"), ("apt-get", "true")):
            (tmp_path / name).write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
            (tmp_path / name).chmod(0o755)
        command = [tmp_path / ".ci" / "run", *words]
        return subprocess.run(command, env=known, capture_output=True, text=True, check=False)

    return run


@pytest.mark.parametrize("words", [[], ["site", "PYTHON=python"]], ids=["test", "site"])
def test_continuous_integration_demands_browser_and_printer(integrate, words):
    done = integrate(*words)
    assert (done.returncode, done.stdout) == (0, f"11 {' '.join(words or ['test'])}\n")


def test_continuous_integration_refuses_notebooks_that_are_stored_stale(integrate):
    executed = "echo as it is executed > notebooks/a.ipynb"
    assert integrate("site", made=executed).returncode == 0
    done = integrate(made=executed)
    assert done.returncode == 1 and "notebooks/a.ipynb" in done.stdout
    assert done.stderr.startswith("These notebooks are stored stale: ")
