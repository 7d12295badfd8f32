"""The bibliography of the record: one BibTeX file a kind of source."""

import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from pybtex.database import BibliographyData, Entry, Person
from pybtex.database.input.bibtex import Parser

from briefing import digests, schema
from briefing.paths import BUILD

# What the last process parsed: every notebook is a process, and parsing takes it a second.
KEPT = BUILD / "parsed"
# Every field that a source may have, with what it means, in the order of the spreadsheet.
FIELDS = {
    "author": "Person or organisation that wrote it; several are parted by semicolons.",
    "shortauthor": "Author as labels show it, where the name is long.",
    "title": "Title as printed, or described where annotation says so.",
    "date": "Day of publication, in the precision known; blank where the page shows none.",
    "publisher": "Who publishes the page; of a copy, the site that copies.",
    "original": "Of a copy: who published the text first.",
    "journal": "Volume, number and pages, or the work in which it stands.",
    "genre": "What it is, where its kind does not say.",
    "url": "Address of the page.",
    "archived": "Address of an archived copy.",
    "urldate": "Day on which the page was read.",
    "language": "Language of the text, ISO 639-1.",
    "side": "Of whose state or organisation the outlet is; none for private ones.",
    "control": "Whether an official body publishes it, a medium that a state owns, or neither.",
    "stance": "Whose case a private outlet argues: am the Armenian, az the Azerbaijani.",
    "copy_of": "Key of the source of which this is a copy.",
    "note": "What a reader has to know of the page.",
    "annotation": "How the title or the text was read.",
}
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
    authors : tuple of str
        As BibTeX has them: ``Family, Given`` of a person, an organisation in braces.
    fields : dict of str
        The other BibTeX fields.
    """

    key: str
    kind: str
    line: int
    authors: tuple[str, ...]
    fields: dict[str, str]

    @property
    def author(self) -> str:
        """Personal or corporate author as shown."""
        return "; ".join(name.strip("{}") for name in self.authors)

    @property
    def short_author(self) -> str:
        """Author as labels show it: ``shortauthor`` where the source has one, else by itself.

        A comma ends the family's name of a person; in an organisation's it is part of the name.
        """
        names = [n.strip("{}") if n.startswith("{") else n.split(",")[0] for n in self.authors]
        if len(names) > 2:
            names = [f"{names[0]} et al."]
        return self.fields.get("shortauthor") or " & ".join(names)

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
    parsers = Path(__file__).read_bytes() + version("pybtex").encode()
    digest = digests.of_bytes(text.encode() + parsers)
    found = _kept(kind, digest)
    if found is None:
        found = _parsed(text, kind)
        _keep(kind, digest, found)
    return found


def _kept(kind: str, digest: str) -> tuple[Source, ...] | None:
    """The sources of a text with this digest, if they were parsed before."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        kept = json.loads((KEPT / f"{kind}.json").read_text(encoding="utf-8"))
        if kept["digest"] == digest:
            sources = kept["sources"]
            return tuple(Source(**{**one, "authors": tuple(one["authors"])}) for one in sources)
    return None


def _keep(kind: str, digest: str, found: tuple[Source, ...]) -> None:
    """Store parsed sources whole or not at all; where nothing can be written, do without."""
    kept = json.dumps({"digest": digest, "sources": [asdict(source) for source in found]})
    aside = KEPT / f"{kind}.{os.getpid()}"
    try:
        KEPT.mkdir(parents=True, exist_ok=True)
        aside.write_text(kept, encoding="utf-8")
        aside.replace(KEPT / f"{kind}.json")
    except OSError:
        with suppress(OSError):
            aside.unlink()


def _parsed(text: str, kind: str) -> tuple[Source, ...]:
    starts = lines_of(text)
    data: BibliographyData = Parser(macros={}).parse_string(text)
    return tuple(
        Source(
            key,
            kind,
            starts.get(key, 1),
            tuple(str(person) for person in entry.persons.get("author", [])),
            {name.lower(): value for name, value in entry.fields.items()},
        )
        for key, entry in data.entries.items()
    )


def entries(sources: Iterable[Source]) -> BibliographyData:
    """Sources as pybtex holds them, which takes a fifth of parsing their files anew."""
    data = BibliographyData()
    for source in sources:
        persons = {"author": [Person(name) for name in source.authors]}
        entry = Entry("misc", fields=source.fields, persons=persons)
        entry.key = source.key
        data.entries[source.key] = entry
    return data


def read(data_dir: Path) -> list[Source]:
    """Every source of a data package, in the order of its files.

    Parameters
    ----------
    data_dir : pathlib.Path
        Folder of the data package.

    Returns
    -------
    list of Source

    Raises
    ------
    OSError
        If a file cannot be read.
    pybtex.exceptions.PybtexError
        If one is not BibTeX or repeats a key.
    """
    described = schema.read(data_dir).bibliography
    return [
        source
        for kind, path in files(data_dir / described.folder, described.kinds)
        for source in parse(path.read_text(encoding="utf-8"), kind)
    ]


def files(folder: Path, kinds: tuple[str, ...]) -> Iterator[tuple[str, Path]]:
    """Kind and path of each file of the bibliography, whether or not it exists."""
    for kind in kinds:
        yield kind, folder / f"{kind}.bib"


def file_of(source: Source, described: schema.Bibliography) -> str:
    """Path below the data folder of the file in which a source stands."""
    [(_, path)] = files(Path(described.folder), (source.kind,))
    return path.as_posix()
