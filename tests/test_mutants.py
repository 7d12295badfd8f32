"""Every column of every table: a corrupted cell is caught at its place and said to be what it is.

The corruptions of a column stand in the real record together, each in a row of its own. The check
parses an unchanged file once in a process, so a mutant costs some milliseconds.
"""

import csv
import io
import itertools
import random
import re
import shutil
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing import schema
from briefing.checks import Problem, problems
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


# What the check says of each corruption, in words that no other has.
SAID = {
    "padded": "white space",
    "two spaces": "two spaces",
    "line end": "line end",
    "hidden letter": "which nobody sees",
    "more than a spreadsheet holds": "a spreadsheet's cell",
    "a year alone": "is no day",
    "a time of day": "is no day",
    "Arabic digits": "write digits",
    "no end of digits": "more than 15 digits",
    "blank": "is blank",
    "no such day": "names a day that does not exist",
    "not ISO": "is no ISO 8601 date",
    "words": "is no ISO 8601 date",
    "word": "write digits",
    "separator": "write digits",
    "leading zero": "write digits",
    "fraction": "is no integer",
    "too small": "is under",
    "too large": "is over",
    "one": "write true or false",
    "yes": "write true or false",
    "unknown value": "is not one of",
    "other shape": "does not match",
    "blank item": "an item is blank",
    "item twice": "twice: remove one",
    "unknown key": "stands nowhere",
    "broken mark": "broken mark",
    "nobody's words": "is neither an actor",
    "loaded word": "in its own voice",
    "one name alone": "alone: write",
}


def said(column: Column, what: str) -> str:
    """Words that the check has for a corruption of this column."""
    if what == "unknown item":
        return SAID["unknown key" if column.references else "unknown value"]
    if what == "capital":
        return SAID["one" if column.type == "boolean" else "unknown value"]
    return SAID["padded" if what == "two spaces" and column.enum else what]


def rounds(name: str, column: Column, rows: list[list[str]]) -> Iterator[dict[int, Cell]]:
    """Corruptions of a column by row: each in a row of its own, as many at once as there are."""
    at = rows[0].index(column.name)
    filled = [n for n, row in enumerate(rows) if n and row[at]] or [1]
    random.Random(f"{name}.{column.name}").shuffle(filled)
    kinds = [what for what, _ in corruptions(column, rows[filled[0]][at] or "x")]
    for begin in range(0, len(kinds), len(filled)):
        yield {
            number: (what, dict(corruptions(column, rows[number][at] or "x"))[what])
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
            words = said(column, what)
            there = [p for p in found if p.file == table.path and p.line == line]
            if not any(p.column == start and words in p.message for p in there):
                missed.append((what, cell, words, line, start, [str(p) for p in there]))
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


# Days that tell of the row, not of what it holds.
OF_THE_ROW = ("verified", "status_date")
# Two days of one row between which the check asks for no order.
IN_NO_ORDER = {
    ("agreements", "date_signed", "in_force_from"),
    ("agreements", "in_force_from", "expires"),
    ("agreements", "ended", "expires"),
    ("terms", "deadline", "disputed_from"),
    ("terms", "deadline", "ended"),
    ("coverage", "start", "checked_on"),
}


def intervals() -> list[tuple[str, str, str]]:
    """Every two days of a row of which the first comes first, by the columns of the schema."""
    days = {
        table.name: [c.name for c in table.columns if c.is_date and c.name not in OF_THE_ROW]
        for table in PACKAGE.tables.values()
    }
    pairs = [(name, *pair) for name in days for pair in itertools.combinations(days[name], 2)]
    return [pair for pair in pairs if pair not in IN_NO_ORDER]


@pytest.mark.parametrize(("name", "start", "end"), intervals())
def test_a_swapped_interval_is_caught(data: Path, name: str, start: str, end: str):
    table = PACKAGE.tables[name]
    rows = parsed(table.path)
    first, last = rows[0].index(start), rows[0].index(end)
    dated = [n for n, row in enumerate(rows) if n and row[first] and row[last]]
    assert dated, f"{name} has no row with {start} and {end}"
    mutant = with_cell(rows, dated[0], last, "1800")
    line, column = place(mutant, dated[0], last)
    found = examined(data, table.path, written(mutant))
    there = [p for p in found if (p.file, p.line, p.column) == (table.path, line, column)]
    assert any(f"1800 lies before {start} " in p.message for p in there)


FILES: dict[str, tuple[Callable[[bytes], bytes | None], str]] = {
    "missing": (lambda raw: None, "the file is missing"),
    "empty": (lambda raw: b"", "is empty"),
    "byte order mark": (lambda raw: b"\xef\xbb\xbf" + raw, "begins with a byte order mark"),
    "Windows line ends": (lambda raw: raw.replace(b"\n", b"\r\n"), "holds a carriage return"),
    "mixed line ends": (lambda raw: raw.replace(b"\n", b"\r\n", 1), "holds a carriage return"),
    "truncated": (lambda raw: raw[: len(raw) - 7], "is the file truncated?"),
    "Latin-1": (lambda raw: raw[:40] + b"\xe9" + raw[40:], "is not UTF-8"),
    "UTF-16": (lambda raw: raw.decode().encode("utf-16"), "is not UTF-8"),
    "null byte": (lambda raw: raw[:60] + b"\x00" + raw[60:], "holds the control character '\\x00'"),
}  # fmt: skip


@pytest.mark.parametrize("what", FILES)
@pytest.mark.parametrize("table", PACKAGE.tables.values(), ids=lambda t: t.name)
def test_a_damaged_table_is_named(data: Path, table: Table, what: str):
    change, words = FILES[what]
    assert words in told(data, table.path, change((DATA / table.path).read_bytes()))


def told(data: Path, file: str, changed: bytes | None) -> str:
    """What the check says of a changed file, a problem a line."""
    return "\n".join(str(p) for p in examined(data, file, changed) if p.file == file)


ROWS: dict[str, tuple[Callable[[list[list[str]]], list[list[str]]], str]] = {
    "a cell too few": (lambda rows: [rows[0], rows[1][:-1], *rows[2:]], "2:1: the row has"),
    "a cell too many": (lambda rows: [rows[0], [*rows[1], "more"], *rows[2:]], "2:1: the row has"),
    "no header": (lambda rows: rows[1:], "the schema knows no column"),
    "header alone": (lambda rows: rows[:1], "1:1: has a header and no rows"),
    "a column twice": (lambda rows: [[*row, row[0]] for row in rows], "a column stands twice"),
    "columns swapped": (
        lambda rows: [[row[1], row[0], *row[2:]] for row in rows],
        "1:1: the columns stand in another order",
    ),
    "an unknown column": (
        lambda rows: [[*rows[0], "colour"], *([*r, "red"] for r in rows[1:])],
        "the schema knows no column 'colour'",
    ),
}


@pytest.mark.parametrize("what", ROWS)
@pytest.mark.parametrize("table", PACKAGE.tables.values(), ids=lambda t: t.name)
def test_a_ragged_table_is_named(data: Path, table: Table, what: str):
    change, words = ROWS[what]
    said = told(data, table.path, written(change(parsed(table.path))))
    assert words in said
    assert said.startswith((f"{table.path}:1:", f"{table.path}:2:"))


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


@pytest.fixture(scope="module")
def cut(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record with the first fifty sources of each kind: pybtex reads all of them in seconds."""
    folder = PACKAGE.bibliography.folder
    made = Path(shutil.copytree(data, tmp_path_factory.mktemp("cut") / "data"))
    for path in (made / folder).glob("*.bib"):
        entries = path.read_text(encoding="utf-8").split("\n}\n")
        path.write_text("\n}\n".join([*entries[:50], ""]), encoding="utf-8")
    return made


def first_entry(text: str) -> str:
    return text[: text.index("\n}\n") + 3]


def added(before: str, after: str) -> Callable[[str], str]:
    """A copy of the first entry behind the last, with one thing changed."""
    return lambda text: text + first_entry(text).replace(before, after, 1)


def changed_field(name: str, value: str) -> Callable[[str], str]:
    """A corruption of one field of the first entry that has it."""

    def change(text: str) -> str:
        start = text.index(f"\n  {name} = ") + 1
        end = text.index("\n", start) + 1
        return text[:start] + (f"  {name} = {{{value}}},\n" if value else "") + text[end:]

    return change


def further_field(name: str, value: str) -> Callable[[str], str]:
    """A corruption of the first entry that has no such field by one."""

    def change(text: str) -> str:
        entry = next(e for e in text.split("\n}\n") if f"\n  {name} = " not in e)
        return text.replace(entry, f"{entry}\n  {name} = {{{value}}},", 1)

    return change


ENTRIES: dict[str, tuple[Callable[[str], str], str]] = {
    "an entry twice": (added("", ""), "repeated bibliography entry"),
    "a key with capitals": (added("{", "{Bad_"), "the key has to match"),
    "a page twice": (added("{", "{again-"), "merge the entries"),
    "no author": (changed_field("author", ""), "has no author"),
    "no title": (changed_field("title", ""), "has no title"),
    "no publisher": (changed_field("publisher", ""), "has no publisher"),
    "no language": (changed_field("language", ""), "has no language"),
    "no side": (changed_field("side", ""), "has no side"),
    "no control": (changed_field("control", ""), "has no control"),
    "unknown side": (changed_field("side", "mars"), "side = 'mars' is not one of"),
    "unknown control": (changed_field("control", "nobody"), "control = 'nobody' is not one of"),
    "unknown stance": (further_field("stance", "arm"), "stance = 'arm' is not one of am, az"),
    "a date that is none": (changed_field("date", "2020-02-31"), "date: '2020-02-31' names a day"),
    "an address that is none": (changed_field("url", "www.example.org"), "is malformed"),
    "an address with a space": (changed_field("url", "https://example.org/a b"), "is malformed"),
    "an address with two stops": (changed_field("url", "https://a.example./en"), "is malformed"),
    "a language that is none": (changed_field("language", "English"), "is not one of ar, az"),
    "a title in square brackets": (changed_field("title", "[A description]"), "square brackets"),
    "a copy of nothing": (further_field("copy_of", "no-such-source"), "which no file holds"),
    "an archived page without address": (further_field("archived", "yes"), "is no address"),
    "a bad day of reading": (further_field("urldate", "2026-13-01"), "urldate: '2026-13-01'"),
}  # fmt: skip


def line_of_change(before: str, after: str) -> int:
    """Line on which the entry begins in which one text first differs from another."""
    pairs = enumerate(zip(before, after, strict=False))
    common = next((at for at, (a, b) in pairs if a != b), len(before))
    return after.count("\n", 0, ("\n" + after).rindex("\n@", 0, common + 2)) + 1


@pytest.mark.parametrize("what", ENTRIES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_broken_source_is_caught_at_its_line(cut: Path, kind: str, what: str):
    file = f"{PACKAGE.bibliography.folder}/{kind}.bib"
    text = (cut / file).read_text(encoding="utf-8")
    change, words = ENTRIES[what]
    changed = change(text)
    found = told(cut, file, changed.encode())
    line = line_of_change(text, changed)
    there = [one for one in found.splitlines() if one.startswith(f"{file}:{line}:1: ")]
    assert any(words in one for one in there), found


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_given_twice_is_caught_at_the_line_of_its_entry(cut: Path, kind: str):
    file = f"{PACKAGE.bibliography.folder}/{kind}.bib"
    text = (cut / file).read_text(encoding="utf-8")
    *_, last = re.finditer(r"^@\w+\{[^,]+,\n", text, re.MULTILINE)
    changed = f"{text[: last.end()]}  side = {{none}},\n{text[last.end() :]}"
    line = text.count("\n", 0, last.start()) + 1
    assert f"{file}:{line}:1: is not valid BibTeX (entry with key" in told(
        cut, file, changed.encode()
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_source_that_no_row_cites_is_caught_at_its_line(data: Path, kind: str):
    file = f"{PACKAGE.bibliography.folder}/{kind}.bib"
    text = (DATA / file).read_text(encoding="utf-8")
    unused = first_entry(text).replace("{", "{unused-", 1).replace("://", "://x.")
    [problem] = examined(data, file, (text + unused).encode())
    assert (problem.file, problem.line) == (file, text.count("\n") + 1)
    assert "unused-" in problem.message and "no row cites it" in problem.message


@pytest.mark.parametrize("what", FILES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_bibliography_is_named(cut: Path, kind: str, what: str):
    file = f"{PACKAGE.bibliography.folder}/{kind}.bib"
    change, words = FILES[what]
    said = told(cut, file, change((cut / file).read_bytes()))
    assert (words if what != "empty" else "holds no source") in said


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
