"""Scripts of the finished book in few bytes, with all that says who holds the rights."""

import re

import minify

_OPENING = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


def shorten(script: str) -> str:
    """The same script in fewer bytes; an opening comment that names rights stays.

    Parameters
    ----------
    script : str

    Returns
    -------
    str

    Raises
    ------
    minify.MinifyError
        If it is no script that can be parsed.
    """
    opening = _OPENING.match(script)
    kept = opening[0] if opening and "copyright" in opening[0].lower() else ""
    return kept + minify.string("application/javascript", script[len(kept) :])
