"""What the book adds to Sphinx: one module a concern, registered here and nowhere else."""

from sphinx.application import Sphinx

from briefing.sphinx_ext import (
    assets,
    bibliography,
    exhibits,
    footer,
    guard,
    metadata,
    offered,
    pages,
    pictures,
    rows,
    theme,
    tools,
)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register all of it with Sphinx."""
    app.add_domain(rows.RecordDomain)
    app.add_directive("chart-picture", pictures.ChartPicture)
    app.add_directive("downloads", offered.DownloadTable)
    app.add_directive("record-table", exhibits.RecordTable)
    app.add_node(exhibits.record_rows, html=(exhibits.visit_rows, None))
    app.add_transform(footer.MakeFooters)
    app.add_node(footer.exhibit_tools, html=(footer.visit_tools, None))
    # Before anybody reads the record: what is wrong with it has its place told.
    app.connect("builder-inited", guard.guard, priority=300)
    # Before sphinxcontrib-bibtex looks.
    app.connect("builder-inited", bibliography.fill, priority=400)
    app.connect("builder-inited", footer.learn)
    app.connect("builder-inited", pages.learn)
    app.connect("builder-inited", tools.write_places)
    app.connect("builder-inited", tools.order_search)
    app.connect("builder-inited", theme.drop_unused_transforms)
    app.connect("builder-inited", theme.add_theme_script)
    app.connect("env-get-outdated", pages.read_everything)
    app.connect("env-before-read-docs", offered.begin)
    app.connect("env-before-read-docs", offered.read_last)
    app.connect("source-read", pages.fill_generated)
    app.connect("html-page-context", pages.date_page)
    app.connect("html-page-context", metadata.describe_page)
    app.connect("html-page-context", tools.load_tools)
    # Before the theme looks.
    app.connect("html-page-context", theme.drop_sections, priority=100)
    app.connect("html-page-context", theme.repair_page, priority=900)
    # After the lists of sources have their last form.
    app.connect("html-page-context", tools.code_sources, priority=910)
    app.connect("build-finished", exhibits.write_exhibits)
    app.connect("build-finished", footer.write_citations)
    app.connect("build-finished", offered.write)
    app.connect("build-finished", metadata.write_public)
    # After everything that writes or changes a page.
    app.connect("build-finished", assets.finish, priority=950)
    return {"parallel_read_safe": False, "parallel_write_safe": False}
