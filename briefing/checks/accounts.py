"""Rules of accounts: each side of a contested row is heard, or was sought."""

from collections.abc import Iterator, Mapping

from briefing.checks.problem import Problem
from briefing.checks.reader import Sheet

Sheets = Mapping[str, Sheet]


def contested_rows_are_marked(sheets: Sheets) -> Iterator[Problem]:
    """A row of which two actors give accounts is marked as contested."""
    said: dict[tuple[str, str], int] = {}
    for row in filter(lambda row: row["account"], sheets["accounts"].rows):
        said[row["table"], row["row"]] = said.get((row["table"], row["row"]), 0) + 1
    for table in _contestable(sheets):
        for row in sheets[table].rows:
            if said.get((table, row["id"]), 0) > 1 and row["contested"] == "false":
                message = "is false, but accounts.csv holds rival accounts: mark it or remove them"
                yield sheets[table].problem(row, "contested", message)


def an_account_speaks_or_says_what_was_sought(sheets: Sheets) -> Iterator[Problem]:
    """An account has words and a source for them, or says where it was sought in vain."""
    sheet = sheets["accounts"]
    for row in sheet.rows:
        if row["account"] and not row["sources"]:
            yield sheet.problem(row, "sources", "is blank: cite where this actor says so")
        if not row["account"] and not row["note"]:
            message = "is blank, and so is the note: give the account, or say where it was sought"
            yield sheet.problem(row, "account", message)
        if not row["account"] and row["support"]:
            yield sheet.problem(row, "support", "judges no account: leave it blank")
        if row["id"] != f"{row['row']}-{row['actor']}":
            yield sheet.problem(row, "id", f"has to be {row['row']}-{row['actor']}: rename it")


def contested_rows_have_both_accounts(sheets: Sheets) -> Iterator[Problem]:
    """A contested row has the accounts of two sides, found or sought.

    Of a term, an allegation is the accuser's account, and its answer, or the note on where an
    answer was sought, that of the accused. An agreement and the event of its making share their
    accounts.
    """
    heard = _heard(sheets)
    for table in _contestable(sheets):
        for row in sheets[table].rows:
            if row["contested"] == "true" and len(heard.get((table, row["id"]), ())) < 2:
                message = "is true, but accounts.csv holds fewer than two sides: add each side's "
                message += "account, or a row whose note says where it was sought"
                yield sheets[table].problem(row, "contested", message)


def _heard(sheets: Sheets) -> dict[tuple[str, str], set[str]]:
    """Whose accounts the record holds of each row, as sides, or as actors of no side."""
    sides = {row["id"]: row["side"] for row in sheets["actors"].rows}
    heard: dict[tuple[str, str], set[str]] = {}

    def add(table: str, row_id: str, actors: str) -> None:
        known = heard.setdefault((table, row_id), set())
        for actor in actors.split(";"):
            side = sides.get(actor, "none")
            known.add(actor if side == "none" else side)

    for row in sheets["accounts"].rows:
        add(row["table"], row["row"], row["actor"])
    for row in sheets["allegations"].rows:
        add("terms", row["term"], row["accuser"])
        if row["answer"] or row["note"]:
            add("terms", row["term"], row["accused"])
    for row in sheets["events"].rows:
        if row["agreement"]:
            event, agreement = ("events", row["id"]), ("agreements", row["agreement"])
            shared = heard.get(event, set()) | heard.get(agreement, set())
            heard[event] = heard[agreement] = shared
    return heard


def _contestable(sheets: Sheets) -> list[str]:
    """Names of the tables whose rows may be contested: those to which accounts belong."""
    return list(sheets["accounts"].table.column("table").enum)
