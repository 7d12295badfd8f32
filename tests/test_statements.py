"""What a page says agrees with what stands beside it."""

import re

import pytest
from bs4 import BeautifulSoup, Tag

from briefing import record
from briefing.analysis import timeline


@pytest.fixture(scope="module")
def page(book):
    """A page of the built book, parsed."""

    def read(name: str) -> Tag:
        text = (book / f"{name}.html").read_text(encoding="utf-8")
        return BeautifulSoup(text, "html.parser").select_one("article")

    return read


def test_the_sources_that_the_timeline_counts_are_those_that_its_table_cites(page):
    known = record.load()
    cited = {
        link["href"].rpartition("#ref-")[2]
        for link in page("notebooks/timeline").select('#tbl-timeline a[href*="#ref-"]')
    }
    assert len(cited) == len(timeline.cited(known.events, known.accounts)) > 1000


@pytest.mark.parametrize("name", ["terms", "statement-2020", "outside-powers", "texts-2025"])
def test_a_provision_without_outcome_does_not_say_how_the_outcome_is_known(page, name):
    rows = [tr.get_text(" ", strip=True) for tr in page(f"notebooks/{name}").select("tr")]
    wrong = [text for text in rows if "not applicable" in text and "known by: none" in text]
    assert rows and wrong == []


@pytest.mark.parametrize("name", ["assessment", "press-summary-2021"])
def test_a_list_of_rows_has_no_stop_within(page, name):
    assert re.findall(r".{30}\.\s*[;·]\s", page(f"notebooks/{name}").get_text(" ")) == []


def test_the_number_of_an_exhibit_ends_before_its_caption_begins(page):
    numbers = [
        number.get_text()
        for name in ("war-2020", "border-and-enclaves", "phases")
        for number in page(f"notebooks/{name}").select(".caption-number")
    ]
    assert len(numbers) > 10
    assert [n for n in numbers if not re.fullmatch(r"(Fig\.|Table) \d+: ", n)] == []
    assert "Fig. 2 in Phases" in " ".join(page("index").get_text(" ").split())
