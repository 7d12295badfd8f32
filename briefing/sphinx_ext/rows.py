"""Rows of the record as addresses that pages, links and the site's search know."""

from collections.abc import Iterator
from typing import ClassVar

from docutils import nodes
from sphinx.builders import Builder
from sphinx.domains import Domain, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

from briefing.addresses import ADDRESSED
from briefing.found import ACCOUNTS, TOLD, UNEVENTFUL, UNSEARCHED
from briefing.sphinx_ext import state
from briefing.sphinx_ext.footer import DataRole


class RecordDomain(Domain):
    """Rows of the record as addresses: ``#evt-...`` and ``#term-...`` on whatever page."""

    name = "record"
    label = "Record"
    # Rows by what they are: the list of results says "event, in Timeline".
    object_types: ClassVar = {
        kind.replace(" ", "-"): ObjType(kind, "row")
        for kind in (*(of.kind for of in ADDRESSED.values()), ACCOUNTS, TOLD, UNEVENTFUL)
    }
    roles: ClassVar = {
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

    def get_type_name(self, type: ObjType, primary: bool = False) -> str:
        """What a row is, without the domain's name."""
        return str(type.lname)

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Rows for the site's search, by the title that a reader knows.

        The full name may not equal the anchor: the search would then link to the title.
        """
        known = state.of(self.env.app).titles
        for target, docname in sorted(self.rows.items()):
            title, kind = known[target]
            priority = -1 if kind in UNSEARCHED else 0
            yield f"row.{target}", title, kind.replace(" ", "-"), docname, target, priority
