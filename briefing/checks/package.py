"""Runs every rule over one data folder."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from briefing import geojson, inputs, references, schema
from briefing.checks import accounts, bibliography, cells, language, passages, reader, rules
from briefing.checks.problem import Problem
from briefing.checks.reader import Sheet, UndescribedError

# What the maps are drawn from, and where that comes from.
_SHAPES = tuple(f"{geojson.FOLDER}/{name}" for name in geojson.FILES)
_GEO = (f"{geojson.FOLDER}/README.md", *_SHAPES)
_ACROSS_TABLES = (
    rules.spans_are_ordered,
    rules.ranges_are_ordered,
    rules.phases_are_seamless,
    rules.nothing_lies_before_the_first_phase,
    rules.nothing_is_later_than_the_last_check,
    rules.places_lie_in_the_region,
    rules.allegations_follow_what_they_allege,
    rules.rows_follow_no_circle,
    rules.statuses_are_dated,
    rules.a_disputed_end_is_one,
    rules.signatures_are_known,
    rules.events_fit_their_agreement,
    rules.actors_exist_at_the_time,
    rules.agreements_have_actors,
    rules.ids_begin_with_their_owner,
    accounts.contested_rows_are_marked,
    accounts.an_account_speaks_or_says_what_was_sought,
    accounts.contested_rows_have_both_accounts,
    passages.passages_quote_their_row,
    passages.passages_cite_sources_of_their_row,
    passages.passages_stand_once,
    rules.events_are_distinct,
    rules.estimates_are_distinct,
    rules.a_revision_is_of_the_same_thing,
    rules.an_order_has_two_ends,
    rules.who_takes_a_place_confirms_nothing,
    rules.halves_stand_together,
    rules.a_part_is_no_more_than_its_whole,
    rules.names_lead_once,
    language.quotation_marks_are_those_of_print,
    language.patterns_are_sound,
    language.loaded_words_are_attributed,
    language.exemptions_are_used,
    language.places_keep_both_names,
    language.control_is_confirmed_before_it_is_told,
)
_WITH_THE_SCHEMA = (
    rules.vocabulary_is_the_schema,
    rules.no_check_is_later_than_the_version,
)
_WITH_SOURCES = (
    rules.references_exist,
    language.speech_is_marked_well,
)
# Some problems of these stand in the files of the bibliography.
_OF_SOURCES = (
    rules.everything_is_used,
    rules.sources_are_read_by_the_last_check,
)

Rule = Callable[[Mapping[str, Sheet]], Iterator[Problem]]
# What each rule read and found the last time in this process, by the rule and the tables.
_LAST: dict[tuple[Rule, tuple[str, ...]], tuple[Mapping[str, Sheet], tuple[Problem, ...]]] = {}


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
    tables_whole = not found
    sources = bibliography.read(data_dir, package.bibliography, found.append)
    all_whole = not found
    found.extend(_strays(data_dir, package))
    found.extend(_shapeless(data_dir))
    for sheet in sheets.values():
        found.extend(cells.faults(sheet))
    # Behind a file that could not be read whole, what its rows say, and every key that points to
    # it, looks missing.
    if tables_whole:
        for rule in _WITH_THE_SCHEMA:
            found.extend(_judged(rule, _Noting(sheets), package))
        for rule in _ACROSS_TABLES:
            found.extend(_found(rule, sheets))
    if all_whole:
        for rule in _WITH_SOURCES:
            found.extend(_judged(rule, _Noting(sheets), sources))
        for rule in _OF_SOURCES:
            found.extend(_judged(rule, _Noting(sheets), sources, package.bibliography))
    rows = sum(len(sheet.rows) for sheet in sheets.values())
    return Report(tuple(sorted(set(found))), len(sheets), rows, len(sources))


def _strays(data_dir: Path, package: schema.Package) -> Iterator[Problem]:
    """Files that are no part of the package: with it they would be published."""
    folder = Path(package.bibliography.folder)
    sources = {path.as_posix() for _, path in references.files(folder, package.bibliography.kinds)}
    known = {schema.DESCRIPTOR, *(t.path for t in package.tables.values()), *sources, *_GEO}
    for path in inputs.own(data_dir):
        name = path.relative_to(data_dir).as_posix()
        if name not in known:
            message = f"is no part of {schema.DESCRIPTOR}: move it out of the folder"
            yield Problem(name, 1, 1, message)


def _shapeless(data_dir: Path) -> Iterator[Problem]:
    """Files of shapes that no map could be drawn from."""
    for name in _SHAPES:
        try:
            geojson.features(data_dir / name)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            yield Problem(name, 1, 1, f"holds no shapes ({why}): restore it from version control")


def _found(rule: Rule, sheets: Mapping[str, Sheet]) -> tuple[Problem, ...]:
    """Problems that a rule finds; it judges anew only where a sheet that it read has changed."""
    key = (rule, tuple(sheets))
    read, found = _LAST.get(key, ({}, ()))
    if not read or any(sheets[name] is not sheet for name, sheet in read.items()):
        noting = _Noting(sheets)
        found = _judged(rule, noting)
        _LAST[key] = noting.read, found
    return found


def _judged(rule: Callable[..., Iterator[Problem]], *given: object) -> tuple[Problem, ...]:
    """Problems that a rule finds; one is that it asks for a table or column that is not known."""
    try:
        return tuple(rule(*given))
    except UndescribedError as error:
        message = f"describes no {error}: restore it from version control"
        return (Problem(schema.DESCRIPTOR, 1, 1, message),)


class _Noting(Mapping[str, Sheet]):
    """Sheets that note which of them are read."""

    def __init__(self, sheets: Mapping[str, Sheet]) -> None:
        self._sheets = sheets
        self.read: dict[str, Sheet] = {}

    def __getitem__(self, name: str) -> Sheet:
        if name not in self._sheets:
            raise UndescribedError(f"table {name}")
        self.read[name] = self._sheets[name]
        return self._sheets[name]

    def __contains__(self, name: object) -> bool:
        return name in self._sheets

    def __iter__(self) -> Iterator[str]:
        return iter(self._sheets)

    def __len__(self) -> int:
        return len(self._sheets)
