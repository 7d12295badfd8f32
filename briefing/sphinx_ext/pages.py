"""What pages get from the record: generated text, and as of when they are accurate."""

import html
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from briefing import as_of, cite_page, digests, found, generated, stored
from briefing.sphinx_ext import state

# Prose pages that are dated like chapters, by the tables that they sum up.
_SUMMED_UP = (
    "events", "agreements", "terms", "meetings", "estimates", "positions", "proceedings",
)  # fmt: skip
_DATED_PROSE = ("index", "book/summary")

# What follows from the record and the publication, by page.
_GENERATED = {
    **generated.PAGES,
    "book/how-to-cite": cite_page.page,
}


def learn(app: Sphinx) -> None:
    """Read once what every page may need: titles and kinds of rows, dates of pages."""
    root = Path(app.srcdir)
    known = state.of(app)
    known.titles = {anchor: (title, kind) for anchor, title, kind in found.titles(root / "data")}
    known.dates = dict(_dates(root))


def _dates(root: Path) -> Iterator[tuple[str, str]]:
    """What each notebook's page says of its date, by page."""
    known = as_of.reached(root / "data")
    for page in _DATED_PROSE:
        yield page, as_of.sentence(_SUMMED_UP, known)
    for path, notebook in stored.notebooks(root):
        files = notebook["metadata"][digests.KEY]["files"]
        tables = [Path(name).stem for name in files if name.endswith(".csv")]
        yield f"notebooks/{path.stem}", as_of.sentence(tables, known)


def read_everything(app: Sphinx, env: BuildEnvironment, *changes: set[str]) -> Iterable[str]:
    """Read every page anew: kept pages were measured to show values that no longer held."""
    return sorted(env.found_docs)


def fill_generated(app: Sphinx, docname: str, source: list[str]) -> None:
    """Put what follows from the record into the pages that ask for it."""
    if docname in _GENERATED:
        text = _GENERATED[docname](Path(app.srcdir) / "data")
        source[0] = source[0].replace(generated.MARK, text)


def date_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Say below the title as of when the page is accurate."""
    dated = state.of(app).dates.get(pagename)
    if dated:
        head, end, rest = context["body"].partition("</h1>")
        context["body"] = f'{head}{end}\n<p class="as-of">{html.escape(dated)}</p>{rest}'
