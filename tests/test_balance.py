"""The balance of the record is computed as the methods say."""

import itertools
from types import SimpleNamespace

import pandas as pd
import pytest
from matplotlib.colors import to_rgb

from briefing import record
from briefing.analysis import balance
from briefing.chapters import balance as chapter
from briefing.references import Source


def source(key: str, publisher: str, side: str = "none", **fields: str) -> Source:
    told = {"publisher": publisher, "side": side, "control": "other", "title": key, **fields}
    return Source(key, "press", 1, (publisher,), told)


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
        ("De facto forces say that a drone fell; Azerbaijan denies", ("Armenian", "say")),
        ("Fighting on the Armenia-Azerbaijan border", ("neither", "")),
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
    missing = balance.missing_accounts(accounts)
    assert missing["actor"].tolist() == ["azerbaijan"]


def test_19_of_20_events_have_two_independent_sources():
    rec = record.load()
    sources = balance.source_table(rec.sources)
    two = [balance.independent(keys, sources) >= 2 for keys in rec.events["sources"]]
    assert sum(two) / len(two) >= 0.95


def test_what_is_called_corroborated_has_two_independent_sources():
    rec = record.load()
    sources = balance.source_table(rec.sources)
    tables = {name: getattr(rec, name) for name in rec.package.tables}
    alone = [
        (name, row.id)
        for name, table in tables.items()
        if {"support", "sources"} <= set(table)
        for row in table[table["support"] == "corroborated"].itertuples()
        if balance.independent(row.sources, sources) < 2
    ]
    assert alone == []


@pytest.mark.parametrize("name", chapter.checked(record.load()))
def test_every_row_was_checked_or_says_what_was_tried(name):
    rows = chapter.checked(record.load())[name]
    if name == "phases":  # no phase of the fighting: where this briefing begins is its own choice
        rows = rows[rows["id"] != "background"]
    assert rows["verified"].notna().all() and rows["support"].notna().all()
    doubtful = rows[rows["support"] == "unconfirmed"]
    assert doubtful["note"].notna().all()


def test_an_account_counts_under_its_nearest_source(table):
    accounts = pd.DataFrame(
        {
            "actor": [*["azerbaijan"] * 3, *["armenia"] * 2, "un", "hrw", "turkey", "turkey"],
            "account": pd.array(["x", "x", "x", "x", None, *["x"] * 4], dtype="string"),
            "sources": [
                ("baku", "a"),
                ("baku-private",),
                ("a",),
                ("nk",),
                (),
                ("a",),
                ("a",),
                ("ankara",),
                ("paris",),
            ],
        }
    )
    sides = {"azerbaijan": "az", "armenia": "am", "un": "un", "hrw": "none", "turkey": "tr"}
    states = table.loc[["a", "a"]].assign(side=["tr", "fr"]).set_axis(["ankara", "paris"])
    found = balance.account_origins(accounts, sides, pd.concat([table, states]))
    assert found.loc["Azerbaijani"].tolist() == [1, 1, 1, 0]
    assert found.loc["Armenian"].tolist() == [1, 0, 0, 1]
    # A press of no state is nobody's own, nor is one state's that of another.
    assert found.loc["Other"].tolist() == [1, 0, 3, 0]


def test_rows_are_counted_by_how_well_they_stand_and_unchecked_ones_apart():
    tables = {
        "events": pd.DataFrame({"support": ["read", "corroborated", "read"]}),
        "terms": pd.DataFrame({"support": pd.array([None, "unconfirmed"], dtype="string")}),
    }
    told = balance.standing(tables)
    assert list(told.columns) == ["corroborated", "read", "secondhand", "unconfirmed", "blank"]
    assert told.loc["events"].tolist() == [1, 2, 0, 0, 0]
    assert told.loc["terms"].tolist() == [0, 0, 0, 1, 1]


def test_a_source_that_two_events_of_a_phase_cite_counts_twice(table):
    placed = pd.DataFrame(
        {
            "phase": ["late", "late", "early"],
            "sources": [("baku", "a"), ("baku",), ("yerevan", "nk", "baku-private")],
        }
    )
    told = balance.citations_by_phase(placed, table)
    assert list(told.index) == ["late", "early"]
    assert tuple(told.columns) == balance.ORDER
    assert told.loc["late"][lambda n: n > 0].to_dict() == {"Azerbaijan": 2, "Of no state": 1}
    assert told.loc["early"][lambda n: n > 0].to_dict() == {
        "Armenia and de facto authorities": 2,
        balance.PARTISAN["az"]: 1,
    }


def test_verbs_are_read_off_events_of_combat_and_control_in_time_order():
    events = pd.DataFrame(
        {
            "id": ["c", "b", "a"],
            "date": ["2020-10-04", "1993-07-23", "1992-01-01"],
            "date_earliest": pd.to_datetime(["2020-10-04", "1993-07-23", "1992-01-01"]),
            "title": ["Azerbaijan announces a push", "Armenian forces take a town", "Armenia says"],
            "category": ["combat", "control", "legal"],
        }
    )
    told = balance.verbs(events)
    assert told[["id", "side", "verb"]].to_numpy().tolist() == [
        ["b", "Armenian", "take"],
        ["c", "Azerbaijani", "announces"],
    ]


def test_events_that_lean_are_told_with_their_side(tiny):
    sources = "".join(
        f"@misc{{{key}, author = {{{{X}}}}, publisher = {{{key}}}, side = {{{side}}}}}\n"
        for key, side in (("baku", "az"), ("yerevan", "am"))
    )
    record = tiny(
        sources,
        events=[
            {"id": "late", "date": "2021", "sources": "baku"},
            {"id": "early", "date": "1991", "sources": "yerevan"},
            {"id": "both", "date": "1994", "sources": "baku;yerevan"},
        ],
    )
    told = chapter.one_sided(record)
    assert told["id"].tolist() == ["early", "late"]
    assert told["leaning"].tolist() == ["Armenian", "Azerbaijani"]


def test_each_group_is_told_in_the_chart_by_its_hatch_or_its_lightness():
    shares = [0.299, 0.587, 0.114]  # of red, green and blue in grey
    told = [
        (hatch, sum(a * b for a, b in zip(to_rgb(fill), shares, strict=True)))
        for fill, hatch, _ in chapter._LOOKS.values()
    ]
    for (one, light), (other, dark) in itertools.combinations(told, 2):
        assert one != other or abs(light - dark) > 0.15


def audits(**latest) -> pd.DataFrame:
    """Readings in time order; the last draw from all main tables has the values of ``latest``."""
    every = sorted(balance.DRAWN_TABLES)
    unknown = {"misleading": pd.NA, "statements": pd.NA, "faulted": pd.NA}
    rows = [
        {"id": "a", "tables": every, "draw": 'Sixty rows; random.Random("a")', "imprecise": 6},
        {"id": "b", "tables": every, "draw": 'Sixty rows; random.Random("b")'} | latest,
        {"id": "c", "tables": every, "draw": "Every row"},
        {"id": "d", "tables": every[:2], "draw": 'Ten rows; random.Random("d")'},
    ]
    known = {"date": "2026-11-30", "supported": 14, "imprecise": 4, "wrong": 0, "untested": 2}
    told = pd.DataFrame([known | unknown | row for row in rows])
    numbers = ["supported", "imprecise", "wrong", "untested", *unknown]
    return told.astype(dict.fromkeys(numbers, "Int64"))


def test_draws_are_those_at_random_from_all_main_tables():
    assert balance.draws(audits())["id"].tolist() == ["a", "b"]
    with pytest.raises(ValueError, match=r"audits\.csv holds no draw"):
        balance.draws(audits()[2:])


def test_the_front_page_tells_what_the_latest_draw_found():
    told = chapter.latest_draw(SimpleNamespace(audits=audits()))
    assert told.startswith("Of the 20 rows last drawn at random")
    assert (
        "14 were right in every point, 4 imprecise in some point, none wrong, and 2 could" in told
    )
    assert "By that sample 22 per cent of the rows may be imprecise" in told
    more = audits(untested=0, wrong=1, misleading=0, statements=200, faulted=7)
    told = chapter.latest_draw(SimpleNamespace(audits=more))
    assert "4 imprecise in some point (none could mislead), 1 wrong; of 200 statements" in told
    assert "21 per cent of the rows and 4 per cent of the statements may be imprecise" in told


def test_balance_tells_what_all_draws_found():
    found = audits(misleading=1, statements=200, faulted=7)
    told = chapter.all_draws(SimpleNamespace(audits=found))
    assert "In 2 draws from the six main tables 38 rows could be looked up; 70 to 78 per" in told
    assert "and none wrong (readings of one or a few tables found 0 wrong rows in all)" in told
    assert "; of 200 statements that checkers counted in 1 of them, 3.5 per cent" in told
    assert "statements" not in chapter.all_draws(SimpleNamespace(audits=audits()))


def test_a_reading_shows_what_could_mislead_and_the_statements_where_they_are_known():
    blank, known = audits()[1:2], audits(misleading=1, statements=200, faulted=7)[1:2]
    [plain], [full] = (list(told.itertuples()) for told in (blank, known))
    assert [line for line, _ in chapter._verdicts(plain)][1:] == [
        "4 imprecise",
        "0 wrong",
        "2 untested",
    ]
    shown = [line for line, _ in chapter._verdicts(full)]
    assert shown[1] == "4 imprecise (1 could mislead)"
    assert shown[-1] == "7 of 200 statements faulted"


@pytest.fixture
def shown(monkeypatch) -> list[tuple]:
    """What is given to each table that a chapter shows."""
    given: list[tuple] = []
    monkeypatch.setattr(chapter.tables, "show", lambda *said: given.append(said))
    return given


def test_coverage_tells_the_three_days_of_each_topic_apart(shown, tiny):
    topic = {"id": "x", "topic": "Events", "start": "1987", "checked_to": "1991-12-31"}
    topic |= {"checked_on": "2026-11-28", "tables": "events", "method": "Read.", "gaps": ""}
    chapter.coverage_table(tiny(coverage=[topic, topic | {"id": "y", "gaps": "Texts."}]))
    [(_, _, header, rows, *_)] = shown
    assert len(header) == 3
    plain = [[str(cell if isinstance(cell, str) else cell.plain()) for cell in row] for row in rows]
    assert plain[0] == [
        "Events | from 1987 to 31 December 1991 | checked on 28 November 2026",
        "Read.", "none known",
    ]  # fmt: skip
    assert plain[1][2] == "Texts."


def test_a_standing_that_no_row_has_is_no_column(shown):
    rec = record.load()
    chapter.standing_table(rec)
    [(_, _, header, rows, *_)] = shown
    counted = chapter.standing(rec).sum()
    names = [chapter._STANDING[name] for name, number in counted.items() if number]
    assert list(header) == ["Table", *names, "All"]
    assert all(len(row) == len(header) for row in rows)
