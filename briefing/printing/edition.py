"""What the printed book says of itself: title, version, dates, notices."""

import os
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from briefing import as_of, dates, publication
from briefing.paths import ROOT
from briefing.publication import Publication

NAMES = (
    "“Nagorno-Karabakh” means here the former autonomous oblast of 1923–91. Its use, and every "
    "other name in this book, implies no view on the status of any territory."
)
REVIEW = "Not externally reviewed."
_SPAN = re.compile(r"(?<=\d{4})-(?=\d{4})")
LICENCE = (
    "Text, tables, charts and maps: Creative Commons Attribution 4.0 (CC BY 4.0). Data by UCDP, "
    "GeoNames and Natural Earth under their own terms."
)


@dataclass(frozen=True)
class Edition:
    """One version of the book in print.

    Attributes
    ----------
    of : Publication
        What the book says of itself.
    accurate : str
        As of when, from the table of coverage.
    """

    of: Publication
    accurate: str

    @property
    def title(self) -> str:
        """The title without what follows it, with the dash of print."""
        return _SPAN.sub("–", self.of.title.partition(". ")[0])

    @property
    def subtitle(self) -> str:
        """What follows the title."""
        return self.of.title.partition(". ")[2]

    @property
    def epoch(self) -> int:
        """Seconds since 1970: ``SOURCE_DATE_EPOCH`` where it is set, else the version's day."""
        midnight = datetime(*self.of.released.timetuple()[:3], tzinfo=UTC)
        return int(os.environ.get("SOURCE_DATE_EPOCH") or midnight.timestamp())

    @property
    def stamped(self) -> str:
        """`epoch` as the metadata of a page has it."""
        return datetime.fromtimestamp(self.epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read(root: Path = ROOT) -> Edition:
    """The edition of a project.

    Parameters
    ----------
    root : pathlib.Path
        Folder of the project.

    Returns
    -------
    Edition
    """
    return Edition(publication.read(root), _accurate(root / "data"))


def _accurate(data_dir: Path) -> str:
    """The latest day that a check reached; chapters that rest on earlier checks say so."""
    known = as_of.reached(data_dir)
    latest = max(day for day, _ in known.values())
    said = as_of.sentence([t for t, (day, _) in known.items() if day == latest], known)
    if all(day == latest for day, _ in known.values()):
        return said
    return f"{said} Chapters whose tables were checked to an earlier day say so."


def spoken(day: date) -> str:
    """A day as a reader says it."""
    return dates.spoken(day.isoformat())
