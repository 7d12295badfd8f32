"""Rows of the record as addresses that pages, links and the site's search know."""

from collections.abc import Iterator
from typing import ClassVar

from docutils import nodes
from sphinx.builders import Builder
from sphinx.domains import Domain, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.roles import SphinxRole, XRefRole
from sphinx.util.nodes import make_refnode, split_explicit_title

from briefing.sphinx_ext.exhibits import DataRole


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
