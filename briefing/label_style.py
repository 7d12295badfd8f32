"""How the book prints its sources: labels unique over all files, entries with language."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import ClassVar

import pybtex.plugin
from pybtex.richtext import HRef, Tag, Text
from pybtex.style.formatting import BaseStyle
from pybtex.style.labels import BaseLabelStyle
from pybtex.style.sorting import BaseSortingStyle
from pybtex.style.template import node
from sphinxcontrib.bibtex import roles, transforms

from briefing import dates, references
from briefing.references import Source
from briefing.wording import FROM_RIGHT, LANGUAGES, alphabetical, in_letters_of


def label_base(source: Source) -> str:
    """Author and year of a label, before letters tell equal ones apart."""
    return f"{source.short_author} {source.fields.get('date', 'n.d.')[:4]}"


def labels(sources: list[Source]) -> dict[str, str]:
    """Label of every source by key, lettered where author and year are shared."""
    shared: dict[str, list[Source]] = {}
    for source in sources:
        shared.setdefault(label_base(source), []).append(source)
    found = {}
    for base, group in shared.items():
        group.sort(key=lambda s: (s.fields.get("date", ""), s.key))
        for number, source in enumerate(group):
            found[source.key] = base + (_letters(number) if len(group) > 1 else "")
    return found


def _letters(number: int) -> str:
    """a, b, ... z, aa, ab, ... for 0, 1, ... 25, 26, 27, ..."""
    first, last = divmod(number, 26)
    return (chr(96 + first) if first else "") + chr(97 + last)


def label_order(label: str) -> tuple[str, str, int, str]:
    """Where a reader looks a label up: by name, then by year (``n.d.`` last), then by letter.

    Capitals, accents and an article before the name make no difference, and the letters after z
    are two.
    """
    name, _, rest = label.rpartition(" ")
    return alphabetical(name.removeprefix("The "))[0], rest[:4], len(rest), rest


def register(data_dir: Path) -> None:
    """Make the style ``briefing`` known to pybtex, with the labels of this record."""
    BriefingLabels.known = labels(references.read(data_dir))
    for kind, plugin in (
        ("labels", BriefingLabels),
        ("sorting", BriefingSorting),
        ("formatting", BriefingStyle),
    ):
        pybtex.plugin.register_plugin(f"pybtex.style.{kind}", "briefing", plugin, force=True)
    # sphinxcontrib-bibtex looks its plugins up anew for each citation: a third of the build.
    if not hasattr(pybtex.plugin.find_plugin, "cache_info"):
        cached = lru_cache(maxsize=None)(pybtex.plugin.find_plugin)
        for module in (pybtex.plugin, roles, transforms):
            module.find_plugin = cached


class BriefingLabels(BaseLabelStyle):
    """Author, year and letter, computed over all files of the bibliography at once."""

    known: ClassVar[dict[str, str]] = {}

    def format_labels(self, sorted_entries) -> Iterator[str]:
        """Label of each entry of one list."""
        for entry in sorted_entries:
            yield self.known[entry.key]


class BriefingSorting(BaseSortingStyle):
    """The order of the labels, in which readers look an entry up."""

    def sorting_key(self, entry) -> tuple[str, str, int, str]:
        """Place of an entry in its list."""
        return label_order(BriefingLabels.known[entry.key])


@node
def _source(children, context):
    """Author. Title. Publisher, date. What it is a copy of, language, mark of the title, note."""
    entry = context["entry"]
    fields = entry.fields
    authors = "; ".join(str(p).strip("{}") for p in entry.persons.get("author", []))
    title = Tag("em", _marked(re.sub(r"[{}]", "", fields["title"]), fields))
    linked = HRef(fields["url"], title) if "url" in fields else title
    published = fields["publisher"] if fields["publisher"] != authors else ""
    date = dates.spoken(fields["date"]) if "date" in fields else "n.d."
    parts = [
        Text(authors.rstrip("."), ". "),
        Text(linked, " " if fields["title"].endswith((".", "?", "!")) else ". "),
        ", ".join(filter(None, [published, date])),
    ]
    parts.append("" if date.endswith(".") else ".")
    if "journal" in fields:
        parts.append(f" {fields['journal']}.")
    if "archived" in fields:
        parts.append(Text(" ", HRef(fields["archived"], "Archived copy"), "."))
    if "original" in fields:
        parts.append(f" Read in a copy; first published by {fields['original']}.")
    if fields.get("language", "en") != "en":
        parts.append(f" In {LANGUAGES[fields['language']]}.")
    parts.append(_title_mark(fields))
    if "note" in fields:
        parts.append(f" {fields['note'].rstrip('.')}.")
    return Text(*parts)


def _marked(title: str, fields: Mapping[str, str]) -> str:
    """A title between marks that keep its signs in their places, if it is written from the right.

    Without them a sign at its end would be set by the direction of the entry around it.
    """
    language = fields.get("language", "")
    turned = language in FROM_RIGHT and in_letters_of(language, title)
    return f"\u200f{title}\u200f" if turned else title


def _title_mark(fields: Mapping[str, str]) -> str:
    """What the entry says of a title that was not seen in print, unless its note does."""
    known = fields.get("annotation", "").lower()
    if re.search("title|described", fields.get("note", ""), re.IGNORECASE):
        return ""
    if "described" in known:
        return " Title described."
    return " Title after the address." if re.search("address|shortened", known) else ""


class BriefingStyle(BaseStyle):
    """One form for every kind of source."""

    default_label_style = BriefingLabels
    default_sorting_style = "briefing"

    def __getattr__(self, name: str):
        """Every entry type has the one template."""
        if name.startswith("get_") and name.endswith("_template"):
            return lambda entry: _source()
        raise AttributeError(name)
