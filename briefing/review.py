"""What no rule can judge, listed for a reader: passive voice, marked speech, words no page has."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from briefing import references, schema, speech
from briefing.checks import bibliography, reader
from briefing.checks.language import texts
from briefing.checks.problem import Problem
from briefing.wording import sentence_ends

# A form of "be" and a participle without a "by" in the same clause: nobody is said to act.
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|been|being|be) (?:\w+ly )?(\w+(?:ed|en|wn|ld|uck|t))\b"
    r"(?![^.;]*\bby\b)"
)
_VERB_OF_HARM = re.compile(
    r"^(?:kill|wound|shot|shell|struck|hit|attack|destroy|damag|burn|captur|tak|lost|remov|"
    r"expel|displac|forc|driv|clos|block|cut|held|detain|arrest|beat|tortur|down)"
)
_WORD = re.compile(r"[^\W\d_]+")
# Letters of these look alike: a Russian а in an English word is found by no search.
_SCRIPTS = frozenset(("LATIN", "CYRILLIC", "GREEK", "ARMENIAN"))


def remarks(data_dir: Path) -> Iterator[Problem]:
    """Places that a reader has to judge.

    Parameters
    ----------
    data_dir : pathlib.Path
        Folder of the data package.

    Yields
    ------
    Problem
        ``passive``: harm or control told without who did it. ``speech``: marked words with whose
        they are. ``subject``: the first words of a title of combat or control, to see who acts.
        ``scripts``: a word with letters of two scripts, also in the titles of sources. ``unseen``:
        a sentence without a passage, of a row each of whose sources was seen to carry other words.

    Raises
    ------
    ValueError
        If the descriptor of the package cannot be understood.
    """
    package = schema.read(data_dir)
    for table in package.tables.values():
        sheet = reader.sheet(data_dir, table, lambda problem: None)
        for row, column in texts(sheet):
            for remark in _remarks(row[column.name]):
                yield sheet.problem(row, column.name, remark)
            if column.name == "title" and row.values.get("category") in ("combat", "control"):
                yield sheet.problem(row, "title", f"subject: {' '.join(row['title'].split()[:4])}")
    yield from _unseen(data_dir, package)
    sources = bibliography.read(data_dir, package.bibliography, lambda problem: None)
    for source in sources.values():
        for word in _mixed(source.fields.get("title", "")):
            file = references.file_of(source, package.bibliography)
            yield Problem(file, source.line, 1, f"{source.key}: scripts: {word}")


def _unseen(data_dir: Path, package: schema.Package) -> Iterator[Problem]:
    passages = package.tables["passages"]
    carrying: dict[tuple[str, str], set[str]] = defaultdict(set)
    words: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for one in reader.sheet(data_dir, passages, lambda problem: None).rows:
        carrying[one["table"], one["row"]] |= set(one["sources"].split(";"))
        words[one["table"], one["row"], one["column"]].append(one["words"])
    quoted = set(passages.column("column").enum)
    for name in passages.column("table").enum:
        sheet = reader.sheet(data_dir, package.tables[name], lambda problem: None)
        told = [c.name for c in sheet.table.columns if c.speech and c.name in quoted]
        for row in sheet.rows:
            if carrying[name, row["id"]] == set(row["sources"].split(";")):
                for column in told:
                    text = speech.plain(row[column])
                    for sentence in _without(text, words[name, row["id"], column]):
                        yield sheet.problem(row, column, f"unseen: {sentence}")


def _without(text: str, passages: list[str]) -> Iterator[str]:
    """Sentences of a text in which no passage ends."""
    ends = [text.find(words) + len(words) for words in passages]
    stops = sentence_ends(text, halts=True)
    for start, stop in pairwise([0, *stops]):
        if not any(start < end <= stop for end in ends):
            yield text[start:stop].strip()


def _remarks(text: str) -> Iterator[str]:
    for match in _PASSIVE.finditer(speech.own_words(text)):
        if _VERB_OF_HARM.match(match[1]):
            yield f"passive: {match[0]}"
    for who, words in speech.marked(text):
        yield f"speech: {who}: {words}"
    for word in _mixed(text):
        yield f"scripts: {word}"


def _mixed(text: str) -> Iterator[str]:
    """Words of a text that hold letters of two scripts."""
    if text.isascii():
        return
    for word in _WORD.findall(text):
        if len(_SCRIPTS & {unicodedata.name(letter, "?").split()[0] for letter in word}) > 1:
            yield word
