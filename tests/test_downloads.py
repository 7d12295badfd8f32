"""What readers download is what the book read, whole, unaltered and the same bytes each time."""

import csv
import datetime
import hashlib
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter.worksheet
from bs4 import BeautifulSoup
from projects import copy_project
from tables import lines, write_lines

from briefing import downloads, inputs, publication, schema, spreadsheet
from briefing.checks import cells as cells_checked
from briefing.generated import column_type
from briefing.paths import DATA, ROOT
from briefing.record import load
from briefing.sphinx_ext import offered as page

PACKAGE = schema.read(DATA)


@pytest.fixture(scope="module")
def offered() -> dict[str, downloads.Download]:
    return {one.path: one for one in downloads.made(ROOT)}


@pytest.fixture(scope="module")
def sheets(offered) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(offered[downloads.SPREADSHEET].content))


def cells(book: openpyxl.Workbook, name: str) -> list[list]:
    return [[cell.value for cell in row] for row in book[name].iter_rows()]


def read_zip(download: downloads.Download) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(download.content))


@pytest.mark.parametrize("name", PACKAGE.tables)
def test_every_cell_of_the_spreadsheet_is_the_cell_of_the_table(sheets, name):
    table = PACKAGE.tables[name]
    expected = lines(DATA / table.path)
    found = cells(sheets, name)
    assert found[0] == expected[0] and len(found) == len(expected)
    convert = {"integer": int, "number": float}
    kinds = [convert.get(table.column(title).type, str) for title in expected[0]]
    for line, row in zip(found[1:], expected[1:], strict=True):
        assert line == [kind(cell) if cell else None for kind, cell in zip(kinds, row, strict=True)]


def test_no_cell_of_the_spreadsheet_is_a_formula_a_date_or_a_link(sheets):
    for sheet in sheets:
        for row in sheet.iter_rows():
            assert {cell.data_type for cell in row} <= {"s", "n"}
            assert not any(cell.hyperlink or cell.is_date for cell in row)


def test_the_spreadsheet_opens_with_the_dictionary(sheets):
    assert sheets.sheetnames == [spreadsheet.DICTIONARY, *PACKAGE.tables, spreadsheet.SOURCES]
    expected: list[list] = []
    for table in PACKAGE.tables.values():
        expected.append([table.name, None, table.title, None, table.description])
        expected += [
            [table.name, c.name, c.title, column_type(c), c.description] for c in table.columns
        ]
    found = cells(sheets, spreadsheet.DICTIONARY)[1:]
    assert found[: len(expected)] == expected
    named = [row[1] for row in found[len(expected) :]]
    assert named == [None, *cells(sheets, spreadsheet.SOURCES)[0]]
    assert all(row[0] == spreadsheet.SOURCES and row[4] for row in found[len(expected) :])


def test_the_package_holds_the_sources_as_a_table_too():
    lines = list(csv.DictReader(io.StringIO(spreadsheet.sources_csv(DATA).decode())))
    assert {row["key"]: row["title"] for row in lines} == {
        key: source.fields["title"] for key, source in load().sources.items()
    }


def test_the_spreadsheet_holds_every_field_of_every_source(sheets):
    titles, *rows = cells(sheets, spreadsheet.SOURCES)
    found = {row[0]: {t: v for t, v in zip(titles, row, strict=True) if v} for row in rows}
    expected = {
        key: {"key": key, "kind": s.kind, "author": s.author, **s.fields}
        for key, s in load().sources.items()
    }
    assert found == expected


def test_the_check_allows_what_a_cell_of_the_spreadsheet_holds():
    assert xlsxwriter.worksheet.Worksheet().xls_strmax == cells_checked.CHARACTERS


def test_every_sheet_has_a_frozen_head_and_a_filter(sheets):
    for sheet in sheets:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        widths = [sheet.column_dimensions[key].width for key in sheet.column_dimensions]
        assert widths and all(8 <= width <= 62 for width in widths)


def test_the_spreadsheet_is_dated_by_its_version(sheets):
    of = publication.read(ROOT)
    midnight = datetime.datetime.combine(of.released, datetime.time())
    assert sheets.properties.created == sheets.properties.modified == midnight
    assert sheets.properties.title == of.title and of.digest in sheets.properties.description


def test_a_cell_that_begins_like_a_formula_stays_text(data):
    path = data / "audits.csv"
    header, row, *_ = lines(path)
    hostile = [
        "=1+1",
        "+1",
        "-1",
        "@x",
        "http://example.org",
        "1992-05-08",
        "007",
        "a\nb",
        "_x0041_",
    ]
    text = [n for n, t in enumerate(header) if PACKAGE.tables["audits"].column(t).type == "string"]
    made = [list(row) for _ in hostile]
    for line, cell in zip(made, hostile, strict=True):
        line[text[0]] = cell
    write_lines(path, [header, *made])
    written = spreadsheet.write(data, publication.read(ROOT))
    found = cells(openpyxl.load_workbook(io.BytesIO(written)), "audits")
    assert [line[text[0]] for line in found[1:]] == hostile


def test_downloads_are_the_same_bytes_each_time(offered):
    again = downloads.made(ROOT)
    assert [one.path for one in again if one.content != offered[one.path].content] == []


@pytest.mark.parametrize("name", [downloads.PACKAGE, downloads.RERUN])
def test_an_archive_is_sorted_and_dated_by_its_version(offered, name):
    entries = read_zip(offered[name]).infolist()
    assert [e.filename for e in entries] == sorted(e.filename for e in entries)
    released = publication.read(ROOT).released
    assert {e.date_time for e in entries} == {(*released.timetuple()[:3], 0, 0, 0)}
    assert {e.external_attr >> 16 for e in entries} == {0o100644}


def test_the_data_package_holds_the_record_and_conforms_to_the_standard(offered, tmp_path):
    from frictionless import Package

    archive = read_zip(offered[downloads.PACKAGE])
    archive.extractall(tmp_path)
    for path in DATA.rglob("*"):
        if path.is_file():
            assert archive.read(path.relative_to(DATA).as_posix()) == path.read_bytes()
    assert {"README.txt", "LICENSE-CONTENT", "CITATION.cff"} <= set(archive.namelist())
    report = Package(str(tmp_path / schema.DESCRIPTOR)).validate()
    assert report.valid, report.flatten(["title", "message"])


def check_sums(text: str, read) -> set[str]:
    """Names in a list of checksums, all of which hold."""
    names = set()
    for line in text.splitlines():
        digest, name = line.split("  ", 1)
        assert hashlib.sha256(read(name)).hexdigest() == digest, name
        names.add(name)
    return names


def test_the_checksums_of_the_data_package_hold(offered):
    archive = read_zip(offered[downloads.PACKAGE])
    listed = check_sums(archive.read(downloads.SUMS).decode(), archive.read)
    assert listed == set(archive.namelist()) - {downloads.SUMS}


def test_the_checksums_beside_the_pages_hold(book):
    folder = book / downloads.FOLDER
    listed = check_sums(
        (folder / downloads.SUMS).read_text(encoding="utf-8"),
        lambda name: (folder / name).read_bytes(),
    )
    files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert listed == files - {downloads.SUMS}


def test_the_page_lists_every_download_with_its_size_and_sum(book, offered):
    text = (book / "book" / "downloads.html").read_text(encoding="utf-8")
    table = BeautifulSoup(text, "html.parser").find(id="tbl-downloads")
    listed = {}
    for row in table.tbody.find_all("tr"):
        if "group-row" in row.get("class", ""):
            continue
        file, rows, size, checksum = row.find_all("td")
        path = file.a["href"].removeprefix("../_downloads/")
        assert (book / downloads.FOLDER / path).is_file()
        assert file.small, f"{path}: the page does not say what it is"
        listed[path] = (rows.get_text(strip=True), size.get_text(strip=True), checksum.text.strip())
    assert listed == {
        path: (
            "–" if one.rows is None else f"{one.rows:,}",
            page.size(len(one.content)),
            hashlib.sha256(one.content).hexdigest(),
        )
        for path, one in offered.items()
    }


def test_the_files_of_the_record_are_the_recorded_bytes(book):
    for path in (p for p in DATA.rglob("*") if p.is_file()):
        name = path.relative_to(ROOT).as_posix()
        assert (book / downloads.FOLDER / name).read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("count", "shown"),
    [(12, "1 kB"), (1499, "1 kB"), (62_400, "62 kB"), (999_600, "1.0 MB"), (3_612_463, "3.6 MB")],
)
def test_a_size_reads_well(count, shown):
    assert page.size(count) == shown


def test_the_project_to_rerun_holds_every_input_and_checks_its_record(offered, tmp_path):
    """That it builds the same book is proved with the two clean builds."""
    archive = read_zip(offered[downloads.RERUN])
    archive.extractall(tmp_path)
    [project] = tmp_path.iterdir()
    for path in inputs.paths(ROOT):
        assert (project / path.relative_to(ROOT)).read_bytes() == path.read_bytes()
    readme = (project / "README.md").read_text(encoding="utf-8")
    assert "make book" in readme and publication.read(ROOT).digest in readme
    done = subprocess.run(
        [sys.executable, "-m", "briefing", "check"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(project)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0 and "no problem" in done.stdout, done.stdout + done.stderr


def test_a_project_unpacked_anywhere_has_the_same_digest(offered, tmp_path):
    read_zip(offered[downloads.RERUN]).extractall(tmp_path)
    [project] = tmp_path.iterdir()
    assert inputs.inputs_digest(project) == inputs.inputs_digest(ROOT)


def test_the_digest_follows_every_input_and_nothing_else(project: Path):
    before = inputs.short_digest(project)
    assert len(before) == 8 and int(before, 16) >= 0
    (project / "data" / ".~lock.events.csv#").touch()
    (project / "briefing" / "__pycache__").mkdir(exist_ok=True)
    (project / "briefing" / "__pycache__" / "x.pyc").touch()
    assert inputs.short_digest(project) == before
    for name in ("data/events.csv", "LICENSE", "book/methods.md", "_config.yml"):
        path = project / name
        kept = path.read_bytes()
        path.write_bytes(kept + b"\n")
        assert inputs.short_digest(project) != before, name
        path.write_bytes(kept)
    assert inputs.short_digest(project) == before


def test_what_an_editor_left_is_no_input_and_is_not_offered(tmp_path):
    project = copy_project(tmp_path / "project")
    before = inputs.paths(project)
    for left in ("events.csv~", "events.csv.orig", "events.csv.rej", "terms.csv.bak", ".#x.csv"):
        (project / "data" / left).write_text("left", encoding="utf-8")
    assert inputs.paths(project) == before
    (project / "data" / "more.csv").write_text("own", encoding="utf-8")
    assert len(inputs.paths(project)) == len(before) + 1
