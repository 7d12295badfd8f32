"""A real browser on the built book, over http and from disk."""

import contextlib
import functools
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from bench.keys import FLAGS, chromium

# Set where a missing browser must fail the tests instead of skipping them.
REQUIRED = "BRIEFING_BROWSER_REQUIRED"


@dataclass
class Visit:
    """One page in the browser, and what it did that it should not."""

    page: Page
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    @property
    def thrown(self) -> list[str]:
        """Errors of scripts, without what the browser asked for by itself and did not get."""
        return [error for error in self.errors if not error.startswith("Failed to load resource")]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing on stderr."""

    def copyfile(self, *args) -> None:
        # A page that is left while a file is on its way wants no more of it.
        with contextlib.suppress(ConnectionError):
            super().copyfile(*args)


@pytest.fixture(scope="session")
def served(book: Path) -> Iterator[str]:
    """Address of a server of the book on this machine."""
    handler = functools.partial(_Quiet, directory=str(book))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, closed after each module: its event loop must not meet another's."""
    found = chromium()
    if found is None:
        missing = "no Chromium on this machine: install Debian's package chromium"
        if os.environ.get(REQUIRED):
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as engine:
        launched = engine.chromium.launch(executable_path=found, args=list(FLAGS))
        yield launched
        launched.close()


@pytest.fixture
def visit(browser: Browser, book: Path, served: str) -> Iterator[Callable[..., Visit]]:
    """Open a page of the book: ``visit("notebooks/terms.html", width=360, dark=True)``."""
    with contextlib.ExitStack() as opened:

        def open_page(
            address: str,
            width: int = 1280,
            height: int = 900,
            dark: bool = False,
            disk: bool = False,
            **context: object,
        ) -> Visit:
            scheme = "dark" if dark else "light"
            made = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme, **context
            )
            opened.callback(made.close)
            seen = _watched(made.new_page(), served)
            base = book.as_uri() if disk else served
            seen.page.goto(f"{base}/{address}")
            return seen

        yield open_page


@pytest.fixture(scope="module")
def kept(browser: Browser, book: Path, served: str) -> Iterator[Callable[..., Visit]]:
    """Open pages of the book one after another in one window, at a third of the time of `visit`.

    For tests that read a page, or leave it as they found it: what a page stores, the next one sees.
    """
    with browser.new_context() as context:
        seen = _watched(context.new_page(), served)

        def open_page(
            address: str,
            width: int = 1280,
            dark: bool = False,
            disk: bool = False,
            reduced_motion: str = "no-preference",
        ) -> Visit:
            seen.page.goto("about:blank")  # or a fragment alone would not load the page anew
            seen.page.set_viewport_size({"width": width, "height": 900})
            scheme = "dark" if dark else "light"
            seen.page.emulate_media(color_scheme=scheme, reduced_motion=reduced_motion)
            seen.errors.clear()
            seen.foreign.clear()
            seen.page.goto(f"{book.as_uri() if disk else served}/{address}")
            return seen

        yield open_page


def _watched(page: Page, served: str) -> Visit:
    """A page whose errors and foreign requests are noted."""
    seen = Visit(page)
    page.on("console", lambda m: m.type == "error" and seen.errors.append(m.text))
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on("request", lambda asked: _note_foreign(asked.url, served, seen))
    return seen


def _note_foreign(url: str, served: str, seen: Visit) -> None:
    parts = urlsplit(url)
    if parts.scheme in ("http", "https") and parts.netloc != urlsplit(served).netloc:
        seen.foreign.append(url)
