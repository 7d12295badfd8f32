"""Exhibits carry their text, their data and their source; nothing in a cell becomes markup."""

import csv
import io
import itertools
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from unittest import mock

import matplotlib
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from matplotlib.font_manager import FontProperties, findfont

from briefing import charts, schema
from briefing.markup import Anchor, Block, Cite, Piece, RowLink, Text, row, unpacked
from briefing.paths import DATA, ROOT
from briefing.tables import Table, column_names, html_rows, names_its_rows, show

HOSTILE = [
    "1992. A list?", "- a dash", "# a heading", "*stars*", "_under_", "`code`", "a | b", "|", "---",
    "<script>alert(1)</script>", "&amp;", "[link](http://x)", "![img](x)", "{cite}`key`", "$5 $6",
    "% comment", "(x)=", "+++", ":::{note}", "```", "~~~", "\\", "\\|", "\"quoted\"", "a  b",
    "Ստեփանակերտ", "Şuşa", "Шуша", "http://example.org", "@handle", "^up^", "{{ s }}", "t\n: def",
]  # fmt: skip


def parsed(source: str):
    """A document read as the book reads it."""
    from docutils.core import publish_doctree
    from myst_parser.parsers.docutils_ import Parser

    return publish_doctree(
        source,
        parser=Parser(),
        settings_overrides={
            "myst_enable_extensions": ["attrs_inline", "colon_fence", "deflist", "substitution"],
            "report_level": 5,
        },
    )


def on_the_page(table: Table) -> BeautifulSoup:
    """The rows of a table as a page renders them from what the notebook stores."""
    source = table.myst().split("\n~~~\n")[0]
    header, *rows = (json.loads(line) for line in source.split("\n\n", 1)[1].split("\n"))
    cells = [[unpacked(cell) for cell in row] for row in rows]
    named = names_its_rows(re.search(r"(?m)^:class: (.*)$", source)[1].split())
    return BeautifulSoup(html_rows(header, cells, Somewhere(), named=named), "html.parser")


class Somewhere:
    def row(self, target: str) -> str:
        return f"page.html#{target}"

    def source(self, key: str) -> tuple[str, str]:
        return f"sources.html#ref-{key}", f"Label of {key}"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_string_in_a_cell_comes_back_as_text(text):
    rows = [[Text(text), Text(text, "row-note"), row(Text(text), Text(text))]]
    page = on_the_page(Table("tbl-x", "A caption", ("A", "B", text), rows, "A source"))
    shown = " ".join(text.split())
    cells = [cell.get_text() for cell in page.select("tbody :is(th, td)")]
    assert cells == [shown, shown, f"{shown} {shown}"]
    assert page.find_all("th")[2].get_text() == text
    allowed = {"thead", "tbody", "tr", "th", "td", "span"}
    assert {tag.name for tag in page.find_all(True)} <= allowed


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_string_in_running_text_comes_back_as_text(text):
    for piece in (Text(text), Text(text, "row-note")):
        tree = parsed(f"Before {piece.myst()} after")
        assert tree.astext() == f"Before {' '.join(text.split())} after"


def test_the_links_of_a_cell_lead_to_rows_and_sources():
    cells = [Anchor("evt-a", "5 May"), row(RowLink("term-b", "6g"), Cite(("k1", "k2")))]
    page = on_the_page(Table("tbl-x", "A caption", ("A", "B"), [cells], "A source"))
    assert page.find(id="evt-a").get_text() == "5 May"
    links = [(a["href"], a.get_text()) for a in page.find("td").find_all("a")]
    assert links == [
        ("page.html#term-b", "6g"),
        ("sources.html#ref-k1", "Label of k1"),
        ("sources.html#ref-k2", "Label of k2"),
    ]


def test_a_name_in_another_script_says_its_language():
    rows = [[Text("Ստեփանակերտ", "lang-hy")]]
    page = on_the_page(Table("tbl-x", "A caption", ("A",), rows, "A source"))
    assert page.find("span")["lang"] == "hy"


def test_a_cell_names_its_column_and_a_group_spans_all():
    rows = [["A group"], ["a", "b"]]
    page = on_the_page(Table("tbl-x", "A caption", ("One", "Two"), rows, "A source"))
    group, first = page.find("tbody").find_all("tr")
    assert group.find("td")["colspan"] == "2"
    assert [cell["data-label"] for cell in first.find_all(["th", "td"])] == ["One", "Two"]


@pytest.mark.parametrize(
    ("style", "names"),
    [
        ("", True),
        ("wide counts", True),
        ("wide figures cols-districts", True),
        ("wide gridded cols-terms", False),
        ("cols-harm", False),
        ("wide cols-districts long", False),
    ],
)
def test_the_first_cell_of_a_row_of_numbers_is_its_heading(style, names):
    table = Table(
        "tbl-x", "A caption", ("One", "Two"), [["A group"], ["a", "b"], ["", "c"]], "S", style
    )
    for rows in (table.html(), on_the_page(table).decode()):
        group, first, blank = BeautifulSoup(rows, "html.parser").find("tbody").find_all("tr")
        headings = [(cell["scope"], cell.get_text()) for cell in first.find_all("th")]
        assert headings == ([("row", "a")] if names else [])
        assert not group.find("th") and not blank.find("th")


def test_a_cell_that_stands_for_several_rows_of_a_group_is_no_heading():
    once, twice = [["G"], ["a", "1"], ["H"], ["a", "2"]], [["a", "1"], ["b", "2"], ["a", "3"]]
    for rows, headings in ((once, ["a", "a"]), (twice, [])):
        page = on_the_page(Table("tbl-x", "A caption", ("One", "Two"), rows, "A source"))
        assert [cell.get_text() for cell in page.select("tbody th")] == headings


def test_a_heading_begins_with_a_capital_wherever_it_comes_from():
    made = []
    with mock.patch("briefing.tables.display", made.append):
        show("tbl-x", "A caption", ("who", "as of UCDP"), [["a", "b"]], "A source")
    assert made[0].header == ["Who", "As of UCDP"]


def test_rows_that_carry_data_have_their_columns_named_by_the_style_sheet():
    cells = [[Text("a"), Text("b")]]
    carried = [{"facets": "{}"}, {"f": "1"}]
    assert "data-label" not in html_rows(("One", 'A "b"'), cells, carried=carried)
    assert column_names("tbl-x", ("One", 'A "b"')) == (
        '#tbl-x tr:not(.group-row)>td:nth-child(1){--column:"One "}'
        '#tbl-x tr:not(.group-row)>td:nth-child(2){--column:"A \\"b\\" "}'
    )


def every_piece() -> list[Piece]:
    plain = [Text("a"), Text("a", "row-note"), Cite(("k", "l")), Anchor("evt-a", "x")]
    return [
        *plain,
        RowLink("evt-a", "x"),
        Block(Text("a"), "row-note"),
        row(*plain, separator="; "),
    ]


@pytest.mark.parametrize("piece", every_piece(), ids=lambda p: type(p).__name__)
def test_a_piece_is_the_same_after_its_way_through_the_notebook(piece):
    assert unpacked(json.loads(json.dumps(piece.packed()))) == piece


def chart() -> charts.Chart:
    figure, (axes,) = charts.figure(1.0)
    axes.plot([1, 2], [3, 4])
    data = pd.DataFrame({"x": [1, 2], "y": [3, 4]})
    return charts.Chart(charts.svg(figure), "fig-x", "A caption", "Two points", data, "A source")


def test_a_chart_is_the_same_bytes_every_time():
    assert chart().svg == chart().svg


HOSTILE_SETTINGS = """
axes.grid: True
lines.linewidth: 4
timezone: Asia/Yerevan
"""
DATED = """
import datetime, matplotlib
from briefing import charts
figure, (axes,) = charts.figure(1.0)
axes.plot([datetime.date(1991, 1, 1), datetime.date(1994, 1, 1)], [3, 4])
charts.years(axes)
print(matplotlib.get_backend(), charts.svg(figure))
"""


def drawn_under(settings: Path) -> str:
    """A chart of a process of its own, after the backend that it keeps."""
    known = {**os.environ, "MPLCONFIGDIR": str(settings), "MPLBACKEND": "template"}
    words = [sys.executable, "-c", DATED]
    done = subprocess.run(words, cwd=ROOT, env=known, capture_output=True, text=True, check=True)
    return done.stdout


def test_a_chart_is_the_same_whatever_its_reader_has_set(tmp_path):
    for name, settings in (("plain", ""), ("hostile", HOSTILE_SETTINGS)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "matplotlibrc").write_text(settings, encoding="utf-8")
    hostile = drawn_under(tmp_path / "hostile")
    assert hostile == drawn_under(tmp_path / "plain")
    assert hostile.startswith("template <?xml")


def test_the_data_of_a_table_begin_with_the_ids_of_rows_that_have_their_address_there():
    own = row(Anchor("evt-2020-a", "1 May 2020"), separator="")
    rows = [["Spring"], [own, "One"], [RowLink("evt-b", "2 May 2020"), "Two"]]
    table = Table("tbl-x", "Two days", ("Date", "What"), rows, "A source")
    assert table.csv().splitlines() == [
        "id,Group,Date,What",
        "2020-a,Spring,1 May 2020,One",
        ",Spring,2 May 2020,Two",
    ]


def test_the_letters_of_charts_are_those_that_matplotlib_carries():
    carried = Path(matplotlib.get_data_path(), "fonts", "ttf")
    for weight, style in itertools.product(("normal", "bold"), ("normal", "oblique")):
        wanted = FontProperties(family=charts._STYLE["font.family"], weight=weight, style=style)
        assert Path(findfont(wanted, fallback_to_default=False)).parent == carried


def test_a_chart_carries_caption_alt_source_and_data():
    bundle, metadata = chart()._repr_mimebundle_()
    page = metadata["briefing"]
    assert bundle["text/csv"] == "x,y\n1,3\n2,4\n"
    assert page["image"]["alt"] == "Two points"
    assert page["figure"]["name"] == "fig-x"
    assert page["figure"]["caption"].endswith("{record:data}`fig-x`")
    assert "A source" in page["figure"]["caption"]


def test_a_chart_is_as_wide_as_a_phone():
    width = re.search(r'<svg[^>]* width="([\d.]+)pt"', chart().svg)
    assert width and float(width[1]) == pytest.approx(charts.WIDTH * 72)


@pytest.mark.parametrize(
    ("low", "high", "log"),
    [
        (2_025, 56_000, True),
        (232, 12_234, True),
        (7_500, 1_600_000, True),
        (144, 357, True),
        (1, 1_000_000_000, True),
        (0, 240, False),
        (0, 158, False),
        (0, 3.2, False),
    ],
)
def test_an_axis_of_numbers_has_three_to_seven_labelled_marks(low, high, log):
    figure, (axes,) = charts.figure(1.0)
    charts.numbers(axes, low, high, log)
    charts.svg(figure)
    labels = [tick.get_text() for tick in axes.get_xticklabels()]
    assert 3 <= len(labels) <= 7 and all(labels) and len(set(labels)) == len(labels)
    assert all(low <= mark <= high for mark in axes.get_xticks())
    assert [float(label.replace(",", "")) for label in labels] == list(axes.get_xticks())


def test_a_legend_that_would_be_cut_is_refused():
    figure, (axes,) = charts.figure(1.0)
    for name in "ab":
        axes.plot([1], [1], "o", label=f"{name} claimed by an author or outlet of the other side")
    figure.legend(loc="outside lower center", ncols=1, fontsize=7)
    charts.svg(figure)
    figure.legends[0].remove()
    figure.legend(loc="outside lower center", ncols=2, fontsize=7)
    with pytest.raises(ValueError, match="wider than the chart"):
        charts.svg(figure)


def test_contested_events_are_told_by_shape_not_by_colour_alone():
    _, (axes,) = charts.figure(1.0)
    contested = pd.Series([True, pd.NA, False], dtype="boolean")
    places = pd.Series([1.0, 2.0, 3.0])
    differ, other = charts.accounts_differ(axes, places, places, contested)
    assert list(differ.get_xdata()) == [1.0] and list(other.get_xdata()) == [2.0, 3.0]
    assert differ.get_marker() != other.get_marker()


def test_the_faces_of_a_table_show_the_same_cells():
    table = Table("tbl-x", "A caption", ("One",), [["a & b"]], "A source")
    bundle = table._repr_mimebundle_()
    assert "a & b" in BeautifulSoup(bundle["text/html"], "html.parser").get_text()
    assert on_the_page(table).find("td").get_text() == "a & b"
    assert bundle["text/csv"] == "One\na & b\n"
    assert bundle["text/plain"] == "A caption (1 rows)"


def test_the_data_of_a_table_are_its_cells_as_they_are_and_readers_are_told():
    formulas = ["=1+1", "+1", "-1", "@x"]
    table = Table("tbl-x", "A caption", ("One",), [[cell] for cell in formulas], "A source")
    assert table.csv().splitlines() == ["One", *formulas]
    told = (ROOT / "book" / "downloads.md").read_text(encoding="utf-8")
    assert [cell for cell in formulas if f"`{cell[0]}`" not in told] == []
    assert "as text" in told


def test_an_agreement_and_its_event_show_each_actors_account_once():
    """Both may hold an account of one actor; a reader sees the row's own."""
    from briefing import record
    from briefing.chapters.heard import accounts

    rec = record.load()
    for table in ("events", "agreements"):
        for row_id, lines in accounts(rec, table).items():
            speakers = [line.plain().split(":")[0] for line in lines]
            assert len(speakers) == len(set(speakers)), row_id


def test_a_chart_that_does_not_know_a_value_says_where_to_add_it():
    styles = charts.Styles("MARKS in briefing/chapters/x.py", {"kept": ("o", charts.BLUE)})
    assert styles["kept"] == ("o", charts.BLUE)
    with pytest.raises(LookupError, match=r"no style for “broken” \(known: kept\).*chapters/x\.py"):
        styles["broken"]


@pytest.mark.parametrize(
    ("exhibit", "table"),
    [
        ("tbl-truces", "truce_spells"),
        ("tbl-truces-reporting", "first_allegations"),
        ("tbl-truces-left-out", "agreements"),
        ("tbl-statement-2020-outline", "terms"),
        ("tbl-powers-contingent", "terms"),
        ("tbl-powers-contingent-figures", "estimates"),
        ("tbl-powers-turkey", "events"),
        ("tbl-border-events", "events"),
        ("tbl-border-commissions", "meetings"),
        ("tbl-captives-trials", "events"),
        ("tbl-negotiations-minsk", "events"),
        ("tbl-balance-one-sided", "events"),
        ("tbl-balance-audits", "audits"),
        ("tbl-balance-coverage", "coverage"),
        ("tbl-texts-2025", "agreements"),
        ("tbl-captives-held", "estimates"),
        ("tbl-captives-missing", "estimates"),
        ("tbl-war-2020-control", "control_changes"),
        ("tbl-war-2020-days", "events"),
        ("tbl-border-losses", "estimates"),
        ("tbl-border-villages", "control_changes"),
        ("tbl-human-cost-harm", "events"),
        ("tbl-texts-2025-terms", "terms"),
    ],
)
def test_the_data_of_rows_of_the_record_begin_with_their_ids(book, exhibit, table):
    """By which they join the table that they come from."""
    text = (book / "_exhibits" / f"{exhibit}.csv").read_text(encoding="utf-8")
    ids = [row["id"] for row in csv.DictReader(io.StringIO(text))]
    assert ids and set(ids) <= {row["id"] for row in schema.rows(DATA, table)}
