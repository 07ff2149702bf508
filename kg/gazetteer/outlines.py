"""Outlines of states, from Natural Earth's 1:110 million map in TopoJSON: as WKT, each with its middle.

TopoJSON: github.com/topojson/topojson-specification. Positions are longitude and latitude in degrees (CRS84).
"""

import csv
import json
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Ring = list[Point]
_TABLE = Path(__file__).resolve().parent / "outlines.csv"
_DIGITS = 2  # of a degree: about a kilometre, finer than a map of this scale is true


def write_outlines(topology: Path, codes: Mapping[str, str], capitals: Mapping[str, str], table: Path) -> None:
    """Writes the outline and the middle of each state of a TopoJSON file as WKT.

    codes: ISO 3166-1 alpha-2 codes by numeric ones. capitals: points that stand for states too small for the map, by
    alpha-2 code. Raises OSError where the source is missing.
    """
    source = json.loads(topology.read_text(encoding="utf-8"))
    arcs = _arcs(source)
    rows = {}
    for shape in source["objects"]["countries"]["geometries"]:
        state = codes.get(shape.get("id", ""), "")
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        if state:
            rings = [[_ring(ring, arcs) for ring in polygon] for polygon in polygons]
            # Rounding leaves a point or a line of the smallest islands.
            rows[state] = [[ring for ring in polygon if len(ring) > 3] for polygon in rings if len(polygon[0]) > 3]
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["state", "middle", "outline", "source"])
        for state in sorted(rows.keys() | capitals.keys()):
            if state in rows:
                writer.writerow([state, _middle(rows[state]), _wkt(rows[state]), "natural-earth"])
            else:
                writer.writerow([state, capitals[state], "", "geonames"])


@cache
def outlines() -> dict[str, tuple[str, str]]:
    """For ISO 3166 codes of states: the middle (longitude and latitude, a blank between), and the outline in WKT; it is
    empty for states too small for the map."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return {row["state"]: (row["middle"], row["outline"]) for row in csv.DictReader(file)}


def _arcs(source: Mapping[str, Any]) -> list[Ring]:
    scale, shift = source["transform"]["scale"], source["transform"]["translate"]
    found = []
    for arc in source["arcs"]:
        x = y = 0
        points = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((round(x * scale[0] + shift[0], _DIGITS), round(y * scale[1] + shift[1], _DIGITS)))
        found.append(points)
    return found


def _ring(indexes: Iterable[int], arcs: list[Ring]) -> Ring:
    """One closed ring; arcs share their end points, and a negative index means the arc backwards."""
    points: Ring = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    points = [point for at, point in enumerate(points) if at == 0 or point != points[at - 1]]
    return points if points[0] == points[-1] else [*points, points[0]]


def _wkt(polygons: list[list[Ring]]) -> str:
    parts = [
        "(" + ",".join("(" + ",".join(f"{x:g} {y:g}" for x, y in ring) + ")" for ring in polygon) + ")"
        for polygon in polygons
    ]
    return f"POLYGON{parts[0]}" if len(parts) == 1 else f"MULTIPOLYGON({','.join(parts)})"


def _middle(polygons: list[list[Ring]]) -> str:
    """The centroid of the greatest polygon, or of its widest chord at that height where it lies outside."""
    ring = max((polygon[0] for polygon in polygons), key=lambda ring: abs(_area(ring)))
    area = _area(ring)
    pairs = list(pairwise(ring))
    x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (6 * area)
    y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (6 * area)
    crossings = sorted(a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1]) for a, b in pairs if (a[1] > y) != (b[1] > y))
    chords = list(zip(crossings[::2], crossings[1::2], strict=True))
    if not any(left < x < right for left, right in chords):
        left, right = max(chords, key=lambda chord: chord[1] - chord[0])
        x = (left + right) / 2
    return f"{round(x, _DIGITS):g} {round(y, _DIGITS):g}"


def _area(ring: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2
