"""The long tables: what is chosen, ordered, linked and downloaded is what the record says."""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page

from bench.keys import FLAGS, chromium
from briefing import found, label_style, publication, record, schema, sources_page
from briefing.addresses import accounts_anchor, anchor, source_anchor
from briefing.analysis import accounts as accounts_analysis
from briefing.analysis import phases as phase_analysis
from briefing.chapters import accounts as accounts_chapter
from briefing.chapters import timeline
from briefing.paths import DATA
from briefing.references import Source
from browser.waiting import until

REC = record.load()
OF = publication.read()
SHOWN = (
    "rows => rows.filter(row => !row.hidden)"
    ".map(row => row.id || row.querySelector('.row-anchor').id)"
)
# What stands on a page for each value of some controls, at once: for print all rows appear. That
# they appear some at a time is tested of several choices and of words.
EACH_VALUE = f"""([form, rows, keys]) => {{
  const tools = document.querySelector(form), told = {{}};
  for (const key of keys) {{
    const field = tools.querySelector(`[name="${{key}}"]`), flag = field.type === "checkbox";
    const choose = (value) => {{
      if (flag) field.checked = value !== ""; else field.value = value;
      field.dispatchEvent(new Event("input", {{ bubbles: true }}));
      window.dispatchEvent(new Event("beforeprint"));
    }};
    told[key] = (flag ? ["", "yes"] : [...field.options].map((one) => one.value)).map((value) => {{
      choose(value);
      const shown = ({SHOWN})([...document.querySelectorAll(rows)]);
      const groups = document.querySelectorAll("tr.group-row:not([hidden])");
      const among = rows.split(" ")[0];
      const heads = [...groups].filter((group) => group.closest(among)).length;
      return {{ value, rows: shown, said: tools.nextElementSibling.textContent, groups: heads }};
    }});
    choose("");
  }}
  return told;
}}"""


@dataclass(frozen=True)
class Long:
    """A long table of the book: where it stands, and the ids of each value of its facets."""

    page: str
    name: str
    table: str
    facets: dict[str, Callable[[], dict[str, set[str]]]]

    @property
    def prefix(self) -> str:
        """How its parameters begin in the address."""
        page, short = Path(self.page).stem, self.name.removeprefix("tbl-")
        return "" if short == page else f"{short.removeprefix(f'{page}-')}."

    def rows(self) -> str:
        return f"#{self.name} tbody tr:not(.group-row)"


def by(table: str, column: str, rows=None) -> dict[str, set[str]]:
    """Anchors of the rows of each value of a column, list cells item by item."""
    rows = getattr(REC, table) if rows is None else rows
    found_: dict[str, set[str]] = {}
    for row_id, cell in zip(rows["id"], rows[column], strict=True):
        for value in cell if isinstance(cell, tuple) else [cell]:
            if value is not None and value == value and str(value) != "<NA>":
                found_.setdefault(str(value), set()).add(anchor(table, row_id))
    return found_


def contested(table: str) -> dict[str, set[str]]:
    return {"yes": by(table, "contested")["True"]}


def phases(table: str) -> dict[str, set[str]]:
    """Rows of each phase: those that begin before its end and end after its beginning."""
    rows = getattr(REC, table)
    whole = REC.phases[REC.phases["parent"].isna()]
    order = list(whole.sort_values("start_earliest")["id"])
    first = phase_analysis.phase_of(rows["date_earliest"], REC.phases)
    last = first
    if table == "events":  # of the other tables a row stands in the phase of its first day
        last = phase_analysis.phase_of(
            rows["end_date_latest"].fillna(rows["date_latest"]), REC.phases
        )
    found_: dict[str, set[str]] = {}
    for row_id, begin, end in zip(rows["id"], first, last.fillna(first), strict=True):
        for phase in order[order.index(begin) : order.index(end) + 1]:
            found_.setdefault(phase, set()).add(anchor(table, row_id))
    return found_


def parties() -> dict[str, set[str]]:
    found_: dict[str, set[str]] = {}
    for part in REC.agreement_actors.itertuples():
        found_.setdefault(part.actor, set()).add(anchor("agreements", part.agreement))
    return found_


def claimants() -> dict[str, set[str]]:
    sides = dict(zip(REC.actors["id"], REC.actors["side"], strict=True))
    rows = REC.estimates
    told = rows["claimant_side"].fillna(rows["claimant_actor"].map(sides)).fillna("none")
    return by("estimates", "told", rows.assign(told=told))


def positions(issue: str) -> dict[str, set[str]]:
    rows = REC.positions
    return by("positions", "actor", rows[rows["issue"] == issue])


TABLES = [
    Long("notebooks/timeline.html", "tbl-timeline", "events", {
        "phase": lambda: phases("events"),
        "theatre": lambda: by("events", "theatre"),
        "category": lambda: by("events", "category"),
        "actor": lambda: by("events", "actors"),
        "contested": lambda: contested("events"),
    }),
    Long("notebooks/agreements.html", "tbl-agreements", "agreements", {
        "form": lambda: by("agreements", "form"),
        "status": lambda: by("agreements", "status"),
        "actor": parties,
        "contested": lambda: contested("agreements"),
    }),
    Long("notebooks/terms.html", "tbl-terms", "terms", {
        "agreement": lambda: by("terms", "agreement"),
        "type": lambda: by("terms", "type"),
        "status": lambda: by("terms", "status"),
        "binding": lambda: by("terms", "binding"),
        "contested": lambda: contested("terms"),
    }),
    Long("notebooks/figures.html", "tbl-figures", "estimates", {
        "episode": lambda: by("estimates", "episode"),
        "measure": lambda: by("estimates", "measure"),
        "of": lambda: by("estimates", "losses_of"),
        "side": claimants,
    }),
    Long("notebooks/negotiations.html", "tbl-negotiations-meetings", "meetings", {
        "phase": lambda: phases("meetings"),
        "format": lambda: by("meetings", "format"),
        "level": lambda: by("meetings", "level"),
        "present": lambda: by("meetings", "present"),
    }),
    Long("notebooks/plans.html", "tbl-plans", "proposals", {
        "author": lambda: by("proposals", "author"),
        "status": lambda: by("proposals", "status"),
    }),
    Long("notebooks/courts.html", "tbl-courts-steps", "proceedings", {
        "forum": lambda: by("proceedings", "forum"),
        "kind": lambda: by("proceedings", "step"),
        "against": lambda: by("proceedings", "respondent"),
    }),
    Long("notebooks/captives-and-missing.html", "tbl-captives-transfers", "transfers", {
        "phase": lambda: phases("transfers"),
        "kind": lambda: by("transfers", "kind"),
        "from": lambda: by("transfers", "from"),
        "mediator": lambda: by("transfers", "mediator"),
    }),
    *(
        Long("notebooks/positions.html", f"tbl-positions-{issue}", "positions", {
            "actor": lambda issue=issue: positions(issue),
        })
        for issue in sorted(set(REC.positions["issue"]))
    ),
]  # fmt: skip
TIMELINE = TABLES[0]
OF_ACCOUNTS = ("accounts", "accounts-1994-2020", "accounts-since-2020")
ACCOUNTS = tuple(f"notebooks/{name}.html" for name in OF_ACCOUNTS)
EACH = pytest.mark.parametrize("long", TABLES, ids=lambda long: long.name)
# One table of each page, where the tables of a page behave alike.
FIRST = {long.page: long for long in reversed(TABLES)}.values()
EACH_PAGE = pytest.mark.parametrize("long", FIRST, ids=lambda long: long.name)


def shown(page: Page, long: Long) -> list[str]:
    """Anchors of the rows that stand on the page, in their order, once all have appeared."""
    until(page, "!document.querySelector('[aria-busy=true]')")
    return page.locator(long.rows()).evaluate_all(SHOWN)


def control(page: Page, long: Long, label: str):
    return tools(page, long).get_by_label(label, exact=True)


def tools(page: Page, long: Long):
    """The controls of a table: the form that stands before it."""
    return page.locator(f"form.row-tools[data-for='{long.name}']")


def status(page: Page, long: Long) -> str:
    return tools(page, long).locator("xpath=following-sibling::p[1]").inner_text()


def facet(page: Page, long: Long, key: str):
    return tools(page, long).locator(f"[name='{key}']")


def choose(page: Page, long: Long, key: str, value: str) -> None:
    chooser = facet(page, long, key)
    if value == "yes":
        chooser.check()
    else:
        chooser.select_option(value)


def fold(text: str) -> str:
    """Text without case and diacritics, written anew for the test."""
    bare = unicodedata.normalize("NFD", text.lower())
    bare = "".join(c for c in bare if not unicodedata.category(c).startswith("M"))
    for letter, plain in {"ə": "e", "ı": "i", "ł": "l", "ø": "o", "ß": "ss", "æ": "ae"}.items():
        bare = bare.replace(letter, plain)
    return " ".join(bare.replace("’", "'").replace("‘", "'").split())


def exhibit(book: Path, long: Long) -> list[list[str]]:
    """The data file of an exhibit, its header first."""
    text = (book / "_exhibits" / f"{long.name}.csv").read_text(encoding="utf-8")
    return list(csv.reader(io.StringIO(text)))


def downloaded(page: Page, long: Long) -> list[list[str]]:
    with page.expect_download() as saved:
        tools(page, long).get_by_role("button", name="Download what is shown (CSV)").click()
    assert saved.value.suggested_filename == f"{long.name}-shown.csv"
    text = Path(saved.value.path()).read_text(encoding="utf-8")
    return list(csv.reader(io.StringIO(text)))


@pytest.fixture(scope="module")
def opened(browser: Browser, served: str) -> Iterator[Callable[[Long], Page]]:
    """The page of a table: opened once, and for each test after that reset by its own button."""
    pages: dict[str, Page] = {}

    def open_table(long: Long) -> Page:
        if long.page not in pages:
            pages[long.page] = context.new_page()
            pages[long.page].goto(f"{served}/{long.page}")
        page = pages[long.page]
        page.bring_to_front()  # rows appear in frames, of which a page behind others gets none
        tools(page, long).get_by_role("button", name="Reset").click()
        return page

    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        yield open_table


@EACH
def test_a_long_table_counts_all_rows_of_the_record_at_first(kept, long):
    page = kept(long.page).page
    expected = set().union(*(ids for get in long.facets.values() for ids in get().values()))
    rows = shown(page, long)
    assert len(rows) == len(set(rows))
    assert set(rows) >= expected
    assert status(page, long).startswith(f"{len(rows):,} of {len(rows):,} ")
    if long.table != "positions":
        assert len(rows) == len(getattr(REC, long.table))


def misplaced(told: list[dict], expected: dict[str, set[str]]) -> list[str]:
    """Choices that do not show the rows, or do not tell the number, that are expected of them."""
    everything = set(told[0]["rows"])
    wrong = []
    for one in told:
        rows, ids = (
            set(one["rows"]),
            expected.get(one["value"], set()) if one["value"] else everything,
        )
        if rows != ids:
            wrong.append(f"{one['value']}: not {rows - ids}, but {ids - rows}")
        if not one["said"].startswith(f"{len(ids):,} of {len(everything):,} "):
            wrong.append(f"{one['value']}: {one['said']}")
    return wrong


@EACH
def test_each_choice_shows_the_rows_that_the_record_gives_it(opened, long):
    page = opened(long)
    form = f"form.row-tools[data-for='{long.name}']"
    for key, told in page.evaluate(EACH_VALUE, [form, long.rows(), [*long.facets]]).items():
        expected = long.facets[key]()
        assert {one["value"] for one in told} == {"", *expected}, key
        assert misplaced(told, expected) == [], key


@EACH
def test_several_choices_show_the_rows_that_have_all_of_them(opened, long):
    page = opened(long)
    rest = set(shown(page, long))
    combined = []
    for key, get in long.facets.items():
        # The value that the most of the remaining rows have, so that some always remain.
        value, ids = max(get().items(), key=lambda item: (len(item[1] & rest), item[0]))
        if ids & rest:
            choose(page, long, key, value)
            rest &= ids
            combined.append(key)
        assert set(shown(page, long)) == rest
    assert len(combined) >= min(2, len(long.facets))


WORDS = [
    "lachin", "LACHIN road", "Security Council 1993", "Ağdam", "agdam", "Xankəndi", "xankendi",
    "Ստեփանակերտ", "степанакерт", "Shushi", "Şuşa", "TRIPP", "nosuchwordanywhere",
]  # fmt: skip


@pytest.fixture(scope="module")
def texts(book: Path) -> dict[str, str]:
    """What each row of the timeline says on its page, by anchor, read without a browser."""
    soup = BeautifulSoup((book / TIMELINE.page).read_text(encoding="utf-8"), "html.parser")
    rows = soup.select(TIMELINE.rows())
    return {
        row.select_one(".row-anchor")["id"]: worded(" ".join(c.get_text() for c in row("td")))
        for row in rows
    }


def worded(text: str) -> str:
    """Words alone, each after a blank: what a blank begins is the beginning of a word."""
    return " " + re.sub(r"[\W_]+", " ", fold(text)).strip()


def holding(texts: dict[str, str], typed: str) -> set[str]:
    """Rows in which every word begins one, or the name here of a place called so elsewhere."""
    names = {
        fold(place["name"]): [w for name in found.other_names(place) for w in fold(name).split()]
        for place in schema.rows(DATA, "places")
    }
    chosen = set(texts)
    for word in fold(typed).split():
        forms = [
            word,
            *(n for n, others in names.items() if any(o.startswith(word) for o in others)),
        ]
        chosen = {t for t in chosen if any(worded(form) in texts[t] for form in forms)}
    return chosen


def test_a_word_is_not_found_in_the_middle_of_another(texts):
    """TRIPP is no writer who was stripped of honours."""
    inside = {target for target, text in texts.items() if "tripp" in text}
    assert {"evt-2026-01-13-tripp-framework"} <= holding(texts, "TRIPP") < inside


@pytest.mark.parametrize("typed", WORDS)
def test_words_show_the_rows_that_hold_all_of_them(opened, texts, typed):
    page = opened(TIMELINE)
    control(page, TIMELINE, "Words in these events").fill(typed)
    expected = holding(texts, typed)
    assert set(shown(page, TIMELINE)) == expected
    assert bool(expected) == (typed != "nosuchwordanywhere")
    said = status(page, TIMELINE)
    if expected:
        assert said == f"{len(expected)} of {len(texts)} events"
    else:
        assert said.startswith(f"0 of {len(texts)} events: no event matches.")


@pytest.mark.parametrize(
    ("page", "name", "typed", "target"),
    [
        (TIMELINE.page, TIMELINE.name, "44-day war", "evt-2020-09-27-war-begins"),
        (TIMELINE.page, TIMELINE.name, "Khojaly massacre", "evt-1992-02-26-khojaly"),
        (ACCOUNTS[0], "tbl-accounts", "khojaly massacre", "acc-1992-02-26-khojaly"),
        (
            "notebooks/agreements.html",
            "tbl-agreements",
            "Trump Route",
            "agr-2026-01-tripp-framework",
        ),
    ],
)
def test_a_name_by_which_readers_look_shows_its_row(visit, page, name, typed, target):
    table = Long(page, name, "", {})
    opened = visit(page).page
    tools(opened, table).locator("[name=words]").fill(typed)
    assert target in shown(opened, table)
    assert typed.casefold() not in opened.locator(f"[id='{target}']").inner_text().casefold()


@pytest.mark.parametrize("place", ["khankendi-stepanakert", "aghdam", "lachin", "shusha-shushi"])
def test_every_name_of_a_place_shows_the_same_rows_as_its_name_here(opened, place):
    page = opened(TIMELINE)
    [row] = [row for row in schema.rows(DATA, "places") if row["id"] == place]
    words = control(page, TIMELINE, "Words in these events")
    words.fill(row["name"])
    here = set(shown(page, TIMELINE))
    assert by("events", "places")[place] <= here
    for name in found.other_names(row):
        words.fill(name)
        assert here <= set(shown(page, TIMELINE)), name


def id_of(target: str) -> str:
    """Id of a row in its table of the record, from its address."""
    return target.partition("-")[2]


@EACH
def test_what_is_downloaded_is_the_exhibits_file_to_the_letter(opened, book, long):
    page = opened(long)
    everything = shown(page, long)
    assert downloaded(page, long) == exhibit(book, long)
    assert [line[0] for line in exhibit(book, long)] == ["id", *map(id_of, everything)]


@EACH
def test_what_is_downloaded_can_be_joined_to_its_table_of_the_record(opened, long):
    page = opened(long)
    header, *lines = downloaded(page, long)
    assert header[0] == "id"
    assert sorted(line[0] for line in lines) == sorted(csv_lines(long))


@pytest.mark.parametrize("name", OF_ACCOUNTS)
def test_downloaded_accounts_can_be_joined_to_the_events(visit, name):
    accounts = Long(f"notebooks/{name}.html", f"tbl-{name}", "events", {})
    header, *lines = downloaded(visit(accounts.page).page, accounts)
    assert header[0] == "id"
    assert lines and {line[0] for line in lines} <= set(REC.events["id"])


@EACH
def test_what_is_downloaded_of_a_choice_are_those_lines_of_the_exhibits_file(opened, book, long):
    page = opened(long)
    everything = shown(page, long)
    key, get = next(iter(long.facets.items()))
    value, ids = min(get().items(), key=lambda item: (len(item[1]), item[0]))
    choose(page, long, key, value)
    header, *rows = exhibit(book, long)
    lines = [row for row, target in zip(rows, everything, strict=True) if target in ids]
    assert 0 < len(lines) < len(rows) or len(get()) == 1
    chosen = [target for target in everything if target in ids]
    assert downloaded(page, long) == [header, *lines]
    assert [line[0] for line in lines] == [id_of(target) for target in chosen]


@EACH
def test_every_order_sorts_by_its_column(opened, long):
    page = opened(long)
    before = shown(page, long)
    form = f"form.row-tools[data-for='{long.name}']"
    for told in page.evaluate(EACH_VALUE, [form, long.rows(), ["order"]])["order"]:
        value, rows = told["value"], told["rows"]
        assert rows == before if not value else sorted(rows) == sorted(before), value
        keys = sort_keys(long, value, rows)
        assert keys == sorted(keys, reverse=value.startswith("-")), value
        assert not value or told["groups"] == 0
    assert shown(page, long) == before


def sort_keys(long: Long, value: str, rows: list[str]) -> list:
    """What the rows of a page are ordered by, from the record; rows without it are left out."""
    if not value:
        return []
    key, table = value.removeprefix("-"), getattr(REC, long.table)
    if key in ("figure", "number"):
        told = table["number"] if key == "number" else table["value"]
        if key == "figure":
            # Of persons alone; of a range the lower end.
            told = told.fillna(table["low"]).fillna(table["high"]).where(table["unit"] == "persons")
    elif long.table == "terms" and key == "date":
        agreements = REC.agreements.set_index("id")
        told = table["agreement"].map(agreements["date_signed_earliest"])
    else:
        column = {"agreements": "date_signed", "estimates": "as_of"}.get(long.table, key)
        told = table[f"{column}_earliest"]
    known = {
        anchor(long.table, row_id): float(cell) if key in ("figure", "number") else cell
        for row_id, cell in zip(table["id"], told, strict=True)
        if not pd.isna(cell)
    }
    return [known[row] for row in rows if row in known]


@pytest.mark.parametrize("disk", [False, True], ids=["http", "disk"])
def test_the_address_restores_what_was_chosen(visit, disk):
    page = visit(TIMELINE.page, disk=disk).page
    choose(page, TIMELINE, "category", "combat")
    choose(page, TIMELINE, "contested", "yes")
    control(page, TIMELINE, "Words in these events").fill("aghdam")
    facet(page, TIMELINE, "order").select_option("-date")
    rows = shown(page, TIMELINE)
    assert rows
    until(page, "location.href.includes('order=-date')")
    address = page.evaluate("location.href")
    assert "words=aghdam" in address and "category=combat" in address and "contested=yes" in address
    page.goto("about:blank")
    page.goto(address)
    assert shown(page, TIMELINE) == rows
    assert control(page, TIMELINE, "Words in these events").input_value() == "aghdam"
    assert facet(page, TIMELINE, "contested").is_checked()


def test_where_the_query_cannot_hold_the_state_the_hash_does(visit, browser, served):
    context = browser.new_context()
    context.add_init_script(
        "const stock = history.replaceState.bind(history);"
        "history.replaceState = (state, title, url) => {"
        "  if (new URL(url, location.href).search) throw new DOMException('no', 'SecurityError');"
        "  stock(state, title, url); };"
    )
    page = context.new_page()
    page.goto(f"{served}/{TIMELINE.page}")
    choose(page, TIMELINE, "category", "combat")
    until(page, "location.hash.startsWith('#?')")
    rows = shown(page, TIMELINE)
    address = page.evaluate("location.href")
    page.goto("about:blank")
    page.goto(address)
    assert shown(page, TIMELINE) == rows
    # A row's address takes the place of the state; what is chosen stays.
    page.evaluate("id => { location.hash = id }", rows[0])
    page.wait_for_timeout(100)
    assert shown(page, TIMELINE) == rows
    context.close()


def test_going_back_restores_what_was_chosen_before(visit):
    page = visit(f"{TIMELINE.page}?category=combat").page
    combat = shown(page, TIMELINE)
    page.evaluate(
        "history.pushState(null, '', '?category=legal'); dispatchEvent(new Event('popstate'))"
    )
    assert shown(page, TIMELINE) != combat
    page.go_back()
    until(page, "document.querySelector('[name=category]').value === 'combat'")
    assert shown(page, TIMELINE) == combat


def test_the_address_of_a_view_leads_to_it_and_that_of_a_row_to_the_row(visit):
    top = "form => form.getBoundingClientRect().top"
    page = visit(f"{TIMELINE.page}?category=combat").page
    form = page.locator(f"form[data-for='{TIMELINE.name}']")
    height = page.evaluate("innerHeight")
    until(page, "scrollY > 0")
    assert 0 <= form.evaluate(top) < height / 2
    page = visit(TIMELINE.page).page
    form = page.locator(f"form[data-for='{TIMELINE.name}']")
    assert page.evaluate("scrollY") == 0 and form.evaluate(top) > height / 2
    last = shown(page, TIMELINE)[-1]
    page = visit(f"{TIMELINE.page}?order=-date#{last}").page
    until(page, "scrollY > 0")
    assert 0 <= page.locator(f"#{last}").evaluate(top) < height


def test_words_that_were_just_typed_stay_when_a_row_is_followed_at_once(visit):
    page = visit(TIMELINE.page).page
    words = control(page, TIMELINE, "Words in these events")
    words.fill("Shusha")
    until(page, "document.querySelector('tbody tr:not(.group-row) .row-anchor')")
    rows = shown(page, TIMELINE)
    page.evaluate(
        "id => { const a = document.createElement('a'); a.href = `#${id}`;"
        " document.body.append(a); a.click(); }",
        rows[0],
    )
    page.wait_for_timeout(400)
    assert page.evaluate("location.search") == "?words=Shusha"
    assert page.evaluate("location.hash") == f"#{rows[0]}"
    assert words.input_value() == "Shusha"


def test_an_address_with_values_that_do_not_exist_shows_everything(visit):
    page = visit(f"{TIMELINE.page}?category=nonsense&order=sideways&theatre=").page
    assert len(shown(page, TIMELINE)) == len(REC.events)


def test_two_tables_of_one_page_do_not_mix_their_states(visit):
    first, second = [long for long in TABLES if long.table == "positions"][:2]
    page = visit(first.page).page
    everything = shown(page, second)
    choose(page, first, "actor", "armenia")
    until(page, "location.search.includes('actor=armenia')")
    assert shown(page, second) == everything
    assert page.evaluate("location.search") == f"?{first.prefix}actor=armenia"


def test_reset_shows_everything_and_cleans_the_address(visit):
    page = visit(f"{TIMELINE.page}?category=combat&words=aghdam&order=-date").page
    assert len(shown(page, TIMELINE)) < len(REC.events)
    tools(page, TIMELINE).get_by_role("button", name="Reset").click()
    assert len(shown(page, TIMELINE)) == len(REC.events)
    until(page, "location.search === ''")
    assert control(page, TIMELINE, "Words in these events").evaluate(
        "field => field === document.activeElement"
    )


@EACH_PAGE
def test_every_row_links_to_itself_and_copies_its_address(visit, served, long):
    seen = visit(long.page, permissions=["clipboard-read", "clipboard-write"])
    page = seen.page
    rows = page.locator(long.rows())
    unlinked = rows.evaluate_all(
        "rows => rows.map(r => r.querySelector('.row-anchor'))"
        ".filter(a => a?.getAttribute('href') !== `#${a?.id}`).length"
    )
    assert unlinked == 0
    target = shown(page, long)[-1]
    page.locator(f"[data-copies='{target}']").click()
    until(page, "document.querySelector('.row-copied')")
    own = OF.address(long.page) or f"{served}/{long.page}"
    assert page.evaluate("navigator.clipboard.readText()") == f"{own}#{target}"
    assert page.get_by_text("The link is copied.").count() == 1


def test_a_link_is_copied_where_the_page_may_not_use_the_clipboard(visit, book):
    page = visit(TIMELINE.page, disk=True, permissions=["clipboard-read"]).page
    page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }"
    )
    target = shown(page, TIMELINE)[3]
    page.locator(f"[data-copies='{target}']").click()
    until(page, "document.querySelector('.row-copied')")
    pasted = page.evaluate("navigator.clipboard.readText()")
    own = OF.address(TIMELINE.page) or (book / TIMELINE.page).as_uri()
    assert pasted == f"{own}#{target}"


def test_a_row_that_is_not_chosen_is_shown_by_its_address(visit):
    hidden = sorted(by("events", "category")["legal"])[5]
    page = visit(f"{TIMELINE.page}?category=combat#{hidden}").page
    combat = by("events", "category")["combat"]
    assert set(shown(page, TIMELINE)) == combat | {hidden}
    assert status(page, TIMELINE).endswith("one of them because the address names it")
    box = page.locator(f"[id='{hidden}']").bounding_box()
    assert box and 40 <= box["y"] <= 700  # in sight, below the heads of page and table
    other = sorted(by("events", "category")["legal"])[9]
    page.evaluate("id => { location.hash = id }", other)
    until(page, "id => !document.getElementById(id).closest('tr').hidden", other)
    choose(page, TIMELINE, "category", "control")
    assert set(shown(page, TIMELINE)) == by("events", "category")["control"]


def test_a_hash_that_is_no_address_leaves_every_table_its_controls(visit):
    last = TABLES[-1]
    assert TABLES[-2].page == last.page
    seen = visit(f"{last.page}#%")
    assert tools(seen.page, last).is_visible()
    assert seen.thrown == []


def test_the_keyboard_alone_reaches_and_works_every_control(visit):
    page = visit(TIMELINE.page).page
    control(page, TIMELINE, "Words in these events").focus()
    page.keyboard.type("lachin")
    page.keyboard.press("Enter")  # sends no form
    few = len(shown(page, TIMELINE))
    assert 0 < few < len(REC.events)
    reached = []
    for _ in range(9):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.name || document.activeElement.textContent")
        reached.append(name)
        if name == "contested":
            page.keyboard.press("Space")
            assert len(shown(page, TIMELINE)) < few
        if name == "category":
            page.keyboard.press("l")  # the first category that begins so
            assert set(shown(page, TIMELINE)) <= by("events", "category")["legal"]
            page.keyboard.press("Home")
        if name == "Reset":
            break
    assert reached == ["phase", "theatre", "category", "actor", "contested", "order", "Reset"]
    page.keyboard.press("Enter")
    assert len(shown(page, TIMELINE)) == len(REC.events)


def test_a_row_is_one_stop_of_the_keyboard_until_it_has_the_focus(visit):
    page = visit(TIMELINE.page).page
    buttons = "button.row-copy, button.row-cite"
    until(page, f"document.querySelectorAll('{buttons}').length === {2 * len(REC.events)}")
    stops = f"{TIMELINE.rows()} :is(a[href], button):not([tabindex='-1'])"
    until(
        page,
        "rows => [...document.querySelectorAll(rows)].every(row => row.querySelectorAll("
        "\":is(a[href], button):not([tabindex='-1'])\").length === 1)",
        TIMELINE.rows(),
    )
    assert page.locator(stops).count() == len(REC.events)
    rows = page.locator(TIMELINE.rows())
    for number in (5, 6):
        rows.nth(number).locator("a.row-anchor").focus()
        links = rows.nth(number).locator("a[href], button").count()
        assert links > 4
        for _ in range(links - 1):
            page.keyboard.press("Tab")
            assert rows.nth(number).locator(":is(a, button):focus").count() == 1
        page.keyboard.press("Tab")
        assert rows.nth(number + 1).locator("a.row-anchor:focus").count() == 1
    assert (
        page.locator(stops).count()
        == len(REC.events) - 1 + rows.nth(7).locator("a, button").count()
    )


def test_the_keyboard_goes_past_a_long_table(visit):
    page = visit(TIMELINE.page).page
    past = tools(page, TIMELINE).get_by_role("button", name="Go past the table: Table")
    assert past.bounding_box()["width"] <= 1
    tools(page, TIMELINE).get_by_role("button", name="Download").focus()
    page.keyboard.press("Tab")
    assert past.evaluate("one => one === document.activeElement")
    assert past.bounding_box()["height"] >= 24
    page.keyboard.press("Enter")
    page.wait_for_timeout(1500)
    top = "document.activeElement.getBoundingClientRect().top"
    assert page.evaluate(f"0 <= {top} && {top} < innerHeight")
    page.keyboard.press("Tab")
    assert page.evaluate(
        "!!document.activeElement.closest('.exhibit-source')"
        f" && document.getElementById('{TIMELINE.name}').compareDocumentPosition"
        "(document.activeElement) === Node.DOCUMENT_POSITION_FOLLOWING"
    )


def test_the_keyboard_goes_past_a_table_of_many_links_that_has_no_controls(visit):
    page = visit("notebooks/territory.html").page
    past = page.get_by_role("button", name="Go past the table: Table")
    assert past.count() >= 1
    past.last.press("Enter")
    assert page.evaluate("!!document.activeElement.closest('.exhibit-source')")


@EACH_PAGE
def test_no_two_rows_of_a_page_have_buttons_of_one_name(visit, long):
    page = visit(long.page).page
    rows = page.locator(long.rows()).count()
    until(page, "n => document.querySelectorAll('.row-copy').length >= n", rows)
    names = page.locator(".row-copy").evaluate_all("all => all.map(one => one.ariaLabel)")
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_a_row_that_the_address_named_goes_with_the_address(visit):
    page = visit(f"{TIMELINE.page}?words=lachin").page
    few = len(shown(page, TIMELINE))
    other = next(e for e in REC.events.itertuples() if "1988-02-27" in e.id)
    page.evaluate("hash => { location.hash = hash; }", f"#{anchor('events', other.id)}")
    until(page, "document.querySelector('.row-count').textContent.includes('names it')")
    assert len(shown(page, TIMELINE)) == few + 1
    page.go_back()
    until(page, "!document.querySelector('.row-count').textContent.includes('names it')")
    assert len(shown(page, TIMELINE)) == few


@EACH_PAGE
def test_the_keyboards_focus_is_seen(opened, long):
    page = opened(long)
    form = tools(page, long)
    for field in form.locator("input, select, button").all():
        field.focus()
        page.keyboard.press("Shift")  # so that the browser takes the focus for the keyboard's
        assert field.evaluate("f => getComputedStyle(f).outlineStyle") == "solid"


@EACH_PAGE
def test_without_javascript_the_whole_table_stands_and_no_control_shows(visit, long):
    page = visit(long.page, java_script_enabled=False).page
    rows = page.locator(long.rows())
    assert rows.count() == len(csv_lines(long))
    assert page.locator("form.row-tools, .row-copy, .row-cite, .row-count, [hidden]").count() == 0
    assert rows.first.locator("a.row-anchor").count() == 1


def csv_lines(long: Long) -> list:
    rows = getattr(REC, long.table)
    if long.table == "positions":
        rows = rows[rows["issue"] == long.name.removeprefix("tbl-positions-")]
    return list(rows["id"])


@EACH_PAGE
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_controls_fit_a_phone_and_can_be_hit_by_a_finger(kept, long, dark):
    page = kept(long.page, width=360, dark=dark).page
    boxes = (
        tools(page, long)
        .locator("input, select, button")
        .evaluate_all(
            "fields => fields.map(f => f.closest('label') ?? f).map(f => f.getBoundingClientRect())"
            ".map(b => [b.left, b.right, b.height])"
        )
    )
    assert all(left >= 0 and right <= 360 and height >= 24 for left, right, height in boxes)
    choose(page, long, *first_choice(long))
    hidden = page.locator(f"{long.rows()}[hidden]")
    assert hidden.count() == 0 or not hidden.first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def first_choice(long: Long) -> tuple[str, str]:
    key, get = next(iter(long.facets.items()))
    return key, min(get(), key=lambda value: (len(get()[value]), value))


@pytest.mark.parametrize("address", [TIMELINE.page, *ACCOUNTS])
def test_the_list_of_phases_says_that_it_counts_events_that_reach_into_a_phase(visit, address):
    label = "Phase (with events that reach into it)"
    assert visit(address).page.get_by_role("combobox", name=label, exact=True).is_visible()


@pytest.mark.parametrize("long", [t for t in TABLES if "phase" in t.facets and t != TIMELINE],
                         ids=lambda long: long.name)  # fmt: skip
def test_where_a_row_stands_in_one_phase_the_list_is_called_phase(visit, long):
    form = tools(visit(long.page).page, long)
    assert form.get_by_role("combobox", name="Phase", exact=True).is_visible()


def test_print_has_no_controls_and_says_what_was_chosen(visit):
    page = visit(f"{TIMELINE.page}?category=combat&words=aghdam").page
    assert not page.get_by_text("Chosen by words: aghdam").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".row-tools:visible, .row-copy:visible, .row-cite:visible").count() == 0
    assert page.get_by_text("Chosen by words: aghdam").is_visible()


def test_the_head_of_a_table_stays_in_sight_and_covers_no_row_that_is_linked(visit):
    target = sorted(by("events", "category")["combat"])[20]
    page = visit(f"{TIMELINE.page}#{target}").page
    head = page.locator(f"#{TIMELINE.name} thead th").first.bounding_box()
    row = page.locator(f"[id='{target}']").bounding_box()
    assert head and row
    assert 0 <= head["y"] < 100
    assert row["y"] >= head["y"] + head["height"] - 1


def test_the_row_that_the_address_names_is_marked_in_its_whole_height(visit):
    target = sorted(by("events", "category")["combat"])[20]
    page = visit(f"{TIMELINE.page}#{target}").page
    row = page.locator(f"tr:has([id='{target}'])")
    others = page.locator("tbody tr:not(.group-row)")
    assert "inset" in row.evaluate("row => getComputedStyle(row).boxShadow")
    marked = "rows => rows.filter((row) => getComputedStyle(row).boxShadow !== 'none').length"
    assert others.evaluate_all(marked) == 1
    # A cell that had a ground of its own would hide the mark of its row.
    clear = "cells => cells.map((cell) => getComputedStyle(cell).backgroundColor)"
    assert set(row.locator("td").evaluate_all(clear)) == {"rgba(0, 0, 0, 0)"}


def test_text_of_the_record_cannot_become_markup(visit):
    seen = visit(f"{TIMELINE.page}?words=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    assert seen.thrown == []
    assert control(seen.page, TIMELINE, "Words in these events").input_value().startswith("<img")
    assert seen.page.locator("form.row-tools img, .row-count img, .row-said img").count() == 0


def test_no_element_of_the_page_has_a_style_attribute_from_the_script(kept):
    with_script = kept(TIMELINE.page).page
    inside = with_script.locator(
        "form.row-tools [style], .row-count[style], .row-copy[style], tr[style], .row-aside[style]"
    )
    assert inside.count() == 0


SOURCES = "book/sources.html"
PRESS = ("book/press-a-m.html", "book/press-n-z.html")
ENTRIES = ".citation-list > li"
SOME_ROWS = """(() => {
  const rows = [...document.querySelectorAll("#tbl-timeline tbody tr:not(.group-row)")];
  const shown = rows.filter((row) => !row.hidden);
  return shown.length > 0 && shown.length < rows.length;
})()"""


def source_page(source: Source, label: str) -> str:
    """Where readers look a source up: press by the name under which it is cited."""
    return PRESS[label_style.label_order(label)[0] >= "n"] if source.kind == "press" else SOURCES


def source_choices(page: str) -> dict[str, dict[str, set[str]]]:
    """Sources of a page by what can be chosen of them; what all share is no choice."""
    labels = label_style.labels(list(REC.sources.values()))
    found_: dict[str, dict[str, set[str]]] = {}
    for key, source in REC.sources.items():
        if source_page(source, labels[key]) != page:
            continue
        told = {"kind": source.kind, **{f: source.fields[f] for f in ("side", "control")},
                "language": source.fields.get("language", "en")}  # fmt: skip
        for field, value in told.items():
            found_.setdefault(field, {}).setdefault(value, set()).add(source_anchor(key))
    return {field: values for field, values in found_.items() if len(values) > 1}


@pytest.mark.parametrize("address", [SOURCES, *PRESS])
def test_each_choice_of_sources_shows_those_that_the_bibliography_gives_it(kept, address):
    page = kept(address).page
    expected = source_choices(address)
    offered = page.locator(".row-tools select").evaluate_all("all => all.map(one => one.name)")
    assert set(offered) - {"order"} == set(expected)
    for key, told in page.evaluate(EACH_VALUE, [".row-tools", ENTRIES, [*expected]]).items():
        assert {one["value"] for one in told} == {"", *expected[key]}, key
        assert misplaced(told, expected[key]) == [], key


def test_a_kind_of_which_no_source_is_chosen_shows_no_heading(visit):
    page = visit(f"{SOURCES}?kind=igo").page
    assert page.locator("section section h2:visible").count() == 1


def test_a_linked_source_is_shown_whatever_is_chosen(visit):
    anchor_ = sorted(source_choices(SOURCES)["kind"]["ngo"])[0]
    page = visit(f"{SOURCES}?kind=igo#{anchor_}").page
    assert page.locator(f"[id='{anchor_}']").is_visible()


@pytest.mark.parametrize("address, side", [(SOURCES, "icrc"), (PRESS[0], "az"), (PRESS[1], "us")])
def test_the_file_of_chosen_sources_names_each_of_them(visit, address, side):
    page = visit(f"{address}?side={side}").page
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download what is shown (CSV)").click()
    header, *rows = csv.reader(io.StringIO(Path(saved.value.path()).read_text(encoding="utf-8")))
    assert header == ["Kind", "Key", "Label", "Source", "Address"]
    shown = {source_anchor(row[1]) for row in rows}
    assert shown == source_choices(address)["side"][side]
    assert all(row[4] == REC.sources[row[1]].fields.get("url", "") for row in rows)


def test_a_file_that_needs_the_list_of_sources_says_when_it_has_not_come(visit):
    page = visit(TIMELINE.page).page
    page.route("**/source-keys.js", lambda route: route.abort())
    page.get_by_role("button", name="Download what is shown (CSV)").click()
    until(page, "document.querySelector('.row-count').textContent.includes('could not be loaded')")
    page.unroute("**/source-keys.js")
    with page.expect_download():
        page.get_by_role("button", name="Download what is shown (CSV)").click()
    assert page.locator(".row-count").first.inner_text().endswith(" events")


@pytest.mark.parametrize("disk", [False, True], ids=["http", "disk"])
def test_other_names_of_places_come_when_a_reader_looks_for_words(visit, disk):
    page = visit(TIMELINE.page, disk=disk).page
    assert page.evaluate("window.briefingPlaces === undefined")
    page.get_by_label("Words in these events").fill("Şuşa")
    until(page, f"window.briefingPlaces && {SOME_ROWS}")


def test_words_are_looked_for_also_where_the_other_names_have_not_come(visit):
    page = visit(TIMELINE.page).page
    page.route("**/places.js", lambda route: route.abort())
    words = page.get_by_label("Words in these events")
    words.fill("Shusha")
    until(page, SOME_ROWS)
    page.unroute("**/places.js")
    words.fill("Şuşa")
    until(page, f"window.briefingPlaces && {SOME_ROWS}")


def test_the_codes_of_sources_are_those_of_the_bibliography():
    anchors, facets = sources_page.choices(DATA, set(map(source_anchor, REC.sources)))
    assert sorted(anchors) == sorted(map(source_anchor, REC.sources))
    assert facets.size == len(anchors)


@pytest.mark.parametrize(("part", "name"), list(enumerate(OF_ACCOUNTS)))
def test_each_choice_of_accounts_shows_the_events_on_which_an_actor_is_heard(kept, part, name):
    page = kept(f"notebooks/{name}.html").page
    heard = accounts_analysis.shown(REC.accounts, REC.events, "events")
    told = accounts_chapter.parts(REC, timeline.placed(REC))[part]
    heard = heard[heard["row"].isin(told["id"])]
    expected = {
        actor: {accounts_anchor(row) for row in rows["row"]}
        for actor, rows in heard.groupby("actor")
    }
    rows = f"#tbl-{name} tbody tr:not(.group-row)"
    told = page.evaluate(EACH_VALUE, [".row-tools", rows, ["whose"]])["whose"]
    assert {one["value"] for one in told} == {"", *expected}
    assert misplaced(told, expected) == []


def unique(values: Iterable[str]) -> bool:
    values = list(values)
    return len(values) == len(set(values))


@pytest.mark.parametrize(
    "address", sorted({long.page for long in TABLES} | {SOURCES, *PRESS, *ACCOUNTS})
)
def test_the_controls_of_a_page_are_told_apart_by_their_names(kept, address):
    page = kept(address).page
    forms = page.locator("form.row-tools")
    assert unique(forms.evaluate_all("forms => forms.map(f => f.getAttribute('aria-label'))"))
    unnamed = forms.locator("input, select").evaluate_all(
        "fields => fields.filter(f => !f.labels.length).length"
    )
    assert unnamed == 0


@pytest.mark.parametrize("code", ["az", "hy", "ru"])
def test_names_in_other_languages_say_which_language_they_are(kept, code):
    page = kept("book/names.html").page
    said = page.locator(f"#tbl-places [lang='{code}']").all_inner_texts()
    expected = [place[f"name_{code}"] for place in schema.rows(DATA, "places")]
    assert sorted(said) == sorted(name for name in expected if name)


def test_no_entry_of_the_sources_is_a_list_item_to_the_browser(kept):
    # It would number the entries anew for each that is hidden: seconds for all of them.
    page = kept("book/sources.html").page
    shown = page.evaluate(
        """[...new Set([...document.querySelectorAll(".citation-list > li")]
            .map(entry => getComputedStyle(entry).display))]"""
    )
    assert shown == ["block"]


@pytest.mark.parametrize("width", [360, 1280])
def test_rows_far_down_are_rows_to_a_screen_reader_before_they_are_laid_out(browser, served, width):
    # What a running screen reader makes a browser do.
    flags = [*FLAGS, "--force-renderer-accessibility"]
    with browser.browser_type.launch(executable_path=chromium(), args=flags) as read_aloud:
        page = read_aloud.new_page(viewport={"width": width, "height": 900})
        page.goto(f"{served}/{TIMELINE.page}")
        page.wait_for_timeout(2000)
        session = page.context.new_cdp_session(page)
        session.send("Accessibility.enable")
        root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
        chosen = {"nodeId": root, "selector": f"#{TIMELINE.name} tbody tr:last-child"}
        last = session.send("DOM.querySelector", chosen)["nodeId"]
        told = session.send("Accessibility.queryAXTree", {"nodeId": last})["nodes"]
    roles = [node["role"]["value"] for node in told if not node["ignored"]]
    assert roles[0] == "row" and roles.count("cell") == 4 and roles.count("link") > 1


def test_a_heading_of_a_group_runs_over_all_columns(kept):
    page = kept(TIMELINE.page).page
    group = page.locator(f"#{TIMELINE.name} .group-row td").first.bounding_box()
    head = page.locator(f"#{TIMELINE.name} thead tr").bounding_box()
    assert abs(group["width"] - head["width"]) < 3
