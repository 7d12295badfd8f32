"""Rules of passages: what a source is said to carry stands in its row, and the row cites it."""

from collections.abc import Iterator, Mapping

from briefing import speech
from briefing.checks.problem import Problem
from briefing.checks.reader import Row, Sheet

Sheets = Mapping[str, Sheet]

# Words that belong to the next one: behind them a number would stand within a phrase.
_LEADING = {
    "a", "an", "the", "of", "to", "from", "into", "and", "or", "its", "their", "his", "her",
}  # fmt: skip


def passages_quote_their_row(sheets: Sheets) -> Iterator[Problem]:
    """The words of a passage stand in its row once, and end where a word and a phrase end."""
    sheet = sheets["passages"]
    for passage, row in _with_rows(sheets):
        column, words = passage["column"], passage["words"]
        place = f"{column} of {row['id']} in {passage['table']}.csv"
        text = speech.plain(row.values.get(column, ""))
        found = text.count(words) if words else 1
        if column not in row.values:
            message = f"is no column of {passage['table']}.csv: name the one that holds the words"
            yield sheet.problem(passage, "column", message)
        elif not found:
            message = f"{words!r} stands nowhere in {place}: copy the words from there"
            yield sheet.problem(passage, "words", message)
        elif found > 1:
            message = f"{words!r} stands {found} times in {place}: add words until one is meant"
            yield sheet.problem(passage, "words", message)
        elif _runs_on(text, words):
            message = f"{words!r} ends within a word in {place}: quote whole words"
            yield sheet.problem(passage, "words", message)
        elif _leads_on(text, words):
            message = f"{words!r} ends within a phrase: add the words that its last one leads to"
            yield sheet.problem(passage, "words", message)


def _runs_on(text: str, words: str) -> bool:
    rest = text[text.find(words) + len(words) :].removeprefix("’")  # the genitive is of its word
    return bool(words) and words[-1].isalnum() and rest[:1].isalnum()


def _leads_on(text: str, words: str) -> bool:
    end = text.find(words) + len(words)
    return bool(words) and words.split()[-1].lower() in _LEADING and text[end : end + 1] == " "


def passages_cite_sources_of_their_row(sheets: Sheets) -> Iterator[Problem]:
    """A row cites every source that is said to carry words of it."""
    sheet = sheets["passages"]
    for passage, row in _with_rows(sheets):
        known = row["sources"].split(";")
        for key in passage["sources"].split(";"):
            if key not in known:
                message = f"{key!r} is no source of {row['id']} in {passage['table']}.csv: "
                message += "cite it there too, or take it out"
                yield sheet.problem(passage, "sources", message)


def passages_stand_once(sheets: Sheets) -> Iterator[Problem]:
    """The words of one place have one passage, which names all their sources."""
    sheet = sheets["passages"]
    seen: dict[tuple[str, ...], str] = {}
    for passage in sheet.rows:
        place = tuple(passage[name] for name in ("table", "row", "column", "words"))
        if place in seen:
            yield sheet.problem(passage, "words", f"repeats {seen[place]}: join their sources")
        seen.setdefault(place, passage["id"])


def _with_rows(sheets: Sheets) -> Iterator[tuple[Row, Row]]:
    """Each passage with its row; one that leads nowhere is another rule's."""
    rows: dict[str, dict[str, Row]] = {}
    for passage in sheets["passages"].rows:
        table = passage["table"]
        if table not in rows:
            rows[table] = {row["id"]: row for row in sheets[table].rows} if table in sheets else {}
        if passage["row"] in rows[table]:
            yield passage, rows[table][passage["row"]]
