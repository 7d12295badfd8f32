"""Fonts of the pages, cut down to the letters and icons that they need.

Text is set in the fonts of the reader's system. Where those lack Armenian, or the letters of
Azerbaijani that Latin-1 does not hold, two small fonts of the book step in; browsers load them
only then. They are cut from DejaVu Sans, which the pinned matplotlib carries and whose licence
allows it; the icons from the theme's Font Awesome.
"""

import importlib.util
import io
import logging
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

# The alphabets, not the letters that happen to be in use: an edited name must not change a font.
ARMENIAN = range(0x0531, 0x058B)
AZERBAIJANI = tuple(map(ord, "ƏəĞğİıŞş"))
LETTERS = {"armenian.woff2": ARMENIAN, "azerbaijani.woff2": AZERBAIJANI}


def faces() -> str:
    """The ``@font-face`` rules of the letters, for a style sheet beside the fonts."""
    return "".join(
        "@font-face{font-family:Briefing Letters;font-weight:100 900;font-display:swap;"
        f'src:url({name}) format("woff2");unicode-range:{_unicode_range(letters)}}}'
        for name, letters in LETTERS.items()
    )


def letters(name: str) -> bytes:
    """One of the fonts of letters, as WOFF2."""
    found = importlib.util.find_spec("matplotlib")
    place = Path(found.origin).parent / "mpl-data" / "fonts" / "ttf" / "DejaVuSans.ttf"
    return cut(place, LETTERS[name])


def cut(path: Path, characters: Iterable[int]) -> bytes:
    """A font with these characters alone, as WOFF2; the same bytes each time.

    Parameters
    ----------
    path : pathlib.Path
        TrueType or WOFF2.
    characters : iterable of int
        Code points; those that the font lacks are passed over.

    Returns
    -------
    bytes
    """
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    font = TTFont(path, recalcTimestamp=False)
    options = subset.Options(flavor="woff2", hinting=False, layout_features=["kern", "mark"])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=list(characters))
    cutter.subset(font)
    font.flavor = "woff2"
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


def _unicode_range(characters: Iterable[int]) -> str:
    if isinstance(characters, range):
        return f"U+{characters.start:04X}-{characters.stop - 1:04X}"
    return ",".join(f"U+{character:04X}" for character in sorted(characters))
