"""A published figure keeps its claimant, its bounds and its unit."""

import pandas as pd
import pytest

from briefing import charts, tables
from briefing.analysis import human_cost
from briefing.chapters import captives_and_missing, common, estimates, figures, missing_2020
from briefing.chapters import human_cost as chapter
from briefing.markup import piece
from briefing.record import load


@pytest.mark.parametrize(
    ("shown", "unit", "said"),
    [
        ("7,646", "persons", "7,646 persons"),
        ("1", "persons", "1 person"),
        ("at least 1", "persons", "at least 1 persons"),
        ("1", "km2", "1 km²"),
        ("12", "percent", "12 %"),
        ("1", "percent", "1 %"),
    ],
)
def test_a_figure_is_said_with_its_unit(shown, unit, said):
    assert human_cost.with_unit(shown, unit) == said


@pytest.mark.parametrize(
    ("shown", "scope", "said"),
    [
        ("200", "people killed, about", ("about 200", "people killed")),
        ("at least 146", "civilians; more than", ("more than 146", "civilians")),
        ("up to 10,000", "people removed; up to", ("up to 10,000", "people removed")),
        ("7", "people over Goranboy", ("7", "people over Goranboy")),
        ("at least 80", "people fled, “over”", ("over 80", "people fled")),
        ("100", "men, about, by the mayor’s count", ("about 100", "men, by the mayor’s count")),
    ],
)
def test_a_number_stands_with_the_word_that_its_claimant_put_to_it(shown, scope, said):
    assert human_cost.qualified(shown, scope) == said


def claim(name: str, loser: str, by: str | None, **more) -> dict:
    row = {"id": name, "episode": "war", "measure": "killed", "group": "all", "losses_of": loser}
    row |= {"value": 10, "unit": "persons", "covers": "whole", "claimant": name, "as_of": "2021"}
    return row | {"claimant_actor": by} | more


@pytest.fixture
def told(tiny):
    """What the record tells of the killed of one war, of rows that each differ in one thing."""

    def read(*rows: dict, groups: tuple[str, ...] = ("all",)) -> pd.DataFrame:
        return human_cost.claims(tiny(estimates=rows).estimates, "war", "killed", groups)

    return read


@pytest.mark.parametrize(
    "more",
    [
        {"episode": "peace"},
        {"measure": "wounded"},
        {"group": "civilian"},
        {"covers": "part"},
        {"unit": "percent"},
    ],
)
def test_a_figure_of_another_thing_is_left_out(told, more):
    assert told(claim("a", "nk", "un"), claim("b", "nk", "un", **more))["id"].tolist() == ["a"]


def test_of_several_groups_each_keeps_its_name(told):
    found = told(
        claim("a", "nk", "un"),
        claim("b", "nk", "un", group="military"),
        claim("c", "nk", "un", group="civilian"),
        groups=("all", "military"),
    )
    assert found["group"].tolist() == ["all", "military"]


@pytest.mark.parametrize(
    ("loser", "by", "whose"),
    [
        ("azerbaijan", "azerbaijan", "own"),
        ("azerbaijan", "armenia", "other side"),
        ("azerbaijan", "nk-authorities", "other side"),
        ("armenia", "nk-authorities", "own"),
        ("nk", "armenia", "own"),
        ("armenian-side", "azerbaijan", "other side"),
        ("azerbaijan", "azerbaijan-ssr", "own"),
        ("nk", "azerbaijan-ssr", "other side"),
        ("armenia", "armenian-ssr", "own"),
        ("azerbaijan", "nkao-soviet", "other side"),
        ("azerbaijan", "un", "third party"),
        ("azerbaijan", None, "third party"),
        ("all-sides", "armenia", "party"),
        ("all-sides", "un", "third party"),
        ("all-sides", None, "third party"),
        ("russia", "azerbaijan", "party"),
        ("iran", "armenia", "party"),
        ("other", "nk-authorities", "party"),
        ("russia", "un", "third party"),
    ],
)
def test_a_figure_is_told_by_whose_it_is(told, loser, by, whose):
    assert told(claim("a", loser, by))["whose"].tolist() == [whose]


@pytest.mark.parametrize(
    ("loser", "side", "whose"),
    [
        ("azerbaijan", "az", "own author"),
        ("azerbaijan", "am", "other author"),
        ("nk", "am", "own author"),
        ("armenian-side", "az", "other author"),
        ("all-sides", "am", "author"),
        ("russia", "az", "author"),
    ],
)
def test_an_author_of_a_side_is_no_third_party_and_is_told_from_the_other_side_s(
    told, loser, side, whose
):
    assert told(claim("a", loser, None, claimant_side=side))["whose"].tolist() == [whose]


@pytest.mark.parametrize(
    ("value", "low", "high", "bounds"),
    [
        (10, "", "", [10, 10]),
        ("", 5, 8, [5, 8]),
        ("", 5, "", [5, 5]),
        ("", "", 8, [8, 8]),
    ],
)
def test_a_figure_has_two_bounds_that_are_equal_where_one_was_published(
    told, value, low, high, bounds
):
    found = told(claim("a", "nk", "un", value=value, low=low, high=high))
    assert found[["low", "high"]].to_numpy().tolist() == [bounds]


def test_a_figure_is_shown_as_it_was_published(told):
    rows = [claim("a", "nk", "un", value="", low=5), claim("b", "nk", "un", value=1234)]
    assert told(*rows)["shown"].tolist() == ["at least 5", "1,234"]


def test_figures_stand_by_loser_then_by_date_and_undated_ones_last(told):
    found = told(
        claim("undated", "azerbaijan", "un", as_of=""),
        claim("late", "azerbaijan", "un", as_of="2022"),
        claim("early", "azerbaijan", "un", as_of="2020-11"),
        claim("strangers", "iran", "un", as_of="1990"),
        claim("everybody", "all-sides", "un", as_of="1990"),
        claim("armenians", "armenian-side", "un", as_of="2023"),
    )
    assert found["id"].tolist() == [
        "armenians", "early", "late", "undated", "everybody", "strangers",
    ]  # fmt: skip
    assert found["loser"].tolist() == [
        human_cost.ARMENIAN, *["Azerbaijan"] * 3, human_cost.ALL, "Others",
    ]  # fmt: skip


@pytest.fixture
def war(tiny):
    """The war of 2020 with one figure of each group, and the deaths that UCDP documents."""
    return tiny(
        estimates=[
            claim("a", "azerbaijan", "azerbaijan", episode="war-2020", group="military"),
            claim("b", "azerbaijan", "azerbaijan", episode="war-2020", group="civilian"),
            claim("c", "azerbaijan", "azerbaijan", episode="first-war-1992-94"),
            claim("d", "azerbaijan", "azerbaijan", episode="april-2016"),
        ],
        ucdp_deaths_by_year=[
            {"year": year, "best": best}
            for year, best in ((1991, 1), (1992, 20), (1993, 300), (1994, 4000), (2020, 50000))
        ],
    )


@pytest.mark.parametrize(
    ("episode", "groups", "figures"),
    [
        ("war-2020", ("all", "military"), {"a": 10, "ucdp-2020": 50000}),
        ("first-war-1992-94", ("all",), {"c": 10, "ucdp-1992-94": 4320}),
        ("war-2020", ("civilian",), {"b": 10}),
        ("april-2016", ("all",), {"d": 10}),
    ],
)
def test_the_count_of_ucdp_stands_beside_the_episodes_whose_years_it_fits(
    war, episode, groups, figures
):
    found = chapter.killed(war, episode, groups)
    assert dict(zip(found["id"], found["low"], strict=True)) == figures


def test_the_displaced_of_each_flight_stand_under_their_people_and_years(tiny):
    flights = [
        ("a", "soviet-period-1988-91", "displaced", "azerbaijan"),
        ("b", "war-2020", "displaced", "nk"),
        ("c", "departure-september-2023", "departed", "armenian-side"),
        ("d", "april-2016", "displaced", "azerbaijan"),
    ]
    record = tiny(
        estimates=[
            claim(name, loser, "un", episode=episode, measure=measure)
            for name, episode, measure, loser in flights
        ]
    )
    found = chapter.displaced(record)
    assert dict(zip(found["id"], found["loser"], strict=True)) == {
        "a": "Azerbaijanis, 1988–91",
        "b": "Armenians, autumn 2020",
        "c": "Armenians, September 2023",
    }


def test_own_figures_are_a_spread_and_those_of_others_are_told_with_their_claimants(told):
    found = told(
        claim("a", "azerbaijan", "azerbaijan", value=2783),
        claim("b", "azerbaijan", "azerbaijan", value="", low=2900, high=3000),
        claim("c", "azerbaijan", "un", value=3400),
        claim("d", "all-sides", "armenia", value=7000),
    )
    assert estimates.spread_of(found) == (
        "Azerbaijan, claimed by own side, 2 figures: 2,783 to 3,000; "
        "Azerbaijan, claimed by a third party: 3,400 (c); "
        "All sides together, claimed by a party, of all sides: 7,000 (d)"
    )


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        (
            [{"value": "", "low": 4000}, {"value": 7646}],
            "at least 4,000 (c0, 2021) to 7,646 (c1, 2021)",
        ),
        (
            [{"value": 500}, {"value": "", "low": 1000}],
            "500 (c0, 2021) to at least 1,000 (c1, 2021)",
        ),
        ([{"value": 500}, {"value": 1000}], "500 to 1,000"),
        ([{"value": "", "high": 40}], "up to 40"),
        ([{"value": "", "high": 40}, {"value": 98}], "up to 40 (c0, 2021) to 98 (c1, 2021)"),
        ([{"value": "", "high": 40}, {"value": "", "low": 40}], "up to 40 and at least 40"),
        ([{"value": "", "low": 60, "high": 70}], "60 to 70"),
    ],
)
def test_a_bound_and_an_estimate_are_no_ends_of_one_range(told, bounds, said):
    rows = [claim(f"c{number}", "all-sides", "un", **more) for number, more in enumerate(bounds)]
    assert estimates.spread(told(*rows)) == said


def test_soldiers_and_all_of_the_dead_are_no_ends_of_one_range(told):
    found = told(
        claim("a", "azerbaijan", "azerbaijan", value=77, group="military"),
        claim("b", "azerbaijan", "azerbaijan", value=92, group="all"),
        groups=("all", "military"),
    )
    said = estimates.spread_of(found)
    assert "77 military" in said and "92 in all" in said and "77 to 92" not in said


def test_a_count_of_soldiers_alone_says_so_beside_counts_of_all(told):
    found = told(
        claim("a", "azerbaijan", "azerbaijan", value=77, group="military"),
        claim("b", "azerbaijan", "un", value=92, group="all"),
        groups=("all", "military"),
    )
    assert estimates.spread_of(found) == (
        "Azerbaijan, claimed by own side: 77 military; Azerbaijan, claimed by a third party: 92 (b)"
    )


def test_a_figure_that_could_not_be_confirmed_is_not_drawn(told):
    doubted = claim("a", "azerbaijan", "azerbaijan", support="unconfirmed")
    assert list(told(doubted, claim("b", "azerbaijan", "azerbaijan"))["id"]) == ["b"]


@pytest.mark.parametrize(("basis", "said"), [("model", "Un, a model’s estimate"), ("names", "Un")])
def test_the_figure_of_a_model_says_so(told, basis, said):
    found = told(claim("a", "all-sides", "un", basis=basis, claimant="Un"))
    assert list(found["claimant"]) == [said]


def test_harm_is_listed_for_all_sides_in_time_order():
    events = pd.DataFrame(
        {
            "id": ["b", "a", "c"],
            "category": ["harm-to-civilians", "harm-to-civilians", "combat"],
            "date_earliest": pd.to_datetime(["1992-04-10", "1992-02-26", "1992-03-01"]),
        }
    )
    assert list(human_cost.harm(events)["id"]) == ["a", "b"]


def test_returns_are_told_by_whose_they_are_and_from_the_day_on():
    frame = pd.DataFrame(
        {
            "id": ["late", "early", "part", "russians"],
            "measure": "returned",
            "covers": ["state", "state", "part", "state"],
            "losses_of": ["azerbaijan", "nk", "nk", "russia"],
            "as_of": ["2025", "2020-11-14", "2025", "2025"],
            "as_of_earliest": pd.to_datetime(
                ["2025-01-01", "2020-11-14", "2025-01-01", "2025-01-01"]
            ),
            "as_of_latest": pd.to_datetime(
                ["2025-12-31", "2020-11-14", "2025-12-31", "2025-12-31"]
            ),
            "value": [15000, pd.NA, 5, 7],
            "low": [pd.NA, 48000, pd.NA, pd.NA],
            "high": pd.NA,
            "claimant": "somebody",
            "scope": "people",
            "support": "read",
        }
    )
    told = human_cost.returns(frame, "2020-11-10")
    assert list(told["id"]) == ["early", "late"]
    doubted = frame.assign(support=["unconfirmed", "read", "read", "read"])
    assert list(human_cost.returns(doubted, "2020-11-10")["id"]) == ["early"]
    apart = human_cost.returns(
        frame.assign(covers=frame["covers"].replace("part", "other")), "2020"
    )
    assert list(apart["id"]) == ["early", "late"]
    assert list(told["whose"]) == ["Armenians", "Azerbaijanis"]
    assert list(told["shown"]) == ["at least 48,000", "15,000"]
    # A figure of a year stands in its middle, not at its end, where it would look like the next.
    assert list(told["day"]) == [pd.Timestamp("2020-11-14"), pd.Timestamp("2025-07-02")]
    assert list(human_cost.returns(frame, "2021-01-01")["id"]) == ["late"]


@pytest.mark.parametrize(("most", "log"), [(900.0, False), (5_000.0, True)])
def test_a_claimant_is_named_whole_and_no_dot_stands_on_a_label(most, log):
    claimant = "A ministry of a state with a long name, as reported by the newspaper of another"
    row = {"loser": "Azerbaijan", "whose": "own", "claimant": claimant, "as_of": "2020-11-10"}
    row["group"] = "military"
    told = pd.DataFrame(
        [row | {"low": n, "high": n, "shown": f"at least {n:,.0f}"} for n in (300.0, most)]
    )
    figure = estimates.dots(told, "Persons")
    charts.svg(figure)
    [axes] = figure.axes
    assert (axes.get_xscale() == "log") == log
    labels = [text for text in axes.texts if text.get_text() != "Azerbaijan"]
    shown = [" ".join(text.get_text().split()) for text in labels]
    assert shown == [
        f"{claimant}, 10 November 2020: at least {n:,.0f} military" for n in (300, most)
    ]
    boxes = [text.get_window_extent() for text in axes.texts]
    assert max(box.x1 for box in boxes) <= figure.bbox.x1
    heights = {line.get_ydata()[0] for line in axes.lines}
    for height in heights:
        [(_, y)] = axes.transData.transform([(300.0, height)])
        assert not any(box.y0 <= y <= box.y1 for box in boxes)


def test_a_figure_of_every_claimant_has_its_mark_in_the_chart_of_revisions():
    own = {"episode": "war-2020", "measure": "missing", "value": 5.0, "low": None, "high": None}
    own |= {"covers": "state"}
    own |= {"as_of": "2021", "claimant": "somebody", "as_of_earliest": pd.Timestamp("2021-01-01"),
            "as_of_latest": pd.Timestamp("2021-12-31")}  # fmt: skip
    claims = [
        {"losses_of": "azerbaijan", "claimant_actor": "azerbaijan", "claimant_side": pd.NA},
        {"losses_of": "azerbaijan", "claimant_actor": "armenia", "claimant_side": pd.NA},
        {"losses_of": "azerbaijan", "claimant_actor": pd.NA, "claimant_side": "az"},
        {"losses_of": "azerbaijan", "claimant_actor": "icrc", "claimant_side": pd.NA},
        {"losses_of": "all-sides", "claimant_actor": "armenia", "claimant_side": pd.NA},
        {"losses_of": "russia", "claimant_actor": "icrc", "claimant_side": pd.NA},
    ]
    frame = pd.DataFrame([own | claim | {"id": str(n)} for n, claim in enumerate(claims)])
    frame = frame.assign(group="all", support="read")
    told = human_cost.revisions(frame, "war-2020", "missing")
    assert list(told["whose"]) == [
        "own", "other side", "own author", "third party", "party", "third party",
    ]  # fmt: skip
    assert set(told["whose"]) <= set(estimates.WHO)
    assert "Others" in set(told["loser"]) <= set(missing_2020._LOSERS)


def test_a_figure_leads_to_its_event_by_the_day(tiny):
    event = {"id": "e", "date": "1992-02-26", "title": "A town is taken"}
    known = tiny(events=[event], estimates=[claim("a", "nk", "un", event="e", as_of="1993")])
    [estimate] = known.estimates.itertuples()
    shown = figures._event(estimate, known.events.set_index("id")).plain()
    assert shown == "see the event of 26 February 1992"


def test_a_chart_says_who_the_others_are_and_what_takes_in_the_missing(told):
    found = told(
        claim("a", "other", "un", scope="foreign fighters"),
        claim("b", "nk", "un", scope="soldiers"),
        claim("c", "nk", "un", value="", high=9, scope="dead and missing together; up to"),
    )
    assert dict(zip(found["id"], found["claimant"], strict=True)) == {
        "a": "a (foreign fighters)", "b": "b", "c": "c, dead and missing together",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("scope", "label"),
    [
        ("victims on one side, 1988–94", "a, for 1988–94"),
        ("people killed from 1988 to 1994, more than", "a, for 1988–94"),
        ("killed since the fighting started in 1988; at least", "a, since 1988"),
        ("soldiers killed since 2 April 2016", "a"),
        ("deaths at ages 15–49 in 2020", "a"),
        ("", "a"),
    ],
)
def test_a_figure_of_other_years_says_so_in_its_label(told, scope, label):
    assert list(told(claim("a", "nk", "un", scope=scope))["claimant"]) == [label]


FIGHTING = (
    "first-war-1992-94", "april-2016", "war-2020", "border-september-2022",
    "offensive-september-2023",
)  # fmt: skip
REC = load()


@pytest.fixture
def shown(monkeypatch):
    """Caption, alt text and data of a chart of the record."""
    told = []
    monkeypatch.setattr(charts, "show", lambda *said: told.append(said))

    def read(show, *more) -> tuple[str, str, pd.DataFrame]:
        show(REC, *more)
        _, _, caption, alt, data, _ = told[-1]
        return piece(caption).plain(), alt, data

    return read


@pytest.mark.parametrize("episode", [*FIGHTING, "border-july-2020"])
def test_each_side_of_each_fighting_has_its_own_toll_in_the_chart(shown, episode):
    caption, _, data = shown(chapter.killed_chart, episode)
    people = data["loser"].map(chapter._PEOPLE)
    ours = data[data["whose"].isin(["own", "own author"])]
    assert set(people[ours.index].dropna()) == {"Armenians", "Azerbaijanis"}
    assert "No figure" not in caption


def test_a_side_without_a_figure_of_the_whole_is_named():
    drawn = pd.DataFrame({"loser": ["Armenia"]})
    assert "No figure of the Azerbaijani losses" in chapter._without(drawn)
    assert chapter._without(pd.DataFrame({"loser": ["Armenia", "Azerbaijan"]})) == ""


@pytest.mark.parametrize(
    ("episode", "groups"),
    [*((episode, ("all", "military")) for episode in FIGHTING), ("war-2020", ("civilian",))],
)
def test_a_caption_of_the_killed_is_short_and_the_alt_text_has_every_range(shown, episode, groups):
    caption, alt, data = shown(chapter.killed_chart, episode, groups)
    assert len(caption.split()) < 35
    assert "persons killed" in caption or "civilians killed" in caption
    assert ("“Military” counts soldiers alone" in caption) == ("military" in groups)
    assert estimates.spread_of(data) in alt


def test_the_caption_of_the_flights_is_short(shown):
    caption, alt, data = shown(chapter.displaced_chart)
    assert len(caption.split()) < 35 and estimates.spread_of(data) in alt


def test_figures_of_several_flights_stand_for_both_peoples(tiny):
    rows = [
        claim("a", "armenian-side", "armenia", episode="first-war-1992-94", covers="other"),
        claim("b", "azerbaijan", "azerbaijan", episode="first-war-1992-94", covers="other"),
        claim("c", "all-sides", "un", episode="first-war-1992-94", covers="other"),
    ]
    found = chapter.displaced(tiny(estimates=[row | {"measure": "displaced"} for row in rows]))
    assert dict(zip(found["id"], found["loser"], strict=True)) == {
        "a": "Armenians, several flights since 1988",
        "b": "Azerbaijanis, several flights since 1988",
    }


# Outlets of either side, whoever owns them, and broadcasters and outlets of other countries.
OF_A_SIDE = {
    "ArmeniaNow": "am", "NEWS.am": "am", "CivilNet": "am", "Aravot": "am", "Panorama.am": "am",
    "PanARMENIAN": "am", "Karabakh99": "az", "AzVision, ": "az", "AzerNews": "az",
    "Trend": "az", "News.Az": "az", "APA, ": "az", "Virtual Karabakh": "az",
}  # fmt: skip
OF_NEITHER = ("RFE/RL", "Reuters", "JAMnews", "OC Media", "Caucasian Knot", "Los Angeles Times")


@pytest.mark.parametrize("name", [*OF_A_SIDE, *OF_NEITHER])
def test_who_is_a_third_party_is_one_test_for_both_sides(name):
    told = REC.estimates[REC.estimates["claimant"].str.startswith(name)]
    told = told[told["claimant_actor"].isna()]
    assert len(told) > 0
    assert set(told["claimant_side"].fillna("")) == {OF_A_SIDE.get(name, "")}


def test_no_line_of_the_missing_joins_counts_of_other_people_or_times(shown):
    caption, _, data = shown(missing_2020.missing_chart)
    counts = REC.estimates.set_index("id")
    assert set(counts.loc[data["id"], "covers"]) == {"state"}
    assert not counts.loc[data["id"], "scope"].str.contains("time after").any()
    own = data[data["whose"] == "own"]
    for (loser, group), theirs in own.groupby(["loser", "group"]):
        if len(theirs) > 1:
            word = {"all": "all", "military": "soldiers"}[group]
            ends = theirs["shown"].iloc[[0, -1]]
            assert loser in caption and f"{word} from {ends.iloc[0]} to {ends.iloc[1]}" in caption


def test_mine_victims_of_each_kind_have_a_panel_of_their_own(monkeypatch):
    drawn = []
    monkeypatch.setattr(charts, "show", lambda figure, *said: drawn.append((figure, said)))
    chapter.mines_chart(REC)
    [(figure, (_, caption, _, data, _))] = drawn
    whole = REC.estimates.set_index("id").loc[data["id"]]
    assert set(whole["covers"]) == {"running"}
    for measure, told in (("casualties", "together is {} ({})"), ("killed", "of killed {} ({})")):
        last = data[data["measure"] == measure].iloc[-1]
        assert told.format(f"{last['value']:,.0f}", common.when(last["as_of"])) in caption
    counted = REC.estimates.set_index("id")
    for one in data[data["part"]].itertuples():
        assert counted.loc[one.id, "measure"] == "casualties"
        assert f"({one.value:,.0f})" in counted.loc[one.id, "scope"]
    dots = {
        a.get_title(loc="left"): sum(len(line.get_xdata()) for line in a.lines) for a in figure.axes
    }
    counts = data["measure"].value_counts()
    assert counts["killed"] > (data["part"] & (data["measure"] == "killed")).sum() > 5
    assert dots == {label: counts[measure] for measure, label in chapter._MINES.items()}


@pytest.mark.parametrize(
    ("scope", "parts"),
    [
        ("People killed (44) or injured (213) by mines", {"killed": 44, "wounded": 213}),
        ("Killed (65) or wounded (1,280)", {"killed": 65, "wounded": 1280}),
        ("People killed (72) or seriously injured (347)", {"killed": 72}),
        ("People killed or injured by mines", {}),
    ],
)
def test_a_sum_is_parted_as_its_scope_says(scope, parts):
    sums = pd.DataFrame({"id": ["a"], "measure": ["casualties"], "value": [9.0], "scope": [scope]})
    found = human_cost.parts_of_sums(sums.assign(low=pd.NA, high=pd.NA))
    assert dict(zip(found["measure"], found["value"], strict=True)) == parts


def test_the_toll_of_an_event_stands_by_claimant_the_least_first(tiny):
    rows = [
        claim("b", "nk", "un", event="e", value="", low=40, scope="people, at least"),
        claim("a", "nk", "armenia", event="e", value=7, scope="soldiers"),
        claim("c", "nk", "un", event="e", value=1, support="unconfirmed"),
        claim("d", "nk", "un", event="e", value=2, measure="wounded"),
        claim("f", "nk", "un", value=3),
        claim("g", "nk", "un", event="e", value=4, unit="percent"),
    ]
    told = tiny(events=[{"id": "e", "title": "Fuel depot fire"}], estimates=rows)
    found = human_cost.deaths_by_event(told.estimates)
    assert {event: list(own["id"]) for event, own in found.items()} == {"e": ["a", "b"]}
    assert [line.plain() for line in chapter._toll(found["e"])] == [
        "7 (a): soldiers", "at least 40 (b): people",
    ]  # fmt: skip
    assert chapter.toll_of(told, "e").plain() == (
        "Counts of the killed in the fuel depot fire: 7 (a, 2021) and at least 40 (b, 2021)"
    )


def test_the_table_of_harm_tells_the_toll_and_counts_the_rows_without_one(monkeypatch):
    drawn = []
    monkeypatch.setattr(tables, "show", lambda *said: drawn.append(said))
    chapter.harm_table(REC)
    [(_, caption, header, rows, *_)] = drawn
    assert header == ("Date", "Event", "Killed, by claimant")
    dashes = [row for row in rows if row[2] == "–"]
    assert f"a dash ({len(dashes)})" in caption.plain() and len(dashes) < len(rows) / 2
    [khojaly] = [row for row in rows if "Khojaly" in row[1].plain()]
    assert "161" in khojaly[2].plain() and "613" in khojaly[2].plain()


def test_servicemen_and_civilians_of_a_side_that_gives_no_sum_stand_apart(tiny):
    rows = (
        claim("a", "azerbaijan", "azerbaijan", group="military", value=192),
        claim("b", "azerbaijan", "azerbaijan", group="civilian", value=1),
        claim("c", "nk", "armenia", value=None, low=223),
    )
    assert chapter.own_toll(tiny(estimates=rows), "war") == (
        "Azerbaijan 192 of its forces and, apart, 1 civilian; "
        "Nagorno-Karabakh, by Armenia’s count, at least 223 dead in all"
    )


def test_like_counts_of_the_sides_come_first_and_civilians_of_both(tiny):
    rows = (
        claim("a", "azerbaijan", "azerbaijan", group="military", value=192),
        claim("b", "azerbaijan", "azerbaijan", group="civilian", value=1),
        claim("c", "nk", "armenia", value=None, low=223),
        claim("d", "nk", "armenia", group="military", value=None, low=198),
        claim("e", "nk", "armenia", group="civilian", value=None, low=25),
        claim("f", "nk", "nk-authorities", group="civilian", value=21),
        claim("g", "armenia", "armenia", value=207),
        claim("h", "armenia", "armenia", group="civilian", value=3),
    )
    assert chapter.own_toll(tiny(estimates=rows), "war").split("; ") == [
        "Armenia 207 dead in all, 3 of them civilians",
        "Azerbaijan 192 of its forces and, apart, 1 civilian",
        "Nagorno-Karabakh, by Armenia’s count, at least 198 of its forces and, apart, at least 25 "
        "civilians (at least 223 dead in all)",
    ]


def test_figures_of_those_of_whom_an_event_tells_come_before_the_others(tiny):
    rows = [
        claim("few", "azerbaijan", "armenia", group="military", value=10) | {"event": "e"},
        claim("most", "nk", "nk-authorities", value=100) | {"event": "e"},
        claim("least", "nk", "armenia", value=43) | {"event": "e"},
        claim("sum", "all-sides", "un", value=200) | {"event": "e"},
    ]
    told = tiny(events=[{"id": "e", "title": "Raid"}], estimates=rows)
    order = human_cost.deaths_by_event(told.estimates)["e"]["id"]
    assert list(order) == ["least", "most", "few", "sum"]


def test_what_a_side_took_or_returned_is_no_claim_about_the_others_losses(tiny):
    rows = [
        claim("killed", "azerbaijan", "armenia", value=5),
        claim("by an outlet", "azerbaijan", "", value=6) | {"claimant_side": "am"},
        claim("handed over", "azerbaijan", "armenia", value=108, measure="remains"),
        claim("own", "azerbaijan", "azerbaijan", value=7),
    ]
    told = tiny(estimates=rows).estimates
    assert list(told["id"][human_cost.losses_of_the_other(told)]) == ["killed", "by an outlet"]


def test_counts_by_a_sides_own_state_and_authors_stand_apart_with_who_gave_them(tiny):
    rows = (
        claim("a", "azerbaijan", "azerbaijan", group="military", value=11),
        claim("b", "azerbaijan", "", value=20) | {"claimant_side": "az"},
        claim("c", "azerbaijan", "armenia", value=90),
        claim("d", "all-sides", "un", value=30),
        claim("e", "armenian-side", "", value=6) | {"claimant_side": "am"},
    )
    assert chapter.own_counts(tiny(estimates=rows), "war").plain() == (
        "Armenian side: 6 in all (e); Azerbaijan: 11 of its forces (a), 20 in all (b)"
    )


def test_of_the_missing_those_who_stayed_behind_are_not_those_whom_the_red_cross_saw(tiny):
    held = {"episode": "first-war-1992-94", "measure": "held"}
    rows = (
        claim("a", "azerbaijan", "azerbaijan", value=872, as_of="2022", **held)
        | {"scope": "taken captive or said to have stayed behind"},
        claim("b", "azerbaijan", "azerbaijan", value=54, as_of="2024", **held)
        | {"scope": "visited in detention"},
    )
    told = captives_and_missing.stayed_behind(tiny(estimates=rows))
    assert "said in 2022 that 872 had been taken captive or had stayed behind" in told
