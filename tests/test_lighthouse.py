"""Lighthouse looks at every page as a host would send it, and its lowest scores are shown."""

import gzip
import json
import stat
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import yaml

from bench import lighthouse
from briefing import how_built
from briefing.paths import ROOT

RESULTS = json.loads((ROOT / "bench" / "lighthouse.json").read_text(encoding="utf-8"))

_FAKE = """#!{python}
import json, sys
address = sys.argv[1]
score = 0.5 if "--preset=desktop" in sys.argv and address.endswith("slow.html") else 1
print(json.dumps({{"lighthouseVersion": "0.1", "categories": {{
    name: {{"score": score}} for name in {categories}}}}}))
"""


@pytest.fixture
def pages(tmp_path) -> Path:
    """A folder of three pages, one of which asks not to be listed."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, head in (("index", ""), ("slow", ""), ("find", lighthouse._HIDDEN + " />")):
        text = f"<head>{head}</head><p>Text. inputs 0123abcd</p>"
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    (folder / "404.html").write_text("<p>Not here.</p>", encoding="utf-8")
    (folder / "chart.png").write_bytes(b"\x89PNG")
    return folder


def program(folder: Path, text: str) -> str:
    """A program that answers as Lighthouse does."""
    path = folder / "lighthouse"
    path.write_text(text, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def asked(address: str) -> tuple[bytes, dict]:
    with urllib.request.urlopen(address) as answer:
        return answer.read(), dict(answer.headers)


def test_text_comes_packed_and_pictures_as_they_are(pages):
    with lighthouse.served(pages) as host:
        text, told = asked(f"{host}/slow.html")
        assert told["Content-Encoding"] == "gzip" and "max-age" in told["Cache-Control"]
        assert gzip.decompress(text) == (pages / "slow.html").read_bytes()
        assert asked(f"{host}/")[0] == asked(f"{host}/index.html")[0]
        picture, told = asked(f"{host}/chart.png")
        assert picture == b"\x89PNG" and "Content-Encoding" not in told
        with pytest.raises(urllib.error.HTTPError, match="404"):
            asked(f"{host}/gone.html")


def test_every_page_is_scored_on_desktop_and_phone(pages, tmp_path):
    fake = _FAKE.format(python=sys.executable, categories=lighthouse.CATEGORIES)
    found = lighthouse.measure(pages, program(tmp_path, fake))
    assert set(found["pages"]) == {"index", "slow", "find"} and found["version"] == "0.1"
    assert found["pages"]["index"]["mobile"] == dict.fromkeys(lighthouse.CATEGORIES, 100)
    assert all("seo" not in scores for scores in found["pages"]["find"].values())
    slow = [("slow", "desktop", category, 50) for category in lighthouse.CATEGORIES]
    assert lighthouse.below(found) == slow and found["inputs"] == "0123abcd"


@pytest.mark.parametrize("answer", ["nothing", '{"categories": {"performance": {"score": null}}}'])
def test_a_page_without_scores_is_an_error(tmp_path, answer):
    fake = f"#!{sys.executable}\nimport sys\nprint({answer!r})\nsys.exit('no browser')\n"
    with pytest.raises(RuntimeError, match=r"gave no scores of http://x/.*no browser"):
        lighthouse.look(program(tmp_path, fake), "http://x/", "mobile")


def test_the_kept_scores_are_of_every_page_of_the_contents():
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    pages = {toc["root"]} | {c["file"] for part in toc["parts"] for c in part["chapters"]}
    remedy = "install Lighthouse, then python -m bench.lighthouse --keep"
    assert set(RESULTS["pages"]) == pages | {"search"}, remedy
    for page, forms in RESULTS["pages"].items():
        assert set(forms) == set(lighthouse.FORMS)
        own = set(lighthouse.CATEGORIES) - ({"seo"} if page == "search" else set())
        assert all(set(scores) == own for scores in forms.values())


def test_a_page_that_takes_too_long_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setattr(lighthouse, "_PATIENCE", 0.2)
    slow = program(tmp_path, f"#!{sys.executable}\nimport time\ntime.sleep(9)\n")
    with pytest.raises(RuntimeError, match=r"took over 0\.2 s for http://x/"):
        lighthouse.look(slow, "http://x/", "mobile")


def test_the_page_shows_the_lowest_score_of_each_kind_and_whether_it_is_enough():
    scores = dict.fromkeys(lighthouse.CATEGORIES, 100)
    found = {"day": "2026-01-02", "version": "1", "inputs": "0123abcd", "pages": {
        "index": {"desktop": scores, "mobile": scores},
        "notebooks/timeline": {"desktop": scores, "mobile": scores | {"performance": 91}},
    }}  # fmt: skip
    rows = how_built._lighthouse(found).rows
    assert ["phone", "performance", "91", "notebooks/timeline", "95 or 90"] in rows
    assert ["desktop", "performance", "100", "all", "100"] in rows
    found["pages"]["index"]["mobile"] = scores | {"performance": 94}
    found["pages"]["index"]["desktop"] = scores | {"seo": 99}
    rows = how_built._lighthouse(found).rows
    assert ["phone", "performance", "91", "notebooks/timeline", "95 or 90; missed by index"] in rows
    assert ["desktop", "what search engines need", "99", "index", "100; missed by index"] in rows


def test_without_the_program_nothing_is_measured(monkeypatch, capsys):
    monkeypatch.setattr(lighthouse.shutil, "which", lambda name: None)
    monkeypatch.setattr(sys, "argv", ["lighthouse"])
    with pytest.raises(SystemExit) as stopped:
        lighthouse.main()
    assert stopped.value.code == 2 and "npm install" in capsys.readouterr().err
