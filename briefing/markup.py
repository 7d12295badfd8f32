"""Text of an exhibit in its faces: MyST in running text, HTML in tables, plain text, data.

The cells of a table never pass through Markdown: they travel as data (`packed`) and the page
renders them itself. Parsing them as Markdown was measured to take half of the build.
"""

import html
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_ROLE_MARKS = str.maketrans("`<>|", "'()/")
_SPACE = re.compile(r"\s+")
# Between the parts of a cell in data, which the page tells apart by their looks.
_BAR = " | "


def escape(text: str) -> str:
    """MyST source that shows exactly this text on one line.

    Every ASCII punctuation mark gets a backslash: escaping only what usually means something
    was measured to lose ``% x``, ``(x)=`` and ``+++`` without a word.
    """
    return _PUNCTUATION.sub(r"\\\1", _SPACE.sub(" ", text))


class Links(Protocol):
    """Where the links of a page lead."""

    def row(self, target: str) -> str:
        """Address of a row of the record, by its anchor."""

    def source(self, key: str) -> tuple[str, str]:
        """Address and label of a source, by its BibTeX key."""


class Piece:
    """A piece of a cell or a caption; the base shows nothing."""

    def myst(self) -> str:
        """Source for running text of the book: captions, answers."""
        return ""

    def html(self, links: Links | None = None) -> str:
        """Markup for a table: of the book with its links, of Jupyter without."""
        return html.escape(self.plain(), quote=False)

    def plain(self) -> str:
        """Text for terminals and for the CSV of the exhibit."""
        return ""

    def packed(self) -> Any:
        """The piece as JSON; `unpacked` reads it back."""
        raise TypeError(f"{type(self).__name__} stands in no cell of a table")


@dataclass(frozen=True)
class Text(Piece):
    """Plain text, with a CSS class or a language where one is given.

    Attributes
    ----------
    text : str
    kind : str
        CSS class, ``lang-hy`` for a text in Armenian and so on; blank for none.
    """

    text: str
    kind: str = ""

    def myst(self) -> str:  # noqa: D102
        escaped = escape(self.text)
        return f"[{escaped}]{{.{self.kind}}}" if self.kind and escaped else escaped

    def html(self, links: Links | None = None) -> str:  # noqa: D102
        escaped = html.escape(_SPACE.sub(" ", self.text), quote=False)
        return f"<span {_kind(self.kind)}>{escaped}</span>" if self.kind and escaped else escaped

    def plain(self) -> str:  # noqa: D102
        return self.text

    def packed(self) -> Any:  # noqa: D102
        return ["text", self.text, self.kind] if self.kind else self.text


@dataclass(frozen=True)
class Cite(Piece):
    """Live citations of sources by their BibTeX keys."""

    keys: tuple[str, ...]

    def myst(self) -> str:  # noqa: D102
        return f"{{cite}}`{','.join(self.keys)}`" if self.keys else ""

    def html(self, links: Links | None = None) -> str:  # noqa: D102
        if links is None or not self.keys:
            return super().html()
        return f"[{', '.join(self._linked(links))}]"

    def plain(self) -> str:  # noqa: D102
        return f"[{'; '.join(self.keys)}]" if self.keys else ""

    def packed(self) -> Any:  # noqa: D102
        return ["cite", *self.keys]

    def _linked(self, links: Links) -> list[str]:
        return [_link(*links.source(key)) for key in self.keys]


@dataclass(frozen=True)
class Numbered(Cite):
    """Live citations that `Marks` in the same row refer to by their numbers, from 1 on."""

    def html(self, links: Links | None = None) -> str:  # noqa: D102
        if links is None or not self.keys:
            return Piece.html(self)
        linked = enumerate(self._linked(links), start=1)
        # A number stands on the line on which its source begins.
        return ", ".join(f"{_raised(f'[{number}]')}\u00a0{link}" for number, link in linked)

    def plain(self) -> str:  # noqa: D102
        return ", ".join(f"[{number}] {key}" for number, key in enumerate(self.keys, start=1))

    def packed(self) -> Any:  # noqa: D102
        return ["numbered", *self.keys]


@dataclass(frozen=True)
class Marks(Piece):
    """Numbers of the sources that carry the words before them."""

    numbers: tuple[int, ...]

    def html(self, links: Links | None = None) -> str:  # noqa: D102
        return _raised(self.plain())

    def plain(self) -> str:  # noqa: D102
        return f"[{','.join(map(str, self.numbers))}]"

    def packed(self) -> Any:  # noqa: D102
        return ["marks", *self.numbers]


@dataclass(frozen=True)
class Block(Piece):
    """Pieces on one line of a cell, with a CSS class.

    Attributes
    ----------
    inner : Piece
    kind : str
        CSS class.
    """

    inner: Piece
    kind: str

    def myst(self) -> str:  # noqa: D102
        return f"[{self.inner.myst()}]{{.{self.kind}}}"

    def html(self, links: Links | None = None) -> str:  # noqa: D102
        return f"<span {_kind(self.kind)}>{self.inner.html(links)}</span>"

    def plain(self) -> str:  # noqa: D102
        return self.inner.plain()

    def packed(self) -> Any:  # noqa: D102
        return ["block", self.kind, self.inner.packed()]


@dataclass(frozen=True)
class Anchor(Piece):
    """The permanent address of a row, shown as a text that links to itself.

    The address stands once, as the id; `book.js` lets the text link to it.
    """

    target: str
    text: str

    def html(self, links: Links | None = None) -> str:  # noqa: D102
        shown = html.escape(self.text, quote=False)
        return f'<a class="row-anchor" id="{self.target}">{shown}</a>'

    def plain(self) -> str:  # noqa: D102
        return self.text

    def packed(self) -> Any:  # noqa: D102
        return ["anchor", self.target, self.text]


@dataclass(frozen=True)
class RowLink(Piece):
    """A link to a row of the record, on whatever page it stands."""

    target: str
    text: str

    def myst(self) -> str:  # noqa: D102
        return f"{{record:row}}`{_role_text(self.text)} <{self.target}>`"

    def html(self, links: Links | None = None) -> str:  # noqa: D102
        return super().html() if links is None else _link(links.row(self.target), self.text)

    def plain(self) -> str:  # noqa: D102
        return self.text

    def packed(self) -> Any:  # noqa: D102
        return ["row", self.target, self.text]


@dataclass(frozen=True)
class Data(Piece):
    """The download link of an exhibit's data."""

    exhibit: str

    def myst(self) -> str:  # noqa: D102
        return f"{{record:data}}`{self.exhibit}`"


@dataclass(frozen=True)
class Sequence(Piece):
    """Pieces one after the other; blank ones leave no separator behind."""

    pieces: tuple[Piece, ...]
    separator: str = " "

    def myst(self) -> str:  # noqa: D102
        return self._join(piece.myst() for piece in self.pieces)

    def html(self, links: Links | None = None) -> str:  # noqa: D102
        return self._join(piece.html(links) for piece in self.pieces)

    def plain(self) -> str:  # noqa: D102
        shown = [piece for piece in self.pieces if piece.plain()]
        told = [piece.plain() for piece in shown]
        for number, (before, after) in enumerate(itertools.pairwise(shown), start=1):
            parted = self.separator == " " and (_is_part(before, -1) or _is_part(after, 0))
            told[number] = (_BAR if parted else self.separator) + told[number]
        return "".join(told)

    def packed(self) -> Any:  # noqa: D102
        return ["seq", self.separator, *(piece.packed() for piece in self.pieces if piece.plain())]

    def _join(self, shown: Iterable[str]) -> str:
        return self.separator.join(part for part in shown if part)


def _is_part(shown: Piece, edge: int) -> bool:
    """Whether the first or the last that a piece shows is a part of a cell with looks of its own.

    `plain` of tables.js puts the bars of `Sequence.plain` by the same rule.
    """
    if isinstance(shown, Sequence):
        return _is_part([piece for piece in shown.pieces if piece.plain()][edge], edge)
    kind = shown.kind if isinstance(shown, Text | Block) else ""
    return bool(kind) and kind != "row-label" and not kind.startswith("lang-")


def _kind(kind: str) -> str:
    """The class of a piece as an attribute; the class ``lang-hy`` names a language."""
    language = kind.removeprefix("lang-")
    return f'class="{kind}"' if language == kind else f'lang="{language}"'


def _raised(text: str) -> str:
    return f"<sup>{text}</sup>"


def _link(address: str, text: str) -> str:
    return f'<a href="{html.escape(address)}">{html.escape(text, quote=False)}</a>'


def unpacked(data: Any) -> Piece:
    """The piece that was packed.

    Parameters
    ----------
    data : str or list
        From `Piece.packed`, read back from JSON.

    Raises
    ------
    KeyError
        If it names no kind of piece.
    """
    if isinstance(data, str):
        return Text(data)
    kind, *rest = data
    return _UNPACK[kind](*rest)


def anchors(shown: Piece) -> Iterator[str]:
    """Addresses of rows that stand in a piece."""
    match shown:
        case Anchor(target=target):
            yield target
        case Block(inner=inner):
            yield from anchors(inner)
        case Sequence(pieces=pieces):
            for inner in pieces:
                yield from anchors(inner)


_UNPACK = {
    "text": Text,
    "cite": lambda *keys: Cite(keys),
    "numbered": lambda *keys: Numbered(keys),
    "marks": lambda *numbers: Marks(numbers),
    "block": lambda kind, inner: Block(unpacked(inner), kind),
    "anchor": Anchor,
    "row": RowLink,
    "seq": lambda separator, *inner: Sequence(tuple(map(unpacked, inner)), separator),
}


def _role_text(text: str) -> str:
    """Text that a role takes as it is: no back quote, no angle bracket, no bar.

    A bar ends a table's cell inside a role too, and what follows it would then be markup; an
    exclamation mark in front would switch the link off.
    """
    return _SPACE.sub(" ", text.translate(_ROLE_MARKS)).strip().lstrip("!")


def piece(value: object) -> Piece:
    """Make a piece of any value: a number or a string is text, a blank is nothing."""
    if isinstance(value, Piece):
        return value
    return Text("" if value is None else str(value))


def row(*values: object, separator: str = " ") -> Sequence:
    """Values one after the other, as one piece."""
    return Sequence(tuple(piece(value) for value in values), separator)
