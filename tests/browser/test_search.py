"""The site's search leads to rows, over http and from disk, by every name of a place."""

import re
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Page

from briefing import found, schema
from briefing.addresses import ADDRESSED, anchor
from briefing.paths import DATA
from browser.waiting import until

DISK = pytest.mark.parametrize("disk", [False, True], ids=["http", "disk"])
RESULTS = (
    "items => items.map(i => [i.firstChild.getAttribute('href'), i.firstChild.textContent,"
    " i.textContent])"
)

IDS = "links => links.map(link => link.id)"


def results(visit, query: str, disk: bool = False) -> list[list[str]]:
    """Address, title and whole text of each result."""
    seen = visit(f"search.html?q={quote(query)}", disk=disk)
    done(seen.page)
    assert seen.thrown == []
    return seen.page.locator("#search-results ul.search > li").evaluate_all(RESULTS)


def done(page: Page) -> None:
    until(
        page, "/^(Found|Nothing)/.test(document.querySelector('.search-summary')?.innerText ?? '')"
    )


def targets(rows: list[list[str]]) -> list[str]:
    return [address.partition("#")[2] for address, _, _ in rows]


def targets_of(rows: list[list[str]]) -> list[str]:
    return [address for address, _, _ in rows]


def place(place_id: str) -> dict[str, str]:
    [row] = [row for row in schema.rows(DATA, "places") if row["id"] == place_id]
    return row


@DISK
def test_a_place_leads_to_its_row_and_to_the_rows_that_name_it(visit, disk):
    rows = results(visit, "Lachin", disk)
    assert targets(rows)[0] == anchor("places", "lachin")
    named = {
        anchor("events", row["id"])
        for row in schema.rows(DATA, "events")
        if "Lachin" in row["title"]
    }
    assert named and named <= set(targets(rows))
    pages = [number for number, (address, _, _) in enumerate(rows) if "#" not in address]
    assert pages and min(pages) >= len(named)


@DISK
@pytest.mark.parametrize(
    ("typed", "place_id"),
    [
        ("Xankəndi", "khankendi-stepanakert"),
        ("xankendi", "khankendi-stepanakert"),
        ("Степанакерт", "khankendi-stepanakert"),
        ("Ստեփանակերտ", "khankendi-stepanakert"),
        ("Shushi", "shusha-shushi"),
        ("Şuşa", "shusha-shushi"),
        ("Agdam", "aghdam"),
        ("Ağdam", "aghdam"),
    ],
)
def test_a_place_is_found_by_a_name_in_any_language(visit, disk, typed, place_id):
    rows = results(visit, typed, disk)
    assert targets(rows)[0] == anchor("places", place_id)
    assert rows[0][2].startswith(f"{rows[0][1]} (place, in Names; look for ")
    events = [target for target in targets(rows) if target.startswith("evt-")]
    assert events


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("3,833", 1),
        ("3833 dead", 1),
        ("101 848", 1),
        ("killed 2020", 30),
        ("death toll", 30),
    ],
)
def test_a_number_or_a_word_for_the_dead_leads_to_the_published_figures(visit, typed, shown):
    page = visit(f"search.html?q={quote(typed)}").page
    done(page)
    page.locator(".search-figures a").click()
    count = page.locator(".row-count").first
    count.wait_for()
    assert int(re.match(r"(\d+) of", count.inner_text())[1]) >= shown
    assert not re.match(r"(\d+) of \1 ", count.inner_text())


@pytest.mark.parametrize(
    "typed",
    [
        "1994", "1992 1994", "2020-21", "9 November 2020", "10.11.2020", "44 day war", "Article 8",
        "point 6g", "resolution 822", "3.5 million", "Lachin", "killer",
    ],
)  # fmt: skip
def test_a_day_a_year_a_clause_or_a_name_is_no_figure(visit, typed):
    page = visit(f"search.html?q={quote(typed)}").page
    done(page)
    page.wait_for_timeout(200)
    assert page.locator(".search-figures").count() == 0


def test_a_change_of_control_is_found_by_its_place(visit):
    rows = targets(results(visit, "Kalbajar"))
    changes = {
        anchor("control_changes", row["id"])
        for row in schema.rows(DATA, "control_changes")
        if row["place"] == "kalbajar"
    }
    assert changes and changes <= set(rows)


@DISK
def test_from_a_place_one_goes_on_to_its_events(visit, disk):
    page = visit(f"search.html?q={quote('Şuşa')}", disk=disk).page
    done(page)
    page.get_by_role("link", name="look for Shusha in the timeline").last.click()
    count = page.locator(".row-count").first
    count.wait_for()
    assert page.evaluate("document.activeElement.matches('form.row-tools')")
    assert "words=Shusha" in page.url
    shown = int(re.match(r"(\d+) of", count.inner_text())[1])
    assert shown >= sum("shusha-shushi" in e["places"] for e in schema.rows(DATA, "events")) > 20


def test_every_name_of_every_place_leads_to_its_row(visit):
    page = visit("search.html?q=Lachin").page
    done(page)
    missing = []
    for row in schema.rows(DATA, "places"):
        for name in [row["name"], *found.other_names(row)]:
            hits = page.evaluate(
                "query => { const terms = new Set(splitQuery(query.toLowerCase()));"
                " return [...terms].flatMap(t => Search.performObjectSearch(t, terms))"
                ".map(hit => hit[2]); }",
                name,
            )
            if f"#{anchor('places', row['id'])}" not in hits:
                missing.append(name)
    assert missing == []


@DISK
@pytest.mark.parametrize(
    "table", sorted(t for t, of in ADDRESSED.items() if of.kind not in found.UNSEARCHED)
)
def test_a_row_is_found_by_words_of_its_title_and_its_link_leads_to_it(visit, disk, table):
    told = [t for t in found.titles(DATA) if t[2] == ADDRESSED[table].kind]
    target, title, kind = told[len(told) // 2]
    rows = results(visit, title, disk)
    [row] = [row for row in rows if row[0].partition("#")[2] == target]
    assert row[1] == title
    assert f"({kind}, in " in row[2]
    assert visit(row[0], disk=disk).page.locator(f"[id='{target}']").is_visible()


@pytest.mark.parametrize(("query", "page"), [("Timeline", "timeline"), ("Terms", "terms")])
def test_a_page_of_that_very_title_comes_first(visit, query, page):
    assert results(visit, query)[0][0].endswith(f"{page}.html")


HITS = (
    "queries => queries.map(query => { const terms = new Set(splitQuery(query.toLowerCase()));"
    " return [...terms].flatMap(t => Search.performObjectSearch(t, terms))"
    ".sort((a, b) => b[4] - a[4]).map(hit => hit[2].slice(1)); })"
)
NAMES = list(schema.rows(DATA, "search_names"))


def test_a_name_by_which_readers_look_leads_first_to_its_rows(visit):
    page = visit("search.html?q=Lachin").page
    done(page)
    led: dict[str, set[str]] = {}
    for row in NAMES:
        led.setdefault(row["name"], set()).add(anchor(row["table"], row["row"]))
    for (name, expected), hits in zip(led.items(), page.evaluate(HITS, list(led)), strict=True):
        assert set(hits[: len(expected)]) == expected, name


@DISK
@pytest.mark.parametrize(
    ("typed", "row"),
    [
        ("44-day war", "2020-09-27-war-begins"),
        ("second karabakh war", "2020-09-27-war-begins"),
        ("first karabakh war", "1992-01-31-azerbaijani-offensive"),
        ("four-day war", "2016-04-02-four-day-war"),
        ("trump route", "2025-08-08-washington-declaration"),
        ("khojaly massacre", "1992-02-26-khojaly"),
        ("lachin corridor blockade", "2022-12-12-lachin-road-blocked"),
        ("black january", "1990-01-20-black-january"),
    ],
)
def test_the_usual_names_lead_to_rows_that_keep_their_own_titles(visit, disk, typed, row):
    address, title, said = results(visit, typed, disk)[0]
    assert address.endswith(f"#{anchor('events', row)}")
    told = {target: title for target, title, _ in found.titles(DATA)}
    assert title == told[anchor("events", row)] and typed not in said.casefold()


def holding(word: str) -> set[str]:
    """Rows in whose title a word begins so."""
    told = [one for one in found.titles(DATA) if one[2] not in found.UNSEARCHED]
    return {target for target, title, _ in told if re.search(rf"\b{word}", title, re.I)}


@pytest.mark.parametrize("common", ["helicopter", "fighting", "statement"])
def test_where_no_row_has_all_the_words_those_with_the_rarest_come_first(visit, common):
    rare = "safarov"
    assert 0 < len(holding(rare)) < len(holding(common)) and not holding(rare) & holding(common)
    rows = results(visit, f"{common} {rare}")
    assert set(targets(rows)[: len(holding(rare))]) == holding(rare)


def test_a_row_that_has_most_of_the_words_comes_before_one_that_has_the_rarest_alone(visit):
    rows = results(visit, "second karabakh war dead")
    assert targets(rows)[0] == anchor("events", "2020-09-27-war-begins")


def test_rows_that_have_not_all_the_words_are_few(visit):
    rows = results(visit, "agreement nosuchwordanywhere")
    assert len(holding("agreement")) > 20 == len(rows)


def test_a_page_called_by_the_rarest_word_comes_before_rows_that_have_not_all_words(visit):
    assert 0 < len(holding("missing")) < len(holding("ceasefire"))
    assert not holding("missing") & holding("ceasefire")
    rows = results(visit, "missing ceasefire")
    places = [n for n, target in enumerate(targets(rows)) if target in holding("missing")]
    [page] = [n for n, (to, *_) in enumerate(rows) if to.endswith("captives-and-missing.html")]
    assert len(places) == len(holding("missing")) and page < min(places)


@pytest.mark.parametrize("typed", ["recognise Karabakh", "recognize Karabakh", "annex Karabakh"])
def test_the_question_of_the_book_is_found_in_the_words_of_its_readers(visit, typed):
    asked = anchor("events", "2021-01-18-lavrov-recognition")
    assert asked in targets(results(visit, typed))[:12]


@pytest.mark.parametrize("typed", ["constructor", "hasOwnProperty"])
def test_a_word_of_the_script_s_own_language_is_answered_like_any_other(visit, typed):
    assert len(results(visit, typed)) < 12


def test_a_word_that_is_nowhere_leaves_those_that_are_somewhere(visit):
    rows = results(visit, "Xankəndi nosuchwordanywhere")
    assert targets(rows)[0] == anchor("places", "khankendi-stepanakert")


def test_rows_that_have_all_the_words_are_shown_alone(visit):
    rows = [text for _, _, text in results(visit, "Lachin road closed") if "(event, in" in text]
    assert rows and all(re.search("Lachin.* road .*close", text, re.S) for text in rows)


@pytest.mark.parametrize("typed", ["_", "🕊", "-"])
def test_a_query_without_a_letter_or_a_number_finds_nothing(visit, typed):
    page = visit(f"search.html?q={quote(typed)}").page
    page.wait_for_timeout(500)
    assert page.locator("ul.search > li").count() == 0


def test_a_word_after_a_minus_is_looked_for_like_any_other(visit):
    assert targets(results(visit, "Lachin -road")) == targets(results(visit, "Lachin road"))


def test_results_are_called_in_plain_words(visit):
    rows = results(visit, "Lachin road closed")
    assert rows
    assert [text for _, _, text in rows if "record:" in text or "Record " in text] == []


def test_a_search_for_what_is_not_there_says_so(visit):
    seen = visit("search.html?q=nosuchwordanywhere")
    done(seen.page)
    assert seen.page.locator(".search-summary").inner_text().startswith("Nothing found.")
    assert seen.page.locator("ul.search > li").count() == 0


def test_the_search_field_of_a_page_leads_to_the_results(visit):
    page = visit("notebooks/timeline.html").page
    page.keyboard.press("Control+k")
    page.keyboard.type("Xankəndi")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    done(page)
    first = page.locator("ul.search > li a").first
    assert first.get_attribute("href").endswith(anchor("places", "khankendi-stepanakert"))


@DISK
def test_a_page_that_has_the_words_offers_its_rows_with_them(visit, disk):
    """A person named in rows alone, in no title, is found row by row."""
    word = "Jalilov"
    rows = schema.rows(DATA, "events")
    named = {row["id"] for row in rows if word in row["summary"] + row["note"]}
    assert named and not any(word in row["title"] for row in rows)
    seen = visit(f"search.html?q={word}", disk=disk)
    done(seen.page)
    timeline = seen.page.locator("ul.search > li", has_text="Timeline")
    timeline.get_by_role("link", name="look for these words in its table").click()
    until(seen.page, "document.querySelector('.row-tools input')?.value")
    shown = seen.page.locator("#tbl-timeline tbody tr:not(.group-row):not([hidden]) .row-anchor")
    assert named == {target.partition("-")[2] for target in shown.evaluate_all(IDS)}
    assert seen.thrown == []


@pytest.mark.parametrize(("typed", "handed"), [
    ("recognising Armenpress", "recognis Armenpress"),
    ("the Jalilov of -Baku", "Jalilov Baku"),
    ('Jalilov&order="x', "Jalilov order x"),
])  # fmt: skip
def test_words_are_handed_on_without_endings_and_as_words_alone(visit, typed, handed):
    seen = visit(f"search.html?q={quote(typed)}")
    done(seen.page)
    links = seen.page.get_by_role("link", name="look for these words in its table")
    asked = [parse_qs(urlsplit(a).query) for a in links.evaluate_all("all => all.map(a => a.href)")]
    words = [value for one in asked for key, value in one.items() if key.endswith("words")]
    assert words == [[handed]] * len(asked)


def test_every_page_with_one_table_to_filter_is_offered_and_no_other(book):
    script = (book / "_static" / "language_data.js").read_text(encoding="utf-8")
    offered = dict(re.findall(r'"((?:book|notebooks)/[\w-]+)":"([\w.-]*)"', script))
    there = {
        page.relative_to(book).with_suffix("").as_posix()
        for page in book.rglob("*.html")
        if page.read_text(encoding="utf-8").count("data-facets=") == 1
    }
    assert set(offered) == there


def test_the_words_reach_the_field_of_every_page_that_is_offered(visit, book):
    """What a page's state begins with in the address is written in the search and in the tables."""
    script = (book / "_static" / "language_data.js").read_text(encoding="utf-8")
    for page, prefix in re.findall(r'"((?:book|notebooks)/[\w-]+)":"([\w.-]*)"', script):
        seen = visit(f"{page}.html?{prefix}words=Baku").page
        until(seen, "document.querySelector('.row-tools input')")
        assert seen.locator(".row-tools input").first.input_value() == "Baku", page


def test_a_number_is_found_as_it_is_typed(visit):
    plain, grouped = (targets_of(results(visit, typed)) for typed in ("3330", "3,330"))
    assert plain and plain == grouped


@DISK
def test_markup_in_a_query_stays_text(visit, disk):
    seen = visit(f"search.html?q={quote('<img src=x onerror=alert(1)>')}", disk=disk)
    done(seen.page)
    assert seen.thrown == []
    assert seen.page.locator("#search-results img").count() == 0
