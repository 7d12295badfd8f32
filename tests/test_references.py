"""A parsed bibliography is kept between processes, and never believed when it is not the same."""

import re

import pytest

from briefing import label_style, references
from briefing.paths import BUILD, ROOT
from briefing.record import load
from briefing.sphinx_ext import trim

ONE = "@misc{a-source,\n  author = {{Somebody}},\n  title = {A page},\n}\n"
TWO = ONE.replace("a-source", "b-source")


@pytest.fixture
def parse(tmp_path, monkeypatch):
    """Parse as a new process would, with what the last one kept."""
    monkeypatch.setattr(references, "KEPT", tmp_path / "parsed")
    return references.parse.__wrapped__


@pytest.fixture
def no_parser(monkeypatch):
    """Fail if BibTeX is parsed."""

    def refuse():
        monkeypatch.setattr(references, "_parsed", lambda text, kind: pytest.fail("parsed again"))

    return refuse


def test_the_second_process_reads_what_the_first_parsed(parse, no_parser):
    first = parse(ONE, "press")
    no_parser()
    assert parse(ONE, "press") == first
    assert [source.key for source in first] == ["a-source"]


def test_what_tests_parse_is_not_kept_for_builds():
    references.parse(TWO, "no-kind")
    assert (references.KEPT / "no-kind.json").exists()
    assert not (BUILD / "parsed" / "no-kind.json").exists()


def test_a_changed_text_is_parsed_anew(parse):
    parse(ONE, "press")
    assert [source.key for source in parse(TWO, "press")] == ["b-source"]


def test_a_changed_parser_makes_what_was_kept_stale(parse, monkeypatch, tmp_path):
    parse(ONE, "press")
    changed = tmp_path / "references.py"
    changed.write_text("# another version")
    monkeypatch.setattr(references, "__file__", str(changed))
    monkeypatch.setattr(references, "_parsed", lambda text, kind: ("parsed again",))
    monkeypatch.setattr(references, "_keep", lambda kind, digest, found: None)
    assert parse(ONE, "press") == ("parsed again",)


def test_another_version_of_pybtex_makes_what_was_kept_stale(parse, monkeypatch):
    parse(ONE, "press")
    monkeypatch.setattr(references, "version", lambda package: "another")
    monkeypatch.setattr(references, "_parsed", lambda text, kind: ("parsed again",))
    monkeypatch.setattr(references, "_keep", lambda kind, digest, found: None)
    assert parse(ONE, "press") == ("parsed again",)


@pytest.mark.parametrize("spoiled", ["", "{", "[]", '{"digest": 1}', "\x00"])
def test_a_spoiled_file_is_parsed_anew(parse, spoiled):
    first = parse(ONE, "press")
    (references.KEPT / "press.json").write_text(spoiled, encoding="utf-8")
    assert parse(ONE, "press") == first


def test_where_nothing_can_be_written_nothing_is_kept(parse):
    references.KEPT.write_text("a file where the folder should be", encoding="utf-8")
    assert [source.key for source in parse(ONE, "press")] == ["a-source"]


def test_the_pages_get_the_sources_as_the_files_have_them():
    from pybtex.database.input.bibtex import Parser

    from briefing.paths import DATA

    rebuilt = references.entries(load().sources.values()).entries
    read = {}
    for path in (DATA / "references").glob("*.bib"):
        read.update(Parser(macros={}).parse_string(path.read_text(encoding="utf-8")).entries)
    assert len(rebuilt) == len(read) > 1000
    for key, entry in read.items():
        assert dict(rebuilt[key].fields.lower()) == dict(entry.fields.lower())
        assert rebuilt[key].persons == entry.persons and rebuilt[key].key == key


def test_an_author_and_a_publisher_have_one_spelling():
    spelt: dict[str, set[str]] = {}
    for source in load().sources.values():
        for name in (*source.authors, source.publisher):
            plain = name.strip("{}")
            alike = re.sub(r"^the |[ .-]", "", plain.casefold())
            spelt.setdefault(alike, set()).add(plain)
    assert [names for names in spelt.values() if len(names) > 1] == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"annotation": "Title described"}, " Title described."),
        ({"annotation": "Copy; title described"}, " Title described."),
        ({"annotation": "Title after the address of the page"}, " Title after the address."),
        ({"annotation": "in Russian"}, ""),
        ({"annotation": "Title described", "note": "Described: a film of the meeting"}, ""),
        ({}, ""),
    ],
)
def test_an_entry_says_once_that_its_title_was_not_seen_in_print(fields, said):
    assert label_style._title_mark(fields) == said


LABELS = {
    "g8-centre-1997-denver-statement": "French, Russian, US presidents 1997",
    "allgeo-1997-strasbourg-communique": "Presidents of the GUAM states 1997",
    "azerbaijan-captives-commission-2016-samadov-3801": "Azerbaijani POW commission 2016",
    "azerbaijan-2020-letter-s-2020-301": "Azerbaijan at the UN 2020",
    "milanovic-papic-2021-makuchyan-ajil": "Milanović & Papić 2021",
    "emerson-2000-stability-pact": "Emerson et al. 2000",
    "sydney-morning-herald-1993-armenian-offensive": "Haupt 1993",
    "idp-project-2001-azerbaijan": "NRC Global IDP Project 2001",
    "minsk-conference-cochairs-1995-ceasefire-proposals": "Minsk Conference mediator n.d.",
    "coe-cm-1992-declaration-nagorno-karabakh": "CoE Committee of Ministers 1992",
}


def test_a_label_names_the_author_of_its_source():
    shown = label_style.labels(list(load().sources.values()))
    assert {key: shown[key].rstrip("abc") for key in LABELS} == LABELS


def test_no_two_labels_differ_by_a_capital_alone():
    shown = label_style.labels(list(load().sources.values())).values()
    assert len({label.casefold() for label in shown}) == len(set(shown))


def source_by(*authors: str, **fields: str) -> references.Source:
    return references.Source("a-b", "press", 1, authors, fields)


@pytest.mark.parametrize(
    ("authors", "label"),
    [
        (("Haupt, Robert",), "Haupt 1993"),
        (("de Waal, Thomas",), "de Waal 1993"),
        (("Milanović, Marko", "Papić, Tatjana"), "Milanović & Papić 1993"),
        (("Emerson, Michael", "Tocci, Nathalie", "Celac, Sergiu"), "Emerson et al. 1993"),
        (
            ("{Presidents of France, Russia and others}",),
            "Presidents of France, Russia and others 1993",
        ),
        (("{Armenpress}", "{RFE/RL}"), "Armenpress & RFE/RL 1993"),
    ],
)
def test_a_label_cuts_the_names_of_persons_alone_at_the_comma(authors, label):
    assert label_style.label_base(source_by(*authors, date="1993-04-05")) == label


def test_a_short_author_stands_in_the_label_and_the_whole_name_in_the_entry():
    source = source_by("{Trend, quoting President Aliyev}", shortauthor="Trend", date="2018")
    assert label_style.label_base(source) == "Trend 2018"
    assert source.author == "Trend, quoting President Aliyev"


def test_no_label_is_longer_than_a_row_can_bear():
    shown = label_style.labels(list(load().sources.values()))
    assert max(map(len, shown.values())) <= 37


def test_no_label_shows_the_braces_of_the_bibliography():
    shown = label_style.labels(list(load().sources.values()))
    assert not [label for label in shown.values() if set(label) & set("{}")]


def test_an_outlet_is_looked_up_without_its_article():
    labels = ["The Times 1992", "TASS 1992", "Trend 1992", "The Baltimore Sun 1991"]
    assert sorted(labels, key=label_style.label_order) == [
        "The Baltimore Sun 1991",
        "TASS 1992",
        "The Times 1992",
        "Trend 1992",
    ]


def test_an_outlet_has_one_side_and_one_stance_in_all_that_it_wrote():
    """On its own pages and in copies: who copies a report does not argue it."""
    outlets: dict[str, set[tuple[str, str, str]]] = {}
    for source in load().sources.values():
        if source.kind == "press" and len(source.authors) == 1 and source.authors[0][0] == "{":
            told = source.fields["side"], source.fields["control"], source.fields.get("stance", "")
            outlets.setdefault(source.author, set()).add(told)
    assert len(outlets) > 300
    assert {outlet: told for outlet, told in outlets.items() if len(told) > 1} == {}


def test_no_source_stands_on_a_site_that_the_methods_exclude():
    told = (ROOT / "book/methods.md").read_text(encoding="utf-8")
    excluded = re.search(r"Pages of ([^ ]+), ([^ ]+) and ([^ ]+) are not cited", told).groups()
    addresses = [source.fields.get("url", "") for source in load().sources.values()]
    assert not [address for address in addresses if any(site in address for site in excluded)]


@pytest.mark.parametrize(
    ("entry", "opened"),
    [
        ("[1] X. <a href='u'>Слово</a>. In Russian.", "<a lang=\"ru\" href='u'>"),
        ("[1] X. <em>Söz</em>. X, 2020. In Azerbaijani.", '<em lang="az">'),
        ("[1] X. <a href='u'>خبر</a>. In Arabic. Title described.", '<a lang="ar" dir="rtl" href'),
        ("[1] X. <a href='u'>Said in Russian. In Russian.</a>. 2020.", "<a href='u'>"),
        ("[1] X. <a href='u'>A word</a>. 2020.", "<a href='u'>"),
        ("[1] X. <a href='u'>Report on it</a>. In Arabic. Title described.", "<a href='u'>Report"),
        ("[1] X. <a href='u'>Words of X</a>. In German. Title described.", "<a href='u'>Words"),
        ("[1] X. <a href='u'>Ein Wort</a>. In German. Title described.", '<a lang="de"'),
    ],
)
def test_a_title_says_in_which_language_it_is(entry, opened):
    assert opened in trim._in_language(entry)


def test_a_title_written_from_the_right_keeps_its_signs_in_their_places():
    assert label_style._marked("«خبر»", {"language": "ar"}) == "\u200f«خبر»\u200f"
    assert label_style._marked("«Слово»", {"language": "ru"}) == "«Слово»"
    assert label_style._marked("Report (in Arabic)", {"language": "ar"}) == "Report (in Arabic)"
