"""The tools that keep the lock whole and sound judge it rightly, without a network."""

import importlib.util
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from briefing.paths import LOCK, ROOT

TEXT = LOCK.read_text(encoding="utf-8")


def tool(name):
    """A program of tools/ as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


lock_check, audit, newest, rerun = map(tool, ("lock_check", "audit", "newest", "rerun_check"))


def test_every_entry_of_the_lock_is_one_version_with_its_hashes():
    entries = lock_check.entries(TEXT)
    assert len(entries) > 100
    shape = re.compile(r"[a-z0-9.-]+==[\w.+!]+( ;.*?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*")
    assert [entry for entry in entries if not shape.fullmatch(entry)] == []


def test_the_lock_takes_nothing_from_outside_of_the_index():
    assert not re.search(r"^\s*(--|-[a-z])(?!hash)|git\+|https?://|@ ", TEXT, re.MULTILINE)


@pytest.mark.parametrize("version", lock_check.VERSIONS)
def test_each_supported_python_gets_each_package_once(version):
    names = [line.split("==")[0] for line in lock_check.for_python(TEXT, version)]
    assert len(names) == len(set(names)) > 100
    for name in ("jupyter-book", "pandas", "scipy", "matplotlib", "pytest", "ruff"):
        assert name in names


def test_conditions_are_judged_for_the_python_that_is_asked_about():
    text = (
        "a==1 ; python_full_version < '3.12' \\\n    --hash=sha256:00\n"
        "a==2 ; python_full_version >= '3.12' \\\n    --hash=sha256:11\n"
        "b==1 ; sys_platform == 'win32' \\\n    --hash=sha256:22\n"
    )
    assert lock_check.for_python(text, "3.11") == ["a==1 --hash=sha256:00"]
    assert lock_check.for_python(text, "3.13") == ["a==2 --hash=sha256:11"]


def test_a_version_without_a_wheel_fails_the_lock_check(monkeypatch, capsys):
    monkeypatch.setattr(lock_check, "wheels_exist", lambda wanted, version, _: version != "3.12")
    assert lock_check.main() == 1
    assert "see above: one has no wheel" in capsys.readouterr().out.splitlines()[1]
    monkeypatch.setattr(lock_check, "wheels_exist", lambda *_: True)
    assert lock_check.main() == 0


def found(*vulnerabilities):
    package = {"name": "a", "version": "1", "vulns": list(vulnerabilities)}
    return {"dependencies": [package, {"name": "b", "skip_reason": "unknown"}]}


def test_a_known_vulnerability_fails_the_audit(monkeypatch, capsys):
    known = {"id": "CVE-1", "fix_versions": ["2"]}
    monkeypatch.setattr(audit, "report", lambda folder: (found(known), ""))
    assert audit.main() == 1
    said = capsys.readouterr().out
    assert "a 1: CVE-1: mended in 2" in said and "1 packages asked about, 1 known" in said


def test_a_sound_lock_passes_the_audit(monkeypatch, capsys):
    monkeypatch.setattr(audit, "report", lambda folder: (found(), ""))
    assert audit.main() == 0
    assert "1 packages asked about, 0 known" in capsys.readouterr().out


def test_an_audit_that_could_not_be_made_fails_and_says_why(monkeypatch, capsys, tmp_path):
    def refused(words, **options):
        return SimpleNamespace(returncode=1, stdout="", stderr="\nno route to host\n")

    monkeypatch.setattr(audit.venv, "create", lambda folder, with_pip: None)
    monkeypatch.setattr(audit.subprocess, "run", refused)
    assert audit.main() == 2
    said = capsys.readouterr().out
    assert said.startswith("The lock could not be audited (")
    assert "no route to host" in said and said.count("\n") == 1


@pytest.mark.parametrize("answer", ["{}", "[]", "null", '{"error": "busy"}', "<html>"])
def test_an_answer_of_another_shape_is_no_audit(monkeypatch, capsys, answer):
    def run(words, **options):
        return SimpleNamespace(returncode=0, stdout=answer, stderr="it said this")

    monkeypatch.setattr(audit.venv, "create", lambda folder, with_pip: None)
    monkeypatch.setattr(audit.subprocess, "run", run)
    assert audit.main() == 2
    assert capsys.readouterr().out == "The lock could not be audited (it said this).\n"


def test_a_registry_that_knows_no_package_is_no_audit(monkeypatch, capsys):
    unknown = {"dependencies": [{"name": "b", "skip_reason": "b is not there"}]}
    monkeypatch.setattr(audit, "report", lambda folder: (unknown, ""))
    assert audit.main() == 2
    said = capsys.readouterr().out
    assert said == "The lock could not be audited (b is not there).\n"


def test_what_is_newer_than_the_lock_is_listed():
    lock = "a-b==1.0 \\\n  --hash\nc==2 ; python_version < '3.12' \\\n"
    assert newest.changed(lock, {"A_b": "1.0", "c": "3", "d": "1"}) == [
        "c 3 (the lock has 2)",
        "d 1 (the lock has none)",
    ]


@pytest.mark.parametrize(("fails", "status"), [("briefing", 3), ("pytest", 4), ("", 0)])
def test_the_newest_packages_build_the_book_before_they_test_it(
    monkeypatch, tmp_path, fails, status
):
    commands, places = [], []

    def run(words, **options):
        commands.append([str(word) for word in words])
        places.append(options.get("cwd"))
        code = status if fails and fails in words else 0
        return SimpleNamespace(returncode=code, stdout="[]", stderr="")

    monkeypatch.setattr(newest, "PLACE", tmp_path)
    monkeypatch.setattr(newest, "COPY", tmp_path / "book")
    monkeypatch.setattr(newest.venv, "create", lambda place, clear, with_pip: None)
    monkeypatch.setattr(newest.subprocess, "run", run)
    assert newest.main() == status
    install, _, build, *tests = commands
    assert "numpy<" in Path(install[install.index("-c") + 1]).read_text("utf-8")
    assert build[1:] == ["-m", "briefing", "build"]
    assert len(tests) == (fails != "briefing")
    # Apart: the book that stands is neither tested nor replaced.
    assert set(places) == {None, newest.COPY} and (newest.COPY / "data" / "events.csv").is_file()
    assert not (newest.COPY / "_build").exists()


def test_newest_packages_that_cannot_be_installed_are_told(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(newest, "PLACE", tmp_path)
    monkeypatch.setattr(newest, "COPY", tmp_path / "book")
    monkeypatch.setattr(newest.venv, "create", lambda place, clear, with_pip: None)
    monkeypatch.setattr(newest.subprocess, "run", lambda *_, **__: SimpleNamespace(returncode=1))
    assert newest.main() == 2
    assert "could not be installed" in capsys.readouterr().out


def test_a_rerun_knows_nothing_of_the_home_and_the_registries(tmp_path):
    known = rerun.environment(tmp_path, tmp_path / "home")
    assert known["HOME"] == str(tmp_path / "home")
    assert known["PIP_NO_INDEX"] == "1" and known["https_proxy"].endswith(":9")
    assert set(known) <= {"PATH", "HOME", "PYTHONPATH", "PIP_NO_INDEX", "no_proxy"} | {
        "http_proxy",
        "https_proxy",
        "all_proxy",
    }


def test_a_rerun_that_fails_is_told(monkeypatch, capsys):
    def run(words, check=False, **options):
        return SimpleNamespace(returncode=0 if "git" in words else 1)

    monkeypatch.setattr(rerun, "without_network", lambda: ())
    monkeypatch.setattr(rerun.subprocess, "run", run)
    assert rerun.main() == 1
    assert "briefing build failed in a clean clone" in capsys.readouterr().err


def test_the_tests_that_a_rerun_leaves_out_exist():
    assert [name for name in rerun.SLOW if not (ROOT / "tests" / name).exists()] == []


def test_what_the_clean_rerun_leaves_out_is_said():
    [told] = re.findall(r"`make rerun-check`.*?\. ", (ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    assert [name for name in rerun.SLOW if f"{name}`" not in told] == []
