"""Copies of the project, built by the plain engine."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from briefing import inputs
from briefing.paths import ROOT


def copy_project(place: Path) -> Path:
    """Copy what a build needs."""
    place.mkdir(parents=True, exist_ok=True)
    for name in inputs.FILES:
        (place / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, place / name)
    for name in inputs.FOLDERS:
        shutil.copytree(
            ROOT / name,
            place / name,
            ignore=shutil.ignore_patterns("__pycache__"),
            dirs_exist_ok=True,
        )
    return place


def project_of_one_page(place: Path, text: str) -> Path:
    """A copy of the project whose contents are one page of this text: built in some seconds."""
    copy_project(place)
    (place / "_toc.yml").write_text("format: jb-book\nroot: index\n", encoding="utf-8")
    (place / "index.md").write_text(text, encoding="utf-8")
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
