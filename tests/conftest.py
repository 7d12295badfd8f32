"""Copies to break: of the record, and of the project, built by the plain engine."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.paths import DATA, ROOT

_PARTS = ("_config.yml", "_toc.yml", "index.md", "CHANGELOG.md", "requirements.txt")
_FOLDERS = ("book", "data", "notebooks", "briefing")


def copy_project(place: Path) -> Path:
    """Copy what a build needs."""
    place.mkdir(parents=True, exist_ok=True)
    for name in _PARTS:
        shutil.copy(ROOT / name, place / name)
    for name in _FOLDERS:
        shutil.copytree(
            ROOT / name,
            place / name,
            ignore=shutil.ignore_patterns("__pycache__"),
            dirs_exist_ok=True,
        )
    return place


def build(place: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Build a copy with the bare engine, warnings as errors."""
    code = "from jupyter_book.cli.main import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, "build", str(place), "-n", "-W", "--keep-going", "-q"],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        cwd=place,
        check=False,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project."""
    return copy_project(tmp_path / "project")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the record to break."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))
