"""Every column of every table: a corrupted cell is caught at its file, line and column.

The corruptions of a column stand in the real record together, each in a row of its own. The check
parses an unchanged file once in a process, so a mutant costs some milliseconds.
"""

import csv
import io
import random
import shutil
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing import schema
from briefing.checks import Problem, problems
from briefing.checks import rules as rules_module
from briefing.paths import DATA
from briefing.schema import Column, Table

PACKAGE = schema.read(DATA)
COLUMNS = [(t, c) for t in PACKAGE.tables.values() for c in t.columns]
KINDS = PACKAGE.bibliography.kinds


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One copy of the record; every test leaves it as it was."""
    return Path(shutil.copytree(DATA, tmp_path_factory.mktemp("mutants") / "data"))


def examined(data: Path, file: str, changed: bytes | None) -> list[Problem]:
    """Problems of the record with one file changed, or missing."""
    path = data / file
    before = path.read_bytes()
    try:
        if changed is None:
            path.unlink()
        else:
            path.write_bytes(changed)
        return problems(data)
    finally:
        path.write_bytes(before)


@lru_cache(maxsize=4)
def parsed(file: str) -> list[list[str]]:
    """Rows of a table of the record; whoever changes one makes a copy first."""
    return list(csv.reader(io.StringIO((DATA / file).read_text(encoding="utf-8"))))


def written(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def with_cell(rows: list[list[str]], number: int, at: int, cell: str) -> list[list[str]]:
    """Rows of a table with one cell changed."""
    row = [*rows[number][:at], cell, *rows[number][at + 1 :]]
    return [*rows[:number], row, *rows[number + 1 :]]


def place(rows: list[list[str]], number: int, at: int) -> tuple[int, int]:
    """Line and column at which a cell begins in the file that these rows make."""
    within = written([rows[number][:at]]).decode()[:-1] if at else ""
    line = written(rows[:number]).count(b"\n") + within.count("\n") + 1
    return line, len(within) - within.rfind("\n") - 1 + (2 if at else 1)


Cell = tuple[str, str]  # a corruption's name, and the cell it leaves behind


def corruptions(column: Column, cell: str) -> Iterator[Cell]:
    """What can happen to a filled cell of this column, by what the schema says of it."""
    yield "padded", f"{cell} "
    yield "two spaces", f"{cell}  x" if not column.enum else f"{cell}  "
    yield "line end", f"{cell}\nx"
    yield "hidden letter", f"{cell}\u200bx"
    yield "more than a spreadsheet holds", "x" * 32_768
    if column.required:
        yield "blank", ""
    if column.is_date:
        yield from (("no such day", "1992-02-31"), ("not ISO", "31.12.1992"), ("words", "spring"))
    if column.to_the_day:
        yield from (("a year alone", "1992"), ("a time of day", "1992-05-08T10:00+04:00"))
    if column.type in ("integer", "number"):
        yield from (("word", "six"), ("separator", "1,000"), ("leading zero", "007"))
        yield from (("Arabic digits", "1\u0663"), ("no end of digits", "1" * 400))
    if column.type == "integer":
        yield "fraction", "1.5"
    if column.minimum is not None:
        yield "too small", f"{column.minimum - 1:g}"
    if column.maximum is not None:
        yield "too large", f"{column.maximum + 1:g}"
    if column.type == "boolean":
        yield from (("one", "1"), ("capital", "True"), ("yes", "yes"))
    if column.enum:
        yield from (("unknown value", "no-such-value"), ("capital", cell.upper() + "X"))
    if column.pattern and not column.is_date and not column.enum:
        yield "other shape", f"{cell}_?"
    if column.separator:
        yield from (("blank item", f"{cell};"), ("item twice", f"{cell};{cell.split(';')[0]}"))
        if column.items or column.references:
            yield "unknown item", f"{cell};no-such-item"
    elif column.references or column.row_of:
        yield "unknown key", "no-such-key"
    if column.speech:
        yield "broken mark", f"{cell} {{azerbaijan said"
        yield "nobody's words", f"{cell} {{no-such-actor|said so}}"
    if column.speech == "briefing":
        yield "loaded word", f"{cell} The puppet regime."
        other = "Shushi" if "Stepanakert" in cell else "Stepanakert"
        yield "one name alone", f"{cell.replace('Shusha / Shushi', 'there')} In {other}."


def rounds(name: str, column: Column, rows: list[list[str]]) -> Iterator[dict[int, Cell]]:
    """Corruptions of a column by row: each in a row of its own, as many at once as there are."""
    at = rows[0].index(column.name)
    filled = [n for n, row in enumerate(rows) if n and row[at]] or [1]
    random.Random(f"{name}.{column.name}").shuffle(filled)
    kinds = [what for what, _ in corruptions(column, rows[filled[0]][at])]
    for begin in range(0, len(kinds), len(filled)):
        yield {
            number: (what, dict(corruptions(column, rows[number][at]))[what])
            for what, number in zip(kinds[begin:], filled, strict=False)
        }


@pytest.mark.parametrize(
    ("table", "column"), COLUMNS, ids=[f"{t.name}.{c.name}" for t, c in COLUMNS]
)
def test_a_corrupted_cell_is_caught_at_its_place(data: Path, table: Table, column: Column):
    rows = parsed(table.path)
    at = rows[0].index(column.name)
    missed = []
    for corrupted in rounds(table.name, column, rows):
        mutants = rows
        for number, (_, cell) in corrupted.items():
            mutants = with_cell(mutants, number, at, cell)
        found = examined(data, table.path, written(mutants))
        for number, (what, cell) in corrupted.items():
            line, start = place(mutants, number, at)
            if not any((p.file, p.line, p.column) == (table.path, line, start) for p in found):
                there = [str(p) for p in found if p.file == table.path and p.line == line]
                missed.append((what, cell, line, start, there))
    assert not missed


def test_what_one_examination_found_is_not_told_by_the_next(data: Path):
    for name in ("events", "agreements", "actors", "places"):
        table = PACKAGE.tables[name]
        rows = parsed(table.path)
        mutant = with_cell(rows, 1, 0, "no-such-id")
        assert examined(data, table.path, written(mutant)), name
        assert problems(data) == [], name


def of_unique_columns() -> list[tuple[Table, Column]]:
    return [(t, c) for t, c in COLUMNS if c.unique or t.primary_key == (c.name,)]


@pytest.mark.parametrize(
    ("table", "column"),
    of_unique_columns(),
    ids=[t.name + "." + c.name for t, c in of_unique_columns()],
)
def test_a_key_used_twice_is_caught_on_its_second_line(data: Path, table: Table, column: Column):
    rows = parsed(table.path)
    at = rows[0].index(column.name)
    mutant = [*rows, list(rows[1])]
    line, start = place(mutant, len(rows), at)
    found = examined(data, table.path, written(mutant))
    assert any(
        (p.line, p.column) == (line, start) and "stands already" in p.message
        for p in found
        if p.file == table.path
    )


@pytest.mark.parametrize(("name", "start", "end"), rules_module.SPANS)
def test_a_swapped_interval_is_caught(data: Path, name: str, start: str, end: str):
    table = PACKAGE.tables[name]
    rows = parsed(table.path)
    first, last = rows[0].index(start), rows[0].index(end)
    apart = [
        n for n, r in enumerate(rows) if n and r[first] and r[last] and r[first][:4] < r[last][:4]
    ]
    apart = apart or [n for n, r in enumerate(rows) if n and r[first] and r[last]]
    assert apart, f"{name} has no row with {start} and {end}"
    number = apart[0]
    mutant = with_cell(rows, number, last, "1800")
    line, column = place(mutant, number, last)
    found = examined(data, table.path, written(mutant))
    assert any((p.file, p.line, p.column) == (table.path, line, column) for p in found)


FILES: dict[str, Callable[[bytes], bytes | None]] = {
    "missing": lambda raw: None,
    "empty": lambda raw: b"",
    "byte order mark": lambda raw: b"\xef\xbb\xbf" + raw,
    "Windows line ends": lambda raw: raw.replace(b"\n", b"\r\n"),
    "mixed line ends": lambda raw: raw.replace(b"\n", b"\r\n", 1),
    "truncated": lambda raw: raw[: len(raw) - 7],
    "Latin-1": lambda raw: raw[:40] + b"\xe9" + raw[40:],
    "UTF-16": lambda raw: raw.decode().encode("utf-16"),
    "null byte": lambda raw: raw[:60] + b"\x00" + raw[60:],
}


@pytest.mark.parametrize("what", FILES)
@pytest.mark.parametrize("table", PACKAGE.tables.values(), ids=lambda t: t.name)
def test_a_damaged_table_is_named(data: Path, table: Table, what: str):
    changed = FILES[what]((DATA / table.path).read_bytes())
    assert any(p.file == table.path for p in examined(data, table.path, changed))


ROWS: dict[str, Callable[[list[list[str]]], list[list[str]]]] = {
    "a cell too few": lambda rows: [rows[0], rows[1][:-1], *rows[2:]],
    "a cell too many": lambda rows: [rows[0], [*rows[1], "more"], *rows[2:]],
    "no header": lambda rows: rows[1:],
    "header alone": lambda rows: rows[:1],
    "a column twice": lambda rows: [[*row, row[0]] for row in rows],
    "columns swapped": lambda rows: [[row[1], row[0], *row[2:]] for row in rows],
    "an unknown column": lambda rows: [[*rows[0], "colour"], *([*r, "red"] for r in rows[1:])],
}


@pytest.mark.parametrize("what", ROWS)
@pytest.mark.parametrize("table", PACKAGE.tables.values(), ids=lambda t: t.name)
def test_a_ragged_table_is_named(data: Path, table: Table, what: str):
    changed = written(ROWS[what](parsed(table.path)))
    found = [p for p in examined(data, table.path, changed) if p.file == table.path]
    assert found and found[0].line in (1, 2)


@pytest.mark.parametrize(
    ("table", "column"), COLUMNS, ids=[f"{t.name}.{c.name}" for t, c in COLUMNS]
)
def test_a_missing_column_is_named(data: Path, table: Table, column: Column):
    rows = parsed(table.path)
    at = rows[0].index(column.name)
    changed = written([[*row[:at], *row[at + 1 :]] for row in rows])
    found = [str(p) for p in examined(data, table.path, changed)]
    assert (
        f"{table.path}:1:1: the column {column.name} is missing: add it as in the schema" in found
    )


def first_entry(text: str) -> str:
    return text[: text.index("\n}\n") + 3]


def field_of(entry: str, name: str) -> str:
    return next(line for line in entry.splitlines(keepends=True) if line.startswith(f"  {name} ="))


def changed_field(name: str, value: str) -> Callable[[str], str]:
    """A corruption of one field of the first entry that has it."""

    def change(text: str) -> str:
        start = text.index(f"\n  {name} = ") + 1
        end = text.index("\n", start) + 1
        return text[:start] + (f"  {name} = {{{value}}},\n" if value else "") + text[end:]

    return change


ENTRIES: dict[str, Callable[[str], str]] = {
    "an entry twice": lambda text: text + first_entry(text),
    "not closed": lambda text: text + "\n@misc{half,\n  title = {Unclosed\n",
    "a hidden letter": lambda text: text.replace("title = {", "title = {\u202e", 1),
    "unused": lambda text: text + first_entry(text).replace("{", "{unused-", 1).replace("://", "://x."),
    "no author": changed_field("author", ""),
    "no title": changed_field("title", ""),
    "no publisher": changed_field("publisher", ""),
    "no language": changed_field("language", ""),
    "no side": changed_field("side", ""),
    "no control": changed_field("control", ""),
    "unknown side": changed_field("side", "mars"),
    "unknown control": changed_field("control", "nobody"),
    "a date that is none": changed_field("date", "2020-02-31"),
    "an address that is none": changed_field("url", "www.example.org"),
    "an address with a space": changed_field("url", "https://example.org/a b"),
    "a language that is none": changed_field("language", "English"),
    "a title in square brackets": changed_field("title", "[A description]"),
    "a copy of nothing": changed_field("control", "other},\n  copy_of = {no-such-source"),
    "an archived page without address": changed_field("control", "other},\n  archived = {yes"),
    "a bad day of reading": changed_field("control", "other},\n  urldate = {2026-13-01"),
}  # fmt: skip


@pytest.mark.parametrize("what", ENTRIES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_broken_source_is_caught_with_its_file(data: Path, kind: str, what: str):
    file = f"{PACKAGE.bibliography.folder}/{kind}.bib"
    text = (DATA / file).read_text(encoding="utf-8")
    found = [p for p in examined(data, file, ENTRIES[what](text).encode()) if p.file == file]
    assert found


@pytest.mark.parametrize("what", FILES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_bibliography_is_named(data: Path, kind: str, what: str):
    file = f"{PACKAGE.bibliography.folder}/{kind}.bib"
    changed = FILES[what]((DATA / file).read_bytes())
    assert any(p.file == file for p in examined(data, file, changed))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(1, 20), st.binary(min_size=1, max_size=3))
def test_random_bytes_in_a_table_never_break_the_check(data: Path, seed: int, noise: bytes):
    """Whatever happens to a file, the check ends with problems, not with an exception."""
    raw = (DATA / "events.csv").read_bytes()
    at = random.Random(seed).randrange(len(raw))
    for problem in examined(data, "events.csv", raw[:at] + noise + raw[at:]):
        assert problem.line >= 1 and problem.column >= 1


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(0, 10**6))
def test_a_table_cut_anywhere_within_a_row_is_caught(data: Path, seed: int):
    raw = (DATA / "events.csv").read_bytes()
    at = random.Random(seed).randrange(1, len(raw) - 1)
    if raw[at - 1 : at] != b"\n":
        assert any(p.file == "events.csv" for p in examined(data, "events.csv", raw[:at]))
