"""What a page says agrees with what stands beside it."""

import re

import pytest
from bs4 import BeautifulSoup, Tag

from briefing import record, speech
from briefing.addresses import source_anchor
from briefing.analysis import timeline


@pytest.fixture(scope="module")
def page(book):
    """A page of the built book, parsed, without the numbers of sources behind words."""

    def read(name: str) -> Tag:
        text = (book / f"{name}.html").read_text(encoding="utf-8")
        article = BeautifulSoup(text, "html.parser").select_one("article")
        for numbers in article("sup"):
            numbers.decompose()
        article.smooth()
        return article

    return read


ACCOUNTS = ("accounts", "accounts-1994-2020", "accounts-since-2020")


def test_the_sources_that_the_timeline_counts_are_those_that_events_and_accounts_cite(page):
    known = record.load()
    cited = {
        link["href"].rpartition("#")[2]
        for name in ("timeline", *ACCOUNTS)
        for link in page(f"notebooks/{name}").select(f'#tbl-{name} a[href*="#r-"]')
    }
    expected = timeline.cited(known.events, known.accounts)
    assert cited == set(map(source_anchor, expected))
    assert len(cited) > 1000


def test_every_contested_event_leads_to_its_accounts(page):
    known = record.load()
    contested = set(known.events.loc[known.events["contested"], "id"])
    heard = set(known.accounts.loc[known.accounts["table"] == "events", "row"])
    rows = page("notebooks/timeline").select("#tbl-timeline tbody tr:not(.group-row)")
    leading = {
        row.select_one(".row-anchor")["id"].removeprefix("evt-")
        for row in rows
        if row.select_one(", ".join(f'a[href^="{name}.html#acc-"]' for name in ACCOUNTS))
    }
    assert contested & heard - leading == set()
    assert len(leading) > 300


def test_every_account_of_an_event_stands_with_its_event(page):
    known = record.load()
    shown = {
        row.select_one(".row-anchor")["id"].removeprefix("acc-"): row.get_text(" ", strip=True)
        for name in ACCOUNTS
        for row in page(f"notebooks/{name}").select(f"#tbl-{name} tbody tr:not(.group-row)")
    }
    own = known.accounts[known.accounts["table"] == "events"]
    for account in own.dropna(subset=["account"]).itertuples():
        assert speech.plain(account.account) in shown[account.row], account.id
    vain = own[own["account"].isna()]
    for account in vain.itertuples():
        assert "no account found." in shown[account.row]
        assert speech.plain(account.note) in shown[account.row], account.id
    assert len(vain) > 10


def test_the_pages_of_accounts_part_with_the_ceasefire_of_1994_and_the_statement_of_2020(page):
    first, second, third = (
        {row.select_one(".row-anchor")["id"].removeprefix("acc-") for row in rows}
        for rows in (
            page(f"notebooks/{name}").select(f"#tbl-{name} tbody tr:not(.group-row)")
            for name in ACCOUNTS
        )
    )
    dates = record.load().events.set_index("id")["date"]
    assert max(dates[list(first)]) <= "1994-05-12" < min(dates[list(second)])
    assert max(dates[list(second)]) < "2020-11-10" <= min(dates[list(third)])


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


def test_the_caption_of_the_handovers_counts_what_its_rows_say_was_given_in_return(page):
    table = page("notebooks/captives-and-missing").select_one("#tbl-captives-transfers")
    rows = table.select("tbody tr:not(.group-row)")
    cells = [row.find_all("td", recursive=False)[3].get_text(strip=True) for row in rows]
    unnamed = sum(cell.startswith("None named") for cell in cells)
    nothing = sum(cell.startswith("None") for cell in cells) - unnamed
    given = sum(cell != "–" for cell in cells) - nothing - unnamed
    told = r"With (\d+) handovers .*? something is .*?, with (\d+) nothing. For (\d+) the"
    said = re.search(told, table.caption.get_text())
    assert [int(number) for number in said.groups()] == [given, nothing, unnamed]
    assert given > 0 and nothing > 0 and unnamed > 0
