"""Each number behind words of a row leads to a source that the row cites."""

import csv
import html
import re
from pathlib import Path

import pytest
import tables
from lxml import html as parsed

from briefing import record, review
from briefing.addresses import ADDRESSED, source_anchor
from briefing.analysis import passages as analysis
from briefing.chapters import heard
from briefing.chapters.common import STANDING
from briefing.chapters.passages import Passages
from briefing.checks import problems
from briefing.markup import Marks, Numbered, Text, row, unpacked

ROW = {"id": "e", "summary": "He said “no”. Two died, a ministry said: no one else.",
       "note": "Two died, others wrote.", "sources": "first;second;third"}  # fmt: skip


def passage(words: str, sources: str, column: str = "summary", **more: str) -> dict[str, str]:
    made = {"id": f"{column}-{words}", "table": "events", "row": "e", "column": column}
    return made | {"words": words, "sources": sources} | more


def told(tiny, *passages: dict[str, str], column: str = "summary") -> str:
    rec = tiny(events=[ROW], passages=list(passages))
    (event,) = rec.events.itertuples()
    return Passages(rec, "events").told(event, column, "row-text").plain()


def test_a_number_stands_behind_the_words_and_the_punctuation_that_follows(tiny):
    shown = told(tiny, passage("“no", "second"), passage("ministry said", "third;first"))
    assert shown == "He said “no”.[1] Two died, a ministry said:[2,3] no one else."


def test_numbers_of_two_passages_that_end_together_stand_once_and_in_order(tiny):
    shown = told(tiny, passage("no one else", "third"), passage("one else", "first;third"))
    assert shown.endswith("no one else.[1,2]")


def test_the_same_numbers_stand_once_in_a_sentence_behind_the_last_of_their_words(tiny):
    both = passage("Two died", "first"), passage("no one else", "first")
    assert told(tiny, *both).endswith("Two died, a ministry said: no one else.[1]")
    others_between = passage("a ministry said", "first;second")
    shown = told(tiny, *both, others_between)
    assert shown.endswith("Two died,[1] a ministry said:[1,2] no one else.[1]")


def test_the_same_numbers_stand_again_in_another_sentence(tiny):
    shown = told(tiny, passage("He said “no", "first"), passage("no one else", "first"))
    assert shown == "He said “no”.[1] Two died, a ministry said: no one else.[1]"


def test_a_row_with_one_source_needs_no_numbers(tiny):
    rec = tiny(events=[ROW | {"sources": "first"}], passages=[passage("Two died", "first")])
    (event,) = rec.events.itertuples()
    shown = Passages(rec, "events")
    assert shown.told(event, "summary", "row-text").plain() == ROW["summary"]
    assert shown.sourced(event).plain().startswith("[first]")


def test_words_of_one_column_mark_no_other(tiny):
    shown = told(tiny, passage("Two died", "first"), column="note")
    assert shown == ROW["note"]


def test_a_text_without_passages_is_shown_as_it_is(tiny):
    rec = tiny(events=[ROW], passages=[])
    (event,) = rec.events.itertuples()
    shown = Passages(rec, "events")
    assert shown.told(event, "summary", "row-text") == Text(ROW["summary"], "row-text")
    assert shown.sourced(event).plain().startswith("[first; second; third]")


def test_a_row_with_passages_numbers_its_sources(tiny):
    rec = tiny(events=[ROW | {"support": "read"}], passages=[passage("Two died", "second")])
    (event,) = rec.events.itertuples()
    shown = Passages(rec, "events").sourced(event).plain()
    assert shown == f"[1] second, [2] first, [3] third | {STANDING['read']}"


def test_sources_are_numbered_as_a_reader_meets_their_words(tiny):
    rec = tiny(
        events=[ROW],
        passages=[
            passage("others wrote", "first", column="note"),
            passage("no one else", "third"),
            passage("He said", "second"),
        ],
    )
    (event,) = rec.events.itertuples()
    shown = Passages(rec, "events")
    assert shown.told(event, "summary", "row-text").plain().endswith("no one else.[2]")
    assert shown.told(event, "note", "row-note").plain() == "Two died, others wrote.[3]"
    assert shown.sourced(event).plain().startswith("[1] second, [2] third, [3] first")


def test_on_every_page_a_number_comes_after_the_smaller_ones_of_its_row(book):
    seen = 0
    pages = ("timeline", "terms", "agreements", "negotiations", "courts", "positions", "plans")
    for page in (*pages, "captives-and-missing", "territory", "truces"):
        tree = parsed.parse(str(book / "notebooks" / f"{page}.html"))
        for row_ in tree.iter("tr"):
            marks = [m for cell in row_.findall("td")[:-1] for m in cell.iter("sup")]
            marks = [m for m in marks if not any(up in own_lines(row_) for up in m.iterancestors())]
            fresh = list(dict.fromkeys(numbers_of(marks)))
            seen += len(fresh) > 1
            assert fresh == sorted(fresh), parsed.tostring(row_, encoding="unicode")[:300]
    assert seen > 700


def own_lines(tree) -> list:
    """Accounts of the sides and answers to plans, which have sources of their own."""
    return tree.xpath(".//td//p")


def numbers_of(marks: list) -> list[int]:
    return [int(n) for mark in marks for n in re.findall(r"\d+", mark.text)]


@pytest.mark.parametrize("page", [
    "accounts", "accounts-1994-2020", "accounts-since-2020", "plans", "agreements", "terms",
])  # fmt: skip
def test_an_account_or_answer_has_the_sources_that_its_numbers_mean(book, page):
    lines = own_lines(parsed.parse(str(book / "notebooks" / f"{page}.html")))
    marked = 0
    for line in lines:
        fresh = list(dict.fromkeys(numbers_of(list(line.iter("sup")))))
        sources = {a.get("href").split("#")[1] for a in line.iter("a") if "#r-" in a.get("href")}
        assert fresh == sorted(fresh) and max(fresh, default=0) <= len(sources), line.text_content()
        marked += bool(fresh)
    assert marked > 5


def test_marks_and_numbered_sources_travel_with_their_row():
    cell = row("Two died", Marks((1, 3)), Numbered(("first", "second")), separator="")
    assert unpacked(cell.packed()) == cell


def test_rows_with_passages_are_counted_with_their_sources(tiny):
    rec = tiny(
        events=[ROW, {"id": "other", "sources": "first"}],
        terms=[{"id": "t", "sources": "first"}],
        passages=[passage("Two died", "second"), passage("no one else", "second;third")],
    )
    counts = analysis.told(rec.passages, {"events": rec.events, "terms": rec.terms})
    assert counts.loc["events"].to_dict() == {
        "all": 2, "rows": 1, "passages": 2, "cited": 3, "carrying": 2,
    }  # fmt: skip
    assert counts.loc["terms"].to_dict() == {
        "all": 1, "rows": 0, "passages": 0, "cited": 0, "carrying": 0,
    }  # fmt: skip


def first_passage(data: Path, **cells: str) -> list[str]:
    """What the check says of the record with cells of the first passage changed."""

    def edit(found):
        return [found[0] | cells, *found[1:]]

    tables.change(data / "passages.csv", edit)
    return [f"{p.column}: {p.message}" for p in problems(data) if p.file == "passages.csv"]


def test_words_that_stand_nowhere_in_the_row_are_caught(data):
    (told,) = first_passage(data, words="no such words")
    assert "stands nowhere in" in told and "copy the words from there" in told


def test_words_that_stand_twice_are_caught(data):
    assert any("times in" in line for line in first_passage(data, words="e"))


def test_words_that_end_within_a_word_are_caught(data):
    def edit(found):
        one = next(r for r in found if r["words"][-5:].isalpha())
        return [r | {"words": r["words"][:-1]} if r is one else r for r in found]

    tables.change(data / "passages.csv", edit)
    (told,) = [p.message for p in problems(data) if p.file == "passages.csv"]
    assert "ends within a word" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [("Baku", "ends within a word"), ("spoke of the", "ends within a phrase")],
    ids=["leaves a genitive behind", "leads to the next word"],
)
def test_words_that_break_what_belongs_together_are_caught(data, words, told):
    """A number would stand between “Baku” and “’s”, or between “the” and “town”."""
    first = tables.rows(data / "passages.csv")[0]

    def edit(found):
        added = {r["id"]: r[first["column"]] + " Baku’s mayor spoke of the town." for r in found}
        return [
            r | {first["column"]: added[r["id"]]} if r["id"] == first["row"] else r for r in found
        ]

    tables.change(data / f"{first['table']}.csv", edit)
    (problem,) = first_passage(data, words=words)
    assert told in problem


def test_a_column_that_the_table_does_not_have_is_caught(data):
    first = tables.rows(data / "passages.csv")[0]
    wrong = "answer" if first["table"] != "allegations" else "summary"
    (told,) = first_passage(data, column=wrong)
    assert f"is no column of {first['table']}.csv" in told


def test_a_source_that_the_row_does_not_cite_is_caught(data):
    first = tables.rows(data / "passages.csv")[0]
    cited = next(r for r in tables.rows(data / f"{first['table']}.csv") if r["id"] == first["row"])
    other = next(
        key
        for r in tables.rows(data / "events.csv")
        for key in r["sources"].split(";")
        if key not in cited["sources"]
    )
    (told,) = first_passage(data, sources=other)
    assert "is no source of" in told


def test_words_with_two_passages_are_caught(data):
    tables.change(
        data / "passages.csv", lambda found: [*found, found[0] | {"id": "another-passage"}]
    )
    (told,) = [p.message for p in problems(data) if p.file == "passages.csv"]
    assert told.endswith("join their sources")


def test_a_reader_is_shown_a_sentence_that_no_page_of_its_row_was_seen_to_carry(data):
    carrying: dict[str, set[str]] = {}
    for one in tables.rows(data / "passages.csv"):
        if one["table"] == "events":
            carrying.setdefault(one["row"], set()).update(one["sources"].split(";"))
    seen = next(
        r["id"]
        for r in tables.rows(data / "events.csv")
        if carrying.get(r["id"]) == set(r["sources"].split(";"))
    )

    def edit(found):
        return [
            r | {"summary": r["summary"] + " A. Nobody wrote of rain."} if r["id"] == seen else r
            for r in found
        ]

    before = {r.message for r in review.remarks(data) if "unseen: " in r.message}
    tables.change(data / "events.csv", edit)
    after = {r.message for r in review.remarks(data) if "unseen: " in r.message}
    assert after - before == {"summary: unseen: A. Nobody wrote of rain."}


def test_every_passage_of_an_account_stands_in_it_with_the_numbers_of_its_sources():
    rec = record.load()
    actors = rec.actors.set_index("id")["name"]
    own = rec.passages[rec.passages["table"] == "accounts"].groupby("row")
    seen = 0
    for table in ("events", "agreements", "terms"):
        lines = heard.accounts(rec, table)
        for account in heard.heard(rec, table).itertuples():
            if account.id not in own.groups or len(account.sources) == 1:
                continue
            (line,) = (
                one.plain() for one in lines[account.row]
                if one.plain().startswith(f"{actors[account.actor]}:")
            )  # fmt: skip
            shown = {key: int(n) for n, key in re.findall(r"\[(\d+)\] ([\w.-]+)", line)}
            for one in own.get_group(account.id).itertuples():
                words = r"(?:\[[\d,]+\])? ".join(map(re.escape, one.words.split(" ")))
                behind = re.findall(words + r"[^\[]*\[([\d,]+)\]", line)
                numbers = {shown[key] for key in one.sources}
                assert any(numbers <= set(map(int, b.split(","))) for b in behind), one.id
                seen += 1
    assert seen > 500


PAGES = {"events": "timeline", "agreements": "agreements", "terms": "terms"}


@pytest.mark.parametrize("table", PAGES)
def test_every_passage_stands_on_its_page_with_the_numbers_of_its_sources(book: Path, table: str):
    page = parsed.parse(book / f"notebooks/{PAGES[table]}.html")
    rec = record.load()
    cited = dict(zip(getattr(rec, table)["id"], getattr(rec, table)["sources"], strict=True))
    lines = {a.get("id"): a for a in page.iter("a") if a.get("class") == "row-anchor"}
    own = rec.passages[rec.passages["table"] == table]
    assert len(own)
    for one in own.itertuples():
        line = next(lines[f"{ADDRESSED[table].prefix}-{one.row}"].iterancestors("tr"))
        shown = re.sub(r"\s+", " ", line.text_content())
        if len(cited[one.row]) == 1:
            continue  # its one source needs no number
        listed = [a.get("href").split("#")[1] for a in line.findall("td")[-1].iter("a")]
        assert len(listed) == len(cited[one.row]), one.row
        numbers = {listed.index(source_anchor(key)) + 1 for key in one.sources}
        # Within the words may stand the number of shorter ones; behind them come those of their
        # sentence, which stand once if they are the same.
        words = r"(?:\[[\d,]+\])? ".join(map(re.escape, one.words.split(" ")))
        behind = [  # a title may have the same words
            {int(number) for number in found[1].split(",")}
            for found in re.finditer(words + r"[^\[]*\[([\d,]+)\]", shown)
        ]
        assert any(numbers <= those for those in behind), (one.row, one.words)


def test_numbers_lead_no_further_than_the_sources_of_their_row(book: Path):
    """Exactly as many sources are numbered as the row cites."""
    with (book / "_exhibits/tbl-timeline.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    marked = [r for r in rows if re.search(r"\[\d", r["What happened"])]
    assert marked
    for line in marked:
        behind = {int(n) for g in re.findall(r"\[([\d,]+)\]", line["What happened"])
                  for n in g.split(",")}  # fmt: skip
        before = [int(n) for n in re.findall(r"\[(\d+)\]", html.unescape(line["Sources"]))]
        assert before == list(range(1, len(before) + 1)) and behind <= set(before), line
