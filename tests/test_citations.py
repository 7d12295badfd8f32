"""The index of the bibliography changes no citation: it finds what the plain domain finds."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sphinx.testing.util import SphinxTestApp

from briefing.paths import ROOT

CONF = """
extensions = ["sphinxcontrib.bibtex"]
bibtex_bibfiles = ["first.bib", "second.bib"]
bibtex_reference_style = "label"
html_theme = "basic"


def setup(app):
    from sphinxcontrib.bibtex.domain import BibtexDomain

    from briefing.citations import IndexedBibtexDomain

    app.add_domain(DOMAIN, override=True)
"""
FILES = {"first.bib": ("one", "twin"), "second.bib": ("two",)}
# The first file is listed on two pages without and on one with a prefix of its keys.
PAGES = {
    "index": (
        ".. toctree::\n\n   other\n   again\n   prefixed\n\n"
        "Here :cite:`one`, elsewhere :cite:`two`, here again :cite:`one`.",
        "first.bib\n   :all:",
    ),
    "other": (
        "On two other pages :cite:`one`, in another order :cite:`two,twin,one`, "
        "with a text :cite:`{see}two{page 3}`, of no list :cite:`two,nowhere`.",
        "second.bib\n   :all:",
    ),
    "again": ("Here :cite:`one`, here and elsewhere :cite:`two,one`.", "first.bib\n   :all:"),
    "prefixed": (
        "Here :cite:`its-twin`, elsewhere :cite:`one,its-one,two`.",
        "first.bib\n   :all:\n   :style: unsrt\n   :keyprefix: its-\n   :labelprefix: I",
    ),
}
# The list of the second file moves to another page, and its entries get other addresses.
MOVED = {
    "index": (PAGES["index"][0], "second.bib\n   :all:"),
    "other": (PAGES["other"][0], "first.bib\n   :all:"),
}


@dataclass
class Built:
    """What stands on the pages of a small book after a build."""

    citations: dict[str, list[tuple[str, list[str]]]]
    entries: dict[str, list[tuple[str, str]]]
    unknown: int


def write(place: Path, pages: dict[str, tuple[str, str]]) -> None:
    for name, (said, listed) in pages.items():
        page = f"{name}\n{'=' * len(name)}\n\n{said}\n\n.. bibliography:: {listed}\n"
        (place / f"{name}.rst").write_text(page, encoding="utf-8")


def entry(key: str) -> str:
    told = f"author = {{Mann, Anna}}, title = {{Of {key}}}, year = {{2020}}, publisher = {{P}}"
    return f"@book{{{key}, {told}}}\n"


def build(app: SphinxTestApp) -> Built:
    app.build()
    citations, entries = {}, {}
    for name in PAGES:
        page = BeautifulSoup((app.outdir / f"{name}.html").read_text("utf-8"), "html.parser")
        citations[name] = [
            (found.get_text(), [link["href"] for link in found.find_all("a")])
            for found in page.select(".bibtex-citation")
        ]
        entries[name] = [
            (found["id"], " ".join(found.get_text().split()))
            for found in page.select("div.citation")
        ]
    return Built(citations, entries, app.warning.getvalue().count('find bibtex key "nowhere"'))


def books(place: Path, domain: str) -> tuple[Built, Built]:
    """The book as it is first built, and after a list has moved."""
    (place / "conf.py").write_text(CONF.replace("DOMAIN", domain), encoding="utf-8")
    for name, keys in FILES.items():
        (place / name).write_text("".join(map(entry, keys)), encoding="utf-8")
    write(place, PAGES)
    app = SphinxTestApp("html", srcdir=place)
    try:
        first = build(app)
        write(place, MOVED)
        return first, build(app)
    finally:
        app.cleanup()


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> tuple[Built, Built]:
    return books(tmp_path_factory.mktemp("plain"), "BibtexDomain")


@pytest.fixture(scope="module")
def indexed(tmp_path_factory) -> tuple[Built, Built]:
    return books(tmp_path_factory.mktemp("indexed"), "IndexedBibtexDomain")


@pytest.mark.parametrize("page", PAGES)
def test_every_citation_of_a_page_is_that_of_the_plain_domain(plain, indexed, page):
    assert indexed[0].citations[page] == plain[0].citations[page]
    assert all(links for _, links in indexed[0].citations[page])


@pytest.mark.parametrize("page", PAGES)
def test_every_list_of_sources_is_that_of_the_plain_domain(plain, indexed, page):
    assert indexed[0].entries[page] == plain[0].entries[page] != []


def test_a_key_that_two_pages_list_leads_to_the_list_of_its_own_page(indexed):
    here = {page: indexed[0].citations[page][0] for page in ("index", "again")}
    assert all(link.startswith("#") for _, links in here.values() for link in links)


def test_a_key_cited_on_several_pages_leads_to_its_one_list_from_each(indexed):
    links = [link for page in PAGES for _, ls in indexed[0].citations[page] for link in ls]
    [(address, _)] = indexed[0].entries["other"]
    assert links.count(f"#{address}") == 3
    assert links.count(f"other.html#{address}") == 3


def test_several_keys_stand_in_the_order_of_the_plain_domain(plain, indexed):
    shown = [text for text, _ in indexed[0].citations["other"]]
    assert shown == [text for text, _ in plain[0].citations["other"]]
    assert shown[1].count(",") == 2


def test_a_text_beside_a_key_is_kept(indexed):
    assert indexed[0].citations["other"][2][0] == "[see Man20, page 3]"


def test_a_key_of_no_list_is_reported_as_by_the_plain_domain(plain, indexed):
    assert indexed[0].unknown == plain[0].unknown > 0


def test_a_list_that_moves_is_found_in_its_new_place(plain, indexed):
    assert indexed[1].citations == plain[1].citations != indexed[0].citations
    assert indexed[1].entries == plain[1].entries != indexed[0].entries


def test_every_list_of_the_book_takes_all_entries_as_the_index_supposes():
    pages = [*(ROOT / "book").rglob("*.md"), ROOT / "index.md"]
    lists = [
        found
        for page in pages
        for found in re.findall(
            r"^[`~]{3,}\{bibliography\}.*?^[`~]{3,}$", page.read_text("utf-8"), re.M | re.S
        )
    ]
    assert len(lists) >= 5
    assert all(":all:" in found and ":filter:" not in found for found in lists)
