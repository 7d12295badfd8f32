"""Builds the book: checks, executes what is stale, builds aside, swaps in."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from briefing import digests, exclusive, execute, faults, references
from briefing.checks.package import examine
from briefing.inputs import EXAMINED, inputs_digest, own
from briefing.paths import BUILD, DATA, ROOT

HTML = BUILD / "html"
ASIDE = BUILD / "next"
OLD = ".old"  # ends the name of what was moved out of its place for a new one
STAMP = ".inputs"
# The package has no entry for python -m.
_JUPYTER_BOOK = (
    "from briefing import collecting; collecting.seldom(); "
    "from jupyter_book.cli.main import main; main()"
)


def run() -> int:
    """Build the book if anything changed.

    Returns
    -------
    int
        0, or 1 with a message on stderr; the last good book then stays as it was.

    Raises
    ------
    OSError
        If a file cannot be read or written; the last good book stays then too.
    """
    wrong = _wrong_engine()
    if wrong:
        print(wrong, file=sys.stderr)
        return 1
    with alone() as held:
        return _run(held)


def _run(held: int) -> int:
    report = examine(DATA)
    if report.problems:
        for problem in report.problems:
            print(problem.within(DATA), file=sys.stderr)
        print("The record is broken: nothing was built.", file=sys.stderr)
        return 1
    examined = digests.of_files(own(DATA))
    if execute.run():
        print("A notebook failed: nothing was built.", file=sys.stderr)
        return 1
    if digests.of_files(own(DATA)) != examined:
        print("The record changed while the notebooks ran: run again.", file=sys.stderr)
        return 1
    inputs = inputs_digest()
    if _stamp(HTML) == inputs:
        print("Nothing changed: _build/html is up to date.")
        return 0
    if not _sphinx(held, inputs):
        print("The book was not built; the last good one stays.", file=sys.stderr)
        return 1
    made = ASIDE / "_build" / "html"
    (made / STAMP).write_text(f"{inputs}\n{_pages_digest(made)}\n", encoding="utf-8")
    swap(made, HTML)
    shutil.rmtree(ASIDE, ignore_errors=True)
    print(f"The book stands in {HTML.relative_to(ROOT)}/index.html")
    return 0


def _wrong_engine() -> str | None:
    """What to do if another Jupyter Book than the lock's is installed: 2 reads no _config.yml."""
    found = metadata.version("jupyter-book")
    if found.startswith("1."):
        return None
    return (
        f"This book needs Jupyter Book 1, and found {found}, which reads neither _config.yml nor "
        "_toc.yml: install the lock anew (rm -rf .venv, then make book)."
    )


@contextlib.contextmanager
def alone() -> Iterator[int]:
    """Work on notebooks and book as the only one, on what the last build left in order.

    Yields
    ------
    int
        Descriptor of the lock, for child processes that outlive this one.
    """
    with exclusive.held(HTML.parent) as held:
        put_back()
        clear()
        yield held


def put_back() -> None:
    """Bring back the last good book, PDFs and site if the new ones did not take their places."""
    for old in (*HTML.parent.glob(f"*{OLD}"), _behind_a_link()):
        if old.exists() and not old.with_suffix("").exists():
            old.rename(old.with_suffix(""))


def _behind_a_link() -> Path:
    """Where the last good book lies while it is swapped, if its place is a link to elsewhere."""
    place = HTML.resolve()
    return place.with_name(f"{place.name}{OLD}")


def clear() -> None:
    """Remove what a build left that was stopped."""
    left = (*HTML.parent.glob(f"{ASIDE.name}*"), *HTML.parent.glob(f"*{OLD}"), _behind_a_link())
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    half_written = [p for p in references.KEPT.glob("*") if p.suffix != ".json"]
    for path in (*half_written, *execute.NOTEBOOKS.glob(f"*{execute.ASIDE}")):
        with contextlib.suppress(OSError):  # what cannot be removed is overwritten or ignored
            path.unlink()


def _stamp(html: Path) -> str | None:
    """Digest of the inputs of a built book; None if its pages are not as they were built."""
    try:
        inputs, pages = (html / STAMP).read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        return None
    return inputs if pages == _pages_digest(html) else None


def _pages_digest(html: Path) -> str:
    """Digest of every file of a built book but its stamp."""
    paths = (p for p in sorted(html.rglob("*")) if p.is_file() and p.name != STAMP)
    listed = [(p.relative_to(html).as_posix(), digests.of_bytes(p.read_bytes())) for p in paths]
    return digests.of_bytes(repr(listed).encode())


def _sphinx(held: int, examined: str) -> bool:
    """Run a clean build of examined inputs aside; its output is shown only if it fails."""
    command = [sys.executable, "-c", _JUPYTER_BOOK, "build", str(ROOT)]
    command += ["--path-output", str(ASIDE), "--all", "-n", "-W", "--keep-going", "-q"]
    environment = {**os.environ, "PYTHONHASHSEED": "0", EXAMINED: examined}
    # The child holds the lock too: if this process is killed, the next build waits for the child.
    kept = {} if sys.platform == "win32" else {"pass_fds": [held]}
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment, check=False, **kept
    )
    if done.returncode:
        said = (done.stdout[-4000:], done.stderr[-6000:])
        fault = faults.told_in("\n".join(said))
        print(*([fault] if fault else said), sep="\n", file=sys.stderr)
    return done.returncode == 0


def swap(new: Path, place: Path) -> None:
    """Put a finished book in place of the last one.

    Parameters
    ----------
    new : pathlib.Path
        The finished book.
    place : pathlib.Path
        Where readers look for it, or a link to that; what stands there is removed last.
    """
    place = place.resolve()  # behind a link that leads elsewhere, it is what lies there
    old = place.with_name(f"{place.name}{OLD}")
    shutil.rmtree(old, ignore_errors=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        place.rename(old)
    try:
        new.rename(place)
    except BaseException:
        if old.exists() and not place.exists():
            old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)
