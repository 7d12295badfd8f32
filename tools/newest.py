"""Builds and tests the book with the newest packages that pyproject.toml allows, apart.

It says what a lock compiled today would change for this Python, and whether the book survives it.
"""

import json
import re
import shutil
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "_build" / "newest"
PYTHON = PLACE / "bin" / "python"
# The book that stands was built with the packages of the lock, and stays.
COPY = PLACE / "book"
_PIN = re.compile(r"^([\w.-]+)==([^\s;]+)", re.MULTILINE)


def changed(lock: str, installed: dict[str, str]) -> list[str]:
    """A line for each package that the lock has in another version, or not at all."""
    pinned = {_normal(name): version for name, version in _PIN.findall(lock)}
    return [
        f"{name} {version} (the lock has {pinned.get(_normal(name), 'none')})"
        for name, version in sorted(installed.items())
        if pinned.get(_normal(name)) != version
    ]


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _installed() -> dict[str, str]:
    words = [PYTHON, "-m", "pip", "list", "--format", "json", "--exclude-editable"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    return {p["name"]: p["version"] for p in json.loads(done.stdout) if p["name"] != "pip"}


def main() -> int:
    """Install, compare, build, test; the exit status of the first that fails, 2 if it is pip."""
    venv.create(PLACE, clear=True, with_pip=True)
    # pip knows nothing of the constraints that uv reads when it compiles the lock.
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shutil.copytree(ROOT, COPY, ignore=shutil.ignore_patterns("_build", ".venv"))
    limits = PLACE / "constraints.txt"
    limits.write_text("\n".join(project["tool"]["uv"]["constraint-dependencies"]), "utf-8")
    words = ["install", "--quiet", "--disable-pip-version-check", "-c", limits]
    words = [PYTHON, "-m", "pip", *words, "-e", f"{COPY}[test]"]
    if subprocess.run(words, cwd=COPY, check=False).returncode:
        print("The newest packages could not be installed: see above what pip lacks.")
        return 2
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    for line in changed(lock, _installed()) or ["the lock is the newest"]:
        print(line)
    # Many tests read the built book.
    built = subprocess.run([PYTHON, "-m", "briefing", "build"], cwd=COPY, check=False)
    if built.returncode:
        return built.returncode
    words = [PYTHON, "-m", "pytest", "-q", "--nbval", "notebooks", "tests"]
    words += ["-n", "auto", "--dist", "loadscope", "--ignore=tests/browser"]
    return subprocess.run(words, cwd=COPY, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
