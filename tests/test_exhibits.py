"""Exhibits carry their text, their data and their source; nothing in a cell becomes markup."""

import re

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from briefing import charts
from briefing.markup import Cite, Text, row
from briefing.tables import Table

HOSTILE = [
    "1992. A list?", "- a dash", "# a heading", "*stars*", "_under_", "`code`", "a | b", "|", "---",
    "<script>alert(1)</script>", "&amp;", "[link](http://x)", "![img](x)", "{cite}`key`", "$5 $6",
    "% comment", "(x)=", "+++", ":::{note}", "```", "~~~", "\\", "\\|", "\"quoted\"", "a  b",
    "Ստեփանակերտ", "Şuşa", "Шуша", "http://example.org", "@handle", "^up^", "{{ s }}", "t\n: def",
]  # fmt: skip


@pytest.fixture(scope="module")
def shown() -> list[str]:
    """Hostile strings rendered through MyST as the cells of one table."""
    from docutils.core import publish_doctree
    from myst_parser.parsers.docutils_ import Parser

    rows = [[Text(text), Text(text, "row-note")] for text in HOSTILE]
    source = Table("tbl-x", "A caption", ("Plain", "Marked"), rows, "A source").myst()
    source = source.split("~~~{container}")[0].replace(":name: tbl-x\n", "")
    source = source.replace("{record:data}`tbl-x`", "")
    tree = publish_doctree(
        source,
        parser=Parser(),
        settings_overrides={
            "myst_enable_extensions": ["attrs_inline", "colon_fence", "deflist", "substitution"],
            "report_level": 5,
        },
    )
    from docutils import nodes

    body = next(tree.findall(nodes.tbody))
    return [entry.astext() for entry in body.findall(nodes.entry)]


def test_every_hostile_string_comes_back_as_text(shown):
    expected = [" ".join(text.split()) for text in HOSTILE for _ in range(2)]
    assert shown == expected


def chart() -> charts.Chart:
    figure, (axes,) = charts.figure(1.0)
    axes.plot([1, 2], [3, 4])
    data = pd.DataFrame({"x": [1, 2], "y": [3, 4]})
    return charts.Chart(charts.svg(figure), "fig-x", "A caption", "Two points", data, "A source")


def test_a_chart_is_the_same_bytes_every_time():
    assert chart().svg == chart().svg


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


def test_the_three_faces_of_a_table_show_the_same_cells():
    table = Table("tbl-x", "A caption", ("One",), [["a & b"]], "A source")
    bundle = table._repr_mimebundle_()
    assert "a & b" in BeautifulSoup(bundle["text/html"], "html.parser").get_text()
    assert "a \\& b" in bundle["text/markdown"]
    assert bundle["text/plain"] == "A caption (1 rows)"


def test_a_citation_in_a_caption_leaves_the_table_whole():
    from docutils import nodes
    from docutils.core import publish_doctree
    from myst_parser.parsers.docutils_ import Parser

    table = Table("tbl-x", row("A caption", Cite(("a-key",))), ("One",), [["a"]], "A source")
    source = table.myst().split("~~~{container}")[0].replace("{cite}", "{literal}")
    tree = publish_doctree(source, parser=Parser(), settings_overrides={"report_level": 5})
    [shown] = tree.findall(nodes.table)
    assert "A caption" in shown.astext() and "a-key" in shown.astext()


def test_an_agreement_and_its_event_show_each_actors_account_once():
    """Both may hold an account of one actor; a reader sees the row's own."""
    from briefing import record
    from briefing.chapters.common import accounts

    rec = record.load()
    for table in ("events", "agreements"):
        for row_id, lines in accounts(rec, table).items():
            speakers = [line.plain().split(":")[0] for line in lines]
            assert len(speakers) == len(set(speakers)), row_id
