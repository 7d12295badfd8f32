"""What the book adds to Sphinx: guards, addresses of rows, data of exhibits, theme repairs."""

import csv
import html
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains import Domain, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.roles import SphinxRole, XRefRole
from sphinx.transforms import SphinxTransform
from sphinx.util.nodes import make_refnode, split_explicit_title

from briefing import __version__, addresses, as_of, digests, generated, schema, speech
from briefing.checks import problems
from briefing.citations import IndexedBibtexDomain
from briefing.label_style import register
from briefing.tables import GROUP

EXHIBITS = "_exhibits"
_SHOWN_PROBLEMS = 20
_UNUSED = ("sphinx_design", "pydata_sphinx_theme.short_link")
_DROPPED_SCRIPTS = ("sphinx-thebe", "thebelab", "thebe", "unpkg.com")


class AnchorRole(SphinxRole):
    """``{record:anchor}`shown text <id>```: the address of a row, linking to itself."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Make the anchor and tell the domain of it."""
        _, shown, target = split_explicit_title(self.text)
        domain: RecordDomain = self.env.get_domain("record")  # type: ignore[assignment]
        domain.note_row(target, self.env.docname)
        link = nodes.reference("", shown, refuri=f"#{target}", internal=True, ids=[target])
        link["classes"].append("row-anchor")
        return [link], []


class DataRole(SphinxRole):
    """``{record:data}`name```: the link to the CSV file of an exhibit."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Make the link, relative to the page."""
        up = "../" * self.env.docname.count("/")
        link = nodes.reference("", "Data (CSV)", refuri=f"{up}{EXHIBITS}/{self.text}.csv")
        link["classes"].append("exhibit-data")
        return [link], []


class RecordDomain(Domain):
    """Rows of the record as addresses: ``#evt-...`` and ``#term-...`` on whatever page."""

    name = "record"
    label = "Record"
    object_types: ClassVar = {"row": ObjType("row of the record", "row")}
    roles: ClassVar = {
        "anchor": AnchorRole(),
        "row": XRefRole(innernodeclass=nodes.inline),
        "data": DataRole(),
    }
    initial_data: ClassVar = {"rows": {}}
    data_version = 1

    @property
    def rows(self) -> dict[str, str]:
        """Page of each row, by anchor."""
        return self.data["rows"]

    def note_row(self, target: str, docname: str) -> None:
        """Remember where a row stands; a second place for it is an error."""
        if target in self.rows:
            raise ExtensionError(f"{target} stands on {self.rows[target]} and on {docname}")
        self.rows[target] = docname

    def clear_doc(self, docname: str) -> None:
        """Forget the rows of a page that is read anew."""
        for target in [t for t, doc in self.rows.items() if doc == docname]:
            del self.rows[target]

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: nodes.Element,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """Link to the row, or None so that Sphinx reports it as missing."""
        docname = self.rows.get(target)
        if docname is None:
            return None
        return make_refnode(builder, fromdocname, docname, target, contnode)

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Rows for the site's search, by the title that a reader knows."""
        titles = getattr(self.env.app, "record_titles", {})
        for target, docname in sorted(self.rows.items()):
            yield target, titles.get(target, target), "row", docname, target, 1


class ShapeExhibits(SphinxTransform):
    """Give group rows the width of their table, and cells their column's name for phones."""

    default_priority = 650

    def apply(self, **kwargs: Any) -> None:
        """Change every exhibit table of the page."""
        for table in self.document.findall(nodes.table):
            if "exhibit" not in table["classes"]:
                continue
            head = next(table.findall(nodes.thead))
            titles = [entry.astext() for entry in head.findall(nodes.entry)]
            for body_row in next(table.findall(nodes.tbody)).findall(nodes.row):
                self._shape(body_row, titles)

    @staticmethod
    def _shape(body_row: nodes.row, titles: list[str]) -> None:
        entries = list(body_row.findall(nodes.entry))
        if any(GROUP in n["classes"] for n in entries[0].findall(nodes.inline)):
            for blank in entries[1:]:
                body_row.remove(blank)
            entries[0]["morecols"] = len(entries) - 1
            body_row["classes"].append(GROUP)
            return
        for entry, title in zip(entries, titles, strict=True):
            if entry.children:
                label = nodes.inline("", title, classes=["cell-label"])
                target = entry[0] if isinstance(entry[0], nodes.paragraph) else entry
                target.insert(0, label)


def guard(app: Sphinx) -> None:
    """Stop before anything is built on a broken record, a stale notebook or a stored error."""
    root = Path(app.srcdir)
    found = problems(root / "data")
    if found:
        shown = "\n".join(str(problem) for problem in found[:_SHOWN_PROBLEMS])
        raise ExtensionError(f"the record has {len(found)} problems:\n{shown}")
    for path, notebook in _notebooks(root):
        why = digests.stored_fault(notebook)
        if why:
            raise ExtensionError(f"{path.name}: {why}: mend the cell and run make book")
        why = digests.staleness(notebook, root)
        if why:
            raise ExtensionError(f"{path.name} is stale: {why}: run make book")
    app.record_titles = dict(_titles(root / "data"))  # type: ignore[attr-defined]
    app.record_dates = dict(_dates(root))  # type: ignore[attr-defined]


def drop_unused_transforms(app: Sphinx) -> None:
    """Leave out passes over every page for directives and links that the book does not use."""
    kept = [
        transform
        for transform in app.registry.get_post_transforms()
        if transform.__module__.split(".")[0] not in _UNUSED and transform.__module__ not in _UNUSED
    ]
    app.registry.post_transforms[:] = kept


def _notebooks(root: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        yield path, json.loads(path.read_text(encoding="utf-8"))


def _titles(data_dir: Path) -> Iterator[tuple[str, str]]:
    """Anchor and title of every row that has an address."""
    tables = schema.read(data_dir).tables
    for name, (_, column) in addresses.ADDRESSED.items():
        with (data_dir / tables[name].path).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield addresses.anchor(name, row["id"]), speech.plain(row[column])


def _dates(root: Path) -> Iterator[tuple[str, str]]:
    """What each notebook's page says of its date, by page."""
    known = as_of.reached(root / "data")
    for path, notebook in _notebooks(root):
        files = notebook["metadata"][digests.KEY]["files"]
        tables = [Path(name).stem for name in files if name.endswith(".csv")]
        yield f"notebooks/{path.stem}", as_of.sentence(tables, known)


def read_everything(app: Sphinx, env: BuildEnvironment, *changes: set[str]) -> Iterable[str]:
    """Read every page anew: kept pages were measured to show values that no longer held."""
    return sorted(env.found_docs)


def fill_generated(app: Sphinx, docname: str, source: list[str]) -> None:
    """Put what follows from the record into the pages that ask for it."""
    if docname in generated.PAGES:
        text = generated.PAGES[docname](Path(app.srcdir) / "data")
        source[0] = source[0].replace(generated.MARK, text)


def write_exhibits(app: Sphinx, error: Exception | None) -> None:
    """Write the data of every exhibit beside the pages."""
    if error or app.builder.format != "html":
        return
    folder = Path(app.outdir) / EXHIBITS
    folder.mkdir(exist_ok=True)
    for _, notebook in _notebooks(Path(app.srcdir)):
        for name, text in _exhibits(notebook):
            (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="")


def _exhibits(notebook: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "text/csv" in data:
                yield _exhibit_name(output), "".join(data["text/csv"])


def _exhibit_name(output: dict[str, Any]) -> str:
    page = output["metadata"].get(digests.KEY)
    if page:
        return page["figure"]["name"]
    markdown = "".join(output["data"]["text/markdown"])
    return markdown.split(":name: ", 1)[1].split("\n", 1)[0]


def repair_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Leave out the theme's scripts for live code: they ask another host and throw an error."""
    context["version"] = __version__
    dated = getattr(app, "record_dates", {}).get(pagename)
    if dated:
        head, end, rest = context["body"].partition("</h1>")
        context["body"] = f'{head}{end}\n<p class="as-of">{html.escape(dated)}</p>{rest}'
    context["script_files"] = [
        script
        for script in context.get("script_files", [])
        if not any(name in _script_text(script) for name in _DROPPED_SCRIPTS)
    ]


def _script_text(script: Any) -> str:
    return f"{getattr(script, 'filename', script)} {getattr(script, 'attributes', '')}"


def setup(app: Sphinx) -> dict[str, bool]:
    """Register all of it with Sphinx."""
    register(Path(app.srcdir) / "data")
    app.add_domain(IndexedBibtexDomain, override=True)
    app.add_domain(RecordDomain)
    app.add_transform(ShapeExhibits)
    app.connect("builder-inited", guard)
    app.connect("builder-inited", drop_unused_transforms)
    app.connect("env-get-outdated", read_everything)
    app.connect("source-read", fill_generated)
    app.connect("html-page-context", repair_page, priority=900)
    app.connect("build-finished", write_exhibits)
    return {"parallel_read_safe": False, "parallel_write_safe": False}
