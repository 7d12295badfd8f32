"""Asks whether a package of the lock has a known vulnerability, with pip-audit.

pip-audit is no part of the lock: it is installed anew into a folder that is thrown away, so that
it judges by today's knowledge.
"""

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent / "requirements.txt"
NOT_ASKED = "The lock could not be audited ({})."


def report(folder: Path) -> tuple[dict | None, str]:
    """What pip-audit knows of the lock; None and the reason if it could not ask."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    quiet = ["--quiet", "--disable-pip-version-check"]
    words = [python, "-m", "pip", "install", *quiet, "--retries", "1", "pip-audit"]
    made = subprocess.run(words, capture_output=True, text=True, check=False)
    if made.returncode:
        return None, f"pip-audit could not be installed: {_last_line(made.stderr)}"
    words = [python, "-m", "pip_audit", "--requirement", LOCK, "--require-hashes"]
    words += ["--disable-pip", "--format", "json", "--progress-spinner", "off"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    try:
        found = json.loads(done.stdout)
        return (found, "") if found["dependencies"] else (None, "it named no package")
    except (ValueError, KeyError, TypeError):
        return None, _last_line(done.stderr)


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no reason given"])[-1]


def vulnerable(packages: list[dict]) -> list[str]:
    """A line for each known vulnerability: package, number, and the version that mends it."""
    return [
        f"{package['name']} {package['version']}: {known['id']}: "
        f"mended in {', '.join(known['fix_versions']) or 'no version yet'}"
        for package in packages
        for known in package.get("vulns", [])
    ]


def main() -> int:
    """Say what was found; 1 if a package is vulnerable, 2 if that could not be asked."""
    with tempfile.TemporaryDirectory() as folder:
        found, reason = report(Path(folder))
    packages = found["dependencies"] if found else []
    skipped = [package["skip_reason"] for package in packages if "skip_reason" in package]
    if len(skipped) == len(packages):
        print(NOT_ASKED.format(reason or skipped[0]))
        return 2
    lines = vulnerable(packages)
    for line in lines + skipped:
        print(line)
    asked = len(packages) - len(skipped)
    print(f"{asked} packages asked about, {len(lines)} known vulnerabilities")
    return int(bool(lines))


if __name__ == "__main__":
    sys.exit(main())
