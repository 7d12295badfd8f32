"""The chapter on the press article of January 2021 with which the project began."""

from briefing import tables
from briefing.addresses import anchor, linked
from briefing.chapters.common import cite, counted, sourced, stacked, text, titles, words
from briefing.markup import Anchor, Block, row
from briefing.record import Record

ARTICLE = "news-front-2021-lavrov-denied-statements"
CLAIMANTS = {
    "speaker": "The minister, as the article quotes or reports him",
    "outlet": "The article itself, as background",
}


def claims_table(record: Record) -> None:
    """Show every claim of the article with its verdict, the reasons and the rows behind it."""
    claims = record.checked_claims
    known = {name: titles(record, name) for name in ("events", "agreements", "terms")}
    rows: list[list] = []
    for claimant, heading in CLAIMANTS.items():
        rows.append([heading])
        rows += [_row(c, known) for c in claims[claims["claimant"] == claimant].itertuples()]
    tables.show(
        "tbl-press-summary",
        row(
            f"{counted(len(claims), 'claim')} of the article, in this book’s words, each against "
            "the record.",
            cite([ARTICLE]),
        ),
        ("Verdict", "Claim and reasons", "Rows behind it", "Sources"),
        rows,
        "Source: the record, table checked_claims.",
        "wide gridded cols-claims",
    )


def _row(claim, known: dict[str, dict[str, str]]) -> list:
    left_out, afterwards = text(claim.left_out), text(claim.afterwards)
    behind = (linked(name, getattr(claim, name), known[name], " · ") for name in known)
    return [
        Anchor(anchor("checked_claims", claim.id), words(claim.verdict)),
        stacked(
            (claim.claim, "row-title"),
            (claim.explanation, "row-text"),
            (left_out and f"Left out: {left_out}", "row-account"),
            (afterwards and f"Afterwards: {afterwards}", "row-account"),
            (text(claim.note), "row-note"),
        ),
        stacked(*(Block(links, "row-note") for links in behind if links.plain())),
        sourced(claim),
    ]
