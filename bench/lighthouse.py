"""What Lighthouse says of every page: ``python -m bench.lighthouse [BOOK] [--keep]``.

Lighthouse (``npm install --global lighthouse``) is in no lock: it runs on Node.js, and neither the
book nor its tests need it. It looks at the pages over http, packed and kept as a host would send
them, on a desktop and on a phone with a slow line, in the machine's own Chromium.
"""

import argparse
import contextlib
import functools
import gzip
import json
import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bench import weight
from bench.keys import chromium
from briefing.build import HTML
from briefing.how_built import least
from briefing.paths import ROOT

RESULTS = ROOT / "bench" / "lighthouse.json"
FORMS = {"desktop": ("--preset=desktop",), "mobile": ()}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_PACKED = (".html", ".css", ".js", ".svg", ".csv", ".xml", ".txt")
_INPUTS = re.compile(r"inputs ([0-9a-f]{8})")
_PATIENCE = 300  # seconds for one page
_HIDDEN = '<meta name="robots" content="noindex"'


class _Host(SimpleHTTPRequestHandler):
    """A host that packs what is text and lets browsers keep it."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        """Say nothing on stderr."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        packed = path.suffix in _PACKED
        content = _gzipped(path) if packed else path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Cache-Control", "max-age=31536000")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@functools.cache
def _gzipped(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 9, mtime=0)


@contextlib.contextmanager
def served(book: Path) -> Iterator[str]:
    """Address of a host of the book on this machine, as long as the context lasts."""
    handler = functools.partial(_Host, directory=str(book))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def look(program: str, address: str, form: str) -> tuple[str, dict[str, int]]:
    """Let Lighthouse look at one page.

    Returns
    -------
    tuple of (str, dict)
        The version of Lighthouse; the score of each of `CATEGORIES`, 0 to 100.

    Raises
    ------
    RuntimeError
        If it ends in an error or leaves a category without a score.
    """
    command = (
        program, address, *FORMS[form], "--quiet", "--output=json", "--output-path=stdout",
        f"--only-categories={','.join(CATEGORIES)}", "--chrome-flags=--headless=new --no-sandbox",
    )  # fmt: skip
    with_browser = dict(os.environ, CHROME_PATH=chromium() or "")
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            env=with_browser,
            check=False,
            timeout=_PATIENCE,
        )
    except subprocess.TimeoutExpired:
        raise RuntimeError(f"{program} took over {_PATIENCE} s for {address}") from None
    try:
        told = json.loads(done.stdout)
        found = {name: round(100 * told["categories"][name]["score"]) for name in CATEGORIES}
    except (ValueError, KeyError, TypeError):
        raise RuntimeError(f"{program} gave no scores of {address}: {done.stderr[-500:]}") from None
    return told["lighthouseVersion"], found


def measure(book: Path, program: str) -> dict[str, Any]:
    """Scores of every page of a built book that a search engine may list, and of the search.

    Returns
    -------
    dict
        ``day``; ``version`` of Lighthouse; ``inputs``, digest of what the book was
        built from; ``pages``: scores by page, form and category. A page that asks not to be listed
        has no ``seo``.
    """
    found: dict[str, Any] = {
        "day": time.strftime("%Y-%m-%d"), "version": "", "inputs": inputs(book), "pages": {}
    }  # fmt: skip
    with served(book) as host:
        for path in weight.pages(book):
            page = path.relative_to(book).with_suffix("").as_posix()
            if page == "404":  # shown in place of other addresses
                continue
            scores = {}
            for form in FORMS:
                found["version"], scores[form] = look(program, f"{host}/{page}.html", form)
                if _HIDDEN in path.read_text(encoding="utf-8"):
                    del scores[form]["seo"]
            found["pages"][page] = scores
            print(page, *(" ".join(map(str, own.values())) for own in scores.values()), sep="  ")
    return found


def inputs(book: Path) -> str:
    """Digest of what a book was built from, as the foot of its front page has it, or nothing."""
    told = _INPUTS.search((book / "index.html").read_text(encoding="utf-8"))
    return told[1] if told else ""


def below(found: dict[str, Any]) -> list[tuple[str, str, str, int]]:
    """Page, form, category and score of what lies below its target."""
    return [
        (page, form, category, score)
        for page, forms in found["pages"].items()
        for form, scores in forms.items()
        for category, score in scores.items()
        if score < least(page, form, category)
    ]


def main() -> None:
    """Measure, print, and keep the results if asked to."""
    parser = argparse.ArgumentParser(prog="python -m bench.lighthouse", description=__doc__)
    parser.add_argument("--keep", action="store_true", help=f"write {RESULTS.relative_to(ROOT)}")
    parser.add_argument("book", nargs="?", type=Path, default=HTML, help="a folder of built pages")
    chosen = parser.parse_args()
    program = shutil.which("lighthouse")
    if program is None or chromium() is None:
        lacking = "Chromium" if program else "lighthouse (npm install --global lighthouse)"
        parser.exit(2, f"This measurement needs {lacking}; nothing was measured.\n")
    if not (chosen.book / "index.html").is_file():
        parser.exit(2, f"{chosen.book} holds no book: say make book first.\n")
    found = measure(chosen.book, program)
    for page, form, category, score in below(found):
        print(f"below its target: {page}, {form}, {category}: {score}")
    if chosen.keep:
        RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    if below(found):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
