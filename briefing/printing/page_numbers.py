"""The numbers of pages that links print, written when the whole document is set.

``target-counter`` would have WeasyPrint set the document three times over, since a number is known
only when the page of its target is, and even so leave a number stale here and there. The style
sheets print a number of three digits in its place; the true one is written over it, and what stands
behind it on the line moves by the difference.
"""

import re
from collections.abc import Iterator
from typing import Any

from briefing.printing import set_text

# What the style sheets put behind a link to print its page: "(p. 000)", or the number alone.
_NUMBER = re.compile(r"(?<!\d)000(?=\)?$)")


def write(document: Any) -> None:
    """Print behind each link the page to which it leads.

    A link that leads nowhere keeps its three digits: WeasyPrint warns of it when it draws.

    Parameters
    ----------
    document : weasyprint.Document
        Set, and not yet drawn.
    """
    pages = _pages(document)
    for page in document.pages:
        for line in _lines(page._page_box):
            for box in _printed(line):
                target = box.element.get("href").removeprefix("#")
                if target in pages:
                    text = _NUMBER.sub(str(pages[target]), box.text)
                    _make_room(line, box, set_text.write(box, text))


def _pages(document: Any) -> dict[str, int]:
    """Page of each anchor: the first, if a row with it runs over several."""
    found: dict[str, int] = {}
    for number, page in enumerate(document.pages, 1):
        for name in page.anchors:
            found.setdefault(name, number)
    return found


def _lines(page: Any) -> Iterator[Any]:
    """Every line of text on a page."""
    from weasyprint.formatting_structure import boxes

    return (box for box in page.descendants() if isinstance(box, boxes.LineBox))


def _printed(line: Any) -> Iterator[Any]:
    """Boxes of text on a line that hold the number behind a link within the document."""
    from weasyprint.formatting_structure import boxes

    for box in line.descendants():
        told = isinstance(box, boxes.TextBox) and box.element_tag == "a::after"
        if told and _NUMBER.search(box.text):
            yield box


def _make_room(line: Any, box: Any, grown: float) -> None:
    """Move what stands on a line beside a box that has grown, or shrunk."""
    if any(b.is_leader for b in line.descendants()):
        # Dots lead up to the number, which ends where the line does.
        box.position_x -= grown
        return
    _push(line, box, grown)
    if line.style["text_align_all"] in ("right", "end"):
        line.translate(-grown)


def _push(parent: Any, box: Any, grown: float) -> bool:
    """Move what follows a box within a parent, and say whether the box is in it."""
    for number, child in enumerate(parent.children):
        if child is box or (hasattr(child, "children") and _push(child, box, grown)):
            for later in parent.children[number + 1 :]:
                later.translate(grown)
            parent.width += grown
            return True
    return False
