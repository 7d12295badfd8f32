"""A chart shown once more on another page, as the picture alone, linked to its exhibit."""

import hashlib
import os
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from briefing import digests, stored


class ChartPicture(SphinxDirective):
    """``{chart-picture} fig-...``: the picture of an exhibit, with its alt text, as a link to it.

    Source, data and number stay with the exhibit; the page that shows its picture links there.
    """

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Find the chart among the stored outputs and make its image."""
        name = self.arguments[0]
        for path, notebook in stored.notebooks(Path(self.env.srcdir)):
            for output in stored.outputs(notebook):
                page = output["metadata"].get(digests.KEY)
                if page and page["figure"]["name"] == name:
                    return [self._linked(f"notebooks/{path.stem}", name, output, page["image"])]
        raise self.error(f"no notebook shows the chart {name}")

    def _linked(
        self, docname: str, name: str, output: dict[str, Any], shown: dict[str, str]
    ) -> nodes.Node:
        image = nodes.image(uri=self._file(output), alt=shown["alt"], classes=[shown["classes"]])
        page = self.env.app.builder.get_relative_uri(self.env.docname, docname)
        link = nodes.reference("", "", image, refuri=f"{page}#{name}", internal=True)
        return nodes.paragraph("", "", link, classes=["chart-picture"])

    def _file(self, output: dict[str, Any]) -> str:
        """The picture where MyST-NB puts it, under the same name: one file for both pages."""
        svg = "\n".join("".join(output["data"]["image/svg+xml"]).splitlines()).encode()
        folder = Path(self.env.mystnb_config.output_folder)  # type: ignore[attr-defined]
        path = folder / f"{hashlib.sha256(svg).hexdigest()}.svg"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(svg)
        return "/" + Path(os.path.relpath(path.resolve(), self.env.srcdir)).as_posix()
