"""The footer of an exhibit and the citations work in a real browser, with and without scripts.

The citation of a row is made by the page's script; it says to the letter what `briefing.citing`
says of the same row, and so what the page "How to cite" prints.
"""

import json
import re
from pathlib import Path

import pytest
import rispy
from playwright.sync_api import Locator, Page

from briefing import citing, publication, record, schema, speech
from briefing.addresses import accounts_anchor, anchor
from briefing.chapters import accounts as accounts_chapter
from briefing.chapters import timeline
from briefing.chapters.common import when
from briefing.chapters.estimates import UNDATED
from briefing.cite_page import CHAPTER, EVENT, TERM, examples
from briefing.citing import Work
from briefing.found import clause, dated
from briefing.paths import DATA, ROOT
from browser.waiting import until

PAGE = f"{CHAPTER}.html"
TIMELINE, TERMS = "notebooks/timeline.html", "notebooks/terms.html"
REC = record.load()
OF = publication.read(ROOT)
FORMATS = ("Text (APA)", "Text (Chicago)", "BibTeX", "RIS", "CSL-JSON")
ACCOUNTS = (
    "notebooks/accounts.html", "notebooks/accounts-1994-2020.html",
    "notebooks/accounts-since-2020.html",
)  # fmt: skip
# Pages whose rows can be cited, with the first words of the rows' addresses.
ROWS = {
    TIMELINE: "evt", TERMS: "term", "notebooks/agreements.html": "agr",
    "notebooks/negotiations.html": "meet", "notebooks/positions.html": "pos",
    "notebooks/courts.html": "step", "notebooks/captives-and-missing.html": "transfer",
    "notebooks/figures.html": "est", "notebooks/plans.html": "plan",
    **dict.fromkeys(ACCOUNTS, "acc"),
}  # fmt: skip
# The citation of some rows in every format, read from the dialog of each. It is not shown: to lay a
# long page out twice for each of its rows would take minutes. Other tests open it as readers do.
_CITED = """async ids => {
  HTMLDialogElement.prototype.showModal = () => {};
  await window.briefing.load("citations.js");
  const shown = async id => {
    document.querySelector(`[data-cites="${id}"]`).click();
    await null;
    const box = document.querySelector("dialog.row-citation");
    const [format, text] = box.querySelectorAll("select, textarea");
    const read = [...format.options].map(option => {
      format.value = option.value;
      format.dispatchEvent(new Event("input", { bubbles: true }));
      return text.value;
    });
    box.remove();
    return read;
  };
  const all = [];
  for (const id of ids) all.push(await shown(id));
  return all;
}"""


def cited(page: Page, ids: list[str]) -> list[dict[str, str]]:
    """The citation of some rows, by format."""
    until(page, "id => document.querySelector(`[data-cites='${id}']`)", ids[-1])
    return [dict(zip(FORMATS, texts, strict=True)) for texts in page.evaluate(_CITED, ids)]


def citable(page: Page) -> list[str]:
    """Addresses of all rows of a page that can be cited."""
    anchors = "rows => rows.map(row => row.querySelector('.row-anchor').id)"
    ids = page.locator("table.long tbody tr:not(.group-row)").evaluate_all(anchors)
    until(page, "n => document.querySelectorAll('[data-cites]').length === n", len(ids))
    return ids


def as_the_book_cites(work: Work, of: publication.Publication = OF) -> dict[str, str]:
    """What the book says of the same row in the same formats."""
    lines = [f"{write(work, of)}\n" for write in (citing.apa, citing.chicago)]
    texts = [*lines, *(write(work, of) for write in citing.FILES.values())]
    return dict(zip(FORMATS, texts, strict=True))


def title(text: str) -> str:
    return citing.first_sentence(speech.plain(text))


def opened(page: Page, target: str) -> Locator:
    """The dialog that cites a row."""
    page.locator(f"[data-cites='{target}']").click()
    box = page.get_by_role("dialog", name="Cite: ")
    box.wait_for()  # its script comes with the first press
    return box


@pytest.mark.parametrize(
    ("address", "heading", "table", "row_id"),
    [(TIMELINE, "One event", *EVENT), (TERMS, "One term", *TERM)],
)
def test_a_row_is_cited_as_the_page_on_citing_has_it(visit, address, heading, table, row_id):
    work = dict(examples(ROOT))[heading]
    [shown] = cited(visit(address).page, [anchor(table, row_id)])
    assert shown == as_the_book_cites(work)


@pytest.mark.parametrize(
    ("address", "table", "column", "kind"),
    [
        (TIMELINE, "events", "date", "Event"),
        ("notebooks/agreements.html", "agreements", "date_signed", "Agreement"),
        ("notebooks/negotiations.html", "meetings", "date", "Meeting"),
    ],
)
def test_every_row_is_cited_by_its_title_its_day_and_its_id(visit, address, table, column, kind):
    works = {}
    for row in getattr(REC, table).itertuples():
        target = anchor(table, row.id)
        day = when(getattr(row, column), getattr(row, "end_date", None))
        works[target] = Work(f"{title(row.title)} ({day})", f"{address}#{target}", kind, target)
    page = visit(address).page
    ids = citable(page)
    assert sorted(ids) == sorted(works)
    for target, shown in zip(ids, cited(page, ids), strict=True):
        assert shown == as_the_book_cites(works[target])


def test_a_term_is_cited_with_its_clause_and_the_name_of_its_text(visit):
    whole = {a["id"]: dated(a) for a in schema.rows(DATA, "agreements")}
    expected = {
        anchor("terms", row.id): f"{title(row.text)} ({clause(row.clause)}, {whole[row.agreement]})"
        for row in REC.terms.itertuples()
    }
    assert expected[anchor(*TERM)].partition(" (")[2].startswith("point 6g, ")
    assert titles(visit, TERMS) == expected


def test_a_position_is_cited_with_who_holds_it_who_stated_it_and_when(visit):
    names = dict(zip(REC.actors["id"], REC.actors["name"], strict=True))
    expected = {
        anchor("positions", row.id): f"{names[row.actor]} ({speech.plain(row.stated_by)}, "
        f"{when(row.date)}): {title(row.position)}"
        for row in REC.positions.itertuples()
    }
    assert titles(visit, "notebooks/positions.html") == expected


def test_a_figure_is_cited_with_the_name_of_who_claims_it_and_the_day_of_the_claim(visit):
    found = titles(visit, "notebooks/figures.html")
    for row in REC.estimates.itertuples():
        told = f" ({speech.plain(row.claimant)}, {when(row.as_of) or UNDATED})"
        assert found[anchor("estimates", row.id)].endswith(told)


def test_a_step_is_cited_with_its_case_and_a_handover_with_its_date(visit):
    cases = titles(visit, "notebooks/courts.html")
    for row in REC.proceedings.itertuples():
        assert speech.plain(row.case) in cases[anchor("proceedings", row.id)]
    handovers = titles(visit, "notebooks/captives-and-missing.html")
    for row in REC.transfers.itertuples():
        assert row.date[:4] in handovers[anchor("transfers", row.id)].rpartition(", ")[2]


def test_accounts_are_cited_by_the_event_that_they_tell_of(visit):
    found = {}
    for address in ACCOUNTS:
        found |= titles(visit, address)
    known = {
        accounts_anchor(event.id): f"{title(event.title)} ({when(event.date, event.end_date)})"
        for event in REC.events.itertuples()
    }
    assert found == {target: known[target] for target in found} and len(found) > 400


PLAN = "plan-1997-09-step-by-step-plan"
# Accounts stood on one page once, then on two, which the war of 2020 parted.
HADRUT, MEETING = "acc-2020-10-09-hadrut", "acc-1994-05-16-moscow-defence-ministers"
SERIES, OFFENSIVE = "acc-2020-azerbaijan-civilian-toll-series", "acc-2023-09-19-offensive"


@pytest.mark.parametrize(("given", "now"), [
    (f"negotiations.html#{PLAN}", f"plans.html#{PLAN}"),
    ("negotiations.html#tbl-negotiations-plans", "plans.html#tbl-plans"),
    ("negotiations.html#tbl-negotiations-matrix", "plans.html#tbl-plans-matrix"),
    ("human-cost.html#fig-human-cost-missing",
     "captives-and-missing.html#fig-captives-missing-2020"),
    (f"accounts.html#{MEETING}", f"accounts-1994-2020.html#{MEETING}"),
    (f"accounts.html#{SERIES}", f"accounts-1994-2020.html#{SERIES}"),
    (f"accounts.html#{OFFENSIVE}", f"accounts-since-2020.html#{OFFENSIVE}"),
    (f"accounts-since-2020.html#{HADRUT}", f"accounts-1994-2020.html#{HADRUT}"),
    (f"accounts-since-2020.html#{SERIES}", f"accounts-1994-2020.html#{SERIES}"),
])  # fmt: skip
def test_an_address_that_was_given_leads_to_where_the_row_stands_now(visit, given, now):
    page = visit(f"notebooks/{given}").page
    page.wait_for_url(f"**/{now}")
    assert page.locator(f"[id='{now.partition('#')[2]}']").count() == 1


def test_accounts_of_the_war_of_2020_are_those_whose_address_the_script_sends_back():
    script = (ROOT / "book" / "_static" / "book.js").read_text(encoding="utf-8")
    sent = re.compile(re.search(r"TO_NOVEMBER_2020 = /\^(.+)/;", script)[1])
    parts = accounts_chapter.parts(REC, timeline.placed(REC))
    back = {part: {e for e in own["id"] if sent.match(accounts_anchor(e))}
            for part, own in enumerate(parts)}  # fmt: skip
    war = {event.id for event in parts[1].itertuples() if event.date >= "2020-09-27"}
    assert not back[0] and war and war <= back[1] and not back[2]


def test_an_address_that_no_page_has_leads_nowhere(visit):
    for name in ACCOUNTS:
        page = visit(f"{name}#acc-2020-10-99-nothing").page
        page.wait_for_timeout(500)
        assert page.url.endswith("accounts-1994-2020.html#acc-2020-10-99-nothing")


def titles(visit, address: str) -> dict[str, str]:
    """By which title each row of a page is cited; all formats have the same."""
    page = visit(address).page
    ids = citable(page)
    found = {}
    for target, shown in zip(ids, cited(page, ids), strict=True):
        [item] = json.loads(shown["CSL-JSON"])
        [entry] = rispy.loads(shown["RIS"])
        assert item["title"] == entry["title"] and item["title"].strip(" .:,()")
        kind = item["genre"]
        assert f"{item['title']} [{kind} {target}]. In " in shown["Text (APA)"]
        work = Work(item["title"], f"{address}#{target}", kind, target)
        assert as_the_book_cites(work) == shown
        found[target] = item["title"]
    return found


def test_a_row_of_a_published_book_is_cited_with_its_address(visit):
    address = "https://example.org/book/notebooks/terms.html"
    page = visit(TERMS).page
    page.evaluate(
        "address => { document.querySelector('meta[name=citation_public_url]')?.remove();"
        " document.head.append(Object.assign(document.createElement('meta'),"
        " { name: 'citation_public_url', content: address })) }",
        address,
    )
    target = anchor(*TERM)
    [shown] = cited(page, [target])
    [item] = json.loads(shown["CSL-JSON"])
    assert item["URL"] == f"{address}#{target}"
    assert rispy.loads(shown["RIS"])[0]["urls"] == [f"{address}#{target}"]
    assert f"  url = {{{address}#{target}}}\n" in shown["BibTeX"]
    assert shown["Text (APA)"].endswith(f" {address}#{target}\n")
    assert shown["Text (Chicago)"].endswith(f" {address}#{target}.\n")


@pytest.mark.parametrize("address", ROWS)
def test_the_keyboard_alone_cites_a_row_and_comes_back_to_it(visit, address):
    page = visit(address).page
    target = citable(page)[2]
    button = page.locator(f"[data-cites='{target}']")
    assert target.startswith(f"{ROWS[address]}-")
    shown = page.locator(f"[id='{target}']").inner_text()
    page.locator(f"[data-copies='{target}']").focus()
    page.keyboard.press("Tab")
    assert button.evaluate("one => one === document.activeElement")
    assert button.evaluate("one => getComputedStyle(one).opacity") == "1"
    assert page.get_by_role("button", name=f"Cite {shown}").count() >= 1
    page.keyboard.press("Enter")
    box = page.get_by_role("dialog", name="Cite: ")
    assert box.get_by_label("Format").evaluate("one => one === document.activeElement")
    page.keyboard.press("R")
    assert box.get_by_label("Citation").input_value().startswith("TY  - CHAP\n")
    page.keyboard.press("Escape")
    # A dialog that is closed is taken away a moment after it.
    page.locator("dialog.row-citation").wait_for(state="detached")
    assert button.evaluate("one => one === document.activeElement")


@pytest.mark.parametrize("disk", [False, True], ids=["http", "disk"])
def test_a_citation_is_copied_also_where_the_page_may_not_use_the_clipboard(visit, disk):
    page = visit(TERMS, disk=disk, permissions=["clipboard-read", "clipboard-write"]).page
    if disk:
        page.evaluate(
            "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }"
        )
    box = opened(page, anchor(*TERM))
    box.get_by_label("Format").select_option("BibTeX")
    box.get_by_role("button", name="Copy").click()
    # The browser copies in its own time.
    box.get_by_role("status").get_by_text("The citation is copied.").wait_for(timeout=20_000)
    # The focus stays where it was also after a field was selected to copy from.
    assert page.evaluate("document.activeElement.textContent") == "Copy"
    copied = page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n")
    assert copied == box.get_by_label("Citation").input_value()


@pytest.mark.parametrize(
    ("name", "ending"),
    list(zip(FORMATS, ("txt", "txt", "bib", "ris", "json"), strict=True)),
)
def test_a_citation_is_a_file_for_reference_managers(visit, name, ending):
    seen = visit(TERMS)
    target = anchor(*TERM)
    box = opened(seen.page, target)
    box.get_by_label("Format").select_option(name)
    with seen.page.expect_download() as saved:
        box.get_by_role("button", name="Download").click()
    assert saved.value.suggested_filename == f"{target}.{ending}"
    text = Path(saved.value.path()).read_text(encoding="utf-8")
    assert text == box.get_by_label("Citation").input_value()
    assert seen.thrown == [] and seen.foreign == []


def test_a_citation_that_has_not_come_is_said_and_asked_for_again(visit):
    page = visit(TERMS).page
    page.route("**/citations.js", lambda route: route.abort())
    target = anchor(*TERM)
    button = page.locator(f"[data-cites='{target}']")
    button.click()
    page.get_by_role("status").get_by_text("The citation could not be loaded.").wait_for()
    assert button.evaluate("one => getComputedStyle(one, '::before').content") == '"Not loaded"'
    assert button.evaluate("one => getComputedStyle(one).opacity") == "1"
    page.unroute("**/citations.js")
    opened(page, target).get_by_label("Citation").wait_for()


def test_a_slow_citation_opens_once_and_interrupts_nobody_who_has_gone_on(visit):
    page = visit(TERMS).page
    waiting = []
    page.route("**/citations.js", lambda route: waiting.append(route))
    first, second = citable(page)[:2]
    page.locator(f"[data-cites='{first}']").dblclick()
    page.locator(f"[data-cites='{second}']").click()
    page.wait_for_timeout(200)
    [route] = waiting
    route.continue_()
    page.get_by_role("dialog").wait_for()
    assert page.get_by_role("dialog").count() == 1
    page.keyboard.press("Escape")
    page.locator("dialog.row-citation").wait_for(state="detached")
    assert page.locator(f"[data-cites='{second}']").evaluate("e => e === document.activeElement")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_citation_of_a_row_fits_the_screen(visit, width, dark):
    page = visit(TIMELINE, width=width, dark=dark).page
    box = opened(page, anchor(*EVENT))
    edges = box.locator("select, textarea, button").evaluate_all(
        "fields => fields.map(f => f.getBoundingClientRect()).map(b => [b.left, b.right, b.height])"
    )
    assert len(edges) == 5
    assert all(left >= 0 and right <= width and height >= 24 for left, right, height in edges)
    assert box.evaluate("one => one.scrollWidth <= one.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("dialog [style], dialog[style]").count() == 0


def test_sources_are_not_cited_as_parts_of_the_book(visit):
    page = visit("book/sources.html").page
    assert page.locator(".row-copy").count() and page.locator(".row-cite").count() == 0


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_citation_opens_and_closes(visit, scripts):
    page = visit(PAGE, java_script_enabled=scripts).page
    cite = page.locator(".exhibit-source").first.locator("details")
    line = cite.locator("p").first
    assert not line.is_visible()
    cite.locator("summary").click()
    assert line.is_visible() and "Version" in line.inner_text()
    cite.locator("summary").click()
    assert not line.is_visible()


def test_the_citation_opens_by_keyboard(visit):
    page = visit(PAGE).page
    summary = page.locator(".exhibit-source summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator(".exhibit-source details p").first.is_visible()


def test_a_footer_takes_one_line_on_a_screen(visit):
    boxes = (
        visit(PAGE)
        .page.locator(".exhibit-source")
        .first.evaluate("foot => [...foot.children].map(c => c.getBoundingClientRect().bottom)")
    )
    assert len(boxes) == 5 and max(boxes) - min(boxes) < 6


def test_nothing_moves_when_a_citation_opens(visit):
    page = visit(PAGE).page
    foot = page.locator(".exhibit-source").first
    place = "foot => [...foot.children].slice(0, 3).map(c => c.offsetTop)"
    before = foot.evaluate(place)
    foot.locator("summary").click()
    assert foot.evaluate(place) == before


def test_a_footer_is_smaller_and_quieter_than_the_text(visit):
    style = "e => [parseFloat(getComputedStyle(e).fontSize), getComputedStyle(e).color]"
    page = visit(PAGE).page
    size, colour = page.locator(".exhibit-source p").first.evaluate(style)
    text_size, text_colour = page.locator("article section section > p").first.evaluate(style)
    assert size < text_size and colour != text_colour


@pytest.mark.parametrize("width", [360, 1280])
def test_no_citation_of_the_page_runs_out_of_its_box(visit, width):
    page = visit("book/how-to-cite.html", width=width).page
    over = page.locator(".cited pre").evaluate_all(
        "all => all.filter(pre => pre.scrollWidth > pre.clientWidth).length"
    )
    assert over == 0 and page.locator(".cited pre").count() == 25


def test_a_permalink_brings_its_exhibit_into_view(visit, served):
    page = visit(PAGE).page
    link = page.locator(".exhibit-permalink").nth(2)
    address = link.get_attribute("href")
    target = f"#{address.partition('#')[2]}"
    assert address == (OF.address(f"{PAGE}{target}") or target)
    if OF.base_url:
        page.goto(f"{served}/{PAGE}{target}")  # the public one is of another host
    else:
        link.click()
    assert page.url.endswith(target)
    assert page.locator(target).evaluate("e => e.getBoundingClientRect().top") < 900
