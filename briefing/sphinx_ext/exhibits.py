"""Exhibits on their pages: the rows of their tables, and their data beside the pages."""

import json
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from briefing import digests, how_built, stored
from briefing.addresses import source_anchor
from briefing.label_style import BriefingLabels
from briefing.markup import Text, anchors, unpacked
from briefing.sphinx_ext import assets, state
from briefing.tables import html_rows, names_its_rows

logger = logging.getLogger(__name__)
FOLDER = "_exhibits"
# Keys of sources by their addresses: a page from disk can fetch no data, but load a script.
_KEYS = "source-keys.js"


class record_rows(nodes.raw):  # noqa: N801 - Sphinx calls its visitors by this name
    """The rows of an exhibit: packed, and as plain text, by which the site's search knows them."""


class RecordTable(SphinxDirective):
    """``{record-table} caption``: a table whose lines are its header and its packed rows."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar = {"name": directives.unchanged, "class": directives.class_option}

    def run(self) -> list[nodes.Node]:
        """Make the table and tell the domain of the rows that have an address in it."""
        lines = [json.loads(line) for line in self.content]
        # A row that its page can choose ends in its code.
        carried = [line.pop() if isinstance(line[-1], dict) else {} for line in lines]
        header, *rows = lines
        cells = [[unpacked(cell) for cell in cells] for cells in rows]
        domain = self.env.get_domain("record")
        for target in (t for row in cells for cell in row for t in anchors(cell)):
            domain.note_row(target, self.env.docname)  # type: ignore[attr-defined]
        words = "\n".join(cell.plain() for row in [map(Text, header), *cells] for cell in row)
        caption, messages = self.parse_inline(self.arguments[0])
        table = nodes.table(classes=self.options["class"])
        table += nodes.title("", "", *caption)
        table += record_rows("", words, format="html", header=header, rows=cells, carried=carried)
        self.add_name(table)
        return [table, *messages]


class PageLinks:
    """Where the links of one page lead.

    Parameters
    ----------
    translator : sphinx.writers.html5.HTML5Translator
        The writer of the page.
    """

    def __init__(self, translator: HTML5Translator) -> None:
        self._builder = translator.builder
        self._page = translator.builder.current_docname
        self._rows = translator.builder.env.get_domain("record").data["rows"]
        self._sources = _source_pages(translator.builder.app)

    def _to(self, docname: str) -> str:
        same = docname == self._page
        return "" if same else self._builder.get_relative_uri(self._page, docname)

    def row(self, target: str) -> str:
        """Address of a row; one that stands nowhere is a warning, which stops the build."""
        if target not in self._rows:
            said = "no page has the row %s"
            logger.warning(said, target, location=self._page, type="record", subtype="row")
            return f"#{target}"
        return f"{self._to(self._rows[target])}#{target}"

    def source(self, key: str) -> tuple[str, str]:
        """Address and label of a source; one that no page lists is a warning."""
        page = self._sources.get(key)
        if page is None:
            said = "no page lists the source %s"
            logger.warning(said, key, location=self._page, type="record", subtype="source")
            page = self._page
        return f"{self._to(page)}#{source_anchor(key)}", BriefingLabels.known[key]


def _source_pages(app: Sphinx) -> dict[str, str]:
    """Page on which each source is listed, by key; known when all pages are read."""
    known = state.of(app)
    if not known.source_pages:
        cited = app.env.get_domain("cite").citations  # type: ignore[attr-defined]
        known.source_pages = {one.key: one.bibliography_key.docname for one in cited}
    return known.source_pages


def visit_rows(translator: HTML5Translator, node: record_rows) -> None:
    """Write the rows of a table."""
    links, carried = PageLinks(translator), node.get("carried", ())
    if any(carried):
        assets.name_columns(translator.builder.app, node.parent["ids"][0], node["header"])
    else:
        carried = ()
    named = names_its_rows(node.parent["classes"])
    translator.body.append(html_rows(node["header"], node["rows"], links, carried, named))
    raise nodes.SkipNode


def write_exhibits(app: Sphinx, error: Exception | None) -> None:
    """Write the data of every exhibit beside the pages."""
    if error or app.builder.format != "html":
        return
    folder = Path(app.outdir) / FOLDER
    folder.mkdir(exist_ok=True)
    for _, notebook in stored.notebooks(Path(app.srcdir)):
        for output in stored.outputs(notebook):
            if "text/csv" in output["data"]:
                text = "".join(output["data"]["text/csv"])
                file = folder / f"{_exhibit_name(output)}.csv"
                file.write_text(text, encoding="utf-8", newline="")
    for table in how_built.tables(Path(app.srcdir)):
        (folder / f"{table.name}.csv").write_text(table.csv(), encoding="utf-8", newline="")
    keys = {source_anchor(key): key for key in BriefingLabels.known}
    script = f"window.briefing.keys={json.dumps(keys, separators=(',', ':'))};\n"
    (folder / _KEYS).write_text(script, encoding="utf-8", newline="")


def _exhibit_name(output: dict[str, Any]) -> str:
    page = output["metadata"].get(digests.KEY)
    if page:
        return page["figure"]["name"]
    markdown = "".join(output["data"]["text/markdown"])
    return markdown.split(":name: ", 1)[1].split("\n", 1)[0]
