"""Exhibits on their pages: the shape of their tables, the link to their data, the data itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.roles import SphinxRole
from sphinx.transforms import SphinxTransform

from briefing import digests
from briefing.sphinx_ext.guard import notebooks
from briefing.tables import GROUP

FOLDER = "_exhibits"


class DataRole(SphinxRole):
    """``{record:data}`name```: the link to the CSV file of an exhibit."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Make the link, relative to the page."""
        up = "../" * self.env.docname.count("/")
        link = nodes.reference("", "Data (CSV)", refuri=f"{up}{FOLDER}/{self.text}.csv")
        link["classes"].append("exhibit-data")
        return [link], []


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


def write_exhibits(app: Sphinx, error: Exception | None) -> None:
    """Write the data of every exhibit beside the pages."""
    if error or app.builder.format != "html":
        return
    folder = Path(app.outdir) / FOLDER
    folder.mkdir(exist_ok=True)
    for _, notebook in notebooks(Path(app.srcdir)):
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
