"""Values of the vocabularies are said in words, and names stand where a reader looks for them."""

import re
from collections import Counter
from itertools import pairwise

import pytest

from briefing import generated, schema
from briefing.paths import DATA, ROOT
from briefing.wording import alphabetical, bracketed, in_sentence, sentence_ends, series, words


def test_no_value_of_a_group_or_a_kind_is_shown_as_its_id():
    rows = [r for r in schema.rows(DATA, "vocabulary")]
    shown = [
        words(r["value"]) for r in rows if r["vocabulary"] in ("beneficiary-group", "actor-kind")
    ]
    assert len(shown) > 10
    assert [text for text in shown if re.search(r"\b(nk|ngo|idps?)\b", text)] == []


# What every reader of a newspaper knows, and outlets that are never called otherwise.
_KNOWN = {"BBC", "EU", "NATO", "NEWS", "OC", "TV", "UN", "US"}


def test_initials_that_stand_in_many_rows_are_in_the_glossary():
    told = [
        value
        for table in ("events", "agreements", "terms", "allegations", "estimates", "accounts")
        for row in schema.rows(DATA, table)
        for column, value in row.items()
        if column in ("title", "summary", "text", "note", "status_note", "account", "claimant")
    ]
    rows = Counter(word for text in told for word in set(re.findall(r"\b[A-Z]{2,}\b", text)))
    often = {word for word, count in rows.items() if count >= 15} - _KNOWN
    entries = re.findall(r"(?m)^[A-Z].*$", (ROOT / "book" / "glossary.md").read_text("utf-8"))
    explained = {word for entry in entries for word in re.split(r"[^A-Za-z]+", entry)}
    assert len(often) > 8 and sorted(often - explained) == []


def test_a_name_has_its_article_within_a_sentence():
    assert [in_sentence(n) for n in ("France", "United States")] == ["France", "the United States"]
    authorities = "De facto authorities of Nagorno-Karabakh"
    assert in_sentence(authorities) == "the de facto authorities"


def test_names_are_sorted_as_readers_look_them_up():
    names = ["CIS body", "Canada", "Ivanyan", "Iğdır", "Ərəb", "Elm", "Zürich", "Zug"]
    order = ["Canada", "CIS body", "Elm", "Ərəb", "Iğdır", "Ivanyan", "Zug", "Zürich"]
    assert sorted(names, key=alphabetical) == order


@pytest.mark.parametrize(
    ("latitude", "longitude", "shown"),
    [
        (39.8153, 46.7519, "39.815 N, 46.752 E"),
        (37.18817, -3.60667, "37.188 N, 3.607 W"),
        (-33.5, 151.25, "33.500 S, 151.250 E"),
    ],
)
def test_a_position_says_on_which_side_of_equator_and_greenwich_it_is(latitude, longitude, shown):
    assert generated.position(latitude, longitude) == shown


def test_the_page_of_names_has_no_negative_degree_and_no_bare_date():
    page = generated.names(DATA)
    assert not re.search(r"-\d+\.\d+ [EW]", page)
    assert not re.search(r'"(since |until )?\d{4}-\d{2}', page)


def test_a_sentence_lists_words_with_and_before_the_last():
    said = [series(list("abc")[:n]) for n in range(4)]
    assert said == ["", "a", "a and b", "a, b and c"]


def test_no_round_bracket_stands_within_another():
    assert bracketed("ICRC (a delegate)", "2001") == "(ICRC [a delegate], 2001)"
    assert bracketed("A court") == "(A court)"


def test_only_an_agreement_lapses():
    """Of a term it would read as expired; what was kept for a time and stopped is called so."""
    lapsing = {r["vocabulary"] for r in schema.rows(DATA, "vocabulary") if r["value"] == "lapsed"}
    assert lapsing == {"agreement-status"}
    assert words("discontinued") == "kept for a time, then stopped"


@pytest.mark.parametrize(
    ("text", "halts", "sentences"),
    [
        ("", False, []),
        ("B. Yeltsin left. He “spoke.”", False, ["B. Yeltsin left.", "He “spoke.”"]),
        ("It held; then it fell", False, ["It held; then it fell"]),
        ("It held; then it fell", True, ["It held;", "then it fell"]),
        ("By 2.5 km. It moved!", False, ["By 2.5 km.", "It moved!"]),
    ],
)
def test_a_sentence_ends_at_its_point_and_not_behind_an_initial(text, halts, sentences):
    ends = sentence_ends(text, halts)
    assert [text[a:b].strip() for a, b in pairwise([0, *ends])] == sentences
