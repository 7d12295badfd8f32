"""The configurations for hosts of notebooks name what exists and install what the project locks."""

import json
import os
import re
import tomllib

import pytest
import yaml

from briefing.paths import ROOT

BINDER, CONTAINER = ROOT / ".binder", ROOT / ".devcontainer"


def allowed() -> set[str]:
    """Versions of Python that the project supports."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    low, high = map(int, re.fullmatch(r">=3\.(\d+),<3\.(\d+)", project["requires-python"]).groups())
    return {f"3.{minor}" for minor in range(low, high)}


def container() -> dict:
    return json.loads((CONTAINER / "devcontainer.json").read_text(encoding="utf-8"))


def dockerfile() -> str:
    return (CONTAINER / container()["build"]["dockerfile"]).read_text(encoding="utf-8")


def test_each_host_runs_a_python_that_the_project_supports():
    runtime = (BINDER / "runtime.txt").read_text(encoding="utf-8").strip()
    assert runtime.removeprefix("python-") in allowed()
    [version] = re.findall(r"^FROM python:(3\.\d+)-", dockerfile(), re.M)
    assert version in allowed()


def test_binder_installs_the_lock_as_the_makefile_does():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    [pip] = re.findall(r"^PIP := .*-m (pip install .*)$", makefile, re.M)
    recipe = makefile.split("$(STAMP):")[1].split("\n\n")[0]
    made = [f"{pip} {rest}" for rest in re.findall(r"\$\(PIP\) (.*?)(?: \|\||;|$)", recipe, re.M)]
    hosted = re.findall(r"-m (pip install .*)$", (BINDER / "postBuild").read_text("utf-8"), re.M)
    assert hosted == made and len(hosted) == 2
    assert "--require-hashes" in hosted[0] and "--no-deps" in hosted[1]
    assert os.access(BINDER / "postBuild", os.X_OK)


def test_the_container_runs_a_target_of_the_makefile():
    command = container()["postCreateCommand"].split()
    assert command[0] == "make"
    assert re.search(rf"^{command[1]}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    # The image may hold an older Python of its distribution beside its own.
    [version] = re.findall(r"^FROM python:(3\.\d+)-", dockerfile(), re.M)
    assert f"PYTHON=python{version}" in command


def test_both_hosts_have_the_libraries_that_continuous_integration_installs():
    run = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    wanted = set(" ".join(re.findall(r"missing\+=\((lib.*?)\)", run)).split())
    assert len(wanted) == 3
    hosted = set((BINDER / "apt.txt").read_text(encoding="utf-8").split())
    assert hosted == wanted
    assert all(f" {name} " in dockerfile() for name in wanted | {"chromium"})


@pytest.mark.parametrize("key", ["use_repository_button", "use_issues_button"])
def test_no_button_leads_to_a_repository_that_is_not_named(key):
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    assert not config["html"].get(key) and "repository" not in config
    assert "binderhub_url" not in config["launch_buttons"]
