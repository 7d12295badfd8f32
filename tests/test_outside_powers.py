"""What the record holds of a power is counted by the power, not by the row."""

import pandas as pd
import pytest

from briefing import charts, record
from briefing.analysis import outside_powers as powers
from briefing.chapters import outside_powers as chapter

EVENTS = pd.DataFrame(
    {
        "id": ["c", "b", "a", "d"],
        "actors": [
            ("russia", "russian-peacekeepers"),
            ("russian-peacekeepers",),
            ("russia", "turkey"),
            ("armenia",),
        ],
        "date_earliest": pd.to_datetime(["2021-01-01", "2020-11-10", "2020-11-10", "2020-01-01"]),
    }
)


@pytest.mark.parametrize(
    ("power", "events"), [("russia", ["a", "b", "c"]), ("turkey", ["a"]), ("iran", [])]
)
def test_russia_acts_through_its_contingent_and_other_powers_do_not(power, events):
    assert powers.of_power(EVENTS, power)["id"].tolist() == events


@pytest.fixture
def reach() -> pd.DataFrame:
    meetings = pd.DataFrame(
        {
            "host": [("russia",), ("france", "united-states"), ()],
            "present": [
                ("russia", "armenia", "azerbaijan"),
                ("france", "russia", "united-states"),
                ("russian-peacekeepers", "armenia"),
            ],
        }
    )
    roles = pd.DataFrame(
        {
            "agreement": ["x", "x", "y", "y"],
            "actor": ["russia", "russian-peacekeepers", "russia", "turkey"],
        }
    )
    proposals = pd.DataFrame({"author": [("russia", "france"), ("armenia",)]})
    positions = pd.DataFrame({"actor": ["russia", "russia", "iran", "armenia"]})
    return powers.reach(EVENTS, meetings, roles, proposals, positions)


def test_every_power_has_a_row_and_the_parties_have_none(reach):
    assert tuple(reach.index) == powers.POWERS
    assert not reach.loc["india"].any()


def test_an_agreement_with_two_roles_of_one_power_counts_once(reach):
    assert reach["agreements"].drop(["russia", "turkey"]).sum() == 0
    assert reach.loc[["russia", "turkey"], "agreements"].tolist() == [2, 1]


def test_a_power_that_hosted_is_told_from_one_that_sat_at_the_table(reach):
    assert reach.loc["russia", ["meetings hosted", "meetings attended"]].tolist() == [1, 3]
    assert reach.loc["france", ["meetings hosted", "meetings attended"]].tolist() == [1, 1]


def test_events_plans_and_positions_are_counted_by_power(reach):
    columns = ["events", "plans", "positions"]
    assert reach.loc["russia", columns].tolist() == [3, 1, 2]
    assert reach.loc["france", columns].tolist() == [0, 1, 0]
    assert reach.loc["iran", columns].tolist() == [0, 0, 1]


def test_the_largest_supplier_of_each_period_is_told_in_time_order():
    imports = pd.DataFrame(
        {
            "importer": ["azerbaijan"] * 4 + ["armenia"] * 2,
            "supplier": ["israel", "russia", "russia", "israel", "russia", "russia"],
            "start": ["2016", "2016", "2010", "2010", "2016", "2016"],
            "end": ["2020", "2020", "2014", "2014", "2020", "2018"],
            "share": [69.0, 17.0, 65.0, 4.0, 94.0, 90.0],
        }
    )
    told = powers.largest_supplier(imports, "azerbaijan")
    assert told.to_numpy().tolist() == [
        ["2010", "2014", "russia", 65.0],
        ["2016", "2020", "israel", 69.0],
    ]
    # Two periods may begin in one year.
    assert set(powers.largest_supplier(imports, "armenia")["share"]) == {94.0, 90.0}


def test_the_stay_of_the_contingent_runs_from_the_statement_to_the_last_day_of_its_end(tiny):
    record = tiny(
        agreements=[{"id": "2020-11-10-trilateral", "in_force_from": "2020-11-10T00:00+03:00"}],
        terms=[
            {"id": "2020-11-10-trilateral-4a", "ended": "2020-11-11"},
            {"id": "2020-11-10-trilateral-4b", "ended": "2020-11"},
        ],
    )
    assert chapter.contingent_days(record) == 20


def test_a_power_mediated_what_it_is_named_as_mediator_of():
    texts = pd.DataFrame(
        {
            "id": ["later", "earlier", "hosted"],
            "date_signed_earliest": pd.to_datetime(["1994", "1992", "1993"]),
        }
    )
    roles = pd.DataFrame(
        {
            "agreement": ["later", "earlier", "hosted", "hosted"],
            "actor": ["iran", "iran", "iran", "russia"],
            "role": ["mediator", "mediator", "host", "mediator"],
        }
    )
    assert powers.mediated(texts, roles, "iran")["id"].tolist() == ["earlier", "later"]
    peacekeepers = roles.assign(actor=roles["actor"].replace("russia", "russian-peacekeepers"))
    for told in (roles, peacekeepers):
        assert powers.mediated(texts, told, "russia")["id"].tolist() == ["hosted"]


def test_what_the_answer_says_in_typed_words_is_true_of_the_record():
    known = record.load()
    iranian = powers.mediated(known.agreements, known.agreement_actors, "iran")
    assert set(iranian["date_signed"].str[:4]) == {"1992"}
    russian = powers.mediated(known.agreements, known.agreement_actors, "russia")
    assert "1994-05-12-ceasefire" in set(russian["id"])
    roles = known.agreement_actors
    signed = roles[(roles["agreement"] == chapter.STATEMENT) & roles["signatory"]]
    assert "russia" in set(signed["actor"])
    brussels = known.meetings[known.meetings["host"].map(lambda by: "eu" in by)]
    assert brussels["date"].min() == "2021-12-14"


def test_a_plan_of_several_powers_is_one_plan():
    plans = pd.DataFrame(
        {"author": [("russia", "united-states", "france"), ("russia",), ("armenia",), ("eu",)]}
    )
    assert powers.plans_authored(plans) == 3


def test_periods_that_share_their_first_year_have_a_bar_each(tiny, monkeypatch):
    shares = [("azerbaijan", "2018", 51), ("azerbaijan", "2016", 40), ("armenia", "2018", 94)]
    actors = [{"id": i, "name": i.title()} for i in ("azerbaijan", "armenia", "russia")]
    told = tiny(
        actors=actors,
        arms_imports=[
            {"id": f"{state}-{end}", "importer": state, "supplier": "russia", "share": share}
            | {"start": "2014", "end": end}
            for state, end, share in shares
        ],
    )
    drawn = []
    monkeypatch.setattr(charts, "show", lambda figure, *_: drawn.append(figure))
    chapter.arms_chart(told)
    [figure] = drawn
    [axes] = figure.axes
    assert sorted(bar.get_width() for bar in axes.patches) == [6, 40, 49, 51, 60, 94]


def test_every_supplier_is_named_at_its_bar(monkeypatch):
    drawn = []
    monkeypatch.setattr(charts, "show", lambda figure, *said: drawn.append((figure, said[3])))
    told = record.load()
    chapter.arms_chart(told)
    [(figure, data)] = drawn
    known = dict(zip(told.actors["id"], told.actors["name"], strict=True))
    [axes] = figure.axes
    said = [label.get_text() for label in axes.texts]
    assert sorted(said) == sorted(f"{known[r.supplier]} {r.share:g} %" for r in data.itertuples())
    bars = [label.get_text() for label in axes.get_yticklabels()]
    assert [bar.split()[0] for bar in bars[::-1]] == sorted(bar.split()[0] for bar in bars)
