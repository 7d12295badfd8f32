"""Text of an exhibit in its three faces: MyST for the book, HTML for Jupyter, plain text."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_SPACE = re.compile(r"\s+")


def escape(text: str) -> str:
    """MyST source that shows exactly this text on one line.

    Every ASCII punctuation mark gets a backslash: escaping only what usually means something
    was measured to lose ``% x``, ``(x)=`` and ``+++`` without a word.
    """
    return _PUNCTUATION.sub(r"\\\1", _SPACE.sub(" ", text))


class Piece:
    """A piece of a cell or a caption; the base shows nothing."""

    def myst(self) -> str:
        """Source for the book."""
        return ""

    def html(self) -> str:
        """Markup for Jupyter."""
        return html.escape(self.plain(), quote=False)

    def plain(self) -> str:
        """Text for terminals and for the CSV of the exhibit."""
        return ""


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

    def plain(self) -> str:  # noqa: D102
        return self.text


@dataclass(frozen=True)
class Cite(Piece):
    """Live citations of sources by their BibTeX keys."""

    keys: tuple[str, ...]

    def myst(self) -> str:  # noqa: D102
        return f"{{cite}}`{','.join(self.keys)}`" if self.keys else ""

    def plain(self) -> str:  # noqa: D102
        return f"[{'; '.join(self.keys)}]" if self.keys else ""


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

    def html(self) -> str:  # noqa: D102
        return self.inner.html()

    def plain(self) -> str:  # noqa: D102
        return self.inner.plain()


@dataclass(frozen=True)
class Anchor(Piece):
    """The permanent address of a row, shown as a text that links to itself."""

    target: str
    text: str

    def myst(self) -> str:  # noqa: D102
        return f"{{record:anchor}}`{_role_text(self.text)} <{self.target}>`"

    def html(self) -> str:  # noqa: D102
        return f'<a id="{self.target}">{html.escape(self.text)}</a>'

    def plain(self) -> str:  # noqa: D102
        return self.text


@dataclass(frozen=True)
class RowLink(Piece):
    """A link to a row of the record, on whatever page it stands."""

    target: str
    text: str

    def myst(self) -> str:  # noqa: D102
        return f"{{record:row}}`{_role_text(self.text)} <{self.target}>`"

    def plain(self) -> str:  # noqa: D102
        return self.text


@dataclass(frozen=True)
class Data(Piece):
    """The download link of an exhibit's data."""

    exhibit: str

    def myst(self) -> str:  # noqa: D102
        return f"{{record:data}}`{self.exhibit}`"

    def plain(self) -> str:  # noqa: D102
        return ""


@dataclass(frozen=True)
class Sequence(Piece):
    """Pieces one after the other; blank ones leave no separator behind."""

    pieces: tuple[Piece, ...]
    separator: str = " "

    def myst(self) -> str:  # noqa: D102
        return self._join(piece.myst() for piece in self.pieces)

    def html(self) -> str:  # noqa: D102
        return self._join(piece.html() for piece in self.pieces)

    def plain(self) -> str:  # noqa: D102
        return self._join(piece.plain() for piece in self.pieces)

    def _join(self, shown: Iterable[str]) -> str:
        return self.separator.join(part for part in shown if part)


def _role_text(text: str) -> str:
    """Text that a role takes as it is: no back quote, no angle bracket."""
    return _SPACE.sub(" ", text.replace("`", "'").replace("<", "(").replace(">", ")")).strip()


def piece(value: object) -> Piece:
    """Make a piece of any value: a number or a string is text, a blank is nothing."""
    if isinstance(value, Piece):
        return value
    return Text("" if value is None else str(value))


def row(*values: object, separator: str = " ") -> Sequence:
    """Values one after the other, as one piece."""
    return Sequence(tuple(piece(value) for value in values), separator)
