"""What speaks for and against two reports being of one thing: points by feature, from a table."""

import math
from collections.abc import Mapping
from functools import cache

from kg.identity.tables import rows

# Feature → points.
Points = dict[str, float]


class Scale:
    """The points of one family of things, and how a sum of them is read."""

    def __init__(self, rows: Mapping[str, Mapping[str, str]]) -> None:
        self._points = {name: float(row["points"]) for name, row in rows.items()}
        self._words = {name: row["words"] for name, row in rows.items()}
        self.threshold = self._points["threshold"]

    def put(self, points: Points, feature: str, degree: float = 1.0) -> None:
        """Adds the points of a feature, times a degree."""
        points[feature] = self._points[feature] * degree

    def confidence(self, score: float) -> float:
        """How sure a judgement is, from 0 to 1, by the logistic function: 0.5 at the threshold."""
        return 1 / (1 + math.exp(self.threshold - score))

    def reasons(self, points: Points) -> str:
        """The points in words, strongest first: ``same place +2.0; same day +1.5``."""
        told = sorted(points.items(), key=lambda item: (-abs(item[1]), item[0]))
        return "; ".join(f"{self._words[name]} {value:+.1f}" for name, value in told if self._words[name])


@cache
def scale(family: str) -> Scale:
    """The points of a family: strike, agreement or actor."""
    return Scale({row["feature"]: row for row in rows("weights") if row["family"] == family})


@cache
def kind_fits() -> dict[frozenset[str], float]:
    """For pairs of kinds that may be names of one thing, how well they go together."""
    return {frozenset((row["one"], row["other"])): float(row["fit"]) for row in rows("kinds")}


def put_kind(scale: Scale, points: Points, one: str, other: str) -> bool:
    """Adds what two kinds tell; False where they exclude each other."""
    if not one or not other:
        return True
    if one == other:
        scale.put(points, "same kind")
        return True
    fit = kind_fits().get(frozenset((one, other)))
    if fit is not None:
        scale.put(points, "compatible kind", fit)
    return fit is not None
