"""The list on the page of downloads: what there is, how large, and its checksum."""

import html
import pickle
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from briefing import downloads
from briefing.downloads import Download
from briefing.markup import Links, Piece, Text, row
from briefing.sphinx_ext import state
from briefing.sphinx_ext.exhibits import record_rows
from briefing.sphinx_ext.footer import exhibit_mark, up

NAME = "tbl-downloads"
PAGE = "book/downloads"
# Spreadsheet and archives take a tenth of the build: another core makes them meanwhile.
_MAKING = """
import pickle, sys
from pathlib import Path
from briefing import downloads
sys.stdout.buffer.write(pickle.dumps(downloads.made(Path(sys.argv[1]))))
"""
_HEADER = ("File", "Rows", "Size", "SHA-256")
_COLLECTIONS = "Everything in one file"
_TABLES = "Tables of the record"
_REST = "Descriptor, sources and outlines"
# What the descriptor, which titles the tables, does not say.
_TITLES = {
    "data/datapackage.json": "Descriptor: every table and column (Frictionless Data Package)",
    "data/geo/README.md": "What the outlines are and where they come from",
    "data/geo/natural-earth.geojson": "State borders, lakes, modern districts: Natural Earth",
    "data/geo/outlines.geojson": "Schematic outlines of this briefing",
    "data/references/academic.bib": "Sources: academic",
    "data/references/igo.bib": "Sources: international organisations and courts",
    "data/references/ngo.bib": "Sources: non-governmental organisations",
    "data/references/press.bib": "Sources: press",
    "data/references/primary.bib": "Sources: acts and statements of states and parties",
}


def begin(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Begin to make the downloads in a process of its own.

    Not before the build itself has begun: from then on Sphinx tells of every end, a failure too.
    """
    command = [sys.executable, "-c", _MAKING, str(app.srcdir)]
    state.of(app).making = subprocess.Popen(command, stdout=subprocess.PIPE)


def read_last(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Read the page of downloads last: it waits for them."""
    docnames.sort(key=lambda name: (name == PAGE, name))


def finished(app: Sphinx) -> tuple[Download, ...]:
    """Every download of the book, once all are made.

    Raises
    ------
    sphinx.errors.ExtensionError
        If they could not be made; the process has said why on stderr.
    """
    known = state.of(app)
    if known.made is None:
        assert known.making, "asked for before pages are read"
        pickled, _ = known.making.communicate()
        if known.making.returncode:
            raise ExtensionError("the downloads could not be made")
        known.made = pickle.loads(pickled)
    return known.made


def write(app: Sphinx, error: Exception | None) -> None:
    """Write the downloads beside the pages."""
    if error:
        making = state.of(app).making
        if making:
            with making:  # waits for its end and closes what it wrote to
                making.kill()
    elif app.builder.format == "html":
        downloads.write(finished(app), Path(app.outdir) / downloads.FOLDER)


@dataclass(frozen=True)
class FileLink(Piece):
    """A link to a file, shown by its name."""

    address: str

    def html(self, links: Links | None = None) -> str:  # noqa: D102
        return f'<a href="{html.escape(self.address)}">{html.escape(self.plain())}</a>'

    def plain(self) -> str:  # noqa: D102
        return Path(self.address).name


class DownloadTable(SphinxDirective):
    """``{downloads}``: every download with its size and its checksum, as an exhibit."""

    def run(self) -> list[nodes.Node]:
        """Make the table and the line of its source."""
        self.options["name"] = NAME
        folder = f"{up(self.env.docname)}{downloads.FOLDER}"
        made = finished(self.env.app)
        rows = list(_rows(made, folder))
        caption = f"The {len(made)} downloads of this version, with the SHA-256 checksum of each."
        # Nobody searches for a checksum.
        words = "\n".join(cell.plain() for cells in rows for cell in cells[: len(_HEADER) - 1])
        table = nodes.table(classes=["exhibit", "cols-downloads"])
        table += nodes.title("", caption)
        table += record_rows("", words, format="html", header=_HEADER, rows=rows)
        self.add_name(table)
        source = nodes.paragraph("", "Source: computed from the files in the build; also as ")
        source += nodes.reference("", downloads.SUMS, refuri=f"{folder}/{downloads.SUMS}")
        source += exhibit_mark(name=NAME, data=f"{downloads.FOLDER}/{downloads.CONTENTS}")
        return [table, nodes.container("", source, classes=["exhibit-source"])]


def _rows(made: tuple[Download, ...], folder: str) -> list[list[Piece]]:
    groups: dict[str, list[list[Piece]]] = {_COLLECTIONS: [], _TABLES: [], _REST: []}
    for one in made:
        title = one.title or _TITLES.get(one.path, "")
        shown = row(FileLink(f"{folder}/{one.path}"), Text(title, "row-note"))
        count = "–" if one.rows is None else f"{one.rows:,}"
        cells = [shown, Text(count), Text(size(len(one.content))), Text(one.sha256, "checksum")]
        groups[_group(one)].append(cells)
    return [line for name, lines in groups.items() for line in ([Text(name)], *lines)]


def _group(one: Download) -> str:
    if "/" not in one.path:
        return _COLLECTIONS
    return _TABLES if one.rows is not None else _REST


def size(count: int) -> str:
    """A number of bytes as readers say it: ``12 kB``, ``3.6 MB``."""
    return f"{count / 1e6:.1f} MB" if count >= 999_500 else f"{max(round(count / 1000), 1)} kB"
