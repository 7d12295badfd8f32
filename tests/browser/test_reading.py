"""Every page opens in a real browser without an error and without asking another host."""

from pathlib import Path

import pytest

from briefing.build import HTML

PAGES = sorted(
    str(path.relative_to(HTML)) for path in HTML.rglob("*.html") if "_static" not in path.parts
)


def test_the_book_has_pages_to_open(book: Path):
    assert len(PAGES) > 25


# The words of a table that run over two lines: those of four to ten letters, which have room in
# every column; longer ones are names that publishers write in one.
_BROKEN = """() => {
  const broken = [], range = document.createRange(), word = /\\p{L}{2,}/gu;
  for (const table of document.querySelectorAll("table.exhibit")) {
    const texts = document.createTreeWalker(table, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      if (text.parentElement.closest(".checksum")) continue;
      for (const found of text.data.matchAll(word)) {
        if (found[0].length < 4 || found[0].length > 10) continue;
        range.setStart(text, found.index);
        range.setEnd(text, found.index + found[0].length);
        const boxes = [...range.getClientRects()].filter(box => box.width > 0);
        if (boxes.length && Math.abs(boxes[0].top - boxes.at(-1).top) > 3)
          broken.push(table.id + ": " + found[0]);
      }
    }
  }
  return broken;
}"""


_SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_WIDTHS = (3840, 1280, 800, 360)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_opens_without_error_and_fits_every_width(kept, address):
    """No error and no foreign request; no scrolling sideways, no ordinary word broken."""
    faults = []
    seen = kept(address)
    for width in _WIDTHS:
        seen.page.set_viewport_size({"width": width, "height": 900})
        beyond = seen.page.evaluate(_SIDEWAYS)
        faults += [f"{width} wide: scrolls sideways by {beyond}"] if beyond > 0 else []
        if width != max(_WIDTHS):  # where tables have room for every word
            faults += [f"{width} wide: broken {word}" for word in seen.page.evaluate(_BROKEN)]
    faults += [f"over http: {said}" for said in (*seen.errors, *seen.foreign)]
    seen = kept(address, disk=True)
    faults += [f"from disk: {said}" for said in (*seen.errors, *seen.foreign)]
    assert faults == []


@pytest.mark.parametrize("width", [1280, 1900])
def test_the_text_does_not_move_when_the_contents_of_a_long_page_arrive(visit, width):
    # They come last in the page: until then the text stood wider, and moved when they came.
    page = visit("notebooks/timeline.html", width=width).page
    text = page.locator("article.bd-article")
    before = text.bounding_box()["width"]
    page.evaluate("document.querySelector('#pst-secondary-sidebar').remove()")
    assert text.bounding_box()["width"] == before
