"""The chapter on the statement of 10 November 2020."""

import functools

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from briefing import charts, tables
from briefing.addresses import anchor, told_anchor
from briefing.analysis import statement_2020 as statement_analysis
from briefing.analysis import terms as analysis
from briefing.chapters.agreements import in_force
from briefing.chapters.common import (
    by_id,
    cite,
    counted,
    listed,
    names,
    stacked,
    text,
    titles,
    when,
    words,
)
from briefing.chapters.heard import accounts
from briefing.chapters.passages import Passages
from briefing.chapters.terms import STATEMENT, STYLE, fate, fate_date, term_row
from briefing.markup import Anchor, RowLink, Text, row
from briefing.record import Record
from briefing.wording import series


def finding(record: Record) -> str:
    """What the statement announced, what became of it, and how many terms it has."""
    statement = record.agreements.set_index("id").loc[STATEMENT]
    official = in_official_text(record)
    points = official["clause"].map(analysis.point_of).nunique()
    handed = statement_analysis.handed_over(record.control_changes, record.districts["id"])
    districts = names(record, "places")
    return (
        "The president of Azerbaijan, the prime minister of Armenia and the president of Russia "
        f"announced a full ceasefire from {in_force(statement['in_force_from'])}, the handover of "
        "districts, Russian peacekeepers, a road between Nagorno-Karabakh and Armenia, returns, "
        "exchanges and transport links. The ceasefire held, with deadly incidents, "
        "until Azerbaijan’s offensive of September 2023; the peacekeepers left by June 2024; the "
        "districts of "
        f"{series(sorted(districts[place].removesuffix(' district') for place in handed))} passed "
        "to Azerbaijani control. The halt at the positions and the withdrawal of Armenian "
        "forces are disputed; the Lachin corridor, safe passage, returns, exchanges and transport "
        f"links came for a time, in part, or not at all. Its {counted(points, 'point')} are "
        f"{counted(len(official), 'term')} here."
    )


def in_official_text(record: Record) -> pd.DataFrame:
    """The statement's terms without those that stood in the first published version alone."""
    own = analysis.of_agreement(record.terms, STATEMENT)
    return own[own["in_official_text"].astype(bool)]


def sources(record: Record) -> list[str]:
    """The official texts of the statement."""
    cited = record.agreements.set_index("id").loc[STATEMENT, "sources"]
    return [key for key in cited if record.sources[key].kind == "primary"]


def outline_table(record: Record) -> None:
    """Show each term of the official text in one line that leads to its row."""
    own, actors = in_official_text(record), names(record, "actors")
    rows = [
        tables.RecordRow(
            term.id,
            [
                RowLink(told_anchor(term.id), term.clause),
                term.short,
                listed(term.obligor, actors),
                fate(term),
                "" if term.status == "not-applicable" else fate_date(term),
            ],
        )
        for term in own.itertuples()
    ]
    tables.show(
        "tbl-statement-2020-outline",
        row(
            "What became of each term, in a line.",
            Text("A clause leads to its row below.", "screen-only"),
        ),
        ("Clause", "Subject", "Who owes it", "What became of it", "Date"),
        rows,
        "Source: the record, table terms. The date is that of the act or the end; of what is "
        "disputed or done in part, of the latest fact behind it; two days mean that a side has it "
        "stop on the first, the latest fact is of the second. A term of which nothing was found "
        "has none, nor has one that defines or repeats and asks for no act of its own.",
        "wide cols-outline",
    )


def terms_table(record: Record) -> None:
    """Show the statement term by term, grouped by point, with its quantities."""
    own = analysis.of_agreement(record.terms, STATEMENT)
    actors, heard = names(record, "actors"), accounts(record, "terms")
    passages = Passages(record, "terms")
    promised = _quantities(record.term_quantities)
    rows: list[list] = []
    current = None
    for term in own.itertuples():
        point = analysis.point_of(term.clause)
        if point != current:
            current = point
            rows.append([f"Point {point}"])
        clause = Anchor(told_anchor(term.id), term.clause)
        cells = term_row(term, actors, heard.get(term.id, []), passages, clause)
        cells[3] = stacked(
            (when(term.deadline), "row-text"),
            *((quantity, "row-note") for quantity in promised.get(term.id, [])),
        )
        rows.append(cells)
    official = int(own["in_official_text"].sum())
    tables.show(
        "tbl-statement-2020",
        f"The statement in {counted(official, 'term')}, grouped by point, and "
        f"{counted(len(own) - official, 'term')} that stood in the first published version alone.",
        ("Clause", "Term", "Who owes it", "By when, how much", "What became of it", "Sources"),
        rows,
        "Source: the record, tables terms and term_quantities. One sentence split in several "
        "terms is not several successes: no total is given.",
        STYLE,
    )


_NO_ANSWER = "no answer found"
MARKS = charts.Styles(
    "MARKS in briefing/chapters/statement_2020.py",
    {
        "fulfilled": ("o", charts.GREEN),
        "fulfilled-late": ("v", charts.YELLOW),
        "fulfilled-amended": ("D", charts.GREEN),
        "partly-fulfilled": (">", charts.BLUE),
        "not-fulfilled": ("s", charts.MUTED),
        "disputed": ("^", charts.PURPLE),
        statement_analysis.STOPPED: ("x", charts.RED),
    },
)


def lives(record: Record) -> pd.DataFrame:
    """The life of each term of the statement that has one."""
    statement = record.agreements.set_index("id").loc[STATEMENT]
    own = analysis.of_agreement(record.terms, STATEMENT)
    until = record.events["date_latest"].max()
    return statement_analysis.lives(own, statement["in_force_from_earliest"], until)


def _lines(told: pd.DataFrame, fates: dict[str, str]) -> Figure:
    """Draw the line of each term under those before it, a gap after each point."""
    figure, (axes,) = charts.figure(0.18 * len(told) + 1.6)
    points = [analysis.point_of(clause) for clause in told["clause"]]
    gaps = pd.factorize(pd.array(points, dtype="object"))[0]
    heights = -(told.index.to_numpy() + 0.6 * gaps)
    for height, term in zip(heights, told.itertuples(), strict=True):
        mark, colour = MARKS[term.status]
        begun = told.loc[term.Index, "from"]
        doubted = term.known if pd.isna(term.disputed) else term.disputed
        axes.plot([begun, doubted], [height] * 2, color=colour, lw=1.3)
        axes.plot([doubted, term.known], [height] * 2, color=colour, lw=1.3, ls=(0, (2, 1.4)))
        axes.plot([term.known, term.to], [height] * 2, color=colour, lw=0.9, ls=":")
        axes.plot([term.known], [height], mark, ms=4.4, mew=1.2, color=colour)
        if pd.notna(term.deadline):
            axes.plot([term.deadline], [height], "|", ms=7, mew=1.0, color=charts.INK)
    labels = [f"{term.clause}  {term.short}" for term in told.itertuples()]
    charts.beside(axes, heights, labels, 8)
    axes.spines["left"].set_visible(False)
    axes.set_ylim(heights.min() - 0.6, heights.max() + 1)
    charts.years(axes)
    handles = [
        Line2D([], [], marker=mark, color=colour, lw=1.3, ms=4.4, label=fates[status])
        for status, (mark, colour) in MARKS.items()
        if status in fates
    ]
    handles += [
        Line2D([], [], marker="|", color=charts.INK, lw=0, ms=7, label="deadline"),
        Line2D([], [], color=MARKS[statement_analysis.STOPPED][1], lw=1.3, ls=(0, (2, 1.4)),
               label="when it stopped is disputed"),
    ]  # fmt: skip
    figure.legend(handles=handles, loc="outside lower center", ncols=2, fontsize=7, frameon=False)
    return figure


def lives_chart(record: Record) -> None:
    """Draw the life of each term as a line from the statement to its end, grouped by point."""
    told = lives(record)
    fates = _fates(told)
    figure = _lines(told, fates)
    by, until = told["status"].value_counts(), told["to"].max()
    stops = told.loc[told["status"] == statement_analysis.STOPPED, "to"]
    own = in_official_text(record)
    others = own.loc[~own["id"].isin(told["id"]), "clause"]
    charts.show(
        figure,
        "fig-statement-2020-lives",
        "The life of each term of the statement, grouped by point: until the day on which it was "
        "done or stopped, or else to the latest fact about it, and dotted from there to "
        f"{until.day} {until:%B %Y}, the day of the latest event in the record. "
        "Terms of one sentence stand below one another and are not several successes; those that "
        f"only give a number or a time ({', '.join(others)}) are left out.",
        f"One line for each of {len(told)} terms, from November 2020 to the day on which it was "
        "done or stopped, or to the latest fact about it and then dotted; dashed where it is "
        "disputed when it stopped: "
        + "; ".join(f"{count} {fates[status]}" for status, count in by.items())
        + ". The handovers of districts end within weeks; what was kept for a time stopped between "
        f"{stops.min():%B %Y} and {stops.max():%B %Y}{_disputed_from(told)}.",
        told,
        "the record, table terms.",
    )


def _disputed_from(told: pd.DataFrame) -> str:
    """From when a side has terms stopped whose end is disputed, as words."""
    doubted = told.dropna(subset=["disputed"])
    days = [f"{t.clause} from {when(t.disputed_from)}" for t in doubted.itertuples()]
    return f", by one side already: {', '.join(days)}" if days else ""


def _fates(told: pd.DataFrame) -> dict[str, str]:
    """What became of the terms of each status, in all the words that the tables use for it."""
    words_of: dict[str, dict[str, None]] = {}
    for term in told.itertuples():
        words_of.setdefault(term.status, {})[fate(term)] = None
    return {status: " or ".join(said) for status, said in words_of.items()}


def _quantities(quantities: pd.DataFrame) -> dict[str, list[str]]:
    shown: dict[str, list[str]] = {}
    for q in quantities.itertuples():
        number = f"{q.value:,.10g}"
        shown.setdefault(q.term, []).append(f"{_verb(q.kind)}: {number} {q.unit}, {q.of}")
    return shown


def _verb(kind: str) -> str:
    """What a quantity is: promised by the text, or reported, of what was moved or still held."""
    return "promised" if kind == "promised" else "reported"


def allegations_table(record: Record, of_statement: bool = True) -> None:
    """Show who alleges that which term was not kept, of the statement or of all other texts."""
    allegations, passages = record.allegations, Passages(record, "allegations")
    own = allegations["term"].str.startswith(f"{STATEMENT}-")
    chosen = allegations[own == of_statement]
    clauses = by_id(record.terms, "clause")
    agreements = by_id(record.terms, "agreement")
    known = titles(record, "agreements")
    actors = names(record, "actors")
    # A term of the statement has a row of its own on this page.
    address = told_anchor if of_statement else functools.partial(anchor, "terms")
    rows = [
        [
            Anchor(anchor("allegations", a.id), when(a.date)),
            stacked(
                "" if of_statement else (known[agreements[a.term]], "row-text"),
                RowLink(address(a.term), clauses[a.term]),
            ),
            stacked((listed(a.accuser, actors), "row-text"), (words(a.accuser_kind), "row-note")),
            listed(a.accused, actors),
            stacked(
                passages.told(a, "allegation", "row-text"), passages.told(a, "note", "row-note")
            ),
            stacked(passages.told(a, "answer", "row-text")) if text(a.answer) else _NO_ANSWER,
            passages.sourced(a),
        ]
        for a in chosen.sort_values(["date_earliest", "id"]).itertuples()
    ]
    which = "the statement" if of_statement else "other agreements"
    tables.show(
        "tbl-statement-2020-allegations" if of_statement else "tbl-allegations-other",
        f"{counted(len(chosen), 'allegation')} about {which}. An allegation is what "
        "somebody says; it changes no outcome above.",
        (
            "Date",
            "Clause" if of_statement else "Text and clause",
            "Who alleges",
            "Of whom",
            "Allegation",
            "Answer",
            "Sources",
        ),
        rows,
        "Source: the record, table allegations.",
        "wide gridded cols-allegations",
    )


def variants_table(record: Record) -> None:
    """Show where the published versions of the statement differ."""
    own = record.text_variants[record.text_variants["agreement"] == STATEMENT]
    rows = [
        [text(v.clause) or "whole text", v.version, v.reading, cite(v.sources)]
        for v in own.sort_values("clause", kind="stable", na_position="first").itertuples()
    ]
    tables.show(
        "tbl-statement-2020-variants",
        "Differences between published versions of the statement. None is preferred here.",
        ("Point", "What differs, or whose text", "Reading", "Sources"),
        rows,
        "Source: the record, table text_variants.",
    )


def quantities_tables(record: Record) -> None:
    """Show the numbers that the statement promised, and those reported on its subjects since."""
    own = record.term_quantities[record.term_quantities["term"].str.startswith(f"{STATEMENT}-")]
    promised = own["kind"] == "promised"
    clauses = by_id(record.terms, "clause")
    for name, of, caption in (
        ("promised", own[promised], "that the statement promised"),
        (
            "reported",
            own[~promised],
            "reported since on its subjects, each with its own days and scope: none can be added "
            "up",
        ),
    ):
        tables.show(
            f"tbl-statement-2020-{name}",
            f"{counted(len(of), 'quantity', 'quantities')} {caption}.",
            ("Clause", "How much", "Of what", "Sources"),
            [
                [
                    RowLink(told_anchor(q.term), clauses[q.term]),
                    f"{q.value:,.10g} {q.unit}",
                    q.of,
                    cite(q.sources),
                ]
                for q in of.itertuples()
            ],
            "Source: the record, table term_quantities.",
        )
