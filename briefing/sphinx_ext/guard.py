"""What stops a build before it begins: a broken record, a stale notebook, a stored error."""

import os
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from briefing import digests, stored
from briefing.checks import problems
from briefing.inputs import EXAMINED, inputs_digest

_SHOWN_PROBLEMS = 20


def guard(app: Sphinx) -> None:
    """Stop before anything is built on a broken record, a stale notebook or a stored error."""
    root = Path(app.srcdir)
    if os.environ.get(EXAMINED) == inputs_digest(root):
        return
    found = problems(root / "data")
    if found:
        within = [problem.within(root / "data") for problem in found[:_SHOWN_PROBLEMS]]
        shown = "\n".join(map(str, within))
        many = "1 problem" if len(found) == 1 else f"{len(found)} problems"
        raise ExtensionError(f"the record has {many}:\n{shown}")
    for path, notebook in stored.notebooks(root):
        why = digests.stored_fault(notebook)
        if why:
            raise ExtensionError(f"{path.name}: {why}: mend the cell and run make book")
        why = digests.staleness(notebook, root)
        if why:
            raise ExtensionError(f"{path.name} is stale: {why}: run make book")
