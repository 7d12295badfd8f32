"""Asks the package registry whether the whole lock has wheels for each supported Python.

For Linux on x86-64, where nothing may have to be compiled; nothing is installed.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
VERSIONS = ("3.11", "3.12", "3.13")
# glibc 2.17 to 2.28: what every Linux distribution still supported can run.
PLATFORMS = ("manylinux2014_x86_64", *(f"manylinux_2_{n}_x86_64" for n in range(17, 29)))

NOT_WHOLE = "see above: one has no wheel, or the registry did not answer"


def entries(lock: str) -> list[str]:
    """The requirements of a lock, each with its hashes as one text."""
    joined = lock.replace("\\\n", " ")
    return [line for line in joined.splitlines() if line and not line.startswith("#")]


def for_python(lock: str, version: str) -> list[str]:
    """What of a lock one Python on Linux installs, without the conditions.

    pip judges conditions by the Python that runs it, not by the one that it is asked about.
    """
    there = {
        "python_version": version,
        "python_full_version": f"{version}.0",
        "sys_platform": "linux",
        "platform_system": "Linux",
        "platform_machine": "x86_64",
        "os_name": "posix",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    chosen = []
    for entry in entries(lock):
        text, *hashes = re.split(r"\s+(?=--hash=)", entry.strip())
        wanted = Requirement(text)
        if wanted.marker is None or wanted.marker.evaluate(there):
            chosen.append(" ".join([f"{wanted.name}{wanted.specifier}", *hashes]))
    return chosen


def wheels_exist(wanted: list[str], version: str, folder: Path) -> bool:
    """Let pip fetch a wheel with a known hash for each requirement; nothing is installed."""
    file = folder / f"{version}.txt"
    file.write_text("\n".join(wanted), encoding="utf-8")
    words = ["download", "-qq", "--disable-pip-version-check", "--no-deps"]
    words += ["--only-binary=:all:", "--require-hashes", "--dest", str(folder)]
    words += ["--implementation", "cp", "--python-version", version]
    words += [word for platform in PLATFORMS for word in ("--platform", platform)]
    done = subprocess.run([sys.executable, "-m", "pip", *words, "-r", str(file)], check=False)
    return done.returncode == 0


def main() -> int:
    """Say a line a version; 1 if one lacks a wheel."""
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    lacking = False
    with tempfile.TemporaryDirectory() as folder:
        for version in VERSIONS:
            wanted = for_python(lock, version)
            whole = wheels_exist(wanted, version, Path(folder))
            lacking |= not whole
            found = "a wheel for each" if whole else NOT_WHOLE
            print(f"Python {version}: {len(wanted)} packages, {found}", flush=True)
    return int(lacking)


if __name__ == "__main__":
    sys.exit(main())
