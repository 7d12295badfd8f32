"""Style sheets, fonts, pictures and scripts of the finished book: what pages use, and no more."""

import html
import itertools
import json
import os
import re
import shutil
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from sphinx.application import Sphinx
from sphinx.search import js_index

from briefing.sphinx_ext import fonts, short_js, short_svg, state, styles
from briefing.tables import column_names

STATIC = "_static"
SHEET = "book.css"
_THEME_SHEETS = ("styles/theme.css", "styles/pydata-sphinx-theme.css")
_ICONS = "vendor/fontawesome/webfonts/fa-solid-900.woff2"
_ICON_FONT = "icons.woff2"
# Characters of an icon in a style sheet: the private use area, written as such or escaped.
_ICON = re.compile("[\ue000-\uf8ff]" r"|\\([ef][0-9a-f]{3})\b")
_FACE = re.compile(r"@font-face ?\{[^}]*\}")
# Addresses within the book, without what follows # or ?.
_REFERENCE = re.compile(r'\b(?:src|href|content|data-src)="(?![a-z][a-z+.-]*:|//|[#?])([^"#?]+)')
_PICTURE = re.compile(r'(<img\b[^>]*\bsrc="[^"]*_images/([^"/]+\.svg)")')
# Scripts that a script loads when they are needed.
_LOADED = re.compile(r'"([\w./-]+\.js)"')
_STYLE_REFERENCE = re.compile(r"url\((?!data:|#)([^)\"'#?]+)")
_MARK = f"{SHEET}?v=-"


def note(app: Sphinx, context: dict[str, Any]) -> None:
    """Remember what a page asks of the style sheet, which is written at the end of the build."""
    context["style_sheet"] = _MARK
    noted = state.of(app).sheets
    for sheet in sorted(context.get("css_files", []), key=lambda sheet: sheet.priority):
        name = str(sheet.filename).removeprefix(f"{STATIC}/")
        if name not in (*_THEME_SHEETS, *noted):
            noted.append(name)


def name_columns(app: Sphinx, table: str, header: Sequence[str]) -> None:
    """Remember the columns of a long table: the style sheet names them in each row."""
    state.of(app).columns[table] = column_names(table, header)


def finish(app: Sphinx, error: Exception | None) -> None:
    """Write style sheet and fonts, shorten charts, scripts and index, drop what no page uses."""
    if error or app.builder.format != "html":
        return
    out = Path(app.outdir)
    pages = {path: path.read_text(encoding="utf-8") for path in _pages(out)}
    named = {file for path, text in pages.items() for file in references(path, text)}
    named |= {file for path in named if path.suffix == ".js" for file in loaded(path)}
    known = state.of(app)
    sheets = [out / STATIC / name for name in (*_THEME_SHEETS, *known.sheets)]
    sheet = _sheet(sheets, list(pages.values()), sorted(named))
    sheet += "".join(known.columns.values())
    _write_styles(out / STATIC, sheet)
    version = f"{SHEET}?v={zlib.crc32(sheet.encode()):08x}"
    sizes = dict(_shorten_pictures(out / "_images"))
    _shorten_index(out / "searchindex.js")
    for path, text in pages.items():
        path.write_text(_sized(text.replace(_MARK, version), sizes), encoding="utf-8")
    named |= set(references(out / STATIC / SHEET, sheet))
    _keep_only(out / STATIC, named | {out / STATIC / SHEET})
    _shorten_scripts(out / STATIC)
    shutil.rmtree(out / "_sphinx_design_static", ignore_errors=True)


def references(path: Path, text: str) -> Iterator[Path]:
    """Files that a page or a style sheet asks for or links to, whether they are there or not."""
    pattern = _STYLE_REFERENCE if path.suffix == ".css" else _REFERENCE
    folder = path.parent.resolve()
    for address in set(pattern.findall(text)):
        yield Path(os.path.normpath(folder / unquote(html.unescape(address))))


def _pages(out: Path) -> Iterator[Path]:
    for path in sorted(out.rglob("*.html")):
        if STATIC not in path.relative_to(out).parts:
            yield path


def loaded(path: Path) -> Iterator[Path]:
    """Scripts that a script of the book loads when a reader needs them."""
    for address in _LOADED.findall(path.read_text(encoding="utf-8")):
        file = Path(os.path.normpath(path.parent / address))
        if file.exists():
            yield file


def _shorten_index(path: Path) -> None:
    """Write the search index without spaces, and letters of every script as themselves.

    Names of rows that hold a full stop are made whole again, which Sphinx parts as it does those
    of modules, and stand in the order of their pages and anchors, which packs them closer.
    """
    opening, ending = js_index.PREFIX, js_index.SUFFIX
    written = path.read_text(encoding="utf-8").removeprefix(opening).removesuffix(ending)
    read = json.loads(written)
    read["objects"] = {"": sorted(_whole_names(read["objects"]), key=lambda row: (row[0], row[3]))}
    index = json.dumps(read, ensure_ascii=False, separators=(",", ":"))
    path.write_text(f"{opening}{index}{ending}", encoding="utf-8")


def _whole_names(objects: dict[str, list[list]]) -> Iterator[list]:
    """Page, kind, weight, anchor and name of each row of the search index."""
    for before, rows in objects.items():
        for *place, name in rows:
            yield [*place, f"{before}.{name}" if before else name]


def _shorten_pictures(folder: Path) -> Iterator[tuple[str, tuple[int, int]]]:
    """Shorten every chart; name and size of each."""
    for path in sorted(folder.glob("*.svg")):
        svg = path.read_text(encoding="utf-8")
        path.write_text(short_svg.shorten(svg), encoding="utf-8")
        yield path.name, short_svg.size(svg)


def _shorten_scripts(folder: Path) -> None:
    """Shorten every script that a page asks for: no other is left."""
    for path in sorted(folder.rglob("*.js")):
        path.write_text(short_js.shorten(path.read_text(encoding="utf-8")), encoding="utf-8")


def _sized(page: str, sizes: dict[str, tuple[int, int]]) -> str:
    """Give pictures their size, so that nothing jumps; those below the first come when needed."""
    seen = itertools.count()

    def sized(found: re.Match[str]) -> str:
        width, height = sizes[found[2]]
        lazy = ' loading="lazy"' if next(seen) else ""
        return f'{found[1]} width="{width}" height="{height}"{lazy}'

    return _PICTURE.sub(sized, page)


def _sheet(sheets: list[Path], pages: list[str], named: list[Path]) -> str:
    """The style sheet of the whole book."""
    scripts = [path.read_text(encoding="utf-8") for path in named if path.suffix == ".js"]
    sheet = styles.bundle(sheets, styles.used(pages, scripts))
    icons = (
        "@font-face{font-family:Font Awesome\\ 6 Free;font-weight:900;font-display:block;"
        f'src:url({_ICON_FONT}) format("woff2")}}'
    )
    return fonts.faces() + icons + _FACE.sub("", sheet)


def _write_styles(static: Path, sheet: str) -> None:
    """Write the style sheet and the fonts that it names."""
    (static / SHEET).write_text(sheet, encoding="utf-8")
    icons = {int(found[1], 16) if found[1] else ord(found[0]) for found in _ICON.finditer(sheet)}
    (static / _ICON_FONT).write_bytes(fonts.cut(static / _ICONS, icons))
    for name in fonts.LETTERS:
        (static / name).write_bytes(fonts.letters(name))


def _keep_only(folder: Path, kept: set[Path]) -> None:
    """Delete every other file of a folder, and the folders that are then empty."""
    wanted = {path.resolve() for path in kept}
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and path.resolve() not in wanted:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
