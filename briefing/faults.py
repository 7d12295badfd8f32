"""Faults of the machine in one line: what happened, where, and what to do."""

import errno
import re

_REMEDIES = {
    errno.ENOSPC: ("the disk is full", "free some space (a build needs 200 MB) and run it again"),
    errno.EDQUOT: ("the quota of the disk is used up", "free some space and run it again"),
    errno.EACCES: ("may not be written or read", "give yourself the right to (chmod u+rwX)"),
    errno.EPERM: ("may not be written or read", "give yourself the right to (chmod u+rwX)"),
    errno.EROFS: ("lies on a read-only disk", "copy the project to a folder that can be written"),
    errno.ENOENT: ("is missing", "restore it from version control"),
    errno.ENOTDIR: ("has a file on its path where a folder has to be", "move that away"),
    errno.EISDIR: ("is a folder where a file has to be", "move it away"),
    errno.ENOTEMPTY: ("is in the way", "move it away"),
    errno.EXDEV: ("lies on another disk", "keep _build on the disk of the project"),
    errno.EMFILE: ("too many files are open", "raise the limit (ulimit -n 1024)"),
    errno.ENOMEM: ("the memory is used up", "close other programs: a build needs 500 MB"),
}
_SAID = re.compile(r"\[Errno (\d+)\] [^:\n]*(?:: '([^'\n]*)')?")


def told(error: OSError) -> str | None:
    """One line on a fault of the system.

    Parameters
    ----------
    error : OSError

    Returns
    -------
    str or None
        File, fault and remedy; None if the fault is none that a reader can mend.
    """
    return _line(error.errno, error.filename2 or error.filename)


def told_in(output: str) -> str | None:
    """The same for the last fault of the system that another process wrote down.

    Parameters
    ----------
    output : str
        What the process wrote.

    Returns
    -------
    str or None
        As of `told`.
    """
    lines = (_line(int(number), file) for number, file in reversed(_SAID.findall(output)))
    return next(filter(None, lines), None)


def _line(number: int | None, file: object) -> str | None:
    if number not in _REMEDIES:
        return None
    what, remedy = _REMEDIES[number]
    return f"{file or 'The system says'}: {what}: {remedy}."
