"""Citations load in the programs that read them, and agree with CITATION.cff."""

import codecs
import dataclasses
import datetime
import json
import re
import warnings
from pathlib import Path

import pytest
import rispy
import yaml
from bs4 import BeautifulSoup
from pybtex.database import Entry, parse_string

from briefing import citing, publication
from briefing.citing import Work
from briefing.paths import ROOT
from briefing.publication import Publication

EXAMPLES = ("The book", "A chapter", "An exhibit", "One event", "One term")
FORMATS = ("APA (7th edition)", "Chicago (bibliography)", "BibTeX", "RIS", "CSL-JSON")
HOSTILE = ("50 % & more", "a_b #1 {c}", "Şuşa / Շուշի", "~ ^ $5")
OF = Publication(
    title="A book: of things",
    short_title="A book",
    author="Some contributors",
    abstract="What it is.",
    version="2026.11.26",
    released=datetime.date(2026, 11, 26),
    digest="ab12cd34",
)
PUBLISHED = dataclasses.replace(OF, base_url="https://example.org/book/")
FIGURE = Work("A line of dots", "notebooks/dots.html#fig-dots", "Figure", "fig-dots")


@pytest.fixture(scope="module")
def cff() -> dict:
    return yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def shown(book: Path) -> dict[tuple[str, str], str]:
    """Every citation of the page, by what it cites and by format."""
    page = (book / "book" / "how-to-cite.html").read_text(encoding="utf-8")
    soup = BeautifulSoup(page, "html.parser")
    found = {}
    for block in soup.select("div.cited"):
        heading = block.find_previous("h2").find(string=True, recursive=False)
        found[heading, block.find_previous("strong").get_text()] = block.pre.get_text()
    return found


def bib(text: str) -> Entry:
    [entry] = parse_string(text, "bibtex").entries.values()
    return entry


def read_latex(text: str) -> str:
    return codecs.decode(text, "ulatex").replace("{", "").replace("}", "")


def rendered(items: list[dict]) -> str:
    """What the CSL processor makes of the items."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the processor's own, about fields that a style leaves out
        from citeproc import (
            Citation,
            CitationItem,
            CitationStylesBibliography,
            CitationStylesStyle,
            formatter,
        )
        from citeproc.source.json import CiteProcJSON

        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        source = CiteProcJSON(items)
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
        for item in items:
            bibliography.register(Citation([CitationItem(item["id"])]))
        return "\n".join(str(entry) for entry in bibliography.bibliography())


def test_the_page_cites_five_things_in_five_formats(shown):
    assert set(shown) == {(example, name) for example in EXAMPLES for name in FORMATS}


@pytest.mark.parametrize("example", EXAMPLES)
def test_bibtex_of_the_page_loads_and_agrees_with_the_citation_file(shown, cff, example):
    entry = bib(shown[example, "BibTeX"])
    [author] = entry.persons["author"]
    assert str(author).strip("{}") == cff["authors"][0]["name"]
    book = entry.fields["title" if example == "The book" else "booktitle"]
    assert read_latex(book) == cff["title"]
    assert entry.fields["version"] == cff["version"]
    assert entry.fields["date"] == cff["date-released"].isoformat()
    assert entry.fields["year"] == str(cff["date-released"].year)


@pytest.mark.parametrize("example", EXAMPLES)
def test_ris_of_the_page_loads_and_agrees_with_the_citation_file(shown, cff, example):
    [entry] = rispy.loads(shown[example, "RIS"])
    assert entry["authors"] == [cff["authors"][0]["name"]]
    book = entry["title"] if example == "The book" else entry["secondary_title"]
    assert book == cff["title"]
    assert entry["edition"] == cff["version"]
    assert entry["date"] == cff["date-released"].strftime("%Y/%m/%d")


@pytest.mark.parametrize("example", EXAMPLES)
def test_csl_json_of_the_page_renders_and_agrees_with_the_citation_file(shown, cff, example):
    [item] = json.loads(shown[example, "CSL-JSON"])
    assert item["author"] == [{"literal": cff["authors"][0]["name"]}]
    assert item["title" if example == "The book" else "container-title"] == cff["title"]
    assert item["version"] == cff["version"]
    [day] = item["issued"]["date-parts"]
    assert datetime.date(*day) == cff["date-released"]
    line = rendered([item])
    assert cff["authors"][0]["name"] in line and item["title"] in line and "2026" in line


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_formats_of_one_thing_say_the_same(shown, example):
    [item] = json.loads(shown[example, "CSL-JSON"])
    [entry] = rispy.loads(shown[example, "RIS"])
    assert item["title"] == entry["title"]
    assert item["title"] == read_latex(bib(shown[example, "BibTeX"]).fields["title"])
    digest = publication.read(ROOT).digest
    for name in FORMATS:
        assert digest in shown[example, name]
        if name in FORMATS[:2]:
            assert item["title"] in shown[example, name]


def test_a_row_is_cited_by_the_id_at_its_address(shown, book):
    for example, address in (
        ("One event", "evt-2020-11-09-trilateral-statement"),
        ("One term", "term-2020-11-10-trilateral-6g"),
    ):
        assert f"[{example.split()[1].capitalize()} {address}]" in shown[example, FORMATS[0]]
    pages = [path.read_text(encoding="utf-8") for path in (book / "notebooks").glob("*.html")]
    assert sum('id="evt-2020-11-09-trilateral-statement"' in page for page in pages) == 1


def test_the_exhibit_of_the_page_is_cited_as_its_own_files_cite_it(shown, book):
    for ending, name in (("bib", "BibTeX"), ("ris", "RIS"), ("json", "CSL-JSON")):
        file = book / "_exhibits" / f"fig-truces.{ending}"
        assert file.read_text(encoding="utf-8").strip() == shown["An exhibit", name].strip()


def test_the_files_of_every_exhibit_load(book):
    files = sorted((book / "_exhibits").glob("*.bib"))
    assert len(files) > 100
    items = []
    for file in files:
        title = bib(file.read_text(encoding="utf-8")).fields["title"]
        [entry] = rispy.loads(file.with_suffix(".ris").read_text(encoding="utf-8"))
        [item] = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
        assert read_latex(title) == entry["title"] == item["title"]
        assert 8 < len(item["title"]) < 400 and "Source:" not in item["title"]
        items.append(item)
    assert len({item["id"] for item in items}) == len(items)


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_of_any_characters_comes_back(title):
    work = dataclasses.replace(FIGURE, title=title)
    read = read_latex(bib(citing.bibtex(work, OF)).fields["title"])
    assert read == title.replace("{", "").replace("}", "")
    assert rispy.loads(citing.ris(work, OF))[0]["title"] == title
    assert json.loads(citing.csl_json(work, OF))[0]["title"] == title


def test_apa_and_chicago_read_as_their_styles_ask():
    assert citing.apa(Work(), OF) == (
        "Some contributors. (2026). A book: of things (Version 2026.11.26, inputs ab12cd34)."
    )
    assert citing.apa(FIGURE, PUBLISHED) == (
        "Some contributors. (2026). A line of dots [Figure fig-dots]. In A book: of things "
        "(Version 2026.11.26, inputs ab12cd34). "
        "https://example.org/book/notebooks/dots.html#fig-dots"
    )
    assert citing.chicago(FIGURE, OF) == (
        "Some contributors. “A line of dots.” Figure fig-dots. In A book: of things. "
        "Version 2026.11.26, inputs ab12cd34. 26 November 2026."
    )


@pytest.mark.parametrize("write", [citing.apa, citing.chicago, *citing.FILES.values()])
@pytest.mark.parametrize("work", [Work(), FIGURE])
def test_a_citation_names_an_address_only_if_there_is_one(write, work):
    assert "http" not in write(work, OF)
    assert PUBLISHED.address(work.address) in write(work, PUBLISHED)


def test_the_address_of_a_published_part_is_whole_in_every_format():
    address = "https://example.org/book/notebooks/dots.html#fig-dots"
    assert bib(citing.bibtex(FIGURE, PUBLISHED)).fields["url"] == address
    assert rispy.loads(citing.ris(FIGURE, PUBLISHED))[0]["urls"] == [address]
    assert citing.csl(FIGURE, PUBLISHED)["URL"] == address


@pytest.mark.parametrize(
    ("caption", "title"),
    [
        ("Two things. And a third.", "Two things"),
        ("Deaths by year, UCDP v25.1. A blank is a year.", "Deaths by year, UCDP v25.1"),
        (
            "Areas in km², and people in 1989. Where they differ.",
            "Areas in km², and people in 1989",
        ),
        ("One line\nthat wraps", "One line that wraps"),
        ("What is known?", "What is known?"),
    ],
)
def test_the_title_of_an_exhibit_is_the_first_sentence_of_its_caption(caption, title):
    assert citing.first_sentence(caption) == title


def settings(place: Path, baseurl: str = "", authors: str = "[{name: A}]") -> Path:
    place.mkdir()
    (place / "_config.yml").write_text(f'title: T\nhtml: {{baseurl: "{baseurl}"}}\n')
    cff = (ROOT / "CITATION.cff").read_text(encoding="utf-8").partition("authors:")[0]
    (place / "CITATION.cff").write_text(f"{cff}authors: {authors}\n", encoding="utf-8")
    return place


@pytest.fixture
def no_inputs(monkeypatch):
    monkeypatch.setattr(publication.inputs, "short_digest", lambda root: "ab12cd34")


@pytest.mark.parametrize("baseurl", ["https://example.org/b", "https://example.org/b/"])
def test_the_address_ends_in_one_slash(tmp_path, no_inputs, baseurl):
    of = publication.read(settings(tmp_path / "p", baseurl))
    assert of.address("index.html") == "https://example.org/b/index.html"


@pytest.mark.parametrize("baseurl", ["example.org", "/b/", "ftp://example.org", "https://e.org/?a"])
def test_an_address_that_is_not_absolute_is_refused(tmp_path, no_inputs, baseurl):
    with pytest.raises(ValueError, match=r"html\.baseurl"):
        publication.read(settings(tmp_path / "p", baseurl))


@pytest.mark.parametrize("authors", ["[]", "[{name: A}, {name: B}]", "[{family-names: A}]"])
def test_an_author_that_is_not_one_entity_is_refused(tmp_path, no_inputs, authors):
    with pytest.raises(ValueError, match="entity"):
        publication.read(settings(tmp_path / "p", authors=authors))


BROKEN = [
    ("_config.yml", "", "_config.yml is laid out wrongly"),
    ("_config.yml", "title: T\n", "_config.yml: 'html' is missing"),
    ("_config.yml", "title: [\n", "_config.yml: "),
    ("_config.yml", "title:\nhtml: {baseurl: ''}\n", "_config.yml is laid out wrongly: title"),
    ("_config.yml", "title: T\nhtml: {baseurl: 5}\n", "_config.yml is laid out wrongly"),
    ("CITATION.cff", "", "CITATION.cff is laid out wrongly"),
    ("CITATION.cff", "title: T\n", "CITATION.cff: 'authors' is missing"),
]


@pytest.mark.parametrize(("name", "text", "words"), BROKEN)
def test_a_broken_setting_is_told_with_its_file(tmp_path, no_inputs, name, text, words):
    place = settings(tmp_path / "p")
    (place / name).write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=f"^{re.escape(words)}"):
        publication.read(place)


@pytest.mark.parametrize("keywords", ["", " karabakh"])
def test_keywords_that_are_no_list_are_told_with_their_file(tmp_path, no_inputs, keywords):
    file = settings(tmp_path / "p") / "CITATION.cff"
    text, count = re.subn(
        "^keywords: .*$", f"keywords:{keywords}", file.read_text("utf-8"), flags=re.M
    )
    assert count == 1
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"^CITATION.cff is laid out wrongly"):
        publication.read(tmp_path / "p")


def dated(place: Path, line: str) -> Path:
    """Settings with another line for the date."""
    file = settings(place) / "CITATION.cff"
    text, count = re.subn("^date-released: .*$", line, file.read_text("utf-8"), flags=re.M)
    assert count == 1
    file.write_text(text, encoding="utf-8")
    return place


@pytest.mark.parametrize("day", ["2026-11-26", '"2026-11-26"'])
def test_the_date_may_stand_in_quotation_marks(tmp_path, no_inputs, day):
    of = publication.read(dated(tmp_path / "p", f"date-released: {day}"))
    assert of.released == datetime.date(2026, 11, 26)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "'date-released' is missing"),
        ("date-released: soon", "soon"),
        ("date-released: [", "parsing"),
    ],
)
def test_a_fault_of_the_citation_file_names_the_file(tmp_path, no_inputs, line, said):
    with pytest.raises(ValueError, match=rf"^CITATION\.cff: (?s:.*){said}"):
        publication.read(dated(tmp_path / "p", line))
