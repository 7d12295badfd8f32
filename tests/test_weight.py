"""The pages stay light, and nothing that they ask for is missing."""

import re
from pathlib import Path

import minify
import pytest

from bench import weight
from briefing.record import load
from briefing.sphinx_ext import fonts, short_js, short_svg, styles
from briefing.sphinx_ext.assets import loaded

KB = 1000
# First visit and further page, gzip -9. The exceptions are tables that are searched whole and stand
# without JavaScript: text and addresses of sources alone make three quarters of them.
BUDGET = (250 * KB, 100 * KB)
LONG = {
    "notebooks/timeline.html": (400 * KB, 274 * KB),
    "book/press-a-m.html": (282 * KB, 242 * KB),
    "book/press-n-z.html": (246 * KB, 206 * KB),
    "notebooks/figures.html": (250 * KB, 120 * KB),
    "notebooks/terms.html": (250 * KB, 120 * KB),
    "search.html": (250 * KB, 176 * KB),  # the index, and all names of rows and places
}
# Pages, styles, scripts, fonts and images, as they lie on the disk, for each row of the record that
# pages show, and each source: the site grows with the record alone.
PER_ROW = 880
MARKS = "passages"  # numbers within the rows of other tables


@pytest.fixture(scope="module")
def weighed(book: Path) -> dict:
    """Weights of the built book."""
    return weight.weigh(book)


def test_every_page_keeps_its_budget(weighed):
    over = []
    for address, size in weighed["pages"].items():
        first, further = LONG.get(address, BUDGET)
        if size["first"] > first or size["further"] > further:
            over.append((address, size))
    assert len(weighed["pages"]) > 25 and over == []


def test_the_site_keeps_its_budget(weighed):
    record = load()
    shown = [name for name in record.package.tables if name != MARKS]
    rows = sum(len(getattr(record, name)) for name in shown) + len(record.sources)
    assert 2_000 * KB < weighed["site"]["total"] < PER_ROW * rows


def test_every_file_of_the_static_folder_is_asked_for_by_a_page(book):
    asked = {file for page in weight.pages(book) for file in weight.fetched(page)}
    asked |= {later for script in asked if script.suffix == ".js" for later in loaded(script)}
    there = {path.resolve() for path in (book / "_static").rglob("*") if path.is_file()}
    assert sorted(there - asked) == []


def test_no_page_loads_what_only_the_search_needs(book):
    for page in weight.pages(book):
        loaded = {path.name for path in weight.fetched(page)}
        assert ("searchindex.js" in loaded) == (page.name == "search.html"), page


def test_a_script_loses_its_comments_and_keeps_who_holds_the_rights():
    script = "/* :copyright: A. Writer */\nlet a = `b  c`; // why\n/* more */ const d = / e /;\n"
    short = short_js.shorten(script)
    assert short.startswith("/* :copyright: A. Writer */\n")
    assert "why" not in short and "more" not in short
    assert "`b  c`" in short or '"b  c"' in short
    assert "/ e /" in short
    assert short_js.shorten("/* what it does */ let a;").strip("; ") == "let a"


def test_a_template_within_a_template_keeps_its_blanks():
    assert "` ${" in short_js.shorten("let cited = `${text}${url && ` ${url}`}\\n`;")


def test_a_script_that_cannot_be_parsed_is_refused():
    with pytest.raises(minify.MinifyError):
        short_js.shorten("let = ;")


def test_scripts_of_the_pages_are_short_and_those_of_others_name_their_rights(book):
    ours = book / "_static" / "tables.js"
    assert "/*" not in ours.read_text(encoding="utf-8")
    assert "copyright" in (book / "_static" / "searchtools.js").read_text(encoding="utf-8").lower()


def test_a_missing_file_is_reported(tmp_path):
    (tmp_path / "index.html").write_text('<script src="gone.js"></script>', encoding="utf-8")
    with pytest.raises(FileNotFoundError, match=r"gone\.js"):
        weight.weigh(tmp_path)


def test_the_fonts_hold_every_letter_of_the_names_that_systems_may_lack():
    held = {chr(point) for letters in fonts.LETTERS.values() for point in letters}
    places, actors = load().places, load().actors
    names = [n for table in (places, actors) for column in table.columns
             if column.startswith("name_") for n in table[column].dropna()]  # fmt: skip
    armenian = {letter for name in names for letter in name if "\u0530" <= letter <= "\u058f"}
    latin = {letter for name in names for letter in name if "\u0100" <= letter <= "\u02ff"}
    assert len(armenian) > 30 and armenian <= held
    assert {"ə", "ğ", "ı", "ş"} <= latin and latin & set("ƏəĞğİıŞş") <= held


@pytest.mark.parametrize("name", fonts.LETTERS)
def test_a_font_holds_its_letters_and_is_the_same_bytes_each_time(name, tmp_path):
    from fontTools.ttLib import TTFont

    (tmp_path / name).write_bytes(fonts.letters(name))
    held = TTFont(tmp_path / name).getBestCmap()
    # Unassigned places of the Armenian block, and signs that stand for nothing in a name.
    lacking = {chr(point) for point in fonts.LETTERS[name]} - {chr(point) for point in held}
    assert not any(letter.isalpha() and letter not in "ՠֈ" for letter in lacking), lacking
    assert fonts.letters(name) == (tmp_path / name).read_bytes() and len(held) >= 8


def test_a_rule_stays_only_if_a_page_can_use_it(tmp_path):
    (tmp_path / "a.css").write_text(
        '@import "b.css"; @media print{.gone{color:red} p{margin:0}}'
        ".used,.gone{--spare:1;color:var(--kept)} "
        ":root{--kept:var(--in);--in:#000;--lost:var(--too);--too:#fff}"
        ".used:not(.gone) > a:hover{color:red} #gone{color:red} video{width:1px}"
        "@keyframes turn{to{opacity:0}} .by-script{color:blue}",
        encoding="utf-8",
    )
    (tmp_path / "b.css").write_text("h1{margin:0}", encoding="utf-8")
    page = '<h1 class="used"><a href="x">x</a></h1><p>'
    kept = styles.used([page], ['e.classList.add("by-script")'])
    assert styles.bundle([tmp_path / "a.css"], kept) == (
        "h1{margin:0}@media print{p{margin:0}}.used{color:var(--kept)}"
        ":root{--kept:var(--in);--in:#000}"
        ".used:not(.gone) > a:hover{color:red}.by-script{color:blue}"
    )


def points(path: str, relative: bool) -> list[tuple[float, float]]:
    """Corners of a path of lines."""
    at, found = (0.0, 0.0), []
    for _, numbers in re.findall(r"([MLml])([^MLmlzZ]*)", path):
        values = [float(n) for n in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", numbers)]
        for x, y in zip(values[::2], values[1::2], strict=True):
            at = (at[0] + x, at[1] + y) if relative else (x, y)
            found.append(at)
    return found


def test_a_shortened_line_is_nowhere_off_by_more_than_a_twentieth():
    steps = [(i * 0.123456, (i * 37 % 101) * 1.654321 - 80) for i in range(500)]
    path = "M " + "\nL ".join(f"{x:.6f} {y:.6f} " for x, y in steps)
    svg = f'<svg viewBox="0 0 9 9"><path d="{path}" style="fill: none"/></svg>'
    short = short_svg.shorten(svg)
    found = points(re.search(r' d="([^"]*)"', short)[1], relative=True)
    assert len(found) == len(steps) and len(short) < len(svg) / 2
    for (x, y), (was_x, was_y) in zip(found, steps, strict=True):
        assert abs(x - was_x) <= 0.0501 and abs(y - was_y) <= 0.0501


def test_the_page_for_unknown_addresses_brings_everything_with_it(book):
    assert weight.fetched(book / "404.html") == set()


def test_a_shortened_text_keeps_its_letters_and_its_place_and_leaves_out_the_blanks():
    letter = '<path id="DejaVuSans-24" d="M 64 0 L 128 64 z" transform="scale(0.015625)"/>'
    blank = '<path id="DejaVuSans-3" transform="scale(0.015625)"/>'
    uses = (
        '<use xlink:href="#DejaVuSans-24"/>'
        '<use xlink:href="#DejaVuSans-3" transform="translate(63.0 0)"/>'
        '<use xlink:href="#DejaVuSans-24" transform="translate(94.789062 0)"/>'
    )
    place = '<g style="fill: #1b1b1b; opacity: 0.5" transform="translate(3.004 172.283468)">'
    svg = f'<svg viewBox="0 0 9 9"><defs>{letter}{blank}</defs>{place}{uses}</g></svg>'
    short = short_svg.shorten(svg)
    assert short.count('<path id="D-24"') == 1 and "-3" not in short
    assert '<use href="#D-24"/><use href="#D-24" x="95"/>' in short
    assert '<g style="fill:#1b1b1b;opacity:0.5" transform="translate(3 172.28)">' in short


def test_marks_that_look_alike_say_so_once_and_stay_where_they_are():
    blue, red = "fill: #47a; fill-opacity: 0.7", "fill: #e67"
    dots = "".join(
        f'<use xlink:href="#m1" x="{x}" y="9.04" style="{look}"/>'
        for x, look in ((1.26, blue), (2.44, blue), (3.0, red))
    )
    short = short_svg.shorten(f'<svg viewBox="0 0 9 9"><g id="row">{dots}</g></svg>')
    assert short == (
        '<svg viewBox="0 0 9 9"><g style="fill:#47a;fill-opacity:0.7">'
        '<use href="#m1" x="1.3" y="9"/><use href="#m1" x="2.4" y="9"/></g>'
        '<use href="#m1" x="3" y="9" style="fill:#e67"/></svg>'
    )


def test_marks_of_one_look_stand_row_by_row_under_a_short_name():
    mark = "m0123456789"
    dots = "".join(
        f'<use xlink:href="#{mark}" x="{x}" y="{y}" style="fill: #47a"/>'
        for x, y in ((1, 9), (2, 10), (3, 9))
    )
    clip = '<g clip-path="url(#pabcdef0123)">'
    svg = f'<svg><defs><path id="{mark}" d="M 0 0 L 1 1"/></defs>{clip}{dots}</g></svg>'
    assert short_svg.shorten(svg) == (
        '<svg><defs><path id="m0" d="m0 0l1 1"/></defs><g clip-path="url(#p1)">'
        '<g style="fill:#47a"><use href="#m0" x="1" y="9"/><use href="#m0" x="3" y="9"/>'
        '<use href="#m0" x="2" y="10"/></g></g></svg>'
    )


def test_a_shortened_picture_writes_a_shape_once_and_no_group_that_says_nothing():
    line = "M 0 0 " + " ".join(f"L {n} {n * n % 17}" for n in range(40))
    halo, letter = "fill: #000; stroke: #fff", "fill: #000"
    svg = (
        '<svg viewBox="0 0 9 9"><g id="figure_1"><g clip-path="url(#a)"><g id="b">'
        f'<path d="{line}" style="{halo}"/><path d="{line}" style="{letter}"/></g></g></g></svg>'
    )
    short = short_svg.shorten(svg)
    shape = re.search(r'<defs><path id="s0" d="([^"]*)"/></defs>', short)[1]
    assert short == (
        f'<svg viewBox="0 0 9 9"><g clip-path="url(#a)"><defs><path id="s0" d="{shape}"/></defs>'
        '<use href="#s0" style="fill:#000;stroke:#fff"/><use href="#s0" style="fill:#000"/>'
        "</g></svg>"
    )
