"""A row of the record has one address, whatever links to it."""

import re

import pytest

from briefing import addresses, record
from briefing.markup import RowLink

TITLES = {"a": "First", "b": "Second"}


@pytest.mark.parametrize(
    ("table", "address"),
    [("events", "evt-x"), ("agreements", "agr-x"), ("terms", "term-x"), ("proposals", "plan-x")],
)
def test_an_address_tells_the_table_of_its_row(table, address):
    assert addresses.anchor(table, "x") == address


def test_a_table_without_addresses_has_no_anchor():
    with pytest.raises(KeyError, match="actors"):
        addresses.anchor("actors", "x")


def test_no_two_tables_share_the_beginning_of_their_addresses():
    beginnings = [of.prefix for of in addresses.ADDRESSED.values()]
    assert len(set(beginnings)) == len(beginnings)


@pytest.mark.parametrize("table", addresses.ADDRESSED)
def test_every_row_that_has_an_address_has_a_title(table):
    rows = getattr(record.load(), table)
    assert rows[addresses.ADDRESSED[table].column].notna().all()


def test_the_address_of_a_source_follows_from_its_key_alone():
    assert addresses.source_anchor("kremlin-2020-statement") == "r-7setj"
    assert addresses.source_anchor("a") != addresses.source_anchor("b")


def test_links_are_shown_by_the_titles_of_their_rows_in_the_given_order():
    assert list(addresses.links("events", ["b", "a"], TITLES)) == [
        RowLink("evt-b", "Second"),
        RowLink("evt-a", "First"),
    ]


def test_a_sentence_that_names_a_row_is_linked_without_its_stop():
    [link] = addresses.links("terms", ["a"], {"a": "Both sides hold their fire."})
    assert link == RowLink("term-a", "Both sides hold their fire")


def test_a_link_to_a_row_that_is_not_there_is_refused():
    with pytest.raises(KeyError, match="c"):
        list(addresses.links("events", ["a", "c"], TITLES))


def test_linked_rows_are_parted_by_the_separator():
    assert addresses.linked("events", ["a", "b"], TITLES).plain() == "First; Second"
    assert addresses.linked("terms", ["a", "b"], TITLES, " · ").myst() == (
        "{record:row}`First <term-a>` · {record:row}`Second <term-b>`"
    )


def test_no_rows_leave_no_link_behind():
    assert addresses.linked("events", [], TITLES).myst() == ""


def test_no_address_of_an_event_has_a_loaded_word():
    rec = record.load()
    words = rec.loaded_words.loc[rec.loaded_words["scope"] == "all", "pattern"]
    loaded = re.compile("|".join(rf"\b(?:{word})\b" for word in words))
    assert loaded.search("1988 exodus") and len(rec.events) > 100
    assert [name for name in rec.events["id"] if loaded.search(name.replace("-", " "))] == []
