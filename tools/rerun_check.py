"""Builds and tests a clean clone with an empty home and no network, on the installed packages."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# A network of its own, which has nothing but the loopback that kernels talk over.
APART = ("unshare", "--map-root-user", "--net")
LOOPBACK = ("sh", "-c", 'ip link set lo up && exec "$@"', "sh")
# These build whole books or need a browser: `make test` runs them.
SLOW = ("browser", "test_book.py", "test_stops.py", "test_mutants.py")


def without_network() -> tuple[str, ...]:
    """Words before a command that leave it without a network; none where that is not allowed."""
    if not shutil.which(APART[0]) or not shutil.which("ip"):
        return ()
    tried = subprocess.run([*APART, *LOOPBACK, "true"], capture_output=True, check=False)
    return (*APART, *LOOPBACK) if tried.returncode == 0 else ()


def environment(place: Path, home: Path) -> dict[str, str]:
    """Variables of a stranger: an empty home, dead proxies, no registry, the clone's own code."""
    dead = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")
    known = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(place)}
    return {**known, **dead, "PIP_NO_INDEX": "1", "no_proxy": "127.0.0.1,localhost"}


def main() -> int:
    """Clone, build, test; 1 at the first failure."""
    apart = without_network()
    print("no network" if apart else "network: dead proxies (a network apart is not allowed)")
    with tempfile.TemporaryDirectory() as name:
        place, home = Path(name, "clone"), Path(name, "home")
        home.mkdir()
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(place)], check=True)
        quick = [f"--ignore=tests/{name}" for name in SLOW]
        spread = ("-n", "auto", "--dist", "loadscope")
        for words in (
            ["briefing", "build"],
            ["pytest", "-q", "--nbval", "notebooks", "tests", *quick, *spread],
        ):
            done = subprocess.run(
                [*apart, sys.executable, "-m", *words],
                cwd=place,
                env=environment(place, home),
                check=False,
            )
            if done.returncode:
                print(f"{' '.join(words)} failed in a clean clone", file=sys.stderr)
                return 1
        if any(home.iterdir()):
            print("left in the home: " + ", ".join(sorted(p.name for p in home.iterdir())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
