"""The examples on the page that says how to cite: the book, a chapter, an exhibit, two rows."""

import re
from collections.abc import Iterator
from pathlib import Path

from briefing import addresses, citing, dates, digests, found, publication, schema, speech, stored
from briefing.citing import Work
from briefing.publication import Publication

CHAPTER = "notebooks/truces"
EXHIBIT = "fig-truces"
EVENT = ("events", "2020-11-09-trilateral-statement")
TERM = ("terms", "2020-11-10-trilateral-6g")
_KINDS = {"events": "Event", "terms": "Term"}
# Format, lexer that colours it, function that writes it, and whether it is of use on paper.
_SHOWN = (
    ("APA (7th edition)", "text", citing.apa, True),
    ("Chicago (bibliography)", "text", citing.chicago, True),
    ("BibTeX", "bibtex", citing.bibtex, False),
    ("RIS", "text", citing.ris, False),
    ("CSL-JSON", "json", citing.csl_json, False),
)
_SIZE = re.compile(r" \(\d+ (rows|points)\)$")


def page(data_dir: Path) -> str:
    """The part of the page that follows from the record, as MyST."""
    root = data_dir.parent
    of = publication.read(root)
    parts = [_where(of)]
    for heading, work in examples(root):
        parts.append(f"## {heading}\n")
        for name, lexer, write, on_paper in _SHOWN:
            block = _block(name, lexer, write(work, of))
            parts.append(block if on_paper else f"~~~~{{container}} screen-only\n{block}~~~~\n")
    return "\n".join(parts)


def examples(root: Path) -> Iterator[tuple[str, Work]]:
    """What the page shows the citations of, with the headings."""
    yield "The book", Work()
    chapter = stored.read(root / f"{CHAPTER}.ipynb")
    yield "A chapter", Work(_title(chapter), f"{CHAPTER}.html", "", Path(CHAPTER).name)
    caption = citing.first_sentence(_caption(chapter, EXHIBIT))
    yield "An exhibit", Work(caption, f"{CHAPTER}.html#{EXHIBIT}", "Figure", EXHIBIT)
    yield "One event", _row(root, *EVENT)
    yield "One term", _row(root, *TERM)


def _where(of: Publication) -> str:
    if of.base_url:
        return f"The book’s public address is <{of.base_url}>.\n"
    return (
        "The book has no public address of its own; until somebody publishes it, a citation names "
        "the version and the digest of its inputs, and the id of the part.\n"
    )


def _block(name: str, lexer: str, text: str) -> str:
    return f"**{name}**\n\n~~~{{code-block}} {lexer}\n:class: cited\n\n{text.rstrip()}\n~~~\n"


def _row(root: Path, table: str, row_id: str) -> Work:
    """A row of the record as a part of the book, on the page that holds its address."""
    anchor = addresses.anchor(table, row_id)
    column = addresses.ADDRESSED[table].column
    row = _one(root, table, row_id)
    title = citing.first_sentence(speech.plain(row[column]))
    if table == "terms":
        whole = _one(root, "agreements", row["agreement"])
        title += f" ({found.clause(row['clause'])}, {found.dated(whole)})"
    else:
        title += f" ({dates.spoken_span(row['date'], row['end_date'] or None)})"
    return Work(title, f"{_page_of(root, anchor)}.html#{anchor}", _KINDS[table], anchor)


def _one(root: Path, table: str, row_id: str) -> dict[str, str]:
    return next(row for row in schema.rows(root / "data", table) if row["id"] == row_id)


def _page_of(root: Path, anchor: str) -> str:
    wanted = f'["anchor","{anchor}",'
    for path, notebook in stored.notebooks(root):
        outputs = stored.outputs(notebook)
        if any(wanted in "".join(o["data"].get("text/markdown", "")) for o in outputs):
            return f"notebooks/{path.stem}"
    raise LookupError(f"no page holds {anchor}")


def _title(notebook: dict) -> str:
    """The heading that a notebook begins with."""
    first = "".join(notebook["cells"][0]["source"])
    return first.partition("\n")[0].removeprefix("# ").strip()


def _caption(notebook: dict, name: str) -> str:
    """Caption of a chart: its text for terminals without the size."""
    for output in stored.outputs(notebook):
        if output["metadata"].get(digests.KEY, {}).get("figure", {}).get("name") == name:
            return _SIZE.sub("", "".join(output["data"]["text/plain"]))
    raise LookupError(f"no output is the chart {name}")
