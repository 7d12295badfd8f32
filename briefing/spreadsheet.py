"""The record as one spreadsheet: a dictionary, a sheet a table, the sources."""

import csv
import datetime
import io
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from briefing import references, schema
from briefing.generated import column_type
from briefing.publication import Publication

DICTIONARY, SOURCES = "dictionary", "sources"
_ABOUT = ("table", "column", "title", "type", "description")
_SOURCE = {
    "key": "Key by which rows cite it.",
    "kind": "Primary text, international organisation or court (igo), NGO, academic, or press.",
    **references.FIELDS,
}
_SOURCES_ARE = "What the rows cite by its key; on paper and on the web, the lists of sources."
_NUMBERS = {"integer": int, "number": float}
_WIDEST, _NARROWEST = 60, 8  # characters


def write(data_dir: Path, of: Publication) -> bytes:
    """Write the whole record as XLSX, the same bytes each time.

    Parameters
    ----------
    data_dir : pathlib.Path
        Folder of the data package.
    of : Publication
        What the file's properties name; the version's date is the date of its creation.

    Returns
    -------
    bytes

    Raises
    ------
    OSError
        If a file of the record cannot be read.
    """
    package = schema.read(data_dir)
    written = io.BytesIO()
    # No cell may turn into a formula, a date or a link.
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(written, {"in_memory": True, **plain}) as book:
        _describe(book, of)
        head = book.add_format({"bold": True, "valign": "top", "bottom": 1})
        body = book.add_format({"text_wrap": True, "valign": "top"})

        def sheet(name: str, titles: Sequence[str], rows: list, types: Sequence[str]) -> None:
            _fill(book.add_worksheet(name), titles, rows, types, (head, body))

        about = [row for table in package.tables.values() for row in _dictionary(table)]
        about += [(SOURCES, "", "Sources", "", _SOURCES_ARE)]
        about += [(SOURCES, name, "", "string", meaning) for name, meaning in _SOURCE.items()]
        sheet(DICTIONARY, _ABOUT, about, ["string"] * len(_ABOUT))
        for table in package.tables.values():
            titles, rows = _cells(data_dir / table.path)
            sheet(table.name, titles, rows, [table.column(title).type for title in titles])
        sheet(SOURCES, tuple(_SOURCE), _sources(data_dir), ["string"] * len(_SOURCE))
    return written.getvalue()


def sources_csv(data_dir: Path) -> bytes:
    """The sources as a table, for those who read no BibTeX.

    Parameters
    ----------
    data_dir : pathlib.Path
        Folder of the data package.

    Returns
    -------
    bytes
        CSV in UTF-8: a row a source; key and kind, then `briefing.references.FIELDS`.

    Raises
    ------
    OSError
        If a file of the bibliography cannot be read.
    """
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([tuple(_SOURCE), *_sources(data_dir)])
    return written.getvalue().encode()


def _dictionary(table: schema.Table) -> list[tuple[str, ...]]:
    """What a table holds, then each of its columns."""
    columns = [(c.name, c.title, column_type(c), c.description) for c in table.columns]
    about = ("", table.title, "", table.description)
    return [(table.name, *line) for line in (about, *columns)]


def _sources(data_dir: Path) -> list[tuple[str, ...]]:
    return [tuple(_field(s, n) for n in _SOURCE) for s in references.read(data_dir)]


def _describe(book: xlsxwriter.Workbook, of: Publication) -> None:
    book.set_properties(
        {
            "title": of.title,
            "author": of.author,
            "comments": f"{of.edition}. CC BY 4.0; data of others under their own terms.",
            "created": datetime.datetime.combine(of.released, datetime.time()),
        }
    )


def _cells(path: Path) -> tuple[list[str], list[list[str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        titles, *rows = csv.reader(file)
    return titles, rows


def _field(source: references.Source, name: str) -> str:
    if name in ("key", "kind", "author"):
        return getattr(source, name)
    return source.fields.get(name, "")


def _fill(
    sheet: Worksheet,
    titles: Sequence[str],
    rows: Sequence[Sequence[str]],
    types: Sequence[str],
    formats: tuple,
) -> None:
    head, body = formats
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, head)
        widest = max((len(row[column]) for row in rows), default=0)
        sheet.set_column(column, column, min(max(widest, len(title) + 3, _NARROWEST), _WIDEST))
    for number, row in enumerate(rows, start=1):
        for column, (cell, kind) in enumerate(zip(row, types, strict=True)):
            if cell and kind in _NUMBERS:
                sheet.write_number(number, column, _NUMBERS[kind](cell), body)
            elif cell:
                sheet.write_string(number, column, cell, body)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(titles) - 1)
