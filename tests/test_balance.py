"""The balance of the record is computed as the methods say."""

import pandas as pd
import pytest

from briefing import record
from briefing.analysis import balance
from briefing.chapters.balance import CHECKED
from briefing.references import Source


def source(key: str, publisher: str, side: str = "none", **fields: str) -> Source:
    told = {"publisher": publisher, "side": side, "control": "other", "title": key, **fields}
    return Source(key, "press", 1, publisher, told)


@pytest.fixture
def table() -> pd.DataFrame:
    sources = [
        source("a", "Agency"),
        source("a-again", "AGENCY"),
        source("copy", "Mirror", copy_of="a"),
        source("reprint", "Blog", original="Agency"),
        source("baku", "Ministry in Baku", "az"),
        source("baku-private", "Outlet", stance="az"),
        source("yerevan", "Ministry in Yerevan", "am"),
        source("nk", "Office", "nk"),
    ]
    return balance.source_table({s.key: s for s in sources})


@pytest.mark.parametrize(
    ("keys", "number"),
    [
        (["a"], 1),
        (["a", "a-again"], 1),
        (["a", "copy"], 1),
        (["a", "reprint"], 1),
        (["a", "baku"], 2),
        (["copy", "baku", "yerevan"], 3),
    ],
)
def test_copies_and_one_publisher_count_once(table, keys, number):
    assert balance.independent(keys, table) == number


@pytest.mark.parametrize(
    ("keys", "side"),
    [
        (["baku"], "Azerbaijani"),
        (["baku", "baku-private"], "Azerbaijani"),
        (["yerevan", "nk"], "Armenian"),
        (["yerevan", "baku"], ""),
        (["a", "baku"], ""),
        (["a"], ""),
    ],
)
def test_a_row_leans_if_every_source_is_of_one_side(table, keys, side):
    assert balance.leaning(keys, table) == side


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("Armenian forces take Lachin from Azerbaijan", ("Armenian", "take")),
        (
            "Azerbaijan announces control of Hadrut; Armenia denies",
            ("Azerbaijani", "announces control of"),
        ),
        ("Soviet troops enter Baku", ("Soviet or Russian", "enter")),
        ("A quiet day", ("neither", "")),
    ],
)
def test_the_first_named_side_and_the_first_verb_are_read_off_a_title(title, named):
    assert balance.first_named(title) == named


def test_every_source_belongs_to_one_group():
    table = balance.source_table(record.load().sources)
    assert set(table["group"]) <= set(balance.ORDER)
    assert balance.by_group(table)[
        ["academic", "igo", "ngo", "press", "primary"]
    ].to_numpy().sum() == len(table)


def test_an_account_that_was_sought_in_vain_is_missing():
    accounts = pd.DataFrame(
        {
            "table": ["events", "events"],
            "row": ["x", "x"],
            "actor": ["armenia", "azerbaijan"],
            "account": pd.array(["Said so.", None], dtype="string"),
            "note": ["", "Sought."],
        }
    )
    events = pd.DataFrame({"id": ["x"]})
    missing = balance.missing_accounts(accounts, {"events": events})
    assert missing["actor"].tolist() == ["azerbaijan"]


def test_19_of_20_events_have_two_independent_sources():
    rec = record.load()
    sources = balance.source_table(rec.sources)
    two = [balance.independent(keys, sources) >= 2 for keys in rec.events["sources"]]
    assert sum(two) / len(two) >= 0.95


@pytest.mark.parametrize("name", CHECKED)
def test_every_row_was_checked_or_says_what_was_tried(name):
    rows = getattr(record.load(), name)
    assert rows["verified"].notna().all() and rows["support"].notna().all()
    doubtful = rows[rows["support"] == "unconfirmed"]
    assert doubtful["note"].notna().all()


def test_an_account_counts_under_its_nearest_source(table):
    accounts = pd.DataFrame(
        {
            "actor": ["azerbaijan", "azerbaijan", "azerbaijan", "armenia", "armenia", "un"],
            "account": pd.array(["x", "x", "x", "x", None, "x"], dtype="string"),
            "sources": [("baku", "a"), ("baku-private",), ("a",), ("nk",), (), ("a",)],
        }
    )
    sides = {"azerbaijan": "az", "armenia": "am", "un": "un"}
    found = balance.account_origins(accounts, sides, table)
    assert found.loc["Azerbaijani"].tolist() == [1, 1, 1, 0]
    assert found.loc["Armenian"].tolist() == [1, 0, 0, 1]
    assert found.loc["Other"].tolist() == [0, 0, 1, 0]
