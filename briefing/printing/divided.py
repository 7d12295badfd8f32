"""Where the other sources of a name stand, if the lists of sources divide it by their kinds.

On paper a citation does not say in which list to look.
"""

from collections.abc import Iterable

from bs4 import Tag

_ENTRIES = ".citation-list > li[id]"


def refer(articles: Iterable[Tag]) -> None:
    """End the entries of a name in a list with links to those in other lists.

    Parameters
    ----------
    articles : iterable of bs4.Tag
        Their addresses are those of the printed document already.
    """
    places: dict[str, dict[str, list[Tag]]] = {}
    for article in articles:
        for entry in article.select(_ENTRIES):
            label = entry.select_one(".label").get_text().strip("[]")
            heading = entry.find_parent("section").find(["h1", "h2"])
            kind = heading.get_text(" ", strip=True).partition(":")[0]
            places.setdefault(label.rpartition(" ")[0], {}).setdefault(kind, []).append(entry)
    for name, lists in places.items():
        for kind, entries in lists.items():
            others = {k: found[0]["id"] for k, found in lists.items() if k != kind}
            if others:
                entries[-1].insert_after(_line(name, others))


def _line(name: str, others: dict[str, str]) -> Tag:
    line = Tag(name="li", attrs={"class": "divided"})
    line.append(f"More of {name}: ")
    for number, (kind, place) in enumerate(others.items()):
        link = Tag(name="a", attrs={"href": f"#{place}"})
        link.string = kind
        line.extend(["; "] * bool(number) + [link])
    return line
