"""Markup of the pages in fewer bytes and fewer elements: the long tables are most of the book.

Names of columns, which phones show before each cell, move from the cells into the style sheet;
classes that no rule names, a paragraph that is all of its cell, and ids of citations, to which
the book prints no way back, are left out. Lists of sources become lists.
"""

import html
import re
from collections.abc import Iterable

from tinycss2.serializer import serialize_string_value

_TABLE = re.compile(r'<table class="([^"]*\bexhibit\b[^"]*)" id="([a-z0-9-]+)">')
_HEAD = re.compile(r"<thead>.*?</thead>", re.DOTALL)
_TITLE = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_LABEL = re.compile(r'<span class="cell-label">[^<]*</span>')
_CITATION_ID = re.compile(r'(<span class="bibtex-citation") id="id\d+">')
_LINK_CLASS = re.compile(r' class="(row-anchor|exhibit-data|) ?reference (?:internal|external)"')
_ROW_CLASS = re.compile(r'<tr class="row-(?:odd|even)( group-row)?">')
_ROW_LINK = re.compile(r'<span class="xref record record-row">(.*?)</span>(?=</a>)')
_SOURCE_LIST = re.compile(r'<div role="list" class="citation-list">(.*?)</div>\n</div>', re.DOTALL)
_SOURCE = re.compile(
    r'<div class="citation" (id="[^"]*") role="doc-biblioentry">(.*?)</div>', re.DOTALL
)
_BRACKET = re.compile(r'<span class="fn-bracket">([\[\]])</span>')
_STACKED = "screen and (max-width: 760px)"


def trim(body: str) -> str:
    """The same page in fewer bytes."""
    body = _LABEL.sub("", body)
    body = _CITATION_ID.sub(r"\1>", body)
    body = _LINK_CLASS.sub(lambda found: f' class="{found[1]}"' if found[1] else "", body)
    body = _ROW_CLASS.sub(lambda found: '<tr class="group-row">' if found[1] else "<tr>", body)
    body = _BRACKET.sub(r"\1", body)
    body = _ROW_LINK.sub(r"\1", body)
    body = _SOURCE_LIST.sub(_listed, body)
    return "</td>".join(_bare(part) for part in body.split("</td>"))


def _listed(found: re.Match[str]) -> str:
    """A list of sources as a list; the roles that the bibliography gives it are deprecated."""
    entries = _SOURCE.sub(r"<li \1>\2</li>", f"{found[1]}</div>")
    return f'<ul class="citation-list">{entries}</ul>'


def _bare(part: str) -> str:
    """A cell without the paragraph that is all of it."""
    begin = part.rfind("<td")
    inside = part.find(">", begin) + 1
    if begin < 0 or not part.startswith("<p>", inside) or not part.endswith("</p>"):
        return part
    content = part[inside + 3 : -4]
    return part if "<p>" in content else part[:inside] + content


def columns(body: str) -> dict[str, list[str]]:
    """Names of the columns of each table that phones show stacked, by the table's id."""
    found = {}
    for table in _TABLE.finditer(body):
        head = _HEAD.search(body, table.end())
        if head and "counts" not in table[1].split():
            titles = [_TAG.sub("", title) for title in _TITLE.findall(head[0])]
            found[table[2]] = [html.unescape(title).strip() for title in titles]
    return found


def label_rules(tables: dict[str, list[str]]) -> str:
    """Rules that show the name of its column before each cell of a stacked table."""
    alike: dict[tuple[int, str], list[str]] = {}
    for table, titles in sorted(tables.items()):
        for place, title in enumerate(titles, 1):
            alike.setdefault((place, title), []).append(f"#{table}")
    rules = "".join(_label_rule(*key, alike[key]) for key in sorted(alike))
    return f"@media {_STACKED}{{{rules}}}"


def _label_rule(place: int, title: str, tables: Iterable[str]) -> str:
    content = serialize_string_value(title)
    return f':is({",".join(tables)}) td:nth-child({place})::before{{content:"{content}"}}'
