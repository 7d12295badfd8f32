"""Every page opens in a real browser without an error and without asking another host."""

from pathlib import Path

import pytest

from briefing.build import HTML

PAGES = sorted(
    str(path.relative_to(HTML)) for path in HTML.rglob("*.html") if "_static" not in path.parts
)


def test_the_book_has_pages_to_open(book: Path):
    assert len(PAGES) > 25


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("disk", [False, True], ids=["http", "disk"])
def test_a_page_opens_without_error_and_without_foreign_request(visit, address, disk):
    seen = visit(address, disk=disk)
    assert seen.errors == []
    assert seen.foreign == []


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("width", [360, 1280, 3840])
def test_no_page_scrolls_sideways(visit, address, width):
    page = visit(address, width=width).page
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0
