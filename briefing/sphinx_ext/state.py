"""What the extension remembers of a build from one of Sphinx's events to the next."""

import subprocess
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from sphinx.application import Sphinx

from briefing.citing import Work
from briefing.downloads import Download


@dataclass(frozen=True)
class Shown:
    """An exhibit on its page: how it is cited, and the file of its data from the book's root."""

    work: Work
    data: str


@dataclass
class BookState:
    """What is known of the book that is being built.

    Attributes
    ----------
    titles : dict
        Title and kind of each row of the record, by anchor.
    dates : dict
        What each page says of its date, by page.
    exhibits : dict
        Every exhibit that a page shows, by name.
    sheets : list of str
        Style sheets that pages ask for, in their order, below the folder of static files.
    columns : dict
        Rules that name the columns of a long table on a phone, by the table's name.
    source_pages : dict
        Page on which each source is listed, by key; blank until all pages are read.
    making : subprocess.Popen or None
        The process that makes the downloads, once begun.
    made : tuple of Download or None
        The downloads, once all are made.
    """

    titles: dict[str, tuple[str, str]] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)
    exhibits: dict[str, Shown] = field(default_factory=dict)
    sheets: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    source_pages: dict[str, str] = field(default_factory=dict)
    making: subprocess.Popen[bytes] | None = None
    made: tuple[Download, ...] | None = None


# Weak, so that a build that has ended is forgotten with its pages.
_STATES: WeakKeyDictionary[Sphinx, BookState] = WeakKeyDictionary()


def of(app: Sphinx) -> BookState:
    """The state of a build; blank when it is first asked for."""
    return _STATES.setdefault(app, BookState())
