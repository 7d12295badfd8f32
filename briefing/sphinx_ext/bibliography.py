"""Gives sphinxcontrib-bibtex the sources as they were parsed: it would parse each file anew."""

from pathlib import Path

from sphinx.application import Sphinx
from sphinxcontrib.bibtex.bibfile import BibData, BibFile, get_mtime

from briefing import references
from briefing.label_style import BriefingLabels, label_order, register


def fill(app: Sphinx) -> None:
    """Register the style of the sources, and put them where the extension looks first."""
    register(Path(app.srcdir) / "data")
    files, sources = {}, []
    for name in app.config.bibtex_bibfiles:
        path = (Path(app.confdir) / name).resolve()
        parsed = references.parse(path.read_text(encoding="utf-8"), path.stem)
        files[path] = BibFile(get_mtime(path), dict.fromkeys(source.key for source in parsed))
        sources += parsed
    data = references.entries(sources)
    # For the pages that list a part of a file, by the letters under which readers look.
    for key, entry in data.entries.items():
        entry.fields["label"] = label_order(BriefingLabels.known[key])[0]
    app.env.get_domain("cite").data["bibdata"] = BibData(app.config.bibtex_encoding, files, data)
