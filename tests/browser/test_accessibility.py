"""Every page meets what axe-core can check of WCAG 2.2 AA, and the keyboard reaches everything."""

import json
import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from briefing.build import HTML
from browser.test_reading import PAGES
from browser.waiting import until

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_LOOKS = [(width, scheme) for width in (1280, 360) for scheme in ("light", "dark")]
# Rows that are laid out only when they come near are laid out first, or places would be guesses.
_ALL_LAID_OUT = """() => {
  const laidOut = new CSSStyleSheet();
  laidOut.replaceSync("tr { content-visibility: visible !important }");
  document.adoptedStyleSheets = [laidOut];
}"""
# The time of some rules grows with the square of a page: minutes on the sources. One row of each
# make, two of them for the rules on neighbours, tells what all rows of that make tell.
_ONE_OF_EACH_MAKE = """() => {
  const make = (e) => e.tagName + e.className + [...new Set([...e.children].map(make))].join();
  for (const list of document.querySelectorAll("article :is(tbody, ul, ol, dl)")) {
    const seen = {};
    for (const child of [...list.children]) {
      const kind = make(child);
      seen[kind] = (seen[kind] || 0) + 1;
      if (seen[kind] > 2) child.remove();
    }
  }
}"""
# The theme lets the keyboard into a box that scrolls a moment after its width has changed: the
# look waits for it, and looks all the same where that moment does not come.
_SETTLED = """async () => {
  const boxes = [...document.querySelectorAll("pre, .pst-scrollable-table-container")];
  const shut = (e) => e.tabIndex < 0
    && (e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight);
  const frame = () => new Promise(requestAnimationFrame);
  const end = performance.now() + 5000;
  do { await frame(); await frame(); } while (boxes.some(shut) && performance.now() < end);
}"""


def findings(page) -> list[str]:
    """What axe-core finds on a page."""
    # axe-core runs the rule of WCAG 2.2 on the size of what is pressed only where it is named.
    options = {
        "runOnly": _TAGS,
        "rules": {"target-size": {"enabled": True}},
        "resultTypes": ["violations"],
        "iframes": False,
    }
    found = page.evaluate(f"axe.run({json.dumps(options)})")["violations"]
    return [f"{v['id']}: {node['html'][:160]}" for v in found for node in v["nodes"]]


@pytest.fixture
def looked_at(kept):
    """Open a page once and look at it in every width and scheme."""

    def look(address: str, prepare: str = _ONE_OF_EACH_MAKE) -> list[str]:
        # Colours that are still changing would be measured half-way.
        page = kept(address, reduced_motion="reduce").page
        page.evaluate(AXE_SCRIPT)
        page.evaluate(_ALL_LAID_OUT)
        page.evaluate(prepare)
        found = []
        for width, scheme in _LOOKS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            page.evaluate(_SETTLED)
            found += [f"{width} {scheme} {text}" for text in findings(page)]
        return found

    return look


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_on_a_page(looked_at, address):
    assert looked_at(address) == []


_CITE_A_ROW = "() => document.querySelector('.row-cite').click()"


def test_axe_finds_nothing_on_the_citation_of_a_row(looked_at):
    assert looked_at("notebooks/agreements.html", _CITE_A_ROW) == []


def test_axe_would_find_pale_text_and_a_picture_without_a_text(looked_at):
    page_breaker = """() => {
      document.querySelector("article p").className = "pale";
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(".pale { color: #999 !important; background: #aaa !important }");
      document.adoptedStyleSheets = [sheet];
      document.querySelector("article").append(document.createElement("img"));
    }"""
    found = {text.split()[2] for text in looked_at("index.html", page_breaker)}
    assert {"color-contrast:", "image-alt:"} <= found


# A browser gives boxes in fractions of a pixel.
_SMALL = """() => [...document.querySelectorAll(".row-anchor, .row-copy, .row-cite")]
  .map((e) => [e, e.getBoundingClientRect()])
  .filter(([e, box]) => box.width && (box.width < 23.9 || box.height < 23.9))
  .map(([e, box]) => `${e.id || e.dataset.copies}: ${box.width} x ${box.height}`)"""


@pytest.mark.parametrize("address", ["agreements", "courts", "positions", "terms", "timeline"])
def test_the_address_of_every_row_is_large_enough_to_be_hit(visit, address):
    # The checker above sees two rows of each make; a short date or clause is told by none.
    page = visit(f"notebooks/{address}.html").page
    page.evaluate(_ALL_LAID_OUT)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.locator(".row-anchor").count() > 50
        assert page.evaluate(_SMALL) == [], width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_takes_the_colours_of_the_system(visit, scheme):
    page = visit("index.html", dark=scheme == "dark").page
    assert page.evaluate("document.documentElement.dataset.theme") == scheme
    # Before the theme's script has run, too: a dark page must not flash white.
    page.route("**/*.js*", lambda route: route.abort())
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == scheme


def test_the_keyboard_reaches_skip_link_buttons_and_contents_with_a_visible_focus(visit):
    page = visit("notebooks/terms.html").page
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                """() => { const e = document.activeElement, s = getComputedStyle(e);
                return [e.textContent.trim() || e.ariaLabel,
                        s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2] }"""
            )
        )
    names = [name for name, _ in reached]
    assert names[0] == "Skip to main content"
    assert any(name.startswith("Search") for name in names) and "Summary" in names
    assert [name for name, seen in reached if not seen] == []


def test_the_skip_link_leads_past_the_contents(visit):
    page = visit("notebooks/terms.html").page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_on_a_phone_the_contents_open_as_a_dialog_and_escape_gives_the_focus_back(visit):
    page = visit("notebooks/terms.html", width=360).page
    page.get_by_role("button", name="Contents of the book").press("Enter")
    dialog = page.get_by_role("dialog", name="Contents of the book")
    assert dialog.get_by_role("link", name="Timeline").is_visible()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert page.evaluate("document.activeElement.ariaLabel") == "Contents of the book"


def test_on_a_wide_screen_the_contents_can_be_put_away(visit):
    page = visit("index.html", reduced_motion="reduce").page
    link = page.get_by_role("link", name="Timeline", exact=True).first
    assert link.is_visible()
    button = page.get_by_role("button", name="Contents of the book", expanded=True)
    button.click()
    assert not link.is_visible()
    page.get_by_role("button", name="Contents of the book", expanded=False).click()
    assert link.is_visible()


def test_the_contents_name_the_page_on_which_one_is(visit):
    for address, name in (("index.html", "Front page"), ("notebooks/terms.html", "Terms")):
        page = visit(address).page
        named = page.locator("#pst-primary-sidebar [aria-current=page]").all_inner_texts()
        assert len(named) == 1 and named[0].startswith(name)


@pytest.mark.parametrize("how", ["click", "press"])
def test_a_section_that_is_chosen_in_a_dialog_is_gone_to(visit, how):
    page = visit("notebooks/human-cost.html", width=360, height=800).page
    page.get_by_role("button", name="Contents of the page").press("Enter")
    dialog = page.get_by_role("dialog", name="Contents of the page")
    link = dialog.get_by_role("link").nth(4)
    target = link.get_attribute("href")
    link.click() if how == "click" else link.press("Enter")
    top = "document.activeElement.getBoundingClientRect().top"
    for _ in range(2):  # who has scrolled on goes back to it
        dialog.wait_for(state="hidden")
        until(page, "hash => location.hash === hash", target)
        until(
            page, "id => document.getElementById(id).contains(document.activeElement)", target[1:]
        )
        until(page, f"0 <= {top} && {top} < innerHeight")
        page.evaluate("scrollTo(0, 0)")
        page.get_by_role("button", name="Contents of the page").press("Enter")
        link.click() if how == "click" else link.press("Enter")


def test_the_own_page_in_the_contents_of_the_book_leads_to_its_top(visit):
    page = visit("notebooks/human-cost.html", width=360, height=800).page
    page.evaluate("scrollTo(0, 3000)")
    page.get_by_role("button", name="Contents of the book").press("Enter")
    page.get_by_role("dialog").locator("[aria-current=page]").click()
    until(page, "scrollY === 0 && document.activeElement.matches('h1')")


def test_a_dialog_of_contents_does_not_outlive_the_width_at_which_it_was_opened(visit):
    page = visit("notebooks/terms.html", reduced_motion="reduce").page
    button = page.get_by_role("button", name="Contents of the book")
    button.click()  # the contents beside the page are put away
    page.set_viewport_size({"width": 800, "height": 600})
    button.click()
    page.get_by_role("dialog", name="Contents of the book").wait_for()
    page.set_viewport_size({"width": 1280, "height": 900})
    until(page, "!document.querySelector('dialog[open]')")
    page.get_by_role("button", name="Contents of the book", expanded=False).click()
    assert page.get_by_role("link", name="Timeline", exact=True).first.is_visible()


@pytest.mark.parametrize("name", ["Contents of the book", "Contents of the page"])
def test_a_dialog_of_contents_has_a_button_that_closes_it(visit, name):
    page = visit("notebooks/terms.html", width=360).page
    page.get_by_role("button", name=name).click()
    dialog = page.get_by_role("dialog", name=name)
    dialog.get_by_role("button", name="Close").click()
    dialog.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.ariaLabel") == name


def test_a_citation_is_copied_by_the_keyboard_without_losing_the_place(visit):
    page = visit("book/how-to-cite.html", permissions=["clipboard-read", "clipboard-write"]).page
    names = page.locator(".copybtn").evaluate_all("all => all.map(one => one.ariaLabel)")
    assert len(names) == len(set(names)) == 25
    button = page.get_by_role("button", name="Copy: BibTeX: The book")
    button.press("Enter")
    page.get_by_role("status").get_by_text("Copied.").wait_for()
    assert button.evaluate("one => one === document.activeElement")
    assert page.evaluate("navigator.clipboard.readText()").startswith("@techreport")


def test_links_below_an_exhibit_say_of_which(visit):
    page = visit("notebooks/human-cost.html").page
    names = page.locator(".exhibit-source > a").evaluate_all("all => all.map(one => one.ariaLabel)")
    assert len(names) == len(set(names)) and all(re.search(r", (Fig\.|Table) \d", n) for n in names)


def test_the_search_opens_by_key_and_finds_from_disk(visit):
    page = visit("book/summary.html", disk=True).page
    page.keyboard.press("Control+k")
    page.keyboard.type("Bishkek")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=Bishkek")
    page.locator("#search-results li a").first.wait_for()
    assert page.locator("#search-results li").count() > 3


def test_the_colours_can_be_chosen_and_the_choice_lasts(visit):
    page = visit("index.html").page
    button = page.get_by_role("button", name="Colours: ")
    for mode in ("dark", "light", "as the system", "dark"):
        button.click()
        page.get_by_role("button", name=f"Colours: {mode}. Change").wait_for()
    page.goto(page.url.replace("index.html", "book/summary.html"))
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_the_way_back_to_the_top_is_offered_to_those_who_scroll_back(visit):
    page = visit("notebooks/terms.html", width=360).page
    button = page.get_by_role("button", name="Back to top")
    assert not button.is_visible()
    page.mouse.wheel(0, 4000)
    page.wait_for_timeout(300)
    page.mouse.wheel(0, -300)
    button.click()
    page.wait_for_timeout(300)
    assert page.evaluate("window.scrollY") == 0


def test_nothing_moves_for_readers_who_ask_for_less_movement(visit):
    page = visit("index.html", reduced_motion="reduce").page
    moving = page.evaluate(
        """[...document.querySelectorAll("*")].filter((e) => {
             const s = getComputedStyle(e);
             return s.scrollBehavior === "smooth" || s.animationName !== "none"
               || s.transitionDuration.split(",").some((t) => parseFloat(t) > 0.001)
                  && s.transitionProperty !== "none" }).map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert moving == []


def test_a_page_can_be_read_without_scripts(visit):
    page = visit("notebooks/truces.html", java_script_enabled=False).page
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.get_by_role("link", name="Timeline", exact=True).first.is_visible()
    assert not page.locator(".theme-switch-button").is_visible()


def test_paper_gets_the_text_alone_with_whole_tables_and_addresses(visit):
    page = visit("notebooks/truces.html", dark=True).page
    page.emulate_media(media="print", color_scheme="dark")
    for hidden in ("#pst-primary-sidebar", "#pst-secondary-sidebar", "#pst-header"):
        assert not page.locator(hidden).is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).display") == "block"
    assert page.locator(".exhibit-source").first.is_visible()
    assert page.locator(".exhibit-source > :is(a, details):visible").count() == 0
    table = page.locator("table.exhibit").first
    assert table.evaluate("(t) => getComputedStyle(t.tHead).display") == "table-header-group"
    assert table.evaluate("(t) => getComputedStyle(t).breakInside") == "auto"


def test_no_id_stands_twice_on_a_page(book):
    twice = []
    for path in HTML.rglob("*.html"):
        parts = path.read_text(encoding="utf-8").split(' id="')[1:]
        ids = [part.split('"', 1)[0] for part in parts]
        twice += [f"{path.name}#{name}" for name in set(ids) if ids.count(name) > 1]
    assert twice == []
