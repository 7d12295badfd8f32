"""By what the rows of a long table can be chosen and ordered on its page.

The visible cells do not hold all of it (an event's theatre, say), so that each row has a code: for
every facet the numbers of its values in the table's list, then the sort keys, separated by
semicolons. Numbers, since a word in each of 700 rows would weigh ten times as much. A page carries
the codes of a table in one place, field after field, where they pack to a third of what they would
weigh on their rows.
"""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from briefing.wording import alphabetical

FIELDS, ITEMS = ";", ","
COLUMNS = "|"
_PARTING = re.compile(f"[{FIELDS}{ITEMS}{COLUMNS}]")


@dataclass(frozen=True)
class Facet:
    """One thing by which rows are chosen.

    Attributes
    ----------
    key : str
        Its name in the address of a filtered page: permanent.
    label : str
        What a reader sees: ``Theatre``.
    values : sequence of tuple of str
        Ids that each row has, none to many.
    words : callable
        An id as a reader says it.
    order : sequence of str
        Ids in the order of their list; alphabetical by their words where none is given.
    flag : bool
        Whether it is a mark that a row has or has not: a checkbox instead of a list.
    """

    key: str
    label: str
    values: Sequence[tuple[str, ...]]
    words: Callable[[str], str] = str
    order: Sequence[str] = ()
    flag: bool = False

    def ids(self) -> list[str]:
        """Ids that occur, in the order of their list."""
        found = {value for row in self.values for value in row}
        if self.order:
            return [value for value in self.order if value in found]
        return sorted(found, key=lambda value: (alphabetical(self.words(value)), value))


@dataclass(frozen=True)
class Order:
    """One thing by which rows can be ordered.

    Attributes
    ----------
    key : str
        Its name in the address of an ordered page.
    up, down : str
        What a reader sees: ``oldest first``, ``newest first``.
    values : sequence of str, optional
        Sort key of each row: ISO dates, or numbers; blank where a row has none. None if the
        rows already stand in this order: then ``down`` alone is offered, and no row carries a key.
    """

    key: str
    up: str
    down: str
    values: Sequence[str] | None = None


@dataclass(frozen=True)
class Facets:
    """What the page of a table offers to choose and order its rows.

    Attributes
    ----------
    one, many : str
        What a row is: ``event``, ``events``.
    facets : sequence of Facet
    orders : sequence of Order
    """

    one: str
    many: str
    facets: Sequence[Facet]
    orders: Sequence[Order] = ()

    @property
    def size(self) -> int:
        """How many rows are described.

        Raises
        ------
        ValueError
            If facets and orders describe different numbers of rows.
        """
        sizes = {len(part.values) for part in (*self.facets, *self._keyed())}
        if len(sizes) != 1:
            raise ValueError(f"facets of {self.many} describe {sorted(sizes)} rows")
        return sizes.pop()

    def _keyed(self) -> list[Order]:
        return [order for order in self.orders if order.values is not None]

    def listed(self) -> str:
        """The lists of values, as JSON that the page's script reads."""
        described = {
            "one": self.one,
            "many": self.many,
            "facets": [
                {
                    "key": facet.key,
                    "label": facet.label,
                    "flag": facet.flag,
                    "values": [[value, facet.words(value)] for value in facet.ids()],
                }
                for facet in self.facets
            ],
            "orders": [
                {"key": o.key, "up": o.up, "down": o.down, "keyed": o.values is not None}
                for o in self.orders
            ],
        }
        return json.dumps(described, ensure_ascii=False, separators=(",", ":"))

    def codes(self) -> list[str]:
        """Code of each row.

        Raises
        ------
        ValueError
            If a sort key holds what separates the fields of codes.
        """
        unfit = [key for order in self._keyed() for key in order.values if _PARTING.search(key)]
        if unfit:
            raise ValueError(f"sort key of {self.many} holds a separator: {unfit[0]!r}")
        numbers = [{v: str(n) for n, v in enumerate(facet.ids())} for facet in self.facets]
        codes = []
        for row in range(self.size):
            fields = [
                ITEMS.join(known[value] for value in facet.values[row])
                for known, facet in zip(numbers, self.facets, strict=True)
            ]
            fields += [order.values[row] for order in self._keyed()]
            codes.append(FIELDS.join(fields))
        return codes


def by_field(codes: Sequence[str]) -> str:
    """Codes of the rows of a table as its page carries them: first the first field of every row.

    Fields of different rows are separated by semicolons, and what belongs to one field of the code
    from the next by a bar.
    """
    fields = zip(*(code.split(FIELDS) for code in codes), strict=True)
    return COLUMNS.join(map(FIELDS.join, fields))


def single(values: Iterable[object]) -> list[tuple[str, ...]]:
    """Values of a column with at most one id a row, as a facet takes them."""
    return [(str(value),) if _known(value) else () for value in values]


def flagged(values: Iterable[object]) -> list[tuple[str, ...]]:
    """Values of a column of true and false, as a flag takes them."""
    return [("yes",) if _known(value) and bool(value) else () for value in values]


def keys(values: Iterable[object]) -> list[str]:
    """Values of a column as sort keys, blank for a blank cell; whole numbers without a point."""
    return [str(value).removesuffix(".0") if _known(value) else "" for value in values]


def _known(value: object) -> bool:
    # A missing value of pandas equals nothing and has no truth; this module needs no pandas.
    return value is not None and str(value) not in ("", "<NA>", "nan", "NaT")
