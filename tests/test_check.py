"""Every rule of the check catches a row that breaks it, at its file and line."""

import csv
import itertools
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import tables

from briefing.addresses import source_anchor
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
ACCOUNT = "2020-10-04-jabrayil-azerbaijan"
ESTIMATE = "war-2020-killed-azerbaijan-caucasian-knot-2906"
REVISED = "war-2020-killed-armenian-side-investigative-committee-2022-01"
FIRST_ALLEGATION = "1992-09-19-sochi-first-armenia"
ALLEGATION = "2020-11-10-trilateral-1a-armenia-2022-08-04"
AUDIT = "2026-11-29-sixty-after-the-trim"
# What the schema alone does not say of a cell; what it says, the mutants try on each column.
CELLS = [
    ("events", EVENT, {"end_date": "1987"}, "lies before date"),
    ("events", EVENT, {"actors": "azerbaijan"}, "azerbaijan existed 1991-08-30 to today"),
    *(
        (table, row, {column: "soviet-union"}, f"{column}: soviet-union existed 1922-12-30 to 1991")
        for table, row, *columns in (
            ("events", "2020-10-04-jabrayil", "actors"),
            ("meetings", "1992-02-20-moscow-foreign-ministers", "host", "present"),
            ("transfers", "1994-12-09-soldier-to-azerbaijan", "from", "to", "mediator"),
            ("control_changes", "talish-2020-10-03", "from", "to"),
            ("proposals", "1992-03-15-tehran-draft", "author"),
            ("positions", "2023-12-22-nk-status", "actor"),
        )
        for column in columns
    ),
    ("events", EVENT, {"agreement": "2020-11-10-trilateral"}, "is outside 2020-11-10-trilateral"),
    ("events", "2020-10-04-jabrayil", {"agreement": "1994-05-12-ceasefire"}, "is outside 1994-05"),
    ("events", EVENT, {"verified": "2026"}, "'2026' is no day: write YYYY-MM-DD"),
    ("events", EVENT, {"verified": "2026-11"}, "is no day"),
    ("events", EVENT, {"verified": "2026-11-26T10:00+04:00"}, "is no day"),
    ("events", EVENT, {"verified": "2126-11-26"}, "2126-11-26 lies after 20"),
    ("events", EVENT, {"date": "2999-01-01", "end_date": ""}, "2999-01-01 lies after 20"),
    ("estimates", ESTIMATE, {"as_of": "2126"}, "2126 lies after 20"),
    ("coverage", "agreements", {"checked_on": "2026"}, "is no day"),
    ("agreements", "1994-05-12-ceasefire", {"ended": "1990"}, "lies before date_signed"),
    ("agreements", "2022-10-31-sochi", {"legal_character": "signed-political-text"}, "is signed"),
    ("agreements", "2021-11-26-sochi", {"legal_character": "joint-political-text"}, "no signature"),
    ("terms", "2020-11-10-trilateral-6g", {"id": "other-6g"}, "has to begin with"),
    ("terms", "2020-11-10-trilateral-2", {"status_date": ""}, "is blank: date the"),
    ("districts", "fuzuli-district", {"held_low_km2": "900"}, "900 is over held_high_km2"),
    ("phases", "war-2020", {"start": "2020-09-20"}, "overlaps"),
    ("phases", "war-2020", {"start": "2020-10-05"}, "leaves days out"),
    ("phases", "war-2020", {"end": ""}, "is blank, but after-the-statement follows"),
    ("phases", "war-2020-first-truce", {"start": "2020-09-01"}, "lies before its phase"),
    ("phases", "war-2020-to-shusha", {"end": "2020-11-10"}, "lies after its phase war-2020"),
    ("control_changes", "talish-2020-10-03", {"confirmed_by": ""}, "name who denied and who"),
    (
        "control_changes",
        "talish-2020-10-03",
        {"confirmed_by": "azerbaijan"},
        "holds azerbaijan, which took the place",
    ),
    ("places", "baku", {"lon": ""}, "is blank, and lat is not"),
    ("districts", "zangilan-district", {"held_high_km2": ""}, "is blank, and held_low_km2 is not"),
    ("terms", "2020-11-10-trilateral-6g", {"status_date": ""}, "not discontinued on a status_date"),
    ("terms", "2020-11-10-trilateral-2", {"disputed_from": "2020-11-15"}, "not discontinued on a"),
    ("terms", "2020-11-10-trilateral-6g", {"disputed_from": "1990"}, "before its agreement was"),
    ("accounts", ACCOUNT, {"account": "It's so."}, "holds a straight '"),
    ("events", EVENT, {"date": "1920"}, "1920 lies before 1921-07-05, where phases.csv begins"),
    ("events", EVENT, {"note": "The ministry's list."}, "holds a straight ': write"),
    ("events", EVENT, {"note": 'A "list".'}, 'holds a straight ": write'),
    ("phases", "war-2020", {"parent": "war-2020"}, "parent: leads back to its own row: correct"),
    ("places", "baku", {"lat": "49.9", "lon": "40.4"}, "are lat and lon swapped?"),
    ("places", "shusha-shushi", {"name": "Shushi / Shusha"}, "order: Shusha / Shushi"),
    ("places", "baku", {"lat": "42.1"}, "is outside 38 to 42"),
    ("places", "baku", {"lat": "37.9"}, "is outside 38 to 42"),
    ("agreements", "1994-05-12-ceasefire", {"status_date": "2126"}, "2126 lies after 20"),
    ("agreements", "1994-05-12-ceasefire", {"date_signed": "2126"}, "2126 lies after 20"),
    ("agreements", "1994-05-12-ceasefire", {"ended": "2126"}, "2126 lies after 20"),
    ("first_allegations", FIRST_ALLEGATION, {"reported": "2126"}, "2126 lies after 20"),
    ("arms_imports", "armenia-russia-2016-2020", {"end": "2126"}, "2126 lies after 20"),
    ("places", "baku", {"lat": "4\u0663"}, "is no number: write digits"),
    ("places", "baku", {"lat": "40.12345678901234"}, "has more than 15 digits"),
    ("places", "baku", {"geonameid": "1" * 400}, "has more than 15 digits"),
    ("events", EVENT, {"note": "x" * 32_768}, "has 32,768 characters, a spreadsheet's cell 32,767"),
    ("allegations", ALLEGATION, {"date": "2020-11-08"}, "lies before its agreement, of 2020-11-09"),
    ("actors", "armenia", {"valid_to": "1980"}, "lies before valid_from"),
    ("episodes", "war-2020", {"end": "1999"}, "lies before start"),
    ("estimates", ESTIMATE, {"revises": "departure-september-2023-departed-nk-oc-media-2023"},
     "has another episode: name a figure of the same thing"),
    ("estimates", REVISED, {"measure": "wounded"}, "has another measure: name a figure"),
    ("estimates", REVISED, {"losses_of": "nk"}, "has another losses_of: name a figure"),
    ("estimates", REVISED, {"unit": "percent"}, "has another unit: name a figure"),
    ("estimates", "war-2020-killed-armenian-side-investigative-committee-2021-12",
     {"revises": REVISED}, "is of 2022-01-19, after this: turn the two round"),
    ("episodes", "war-2020", {"parent": "war-2020"}, "leads back to its own row"),
    ("audits", AUDIT, {"misleading": "61"}, "61 is over the rows imprecise or wrong"),
    ("audits", AUDIT, {"faulted": "9999"}, "9999 is over statements"),
    ("audits", AUDIT, {"faulted": ""}, "give statements and faulted, or neither"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "row", "cells", "words"), CELLS)
def test_a_broken_cell_is_caught_at_its_place(data, table, row, cells, words):
    line = line_of(data, table, row)
    spoil(data, table, row, **cells)
    found = [p for p in problems(data) if words in p.message]
    assert (f"{table}.csv", line) in {(p.file, p.line) for p in found}


CIRCLES = [
    ("phases", "parent", ("war-2020", "war-2020-first-truce")),
    ("agreements", "superseded_by", ("1994-05-12-ceasefire", "2016-04-05-moscow")),
]


@pytest.mark.parametrize(("table", "column", "circle"), CIRCLES)
def test_rows_that_follow_each_other_in_a_circle_are_caught(data, table, column, circle):
    for row, following in zip(circle, circle[1:] + circle[:1], strict=True):
        spoil(data, table, row, **{column: following})
    found = {p.line for p in problems(data) if f"{column}: leads back to its own row" in p.message}
    assert found == {line_of(data, table, row) for row in circle}


def test_a_row_may_be_verified_on_the_last_day_of_checking_and_no_later(data):
    release(data, "2030.1.1")
    for row in rows_of(data, "coverage")[1:]:
        spoil(data, "coverage", row[0], checked_on="2030-01-01")
    spoil(data, "events", EVENT, verified="2030-01-01")
    assert problems(data) == []
    spoil(data, "events", EVENT, verified="2030-01-02")
    [problem] = problems(data)
    assert "2030-01-02 lies after 2030-01-01, the last checked_on of coverage.csv" in str(problem)


def release(data: Path, version: str) -> None:
    path = data / "datapackage.json"
    described = json.loads(path.read_text(encoding="utf-8")) | {"version": version}
    path.write_text(json.dumps(described), encoding="utf-8")


def test_nothing_was_checked_after_the_day_of_the_version(data):
    release(data, "2030.1.1.2")
    spoil(data, "coverage", "agreements", checked_on="2030-01-02")
    [problem] = problems(data)
    assert str(problem).startswith(f"coverage.csv:{line_of(data, 'coverage', 'agreements')}:")
    assert "2030-01-02 lies after 2030-01-01, the day of version 2030.1.1.2" in problem.message


LINE = (
    '{"features": [{"properties": {"id": "a", "kind": "b"}, '
    '"geometry": {"type": "LineString", "coordinates": %s}}]}'
)
SHAPES = [
    ("", "Expecting value"),
    ('{"features": []}', "it has no features"),
    (LINE % "[]", "a has no line, or a number that is none"),
    (LINE % "[[1, 2], [NaN, 1]]", "a has no line, or a number that is none"),
    ("[" * 100_000, "its lists lie too deep"),
    ('{"features": [', "Expecting value"),
    ("[]", "no GeoJSON of shapes"),
    ('{"features": [{"properties": {"id": "a"}}]}', "lacks or does not know 'geometry'"),
    (
        '{"features": [{"properties": {"id": "a", "kind": "b"}, "geometry": {"type": "Point",'
        ' "coordinates": [1, 2]}}]}',
        "lacks or does not know 'Point'",
    ),
]


@pytest.mark.parametrize("name", ["natural-earth.geojson", "outlines.geojson"])
@pytest.mark.parametrize(("text", "words"), SHAPES)
def test_a_file_of_which_no_map_can_be_drawn_is_caught(data, name, text, words):
    path = data / "geo" / name
    path.unlink()
    path.write_text(text, encoding="utf-8")
    [problem] = problems(data)
    assert problem.file == f"geo/{name}" and words in problem.message
    path.unlink()
    [problem] = problems(data)
    assert problem.file == f"geo/{name}" and "No such file" in problem.message


def test_a_low_figure_over_its_high_one_is_caught(data):
    spoil(data, "estimates", first_id(data, "estimates"), low="9", high="1", value="")
    assert any("low: 9 is over high 1" in p.message for p in problems(data))


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"number": "", "low": "9", "high": "9"}, "needs a high over it"),
        ({"number": "", "low": "9", "high": ""}, "needs a high over it"),
        ({"number": "8", "low": "7", "high": "9"}, "stands beside a range"),
    ],
)
def test_a_broken_range_of_a_handover_is_caught(data, cells, words):
    spoil(data, "transfers", first_id(data, "transfers"), **cells)
    assert any(words in p.message for p in problems(data))


def test_a_low_estimate_of_deaths_over_the_best_is_caught(data):
    header, *rows = rows_of(data, "ucdp_deaths_by_year")
    spoilt = [[*row[:2], "999999", *row[3:]] if row[0] == "2020" else row for row in rows]
    write(data, "ucdp_deaths_by_year", [header, *spoilt])
    assert any("low: 999999 is over best" in p.message for p in problems(data))


def test_an_estimate_without_a_figure_is_caught(data):
    spoil(data, "estimates", first_id(data, "estimates"), low="", high="", value="")
    assert any("so are low and high" in p.message for p in problems(data))


def test_an_event_told_twice_is_caught(data):
    rows = rows_of(data, "events")
    double = [f"{rows[5][0]}-again", *rows[5][1:]]
    write(data, "events", [*rows, double])
    assert any("merge them or tell them apart" in p.message for p in problems(data))


def test_an_event_told_twice_in_almost_the_same_words_is_caught(data):
    rows = rows_of(data, "events")
    title = rows[0].index("title")
    told = next(row for row in rows[1:] if len(set(row[title].lower().split())) > 8)
    double = [*told]
    double[0], double[title] = f"{told[0]}-again", f"{told[title]} again"
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


def test_an_account_that_was_sought_in_vain_is_no_rival(data):
    [_, event] = [r for r in rows_of(data, "events") if r[0] in ("id", "2020-10-04-jabrayil")]
    spoil(data, "events", event[0], contested="false")
    for row in rows_of(data, "accounts")[1:]:
        if row[2] == event[0]:
            spoil(data, "accounts", row[0], account="", sources="", support="", note="Sought.")
    assert [p for p in problems(data) if "rival accounts" in p.message] == []


def test_an_agreement_without_an_actor_is_caught(data):
    rows = rows_of(data, "agreement_actors")
    of = rows[0].index("agreement")
    agreement = rows[1][of]
    write(data, "agreement_actors", [row for row in rows if row[of] != agreement])
    [found] = [p for p in problems(data) if "has no row in agreement_actors.csv" in p.message]
    assert (found.file, found.line) == ("agreements.csv", line_of(data, "agreements", agreement))


def test_two_accounts_of_one_side_are_not_both_sides(data):
    accounts, events = rows_of(data, "accounts"), rows_of(data, "events")
    told = {row[accounts[0].index("row")] for row in accounts[1:]}
    of = events[0].index
    event = next(
        row[0]
        for row in events[1:]
        if row[of("contested")] == "false" and not row[of("agreement")] and row[0] not in told
    )
    spoil(data, "events", event, contested="true")

    def heard(*actors: str) -> bool:
        new = []
        for actor in actors:
            cells = dict.fromkeys(accounts[0], "")
            cells |= {"id": f"{event}-{actor}", "table": "events", "row": event, "actor": actor}
            new.append([*(cells | {"note": "Sought and not found."}).values()])
        write(data, "accounts", [*accounts, *new])
        return not any("fewer than two sides" in p.message for p in problems(data))

    assert heard("azerbaijan", "armenia")
    assert not heard("azerbaijan", "azerbaijan-ssr")
    assert not heard("armenia", "armenian-ssr")


def test_an_allegation_without_answer_or_note_leaves_the_accused_unheard(data):
    header, *rows = rows_of(data, "allegations")
    of = header.index
    accounts = rows_of(data, "accounts")
    told = {row[accounts[0].index("row")] for row in accounts[1:]}
    terms = rows_of(data, "terms")
    contested = {r[0] for r in terms[1:] if r[terms[0].index("contested")] == "true"}
    alone = [
        row
        for row in rows
        if row[of("term")] in contested - told
        and [r[of("term")] for r in rows].count(row[of("term")]) == 1
    ]
    row = next(row for row in alone if row[of("answer")])
    tables.change(
        data / "passages.csv",
        lambda found: [p for p in found if p["row"] != row[0]],
    )
    assert problems(data) == []
    spoil(data, "allegations", row[0], answer="", note="No answer was found.")
    assert problems(data) == []
    spoil(data, "allegations", row[0], answer="", note="")
    [found] = [p for p in problems(data) if "fewer than two sides" in p.message]
    assert (found.file, found.line) == ("terms.csv", line_of(data, "terms", row[of("term")]))


def test_a_passage_of_an_unknown_table_is_told_where_it_stands(data):
    tables.change(
        data / "passages.csv",
        lambda found: [found[0] | {"table": "evnts"}, *found[1:]],
    )
    found = problems(data)
    assert found and {p.file for p in found} == {"passages.csv"}


def test_talks_that_end_with_the_signing_fit_their_agreement(data):
    agreement = "2020-11-10-trilateral"
    spoil(data, "events", EVENT, agreement=agreement, date="2020-11-01", end_date="2020-11-10")
    assert not any("is outside" in p.message for p in problems(data))
    spoil(data, "events", EVENT, agreement=agreement, date="2020-11-01", end_date="2020-11-08")
    assert any("is outside 2020-11-10-trilateral" in p.message for p in problems(data))


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


@pytest.mark.parametrize("table", ["actors", "places", "episodes"])
def test_an_actor_a_place_or_an_episode_that_no_row_names_is_caught(data, table):
    rows = rows_of(data, table)
    write(data, table, [*rows, ["unnamed", *rows[1][1:]]])
    [found] = [p for p in problems(data) if "no row names 'unnamed'" in p.message]
    assert (found.file, found.line) == (f"{table}.csv", len(rows) + 1)


def test_a_quote_that_is_not_closed_is_caught(data):
    path = data / "events.csv"
    line = path.read_bytes().count(b"\n") + 1
    path.write_bytes(path.read_bytes() + b'a"b,c\n')
    assert any(f"events.csv:{line}:1: a quote is not closed" in str(p) for p in problems(data))


@pytest.mark.parametrize("table", ["terms", "accounts", "vocabulary", "places"])
def test_a_missing_table_is_the_only_problem_that_it_makes(data, table):
    (data / f"{table}.csv").unlink()
    [problem] = problems(data)
    assert str(problem).startswith(f"{table}.csv:1:1: the file is missing")


@pytest.mark.parametrize("name", ["events-copy.csv", "references/blogs.bib", "geo/draft.geojson"])
def test_a_file_that_is_no_part_of_the_record_is_caught_before_it_is_published(data, name):
    (data / name).write_text("half finished\n", encoding="utf-8")
    [problem] = problems(data)
    assert problem.file == name and "is no part of datapackage.json" in problem.message


def test_what_an_editor_or_a_system_left_is_no_part_of_the_record_and_no_problem(data):
    for name in ("events.csv~", ".DS_Store", "events.csv.orig"):
        (data / name).write_text("left\n", encoding="utf-8")
    assert problems(data) == []


def test_a_fault_of_a_source_hides_none_of_the_tables(data):
    path = data / "references" / "ngo.bib"
    path.write_text(
        path.read_text(encoding="utf-8") + ENTRY % ("Bad_Key", "", "none"), encoding="utf-8"
    )
    spoil(data, "phases", "war-2020", start="2020-09-20")
    assert any("overlaps" in p.message for p in problems(data))


def test_a_foreign_key_of_one_column_may_be_written_without_brackets(data):
    path = data / "datapackage.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    [terms] = [r for r in described["resources"] if r["name"] == "terms"]
    [key] = [k for k in terms["schema"]["foreignKeys"] if k["fields"] == ["agreement"]]
    key["fields"] = "agreement"
    path.write_text(json.dumps(described), encoding="utf-8")
    assert problems(data) == []
    spoil(data, "terms", "2020-11-10-trilateral-2", agreement="no-such-agreement")
    assert any("stands nowhere in agreements.csv" in p.message for p in problems(data))


@pytest.mark.parametrize(
    ("table", "column"),
    [("places", "area"), ("events", "date"), ("coverage", "checked_on"), ("events", "contested")],
)
def test_a_column_that_the_descriptor_forgot_is_told_with_its_name(data, table, column):
    path = data / "datapackage.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    [resource] = [r for r in described["resources"] if r["name"] == table]
    fields = resource["schema"]["fields"]
    resource["schema"]["fields"] = [f for f in fields if f["name"] != column]
    path.write_text(json.dumps(described), encoding="utf-8")
    rows = rows_of(data, table)
    place = rows[0].index(column)
    write(data, table, [[*row[:place], *row[place + 1 :]] for row in rows])
    told = {(p.file, p.message) for p in problems(data)}
    forgotten = f"describes no column {column}: restore it from version control"
    assert ("datapackage.json", forgotten) in told


def constraints_of(described: dict) -> dict:
    return described["resources"][0]["schema"]["fields"][1]["constraints"]


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
        (
            lambda described: described["resources"][0]["schema"]["fields"][1].update(type="strin"),
            "events.date is laid out wrongly: its type 'strin' is not one of string, integer",
        ),
        (
            lambda described: constraints_of(described).update(pattern="["),
            "events.date is laid out wrongly: unterminated character set",
        ),
        (
            lambda described: constraints_of(described).update(minimum="x"),
            "events.date is laid out wrongly: its bound 'x' is no number",
        ),
        (
            lambda described: described["resources"].append(described["resources"][0]),
            "it describes the table events twice",
        ),
        (
            lambda described: described["resources"][0]["schema"].update(primaryKey=["idd"]),
            "the table events has a key of idd, which is no column of it",
        ),
        (
            lambda described: described["resources"][0]["schema"]["fields"].append(
                described["resources"][0]["schema"]["fields"][1]
            ),
            "the table events describes a column twice",
        ),
        (
            lambda described: constraints_of(described).update(required="false"),
            "events.date is laid out wrongly: its constraint 'false' is neither true nor false",
        ),
        (
            lambda described: constraints_of(described).update(minimum=True),
            "events.date is laid out wrongly: its bound True is no number",
        ),
        (
            lambda described: described["resources"][0]["schema"]["fields"][1].update(
                list={"separator": ";", "references": "nope"}
            ),
            "the column events.date refers to nope, which is no table",
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


@pytest.mark.parametrize("table", ["districts", "coverage", "vocabulary", "arms_imports"])
def test_a_table_that_the_descriptor_forgot_is_told_with_its_name(data, table):
    path = data / "datapackage.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    described["resources"] = [r for r in described["resources"] if r["name"] != table]
    path.write_text(json.dumps(described), encoding="utf-8")
    told = {(p.file, p.message) for p in problems(data)}
    stray = "is no part of datapackage.json: move it out of the folder"
    forgotten = f"describes no table {table}: restore it from version control"
    assert {(f"{table}.csv", stray), ("datapackage.json", forgotten)} <= told


def test_a_primary_key_of_one_column_may_be_written_without_brackets(data):
    path = data / "datapackage.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    described["resources"][0]["schema"]["primaryKey"] = "id"
    path.write_text(json.dumps(described), encoding="utf-8")
    assert problems(data) == []
    rows = rows_of(data, "events")
    write(data, "events", [*rows, rows[-1]])
    assert any(p.message.startswith("id: ") and "use it once" in p.message for p in problems(data))


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
SOURCES = [
    (
        ENTRY % ("a-b", "https://example.org/a", "am},\n  stance = {am"),
        "stance is of outlets of no state alone",
    ),
    (
        ENTRY % ("ucdp-2025-organized-violence", "https://example.org/a", "none"),
        "stands in ngo.bib too",
    ),
    (
        ENTRY % ("a-b", "https://example.org/a", "none},\n  shortauthor = {" + "I" * 31),
        "labels would say 'IIII",
    ),
    *(
        (ENTRY.replace("{Somebody}", f"{{{author}}}", 1) % ("a-b", "https://e.org", "none"), words)
        for author, words in (
            ("Haupt, Robert", "'Haupt, Robert' stands in the braces of one organisation"),
            ("de Waal, Thomas", "stands in the braces"),
            ("Milanović, Marko and Papić, Tatjana", "{Family, Given and Family, Given}"),
            ("O. Paye and E. Remacle", "stands in the braces"),
            ("Michael Emerson, Nathalie Tocci and Sergiu Celac", "stands in the braces"),
            ("dpa; Neues Deutschland", "two bodies as {{A} and {B}}"),
            ("Institute for War and Peace Reporting", "give a shortauthor of at most 30"),
        )
    ),
    (
        ENTRY % ("a-b", "https://example.org/a", "none},\n  archvied = {https://example.org/b"),
        "has an unknown field archvied: the names are author, shortauthor",
    ),
    (
        ENTRY.replace("A title", "98.8\\%% of the vote") % ("a-b", "https://e.org", "none"),
        "title holds a backslash, which pages would show",
    ),
    (
        ENTRY % ("a-b", "https://e.org", "none},\n  date = {2026-11-02},\n  urldate = {2026-11-01"),
        "the date 2026-11-02 lies after the urldate 2026-11-01: correct one",
    ),
    (
        ENTRY % ("a-b", "https://e.org", "none},\n  urldate = {2126-11-01"),
        "urldate 2126-11-01 lies after 20",
    ),
    (
        ENTRY % ("a-b", "https://e.org", "none},\n  copy_of = {a-b"),
        "a-b: copy_of names 'a-b', the entry itself",
    ),
    (
        ENTRY.replace("{en}", "{xx}") % ("a-b", "https://e.org", "none"),
        "language = 'xx' is not",
    ),
    ("@misc{bare,\n  note = {%s},\n}\n" % ("x" * 32_768), "note has 32,768 characters"),
]


@pytest.mark.parametrize(
    "author",
    [
        "Russia and Armenia",
        "Protection Cluster and UNHCR",
        "Avey State Art and Stone Park",
        "Trend, quoting the president",
        "European Union, Commission",
        "The Press, Papers Past",
    ],
)
def test_an_organisation_may_have_a_comma_or_an_and_in_its_name(data, author):
    path = data / "references" / "ngo.bib"
    entry = ENTRY.replace("Somebody", author, 1) % ("a-b", "https://example.org/a", "none")
    path.write_text(path.read_text(encoding="utf-8") + entry, encoding="utf-8")
    [problem] = problems(data)
    assert "no row cites it" in problem.message


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


def test_a_problem_of_a_source_is_told_in_the_folder_that_the_descriptor_names(data):
    path = data / "datapackage.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    described["references"]["folder"] = "sources"
    path.write_text(json.dumps(described), encoding="utf-8")
    path = (data / "references").rename(data / "sources") / "ngo.bib"
    entry = ENTRY % ("a-b", "https://example.org/a", "none},\n  urldate = {2126-11-01")
    path.write_text(path.read_text(encoding="utf-8") + entry, encoding="utf-8")
    found = problems(data)
    assert len(found) == 2 and {problem.file for problem in found} == {"sources/ngo.bib"}


def test_a_source_that_is_not_closed_is_caught_where_it_ends(data):
    path = data / "references" / "ngo.bib"
    text = path.read_text(encoding="utf-8") + "@misc{half,\n  title = {Unclosed\n"
    path.write_text(text, encoding="utf-8")
    [problem] = [p for p in problems(data) if "is not valid BibTeX" in p.message]
    assert (problem.file, problem.line) == ("references/ngo.bib", text.count("\n"))


def keys_of_one_address() -> tuple[str, str]:
    """Two keys whose sources would get the same permanent address."""
    known: dict[str, str] = {}
    for key in (f"press-{number}" for number in itertools.count()):
        if other := known.get(source_anchor(key)):
            return other, key
        known[source_anchor(key)] = key


def test_two_sources_of_one_permanent_address_are_caught(data):
    first, second = keys_of_one_address()
    path = data / "references" / "ngo.bib"
    text = path.read_text(encoding="utf-8")
    text += ENTRY % (first, "https://example.org/a", "none")
    line = text.count("\n") + 2
    text += ENTRY % (second, "https://example.org/b", "none")
    path.write_text(text, encoding="utf-8")
    [problem] = [p for p in problems(data) if "permanent address" in p.message]
    assert (problem.file, problem.line) == ("references/ngo.bib", line)
    assert f"{second}: gets the same permanent address as {first}: give it" in problem.message


def command(*words: str, of: str = "check", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "briefing", of, *words],
        env={**os.environ, **environment},
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


@pytest.mark.parametrize("of", ["check", "review"])
def test_a_place_is_a_path_that_a_terminal_opens(data, of):
    spoil(data, "events", EVENT, date="1988-02-31", title="A place was shelled")
    told = command("--data", str(data), of=of).stdout.splitlines()
    assert told and [line for line in told if not Path(line.partition(":")[0]).is_file()] == []


def test_the_command_says_in_one_line_that_all_is_well():
    done = command()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1 and done.stdout.endswith("no problem\n")


def test_a_terminal_that_lacks_a_letter_is_told_its_number(data):
    spoil(data, "events", EVENT, actors="Շուշի")
    done = command("--data", str(data), PYTHONIOENCODING="cp1252")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert r"\u0547\u0578\u0582\u0577\u056b" in done.stdout


@pytest.mark.parametrize("of", ["check", "review"])
def test_a_folder_that_does_not_exist_is_told_so(tmp_path, of):
    done = command("--data", str(tmp_path / "nowhere"), of=of)
    assert done.returncode != 0
    assert done.stderr.endswith(f"{tmp_path / 'nowhere'}: there is no such folder\n")


@pytest.mark.parametrize("of", ["check", "review"])
def test_a_command_ends_quietly_when_nobody_reads_on(of):
    """A line is written as the command ends, a list long before."""
    read, write = os.pipe()
    os.close(read)
    words = [sys.executable, "-m", "briefing", of]
    done = subprocess.run(words, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (1, "")


def test_the_check_loads_no_pandas():
    code = "import sys, briefing.checks; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
