"""The process that makes the downloads beside the build ends with the build, however that ends."""

from unittest.mock import MagicMock

import pytest

from briefing import sphinx_ext
from briefing.paths import ROOT
from briefing.sphinx_ext import offered, state


class App:
    """Stands for Sphinx."""

    srcdir = ROOT


@pytest.fixture
def making(monkeypatch):
    """A build that has begun to make its downloads, and never ends by itself."""
    monkeypatch.setattr(offered, "_MAKING", "import time; time.sleep(600)")
    app = App()
    offered.begin(app, None, [])
    return app, state.of(app).making


def test_a_failed_build_ends_it_and_closes_what_it_writes_to(making):
    app, process = making
    offered.write(app, ValueError("a page could not be written"))
    assert process.returncode is not None and process.stdout.closed


def test_a_build_that_fails_before_it_keeps_its_own_error():
    offered.write(App(), ValueError("no page could be read"))


def test_it_begins_when_sphinx_tells_of_every_end():
    """A failure of what listens to ``builder-inited`` is told to nobody."""
    app = MagicMock(srcdir=ROOT)
    sphinx_ext.setup(app)
    heard = [call.args[0] for call in app.connect.call_args_list if call.args[1] is offered.begin]
    assert heard == ["env-before-read-docs"]
