"""Each side's account of a row, as it stands with the row."""

import pandas as pd

from briefing.analysis import accounts as analysis
from briefing.chapters.common import names, text
from briefing.chapters.passages import Passages
from briefing.markup import Block, Text, row
from briefing.record import Record

NOT_FOUND = "no account found."


def heard(record: Record, table: str) -> pd.DataFrame:
    """Accounts as they are shown with the rows of a table, in alphabetical order of the actors."""
    told = analysis.shown(record.accounts, record.events, table)
    return told.sort_values(
        "actor", key=lambda ids: ids.map(names(record, "actors")), kind="stable"
    )


def accounts(record: Record, table: str) -> dict[str, list[Block]]:
    """Each side's account of the rows of one table, as lines of the row's cell.

    Parameters
    ----------
    record : Record
    table : str
        ``events``, ``agreements`` or ``terms``.

    Returns
    -------
    dict of list of Block
        By id of the row; an account that was sought in vain says so. Each has its own sources,
        numbered where its words refer to them.
    """
    actors, passages = names(record, "actors"), Passages(record, "accounts")
    lines: dict[str, list[Block]] = {}
    for account in heard(record, table).itertuples():
        line = row(
            Text(f"{actors[account.actor]}:", "row-label"),
            passages.marked(account, "account") if text(account.account) else NOT_FOUND,
            passages.told(account, "note", "row-note"),
            Block(passages.cited(account), "row-note") if account.sources else row(),
        )
        lines.setdefault(account.row, []).append(Block(line, "row-account"))
    return lines
