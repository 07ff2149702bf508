"""Names → actors and places of the graph, by how alike the names are, their types and their properties."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final

from kg.linking.spelling import folded_name, likeness
from server.explore.alike import known_by
from server.explore.here import Explorer
from server.explore.index.reading import folded
from server.explore.views import Thing
from server.explore.vocabulary import superclasses
from server.reconcile.properties import FAMILIES, entity_id, subjects, values
from server.reconcile.questions import Condition, Question

_MOST_NAMES: Final = 400
_LEAST_LIKENESS: Final = 0.5
# A name is told apart from a misspelt one by its beginning.
_STEM: Final = 4
# What a candidate of another type, or without any of the values asked for, keeps of its score.
_OTHER_TYPE: Final = 0.6
_OTHER_VALUE: Final = 0.7
_CERTAIN: Final = 0.97
_MARGIN: Final = 0.05


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing with its score, 0 to 1, and what the score is made of."""

    thing: Thing
    score: float
    likeness: float
    right_type: bool
    right_values: bool | None
    match: bool = False


def types_of(thing: Thing) -> tuple[str, ...]:
    """Local names of a thing's classes, the narrowest first."""
    return tuple(name for name in (thing.kind, *superclasses(thing.kind)) if name and name != "Event")


def match(here: Explorer, question: Question) -> list[Candidate]:
    """The best candidates, best first; a match is one that no other comes near and that fits in every way."""
    scored = [_scored(here, thing, alike, question) for thing, alike in _alike(here, question)]
    scored.sort(key=lambda c: (-c.score, c.thing.label, c.thing.iri))
    best = scored[0] if scored else None
    second = scored[1].score if len(scored) > 1 else 0.0
    if best and best.score >= _CERTAIN and best.score - second >= _MARGIN and best.right_type:
        scored[0] = Candidate(best.thing, best.score, best.likeness, True, best.right_values, match=True)
    return scored[: question.limit]


def _scored(here: Explorer, thing: Thing, alike: float, question: Question) -> Candidate:
    right_type = not question.types or bool(set(types_of(thing)) & set(question.types))
    right_values = _has_values(here, thing, question.conditions) if question.conditions else None
    score = alike * (1.0 if right_type else _OTHER_TYPE) * (_OTHER_VALUE if right_values is False else 1.0)
    return Candidate(thing, score, alike, right_type, right_values)


def _alike(here: Explorer, question: Question) -> list[tuple[Thing, float]]:
    """Things with a name like the one asked for; with conditions alone, those that fulfil them."""
    if not question.name.strip():
        # Of conditions, those on properties that are not offered are passed over: there may be none left.
        return _with_values(here, question.conditions)
    asked = folded_name(question.name)
    best: dict[int, float] = {}
    for text, id in _names_near(here, question.name):
        alike = likeness(asked, folded_name(text))
        if alike >= _LEAST_LIKENESS and alike > best.get(id, 0.0):
            best[id] = alike
    things = {thing.iri: (thing, best[id]) for id, thing in here.by_ids(best).items()}
    # The world knows more names of a thing than the articles use.
    for thing in known_by(here, question.name):
        things[thing.iri] = thing, 1.0
    return [(thing, alike) for thing, alike in things.values() if here.family(thing.iri) in FAMILIES]


def _names_near(here: Explorer, name: str) -> list[tuple[str, int]]:
    """Names in the graph that share the beginning of a word with one, most alike first."""
    stems = {word if len(word) <= _STEM else f"{word[:_STEM]}*" for word in re.findall(r"\w+", folded(name))}
    if not stems:
        return []
    terms = " OR ".join(f'"{stem[:-1]}"*' if stem.endswith("*") else f'"{stem}"' for stem in sorted(stems))
    statement = "SELECT text, thing FROM name WHERE name MATCH ? ORDER BY rank LIMIT ?"
    return [(str(text), int(id)) for text, id in here.index.rows(statement, [terms, _MOST_NAMES])]


def _with_values(here: Explorer, conditions: Iterable[Condition]) -> list[tuple[Thing, float]]:
    """Things that fulfil conditions, those that fulfil the most of them first."""
    fulfilled: Counter[str] = Counter()
    for condition in conditions:
        fulfilled.update({iri for value in condition.values for iri in subjects(here, condition.property, value)})
    ordered = sorted(fulfilled, key=lambda iri: (-fulfilled[iri], iri))
    return [(here.thing(iri), 1.0) for iri in islice((i for i in ordered if here.family(i) in FAMILIES), _MOST_NAMES)]


def _has_values(here: Explorer, thing: Thing, conditions: Iterable[Condition]) -> bool:
    """Whether a thing has one of the values of each condition."""
    for condition in conditions:
        held = values(here, thing.iri, condition.property)
        if not any(_is(here, held, value) for value in condition.values):
            return False
    return True


def _is(here: Explorer, held: list[dict[str, str]], value: str) -> bool:
    """Whether one of the values held is the one given, by id, by words or by name."""
    asked, words = entity_id(here, value), folded(value)
    return any(asked == each.get("id") or words == folded(each.get("name") or each.get("str", "")) for each in held)
