"""The section on balance: where the record leans, shown row by row."""

import pandas as pd
from matplotlib.figure import Figure

from briefing import charts, tables
from briefing.addresses import anchor
from briefing.analysis import balance as analysis
from briefing.analysis import passages as passage_analysis
from briefing.analysis import phases as phase_analysis
from briefing.chapters.common import by_id, counted, counts_cells, names, stacked, text, when, words
from briefing.markup import RowLink, Sequence, row
from briefing.record import Record

# Short titles of the columns: kinds of source, then who controls the outlet.
_LABELS = {
    "igo": "int. org.",
    "ngo": "NGO",
    "official": "official body",
    "state": "state-owned",
    "other": "neither",
}
# Fill, hatch and the colour of the hatch: each is told by its hatch alone, too.
_LOOKS = {
    "Armenia and de facto authorities": (charts.BLUE, "", "white"),
    "Azerbaijan": (charts.YELLOW, "/////", "white"),
    "Russia and the Soviet Union": (charts.GREEN, "----", "white"),
    "Other states": (charts.RED, "xxxx", "white"),
    "International organisations": (charts.PURPLE, "|||||", "white"),
    analysis.PARTISAN["am"]: ("#a9c4dd", "", "white"),
    analysis.PARTISAN["az"]: ("#f0dfb8", "/////", charts.YELLOW),
    "Of no state": ("#eeeeee", "", "white"),
}


_VERDICTS = ("supported", "imprecise", "wrong", "untested")
_STANDING = {
    "corroborated": "Corroborated",
    "read": "Read",
    "secondhand": "Second-hand",
    "unconfirmed": "Not confirmed",
    "blank": "Not checked",
}


def standing(record: Record) -> pd.DataFrame:
    """How well the rows of each table that says so of its rows stand."""
    return analysis.standing(checked(record))


def checked(record: Record) -> dict[str, pd.DataFrame]:
    """Every table whose rows say how well they stand; an account not found has nothing to check."""
    described = record.package.tables.values()
    told = {
        table.name: getattr(record, table.name)
        for table in described
        if any(column.name == "support" for column in table.columns)
    }
    found = told["accounts"]["account"].notna()
    return told | {"accounts": told["accounts"][found]}


def standing_table(record: Record) -> None:
    """Show how many rows of each table are corroborated, read, second-hand or not confirmed."""
    counts = standing(record)
    counts.loc["all tables"] = counts.sum()
    counts = counts.loc[:, counts.any()]
    rows = [
        [words(name).replace("_", " "), *counts_cells(row), f"{sum(row):,}"]
        for name, row in zip(counts.index, counts.to_numpy().tolist(), strict=True)
    ]
    tables.show(
        "tbl-balance-standing",
        "How well the rows stand of each table whose rows are checked against pages; accounts that "
        "were sought and not found are left out.",
        ("Table", *(_STANDING[standing] for standing in counts.columns), "All"),
        rows,
        "Source: the record. The methods page says what each word means.",
        "figures",
    )


def passages(record: Record) -> pd.DataFrame:
    """How many rows of each table say which of their sources carries which of their words."""
    named = record.package.tables["passages"].column("table").enum
    return passage_analysis.told(record.passages, {name: getattr(record, name) for name in named})


def passages_table(record: Record) -> None:
    """Show how many rows of each table say which of their sources carries which words."""
    counts = passages(record)
    counts.loc["all of these"] = counts.sum()
    tables.show(
        "tbl-balance-passages",
        "Rows that say which of their sources carries which of their words, and how many of the "
        "sources that they cite were seen to carry some.",
        (
            "Table",
            "Rows",
            "With passages",
            "Passages",
            "Sources cited there",
            "Seen to carry words",
        ),
        [
            [name, *counts_cells(row)]
            for name, row in zip(counts.index, counts.to_numpy().tolist(), strict=True)
        ],
        "Source: the record, table passages. A source without a passage may carry words that were "
        "not in the part of its page that was read.",
        "figures",
    )


def latest_draw(record: Record) -> str:
    """What the latest draw from all main tables found, as sentences."""
    drawn = analysis.draws(record.audits).iloc[-1:]
    draw, tested = drawn.iloc[0], int(analysis.tested(drawn).iloc[0])
    untested, misleading = int(draw["untested"]), draw["misleading"]
    imprecise = f"{draw['imprecise']} imprecise in some point"
    if pd.notna(misleading):
        imprecise += f" ({misleading or 'none'} could mislead)"
    told = (
        f"Of the {tested + untested} rows last drawn at random from the six main tables and read "
        f"anew ({when(draw['date'])}), {draw['supported']} were right in every point, "
        f"{imprecise}, {draw['wrong'] or 'none'} wrong"
    )
    told += f", and {untested} could not be looked up" if untested else ""
    shares = f"{100 * draw['imprecise'] / tested:.0f} per cent of the rows"
    if pd.notna(draw["statements"]):
        told += f"; of {draw['statements']} statements in them {draw['faulted']} were faulted"
        shares += (
            f" and {100 * draw['faulted'] / draw['statements']:.0f} per cent of the statements"
        )
    return (
        f"{told}. By that sample {shares} may be imprecise: a word, a day, a missing answer; the "
        "rows that were faulted have since been mended."
    )


def all_draws(record: Record) -> str:
    """What the draws from all main tables have found together, as a sentence."""
    drawn = analysis.draws(record.audits)
    others = record.audits[~record.audits["id"].isin(drawn["id"])]
    tested = analysis.tested(drawn)
    right = 100 * drawn["supported"] / tested
    counted_in = drawn[drawn["statements"].notna()]
    told = (
        f"In {counted(len(drawn), 'draw')} from the six main tables {tested.sum():,} rows could be "
        f"looked up; {right.min():.0f} to {right.max():.0f} per cent of them, by the draw, were "
        f"right in every point and {drawn['wrong'].sum() or 'none'} wrong (readings of one or a "
        f"few tables found {others['wrong'].sum()} wrong rows in all)"
    )
    if len(counted_in):
        share = 100 * counted_in["faulted"].sum() / counted_in["statements"].sum()
        told += (
            f"; of {counted_in['statements'].sum():,} statements that checkers counted in "
            f"{len(counted_in)} of them, {share:.1f} per cent were faulted"
        )
    return f"{told}. Checkers are not equally strict, and every row faulted was mended afterwards."


def _verdicts(audit) -> list[tuple[str, str]]:
    """Verdicts of a reading, with how many could mislead and the statements, if they are known."""
    told = [f"{getattr(audit, verdict)} {verdict}" for verdict in _VERDICTS]
    if pd.notna(audit.misleading):
        told[1] += f" ({audit.misleading or 'none'} could mislead)"
    if pd.notna(audit.statements):
        told.append(f"{audit.faulted} of {audit.statements} statements faulted")
    return [(line, "row-text") for line in told]


def audits_table(record: Record) -> None:
    """Show how fresh readings judged rows, most of them drawn at random."""
    rows = [
        tables.RecordRow(
            audit.id,
            [
                when(audit.date),
                stacked(
                    (", ".join(table.replace("_", " ") for table in audit.tables), "row-text"),
                    (audit.draw, "row-note"),
                ),
                stacked(*_verdicts(audit)),
                text(audit.note),
            ],
        )
        for audit in record.audits[::-1].itertuples()
    ]
    tables.show(
        "tbl-balance-audits",
        "Fresh readings of rows, drawn at random or of whole tables, as the rows stood "
        "before they were mended; the latest first.",
        ("Day", "Drawn from", "Verdicts", "What was found"),
        rows,
        "Source: the record, table audits. What stands in random.Random is the seed of a draw: "
        "with the record of that day it draws the same rows again.",
        "wide cols-audits",
    )


def _days(topic) -> str:
    """From when to when a topic was checked; of one day, that day."""
    first, last = when(topic.start), when(topic.checked_to)
    return f"of {first}" if first == last else f"from {first} to {last}"


def coverage_table(record: Record) -> None:
    """Show, of each topic, how far the last check reached, by what method, and what is missing."""
    rows = [
        tables.RecordRow(
            topic.id,
            [
                stacked(
                    (topic.topic, "row-title"),
                    (_days(topic), "row-text"),
                    (f"checked on {when(topic.checked_on)}", "row-note"),
                ),
                text(topic.method),
                text(topic.gaps) or "none known",
            ],
        )
        for topic in record.coverage.itertuples()
    ]
    tables.show(
        "tbl-balance-coverage",
        "What was looked for, from when to when, how, and what is known to be missing.",
        ("Topic", "How", "Known to be missing"),
        rows,
        "Source: the record, table coverage.",
        "wide cols-coverage",
    )


# From this ratio on the more numerous kind of sources is said to be more numerous.
_UNEVEN = 1.2


def lean(groups: pd.Series, armenian: str, azerbaijani: str) -> str:
    """Whether Armenian or Azerbaijani sources of a kind are more numerous, with their numbers.

    Parameters
    ----------
    groups : pandas.Series
        Number of sources by group.
    armenian, azerbaijani : str
        The two groups.

    Returns
    -------
    str
        ``Armenian ones are more numerous (4 to 2)``, or ``both sides are about even (4 Armenian,
        4 Azerbaijani)``.
    """
    am, az = int(groups.get(armenian, 0)), int(groups.get(azerbaijani, 0))
    if max(am, az) <= _UNEVEN * min(am, az):
        return f"both sides are about even ({am:,} Armenian, {az:,} Azerbaijani)"
    side = "Armenian" if am > az else "Azerbaijani"
    return f"{side} ones are more numerous ({max(am, az):,} to {min(am, az):,})"


def others(groups: pd.Series) -> int:
    """Number of sources that are of neither state and argue no side's case."""
    sided = ["Armenia and de facto authorities", "Azerbaijan", *analysis.PARTISAN.values()]
    return int(groups.drop(sided, errors="ignore").sum())


def sources_table(record: Record) -> None:
    """Show the sources by whose outlet they are, by kind and by control."""
    table = analysis.by_group(analysis.source_table(record.sources))
    rows = [
        [group, *counts_cells(counts)]
        for group, counts in zip(table.index, table.to_numpy().tolist(), strict=True)
    ]
    rows.append(["All", *(f"{n:,}" for n in table.sum())])
    tables.show(
        "tbl-balance-sources",
        f"The {len(record.sources):,} sources by whose outlet they are: first by kind, "
        "then by whether an official body publishes, a medium that a state owns, or neither.",
        ("Whose outlet", *(_LABELS.get(c, c) for c in table.columns)),
        rows,
        "Source: the record, references. Whose outlet: whose state, officials or state-owned "
        "medium publishes; private media are of no state.",
        "wide figures",
    )


def _stacks(shares: pd.DataFrame, labels: list[str]) -> Figure:
    """Draw a bar of shares for each phase under its label."""
    figure, (axes,) = charts.figure(4.6)
    left = pd.Series(0.0, index=shares.index)
    places = list(range(len(shares)))[::-1]
    for group in shares.columns:
        fill, hatch, line = _LOOKS[group]
        axes.barh(
            places,
            shares[group],
            left=left,
            height=0.62,
            label=group,
            facecolor=fill,
            hatch=hatch,
            hatchcolor=line,
            edgecolor="white",
            linewidth=0.6,
        )
        left = left + shares[group]
    for place, label in zip(places, labels, strict=True):
        axes.text(0, place + 0.36, label, fontsize=7, color=charts.INK, va="bottom")
    axes.set_yticks([])
    axes.set_ylim(-0.5, len(shares) - 0.1)
    axes.set_xlim(0, 100)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("Share of the citations of the phase’s events, per cent")
    figure.legend(loc="outside lower center", ncols=2, fontsize=7, frameon=False)
    return figure


def phases_chart(record: Record) -> None:
    """Draw whose outlets the events of each phase cite, as shares of the citations."""
    placed = phase_analysis.with_phase(record.events, record.phases)
    table = analysis.citations_by_phase(placed, analysis.source_table(record.sources))
    titles = by_id(record.phases, "title")
    shares = table.div(table.sum(axis=1), axis=0) * 100
    labels = [f"{titles[p]} ({int(n):,})" for p, n in table.sum(axis=1).items()]
    figure = _stacks(shares, labels)
    parties = shares[["Armenia and de facto authorities", "Azerbaijan"]].round().astype(int)
    charts.show(
        figure,
        "fig-balance-phases",
        f"Outlets that belong to no state and argue no side’s case carry "
        f"{shares['Of no state'].min():.0f} to {shares['Of no state'].max():.0f} per cent of the "
        "citations of each phase’s events. In brackets: the number of citations.",
        "Stacked bars, one a phase. Outlets of Armenia and the de facto authorities make up "
        + "; ".join(
            f"{row_.iloc[0]} per cent and those of Azerbaijan {row_.iloc[1]} in {titles[phase]}"
            for phase, row_ in parties.iterrows()
        )
        + ".",
        table.rename_axis("phase").reset_index(),
        "the record, tables events and references.",
    )


def one_sided(record: Record) -> pd.DataFrame:
    """Events that rest on the outlets of one side alone, with that side as ``leaning``."""
    table = analysis.source_table(record.sources)
    events = record.events.sort_values(["date_earliest", "id"])
    events = events.assign(leaning=[analysis.leaning(keys, table) for keys in events["sources"]])
    return events[events["leaning"] != ""]


def one_sided_table(record: Record) -> None:
    """Show the events that rest on one side's outlets alone."""
    rows = [
        tables.RecordRow(
            e.id, [_link("events", e.id, when(e.date, e.end_date)), e.title, e.leaning]
        )
        for e in one_sided(record).itertuples()
    ]
    tables.show(
        "tbl-balance-one-sided",
        f"{counted(len(rows), 'event')} whose sources are all outlets of one side or private "
        "outlets that argue its case.",
        ("Date", "Event", "Outlets"),
        rows,
        "Source: the record, tables events and references.",
        "cols-balance",
    )


def origins_table(record: Record) -> None:
    """Show from which outlets the accounts of each side are known."""
    sides = by_id(record.actors, "side")
    found = int(record.accounts["account"].notna().sum())
    table = analysis.account_origins(record.accounts, sides, analysis.source_table(record.sources))
    rows = [
        [side, *counts_cells(counts), str(sum(counts))]
        for side, counts in zip(table.index, table.to_numpy().tolist(), strict=True)
    ]
    tables.show(
        "tbl-balance-origins",
        f"Where the {counted(found, 'account')} of the record come from, and "
        f"{len(record.accounts) - found} that were not found.",
        (
            "Whose",
            "Its own outlets",
            "Private, argues its case",
            "Quoted by others",
            "Not found",
            "All",
        ),
        rows,
        "Source: the record, tables accounts and references. An account counts under the nearest "
        "of its sources; those of movements out of office, such as the Popular Front of "
        "Azerbaijan, count as other.",
        "figures",
    )


def missing(record: Record) -> pd.DataFrame:
    """Accounts of contested rows that were sought in vain."""
    return analysis.missing_accounts(record.accounts)


def missing_table(record: Record) -> None:
    """Show the contested rows of which a side's account is missing."""
    actors, titles = names(record, "actors"), _titles(record)
    rows = [
        [_link(m.table, m.row, titles[m.table, m.row]), actors[m.actor], text(m.note)]
        for m in missing(record).sort_values(["actor", "row"]).itertuples()
    ]
    tables.show(
        "tbl-balance-missing",
        f"{counted(len(rows), 'account')} of contested rows that was looked for and not found."
        if len(rows) == 1
        else f"{len(rows)} accounts of contested rows that were looked for and not found.",
        ("Row", "Whose account", "Where it was sought"),
        rows,
        "Source: the record, table accounts.",
        "cols-balance",
    )


def verbs_table(record: Record) -> None:
    """Show which side the titles of combat and control name first, with the verbs they use."""
    told = analysis.verbs(record.events)
    rows: list[list] = []
    for side, own in told.groupby("side", sort=False):
        counts = own["verb"].str.lower().replace("", "no verb").value_counts()
        rows.append(
            [
                f"{side} first",
                str(len(own)),
                "; ".join(f"{verb} {n}" if n > 1 else verb for verb, n in counts.items()),
            ]
        )
    rows.sort(key=lambda cells: -int(cells[1]))
    tables.show(
        "tbl-balance-verbs",
        f"Which side the titles of {counted(len(told), 'event')} of combat and control name "
        "first, by any form of its name, and the first word in them that can be a verb of "
        "fighting, control or speech; “both” is for “each side” and “both sides”. Under "
        "“killed” the side that is named is often the one that lost people.",
        ("Side named first", "Titles", "Verbs"),
        rows,
        "Source: the record, table events.",
        "wide",
    )


def _titles(record: Record) -> dict[tuple[str, str], str]:
    """What stands for a row in a link: its title, or a term's agreement and clause."""
    titles = {("events", e.id): e.title for e in record.events.itertuples()}
    titles |= {("agreements", a.id): a.title for a in record.agreements.itertuples()}
    for term in record.terms.itertuples():
        agreement = titles["agreements", term.agreement]
        titles["terms", term.id] = f"{agreement}, clause {term.clause}"
    return titles


def _link(table: str, row_id: str, shown: str) -> Sequence:
    return row(RowLink(anchor(table, row_id), shown))
