"""What the chapters share says the same of the same row on every page."""

from types import SimpleNamespace

import pandas as pd
import pytest

from briefing.analysis import accounts
from briefing.chapters import agreements, common, heard
from briefing.chapters.control import CONTROL_HEADER, control_rows
from briefing.chapters.passages import Passages
from briefing.markup import Anchor, Block, RowLink, piece


def shown(value: object) -> str:
    return piece(value).plain()


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 events"), (1, "1 event"), (2, "2 events"), (1234, "1,234 events")]
)
def test_a_number_stands_with_its_noun(number, said):
    assert common.counted(number, "event") == said


def test_an_irregular_plural_is_given():
    assert common.counted(1, "party", "parties") == "1 party"
    assert common.counted(3, "party", "parties") == "3 parties"


def test_a_count_of_none_is_a_dash():
    assert common.counts_cells([0, 1, 12]) == ["–", "1", "12"]


@pytest.mark.parametrize(
    ("status", "date", "said"),
    [
        ("fulfilled", "2020-11-20", "fulfilled, 20 November 2020"),
        ("initialled", "2026-06-08", "initialled, as of 8 June 2026"),
        ("pending", None, "pending"),
    ],
)
def test_a_state_that_lasts_says_as_of_when_it_was_known(status, date, said):
    assert common.outcome(status, date) == said


def test_names_and_titles_are_found_by_id(tiny):
    record = tiny(
        actors=[{"id": "un", "name": "United Nations"}],
        terms=[{"id": "t", "text": "Fire stops."}],
        events=[{"id": "e", "title": "Fire stops"}],
    )
    assert common.names(record, "actors") == {"un": "United Nations"}
    assert common.titles(record, "terms") == {"t": "Fire stops."}
    assert common.titles(record, "events") == {"e": "Fire stops"}


def test_names_are_listed_in_the_order_of_the_ids():
    known = {"a": "Aghdam", "b": "Barda"}
    assert common.listed(("b", "a"), known) == "Barda; Aghdam"
    assert common.listed(("b", "a"), known, ", ") == "Barda, Aghdam"


def test_a_blank_value_leaves_no_line_in_a_cell():
    cell = common.stacked(("One", "row-title"), (None, "mark"), "", ("Two", "row-text"))
    assert shown(cell) == "One | Two"
    assert cell.myst() == "[One]{.row-title} [Two]{.row-text}"


@pytest.mark.parametrize(
    ("support", "said"),
    [
        ("secondhand", "second-hand"),
        ("unconfirmed", "not confirmed"),
        ("read", "read"),
        ("", "not yet checked"),
    ],
)
def test_sources_stand_with_how_well_the_row_stands(tiny, support, said):
    record = tiny(events=[{"id": "e", "sources": "k1;k2", "support": support}])
    [row] = record.events.itertuples()
    assert shown(common.sourced(row)) == f"[k1; k2] | {said}"


@pytest.fixture
def told_twice(tiny):
    """An agreement and the event of its making, with accounts on both."""
    accounts = [
        ("events", "made", "armenia", "We asked for it."),
        ("events", "made", "azerbaijan", ""),
        ("agreements", "pact", "azerbaijan", "They asked for it."),
        ("agreements", "pact", "un", "We saw it."),
        ("events", "alone", "un", "It happened."),
    ]
    return tiny(
        actors=[{"id": a, "name": a.title()} for a in ("armenia", "azerbaijan", "un")],
        events=[{"id": "made", "agreement": "pact"}, {"id": "alone"}],
        agreements=[{"id": "pact"}],
        passages=[],
        accounts=[
            {"id": str(n), "table": table, "row": row, "actor": actor, "account": said}
            for n, (table, row, actor, said) in enumerate(accounts)
        ],
    )


def test_an_agreement_and_the_event_of_its_making_share_their_accounts(told_twice):
    lines = [shown(line) for line in heard.accounts(told_twice, "agreements")["pact"]]
    assert lines == [
        "Armenia: We asked for it.",
        "Azerbaijan: They asked for it.",
        "Un: We saw it.",
    ]


def test_who_is_heard_on_an_event_and_who_was_sought_in_vain_are_counted_apart(told_twice):
    told = accounts.shown(told_twice.accounts, told_twice.events, "events")
    assert accounts.by_actor(told).to_dict("list") == {
        "actor": ["un", "armenia", "azerbaijan"],
        "heard": [2, 1, 0],
        "sought": [0, 0, 1],
    }


@pytest.mark.parametrize(("said", "both"), [("", 0), ("They asked for it.", 1)])
def test_an_account_that_was_not_found_is_no_second_side(tiny, said, both):
    rows = [("nk-authorities", "We asked."), ("azerbaijan", said), ("armenia", "We too.")]
    record = tiny(
        events=[{"id": "e"}],
        accounts=[
            {"id": a, "table": "events", "row": "e", "actor": a, "account": t} for a, t in rows
        ],
    )
    told = accounts.shown(record.accounts, record.events, "events")
    sides = {"nk-authorities": "nk", "azerbaijan": "az", "armenia": "am"}
    assert accounts.rows_with_both_sides(told, sides) == both


def test_of_two_accounts_of_one_actor_the_own_one_of_the_row_is_shown(told_twice):
    found = heard.accounts(told_twice, "events")
    assert [shown(line) for line in found["made"]] == [
        "Armenia: We asked for it.",
        "Azerbaijan: no account found.",
        "Un: We saw it.",
    ]
    assert [shown(line) for line in found["alone"]] == ["Un: It happened."]


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2020-11-10T00:00+03:00", "10 November 2020, 00:00 UTC+3 (21:00 UTC on 9 November)"),
        ("2022-09-14", "14 September 2022"),
        ("1994-05", "May 1994"),
    ],
)
def test_the_moment_of_effect_is_said_in_utc_where_its_offset_is_known(moment, said):
    assert agreements.in_force(moment) == said


def test_a_change_of_control_tells_who_announced_confirmed_and_denied_it(tiny):
    record = tiny(
        control_changes=[
            {"id": "c", "event": "e", "place": "town", "date": "2020-10-04", "means": "combat"}
            | {"from": "armenia", "to": "azerbaijan", "announced_by": "azerbaijan"}
            | {"denied_by": "armenia;un", "support": "read", "note": "A town."}
        ],
        passages=[],
    )
    passages = Passages(record, "control_changes")
    actors = {"armenia": "Armenia", "azerbaijan": "Azerbaijan", "un": "UN"}
    [cells] = control_rows(record.control_changes, actors, {"town": "Town"}, passages)
    assert len(cells) == len(CONTROL_HEADER)
    assert [shown(cell) for cell in cells] == [
        "4 October 2020",
        "Town | Azerbaijan, from Armenia | combat",
        "Announced by: Azerbaijan | Confirmed by: – | Denied by: Armenia; UN",
        "A town.",
        "read",
    ]
    assert cells[0] == RowLink("control-c", "4 October 2020")
    assert cells[1].pieces[0] == Block(RowLink("evt-e", "Town"), "row-title")
    [own] = control_rows(record.control_changes, actors, {"town": "Town"}, passages, own=True)
    assert own == [Anchor("control-c", "4 October 2020"), *cells[1:]]


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("denied-first", "Denied at first by: Armenia | Confirmed later by: Armenia; UN"),
        ("confirmed-first", "Confirmed at first by: Armenia; UN | Denied later by: Armenia"),
        (
            "",
            "Confirmed by: Armenia; UN | Denied by: Armenia (which of the two came first is not "
            "known)",
        ),
    ],
)
def test_who_denied_a_change_and_confirmed_it_too_is_told_in_the_order_of_the_record(
    tiny, order, said
):
    change = {"id": "c", "event": "e", "place": "town", "date": "2020-10-04", "means": "combat"}
    change |= {"from": "armenia", "to": "azerbaijan", "announced_by": "azerbaijan"}
    change |= {"confirmed_by": "armenia;un", "denied_by": "armenia", "denial_order": order}
    actors = {"armenia": "Armenia", "azerbaijan": "Azerbaijan", "un": "UN"}
    record = tiny(control_changes=[change], passages=[])
    passages = Passages(record, "control_changes")
    [cells] = control_rows(record.control_changes, actors, {"town": "T"}, passages)
    assert shown(cells[2]) == f"Announced by: Azerbaijan | {said}"


def test_rows_stand_under_the_titles_of_their_phases(tiny):
    record = tiny(phases=[{"id": "war", "title": "The war"}, {"id": "peace", "title": "Peace"}])
    told = pd.DataFrame({"phase": ["war", "war", "peace"], "id": ["a", "b", "c"]})
    rows = common.by_phase(record, told, lambda item: [item.id, item.phase])
    assert rows == [["The war"], ["a", "war"], ["b", "war"], ["Peace"], ["c", "peace"]]


def test_rows_stand_under_a_heading_wherever_the_value_of_a_column_changes():
    told = pd.DataFrame({"side": ["a", "b", "b", "a"], "id": [1, 2, 3, 4]})
    rows = common.grouped(told, "side", {"a": "One", "b": "Other"}, lambda item: [item.id, "x"])
    assert rows == [["One"], [1, "x"], ["Other"], [2, "x"], [3, "x"], ["One"], [4, "x"]]


def test_what_an_agreement_is_is_not_said_twice():
    kinds = {"form": "written-signed", "legal_character": "signed-political-text"}
    signed = SimpleNamespace(**kinds, ceasefire_class="preliminary")
    assert agreements._character(signed) == "signed political text · preliminary"
    kinds = {"form": "oral", "legal_character": "oral"}
    spoken = SimpleNamespace(**kinds, ceasefire_class="cessation-of-hostilities")
    assert agreements._character(spoken) == "oral · cessation of hostilities"


def test_names_of_actors_stand_in_small_letters_within_a_sentence():
    known = {"nk": "De facto authorities of Nagorno-Karabakh", "us": "United States"}
    assert (
        common.within_sentence(["nk", "us"], known) == "the de facto authorities; the United States"
    )
