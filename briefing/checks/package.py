"""Runs every rule over one data folder."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from briefing import schema
from briefing.checks import accounts, bibliography, cells, language, reader, rules
from briefing.checks.problem import Problem
from briefing.references import Source

_ACROSS_TABLES = (
    rules.spans_are_ordered,
    rules.ranges_are_ordered,
    rules.phases_are_seamless,
    rules.statuses_are_dated,
    rules.events_fit_their_agreement,
    rules.actors_exist_at_the_time,
    rules.terms_carry_their_agreement,
    accounts.contested_rows_are_marked,
    accounts.an_account_speaks_or_says_what_was_sought,
    accounts.contested_rows_have_both_accounts,
    rules.events_are_distinct,
    rules.estimates_are_distinct,
    language.patterns_are_sound,
    language.loaded_words_are_attributed,
    language.exemptions_are_used,
    language.places_keep_both_names,
    language.control_is_confirmed_before_it_is_told,
)


@dataclass(frozen=True)
class Report:
    """What an examination found, and how much it read.

    Attributes
    ----------
    problems : tuple of Problem
        Ordered by file, line and column.
    tables, rows, sources : int
        How many were read.
    """

    problems: tuple[Problem, ...]
    tables: int
    rows: int
    sources: int


def problems(data_dir: Path) -> list[Problem]:
    """Find everything that is wrong with the record.

    Parameters
    ----------
    data_dir : pathlib.Path
        Folder of the data package.

    Returns
    -------
    list of Problem
        Ordered by file, line and column; empty if the record is sound.
    """
    return list(examine(data_dir).problems)


def examine(data_dir: Path) -> Report:
    """Run every rule over the data folder and count what it holds."""
    try:
        package = schema.read(data_dir)
    except (OSError, ValueError) as error:
        message = f"cannot be read ({error}): restore it from version control"
        return Report((Problem(schema.DESCRIPTOR, 1, 1, message),), 0, 0, 0)
    found: list[Problem] = []
    sheets = {t.name: reader.sheet(data_dir, t, found.append) for t in package.tables.values()}
    sources = bibliography.read(data_dir, package.bibliography, found.append)
    found.extend(_faults(package, sheets, sources, {p.file for p in found}))
    rows = sum(len(sheet.rows) for sheet in sheets.values())
    return Report(tuple(sorted(set(found))), len(sheets), rows, len(sources))


def _faults(
    package: schema.Package,
    sheets: dict[str, reader.Sheet],
    sources: dict[str, Source],
    broken: set[str],
) -> Iterator[Problem]:
    for sheet in sheets.values():
        yield from cells.faults(sheet)
    yield from rules.vocabulary_is_the_schema(sheets, package)
    # Behind a file that could not be read whole, every key that points to it looks unknown.
    if not broken:
        yield from rules.references_exist(sheets, sources)
        yield from rules.everything_is_used(sheets, sources)
        yield from language.speech_is_marked_well(sheets, sources)
    for rule in _ACROSS_TABLES:
        yield from rule(sheets)
