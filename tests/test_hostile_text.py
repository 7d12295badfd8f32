"""A text of the record never becomes markup, whatever stands in it and whatever column it is in."""

import contextlib
import json
import re
import shutil
import subprocess
import sys
import warnings
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from IPython.display import Markdown
from tables import lines as read_lines
from tables import write_lines

from briefing import charts, generated, record, schema, tables
from briefing.chapters import assessment, common
from briefing.paths import DATA, NOTEBOOKS
from briefing.schema import Column
from briefing.tables import Table

# Tags, attributes, roles, directives, links, comments and entities, in HTML and in MyST.
HOSTILE = (
    " ZZ<script>zzbad()</script><img src=x onerror=zzbad()><!-- x --> --> &lt;b&gt; "
    '" onmouseover="zzbad()" [x](javascript:zzbad()) {raw}`html` {eval-rst} ``` ~~~ ::: '
    "| --- | % x (x)= +++ <https://zzbad.example> ![x](https://zzbad.example/x.png) \\ ZZ"
)
# In the briefing's own voice braces and bars mark whose words these are; the check refuses others.
SPOKEN = re.sub(r"[{}|]", "", HOSTILE)
ROWS_SHOWN = 3
CONFIGURATION = """
import sys
from pathlib import Path
from docutils import nodes
from briefing.label_style import register
from briefing.sphinx_ext import exhibits, footer, pages, rows
extensions = ["myst_nb", "sphinxcontrib.bibtex"]
nb_execution_mode = "off"
myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist", "substitution"]
bibtex_bibfiles = [f"data/references/{p.name}" for p in Path("data/references").glob("*.bib")]
bibtex_default_style, bibtex_reference_style = "briefing", "label"
smartquotes, numfig, html_theme = False, True, "basic"
suppress_warnings = ["ref.row", "record.row", "bibtex", "myst.xref_missing"]
def skip(translator, node):
    raise nodes.SkipNode
def setup(app):
    register(Path("data").resolve())
    app.add_domain(rows.RecordDomain)
    app.add_directive("record-table", exhibits.RecordTable)
    app.add_node(exhibits.record_rows, html=(exhibits.visit_rows, None))
    app.add_node(footer.exhibit_mark, html=(skip, None))
    app.connect("builder-inited", pages.learn)
"""


def is_text(column: Column) -> bool:
    """Whether a column holds words that an editor wrote."""
    bound = (column.enum, column.pattern, column.is_date, column.separator, column.references)
    return column.type == "string" and not any((*bound, column.row_of, column.vocabulary))


TEXT_COLUMNS = [
    (table.name, column.name)
    for table in schema.read(DATA).tables.values()
    for column in table.columns
    if is_text(column)
]


def poison(data: Path) -> None:
    """Add the hostile text to every cell of every text column."""
    for table in schema.read(data).tables.values():
        added = {c.name: SPOKEN if c.speech else HOSTILE for c in filter(is_text, table.columns)}
        header, *lines = read_lines(data / table.path)
        for line in lines:
            line[:] = [c and c + added.get(name, "") for name, c in zip(header, line, strict=True)]
        write_lines(data / table.path, [header, *lines])


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory) -> Path:
    """A copy of the record with the hostile text in every text column."""
    data = Path(shutil.copytree(DATA, tmp_path_factory.mktemp("hostile") / "data"))
    poison(data)
    return data


@pytest.fixture(scope="module")
def shown(poisoned) -> list[object]:
    """What every notebook displays of that record."""
    found: list[object] = []
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the labels of the charts are too long for their room
        patch.setattr(record, "load", lambda *_: hostile)
        patch.setattr("myst_nb.glue", lambda *_, **__: None)
        for module in (tables, charts, common, assessment):
            patch.setattr(module, "display", found.append)
        hostile = record.Record(poisoned)
        for path in sorted(NOTEBOOKS.glob("*.ipynb")):
            names: dict[str, object] = {}
            for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
                if cell["cell_type"] == "code":
                    # Some sentences look a name up that is no longer itself.
                    with contextlib.suppress(LookupError, ValueError, NameError):
                        exec("".join(cell["source"]), names)
    return found


@pytest.fixture(scope="module")
def page(shown, poisoned, tmp_path_factory) -> BeautifulSoup:
    """A page of the first rows of all tables, and of all sentences, built by Sphinx."""
    place = tmp_path_factory.mktemp("site")
    shutil.copytree(poisoned, place / "data")
    (place / "conf.py").write_text(CONFIGURATION, encoding="utf-8")
    parts = ["# Hostile\n"]
    for item in shown:
        if isinstance(item, Table):
            kept = Table(
                item.name,
                item.caption,
                item.header,
                item.rows[:ROWS_SHOWN],
                item.source,
                item.style,
            )
            parts.append(kept._repr_mimebundle_()["text/markdown"])
        elif isinstance(item, Markdown):
            parts.append(item.data)
    parts += ["# Names\n", "\n".join(generated.names(poisoned).split("\n")[:40])]
    (place / "index.md").write_text("\n\n".join(parts), encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", str(place), str(place / "out")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=place, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return BeautifulSoup((place / "out" / "index.html").read_text(encoding="utf-8"), "html.parser")


def harm(soup: BeautifulSoup) -> list[str]:
    """Whatever in a page could run, load or link what a hostile text asked for."""
    found = [str(tag)[:120] for tag in soup.find_all("script") if "zzbad" in str(tag)]
    for tag in soup.find_all(True):
        for name, value in tag.attrs.items():
            text = " ".join(value) if isinstance(value, list) else value
            address = name in ("href", "src", "action", "style")
            if name.startswith("on") or (address and "zzbad" in text):
                found.append(f"{tag.name} {name}={text[:80]} in {str(tag.parent)[:200]}")
    return found


def test_the_record_has_text_columns_in_most_tables():
    assert len(TEXT_COLUMNS) > 60
    assert len({table for table, _ in TEXT_COLUMNS}) > 20


def test_every_notebook_shows_exhibits_of_the_hostile_record(shown):
    assert sum(isinstance(item, Table) for item in shown) > 40
    assert sum(isinstance(item, charts.Chart) for item in shown) > 20
    assert sum("ZZ" in item.html() for item in shown if isinstance(item, Table)) > 30


def test_hostile_text_stays_text_in_the_html_of_jupyter(shown):
    found = [item.html() for item in shown if isinstance(item, Table)]
    assert [h for text in found for h in harm(BeautifulSoup(text, "html.parser"))] == []


def test_hostile_text_stays_text_in_the_built_page(page):
    assert harm(page) == []
    cells = [c for c in page.select("td") if "ZZ" in c.get_text()]
    assert len(cells) > 60
    # Nothing of it is lost either.
    assert any(" ".join(HOSTILE.split()) in " ".join(c.get_text().split()) for c in cells)


def test_hostile_text_stays_text_in_the_charts(shown):
    drawn = [item for item in shown if isinstance(item, charts.Chart)]
    for chart in drawn:
        tags = {tag.tag.rsplit("}", 1)[-1] for tag in ElementTree.fromstring(chart.svg).iter()}
        assert not tags & {"script", "a", "foreignObject", "image"}, chart.name
        assert "zzbad" not in chart.svg, chart.name
