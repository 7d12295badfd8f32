"""Every page opens in a real browser without an error and without asking another host."""

from pathlib import Path

import pytest

from briefing.build import HTML

PAGES = sorted(
    str(path.relative_to(HTML)) for path in HTML.rglob("*.html") if "_static" not in path.parts
)


def test_the_book_has_pages_to_open(book: Path):
    assert len(PAGES) > 25


# The words of a table that run over two lines: those of four to ten letters, which have room in
# every column; longer ones are names that publishers write in one.
_BROKEN = """() => {
  const broken = [], range = document.createRange(), word = /\\p{L}{2,}/gu;
  for (const table of document.querySelectorAll("table.exhibit")) {
    const texts = document.createTreeWalker(table, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      if (text.parentElement.closest(".checksum")) continue;
      for (const found of text.data.matchAll(word)) {
        if (found[0].length < 4 || found[0].length > 10) continue;
        range.setStart(text, found.index);
        range.setEnd(text, found.index + found[0].length);
        const boxes = [...range.getClientRects()].filter(box => box.width > 0);
        if (boxes.length && Math.abs(boxes[0].top - boxes.at(-1).top) > 3)
          broken.push(table.id + ": " + found[0]);
      }
    }
  }
  return broken;
}"""


_SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_WIDTHS = (3840, 1280, 800, 360, 320)
# Captions that reach beyond the frame in which their table scrolls.
_CAPTIONS = """() => [...document.querySelectorAll("table.exhibit > caption")]
  .filter(caption => caption.clientWidth > caption.parentElement.parentElement.clientWidth + 1)
  .map(caption => caption.parentElement.id)"""


@pytest.mark.parametrize("address", PAGES)
def test_a_page_opens_without_error_and_fits_every_width(kept, address):
    """No error and no foreign request; no scrolling sideways, no caption cut, no word broken."""
    faults = []
    seen = kept(address)
    for width in _WIDTHS:
        seen.page.set_viewport_size({"width": width, "height": 900})
        beyond = seen.page.evaluate(_SIDEWAYS)
        faults += [f"{width} wide: scrolls sideways by {beyond}"] if beyond > 0 else []
        faults += [f"{width} wide: cut caption {of}" for of in seen.page.evaluate(_CAPTIONS)]
        if width != max(_WIDTHS):  # where tables have room for every word
            faults += [f"{width} wide: broken {word}" for word in seen.page.evaluate(_BROKEN)]
    faults += [f"over http: {said}" for said in (*seen.errors, *seen.foreign)]
    seen = kept(address, disk=True)
    faults += [f"from disk: {said}" for said in (*seen.errors, *seen.foreign)]
    assert faults == []


@pytest.mark.parametrize("width", [1280, 1900])
def test_the_text_does_not_move_when_the_contents_of_a_long_page_arrive(visit, width):
    # They come last in the page: until then the text stood wider, and moved when they came.
    page = visit("notebooks/timeline.html", width=width).page
    text = page.locator("article.bd-article")
    before = text.bounding_box()["width"]
    page.evaluate("document.querySelector('#pst-secondary-sidebar').remove()")
    assert text.bounding_box()["width"] == before


# Cells whose column has no visible head and that bear no name themselves.
_NAMELESS = """table => {
  const heads = [...table.tHead.rows[0].cells];
  const rows = [...table.querySelectorAll("tbody tr:not(.group-row)")].slice(0, 20);
  return rows.flatMap(row => [...row.cells]
    .filter((cell, place) => cell.textContent.trim() && heads[place].clientWidth <= 1)
    .filter(cell => ["none", "normal", '""'].includes(getComputedStyle(cell, "::before").content))
    .map(cell => cell.cellIndex));
}"""


@pytest.mark.parametrize("page_name", [
    "timeline", "agreements", "terms", "statement-2020", "texts-2025", "truces", "outside-powers",
    "negotiations", "plans", "territory", "press-summary-2021", "courts",
])  # fmt: skip
def test_a_cell_below_others_bears_the_name_of_its_column(visit, page_name):
    page = visit(f"notebooks/{page_name}.html", width=1280).page
    tables = page.locator("table.gridded")
    assert tables.count()
    for table in tables.all():
        # The first cell of a term is its number, which needs no name.
        first = {0} if "cols-terms" in table.get_attribute("class") else set()
        assert set(table.evaluate(_NAMELESS)) <= first


# Of each row of a table of terms: the share of the table that its outcome has, and whether who
# owes it stands below its text.
_TERMS = """table => {
  const box = element => element.getBoundingClientRect();
  const rows = [...table.querySelectorAll("tbody tr:not(.group-row)")].slice(0, 20);
  return rows.map(row => {
    const [, text, owed, , outcome] = [...row.cells].map(box);
    return [outcome.width / box(table).width, owed.height ? owed.top - text.top : 1];
  });
}"""


@pytest.mark.parametrize(
    ("address", "table"),
    [
        ("notebooks/statement-2020.html", "tbl-statement-2020"),
        ("notebooks/terms.html", "tbl-terms"),
        ("notebooks/texts-2025.html", "tbl-texts-2025-terms"),
    ],
)
@pytest.mark.parametrize("width", [1280, 360])
def test_what_became_of_a_term_has_most_of_the_width(visit, address, table, width):
    page = visit(address, width=width).page
    told = page.locator(f"#{table}").evaluate(_TERMS)
    assert len(told) == 20
    assert all(share > 0.6 and below > 0 for share, below in told)


# Of each row: the share of the table that the sources have, and how far below the text they begin.
_SOURCES = """table => {
  const box = element => element.getBoundingClientRect();
  const rows = [...table.querySelectorAll("tbody tr:not(.group-row)")].slice(0, 20);
  return rows.map(row => {
    const [, text, ...others] = [...row.cells].map(box);
    const sources = others.at(-1);
    return [sources.width / box(table).width, sources.top - text.bottom];
  });
}"""


@pytest.mark.parametrize(
    ("address", "table"),
    [
        ("notebooks/timeline.html", "tbl-timeline"),
        ("notebooks/negotiations.html", "tbl-negotiations-meetings"),
        ("notebooks/courts.html", "tbl-courts-steps"),
        ("notebooks/agreements.html", "tbl-agreements"),
        ("notebooks/plans.html", "tbl-plans"),
        ("notebooks/territory.html", "tbl-territory-control"),
    ],
)
@pytest.mark.parametrize("width", [1280, 800, 360])
def test_sources_stand_below_what_they_bear(visit, address, table, width):
    page = visit(address, width=width).page
    told = page.locator(f"#{table}").evaluate(_SOURCES)
    assert len(told) == 20
    assert all(share > 0.8 and below > -1 for share, below in told)


# Numbers of sources behind words, and those that stand on another line than the letter before them.
_APART = """() => {
  const apart = [], range = document.createRange();
  const marks = [...document.querySelectorAll("td > :is(div, small) > sup")]
    .filter(mark => mark.previousSibling?.data && mark.getClientRects().length);
  for (const mark of marks) {
    const before = mark.previousSibling;
    range.setStart(before, before.length - 1);
    range.setEnd(before, before.length);
    const { bottom } = [...range.getClientRects()].at(-1);
    if (mark.getBoundingClientRect().top > bottom) apart.push(before.data + mark.textContent);
  }
  return [marks.length, apart];
}"""


@pytest.mark.parametrize("width", [1280, 800, 360])
def test_the_number_of_a_source_stays_on_the_line_of_its_words(visit, width):
    seen = visit("notebooks/terms.html")
    seen.page.set_viewport_size({"width": width, "height": 900})
    count, apart = seen.page.evaluate(_APART)
    assert count > 100 and apart == []


# Signs that part two links of a cell, and those on another line than the link’s last word.
_PARTED = """() => {
  const apart = [], range = document.createRange();
  const links = [...document.querySelectorAll("table.exhibit td > a:has(+ a)")]
    .filter(link => /^[;,]/.test(link.nextSibling.data ?? "") && link.getClientRects().length);
  for (const link of links) {
    range.setStart(link.nextSibling, 0);
    range.setEnd(link.nextSibling, 1);
    const [sign] = range.getClientRects(), last = [...link.getClientRects()].at(-1);
    if (sign.left < last.right - 1 || sign.bottom < last.top) apart.push(link.textContent);
  }
  return [links.length, apart];
}"""


@pytest.mark.parametrize("width", [1280, 360])
def test_what_parts_two_links_stays_beside_the_first(visit, width):
    page = visit("notebooks/truces.html", width=width).page
    count, apart = page.evaluate(_PARTED)
    assert count > 20 and apart == []


def test_a_line_of_the_outline_leads_to_the_row_below(visit):
    page = visit("notebooks/statement-2020.html").page
    page.locator("#tbl-statement-2020-outline").get_by_role("link", name="6g", exact=True).click()
    target = "#told-2020-11-10-trilateral-6g"
    assert page.url.endswith(f"notebooks/statement-2020.html{target}")
    assert page.locator(f"#tbl-statement-2020 {target}").is_visible()


def test_a_printed_chart_fits_on_its_sheet_with_heading_and_caption(visit):
    page = visit("notebooks/human-cost.html").page
    page.emulate_media(media="print")
    tall = "images => images.map(image => image.getBoundingClientRect().height / 96 * 2.54)"
    heights = page.locator(".bd-article figure img").evaluate_all(tall)
    assert heights and max(heights) <= 19.01
