"""Markup of the pages in fewer bytes and fewer elements.

Classes that no rule names, and ids of citations, to which the book prints no way back, are left
out. Lists of sources become lists of plain entries, and their addresses short.
"""

import re

from briefing.addresses import source_anchor
from briefing.wording import FROM_RIGHT, LANGUAGES, in_letters_of

_CITATION_ID = re.compile(r'(<span class="bibtex-citation") id="id\d+">')
_LINK_CLASS = re.compile(r' class="reference (?:internal|external)"')
_ROW_LINK = re.compile(r'<span class="xref record record-row">(.*?)</span>(?=</a>)')
# The address that sphinxcontrib-bibtex gives a source, and links to it.
_SOURCE_ADDRESS = re.compile(r'(id="|href="[^"#]*#)ref-([^"]+)"')
_SOURCE_LIST = re.compile(r'<div role="list" class="citation-list">(.*?)</div>\n</div>', re.DOTALL)
_SOURCE = re.compile(
    r'<div class="citation" (id="[^"]*") role="doc-biblioentry">(.*?)</div>', re.DOTALL
)
_PARAGRAPH = re.compile(r"<p>(.*?)</p>\s*", re.DOTALL)
_TITLE = re.compile(r"(<a [^>]*>)<em>(.*?)</em></a>", re.DOTALL)
# What an entry says of its language, after its title; and the title, linked or not.
_CODES = {name: code for code, name in LANGUAGES.items()}
_LANGUAGE = re.compile(rf"(?<=\.) In ({'|'.join(_CODES)})\.")
# What an entry says of a title that is not printed on its page, and words of such in English.
_DESCRIBED = "itle described"
_ENGLISH = re.compile(r"\b(?:the|of|by|about|with)\b")
_TITLED = re.compile(r"<(a|em)(?=[ >])(?=.*?</\1>)", re.DOTALL)
_BRACKET = re.compile(r'<span class="fn-bracket">([\[\]])</span>')
# Parts of a row that HTML has elements for, which the style sheet draws.
ELEMENTS = {
    "row-title": "b", "row-text": "div", "row-note": "small", "row-account": "p",
    "row-label": "strong", "tag": "i", "mark": "mark",
}  # fmt: skip
_SPAN = re.compile(r'<span(?: class="([^"]*)")?[^>]*>|</span>')


def trim(body: str) -> str:
    """The same page in fewer bytes."""
    body = _CITATION_ID.sub(r"\1>", body)
    body = _LINK_CLASS.sub("", body)
    body = _BRACKET.sub(r"\1", body)
    body = _ROW_LINK.sub(r"\1", body)
    body = _SOURCE_LIST.sub(_listed, body)
    body = _with_elements(body)
    return _SOURCE_ADDRESS.sub(lambda found: f'{found[1]}{source_anchor(found[2])}"', body)


def _with_elements(body: str) -> str:
    """The same parts of rows as elements of their own instead of spans of a class."""
    open_: list[str] = []

    def one(found: re.Match[str]) -> str:
        if found[0] == "</span>":
            return f"</{open_.pop()}>"
        element = ELEMENTS.get(found[1], "span")
        open_.append(element)
        return found[0] if element == "span" else f"<{element}>"

    return _SPAN.sub(one, body)


def _listed(found: re.Match[str]) -> str:
    """A list of sources as a list; the roles that the bibliography gives it are deprecated."""
    entries = _SOURCE.sub(_entry, f"{found[1]}</div>")
    return f'<ul class="citation-list">{entries}</ul>'


def _entry(found: re.Match[str]) -> str:
    """An entry whose label and link the style sheet tells apart, without elements of their own."""
    told = _TITLE.sub(r"\1\2</a>", _PARAGRAPH.sub(r"\1", found[2]))
    return f"<li {found[1]}>{_in_language(told)}</li>"


def _in_language(entry: str) -> str:
    """An entry whose title says to a browser in which language it is, if it is not English."""
    titled = _TITLED.search(entry)
    said = titled and _LANGUAGE.search(entry, entry.index(f"</{titled[1]}>", titled.end()))
    if not said:
        return entry
    code = _CODES[said[1]]
    title = entry[titled.end() : entry.index(f"</{titled[1]}>", titled.end())]
    described = _DESCRIBED in entry[said.end() :] and _ENGLISH.search(title)
    if described or not in_letters_of(code, title):
        return entry
    way = ' dir="rtl"' if code in FROM_RIGHT else ""
    return f'{entry[: titled.end()]} lang="{code}"{way}{entry[titled.end() :]}'
