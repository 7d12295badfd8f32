"""A browser that tells nobody when it is idle, as Safari: its reader gets the same tables."""

import pytest
from playwright.sync_api import Page

from browser.waiting import until

PAGE = "notebooks/timeline.html"
ROWS = "#tbl-timeline tbody tr:not(.group-row)"


@pytest.fixture
def page(browser, served) -> Page:
    """The longest table, in a browser without ``requestIdleCallback``."""
    context = browser.new_context()
    context.add_init_script("delete window.requestIdleCallback")
    opened = context.new_page()
    opened.goto(f"{served}/{PAGE}")
    yield opened
    context.close()


def test_every_row_gets_its_button_where_the_browser_tells_no_idle_time(page):
    assert page.evaluate("'requestIdleCallback' in window") is False
    rows = page.locator(ROWS).count()
    until(page, f"document.querySelectorAll('{ROWS} .row-copy').length === {rows}")
    assert rows > 800
