"""The texts since August 2025 are compared with the statement by the types of their terms."""

import json

import pandas as pd
import pytest

from briefing import record
from briefing.analysis import texts_2025
from briefing.chapters.texts_2025 import AGREEMENT
from briefing.paths import NOTEBOOKS


def test_the_texts_begin_with_8_august_2025():
    agreements = pd.DataFrame(
        {
            "id": ["c", "b", "a", "z"],
            "date_signed_earliest": pd.to_datetime(
                ["2026-05-26", "2025-08-08", "2025-08-08", "2025-08-07"]
            ),
        }
    )
    assert texts_2025.texts(agreements)["id"].tolist() == ["a", "b", "c"]


@pytest.fixture
def counts() -> pd.DataFrame:
    rows = [
        ("old", "handover", True),
        ("old", "handover", True),
        ("old", "ceasefire", True),
        ("old", "transport", True),
        ("new", "ceasefire", True),
        ("new", "ceasefire", False),
        ("newer", "borders", True),
        ("newer", "transport", True),
        ("new", "transport", True),
        ("other", "return", True),
    ]
    terms = pd.DataFrame(rows, columns=["agreement", "type", "in_official_text"])
    return texts_2025.compared(terms, "old", ["new", "newer", "silent"])


def test_each_text_has_a_column_and_the_statement_the_first(counts):
    assert list(counts.columns) == ["old", "new", "newer", "silent"]
    assert counts["silent"].tolist() == [0, 0, 0, 0]


def test_types_of_the_statement_come_first_by_number_and_new_ones_last(counts):
    assert list(counts.index) == ["handover", "transport", "ceasefire", "borders"]


def test_terms_outside_of_the_official_text_and_of_other_texts_do_not_count(counts):
    assert counts.loc["ceasefire"].tolist() == [1, 1, 0, 0]
    assert "return" not in counts.index


def test_types_are_told_apart_by_where_they_are_found(counts):
    assert texts_2025.shared(counts) == {
        "both": ["transport", "ceasefire"],
        "statement": ["handover"],
        "later": ["borders"],
    }


def test_the_limits_name_the_articles_that_were_read_as_their_rows_do():
    terms = record.load().terms
    own = terms[terms["agreement"] == AGREEMENT]
    articles = own["clause"].str.split().str[0]
    by_basis = articles.groupby(own["text_basis"]).agg(list).map(dict.fromkeys).map(list)
    read = ["preamble", "I", "II", "III", "IV", "V", "VI", "VII", "XV"]
    assert by_basis.to_dict() == {
        "press-reproduction": read,
        "press-report": ["VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "not"],
    }
    summed_up = own["note"].fillna("").str.contains("[Rr]ead in (?:a |)(?:summar|quotation)")
    assert summed_up.equals(own["text_basis"] == "press-report")
    notebook = json.loads((NOTEBOOKS / "texts-2025.ipynb").read_text(encoding="utf-8"))
    limits = "".join(notebook["cells"][-1]["source"])
    assert "articles I to VII and XV were read in copies of it, article IX in part" in limits
    assert "articles VIII and X to XIV in summaries" in limits
    assert "not numbered in the report" in set(own["clause"])
    assert "a clause on hostile acts in quotations that do not number its article" in limits
