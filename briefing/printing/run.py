"""``make pdf`` and ``make site``: both PDFs, and the book with links to them, each swapped in."""

import contextlib
import shutil
import sys
from collections.abc import Callable
from html import escape
from pathlib import Path

from briefing import __version__, build, collecting, faults, publication, record
from briefing.paths import BUILD, ROOT
from briefing.printing import book_pdf, brief, edition
from briefing.printing.engine import Printed, PrintError, load

PDF = BUILD / "pdf"
SITE = BUILD / "site"
_ASIDE_PDF, _ASIDE_SITE = BUILD / "next-pdf", BUILD / "next-site"
BOOK_FILE = f"karabakh-briefing-{__version__}.pdf"
BRIEF_FILE = f"karabakh-briefing-{__version__}-brief.pdf"
_TITLES = {BOOK_FILE: "The whole book", BRIEF_FILE: "The brief on one sheet"}
_FOLDER = "pdf"
# Pages of the site that name the PDFs; what stands for the links in the book alone.
_FRONT = "index.html"
LINKING = (_FRONT, "book/downloads.html")
MARK = '<p class="site-only" hidden></p>'


def pdf() -> int:
    """Build the book if anything changed, and print it.

    Returns
    -------
    int
        0, or 1 with a message on stderr; the last good PDFs then stay as they were.
    """
    # What is missing on the machine is said before anything is built.
    return _told(load) or build.run() or _told(_pdf, alone=True)


def site() -> int:
    """Join the book and both PDFs in one folder that is ready to be uploaded.

    Returns
    -------
    int
        0, or 1 with a message on stderr; the last good site then stays as it was.
    """
    return pdf() or _told(_site, alone=True)


def _told(step: Callable[[], object], alone: bool = False) -> int:
    """Take a step, alone in the folder of the builds if it writes there; tell why it failed."""
    try:
        with build.alone() if alone else contextlib.nullcontext():
            step()
    except OSError as error:
        print(faults.told(error) or error, file=sys.stderr)
        return 1
    except (PrintError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _pdf() -> None:
    stamp = (build.HTML / build.STAMP).read_text(encoding="utf-8")
    if _stamp(PDF) == stamp:
        print("Nothing changed: _build/pdf is up to date.")
        return
    shutil.rmtree(_ASIDE_PDF, ignore_errors=True)
    _ASIDE_PDF.mkdir(parents=True)
    collecting.seldom()
    known = edition.read()
    # The brief first: it takes seconds, and fails soonest.
    _write(BRIEF_FILE, brief.write(build.HTML, record.load(), known))
    _write(BOOK_FILE, book_pdf.write(build.HTML, known))
    (_ASIDE_PDF / build.STAMP).write_text(stamp, encoding="utf-8")
    build.swap(_ASIDE_PDF, PDF)
    for name in _TITLES:
        print(f"{(PDF / name).relative_to(ROOT)}")


def _write(name: str, printed: Printed) -> None:
    (_ASIDE_PDF / name).write_bytes(printed.pdf)
    print(f"{name}: {printed.pages} pages, {len(printed.pdf) / 1e6:.1f} MB")


def _stamp(folder: Path) -> str | None:
    """Digest of the book that stands in a folder; None where a file of it is missing."""
    if not all((folder / name).is_file() for name in (*_TITLES, build.STAMP)):
        return None
    return (folder / build.STAMP).read_text(encoding="utf-8")


def _site() -> None:
    # Between printing and joining another build may have taken its turn.
    if _stamp(PDF) != (build.HTML / build.STAMP).read_text(encoding="utf-8"):
        raise PrintError("the book was built anew while it was printed: run make site again")
    shutil.rmtree(_ASIDE_SITE, ignore_errors=True)
    shutil.copytree(build.HTML, _ASIDE_SITE)
    shutil.copytree(PDF, _ASIDE_SITE / _FOLDER, ignore=shutil.ignore_patterns(build.STAMP))
    # Otherwise some hosts leave out every folder whose name begins with an underscore.
    (_ASIDE_SITE / ".nojekyll").touch()
    for name in LINKING:
        page = _ASIDE_SITE / name
        if page.is_file():
            up = "../" * name.count("/")
            text = linked(page.read_text(encoding="utf-8"), _links(up))
            if name == _FRONT:
                text = told_to_indexes(text, publication.read().address(f"{_FOLDER}/{BOOK_FILE}"))
            page.write_text(text, encoding="utf-8", newline="")
    build.swap(_ASIDE_SITE, SITE)
    print(f"The site stands in {SITE.relative_to(ROOT)}/index.html")


def _links(up: str) -> str:
    shown = " · ".join(
        f'<a href="{up}{_FOLDER}/{name}">{title}</a> '
        f"(PDF, {(PDF / name).stat().st_size / 1e6:.1f} MB)"
        for name, title in _TITLES.items()
    )
    return f'<p class="print-links">In print: {shown}</p>'


def told_to_indexes(page: str, address: str) -> str:
    """The front page with the PDF's public address for Zotero and scholarly indexes, if it has one.

    They take a report's file from ``citation_pdf_url``, which has to be a whole address.
    """
    tag = f'<meta name="citation_pdf_url" content="{escape(address)}" />\n'
    return page.replace("</head>", f"{tag}</head>", 1) if address else page


def linked(page: str, links: str) -> str:
    """A page with links in the place of its mark, or below its title where it has none.

    Parameters
    ----------
    page : str
        HTML. Everything else stays byte for byte, inline scripts and their hashes too.
    links : str
        HTML.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If the page has neither a mark nor a title.
    """
    place = MARK if MARK in page else "</h1>"
    before, found, after = page.partition(place)
    if not found:
        raise ValueError("a page that is to name the PDFs has no title")
    return f"{before}{links}{after}" if place == MARK else f"{before}{found}\n{links}{after}"
