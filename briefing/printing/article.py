"""The articles of the built pages, made fit for one printed document."""

import copy
import posixpath
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import yaml
from bs4 import BeautifulSoup, NavigableString, Tag

from briefing.printing import columns, divided, folding
from briefing.sphinx_ext.trim import ELEMENTS

# What serves a screen alone.
_DROPPED = (
    "script, style, template, noscript, nav, button, input, select, textarea, form, dialog, "
    ".headerlink, .copybtn, .exhibit-data, .exhibit-picture, .exhibit-permalink, .exhibit-cite, "
    ".site-only, .screen-only, .row-way, .source-tools, .toctree-wrapper, .d-print-none, [hidden]"
)
# Wrappers without a look of their own: a third of the boxes that a layout would visit.
_UNWRAPPED = (
    "div.cell, div.cell_output, div.docutils.container:not(.exhibit-source), "
    "div.pst-scrollable-table-container, span.pasted-text, span.std, span.pre, "
    "span.bibtex-citation, td > p:only-child, th > p:only-child"
)
# Lines of a cell: blocks in print, where an inline box that breaks its line costs a layout more.
_LINES = "td > :is(.row-title, .row-text, .row-note, .row-heard, .row-account)"
# Footers of exhibits: of these the line of the source alone is printed.
_FOOTERS = ".exhibit-source, figcaption"
# Tables of more than a page whose rows stand in groups: of each group a table is made.
_LEAFED = "table:not(.short-table):has(tr.group-row:first-child)"
# A row of more lines, most of a page, may break across pages; rows of few lines do not stand alone
# on one.
_LONG_ROW, _LOW_ROW = 60, 6
# About how many lines a row takes, noted on it.
_HEIGHT = "data-lines"
# A table of no more rows and lines, its head among them, stands on one page.
_SHORT_TABLE, _SHORT_TABLE_LINES = 13, 40
_WITH_SLASH = re.compile(r"(\b[A-Z]+/[A-Z]+\b)")
_NUMBERED = re.compile(r"id\d+")
# After the sign of a range of numbers, and in names such as PA-X, no line ends.
_JOINED = re.compile(r"(?<=\d)\u2013(?=\d)|\bPA-(?=X\b)|\bRFE/(?=RL\b)")
_JOINER = "\u2060"
# Characters of a code value that stays on one line.
_LONGEST_WORD = 28
_TRAILING = " \n·|;,"
# A day and its month, which stay on one line.
DAY = re.compile(
    r"(?<!\d)(\d{1,2})\s(?=(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December)\b)"
)
_HOST = re.compile(r"([a-z]+://|)([^/]*)(.*)", re.DOTALL)
# Letters that are written from the right, between which the signs of an address change places.
_FROM_RIGHT = {"R", "AL", "AN"}
# Bytes of letters outside of ASCII, as an address has them.
_OTHER_SCRIPTS = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")


@dataclass(frozen=True)
class Chapter:
    """One page of the book.

    Attributes
    ----------
    name : str
        Its address without ``.html``.
    part : str
        Part of the contents to which it belongs; blank for the front page.
    article : bs4.Tag
        Its content.
    """

    name: str
    part: str
    article: Tag

    @property
    def anchor(self) -> str:
        """Where links to the page as a whole lead."""
        return f"page-{self.name.replace('/', '-')}"

    @property
    def title(self) -> str:
        """Its heading."""
        return self.article.h1.get_text(" ", strip=True)

    @property
    def sections(self) -> list[tuple[str, str]]:
        """Anchor and title of each section."""
        found = self.article.select("section[id] > h2")
        return [(heading.parent["id"], heading.get_text(" ", strip=True)) for heading in found]


def contents(root: Path) -> list[tuple[str, str]]:
    """Part and page of every entry of the contents, the front page first."""
    toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    listed = [
        (part["caption"], chapter["file"]) for part in toc["parts"] for chapter in part["chapters"]
    ]
    return [("", toc["root"]), *listed]


def chapters(html: Path, entries: Sequence[tuple[str, str]]) -> list[Chapter]:
    """The articles of some pages as parts of one document.

    Parameters
    ----------
    html : pathlib.Path
        Folder of the built pages.
    entries : sequence of tuple of str
        Part and page, in their order.

    Returns
    -------
    list of Chapter
        Without what serves a screen alone; anchors are unique, links between the pages lead to
        them, and links to what is not printed are text.
    """
    found = [Chapter(name, part, _article(html, name)) for part, name in entries]
    for chapter in found:
        _strip(chapter.article)
        for table in chapter.article.select("table"):
            folding.fold(table)
            _shape(table)
        for table in chapter.article.select(_LEAFED):
            _part(table)
    targets = _unique(found)
    for chapter in found:
        for link in chapter.article.find_all("a", href=True):
            _relink(link, chapter.name, targets)
        for image in chapter.article.select("img[src]"):
            image["src"] = posixpath.normpath(
                posixpath.join(posixpath.dirname(chapter.name), image["src"])
            )
    divided.refer(chapter.article for chapter in found)
    return found


def _article(html: Path, name: str) -> Tag:
    page = BeautifulSoup((html / f"{name}.html").read_text(encoding="utf-8"), "lxml")
    # As classes again, which lines of a cell keep when they become paragraphs.
    for kind, element in ELEMENTS.items():
        for part in page.select(f".exhibit td {element}"):
            part.name, part["class"] = "span", [kind]
    article = page.select_one("article.bd-article")
    if article is None or article.h1 is None:
        raise ValueError(f"{name}.html has no article with a heading")
    return article.extract()


def _strip(article: Tag) -> None:
    for tag in article.select(_DROPPED):
        tag.decompose()
    for tag in article.select("details, summary"):
        tag.name = "div" if tag.name == "details" else "p"
    for tag in article.select(_UNWRAPPED):
        tag.unwrap()
    for tag in article.select(_LINES):
        tag.name = "p"
    for link in article.select("td a"):
        _take_bracket(link)
        _break_at_dots(link)
        _keep_whole(link)
    for text in list(article.find_all(string=DAY)):
        if not text.find_parent(["pre", "code"]):
            text.replace_with(DAY.sub("\\1\u00a0", text))
    for text in list(article.find_all(string=_JOINED)):
        if not text.find_parent(["pre", "code", "a"]):
            text.replace_with(_JOINED.sub(f"\\g<0>{_JOINER}", text))
    for entry in article.select(".citation-list > li"):
        _print_addresses(entry)
    for code in article.find_all("code"):
        if len(code.get_text()) <= _LONGEST_WORD:
            code["class"] = [*code.get("class", []), "whole"]
    for footer in article.select(_FOOTERS):
        _trim(footer)
    for tag in article.find_all(["div", "p"]):
        if not tag.find(True) and not tag.get_text(strip=True):
            tag.decompose()


def _take_bracket(link: Tag) -> None:
    """Let a line end before a citation, and its first word be broken if it is long.

    After a bracket outside of the link a long first word could not be broken: it is taken in. A
    name that may go on after its dot needs that not, and the break at its dot would be overlooked.
    A place for a break stands before the space: otherwise WeasyPrint sometimes ends the line of
    the text before after its first word.
    """
    before = link.previous_sibling
    if not (isinstance(before, NavigableString) and before.endswith("[")):
        return
    text = before.removesuffix("[")
    pieces: list[NavigableString | Tag] = [NavigableString(text.rstrip())]
    if text[-1:].isspace():
        pieces += [_may_break(), NavigableString(" ")]
    if columns.DOT.search(link.get_text().split(" ")[0]):
        pieces.append(NavigableString("["))
    else:
        link.insert(0, "[")
    before.replace_with(*pieces)


def _may_break() -> Tag:
    return Tag(name="wbr", can_be_empty_element=True)


def _keep_whole(link: Tag) -> None:
    """Keep a name such as ``RFE/RL`` on one line."""
    for text in list(link.find_all(string=_WITH_SLASH)):
        pieces: list[NavigableString | Tag] = []
        for piece in _WITH_SLASH.split(text):
            if _WITH_SLASH.fullmatch(piece):
                whole = Tag(name="span", attrs={"class": "whole"})
                whole.string = piece
                pieces.append(whole)
            elif piece:
                pieces.append(NavigableString(piece))
        text.replace_with(*pieces)


def _break_at_dots(link: Tag) -> None:
    """Let a name such as ``example.org`` go on after its dot on the next line of a cell."""
    for text in list(link.find_all(string=columns.DOT)):
        first, *others = columns.DOT.split(text)
        pieces = [NavigableString(first)]
        for other in others:
            pieces += [_may_break(), NavigableString(other)]
        text.replace_with(*pieces)


def _print_addresses(entry: Tag) -> None:
    """End the entry of a source with the addresses to which its links lead: paper has no links."""
    for link in entry.find_all("a", href=True):
        _may_end(link)
        address = Tag(name="span", attrs={"class": "address"})
        scheme, host, path = _HOST.match(_readable(link["href"])).groups()
        # A line that ended after the scheme would hold nothing that a reader needs.
        whole = Tag(name="span", attrs={"class": "whole"})
        whole.string = scheme + host
        address.extend([whole, path])
        entry.extend([" ", address])
    _keep_whole(entry)


def _may_end(title: Tag) -> None:
    """Let a line end after a title and its full stop, where WeasyPrint may overlook the space."""
    after = title.next_sibling
    if isinstance(after, NavigableString) and after.startswith(". "):
        after.replace_with(NavigableString("."), _may_break(), NavigableString(after[1:]))


def _readable(address: str) -> str:
    """An address with the letters of other scripts as themselves; signs stay as they are coded.

    So do letters that are written from the right.
    """
    return _OTHER_SCRIPTS.sub(lambda coded: _letters(coded[0]), address)


def _letters(coded: str) -> str:
    shown = unquote(coded)
    from_right = any(unicodedata.bidirectional(letter) in _FROM_RIGHT for letter in shown)
    return shown if shown.isprintable() and "\ufffd" not in shown and not from_right else coded


def _trim(footer: Tag) -> None:
    """Take the separators away that stood before dropped links."""
    for text in reversed(list(footer.find_all(string=True))):
        kept = text.rstrip(_TRAILING)
        if kept:
            text.replace_with(kept)
            return
        text.extract()


def _shape(table: Tag) -> None:
    """Give a table the widths of its columns, and say which of its rows may break."""
    for cell in table.select("thead th"):
        cell["scope"] = "col"
    rows = [(row, row.find_all(["td", "th"], recursive=False)) for row in table.select("tr")]
    texts = [(row, [cell.get_text(" ", strip=True) for cell in cells]) for row, cells in rows]
    count = max(len(cells) for _, cells in texts)
    whole = [(row, cells) for row, cells in texts if len(cells) == count]
    room = columns.widths([cells for _, cells in whole])
    heights = [columns.lines(cells, room) + _last_lines(row) for row, cells in whole]
    for (row, _), height in zip(whole, heights, strict=True):
        kind = "long-row" if height > _LONG_ROW else "low-row" if height <= _LOW_ROW else ""
        row["class"] = [*row.get("class", []), *filter(None, [kind])]
        row[_HEIGHT] = str(height)
    table.insert(1 if table.find("caption", recursive=False) else 0, _colgroup(room))
    short = len(rows) <= _SHORT_TABLE and sum(heights) <= _SHORT_TABLE_LINES
    kinds = [f"columns-{count}", *(["short-table"] if short else [])]
    table["class"] = [*table.get("class", []), *kinds]


def _part(table: Tag) -> None:
    """Make a table of each group of rows.

    Its heading and those of the columns then stand on top of every page.
    """
    body = table.find("tbody", recursive=False)
    parts: list[tuple[Tag, list[Tag]]] = []
    for row in body.find_all("tr", recursive=False):
        if "group-row" in row.get("class", []):
            parts.append((row, []))
        else:
            parts[-1][1].append(row)
    head, room = table.find("thead", recursive=False), table.find("colgroup", recursive=False)
    plain, last = copy.copy(head), table
    for number, (heading, rows) in enumerate(parts):
        heading.td.name = "th"
        heading.th["scope"] = "colgroup"
        top = copy.copy(plain)
        top.insert(0, heading)
        group = " ".join(heading.get_text().split())
        if number == 0:
            head.replace_with(top)
            table["data-group"] = group
            continue
        made, own = Tag(name="table"), Tag(name="tbody")
        made["class"] = [*table["class"], "continued"]
        made["data-group"] = group
        own.extend(rows)
        made.extend([copy.copy(room), top, own])
        last.insert_after(made)
        last = made


def _last_lines(row: Tag) -> int:
    """Lines that a row gains since the last line of a paragraph is half empty on average."""
    cells = row.find_all("td", recursive=False)
    return max((len(cell.find_all("p")) // 2 for cell in cells), default=0)


def _colgroup(room: Sequence[int]) -> Tag:
    total = sum(room) + columns.PADDING * len(room)
    shares = [(width + columns.PADDING) / total for width in room]
    cols = "".join(f'<col style="width: {share:.3%}">' for share in shares)
    return BeautifulSoup(f"<table><colgroup>{cols}</colgroup></table>", "lxml").colgroup.extract()


def _unique(found: Sequence[Chapter]) -> dict[tuple[str, str], str]:
    """Make anchors unique in the document; what each was, by page and old anchor."""
    times = Counter(tag["id"] for chapter in found for tag in chapter.article.find_all(id=True))
    wanted = set(_wanted(found))
    targets: dict[tuple[str, str], str] = {}
    for chapter in found:
        targets[chapter.name, ""] = chapter.anchor
        for tag in chapter.article.find_all(id=True):
            old = tag["id"]
            # The contents name every section, and some of those are numbered too.
            named = tag.name == "section" or (chapter.name, old) in wanted
            if _NUMBERED.fullmatch(old) and not named:
                del tag["id"]
                continue
            if times[old] > 1:
                tag["id"] = f"{old}-{chapter.anchor}"
            targets[chapter.name, old] = tag["id"]
    return targets


def _wanted(found: Sequence[Chapter]) -> Iterator[tuple[str, str]]:
    for chapter in found:
        for link in chapter.article.find_all("a", href=True):
            yield _address(link["href"], chapter.name)


def _address(href: str, name: str) -> tuple[str, str]:
    """Page and anchor to which a link of a page leads."""
    parts = urlsplit(href)
    path = unquote(parts.path)
    if not path:
        return name, unquote(parts.fragment)
    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
    return target.removesuffix(".html"), unquote(parts.fragment)


def _relink(link: Tag, name: str, targets: dict[tuple[str, str], str]) -> None:
    if urlsplit(link["href"]).scheme:
        return
    page, anchor = _address(link["href"], name)
    if (page, anchor) in targets:
        link["href"] = f"#{targets[page, anchor]}"
    elif (page, "") in targets:
        raise ValueError(f"{name}: the link to {link['href']} leads nowhere")
    else:
        link.unwrap()
