"""Where things lie: well-known text (OGC Simple Features, WGS 84, longitude first) read as GeoJSON geometries."""

import json
import re
from typing import Any, Final

_FORM: Final = re.compile(
    r"\s*(?:<[^>]*>\s*)?(POINT|LINESTRING|POLYGON|MULTIPOINT|MULTILINESTRING|MULTIPOLYGON)\s*(\(.*\))\s*",
    re.IGNORECASE | re.DOTALL,
)
_NAMES: Final = {
    "POINT": "Point",
    "LINESTRING": "LineString",
    "POLYGON": "Polygon",
    "MULTIPOINT": "MultiPoint",
    "MULTILINESTRING": "MultiLineString",
    "MULTIPOLYGON": "MultiPolygon",
}
_PAIR: Final = re.compile(r"(-?[0-9.]+(?:[eE][+-]?[0-9]+)?)\s+(-?[0-9.]+(?:[eE][+-]?[0-9]+)?)")
_LONGEST: Final = 200_000


def geometry(wkt: str) -> dict[str, Any] | None:
    """The GeoJSON geometry of a text, None where it is none of the six simple forms in two dimensions."""
    found = _FORM.fullmatch(wkt[:_LONGEST])
    if found is None:
        return None
    name = _NAMES[found[1].upper()]
    body = _PAIR.sub(r"[\1,\2]", found[2]).replace("(", "[").replace(")", "]")
    try:
        coordinates = json.loads(body)
    except (json.JSONDecodeError, RecursionError):
        return None
    if name == "Point":
        coordinates = coordinates[0] if len(coordinates) == 1 else None
    elif name == "MultiPoint":
        # Both MULTIPOINT (1 2, 3 4) and MULTIPOINT ((1 2), (3 4)) are written.
        coordinates = [each[0] if isinstance(each[0], list) else each for each in coordinates]
    if coordinates is None or not all(_on_earth(position) for position in positions(coordinates)):
        return None
    return {"type": name, "coordinates": coordinates}


def positions(coordinates: Any) -> list[Any]:
    """All positions of a geometry's coordinates, flat."""
    if not isinstance(coordinates, list) or not coordinates or not isinstance(coordinates[0], list):
        return [coordinates]
    return [position for part in coordinates for position in positions(part)]


def _on_earth(position: Any) -> bool:
    return (
        isinstance(position, list)
        and len(position) == 2
        and all(isinstance(number, int | float) for number in position)
        and abs(position[0]) <= 180
        and abs(position[1]) <= 90
    )
