"""Marks of attributed speech in the texts of the record: ``{azerbaijan|words that it used}``.

The first part names whose words they are: an actor of the record, or a source that the row
cites. The words inside are exempt from the check of loaded words. Readers see the words alone.
"""

import re
from collections.abc import Iterator

_MARK = re.compile(r"\{([a-z0-9-]+)\|([^{}|]+)\}")


def plain(text: str) -> str:
    """The text as a reader sees it, without marks."""
    return _MARK.sub(r"\2", text) if "{" in text else text


def own_words(text: str) -> str:
    """The text with blanks where somebody else speaks; every other character keeps its place."""
    return _MARK.sub(lambda mark: " " * len(mark[0]), text) if "{" in text else text


def marked(text: str) -> Iterator[tuple[str, str]]:
    """Whose words the marks of a text hold, and the words, in their order."""
    for mark in _MARK.finditer(text):
        yield mark[1], mark[2]


def is_broken(text: str) -> bool:
    """Whether a brace or a bar stands outside of a whole mark."""
    return any(sign in own_words(text) for sign in "{}|")
