"""Geometry of the maps: outlines in degrees, as they lie in ``data/geo``."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from briefing.geojson import FILES, FOLDER, features
from briefing.paths import DATA
from briefing.record import files_read


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
        If one is no GeoJSON of shapes; it names the file.
    """
    found: dict[str, Shape] = {}
    for name in FILES:
        path = data_dir / FOLDER / name
        files_read.add(path)
        try:
            own = features(path)
        except ValueError as error:
            raise ValueError(f"{FOLDER}/{name}: {error}") from error
        for one in own:
            rings = tuple(np.array(line, dtype=float) for line in one.lines)
            found[one.id] = Shape(one.id, one.kind, one.properties, rings)
    return found
