"""One build at a time: the second waits for the first, and a crash holds up nobody."""

import contextlib
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

NAME = ".lock"
_PAUSE = 0.2  # seconds between two attempts


@contextlib.contextmanager
def held(folder: Path) -> Iterator[int]:
    """Hold the lock of a folder; wait, and say so once, while another process does.

    Parameters
    ----------
    folder : pathlib.Path
        Is made if it does not exist.

    Yields
    ------
    int
        Descriptor of the lock. A child process that inherits it holds the lock too, so that the
        child of a killed build is waited for. The system drops the lock with the last of them.

    Raises
    ------
    OSError
        If the folder can neither be made nor holds a lock file that can be opened.
    """
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = _wait(folder / NAME)
    try:
        with contextlib.suppress(OSError):  # a lock that can only be read holds as well
            os.truncate(descriptor, 0)
            os.write(descriptor, str(os.getpid()).encode())
        yield descriptor
    finally:
        os.close(descriptor)


def clear(folder: str | Path) -> None:
    """Empty a folder of all that was built in it, once nobody works there.

    Parameters
    ----------
    folder : str or pathlib.Path
        Need not exist. It keeps its lock, for which others may be waiting.

    Raises
    ------
    OSError
        If something in it cannot be removed.
    """
    with held(Path(folder)):
        for path in Path(folder).iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path.name != NAME:
                path.unlink()


def _wait(path: Path) -> int:
    told = False
    while True:
        descriptor = _open(path)
        if _take(descriptor) and _still_there(descriptor, path):
            return descriptor
        if not told:
            holder = os.read(descriptor, 20).decode(errors="replace").strip()
            print(f"Another build is at work (process {holder}): waiting for it.", file=sys.stderr)
            told = True
        os.close(descriptor)
        time.sleep(_PAUSE)


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError:
        if not path.exists():
            raise
        return os.open(path, os.O_RDONLY)


def _take(descriptor: int) -> bool:
    """Take the lock, if nobody holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            # Beyond the number of the process, which others have to be able to read.
            os.lseek(descriptor, 100, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            os.lseek(descriptor, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        os.lseek(descriptor, 0, os.SEEK_SET)
        return False
    return True


def _still_there(descriptor: int, path: Path) -> bool:
    """Whether the file that was locked is the one that the next process will look at."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False
