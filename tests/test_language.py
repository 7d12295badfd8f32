"""The language of the record and of the pages takes no side."""

import ast
import csv
import json
import re
from pathlib import Path

import pytest
from tables import overwrite, rows

from briefing import review, schema, speech
from briefing.checks import language, problems, reader
from briefing.paths import DATA, ROOT

EVENT = "1988-02-20-nkao-soviet-request"


def write(data: Path, table: str, row_id: str, **cells: str) -> list[str]:
    """Overwrite cells of a row; the problems that this makes in the table."""
    path = data / f"{table}.csv"
    overwrite(path, row_id, **cells)
    return [p.message for p in problems(data) if p.file == path.name]


LOADED = [
    "Towns were liberated.",
    "The occupied districts.",
    "Terrorists and separatists.",
    "A blockade of the road.",
    "Ethnic cleansing took place.",
    "It was genocide.",
    "The exodus began.",
    "Mercenaries arrived.",
    "Artsakh’s army.",
    "Western Azerbaijan.",
    "The Zangezur corridor.",
    "Hostages were held.",
    "Act of aggression.",
    "A violation of the truce.",
    "The puppet regime.",
]


def told(data: Path, summaries: list[str]) -> dict[str, list[str]]:
    """What the check says of each text, if each is the summary of an event of its own."""
    path = data / "events.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    for row, text in zip(rows, summaries, strict=False):
        row[header.index("summary")] = text
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
    found = [p for p in problems(data) if p.file == path.name]
    return {
        text: [p.message for p in found if p.line == line]
        for line, text in enumerate(summaries, start=2)
    }


def test_a_loaded_word_in_our_own_voice_is_caught(data):
    found = told(data, LOADED).items()
    assert [text for text, said in found if "in its own voice" not in "".join(said)] == []


def test_the_same_word_in_marked_speech_is_let_pass(data):
    found = told(data, [f"The Soviet side said: {{soviet-union|{text}}}" for text in LOADED])
    assert {text: said for text, said in found.items() if said} == {}


def test_a_word_marked_as_an_unknown_speakers_is_caught(data):
    found = write(data, "events", EVENT, summary="They said {somebody|it was liberated}.")
    assert any("neither an actor nor a source" in message for message in found)


def test_a_mark_that_is_not_closed_is_caught(data):
    found = write(data, "events", EVENT, summary="They said {soviet-union|it was liberated.")
    assert any("broken mark" in message for message in found)


def test_a_verb_off_the_ladder_is_caught_in_a_title(data):
    found = write(data, "events", EVENT, title="Armenian forces capture a town")
    assert any("says 'capture'" in message for message in found)


@pytest.mark.parametrize("name", ["Shusha", "Shushi", "Stepanakert", "Khankendi"])
def test_one_name_alone_is_caught(data, name):
    found = write(data, "events", EVENT, summary=f"Shells fell on {name}.")
    assert any(f"names {name!r} alone" in message for message in found)


def test_a_text_that_gives_both_names_may_then_use_one(data):
    text = "Shells fell on Shusha / Shushi. Shusha lies on a height."
    assert write(data, "events", EVENT, summary=text) == []


def test_an_exemption_that_nothing_needs_is_caught(data):
    path = data / "word_exemptions.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "new,corridor,Moon corridor,proper-name,\n", encoding="utf-8")
    assert any("'Moon corridor' stands in no text" in p.message for p in problems(data))


def test_an_exemption_that_stands_in_longer_words_alone_is_caught(data):
    path = data / "word_exemptions.csv"
    text = path.read_text(encoding="utf-8")
    assert "Khojaly" in text
    path.write_text(text.replace(",Khojaly,", ",Khojal,"), encoding="utf-8")
    assert any("'Khojal' stands in no text" in p.message for p in problems(data))


def test_an_exemption_without_its_word_is_caught(data):
    path = data / "word_exemptions.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "new,corridor,Moon road,proper-name,\n", encoding="utf-8")
    assert any("does not hold the word 'corridor'" in p.message for p in problems(data))


def test_a_pattern_that_is_none_is_caught(data):
    found = write(data, "loaded_words", "corridor", pattern="(corridor")
    assert any("is no regular expression" in message for message in found)


def test_a_pattern_with_capitals_is_caught_since_it_would_match_nothing(data):
    found = write(data, "loaded_words", "corridor", pattern=r"Corridors?\W")
    assert any("has capitals: write small letters" in message for message in found)
    found = write(data, "loaded_words", "corridor", pattern=r"corridors?\W")
    assert not any("has capitals" in message for message in found)


@pytest.mark.parametrize("word", ["corridor", "Corridor", "CORRIDOR"])
def test_a_loaded_word_is_found_in_any_case(data, word):
    found = write(data, "events", "1994-01-07-horadiz", note=f"It is called a {word}.")
    assert any(f"says {word!r} in its own voice" in message for message in found)


@pytest.mark.parametrize("category", ["control", "combat", "harm-to-civilians"])
def test_control_known_from_the_taker_alone_is_not_told_as_done(data, category):
    changes = rows(data / "control_changes.csv")
    row = next(r for r in changes if r["means"] == "combat" and r["event"] == "1992-05-18-lachin")
    overwrite(data / "events.csv", row["event"], category=category)
    found = write(data, "control_changes", row["id"], confirmed_by="")
    assert any("tells the change as done" in message for message in found)


def test_readers_see_the_words_without_the_marks():
    text = "He spoke of {azerbaijan|an anti-terrorist operation} and left."
    assert speech.plain(text) == "He spoke of an anti-terrorist operation and left."
    assert len(speech.own_words(text)) == len(text)
    assert "terror" not in speech.own_words(text)


def test_a_reader_is_shown_what_no_rule_judges(data):
    write(data, "events", EVENT, summary="Nine people were killed. {soviet-union|It was a riot.}")
    speech_shown = "summary: speech: soviet-union: It was a riot."
    line = next(r.line for r in review.remarks(data) if r.message == speech_shown)
    told = [r.message for r in review.remarks(data) if r.line == line and r.file == "events.csv"]
    assert "summary: passive: were killed" in told


def test_a_word_with_letters_of_two_scripts_is_shown_to_a_reader(data):
    path = data / "references" / "ngo.bib"
    text = path.read_text(encoding="utf-8").replace("title = {", "title = {B\u0430ku ", 1)
    path.write_text(text, encoding="utf-8")
    write(data, "events", EVENT, summary="A council met in B\u0430ku. Совет met with Şuşa.")
    told = [(r.file, r.message) for r in review.remarks(data) if "scripts: " in r.message]
    assert ("events.csv", "summary: scripts: B\u0430ku") in told and len(told) == 2
    assert told[1][0] == "references/ngo.bib" and told[1][1].endswith(": scripts: B\u0430ku")


@pytest.mark.parametrize(
    "passive",
    ["was struck", "were hit", "was shot down", "were held", "were taken", "was lost", "was cut"],
)
def test_irregular_participles_are_passive_too(passive):
    [remark] = review._remarks(f"The village {passive} at night.")
    assert remark.startswith("passive: ") and remark[9:] in passive


def test_an_active_sentence_is_not_called_passive(data):
    write(
        data, "events", EVENT, summary="Nine people were killed by soldiers of the 366th regiment."
    )
    lines = (data / "events.csv").read_text(encoding="utf-8").splitlines()
    line = next(n for n, text in enumerate(lines, 1) if text.startswith(f"{EVENT},"))
    told = [r.message for r in review.remarks(data) if (r.file, r.line) == ("events.csv", line)]
    assert told == []


# Pages may name a loaded word to speak of it: in quotation marks, as code, or in italics.
_MENTIONED = re.compile(r"\"[^\"]*\"|“[^”]*”|`[^`]*`|\*[^*]*\*|\]\([^)]*\)")


def loaded() -> re.Pattern[str]:
    patterns = [r["pattern"] for r in schema.rows(DATA, "loaded_words") if r["scope"] == "all"]
    return language._pattern("|".join(patterns))


def prose() -> list[tuple[str, str]]:
    """Every text that a page shows and the record does not hold."""
    pages = [*(ROOT / "book").glob("*.md"), ROOT / "index.md"]
    texts = [(p.name, p.read_text(encoding="utf-8")) for p in sorted(pages)]
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        for cell in cells:
            source = "".join(cell["source"])
            told = [source] if cell["cell_type"] == "markdown" else strings(source)
            texts += [(path.name, text) for text in told]
    for path in sorted((ROOT / "briefing" / "chapters").glob("*.py")):
        texts += [(path.name, text) for text in strings(path.read_text(encoding="utf-8"))]
    return texts


def strings(code: str) -> list[str]:
    """Every string of some code that may be a text, f-strings in parts."""
    constants = [n.value for n in ast.walk(ast.parse(code)) if isinstance(n, ast.Constant)]
    return [text for text in constants if isinstance(text, str) and " " in text]


def test_no_page_uses_a_loaded_word_in_its_own_voice():
    table = schema.read(DATA).tables["word_exemptions"]
    exempt = language._exempt(reader.sheet(DATA, table, pytest.fail))
    found = []
    for name, text in prose():
        own = _MENTIONED.sub(" ", language._without(text, exempt))
        found += [
            (name, m[0], own[max(0, m.start() - 40) : m.end() + 20]) for m in loaded().finditer(own)
        ]
    assert found == []


def test_no_prose_of_the_record_names_a_row_by_its_id():
    package = schema.read(DATA)
    ids, prose = set(), []
    for name, table in package.tables.items():
        for row in schema.rows(DATA, name):
            ids.add(row.get("id", ""))
            prose += [row[column.name] for column in table.columns if " " in row[column.name]]
    named = {word for cell in prose for word in re.findall(r"\d{4}[a-z0-9-]+-[a-z0-9-]+", cell)}
    assert sorted(named & ids) == []
