"""The chapter on territory: who held what when, on a strip chart and on schematic maps."""

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from briefing import charts, geo, maps, tables
from briefing.addresses import accounts_anchor, anchor
from briefing.analysis import phases as phase_analysis
from briefing.analysis import territory as analysis
from briefing.chapters.common import STANDING, counted, last_check, names, stacked, text, when
from briefing.chapters.control import (
    CONTROL_HEADER,
    WHO_HELD,
    changes_with_phase,
    control_rows,
)
from briefing.chapters.passages import Passages
from briefing.markup import Piece, RowLink, row
from briefing.record import Record

# Area: the places whose dated change of control stands for it.
AREAS = {
    "Khankendi / Stepanakert": ["khankendi-stepanakert"],
    "Aghdara / Martakert": ["aghdara-martakert"],
    "Shusha / Shushi": ["shusha-shushi"],
    "Hadrut": ["hadrut"],
    "Lachin district": ["lachin", "lachin-district"],
    "Kalbajar district": ["kalbajar", "kalbajar-district"],
    "Aghdam district, part": ["aghdam", "aghdam-district"],
    "Fuzuli district, part": ["fuzuli", "fuzuli-district"],
    "Jabrayil district": ["jabrayil", "jabrayil-district"],
    "Qubadli district": ["qubadli", "qubadli-district"],
    "Zangilan district": ["zangilan", "zangilan-district"],
}
HOLDERS = charts.Styles(
    "HOLDERS in briefing/chapters/territory.py",
    {
        "soviet-union": ("Soviet Union", "#f1ead9"),
        "azerbaijan": ("Azerbaijan", "#d6d6d6"),
        "armenian-forces": ("Armenian forces", charts.BLUE),
        "nk-authorities": ("Armenian forces", charts.BLUE),
        "armenia": ("Armenian forces", charts.BLUE),
        "russian-peacekeepers": ("Russian peacekeepers", charts.YELLOW),
    },
)
_ARMENIAN = tuple(actor for actor, (label, _) in HOLDERS.items() if label == "Armenian forces")
_START = pd.Timestamp("1988-01-01")
# What stands beside the dot of a town, and how far from it, in points.
_TOWNS = {
    "khankendi-stepanakert": ("Khankendi /\nStepanakert", -4, 1),
    "shusha-shushi": ("Shusha / Shushi", 4, -6),
    "aghdara-martakert": ("Aghdara /\nMartakert", 4, -1),
    "askeran-asgaran": ("Asgaran /\nAskeran", 4, -1),
    "khojavend-martuni": ("Khojavend /\nMartuni", 0, -15),
    "hadrut": ("Hadrut", 4, -3),
    "kalbajar": ("Kalbajar", 4, -1),
    "lachin": ("Lachin", 4, -4),
    "aghdam": ("Aghdam", 4, 2),
    "fuzuli": ("Fuzuli", 4, 0),
    "jabrayil": ("Jabrayil", 4, -4),
    "qubadli": ("Qubadli", -4, -4),
    "zangilan": ("Zangilan", 5, -4),
    "goris": ("Goris", -4, -4),
}
# Towns by which readers find their way: on every map, and on that before which none changed hands.
_ALWAYS = "khankendi-stepanakert"
_AT_FIRST = (_ALWAYS, "kalbajar", "lachin", "aghdam", "zangilan", "goris")
# A band rather than a line: its course is known within some kilometres.
_CONTACT = {"color": charts.INK, "lw": 3, "ls": (0, (0.4, 0.4)), "alpha": 0.5}
# Told apart by the outline on grey paper, where the two colours are as light as one another.
_HELD = {"facecolor": (charts.BLUE, 0.35), "lw": 0}
_ZONE = {"facecolor": (charts.BLUE, 0.35), "edgecolor": charts.YELLOW, "lw": 1.1}
_STATES = ((45.55, 39.75, "ARMENIA"), (47.15, 40.45, "AZERBAIJAN"), (46.9, 38.85, "IRAN"))
# On which outline land is held by the de facto authorities with Russian peacekeepers deployed.
WITH_PEACEKEEPERS = "zone-2020-12-01"
_DEPLOYED = "Russian peacekeepers deployed"
# Day of a map, and what is shaded and drawn on it; the last is that of the last change.
DATES = (
    ("1988-02", (), ()),
    ("1994-05-12", ("held-1994",), ("line-1994",)),
    ("2020-11-10", ("held-2020-11-10",), ("line-2020",)),
    ("2020-12-01", (WITH_PEACEKEEPERS,), ("lachin-road-2020",)),
    ("2023-10-15", (), ()),
)
# The claim that readers bring with them, whose account holds it, and the territory it is of.
CLAIMED = ("20 per cent", "first-war-seven-districts-azerbaijan")
_TERRITORY = "control-of-territory-area-azerbaijan-pashinyan"


def spans(record: Record) -> pd.DataFrame:
    """Who held each area of the strip chart from when to when.

    Returns
    -------
    pandas.DataFrame
        From `briefing.analysis.territory.spans`.
    """
    until = last_check(record, "control_changes")["checked_to_latest"]
    told = analysis.spans(record.control_changes, AREAS, until)
    actors = record.actors.set_index("id")
    return analysis.begun_with_the_holder(
        told, actors["valid_from_earliest"], "soviet-union", _START
    )


def _published(record: Record, told: pd.DataFrame) -> pd.DataFrame:
    """The spans as a file: one that lasts has no end, but a day to which it was counted."""
    check = last_check(record, "control_changes")
    lasting = told["end"] == check["checked_to_latest"]
    return told.assign(
        end=told["end"].mask(lasting),
        counted_to=lasting.map({True: check["checked_to"], False: ""}),
    )


def with_peacekeepers(record: Record) -> pd.DataFrame:
    """Spans, parted where Russian peacekeepers stood on land of the de facto authorities."""
    since = pd.Timestamp(geo.shapes(record.data_dir)[WITH_PEACEKEEPERS].properties["date"])
    return analysis.parted(spans(record), _ARMENIAN, since)


def _strips(told: pd.DataFrame) -> Figure:
    """Draw the strips of the areas, with the key to their colours."""
    figure, (axes,) = charts.figure(0.27 * len(AREAS) + 0.9)
    for place, area in enumerate(reversed(AREAS)):
        for span in told[told["area"] == area].itertuples():
            axes.barh(
                place,
                (span.end - span.start).days,
                left=span.start,
                height=0.62,
                color=HOLDERS[span.holder][1],
                edgecolor=charts.YELLOW if span.parted else "white",
                hatch="////" if span.parted else None,
                linewidth=1.1 if span.parted else 0.4,
            )
    axes.set_yticks(range(len(AREAS)), list(reversed(AREAS)))
    axes.tick_params(axis="y", length=0, labelsize=7.5)
    axes.spines["left"].set_visible(False)
    axes.set_xlim(_START, told["end"].max())
    years = (1988, 1994, 2000, 2006, 2012, 2018, 2024)
    axes.set_xticks([pd.Timestamp(f"{y}-01-01") for y in years], [str(y) for y in years])
    axes.tick_params(axis="x", labelsize=7)
    handles = [Patch(color=colour, label=label) for label, colour in dict(HOLDERS.values()).items()]
    used = {HOLDERS[h][0] for h in told["holder"]}
    deployed = Patch(
        facecolor=charts.BLUE,
        edgecolor=charts.YELLOW,
        hatch="////",
        label=f"de facto authorities, {_DEPLOYED}",
    )
    figure.legend(
        handles=[*(h for h in handles if h.get_label() in used), deployed],
        loc="outside lower center",
        ncols=2,
        fontsize=7,
        frameon=False,
    )
    return figure


def strip_chart(record: Record) -> None:
    """Draw each area as a strip, coloured by who held it."""
    told = with_peacekeepers(record)
    checked = last_check(record, "control_changes")["checked_to"]
    figure = _strips(told)
    whole = spans(record)
    held = whole[whole["holder"].isin(_ARMENIAN)]
    years_held = (held["end"] - held["start"]).dt.days / 365.25
    longest = held.loc[years_held.idxmax()]
    charts.show(
        figure,
        "fig-territory-strips",
        f"Who held {len(AREAS)} towns and districts, by the dated changes of control of the record."
        f" The longest spell under Armenian forces, as counted here, is that of {longest['area']}, "
        f"{years_held.max():.0f} years. What the de facto authorities still held after the "
        f"handovers of 2020, with {_DEPLOYED}, is hatched, with a brown edge as on the map of "
        f"{when(DATES[3][0])}.",
        f"{len(AREAS)} horizontal strips from 1988 to {when(checked)}. "
        "After the Soviet years most towns of the former oblast turn blue, for Armenian forces, "
        "and districts grey, for Azerbaijan; Shusha / Shushi, grey at first, turns blue in May "
        "1992, Aghdara / Martakert is grey from July 1992 to June 1993, and the districts turn "
        "blue in 1992 and 1993. They, Hadrut and Shusha / Shushi turn grey "
        "again between October and December 2020, "
        "Khankendi / Stepanakert and Aghdara / Martakert in autumn 2023, blue hatched in brown "
        "from December 2020 on.",
        _published(record, told),
        "the record, table control_changes. A district is shown by its main town until its "
        "handover, and Aghdam and Fuzuli were held in part. The town of Lachin and its road stayed "
        "with the Russian contingent until August 2022. Where the record dates no change after "
        "the Soviet years, a strip begins on the day on which its holder came into being.",
    )


def maps_chart(record: Record) -> None:
    """Draw five small maps."""
    shapes = geo.shapes(record.data_dir)
    figure, panels = charts.figure(6.9, rows=3, columns=2)
    for axes, (day, shaded, lines) in zip(panels, DATES, strict=False):
        draw(axes, shapes, shaded, lines)
        axes.set_title(when(day), fontsize=7.5, loc="left", pad=3)
        label(axes, record, named(record, day))
    panels[-1].set_axis_off()
    panels[-1].legend(handles=key(), loc="center left", fontsize=6.6, frameon=False)
    notice = maps.NOTICE.format(date="the date above each map")
    figure.supxlabel(notice.replace("borders. ", "borders.\n"), fontsize=7, color=charts.INK)
    drawn = pd.DataFrame(
        [
            (s.id, s.properties["title"], s.properties["date"], s.properties["shows"])
            for s in shapes.values()
            if "shows" in s.properties
        ],
        columns=["id", "title", "date", "shows"],
    )
    charts.show(
        figure,
        "fig-territory-maps",
        "Land under Armenian forces and, after the handovers of 2020, under the de facto "
        f"authorities with {_DEPLOYED}, on five dates. Beside Khankendi / Stepanakert each map "
        "after the first names the main towns that changed hands since the one before, some with "
        "their districts. Villages and positions on the state border are too small to be drawn.",
        "Five small schematic maps. In 1988 only the outline of the former oblast is drawn. On "
        "12 May 1994 it and the districts around it, Aghdam and Fuzuli in part, are shaded as held "
        "by Armenian forces. On 10 November 2020 the south is no longer "
        "shaded, and on 1 December 2020 only a part of the former oblast is, with the brown edge "
        "of the Russian peacekeepers’ area and a road to Armenia. On "
        f"{when(DATES[-1][0])} nothing is shaded. Below the maps stands: "
        f"{notice}",
        drawn,
        "schematic outlines of this briefing (data/geo); state borders, lakes and modern districts "
        "by Natural Earth.",
    )


def draw(
    axes: Axes, shapes: dict[str, geo.Shape], shaded: Sequence[str], lines: Sequence[str]
) -> None:
    """Draw one map: the ground, what is shaded and drawn on its day, and the former oblast."""
    cut = maps.ground(axes, shapes)
    for shape in shapes.values():
        if shape.kind == "district":
            maps.line(axes, shape, color="#b9b9b9", lw=0.5)
    for name in shaded:
        maps.shade(axes, shapes[name], cut, **(_ZONE if name.startswith("zone") else _HELD))
    for name in lines:
        _line(axes, shapes[name], cut)
    maps.line(axes, shapes["former-oblast"], color=charts.INK, lw=0.8, ls="--")


def named(record: Record, day: str) -> list[str]:
    """Towns that a map names: the main one, and those that changed hands since the map before."""
    order = [date for date, _, _ in DATES]
    if day == order[0]:
        return list(_AT_FIRST)
    since, until = pd.Timestamp(order[order.index(day) - 1]), pd.Timestamp(day)
    days = record.control_changes["date_earliest"]
    changed = set(record.control_changes.loc[(days > since) & (days <= until), "place"])
    changed.add(_ALWAYS)
    return [town for town in _TOWNS if changed & {town, f"{town}-district"}]


def label(axes: Axes, record: Record, towns: Sequence[str], size: float = 5.6) -> None:
    """Name some towns and the states on a map."""
    maps.mark(axes, _towns(record, towns), fontsize=size)
    for x, y, state in _STATES:
        axes.text(
            x,
            y,
            state,
            fontsize=size,
            color=charts.MUTED,
            ha="center",
            zorder=6,
            path_effects=charts.HALO,
        )


def _line(axes, shape: geo.Shape, cut) -> None:
    if shape.kind == "road":
        maps.line(axes, shape, cut, color=charts.YELLOW, lw=2.4, solid_capstyle="butt")
    else:
        maps.line(axes, shape, cut, **_CONTACT)


def _towns(record: Record, towns: Sequence[str]):
    known = record.places.set_index("id")
    rows = [(known.loc[i, "lon"], known.loc[i, "lat"], *_TOWNS[i]) for i in towns]
    return pd.DataFrame(rows, columns=["lon", "lat", "label", "dx", "dy"]).itertuples()


def key() -> list[Artist]:
    """What the lines and shades of the maps mean."""
    return [
        Line2D([], [], color=charts.INK, lw=0.8, ls="--", label="former oblast of 1923–91"),
        Patch(label="held by Armenian forces", **_HELD),
        Patch(label=f"held by the de facto authorities,\n{_DEPLOYED}", **_ZONE),
        Line2D([], [], color=charts.YELLOW, lw=2.4, label="Lachin road, not to scale"),
        Line2D([], [], label="line of contact", **_CONTACT),
        Line2D([], [], color="#b9b9b9", lw=0.8, label="seven districts, as they are today"),
        Line2D([], [], color=maps.BORDER, lw=0.8, label="state border"),
    ]


def areas_table(record: Record) -> None:
    """Show what each outline measures, beside the published areas."""
    shapes = geo.shapes(record.data_dir)
    low, high = analysis.held_outside_the_oblast(record.districts)
    oblast = float(record.districts.set_index("id").loc["nagorno-karabakh", "soviet_area_km2"])
    published = {
        "former-oblast": f"{oblast:,.0f} km² (the oblast)",
        "held-1994": f"{low:,.0f} to {high:,.0f} km² in the seven districts, and of the oblast’s "
        f"{oblast:,.0f} km² all but what Azerbaijan held in its north and east, of which no figure "
        "was found",
    }
    rows = []
    for name in ("former-oblast", "held-1994", "held-2020-11-10", WITH_PEACEKEEPERS):
        shape = shapes[name]
        measured = _measured(shapes, name)
        rows.append(
            [
                when(shape.properties["date"]),
                stacked(
                    (shape.properties["title"], "row-title"),
                    (f"Not drawn: {shape.properties['left_out']}", "row-note"),
                ),
                f"{round(measured, -1):,.0f} km²",
                published.get(name, "no published figure was found"),
            ]
        )
    rows.append(
        [when(DATES[-1][0]), "Under the de facto authorities, by this day", "0 km²", "none left"]
    )
    tables.show(
        "tbl-territory-areas",
        "What the schematic outlines measure, beside areas that were published or, for the seven "
        "districts, added up from published and measured parts. The outlines were drawn "
        "from places and not fitted to areas.",
        ("On", "Outline", "Measured", "Other figures"),
        rows,
        "Source: data/geo; the record, table districts.",
        "wide",
    )


def _measured(shapes: Mapping[str, geo.Shape], name: str) -> float:
    """Square kilometres of an outline within Azerbaijan."""
    return analysis.area_within_km2(shapes[name].rings[0], shapes["azerbaijan"].rings)


def shrinking(record: Record) -> str:
    """What the outlines measure: Armenian forces’ land, then the de facto authorities’."""
    shapes = geo.shapes(record.data_dir)
    first, second, after = (
        f"{round(_measured(shapes, name), -1):,.0f} km² on {when(shapes[name].properties['date'])}"
        for name in ("held-1994", "held-2020-11-10", WITH_PEACEKEEPERS)
    )
    return (
        f"the land under Armenian forces measured {first} and {second}, and that under the de "
        f"facto authorities, with {_DEPLOYED}, {after} and none by {when(DATES[-1][0])}"
    )


def claimed(record: Record) -> Piece:
    """The claim of the share that was held, by whom, and what the outline of 1994 measures."""
    shapes = geo.shapes(record.data_dir)
    measured = _measured(shapes, "held-1994")
    whole = record.estimates.set_index("id").loc[_TERRITORY]
    share, account = CLAIMED
    event = record.accounts.set_index("id").loc[account, "row"]
    return row(
        "In the words of the Azerbaijani agency Trend in 2019, Armenian forces held "
        f"{share} of Azerbaijan, Nagorno-Karabakh and the seven districts included (",
        RowLink(accounts_anchor(event), "the account"),
        "); the outline of what they held in 1994 is "
        f"{100 * measured / float(whole['value']):.1f} per cent of the ",
        RowLink(anchor("estimates", _TERRITORY), f"{whole['value']:,.0f} km²"),
        " that Armenia’s prime minister named in 2023 as Azerbaijan’s territory.",
        separator="",
    )


def outline_error(record: Record) -> float:
    """By how much the outline of the oblast misses the published area, as a share."""
    ring = geo.shapes(record.data_dir)["former-oblast"].rings[0]
    published = record.districts.set_index("id").loc["nagorno-karabakh", "soviet_area_km2"]
    return analysis.area_km2(ring) / float(published) - 1


def districts_table(record: Record) -> None:
    """Show the areas and shares of the districts, with how they are known."""
    places = names(record, "places")
    rows = [
        [
            places[d.id],
            _number(d.soviet_area_km2),
            _number(d.modern_area_km2),
            _held(d),
            _number(d.population_1989),
            stacked(
                (text(d.source_note), "row-text"),
                (text(d.note), "row-note"),
                (STANDING.get(text(d.support), "not yet checked"), "row-note"),
            ),
        ]
        for d in record.districts.itertuples()
    ]
    tables.show(
        "tbl-territory-districts",
        "Areas in km², and people in 1989, of the former oblast and the districts. Where figures "
        "of the part held differ, both are given and neither is chosen.",
        (
            "District",
            "Soviet area",
            "Area today",
            "Part held 1994–2020",
            "People 1989",
            "Known from",
        ),
        rows,
        "Source: the record, table districts.",
        "wide cols-districts",
    )


def _number(value: object) -> str:
    return "–" if pd.isna(value) else f"{value:,.0f}"


def _held(district) -> str:
    if pd.isna(district.held_low_km2):
        return "–"
    low, high = district.held_low_km2, district.held_high_km2
    return _number(low) if low == high else f"{_number(low)}–{_number(high)}"


def control_table(record: Record) -> None:
    """Show every change of control, by phase."""
    changes = changes_with_phase(record)
    actors, places = names(record, "actors"), names(record, "places")
    passages = Passages(record, "control_changes")
    rows: list[list] = []
    for phase in phase_analysis.whole(record.phases).itertuples():
        own = changes[changes["phase"] == phase.id]
        if len(own):
            rows.append([phase.title])
            rows += control_rows(own, actors, places, passages, own=True)
    tables.show(
        "tbl-territory-control",
        f"{counted(len(changes), 'change')} of control over one place, with who announced, "
        "confirmed and denied it.",
        CONTROL_HEADER,
        rows,
        f"Source: the record, table control_changes. {WHO_HELD}",
        "wide gridded cols-control",
    )
