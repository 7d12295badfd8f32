"""Waiting for a page, under its own security policy: Playwright's way would need ``eval``."""

import time

from playwright.sync_api import Page

_LONGEST = 20.0  # seconds; a machine at work is slow


def until(page: Page, expression: str, arg: object = None) -> None:
    """Wait until an expression of the page is true."""
    end = time.monotonic() + _LONGEST
    while not page.evaluate(expression, arg):
        assert time.monotonic() < end, f"never true: {expression}"
        page.wait_for_timeout(20)
