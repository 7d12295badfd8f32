"""How far the check behind a page reached, as the table of coverage has it."""

from collections.abc import Iterable
from pathlib import Path

from briefing import dates, schema

# What the chapters call a table, where it is not the table's own name.
_SHOWN = {
    "control_changes": "changes of control",
    "estimates": "figures",
    "proceedings": "steps before courts and organs",
    "proposals": "plans",
    "transfers": "handovers",
    "truce_spells": "spells of truce",
}


def reached(data_dir: Path) -> dict[str, tuple[str, str]]:
    """Last day that the check of each table covered, and the day of that check.

    Parameters
    ----------
    data_dir : pathlib.Path
        Folder of the data package.

    Returns
    -------
    dict of tuple of str
        By table, ISO 8601 dates; of several periods of one table, the latest day that was covered
        and the earliest check: no row was checked before it.
    """
    found: dict[str, tuple[str, str]] = {}
    for row in schema.rows(data_dir, "coverage"):
        for table in row["tables"].split(";"):
            covered, checked = found.get(table, ("", row["checked_on"]))
            found[table] = max(covered, row["checked_to"]), min(checked, row["checked_on"])
    return found


def sentence(tables: Iterable[str], known: dict[str, tuple[str, str]]) -> str:
    """What a page says of its own date.

    Parameters
    ----------
    tables : iterable of str
        Tables of the record that the page rests on.
    known : dict
        From `reached`.

    Returns
    -------
    str
        Blank if no check covers any of the tables.
    """
    by_day: dict[str, list[str]] = {}
    checks = []
    for table in sorted(set(tables) & set(known)):
        day, on = known[table]
        by_day.setdefault(day, []).append(_SHOWN.get(table, table.replace("_", " ")))
        checks.append(on)
    if not by_day:
        return ""
    main = max(by_day, key=lambda day: (len(by_day[day]), day))
    others = [
        f"{', '.join(names)}: {dates.spoken(day)}"
        for day, names in sorted(by_day.items(), reverse=True)
        if day != main
    ]
    besides = f" ({'; '.join(others)})" if others else ""
    return (
        f"Accurate as of {dates.spoken(main)}{besides}; later days are not covered. "
        f"Sources last read {dates.spoken_span(min(checks), max(checks))}."
    )
