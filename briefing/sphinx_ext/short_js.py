"""Scripts of the finished book without comments and blanks, all but who holds the rights."""

import re

import rjsmin

_OPENING = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


def shorten(script: str) -> str:
    """The same script in fewer bytes; an opening comment that names rights stays.

    Parameters
    ----------
    script : str

    Returns
    -------
    str
    """
    opening = _OPENING.match(script)
    kept = opening[0] if opening and "copyright" in opening[0].lower() else ""
    return kept + rjsmin.jsmin(script[len(kept) :], keep_bang_comments=True)
