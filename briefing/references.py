"""The bibliography of the record: one BibTeX file a kind of source."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pybtex.database import BibliographyData
from pybtex.database.input.bibtex import Parser

_ENTRY = re.compile(r"^@\w+\{([^,\s]+),", re.MULTILINE)


@dataclass(frozen=True)
class Source:
    """One source of the bibliography.

    Attributes
    ----------
    key : str
        BibTeX key by which rows cite it.
    kind : str
        Name of the file in which it stands: primary, igo, ngo, academic or press.
    line : int
        Line of that file on which the entry begins.
    author : str
        Personal or corporate author as shown.
    fields : dict of str
        The other BibTeX fields.
    """

    key: str
    kind: str
    line: int
    author: str
    fields: dict[str, str]

    @property
    def publisher(self) -> str:
        """Who published the text first: the original's publisher where the page is a copy."""
        return self.fields.get("original") or self.fields.get("publisher", "")


def lines_of(text: str) -> dict[str, int]:
    """Line on which each entry of a BibTeX text begins, by key."""
    starts: dict[str, int] = {}
    line, last = 1, 0
    for match in _ENTRY.finditer(text):
        line += text.count("\n", last, match.start())
        last = match.start()
        starts.setdefault(match[1], line)
    return starts


@lru_cache(maxsize=16)
def parse(text: str, kind: str) -> tuple[Source, ...]:
    """Parse one BibTeX text.

    Parameters
    ----------
    text : str
        BibTeX.
    kind : str
        Kind of source that the file holds.

    Returns
    -------
    tuple of Source
        In the order of the file.

    Raises
    ------
    pybtex.exceptions.PybtexError
        If the text is not BibTeX or repeats a key.
    """
    starts = lines_of(text)
    data: BibliographyData = Parser(macros={}).parse_string(text)
    return tuple(
        Source(
            key,
            kind,
            starts.get(key, 1),
            "; ".join(str(person).strip("{}") for person in entry.persons.get("author", [])),
            {name.lower(): value for name, value in entry.fields.items()},
        )
        for key, entry in data.entries.items()
    )


def files(folder: Path, kinds: tuple[str, ...]) -> Iterator[tuple[str, Path]]:
    """Kind and path of each file of the bibliography, whether or not it exists."""
    for kind in kinds:
        yield kind, folder / f"{kind}.bib"
