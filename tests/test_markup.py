"""Text of the record can never become markup."""

import csv
import io

import pytest

from briefing.markup import Block, Cite, Marks, RowLink, Text, escape, row
from briefing.tables import Table


def test_every_ascii_punctuation_mark_is_escaped():
    marks = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
    assert escape(marks) == "".join(f"\\{mark}" for mark in marks)


def test_letters_of_every_script_pass_untouched():
    assert escape("Ստեփանակերտ Шуша Ağdam") == "Ստեփանակերտ Шуша Ağdam"


def test_html_of_a_text_holds_no_tag():
    assert Text("<script>").html() == "&lt;script&gt;"


def test_a_link_text_cannot_close_its_role():
    assert "`" not in RowLink("evt-x", "a`b").myst().removeprefix("{record:row}`")[:-1]


def test_a_link_text_cannot_end_its_cell():
    assert "|" not in RowLink("evt-x", "a | b").myst()


def table(rows):
    return Table("tbl-x", "A caption", ("One", "Two"), rows, "A source")


def test_the_csv_of_a_table_holds_exactly_what_it_shows():
    shown = table([("Group",), ("a,b", Cite(("k1", "k2"))), ("c", "d")]).csv()
    assert list(csv.reader(io.StringIO(shown))) == [
        ["Group", "One", "Two"],
        ["Group", "a,b", "[k1; k2]"],
        ["Group", "c", "d"],
    ]


def test_parts_of_a_cell_that_look_different_are_set_off_in_the_csv():
    """In a program nothing else tells where a title ends and its summary begins."""
    cell = row(
        row(Text("Title", "row-title"), Text("political", "tag")),
        Block(row("Said so.", Marks((1,)), separator=""), "row-text"),
        Text(""),
        Text("A note", "row-note"),
    )
    named = row("Yerevan", Text("Երևան", "lang-hy"), "again")
    shown = table([(cell, row(named, Text("as a note", "row-note"), "and on"))]).csv()
    assert list(csv.reader(io.StringIO(shown)))[1] == [
        "Title | political | Said so.[1] | A note",
        "Yerevan Երևան again | as a note | and on",
    ]


def test_a_row_of_the_wrong_width_is_refused():
    with pytest.raises(ValueError, match="row 2 has 3 cells, the header 2"):
        table([("a", "b"), ("a", "b", "c")])
