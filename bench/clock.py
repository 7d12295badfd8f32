"""Runs a command and says how long it took and how much memory it held."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

JUPYTER_BOOK = "from jupyter_book.cli.main import main; main()"


@dataclass(frozen=True)
class Run:
    """One measured run.

    Attributes
    ----------
    seconds : float
        On the wall.
    peak_mb : float
        Most memory that one of its processes held, in MB.
    """

    seconds: float
    peak_mb: float


def timed(words: Sequence[str], folder: Path, **environment: str) -> Run:
    """Run Python with some words in a folder whose code it imports.

    Parameters
    ----------
    words : sequence of str
        After ``python``.
    folder : pathlib.Path
        Working directory, first on the path of imports.
    **environment
        Variables in addition to those of this process.

    Returns
    -------
    Run

    Raises
    ------
    RuntimeError
        If the command fails; it holds the end of what the command said.
    """
    known = {**os.environ, "PYTHONPATH": str(folder), **environment}
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *words], cwd=folder, env=known, stdout=said, stderr=said
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise RuntimeError(f"{' '.join(words)} failed:\n{said.read()[-3000:]}")
    # macOS tells it in bytes, others in KiB.
    return Run(seconds, usage.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024))


def best(times: int, words: Sequence[str], folder: Path) -> Run:
    """The fastest of some runs, for what takes so little that the machine's other work shows."""
    return min((timed(words, folder) for _ in range(times)), key=lambda run: run.seconds)


def lines(words: Sequence[str], folder: Path) -> Iterator[tuple[float, str]]:
    """Each line that a run of Python prints, with the seconds since its start.

    Raises
    ------
    RuntimeError
        If the command fails, after its last line.
    """
    known = {**os.environ, "PYTHONPATH": str(folder), "PYTHONUNBUFFERED": "1"}
    start, line = time.perf_counter(), ""
    with subprocess.Popen(
        [sys.executable, *words],
        cwd=folder,
        env=known,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        for line in process.stdout or ():
            yield time.perf_counter() - start, line
    if process.returncode:
        raise RuntimeError(f"{' '.join(words)} failed:\n{line}")
