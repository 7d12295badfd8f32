"""A stage for the pipeline: the real steps, in a folder of their own, around an engine that plays.

As a program, ``python stage.py FOLDER POINT COMMAND...`` runs a command of the briefing on the
stage and is killed, as by a power cut, at one of `POINTS`.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from briefing import build, execute, references
from briefing.__main__ import main
from briefing.checks.package import Report

GOOD, NEW = "the last good book", "the new book"
POINTS = ("check", "execute", "sphinx", "stamp", "first rename", "second rename", "last clearing")


def play(folder: Path, put: Callable[[object, str, object], None] = setattr) -> None:
    """Point the pipeline at a folder, where a good book stands, and let the engine play."""
    put(build, "ROOT", folder)
    put(build, "HTML", folder / "html")
    put(build, "ASIDE", folder / "next")
    put(references, "KEPT", folder / "parsed")
    put(execute, "NOTEBOOKS", folder / "notebooks")
    put(build, "examine", lambda data: Report((), 1, 1, 1))
    put(build, "inputs_digest", lambda: "inputs")
    put(build, "_sphinx", lambda held, examined: engine())
    for name in ("html", "parsed", "notebooks"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    if not (folder / "html" / "index.html").exists():
        (folder / "html" / "index.html").write_text(GOOD, encoding="utf-8")


def play_print(folder: Path) -> None:
    """Point the printing at the folder too, without an engine."""
    from briefing.printing import run

    run.ROOT, run.PDF, run._ASIDE_PDF = folder, folder / "pdf", folder / "next-pdf"
    run.load = run.edition.read = lambda: None
    run.brief.write = run.book_pdf.write = lambda *given: run.Printed(b"%PDF", 1)


def engine() -> bool:
    """Write the new book aside, as Sphinx does."""
    made = build.ASIDE / "_build" / "html"
    made.mkdir(parents=True)
    (made / "index.html").write_text(NEW, encoding="utf-8")
    return True


def shown(folder: Path) -> str:
    """What a reader of the book sees."""
    return (folder / "html" / "index.html").read_text(encoding="utf-8")


def left(folder: Path) -> set[str]:
    """What lies about besides the book."""
    files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    return files - {"html/index.html", f"html/{build.STAMP}", ".lock", "go"}


def die() -> None:
    """End as a power cut does: nothing is cleaned up."""
    os.kill(os.getpid(), signal.SIGKILL)


def _dies_at(point: str) -> None:
    """Arrange that the process is killed at a point of the pipeline."""
    renames = iter(("first rename", "second rename"))
    rename, write, remove = Path.rename, Path.write_text, build.shutil.rmtree

    def renamed(path: Path, target: Path) -> Path:
        done = rename(path, target)
        if next(renames, None) == point:
            die()
        return done

    def written(path: Path, text: str, **options: str) -> int:
        if path.name == build.STAMP and point == "stamp":
            write(path, text[:3], **options)
            die()
        return write(path, text, **options)

    def removed(path: Path, **options: bool) -> None:
        if path.suffix == build.OLD and path.exists() and point == "last clearing":
            next(path.iterdir()).unlink()
            die()
        remove(path, **options)

    Path.rename, Path.write_text, build.shutil.rmtree = renamed, written, removed
    if point == "check":
        build.examine = lambda data: die()
    if point == "execute":
        execute.run = lambda: (build.execute.NOTEBOOKS / "a.ipynb.new").touch() or die()
    if point == "sphinx":
        build._sphinx = lambda held, examined: engine() and die()
    if point == "slow":
        build._sphinx = lambda held, examined: _waits_for(build.ROOT / "go") and engine()


def _waits_for(sign: Path, seconds: float = 60) -> bool:
    """Whether a file appears in time."""
    end = time.monotonic() + seconds
    while not sign.exists() and time.monotonic() < end:
        time.sleep(0.05)
    return sign.exists()


if __name__ == "__main__":
    play(Path(sys.argv[1]))
    if "pdf" in sys.argv:
        play_print(Path(sys.argv[1]))
    _dies_at(sys.argv[2])
    sys.exit(main(sys.argv[3:]))
