"""Executes stale notebooks in place: one process, as many kernels as cores."""

import asyncio
import atexit
import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from jupyter_client import AsyncKernelClient
from jupyter_client.kernelspec import NoSuchKernel
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from briefing import digests, faults, inputs, stored
from briefing.paths import NOTEBOOKS, ROOT

# Asked of the kernel when a notebook has run: what it read and what it imported.
_TRACE = """
import json as _json, pathlib as _pathlib, sys as _sys
from briefing import record as _record
_trace = _json.dumps(sorted(
    {str(p) for p in _record.files_read}
    | {str(_pathlib.Path(m.__file__)) for n, m in _sys.modules.items()
       if n.split('.')[0] == 'briefing' and getattr(m, '__file__', None)}
))
"""
# A kernel serves one notebook after the other: starting one and importing pandas and matplotlib
# was measured to take a third of the time. What is ours is forgotten between two notebooks, so
# that each reads the record and imports the code itself; nbval runs each in a kernel of its own.
_FRESH = """
get_ipython().reset(new_session=True)
import os as _os, sys as _sys
for _name in [name for name in _sys.modules if name.split('.')[0] == 'briefing']:
    del _sys.modules[_name]
_os.chdir({folder!r})
"""
_TIMEOUT = 300
ASIDE = ".ipynb.new"  # what a notebook is called until it is whole
_FONT = "DejaVu Sans"  # of the charts; it comes with matplotlib
# The kernels talk on this machine alone; their warning of plain text is no news.
_QUIET = "--IPKernelApp.log_level=50"


def run(chosen: Sequence[Path] = (), everything: bool = False) -> int:
    """Execute notebooks and say so, a line each.

    Parameters
    ----------
    chosen : sequence of pathlib.Path
        Notebooks to execute whether stale or not; all stale ones if empty.
    everything : bool
        Execute every notebook.

    Returns
    -------
    int
        0, or 1 if a notebook failed; it then keeps the file it had.
    """
    try:
        reasons = _reasons(chosen, everything)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    if not reasons:
        return 0
    missing = _missing_font()
    failures = [missing] if missing else _run(reasons)
    for message in failures:
        print(message, file=sys.stderr)
    return 1 if failures else 0


def _reasons(chosen: Sequence[Path], everything: bool) -> dict[Path, str]:
    reasons = {}
    for path in chosen or sorted(NOTEBOOKS.glob("*.ipynb")):
        notebook = stored.read(path)
        why = "asked for" if chosen else "all anew" if everything else None
        why = why or digests.staleness(notebook) or digests.stored_fault(notebook)
        if why:
            reasons[path] = why
    return reasons


def _missing_font() -> str | None:
    """What to do if the charts' font is missing.

    Looking for it builds matplotlib's font cache, which in a kernel would write a line to stderr.
    """
    import logging

    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    import matplotlib
    from matplotlib import font_manager

    try:
        font_manager.findfont(_FONT, fallback_to_default=False)
    except ValueError:
        folder = Path(matplotlib.get_data_path(), "fonts", "ttf")
        remedy = "install the packages anew (rm -rf .venv, then make book)"
        return f"{folder}: the charts' font {_FONT} is missing: {remedy}."
    return None


class _Loop(asyncio.SelectorEventLoop):
    """An event loop whose Ctrl-C stops the whole run, not, as nbclient would, the last kernel."""

    def add_signal_handler(self, *handler: object) -> None:
        """Raise, as a loop outside the main thread does; nbclient then installs no handler."""
        raise RuntimeError("signals are handled by the run")


def _run(reasons: dict[Path, str]) -> list[str]:
    before = digests.of_files(inputs.paths())
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(_all(reasons, before))


async def _all(reasons: dict[Path, str], before: dict[str, str]) -> list[str]:
    waiting = iter(reasons.items())
    kernels = min(os.cpu_count() or 1, len(reasons))
    results = await asyncio.gather(*(_serve(waiting, before) for _ in range(kernels)))
    return sorted(message for messages in results for message in messages)


class _NotFreshError(Exception):
    """A kernel kept what the last notebook left in it."""


@dataclass
class _Kernel:
    """A kernel and the channels to it, which the first notebook opens: that takes 0.2 s."""

    manager: AsyncKernelManager = field(default_factory=AsyncKernelManager)
    channels: AsyncKernelClient | None = None

    async def stop(self) -> None:
        """Close the channels and end the kernel, if they were opened."""
        if self.channels:
            self.channels.stop_channels()
        if self.manager.has_kernel:
            await self.manager.shutdown_kernel(now=True)

    async def renew(self) -> None:
        """Take another kernel."""
        await self.stop()
        self.manager, self.channels = AsyncKernelManager(), None


async def _serve(waiting: Iterator[tuple[Path, str]], before: dict[str, str]) -> list[str]:
    """Execute notebooks in one kernel until none waits; messages of those that failed."""
    messages = []
    kernel = _Kernel()
    try:
        for path, why in waiting:
            print(f"executing {path.name}: {why}", flush=True)
            message = await _execute(path, kernel, before)
            if message:
                messages.append(message)
                # What a failed cell left running or dead serves no other notebook.
                await kernel.renew()
    finally:
        await kernel.stop()
    return messages


async def _execute(path: Path, kernel: _Kernel, before: dict[str, str]) -> str | None:
    """Execute one notebook and write it; the message of its failure, if it fails.

    Its outputs are of the inputs as they were before: of one that changed meanwhile nobody knows
    whether it was read in its old or its new form, and an edited notebook is not written over.
    """
    given = path.read_bytes()
    notebook = nbformat.reads(given.decode("utf-8"), as_version=4)
    try:
        files = digests.of_files(await _run_cells(notebook, path, kernel))
        fault = digests.stored_fault(notebook)
        if fault:
            return f"{path.name}: {fault}: nothing was written"
        changed = [name for name in files if before.get(name, files[name]) != files[name]]
        changed += [path.name] if path.read_bytes() != given else []
        if changed:
            return f"{path.name}: {changed[0]} changed while it ran: nothing was written, run again"
        _finish(notebook, files)
        _write(notebook, path)
    except CellExecutionError as error:
        return f"{path.name}: a cell failed: {error.ename}: {error.evalue}\n{error.traceback}"
    except DeadKernelError:
        # nbclient says the same of a cell that was cancelled: then no notebook is to follow.
        if (task := asyncio.current_task()) and task.cancelling():
            raise asyncio.CancelledError from None
        return f"{path.name}: its kernel died: free memory (a kernel needs 300 MB) and try again"
    except CellTimeoutError:
        return f"{path.name}: a cell ran longer than {_TIMEOUT} s: make it shorter"
    except _NotFreshError as error:
        return f"{path.name}: its kernel could not be made fresh: {error}"
    except NoSuchKernel as error:
        return f"{path.name}: {error}: install the packages anew (rm -rf .venv, then make book)"
    except RuntimeError as error:
        return f"{path.name}: no kernel could be started: {error}"
    except OSError as error:
        return f"{path.name}: {faults.told(error) or error}"
    return None


async def _run_cells(notebook: nbformat.NotebookNode, path: Path, kernel: _Kernel) -> list[Path]:
    """Execute the cells in the notebook's folder; files that they read or imported."""
    async with contextlib.AsyncExitStack() as started:
        try:
            client = await _started(notebook, path, kernel, started)
        except RuntimeError:
            # The ports chosen for a kernel may be taken when it starts: once more, with others.
            await kernel.renew()
            client = await _started(notebook, path, kernel, started)
        fresh = _FRESH.format(folder=str(path.parent.resolve()))
        said = await client.kc.execute(fresh, silent=True, reply=True, timeout=_TIMEOUT)
        if said["content"]["status"] != "ok":
            raise _NotFreshError(said["content"])
        for index, cell in enumerate(notebook.cells):
            await client.async_execute_cell(cell, index)
        return await _traced(client)


async def _started(
    notebook: nbformat.NotebookNode,
    path: Path,
    kernel: _Kernel,
    started: contextlib.AsyncExitStack,
) -> NotebookClient:
    """What executes a notebook, its kernel running until the stack is left."""
    client = NotebookClient(
        notebook,
        km=kernel.manager,
        timeout=_TIMEOUT,
        record_timing=False,
        extra_arguments=[_QUIET],
        resources={"metadata": {"path": str(path.parent)}},
    )
    client.kc = kernel.channels
    # Where a kernel does not start, nbclient would try once more to end it when Python ends.
    started.callback(atexit.unregister, client._cleanup_kernel)
    await started.enter_async_context(client.async_setup_kernel(env=_environment()))
    kernel.channels = client.kc
    return client


def _environment() -> dict[str, str]:
    """The environment of a kernel: it imports this copy, also where another one is installed."""
    paths = (str(ROOT), os.environ.get("PYTHONPATH", ""))
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}


async def _traced(client: NotebookClient) -> list[Path]:
    """Files of the project that the notebook read and modules that it imported."""
    # user_expressions come back as the repr of the value.
    reply = await client.kc.execute(
        _TRACE, silent=True, user_expressions={"trace": "_trace"}, reply=True, timeout=_TIMEOUT
    )
    import ast
    import json

    shown = reply["content"]["user_expressions"]["trace"]["data"]["text/plain"]
    paths = [Path(name) for name in json.loads(ast.literal_eval(shown))]
    return [path for path in paths if path.is_relative_to(ROOT)]


def _finish(notebook: nbformat.NotebookNode, files: dict[str, str]) -> None:
    """Store digests and exhibits' captions; drop what differs from machine to machine."""
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            digests.KEY: {"code": digests.of_code(notebook), "files": files},
        }
    )
    for cell in notebook.cells:
        cell.metadata.pop("mystnb", None)
        for output in cell.get("outputs", []):
            figure = output.get("metadata", {}).get(digests.KEY)
            if figure:
                cell.metadata["mystnb"] = figure


def _write(notebook: nbformat.NotebookNode, path: Path) -> None:
    """Replace the notebook whole, so that an interruption leaves the old one."""
    aside = path.with_suffix(ASIDE)
    try:
        nbformat.write(notebook, aside)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
