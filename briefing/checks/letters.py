"""Rules of letters: what is written is what a reader sees, and what a search finds."""

import functools
import unicodedata

# A lost letter, and blanks that Unicode counts among the letters and marks.
_LOST = "\ufffd"
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
_VARIANTS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
# Persian and the languages of India write a joiner or a non-joiner within their words.
_JOINERS = "\u200c\u200d"
_JOINED = frozenset(("ARABIC", "BENGALI", "DEVANAGARI"))


def fault(text: str) -> tuple[int, str] | None:
    """Where a text first holds what nobody sees or finds, and what to do about it.

    Parameters
    ----------
    text : str
        A cell, or a line without its end.

    Returns
    -------
    tuple of int and str, or None
        Offset of the letter, and the message; None if every letter is plain.
    """
    if text.isascii() and text.isprintable():
        return None
    # Of each letter once: texts are long, and alphabets short.
    if hidden := set(filter(_is_hidden, set(text))):
        for at, letter in enumerate(text):
            if letter in hidden and not _joins(text, at):
                return at, _said(letter)
    if not unicodedata.is_normalized("NFC", text):
        whole = unicodedata.normalize("NFC", text)
        pairs = enumerate(zip(text, whole, strict=False))
        at = next((n for n, (ours, theirs) in pairs if ours != theirs), len(whole))
        what = f"holds {text[at : at + 2]!r} in pieces, which no search finds"
        return at, f"{what}: write one composed letter (Unicode's form NFC)"
    return None


@functools.cache
def _is_hidden(letter: str) -> bool:
    """Whether a letter is none to the eye: of format, of control, private, or an odd space."""
    if letter.isascii():
        return not letter.isprintable()
    variant = any(ord(letter) in variants for variants in _VARIANTS)
    return not letter.isprintable() or letter == _LOST or letter in _BLANKS or variant


def _joins(text: str, at: int) -> bool:
    """Whether the letter is a joiner between two letters of a script that needs it."""
    around = text[at - 1 : at] + text[at + 1 : at + 2]
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in around}
    return text[at] in _JOINERS and len(around) == 2 and len(scripts) == 1 and scripts <= _JOINED


def _said(letter: str) -> str:
    name = unicodedata.name(letter, unicodedata.category(letter))
    what = f"holds U+{ord(letter):04X} ({name.lower()})"
    if letter == _LOST:
        return f"{what}, the mark of a lost letter: restore the letter"
    if unicodedata.category(letter) == "Zs":
        return f"{what}, which looks like a space: write a plain one"
    return f"{what}, which nobody sees: remove it"
