"""The brief: the whole briefing on one sheet, two pages, computed from the record and the book."""

import base64
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd

from briefing import citing, dates
from briefing.analysis.terms import of_agreement, point_of
from briefing.chapters.common import listed, names, text, when
from briefing.chapters.phases import UCDP
from briefing.chapters.terms import STATEMENT, fate
from briefing.citing import Work
from briefing.label_style import labels
from briefing.printing import article, engine, pictures
from briefing.printing.book_pdf import head
from briefing.printing.edition import LICENCE, NAMES, REVIEW, Edition, spoken
from briefing.printing.engine import Printed, PrintError, WrongLengthError
from briefing.record import Record
from briefing.references import Source
from briefing.wording import LANGUAGES

PAGES = 2
# The largest type that leaves the brief on its sheet is taken; smaller is no longer readable.
_SIZES = (9.4, 9.2, 9.0, 8.8, 8.6, 8.5)
_STYLE = "brief.css"
_ASSESSMENT = "notebooks/assessment"
_SHORT = (
    "UCDP: Uppsala Conflict Data Program. TRIPP: Trump Route for International Peace and "
    "Prosperity."
)
# What a term is that leaves nothing to fulfil.
_LEFT = {"definition": "gives a number", "duration": "gives a time"}
_STRIP_ALT = (
    "A strip of time: the phases by number, the wars in dark grey, and "
    f"{len(pictures.MARKED)} marked texts."
)
_MAPS_ALT = (
    "Three schematic maps. On 12 May 1994 the former oblast and the districts to its west and "
    "south are shaded as held by Armenian forces; on 1 December 2020 a part of the former oblast, "
    "held by the de facto authorities, with the edge of the Russian peacekeepers’ area, and the "
    f"Lachin road; on {dates.spoken(pictures.MAPS[-1])} nothing is shaded."
)


@dataclass(frozen=True)
class Judgement:
    """One key judgement as the assessment has it."""

    title: str
    text: str
    confidence: str
    likelihood: str


def write(html: Path, record: Record, edition: Edition) -> Printed:
    """Set the brief.

    Parameters
    ----------
    html : pathlib.Path
        Folder of the built pages, of which the key judgements are read.
    record : Record
    edition : Edition

    Returns
    -------
    Printed
        Of exactly `PAGES` pages.

    Raises
    ------
    PrintError
        If it does not fit on its sheet in readable type.
    """
    body = _body(html, record, edition)
    title = f"{edition.title}: the brief"
    for size in _SIZES:
        style = f"<style>html {{ font-size: {size}pt }}</style>"
        text = (
            f"<!DOCTYPE html>\n<html lang='en'><head>{head(edition, title)}{style}</head>"
            f"<body>{body}</body></html>"
        )
        with suppress(WrongLengthError):
            return engine.typeset(text, _STYLE, html, edition.epoch, PAGES)
    raise PrintError(f"The brief has no {PAGES} pages at {size} pt: shorten the key judgements")


def _body(html: Path, record: Record, edition: Edition) -> str:
    told = "".join(
        [
            '<div class="side">',
            _masthead(edition),
            _phases(record),
            _judgements(judgements(html)),
            _numbers(record),
            '</div><div class="side">',
            _maps(record),
            _terms(record),
            _sources(record, edition),
            _notices(),
            "</div>",
        ]
    )
    return article.DAY.sub("\\1\u00a0", told)


def _masthead(edition: Edition) -> str:
    return (
        f'<div class="masthead"><h1>{escape(edition.title)}</h1>'
        f'<p class="subtitle">{escape(edition.subtitle)}. The brief</p>'
        f'<p class="line" data-edition="{escape(edition.of.line)}">{escape(edition.of.author)} · '
        f"{escape(edition.of.line)} · {spoken(edition.of.released)}. {escape(edition.accurate)} "
        f"<b>{REVIEW}</b></p></div>"
    )


def _phases(record: Record) -> str:
    listed_ = "".join(
        f"<li>{escape(phase.title)} <span>{escape(_days(phase))}</span></li>"
        for phase in pictures.phases(record).itertuples()
    )
    return (
        f"<h2>Phases</h2>{_picture(pictures.strip(record), _STRIP_ALT)}"
        f'<ol class="phases">{listed_}</ol>'
    )


def _days(phase) -> str:
    if pd.isna(phase.end):
        return f"since {when(phase.start)}"
    return when(phase.start, phase.end)


def judgements(html: Path) -> list[Judgement]:
    """The key judgements, as the page of the assessment shows them.

    Raises
    ------
    PrintError
        If the page does not show them.
    """
    [page] = article.chapters(html, [("", _ASSESSMENT)])
    found = [_judgement(row, page) for row in page.article.select("#tbl-assessment tbody tr")]
    if not found:
        raise PrintError("The page of the assessment has no table of key judgements")
    return found


def _judgement(row, page: article.Chapter) -> Judgement:
    number, title, confidence, likelihood = (
        cell.get_text(" ", strip=True) for cell in row.find_all("td")
    )
    for heading in page.article.select("h3"):
        if heading.get_text(" ", strip=True) == f"{number}. {title}":
            text = heading.find_next_sibling("p").get_text(" ", strip=True)
            return Judgement(title, text, confidence, "" if likelihood == "–" else likelihood)
    raise PrintError(f"The page of the assessment does not tell judgement {number}: {title}")


def _judgements(told: list[Judgement]) -> str:
    shown = "".join(
        f"<li><p><b>{escape(j.title)}.</b> {escape(j.text)} <i>Confidence"
        f"{' in the likelihood' if j.likelihood else ''}: {escape(j.confidence)}"
        f"{f'; likelihood: {escape(j.likelihood)}' if j.likelihood else ''}."
        "</i></p></li>"
        for j in told
    )
    return f'<h2>Key judgements</h2><ol class="judgements">{shown}</ol>'


def _maps(record: Record) -> str:
    return (
        f"<h2>Control on three days</h2>{_picture(pictures.three_maps(record), _MAPS_ALT)}"
        f'<p class="note">{escape(pictures.notice())} State borders, lakes and modern districts: '
        "Natural Earth.</p>"
    )


def _terms(record: Record) -> str:
    """Each term of the statement with who owes it and what became of it, point by point."""
    own = of_agreement(record.terms, STATEMENT)
    own = own[own["in_official_text"].astype(bool)]
    actors = names(record, "actors")
    shown, current = [], None
    for term in own.itertuples():
        point = point_of(term.clause)
        kind = "term new" if point != current else "term"
        current = point
        owed = f" {listed(term.obligor, actors, ', ')}:" if term.obligor else ""
        shown.append(
            f'<p class="{kind}"><b>{escape(term.clause)}</b> {escape(term.text)}'
            f"<i>{escape(owed)} {escape(_fate(term))}.</i></p>"
        )
    return (
        "<h2>The statement of 10 November 2020, term by term</h2>"
        f'<div class="terms">{"".join(shown)}</div>'
        '<p class="note">Paraphrased. After each term: who owes it, and what became of it as the '
        "record codes it; the sides dispute it. One sentence split in several terms is not "
        "several successes.</p>"
    )


def _fate(term) -> str:
    """What became of a term; of one that leaves nothing to fulfil, what it is."""
    if term.status == "not-applicable":
        return _LEFT.get(term.binding, term.binding)
    return f"{fate(term)}; when is disputed" if text(term.disputed_from) else fate(term)


def _numbers(record: Record) -> str:
    contested = int(record.events["contested"].sum())
    rows = [
        (f"{len(record.events):,}", f"events, on {contested:,} of which the accounts differ"),
        (f"{len(record.agreements):,}", "ceasefires and other texts"),
        (f"{len(record.terms):,}", "terms, with what became of them, where known"),
        (f"{len(record.allegations):,}", "allegations that a term was not kept"),
        (f"{len(record.estimates):,}", "published figures of losses, flight, captives and areas"),
        (f"{len(record.control_changes):,}", "changes of control over a place"),
        (f"{len(record.meetings):,}", f"meetings, and {len(record.proposals)} plans"),
        (
            f"{len(record.proceedings):,}",
            "steps before courts and organs",
        ),
        (f"{len(record.transfers):,}", "handovers of captives, remains and others"),
    ]
    press = sum(source.kind == "press" for source in record.sources.values())
    said = f"sources, {press:,} of them press and other pages"
    rows.append((f"{len(record.sources):,}", said))
    shown = "".join(f"<p><b>{number}</b> {escape(what)}</p>" for number, what in rows)
    return f'<h2>The record in numbers</h2><div class="numbers">{shown}</div>'


def _sources(record: Record, edition: Edition) -> str:
    known = labels(list(record.sources.values()))
    shown = "".join(
        f"<li>{escape(of_what)}: {_source(source, known[source.key])}</li>"
        for of_what, source in _main_sources(record)
    )
    cite = escape(citing.apa(Work(), edition.of))
    return (
        '<div class="columns"><div class="half"><h2>Main sources</h2>'
        f'<ul class="sources">{shown}</ul></div><div class="half"><h2>How to cite</h2>'
        f'<p>{cite}</p><p class="note">Main sources are those in which the five texts marked below '
        "the strip of phases were read, and the count of deaths. In square brackets: the label in "
        f"the lists of sources of the book, which names a source for every row. {_SHORT}</p>"
        "</div></div>"
    )


def _main_sources(record: Record) -> Iterator[tuple[str, Source]]:
    """Where the texts that the strip marks were read, and whose deaths the book charts."""
    texts = record.agreements.set_index("id")["text_source"]
    for agreement, *_ in pictures.MARKED:
        yield pictures.day_of(record, agreement), record.sources[texts[agreement]]
    yield "Deaths", record.sources[UCDP.keys[0]]


def _source(source: Source, label: str) -> str:
    """A source with its day, its language and the site on which it was read.

    On paper no link can be followed.
    """
    fields = source.fields
    # The label names persons, and a body unless it shortens its name.
    told = len(source.authors) > 1 or source.author == source.short_author
    author = "" if told else f"{source.author}. "
    published = "" if source.publisher == source.author else f"{source.publisher}, "
    day = dates.spoken(fields["date"]) if "date" in fields else "n.d."
    language = fields.get("language", "en")
    said = "" if language == "en" else f", in {LANGUAGES[language]}"
    shown = escape(f"[{label}] {author}{fields['title']}. {published}{day}{said}")
    address = fields.get("url")
    if not address:
        return shown
    host = escape(urlsplit(address).netloc.removeprefix("www."))
    return f'{shown} (<a href="{escape(address)}">{host}</a>)'


def _notices() -> str:
    return f'<p class="notice">{escape(NAMES)} {REVIEW} {escape(LICENCE)}</p>'


def _picture(svg: str, alt: str) -> str:
    data = base64.b64encode(svg.encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(alt)}">'
