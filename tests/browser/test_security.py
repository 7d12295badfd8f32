"""The pages obey a strict security policy, over http and from disk, and fetch nothing elsewhere."""

import re
from html import unescape

import pytest
from bs4 import BeautifulSoup, SoupStrainer

from briefing import publication
from briefing.paths import ROOT
from briefing.sphinx_ext import csp
from browser.test_reading import PAGES


def policy(book, address: str) -> dict[str, str]:
    """The directives of a page's policy."""
    text = (book / address).read_text(encoding="utf-8")
    content = unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1])
    return dict(part.strip().split(" ", 1) for part in content.split(";"))


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_the_strict_policy_before_anything_that_it_loads(book, address):
    rules = policy(book, address)
    assert rules["default-src"] == rules["base-uri"] == "'none'"
    assert rules["form-action"] == "'self'"
    # The page for unknown addresses stands alone: it may not even ask its own server.
    asks = None if address == "404.html" else "'self'"
    assert rules.get("connect-src") == asks
    assert not any(word in " ".join(rules.values()) for word in ("unsafe", "http", "*"))
    if address != "404.html":
        assert rules["style-src"] == "'self'"
        assert rules["script-src"] == f"'self' {csp.digest(csp.FIRST_SCRIPT)}"
    text = (book / address).read_text(encoding="utf-8")
    policy_at = text.index("Content-Security-Policy")
    assert all(
        policy_at < m.start() for m in re.finditer(r'<script(?! type="application/ld)|<link', text)
    )


@pytest.mark.parametrize("address", PAGES)
def test_no_script_style_or_handler_stands_in_a_page(book, address):
    text = (book / address).read_text(encoding="utf-8")
    assert not re.search(r'<[a-z][^>]*\s(?:style|on[a-z]+)\s*=\s*"', text)
    assert "javascript:" not in text
    inline = [
        tag.string
        for tag in BeautifulSoup(text, "html.parser", parse_only=SoupStrainer(["script", "style"]))
        if tag.name and not tag.get("src") and tag.get("type") != "application/ld+json"
    ]
    if address == "404.html":
        assert inline in ([csp.LOST_STYLE, csp.LOST_SCRIPT], [csp.LOST_STYLE])
    else:
        assert inline == [csp.FIRST_SCRIPT]


@pytest.mark.parametrize("address", PAGES)
def test_no_page_has_a_browser_fetch_another_ahead(book, address):
    """Firefox fetches the page that a link in the head calls the next; the policy refuses it."""
    head = (book / address).read_text(encoding="utf-8").partition("</head>")[0]
    ahead = r'<link[^>]*rel="[^"]*(?:next|prefetch|preload|prerender|preconnect)'
    assert not re.search(ahead, head)


@pytest.mark.parametrize("disk", [False, True], ids=["http", "disk"])
def test_the_policy_stops_a_script_a_style_and_a_request(visit, disk):
    seen = visit("index.html", disk=disk)
    seen.page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.harmed = true";
          document.body.append(script);
          document.body.setAttribute("style", "color: rgb(1, 2, 3)");
          const image = document.createElement("img");
          image.src = "http://127.0.0.1:9/x.png";
          document.body.append(image);
          return fetch("http://127.0.0.1:9/x.csv").catch(() => null);
        }"""
    )
    assert seen.page.evaluate("window.harmed") is None
    assert seen.page.evaluate("getComputedStyle(document.body).color") != "rgb(1, 2, 3)"
    assert sum("Content Security Policy" in error for error in seen.errors) >= 4


@pytest.mark.parametrize(
    ("depth", "root"),
    [
        ("no-page.html", ""),
        ("notebooks/no-page.html", ""),
        ("book/a/b/no-page.html", ""),
        ("pdf/no-page.html", ""),
        ("_downloads/data/no-page.html", ""),
        ("book/notebooks/no-page.html", "book/"),
    ],
)
def test_the_page_for_unknown_addresses_leads_back_from_any_depth(visit, book, served, depth, root):
    page = visit("index.html").page
    lost = (book / "404.html").read_text(encoding="utf-8")
    page.route(
        "**/no-page.html", lambda r: r.fulfill(status=404, body=lost, content_type="text/html")
    )
    page.goto(f"{served}/{depth}")
    link, timeline = page.get_by_role("link", name="Timeline"), "notebooks/timeline.html"
    if public := publication.read(ROOT).address(timeline):
        assert link.get_attribute("href") == public
    else:
        link.click()
        assert page.url == f"{served}/{root}{timeline}"
