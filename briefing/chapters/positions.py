"""The chapter on the stated positions of the parties and of third parties."""

import pandas as pd

from briefing import tables
from briefing.addresses import anchor
from briefing.analysis import positions as analysis
from briefing.chapters import choices
from briefing.chapters.common import by_id, counted, grouped, names, stacked, text, when
from briefing.chapters.passages import Passages
from briefing.facets import Facets
from briefing.markup import Anchor, Block, RowLink, Sequence, Text, row
from briefing.record import Record

ISSUES = {
    "political-status": "Status of Nagorno-Karabakh",
    "territory": "Territory and borders",
    "displaced": "Refugees and displaced persons",
    "peacekeepers": "Peacekeepers, observers, guarantees",
    "routes": "Roads and railways",
    "format": "Who negotiates with whom",
}
# The parties in alphabetical order, then their predecessors, then third parties.
ORDER = (
    "armenia",
    "azerbaijan",
    "nk-authorities",
    "nk-former-officials",
    "armenian-ssr",
    "azerbaijan-ssr",
    "nkao-soviet",
    "soviet-union",
    "eu",
    "france",
    "iran",
    "russia",
    "turkey",
    "united-states",
    "osce",
    "osce-minsk-group",
    "un",
    "un-general-assembly",
    "un-security-council",
)


def actors_in_order(record: Record) -> list[str]:
    """Every actor that has a position, the parties first."""
    known = set(record.positions["actor"])
    return [a for a in ORDER if a in known] + sorted(known - set(ORDER))


def status_story() -> tuple[Text | RowLink | str, ...]:
    """How the stands on the status turned, each turn linked to its row.

    The words are typed, as those of a heading: a link to a row that is no longer there stops the
    build, and the tests hold the years against the rows.
    """

    def said(position: str, words: str) -> RowLink:
        return RowLink(anchor("positions", position), words)

    return (
        "On the status, Azerbaijan ended the autonomy (",
        said("1991-11-26-azerbaijan-status", "1991"), "), offered one within its borders (",
        said("1996-05-17-azerbaijan-status", "1996"), "), ruled out special status (",
        said("2020-11-17-azerbaijan-status", "2020"), "). Armenia ruled out texts placing it in "
        "Azerbaijan (", said("1992-07-08-armenia-status", "1992"), "), held to "
        "self-determination (",
        said("1996-12-03-armenia-status", "1996"), "), asked in ",
        said("2021-05-armenia-status", "2021"), " that a settlement begin with the status, and "
        "said in ", said("2023-05-22-armenia-status", "2023"), " that it would recognise "
        "Azerbaijan with Nagorno-Karabakh in it. The de facto authorities held to independence (",
        said("1991-12-10-nk-status", "1991"), ", ",
        said("2023-04-19-nk-status", "April 2023"), ") until the offensive of ",
        said("2023-09-20-nk-status", "September 2023"), "; the decree’s signer disowned their "
        "end in ", said("2023-12-22-nk-status", "December 2023"), ". Russia called the status "
        "unsettled in ",
        said("2020-11-17-russia-status", "2020"), " and settled in ",
        said("2023-09-12-russia-status", "2023"), ". ",
    )  # fmt: skip


def matrix_table(record: Record) -> None:
    """Show on which issue each actor took a position when; each date leads to its row."""
    positions = record.positions.sort_values(["date_earliest", "id"], kind="stable")
    known = names(record, "actors")
    rows = []
    for actor in actors_in_order(record):
        own = positions[positions["actor"] == actor]
        rows.append([known[actor], *(_dates(own[own["issue"] == issue]) for issue in ISSUES)])
    tables.show(
        "tbl-positions-matrix",
        row(
            "Who took a position on what, and when. Several years on one issue show where a stand "
            "was restated or changed.",
            Text("Each year leads to what was said.", "screen-only"),
        ),
        ("Actor", *ISSUES.values()),
        rows,
        "Source: the record, table positions. A dash means that none was found, not that none was "
        "taken.",
        "wide cols-positions-matrix",
    )


def _dates(own: pd.DataFrame) -> Sequence | str:
    if own.empty:
        return "–"
    links = [RowLink(anchor("positions", p.id), str(p.date)[:4]) for p in own.itertuples()]
    return Sequence(tuple(links), ", ")


def issue_table(record: Record, issue: str) -> None:
    """Show every position on one issue, by actor."""
    own = analysis.on_issue(record.positions, issue, list(ORDER))
    known = names(record, "actors")
    days, passages = by_id(record.positions, "date"), Passages(record, "positions")
    rows = grouped(own, "actor", known, lambda position: _row(position, days, passages))
    tables.show(
        f"tbl-positions-{issue}",
        f"{ISSUES[issue]}: {counted(len(own), 'stated position')}, each the actor’s own claim in "
        "this book’s words. “After that of” a day: the position restates or changes the one of "
        "that day.",
        ("Date", "Position", "Sources"),
        rows,
        "Source: the record, table positions.",
        "wide cols-positions",
        _facets(own, {actor: known[actor] for actor in own["actor"].unique()}),
    )


def _facets(own: pd.DataFrame, known: dict[str, str]) -> Facets:
    return Facets(
        "position",
        "positions",
        (choices.one_of("actor", "Actor", own["actor"], known),),
        (choices.by_date(own["date"]),),
    )


def _row(position, days: dict[str, str], passages: Passages) -> list:
    earlier = text(position.replaces)
    return [
        Anchor(anchor("positions", position.id), when(position.date)),
        stacked(
            (position.stated_by, "tag"),
            passages.told(position, "position", "row-text"),
            Block(
                RowLink(anchor("positions", earlier), f"after that of {when(days[earlier])}"),
                "row-note",
            )
            if earlier
            else "",
            Block(RowLink(anchor("events", position.event), "the event"), "row-way")
            if text(position.event)
            else "",
            passages.told(position, "note", "row-note"),
        ),
        passages.sourced(position),
    ]
