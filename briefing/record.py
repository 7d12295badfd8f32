"""The record in memory: every table of data/ with its types."""

from functools import cache, cached_property
from pathlib import Path

import pandas as pd

from briefing import dates, references, schema, speech
from briefing.paths import DATA
from briefing.references import Source
from briefing.schema import Column, Table

# Files below data/ that this process has read: what a notebook's result depends on.
files_read: set[Path] = set()

_NUMBERS = {"integer": "Int64", "number": "Float64"}


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
        If a cell does not have the type that the schema gives it, with its file, line and column.
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
        described = self.package.bibliography
        folder = self.data_dir / described.folder
        files_read.update(path for _, path in references.files(folder, described.kinds))
        return {source.key: source for source in references.read(self.data_dir)}


@cache
def load(data_dir: Path = DATA) -> Record:
    """The record of a data folder, read once in a process."""
    return Record(data_dir)


def _typed(raw: pd.DataFrame, table: Table) -> pd.DataFrame:
    columns: dict[str, pd.Series] = {}
    for column in table.columns:
        cells = raw[column.name]
        try:
            columns.update(_columns(cells, column))
        except (TypeError, ValueError):
            # A column read as a whole does not say which cell is wrong.
            for row, cell in enumerate(cells):
                try:
                    _columns(cells[row : row + 1], column)
                except (TypeError, ValueError) as error:
                    place = f"{table.path}:{row + 2}: {column.name}"
                    raise ValueError(f"{place}: {cell!r}: {error}") from None
            raise
    return pd.DataFrame(columns)


def _columns(cells: pd.Series, column: Column) -> dict[str, pd.Series]:
    typed = {column.name: _cells(cells, column)}
    return typed | _date_columns(cells, column.name) if column.is_date else typed


def _cells(cells: pd.Series, column: Column) -> pd.Series:
    if column.speech:
        cells = cells.map(speech.plain)
    if column.separator:
        split = [tuple(cell.split(column.separator)) if cell else () for cell in cells]
        return pd.Series(split, index=cells.index, dtype="object")
    blank = cells.mask(cells == "")
    if column.type == "boolean":
        if not blank.dropna().isin(["true", "false"]).all():
            raise ValueError("neither true nor false")
        return blank.map({"true": True, "false": False}).astype("boolean")
    if column.type == "string":
        return blank
    return blank.astype(_NUMBERS[column.type])  # to_numeric would make 1 of "1.5"


def _date_columns(cells: pd.Series, name: str) -> dict[str, pd.Series]:
    known = [dates.parse(cell) if cell else None for cell in cells]

    def column(values: list, dtype: str) -> pd.Series:
        return pd.Series(values, index=cells.index, dtype=dtype)

    return {
        f"{name}_earliest": column([d and d.earliest for d in known], "datetime64[s]"),
        f"{name}_latest": column([d and d.latest for d in known], "datetime64[s]"),
        f"{name}_precision": column([d.precision if d else None for d in known], "string"),
    }
