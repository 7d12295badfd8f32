"""What the theme does that the book does not want."""

from typing import Any

from sphinx.application import Sphinx

from briefing import __version__

_UNUSED = ("sphinx_design", "pydata_sphinx_theme.short_link")
_DROPPED_SCRIPTS = ("sphinx-thebe", "thebelab", "thebe", "unpkg.com")


def drop_unused_transforms(app: Sphinx) -> None:
    """Leave out passes over every page for directives and links that the book does not use."""
    kept = [
        transform
        for transform in app.registry.get_post_transforms()
        if transform.__module__.split(".")[0] not in _UNUSED and transform.__module__ not in _UNUSED
    ]
    app.registry.post_transforms[:] = kept


def repair_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Leave out the theme's scripts for live code: they ask another host and throw an error."""
    context["version"] = __version__
    context["script_files"] = [
        script
        for script in context.get("script_files", [])
        if not any(name in _script_text(script) for name in _DROPPED_SCRIPTS)
    ]


def _script_text(script: Any) -> str:
    return f"{getattr(script, 'filename', script)} {getattr(script, 'attributes', '')}"
