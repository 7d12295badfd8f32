"""Charts in few bytes: matplotlib writes six decimals of a point, a screen shows none.

Lines are written relative to the point before, in tenths of the picture's unit. Every point is
rounded from its own place, so that errors do not add up: none is off by more than a twentieth.
Marks of one look, such as the dots of a row, say once how they look, and stand row by row. Letters
keep 256 steps to their height, and stand at whole hundredths of it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator

_PATH = re.compile(r'(<path (?!id="DejaVu)[^>]*?\bd=")([^"]*)"')
_LETTER = re.compile(r'<path id="DejaVuSans-([\w-]+)" d="([^"]*)" transform="scale\(0\.015625\)"/>')
_STEP = re.compile(r"([MLQCzZ])([^MLQCzZ]*)")
_GLYPH = re.compile(
    r'<use xlink:href="#DejaVuSans-([\w-]+)"(?: transform="translate\(([^)]*)\)")?/>'
)
_STYLE = re.compile(r'style="([^"]*)"')
_MOVED = re.compile(r"translate\(([-\d.]+) ([-\d.]+)\)")
# A letter that has no shape: the space.
_BLANK = re.compile(r'<path id="DejaVuSans-([\w-]+)" transform="scale\(0\.015625\)"/>')
_MARKER = re.compile(r'<use xlink:href="(#\w+)" x="([^"]*)" y="([^"]*)"')
_ALIKE = re.compile(
    r'(?:<use href="(#\w+)" x="[^"]*" y="[^"]*" style="([^"]*)"/>)(?:<use href="\1" '
    r'x="[^"]*" y="[^"]*" style="\2"/>)+'
)
_MARK = re.compile(r'<use href="#\w+" x="([^"]*)" y="([^"]*)"/>')
# What matplotlib calls a mark or an area to be cut to: a letter and a digest.
_DIGEST = re.compile(r"(?<=[#\"])[mp][0-9a-f]{10}(?=[\")])")
# What XML may begin with; a browser and WeasyPrint read a picture without it.
_HEAD = re.compile(r"^<\?xml[^>]*>\s*<!DOCTYPE[^>]*>\s*")
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
_BETWEEN = re.compile(r">\s+<")
_SIZE = re.compile(r'<svg [^>]*viewBox="0 0 ([\d.]+) ([\d.]+)"')
_GROUP = re.compile(r'<g id="([^"]*)"(/?)>')
_BRACKET = re.compile(r"<g(?P<own>[^>]*)>|</g>")
# A shape that is drawn more than once: a letter that has a halo, land under two colours.
_SHAPE = re.compile(r'<path d="([^"]{80,})" style="([^"]*)"/>')
_NAMED = re.compile(r"#([\w-]+)")
_TENTHS = 10


def shorten(svg: str) -> str:
    """The same picture in fewer bytes.

    Parameters
    ----------
    svg : str
        As matplotlib writes it: absolute commands M, L, Q, C and z alone.

    Returns
    -------
    str
    """
    svg = _METADATA.sub("", _HEAD.sub("", svg))
    svg = _PATH.sub(lambda m: f'{m[1]}{_relative(m[2], _TENTHS, _tenths)}"', svg)
    svg = _LETTER.sub(_letter, svg)
    blank = set(_BLANK.findall(svg))
    svg = _BLANK.sub("", svg)
    svg = _GLYPH.sub(lambda m: "" if m[1] in blank else _glyph(m), svg)
    svg = _MARKER.sub(
        lambda m: f'<use href="{m[1]}" x="{_place(m[2], 1)}" y="{_place(m[3], 1)}"', svg
    )
    svg = _MOVED.sub(lambda m: f"translate({_place(m[1])} {_place(m[2])})", svg)
    svg = _STYLE.sub(lambda m: m[0].replace(": ", ":").replace("; ", ";"), svg)
    svg = _BETWEEN.sub("><", svg)
    svg = _ALIKE.sub(_alike, svg)
    named = set(_NAMED.findall(svg))
    svg = _GROUP.sub(lambda m: m[0] if m[1] in named else "" if m[2] else "<g>", svg)
    return _shared(_bare(_named(svg)))


def _alike(found: re.Match[str]) -> str:
    """Marks in a row that look alike, with their look written once.

    Which of two alike is drawn first does not show, not even where they let through the other.
    """
    look = f' style="{found[2]}"'
    marks = _MARK.finditer(found[0].replace(look, ""))
    by_row = sorted(marks, key=lambda mark: (float(mark[2]), float(mark[1])))
    return f"<g{look}>{''.join(mark[0] for mark in by_row)}</g>"


def _named(svg: str) -> str:
    """Marks and areas under names of two or three letters."""
    names: dict[str, str] = {}
    return _DIGEST.sub(lambda m: names.setdefault(m[0], f"{m[0][0]}{len(names)}"), svg)


def _bare(svg: str) -> str:
    """Without the groups that say nothing of what they hold."""
    kept: list[bool] = []

    def one(found: re.Match[str]) -> str:
        own = found["own"]
        if own is None:
            return found[0] if kept.pop() else ""
        if not own.endswith("/"):
            kept.append(bool(own))
        return found[0] if own else ""

    return _BRACKET.sub(one, svg)


def _shared(svg: str) -> str:
    """With each shape that is drawn again written once."""
    times = Counter(found[1] for found in _SHAPE.finditer(svg))
    names: dict[str, str] = {}

    def one(found: re.Match[str]) -> str:
        shape, style = found.groups()
        if times[shape] == 1:
            return found[0]
        first = shape not in names
        name = names.setdefault(shape, f"s{len(names)}")
        defined = f'<defs><path id="{name}" d="{shape}"/></defs>' if first else ""
        return f'{defined}<use href="#{name}" style="{style}"/>'

    return _SHAPE.sub(one, svg)


def _glyph(found: re.Match[str]) -> str:
    """A letter at its place; matplotlib moves it by a transform, which takes more words."""
    across, up = (found[2] or "0 0").split()
    x = f' x="{_place(across, 0)}"' if float(across) else ""
    y = f' y="{_place(up, 0)}"' if float(up) else ""
    return f'<use href="#D-{found[1]}"{x}{y}/>'


def _place(number: str, decimals: int = 2) -> str:
    """A place of what is not part of a line."""
    shown = f"{float(number):.{decimals}f}"
    return shown.rstrip("0").rstrip(".") if decimals else shown


def _letter(found: re.Match[str]) -> str:
    """The shape of a letter, which matplotlib writes in 4096 steps to its height."""
    return (
        f'<path id="D-{found[1]}" d="{_relative(found[2], 1 / 16, str)}" transform="scale(.25)"/>'
    )


def _relative(path: str, scale: float, shown: Callable[[int], str]) -> str:
    """Path data relative to the point before, in whole steps of a scale."""
    return "".join(_steps(path, scale, shown))


def _steps(path: str, scale: float, shown: Callable[[int], str]) -> Iterator[str]:
    at, begun, before = (0, 0), (0, 0), ""
    for command, numbers in _STEP.findall(path):
        if command in "zZ":
            at, before = begun, "z"
            yield "z"
            continue
        values = [round(float(number) * scale) for number in numbers.split()]
        points = list(zip(values[::2], values[1::2], strict=True))
        steps = [shown(v) for x, y in points for v in (x - at[0], y - at[1])]
        at = points[-1]
        if command == "M":
            begun = at
        name = command.lower()
        yield ("" if name == before and name != "m" else name) + _joined(
            steps, name == before and name != "m"
        )
        before = name


def _tenths(value: int) -> str:
    whole, tenth = divmod(abs(value), _TENTHS)
    sign = "-" if value < 0 else ""
    return (
        f"{sign}{whole}.{tenth}"
        if tenth and whole
        else f"{sign}.{tenth}"
        if tenth
        else (f"{sign}{whole}")
    )


def _joined(numbers: list[str], follows: bool) -> str:
    """Numbers with a space only where a minus does not part them."""
    text = ""
    for place, number in enumerate(numbers):
        spaced = (place or follows) and not number.startswith("-")
        text += f" {number}" if spaced else number
    return text


def size(svg: str) -> tuple[int, int]:
    """Width and height of a picture, which give a page its shape before the picture has come."""
    found = _SIZE.search(svg)
    if found is None:
        raise ValueError("a picture has no viewBox")
    return round(float(found[1])), round(float(found[2]))
