"""WeasyPrint with the book's faces, the version's date, and every warning an error."""

import contextlib
import logging
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from briefing.paths import ROOT
from briefing.printing import fonts, page_numbers, running_heads, tags

STYLES = ROOT / "book" / "_print"
_VARIANT = "pdf/ua-1"
_MISSING = (
    "No PDF was made: WeasyPrint does not find Pango on this machine; install it "
    "(Debian: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)."
)


class PrintError(Exception):
    """Why nothing was printed, in one line a reader can act on."""


class WrongLengthError(PrintError):
    """A document has another number of pages than it must have."""


@dataclass(frozen=True)
class Printed:
    """A document that was set: its file, and how many pages it has."""

    pdf: bytes
    pages: int


class _Heard(logging.Handler):
    """Keeps what WeasyPrint warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def load() -> ModuleType:
    """WeasyPrint.

    Raises
    ------
    PrintError
        If the libraries that it calls are not on this machine.
    """
    try:
        with warnings.catch_warnings():
            # On a machine without fonts; the book brings its own.
            warnings.filterwarnings("ignore", message=".*Expect ugly output")
            import weasyprint
    except OSError as error:
        raise PrintError(_MISSING) from error
    return weasyprint


def typeset(html: str, style: str, base: Path, epoch: int, pages: int | None = None) -> Printed:
    """Set a document as a tagged PDF (PDF/UA-1), the same bytes on every machine.

    Parameters
    ----------
    html : str
        The document.
    style : str
        Name of a style sheet in ``book/_print``.
    base : pathlib.Path
        Folder to which the addresses of its pictures are relative.
    epoch : int
        Seconds since 1970 that the files inside the PDF are dated with.
    pages : int, optional
        How many pages it must have; any number by default.

    Returns
    -------
    Printed

    Raises
    ------
    WrongLengthError
        If it has another number of pages; nothing is then drawn.
    PrintError
        If Pango is missing, or WeasyPrint warns of anything: a link that leads nowhere, a
        picture that cannot be read, a glyph that no face has, a rule that it does not know.
    """
    weasyprint = load()
    heard = _Heard()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(heard)
    dated = fonts.environment(SOURCE_DATE_EPOCH=str(epoch))
    try:
        with fonts.none_of_the_machine(), fonts.style_sheet() as faces, dated:
            printed = _written(weasyprint, html, faces, style, base, pages)
    finally:
        logger.removeHandler(heard)
    if heard.lines:
        shown = "\n  ".join(sorted(set(heard.lines))[:20])
        raise PrintError(f"No PDF was made: WeasyPrint warns {len(heard.lines)} times:\n  {shown}")
    return printed


def _written(
    weasyprint: ModuleType, html: str, faces: str, style: str, base: Path, pages: int | None
) -> Printed:
    """Set with the rules for the faces, then the style sheet."""
    from weasyprint.text.fonts import FontConfiguration

    configuration = FontConfiguration()
    sheets = [
        weasyprint.CSS(string=faces, font_config=configuration),
        weasyprint.CSS(STYLES / style, font_config=configuration),
    ]
    document = weasyprint.HTML(string=html, base_url=f"{base.as_uri()}/").render(
        stylesheets=sheets, font_config=configuration, pdf_variant=_VARIANT
    )
    count = len(document.pages)
    if pages not in (None, count):
        raise WrongLengthError(f"The document has {count} pages and must have {pages}")
    page_numbers.write(document)
    running_heads.write(document)
    tags.keep_whole_links(document)
    with _pages_listed_once(weasyprint.pdf.pydyf.PDF):
        return Printed(document.write_pdf(finisher=tags.finish, pdf_variant=_VARIANT), count)


@contextlib.contextmanager
def _pages_listed_once(kind: type) -> Iterator[None]:
    """Let pydyf keep its list of the pages.

    It makes the list anew each time it is asked for, and WeasyPrint asks for every tagged box: on
    the whole book 268,000 times 758 pages, a fifth of the time.
    """
    made = kind.page_references
    kept: dict[int, tuple[bytes, ...]] = {}

    def page_references(pdf: Any) -> tuple[bytes, ...]:
        count = len(pdf.pages["Kids"])
        if count not in kept:
            kept.clear()
            kept[count] = made.fget(pdf)
        return kept[count]

    kind.page_references = property(page_references)
    try:
        yield
    finally:
        kind.page_references = made
