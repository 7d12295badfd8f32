"""Whatever fails, the last good book stays whole, and the next build clears what is left."""

import contextlib
import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
import stage
from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient

from briefing import build, digests, exclusive, execute, faults, references
from briefing.__main__ import main
from briefing.paths import ROOT

DRIVER = Path(__file__).with_name("stage.py")
SYSTEM = {
    errno.ENOSPC: "the disk is full: free some space",
    errno.EACCES: "may not be written or read: give yourself the right",
    errno.EROFS: "read-only disk: copy the project",
}


@pytest.fixture
def played(tmp_path, monkeypatch):
    """A stage in this process."""
    stage.play(tmp_path, monkeypatch.setattr)
    return tmp_path


@pytest.fixture
def start():
    """Start commands on the stage in processes of their own, and end them with the test."""
    with contextlib.ExitStack() as started:

        def run(folder, point, *command):
            words = [sys.executable, str(DRIVER), str(folder), point, *(command or ("build",))]
            environment = {**os.environ, "PYTHONPATH": str(ROOT)}
            process = subprocess.Popen(
                words,
                env=environment,
                stderr=subprocess.PIPE,
                text=True,
                # A shell starts what runs in its background deaf to Ctrl-C.
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
            )
            started.enter_context(process)
            started.callback(process.kill)
            return process

        yield run


def fails_at(step, error, monkeypatch):
    """Let one step of the build raise."""

    def refuse(*words, **options):
        raise error

    def refuse_rename(number):
        rename, calls = Path.rename, iter(range(9))
        monkeypatch.setattr(
            Path, "rename", lambda p, t: refuse() if next(calls) == number else rename(p, t)
        )

    steps = {
        "lock": lambda: monkeypatch.setattr(exclusive.os, "open", refuse),
        "check": lambda: monkeypatch.setattr(build, "examine", refuse),
        "execute": lambda: monkeypatch.setattr(execute, "run", refuse),
        "digest": lambda: monkeypatch.setattr(build, "inputs_digest", refuse),
        "sphinx": lambda: monkeypatch.setattr(build, "_sphinx", refuse),
        "stamp": lambda: monkeypatch.setattr(Path, "write_text", refuse),
        "first rename": lambda: refuse_rename(0),
        "second rename": lambda: refuse_rename(1),
    }
    steps[step]()


@pytest.mark.parametrize("number", SYSTEM, ids=errno.errorcode.get)
@pytest.mark.parametrize(
    "step",
    ["lock", "check", "execute", "digest", "sphinx", "stamp", "first rename", "second rename"],
)
def test_a_fault_of_the_machine_is_one_line_and_leaves_the_book(
    played, monkeypatch, capsys, step, number
):
    fails_at(step, OSError(number, "as the system says", str(played / "file")), monkeypatch)
    assert main(["build"]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and str(played / "file") in said and SYSTEM[number] in said
    assert stage.shown(played) == stage.GOOD
    monkeypatch.undo()
    stage.play(played, monkeypatch.setattr)
    assert main(["build"]) == 0
    assert stage.shown(played) == stage.NEW and stage.left(played) == set()


@pytest.mark.parametrize("step", ["execute", "sphinx", "stamp", "second rename"])
def test_an_interruption_is_one_line_and_leaves_the_book(played, monkeypatch, capsys, step):
    fails_at(step, KeyboardInterrupt(), monkeypatch)
    assert main(["build"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("Interrupted: ") and said.count("\n") == 1
    assert stage.shown(played) == stage.GOOD


@pytest.mark.parametrize("point", stage.POINTS)
def test_after_a_power_cut_the_next_build_finds_a_whole_book(start, tmp_path, point):
    cut = start(tmp_path, point)
    assert cut.wait(timeout=60) == -signal.SIGKILL
    again = start(tmp_path, "none", "execute")
    assert again.wait(timeout=60) == 0, again.stderr.read()
    whole = stage.NEW if point in ("second rename", "last clearing") else stage.GOOD
    assert stage.shown(tmp_path) == whole and stage.left(tmp_path) == set()
    assert start(tmp_path, "none").wait(timeout=60) == 0
    assert stage.shown(tmp_path) == stage.NEW and stage.left(tmp_path) == set()


def test_after_a_power_cut_the_pdfs_are_whole(start, tmp_path):
    """Between the two renames; that both swap alike, the book's cuts above tell of the others."""
    assert start(tmp_path, "none", "pdf").wait(timeout=60) == 0
    whole = sorted(path.name for path in (tmp_path / "pdf").iterdir())
    assert len(whole) == 3
    (tmp_path / "pdf" / build.STAMP).write_text("of another book", encoding="utf-8")
    assert start(tmp_path, "second rename", "pdf").wait(timeout=60) == -signal.SIGKILL
    assert start(tmp_path, "none", "execute").wait(timeout=60) == 0
    assert sorted(path.name for path in (tmp_path / "pdf").iterdir()) == whole
    assert stage.shown(tmp_path) == stage.NEW and list(tmp_path.glob(f"*{build.OLD}")) == []


def test_what_a_stopped_build_left_is_cleared(played):
    for name in ("next/_build/html/index.html", "html.old/index.html", "parsed/press.4711"):
        (played / name).parent.mkdir(parents=True, exist_ok=True)
        (played / name).write_text("half", encoding="utf-8")
    (played / "notebooks" / f"terms{execute.ASIDE}").write_text("{", encoding="utf-8")
    (played / "parsed" / "press.json").write_text("whole", encoding="utf-8")
    with build.alone():
        assert stage.left(played) == {"parsed/press.json"}
    assert stage.shown(played) == stage.GOOD


def begun(process, folder):
    """The process, once it holds the lock."""
    while str(process.pid) not in (folder / exclusive.NAME).read_text(encoding="utf-8"):
        assert process.poll() is None
        time.sleep(0.05)
    return process


def test_two_builds_at_once_wait_for_one_another(start, tmp_path):
    (tmp_path / exclusive.NAME).touch()
    first = begun(start(tmp_path, "slow"), tmp_path)
    second = start(tmp_path, "none")
    waits = f"Another build is at work (process {first.pid}): waiting for it.\n"
    assert second.stderr.readline() == waits
    (tmp_path / "go").touch()
    assert first.wait(timeout=60) == second.wait(timeout=60) == 0
    assert second.stderr.read() == ""
    assert stage.shown(tmp_path) == stage.NEW and stage.left(tmp_path) == set()


def test_a_killed_build_holds_up_nobody(start, tmp_path):
    (tmp_path / exclusive.NAME).touch()
    first = begun(start(tmp_path, "slow"), tmp_path)
    first.kill()
    first.wait(timeout=60)
    second = start(tmp_path, "none")
    assert second.wait(timeout=60) == 0 and second.stderr.read() == ""


def test_the_engine_of_a_killed_build_is_waited_for(played, monkeypatch):
    """It goes on writing into the folder that the next build would clear."""
    with exclusive.held(played) as held:
        child = subprocess.Popen(
            [sys.executable, "-c", "import time; time.sleep(1.5)"], pass_fds=[held]
        )
    with exclusive.held(played):
        assert child.poll() is not None


def test_a_lock_that_was_removed_is_made_anew(played):
    with exclusive.held(played):
        (played / exclusive.NAME).unlink()
        with exclusive.held(played):
            assert (played / exclusive.NAME).exists()


def test_a_lock_that_can_only_be_read_holds(played, monkeypatch):
    (played / exclusive.NAME).touch()
    opened = os.open

    def read_only(path, flags, mode=0o777):
        if flags & os.O_RDWR:
            raise OSError(errno.EROFS, "read-only", str(path))
        return opened(path, flags, mode)

    monkeypatch.setattr(exclusive.os, "open", read_only)
    with exclusive.held(played) as held:
        assert held > 2


@pytest.mark.parametrize("number", SYSTEM, ids=errno.errorcode.get)
def test_a_fault_of_the_machine_while_printing_is_one_line(tmp_path, monkeypatch, capsys, number):
    from briefing.printing import run

    def refuse():
        raise OSError(number, "as the system says", "next-pdf/file")

    monkeypatch.setattr(run, "load", refuse)
    assert main(["pdf"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("next-pdf/file: ") and SYSTEM[number] in said and said.count("\n") == 1


def test_a_full_disk_in_the_engine_is_one_line(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(build, "ASIDE", tmp_path)
    failing = "raise OSError(28, 'No space left on device', 'html/index.html')"
    monkeypatch.setattr(build, "_JUPYTER_BOOK", failing)
    with exclusive.held(tmp_path) as held:
        assert not build._sphinx(held, "digest")
    said = capsys.readouterr().err
    assert said.startswith("html/index.html: the disk is full") and said.count("\n") == 1


def test_what_else_the_engine_says_is_shown(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(build, "_JUPYTER_BOOK", "raise SystemExit('a page is broken')")
    with exclusive.held(tmp_path) as held:
        assert not build._sphinx(held, "digest")
    assert "a page is broken" in capsys.readouterr().err


def test_a_fault_that_no_reader_can_mend_is_not_hidden():
    assert faults.told(OSError(errno.EDEADLK, "a lock", "x")) is None
    assert faults.told_in(f"[Errno {errno.EDEADLK}] a lock: 'x'") is None


def test_a_page_changed_by_hand_is_built_again(played, capsys):
    assert main(["build"]) == main(["build"]) == 0
    assert "Nothing changed" in capsys.readouterr().out
    (played / "html" / "index.html").write_text("by hand", encoding="utf-8")
    assert main(["build"]) == 0
    assert stage.shown(played) == stage.NEW


def notebook(path, source):
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)]), path)
    return path.read_bytes()


def test_an_interrupted_execution_leaves_the_notebooks_and_begins_no_other(start, tmp_path):
    kernels = os.cpu_count() or 1
    begun = [tmp_path / f"begun-{number}" for number in range(kernels + 1)]
    paths = [tmp_path / f"slow-{number}.ipynb" for number in range(kernels + 1)]
    before = [
        notebook(path, f"import time; open({str(mark)!r}, 'w'); time.sleep(60)")
        for path, mark in zip(paths, begun, strict=True)
    ]
    running = start(tmp_path, "none", "execute", *map(str, paths))
    while sum(mark.exists() for mark in begun) < kernels:
        assert running.poll() is None
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    assert running.wait(timeout=30) == 1
    said = running.stderr.read()
    assert said.startswith("Interrupted: ") and "Traceback" not in said
    assert [path.read_bytes() for path in paths] == before
    assert not begun[-1].exists() and list(tmp_path.glob("*.new")) == []


def test_a_kernel_that_dies_is_one_line(tmp_path, capsys):
    before = notebook(tmp_path / "dies.ipynb", "import os; os._exit(9)")
    assert execute.run([tmp_path / "dies.ipynb"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("dies.ipynb: its kernel died: ") and said.count("\n") == 1
    assert (tmp_path / "dies.ipynb").read_bytes() == before


def test_a_kernel_that_does_not_start_is_one_line(tmp_path, capsys, monkeypatch):
    before = notebook(tmp_path / "any.ipynb", "1 + 1")
    monkeypatch.setattr(execute, "_QUIET", "--no-such-option=1")
    assert execute.run([tmp_path / "any.ipynb"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("any.ipynb: no kernel could be started: ") and said.count("\n") == 1
    assert (tmp_path / "any.ipynb").read_bytes() == before


def test_a_kernel_that_does_not_start_is_tried_once_more(tmp_path, monkeypatch):
    notebook(tmp_path / "any.ipynb", "1 + 1")
    tried = []
    setup = NotebookClient.async_setup_kernel

    def taken(client, **given):
        tried.append(client.km)
        if len(tried) == 1:
            client.extra_arguments = ["--no-such-option=1"]
        return setup(client, **given)

    monkeypatch.setattr(NotebookClient, "async_setup_kernel", taken)
    assert execute.run([tmp_path / "any.ipynb"]) == 0
    first, second = tried
    assert first is not second and not first.has_kernel
    assert '"2"' in (tmp_path / "any.ipynb").read_text(encoding="utf-8")


def test_a_kernel_that_is_not_installed_is_one_line(tmp_path, capsys, monkeypatch):
    before = notebook(tmp_path / "any.ipynb", "1 + 1")

    def missing(client, **given):
        raise NoSuchKernel("python3")

    monkeypatch.setattr(NotebookClient, "async_setup_kernel", missing)
    assert execute.run([tmp_path / "any.ipynb"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("any.ipynb: ") and "install the packages anew" in said
    assert said.count("\n") == 1
    assert (tmp_path / "any.ipynb").read_bytes() == before


def test_outputs_of_an_input_that_changed_meanwhile_are_not_stored(tmp_path, capsys, monkeypatch):
    before = notebook(tmp_path / "any.ipynb", "1 + 1")
    forms = iter([{"data/events.csv": "old"}, {"data/events.csv": "new"}])
    monkeypatch.setattr(digests, "of_files", lambda paths: next(forms))
    assert execute.run([tmp_path / "any.ipynb"]) == 1
    assert "data/events.csv changed while it ran" in capsys.readouterr().err
    assert (tmp_path / "any.ipynb").read_bytes() == before


def test_a_notebook_that_is_edited_while_it_runs_keeps_the_edit(tmp_path, capsys):
    path = tmp_path / "any.ipynb"
    before = notebook(path, f"open({str(path)!r}, 'ab').write(b' ')")
    assert execute.run([path]) == 1
    assert "any.ipynb changed while it ran" in capsys.readouterr().err
    assert path.read_bytes() == before + b" "


def test_a_record_that_changes_while_notebooks_run_is_not_published(played, monkeypatch, capsys):
    forms = iter([{"data/events.csv": "old"}, {"data/events.csv": "new"}])
    monkeypatch.setattr(digests, "of_files", lambda paths: next(forms))
    assert main(["build"]) == 1
    assert "The record changed while the notebooks ran" in capsys.readouterr().err
    assert stage.shown(played) == stage.GOOD


def test_a_kernel_that_cannot_be_made_fresh_is_not_told_as_one_that_did_not_start(
    tmp_path, capsys, monkeypatch
):
    before = notebook(tmp_path / "any.ipynb", "1 + 1")
    monkeypatch.setattr(execute, "_FRESH", "1 / 0")
    assert execute.run([tmp_path / "any.ipynb"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("any.ipynb: its kernel could not be made fresh: ")
    assert "ZeroDivisionError" in said and said.count("\n") == 1
    assert (tmp_path / "any.ipynb").read_bytes() == before


@pytest.mark.parametrize("asked", [True, False], ids=["asked for", "all"])
def test_a_notebook_with_the_markers_of_a_merge_is_one_line(played, capsys, asked):
    path = played / "notebooks" / "merged.ipynb"
    path.write_bytes(b"<<<<<<< HEAD\n" + notebook(path, "1 + 1"))
    assert main(["execute", *([str(path)] if asked else [])]) == 1
    said = capsys.readouterr().err
    assert said.startswith("merged.ipynb: is no notebook (") and said.count("\n") == 1
    assert "restore it from version control" in said


def test_all_notebooks_and_some_by_name_are_not_asked_for_at_once(played, capsys):
    with pytest.raises(SystemExit) as refused:
        main(["execute", "--all", str(played / "notebooks" / "any.ipynb")])
    assert refused.value.code == 2
    assert "--all and the names of notebooks exclude one another" in capsys.readouterr().err


def test_a_cell_without_end_is_one_line(tmp_path, capsys, monkeypatch):
    notebook(tmp_path / "long.ipynb", "import time; time.sleep(60)")
    monkeypatch.setattr(execute, "_TIMEOUT", 1)
    assert execute.run([tmp_path / "long.ipynb"]) == 1
    assert "long.ipynb: a cell ran longer than 1 s" in capsys.readouterr().err


def test_a_full_disk_leaves_the_notebook(tmp_path, capsys, monkeypatch):
    before = notebook(tmp_path / "full.ipynb", "1 + 1")

    def full(made, path):
        path.write_text("{", encoding="utf-8")
        raise OSError(errno.ENOSPC, "no space", str(path))

    monkeypatch.setattr(execute.nbformat, "write", full)
    assert execute.run([tmp_path / "full.ipynb"]) == 1
    said = capsys.readouterr().err
    assert "the disk is full" in said and said.count("\n") == 1
    assert [p.name for p in tmp_path.iterdir()] == ["full.ipynb"]
    assert (tmp_path / "full.ipynb").read_bytes() == before


def test_a_missing_font_is_one_line(tmp_path, capsys, monkeypatch):
    before = notebook(tmp_path / "any.ipynb", "1 + 1")
    monkeypatch.setattr(execute, "_FONT", "A Font That Nobody Has")
    assert execute.run([tmp_path / "any.ipynb"]) == 1
    said = capsys.readouterr().err
    assert "A Font That Nobody Has is missing: install" in said and said.count("\n") == 1
    assert (tmp_path / "any.ipynb").read_bytes() == before


def test_the_font_that_is_looked_for_is_the_charts():
    from briefing import charts

    assert charts._STYLE["font.family"] == execute._FONT


def test_jupyter_book_2_is_refused_in_one_line(played, capsys, monkeypatch):
    monkeypatch.setattr(build.metadata, "version", lambda name: "2.1.7")
    assert main(["build"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("This book needs Jupyter Book 1, and found 2.1.7")
    assert said.count("\n") == 1 and stage.shown(played) == stage.GOOD


def test_a_missing_package_is_one_line(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "nbclient", None)
    monkeypatch.delitem(sys.modules, "briefing.execute")
    monkeypatch.delitem(sys.modules, "briefing.build")
    monkeypatch.delattr("briefing.execute")
    monkeypatch.delattr("briefing.build")
    assert main(["build"]) == 1
    said = capsys.readouterr().err
    assert said == (
        "The package nbclient is missing: install anew (rm -rf .venv, then make book).\n"
    )


def test_a_module_of_the_briefing_that_is_missing_is_told_where_it_is_imported(monkeypatch):
    monkeypatch.setitem(sys.modules, "briefing.build", None)
    monkeypatch.delattr("briefing.build")
    with pytest.raises(ModuleNotFoundError, match=r"briefing\.build"):
        main(["build"])


def test_the_bibliography_survives_a_full_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(references, "KEPT", tmp_path / "parsed")

    def full(path, text, **options):
        path.touch()
        raise OSError(errno.ENOSPC, "no space", str(path))

    monkeypatch.setattr(Path, "write_text", full)
    text = "@misc{a-source,\n  author = {{Somebody}},\n  title = {A page},\n}\n"
    assert [s.key for s in references.parse.__wrapped__(text, "press")] == ["a-source"]
    assert list((tmp_path / "parsed").iterdir()) == []
