"""What a client asks, as checked values."""

import json
from dataclasses import dataclass
from typing import Any, Final

from kg.errors import UsageError
from server.reconcile.properties import Offered, local_name, offered, property_of

_MOST_CANDIDATES: Final = 50
_USUAL_CANDIDATES: Final = 5
_LONGEST_NAME: Final = 500
# Each condition costs a look-up for each candidate and value.
_MOST_CONDITIONS: Final = 20
_MOST_VALUES: Final = 20


@dataclass(frozen=True, slots=True)
class Condition:
    """A property, and the values of which a candidate should have one."""

    property: Offered
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One name to match: local names of classes that it may be of (none: any), conditions, and how many to give."""

    name: str
    types: tuple[str, ...]
    conditions: tuple[Condition, ...]
    limit: int


@dataclass(frozen=True, slots=True)
class Extension:
    """Ids of things and the properties to take of each."""

    ids: tuple[str, ...]
    properties: tuple[Offered, ...]


def questions(text: str, most: int) -> dict[str, Question]:
    """The questions of a batch by their keys. Raises UsageError where it is no batch of the specification."""
    batch = _object(text, "queries")
    if len(batch) > most:
        raise UsageError(f"{len(batch)} queries at once; at most {most} are answered (setting reconcile_batch)")
    return {key: _question(key, asked) for key, asked in batch.items()}


def extension(text: str, most: int) -> Extension:
    """A request for values. Raises UsageError where it is none, or names a property that is not there."""
    asked = _object(text, "extend")
    ids, properties = asked.get("ids"), asked.get("properties")
    if not (isinstance(ids, list) and all(isinstance(id, str) for id in ids)):
        raise UsageError("extend needs ids, an array of strings")
    if len(ids) > most:
        raise UsageError(f"{len(ids)} ids at once; at most {most} are answered (setting reconcile_batch)")
    if not (isinstance(properties, list) and all(isinstance(each, dict) for each in properties)):
        raise UsageError("extend needs properties, an array of objects with an id")
    return Extension(tuple(ids), tuple(dict.fromkeys(_offered(each.get("id")) for each in properties)))


def _object(text: str, what: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{what} is not valid JSON: {error!s:.80}") from None
    if not isinstance(found, dict):
        raise UsageError(f"{what} must be a JSON object")
    return found


def _question(key: str, asked: object) -> Question:
    if not isinstance(asked, dict):
        raise UsageError(f"query {key!r:.40} must be an object")
    name, types, limit = asked.get("query", ""), asked.get("type") or [], asked.get("limit", _USUAL_CANDIDATES)
    types = [types] if isinstance(types, str) else types
    if not isinstance(name, str) or len(name) > _LONGEST_NAME:
        raise UsageError(f"query {key!r:.40} must have a name of at most {_LONGEST_NAME} characters in 'query'")
    if not (isinstance(types, list) and all(isinstance(each, str) for each in types)):
        raise UsageError(f"query {key!r:.40} must have a type or an array of types in 'type'")
    if isinstance(limit, bool) or not isinstance(limit, int | float) or not limit > 0:
        raise UsageError(f"query {key!r:.40} must have a positive number in 'limit'")
    conditions = asked.get("properties", [])
    if not isinstance(conditions, list) or len(conditions) > _MOST_CONDITIONS:
        raise UsageError(f"query {key!r:.40} must have an array of at most {_MOST_CONDITIONS} in 'properties'")
    if not name.strip() and not conditions:
        raise UsageError(f"query {key!r:.40} has neither a name nor properties")
    known = tuple(condition for each in conditions if (condition := _condition(key, each)) is not None)
    return Question(name, tuple(map(local_name, types)), known, int(min(limit, _MOST_CANDIDATES)))


def _condition(key: str, asked: object) -> Condition | None:
    """A condition; None for a property that is not offered, which the specification wants passed over."""
    if not isinstance(asked, dict) or not isinstance(asked.get("pid"), str) or "v" not in asked:
        raise UsageError(f"query {key!r:.40}: each of 'properties' must have 'pid' and 'v'")
    given = asked["v"] if isinstance(asked["v"], list) else [asked["v"]]
    if len(given) > _MOST_VALUES:
        raise UsageError(f"query {key!r:.40}: a property takes at most {_MOST_VALUES} values")
    values = [each.get("id") or each.get("name") if isinstance(each, dict) else each for each in given]
    wanted = property_of(asked["pid"])
    return Condition(wanted, tuple(str(value) for value in values if value not in (None, ""))) if wanted else None


def _offered(id: object) -> Offered:
    found = property_of(id) if isinstance(id, str) else None
    if found is None:
        raise UsageError(f"there is no property {id!r:.60}; known: {', '.join(offered())}")
    return found
