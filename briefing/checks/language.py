"""Rules of language: loaded words are attributed, contested places keep both names."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from briefing import speech
from briefing.checks.problem import Problem
from briefing.checks.reader import CACHED, Row, Sheet
from briefing.references import Source
from briefing.schema import Column

Sheets = Mapping[str, Sheet]

# Twice the texts of the record: what one says is judged once in a process.
TEXTS = 16_384

# Words by which a title says that a change of control is known from an announcement alone.
_ANNOUNCED = re.compile(r"\b(announc|claim|report|say|said|declar|alleg|account)", re.IGNORECASE)
# Events whose title is of a change of control, not of what else happened on its day.
_OF_CONTROL = ("control", "combat", "harm-to-civilians")

_STRAIGHT = re.compile("[\"']")
_SEED = re.compile(r'random\.Random\("[^"]*"\)')
_ESCAPE = re.compile(r"\\.")


def speech_is_marked_well(sheets: Sheets, sources: Mapping[str, Source]) -> Iterator[Problem]:
    """A mark of attributed speech is whole, and names an actor or a source of its row."""
    actors = {row["id"] for row in sheets["actors"].rows}
    for sheet in sheets.values():
        for row, column in _with_marks(sheet):
            cell = row[column.name]
            if speech.is_broken(cell):
                message = "holds a broken mark of speech: write {who|words}, no other brace or bar"
                yield sheet.problem(row, column.name, message)
            for who, _ in speech.marked(cell):
                if who not in actors and who not in row.values.get("sources", "").split(";"):
                    message = f"{who!r} is neither an actor nor a source of this row: "
                    yield sheet.problem(row, column.name, message + "say whose words these are")


@lru_cache(maxsize=CACHED)
def _with_marks(sheet: Sheet) -> list[tuple[Row, Column]]:
    spoken = [c for c in sheet.table.columns if c.speech]
    return [(r, c) for c in spoken for r in sheet.rows if any(m in r[c.name] for m in "{}|")]


def loaded_words_are_attributed(sheets: Sheets) -> Iterator[Problem]:
    """A loaded word stands in somebody's marked words or in an exempt phrase, or not at all."""
    for sheet in sheets.values():
        yield from _loaded(sheet, sheets["loaded_words"], sheets["word_exemptions"])


@lru_cache(maxsize=CACHED)
def _loaded(sheet: Sheet, words: Sheet, exemptions: Sheet) -> tuple[Problem, ...]:
    exempt = _exempt(exemptions)
    patterns = [(row, _pattern(row["pattern"])) for row in words.rows if _compiles(row["pattern"])]
    either = "|".join(f"(?:{pattern.pattern})" for _, pattern in patterns)
    # On small letters: to ignore the case takes the expression three times as long.
    anyone = re.compile(either or "(?!)")
    found = []
    for row, column in texts(sheet):
        own = _suspect(row[column.name], anyone, exempt)
        for word, pattern in patterns if own else ():
            said = pattern.search(own)
            if said and (word["scope"] == "all" or _is_event_title(sheet, column)):
                message = f"says {said[0]!r} in its own voice: write {word['instead']}, or mark "
                message += "whose word it is as {who|words}"
                found.append(sheet.problem(row, column.name, message))
    return tuple(found)


@lru_cache(maxsize=TEXTS)
def _suspect(cell: str, anyone: re.Pattern[str], exempt: re.Pattern[str] | None) -> str:
    """What a cell says in its own voice where a word of the pattern may stand there, or nothing."""
    own = _without(speech.own_words(cell), exempt)
    return own if anyone.search(own.lower()) else ""


def _is_event_title(sheet: Sheet, column: Column) -> bool:
    return (sheet.table.name, column.name) == ("events", "title")


def quotation_marks_are_those_of_print(sheets: Sheets) -> Iterator[Problem]:
    """No text has a straight quotation mark or apostrophe, but in the seed of a draw."""
    for sheet in sheets.values():
        for column in sheet.table.columns:
            for row in sheet.rows if column.speech else ():
                mark = _STRAIGHT.search(_SEED.sub("", row[column.name]))
                if mark:
                    message = f"holds a straight {mark[0]}: write “ ” or ’"
                    yield sheet.problem(row, column.name, message)


def patterns_are_sound(sheets: Sheets) -> Iterator[Problem]:
    """Each loaded word is a regular expression in small letters, and each exemption holds it."""
    sheet = sheets["loaded_words"]
    patterns = {}
    for row in sheet.rows:
        if _compiles(row["pattern"]):
            patterns[row["id"]] = _pattern(row["pattern"])
        else:
            message = f"{row['pattern']!r} is no regular expression: correct it"
            yield sheet.problem(row, "pattern", message)
        if _ESCAPE.sub("", row["pattern"]) != _ESCAPE.sub("", row["pattern"]).lower():
            message = f"{row['pattern']!r} has capitals: write small letters, which match any case"
            yield sheet.problem(row, "pattern", message)
    exemptions = sheets["word_exemptions"]
    for row in exemptions.rows:
        pattern = patterns.get(row["word"])
        if pattern and not pattern.search(row["phrase"]):
            message = f"does not hold the word {row['word']!r}: remove or correct it"
            yield exemptions.problem(row, "phrase", message)


def exemptions_are_used(sheets: Sheets) -> Iterator[Problem]:
    """An exemption that no text needs is removed."""
    exemptions = sheets["word_exemptions"]
    needed = {p for sheet in sheets.values() for p in _phrases_in(sheet, exemptions)}
    for row in exemptions.rows:
        if row["phrase"] and row["phrase"] not in needed:
            message = f"{row['phrase']!r} stands in no text: remove the exemption"
            yield exemptions.problem(row, "phrase", message)


@lru_cache(maxsize=CACHED)
def _phrases_in(sheet: Sheet, exemptions: Sheet) -> frozenset[str]:
    written = "\n".join(speech.own_words(row[c.name]) for row, c in texts(sheet))
    phrases = {row["phrase"] for row in exemptions.rows if row["phrase"]}
    return frozenset(p for p in phrases if _whole_words((p,)).search(written))


def places_keep_both_names(sheets: Sheets) -> Iterator[Problem]:
    """A text that names a place of two names gives both, in alphabetical order."""
    places = sheets["places"]
    for row in places.rows:
        names = row["name"].split(" / ")
        if names != sorted(names):
            message = f"write the names in alphabetical order: {' / '.join(sorted(names))}"
            yield places.problem(row, "name", message)
    for sheet in sheets.values():
        yield from _named(sheet, places, sheets["word_exemptions"])


@lru_cache(maxsize=CACHED)
def _named(sheet: Sheet, places: Sheet, exemptions: Sheet) -> tuple[Problem, ...]:
    exempt = _exempt(exemptions)
    pairs = [row["name"] for row in places.rows if " / " in row["name"]]
    either = {pair: _whole_words(tuple(pair.split(" / "))) for pair in pairs}
    anyone = _whole_words(tuple(name for pair in pairs for name in pair.split(" / ")))
    found = []
    for row, column in texts(sheet):
        rest = speech.own_words(row[column.name])
        if not anyone.search(rest):
            continue
        for pair in pairs:
            if pair in rest:
                rest = either[pair].sub("", rest)
        rest = _without(rest, exempt)
        for pair in pairs:
            alone = either[pair].search(rest)
            if alone:
                message = f"names {alone[0]!r} alone: write {pair}"
                found.append(sheet.problem(row, column.name, message))
    return tuple(found)


def control_is_confirmed_before_it_is_told(sheets: Sheets) -> Iterator[Problem]:
    """A title tells a change of control as done only when somebody besides the taker confirms."""
    titles = {row["id"]: row for row in sheets["events"].rows}
    changes = sheets["control_changes"]
    for row in changes.rows:
        event = titles.get(row["event"])
        if event is None or row["confirmed_by"] or row["means"] != "combat":
            continue
        if event["category"] not in _OF_CONTROL:
            continue
        if not _ANNOUNCED.search(event["title"]):
            message = f"is blank, but {event['id']} tells the change as done: name who confirms, "
            message += "or write 'announces control of'"
            yield changes.problem(row, "confirmed_by", message)


def texts(sheet: Sheet) -> Iterator[tuple[Row, Column]]:
    """Every filled cell of a sheet that the briefing writes in its own voice, with its column."""
    for column in sheet.table.columns:
        if column.speech == "briefing":
            for row in sheet.rows:
                if row[column.name]:
                    yield row, column


def _exempt(exemptions: Sheet) -> re.Pattern[str] | None:
    phrases = sorted((row["phrase"] for row in exemptions.rows if row["phrase"]), key=len)
    return _whole_words(tuple(reversed(phrases))) if phrases else None


def _without(text: str, exempt: re.Pattern[str] | None) -> str:
    return exempt.sub(lambda phrase: " " * len(phrase[0]), text) if exempt else text


@lru_cache(maxsize=1024)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{text})\b", re.IGNORECASE)


def _compiles(text: str) -> bool:
    try:
        _pattern(text)
    except re.error:
        return False
    return bool(text)


@lru_cache(maxsize=1024)
def _whole_words(phrases: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(map(re.escape, phrases))
    return re.compile(rf"\b(?:{either})\b" if phrases else "(?!)")
