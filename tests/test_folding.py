"""On paper, columns of little text are lines of other cells, and no word of a table is lost."""

import re

import pytest
from bs4 import BeautifulSoup

from briefing.paths import BUILD, ROOT
from briefing.printing import article, folding


def table(headings: list[str], *rows: list[str]) -> BeautifulSoup:
    head = "".join(f"<th>{heading}</th>" for heading in headings)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    group = f"<tr class='group-row'><td colspan='{len(headings)}'>Group</td></tr>"
    return BeautifulSoup(
        f"<table><thead><tr>{head}</tr></thead><tbody>{group}{body}</tbody></table>", "lxml"
    ).table


def told(made: BeautifulSoup) -> list[list[str]]:
    return [
        [cell.get_text("|", strip=True) for cell in row.find_all(["th", "td"])]
        for row in made.select("tr")
    ]


LONG = "A term of many words that tells at some length what is owed."
OUTCOME = "What became of it, told at greater length than the term itself, with days and names." * 3
SOURCES = "[<a>Trend 2020</a>] <p class='row-note'>read</p>"


def test_who_owes_a_term_and_its_sources_are_lines_of_other_cells():
    made = table(
        ["Clause", "Term", "Who owes it", "By when", "What became of it", "Sources"],
        ["1", LONG, "Armenia", "–", OUTCOME, SOURCES],
    )
    folding.fold(made)
    assert told(made) == [
        ["Clause", "Term", "What became of it"],
        ["Group"],
        ["1", f"{LONG}|Who owes it:|Armenia|[|Trend 2020|]|read", OUTCOME],
    ]
    assert made.select_one("tr.group-row td")["colspan"] == "3"
    assert made.select_one("p.row-sources span.row-note").get_text() == "read"


def test_who_and_by_when_come_in_their_order_each_with_its_own_label():
    made = table(
        ["Clause", "Term", "Who owes it", "By when", "What became of it"],
        ["1", LONG, "–", "31 December 1991", OUTCOME],
        ["2", LONG, "<p>Armenia</p><p>to: Azerbaijan</p>", "–", OUTCOME],
        ["3", LONG, "to: Azerbaijan", "1 May 1992", OUTCOME],
    )
    folding.fold(made)
    assert [row[1] for row in told(made)[2:]] == [
        f"{LONG}|By when:|31 December 1991",
        f"{LONG}|Who owes it:|Armenia|·|to: Azerbaijan",
        f"{LONG}|to: Azerbaijan|·|By when:|1 May 1992",
    ]


def test_a_heading_names_what_its_column_holds_besides():
    made = table(["Date", "Event", "Killed"], ["1 May 1992", "A strike", LONG])
    folding.fold(made)
    assert [head.get_text() for head in made.select("th")] == ["Date and event", "Killed"]


def test_a_symbol_of_a_document_is_not_said_to_be_who_acted():
    made = table(
        ["Date", "Step", "Who"],
        ["1993", LONG, "<p class='row-note'>S/RES/822 (1993)</p><p>against: Armenia</p>"],
    )
    folding.fold(made)
    assert told(made)[2] == ["1993", f"{LONG}|S/RES/822 (1993)|·|against: Armenia"]


def test_who_alleges_opens_the_allegation():
    made = table(
        ["Clause", "Who alleges", "Of whom", "Allegation"],
        ["1a", "Armenia<p class='row-note'>party</p>", "Azerbaijan", LONG],
    )
    folding.fold(made)
    assert told(made)[0] == ["Clause", "Allegation"]
    opening = "Who alleges:|Armenia|·|party|·|Of whom:|Azerbaijan"
    assert told(made)[2] == ["1a", f"{opening}|{LONG}"]


def test_lines_too_long_to_run_on_open_a_cell_in_their_order():
    accuser, accused = f"Armenia and {'others ' * 15}", f"Azerbaijan and {'others ' * 15}"
    charge = LONG * 3
    made = table(
        ["Clause", "Who alleges", "Of whom", "Allegation"], ["1a", accuser, accused, charge]
    )
    folding.fold(made)
    opening = [f"Who alleges:|{accuser.strip()}", f"Of whom:|{accused.strip()}"]
    assert told(made)[2] == ["1a", "|".join([*opening, charge])]


def test_a_column_that_goes_takes_no_room_when_the_sources_find_theirs():
    term, who, note, cited = ("word " * count for count in (30, 55, 59, 59))
    made = table(
        ["Clause", "Term", "Who owes it", "Note", "Sources"],
        ["1", term, who, note, f"[<a>{cited}</a>]"],
    )
    folding.fold(made)
    assert told(made)[0] == ["Clause", "Term", "Note"]
    assert ["[" in cell for cell in told(made)[2]] == [False, False, True]


def test_a_label_with_nothing_behind_it_leaves_no_line():
    made = table(
        ["Date", "Place", "Who says so", "Note"],
        ["1993", "Aghdam", "<p>Announced by: Azerbaijan</p><p>Denied by: –</p>", LONG],
        ["1994", "Fuzuli", "<p>Announced by: –</p><p>Denied by: –</p>", LONG],
    )
    folding.fold(made)
    assert [row[2] for row in told(made)[2:]] == [f"Announced by: Azerbaijan|{LONG}", LONG]


def test_sources_join_a_column_of_text_and_no_column_of_numbers():
    made = table(["As of", "Persons", "Claimant", "Sources"], ["2020", "60", LONG, SOURCES])
    folding.fold(made)
    assert told(made)[2] == ["2020", "60", f"{LONG}|[|Trend 2020|]|read"]
    made = table(["Day", "How many", "Kind", "Sources"], ["2020", "60", "dead", SOURCES])
    folding.fold(made)
    assert told(made)[2] == ["2020", "60", "dead|[|Trend 2020|]|read"]


def test_what_a_table_tells_keeps_its_column_whatever_its_heading():
    made = table(["Date", "Event", "Category"], ["1988", LONG, "political"])
    folding.fold(made)
    assert told(made)[0] == ["Date", "Event", "Category"]
    made = table(["Date", "Event", "Accounts"], ["1988", "A rally", LONG])
    folding.fold(made)
    assert [head.get_text() for head in made.select("th")] == ["Date and event", "Accounts"]


def test_a_table_of_two_columns_keeps_them():
    made = table(["Date", "Event"], ["1988", "A rally"])
    folding.fold(made)
    assert told(made) == [["Date", "Event"], ["Group"], ["1988", "A rally"]]


@pytest.mark.parametrize(
    "page", ["notebooks/terms", "notebooks/statement-2020", "notebooks/war-2020"]
)
def test_no_word_of_a_table_is_lost_on_paper(page):
    before = BeautifulSoup((BUILD / "html" / f"{page}.html").read_text("utf-8"), "lxml")
    [chapter] = article.chapters(BUILD / "html", [("", page)])
    after = chapter.article.get_text(" ")
    for cell in before.select("article td :is(.row-text, .row-title, .row-note, .row-account)"):
        words = re.sub(r"[\W_]+", "", cell.get_text())
        if cell.get_text(strip=True).endswith(": –"):
            continue  # a label with nothing behind it
        assert words in re.sub(r"[\W_]+", "", after)


def test_every_column_that_is_folded_stands_in_the_book():
    pages = [BUILD / "html" / f"{name}.html" for _, name in article.contents(ROOT)]
    headings = {
        heading.get_text(" ", strip=True)
        for page in pages
        for heading in BeautifulSoup(page.read_text("utf-8"), "lxml").select("article th")
    }
    assert {*folding.JOINED, folding.SOURCES} <= headings
