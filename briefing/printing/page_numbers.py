"""The numbers of pages that links print, held against the pages to which the links lead.

WeasyPrint sets a document again and again until nothing moves, but does not always set a link again
whose target has moved by a page in the last round.
"""

import re
from collections.abc import Iterator
from typing import Any

# What the style sheets put behind a link to print its page: "(p. 12)", or the number alone.
_NUMBER = re.compile(r"\d+(?=\)?$)")
_BEHIND = "::after"


def mend(document: Any) -> list[tuple[int, str, int]]:
    """Print the page to which a link leads wherever another is printed.

    Parameters
    ----------
    document : weasyprint.Document
        Set, and not yet drawn.

    Returns
    -------
    list of tuple
        What was wrong: the page of a link, the number that it printed, and its target's page.
    """
    pages = _pages(document)
    wrong = []
    for place, target, box in _printed(document):
        found = _NUMBER.search(box.text)
        if found and int(found[0]) != pages[target]:
            wrong.append((place, found[0], pages[target]))
            box.text = _NUMBER.sub(str(pages[target]), box.text)
            # Shaped when it is drawn, from this text.
            box.pango_layout.text = box.text
    return wrong


def _pages(document: Any) -> dict[str, int]:
    """Page of each anchor: the first, if a row with it runs over several."""
    found: dict[str, int] = {}
    for number, page in enumerate(document.pages, 1):
        for name in page.anchors:
            found.setdefault(name, number)
    return found


def _printed(document: Any) -> Iterator[tuple[int, str, Any]]:
    """Page and target of each link within the document, with each box of text behind it."""
    seen = set()
    for number, page in enumerate(document.pages, 1):
        for kind, target, _, link in page.links:
            for box in (link, *link.descendants()) if kind == "internal" else ():
                told = hasattr(box, "pango_layout") and box.element_tag.endswith(_BEHIND)
                if told and id(box) not in seen:
                    seen.add(id(box))
                    yield number, target, box
