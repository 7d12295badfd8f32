"""What the printed book says of itself: title, version, dates, notices."""

import os
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import yaml

from briefing import as_of, build, dates
from briefing.paths import ROOT

NAMES = (
    '"Nagorno-Karabakh" means here the former autonomous oblast of 1923–91. Its use, and every '
    "other name in this book, implies no view on the status of any territory."
)
REVIEW = "Not externally reviewed."
_SPAN = re.compile(r"(?<=\d{4})-(?=\d{4})")
_KEYWORDS = ("Nagorno-Karabakh", "Armenia", "Azerbaijan", "conflict", "ceasefire", "timeline")
LICENCE = (
    "Text and tables: Creative Commons Attribution 4.0 (CC BY 4.0). Data by UCDP, GeoNames and "
    "Natural Earth under their own terms."
)


@dataclass(frozen=True)
class Edition:
    """One version of the book.

    Attributes
    ----------
    title, subtitle, author, version : str
        As in the citation metadata.
    released : datetime.date
        Day of the version.
    accurate : str
        As of when, from the table of coverage.
    build : str
        Digest of everything that the pages were built from.
    keywords : tuple of str
    """

    title: str
    subtitle: str
    author: str
    version: str
    released: date
    accurate: str
    build: str
    keywords: tuple[str, ...]

    @property
    def line(self) -> str:
        """Version and digest, as they stand on the cover and on the brief."""
        return f"Version {self.version} · build {self.build}"

    @property
    def epoch(self) -> int:
        """Seconds since 1970: ``SOURCE_DATE_EPOCH`` where it is set, else the version's day."""
        midnight = datetime(*self.released.timetuple()[:3], tzinfo=UTC)
        return int(os.environ.get("SOURCE_DATE_EPOCH") or midnight.timestamp())

    @property
    def stamped(self) -> str:
        """`epoch` as the metadata of a page has it."""
        return datetime.fromtimestamp(self.epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read(html: Path, root: Path = ROOT) -> Edition:
    """The edition that a folder of built pages belongs to.

    Parameters
    ----------
    html : pathlib.Path
        The built pages, with the digest of their inputs.
    root : pathlib.Path
        Folder of the project.

    Returns
    -------
    Edition
    """
    cited = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    title, _, subtitle = cited["title"].partition(". ")
    return Edition(
        title=_SPAN.sub("–", title),
        subtitle=subtitle,
        author=cited["authors"][0]["name"],
        version=str(cited["version"]),
        released=cited["date-released"],
        accurate=_accurate(root / "data"),
        build=(html / build.STAMP).read_text(encoding="utf-8"),
        keywords=tuple(cited.get("keywords", ())) or _KEYWORDS,
    )


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
