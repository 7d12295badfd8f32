"""The whole book as one PDF: cover, contents, and every page in the order of the contents."""

from collections.abc import Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from briefing.paths import ROOT
from briefing.printing import article, engine
from briefing.printing.article import Chapter
from briefing.printing.edition import LICENCE, NAMES, REVIEW, Edition, spoken
from briefing.printing.engine import Printed

_STYLE = "book.css"


def write(
    html: Path, edition: Edition, entries: Sequence[tuple[str, str]] | None = None
) -> Printed:
    """Set the book.

    Parameters
    ----------
    html : pathlib.Path
        Folder of the built pages.
    edition : Edition
    entries : sequence of tuple of str, optional
        Part and page of the chapters; all of the contents by default.

    Returns
    -------
    Printed

    Raises
    ------
    PrintError
        If it cannot be set without a warning.
    """
    # The parsed pages are let go before the setting begins, which needs the memory.
    text = document(article.chapters(html, entries or article.contents(ROOT)), edition)
    return engine.typeset(text, _STYLE, html, edition.epoch)


def document(chapters: Sequence[Chapter], edition: Edition) -> str:
    """The book as one HTML document."""
    parts = [_chapter(chapter, first) for chapter, first in _firsts(chapters)]
    return (
        f"<!DOCTYPE html>\n<html lang='en'><head>{head(edition, edition.title)}</head>\n<body>"
        f"{_cover(edition)}{_contents(chapters)}{''.join(parts)}</body></html>"
    )


def head(edition: Edition, title: str) -> str:
    """What the PDF says of itself in its metadata."""
    named = {
        "author": edition.of.author,
        "description": f"{edition.subtitle}. {edition.of.line}. {edition.accurate}",
        "keywords": ", ".join(edition.of.keywords),
        "dcterms.created": edition.stamped,
        "dcterms.modified": edition.stamped,
    }
    metas = "".join(f'<meta name="{n}" content="{escape(v)}">' for n, v in named.items())
    return f'<meta charset="utf-8"><title>{escape(title)}</title>{metas}'


def _firsts(chapters: Sequence[Chapter]) -> list[tuple[Chapter, bool]]:
    """Each chapter with whether it is the first of its part."""
    parts = groupby(chapters, key=lambda chapter: chapter.part)
    return [(c, number == 0) for _, group in parts for number, c in enumerate(group)]


def _cover(edition: Edition) -> str:
    lines = [
        ("cover-title", edition.title),
        ("cover-subtitle", edition.subtitle),
        ("cover-author", edition.of.author),
        ("cover-version", f"{edition.of.line} · {spoken(edition.of.released)}"),
        ("cover-accurate", edition.accurate),
        ("cover-notice", NAMES),
        ("cover-notice", REVIEW),
        ("cover-notice", LICENCE),
    ]
    shown = "".join(f'<p class="{kind}">{escape(text)}</p>' for kind, text in lines)
    heads = f'data-title="{escape(edition.title)}" data-edition="{escape(edition.of.line)}"'
    return f'<div class="cover" {heads}>{shown}</div>'


def _contents(chapters: Sequence[Chapter]) -> str:
    lines = []
    for chapter, first in _firsts(chapters):
        if first and chapter.part:
            lines.append(f'<p class="contents-part">{escape(chapter.part)}</p>')
        lines.append(_entry("contents-chapter", chapter.anchor, chapter.title))
        lines += [_entry("contents-section", *section) for section in chapter.sections]
    return (
        '<div class="contents"><h1 class="contents-title">Contents</h1>'
        f'<div class="contents-columns">{"".join(lines)}</div></div>'
    )


def _entry(kind: str, anchor: str, title: str) -> str:
    return f'<p class="{kind}"><a href="#{anchor}">{escape(title)}</a></p>'


def _chapter(chapter: Chapter, first: bool) -> str:
    kind = "chapter" if chapter.part else "chapter front"
    part = ""
    if chapter.part:
        part = f'<p class="part{" part-first" * first}">{escape(chapter.part)}</p>'
    return (
        f'<div class="{kind}" id="{chapter.anchor}">{part}{chapter.article.decode_contents()}</div>'
    )
