"""Which source carries which words of a row: numbers behind the words, and before the sources."""

import re
from collections.abc import Iterator
from itertools import zip_longest

from briefing.chapters.common import cite, sourced, text
from briefing.markup import Block, Cite, Marks, Numbered, Piece, Sequence, Text
from briefing.record import Record
from briefing.wording import sentence_ends

# A mark stands behind the punctuation that follows its words.
_PUNCTUATION = re.compile(r"[.,;:!?)”’]*")

# The texts of a row in the order in which a reader meets them: sources are numbered in it.
_READ = {
    "events": ("summary", "note"),
    "agreements": ("summary", "note", "status_note"),
    "terms": ("text", "note", "status_note"),
    "allegations": ("allegation", "note", "answer"),
    "first_allegations": ("allegation", "note", "answer"),
    "meetings": ("outcome", "note"),
    "positions": ("position", "note"),
    "proceedings": ("result", "note"),
    "transfers": ("category", "note", "in_return"),
    "control_changes": ("note",),
    "proposals": (
        *("territory", "political_status", "return", "security", "routes"),
        *("note", "status_note"),
    ),
    "proposal_answers": ("answer", "note"),
    "accounts": ("account", "note"),
}

# Where numbers stand in a text, and the numbers.
Places = list[tuple[int, tuple[int, ...]]]


class Passages:
    """The passages of one table's rows.

    Parameters
    ----------
    record : Record
    table : str
        One whose rows are shown with numbers behind their words.
    """

    def __init__(self, record: Record, table: str) -> None:
        self._found: dict[tuple[str, str], list[tuple[str, tuple[str, ...]]]] = {}
        self._marked: set[str] = set()
        self._columns = _READ[table]
        passages = record.passages
        for passage in passages[passages["table"] == table].itertuples():
            place = passage.row, passage.column
            self._found.setdefault(place, []).append((passage.words, passage.sources))
            self._marked.add(passage.row)

    def told(self, row_: object, column: str, kind: str) -> Piece:
        """The text of a column as `marked` gives it, with a CSS class."""
        shown = self.marked(row_, column)
        return Text(shown.text, kind) if isinstance(shown, Text) else Block(shown, kind)

    def marked(self, row_: object, column: str) -> Piece:
        """The text of a column, with numbers behind the words that a source carries.

        A row with one source needs none. Within a sentence the same numbers stand once, behind the
        last of their words.

        Parameters
        ----------
        row_ : object
            Row of the table, its cells as attributes.
        column : str
        """
        whole = text(getattr(row_, column))
        pieces = tuple(self._pieces(row_, column, whole)) if self._numbered(row_) else ()
        return Sequence(pieces, "") if len(pieces) > 1 else Text(whole)

    def sourced(self, row_: object) -> Sequence:
        """The row's sources as `cited` gives them, and how well the row stands."""
        return sourced(row_, self.cited(row_))

    def cited(self, row_: object) -> Cite:
        """The row's sources, numbered where its words refer to them, as they come in reading."""
        return Numbered(self._ordered(row_)) if self._numbered(row_) else cite(row_.sources)

    def _numbered(self, row_: object) -> bool:
        return row_.id in self._marked and len(row_.sources) > 1

    def _pieces(self, row_: object, column: str, whole: str) -> Iterator[Piece]:
        begin = 0
        for end, numbers in _once_a_sentence(whole, self._behind(row_, column, whole)):
            yield Text(whole[begin:end])
            yield Marks(numbers)
            begin = end
        yield Text(whole[begin:])

    def _behind(self, row_: object, column: str, whole: str) -> Places:
        """Where in a text numbers stand, and which, from its beginning on."""
        numbers = {key: number for number, key in enumerate(self._ordered(row_), start=1)}
        behind = self._carriers(row_, column, whole)
        return [(end, tuple(sorted(numbers[key] for key in behind[end]))) for end in sorted(behind)]

    def _ordered(self, row_: object) -> tuple[str, ...]:
        """The row's sources, those first whose words come first; the others as the row has them."""
        told = [self._carriers(row_, c, text(getattr(row_, c))) for c in self._columns]
        known = (key for behind in told for end in sorted(behind) for key in _of(row_, behind[end]))
        return tuple(dict.fromkeys((*known, *row_.sources)))

    def _carriers(self, row_: object, column: str, whole: str) -> dict[int, set[str]]:
        """The sources that carry words of a text, by where these end."""
        behind: dict[int, set[str]] = {}
        for words, sources in self._found.get((row_.id, column), ()):
            end = whole.index(words) + len(words)
            end = _PUNCTUATION.match(whole, end).end()
            behind.setdefault(end, set()).update(sources)
        return behind


def _of(row_: object, keys: set[str]) -> list[str]:
    """Some of a row's sources, as the row has them."""
    return [key for key in row_.sources if key in keys]


def _once_a_sentence(whole: str, behind: Places) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Places without those whose numbers come again, and no others first, in the sentence."""
    ends = sentence_ends(whole)
    for (end, numbers), following in zip_longest(behind, behind[1:]):
        again = following is not None and following[1] == numbers
        if not again or any(end <= stop < following[0] for stop in ends):
            yield end, numbers
