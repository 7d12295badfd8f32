"""Every exhibit ends with its source, its data, its permanent address and how to cite it."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from briefing import publication
from briefing.paths import ROOT


@pytest.fixture(scope="module")
def exhibits(book: Path) -> list[tuple[Path, Tag]]:
    """Every exhibit of the book with its page."""
    found = []
    for path in sorted(book.rglob("*.html")):
        if "_static" in path.parts:
            continue
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        found += [(path, tag) for tag in soup.select("figure[id], table.exhibit")]
    return found


def footer(exhibit: Tag) -> Tag:
    return exhibit.find_next(class_="exhibit-source")


def test_charts_and_tables_have_a_footer_each(exhibits):
    assert len(exhibits) > 130
    assert {tag.name for _, tag in exhibits} == {"figure", "table"}
    feet = [id(footer(tag)) for _, tag in exhibits]
    assert len(set(feet)) == len(feet)


def test_a_footer_opens_with_the_source_and_ends_with_the_citation(exhibits):
    for _, tag in exhibits:
        foot = footer(tag)
        assert foot.p.get_text(strip=True).startswith("Source"), tag["id"]
        parts = [child for child in foot.find_all(True, recursive=False) if child.name != "p"]
        names = [(part.name, part.get_text(strip=True).partition("\n")[0]) for part in parts]
        alone = [("a", "Chart (SVG)")] if tag.name == "figure" else []
        assert names[:-1] == [("a", "Data (CSV)"), *alone, ("a", "Permalink")], tag["id"]
        assert parts[-1].name == "details" and parts[-1].summary.get_text() == "Cite"


def test_a_caption_holds_no_source_and_no_link_to_data(exhibits):
    for _, tag in exhibits:
        caption = tag.select_one("figcaption, caption")
        assert "Source:" not in caption.get_text() and not caption.select(".exhibit-data")


def test_a_permalink_leads_to_its_exhibit(exhibits, book):
    of = publication.read(ROOT)
    for path, tag in exhibits:
        target = f"#{tag['id']}"
        public = of.address(f"{path.relative_to(book).as_posix()}{target}")
        assert footer(tag).select_one(".exhibit-permalink")["href"] == (public or target)


def test_the_picture_of_a_chart_can_be_opened_alone(exhibits):
    for path, tag in exhibits:
        if tag.name == "figure":
            link = footer(tag).select_one(".exhibit-picture")["href"]
            assert link == tag.img["src"] and link.endswith(".svg")
            assert (path.parent / link).resolve().is_file()


def test_the_data_and_the_citations_of_every_exhibit_are_there(exhibits):
    for path, tag in exhibits:
        for link in footer(tag).select(".exhibit-data, .exhibit-cite a"):
            assert (path.parent / link["href"]).resolve().is_file(), link["href"]
        endings = [link["href"].rpartition(".")[2] for link in footer(tag).select("details a")]
        assert endings == ["bib", "ris", "json"]


def test_the_citation_names_the_exhibit_by_the_words_of_its_caption(exhibits):
    for _, tag in exhibits:
        line = footer(tag).select_one(".exhibit-cite p").get_text()
        kind = "Figure" if tag.name == "figure" else "Table"
        title = re.search(rf"\. \(\d{{4}}\)\. (.*) \[{kind} {tag['id']}\]\. In ", line)
        assert title, line
        caption = " ".join(tag.select_one(".caption-text").get_text().split())
        assert caption.startswith(title[1])


def test_a_table_of_the_record_itself_links_the_record(exhibits):
    links = {
        tag["id"]: footer(tag).select_one(".exhibit-data")["href"]
        for path, tag in exhibits
        if path.stem in ("data-dictionary", "names")
    }
    assert links["tbl-places"] == "../_downloads/data/places.csv"
    assert links["tbl-dictionary-term-quantities"] == "../_downloads/data/term_quantities.csv"
    assert all(href.startswith("../_downloads/data/") for href in links.values())
