"""The footer of an exhibit and the citations work in a real browser, with and without scripts."""

import pytest

PAGE = "notebooks/truces.html"


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
    assert len(boxes) == 4 and max(boxes) - min(boxes) < 6


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


def test_a_permalink_brings_its_exhibit_into_view(visit):
    page = visit(PAGE).page
    link = page.locator(".exhibit-permalink").nth(2)
    target = link.get_attribute("href")
    link.click()
    assert page.url.endswith(target)
    assert page.locator(target).evaluate("e => e.getBoundingClientRect().top") < 900
