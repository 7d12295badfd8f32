"""What a build remembers is its own, and goes with it."""

import gc
import weakref

from briefing.sphinx_ext import state


class App:
    """Stands for Sphinx."""


def test_two_builds_share_nothing():
    one, two = App(), App()
    state.of(one).source_pages["a"] = "book/sources"
    state.of(one).sheets.append("a.css")
    assert state.of(one).source_pages == {"a": "book/sources"}
    assert state.of(two) == state.BookState()


def test_a_build_that_has_ended_is_forgotten():
    app = App()
    state.of(app).dates["index"] = "Accurate as of today."
    pages = weakref.ref(state.of(app))
    del app
    gc.collect()
    assert pages() is None
