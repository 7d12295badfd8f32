"""Schematic maps: the ground that every map shares, and shapes drawn upon it."""

from collections.abc import Iterable, Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline

from briefing import charts
from briefing.geo import Shape

# Longitude and latitude of the map's corners: the region from Lake Sevan to the Araks.
EXTENT = (45.2, 47.75, 38.75, 40.65)
NOTICE = (
    "Schematic. Boundaries, names and shading imply no view on status or borders. Control as "
    "reported on {date}."
)
LAND, ABROAD, WATER, BORDER = "#ffffff", "#ececec", "#cfdce6", "#6b6b6b"


def ground(axes: Axes, shapes: Mapping[str, Shape]) -> PathPatch:
    """Draw land, water and state borders, and fix the frame.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    shapes : mapping of Shape
        From `briefing.geo.shapes`.

    Returns
    -------
    matplotlib.patches.PathPatch
        Azerbaijan by its state border, to which control is cut.
    """
    west, east, south, north = EXTENT
    axes.set_facecolor(ABROAD)
    azerbaijan = _patch(shapes["azerbaijan"], facecolor=LAND, lw=0)
    axes.add_patch(azerbaijan)
    axes.add_patch(_patch(shapes["armenia"], facecolor=LAND, lw=0))
    for shape in shapes.values():
        if shape.kind == "lake":
            axes.add_patch(_patch(shape, facecolor=WATER, lw=0, zorder=3))
        if shape.kind == "border":
            for line in shape.rings:
                axes.plot(*line.T, color=BORDER, lw=0.7, zorder=3)
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_aspect(1 / np.cos(np.radians((south + north) / 2)))
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(True)
    return azerbaijan


def shade(axes: Axes, shape: Shape, cut: PathPatch | None = None, **style: object) -> None:
    """Fill a shape; what runs past the state border is cut there."""
    patch = _patch(shape, **style)
    axes.add_patch(patch)
    if cut is not None:
        patch.set_clip_path(cut)


def line(axes: Axes, shape: Shape, cut: PathPatch | None = None, **style: object) -> None:
    """Draw the lines of a shape."""
    for ring in shape.rings:
        [drawn] = axes.plot(*ring.T, **style)
        if cut is not None:
            drawn.set_clip_path(cut)


def mark(axes: Axes, places: Iterable, **style: object) -> None:
    """Dot and name of some places: rows with ``lon``, ``lat``, ``label`` and ``dx``, ``dy``.

    A name that stands to the left of its dot ends there.
    """
    for place in places:
        axes.plot([place.lon], [place.lat], "o", ms=2.2, color=charts.INK, zorder=5)
        axes.annotate(
            place.label,
            (place.lon, place.lat),
            (place.dx, place.dy),
            textcoords="offset points",
            zorder=6,
            ha="right" if place.dx < 0 else "left",
            path_effects=charts.HALO,
            **{"fontsize": 6, "color": charts.INK, **style},
        )


def _patch(shape: Shape, **style: object) -> PathPatch:
    vertices = np.vstack(shape.rings)
    codes = np.full(len(vertices), Outline.LINETO)
    codes[np.cumsum([0, *map(len, shape.rings[:-1])])] = Outline.MOVETO
    return PathPatch(Outline(vertices, codes), **style)
