"""What readers take away: the tables, the record as spreadsheet and data package, the project."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from briefing import citing, inputs, publication, schema, spreadsheet
from briefing.publication import Publication

FOLDER = "_downloads"
SPREADSHEET = "nagorno-karabakh-record.xlsx"
PACKAGE = "nagorno-karabakh-record.zip"
RERUN = "nagorno-karabakh-briefing.zip"
CONTENTS = "contents.csv"
SUMS = "SHA256SUMS"
_LICENCES = """\
Text, tables, charts and maps: CC BY 4.0, see LICENSE-CONTENT.{}
Data by UCDP, coordinates by GeoNames and outlines by Natural Earth keep their own terms and ask
for their own credit; LICENSE-CONTENT says which.
"""
_PACKAGE_README = """\
datapackage.json describes every table and column (Frictionless Data Package); references/*.bib
(BibLaTeX) and references/sources.csv hold the sources by the keys that the rows cite.
`frictionless validate datapackage.json` checks types, keys and values, not the days of the
calendar and not the items of cells that hold a list; `sha256sum --check SHA256SUMS` checks the
files.

In some texts {who|words} marks words as those of who, an actor or the key of a source that the row
cites: they are not this record's words. To read the text without the marks, replace
\\{[^|{}]*\\|([^{}]*)\\} by \\1. Ids are opaque: an id may hold a day, a name or a measure that a
column has since corrected. A date is as precise as it is known (2020, 2020-11, 2020-11-10, with a
time and its offset where both are known).

Cells of the CSV files are as they stand in the record: import them as text where a program would
read one that begins with =, +, - or @ as a formula."""
_RERUN_README = """\
Needed: Python 3.11 to 3.13 with its module venv (Debian: python3-venv), and make.

    make book       makes .venv, installs requirements.txt, builds _build/html/index.html
    make nbval      executes every notebook again and compares each stored output
    make notebooks  executes every notebook and stores what comes out

With the packages of requirements.txt installed, nothing is fetched:

    python -m briefing check    checks the record
    python -m briefing build    executes stale notebooks and builds the book

Change a row in data/ and build again: the chapters that read the table follow. The tests, the
benchmark and the tools of the project are not part of this archive: make test, bench, lock-check,
audit, newest and rerun-check need the repository."""


@dataclass(frozen=True)
class Download:
    """One file that readers take away.

    Attributes
    ----------
    path : str
        Below `FOLDER`.
    title : str
        What it holds.
    content : bytes
    rows : int or None
        Rows of a table, without its header.
    """

    path: str
    title: str
    content: bytes
    rows: int | None = None

    @property
    def sha256(self) -> str:
        """Checksum of the file."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def media_type(self) -> str:
        """What the file is, for machines."""
        return _MEDIA_TYPES[self.path.rpartition(".")[2]]


_MEDIA_TYPES = {
    "bib": "application/x-bibtex",
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "json": "application/json",
    "md": "text/markdown",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def made(root: Path) -> tuple[Download, ...]:
    """Every download of a project, without the two lists of them.

    Parameters
    ----------
    root : pathlib.Path
        Folder of the project.

    Returns
    -------
    tuple of Download
        The three collections first, then the files of the record.

    Raises
    ------
    OSError
        If a file of the project cannot be read.
    """
    of = publication.read(root)
    tables = schema.read(root / "data").tables
    sheets = spreadsheet.write(root / "data", of)
    return (
        Download(SPREADSHEET, "The record as one spreadsheet", sheets),
        Download(PACKAGE, "The record as a data package", _package(root, of)),
        Download(RERUN, "The whole project, to rerun", _project(root, of)),
        *(_record_file(root, path, tables) for path in _record_paths(root)),
    )


def _record_paths(root: Path) -> list[Path]:
    return [p for p in inputs.paths(root) if p.is_relative_to(root / "data")]


def _record_file(root: Path, path: Path, tables: Mapping[str, schema.Table]) -> Download:
    name = path.relative_to(root).as_posix()
    content = path.read_bytes()
    table = next((t for t in tables.values() if f"data/{t.path}" == name), None)
    if table is None:
        return Download(name, "", content)
    lines = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
    return Download(name, table.title, content, sum(1 for _ in lines) - 1)


def _package(root: Path, of: Publication) -> bytes:
    """The record as a Frictionless data package in a zip."""
    files = {
        path.relative_to(root / "data").as_posix(): path.read_bytes()
        for path in _record_paths(root)
    }
    for name in ("LICENSE-CONTENT", publication.CITATION):
        files[name] = (root / name).read_bytes()
    files["references/sources.csv"] = spreadsheet.sources_csv(root / "data")
    files["README.txt"] = _about(of, _PACKAGE_README, code="")
    files[SUMS] = _sums(files)
    return _zip(files, of)


def _project(root: Path, of: Publication) -> bytes:
    """Notebooks, data, code, lock and configuration: what a build needs, in a zip."""
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in inputs.paths(root)}
    files["README.md"] = _about(of, _RERUN_README, code=" Code: MIT, see LICENSE.")
    folder = f"{Path(RERUN).stem}-{of.version}"
    return _zip({f"{folder}/{name}": content for name, content in files.items()}, of)


def _about(of: Publication, use: str, code: str) -> bytes:
    parts = (of.title, f"{of.edition}.", use, f"Cite as: {citing.apa(citing.Work(), of)}")
    return ("\n\n".join(parts) + "\n\n" + _LICENCES.format(code)).encode()


def _zip(files: Mapping[str, bytes], of: Publication) -> bytes:
    """A zip that is the same bytes each time: sorted, dated by the version."""
    written = io.BytesIO()
    day = (of.released.year, of.released.month, of.released.day, 0, 0, 0)
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, day)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, wherever it is made
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, content)
    return written.getvalue()


def _sums(files: Mapping[str, bytes]) -> bytes:
    """Checksums as ``sha256sum --check`` reads them."""
    lines = [
        f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in sorted(files.items())
    ]
    return ("\n".join(lines) + "\n").encode()


def write(files: Iterable[Download], folder: Path) -> None:
    """Write downloads, with the lists of them, into a folder.

    Parameters
    ----------
    files : iterable of Download
        From `made`.
    folder : pathlib.Path
        Where they go; it is made if it does not exist.

    Raises
    ------
    OSError
        If a file cannot be written.
    """
    files = tuple(files)
    written = {one.path: one.content for one in files}
    written[CONTENTS] = _contents(files)
    written[SUMS] = _sums(written)
    for name, content in written.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def _contents(files: Iterable[Download]) -> bytes:
    """The list of the downloads as a table."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("file", "title", "rows", "bytes", "sha256"))
    for one in files:
        rows = "" if one.rows is None else one.rows
        writer.writerow((one.path, one.title, rows, len(one.content), one.sha256))
    return text.getvalue().encode()
