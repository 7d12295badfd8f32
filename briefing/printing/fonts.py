"""The faces of the printed book: files of pinned packages, and none of the machine's own."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path

import matplotlib

TEXT, HEADINGS, CODE = "Briefing Serif", "Briefing Sans", "Briefing Mono"
# What the Source faces lack (Armenian, some signs) comes from the faces that matplotlib ships.
_SERIF, _SANS = "font_source_serif_pro", "font_source_sans_pro"
_DEJAVU = "dejavu"
_FACES = (
    (TEXT, _SERIF, "SourceSerifPro-Regular", 400, "normal"),
    (TEXT, _SERIF, "SourceSerifPro-It", 400, "italic"),
    (TEXT, _SERIF, "SourceSerifPro-Semibold", 600, "normal"),
    (TEXT, _SERIF, "SourceSerifPro-SemiboldIt", 600, "italic"),
    (HEADINGS, _SANS, "SourceSansPro-Regular", 400, "normal"),
    (HEADINGS, _SANS, "SourceSansPro-It", 400, "italic"),
    (HEADINGS, _SANS, "SourceSansPro-Semibold", 600, "normal"),
    (HEADINGS, _SANS, "SourceSansPro-SemiboldIt", 600, "italic"),
    (f"{TEXT} Rest", _DEJAVU, "DejaVuSerif", 400, "normal"),
    (f"{TEXT} Rest", _DEJAVU, "DejaVuSerif-Bold", 600, "normal"),
    (f"{HEADINGS} Rest", _DEJAVU, "DejaVuSans", 400, "normal"),
    (f"{HEADINGS} Rest", _DEJAVU, "DejaVuSans-Bold", 600, "normal"),
    (CODE, _DEJAVU, "DejaVuSansMono", 400, "normal"),
)
_FACE = '@font-face {{ font-family: "{}"; src: url("{}"); font-weight: {}; font-style: {}; }}\n'
_NO_FONTS = '<?xml version="1.0"?>\n<fontconfig></fontconfig>\n'


@contextmanager
def style_sheet() -> Iterator[str]:
    """``@font-face`` rules for every face; the files exist as long as the context is open."""
    with as_file(files(_SERIF) / "files") as serif, as_file(files(_SANS) / "files") as sans:
        folders = {
            _SERIF: serif,
            _SANS: sans,
            _DEJAVU: Path(matplotlib.get_data_path()) / "fonts" / "ttf",
        }
        yield "".join(
            _FACE.format(family, (folders[folder] / f"{name}.ttf").as_uri(), weight, slant)
            for family, folder, name, weight, slant in _FACES
        )


@contextmanager
def none_of_the_machine() -> Iterator[None]:
    """Hide the fonts of the machine from fontconfig: a missing glyph is then no borrowed one."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "fonts.conf"
        settings.write_text(_NO_FONTS, encoding="utf-8")
        with environment(FONTCONFIG_FILE=str(settings)):
            yield


@contextmanager
def environment(**values: str) -> Iterator[None]:
    """Set variables of the environment, and put back what was there."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
