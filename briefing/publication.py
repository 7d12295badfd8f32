"""What the publication says of itself, read in one place.

Title, author and date stand in ``CITATION.cff``; the short title and the public address in
``_config.yml`` (`html.baseurl`, empty until somebody publishes the book); the version is that of
the package, with which a test compares the others; the digest follows from the inputs.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from briefing import __version__, inputs
from briefing.paths import ROOT

CITATION = "CITATION.cff"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class Publication:
    """The book as a publication.

    Attributes
    ----------
    title, short_title : str
        As cited, and as in the head of the pages.
    author : str
        The one author, an entity.
    abstract : str
        What the book is, in two sentences.
    version : str
        Calendar version.
    released : datetime.date
        Date of the version.
    digest : str
        Eight hexadecimal digits that follow from every input of the book.
    keywords : tuple of str
    base_url : str
        Public address of the front page's folder, with a slash at its end; blank if there is none.
    """

    title: str
    short_title: str
    author: str
    abstract: str
    version: str
    released: datetime.date
    digest: str
    keywords: tuple[str, ...] = ()
    base_url: str = ""

    @property
    def edition(self) -> str:
        """The version with the digest, as citations name it."""
        return f"Version {self.version}, inputs {self.digest}"

    @property
    def line(self) -> str:
        """Version and digest as they stand at the foot of a page, on the cover and on the brief."""
        return f"Version {self.version} · inputs {self.digest}"

    def address(self, path: str) -> str:
        """Public address of a file of the book, blank while the book has none."""
        return f"{self.base_url}{path}" if self.base_url else ""


@cache
def read(root: Path = ROOT) -> Publication:
    """Read what a project says of itself.

    Parameters
    ----------
    root : pathlib.Path
        Folder of the project.

    Returns
    -------
    Publication

    Raises
    ------
    OSError
        If ``CITATION.cff`` or ``_config.yml`` cannot be read.
    ValueError
        If either file is no YAML, lacks a field or is laid out wrongly, if the date is no day, the
        author not one entity, or the base URL no absolute address; it names the file.
    """
    return Publication(
        **_told(root / CITATION, _cited),
        **_told(root / "_config.yml", _configured),
        version=__version__,
        digest=inputs.short_digest(root),
    )


def _told(path: Path, of: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """What a file says; whatever is wrong in it is a ValueError that names the file."""
    try:
        return of(yaml.safe_load(path.read_text(encoding="utf-8")))
    except KeyError as error:
        raise ValueError(f"{path.name}: {error} is missing") from error
    except (TypeError, AttributeError) as error:
        raise ValueError(f"{path.name} is laid out wrongly: {error}") from error
    except (ValueError, yaml.YAMLError) as error:
        raise ValueError(f"{path.name}: {error}") from error


def _cited(cited: Any) -> dict[str, Any]:
    """What the file of the citation says."""
    title, author = _text(cited, "title"), _author(cited["authors"])
    if not isinstance(cited["keywords"], list):
        raise TypeError("keywords is no list")
    return {
        "title": title,
        "author": author,
        "abstract": _text(cited, "abstract"),
        # YAML reads a day without quotation marks as a date; the format allows both.
        "released": datetime.date.fromisoformat(str(cited["date-released"])),
        "keywords": tuple(cited["keywords"]),
    }


def _configured(config: Any) -> dict[str, Any]:
    """What the book's configuration says."""
    return {
        "short_title": _text(config, "title"),
        "base_url": _base_url(config["html"].get("baseurl") or ""),
    }


def _text(told: Any, name: str) -> str:
    if not isinstance(told[name], str):
        raise TypeError(f"{name} is no text")
    return told[name]


def _author(authors: list[dict[str, str]]) -> str:
    if len(authors) != 1 or "name" not in authors[0]:
        raise ValueError("the citations are made for one author that is an entity")
    return authors[0]["name"]


def _base_url(setting: str) -> str:
    parts = urlsplit(setting)
    if setting and (parts.scheme not in ("http", "https") or not parts.netloc):
        raise ValueError(f"html.baseurl is no absolute address: {setting}")
    if parts.query or parts.fragment:
        raise ValueError(f"html.baseurl has a query or a fragment: {setting}")
    return f"{setting.rstrip('/')}/" if setting else ""
