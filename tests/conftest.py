"""Copies to break: of the record, and of the project, built by the plain engine."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from projects import build as build
from projects import copy_project as copy_project
from tables import write_rows

from briefing import build as built
from briefing import collecting, inputs, references, schema
from briefing.paths import DATA
from briefing.record import Record

# Thousands of copies of the record and parsed pages pass through a test run.
collecting.seldom()

# The modules that take the longest, the longest first: one that begins late is waited for.
LONGEST = (
    "test_pdf",
    "test_tables",
    "test_accessibility",
    "test_reading",
    "test_mutants",
    "test_search",
    "test_hostile_text",
    "test_book",
    "test_stops",
)


def pytest_configure(config: pytest.Config) -> None:
    """Let xdist keep the order below: it would begin the modules that have the most tests."""
    config.option.loadscopereorder = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest modules first."""
    order = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path.stem, len(order)))


@pytest.fixture(scope="session", autouse=True)
def parsed_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what tests parse beside what builds and notebooks share: it is broken on purpose."""
    place = tmp_path_factory.mktemp("parsed")
    for path in references.KEPT.glob("*.json"):
        shutil.copy(path, place)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(references, "KEPT", place)
        yield


@pytest.fixture(scope="session")
def book() -> Path:
    """The built book; it has to be the one that the project's files describe."""
    if built._stamp(built.HTML) != inputs.inputs_digest():
        pytest.fail("_build/html is not the book of these files: run make book")
    return built.HTML


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project."""
    return copy_project(tmp_path / "project")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the record to break."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


@pytest.fixture
def tiny(tmp_path: Path) -> Callable[..., Record]:
    """Write a record of a few rows, given by table, and read it; the other cells are blank."""
    numbers = itertools.count()

    def write(sources: str = "", **tables: list[dict]) -> Record:
        place = tmp_path / f"tiny-{next(numbers)}"
        described = schema.read(DATA)
        bibliography = place / described.bibliography.folder
        bibliography.mkdir(parents=True)
        (bibliography / f"{described.bibliography.kinds[0]}.bib").write_text(sources, "utf-8")
        for kind in described.bibliography.kinds[1:]:
            (bibliography / f"{kind}.bib").touch()
        shutil.copy(DATA / schema.DESCRIPTOR, place)
        for name, rows in tables.items():
            columns = [column.name for column in described.tables[name].columns]
            write_rows(place / described.tables[name].path, columns, rows)
        return Record(place)

    return write
