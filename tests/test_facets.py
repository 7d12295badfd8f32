"""What a row carries for the script of its page says what the record says."""

import json

import pytest
from bs4 import BeautifulSoup

from briefing.facets import Facet, Facets, Order, by_field, flagged, keys, single
from briefing.markup import Text
from briefing.tables import Table, html_rows

KINDS = Facet("kind", "Kind", [("b",), ("a", "b"), ()], {"a": "Alpha", "b": "Beta"}.__getitem__)
MARK = Facet("mark", "marked only", flagged([True, None, False]), flag=True)
DATES = Order("date", "oldest first", "newest first", keys(["1992-05", None, "2020"]))
STANDING = Order("place", "first first", "last first")


def test_a_code_holds_the_numbers_of_its_values_and_its_sort_keys():
    facets = Facets("row", "rows", (KINDS, MARK), (STANDING, DATES))
    assert facets.codes() == ["1;0;1992-05", "0,1;;", ";;2020"]


def test_the_lists_name_each_value_that_occurs_by_its_words():
    listed = json.loads(Facets("row", "rows", (KINDS,), (STANDING, DATES)).listed())
    [kind] = listed["facets"]
    assert kind["values"] == [["a", "Alpha"], ["b", "Beta"]]
    assert [order["keyed"] for order in listed["orders"]] == [False, True]


def test_values_stand_in_the_given_order_and_those_that_do_not_occur_are_left_out():
    facet = Facet("kind", "Kind", [("a",), ("b",)], order=("c", "b", "a"))
    assert facet.ids() == ["b", "a"]


def test_facets_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match=r"\[1, 3\]"):
        _ = Facets("row", "rows", (KINDS, Facet("x", "X", [("a",)]))).size


def test_a_table_refuses_facets_of_other_rows():
    with pytest.raises(ValueError, match="2 rows, but facets of 3"):
        Table("tbl-x", "c", ("A", "B"), [["a", "b"], ["group"], ["a", "b"]], "s",
              facets=Facets("row", "rows", (KINDS,)))  # fmt: skip


def test_a_group_heading_carries_no_code():
    rows = [["group"], ["a", "b"], ["c", "d"], ["e", "f"]]
    table = Table("tbl-x", "c", ("A", "B"), rows, "s", facets=Facets("row", "rows", (KINDS,)))
    lines = [json.loads(line) for line in table.myst().splitlines() if line.startswith("[")]
    assert json.loads(lines[0].pop()["facets"])["many"] == "rows"
    assert [line[-1] for line in lines] == ["B", "group", {"f": "1"}, {"f": "0,1"}, {"f": ""}]


def test_what_rows_carry_stands_on_the_head_field_after_field_and_cannot_leave_it():
    cells = [[Text("a"), Text("b")], [Text("group")], [Text("c"), Text("d")]]
    carried = [{"facets": '"><script>'}, {"f": "1;<"}, {}, {"f": "0,2;"}]
    soup = BeautifulSoup(html_rows(("A", "B"), cells, None, carried), "html.parser")
    assert soup.thead["data-facets"] == '"><script>'
    assert soup.thead["data-rows"] == "1;0,2|<;"
    assert soup.find("script") is None
    assert all(not row.attrs for row in soup.tbody.select("tr:not(.group-row)"))


@pytest.mark.parametrize(
    "codes",
    [[{}, {"f": "1"}], [{"f": "1"}, {"f": "1"}, {"f": "2"}]],
    ids=["a row without", "a heading with"],
)
def test_a_code_that_would_fall_to_another_row_is_refused(codes):
    cells = [[Text("a"), Text("b")], [Text("c"), Text("d")], [Text("group")]]
    with pytest.raises(ValueError, match="every row"):
        html_rows(("A", "B"), cells[-len(codes) :], None, [{"facets": "{}"}, *codes])


@pytest.mark.parametrize("key", ["1;2", "1,2", "1|2"])
def test_a_sort_key_that_holds_a_separator_is_refused(key):
    facets = Facets("row", "rows", (), (Order("number", "up", "down", [key]),))
    with pytest.raises(ValueError, match="separator"):
        facets.codes()


def test_codes_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match="shorter"):
        by_field(["1;0", "1"])


def test_readers_of_notebooks_and_of_data_see_nothing_of_it():
    rows = [["a", "b"], ["c", "d"], ["e", "f"]]
    plain = Table("tbl-x", "c", ("A", "B"), rows, "s")
    table = Table("tbl-x", "c", ("A", "B"), rows, "s", facets=Facets("row", "rows", (KINDS,)))
    assert (table.html(), table.csv(), table.plain()) == (plain.html(), plain.csv(), plain.plain())


def test_blank_cells_have_no_value():
    import pandas as pd

    blank = [pd.NA, None, float("nan"), pd.NaT, ""]
    assert single(blank) == flagged(blank) == [()] * 5
    assert keys(blank) == [""] * 5
    assert single(["x", 7]) == [("x",), ("7",)]
