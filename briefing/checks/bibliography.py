"""Rules of the bibliography."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from pybtex.exceptions import PybtexError

from briefing import dates, references
from briefing.addresses import source_anchor
from briefing.checks import cells, letters
from briefing.checks.problem import Problem
from briefing.checks.reader import bytes_of, decode
from briefing.references import Source
from briefing.schema import Bibliography
from briefing.wording import LANGUAGES

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ADDRESS = re.compile(r"https?://[a-z0-9-]+(\.[a-z0-9-]+)*(/[^\s]*)?", re.IGNORECASE)
# What stands in an organisation's braces and is persons: Family, Given, or two names.
_NAME = r"(?:\w+\.|[^\W\d_a-z][\w’-]+)"
_FAMILY_FIRST = re.compile(rf"(?:[a-z]{{1,3}} )?{_NAME}, {_NAME}(?: {_NAME})?(?: and .*)?")
_GIVEN_FIRST = re.compile("{0}(?:, {0})* and {0}".format(rf"{_NAME} (?:\w\. )*{_NAME}"))
# Labels stand in every row: with year and letters the longest has some 35 characters.
LONGEST_NAME = 30
_NEEDED = ("title", "publisher", "language", "side", "control")
_AT_LINE = re.compile(r"line (\d+)")


def read(
    data_dir: Path, described: Bibliography, report: Callable[[Problem], None]
) -> Mapping[str, Source]:
    """Read every file of the bibliography and report what is wrong in it.

    Parameters
    ----------
    data_dir : pathlib.Path
        Folder of the data package.
    described : briefing.schema.Bibliography
        Folder, kinds and allowed values.
    report : callable
        Takes each problem found.

    Returns
    -------
    mapping of Source
        By key.
    """
    texts = []
    for kind, path in references.files(Path(described.folder), described.kinds):
        name = path.as_posix()
        raw = bytes_of(data_dir / path, name, report)
        text = decode(raw, name, report) if raw is not None else None
        if text is not None:
            texts.append((name, kind, text))
    sources, found = _read(tuple(texts), tuple(described.values.items()))
    for problem in found:
        report(problem)
    return sources


Allowed = tuple[tuple[str, tuple[str, ...]], ...]


@lru_cache(maxsize=2)
def _read(
    texts: tuple[tuple[str, str, str], ...], allowed: Allowed
) -> tuple[Mapping[str, Source], tuple[Problem, ...]]:
    """The sources of files given by name, kind and text, and what is wrong in and across them."""
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    for name, kind, text in texts:
        problems += _of_letters(name, text)
        try:
            found, faults = _file(text, kind, allowed)
        except PybtexError as error:
            problems.append(_unparsed(name, text, error))
            continue
        if not found:
            problems.append(Problem(name, 1, 1, "holds no source: is the file truncated?"))
        problems += (Problem(name, line, 1, message) for line, message in faults)
        for source in found:
            if source.key in sources:
                other = sources[source.key].kind
                message = f"{source.key}: stands in {other}.bib too: a source has one entry"
                problems.append(Problem(name, source.line, 1, message))
            sources.setdefault(source.key, source)
    problems += _across(sources, {kind: name for name, kind, _ in texts})
    return sources, tuple(problems)


@lru_cache(maxsize=16)
def _file(
    text: str, kind: str, allowed: Allowed
) -> tuple[tuple[Source, ...], tuple[tuple[int, str], ...]]:
    """The sources of one file, and the faults of each with its line."""
    found = references.parse(text, kind)
    faults = tuple((s.line, f"{s.key}: {m}") for s in found for m in _faults(s, allowed))
    return found, faults


def _of_letters(name: str, text: str) -> Iterator[Problem]:
    for number, line in enumerate(text.split("\n"), start=1):
        if fault := letters.fault(line):
            yield Problem(name, number, fault[0] + 1, fault[1])


def _unparsed(name: str, text: str, error: PybtexError) -> Problem:
    said = str(error)
    at = _AT_LINE.search(said)
    line = int(at[1]) if at else 1
    repeated = re.search(r"(?:repeated bibliography entry:|entry with key) (\S+)", said)
    if repeated:
        starts = [
            text.count("\n", 0, m.start()) + 1
            for m in re.finditer(rf"^@\w+\{{{re.escape(repeated[1])},", text, re.MULTILINE)
        ]
        line = starts[-1] if starts else 1
    return Problem(name, line, 1, f"is not valid BibTeX ({said}): mend the entry")


def _faults(source: Source, values: Allowed) -> Iterator[str]:
    fields = source.fields
    if not _KEY.fullmatch(source.key):
        yield "the key has to match [a-z0-9]+(-[a-z0-9]+)*"
    for name in _NEEDED:
        if not fields.get(name):
            yield f"has no {name}: add it"
    for name in fields.keys() - set(references.FIELDS):
        yield f"has an unknown field {name}: the names are {', '.join(references.FIELDS)}"
    if not source.author:
        yield "has no author: name the person or, in double braces, the organisation"
    yield from _misnamed(source)
    for name, allowed in values:
        if fields.get(name) and fields[name] not in allowed:
            yield f"{name} = {fields[name]!r} is not one of {', '.join(allowed)}"
    if fields.get("stance") and fields.get("side") != "none":
        yield "stance is of outlets of no state alone: remove it, or correct side"
    if fields.get("url") and not _ADDRESS.fullmatch(fields["url"]):
        yield f"the address {fields['url']!r} is malformed: repair it"
    if fields.get("archived") and not _ADDRESS.fullmatch(fields["archived"]):
        yield f"archived = {fields['archived']!r} is no address: give that of the archive's copy"
    if fields.get("title", "").startswith("["):
        yield "the title stands in square brackets: print the page's own, or describe the source"
    if fields.get("language") and fields["language"] not in LANGUAGES:
        yield f"language = {fields['language']!r} is not one of {', '.join(sorted(LANGUAGES))}"
    for name, text in fields.items():
        if message := cells.too_long(text):
            yield f"{name} {message}"
        if "\\" in text:
            yield f"{name} holds a backslash, which pages would show: write the sign itself"
    yield from _misdated(fields)


def _misdated(fields: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with the days on which a source was published and opened."""
    days = {}
    for name in ("date", "urldate"):
        if fields.get(name):
            try:
                days[name] = dates.parse(fields[name])
            except ValueError as error:
                yield f"{name}: {error}"
    if len(days) == 2 and days["date"].earliest > days["urldate"].latest:
        yield f"the date {fields['date']} lies after the urldate {fields['urldate']}: correct one"


def _misnamed(source: Source) -> Iterator[str]:
    """What is wrong with the names of the authors, from which labels and citations are made."""
    for name in source.authors:
        plain = name.strip("{}") if name.startswith("{") else ""
        if _FAMILY_FIRST.fullmatch(plain) or _GIVEN_FIRST.fullmatch(plain) or ";" in plain:
            message = f"{plain!r} stands in the braces of one organisation: write persons as "
            yield f"{message}{{Family, Given and Family, Given}}, two bodies as {{{{A}} and {{B}}}}"
    if len(source.short_author) > LONGEST_NAME:
        message = f"labels would say {source.short_author!r}: give a shortauthor of at most "
        yield f"{message}{LONGEST_NAME} characters"


def _across(sources: Mapping[str, Source], files: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong between sources, each of which stands in the file of its kind."""
    addresses: dict[str, str] = {}
    anchors: dict[str, str] = {}
    for source in sources.values():
        file = files[source.kind]
        original = source.fields.get("copy_of")
        if original and (original not in sources or original == source.key):
            what = "which no file holds" if original not in sources else "the entry itself"
            message = f"{source.key}: copy_of names {original!r}, {what}"
            yield Problem(file, source.line, 1, message)
        address = source.fields.get("url", "")
        if address and address in addresses:
            message = f"{source.key}: has the address of {addresses[address]}: merge the entries"
            yield Problem(file, source.line, 1, message)
        addresses.setdefault(address, source.key)
        first = anchors.setdefault(source_anchor(source.key), source.key)
        if first != source.key:
            message = f"{source.key}: gets the same permanent address as {first}: give it another "
            yield Problem(file, source.line, 1, f"{message}key")
