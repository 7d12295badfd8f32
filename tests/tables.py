"""The record's tables as files: read as they stand, rewritten as the record is written."""

import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path


def lines(path: Path) -> list[list[str]]:
    """Every line of a table, its header first."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write_lines(path: Path, made: Iterable[Sequence[str]]) -> None:
    """Write a table, its header first, in the form of the record."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(made)


def rows(path: Path) -> list[dict[str, str]]:
    """Every row of a table, by column."""
    header, *found = lines(path)
    return [dict(zip(header, line, strict=True)) for line in found]


def write_rows(path: Path, header: Sequence[str], made: Iterable[dict[str, str]]) -> None:
    """Write rows under a header; a column that a row does not name is blank."""
    write_lines(path, [header, *([row.get(name, "") for name in header] for row in made)])


def change(path: Path, edit: Callable[[list[dict[str, str]]], list[dict[str, str]]]) -> None:
    """Rewrite a table by a function of its rows."""
    write_rows(path, lines(path)[0], edit(rows(path)))


def overwrite(path: Path, row_id: str, **cells: str) -> None:
    """Overwrite cells of the row with this id."""
    change(path, lambda found: [row | cells if row["id"] == row_id else row for row in found])
