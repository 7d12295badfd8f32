"""What the pages of a built book weigh: bytes that a browser transfers, and bytes on disk.

``python -m bench.weight [BOOK] [OTHER]`` prints a table of the book in ``_build/html`` or BOOK,
with the figures of OTHER beside it if it is given. References are read from the files (HTML, CSS)
rather than observed in a browser, so that every file that a page may ask for is counted: the two
small fonts of letters too, which browsers load only where the reader's own fonts lack them. Each
file counts as ``gzip -9`` makes it, fonts and PNG as they are.
"""

import argparse
import functools
import gzip
import html
import re
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, SoupStrainer

from briefing.paths import BUILD

# Compressed already: servers send them as they are.
_PACKED = {".woff2", ".png", ".jpg", ".webp"}
# What a browser fetches to show a page. Links are followed by readers, not by browsers.
_FETCHED = {"script": "src", "img": "src", "link": "href"}
_FETCHED_LINKS = {"stylesheet", "icon", "preload"}
_KINDS = {
    ".html": "pages", ".css": "styles", ".js": "scripts", ".woff2": "fonts", ".ttf": "fonts",
    ".svg": "images", ".png": "images",
}  # fmt: skip
_DOWNLOADS = ("_exhibits", "_downloads", "downloads")
_URL = re.compile(r"url\(['\"]?([^)'\"]+)")
_IMPORT = re.compile(r"@import ['\"]([^'\"]+)")


def pages(book: Path) -> list[Path]:
    """Every page of a built book, in the order of their addresses."""
    found = [p for p in book.rglob("*.html") if "_static" not in p.relative_to(book).parts]
    return sorted(found)


@functools.cache
def transferred(path: Path) -> int:
    """Bytes of a file on the line."""
    content = path.read_bytes()
    return len(content if path.suffix in _PACKED else gzip.compress(content, 9, mtime=0))


def fetched(page: Path) -> set[Path]:
    """Files that a browser fetches to show a page, itself excepted.

    Raises
    ------
    FileNotFoundError
        If one of them is missing.
    """
    soup = BeautifulSoup(
        page.read_text(encoding="utf-8"), "html.parser", parse_only=SoupStrainer(list(_FETCHED))
    )
    found: set[Path] = set()
    for tag in soup.find_all(list(_FETCHED)):
        if tag.name == "link" and not _FETCHED_LINKS & set(tag.get("rel", [])):
            continue
        found |= _local(page, tag.get(_FETCHED[tag.name]))
    for sheet in [path for path in found if path.suffix == ".css"]:
        found |= _from_sheet(sheet)
    return found


def first_visit(page: Path) -> int:
    """Bytes on the line until a page is shown to somebody who has seen no other."""
    return sum(transferred(path) for path in {page, *fetched(page)})


@functools.cache
def _from_sheet(sheet: Path) -> frozenset[Path]:
    """Fonts, pictures and sheets that a style sheet names."""
    text = sheet.read_text(encoding="utf-8")
    found: set[Path] = set()
    for address in _URL.findall(text) + _IMPORT.findall(text):
        # A browser takes the first format that it knows, which is WOFF2.
        if not address.endswith(".ttf"):
            found |= _local(sheet, address)
    for other in [path for path in found if path.suffix == ".css"]:
        found |= _from_sheet(other)
    return frozenset(found)


def _local(base: Path, address: str | None) -> set[Path]:
    parts = urlsplit(html.unescape(address or ""))
    if not parts.path or parts.scheme or parts.netloc:
        return set()
    path = (base.parent / unquote(parts.path)).resolve()
    if not path.is_file():
        raise FileNotFoundError(f"{base} asks for {address}, which is missing")
    return {path}


def weigh(book: Path) -> dict[str, dict[str, dict[str, int]]]:
    """Weights of a built book.

    Parameters
    ----------
    book : pathlib.Path
        Folder of the built pages.

    Returns
    -------
    dict
        ``pages``: for each page's address the bytes of a ``first`` visit and of a ``further`` one,
        by a reader who has the front page's files; ``site``: bytes on disk of each kind, and
        ``total`` of all kinds but downloads.
    """
    book = book.resolve()
    known = fetched(book / "index.html")
    by_page = {}
    for page in pages(book):
        asked = fetched(page)
        own = transferred(page)
        by_page[page.relative_to(book).as_posix()] = {
            "first": own + sum(map(transferred, asked)),
            "further": own + sum(map(transferred, asked - known)),
        }
    return {"pages": by_page, "site": site(book)}


def site(book: Path) -> dict[str, int]:
    """Bytes on disk by kind: pages, styles, scripts, fonts, images, other, downloads; total."""
    kinds = dict.fromkeys([*dict.fromkeys(_KINDS.values()), "other", "downloads"], 0)
    for path in book.rglob("*"):
        if path.is_file():
            download = path.relative_to(book).parts[0] in _DOWNLOADS
            kinds["downloads" if download else _KINDS.get(path.suffix, "other")] += (
                path.stat().st_size
            )
    kinds["total"] = sum(size for kind, size in kinds.items() if kind != "downloads")
    return kinds


def main() -> None:
    """Print the weights of one book or two."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("book", nargs="?", type=Path, default=BUILD / "html")
    parser.add_argument("other", nargs="?", type=Path)
    given = parser.parse_args()
    for place in filter(None, (given.book, given.other)):
        if not (place / "index.html").exists():
            sys.exit(f"{place} holds no book: say make book first")
    books = [weigh(book) for book in (given.book, given.other) if book]
    print(f"{'kB, gzip -9':36}" + "  first further" * len(books))
    for address in sorted({a for book in books for a in book["pages"]}):
        shown = [book["pages"].get(address, {}) for book in books]
        cells = "".join(f"{_kb(s.get('first'))}{_kb(s.get('further'))} " for s in shown)
        print(f"{address:36}{cells}")
    print(f"\n{'kB on disk':36}")
    for kind in books[0]["site"]:
        print(f"{kind:36}" + " ".join(_kb(book["site"].get(kind)) for book in books))


def _kb(size: int | None) -> str:
    return f"{'-':>7}" if size is None else f"{size / 1000:7.0f}"


if __name__ == "__main__":
    main()
