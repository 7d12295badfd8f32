"""Where two builds first differ: the file, and in it the line, the byte or the part."""

import itertools
import zipfile
from collections.abc import Collection
from pathlib import Path


def first_difference(a: Path, b: Path, without: Collection[str] = ()) -> str | None:
    """Compare two files or two folders byte by byte.

    Parameters
    ----------
    a, b : pathlib.Path
        Files or folders.
    without : collection of str
        Files of the folders that are not compared.

    Returns
    -------
    str or None
        The first difference in the order of the names: a file that only one has; the first
        differing line of a text; the first differing byte of another file; for an archive (zip,
        XLSX, EPUB) that of its first differing part. None if all is the same.
    """
    if a.is_dir() and b.is_dir():
        return _in_folders(a, b, set(without))
    return _in_bytes(a.name, a.read_bytes(), b.read_bytes())


def _in_folders(a: Path, b: Path, without: set[str]) -> str | None:
    one, two = _files(a) - without, _files(b) - without
    for name in sorted(one | two):
        if name not in one or name not in two:
            return f"{name}: only in {a if name in one else b}"
        found = _in_bytes(name, (a / name).read_bytes(), (b / name).read_bytes())
        if found:
            return found
    return None


def _files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def _in_bytes(name: str, a: bytes, b: bytes) -> str | None:
    if a == b:
        return None
    if a.startswith(b"PK") and b.startswith(b"PK"):
        return _in_archives(name, a, b)
    if b"\0" in a + b:
        place = next(i for i, (x, y) in enumerate(itertools.zip_longest(a, b)) if x != y)
        return f"{name}: byte {place}: {a[place : place + 20]!r} and {b[place : place + 20]!r}"
    lines = itertools.zip_longest(a.split(b"\n"), b.split(b"\n"))
    number, (x, y) = next((i, pair) for i, pair in enumerate(lines, 1) if pair[0] != pair[1])
    return f"{name}: line {number}: {_shown(x)} and {_shown(y)}"


def _shown(line: bytes | None) -> str:
    return "no such line" if line is None else repr(line.decode(errors="replace")[:200])


def _in_archives(name: str, a: bytes, b: bytes) -> str:
    import io

    one, two = zipfile.ZipFile(io.BytesIO(a)), zipfile.ZipFile(io.BytesIO(b))
    for x, y in itertools.zip_longest(one.infolist(), two.infolist()):
        if x is None or y is None or x.filename != y.filename:
            there = [part.filename if part else "no such part" for part in (x, y)]
            return f"{name}: part {there[0]} and {there[1]}"
        found = _in_bytes(f"{name}/{x.filename}", one.read(x), two.read(y))
        if found:
            return found
        if x.date_time != y.date_time:
            return f"{name}/{x.filename}: dated {x.date_time} and {y.date_time}"
    return f"{name}: the same parts, packed otherwise"
