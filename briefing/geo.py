"""Geometry of the maps: outlines in degrees, as they lie in ``data/geo``."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from briefing.paths import DATA
from briefing.record import files_read

FOLDER = "geo"
FILES = ("natural-earth.geojson", "outlines.geojson")


@dataclass(frozen=True, eq=False)
class Shape:
    """One feature: its id, its kind, its properties, and its lines.

    Attributes
    ----------
    id, kind : str
    properties : dict
        As in the file.
    rings : tuple of numpy.ndarray
        One array a ring or line, of shape (points, 2): longitude and latitude in degrees.
    """

    id: str
    kind: str
    properties: dict
    rings: tuple[np.ndarray, ...]


@cache
def shapes(data_dir: Path = DATA) -> dict[str, Shape]:
    """Every shape of the maps, by id.

    Parameters
    ----------
    data_dir : pathlib.Path
        Folder of the data package.

    Returns
    -------
    dict of Shape

    Raises
    ------
    OSError
        If a file cannot be read.
    ValueError
        If it is not GeoJSON.
    """
    found: dict[str, Shape] = {}
    for name in FILES:
        path = data_dir / FOLDER / name
        files_read.add(path)
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
            own = feature["properties"]
            found[own["id"]] = Shape(own["id"], own["kind"], own, _rings(feature["geometry"]))
    return found


_DEPTH = {"LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}


def _rings(geometry: dict) -> tuple[np.ndarray, ...]:
    parts = [geometry["coordinates"]]
    for _ in range(_DEPTH[geometry["type"]]):
        parts = [inner for outer in parts for inner in outer]
    return tuple(np.array(part, dtype=float) for part in parts)
