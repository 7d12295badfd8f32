"""The installation says in one line what it lacks, and a half-made one is made again."""

import os
import shutil
import subprocess
import sys

import pytest

from briefing.paths import ROOT

# Stands for Python: makes an environment that holds itself, and writes down what it is asked.
FAKE = """#!/bin/sh
echo "$*" >> "$ASKED"
case "$*" in
  "-c "*) exec "{real}" "$@" ;;
  "-m venv "*) [ -z "$NO_VENV" ] || exit 1
     mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  *"--require-hashes"*) [ -z "$NO_NETWORK" ] || exit 1 ;;
  "-m briefing build") echo BUILT ;;
esac
"""

_OF_MAKE = {"MAKEFLAGS", "MAKEOVERRIDES", "MFLAGS", "MAKELEVEL"}


@pytest.fixture
def make(tmp_path):
    """Run make in a folder that holds the Makefile and a Python that plays."""
    for name in ("Makefile", "requirements.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    fake = tmp_path / "python"
    fake.write_text(FAKE.format(real=sys.executable), encoding="utf-8")
    fake.chmod(0o755)

    def run(python=fake, **environment):
        # What was said to the make that runs the tests, as VENV=, is not said to this one: it
        # would empty the environment that the tests run in.
        outer = {name: text for name, text in os.environ.items() if name not in _OF_MAKE}
        known = {**outer, "ASKED": str(tmp_path / "asked"), **environment}
        words = ["make", "book", f"PYTHON={python}"]
        return subprocess.run(
            words, cwd=tmp_path, env=known, capture_output=True, text=True, check=False
        )

    return run


def asked(folder):
    return (folder / "asked").read_text(encoding="utf-8").splitlines()


def without_make(text):
    """What was said, but for make's own line on the failed recipe."""
    return [line for line in text.splitlines() if not line.startswith("make")]


def test_the_lock_is_installed_before_the_build_and_once(make, tmp_path):
    assert "BUILT" in make().stdout
    first = asked(tmp_path)
    assert any("--require-hashes -r requirements.txt" in line for line in first)
    assert first[-1] == "-m briefing build"
    assert make().returncode == 0
    assert asked(tmp_path)[len(first) :] == ["-m briefing build"]


def test_an_environment_named_to_an_outer_make_is_left_alone(make, tmp_path, monkeypatch):
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    monkeypatch.setenv("MAKEFLAGS", f" -- VENV={theirs}")
    monkeypatch.setenv("VENV", str(theirs))
    assert "BUILT" in make().stdout
    assert (tmp_path / ".venv" / ".installed").exists()
    assert list(theirs.iterdir()) == []


def test_a_half_made_environment_is_made_again(make, tmp_path):
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "half").touch()
    assert make().returncode == 0
    assert not (tmp_path / ".venv" / "half").exists()
    assert (tmp_path / ".venv" / ".installed").exists()


def test_an_interrupted_installation_is_one_line_and_carries_no_stamp(make, tmp_path):
    stopped = make(NO_NETWORK="1")
    assert stopped.returncode != 0
    assert without_make(stopped.stderr) == [
        ".venv: half made: see above what pip lacks (network? disk?), then run make again"
    ]
    assert not (tmp_path / ".venv" / ".installed").exists()
    assert "BUILT" in make().stdout


def test_a_missing_venv_module_is_one_line(make):
    stopped = make(NO_VENV="1")
    assert stopped.returncode != 0
    (said,) = without_make(stopped.stderr)
    assert said.startswith(".venv: not made: install the module venv of ")


def test_a_missing_python_is_one_line(make):
    stopped = make(python="python9.99")
    assert stopped.returncode != 0
    (said,) = without_make(stopped.stderr)
    assert said.startswith("python9.99: not found: install Python 3.11 to 3.13")


def test_a_wrong_python_is_one_line(make, tmp_path):
    old = tmp_path / "old"
    as_if = f"""#!/bin/sh
exec "{sys.executable}" -c "import sys; sys.version_info = (3, 8, 0); exec(sys.argv[1])" "$2"
"""
    old.write_text(as_if, encoding="utf-8")
    old.chmod(0o755)
    stopped = make(python=old)
    assert stopped.returncode != 0
    assert without_make(stopped.stderr) == [
        "This book needs Python 3.11 to 3.13, and found 3.8: make PYTHON=/path/to/python3.12"
    ]


def test_git_is_not_needed_to_check_the_record(tmp_path):
    words = [sys.executable, "-m", "briefing", "check"]
    done = subprocess.run(
        words, cwd=ROOT, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 and "no problem" in done.stdout
