"""What the theme does that the book does not want."""

import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from briefing import publication
from briefing.sphinx_ext import assets, csp, trim

_UNUSED = ("sphinx_design", "pydata_sphinx_theme.short_link")
# Runs code in the page on another host's machine; it would write its settings into every page.
_LIVE_CODE = "sphinx_thebe"
# Tabs, dropdowns and margin notes, which no page has.
_UNUSED_SCRIPTS = ("design-tabs", "togglebutton", "sphinx-book-theme")
# Asked for only by pages that show code.
_CODE_SCRIPTS = ("clipboard", "copybutton")
_THEME_SCRIPT = "scripts/pydata-sphinx-theme.js"
# Parts of the theme's frame, which the book's own layout replaces.
_SECTIONS = (
    *(f"theme_navbar_{part}" for part in ("start", "center", "persistent", "end")),
    *(f"theme_article_{part}" for part in ("header_start", "header_end", "footer_items")),
    *(f"theme_footer_{part}" for part in ("start", "center", "end")),
    *("theme_content_footer_items", "theme_primary_sidebar_end", "sidebars"),
    "theme_secondary_sidebar_items",
)
_LANGUAGE = re.compile(r'<span class="lang-([a-z]{2})">')


def drop_unused_transforms(app: Sphinx) -> None:
    """Leave out what reads every page for directives, links and code that the book does not use."""
    kept = [
        transform
        for transform in app.registry.get_post_transforms()
        if transform.__module__.split(".")[0] not in _UNUSED and transform.__module__ not in _UNUSED
    ]
    app.registry.post_transforms[:] = kept
    for listeners in app.events.listeners.values():
        listeners[:] = [heard for heard in listeners if heard.handler.__module__ != _LIVE_CODE]


def add_theme_script(app: Sphinx) -> None:
    """Load the theme's own script like any other; its template is replaced."""
    if app.builder.format == "html":
        app.add_js_file(_THEME_SCRIPT, priority=210)


def drop_sections(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Name no part of the theme's frame: it would render each to see whether it is empty."""
    context.update({section: [] for section in _SECTIONS})


def repair_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Give the templates what they ask for, and mend the markup of the page."""
    context["security_policy"] = csp.PAGE
    context["first_script"] = csp.FIRST_SCRIPT
    context["lost_policy"], context["lost_style"] = csp.LOST, csp.LOST_STYLE
    context["lost_script"] = csp.LOST_SCRIPT
    context["root_address"] = publication.read(Path(app.srcdir)).base_url
    body = context.get("body", "")
    context["script_files"] = [
        script for script in context.get("script_files", []) if _is_wanted(script, body)
    ]
    assets.note(app, context)
    context["body"] = _LANGUAGE.sub(r'<span class="lang-\1" lang="\1">', trim.trim(body))


def _is_wanted(script: Any, body: str) -> bool:
    """Whether a page needs a script; those without a file stand in the page, which is refused."""
    name = str(script.filename or "")
    if not name or any(unused in name for unused in _UNUSED_SCRIPTS):
        return False
    script.attributes.setdefault("defer", "")
    return 'class="highlight' in body or not any(part in name for part in _CODE_SCRIPTS)
