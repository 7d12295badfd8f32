"""The scripts of search, choice and order: their data, and the pages that load them."""

import html
import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from briefing import found, sources_page
from briefing.facets import by_field

_PLACES = "places.js"
_SEARCH_PAGE = "search"
_CHOOSING = 'data-facets="'
# Where a page of sources offers the choice, and an entry of its lists.
_SOURCE_TOOLS = '<div class="source-tools"></div>'
_SOURCE = re.compile(r'<li id="([^"]*)">\s*<span class="label">')


def write_places(app: Sphinx) -> None:
    """Write the other names of places and rows as a script: a page from disk can fetch no data."""
    if app.builder.format == "html":
        folder = Path(app.outdir) / "_static"
        folder.mkdir(parents=True, exist_ok=True)
        data = Path(app.srcdir) / "data"
        script = found.places_script(data) + found.names_script(data)
        (folder / _PLACES).write_text(script, encoding="utf-8", newline="")


def order_search(app: Sphinx) -> None:
    """Rows before pages, and places by every name: Sphinx puts this script into its search's data.

    Set here, since Sphinx takes a relative path from wherever the build was started.
    """
    app.config.html_search_scorer = str(Path(app.srcdir) / "book" / "_static" / "search.js")


def load_tools(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Let a page load the scripts that it needs, and no other page."""
    body = context.get("body", "")
    chooses = _CHOOSING in body or _SOURCE_TOOLS in body
    searches = pagename == _SEARCH_PAGE
    if searches:  # tables.js loads it with the first word that a reader types
        app.add_js_file(_PLACES, loading_method="defer")
    if chooses or searches:
        app.add_js_file("names.js", loading_method="defer")
    if chooses:
        app.add_js_file("tables.js", loading_method="defer")
        app.add_css_file("tables.css")


def code_sources(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Give a page of sources its lists of values, and the codes of its entries."""
    if _SOURCE_TOOLS not in context.get("body", ""):
        return
    shown = _SOURCE.findall(context["body"])
    anchors, facets = sources_page.choices(Path(app.srcdir) / "data", set(shown))
    codes = dict(zip(anchors, facets.codes(), strict=True))
    rows = html.escape(by_field([codes[anchor] for anchor in shown]))
    place = f'{_CHOOSING}{html.escape(facets.listed())}" data-rows="{rows}"'
    context["body"] = context["body"].replace(
        _SOURCE_TOOLS, f'<div class="source-tools" {place}></div>'
    )
