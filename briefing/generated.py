"""Pages of the book that follow from the record: the data dictionary and the gazetteer."""

import csv
from collections.abc import Iterator
from pathlib import Path

from briefing import schema
from briefing.markup import Text, escape
from briefing.schema import Column
from briefing.tables import Table

MARK = "<!-- generated -->"


def data_dictionary(data_dir: Path) -> str:
    """Every table, column and controlled value of the record, as MyST."""
    package = schema.read(data_dir)
    parts = []
    for table in package.tables.values():
        rows = [[c.name, c.title, _type(c), c.description] for c in table.columns]
        shown = Table(
            f"tbl-dictionary-{table.name.replace('_', '-')}",
            f"Columns of {table.name}. {table.description}",
            ("Column", "Title", "Type", "Meaning"),
            rows,
            f"Key: {', '.join(table.primary_key)}. File: data/{table.path}.",
        )
        parts.append(f"## {escape(table.title)}\n\n{_without_data(shown)}")
    parts.append(f"## Controlled values\n\n{_without_data(_vocabulary(data_dir))}")
    return "\n".join(parts)


def _type(column: Column) -> str:
    kind = "date" if column.is_date else column.type
    if column.separator:
        kind = f"list, separated by {column.separator}"
    if column.references:
        kind += f", refers to {column.references}"
    if column.vocabulary:
        kind += f", vocabulary {column.vocabulary}"
    return kind + (", required" if column.required else "")


def _vocabulary(data_dir: Path) -> Table:
    rows: list[list] = []
    current = None
    for row in _rows(data_dir / "vocabulary.csv"):
        if row["vocabulary"] != current:
            current = row["vocabulary"]
            rows.append([f"{current} (origin: {row['origin']})"])
        rows.append([row["value"], row["definition"]])
    caption = "Controlled values with their meaning."
    return Table(
        "tbl-vocabulary", caption, ("Value", "Meaning"), rows, "File: data/vocabulary.csv."
    )


def names(data_dir: Path) -> str:
    """Every place of the gazetteer in its languages, and every actor, as MyST."""
    places = [
        [
            p["name"],
            Text(p["name_az"], "lang-az"),
            Text(p["name_hy"], "lang-hy"),
            Text(p["name_ru"], "lang-ru"),
            p["other_names"].replace(";", ", "),
            f"{float(p['lat']):.3f} N, {float(p['lon']):.3f} E" if p["lat"] else "",
        ]
        for p in sorted(_rows(data_dir / "places.csv"), key=lambda p: p["name"])
    ]
    actors = [
        [a["name"], a["kind"].replace("-", " "), _years(a), a["note"]]
        for a in sorted(_rows(data_dir / "actors.csv"), key=lambda a: a["name"])
    ]
    shown = (
        Table(
            "tbl-places",
            f"The {len(places)} places of the record. A blank is a name or a position that was "
            "not confirmed.",
            ("Name here", "Azerbaijani", "Armenian", "Russian", "Other forms", "Position"),
            places,
            "Coordinates and names in three languages: GeoNames, CC BY 4.0, where it has them.",
        ),
        Table(
            "tbl-actors",
            f"The {len(actors)} actors of the record.",
            ("Actor", "Kind", "Years", "Note"),
            actors,
            "File: data/actors.csv.",
        ),
    )
    return f"## Places\n\n{_without_data(shown[0])}\n## Actors\n\n{_without_data(shown[1])}"


def _years(actor: dict[str, str]) -> str:
    if not actor["valid_from"] and not actor["valid_to"]:
        return ""
    return f"{actor['valid_from']} to {actor['valid_to'] or 'today'}"


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _without_data(table: Table) -> str:
    """The table without its data link: the file of the record itself is the data."""
    return table.myst().replace(f" {{record:data}}`{table.name}`", "")


PAGES = {"book/data-dictionary": data_dictionary, "book/names": names}
