"""Serve a built book as a public server would: compressed, and ``404.html`` for what is unknown.

``python bench/serve.py [BOOK] [PORT]``, for measuring with tools that need a server.
"""

import functools
import gzip
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from briefing.paths import BUILD

_PACKED = (".woff2", ".png")


@functools.cache
def packed(path: Path, changed: int) -> bytes:
    """A file as ``gzip -9`` makes it; packed anew when it was changed."""
    return gzip.compress(path.read_bytes(), 9, mtime=0)


class Handler(SimpleHTTPRequestHandler):
    """Files of one folder, compressed where that saves bytes."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with the file, or with the page for unknown addresses."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        known = path.is_file()
        path = path if known else Path(self.directory) / "404.html"
        plain = path.suffix in _PACKED
        content = path.read_bytes() if plain else packed(path, path.stat().st_mtime_ns)
        self.send_response(200 if known else 404)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "public, max-age=31536000")
        if not plain:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Say nothing on stderr."""


def main() -> None:
    """Serve until stopped."""
    book = Path(sys.argv[1]) if len(sys.argv) > 1 else BUILD / "html"
    port = int(sys.argv[2]) if len(sys.argv) > 2 else 8000
    handler = functools.partial(Handler, directory=str(book.resolve()))
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        print(f"http://127.0.0.1:{server.server_port}/")
        server.serve_forever()


if __name__ == "__main__":
    main()
