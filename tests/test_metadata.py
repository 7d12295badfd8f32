"""Pages tell machines what they are; addresses stand in them only if the book has one."""

import dataclasses
import hashlib
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from projects import build, project_of_one_page

from briefing import downloads, publication
from briefing.paths import ROOT
from briefing.publication import LICENCE
from briefing.sphinx_ext import metadata

ADDRESS = "https://example.org/briefing/"
INDEX = """# A page about & \\<b\\>

**A subtitle**

What is it? A page, and a long enough one that its description has to be cut somewhere, since no
preview of a link shows more than two hundred characters of a text, whatever its author may think of
its worth.

~~~{table} One row. And why.
:name: tbl-one
:class: exhibit

| a |
|---|
| b |
~~~

~~~{container} exhibit-source
Source: nobody. {record:data}`tbl-one <data/events.csv>`
~~~
"""


def published_at(place: Path, baseurl: str) -> Path:
    """Build a project of one page with this address and give its folder of pages."""
    project_of_one_page(place, INDEX)
    config = (place / "_config.yml").read_text(encoding="utf-8")
    text, count = re.subn(r'(?m)^  baseurl: ".*"$', f'  baseurl: "{baseurl}"', config)
    assert count == 1
    (place / "_config.yml").write_text(text, encoding="utf-8")
    done = build(place)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return place / "_build" / "html"


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Path:
    return published_at(tmp_path_factory.mktemp("published") / "p", ADDRESS.rstrip("/"))


@pytest.fixture(scope="module")
def unpublished(tmp_path_factory) -> Path:
    return published_at(tmp_path_factory.mktemp("unpublished") / "p", "")


@pytest.fixture(scope="module")
def pages(book: Path) -> dict[str, BeautifulSoup]:
    """The pages of the contents, by their path."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    names = [toc["root"]] + [c["file"] for part in toc["parts"] for c in part["chapters"]]
    return {name: parsed(book / f"{name}.html") for name in names}


def parsed(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def meta(soup: BeautifulSoup, name: str) -> str | None:
    found = soup.head.select(f'meta[name="{name}"], meta[property="{name}"]')
    assert len(found) <= 1, f"{name} stands twice"
    return found[0]["content"] if found else None


def title(soup: BeautifulSoup) -> str:
    [heading] = soup.select("h1")
    return heading.find(string=True, recursive=False)


def graph(soup: BeautifulSoup) -> dict[str, dict]:
    """The things that a page describes, by type."""
    [block] = soup.find_all("script", type="application/ld+json")
    described = json.loads(block.string)
    assert described["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in described["@graph"]}


def test_every_page_describes_itself_in_words_of_its_own(pages):
    told = {name: meta(soup, "description") for name, soup in pages.items()}
    assert [name for name, text in told.items() if not text or not 60 <= len(text) <= 200] == []
    assert len(set(told.values())) == len(told)
    assert [name for name, text in told.items() if "{" in text or "[" in text] == []
    assert told == {name: meta(soup, "og:description") for name, soup in pages.items()}


def test_a_description_in_the_front_matter_stands_instead(pages):
    source = (ROOT / "book" / "glossary.md").read_text(encoding="utf-8")
    own = yaml.safe_load(source.split("---")[1])["myst"]["html_meta"]["description"]
    assert meta(pages["book/glossary"], "description") == own


def test_every_page_tells_reference_managers_what_it_is(pages):
    of = publication.read(ROOT)
    for name, soup in pages.items():
        heading = title(soup)
        book, inbook = meta(soup, "citation_title"), meta(soup, "citation_book_title")
        assert (book, inbook) == ((of.title, None) if name == "index" else (heading, of.title))
        assert meta(soup, "citation_author") == of.author
        assert meta(soup, "citation_publication_date") == of.released.strftime("%Y/%m/%d")
        assert meta(soup, "citation_language") == "en"
    number = meta(pages["index"], "citation_technical_report_number")
    assert of.version in number and of.digest in number


def test_every_page_says_once_how_wide_it_is(pages, published):
    for soup in (*pages.values(), parsed(published / "index.html")):
        assert meta(soup, "viewport").startswith("width=device-width")


def test_a_chapter_names_the_book_without_its_abstract():
    of = dataclasses.replace(publication.read(ROOT), base_url=ADDRESS)
    book = metadata.chapter(of, "A chapter", "What it says.", "book/x.html")["isPartOf"]
    assert book == {
        "@type": "Report",
        "name": of.title,
        "author": {"@type": "Organization", "name": of.author},
        "version": of.version,
        "url": ADDRESS,
    }


def test_every_page_has_a_title_and_a_site_for_previews(pages):
    of = publication.read(ROOT)
    for soup in pages.values():
        assert meta(soup, "og:title") and meta(soup, "og:site_name") == of.short_title
        assert meta(soup, "og:type") == "article"


def test_every_page_is_a_part_of_the_report(pages):
    of = publication.read(ROOT)
    for name, soup in pages.items():
        things = graph(soup)
        book = things["Report"] if name == "index" else things["Chapter"]["isPartOf"]
        assert book["name"] == of.title and book["version"] == of.version
        assert book["author"]["name"] == of.author and book["@type"] == "Report"
        if name == "index":
            assert book["datePublished"] == of.released.isoformat() and book["license"] == LICENCE
            assert book["description"] == of.abstract
        else:
            assert set(book) - {"url"} == {"@type", "name", "author", "version"}
            assert book.get("url", "") == of.base_url
        assert ("Dataset" in things) == (name in ("index", "book/downloads"))


@pytest.mark.parametrize("name", ["index", "book/downloads"])
def test_the_data_set_is_described_with_files_that_are_there(pages, book, name):
    described = graph(pages[name])["Dataset"]
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    assert described["name"] == package["title"] and described["version"] == package["version"]
    assert described["license"] == package["licenses"][0]["path"]
    assert described["creator"]["name"] == package["contributors"][0]["title"]
    assert re.fullmatch(r"1988-02-13/\d{4}-\d\d-\d\d", described["temporalCoverage"])
    assert "former autonomous oblast" in described["spatialCoverage"]["name"]
    assert len(described["variableMeasured"]) == len(package["resources"])
    files = [Path(file["contentUrl"]).name for file in described["distribution"]]
    whole = [downloads.SPREADSHEET, downloads.PACKAGE]
    assert files == whole if name == "index" else set(whole) < set(files)
    of = publication.read(ROOT)
    folder = book if of.base_url else (book / name).parent
    for file in described["distribution"]:
        assert file["contentUrl"].startswith(of.base_url)
        content = (folder / file["contentUrl"].removeprefix(of.base_url)).read_bytes()
        assert hashlib.sha256(content).hexdigest() == file["sha256"]
        assert len(content) == int(file["contentSize"]) and "/" in file["encodingFormat"]


def test_the_page_of_downloads_describes_every_table(pages):
    files = graph(pages["book/downloads"])["Dataset"]["distribution"]
    tables = [one.title for one in downloads.made(ROOT) if one.rows is not None]
    assert set(tables) < {file["name"] for file in files}
    assert not any(file["contentUrl"].endswith(downloads.RERUN) for file in files)


def test_version_and_digest_stand_at_the_foot_of_every_page(pages):
    of = publication.read(ROOT)
    for soup in pages.values():
        [line] = soup.select("footer .version")
        assert line.get_text() == f"Version {of.version} · inputs {of.digest}"
        assert line.find_parent("footer").get_text().count(of.version) == 1
        assert "imply no view on the status of any territory" in line.parent.get_text()


def test_every_page_names_its_public_address_where_the_book_has_one(pages, book):
    of = publication.read(ROOT)
    assert (book / "sitemap.xml").exists() == bool(of.base_url)
    for name, soup in pages.items():
        own = of.address(f"{name}.html") or None
        canonical = soup.find("link", rel="canonical")
        assert (canonical and canonical["href"]) == own
        assert {meta(soup, n) for n in ("og:url", "citation_public_url")} == {own}


def test_without_an_address_nothing_names_one(unpublished):
    assert not (unpublished / "sitemap.xml").exists()
    soup = parsed(unpublished / "index.html")
    assert soup.find("link", rel="canonical") is None
    assert {meta(soup, n) for n in ("og:url", "og:image", "citation_public_url")} == {None}
    assert all("url" not in thing for thing in graph(soup).values())
    assert soup.select_one(".exhibit-permalink")["href"] == "#tbl-one"


def test_with_an_address_everything_names_it(published):
    soup = parsed(published / "index.html")
    assert soup.find("link", rel="canonical")["href"] == f"{ADDRESS}index.html"
    assert meta(soup, "og:url") == meta(soup, "citation_public_url") == f"{ADDRESS}index.html"
    picture = meta(soup, "og:image")
    assert picture.startswith(ADDRESS) and (published / picture.removeprefix(ADDRESS)).is_file()
    things = graph(soup)
    assert things["Report"]["url"] == ADDRESS
    for file in things["Dataset"]["distribution"]:
        assert (published / file["contentUrl"].removeprefix(ADDRESS)).is_file()


def test_with_an_address_the_sitemap_lists_every_page(published):
    tree = ET.parse(published / "sitemap.xml")  # written by the build itself
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    assert [loc.text for loc in tree.findall(".//s:loc", space)] == [f"{ADDRESS}index.html"]
    released = publication.read(ROOT).released.isoformat()
    assert [d.text for d in tree.findall(".//s:lastmod", space)] == [released]


def test_with_an_address_exhibits_name_it(published):
    foot = parsed(published / "index.html").select_one(".exhibit-source")
    address = f"{ADDRESS}index.html#tbl-one"
    assert foot.select_one(".exhibit-permalink")["href"] == address
    assert address in foot.select_one(".exhibit-cite p").get_text()
    for ending in ("bib", "ris", "json"):
        text = (published / "_exhibits" / f"tbl-one.{ending}").read_text(encoding="utf-8")
        assert address in text


def test_a_page_of_any_title_keeps_its_head_whole(published):
    soup = parsed(published / "index.html")
    assert title(soup) == "A page about & <b>"
    text = meta(soup, "description")
    assert text.startswith("What is it? A page") and text.endswith("…") and len(text) <= 200


@pytest.mark.parametrize("hostile", ["</script><script>alert(1)", "<!--", "a & b", "\u2028"])
def test_no_text_ends_a_data_block(hostile):
    block = metadata.json_ld({"name": hostile})
    soup = BeautifulSoup(block, "html.parser")
    assert len(soup.find_all(True)) == 1
    assert json.loads(soup.script.string) == {"name": hostile}
    inner = block.partition(">")[2].rpartition("</script>")[0]
    assert not set("<>&\u2028") & set(inner)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("short", "short"),
        ("one two three", "one two…"),
        ("one two, three", "one two…"),
        ("a" * 12, "a" * 12),
    ],
)
def test_a_description_is_cut_at_a_word(text, shown):
    assert metadata.cut(text, 12) == shown
