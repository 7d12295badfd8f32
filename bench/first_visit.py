"""What a browser fetches for one page, packed as a server packs it."""

import gzip
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup

_FONT = re.compile(r"url\([\"']?([^\"')]+\.woff2)")
_PACKED = {".woff2", ".png", ".jpg", ".webp"}


def weight(page: Path) -> int:
    """Bytes of a page and of everything that it names, each packed with gzip.

    Parameters
    ----------
    page : pathlib.Path
        HTML file of a built book.

    Returns
    -------
    int
        Bytes; fonts and pictures that are packed already count as they are.
    """
    return sum(_packed(file) for file in _named({page, *_by_page(page)}))


def _by_page(page: Path) -> set[Path]:
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    tags = soup.select("link[rel=stylesheet][href], link[rel=preload][href], [src]")
    return {_beside(page, str(tag.get("href") or tag.get("src"))) for tag in tags}


def _named(files: set[Path]) -> set[Path]:
    """The files, and the fonts that their style sheets name."""
    fonts = {
        _beside(sheet, address)
        for sheet in files
        if sheet.suffix == ".css" and sheet.is_file()
        for address in _FONT.findall(sheet.read_text(encoding="utf-8"))
    }
    return {file for file in files | fonts if file.is_file()}


def _beside(file: Path, address: str) -> Path:
    return (file.parent / unquote(urlsplit(address).path)).resolve()


def _packed(file: Path) -> int:
    content = file.read_bytes()
    return len(content) if file.suffix in _PACKED else len(gzip.compress(content, 9))
