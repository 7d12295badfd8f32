"""Citations of the book and its parts: APA, Chicago, BibTeX, RIS and CSL-JSON."""

import codecs
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import latexcodec  # noqa: F401  (registers the codec that escapes BibTeX)

from briefing import dates
from briefing.publication import Publication

_KEY = "karabakh-briefing"
_SENTENCE = re.compile(r"(?<=[\w)\]”\"])\.\s+(?=[\"“(\[]?[A-ZÀ-Þ0-9])")


@dataclass(frozen=True)
class Work:
    """What is cited: the book, or a chapter, an exhibit or a row of it.

    Attributes
    ----------
    title : str
        Blank for the book itself, whose title the publication knows.
    address : str
        Path below the book's own address, with the anchor.
    kind : str
        ``Figure``, ``Table``, ``Event``, ``Term``; blank for the book and for a chapter.
    id : str
        Permanent id of a part; for a chapter its page.
    """

    title: str = ""
    address: str = ""
    kind: str = ""
    id: str = ""

    @property
    def label(self) -> str:
        """What kind of part it is and its id, as a reader finds it; blank for book and chapter."""
        return f"{self.kind} {self.id}" if self.kind else ""


def first_sentence(caption: str) -> str:
    """The title of an exhibit: the first sentence of its caption, without the full stop."""
    return _SENTENCE.split(" ".join(caption.split()), maxsplit=1)[0].rstrip(". ")


def key(work: Work, of: Publication) -> str:
    """Citation key, one for each part and version."""
    return "-".join(part for part in (_KEY, of.version, work.id) if part)


def apa(work: Work, of: Publication) -> str:
    """One line in the style of the APA (7th edition)."""
    head = f"{of.author}. ({of.released.year})."
    book = f"{of.title} ({of.edition})."
    if work.title:
        label = f" [{work.label}]" if work.label else ""
        book = f"{_ended(work.title + label)} In {book}"
    return _joined(head, book, of.address(work.address))


def chicago(work: Work, of: Publication) -> str:
    """One line in the style of the Chicago Manual's bibliographies."""
    parts = [f"{of.author}."]
    if work.title:
        parts += [f"“{_ended(work.title)}”", f"{work.label}." if work.label else "", "In"]
    parts += [f"{of.title}.", f"{of.edition}.", f"{dates.spoken(of.released.isoformat())}."]
    address = of.address(work.address)
    return _joined(*parts, f"{address}." if address else "")


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(("?", "!", ".")) else f"{sentence}."


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def bibtex(work: Work, of: Publication) -> str:
    """An entry that BibTeX and biblatex read."""
    kind = "incollection" if work.title else "techreport"
    fields = {
        "author": f"{{{_latex(of.author)}}}",
        "title": f"{{{_latex(work.title or of.title)}}}",
        "booktitle": f"{{{_latex(of.title)}}}" if work.title else "",
        "institution": "" if work.title else f"{{{_latex(of.author)}}}",
        # Classic styles ask for the publisher of a book from which a part is cited.
        "publisher": f"{{{_latex(of.author)}}}" if work.title else "",
        "number": "" if work.title else f"Version {of.version}",
        "year": str(of.released.year),
        "date": of.released.isoformat(),
        "version": of.version,
        "note": _latex(_joined(f"{work.label}." if work.label else "", f"{of.edition}.")),
        # An address is no prose: LaTeX's \url takes it as it is.
        "url": of.address(work.address),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@{kind}{{{key(work, of)},\n" + ",\n".join(lines) + "\n}\n"


def _latex(text: str) -> str:
    return codecs.encode(text, "ulatex+utf-8")


def ris(work: Work, of: Publication) -> str:
    """An entry in the format of Research Information Systems."""
    fields = {
        "TY": "CHAP" if work.title else "RPRT",
        "ID": key(work, of),
        "AU": of.author,
        "TI": work.title or of.title,
        "T2": of.title if work.title else "",
        "PY": str(of.released.year),
        "DA": of.released.strftime("%Y/%m/%d"),
        "ET": of.version,
        "LA": "en",
        "N1": _joined(f"{work.label}." if work.label else "", f"{of.edition}."),
        "UR": of.address(work.address),
    }
    lines = [f"{tag}  - {value}" for tag, value in fields.items() if value]
    return "\n".join([*lines, "ER  - ", ""])


def csl(work: Work, of: Publication) -> dict[str, Any]:
    """An item of the Citation Style Language's data model."""
    released = of.released
    fields = {
        "id": key(work, of),
        "type": "chapter" if work.title else "report",
        "author": [{"literal": of.author}],
        "title": work.title or of.title,
        "container-title": of.title if work.title else "",
        "genre": work.kind,
        "issued": {"date-parts": [[released.year, released.month, released.day]]},
        "version": of.version,
        "number": "" if work.title else of.version,
        "language": "en",
        "note": _joined(f"{work.label}." if work.label else "", f"{of.edition}."),
        "URL": of.address(work.address),
    }
    return {name: value for name, value in fields.items() if value}


def csl_json(work: Work, of: Publication) -> str:
    """The item as a file of CSL-JSON: a list of one."""
    return json.dumps([csl(work, of)], ensure_ascii=False, indent=2) + "\n"


# The formats that reference managers load, by the ending of their files.
FILES: dict[str, Callable[[Work, Publication], str]] = {
    "bib": bibtex,
    "ris": ris,
    "json": csl_json,
}
