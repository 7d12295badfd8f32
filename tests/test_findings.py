"""The finding at the head of each chapter is computed: another record, another sentence."""

import functools
import itertools
import json
import re

import pytest

from briefing import record
from briefing.chapters import common, positions
from briefing.markup import RowLink
from briefing.paths import DATA, NOTEBOOKS


@pytest.fixture
def finding(tiny, monkeypatch):
    """The paragraphs with which a chapter's notebook answers, of a record of a few rows."""

    def read(chapter: str, sources: str = "", **tables: list[dict]) -> str:
        shown = []
        small = tiny(sources, **tables)
        (small.data_dir / "geo").symlink_to(DATA / "geo")
        monkeypatch.setattr(record, "load", lambda: small)
        monkeypatch.setattr(common, "display", lambda told: shown.append(told.data))
        notebook = json.loads((NOTEBOOKS / f"{chapter}.ipynb").read_text(encoding="utf-8"))
        cells = ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]
        names: dict = {}
        further = itertools.takewhile(lambda code: code.startswith("answer("), cells[2:])
        for code in (*cells[:2], *further):
            exec(compile(code, chapter, "exec"), names)
        return re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", " ".join(shown))

    return read


def event(name: str, date: str, category: str = "combat", **more) -> dict:
    return {"id": name, "date": date, "title": name, "category": category, "contested": "false"} | (
        more
    )


def text(name: str, signed: str, **more) -> dict:
    row = {"id": name, "title": name, "date_signed": signed, "status": "collapsed"}
    row |= {"legal_character": "oral", "text_basis": "press-report", "ceasefire_class": "ceasefire"}
    return row | {"contested": "false"} | more


def term(agreement: str, clause: str, kind: str, **more) -> dict:
    row = {"id": f"{agreement}-{clause}", "agreement": agreement, "clause": clause, "type": kind}
    row |= {"in_official_text": "true", "contested": "false", "status": "fulfilled"}
    return row | {"binding": "obligation", "status_basis": "sources"} | more


def figure(name: str, loser: str, value: int, claimant: str, as_of: str, **more) -> dict:
    row = {"id": name, "episode": "war-2020", "measure": "killed", "group": "all"}
    row |= {"losses_of": loser, "value": value, "unit": "persons", "covers": "whole"}
    return row | {"claimant": claimant, "claimant_actor": claimant, "as_of": as_of} | more


ACTORS = [
    {"id": name, "name": name.replace("-", " ").title()}
    for name in ("armenia", "azerbaijan", "russia", "israel", "turkey", "france", "eu", "iran")
]
PHASES = [
    {"id": "background", "start": "1921-01-01", "end": "1988-02-12", "title": "Before"},
    {"id": "all-later", "start": "1988-02-13", "title": "The years since"},
]
OF_ACCOUNTS = [
    {"id": "all-earlier", "start": "1988-02-13", "end": "1994-05-11"},
    {"id": "ceasefire-1994-2016", "start": "1994-05-12", "end": "2020-11-09"},
    {"id": "after-the-statement", "start": "2020-11-10"},
]
STATEMENT = "2020-11-10-trilateral"
UN_1999 = "first-war-1992-94-displaced-un-deng-1999"
UN_1993 = "first-war-1992-94-displaced-un-september-1993"


def test_agreements_are_told_by_who_made_them_and_what_became_of_them(finding):
    oral = text("a", "1992-05")
    treaty = text("b", "1994-05-12", legal_character="treaty-in-force", status="lapsed")
    tables = {"actors": ACTORS, "agreement_actors": []}
    told = finding("agreements", agreements=[oral], **tables)
    assert told.startswith("Of 1 ceasefire text 1 collapsed; the {record:row}`ceasefire of May")
    assert "None are treaties in force (), none are initialled ()." in told
    assert (
        "The record holds 1 agreement, from May 1992 to May 1992: 1 collapsed, 0 were replaced "
        "while they ran, 0 lapsed; 1 were oral or announced without a common text, and only 0 "
        "were read in an official or archive text, the others in copies, reports or databases."
        in told
    )
    treaty |= {"text_basis": "archive-copy"}
    talk = text("c", "1995-01-01", legal_character="initialled", ceasefire_class="not-a-ceasefire")
    roles = [("a", "armenia", "party"), ("b", "armenia", "party"), ("b", "azerbaijan", "party"),
             ("b", "russia", "mediator")]  # fmt: skip
    tables["agreement_actors"] = [
        {"id": f"{agreement}-{actor}", "agreement": agreement, "actor": actor, "role": role}
        for agreement, actor, role in roles
    ]
    told = finding("agreements", agreements=[treaty, oral, talk], **tables)
    assert told.startswith("Of 2 ceasefire texts 1 collapsed; ")
    assert "Of all texts Armenia is a party to 2 and Azerbaijan to 1; Russia mediated 1." in told
    assert (
        "One is a treaty in force ({record:row}`b <agr-b>`), one is initialled "
        "({record:row}`c <agr-c>`)." in told
    )
    assert told.endswith(
        "The record holds 3 agreements, from May 1992 to 1 January 1995: 2 collapsed, 0 were "
        "replaced while they ran, 1 lapsed; 1 were oral or announced without a common text, and "
        "only 1 were read in an official or archive text, the others in copies, reports or "
        "databases."
    )


def source(key: str, side: str, publisher: str) -> str:
    told = f"title = {{{key}}}, publisher = {{{publisher}}}, side = {{{side}}}, control = {{state}}"
    return f"@misc{{{key}, author = {{{{{publisher}}}}}, {told}}}\n"


def test_the_balance_tells_leaning_and_corroborated_rows(finding):
    sources = source("baku", "az", "Baku") + source("yerevan", "am", "Yerevan")
    names = ("agreements", "terms", "allegations", "estimates", "control_changes", "meetings",
             "proposals", "proposal_answers", "positions", "proceedings", "transfers",
             "first_allegations", "checked_claims", "arms_imports", "accounts", "phases",
             "term_quantities", "text_variants", "truce_spells", "districts")  # fmt: skip
    drawn = "events;agreements;terms;allegations;estimates;control_changes"
    reading = {"id": "d", "date": "2026-11-30", "tables": drawn, "draw": "random.Random(1)"}
    reading |= {"supported": 9, "imprecise": 1, "wrong": 0, "untested": 2}
    empty = {name: [] for name in names} | {"audits": [reading]}
    lone = event("a", "2020-10-01", sources="baku", support="read", contested="true")
    both = event("b", "2020-10-02", sources="baku;yerevan", support="corroborated")
    told = finding("balance", sources, events=[lone], **empty)
    assert told.startswith(
        "Of 2 sources both sides are about even (1 Armenian, 1 Azerbaijani) among the sides’ "
        "own outlets, and both sides are about even (0 Armenian, 0 Azerbaijani) among private "
        "outlets that argue a case; the other 0 are of neither kind."
    )
    assert "0 per cent of the 1 events have two independent sources; 0 are corroborated" in told
    assert "corroborated (two carry the fact itself). 0 events rest on Arm" in told
    assert "1 event are contested" in told
    assert "Of 1 rows checked against pages, 0 are corroborated, 1 were read on one page" in told
    assert "In 1 draw from the six main tables 10 rows could be looked up; 90 to 90" in told
    sought = {"id": "x", "table": "events", "row": "a", "actor": "armenia"}
    more = {"accounts": [sought], "truce_spells": [{"id": "t", "support": "secondhand"}]}
    told = finding("balance", sources, events=[lone, both], **(empty | more))
    assert "50 per cent of the 2 events have two independent sources; 1 are corroborated" in told
    assert "1 account of contested events, agreements and terms could not be found" in told
    assert "Of 3 rows checked against pages, 1 are corroborated, 1 were read on one page" in told


def test_the_border_tells_its_events_villages_and_sessions(finding):
    events = [event("a", "2021-05-12", theatre="state-border", contested="true")]
    places = [
        {"id": "village", "area": "state-border"},
        {"id": "karki-tigranashen", "area": "nakhchivan"},
    ]
    changes = [
        {"id": "a", "place": "karki-tigranashen", "date": "1990-01-19", "means": "combat"},
        {"id": "b", "place": "village", "date": "2024-05-24", "means": "delimitation"},
    ]
    first = {"id": "x", "date": "2022-05-24", "title": "First session of the border commissions"}
    last = {"id": "y", "date": "2024-04-19", "title": "Session of the border commissions"}
    sessions = [m | {"level": "deputy-prime-ministers"} for m in (first, last)]
    line = {"id": "2024-05-15-description-t01-q1", "value": 12.7, "unit": "kilometres"}
    tables = {"events": events, "places": places, "control_changes": changes}
    tables["term_quantities"] = [line]
    tables["estimates"] = [
        figure(f"{loser}-{group}", loser, dead, loser, "2022", group=group,
               episode="border-september-2022")
        for loser, group, dead in (("armenia", "all", 9), ("armenia", "military", 7),
                                   ("azerbaijan", "military", 8))
    ]  # fmt: skip
    told = finding("border-and-enclaves", **tables, meetings=sessions)
    assert told.startswith(
        "Armenia says that Azerbaijani forces have stood on its territory since May 2021, "
        "Azerbaijan that the line was never agreed ("
    )
    assert (
        "each counted its own: Armenia 7 of its forces (9 dead in all); Azerbaijan 8 of its "
        "forces. Delimitation passed 1 villages of Gazakh district (fewer by Armenia’s count) to "
        "Azerbaijani control on 24 May 2024. It covers 12.7 km by Azerbaijan’s figure; the rest of "
        "the border is not delimited. The " in told
    )
    assert (
        "exclaves have not changed hands since 19 January 1990, as far as the record goes. "
        "Of the commissions’ sessions 2 are" in told
    )
    assert told.endswith(
        "the last of 19 April 2024. The record holds 1 event on the border and around Nakhchivan "
        "since the statement of 10 November 2020, 1 of them contested, and 2 changes of control "
        "since 1990."
    )
    later = {"id": "c", "place": "karki-tigranashen", "date": "1992-08-08", "means": "combat"}
    events.append(event("b", "2022-09-13", theatre="nakhchivan"))
    tables["control_changes"] = [*changes, later]
    told = finding("border-and-enclaves", **tables, meetings=sessions[:1])
    assert (
        "exclaves have not changed hands since 8 August 1992, as far as the record goes. "
        "Of the commissions’ sessions 1 are" in told
    )
    assert told.endswith(
        "the last of 24 May 2022. The record holds 2 events on the border and around Nakhchivan "
        "since the statement of 10 November 2020, 1 of them contested, and 3 changes of control "
        "since 1990."
    )


def test_captives_are_told_by_direction_and_by_the_latest_count(finding):
    tried = [
        event("x", "2020-01-01", title="Court sentences an Armenian", summary="In Azerbaijan."),
        event(
            "y",
            "2021-07-02",
            title="Two Azerbaijanis are sentenced",
            summary="In an Armenian court.",
        ),
        event("z", "2021-08-02", title="Armenian sentenced", summary="In Azerbaijan."),
        event("w", "2021-09-02", title="Trial of an Armenian", summary="In Azerbaijan."),
        event("v", "2021-10-02", title="Georgian sentenced", summary="In Tbilisi."),
    ]
    finding = functools.partial(finding, events=tried)
    back = {"id": "a", "date": "2020-12-14", "kind": "captives", "number": 44, "to": "armenia"}
    dead = {"id": "b", "date": "2021-02-16", "kind": "remains", "number": 9, "to": "armenia"}
    other = back | {"id": "c", "number": 12, "to": "azerbaijan", "in_return": "maps"}
    earlier = back | {"id": "d", "date": "1994-05-01", "number": 5, "in_return": "None named."}
    held = {"measure": "held", "unit": "persons", "losses_of": "armenia"}
    lost = {"measure": "missing", "episode": "missing-since-1988"}
    counts = [
        held | {"id": "a", "value": 23, "claimant": "A court", "as_of": "2025-01-05"},
        held | {"id": "b", "value": 99, "claimant": "Nobody"},
        held | {"id": "z", "value": 2, "as_of": "2026-05", "losses_of": "azerbaijan"},
        figure("m", "azerbaijan", 777, "icrc", "2001", **lost),
    ]
    told = finding("captives-and-missing", transfers=[back, dead], estimates=counts)
    assert told.startswith(
        "The record holds 2 handovers from 2020 to 2021: 1 of living persons, 1 of remains. In "
        "those found since autumn 2020, 44 persons were handed to the Armenian side and 0 to "
        "Azerbaijan"
    )
    assert "count of those held in Azerbaijan is 23 (A court, 5 January 2025)." in told
    assert (
        "The last sentences: {record:row}`Two Azerbaijanis are sentenced <evt-y>` (2 July 2021); "
        "{record:row}`Armenian sentenced <evt-z>` (2 August 2021). Latest counts" in told
    )
    hidden = held | {"id": "h", "value": 80, "claimant": "A lawyer", "as_of": "2024-10"}
    hidden |= {"scope": "men whom Azerbaijan does not acknowledge; about"}
    apart = finding("captives-and-missing", transfers=[back, dead], estimates=[*counts, hidden])
    assert (
        "; about 80 more are said to have been taken captive, which Azerbaijan, by the claimant’s "
        "own account, does not acknowledge (A lawyer, October 2024)." in apart
    )
    assert told.endswith("Latest counts of the missing since 1988: 777 of Azerbaijan (icrc, 2001).")
    counts.append(figure("n", "azerbaijan", 4000, "icrc", "2020", scope="people, about", **lost))
    counts.append(held | {"id": "c", "low": 19, "claimant": "A paper", "as_of": "2026-01"})
    told = finding("captives-and-missing", transfers=[back, dead, other, earlier], estimates=counts)
    assert "4 handovers from 1994 to 2021: 3 of living persons, 1 of remains" in told
    assert "44 persons were handed to the Armenian side and 12 to Azerbaijan. The latest" in told
    differ = {key: value for key, value in other.items() if key != "number"} | {"id": "f"}
    differ |= {"low": 12, "high": 14, "date": "2020-12-30"}
    ranged = finding("captives-and-missing", transfers=[back, other, differ], estimates=counts)
    assert (
        "44 persons were handed to the Armenian side and 24 to 26 to Azerbaijan (claimants "
        "differ: 12 to 14 on 30 December 2020). The latest" in ranged
    )
    unnumbered = {key: value for key, value in back.items() if key != "number"} | {"id": "e"}
    told_so = finding("captives-and-missing", transfers=[back, unnumbered], estimates=counts)
    assert (
        "; left out, since no number is known, are those to the Armenian side on 14 December 2020."
        in told_so
    )
    assert "count of those held in Azerbaijan is at least 19 (A paper, January 2026)." in told
    assert told.endswith("the missing since 1988: about 4,000 of Azerbaijan (icrc, 2020).")


def test_courts_are_told_by_what_their_steps_decide(finding):
    def step(name: str, forum: str, kind: str, by: str) -> dict:
        return {"id": name, "forum": forum, "step": kind, "applicant": by, "date": "2021"}

    steps = [
        step("a", "icj", "provisional-measure", "Armenia"),
        step("b", "ecthr", "merits", "A person") | {"found_against": "azerbaijan"},
        step("c", "un-security-council", "resolution", ""),
    ]
    told = finding("courts", proceedings=steps)
    assert told.startswith("Between the two states no judgment on the merits stands in the record.")
    assert "gave 1 judgment on the merits: 1 found against Azerbaijan, 0 against Armenia" in told
    assert "0 against neither; their number measures neither side’s conduct. The record" in told
    assert "The record holds 3 steps: 1 before the International Court of Justice, 1 before" in told
    assert "1 are judgments on the merits or on just satisfaction, all of the Eur" in told
    assert told.endswith("and 1 decide on interim or provisional measures.")
    told = finding("courts", proceedings=[*steps, step("d", "icj", "merits", "Armenia")])
    assert told.startswith("Between the two states 1 judgment on the merits stands in the record.")
    assert "The record holds 4 steps: 2 before the International Court of Justice" in told
    assert "2 are judgments on the merits or on just satisfaction, 1 of the Eur" in told
    assert "gave 1 judgment on the merits: 1 found against Azerbaijan, 0 against Armenia" in told


def test_the_human_cost_is_told_as_each_side_counts_its_own(finding):
    estimates = [
        figure("a", "armenian-side", 3330, "armenia", "2021-01"),
        figure("b", "armenian-side", 3822, "armenia", "2022"),
        figure("g", "armenian-side", 3100, "armenia", "2022", group="military"),
        figure("c", "azerbaijan", 2783, "azerbaijan", "2020-12", group="military"),
        figure("d", "azerbaijan", 2900, "azerbaijan", "2021-12", group="military"),
        figure("e", "all-sides", 7000, "icrc", "2021"),
    ]
    flight = {"measure": "displaced", "group": "civilian"}
    others = [
        figure("h", "all-sides", 20000, "icrc", "1994", episode="first-war-1992-94"),
        figure("i", "azerbaijan", 650000, "icrc", "1999", episode="first-war-1992-94", **flight),
        figure("j", "nk", 115000, "icrc", "2024", episode="departure-september-2023", **flight),
        figure(UN_1993, "azerbaijan", "", "un", "1993-09") | {"low": 800000, "high": 1000000},
    ]
    estimates += others
    deaths = [{"year": 1993, "best": 4000}, {"year": 2020, "best": 7646}]
    told = finding("human-cost", estimates=estimates, ucdp_deaths_by_year=deaths)
    assert told.startswith(
        "Estimates of those killed in the war of 1992–94 run from 4,000 to 20,000 on all"
    )
    assert (
        "displaced inside Azerbaijan in 1992–94 at 650,000, by a later estimate (in "
        "September 1993, a newspaper wrote, at 800,000 to 1,000,000). Armenia’s government, whose "
        "count UN agencies and the Red " in told
    )
    assert "who came to Armenia in and after September 2023 at 115,000, the higher" in told
    assert (
        "figures of all its dead lie between 3,330 and 3,822, Azerbaijan’s between 2,783 and 2,900"
        in told
    )
    assert "third parties give 7,000 to 7,646 for all sides together" in told
    assert "Of 10 published figures 0 are what one side, or an author or outlet of it, says" in told
    estimates[5]["value"] = 5000
    estimates.append(figure("f", "azerbaijan", 9999, "armenia", "2022"))
    estimates.append(figure("k", "armenian-side", 76, "armenia", "2022", group="civilian"))
    told = finding("human-cost", estimates=estimates, ucdp_deaths_by_year=deaths)
    assert (
        "figures of all its dead lie between 3,330 and 3,822, 76 of them civilians, Azerbaijan’s "
        "between 2,783 and 2,900" in told
    )
    assert "third parties give 5,000 to 7,646 for all sides together" in told
    assert "Of 12 published figures 1 are what one side, or an author or outlet of it, says" in told


def test_the_figures_are_told_by_whose_they_are(finding):
    estimates = [
        figure("a", "armenian-side", 3330, "armenia", "2021-01"),
        figure("b", "azerbaijan", 2783, "azerbaijan", "2020-12") | {"low": 2000},
        figure("c", "azerbaijan", 9999, "armenia", None),
        figure("d", "all-sides", 7000, "icrc", "2021"),
    ]
    sides = {"armenia": "am", "azerbaijan": "az"}
    actors = [actor | {"side": sides.get(actor["id"], "none")} for actor in ACTORS]
    told = finding("figures", estimates=estimates, actors=actors)
    assert told.startswith("The table holds 4 published figures of")
    assert "1 are claims of the Azerbaijani side, 2 of the Armenian, 1 of others." in told
    assert "1 are what one side, or an author or outlet of it, says of the other’s losses" in told
    assert "1 are bounds or ranges, as they were published; of 1 the day" in told


def test_meetings_and_answers_to_plans_are_counted(finding):
    def meeting(name: str, date: str, form: str, level: str, *present: str) -> dict:
        row = {"id": name, "date": date, "format": form, "level": level}
        return row | {"present": ";".join(present)}

    two = ("armenia", "azerbaijan")
    meetings = [
        meeting("a", "1993-07-28", "bilateral", "representatives", "azerbaijan", "nk-authorities"),
        meeting("b", "1999-07-16", "minsk-group", "heads", *two, "france"),
        meeting("c", "2021-01-11", "russia", "heads", *two, "russia"),
    ]
    told = finding("negotiations", phases=PHASES, meetings=meetings)
    assert told == (
        "The record holds 3 meetings from 1993 to 2021, 2 of presidents and prime ministers. "
        "1 were in the Minsk Group’s format, 1 in Russia’s; in 1 nobody but the parties sat "
        "at the table, as far as pages tell, whoever had brought them together. The de facto "
        "authorities sat with Azerbaijan in 1; the last before the war of 2020 was in 1993."
    )
    meetings += [
        meeting("d", "1997-06-01", "minsk-group", "envoys", *two, "nk-authorities", "france"),
        meeting("e", "2023-03-01", "russia", "envoys", "azerbaijan", "nk-authorities", "russia"),
    ]
    told = finding("negotiations", phases=PHASES, meetings=meetings)
    assert "5 meetings from 1993 to 2023, 2 of presidents" in told
    assert "2 were in the Minsk Group’s format, 2 in Russia’s;" in told
    assert "sat with Azerbaijan in 3; the last before the war of 2020 was in 1997" in told


def test_plans_are_told_by_who_accepted_them(finding):
    plans = [{"id": "p", "title": "P", "date": "1997"}, {"id": "q", "title": "Q", "date": "1998"}]

    def answers(*stances: str) -> list[dict]:
        actors = ("armenia", "azerbaijan", "nk-authorities")
        return [
            {"id": actor, "proposal": "p", "actor": actor, "stance": stance}
            for actor, stance in zip(actors, stances, strict=True)
        ]

    given = answers("accepted", "accepted-with-reservations", "rejected")
    told = finding("plans", proposals=plans, proposal_answers=given)
    assert told == (
        "Of 2 plans for a settlement, both states are known to have accepted 1, with or without "
        "reservations, and all three parties none; none is in force. Both states accepted: "
        "{record:row}`P <plan-p>`."
    )
    given = answers("accepted", "accepted", "accepted")
    told = finding("plans", proposals=plans, proposal_answers=given)
    assert "have accepted 1, with or without reservations, and all three parties 1;" in told


def powers(host: str, share: float, ended: str) -> dict:
    imports = {"importer": "azerbaijan", "start": "2010", "end": "2014"}
    later = {"importer": "azerbaijan", "start": "2016", "end": "2020"}
    return {
        "actors": ACTORS,
        "events": [
            event("a", "2020-11-10", actors="russia;armenia"),
            event("b", "2021-01-01", actors="russian-peacekeepers"),
            event("c", "2021-02-01", actors="turkey"),
        ],
        "meetings": [
            {"id": name, "host": by, "format": "minsk-group", "date": "2021-11-10"}
            for name, by in zip("abcd", ("russia", host, host, "iran"), strict=True)
        ],
        "agreement_actors": [],
        "proposals": [{"id": "p", "author": "russia"}, {"id": "q", "author": "armenia"}],
        "positions": [],
        "arms_imports": [
            imports | {"id": "a", "supplier": "russia", "share": share},
            imports | {"id": "b", "supplier": "israel", "share": 30},
            later | {"id": "c", "supplier": "turkey", "share": 9},
            later | {"id": "d", "importer": "armenia", "supplier": host, "share": 94},
        ],
        "agreements": [text(STATEMENT, "2020-11-09", in_force_from="2020-11-10")],
        "terms": [term(STATEMENT, "4b", "peacekeeping", ended=ended, deadline="2025-11-10")],
    }


def test_outside_powers_are_told_by_what_they_did_and_counted_last(finding):
    told = finding("outside-powers", **powers("france", 85, "2020-11-20"))
    assert told.startswith(
        "Russia mediated 0 of 1 ceasefire text, the {record:row}`ceasefire of May 1994 <"
    )
    assert "for 10 days of the five years (1,826 days) that were agreed" in told
    assert "foreign-fighters-claim>` with Armenian forces, which Armenia partly denied." in told
    assert (
        "Azerbaijan’s largest supplier of arms was Russia in 2010–14 and Turkey in 2016–20, "
        "Armenia’s was France in 2016–20; no share of any supplier after 2020 was found." in told
    )
    assert told.endswith(
        "In the record Russia, its peacekeepers included, stands in 2 events, Turkey in 1; "
        "France hosted 2 meetings, Russia 1 "
        "and Iran 1."
    )
    tables = powers("russia", 85, "2020-11-20")
    tables["arms_imports"][2]["supplier"] = "russia"
    assert "arms was Russia in 2010–14 and in 2016–20, " in finding("outside-powers", **tables)
    tables = powers("eu", 12.5, "2024-06-12")
    tables["arms_imports"] = tables["arms_imports"][:2]
    tables["agreements"].append(text("a", "1992-03-21"))
    tables["agreement_actors"] = [
        {"id": actor, "agreement": "a", "actor": actor, "role": "mediator"}
        for actor in ("russia", "iran")
    ]
    told = finding("outside-powers", **tables)
    assert told.startswith("Russia mediated 1 of 2 ceasefire texts, ")
    assert "for 1,310 days of the five years (1,826 days) that were agreed" in told
    assert "Iran mediated in 1992 ({record:row}`a <agr-a>`)." in told
    assert (
        "Azerbaijan’s largest supplier of arms was Israel in 2010–14; no share of any supplier "
        "after 2014 was found." in told
    )
    assert "; Eu hosted 2 meetings, " in told


def test_phases_are_told_with_the_years_of_war_and_their_deaths(finding):
    def level(year: int, intensity: int) -> dict:
        return {"conflict_id": 1, "year": year, "intensity_level": intensity}

    deaths = [{"year": 1992, "best": 1500}, {"year": 1995}, {"year": 2020, "best": 7646}]
    told = finding(
        "phases", phases=PHASES, ucdp_deaths_by_year=deaths,
        ucdp_conflict_years=[level(1992, 1), level(2020, 2)],
    )  # fmt: skip
    assert told.startswith(
        "The briefing distinguishes 1 phases since February 1988: the years since. The lines are "
    )
    assert told.partition("UCDP/PRIO")[0].endswith("the table gives the reason of each. ")
    assert "battle deaths in a year, for 2020 " in told
    assert "UCDP documents 1,500 deaths for 1992–94" in told and "and 7,646 for 2020" in told
    deaths += [{"year": 1993, "best": 2500}]
    part = {"id": "part", "parent": "all-later", "start": "1992", "end": "1994"}
    last = {"id": "last", "start": "2020-01-01", "title": "War"}
    told = finding(
        "phases", phases=[*PHASES, part, last], ucdp_deaths_by_year=deaths,
        ucdp_conflict_years=[level(1992, 2), level(2020, 2)],
    )  # fmt: skip
    assert told.startswith(
        "The briefing distinguishes 2 phases since February 1988: the years since; War. The"
    )
    assert "battle deaths in a year, for 1992 and 2020 " in told
    assert "UCDP documents 4,000 deaths for 1992–94" in told


def position(name: str, actor: str, issue: str, date: str, replaces: str = "") -> dict:
    return {"id": name, "actor": actor, "issue": issue, "date": date, "replaces": replaces}


def test_positions_are_told_with_the_turns_on_the_status(finding):
    said = [
        position("a1", "armenia", "political-status", "1991"),
        position("a2", "armenia", "political-status", "1998", "a1"),
        position("b1", "azerbaijan", "peacekeepers", "1994"),
    ]
    told = finding("positions", actors=ACTORS, positions=said)
    assert told.startswith("On the status, Azerbaijan ended the autonomy")
    assert "Below are 3 stated positions of 2 actors on 2 issues, from 1991 to 1998; 1 restate" in (
        told
    )
    said += [position("c1", "iran", "routes", "2024", "a2")]
    told = finding("positions", actors=ACTORS, positions=said)
    assert "Below are 4 stated positions of 3 actors on 3 issues, from 1991 to 2024; 2 restate" in (
        told
    )


def test_each_turn_on_the_status_is_told_with_the_year_of_its_row():
    days = record.load().positions.set_index("id")["date"]
    links = [piece for piece in positions.status_story() if isinstance(piece, RowLink)]
    assert len(links) > 10
    for link in links:
        day = days[link.target.removeprefix("pos-")]
        assert link.text.endswith(day[:4]), link


def test_claims_of_the_article_are_told_by_claimant_and_verdict(finding):
    claims = [
        {"id": str(number), "claimant": claimant, "verdict": verdict}
        for number, (claimant, verdict) in enumerate(
            [("speaker", "supported"), ("outlet", "supported"), ("outlet", "imprecise")]
        )
    ]
    told = finding("press-summary-2021", checked_claims=claims)
    assert "makes 3 claims: 1 are the minister’s and 2 its own. Of the minister’s, all 1" in told
    assert "own, 1 are supported, 1 hold in the core" in told
    assert "0 gives one side’s reading of a disputed matter, and none is without" in told
    claims += [
        {"id": "x", "claimant": "outlet", "verdict": "contested"},
        {"id": "y", "claimant": "speaker", "verdict": "unsupported"},
    ]
    told = finding("press-summary-2021", checked_claims=claims)
    assert "makes 5 claims: 2 are the minister’s and 3 its own. Of the minister’s, 1 are" in told
    assert "1 gives one side’s reading of a disputed matter, and 1 is without" in told


def test_the_statement_is_told_with_its_terms(finding):
    tables = {
        "agreements": [
            text(STATEMENT, "2020-11-09", in_force_from="2020-11-10T00:00+03:00", sources="k1;k2")
        ],
        "terms": [
            term(STATEMENT, "1", "ceasefire"),
            term(STATEMENT, "6g", "transport-links"),
            term(STATEMENT, "6a", "territorial-handover"),
            term("another", "1", "ceasefire"),
        ],
        "control_changes": [
            {"id": "a", "place": "x", "date": "2020-11-20", "means": "handover", "to": "azerbaijan"}
        ],
        "districts": [{"id": place} for place in ("x", "y", "z", "w")],
        "places": [{"id": place, "name": f"{place.upper()} district"} for place in "xyzw"],
    }
    sources = source("k1", "am", "Yerevan") + source("k2", "az", "Baku")
    told = finding("statement-2020", sources, **tables)
    assert told.startswith(
        "The president of Azerbaijan, the prime minister of Armenia and the president of Russia "
        "announced a full ceasefire from 10 November 2020, 00:00 UTC+3 (21:00 UTC on 9 November),"
    )
    assert "Its 2 points are 3 terms here." in told
    assert "the districts of X passed to Azerbaijani control." in told
    assert told.endswith("{cite}`k1,k2`")
    tables["terms"] += [
        term(STATEMENT, "7", "refugees-idps"),
        term(STATEMENT, "8", "ceasefire", in_official_text="false"),
    ]
    tables["control_changes"] += [
        {"id": "b", "place": "y", "date": "2020-12-01", "means": "handover", "to": "azerbaijan"},
        {"id": "c", "place": "z", "date": "2023-09-20", "means": "handover", "to": "azerbaijan"},
        {"id": "d", "place": "w", "date": "2020-10-01", "means": "handover", "to": "armenia"},
        {"id": "e", "place": "a-line", "date": "2020-12-18", "means": "handover",
         "to": "azerbaijan"},
    ]  # fmt: skip
    told = finding("statement-2020", sources, **tables)
    assert "Its 3 points are 4 terms here." in told
    assert "the districts of X and Y passed to Azerbaijani control." in told


def test_terms_are_told_by_kind_and_outcome(finding):
    terms = [
        term("a", "1", "ceasefire"),
        term("a", "2", "peacekeeping", binding="call", status_basis="absence-of-evidence"),
    ]
    agreements = [text("a", "1994-05-12"), text("b", "2026-05-26")]
    told = finding("terms", terms=terms, agreements=agreements)
    assert told.startswith(
        "The record splits 1 of 2 agreements into 2 terms, of which 1 are coded as obligations"
    )
    assert "durations or acts of one side; “b” has none. What" in told
    assert (
        "1 terms are about halting fire. For 1 of all 2 terms no implementation was found" in told
    )
    assert told.endswith("0 are contested in their reading or outcome.")
    terms.append(term("b", "1", "ceasefire", contested="true"))
    told = finding("terms", terms=terms, agreements=agreements)
    assert told.startswith(
        "The record splits 2 of 2 agreements into 3 terms, of which 2 are coded as obligations"
    )
    assert "durations or acts of one side. What became of the obligations: " in told
    assert (
        "2 terms are about halting fire. For 1 of all 3 terms no implementation was found" in told
    )
    assert told.endswith("1 are contested in their reading or outcome.")


def test_territory_is_told_as_a_range_and_by_the_means_of_change(finding):
    def change(name: str, means: str, confirmed: str = "") -> dict:
        row = {"id": name, "place": "aghdam", "date": "1993-07-23", "means": means}
        return row | {"from": "azerbaijan", "to": "armenia", "confirmed_by": confirmed}

    tables = {"events": [event("a", "1993-07-23")], "actors": ACTORS}
    districts = [{"id": "x", "held_low_km2": 1000, "held_high_km2": 1500}, {"id": "y"}]
    changes = [change("a", "combat"), change("b", "handover", "armenia")]
    tables["coverage"] = [{"id": "a", "tables": "control_changes", "checked_to": "2026-06-30"}]
    told = finding("territory", **tables, districts=districts, control_changes=changes)
    assert "the seven districts around it, 1,000 to 1,500 km²" in told
    assert "dates 2 changes of control: 1 by combat, 1 by handover, 0 otherwise, such as" in told
    districts += [{"id": "z", "held_low_km2": 200, "held_high_km2": 200}]
    changes += [change("c", "combat", "un"), change("d", "abandonment")]
    told = finding("territory", **tables, districts=districts, control_changes=changes)
    assert "the seven districts around it, 1,200 to 1,700 km²" in told
    assert "dates 4 changes of control: 2 by combat, 1 by handover, 1 otherwise, such as" in told
    assert "by delimitation. 2 were confirmed by the side that lost" in told
    assert re.search(
        r"the land under Armenian forces measured [\d,]+ km² on 12 May 1994 and [\d,]+ km² on "
        r"10 November 2020, and that under the de facto authorities, with Russian peacekeepers "
        r"deployed, [\d,]+ km² on 1 December 2020 and none by 15 October 2023\.",
        told,
    )


def test_the_texts_since_2025_are_told_with_what_they_take_up(finding):
    peace = "2025-08-08-peace-agreement"
    treaty = text(peace, "2025-08-08", status_date="2026-06-08", legal_character="initialled")
    texts = [text(STATEMENT, "2020-11-09"), treaty, text("other", "2025-08-08")]
    terms = [
        term(STATEMENT, "1", "ceasefire"),
        term(STATEMENT, "2", "peacekeeping"),
        term(peace, "1", "ceasefire"),
    ]
    told = finding("texts-2025", agreements=texts, terms=terms)
    assert told.startswith(
        "The initialled {record:row}`peace agreement <agr-2025-08-08-peace-agreement>` would have "
    )
    assert (
        "Of 2 texts since August 2025, none is a treaty in force and 1 are initialled. The peace "
        "agreement, of which the record holds 1 term, was neither signed nor in force by the last "
        "page that was found, of 8 June 2026:"
    ) in told
    assert told.endswith(
        "Of the 2 types of term of the statement of November 2020 the later texts take up 1 "
        "(ceasefire) and leave out 1; they add 0."
    )
    texts[2]["legal_character"] = "treaty-in-force"
    terms += [term(peace, "2", "status-sovereignty"), term(STATEMENT, "3", "force-withdrawal")]
    told = finding("texts-2025", agreements=texts, terms=terms)
    assert "Of 2 texts since August 2025, 1 is a treaty in force and 1 are" in told
    assert told.endswith("the later texts take up 1 (ceasefire) and leave out 2; they add 1.")


def test_the_timeline_is_told_from_its_first_to_its_last_event(finding):
    sources = source("baku", "az", "Baku")
    events = [event("a", "1921-07-05"), event("b", "1988-02-13"), event("c", "2020-09-27")]
    coverage = [
        {"id": "x", "tables": "events;accounts", "checked_to": "2026-06", "checked_on": "2026-11"},
        {"id": "y", "tables": "events", "checked_to": "1991", "checked_on": "2026-10"},
        {"id": "z", "tables": "meetings", "checked_to": "2026-12", "checked_on": "2026-12"},
    ]
    tables = {"phases": PHASES, "coverage": coverage, "accounts": []}
    told = finding("timeline", sources, events=events, **tables)
    assert told.startswith(
        "Background apart, the record runs from {record:row}`13 February 1988 (b) <evt-b>` to "
        "{record:row}`27 September 2020 (c) <evt-c>`, through 1 phase. 3 events, 1 of them earlier "
        "ones as background, cite with their accounts 0 sources. On 0 of them"
    )
    assert "Events were looked for up to June 2026; later days are not covered." in told
    assert told.endswith("days are not covered.")
    events += [event("d", "2026-06", contested="true", sources="baku")]
    tables["accounts"] = [{"id": "d-x", "table": "events", "row": "d", "sources": "baku;yerevan"}]
    told = finding("timeline", sources, events=events[2:], **tables)
    assert (
        "<evt-c>` to {record:row}`June 2026 (d) <evt-d>`, through 1 phase. 2 events, 0 of them "
        "earlier ones as background, cite with their accounts 2 sources. On 1 of them" in told
    )


def test_accounts_are_told_by_how_often_both_sides_are_heard(finding):
    events = [event("a", "1992", contested="true"), event("b", "1993", contested="true")]
    heard = [("a", "armenia", "So."), ("a", "azerbaijan", "Not so."), ("b", "armenia", "So."),
             ("b", "azerbaijan", "")]  # fmt: skip
    accounts = [
        {"id": f"{row}-{actor}", "table": "events", "row": row, "actor": actor, "account": said}
        for row, actor, said in heard
    ]
    actors = [
        {"id": "armenia", "name": "Armenia", "side": "am"},
        {"id": "azerbaijan", "name": "Azerbaijan", "side": "az"},
    ]
    tables = {"accounts": accounts, "actors": actors, "phases": OF_ACCOUNTS}
    told = finding("accounts", events=[*events, event("c", "1994-05-01")], **tables)
    assert told.startswith(
        "Accounts are given of 2 events up to the ceasefire of May 1994: contested ones, "
    )
    assert "On 1 both the Armenian and the Azerbaijani side are heard." in told
    assert told.endswith("1 account was sought in vain, as the row says.")
    many = [
        event(f"{kind}-{n}", "1993", kind, contested=str(n < contested).lower())
        for kind, contested in (("combat", 10), ("control", 9), ("legal", 2), ("political", 1))
        for n in range(10)
    ]
    few = [event("few", "1994-05-01", "peacekeeping")]
    later = [event(f"later-{n}", "2021", "political", contested="true") for n in range(9)]
    told = finding("accounts", events=[*events, *many, *few, *later], **tables)
    assert told.startswith(
        "Accounts differ most over fighting (12 of 12), changes of control (9 of 10) and law (2 of "
        "10), and least over politics (1 of 10); in brackets the contested of all events"
    )


def test_each_page_of_accounts_tells_of_its_own_events(finding):
    events = [event(name, day, contested="true") for name, day in
              (("early", "1993"), ("war", "2020-10-01"), ("late", "2020-11-10"),
               ("later", "2021-05-12"))]  # fmt: skip
    accounts = [
        {"id": f"{row}-{actor}", "table": "events", "row": row, "actor": actor, "account": said}
        for row, actor, said in (
            ("early", "armenia", ""), ("war", "armenia", "So."), ("late", "armenia", "So."),
            ("late", "azerbaijan", "Not so."), ("later", "armenia", ""),
            ("later", "azerbaijan", ""),
        )
    ]  # fmt: skip
    actors = [
        {"id": "armenia", "name": "Armenia", "side": "am"},
        {"id": "azerbaijan", "name": "Azerbaijan", "side": "az"},
    ]
    tables = {"events": events, "accounts": accounts, "actors": actors, "phases": OF_ACCOUNTS}
    told = finding("accounts-since-2020", **tables)
    assert "of 2 events since the statement of November 2020: contested ones" in told
    assert "On 1 both the Armenian and the Azerbaijani side" in told
    assert told.endswith("2 accounts were sought in vain, as the row says.")
    told = finding("accounts-1994-2020", **tables)
    between = "between the ceasefire of May 1994 and the statement of November 2020"
    assert f"of 1 event {between}: contested ones" in told and "On 0 both" in told


def spell(name: str, start: str, end: str, ending: str) -> dict:
    row = {"id": name, "title": name.title(), "agreements": name, "start": start}
    return row | {"end_from": end, "end_to": end, "ending": ending}


def test_truces_are_told_by_how_long_they_held(finding):
    tables = {
        "coverage": [{"id": "a", "tables": "truce_spells", "checked_to": "2026-03-05"}],
        "agreements": [text("short", "1992-05-08"), text("undated", "1993-01-01")],
    }
    short = spell("short", "1992-05-08", "1992-05-08", "collapsed")
    long = spell("long", "1994-05-12", "1994-06-10", "collapsed")
    told = finding("truces", **tables, truce_spells=[short, long])
    assert told.startswith(
        "Of 2 spells of truce from 1992 on, 2 collapsed, 1 of them, by reports, on "
        "their first day; about half lasted no longer than 24 hours. "
        "The longest, the Long, held for 30 days"
    )
    assert "an interruption. Of 2 ceasefire texts 1 belong to a spell; 1 is left out" in told
    lasting = spell("lasting", "2026-01-04", "", "ongoing")
    late = long | {"end_from": "2020-09-26", "end_to": "2020-09-26"}
    tables["agreements"] += [text("unknown", "1993-02-01")]
    told = finding("truces", **tables, truce_spells=[short, late, lasting])
    assert told.startswith("Of 3 spells of truce from 1992 on, 2 collapsed, 1 of them")
    assert "The longest, the Long, held for 26.4 years" in told
    assert (
        "an interruption. The Lasting had no known end by 5 March 2026. Of 3 ceasefire texts"
        in told
    )
    assert "1 belong to a spell; 2 are left out" in told
    ends = [("kept", "replaced"), ("week", "expired"), ("gone", "end-decreed")]
    other = [spell(name, "2001-01-01", "2001-01-08", ending) for name, ending in ends]
    told = finding("truces", **tables, truce_spells=[short, late, *other])
    assert (
        "The Week ran out, the Kept passed into another text and the Gone ended on the day set for"
        in told
    )


def test_the_war_of_2020_is_told_by_its_days_truces_and_dead(finding):
    truce = text("a", "2020-10-10", in_force_from="2020-10-10T12:00+04:00", ended="2020-10-10")
    war = {"id": "war-2020", "start": "2020-09-27", "end": "2020-11-09"}
    tables = {
        "phases": [war | {"alt_names": "Long War;{baku|Our War} (Baku)"}],
        "events": [
            event("a", "2020-09-27"),
            event("b", "2020-10-04", contested="true"),
            event("c", "2020-11-10"),
        ],
        "actors": [{"id": "armenia", "name": "Armenia"}],
        "places": [{"id": "x", "name": "Xtown"}],
        "ucdp_deaths_by_year": [{"year": 2020, "best": 7646}],
        "estimates": [
            figure("m", "armenian-side", 3773, "armenia", "2021"),
            figure("n", "armenian-side", 3833, "armenia", "2025"),
            figure("o", "armenian-side", 9, "armenia", "2025", group="military"),
            figure("p", "armenian-side", 9999, "azerbaijan", "2025"),
            figure("q", "azerbaijan", 2783, "azerbaijan", "2020-12", group="military"),
        ],
    }
    change = {"id": "a", "place": "x", "date": "2020-10-04"}
    denied = change | {"denied_by": "armenia"}
    told = finding("war-2020", **tables, agreements=[truce], control_changes=[denied])
    assert told.startswith("The war lasted 44 days, 27 September to 9 November 2020. Azerbaijan")
    assert told.endswith("Also called: Long War; Our War (Baku).")
    assert "Of 1 announced change of control over a place 0 were confirmed by the other" in told
    assert (
        "the other side. No clear confirmation by anybody else was found for that of Xtown." in told
    )
    assert "Of 1 truce that took effect all were said to be broken on the first day" in told
    assert "The record holds 2 events of the war and 1 of the day after; the accounts" in told
    assert "differ on 1 of them." in told
    assert (
        "The Armenian side counts {record:row}`3,773 <est-m>` to {record:row}`3,833 <est-n>` dead "
        "of its own, Azerbaijan {record:row}`2,783 <est-q>` servicemen." in told
    )
    later = text("b", "2020-10-25", in_force_from="2020-10-26", ended="2020-10-27")
    confirmed = denied | {"confirmed_by": "armenia", "denial_order": "denied-first"}
    tables["events"] = tables["events"][:1]
    tables["phases"] = [war | {"end": "2020-10-30"}]
    tables["estimates"].append(
        figure("z", "all-sides", "", "A court", "2021", group="civilian")
        | {"low": 146, "basis": "names"}
    )
    tables["estimates"] += [
        figure("v", "armenian-side", 76, "armenia", "2021", group="civilian"),
        figure("w", "azerbaijan", 94, "azerbaijan", "2020", group="civilian"),
    ]
    told = finding("war-2020", **tables, agreements=[truce, later], control_changes=[confirmed])
    assert told.startswith(
        "The war lasted 34 days, 27 September to 30 October 2020. Azerbaijan says"
    )
    assert "1 was confirmed by the other side, 1 of them after a denial: " in told
    assert "Armenia confirmed 1. There is none that nobody confirmed." in told
    assert "Of 2 truces that took effect 1 were said to be broken on the first day" in told
    assert "The record holds 1 event of the war and 0 of the day after; the accounts" in told
    assert "; A court counts {record:row}`at least 146 <est-z>` civilians on all sides." in told
    assert (
        " dead of its own, {record:row}`76 <est-v>` of them civilians, Azerbaijan "
        "{record:row}`2,783 <est-q>` servicemen and {record:row}`94 <est-w>` civilians;" in told
    )


def test_the_assessment_is_told_with_the_day_that_the_record_reaches(finding):
    def tables(last: str) -> dict:
        meeting = {"id": "a", "date": "2021", "format": "minsk-group", "level": "heads"}
        meeting["present"] = "azerbaijan;nk-authorities"
        return {
            "events": [
                event("1993-07-29-unsc-resolution-853", "1993-07-29"),
                event("2025-11-30-minsk-closure-complete", "2025-11-30"),
                event("2025-03-05-border-fire-claims", "2025-03-05"),
                event("b", last),
            ],
            "truce_spells": [spell("short", "1992-05-08", "1992-05-08", "collapsed")],
            "coverage": [{"id": "a", "tables": "truce_spells", "checked_to": last}],
            "agreements": [
                text(STATEMENT, "2020-11-09", in_force_from="2020-11-10"),
                text("2025-08-08-peace-agreement", "2025-08-08", status_date="2026-06"),
            ],
            "terms": [term(STATEMENT, "1", "ceasefire")],
            "proposals": [{"id": "p", "date": "1997"}],
            "proposal_answers": [
                {"id": actor, "proposal": "p", "actor": actor, "stance": "rejected"}
                for actor in ("armenia", "azerbaijan", "nk-authorities")
            ],
            "estimates": [
                figure("e", "all-sides", 7000, "icrc", "2021"),
                figure(f"{UN_1999}-armenia", "armenia", "", "un", "1999") | {"low": 300000},
                figure(f"{UN_1999}-refugees", "azerbaijan", 185000, "un", "1999"),
                figure(UN_1993, "azerbaijan", "", "un", "1993-09") | {"low": 1, "high": 1000000},
                figure(
                    "d",
                    "azerbaijan",
                    650000,
                    "icrc",
                    "1999",
                    measure="displaced",
                    group="civilian",
                    episode="first-war-1992-94",
                ),
            ],
            "ucdp_deaths_by_year": [{"year": y, "best": 30} for y in (1992, 2020)],
            "ucdp_conflict_years": [],
            "proceedings": [{"id": "a", "forum": "ecthr", "step": "provisional-measure"}],
            "meetings": [meeting, meeting | {"id": "b", "date": "2024-05"}],
            "actors": [{"id": "nk-authorities", "valid_from": "1991-09-02", "valid_to": "2024"}],
            "phases": PHASES,
        }

    assert "whose latest event is of 7 June 2026." in finding("assessment", **tables("2026-06-07"))
    assert "whose latest event is of May 2026." in finding("assessment", **tables("2026-05"))
