"""A record that has grown: events, terms and sources several times over, all of it sound."""

import csv
import itertools
import re
import zlib
from pathlib import Path

from briefing import references, schema
from briefing.addresses import source_anchor

Rows = list[dict[str, str]]

# Rows that a contested event or term needs beside it, with the column that names it.
_BESIDE = {"accounts": "row", "allegations": "term"}


def grow(data_dir: Path, times: int) -> None:
    """Multiply events, terms and sources in place.

    Parameters
    ----------
    data_dir : pathlib.Path
        Folder of a copy of the data package.
    times : int
        How many of each row stand in it afterwards. Copies carry ids, keys, addresses and
        wordings of their own, so that the check finds no fault.
    """
    package = schema.read(data_dir)
    cited = {name: _read(data_dir, name) for name in ("events", "terms", *_BESIDE)}
    described = package.bibliography
    files = {
        path: (kind, path.read_text(encoding="utf-8"))
        for kind, path in references.files(data_dir / described.folder, described.kinds)
    }
    keys = [source.key for kind, text in files.values() for source in references.parse(text, kind)]
    named = _names(keys, times)
    for path, (_, text) in files.items():
        copies = [_bibliography(text, number, named[number]) for number in named]
        path.write_text("\n".join([text, *copies]), encoding="utf-8")
    for name, rows in cited.items():
        copied = [row for row in rows if row.get("table") in (None, "events", "terms")]
        grown = [_copied(name, copied, number, named[number]) for number in named]
        _write(data_dir, name, list(itertools.chain(rows, *grown)))


def _names(keys: list[str], times: int) -> dict[int, dict[str, str]]:
    """Keys of the copies, by number and key, each with a permanent address of its own."""
    taken = set(map(source_anchor, keys))
    named: dict[int, dict[str, str]] = {number: {} for number in range(2, times + 1)}
    for number, own in named.items():
        for key in keys:
            ends = (f"-x{number}" + "x" * more for more in itertools.count())
            own[key] = next(key + end for end in ends if source_anchor(key + end) not in taken)
            taken.add(source_anchor(own[key]))
    return named


def _bibliography(text: str, number: int, named: dict[str, str]) -> str:
    """The entries with keys and addresses of their own; what they copy stays what it was."""
    entry = re.compile(r"^(@\w+\{)([^,\s]+)", re.MULTILINE)
    text = entry.sub(lambda found: found[1] + named[found[2]], text)
    return re.sub(r"^(  url = \{[^}]*)\}", rf"\1?x={number}}}", text, flags=re.MULTILINE)


def _copied(name: str, rows: Rows, number: int, named: dict[str, str]) -> Rows:
    """Copies of the rows; between them the events cite every copied source."""
    step = len(rows)
    shares = [list(named)[start::step] if name == "events" else [] for start in range(step)]
    return [_copy(name, *row, number, named) for row in zip(rows, shares, strict=True)]


def _copy(
    name: str, row: dict[str, str], spare: list[str], number: int, named: dict[str, str]
) -> dict[str, str]:
    end = f"-x{number}"
    copy = dict(row)
    if name in _BESIDE:
        named = row[_BESIDE[name]]
        return copy | {_BESIDE[name]: named + end, "id": named + end + row["id"][len(named) :]}
    copy["id"] += end
    own = row["sources"].split(";")
    copy["sources"] = ";".join(dict.fromkeys(named[key] for key in [*own, *spare]))
    if name == "events":
        # Words of the row's own: titles of one day that are alike must not grow more alike.
        word = f"copy{zlib.crc32(copy['id'].encode()):08x}"
        copy["title"] += "".join(f" {word}of{w}" for w in range(row["title"].count(" ") + 1))
    speakers = {key: named[key] for key in own}
    return {column: _renamed(cell, speakers) for column, cell in copy.items()}


def _renamed(cell: str, named: dict[str, str]) -> str:
    """A text whose marks of speech name the copied sources."""
    for key, copied in named.items():
        cell = cell.replace(f"{{{key}|", f"{{{copied}|")
    return cell


def _read(data_dir: Path, name: str) -> Rows:
    with (data_dir / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(data_dir: Path, name: str, rows: Rows) -> None:
    with (data_dir / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
