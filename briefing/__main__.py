"""The commands of the briefing.

``python -m briefing check | review | execute | build | pdf | site``
"""

import argparse
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

from briefing import faults
from briefing.paths import DATA


def main(arguments: list[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    arguments : list of str, optional
        The words after ``python -m briefing``; those of the process by default.

    Returns
    -------
    int
        Exit status: 0 if all is well, 1 if the command found or met a problem.
    """
    parser = argparse.ArgumentParser(prog="python -m briefing", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="check the record")
    check.add_argument("--data", type=_folder, default=DATA, help="folder of the data package")
    review = commands.add_parser("review", help="list what a reader of the record has to judge")
    review.add_argument("--data", type=_folder, default=DATA, help="folder of the data package")
    execute = commands.add_parser("execute", help="execute stale notebooks in place")
    execute.add_argument("--all", action="store_true", help="execute every notebook")
    execute.add_argument("notebooks", nargs="*", type=Path, help="these alone, stale or not")
    commands.add_parser("build", help="check, execute, build the book and swap it in")
    commands.add_parser("pdf", help="build, and print the book and the brief")
    commands.add_parser("site", help="build, print, and join book and PDFs for uploading")
    chosen = parser.parse_args(arguments)
    if chosen.command == "execute" and chosen.all and chosen.notebooks:
        execute.error("--all and the names of notebooks exclude one another: give one of the two")
    # What a terminal cannot show, it shows by its number; stderr does so by itself.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    run = {
        "check": _check,
        "review": _review,
        "execute": _execute,
        "build": _build,
        "pdf": _pdf,
        "site": _site,
    }
    return _in_one_line(run[chosen.command], chosen)


def _folder(name: str) -> Path:
    """A folder that exists."""
    if not Path(name).is_dir():
        raise argparse.ArgumentTypeError(f"{name}: there is no such folder")
    return Path(name)


def _in_one_line(run: Callable[[argparse.Namespace], int], chosen: argparse.Namespace) -> int:
    """Run a command; a fault of the machine or of the installation is told in one line."""
    try:
        status = run(chosen)
        print(end="", flush=True)
        return status
    except BrokenPipeError:
        # Who reads, as `head` does, has read enough; what is left is not to be written at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        said = "Interrupted: the last good book and every unfinished notebook are as they were."
    except ModuleNotFoundError as error:
        if error.name and error.name.split(".")[0] == "briefing":
            raise  # no installation brings what the code itself lacks
        said = f"The package {error.name} is missing: install anew (rm -rf .venv, then make book)."
    except OSError as error:
        said = faults.told(error)
        if said is None:
            raise
    print(said, file=sys.stderr)
    return 1


def _check(chosen: argparse.Namespace) -> int:
    from briefing.checks.package import examine

    report = examine(chosen.data)
    for problem in report.problems:
        print(problem.within(chosen.data))
    if report.problems:
        count = len(report.problems)
        print(f"{count} problem{'s' * (count > 1)} in {chosen.data}", file=sys.stderr)
        return 1
    print(f"{report.tables} tables, {report.rows} rows, {report.sources} sources: no problem")
    return 0


def _review(chosen: argparse.Namespace) -> int:
    from briefing import review, schema

    try:
        for remark in review.remarks(chosen.data):
            print(remark.within(chosen.data))
    except ValueError as error:
        print(f"{schema.DESCRIPTOR} cannot be read: {error}", file=sys.stderr)
        return 1
    return 0


def _execute(chosen: argparse.Namespace) -> int:
    from briefing import build, execute

    with build.alone():
        return execute.run(chosen.notebooks, everything=chosen.all)


def _build(chosen: argparse.Namespace) -> int:
    from briefing import build

    return build.run()


def _pdf(chosen: argparse.Namespace) -> int:
    from briefing.printing import run

    return run.pdf()


def _site(chosen: argparse.Namespace) -> int:
    from briefing.printing import run

    return run.site()


if __name__ == "__main__":
    sys.exit(main())
