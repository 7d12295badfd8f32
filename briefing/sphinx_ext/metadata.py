"""What machines read in the head of a page: description, Open Graph, Highwire, schema.org."""

import html
import json
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from docutils import nodes
from sphinx.application import Sphinx

from briefing import downloads, publication, schema
from briefing.downloads import Download
from briefing.publication import LICENCE, Publication
from briefing.sphinx_ext.offered import PAGE, finished

DESCRIPTION_LENGTH = 200
_PICTURE = "preview.png"
_PICTURE_SOURCE = "book/_static/book.png"
_DATASET_PAGES = ("index", PAGE)
# What the front page offers; the page of downloads describes the single tables too.
_WHOLE_RECORD = (downloads.SPREADSHEET, downloads.PACKAGE)
_AREA = "Nagorno-Karabakh (the former autonomous oblast of 1923–91), Armenia and Azerbaijan"
# What a chapter says of the book; the abstract on every page would add 20 kB.
_OF_THE_BOOK = ("@type", "name", "author", "version", "url")
# docutils adds what the theme's layout has already.
_VIEWPORT = re.compile(r'<meta name="viewport"[^>]*>\s*')
# Where a paragraph is no running text.
_NO_TEXT = (nodes.table, nodes.figure, nodes.list_item, nodes.definition, nodes.Admonition)
# What would end a script element or a line of JavaScript, as JSON may write it.
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def describe_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Add to the head of a page of the book what machines read, and to its foot the version."""
    of = publication.read(Path(app.srcdir))
    version = f'<p class="version">{of.line}</p>\n'
    context["theme_extra_footer"] = f"{context.get('theme_extra_footer') or ''}{version}"
    if doctree is None:  # the search, which is no part of the book
        return
    title = next(doctree.findall(nodes.title)).astext()
    own = _own_description(doctree)
    description = own or opening(doctree)
    path = f"{pagename}.html"
    root = pagename == app.config.root_doc
    tags = [] if own else [_meta("name", "description", description)]
    tags += open_graph(of, of.title if root else title, description, path)
    tags += highwire(of, "" if root else title, path)
    graph = [report(of)] if root else [chapter(of, title, description, path)]
    if pagename in _DATASET_PAGES:
        files = finished(app)
        offered = [
            one
            for one in files
            if (one.path in _WHOLE_RECORD if root else one.path != downloads.RERUN)
        ]
        graph.append(dataset(of, Path(app.srcdir), offered, "../" * pagename.count("/")))
    tags.append(json_ld({"@context": "https://schema.org", "@graph": graph}))
    written = _VIEWPORT.sub("", context.get("metatags", ""))
    context["metatags"] = "\n".join([written, *tags, ""])


def _own_description(doctree: nodes.document) -> str:
    """The description that a page's front matter gives, blank if it gives none."""
    for meta in doctree.findall(nodes.meta):
        if meta.get("name") == "description":
            return meta["content"]
    return ""


def opening(doctree: nodes.document) -> str:
    """The text that a page begins with, without citations, cut at a word.

    Parameters
    ----------
    doctree : docutils.nodes.document
        The page with its references resolved.

    Returns
    -------
    str
        At most `DESCRIPTION_LENGTH` characters of its first paragraphs; a chapter's question
        is followed by its answer. Blank if the page has no paragraph of its own.
    """
    text = ""
    for paragraph in doctree.findall(nodes.paragraph):
        if _is_subtitle(paragraph) or not _is_running(paragraph):
            continue
        shown = " ".join("".join(_running_text(paragraph)).split())
        text = f"{text} {shown.replace(' .', '.').replace(' ,', ',')}".strip()
        if len(text) >= DESCRIPTION_LENGTH:
            break
    return cut(text)


def _ancestors(node: nodes.Node) -> Iterator[nodes.Node]:
    while node.parent is not None:
        node = node.parent
        yield node


def _running_text(node: nodes.Element) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield str(child)
        elif isinstance(child, nodes.Element) and not _is_citation(child):
            yield from _running_text(child)


def _is_subtitle(paragraph: nodes.paragraph) -> bool:
    """Whether all of a paragraph is bold."""
    shown = [child for child in paragraph.children if child.astext().strip()]
    return len(shown) == 1 and isinstance(shown[0], nodes.strong)


def _is_running(paragraph: nodes.paragraph) -> bool:
    """Whether a paragraph is running text, and not a part of a list, an exhibit or a box."""
    return not any(
        isinstance(above, _NO_TEXT) or "exhibit-source" in above.get("classes", ())
        for above in _ancestors(paragraph)
    )


def _is_citation(node: nodes.Element) -> bool:
    """Whether a node shows sources in square brackets."""
    inner = [n for n in node.findall(nodes.reference) if "#ref-" in n.get("refuri", "")]
    return bool(inner) and node.astext().startswith("[")


def cut(text: str, length: int = DESCRIPTION_LENGTH) -> str:
    """The text, or as many whole words of it as fit, with an ellipsis."""
    if len(text) <= length:
        return text
    return f"{text[: length - 1].rpartition(' ')[0].rstrip(' ,;:.')}…"


def _meta(kind: str, name: str, content: str) -> str:
    return f'<meta {kind}="{name}" content="{html.escape(content)}" />'


def open_graph(of: Publication, title: str, description: str, path: str) -> list[str]:
    """Tags for previews of a link; a picture and an address only where they can be absolute."""
    tags = {
        "og:title": title,
        "og:description": description,
        # Zotero would take a "website" for a web page, whatever the tags below say.
        "og:type": "article",
        "og:site_name": of.short_title,
        "og:locale": "en_GB",
        "og:url": of.address(path),
        "og:image": of.address(_PICTURE),
        "og:image:alt": "A page of the book" if of.base_url else "",
    }
    return [_meta("property", name, content) for name, content in tags.items() if content]


def highwire(of: Publication, title: str, path: str) -> list[str]:
    """Tags by which reference managers know the book, or with a title a chapter of it."""
    tags = {
        "citation_title": title or of.title,
        # The name by which Zotero knows a chapter; it reads the front page as a report.
        "citation_book_title": of.title if title else "",
        "citation_author": of.author,
        "citation_publication_date": of.released.strftime("%Y/%m/%d"),
        "citation_language": "en",
        "citation_technical_report_institution": "" if title else of.author,
        "citation_technical_report_number": "" if title else f"{of.version} ({of.digest})",
        "citation_public_url": of.address(path),
    }
    return [_meta("name", name, content) for name, content in tags.items() if content]


def report(of: Publication) -> dict[str, Any]:
    """The book in the words of schema.org."""
    return _filled(
        {
            "@type": "Report",
            "name": of.title,
            "description": of.abstract,
            "author": _entity(of),
            "datePublished": of.released.isoformat(),
            "version": of.version,
            "reportNumber": f"{of.version} ({of.digest})",
            "inLanguage": "en",
            "license": LICENCE,
            "url": of.base_url,
        }
    )


def _named(of: Publication) -> dict[str, Any]:
    """The book as its chapters name it; what else there is to say stands on the front page."""
    known = report(of)
    return {name: known[name] for name in _OF_THE_BOOK if name in known}


def chapter(of: Publication, title: str, description: str, path: str) -> dict[str, Any]:
    """A page in the words of schema.org."""
    return _filled(
        {
            "@type": "Chapter",
            "name": title,
            "description": description,
            "author": _entity(of),
            "inLanguage": "en",
            "license": LICENCE,
            "url": of.address(path),
            "isPartOf": _named(of),
        }
    )


def dataset(of: Publication, root: Path, offered: Iterable[Download], up: str) -> dict[str, Any]:
    """The record in the words of schema.org, as search engines for data read them."""
    described = json.loads((root / "data" / schema.DESCRIPTOR).read_text(encoding="utf-8"))
    return {
        "@type": "Dataset",
        "name": described["title"],
        "description": described["description"],
        "creator": _entity(of),
        "license": LICENCE,
        "version": of.version,
        "datePublished": of.released.isoformat(),
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "temporalCoverage": _span(root / "data"),
        "spatialCoverage": {"@type": "Place", "name": _AREA},
        "variableMeasured": [resource["title"] for resource in described["resources"]],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": one.title,
                "encodingFormat": one.media_type,
                "contentUrl": of.address(path) or f"{up}{path}",
                "contentSize": str(len(one.content)),
                "sha256": one.sha256,
            }
            for one in offered
            if one.title and (path := f"{downloads.FOLDER}/{one.path}")
        ],
    }


def _span(data_dir: Path) -> str:
    """From the first phase after the background to the last event, as ISO 8601 has it."""
    begun = min(p["start"] for p in schema.rows(data_dir, "phases") if p["id"] != "background")
    return f"{begun}/{max(event['date'] for event in schema.rows(data_dir, 'events'))[:10]}"


def _entity(of: Publication) -> dict[str, str]:
    return {"@type": "Organization", "name": of.author}


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}


def json_ld(data: dict[str, Any]) -> str:
    """A data block that no text in it can end."""
    text = json.dumps(data, ensure_ascii=False)
    for character, written in _UNSAFE.items():
        text = text.replace(character, written)
    return f'<script type="application/ld+json">{text}</script>'


def write_public(app: Sphinx, error: Exception | None) -> None:
    """Write what only a book with an address has: the list of its pages, the preview's picture."""
    of = publication.read(Path(app.srcdir))
    if error or app.builder.format != "html" or not of.base_url:
        return
    pages = [f"{docname}.html" for docname in sorted(app.env.found_docs)]
    (Path(app.outdir) / "sitemap.xml").write_text(sitemap(of, pages), encoding="utf-8")
    shutil.copyfile(Path(app.srcdir) / _PICTURE_SOURCE, Path(app.outdir) / _PICTURE)


def sitemap(of: Publication, pages: list[str]) -> str:
    """A sitemap of some pages of a published book."""
    entries = "".join(
        f"<url><loc>{escape(of.address(page))}</loc>"
        f"<lastmod>{of.released.isoformat()}</lastmod></url>\n"
        for page in pages
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</urlset>\n'
    )
