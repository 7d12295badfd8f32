"""The chapter on the plans for a settlement, and on the answers to them."""

from types import SimpleNamespace

from briefing import tables
from briefing.addresses import anchor
from briefing.analysis import plans as analysis
from briefing.chapters import choices
from briefing.chapters.common import counted, listed, names, stacked, text, when, words
from briefing.chapters.passages import Passages
from briefing.facets import Facets
from briefing.markup import Anchor, Block, RowLink, Text, row
from briefing.record import Record

PARTIES = ("armenia", "azerbaijan", "nk-authorities")
_SUBJECTS = {
    "territory": "Territory",
    "political_status": "Status",
    "return": "Return",
    "security": "Security",
    "routes": "Routes",
}
_STANCES = {
    "accepted": "accepted",
    "accepted-with-reservations": "with reservations",
    "rejected": "rejected",
    "ambiguous": "unclear or disputed",
    "not-found": "no answer found",
    "": "–",
}


def plans_matrix(record: Record) -> None:
    """Show which plan offered something on what, and who answered how."""
    plans = record.proposals.sort_values(["date_earliest", "id"], kind="stable")
    given = analysis.stances(record.proposal_answers, PARTIES)
    actors = names(record, "actors")
    rows = []
    for plan in plans.itertuples():
        offers = ["●" if text(plans.loc[plan.Index, s]) else "–" for s in _SUBJECTS]
        stances = given.loc[plan.id] if plan.id in given.index else dict.fromkeys(PARTIES, "")
        rows.append(
            [
                row(
                    when(plan.date),
                    RowLink(anchor("proposals", plan.id), plan.title),
                    separator=": ",
                ),
                *offers,
                *(_STANCES[stances[actor]] for actor in PARTIES),
            ]
        )
    tables.show(
        "tbl-plans-matrix",
        "What each plan is known to have offered something on, and how each party answered.",
        ("Plan", *_SUBJECTS.values(), *(actors[a] for a in PARTIES)),
        rows,
        "Source: the record, tables proposals and proposal_answers. Of what a plan offers, a dash "
        "is silence of the sources as much as of the plan; among the answers it stands where the "
        "party is the plan’s only author or did not exist any more. Of answers of one party that "
        "differ the cell says “unclear or disputed”.",
        "wide cols-matrix",
    )


def plans_table(record: Record) -> None:
    """Show every plan: what it offered, who answered what, what became of it."""
    plans = record.proposals.sort_values(["date_earliest", "id"], kind="stable")
    actors, passages = names(record, "actors"), Passages(record, "proposals")
    answers = _answers(record, actors)
    # A column is called "return", which no namedtuple takes.
    told = [SimpleNamespace(**plan) for plan in plans.to_dict("records")]
    rows = [_plan_row(plan, actors, answers.get(plan.id, []), passages) for plan in told]
    tables.show(
        "tbl-plans",
        f"{counted(len(plans), 'plan')} for a settlement, in this book’s words, with the answers "
        "of the parties.",
        ("Date", "What it offered", "Answers", "What became of it", "Sources"),
        rows,
        "Source: the record, tables proposals and proposal_answers.",
        "wide gridded cols-plans",
        Facets(
            "plan",
            "plans",
            (
                choices.actors(record, "author", "Author", plans["author"]),
                choices.one_of("status", "What became of it", plans["status"]),
            ),
            (choices.NEWEST_FIRST,),
        ),
    )


def _plan_row(plan: SimpleNamespace, actors: dict, answers: list, passages: Passages) -> list:
    offers = [
        Block(row(f"{label}:", passages.marked(plan, column)), "row-text")
        for column, label in _SUBJECTS.items()
        if text(getattr(plan, column))
    ]
    return [
        Anchor(anchor("proposals", plan.id), when(plan.date)),
        stacked(
            (plan.title, "row-title"),
            (f"by: {listed(plan.author, actors)}", "tag"),
            *offers,
            (f"Text known from: {words(plan.text_basis)}", "row-note"),
            passages.told(plan, "note", "row-note"),
        ),
        stacked(*answers),
        stacked((words(plan.status), "row-title"), passages.told(plan, "status_note", "row-text")),
        passages.sourced(plan),
    ]


def _answers(record: Record, actors: dict) -> dict[str, list[Block]]:
    """By plan, each answer with its note and its own sources."""
    passages = Passages(record, "proposal_answers")
    lines: dict[str, list[Block]] = {}
    for answer in record.proposal_answers.itertuples():
        dated = f" ({when(answer.date)})" if text(answer.date) else ""
        whose = f"{actors[answer.actor]}{dated}, {_STANCES[answer.stance]}:"
        answered = row(
            Text(whose, "row-label"),
            passages.marked(answer, "answer"),
            passages.told(answer, "note", "row-note"),
            Block(passages.cited(answer), "row-note"),
        )
        lines.setdefault(answer.proposal, []).append(Block(answered, "row-account"))
    return lines
