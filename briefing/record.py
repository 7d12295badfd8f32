"""The record in memory: every table of data/ with its types."""

from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path

import pandas as pd

from briefing import dates, references, schema, speech
from briefing.paths import DATA
from briefing.references import Source
from briefing.schema import Column, Table

# Files below data/ that this process has read: what a notebook's result depends on.
files_read: set[Path] = set()

_TYPES = {"integer": "Int64", "number": "Float64", "boolean": "boolean", "string": "string"}


class Record:
    """The tables of one data package, each read when it is first asked for.

    Every table is an attribute of its name, a `pandas.DataFrame` with one row a row of the CSV
    file, in its order, and these columns:

    - those of the schema: text as ``string``, integers as ``Int64``, numbers as ``Float64``,
      booleans as ``boolean``, blank cells as ``<NA>``; a list cell as a tuple of its items;
    - for a date column ``x`` also ``x_earliest`` and ``x_latest`` (``datetime64[s]``, days) and
      ``x_precision`` (``year``, ``month``, ``day`` or ``minute``): a year is not its 1 January.

    Parameters
    ----------
    data_dir : pathlib.Path
        Folder that holds ``datapackage.json``.

    Raises
    ------
    OSError
        If a table's file cannot be read.
    ValueError
        If a cell does not have the type that the schema gives it; ``python -m briefing check``
        names its place.
    """

    def __init__(self, data_dir: Path = DATA) -> None:
        self.data_dir = data_dir
        self.package = schema.read(data_dir)
        files_read.add(data_dir / schema.DESCRIPTOR)
        self._tables: dict[str, pd.DataFrame] = {}

    def __getattr__(self, name: str) -> pd.DataFrame:
        """Read the table of this name."""
        if name.startswith("_") or name not in self.package.tables:
            raise AttributeError(f"the record has no table {name!r}")
        if name not in self._tables:
            self._tables[name] = _typed(self._raw(name), self.package.tables[name])
        return self._tables[name].copy()

    def _raw(self, name: str) -> pd.DataFrame:
        path = self.data_dir / self.package.tables[name].path
        files_read.add(path)
        return pd.read_csv(path, dtype="string", keep_default_na=False, encoding="utf-8")

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Every source of the bibliography, by key."""
        return {source.key: source for source in self._sources()}

    def _sources(self) -> Iterator[Source]:
        described = self.package.bibliography
        for kind, path in references.files(self.data_dir / described.folder, described.kinds):
            files_read.add(path)
            yield from references.parse(path.read_text(encoding="utf-8"), kind)

    def label(self, table: str, column: str) -> str:
        """Title of a column, as the schema gives it."""
        return self.package.tables[table].column(column).title


@cache
def load(data_dir: Path = DATA) -> Record:
    """The record of a data folder, read once in a process."""
    return Record(data_dir)


def _typed(raw: pd.DataFrame, table: Table) -> pd.DataFrame:
    columns: dict[str, pd.Series] = {}
    for column in table.columns:
        cells = raw[column.name]
        columns[column.name] = _cells(cells, column)
        if column.is_date:
            columns.update(_date_columns(cells, column.name))
    return pd.DataFrame(columns)


def _cells(cells: pd.Series, column: Column) -> pd.Series:
    if column.separator:
        split = [tuple(cell.split(column.separator)) if cell else () for cell in cells]
        return pd.Series(split, index=cells.index, dtype="object")
    if column.speech:
        cells = cells.map(speech.plain)
    blank = cells.mask(cells == "")
    if column.type == "boolean":
        unknown = set(blank.dropna()) - {"true", "false"}
        if unknown:
            raise ValueError(f"{column.name}: {sorted(unknown)} is neither true nor false")
        return blank.map({"true": True, "false": False}).astype("boolean")
    if column.type == "string":
        return blank
    return pd.to_numeric(blank).astype(_TYPES[column.type])


def _date_columns(cells: pd.Series, name: str) -> dict[str, pd.Series]:
    known = [dates.parse(cell) if cell else None for cell in cells]

    def column(values: list, dtype: str) -> pd.Series:
        return pd.Series(values, index=cells.index, dtype=dtype)

    return {
        f"{name}_earliest": column([d and d.earliest for d in known], "datetime64[s]"),
        f"{name}_latest": column([d and d.latest for d in known], "datetime64[s]"),
        f"{name}_precision": column([d.precision if d else None for d in known], "string"),
    }
