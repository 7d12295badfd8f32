"""The built book is whole, links lead somewhere, and the same inputs give the same bytes."""

import csv
import os
import re
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup
from differences import first_difference
from projects import build

from briefing import build as built
from briefing import downloads
from briefing.addresses import ADDRESSED, anchor, source_anchor
from briefing.label_style import label_order
from briefing.paths import ROOT
from briefing.record import load


@pytest.fixture(scope="module")
def offered(book, tmp_path_factory) -> Path:
    """The project that the book offers for download, built clean by the bare engine.

    Folder, locale, time zone, hash seed, home, the clock that a build is told, the age of the files
    and the programs at hand (git among them) are not those under which the book was built.
    """
    place = tmp_path_factory.mktemp("offered") / "a book with spaces"
    with zipfile.ZipFile(book / downloads.FOLDER / downloads.RERUN) as archive:
        archive.extractall(place)
    [project] = place.iterdir()
    for path in sources(project):
        os.utime(path, (1e9, 1e9))
    home = str(tmp_path_factory.mktemp("home"))
    other = {"PYTHONHASHSEED": "2", "TZ": "Asia/Baku", "LC_ALL": "POSIX", "HOME": home}
    run = build(project, SOURCE_DATE_EPOCH="1000000000", PATH=home, **other)
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]
    return project


def sources(project: Path) -> list[Path]:
    """Every file of a project but what is built."""
    made = {"_build", "__pycache__"}
    return [p for p in sorted(project.rglob("*")) if p.is_file() and not made & set(p.parts)]


@pytest.fixture(scope="module")
def pages(book) -> dict[Path, BeautifulSoup]:
    """Every page of the book, parsed."""
    return {
        path: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for path in sorted(book.rglob("*.html"))
        if "_static" not in path.parts
    }


def test_every_entry_of_the_contents_has_its_page(book):
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    files = [toc["root"]] + [c["file"] for part in toc["parts"] for c in part["chapters"]]
    assert [name for name in files if not (book / f"{name}.html").is_file()] == []


def test_every_internal_link_and_anchor_leads_somewhere(pages):
    ids = {path: {tag["id"] for tag in soup.find_all(id=True)} for path, soup in pages.items()}
    broken = []
    for path, soup in pages.items():
        for tag in soup.find_all(["a", "img", "link", "script"]):
            address = urlsplit(tag.get("href") or tag.get("src") or "")
            if address.scheme or address.netloc or not (address.path or address.fragment):
                continue
            target = (path.parent / unquote(address.path)).resolve() if address.path else path
            anchor = unquote(address.fragment)
            missing = not target.is_file()
            if missing or (anchor and target in ids and anchor not in ids[target]):
                broken.append(f"{path.name}: {address.geturl()}")
    assert broken == []


def test_no_page_asks_another_host_for_anything(pages):
    asked = []
    for path, soup in pages.items():
        for tag in soup.find_all(["script", "img", "iframe", "source"], src=True):
            asked += [f"{path.name}: {tag['src']}"] if urlsplit(tag["src"]).netloc else []
        for tag in soup.select('link[href]:not([rel="canonical"])'):
            asked += [f"{path.name}: {tag['href']}"] if urlsplit(tag["href"]).netloc else []
        asked += [f"{path.name}: unpkg" for tag in soup.find_all("script") if "unpkg" in tag.text]
    assert asked == []


def test_every_picture_says_what_it_shows(pages):
    told = [img.get("alt", "") for soup in pages.values() for img in soup.find_all("img")]
    assert told and all(len(alt) > 40 for alt in told)


def test_every_table_of_the_record_has_a_caption_and_a_source_line(pages):
    tables = [t for soup in pages.values() for t in soup.select("table.exhibit")]
    assert len(tables) > 30
    assert all(t.find("caption") for t in tables)
    for table in tables:
        following = table.find_next(class_="exhibit-source")
        assert following is not None and len(following.get_text(strip=True)) > 10


@pytest.mark.parametrize("table", ADDRESSED)
def test_every_row_that_has_an_address_stands_on_a_page(pages, table):
    anchors = {tag["id"] for soup in pages.values() for tag in soup.find_all(id=True)}
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        ids = [anchor(table, row["id"]) for row in csv.DictReader(file)]
    assert [i for i in ids if i not in anchors] == []


def test_what_the_book_offers_builds_the_same_bytes(book, offered):
    """Elsewhere and by the bare engine; what `make book` notes of its inputs is no part of it."""
    assert first_difference(book, offered / "_build" / "html", without={built.STAMP}) is None


def test_a_build_writes_into_its_own_folder_alone(offered):
    """It would do so in a read-only tree too: no source is touched, none is added."""
    assert [p for p in sources(offered) if p.stat().st_mtime != 1e9] == []


def test_the_page_shows_no_unresolved_role_or_directive(pages):
    left = re.compile(r"\{(cite|glue:text|record:\w+)\}`")
    assert [p.name for p, soup in pages.items() if left.search(soup.get_text())] == []


def test_quotation_marks_and_apostrophes_are_those_of_print(pages):
    """But in titles of sources, which stand as printed, in code, and in the seeds of draws."""
    straight = []
    for path, soup in pages.items():
        for text in soup.find_all(string=re.compile("[\"']")):
            verbatim = text.find_parent(["pre", "code", "script", "style"])
            listed = text.find_parent(class_="citation-list")
            if not (verbatim or listed or "random.Random(" in text):
                straight.append(f"{path.name}: {text.strip()[:80]}")
    assert straight == []


def test_no_sign_stands_apart_from_the_link_before_it(pages):
    apart = []
    for path, soup in pages.items():
        for link in soup.select("a[href]:not(pre a):not(code a)"):
            after = link.next_sibling
            if isinstance(after, str) and re.match(r"\s+[.,;:](?:\s|$)", after):
                apart.append(f"{path.name}: {link.get_text()}")
    assert apart == []


def listed_sources(pages, below: str = "") -> list:
    """Lists of sources on all pages, or what stands below them."""
    return [tag for soup in pages.values() for tag in soup.select(f".citation-list{below}")]


def test_every_source_is_listed_once_and_has_an_address_of_its_own(pages):
    shown = [entry["id"] for entry in listed_sources(pages, " > li")]
    assert sorted(shown) == sorted(map(source_anchor, load().sources))
    assert len(set(shown)) == len(shown)


def test_no_source_is_printed_with_two_full_stops(pages):
    shown = [entry.get_text() for entry in listed_sources(pages, " > li")]
    assert shown and [text for text in shown if re.search(r"[^.]\.\. ", text)] == []


def test_each_list_of_sources_stands_in_the_order_in_which_labels_are_looked_up(pages):
    lists = listed_sources(pages)
    assert len(lists) == 6
    for listed in lists:
        shown = [tag.get_text(strip=True).strip("[]") for tag in listed.select("li > .label")]
        assert len(shown) > 50
        assert shown == sorted(shown, key=label_order)
