"""The data package's description of itself: the only place where columns are defined."""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

DESCRIPTOR = "datapackage.json"
_SOURCES = "references"  # the bibliography, as columns refer to it
TYPES = ("string", "integer", "number", "boolean")


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    name, type, title, description : str
        As in the Table Schema.
    required, unique : bool
        Whether every row has a value; whether no two rows share one.
    enum : tuple of str
        Allowed values of the cell, empty if free.
    pattern : str or None
        Regular expression that the whole cell matches.
    minimum, maximum : float or None
        Bounds of a number.
    is_date : bool
        Whether the cell holds a reduced ISO 8601 date.
    to_the_day : bool
        Whether that date is a day, neither less nor more exact.
    separator : str or None
        Separator of the items of a list cell, None for a single value.
    items : tuple of str
        Allowed items of a list cell, in addition to those of `references`.
    references : str or None
        Table, or ``references`` for the bibliography, whose keys the cell or its items name.
    row_of : str or None
        Column that names the table to whose rows this cell points.
    vocabulary : str or None
        Name of the vocabulary that defines the values.
    speech : str or None
        ``briefing`` for a text in the briefing's own voice, ``attributed`` for one that is wholly
        somebody's words, None for what is no prose.
    """

    name: str
    type: str
    title: str
    description: str
    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    is_date: bool = False
    to_the_day: bool = False
    separator: str | None = None
    items: tuple[str, ...] = ()
    references: str | None = None
    row_of: str | None = None
    vocabulary: str | None = None
    speech: str | None = None


@dataclass(frozen=True)
class Table:
    """One table of the record: name, file, title, description, columns, primary key."""

    name: str
    path: str
    title: str
    description: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]

    def column(self, name: str) -> Column:
        """The column of this name; KeyError if there is none."""
        return {c.name: c for c in self.columns}[name]


@dataclass(frozen=True)
class Bibliography:
    """Where the sources lie, of which kinds, and the values that they may carry."""

    folder: str
    kinds: tuple[str, ...]
    values: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Package:
    """The whole data package."""

    version: str
    tables: Mapping[str, Table]
    bibliography: Bibliography


def read(data_dir: Path) -> Package:
    """Read the descriptor of a data package.

    Parameters
    ----------
    data_dir : pathlib.Path
        Folder that holds ``datapackage.json``.

    Returns
    -------
    Package

    Raises
    ------
    OSError
        If the descriptor cannot be read.
    ValueError
        If it is not JSON or lacks a property that it has to have; it names table and column.
    """
    return _package((data_dir / DESCRIPTOR).read_text(encoding="utf-8"))


@lru_cache(maxsize=8)
def _package(text: str) -> Package:
    described = json.loads(text)
    with _within("the package"):
        tables: dict[str, Table] = {}
        for resource in described["resources"]:
            table = _table(resource)
            if table.name in tables:
                raise ValueError(f"it describes the table {table.name} twice")
            tables[table.name] = table
        sources = described["references"]
        values = {k: tuple(v) for k, v in sources.items() if k not in ("folder", "kinds")}
        for table in tables.values():
            for column in table.columns:
                if column.references and column.references not in {*tables, _SOURCES}:
                    place = f"the column {table.name}.{column.name}"
                    raise ValueError(f"{place} refers to {column.references}, which is no table")
        bibliography = Bibliography(sources["folder"], tuple(sources["kinds"]), values)
        return Package(described["version"], tables, bibliography)


@contextmanager
def _within(place: str) -> Iterator[None]:
    """Say of what is laid out wrongly where in the descriptor it stands."""
    try:
        yield
    except KeyError as error:
        raise ValueError(f"{place} has no property {error}") from None
    except (IndexError, TypeError, AttributeError, re.error) as error:
        raise ValueError(f"{place} is laid out wrongly: {error}") from None


def rows(data_dir: Path, table: str) -> Iterator[dict[str, str]]:
    """Rows of one table of the record as text, for pages that need no pandas.

    Parameters
    ----------
    data_dir : pathlib.Path
        Folder of the data package.
    table : str
        Name of the table.

    Yields
    ------
    dict of str
        One row, by column.

    Raises
    ------
    KeyError
        If the descriptor has no such table.
    OSError
        If a file cannot be read.
    """
    path = data_dir / read(data_dir).tables[table].path
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _table(resource: dict[str, Any]) -> Table:
    name = resource["name"]
    with _within(f"the table {name}"):
        described = resource["schema"]
        key = described["primaryKey"]
        foreign = {
            _one(key["fields"]): key["reference"]["resource"] or name
            for key in described.get("foreignKeys", [])
        }
        table = Table(
            name,
            resource["path"],
            resource["title"],
            resource["description"],
            tuple(_column(name, field, foreign) for field in described["fields"]),
            (key,) if isinstance(key, str) else tuple(key),
        )
    columns = [column.name for column in table.columns]
    for column in {*table.primary_key, *foreign} - {*columns}:
        raise ValueError(f"the table {name} has a key of {column}, which is no column of it")
    if len({*columns}) < len(columns):
        raise ValueError(f"the table {name} describes a column twice")
    return table


def _one(fields: str | list[str]) -> str:
    """The one column of a key, with or without brackets."""
    return fields if isinstance(fields, str) else fields[0]


def _column(table: str, described: dict[str, Any], foreign: Mapping[str, str]) -> Column:
    name = described["name"]
    with _within(f"the column {table}.{name}"):
        if described["type"] not in TYPES:
            raise TypeError(f"its type {described['type']!r} is not one of {', '.join(TYPES)}")
        limits = described.get("constraints", {})
        items = described.get("list", {})
        return Column(
            name=name,
            type=described["type"],
            title=described["title"],
            description=described["description"],
            required=_flag(limits.get("required", False)),
            unique=_flag(limits.get("unique", False)),
            enum=tuple(limits.get("enum", ())),
            pattern=_expression(limits.get("pattern")),
            minimum=_bound(limits.get("minimum")),
            maximum=_bound(limits.get("maximum")),
            is_date="date" in described,
            to_the_day=described.get("date") == "day",
            separator=items.get("separator"),
            items=tuple(items.get("enum", ())),
            references=items.get("references") or described.get("references") or foreign.get(name),
            row_of=described.get("rowOf"),
            vocabulary=items.get("vocabulary") or described.get("vocabulary"),
            speech=described.get("speech"),
        )


def _expression(pattern: str | None) -> str | None:
    """A pattern that compiles."""
    if pattern is not None:
        re.compile(pattern)
    return pattern


def _flag(value: bool) -> bool:
    """A constraint that holds or does not."""
    if not isinstance(value, bool):
        raise TypeError(f"its constraint {value!r} is neither true nor false")
    return value


def _bound(number: float | None) -> float | None:
    """A bound that is a number."""
    if number is not None and (isinstance(number, bool) or not isinstance(number, int | float)):
        raise TypeError(f"its bound {number!r} is no number")
    return number
