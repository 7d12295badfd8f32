"""Running heads that say where in a long list or table a page is.

Only when a document is set is it known what stands on which page, so the heads are written then: a
margin moves nothing on its page.
"""

import re
from collections.abc import Iterator
from typing import Any

from briefing.printing import set_text

# The corner that names the chapter.
_CORNER = "@top-right"
_LONGEST = 60
# Of two names, which share their line with the title of the book.
_LONGEST_OF_TWO = 29
# The day, month or span of days with which a row begins, to its first year.
_DAY = re.compile(r"[\dA-Za-z –]{0,30}?\b(?:19|20)\d\d\b")


def write(document: Any) -> dict[int, str]:
    """Add to the head of a page what its list or table goes through.

    A page of sources names its first and last, one of dated rows the days of the first and last; a
    page that begins within a row of a table names the row.

    Parameters
    ----------
    document : weasyprint.Document
        Set, and not yet drawn.

    Returns
    -------
    dict
        What was added, by page.
    """
    added = {}
    last = None
    for number, page in enumerate(document.pages, 1):
        rows, sources = list(_rows(page._page_box)), list(_sources(page._page_box))
        if rows and rows[0] is last:
            added[number] = f"{_name(last)}, continued"
        elif sources:
            added[number] = _span(_label(sources[0]), _label(sources[-1]))
        elif len(days := list(filter(None, map(_day, rows)))) > 1:
            added[number] = days[0] if days[0] == days[-1] else f"{days[0]} – {days[-1]}"
        last = rows[-1] if rows else None
        for text in _corner(page._page_box) if number in added else ():
            # The corner is on the right: its text grows to the left.
            text.position_x -= set_text.write(text, f"{text.text} · {added[number]}")
    return added


def _rows(page: Any) -> Iterator[Any]:
    """Elements of the rows of the tables on a page, those of their heads excepted."""
    from weasyprint.formatting_structure import boxes

    for group in page.descendants():
        if isinstance(group, boxes.TableRowGroupBox) and not (group.is_header or group.is_footer):
            for row in group.children:
                yield row.element


def _sources(page: Any) -> Iterator[Any]:
    """Elements of the labels of the sources that begin on a page."""
    for box in page.descendants():
        if box.element is not None and box.element_tag == "span" and _is(box.element, "label"):
            yield box.element


def _is(element: Any, name: str) -> bool:
    return name in element.get("class", "").split()


def _name(row: Any) -> str:
    """What leads to a row: its day or clause; of a row that nothing leads to its first cell."""
    anchors = [link for link in row.iter("a") if _is(link, "row-anchor")]
    return _cut(_text((anchors or list(row))[0]), _LONGEST)


def _day(row: Any) -> str:
    """The day on which a row begins, if its address is a day; blank for any other row."""
    anchors = [link for link in row.iter("a") if _is(link, "row-anchor")]
    found = _DAY.match(_text(anchors[0])) if anchors else None
    return found[0] if found else ""


def _span(first: str, last: str) -> str:
    """The first and the last label of a page, a name that they share once."""
    if first == last:
        return first
    name, year = last.rsplit(" ", 1)
    return f"{first} – {year if first.startswith(f'{name} ') else last}"


def _label(source: Any) -> str:
    """The label of a source; of a long one the name is cut, never the year."""
    said = _text(source).strip("[]")
    if len(said) <= _LONGEST_OF_TWO:
        return said
    name, year = said.rsplit(" ", 1)
    return f"{_cut(name, _LONGEST_OF_TWO - len(year) - 3)} {year}"


def _cut(said: str, longest: int) -> str:
    return said if len(said) <= longest else f"{said[:longest].rsplit(' ', 1)[0]} …"


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _corner(page: Any) -> Iterator[Any]:
    """The text in the corner of a page that names the chapter."""
    from weasyprint.formatting_structure import boxes

    for margin in page.children:
        if isinstance(margin, boxes.MarginBox) and margin.at_keyword == _CORNER:
            for box in margin.descendants():
                if isinstance(box, boxes.TextBox) and box.text.strip():
                    yield box
