"""A problem of the record, at its place."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong, with the place where it stands and what to do about it.

    Attributes
    ----------
    file : str
        Path of the file below the data folder.
    line, column : int
        Place in the file, both counted from 1.
    message : str
        What is wrong and the remedy.
    """

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        """``file:line:column: message``, as compilers print it."""
        return f"{self.file}:{self.line}:{self.column}: {self.message}"

    def within(self, folder: Path) -> str:
        """The same, with the path from where the command was given, as terminals open it."""
        return f"{os.path.relpath(folder)}/{self}"
