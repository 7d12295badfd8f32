"""Every rule of the check catches a row that breaks it, at its file and line."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.checks import problems
from briefing.references import lines_of


def rows_of(data: Path, table: str) -> list[list[str]]:
    with (data / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write(data: Path, table: str, rows: list[list[str]]) -> None:
    with (data / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def spoil(data: Path, table: str, row_id: str, **cells: str) -> None:
    """Overwrite cells of the row with this id."""
    rows = rows_of(data, table)
    for row in rows[1:]:
        if row[rows[0].index("id")] == row_id:
            for column, text in cells.items():
                row[rows[0].index(column)] = text
    write(data, table, rows)


def line_of(data: Path, table: str, row_id: str) -> int:
    """Line of the row with this id; no cell of the record holds a line end."""
    return [row[0] for row in rows_of(data, table)].index(row_id) + 1


def first_id(data: Path, table: str) -> str:
    rows = rows_of(data, table)
    return rows[1][rows[0].index("id")]


EVENT = "1988-02-20-nkao-soviet-request"
CELLS = [
    ("events", EVENT, {"date": "1988-02-31"}, "date: '1988-02-31' names a day that does not exist"),
    ("events", EVENT, {"date": "20.02.1988"}, "is no ISO 8601 date"),
    ("events", EVENT, {"date": ""}, "date: is blank"),
    ("events", EVENT, {"title": ""}, "title: is blank"),
    ("events", EVENT, {"title": " padded"}, "white space"),
    ("events", EVENT, {"title": "two  spaces"}, "two spaces"),
    ("events", EVENT, {"summary": "one\ntwo"}, "line end"),
    ("events", EVENT, {"category": "atrocity"}, "'atrocity' is not one of"),
    ("events", EVENT, {"contested": "1"}, "write true or false"),
    ("events", EVENT, {"end_date": "1987"}, "lies before date"),
    ("events", EVENT, {"actors": "nobody"}, "'nobody' stands nowhere in actors.csv"),
    ("events", EVENT, {"actors": "soviet-union;"}, "an item is blank or padded"),
    ("events", EVENT, {"actors": "soviet-union;soviet-union"}, "names soviet-union twice"),
    ("events", EVENT, {"actors": "azerbaijan"}, "azerbaijan existed 1991-08-30 to today"),
    ("events", EVENT, {"places": "atlantis"}, "'atlantis' stands nowhere in places.csv"),
    ("events", EVENT, {"sources": "no-such-source"}, "stands nowhere in data/references"),
    ("events", EVENT, {"agreement": "no-such"}, "stands nowhere in agreements.csv"),
    ("events", EVENT, {"agreement": "2020-11-10-trilateral"}, "is outside 2020-11-10-trilateral"),
    ("events", EVENT, {"id": "Not_An_Id"}, "does not match"),
    ("events", EVENT, {"verified": "yesterday"}, "is no ISO 8601 date"),
    ("events", EVENT, {"support": "sure"}, "is not one of"),
    ("agreements", "1994-05-12-ceasefire", {"ended": "1990"}, "lies before date_signed"),
    ("agreements", "1994-05-12-ceasefire", {"pax_id": "six"}, "is no integer"),
    ("agreements", "1994-05-12-ceasefire", {"superseded_by": "x-y"}, "stands nowhere"),
    ("agreements", "2022-10-31-sochi", {"legal_character": "signed-political-text"}, "is signed"),
    ("agreements", "2021-11-26-sochi", {"legal_character": "joint-political-text"}, "no signature"),
    ("terms", "2020-11-10-trilateral-6g", {"beneficiary": "everybody"}, "stands nowhere"),
    ("terms", "2020-11-10-trilateral-6g", {"id": "other-6g"}, "has to begin with"),
    ("terms", "2020-11-10-trilateral-2", {"status_date": ""}, "is blank: date the"),
    ("districts", "fuzuli-district", {"held_low_km2": "900"}, "is over held_high_km2"),
    ("phases", "war-2020", {"start": "2020-09-20"}, "overlaps"),
    ("phases", "war-2020", {"start": "2020-10-05"}, "leaves days out"),
    ("phases", "war-2020", {"end": ""}, "is blank, but after-the-statement follows"),
    ("phases", "war-2020-first-truce", {"start": "2020-09-01"}, "lies before its phase"),
    ("places", "baku", {"lat": "140"}, "is over 90"),
    ("actors", "armenia", {"valid_to": "1980"}, "lies before valid_from"),
    ("episodes", "war-2020", {"end": "1999"}, "lies before start"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "row", "cells", "words"), CELLS)
def test_a_broken_cell_is_caught_at_its_place(data, table, row, cells, words):
    line = line_of(data, table, row)
    spoil(data, table, row, **cells)
    found = [p for p in problems(data) if words in p.message]
    assert (f"{table}.csv", line) in {(p.file, p.line) for p in found}


def test_a_low_figure_over_its_high_one_is_caught(data):
    spoil(data, "estimates", first_id(data, "estimates"), low="9", high="1", value="")
    assert any("low: 9 is over high 1" in p.message for p in problems(data))


def test_an_estimate_without_a_figure_is_caught(data):
    spoil(data, "estimates", first_id(data, "estimates"), low="", high="", value="")
    assert any("so are low and high" in p.message for p in problems(data))


def test_an_id_used_twice_is_caught_on_its_second_line(data):
    rows = rows_of(data, "events")
    write(data, "events", [*rows, rows[1]])
    found = [p for p in problems(data) if "stands already on line 2" in p.message]
    assert [p.line for p in found] == [len(rows) + 1]


def test_an_event_told_twice_is_caught(data):
    rows = rows_of(data, "events")
    double = [f"{rows[5][0]}-again", *rows[5][1:]]
    write(data, "events", [*rows, double])
    assert any("merge them or tell them apart" in p.message for p in problems(data))


def test_a_figure_told_twice_is_caught(data):
    rows = rows_of(data, "estimates")
    write(data, "estimates", [*rows, ["again", *rows[1][1:]]])
    assert any(p.message.startswith("id: repeats") for p in problems(data))


def test_a_name_that_leads_twice_to_a_row_is_caught(data):
    rows = rows_of(data, "search_names")
    write(data, "search_names", [*rows, ["again", rows[1][1].upper(), *rows[1][2:]]])
    assert any(p.message.startswith("name: repeats") for p in problems(data))


def test_a_name_that_leads_to_no_row_is_caught(data):
    spoil(data, "search_names", first_id(data, "search_names"), row="nothing")
    [found] = problems(data)
    assert found.file == "search_names.csv" and "stands nowhere in events.csv" in found.message


def test_rival_accounts_of_an_uncontested_row_are_caught(data):
    spoil(data, "events", "2020-10-04-jabrayil", contested="false")
    assert any("rival accounts" in p.message for p in problems(data))


def test_a_fulfilment_known_from_the_text_alone_is_caught(data):
    agreements = rows_of(data, "agreements")
    header = agreements[0]
    texts = {r[header.index("id")]: r[header.index("text_source")] for r in agreements}
    row = "2020-11-10-trilateral-2"
    spoil(data, "terms", row, sources=texts["2020-11-10-trilateral"])
    assert any("hold the text alone" in p.message for p in problems(data))


def test_a_value_without_a_definition_is_caught(data):
    rows = rows_of(data, "vocabulary")
    write(data, "vocabulary", [r for r in rows if r[:2] != ["theatre", "abroad"]])
    assert any("does not define 'abroad' of theatre" in p.message for p in problems(data))


def test_a_definition_without_a_value_is_caught(data):
    rows = rows_of(data, "vocabulary")
    write(data, "vocabulary", [*rows, ["theatre", "moon", "The moon.", "nobody"]])
    assert any("the schema allows no 'moon'" in p.message for p in problems(data))


def test_a_place_that_no_row_names_is_caught(data):
    rows = rows_of(data, "places")
    write(data, "places", [*rows, ["nowhere", *rows[1][1:]]])
    assert any("no row names 'nowhere'" in p.message for p in problems(data))


def damage(data: Path, change) -> list[str]:
    path = data / "events.csv"
    path.write_bytes(change(path.read_bytes()))
    return [str(p) for p in problems(data)]


BYTES = [
    (lambda b: b"\xef\xbb\xbf" + b, "events.csv:1:1: begins with a byte order mark"),
    (lambda b: b.replace(b"\n", b"\r\n", 3), "holds a carriage return"),
    (lambda b: b[:-100], "truncated"),
    (
        lambda b: b.replace("é".encode(), b"\xe9", 1).replace(b"Soviet", b"Sovi\xe9t", 1),
        "not UTF-8",
    ),
    (lambda b: b.replace(b"id,date,", b"id,when,", 1), "the column date is missing"),
    (lambda b: b.replace(b"id,date,", b"date,id,", 1), "another order"),
    (lambda b: b + b"one,two\n", "the row has 2 cells"),
    (lambda b: b + b'a"b,c\n', "a quote is not closed"),
    (lambda b: b.split(b"\n")[0] + b"\n", "has a header and no rows"),
    (lambda b: b.replace(b"Soviet", b"So\x07viet", 1), "control character"),
]


@pytest.mark.parametrize(("change", "words"), BYTES)
def test_a_damaged_file_is_caught(data, change, words):
    assert any(words in line for line in damage(data, change))


@pytest.mark.parametrize("table", ["terms", "accounts", "vocabulary", "places"])
def test_a_missing_table_is_the_only_problem_that_it_makes(data, table):
    (data / f"{table}.csv").unlink()
    [problem] = problems(data)
    assert str(problem).startswith(f"{table}.csv:1:1: the file is missing")


def test_a_fault_of_a_source_hides_none_of_the_tables(data):
    path = data / "references" / "ngo.bib"
    path.write_text(path.read_text(encoding="utf-8") + SOURCES[1][0], encoding="utf-8")
    spoil(data, "phases", "war-2020", start="2020-09-20")
    assert any("overlaps" in p.message for p in problems(data))


@pytest.mark.parametrize(
    ("spoil_it", "words"),
    [
        (lambda described: {}, "the package has no property 'resources'"),
        (lambda described: [], "the package is laid out wrongly"),
        (lambda described: described["resources"][0].pop("title"), "table events has no property"),
        (lambda described: described["resources"][0].update(schema=[]), "table events is laid out"),
        (
            lambda described: described["resources"][0]["schema"]["fields"][1].pop("title"),
            "the column events.date has no property 'title'",
        ),
        (
            lambda described: described["resources"][0]["schema"]["fields"][1].update(list=[]),
            "the column events.date is laid out wrongly",
        ),
    ],
)
def test_a_broken_schema_is_caught_at_its_table_and_column(data, spoil_it, words):
    path = data / "datapackage.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    spoilt = spoil_it(described)
    whole = spoilt if spoilt in ({}, []) else described
    path.write_text(json.dumps(whole), encoding="utf-8")
    [problem] = problems(data)
    assert "cannot be read" in problem.message and words in problem.message
    done = command("--data", str(data), of="review")
    assert done.returncode == 1 and words in done.stderr and "Traceback" not in done.stderr


ENTRY = """
@misc{%s,
  author = {{Somebody}},
  title = {A title},
  publisher = {Somebody},
  url = {%s},
  language = {en},
  side = {%s},
  control = {other},
}
"""
STANCE = ENTRY % ("a-b", "https://example.org/a", "%s},\n  stance = {%s")
SOURCES = [
    (ENTRY % ("unused-source", "https://example.org/a", "none"), "no row cites it"),
    (ENTRY % ("Bad_Key", "https://example.org/a", "none"), "the key has to match"),
    (ENTRY % ("a-b", "https://president.az./en", "none"), "is malformed"),
    (ENTRY % ("a-b", "https://example.org/a b", "none"), "is malformed"),
    (ENTRY % ("a-b", "https://example.org/a", "mars"), "side = 'mars' is not one of"),
    (STANCE % ("none", "arm"), "stance = 'arm' is not one of am, az"),
    (STANCE % ("am", "am"), "stance is of outlets of no state alone"),
    (
        ENTRY % ("ucdp-2025-organized-violence", "https://example.org/a", "none"),
        "stands in ngo.bib too",
    ),
    ("@misc{bare,\n  title = {A title},\n}\n", "has no publisher"),
    ("@misc{bare,\n  title = {A title},\n  date = {2020-13},\n}\n", "names a day"),
    ("@misc{bare,\n  title = {A title},\n  copy_of = {nothing},\n}\n", "which no file holds"),
]


@pytest.mark.parametrize(("text", "words"), SOURCES)
def test_a_broken_source_is_caught_with_its_line(data, text, words):
    path = data / "references" / "ngo.bib"
    before = path.read_text(encoding="utf-8")
    path.write_text(before + text, encoding="utf-8")
    line = (before + text).count("\n", 0, len(before) + text.index("@")) + 1
    told = {("references/ngo.bib", line)}
    if "ngo.bib too" in words:  # of an entry that stands twice the second file is told
        academic = (data / "references" / "academic.bib").read_text(encoding="utf-8")
        told = {("references/academic.bib", lines_of(academic)["ucdp-2025-organized-violence"])}
    assert told <= {(p.file, p.line) for p in problems(data) if words in p.message}


def test_a_source_that_is_not_closed_is_caught_where_it_ends(data):
    path = data / "references" / "ngo.bib"
    text = path.read_text(encoding="utf-8") + "@misc{half,\n  title = {Unclosed\n"
    path.write_text(text, encoding="utf-8")
    [problem] = [p for p in problems(data) if "is not valid BibTeX" in p.message]
    assert (problem.file, problem.line) == ("references/ngo.bib", text.count("\n"))


def test_a_source_that_stands_twice_in_a_file_is_caught(data):
    path = data / "references" / "ngo.bib"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text[: text.index("\n}\n") + 3], encoding="utf-8")
    assert any("repeated bibliography entry" in p.message for p in problems(data))


def command(*words: str, of: str = "check") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "briefing", of, *words],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_prints_file_line_column_and_exits_1(data):
    spoil(data, "events", EVENT, date="1988-02-31")
    done = command("--data", str(data))
    assert done.returncode == 1
    place = next(n for n, row in enumerate(rows_of(data, "events"), 1) if EVENT in row)
    assert f"events.csv:{place}:" in done.stdout
    assert "problem" in done.stderr


def test_the_command_says_in_one_line_that_all_is_well():
    done = command()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1 and done.stdout.endswith("no problem\n")


def test_the_check_loads_no_pandas():
    code = "import sys, briefing.checks; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
