"""Reads the files of shapes in ``data/geo``, and says what is wrong with one."""

import json
import math
from dataclasses import dataclass
from pathlib import Path

FOLDER = "geo"
FILES = ("natural-earth.geojson", "outlines.geojson")
# How deep the lines of a geometry lie in its list of coordinates.
_DEPTH = {"LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}

Line = list[list[float]]


@dataclass(frozen=True, eq=False)
class Feature:
    """One shape as the file has it.

    Attributes
    ----------
    id, kind : str
    properties : dict
    lines : list of list of list of float
        Rings or lines, each a list of pairs: longitude and latitude in degrees.
    """

    id: str
    kind: str
    properties: dict
    lines: list[Line]


def features(path: Path) -> list[Feature]:
    """The shapes of one file.

    Parameters
    ----------
    path : pathlib.Path
        A GeoJSON file of lines and areas, each with an id and a kind among its properties.

    Returns
    -------
    list of Feature

    Raises
    ------
    OSError
        If the file cannot be read.
    ValueError
        If it is no GeoJSON, is empty, or a shape lacks something, is of points or goes nowhere.
    """
    try:
        described = json.loads(path.read_text(encoding="utf-8"))
        found = [_feature(one) for one in described["features"]]
    except RecursionError as error:
        raise ValueError("no GeoJSON of shapes: its lists lie too deep") from error
    except KeyError as error:
        raise ValueError(f"no GeoJSON of shapes: it lacks or does not know {error}") from error
    except TypeError as error:
        raise ValueError(f"no GeoJSON of shapes: {error}") from error
    if not found:
        raise ValueError("it has no features")
    return found


def _feature(described: dict) -> Feature:
    own, geometry = described["properties"], described["geometry"]
    lines = [geometry["coordinates"]]
    for _ in range(_DEPTH[geometry["type"]]):
        lines = [inner for outer in lines for inner in outer]
    pairs = [[[float(lon), float(lat)] for lon, lat in line] for line in lines]
    known = [number for line in pairs for pair in line for number in pair]
    if min(map(len, pairs), default=0) < 2 or not all(map(math.isfinite, known)):
        raise ValueError(f"{own['id']} has no line, or a number that is none")
    return Feature(own["id"], own["kind"], own, pairs)
