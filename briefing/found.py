"""What the site's search knows: rows by titles and names sought, places by all their names."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from briefing import addresses, dates, schema, speech
from briefing.addresses import ADDRESSED
from briefing.wording import capital

ACCOUNTS = "accounts of an event"
TOLD = "term, point by point"
UNEVENTFUL = "place without events"
# Rows with an address that the site's search leaves out: their page chooses among them, or it finds
# the event or the term that they tell of.
UNSEARCHED = frozenset(
    {ADDRESSED[table].kind for table in ("estimates", "allegations")} | {ACCOUNTS, TOLD}
)
_NAMES = ("name_az", "name_hy", "name_ru", "other_names")


def titles(data_dir: Path) -> Iterator[tuple[str, str, str]]:
    """Anchor, title and kind of every row that has an address, in the order of its table."""
    known = {
        table: {row["id"]: row["name"] for row in schema.rows(data_dir, table)}
        for table in ("actors", "places")
    }
    known["agreements"] = {a["id"]: dated(a) for a in schema.rows(data_dir, "agreements")}
    eventful = {p for e in schema.rows(data_dir, "events") for p in e["places"].split(";")}
    for table in ADDRESSED:
        for row in schema.rows(data_dir, table):
            title = speech.plain(_title(table, row, known))
            # From a place the search leads on to the events there.
            alone = table == "places" and row["id"] not in eventful
            kind = UNEVENTFUL if alone else ADDRESSED[table].kind
            yield addresses.anchor(table, row["id"]), title, kind
            if table == "events":
                yield addresses.accounts_anchor(row["id"]), title, ACCOUNTS
            if table == "terms":
                yield addresses.told_anchor(row["id"]), title, TOLD


def _title(table: str, row: dict[str, str], known: dict[str, dict[str, str]]) -> str:
    """How a row is called; with its date where other rows may be called the same."""
    shown = row[ADDRESSED[table].column]
    if table == "places":
        others = other_names(row)
        return f"{shown} ({', '.join(others)})" if others else shown
    if table == "agreements":
        names = [shown, *filter(None, row["alt_names"].split(";"))]
        return f"{', also: '.join(names)} ({dates.spoken(row['date_signed'])})"
    if table == "terms":
        part = capital(clause(row["clause"]))
        return f"{part}: {shown} ({known['agreements'][row['agreement']]})"
    if table == "control_changes":
        shown = f"{known['places'][shown]}, from {known['actors'][row['from']]} to "
        shown += known["actors"][row["to"]]
    if table == "positions":
        shown = f"{known['actors'][row['actor']]}: {shown}"
    if table == "proceedings":
        shown = f"{shown}: {row['step'].replace('-', ' ')}"
    if table in ("checked_claims", "estimates"):
        return shown
    return f"{shown} ({dates.spoken_span(row['date'], row.get('end_date') or None)})"


def dated(agreement: dict[str, str]) -> str:
    """An agreement by its title and its day."""
    return f"{agreement['title']}, {dates.spoken(agreement['date_signed'])}"


def clause(name: str) -> str:
    """A clause as a reader asks for it: a number is a point, as in “point 6”."""
    return f"point {name}" if name[0].isdigit() else name


def other_names(place: dict[str, str]) -> list[str]:
    """Names of a place in other languages and spellings, each once."""
    named = [name for column in _NAMES for name in re.split(r";| / ", place[column])]
    shown = {place["name"], *place["name"].split(" / ")}
    return [name for name in dict.fromkeys(named) if name and name not in shown]


def names_sought(data_dir: Path) -> dict[str, list[str]]:
    """Names by which readers look for a row and that it does not show, by its anchor.

    They are keys of the search and in nobody's voice: some are words that one side alone uses.
    """
    sought: dict[str, list[str]] = {}
    for name in schema.rows(data_dir, "search_names"):
        target = addresses.anchor(name["table"], name["row"])
        sought.setdefault(target, []).append(name["name"])
    return sought


def names_script(data_dir: Path) -> str:
    """The names sought as a script: ``briefingNames``."""
    listed = json.dumps(names_sought(data_dir), ensure_ascii=False, separators=(",", ":"))
    return f"window.briefingNames={listed};\n"


def places_script(data_dir: Path) -> str:
    """The gazetteer's other names as a script: ``briefingPlaces``, the name here first."""
    named = [[p["name"], *other_names(p)] for p in schema.rows(data_dir, "places")]
    listed = json.dumps(
        [names for names in named if len(names) > 1], ensure_ascii=False, separators=(",", ":")
    )
    return f"window.briefingPlaces={listed};\n"
