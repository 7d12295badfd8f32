"""The installation says in one line what it lacks, and a half-made one is made again."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from briefing import exclusive
from briefing.paths import ROOT

# Stands for Python: makes an environment that holds itself, and writes down what it is asked.
FAKE = """#!/bin/sh
echo "$*" >> "$ASKED"
case "$*" in
  "-c "*_base_executable*) echo "$BASE" ;;
  "-c "*) exec "{real}" "$@" ;;
  "-m venv "*) [ -z "$NO_VENV" ] || exit 1
     mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  *"--require-hashes"*) [ -z "$NO_NETWORK" ] || exit 1
     # As long as it takes, what it installs into stays where it is.
     until [ -z "$SLOW" ] || [ -e go ]; do [ -d .venv ] || exit 1; sleep 0.1; done ;;
  "-m briefing build") echo BUILT ;;
esac
"""

_OF_MAKE = {"MAKEFLAGS", "MAKEOVERRIDES", "MFLAGS", "MAKELEVEL"}


@pytest.fixture
def start(tmp_path):
    """Begin a make in a folder that holds the Makefile and a Python that plays."""
    for name in ("Makefile", "requirements.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    fake = tmp_path / "python"
    fake.write_text(FAKE.format(real=sys.executable), encoding="utf-8")
    fake.chmod(0o755)

    def start(target="book", python=fake, **environment):
        # What was said to the make that runs the tests, as VENV=, is not said to this one: it
        # would empty the environment that the tests run in.
        outer = {name: text for name, text in os.environ.items() if name not in _OF_MAKE}
        known = {**outer, "ASKED": str(tmp_path / "asked"), "BASE": str(fake), **environment}
        words = ["make", target, f"PYTHON={python}"]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(words, cwd=tmp_path, env=known, **pipes)

    return start


@pytest.fixture
def make(start):
    """Run make to its end."""

    def run(*words, **named):
        process = start(*words, **named)
        out, err = process.communicate(timeout=60)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    return run


def asked(folder):
    path = folder / "asked"
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def without_make(text):
    """What was said, but for make's own line on the failed recipe."""
    return [line for line in text.splitlines() if not line.startswith("make")]


def test_the_lock_is_installed_before_the_build_and_once(make, tmp_path):
    assert "BUILT" in make().stdout
    first = asked(tmp_path)
    assert any("--require-hashes -r requirements.txt" in line for line in first)
    assert first[-1] == "-m briefing build"
    assert make().returncode == 0
    again = [line for line in asked(tmp_path)[len(first) :] if not line.startswith("-c ")]
    assert again == ["-m briefing build"]


@pytest.mark.parametrize("named", [".venv/bin/python", "{}/.venv/bin/python"])
def test_the_activated_environment_is_made_anew_by_the_python_that_made_it(make, tmp_path, named):
    assert make().returncode == 0
    (tmp_path / ".venv" / "old").touch()
    later = time.time() + 5
    os.utime(tmp_path / "requirements.txt", (later, later))
    again = make(python=named.format(tmp_path))
    assert again.returncode == 0 and "BUILT" in again.stdout
    assert not (tmp_path / ".venv" / "old").exists()


def test_an_environment_of_another_python_than_the_one_named_is_made_anew(make, tmp_path):
    def installed():
        return (tmp_path / ".venv" / ".installed").read_text(encoding="utf-8").strip()

    assert make().returncode == 0
    ours = installed()
    assert ours == "{}.{}".format(*sys.version_info)
    other = tmp_path / "other"
    fake = (tmp_path / "python").read_text(encoding="utf-8")
    minor = 11 if sys.version_info[1] != 11 else 12
    as_if = f'"import sys; sys.version_info = (3, {minor}, 0); exec(sys.argv[1])" "$2"'
    other.write_text(fake.replace('"$@" ;;', f"-c {as_if} ;;", 1), encoding="utf-8")
    other.chmod(0o755)
    (tmp_path / ".venv" / "theirs").touch()
    assert make(python=other).returncode == 0
    assert installed() == f"3.{minor}" and not (tmp_path / ".venv" / "theirs").exists()
    (tmp_path / ".venv" / "kept").touch()
    assert make(python=other).returncode == 0
    assert (tmp_path / ".venv" / "kept").exists()


def test_an_environment_named_to_an_outer_make_is_left_alone(make, tmp_path, monkeypatch):
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    monkeypatch.setenv("MAKEFLAGS", f" -- VENV={theirs}")
    monkeypatch.setenv("VENV", str(theirs))
    assert "BUILT" in make().stdout
    assert (tmp_path / ".venv" / ".installed").exists()
    assert list(theirs.iterdir()) == []


def test_a_half_made_environment_is_made_again(make, tmp_path):
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "half").touch()
    assert make().returncode == 0
    assert not (tmp_path / ".venv" / "half").exists()
    assert (tmp_path / ".venv" / ".installed").exists()


def test_an_interrupted_installation_is_one_line_and_carries_no_stamp(make, tmp_path):
    stopped = make(NO_NETWORK="1")
    assert stopped.returncode != 0
    assert without_make(stopped.stderr) == [
        ".venv: half made: see above what pip lacks (network? disk?), then run make again"
    ]
    assert not (tmp_path / ".venv" / ".installed").exists()
    assert "BUILT" in make().stdout


def until(is_so, process):
    """Wait for what a process does, as long as it is at work."""
    end = time.monotonic() + 60
    while not is_so():
        assert process.poll() is None and time.monotonic() < end
        time.sleep(0.05)


def test_two_makes_at_once_install_once(start, tmp_path):
    lock = tmp_path / ".venv.lock" / "process"
    first = start(SLOW="1")
    until(
        lambda: (tmp_path / "asked").exists() and "require-hashes" in "".join(asked(tmp_path)),
        first,
    )
    second = start(SLOW="1")
    told = second.stderr.readline()
    holder = lock.read_text(encoding="utf-8").strip()
    assert told.startswith(f"Another make installs the packages (process {holder}): waiting")
    (tmp_path / "go").touch()
    assert all("BUILT" in process.communicate(timeout=60)[0] for process in (first, second))
    assert len([line for line in asked(tmp_path) if line.startswith("-m venv")]) == 1
    assert not lock.parent.exists()


@pytest.mark.parametrize("lack", ["NO_VENV", "NO_NETWORK"])
def test_a_failed_installation_leaves_no_lock(make, tmp_path, lack):
    assert make(**{lack: "1"}).returncode != 0
    assert list(tmp_path.glob(".venv.lock*")) == []


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_killed_installation_holds_up_nobody(start, make, tmp_path, how):
    lock = tmp_path / ".venv.lock" / "process"
    first = start(SLOW="1")
    until(lambda: lock.exists() and lock.read_text(encoding="utf-8").strip(), first)
    os.kill(int(lock.read_text(encoding="utf-8")), how)
    (tmp_path / "go").touch()  # a shell heeds a signal when what it runs has ended
    first.communicate(timeout=60)
    again = make()
    assert "BUILT" in again.stdout and again.stderr == ""
    assert list(tmp_path.glob(".venv.lock*")) == []


def test_where_no_lock_can_be_made_it_says_so(make, tmp_path):
    (tmp_path / ".venv.lock").touch()
    stopped = make()
    assert stopped.returncode != 0
    (said,) = without_make(stopped.stderr)
    assert said.startswith(".venv.lock: cannot be made")


@pytest.fixture
def built(tmp_path):
    """A page of a built book, beside the code that clears it."""
    (tmp_path / "briefing").mkdir()
    for name in ("__init__.py", "exclusive.py"):
        shutil.copy(ROOT / "briefing" / name, tmp_path / "briefing" / name)
    page = tmp_path / "_build" / "html" / "index.html"
    page.parent.mkdir(parents=True)
    page.touch()
    return page


def test_cleaning_waits_for_a_build_and_needs_no_installation(start, tmp_path, built):
    with exclusive.held(tmp_path / "_build"):
        process = start("clean")
        said = f"Another build is at work (process {os.getpid()}): waiting for it.\n"
        assert process.stderr.readline() == said
        assert built.exists()
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert [path.name for path in (tmp_path / "_build").iterdir()] == [exclusive.NAME]
    assert not (tmp_path / ".venv").exists()


def test_cleaning_takes_the_python_of_an_installation_before_one_that_may_be_too_old(
    make, tmp_path, built
):
    old = tmp_path / "old"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    cleaned = make("clean", python=old)
    assert (cleaned.returncode, cleaned.stderr) == (0, "")
    assert not built.exists()


def test_a_missing_venv_module_is_one_line(make):
    stopped = make(NO_VENV="1")
    assert stopped.returncode != 0
    (said,) = without_make(stopped.stderr)
    assert said.startswith(".venv: not made: install the module venv of ")


def test_a_missing_python_is_one_line(make):
    stopped = make(python="python9.99")
    assert stopped.returncode != 0
    (said,) = without_make(stopped.stderr)
    assert said.startswith("python9.99: not found: install Python 3.11 to 3.13")


def test_a_wrong_python_is_one_line(make, tmp_path):
    old = tmp_path / "old"
    as_if = f"""#!/bin/sh
exec "{sys.executable}" -c "import sys; sys.version_info = (3, 8, 0); exec(sys.argv[1])" "$2"
"""
    old.write_text(as_if, encoding="utf-8")
    old.chmod(0o755)
    stopped = make(python=old)
    assert stopped.returncode != 0
    assert without_make(stopped.stderr) == [
        "This book needs Python 3.11 to 3.13, and found 3.8: make PYTHON=/path/to/python3.12"
    ]


def uv_that(place: Path, *lines: str) -> str:
    """A PATH whose uv knows its version and does this with the file that it is to write."""
    uv = place / "uv"
    known = ("#!/bin/sh", '[ "$1" != --version ] || exec echo uv 1.2.3', "for file; do :; done")
    uv.write_text("\n".join((*known, *lines)), encoding="utf-8")
    uv.chmod(0o755)
    return f"{place}:{os.environ['PATH']}"


def test_the_lock_says_what_compiled_it(make, tmp_path):
    path = uv_that(tmp_path, 'echo a==1 > "$file"')
    for _ in range(2):
        assert make("lock", PATH=path).returncode == 0
        lock = (tmp_path / "requirements.txt").read_text(encoding="utf-8")
        assert lock == "# Compiled by uv 1.2.3\na==1\n"
    assert [*tmp_path.glob("requirements.txt.*")] == []


def test_a_lock_that_cannot_be_compiled_leaves_the_one_that_stands(make, tmp_path):
    before = (tmp_path / "requirements.txt").read_bytes()
    failed = make("lock", PATH=uv_that(tmp_path, 'echo half > "$file"', "exit 1"))
    assert failed.returncode != 0
    assert without_make(failed.stderr)[-1].startswith("requirements.txt: left as it was")
    (tmp_path / "uv").unlink()
    bare = tmp_path / "bare"
    bare.mkdir()
    for name in ("make", "sh", "cp"):
        (bare / name).symlink_to(shutil.which(name))
    missing = make("lock", PATH=str(bare))
    assert without_make(missing.stderr)[-1].startswith("uv: not found: install it")
    assert (tmp_path / "requirements.txt").read_bytes() == before
    assert [*tmp_path.glob("requirements.txt.*")] == []


def test_git_is_not_needed_to_check_the_record(tmp_path):
    words = [sys.executable, "-m", "briefing", "check"]
    done = subprocess.run(
        words, cwd=ROOT, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 and "no problem" in done.stdout
