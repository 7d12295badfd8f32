"""Rules across cells, rows and tables."""

import datetime
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from briefing import dates
from briefing.checks.cells import items
from briefing.checks.problem import Problem
from briefing.checks.reader import CACHED, Row, Sheet
from briefing.references import Source, file_of
from briefing.schema import Bibliography, Column, Package

Sheets = Mapping[str, Sheet]

# (table, column) whose day may come yet when a row is written.
_MAY_COME = frozenset(
    {
        ("terms", "deadline"),
        ("agreements", "expires"),
        ("phases", "end"),
        ("episodes", "end"),
        ("actors", "valid_to"),
        ("coverage", "checked_on"),
    }
)
# Degrees between which lie Armenia, Azerbaijan and what is between them.
_REGION = {"lat": (38, 42), "lon": (43, 51)}

# (table, start, end): the end may not lie before the start.
SPANS = (
    ("events", "date", "end_date"),
    ("phases", "start", "end"),
    ("episodes", "start", "end"),
    ("actors", "valid_from", "valid_to"),
    ("agreements", "date_signed", "ended"),
    ("agreements", "date_signed", "expires"),
    ("agreements", "in_force_from", "ended"),
    ("meetings", "date", "end_date"),
    ("transfers", "date", "end_date"),
    ("terms", "disputed_from", "ended"),
    ("terms", "disputed_from", "status_date"),
    ("arms_imports", "start", "end"),
    ("coverage", "start", "checked_to"),
    ("coverage", "checked_to", "checked_on"),
    ("first_allegations", "alleged_at", "reported"),
    ("truce_spells", "start", "end_from"),
    ("truce_spells", "start", "end_to"),
    ("truce_spells", "end_from", "end_to"),
    ("ucdp_conflict_years", "start_date", "ep_end_date"),
)
# (table, columns from the lowest number to the highest).
RANGES = (
    ("estimates", ("low", "value", "high")),
    ("districts", ("held_low_km2", "held_high_km2")),
    ("ucdp_deaths_by_year", ("low", "best", "high")),
)
# (table, start, end or blank, columns of actors that act on these days).
ACTING = (
    ("events", "date", "end_date", ("actors",)),
    ("meetings", "date", "end_date", ("host", "present")),
    ("transfers", "date", "end_date", ("from", "to", "mediator")),
    ("control_changes", "date", "", ("from", "to")),
    ("proposals", "date", "", ("author",)),
    ("positions", "date", "", ("actor",)),
)
# Tables whose rows chapters group by phase.
_BY_PHASE = ("events", "meetings", "transfers", "control_changes")
# A field of the sources whose vocabulary has another name: answers to plans have a "stance" too.
_OF_SOURCES = {"stance": "outlet-stance"}
# What a figure has in common with that which it revises.
_REVISED_ALIKE = ("episode", "measure", "losses_of", "unit")
_WORDS = re.compile(r"\w+")
_SAME_TITLE = 0.75


@lru_cache(maxsize=CACHED)
def _mentions(sheet: Sheet) -> dict[str, dict[str, list[tuple[Row, Column]]]]:
    """Cells that name a key, by the table that they point to and by the key."""
    found: dict[str, dict[str, list[tuple[Row, Column]]]] = {}
    for column in sheet.table.columns:
        for row in sheet.rows if column.references or column.row_of else ():
            target = row[column.row_of] if column.row_of else column.references or ""
            for item in items(row[column.name], column):
                found.setdefault(target, {}).setdefault(item, []).append((row, column))
    return found


@lru_cache(maxsize=CACHED)
def _ids(sheet: Sheet) -> frozenset[str]:
    return frozenset(row.values.get("id", "") for row in sheet.rows)


@lru_cache(maxsize=CACHED)
def _uses(sheet: Sheet) -> dict[str, frozenset[str]]:
    """Keys of each table that this sheet refers to; a row's own id is no reference."""
    return {
        target: frozenset(
            item
            for item, places in named.items()
            if any(column.name != "id" and column.references for _, column in places)
        )
        for target, named in _mentions(sheet).items()
    }


def references_exist(sheets: Sheets, sources: Mapping[str, Source]) -> Iterator[Problem]:
    """Every key that a cell or an item of a list names stands in the table it points to."""
    known = {**{name: _ids(sheet) for name, sheet in sheets.items()}, "references": sources.keys()}
    for sheet in sheets.values():
        for target, named in _mentions(sheet).items():
            there = known.get(target, frozenset())
            for item in named:
                for row, column in named[item] if item not in there else ():
                    if item not in column.items:
                        where = "data/references" if target == "references" else f"{target}.csv"
                        message = f"{item!r} stands nowhere in {where}: add it there or correct it"
                        yield sheet.problem(row, column.name, message)


def everything_is_used(
    sheets: Sheets, sources: Mapping[str, Source], described: Bibliography
) -> Iterator[Problem]:
    """No source, actor, place or episode stands in the record without a row that names it."""
    used: dict[str, set[str]] = {}
    for sheet in sheets.values():
        for target, items_used in _uses(sheet).items():
            used.setdefault(target, set()).update(items_used)
    used.setdefault("places", set()).update(row["id"] for row in sheets["districts"].rows)
    cited = used.get("references", set()) | {s.fields.get("copy_of", "") for s in sources.values()}
    for name in ("actors", "places", "episodes"):
        for row in sheets[name].rows:
            if row["id"] not in used.get(name, set()):
                yield sheets[name].problem(row, "id", f"no row names {row['id']!r}: remove it")
    for source in sources.values():
        if source.key not in cited:
            file = file_of(source, described)
            yield Problem(file, source.line, 1, f"{source.key}: no row cites it: remove it")


def spans_are_ordered(sheets: Sheets) -> Iterator[Problem]:
    """What ends does not end before it began."""
    for table, start, end in SPANS:
        for row in sheets[table].rows:
            first, last = _date(row[start]), _date(row[end])
            if first and last and last.latest < first.earliest:
                message = f"{row[end]} lies before {start} {row[start]}: swap or correct them"
                yield sheets[table].problem(row, end, message)


def ranges_are_ordered(sheets: Sheets) -> Iterator[Problem]:
    """An estimate has a figure; what is lower stands before what is higher."""
    for row in sheets["estimates"].rows:
        if not (row["low"] or row["value"] or row["high"]):
            message = "is blank, and so are low and high: give a figure"
            yield sheets["estimates"].problem(row, "value", message)
    for table, columns in RANGES:
        for row in sheets[table].rows:
            figures = [(name, _number(row[name])) for name in columns]
            known = [(name, figure) for name, figure in figures if figure is not None]
            for (lower, small), (upper, large) in zip(known, known[1:], strict=False):
                if small > large:
                    message = f"{row[lower]} is over {upper} {row[upper]}: swap or correct them"
                    yield sheets[table].problem(row, lower, message)
    transfers = sheets["transfers"]
    for row in transfers.rows:
        low, high = _number(row["low"]), _number(row["high"])
        if (low is None) != (high is None) or (low is not None and low >= high):
            yield transfers.problem(row, "low", "needs a high over it: give both, or a number")
        elif low is not None and row["number"]:
            yield transfers.problem(row, "number", "stands beside a range: leave it blank")


def phases_are_seamless(sheets: Sheets) -> Iterator[Problem]:
    """Phases of one level neither overlap nor leave a day out; a part lies in its whole."""
    sheet = sheets["phases"]
    whole = {row["id"]: row for row in sheet.rows}
    levels: dict[str, list[Row]] = {}
    for row in sheet.rows:
        levels.setdefault(row["parent"], []).append(row)
    for parent, rows in levels.items():
        dated = [row for row in rows if _date(row["start"])]
        dated.sort(key=lambda row: row["start"])
        for before, after in zip(dated, dated[1:], strict=False):
            end, start = _date(before["end"]), _date(after["start"])
            if end is None:
                yield sheet.problem(before, "end", f"is blank, but {after['id']} follows: date it")
            elif start and (gap := (start.earliest - end.latest).days) != 1:
                what = "overlaps" if gap < 1 else "leaves days out before"
                message = f"{before['id']} {what} it: begin on the day after {before['end']}"
                yield sheet.problem(after, "start", message)
        if parent in whole:
            yield from _inside(sheet, whole[parent], dated)


def nothing_lies_before_the_first_phase(sheets: Sheets) -> Iterator[Problem]:
    """What chapters group by phase does not lie before the first one."""
    starts = [_date(row["start"]) for row in sheets["phases"].rows]
    first = min((start.earliest for start in starts if start), default=None)
    for table in _BY_PHASE if first else ():
        sheet = sheets[table]
        for row in sheet.rows:
            day = _date(row["date"])
            if day and day.earliest < first:
                message = f"{row['date']} lies before {first}, where phases.csv begins: correct it"
                yield sheet.problem(row, "date", f"{message}, or begin the first phase earlier")


def _inside(sheet: Sheet, outer: Row, parts: list[Row]) -> Iterator[Problem]:
    for row in parts:
        start, end = _date(outer["start"]), _date(outer["end"])
        first, last = _date(row["start"]), _date(row["end"])
        if start and first and first.earliest < start.earliest:
            yield sheet.problem(row, "start", f"lies before its phase {outer['id']}: correct it")
        if end and last and last.latest > end.latest:
            yield sheet.problem(row, "end", f"lies after its phase {outer['id']}: correct it")


def nothing_is_later_than_the_last_check(sheets: Sheets) -> Iterator[Problem]:
    """No row was verified, and tells of nothing, after the last day of checking in the coverage.

    The clock is not asked: what it says differs from one examination to the next.
    """
    last = _last_check(sheets["coverage"])
    for sheet in sheets.values():
        table = sheet.table
        days = [c.name for c in table.columns if c.is_date]
        told = [name for name in days if (table.name, name) not in _MAY_COME]
        for row in sheet.rows if last else ():
            for name in told:
                if _is_later(row[name], last):
                    yield sheet.problem(row, name, f"{row[name]} {_later(last)}")


def sources_are_read_by_the_last_check(
    sheets: Sheets, sources: Mapping[str, Source], described: Bibliography
) -> Iterator[Problem]:
    """No source was opened after the last day of checking in the coverage."""
    last = _last_check(sheets["coverage"])
    for source in sources.values() if last else ():
        opened = source.fields.get("urldate", "")
        if _is_later(opened, last):
            message = f"{source.key}: urldate {opened} {_later(last)}"
            yield Problem(file_of(source, described), source.line, 1, message)


def no_check_is_later_than_the_version(sheets: Sheets, package: Package) -> Iterator[Problem]:
    """Nothing was checked after the day that the version names: a slip would date the book."""
    try:
        released = datetime.date(*map(int, package.version.split(".")[:3]))
    except (TypeError, ValueError):
        return  # a version that is no day is another guard's
    sheet = sheets["coverage"]
    for row in sheet.rows:
        if _is_later(row["checked_on"], released):
            message = f"{row['checked_on']} lies after {released}, the day of version "
            message += f"{package.version}: correct it, or release a version of that day"
            yield sheet.problem(row, "checked_on", message)


def _last_check(coverage: Sheet) -> datetime.date | None:
    days = [_date(row["checked_on"]) for row in coverage.rows]
    return max((day.latest for day in days if day), default=None)


def _is_later(cell: str, last: datetime.date | None) -> bool:
    day = _date(cell)
    return day is not None and last is not None and day.earliest > last


def _later(last: datetime.date | None) -> str:
    return (
        f"lies after {last}, the last checked_on of coverage.csv: correct it, or move the day there"
    )


def places_lie_in_the_region(sheets: Sheets) -> Iterator[Problem]:
    """A place that is not abroad lies between the Black Sea and the Caspian."""
    sheet = sheets["places"]
    for row in sheet.rows:
        if row["area"] == "abroad":
            continue
        for name, (least, most) in _REGION.items():
            value = _number(row[name])
            if value is not None and not least <= value <= most:
                message = f"{row[name]} is outside {least} to {most}, where {row['area']} lies: "
                yield sheet.problem(row, name, f"{message}are lat and lon swapped?")


def allegations_follow_what_they_allege(sheets: Sheets) -> Iterator[Problem]:
    """No breach of a term was alleged before its agreement was made."""
    signed = {row["id"]: row["date_signed"] for row in sheets["agreements"].rows}
    made = {row["id"]: signed.get(row["agreement"], "") for row in sheets["terms"].rows}
    sheet = sheets["allegations"]
    for row in sheet.rows:
        alleged, begun = _date(row["date"]), _date(made.get(row["term"], ""))
        if alleged and begun and alleged.latest < begun.earliest:
            message = f"{row['date']} lies before its agreement, of {made[row['term']]}: correct it"
            yield sheet.problem(row, "date", message)


def rows_follow_no_circle(sheets: Sheets) -> Iterator[Problem]:
    """No row is its own part, successor or predecessor, nor by way of others."""
    for name, sheet in sheets.items():
        for column in sheet.table.columns:
            if column.references == name and not column.separator:
                yield from _circles(sheet, column.name)


def _circles(sheet: Sheet, column: str) -> Iterator[Problem]:
    """Rows from which a column that names a row of the same table leads back to themselves."""
    after = {row["id"]: row[column] for row in sheet.rows}
    for row in sheet.rows:
        way = [row["id"]]
        while (following := after.get(way[-1])) and following not in way:
            way.append(following)
        if following == row["id"]:
            through = f" through {', '.join(way[1:])}" if len(way) > 1 else ""
            message = f"leads back to its own row{through}: correct one"
            yield sheet.problem(row, column, message)


def statuses_are_dated(sheets: Sheets) -> Iterator[Problem]:
    """What is called fulfilled has a date, and a source that is not the text itself."""
    texts = {row["id"]: row["text_source"] for row in sheets["agreements"].rows}
    sheet = sheets["terms"]
    for row in sheet.rows:
        if not row["status"].startswith("fulfilled"):
            continue
        if not row["status_date"]:
            yield sheet.problem(
                row, "status_date", f"is blank: date the {row['status']} or weaken it"
            )
        if set(row["sources"].split(";")) <= {texts.get(row["agreement"], "")}:
            message = "hold the text alone: cite who reports the fulfilment, or weaken the status"
            yield sheet.problem(row, "sources", message)


def a_disputed_end_is_one(sheets: Sheets) -> Iterator[Problem]:
    """From when an end is disputed is said of what stopped, later than its agreement began."""
    signed = {row["id"]: row["date_signed"] for row in sheets["agreements"].rows}
    sheet = sheets["terms"]
    for row in sheet.rows:
        if not row["disputed_from"]:
            continue
        if row["status"] != "discontinued" or not row["status_date"]:
            message = "is filled in, but the term is not discontinued on a status_date: correct one"
            yield sheet.problem(row, "disputed_from", message)
        first, begun = _date(row["disputed_from"]), _date(signed.get(row["agreement"], ""))
        if first and begun and first.latest < begun.earliest:
            message = f"{row['disputed_from']} lies before its agreement was made: correct it"
            yield sheet.problem(row, "disputed_from", message)


def signatures_are_known(sheets: Sheets) -> Iterator[Problem]:
    """A political text is called signed if, and only if, somebody is known to have signed it."""
    signed = {r["agreement"] for r in sheets["agreement_actors"].rows if r["signatory"] == "true"}
    sheet = sheets["agreements"]
    for row in sheet.rows:
        known = row["id"] in signed
        if row["legal_character"] == "signed-political-text" and not known:
            message = "is signed, but agreement_actors.csv has no signatory: name one, or write "
            yield sheet.problem(row, "legal_character", message + "joint-political-text")
        if row["legal_character"] == "joint-political-text" and known:
            message = "has no signature, but agreement_actors.csv names a signatory: write "
            yield sheet.problem(row, "legal_character", message + "signed-political-text")


def events_fit_their_agreement(sheets: Sheets) -> Iterator[Problem]:
    """The making of an agreement falls between its signing and its entry into force."""
    made = {row["id"]: row for row in sheets["agreements"].rows}
    sheet = sheets["events"]
    for row in sheet.rows:
        agreement = made.get(row["agreement"])
        start = _date(row["date"])
        if agreement is None or start is None:
            continue
        end = _date(row["end_date"]) or start
        signed = _date(agreement["date_signed"])
        force = _date(agreement["in_force_from"]) or signed
        if signed and force and (end.latest < signed.earliest or start.earliest > force.latest):
            message = f"{row['date']} is outside {row['agreement']}, {agreement['date_signed']} to "
            message += f"{agreement['in_force_from'] or agreement['date_signed']}: correct one"
            yield sheet.problem(row, "date", message)


def actors_exist_at_the_time(sheets: Sheets) -> Iterator[Problem]:
    """No dated row names an actor as acting before it existed or after it ended."""
    for table, *columns in ACTING:
        yield from _acting(sheets[table], sheets["actors"], *columns)


@lru_cache(maxsize=CACHED)
def _acting(
    sheet: Sheet, known: Sheet, date: str, end_date: str, columns: tuple[str, ...]
) -> tuple[Problem, ...]:
    actors = {row["id"]: row for row in known.rows}
    found = []
    for row in sheet.rows:
        start = _date(row[date])
        if start is None:
            continue
        end = (_date(row[end_date]) if end_date else None) or start
        for column in columns:
            for actor in filter(None, map(actors.get, row[column].split(";"))):
                if not _existed(actor, start, end):
                    years = f"{actor['valid_from']} to {actor['valid_to'] or 'today'}"
                    message = f"{actor['id']} existed {years}: name its predecessor or successor"
                    found.append(sheet.problem(row, column, message))
    return tuple(found)


def _existed(actor: Row, start: dates.ReducedDate, end: dates.ReducedDate) -> bool:
    born, gone = _date(actor["valid_from"]), _date(actor["valid_to"])
    too_early = born is not None and end.latest < born.earliest
    return not too_early and not (gone is not None and start.earliest > gone.latest)


def agreements_have_actors(sheets: Sheets) -> Iterator[Problem]:
    """Every agreement names at least one actor with a role."""
    named = {row["agreement"] for row in sheets["agreement_actors"].rows}
    for row in sheets["agreements"].rows:
        if row["id"] not in named:
            message = "has no row in agreement_actors.csv: say who signed, gave or mediated it"
            yield sheets["agreements"].problem(row, "id", message)


def ids_begin_with_their_owner(sheets: Sheets) -> Iterator[Problem]:
    """A term's id begins with its agreement's, an allegation's with its term's."""
    for sheet, owner in ((sheets["terms"], "agreement"), (sheets["allegations"], "term")):
        for row in sheet.rows:
            if not row["id"].startswith(f"{row[owner]}-"):
                message = f"has to begin with {row[owner]}-: rename it"
                yield sheet.problem(row, "id", message)


def events_are_distinct(sheets: Sheets) -> Iterator[Problem]:
    """No two events of one day have nearly the same title."""
    sheet = sheets["events"]
    days: dict[str, list[tuple[Row, set[str]]]] = {}
    for row in sheet.rows:
        words = set(_WORDS.findall(row["title"].lower()))
        for other, theirs in days.setdefault(row["date"], []):
            shared = len(words & theirs) / max(1, len(words | theirs))
            if shared >= _SAME_TITLE:
                message = f"says what {other['id']} says: merge them or tell them apart"
                yield sheet.problem(row, "title", message)
        days[row["date"]].append((row, words))


def estimates_are_distinct(sheets: Sheets) -> Iterator[Problem]:
    """No figure of one claimant stands twice."""
    sheet = sheets["estimates"]
    names = [c.name for c in sheet.table.columns]
    told = [
        n for n in names if n not in ("id", "note", "sources", "support", "verified", "revises")
    ]
    seen: dict[tuple[str, ...], str] = {}
    for row in sheet.rows:
        facts = tuple(row[name] for name in told)
        if facts in seen:
            yield sheet.problem(row, "id", f"repeats {seen[facts]}: remove one")
        seen.setdefault(facts, row["id"])


def a_revision_is_of_the_same_thing(sheets: Sheets) -> Iterator[Problem]:
    """A figure replaces none of other losses, and none that was given after it."""
    sheet = sheets["estimates"]
    known = {row["id"]: row for row in sheet.rows}
    for row in sheet.rows:
        # One that is not there is the affair of `references_exist`.
        earlier = known.get(row["revises"])
        if earlier is None:
            continue
        other = [name for name in _REVISED_ALIKE if row[name] != earlier[name]]
        if other:
            message = f"{earlier['id']} has another {other[0]}: name a figure of the same thing"
            yield sheet.problem(row, "revises", message)
        later, first = _date(row["as_of"]), _date(earlier["as_of"])
        if later and first and later.latest < first.earliest:
            message = f"{earlier['id']} is of {earlier['as_of']}, after this: turn the two round"
            yield sheet.problem(row, "revises", message)


def an_order_has_two_ends(sheets: Sheets) -> Iterator[Problem]:
    """Whether a change was denied or confirmed first is said only of one that was both."""
    sheet = sheets["control_changes"]
    for row in sheet.rows:
        if row["denial_order"] and not (row["confirmed_by"] and row["denied_by"]):
            message = "orders a denial and a confirmation: name who denied and who confirmed"
            yield sheet.problem(row, "denial_order", message)


# (table, column, column) of which neither says anything without the other.
_HALVES = (("places", "lat", "lon"), ("districts", "held_low_km2", "held_high_km2"))


def halves_stand_together(sheets: Sheets) -> Iterator[Problem]:
    """A place has both of its coordinates or neither, a range both of its ends."""
    for name, *halves in _HALVES:
        sheet = sheets[name]
        for row in sheet.rows:
            for one, other in (halves, halves[::-1]):
                if row[other] and not row[one]:
                    message = f"is blank, and {other} is not: fill in both or neither"
                    yield sheet.problem(row, one, message)


def who_takes_a_place_confirms_nothing(sheets: Sheets) -> Iterator[Problem]:
    """A change of control is confirmed by the side that lost the place or by a third party."""
    sheet = sheets["control_changes"]
    for row in sheet.rows:
        if row["to"] in row["confirmed_by"].split(";"):
            message = f"holds {row['to']}, which took the place: move it to announced_by"
            yield sheet.problem(row, "confirmed_by", message)


def a_part_is_no_more_than_its_whole(sheets: Sheets) -> Iterator[Problem]:
    """No reading misleads in more rows than it faulted, or faults more than was counted."""
    sheet = sheets["audits"]
    for row in sheet.rows:
        misleading, imprecise, wrong, statements, faulted = (
            _number(row[c]) for c in ("misleading", "imprecise", "wrong", "statements", "faulted")
        )
        if misleading is not None and misleading > (imprecise or 0) + (wrong or 0):
            message = f"{row['misleading']} is over the rows imprecise or wrong: correct one"
            yield sheet.problem(row, "misleading", message)
        if (statements is None) != (faulted is None):
            column = "faulted" if faulted is None else "statements"
            yield sheet.problem(row, column, "is blank: give statements and faulted, or neither")
        elif faulted is not None and faulted > statements:
            message = f"{row['faulted']} is over statements {row['statements']}: correct one"
            yield sheet.problem(row, "faulted", message)


def names_lead_once(sheets: Sheets) -> Iterator[Problem]:
    """No name that readers search for leads twice to the same row."""
    sheet = sheets["search_names"]
    seen: dict[tuple[str, ...], str] = {}
    for row in sheet.rows:
        lead = (row["name"].casefold(), row["table"], row["row"])
        if lead in seen:
            yield sheet.problem(row, "name", f"repeats {seen[lead]}: remove one")
        seen.setdefault(lead, row["id"])


def vocabulary_is_the_schema(sheets: Sheets, package: Package) -> Iterator[Problem]:
    """vocabulary.csv defines exactly the values that the schema allows."""
    allowed = {_OF_SOURCES.get(k, k): set(v) for k, v in package.bibliography.values.items()}
    for table in package.tables.values():
        for column in table.columns:
            if column.vocabulary:
                allowed[column.vocabulary] = set(column.items or column.enum)
    sheet = sheets["vocabulary"]
    for row in sheet.rows:
        name, value = row["vocabulary"], row["value"]
        if value not in allowed.get(name, set()):
            yield sheet.problem(
                row, "value", f"the schema allows no {value!r} in {name}: remove it"
            )
        allowed.get(name, set()).discard(value)
    for name, values in sorted(allowed.items()):
        for value in sorted(values):
            message = f"does not define {value!r} of {name}: add a row"
            yield Problem(sheet.table.path, 1, 1, message)


def _date(text: str) -> dates.ReducedDate | None:
    """The date of a cell, None where it is blank or broken (which another rule reports)."""
    try:
        return dates.parse(text) if text else None
    except ValueError:
        return None


def _number(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None
