"""The printed book: whole, linked, tagged, in the book's own faces, the same bytes each time."""

import contextlib
import dataclasses
import functools
import itertools
import os
import re
import resource
import string
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from bs4 import BeautifulSoup

from briefing import build, publication, record
from briefing.addresses import ADDRESSED, anchor
from briefing.paths import ROOT
from briefing.printing import (
    article,
    book_pdf,
    brief,
    columns,
    divided,
    edition,
    engine,
    page_numbers,
    run,
)
from briefing.printing.engine import Printed, PrintError
from briefing.printing.run import BOOK_FILE, BRIEF_FILE

MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"

# Set where a machine without Pango must fail the tests instead of skipping them.
REQUIRED = "BRIEFING_PDF_REQUIRED"
# Pages of a short document: a front page, a chapter with a chart and tables, a chapter it cites.
SHORT = ("index", "book/summary", "notebooks/truces")


@pytest.fixture(scope="session")
def pango() -> None:
    """WeasyPrint with the libraries that it calls."""
    try:
        engine.load()
    except PrintError as missing:
        if os.environ.get(REQUIRED):
            pytest.fail(str(missing))
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def printed(pango, book: Path) -> Path:
    """Folder of both PDFs, printed if those that are there are of other files."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "briefing", "pdf"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\n{done.stdout}printed in {time.monotonic() - began:.0f} s, peak {peak:.0f} MB")
    return run.PDF


@pytest.fixture(scope="module")
def whole(printed: Path):
    from pypdf import PdfReader, apply_configuration

    # The tags of tens of thousands of links are more than its guard against hostile files allows.
    with apply_configuration(array_maximum_element_count=1_000_000):
        yield PdfReader(printed / BOOK_FILE)


@pytest.fixture(scope="module")
def told(whole) -> Callable[[int], str]:
    """What stands on a page of the book, letters and digits alone; read once."""
    return functools.cache(lambda number: words(whole.pages[number].extract_text()))


@pytest.fixture(scope="module")
def destinations(whole) -> dict[str, int]:
    """Page of every named destination of the book."""
    known = whole.named_destinations
    return {name: whole.get_destination_page_number(place) for name, place in known.items()}


@pytest.fixture(scope="module")
def sheet(printed: Path):
    from pypdf import PdfReader

    return PdfReader(printed / BRIEF_FILE)


@pytest.fixture(scope="module")
def chapters(book: Path) -> list[article.Chapter]:
    """Every page of the book, fit for print."""
    return article.chapters(book, article.contents(ROOT))


def outline(entries, depth: int = 0) -> Iterator[tuple[int, object]]:
    """Depth and entry of a PDF's bookmarks."""
    for entry in entries:
        if isinstance(entry, list):
            yield from outline(entry, depth + 1)
        else:
            yield depth, entry


def words(text: str) -> str:
    return re.sub(r"\W+", "", text)


# The article of a page


PAGE = """<html><body><nav>Contents</nav><main><article class="bd-article">
<section id="one"><h1>One<a class="headerlink" href="#one">#</a></h1>
<p><a href="two.html">two</a> <a href="two.html#part">part</a> <a href="../search.html">find</a>
<a href="https://example.org/x">out</a> <span id="id7">kept</span> <a href="#id7">seven</a>
<span id="id8">unused</span></p>
<button>Copy</button><input value="filter">
<div class="exhibit-source"><p>Source: the record. <a class="exhibit-data" href="x.csv">Data</a>
<a class="exhibit-permalink" href="#one">Permalink</a></p>
<details class="exhibit-cite"><summary>Cite</summary>BibTeX</details></div>
<p><span class="screen-only">Press Ctrl+K.</span></p>
<p>Days 18–19, in PA-X <code>not-applicable</code></p>
<table><thead><tr><th>What</th></tr></thead><tbody><tr><td>Told <span class="row-way">
<a href="two.html">event</a></span> [<a href="two.html">commonspace.eu 2020</a>];
[<a href="two.html">RFE/RL 2021</a>]</td></tr></tbody>
</table>
<ul class="citation-list"><li id="ref-a"><span class="label">[A 2020]</span>
A. <a href="https://example.org/a">Title</a>. 2020.</li></ul>
<details><summary>More</summary><p>Unfolded in print.</p></details>
</section></article></main></body></html>"""
OTHER = """<html><body><article class="bd-article"><section id="two"><h1>Two</h1>
<section id="part"><h2>Part</h2><p><a href="one.html#one">back</a></p></section></section>
</article></body></html>"""


@pytest.fixture
def two_pages(tmp_path: Path) -> Path:
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "one.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "book" / "two.html").write_text(OTHER, encoding="utf-8")
    return tmp_path


def test_an_article_leaves_behind_what_serves_a_screen(two_pages):
    [one] = article.chapters(two_pages, [("", "book/one")])
    told = one.article.get_text(" ", strip=True)
    assert "Source: the record" in told and "Unfolded in print." in told
    dropped = "# Copy Data Permalink BibTeX Contents · Cite Ctrl event"
    for screen in dropped.split():
        assert screen not in told
    assert one.article.find(["button", "input", "details", "summary", "script"]) is None


GROUPS = """<table id="tbl-timeline"><caption>All</caption><thead><tr><th>When</th><th>What</th>
</tr></thead><tbody><tr class="group-row"><td colspan="2">Before</td></tr>
<tr><td>1988</td><td>Rain</td></tr><tr><td>1989</td><td>Snow</td></tr>
<tr class="group-row"><td colspan="2">After</td></tr><tr><td>1992</td><td>Sun</td></tr>
</tbody></table>"""


def test_the_heading_of_a_group_stands_on_every_page_of_the_longest_tables(tmp_path):
    # A table that is longer than a page: others stay whole.
    groups = GROUPS.replace("Snow", "Snow. " * 900)
    page = f"<html><body><article class='bd-article'><h1>Rows</h1>{groups}</article></body></html>"
    (tmp_path / "rows.html").write_text(page, encoding="utf-8")
    [rows] = article.chapters(tmp_path, [("", "rows")])
    parts = rows.article.find_all("table")
    heads = [[row.get_text("|", strip=True) for row in t.thead.find_all("tr")] for t in parts]
    assert heads == [["Before", "When|What"], ["After", "When|What"]]
    told = [[row.get_text("|", strip=True)[:9] for row in t.tbody.find_all("tr")] for t in parts]
    assert told == [["1988|Rain", "1989|Snow"], ["1992|Sun"]]
    assert [t.get("id") for t in parts] == ["tbl-timeline", None]
    assert [t["data-group"] for t in parts] == ["Before", "After"]
    assert len(rows.article.find_all("caption")) == 1
    assert parts[0].colgroup == parts[1].colgroup


def test_a_group_of_a_long_table_is_one_bookmark_on_the_page_where_it_begins(pango, tmp_path):
    from io import BytesIO

    from pypdf import PdfReader

    row = "<tr><td>1 May 1994</td><td>It was.</td></tr>" * 90
    head = "<tr class='group-row'><th colspan='2'>{0}</th></tr><tr><th>Day</th><th>What</th></tr>"
    table = f"<table data-group='{{0}}'><thead>{head}</thead><tbody>{row}</tbody></table>"
    body = "".join(table.format(name) for name in ("Before", "After"))
    page = f"<html lang='en'><head><title>t</title></head><body><h1>T</h1>{body}</body></html>"
    read = PdfReader(BytesIO(engine.typeset(page, "book.css", tmp_path, 0).pdf))
    _, marks = read.outline
    assert [mark.title for mark in marks] == ["Before", "After"]
    assert [read.get_destination_page_number(mark) for mark in marks] == [0, 2]


def test_the_entry_of_a_source_ends_with_the_address_that_paper_cannot_link(two_pages):
    [one] = article.chapters(two_pages, [("", "book/one")])
    [entry] = one.article.select(".citation-list > li")
    assert " ".join(entry.get_text().split()) == "[A 2020] A. Title. 2020. https://example.org/a"


def test_a_name_of_a_site_may_go_on_after_its_dot(two_pages):
    [one] = article.chapters(two_pages, [("", "book/one")])
    assert "commonspace.<wbr/>eu 2020" in str(one.article.table)


def test_a_line_may_end_before_a_citation_and_a_name_with_a_slash_is_whole(two_pages):
    [one] = article.chapters(two_pages, [("", "book/one")])
    shown = str(one.article.table)
    assert "2020];<wbr/>" in shown
    assert '<span class="whole">RFE/RL</span> 2021' in shown


def test_ranges_and_short_names_are_not_broken_at_the_end_of_a_line(two_pages):
    [one] = article.chapters(two_pages, [("", "book/one")])
    shown = str(one.article)
    assert "Days 18–\u206019, in PA-\u2060X" in shown
    assert '<code class="whole">not-applicable</code>' in shown


def test_links_between_pages_lead_to_anchors_of_the_one_document(two_pages):
    one, two = article.chapters(two_pages, [("", "book/one"), ("Part", "book/two")])
    links = {a.get_text(): a["href"] for a in one.article.find_all("a")}
    assert links == {
        "two": f"#{two.anchor}",
        "part": "#part",
        "out": "https://example.org/x",
        "seven": "#id7",
        "[RFE/RL 2021": f"#{two.anchor}",
        "commonspace.eu 2020": f"#{two.anchor}",
        "Title": "https://example.org/a",
    }
    assert "find" in one.article.get_text()
    assert one.article.find(id="id8") is None


def test_a_link_to_a_missing_anchor_of_a_printed_page_is_an_error(two_pages):
    page = two_pages / "book" / "two.html"
    page.write_text(OTHER.replace("one.html#one", "one.html#gone"), encoding="utf-8")
    with pytest.raises(ValueError, match=r"one\.html#gone leads nowhere"):
        article.chapters(two_pages, [("", "book/one"), ("", "book/two")])


def test_every_anchor_of_the_printed_book_is_its_own(chapters):
    anchors = [tag["id"] for chapter in chapters for tag in chapter.article.find_all(id=True)]
    assert len(anchors) > 5000
    assert len(set(anchors)) == len(anchors)


def test_columns_have_room_for_their_longest_words():
    rows = [["Date", "What happened"], ["September", "A long account of it. " * 20]]
    room = columns.widths(rows)
    assert room[0] >= len("September")
    assert room[1] > 5 * room[0]


def test_a_day_stands_on_one_line_with_its_month():
    rows = [["Date", "What"], ["23\u201324 September 1991", "A long account of it. " * 20]]
    assert columns.widths(rows)[0] >= len("23-24 September")


def test_a_day_within_a_cell_has_room_for_its_month():
    rows = [["When", "What"], ["from 27\u00a0September", "A long account of it. " * 20]]
    assert columns.widths(rows)[0] >= len("27 September")


def test_a_span_of_years_that_no_line_may_part_has_room():
    joined = [["Held 1994\u2013\u20602020", "text " * 400]]
    assert columns.widths(joined)[0] >= len("1994–2020")
    assert columns.widths([["Held 1994\u20132020", "text " * 400]])[0] < len("1994–2020")


def test_a_year_is_not_kept_with_the_place_after_it():
    rows = [["Date", "What"], ["23 September 1991 Zheleznovodsk", "A long account of it. " * 20]]
    assert columns.widths(rows)[0] < len("1991 Zheleznovodsk")


def test_armenian_letters_get_the_room_that_they_take():
    wide, plain = "\u054d\u057f\u0565\u0583\u0561\u0576", "abcdef"
    text = "A long account of it. " * 20
    assert columns.widths([[wide, text]])[0] > columns.widths([[plain, text]])[0]


def test_a_column_that_makes_rows_tall_gets_more_room():
    rows = [["a", "b", "c"], ["word " * 40, "word " * 20, "word"]]
    room = columns.widths(rows)
    assert room[0] > room[1] > room[2]


def test_no_printed_page_speaks_of_what_only_a_screen_can_do(chapters):
    screen = ("Permalink", "Cite", "event", "the event")
    found = [
        f"{chapter.name}: {tag.get_text(' ', strip=True)}"
        for chapter in chapters
        for tag in chapter.article.find_all("a")
        if tag.get_text(" ", strip=True) in screen
    ]
    assert found == []
    told = " ".join(chapter.article.get_text(" ", strip=True) for chapter in chapters)
    assert [said for said in ("Ctrl+K", "copy the link", "its filters") if said in told] == []


@pytest.mark.parametrize(
    ("address", "printed"),
    [
        ("https://a.org/%D0%B0%20b%3D", "https://a.org/а%20b%3D"),
        ("https://a.org/%E2%80%89x", "https://a.org/%E2%80%89x"),
        ("https://a.org/%D0", "https://a.org/%D0"),
        ("https://a.org/%D8%A7-1", "https://a.org/%D8%A7-1"),
    ],
    ids=["letters", "a space of another kind", "half a letter", "letters from the right"],
)
def test_a_printed_address_has_its_letters_and_keeps_its_signs(address, printed):
    assert article._readable(address) == printed


def test_every_source_is_printed_with_its_address(chapters):
    entries = [e for c in chapters for e in c.article.select(".citation-list > li:not(.divided)")]
    assert len(entries) > 2000
    for entry in entries:
        printed = [quote(tag.get_text(), safe=string.printable) for tag in entry.select(".address")]
        wanted = [quote(link["href"], safe=string.printable) for link in entry.select("a[href]")]
        assert [a.casefold() for a in printed] == [a.casefold() for a in wanted]


def test_a_name_that_stands_in_two_lists_leads_from_each_to_the_other():
    lists = "".join(
        f"<section><h2>{kind}</h2><ul class='citation-list'>{items}</ul></section>"
        for kind, items in {
            "Primary: acts": "<li id='a'><span class='label'>[A B 2020]</span></li>"
            "<li id='b'><span class='label'>[A B 2021]</span></li>"
            "<li id='c'><span class='label'>[C 2020]</span></li>",
            "Press": "<li id='d'><span class='label'>[A B n.d.]</span></li>",
        }.items()
    )
    page = BeautifulSoup(lists, "lxml")
    divided.refer([page])
    assert [(li.get("id"), li.get_text()) for li in page.select("li")][2:] == [
        (None, "More of A B: Press"),
        ("c", "[C 2020]"),
        ("d", "[A B n.d.]"),
        (None, "More of A B: Primary"),
    ]
    assert [a["href"] for a in page.select(".divided a")] == ["#d", "#a"]


def test_each_section_of_the_contents_leads_to_its_own_place(chapters):
    sections = [section for chapter in chapters for section in chapter.sections]
    assert len({place for place, _ in sections}) == len(sections) > 100
    [log] = [chapter for chapter in chapters if chapter.name == "book/changelog"]
    titles = [title for _, title in log.sections]
    assert len(titles) == len(set(titles)) > 1


# The engine


def short(html: Path, place: Path) -> Path:
    """Copy the pages of a short document."""
    import shutil

    for name in SHORT:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(html / f"{name}.html", place / f"{name}.html")
    shutil.copytree(html / "_images", place / "_images")
    shutil.copy(html / build.STAMP, place / build.STAMP)
    return place


SET = """
import sys
from pathlib import Path
from briefing.printing import book_pdf, edition
html = Path(sys.argv[1])
entries = [("", name) for name in sys.argv[3:]]
Path(sys.argv[2]).write_bytes(book_pdf.write(html, edition.read(), entries).pdf)
"""


def typeset(place: Path, out: Path, **environment: str) -> bytes:
    done = subprocess.run(
        [sys.executable, "-c", SET, str(place), str(out), *SHORT],
        env={**os.environ, **environment},
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return out.read_bytes()


def test_two_runs_give_the_same_bytes(pango, book, tmp_path):
    one = short(book, tmp_path / "one")
    two = short(book, tmp_path / "a folder with spaces")
    first = typeset(one, tmp_path / "1.pdf", PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8")
    second = typeset(two, tmp_path / "2.pdf", PYTHONHASHSEED="2", TZ="Asia/Baku", LC_ALL="POSIX")
    assert first == second


def test_the_list_of_pages_that_is_kept_changes_no_byte(pango, book, monkeypatch):
    entries = [("", name) for name in SHORT]
    kept = book_pdf.write(book, edition.read(), entries).pdf
    monkeypatch.setattr(engine, "_pages_listed_once", contextlib.nullcontext)
    assert book_pdf.write(book, edition.read(), entries).pdf == kept


def test_the_date_of_the_environment_is_honoured(pango, book, monkeypatch):
    from io import BytesIO

    from pypdf import PdfReader

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    made = book_pdf.write(book, edition.read(), [("", "book/summary")])
    told = PdfReader(BytesIO(made.pdf)).metadata
    assert told["/CreationDate"] == told["/ModDate"] == "D:20010909014640Z"


@pytest.mark.parametrize(
    "body",
    [
        '<a href="#nowhere">dangling</a>',
        '<section><p><a href="#nowhere">dangling, with its page</a></p></section>',
        '<img src="gone.svg" alt="a picture that is not there">',
        "<p>\U00013000: a glyph that no face has</p>",
        '<p style="no-such-rule: 1">unknown</p>',
    ],
    ids=["link", "link with a page", "picture", "glyph", "rule"],
)
def test_a_warning_of_the_engine_is_an_error(pango, tmp_path, body):
    page = f"<html lang='en'><head><title>t</title></head><body>{body}</body></html>"
    with pytest.raises(PrintError, match="WeasyPrint warns"):
        engine.typeset(page, "book.css", tmp_path, 0)


def test_a_link_in_the_heading_of_a_row_prints_its_page(pango, tmp_path):
    from io import BytesIO

    from pypdf import PdfReader

    row = "<tr><th scope='row'><a href='#t'>1988</a></th><td><a href='#t'>rain</a></td></tr>"
    table = f"<table id='t'><tbody>{row}</tbody></table>"
    page = f"<html lang='en'><head><title>t</title></head><body>{table}</body></html>"
    [set_] = PdfReader(BytesIO(engine.typeset(page, "book.css", tmp_path, 0).pdf)).pages
    assert set_.extract_text().replace("\xa0", " ").count("(p. 1)") == 2


def test_a_link_prints_the_page_to_which_it_leads(pango, tmp_path):
    from io import BytesIO

    from pypdf import PdfReader

    page = (
        "<html lang='en'><head><title>t</title></head><body><section><p id='one'>One, "
        "<a href='#two'>to two</a>.</p></section><div class='chapter' id='two'><section><p>Two, "
        "<a href='#one'>to one</a>, and <a href='#two'>to two</a>.</p></section></div></body>"
        "</html>"
    )
    pdf = engine.typeset(page, "book.css", tmp_path, 0).pdf
    told = [page.extract_text().replace("\xa0", " ") for page in PdfReader(BytesIO(pdf)).pages]
    assert "One, to two (p. 2)." in told[0]
    assert "Two, to one (p. 1), and to two (p. 2)." in told[1]


@pytest.mark.parametrize("align", ["left", "right"])
def test_what_stands_behind_the_number_of_a_page_closes_up(pango, tmp_path, monkeypatch, align):
    edges = {}
    draw = page_numbers.write

    def measured(document):
        for when, step in (("before", lambda _: None), ("after", draw)):
            step(document)
            line = next(page_numbers._lines(document.pages[0]._page_box))
            texts = [box for box in line.descendants() if hasattr(box, "pango_layout")]
            edges[when] = [(box.position_x, box.position_x + box.width) for box in texts]

    monkeypatch.setattr(page_numbers, "write", measured)
    page = (
        "<html lang='en'><head><title>t</title></head><body><section>"
        f"<p id='one' class='{align}'>See <a href='#one'>one</a>, and go on.</p></section>"
        "<style>.right { text-align: right }</style></body></html>"
    )
    engine.typeset(page, "book.css", tmp_path, 0)
    for boxes in edges.values():
        for (_, end), (begin, _) in itertools.pairwise(boxes):
            assert begin == pytest.approx(end)
    fixed = 0 if align == "left" else -1
    edge = 0 if align == "left" else 1
    assert edges["after"][fixed][edge] == pytest.approx(edges["before"][fixed][edge])
    assert edges["after"] != edges["before"]


def heads(body: str, place: Path) -> list[str]:
    """The head of each page of a short document of one chapter."""
    from io import BytesIO

    from pypdf import PdfReader

    page = f"<html lang='en'><head><title>t</title></head><body><h1>Truces</h1>{body}</body></html>"
    pdf = engine.typeset(page, "book.css", place, 0).pdf
    lines = [page.extract_text().splitlines() for page in PdfReader(BytesIO(pdf)).pages]
    return [next((line for line in page if line.startswith("Truces ·")), "") for page in lines]


def test_a_page_that_begins_within_a_row_names_the_row_in_its_head(pango, tmp_path):
    row = "<tr class='{}'><td><a class='row-anchor' id='{}' href='#{}'>{}</a></td><td>{}</td></tr>"
    rows = [
        row.format("", "a", "a", "1 May 1994", "<p>Short.</p>"),
        row.format("long-row", "b", "b", "12 May 1994", "<p>Words of it.</p>" * 190),
        row.format("", "c", "c", "16 May 1994", "<p>Short.</p>"),
    ]
    table = f"<table><thead><tr><th>Day</th><th>What</th></tr></thead>{''.join(rows)}</table>"
    first, *others = heads(table, tmp_path)
    assert first == "Truces · 1 May 1994 – 12 May 1994" and len(others) > 1
    assert set(others) == {"Truces · 12 May 1994, continued"}


def test_a_page_of_dated_rows_names_its_first_and_last_day_in_its_head(pango, tmp_path):
    row = "<tr><td><a class='row-anchor' id='r{0}' href='#r{0}'>{1}</a></td><td>It was.</td></tr>"
    days = [f"{day}–{day + 1} May 1994" for day in range(1, 29)] * 4
    rows = "".join(row.format(number, day) for number, day in enumerate(days))
    first, *_, last = heads(f"<table>{rows}</table>", tmp_path)
    assert re.match(r"Truces · 1–2 May 1994 – \d+–\d+ May 1994$", first)
    assert last.endswith(" – 28–29 May 1994")
    clauses = "".join(row.format(number, f"Point {number}") for number in range(9))
    assert heads(f"<table>{clauses}</table>", tmp_path) == [""]


def test_a_page_of_sources_names_its_first_and_last_in_its_head(pango, tmp_path):
    entry = "<li><span class='label'>[Aravot {}]</span> Aravot. A title of it.</li>"
    entries = "".join(entry.format(number) for number in range(100, 300))
    first, *_, last = heads(f"<ul class='citation-list'>{entries}</ul>", tmp_path)
    assert re.match(r"Truces · Aravot 100 – 1\d\d$", first)
    assert re.search(r"Aravot 2\d\d – 299$", last)
    more = entry.format("2001") + entry.format("2002").replace("[Aravot", "[Azg")
    assert heads(f"<ul class='citation-list'>{more}</ul>", tmp_path) == [
        "Truces · Aravot 2001 – Azg 2002"
    ]


def test_long_names_of_sources_leave_room_for_the_title_of_the_book(pango, tmp_path):
    name = "Statistical Committee of the Republic of Armenia"
    entry = f"<li><span class='label'>[{name} {{}}]</span> Title.</li>"
    entries = entry.format(2001) + entry.format(2002)
    [head] = heads(f"<ul class='citation-list'>{entries}</ul>", tmp_path)
    assert head == "Truces · Statistical Committee … 2001 – 2002"


def test_printing_leaves_the_environment_as_it_was(pango, tmp_path):
    before = dict(os.environ)
    page = "<html lang='en'><head><title>t</title></head><body><p>text</p></body></html>"
    assert engine.typeset(page, "book.css", tmp_path, 0).pages == 1
    assert dict(os.environ) == before


def test_without_pango_one_line_says_what_to_install(tmp_path):
    fake = tmp_path / "weasyprint"
    fake.mkdir()
    (fake / "__init__.py").write_text("raise OSError('cannot load library pango')")
    done = subprocess.run(
        [sys.executable, "-m", "briefing", "pdf"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    assert "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in line


# What make puts in place


@pytest.fixture
def places(tmp_path: Path, monkeypatch) -> Path:
    """The folders of ``make pdf`` and ``make site``, elsewhere, with a book of one page."""
    pages = tmp_path / "html"
    (pages / "book").mkdir(parents=True)
    front = f"<head></head><h1>Book</h1>{run.MARK}<p>Text.</p>"
    (pages / "index.html").write_text(front, encoding="utf-8")
    (pages / "book" / "downloads.html").write_text("<h1>Downloads</h1><p>x</p>", encoding="utf-8")
    (pages / build.STAMP).write_text("new", encoding="utf-8")
    monkeypatch.setattr(build, "HTML", pages)
    monkeypatch.setattr(build, "run", lambda: 0)
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "PDF", tmp_path / "pdf")
    monkeypatch.setattr(run, "SITE", tmp_path / "site")
    monkeypatch.setattr(run, "_ASIDE_PDF", tmp_path / "next-pdf")
    monkeypatch.setattr(run, "_ASIDE_SITE", tmp_path / "next-site")
    monkeypatch.setattr(run.edition, "read", lambda: None)
    monkeypatch.setattr(run.brief, "write", lambda *given: Printed(b"%PDF brief", 2))
    monkeypatch.setattr(run.book_pdf, "write", lambda *given: Printed(b"%PDF book", 9))
    return tmp_path


def test_the_site_names_both_pdfs_and_the_book_alone_names_none(pango, places):
    before = (places / "html" / "index.html").read_bytes()
    assert run.site() == 0
    for name, up in (("index.html", ""), ("book/downloads.html", "../")):
        page = BeautifulSoup((places / "site" / name).read_text("utf-8"), "html.parser")
        links = [a["href"] for a in page.select(".print-links a")]
        assert links == [f"{up}pdf/{BOOK_FILE}", f"{up}pdf/{BRIEF_FILE}"]
        assert all((places / "site" / name).parent.joinpath(link).is_file() for link in links)
    assert (places / "html" / "index.html").read_bytes() == before
    assert not (places / "html" / "pdf").exists()


@pytest.mark.parametrize("base", ["https://example.org/a&b/", ""])
def test_a_site_with_an_address_tells_indexes_where_its_pdf_is(pango, places, monkeypatch, base):
    known = dataclasses.replace(publication.read(), base_url=base)
    monkeypatch.setattr(run.publication, "read", lambda: known)
    assert run.site() == 0
    page = BeautifulSoup((places / "site" / "index.html").read_text("utf-8"), "html.parser")
    named = [tag["content"] for tag in page.select('meta[name="citation_pdf_url"]')]
    assert named == ([f"{base}pdf/{BOOK_FILE}"] if base else [])


def test_a_failed_print_leaves_the_last_good_pdfs_and_site(pango, places, monkeypatch, capsys):
    assert run.site() == 0
    good = (places / "site" / "index.html").read_bytes()
    (places / "html" / build.STAMP).write_text("newer", encoding="utf-8")
    (places / "html" / "index.html").write_text("<h1>Changed</h1>", encoding="utf-8")

    def fail(*given):
        raise PrintError("No PDF was made: a link leads nowhere")

    monkeypatch.setattr(run.book_pdf, "write", fail)
    assert run.site() == 1
    assert "a link leads nowhere" in capsys.readouterr().err
    assert (places / "site" / "index.html").read_bytes() == good
    assert (places / "pdf" / BOOK_FILE).read_bytes() == b"%PDF book"


def test_a_book_that_was_built_anew_meanwhile_is_not_joined_with_older_pdfs(
    pango, places, monkeypatch, capsys
):
    printed = run._pdf

    def print_and_be_overtaken():
        printed()
        (places / "html" / build.STAMP).write_text("newer", encoding="utf-8")

    monkeypatch.setattr(run, "_pdf", print_and_be_overtaken)
    assert run.site() == 1
    assert "run make site again" in capsys.readouterr().err
    assert not (places / "site").exists()


def test_a_print_of_the_same_pages_is_kept(pango, places, monkeypatch):
    assert run.pdf() == 0
    monkeypatch.setattr(run.book_pdf, "write", lambda *given: pytest.fail("printed again"))
    assert run.pdf() == 0
    (places / "pdf" / BRIEF_FILE).unlink()
    monkeypatch.setattr(run.book_pdf, "write", lambda *given: Printed(b"%PDF again", 9))
    assert run.pdf() == 0
    assert (places / "pdf" / BOOK_FILE).read_bytes() == b"%PDF again"


def test_links_change_nothing_else_on_a_page():
    assert run.linked(f"<h1>T</h1>{run.MARK}<p>x</p>", "L") == "<h1>T</h1>L<p>x</p>"
    assert run.linked("<h1>T</h1><p>x</p>", "L") == "<h1>T</h1>\nL<p>x</p>"
    with pytest.raises(ValueError, match="no title"):
        run.linked("<p>x</p>", "L")


# The whole book


def test_the_bookmarks_are_the_parts_and_chapters_of_the_book(whole, chapters):
    found = [(depth, entry.title) for depth, entry in outline(whole.outline) if depth < 2]
    wanted, part = [(0, "Cover"), (0, "Contents")], ""
    for chapter in chapters:
        if chapter.part != part:
            part = chapter.part
            wanted.append((0, part))
        wanted.append((1 if part else 0, chapter.title))
        if not part:
            wanted += [(1, title) for _, title in chapter.sections]
    assert found == wanted


def test_every_chapter_begins_on_the_page_that_its_bookmark_names(whole, told, chapters):
    titles = {chapter.title for chapter in chapters}
    begun = {}
    for depth, entry in outline(whole.outline):
        if depth < 2 and entry.title in titles:
            page = whole.get_destination_page_number(entry)
            begun.setdefault(entry.title, page)
            assert words(entry.title) in told(page)
    assert begun.keys() == titles
    assert list(begun.values()) == sorted(begun.values())


def test_the_last_page_of_the_front_page_begins_with_a_section(whole, told):
    titles = {e["/Title"]: whole.get_destination_page_number(e) for _, e in outline(whole.outline)}
    assert told(titles["Summary"] - 1).startswith(words("Where to go"))


def test_the_contents_print_the_page_of_each_chapter(whole, told, chapters, destinations):
    [begin] = [e for depth, e in outline(whole.outline) if depth == 0 and e.title == "Contents"]
    first = whole.get_destination_page_number(begin)
    last = destinations[chapters[0].anchor]
    lines = "".join(told(number) for number in range(first, last))
    for chapter in chapters:
        assert f"{words(chapter.title)}{destinations[chapter.anchor] + 1}" in lines, chapter.title


def test_every_link_within_the_book_leads_somewhere(whole, destinations):
    cited, dangling = 0, []
    for page in whole.pages:
        for annotation in page.get("/Annots", ()):
            link = annotation.get_object()
            name = link.get("/Dest") or link.get("/A", {}).get("/D")
            if name is None:
                assert link["/A"]["/URI"].startswith(("http", "mailto"))
                continue
            cited += str(name).startswith("r-")
            dangling += [] if name in destinations else [str(name)]
    assert dangling == []
    assert cited > 5000


@pytest.mark.parametrize("table", ADDRESSED)
def test_every_row_that_has_an_address_has_it_in_print(destinations, table):
    rows = getattr(record.load(), table)["id"]
    assert [row for row in rows if anchor(table, row) not in destinations] == []


def test_exhibits_keep_their_numbers(told, chapters, destinations):
    captions = [
        (tag.find_parent(id=True)["id"], tag.get_text(" ", strip=True))
        for chapter in chapters
        for tag in chapter.article.select(".caption-number")
    ]
    assert len(captions) > 100
    wrong = []
    for name, number in captions:
        page = destinations[name]
        if words(number) not in told(page):
            wrong.append(f"{name}: {number} is not on page {page + 1}")
    assert wrong == []


def test_both_say_in_their_metadata_what_they_are(whole, sheet):
    known = edition.read()
    for file in (whole, sheet):
        told = file.metadata
        assert told.title.startswith(known.title)
        assert told.author == known.of.author
        assert known.of.line in told.subject and "Accurate as of" in told.subject
        assert "ceasefire" in told["/Keywords"]
        assert told["/CreationDate"] == f"D:{known.of.released:%Y%m%d}000000Z"
        assert file.trailer["/Root"]["/Lang"] == "en"


def test_both_are_tagged_for_those_who_listen(whole, sheet):
    for file in (whole, sheet):
        root = file.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"].value is True
        assert root["/StructTreeRoot"]["/K"]
        assert b"pdfuaid" in root["/Metadata"].get_data()


def structure(file) -> list[tuple[str, object, list]]:
    """Elements of a tagged PDF: kind, the element, the kinds of those that it lies in."""
    found, waiting = [], [(file.trailer["/Root"]["/StructTreeRoot"]["/K"][0].get_object(), [])]
    while waiting:
        element, outer = waiting.pop()
        found.append((element["/S"], element, outer))
        kids = [k.get_object() for k in element["/K"] if hasattr(k.get_object(), "get")]
        waiting += [(k, [*outer, element["/S"]]) for k in kids if k.get("/Type") == "/StructElem"]
    return found


@pytest.fixture
def listened(pango, tmp_path):
    """A page with what WeasyPrint leaves open."""
    from io import BytesIO

    from pypdf import PdfReader

    long = "A link that runs over the end of its line and of the next one too. " * 3
    page = (
        "<html lang='en'><head><title>t</title></head><body><h1>Truces</h1><p id='one'>"
        f"Words before <a href='https://example.org/a'>{long}</a> and <a href='#one'>one</a>.</p>"
        "<ul><li>an item</li><li>another <b>with</b> marks<ul><li>within</li></ul></li></ul>"
        "<table><thead><tr><th>Day</th><th>What</th></tr></thead><tbody><tr><th scope='row'>1 May"
        "</th><td>a truce</td></tr></tbody></table></body></html>"
    )
    return PdfReader(BytesIO(engine.typeset(page, "book.css", tmp_path, 0).pdf))


def test_who_listens_hears_each_link_once_and_no_empty_piece_of_one(listened, sheet):
    for file in (listened, sheet):
        elements = structure(file)
        links = [e for kind, e, outer in elements if kind == "/Link"]
        assert links
        assert not [1 for kind, e, outer in elements if kind == "/Link" and "/Link" in outer]
        assert not [e for kind, e, _ in elements if kind in ("/Link", "/Span") and not e["/K"]]


def test_who_listens_hears_what_each_heading_of_a_table_heads(listened, sheet):
    scopes = [e["/A"]["/Scope"] for kind, e, _ in structure(listened) if kind == "/TH"]
    assert sorted(scopes) == ["/Column", "/Column", "/Row"]
    assert all(e["/A"]["/Scope"] for kind, e, _ in structure(sheet) if kind == "/TH")


def test_who_listens_hears_each_item_of_a_list_as_one(listened, sheet):
    for file in (listened, sheet):
        items = [e for kind, e, _ in structure(file) if kind == "/LI"]
        bodies = [[k.get_object()["/S"] for k in e["/K"]].count("/LBody") for e in items]
        assert bodies and set(bodies) == {1}


def test_heads_and_feet_of_pages_are_no_content(listened):
    """Every mark of a page is one that an element holds, or an artifact."""
    (page,) = listened.pages
    marks = set(re.findall(rb"/MCID (\d+)", page.get_contents().get_data()))
    held = {
        str(k).encode()
        for _, element, _ in structure(listened)
        for k in element["/K"]
        if isinstance(k.get_object(), int)
    }
    assert marks == held
    assert b"/Artifact BMC" in page.get_contents().get_data().replace(b"\n", b" ")


def test_every_link_has_an_area_and_stands_on_paper_too(whole, sheet):
    for file in (whole, sheet):
        for page in file.pages:
            for link in page.get("/Annots", ()):
                left, top, right, bottom = map(float, link.get_object()["/Rect"])
                assert right > left and abs(bottom - top) > 0
                assert link.get_object()["/F"] == 4


def test_only_the_faces_of_the_book_are_in_it_and_all_of_them_embedded(whole, sheet):
    for file in (whole, sheet):
        faces = set()
        for page in file.pages:
            for font in page["/Resources"]["/Font"].values():
                inner = font.get_object()["/DescendantFonts"][0].get_object()
                assert "/FontFile2" in inner["/FontDescriptor"], inner["/BaseFont"]
                faces.add(inner["/BaseFont"].split("+")[1])
        assert faces
        assert [face for face in faces if not face.startswith("Briefing-")] == []


def test_the_cover_says_what_the_reader_must_know(whole):
    cover = words(whole.pages[0].extract_text())
    known = edition.read()
    for said in (known.title, known.subtitle, known.of.author, known.of.line, known.accurate):
        assert words(said) in cover
    for said in (edition.NAMES, edition.REVIEW, edition.LICENCE):
        assert words(said) in cover


def test_no_page_but_the_last_of_a_chapter_is_left_nearly_empty(whole):
    begun = {whole.get_destination_page_number(entry) for _, entry in outline(whole.outline)}
    bare = []
    for place, page in enumerate(whole.pages):
        # Head and foot of a page are four lines of text.
        if page.get_contents().get_data().count(b"BT") < 4 + 4 and place + 1 not in begun:
            bare.append(place + 1)
    assert bare == []


def test_no_page_holds_the_limits_of_a_chapter_alone(told, chapters, destinations):
    lonely, found = [], 0
    for chapter in chapters:
        for name, title in chapter.sections:
            if title == "Limits":
                page = destinations[name] + 1
                found += 1
                lonely += (
                    [] if told(page - 1).find(title) > 40 else [f"{chapter.title}: page {page}"]
                )
    assert found > 10 and lonely == []


# The brief


def test_the_brief_has_two_pages(sheet):
    assert len(sheet.pages) == 2


def test_the_brief_tells_every_key_judgement_and_every_point_of_the_statement(sheet, book):
    told = words("".join(page.extract_text() for page in sheet.pages))
    judged = BeautifulSoup((book / "notebooks/assessment.html").read_text("utf-8"), "lxml")
    titles = [tag.get_text(strip=True) for tag in judged.select("#tbl-assessment b")]
    assert len(titles) >= 7
    assert [title for title in titles if words(title) not in told] == []
    terms = record.load().terms
    own = terms[(terms["agreement"] == "2020-11-10-trilateral") & terms["in_official_text"]]
    assert [t.clause for t in own.itertuples() if words(t.clause + t.text) not in told] == []


def test_the_brief_says_on_paper_where_its_main_sources_were_read():
    sources = list(brief._main_sources(record.load()))
    assert len(sources) > 3
    assert sources[0][0] == "12 May 1994"
    for _, source in sources:
        told = BeautifulSoup(brief._source(source, "A 2020"), "lxml").get_text()
        host = urlsplit(source.fields.get("url", "")).netloc.removeprefix("www.")
        assert told.startswith("[A 2020] ") and source.fields["title"] in told
        assert told.endswith(f" ({host})" if host else source.fields["date"])
    [german] = [source for _, source in sources if source.fields["language"] == "de"]
    assert ". 20 September 2023, in German (" in brief._source(german, "A 2020")


def test_a_day_and_its_month_stay_on_one_line_of_the_brief(book):
    told = brief._body(book, record.load(), edition.read())
    assert len(re.findall(rf"[0-9]\xa0{MONTH}", told)) > 20
    assert re.findall(rf"[0-9] {MONTH}", told) == []


def test_the_brief_carries_the_notice_of_every_map_and_the_line_of_the_book(sheet):
    told = words("".join(page.extract_text() for page in sheet.pages))
    for said in (
        "Schematic. Boundaries, names and shading imply no view on status or borders. Control as "
        "reported on the date above each map.",
        edition.NAMES,
        edition.REVIEW,
        edition.read().of.line,
    ):
        assert words(said) in told
