"""The footer of every exhibit: source, data, picture, permanent address, how to cite it."""

import html
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.roles import SphinxRole
from sphinx.transforms import SphinxTransform
from sphinx.util.nodes import split_explicit_title

from briefing import citing, downloads, publication
from briefing.citing import Work
from briefing.publication import Publication
from briefing.sphinx_ext import state
from briefing.sphinx_ext.exhibits import FOLDER
from briefing.sphinx_ext.state import Shown

SOURCE = "Source:"
_LABELS = {"bib": "BibTeX", "ris": "RIS", "json": "CSL-JSON"}


class exhibit_mark(nodes.Inline, nodes.Element):  # noqa: N801  (docutils names nodes like this)
    """Where an exhibit asks for its footer; nothing of it is left when a page is read."""


class exhibit_tools(nodes.General, nodes.Element):  # noqa: N801
    """The links of a footer: data, picture of a chart, permanent address, citation."""


class DataRole(SphinxRole):
    """``{record:data}`name```: the footer of an exhibit.

    ``{record:data}`name <data/places.csv>``` for one whose data are a file of the downloads.
    """

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Mark the place; the footer is made when the whole page is known."""
        explicit, name, file = split_explicit_title(self.text)
        data = f"{downloads.FOLDER}/{file}" if explicit else f"{FOLDER}/{name}.csv"
        return [exhibit_mark(name=name, data=data)], []


class MakeFooters(SphinxTransform):
    """Give each exhibit one footer: below a table as below a chart, out of the chart's caption."""

    default_priority = 660

    def apply(self, **kwargs: Any) -> None:
        """Make the footers of the page."""
        for mark in list(self.document.findall(exhibit_mark)):
            name = mark["name"]
            shown = Shown(self._work(name), mark["data"])
            known = state.of(self.app).exhibits
            if name in known and known[name].work.address != shown.work.address:
                raise ExtensionError(f"two pages show the exhibit {name}")
            known[name] = shown
            tools = exhibit_tools(shown=shown, up=up(self.env.docname))
            container = _source_container(mark)
            mark.parent.remove(mark)
            _complete(next(container.findall(nodes.paragraph)))
            container.append(tools)

    def _work(self, name: str) -> Work:
        shown = self.document.ids.get(name)
        kinds = ((nodes.figure, "Figure", nodes.caption), (nodes.table, "Table", nodes.title))
        for node, kind, caption in kinds:
            if isinstance(shown, node):
                title = citing.first_sentence(_plain(next(shown.findall(caption))))
                return Work(title, f"{self.env.docname}.html#{name}", kind, name)
        raise ExtensionError(f"{self.env.docname}: {name} is neither a figure nor a table")


def _source_container(mark: exhibit_mark) -> nodes.Element:
    """The container that is the footer; that of a chart is made of the end of its caption."""
    line = mark.parent
    if isinstance(line, nodes.caption):
        moved = _split_caption(line, mark)
        container = nodes.container("", nodes.paragraph("", "", *moved), classes=["exhibit-source"])
        figure = line.parent
        figure.parent.insert(figure.parent.index(figure) + 1, container)
        return container
    return line.parent


def _complete(line: nodes.paragraph) -> None:
    """Begin every source line with the same word; end it without the space before its links."""
    if not line.astext().startswith("Source"):
        line.insert(0, nodes.Text(f"{SOURCE} "))
    if isinstance(line[-1], nodes.Text):
        line[-1] = nodes.Text(line[-1].rstrip())


def _split_caption(caption: nodes.caption, mark: exhibit_mark) -> list[nodes.Node]:
    """Take the source out of a chart's caption, which ends with it."""
    for place in reversed(range(len(caption))):
        child = caption[place]
        if isinstance(child, nodes.Text) and SOURCE in child:
            before, _, after = child.rpartition(SOURCE)
            rest = [node for node in caption[place + 1 :] if node is not mark]
            caption[place:] = [nodes.Text(before.rstrip()), mark]
            return [nodes.Text(SOURCE + after), *rest]
    raise ExtensionError(f"the caption of {mark['name']} names no source")


def _plain(caption: nodes.Element) -> str:
    """Text of a caption up to its source, without citations."""
    parts = []
    for node in caption.findall(nodes.Text):
        above = node.parent
        while above is not caption and "reftype" not in above:
            above = above.parent
        if above is caption:
            parts.append(str(node))
    return "".join(parts).partition(SOURCE)[0]


def up(docname: str) -> str:
    """Way from a page to the root of the book."""
    return "../" * docname.count("/")


def learn(app: Sphinx) -> None:
    """Read early what the publication says of itself."""
    try:
        publication.read(Path(app.srcdir))
    except (OSError, ValueError) as error:
        raise ExtensionError(f"the publication's own description: {error}") from error


def visit_tools(translator: Any, node: exhibit_tools) -> None:
    """Write the links of a footer; ``details`` opens without a script."""
    of = publication.read(Path(translator.builder.app.srcdir))
    translator.body.append(links(node["shown"], of, node["up"], _picture(node.parent)))
    raise nodes.SkipNode


def _picture(container: nodes.Element) -> str:
    """Address of the picture of the chart above a footer, as its page just wrote it; or blank."""
    place = container.parent.index(container)
    above = container.parent[place - 1] if place else None
    return next(above.findall(nodes.image))["uri"] if isinstance(above, nodes.figure) else ""


def links(shown: Shown, of: Publication, up: str, picture: str = "") -> str:
    """The links of a footer, as HTML.

    Parameters
    ----------
    shown : Shown
        The exhibit.
    of : Publication
    up : str
        Way from the page to the book's root, ``../`` or blank.
    picture : str
        Address of a chart's picture, where it can be seen alone and as large as one likes.

    Returns
    -------
    str
    """
    work = shown.work
    permanent = of.address(work.address) or f"#{work.id}"
    files = " · ".join(
        f'<a href="{up}{FOLDER}/{work.id}.{ending}">{label}</a>'
        for ending, label in _LABELS.items()
    )
    alone = f'<a class="exhibit-picture" href="{picture}">Chart (SVG)</a>\n' if picture else ""
    return (
        f'<a class="exhibit-data" href="{up}{shown.data}">Data (CSV)</a>\n'
        f"{alone}"
        f'<a class="exhibit-permalink" href="{html.escape(permanent)}">Permalink</a>\n'
        f'<details class="exhibit-cite"><summary>Cite</summary>\n'
        f"<p>{html.escape(citing.apa(work, of), quote=False)}</p>\n<p>{files}</p></details>\n"
    )


def write_citations(app: Sphinx, error: Exception | None) -> None:
    """Write how each exhibit is cited beside its data."""
    if error or app.builder.format != "html":
        return
    root = Path(app.srcdir)
    of = publication.read(root)
    folder = Path(app.outdir) / FOLDER
    folder.mkdir(exist_ok=True)
    for name, shown in sorted(state.of(app).exhibits.items()):
        for ending, write in citing.FILES.items():
            text = write(shown.work, of)
            (folder / f"{name}.{ending}").write_text(text, encoding="utf-8", newline="")
