"""Rules of one cell, as the schema states them."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from briefing import dates
from briefing.checks import letters
from briefing.checks.problem import Problem
from briefing.checks.reader import CACHED, Row, Sheet
from briefing.schema import Column

_NUMBER = {
    "integer": re.compile(r"-?(0|[1-9]\d*)", re.ASCII),
    "number": re.compile(r"-?(0|[1-9]\d*)(\.\d+)?", re.ASCII),
}
# What a cell of a spreadsheet holds: it rounds more digits, and cuts longer texts in silence.
DIGITS = 15
CHARACTERS = 32_767
_compiled = lru_cache(maxsize=None)(re.compile)


def items(cell: str, column: Column) -> list[str]:
    """Items of a list cell; the whole cell where the column holds single values."""
    if not cell:
        return []
    return cell.split(column.separator) if column.separator else [cell]


@lru_cache(maxsize=CACHED)
def faults(sheet: Sheet) -> tuple[Problem, ...]:
    """Problems of every cell of a sheet that the schema alone shows."""
    return tuple(_faults(sheet))


def _faults(sheet: Sheet) -> Iterator[Problem]:
    for column in sheet.table.columns:
        rules = list(_rules(column))
        for row in sheet.rows:
            cell = row[column.name]
            if not cell:
                if column.required:
                    yield sheet.problem(row, column.name, "is blank: every row needs a value")
                continue
            for rule in rules:
                message = rule(cell)
                if message:
                    yield sheet.problem(row, column.name, message)
    yield from _repeated(sheet)


def _rules(column: Column) -> Iterator[Callable[[str], str | None]]:
    yield _tidy
    if column.type in _NUMBER:
        yield lambda cell: _number(cell, column)
    if column.type == "boolean":
        yield lambda cell: None if cell in ("true", "false") else f"{cell!r}: write true or false"
    if column.enum:
        yield lambda cell: _among(cell, column.enum, column.vocabulary)
    if column.is_date:
        yield lambda cell: _date(cell, column)
    elif column.pattern:
        yield lambda cell: _shape(cell, column.pattern or "")
    if column.separator:
        yield lambda cell: _list(cell, column)


def too_long(text: str) -> str | None:
    """What is wrong with a text that a spreadsheet would cut, None if it holds the whole."""
    if len(text) <= CHARACTERS:
        return None
    return f"has {len(text):,} characters, a spreadsheet's cell {CHARACTERS:,}: shorten it"


def _tidy(cell: str) -> str | None:
    if cell != cell.strip():
        return "begins or ends with white space: trim it"
    if "\n" in cell:
        return "holds a line end: write the cell on one line"
    if "  " in cell:
        return "holds two spaces in a row: leave one"
    fault = letters.fault(cell)
    return fault[1] if fault else too_long(cell)


def _number(cell: str, column: Column) -> str | None:
    if not _NUMBER[column.type].fullmatch(cell):
        return f"{cell!r} is no {column.type}: write digits with a point, without separators"
    if sum(map(str.isdigit, cell)) > DIGITS:
        return f"has more than {DIGITS} digits, which no spreadsheet keeps: round it"
    value = float(cell)
    if column.minimum is not None and value < column.minimum:
        return f"{cell} is under {column.minimum:g}: correct it"
    if column.maximum is not None and value > column.maximum:
        return f"{cell} is over {column.maximum:g}: correct it"
    return None


def _among(cell: str, allowed: tuple[str, ...], vocabulary: str | None) -> str | None:
    if cell in allowed:
        return None
    where = f" ({vocabulary} in vocabulary.csv)" if vocabulary else ""
    return f"{cell!r} is not one of {', '.join(allowed)}{where}"


def _date(cell: str, column: Column) -> str | None:
    try:
        date = dates.parse(cell)
    except ValueError as error:
        return str(error)
    if column.to_the_day and date.precision != "day":
        return f"{cell!r} is no day: write YYYY-MM-DD"
    return None


def _shape(cell: str, pattern: str) -> str | None:
    if _compiled(pattern).fullmatch(cell):
        return None
    return f"{cell!r} does not match {pattern}"


def _list(cell: str, column: Column) -> str | None:
    found = items(cell, column)
    if any(item != item.strip() or not item for item in found):
        return f"an item is blank or padded: separate items with {column.separator!r} alone"
    twice = sorted({item for item in found if found.count(item) > 1})
    if twice:
        return f"names {', '.join(twice)} twice: remove one"
    if column.items and not column.references:
        for item in found:
            if item not in column.items:
                return _among(item, column.items, column.vocabulary)
    return None


def _repeated(sheet: Sheet) -> Iterator[Problem]:
    keys = {sheet.table.primary_key} | {(c.name,) for c in sheet.table.columns if c.unique}
    for key in sorted(keys):
        seen: dict[tuple[str, ...], Row] = {}
        for row in sheet.rows:
            value = tuple(row[name] for name in key)
            if not all(value):
                continue
            if value in seen:
                first = seen[value].places[key[0]][0]
                message = f"{' / '.join(value)} stands already on line {first}: use it once"
                yield sheet.problem(row, key[0], message)
            seen.setdefault(value, row)
