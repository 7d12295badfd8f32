"""The pages of sources: by what a reader can choose and order its entries."""

from collections.abc import Container
from pathlib import Path

from briefing import references, schema
from briefing.addresses import source_anchor
from briefing.facets import Facet, Facets, Order
from briefing.wording import LANGUAGES

# Fields of a source that have a vocabulary, with their label.
_CODED = {"side": "Whose outlet", "control": "Control"}
# Kinds of source, in the order of the page; each is a file of the bibliography.
_KINDS = {
    "primary": "primary",
    "igo": "international organisations and courts",
    "ngo": "non-governmental organisations",
    "academic": "academic",
    "press": "press and other pages",
}


def choices(data_dir: Path, shown: Container[str]) -> tuple[list[str], Facets]:
    """What a page of sources offers.

    Parameters
    ----------
    data_dir : pathlib.Path
        Folder of the record.
    shown : container of str
        Addresses of the sources that stand on the page.

    Returns
    -------
    list of str, Facets
        Their addresses, and by what a reader can choose and order them, in the same order. What
        all of them share is no choice.
    """
    sources = [s for s in references.read(data_dir) if source_anchor(s.key) in shown]
    coded = [
        Facet(name, label, [(s.fields[name],) for s in sources], words.__getitem__, list(words))
        for name, label in _CODED.items()
        for words in [_vocabulary(data_dir, name)]
    ]
    languages = [(s.fields.get("language", "en"),) for s in sources]
    facets = [
        Facet("kind", "Kind", [(s.kind,) for s in sources], _KINDS.__getitem__, list(_KINDS)),
        *coded,
        Facet("language", "Language", languages, LANGUAGES.__getitem__),
    ]
    offered = tuple(facet for facet in facets if len(facet.ids()) > 1)
    # Days would add 12 kB to the page.
    years = [s.fields.get("date", "")[:4] for s in sources]
    orders = (Order("year", "by year, oldest first", "by year, newest first", years),)
    anchors = [source_anchor(s.key) for s in sources]
    return anchors, Facets("source", "sources", offered, orders)


def _vocabulary(data_dir: Path, name: str) -> dict[str, str]:
    """Words of a vocabulary's values, in its order."""
    return {
        row["value"]: row["definition"].rstrip(".")
        for row in schema.rows(data_dir, "vocabulary")
        if row["vocabulary"] == name
    }
