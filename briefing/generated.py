"""Pages of the book that follow from the record, or from what was measured of the book."""

from pathlib import Path

from briefing import addresses, dates, how_built, schema
from briefing.markup import Anchor, Text, escape
from briefing.schema import Column
from briefing.tables import Table
from briefing.wording import alphabetical, words

MARK = "<!-- generated -->"


def data_dictionary(data_dir: Path) -> str:
    """Every table, column and controlled value of the record, as MyST."""
    package = schema.read(data_dir)
    parts = []
    for table in package.tables.values():
        rows = [[c.name, c.title, column_type(c), c.description] for c in table.columns]
        shown = Table(
            f"tbl-dictionary-{table.name.replace('_', '-')}",
            f"Columns of {table.name}. {table.description}",
            ("Column", "Title", "Type", "Meaning"),
            rows,
            f"Source: the descriptor of the record. Key: {', '.join(table.primary_key)}.",
        )
        parts.append(f"## {escape(table.title)}\n\n{with_file(shown, f'data/{table.path}')}")
    parts.append(
        f"## Controlled values\n\n{with_file(_vocabulary(data_dir), 'data/vocabulary.csv')}"
    )
    return "\n".join(parts)


def column_type(column: Column) -> str:
    """What a cell of a column holds, in words."""
    kind = "date" if column.is_date else column.type
    if column.separator:
        sign = {";": "semicolons"}.get(column.separator, column.separator)
        kind = f"list, separated by {sign}"
    if column.references:
        kind += f", refers to {column.references}"
    if column.vocabulary:
        kind += f", vocabulary {column.vocabulary}"
    return kind + (", required" if column.required else "")


def _vocabulary(data_dir: Path) -> Table:
    rows: list[list] = []
    current = None
    for row in schema.rows(data_dir, "vocabulary"):
        if row["vocabulary"] != current:
            current = row["vocabulary"]
            rows.append([f"{current} (origin: {row['origin']})"])
        rows.append([row["value"], row["definition"]])
    caption = "Controlled values with their meaning."
    return Table(
        "tbl-vocabulary",
        caption,
        ("Value", "Meaning"),
        rows,
        "Source: the record, table vocabulary.",
    )


def names(data_dir: Path) -> str:
    """Every place of the gazetteer in its languages, and every actor, as MyST."""
    places = [
        [
            Anchor(addresses.anchor("places", p["id"]), p["name"]),
            Text(p["name_hy"], "lang-hy"),
            Text(p["name_az"], "lang-az"),
            Text(p["name_ru"], "lang-ru"),
            p["other_names"].replace(";", ", "),
            position(float(p["lat"]), float(p["lon"])) if p["lat"] else "",
        ]
        for p in sorted(schema.rows(data_dir, "places"), key=lambda p: alphabetical(p["name"]))
    ]
    actors = [
        [a["name"], words(a["kind"]), _existed(a), a["note"]]
        for a in sorted(schema.rows(data_dir, "actors"), key=lambda a: alphabetical(a["name"]))
    ]
    shown = (
        Table(
            "tbl-places",
            f"The {len(places)} places of the record. A blank is a name or a position that was "
            "not confirmed, or not sought: of states, areas, lines and places far off.",
            ("Name here", "Armenian", "Azerbaijani", "Russian", "Other forms", "Position"),
            places,
            "Source: the record, table places; coordinates, and names in three languages where it "
            "has them, from GeoNames, CC BY 4.0; other names from pages of the three languages.",
        ),
        Table(
            "tbl-actors",
            f"The {len(actors)} actors of the record. A blank is one that existed throughout, or "
            "needs no note.",
            ("Actor", "Kind", "Existed", "Note"),
            actors,
            "Source: the record, table actors.",
        ),
    )
    places_myst = with_file(shown[0], "data/places.csv")
    return f"## Places\n\n{places_myst}\n## Actors\n\n{with_file(shown[1], 'data/actors.csv')}"


def position(latitude: float, longitude: float) -> str:
    """A position in degrees: ``39.815 N, 46.752 E``, ``38.725 N, 9.150 W``."""
    north, east = "S" if latitude < 0 else "N", "W" if longitude < 0 else "E"
    return f"{abs(latitude):.3f} {north}, {abs(longitude):.3f} {east}"


def _existed(actor: dict[str, str]) -> str:
    start, end = (dates.spoken(actor[c]) if actor[c] else "" for c in ("valid_from", "valid_to"))
    if not end:
        return f"since {start}" if start else ""
    return f"{start} to {end}" if start else f"until {end}"


def with_file(table: Table, file: str) -> str:
    """A table whose data are a file of the downloads, not one that is made for the exhibit."""
    role = "{record:data}`%s"
    return table.myst().replace(role % f"{table.name}`", role % f"{table.name} <{file}>`")


def costs(data_dir: Path) -> str:
    """What the book costs to build and on which packages it rests, as MyST."""
    parts = []
    for table in how_built.tables(data_dir.parent):
        if table.name in how_built.HEADINGS:
            parts.append(f"{how_built.HEADINGS[table.name]}\n")
        parts.append(table.myst())
    return "\n".join(parts)


PAGES = {
    "book/data-dictionary": data_dictionary,
    "book/how-built": costs,
    "book/names": names,
}
