"""Reads a CSV file with the place of every cell; the csv module knows no columns."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from briefing.checks.problem import Problem
from briefing.schema import Table

# A cell is quoted, or free of quotes, commas and line ends. Both end at a comma or a line end.
_CELL = re.compile(r'(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|\Z)')
_BOM = b"\xef\xbb\xbf"
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u2028\u2029]")


class UndescribedError(Exception):
    """A rule asked for a table or a column that the descriptor does not have."""


@dataclass(frozen=True)
class Row:
    """One row: its values by column name, and where each cell begins."""

    values: dict[str, str]
    places: dict[str, tuple[int, int]]

    def __getitem__(self, column: str) -> str:
        """Text of a cell."""
        try:
            return self.values[column]
        except KeyError:
            raise UndescribedError(f"column {column}") from None


# Twice the tables of the record: a file that did not change is parsed once in a process.
CACHED = 128


@dataclass(eq=False)
class Sheet:
    """The rows of one table as they stand in the file."""

    table: Table
    rows: list[Row] = field(default_factory=list)

    def problem(self, row: Row, column: str, message: str) -> Problem:
        """A problem at a cell of this sheet."""
        line, place = row.places[column]
        return Problem(self.table.path, line, place, f"{column}: {message}")


def bytes_of(path: Path, name: str, report: Callable[[Problem], None]) -> bytes | None:
    """Bytes of a file, or None with a problem reported where it cannot be read.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    name : str
        Its name in messages.
    report : callable
        Takes each problem found.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        report(Problem(name, 1, 1, "the file is missing: restore it, or take it from the schema"))
    except OSError as error:
        report(Problem(name, 1, 1, f"the file cannot be read ({error.strerror}): check its rights"))
    return None


def decode(raw: bytes, name: str, report: Callable[[Problem], None]) -> str | None:
    """Text of a file's bytes, or None with a problem reported where it is no clean UTF-8."""
    text, found = _decoded(raw, name)
    for problem in found:
        report(problem)
    return text


@lru_cache(maxsize=CACHED)
def _decoded(raw: bytes, name: str) -> tuple[str | None, tuple[Problem, ...]]:
    found: list[Problem] = []
    return _decode(raw, name, found.append), tuple(found)


def _decode(raw: bytes, name: str, report: Callable[[Problem], None]) -> str | None:
    if raw.startswith(_BOM):
        report(Problem(name, 1, 1, "begins with a byte order mark: save as UTF-8 without BOM"))
        raw = raw[len(_BOM) :]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        report(Problem(name, *_place(before), "is not UTF-8 here: save the file as UTF-8"))
        return None
    for match in _CONTROL.finditer(text):
        what = "a carriage return" if match[0] == "\r" else f"the control character {match[0]!r}"
        remedy = "end lines with LF alone" if match[0] == "\r" else "remove it"
        report(Problem(name, *_place(text[: match.start()]), f"holds {what}: {remedy}"))
        return None
    if text and not text.endswith("\n"):
        report(Problem(name, *_place(text), "ends without a line end: is the file truncated?"))
    return text


def _place(before: str) -> tuple[int, int]:
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def cells(text: str, name: str, report: Callable[[Problem], None]) -> list[list[tuple]]:
    """Split CSV text into rows of ``(value, line, column)``; stops at a broken quote."""
    rows: list[list[tuple]] = []
    row: list[tuple] = []
    at, line, line_start = 0, 1, 0
    while at < len(text):
        match = _CELL.match(text, at)
        if match is None:
            message = "a quote is not closed, or stands inside an unquoted cell: double it"
            report(Problem(name, line, at - line_start + 1, message))
            return rows
        quoted, plain, end = match.groups()
        row.append(
            (plain if quoted is None else quoted.replace('""', '"'), line, at - line_start + 1)
        )
        if quoted is not None and "\n" in quoted:
            line += quoted.count("\n")
            line_start = text.rfind("\n", 0, match.end(1)) + 1
        at = match.end()
        if end != ",":
            rows.append(row)
            row = []
            line, line_start = line + 1, at
    return rows


def sheet(data_dir: Path, table: Table, report: Callable[[Problem], None]) -> Sheet:
    """Read one table; what cannot be read is reported and left out.

    Parameters
    ----------
    data_dir : pathlib.Path
        Folder of the data package.
    table : briefing.schema.Table
        Its description.
    report : callable
        Takes each problem found.

    Returns
    -------
    Sheet
        Without rows if the header is not that of the schema.
    """
    raw = bytes_of(data_dir / table.path, table.path, report)
    if raw is None:
        return Sheet(table)
    parsed, found = _parsed(table, raw)
    for problem in found:
        report(problem)
    return parsed


@lru_cache(maxsize=CACHED)
def _parsed(table: Table, raw: bytes) -> tuple[Sheet, tuple[Problem, ...]]:
    found: list[Problem] = []
    read = Sheet(table)
    text = decode(raw, table.path, found.append)
    if text is not None:
        _fill(read, cells(text, table.path, found.append), found.append)
    return read, tuple(found)


def _fill(read: Sheet, rows: list[list[tuple]], report: Callable[[Problem], None]) -> None:
    path, names = read.table.path, [column.name for column in read.table.columns]
    if not rows:
        report(Problem(path, 1, 1, "is empty: restore it from version control"))
    if not rows or not _header_holds(rows[0], names, path, report):
        return
    for row in rows[1:]:
        if len(row) != len(names):
            what = f"the row has {len(row)} cells, the header {len(names)}"
            report(Problem(path, row[0][1], 1, f"{what}: quote cells that hold a comma"))
            continue
        values = {name: cell[0] for name, cell in zip(names, row, strict=True)}
        places = {name: cell[1:] for name, cell in zip(names, row, strict=True)}
        read.rows.append(Row(values, places))
    if not read.rows:
        report(Problem(path, 1, 1, "has a header and no rows: is the file truncated?"))


def _header_holds(
    header: list[tuple], names: list[str], path: str, report: Callable[[Problem], None]
) -> bool:
    found = [cell[0] for cell in header]
    if found == names:
        return True
    for name in names:
        if name not in found:
            report(Problem(path, 1, 1, f"the column {name} is missing: add it as in the schema"))
    for text, line, column in header:
        if text not in names:
            message = f"the schema knows no column {text!r}: remove it or describe it there"
            report(Problem(path, line, column, message))
    if sorted(found) == sorted(names):
        report(Problem(path, 1, 1, f"the columns stand in another order than {','.join(names)}"))
    elif len(set(found)) < len(found):
        report(Problem(path, 1, 1, "a column stands twice in the header: remove one"))
    return False
