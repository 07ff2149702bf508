"""The kinds of things that are brought together across articles, behind one face: strikes, agreements, unknown
actors."""

from typing import Any

from kg.identity import actors, agreements, strikes
from kg.identity.actors import UnknownActor
from kg.identity.happenings import Happening
from kg.identity.happenings import from_json as happening_from_json
from kg.identity.judging import Points, scale

Features = Happening | UnknownActor


def blocks(family: str, features: Features) -> list[str]:
    """Keys of which two things must share one to be compared."""
    if isinstance(features, UnknownActor):
        found = actors.blocks(features)
    else:
        found = strikes.blocks(features) if family == "strike" else agreements.blocks(features)
    return [f"{family} {key}" for key in found]


def compare(one: Features, other: Features) -> Points | None:
    """What speaks for and against two things of a family being one; None where they cannot be."""
    if isinstance(one, UnknownActor) and isinstance(other, UnknownActor):
        return actors.compare(one, other)
    if isinstance(one, Happening) and isinstance(other, Happening) and one.family == other.family:
        if None in (one.first, one.last, other.first, other.last):
            return None
        return strikes.compare(one, other) if one.family == "strike" else agreements.compare(one, other)
    return None


def score(family: str, points: Points | None) -> float | None:
    """The sum of points above the family's threshold."""
    return None if points is None else sum(points.values()) - scale(family).threshold


def likeness_in_copy(copy: Features, original: Features) -> float:
    """How sure a thing of a copied article is the same as one of the original, from 0 to 1: copies repeat sentences, so
    the words decide."""
    if isinstance(copy, UnknownActor) and isinstance(original, UnknownActor):
        return float(bool(copy.names & original.names))
    if isinstance(copy, Happening) and isinstance(original, Happening):
        either = len(copy.words | original.words)
        alike = len(copy.words & original.words) / either if either else 1.0
        return 0.7 * alike + 0.2 * (copy.kind == original.kind) + 0.1 * (copy.label == original.label)
    return 0.0


def features_from_json(family: str, values: dict[str, Any]) -> Features:
    """Features as the side index keeps them."""
    return actors.from_json(values) if family == "actor" else happening_from_json(values)
