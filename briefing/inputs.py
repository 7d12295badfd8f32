"""The files that the built book can depend on, and their digest."""

from pathlib import Path

from briefing import digests
from briefing.paths import ROOT

# What a page or a download can depend on, besides the environment, which the lock names.
FOLDERS = ("book", "briefing", "data", "notebooks")
FILES = (
    "CHANGELOG.md",
    "CITATION.cff",
    "LICENSE",
    "LICENSE-CONTENT",
    "Makefile",
    "_config.yml",
    "_toc.yml",
    "bench/lighthouse.json",
    "bench/results.json",
    "index.md",
    "pyproject.toml",
    "requirements.txt",
)
_SHORT = 8
# Environment variable by which `make book` says which inputs it has examined already.
EXAMINED = "BRIEFING_EXAMINED"


def paths(root: Path = ROOT) -> list[Path]:
    """Every input of the book, sorted.

    Parameters
    ----------
    root : pathlib.Path
        Folder of the project.

    Returns
    -------
    list of pathlib.Path
    """
    found = [root / name for name in FILES]
    for folder in FOLDERS:
        found += own(root / folder)
    return sorted(found, key=lambda path: path.relative_to(root).as_posix())


def inputs_digest(root: Path = ROOT) -> str:
    """Digest of every input; the same in any folder."""
    listed = sorted(digests.of_files(paths(root), root).items())
    return digests.of_bytes(repr(listed).encode())


def short_digest(root: Path = ROOT) -> str:
    """The digest as readers see it, in eight hexadecimal digits."""
    return inputs_digest(root)[:_SHORT]


def own(folder: Path) -> list[Path]:
    """Files below a folder of the project, in no certain order, without what is not its own."""
    return [path for path in folder.rglob("*") if path.is_file() and _counts(path, folder)]


def _counts(path: Path, folder: Path) -> bool:
    """Whether a file is the project's own: no cache, no file that an editor or a system left."""
    parts = path.relative_to(folder).parts
    left = path.name.endswith(("~", ".orig", ".rej", ".bak"))
    return not left and "__pycache__" not in parts and not any(p.startswith(".") for p in parts)
