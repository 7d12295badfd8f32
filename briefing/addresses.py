"""Which rows and sources of the record have a permanent address on a page, and how it begins."""

import hashlib
import string
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from briefing.markup import RowLink, row


class Addressed(NamedTuple):
    """How rows of a table are addressed and found.

    Attributes
    ----------
    prefix : str
        How their anchors begin.
    column : str
        What names a row in the site's search.
    kind : str
        What a row is called in the list of results.
    """

    prefix: str
    column: str
    kind: str


ADDRESSED = {
    "events": Addressed("evt", "title", "event"),
    "agreements": Addressed("agr", "title", "agreement"),
    "terms": Addressed("term", "text", "term"),
    "meetings": Addressed("meet", "title", "meeting"),
    "proposals": Addressed("plan", "title", "plan"),
    "positions": Addressed("pos", "position", "position"),
    "proceedings": Addressed("step", "case", "step in a case"),
    "transfers": Addressed("transfer", "category", "handover"),
    "estimates": Addressed("est", "claimant", "figure"),
    "allegations": Addressed("alleged", "allegation", "allegation"),
    "control_changes": Addressed("control", "place", "change of control"),
    "checked_claims": Addressed("claim", "claim", "checked claim"),
    "places": Addressed("place", "name", "place"),
}


def anchor(table: str, row_id: str) -> str:
    """The address of a row within its page: ``evt-...`` for an event, and so on.

    Raises
    ------
    KeyError
        If rows of this table have no address.
    """
    return f"{ADDRESSED[table].prefix}-{row_id}"


def accounts_anchor(event: str) -> str:
    """The address of the accounts of a contested event."""
    return f"acc-{event}"


def told_anchor(term: str) -> str:
    """The address of a term of the statement of 2020 on the page that tells it point by point."""
    return f"told-{term}"


_SOURCE = "r-"
_SIGNS = string.digits + string.ascii_lowercase
_LENGTH = 5


def source_anchor(key: str) -> str:
    """The address of a source within its page: ``r-`` and five signs that follow from its key.

    The key itself, of five words, would take a tenth of the long pages.
    """
    number = int.from_bytes(hashlib.sha256(key.encode()).digest())
    shown = ""
    for _ in range(_LENGTH):
        number, sign = divmod(number, len(_SIGNS))
        shown += _SIGNS[sign]
    return _SOURCE + shown


def links(table: str, ids: Sequence[str], titles: dict[str, str]) -> Iterator[RowLink]:
    """A link to each of some rows, shown by its title without the stop that ends a sentence."""
    for row_id in ids:
        yield RowLink(anchor(table, row_id), titles[row_id].removesuffix("."))


def linked(table: str, ids: Sequence[str], titles: dict[str, str], separator: str = "; "):
    """Links to some rows as one piece."""
    return row(*links(table, ids, titles), separator=separator)
