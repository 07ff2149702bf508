"""Actors that no gazetteer knows: are two of them, named alike in two articles, one?

A full name is shared by many, so a name alone does not decide: the office, the country that the articles are about, or
the actors named beside must agree too. Described people ("the rebels") are never compared.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Final

from kg import gazetteer
from kg.gazetteer.folding import fold_name
from kg.identity.judging import Points, scale
from kg.identity.reading import GraphReader, Node
from kg.identity.where import known_place
from kg.identity.words import telling_words
from kg.lexicon import words
from kg.names import slug

_GENERIC_KINDS: Final = frozenset({"Actor", "Organization"})
# Described people; and bodies of states, which have the same names in many states.
_NEVER_COMPARED: Final = frozenset({"Collective", "Government", "ArmedForce", "State"})
_COUNTRIES: Final = 2
_FAR: Final = 5


@dataclass(frozen=True, slots=True)
class UnknownActor:
    """One article's account of an actor. names: folded; office: words of the titles; countries: states that the article
    names most; company: actors named in the same sentences."""

    kind: str
    label: str
    other_labels: tuple[str, ...]
    names: frozenset[str]
    office: frozenset[str]
    countries: frozenset[str]
    company: frozenset[str]
    year: int | None

    @property
    def family(self) -> str:
        """The family that the side index files it under."""
        return "actor"

    def as_json(self) -> dict[str, Any]:
        """Plain values, sorted, for the side index."""
        values = ((each.name, getattr(self, each.name)) for each in fields(self))
        return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in values}


def from_json(values: dict[str, Any]) -> UnknownActor:
    """The inverse of ``as_json``."""
    sets = {key: frozenset(values[key]) for key in ("names", "office", "countries", "company")}
    return UnknownActor(**{**values, **sets, "other_labels": tuple(values["other_labels"])})


def unknown_actors(reader: GraphReader, base: str, issued: str) -> Iterator[tuple[str, UnknownActor]]:
    """The named actors of an article's own, with their IRIs, in the order of these."""
    nodes = [reader.node(iri) for iri in reader.nodes("Actor")]
    prefix = f"{base}actor/"
    local = [node for node in nodes if "/" in node.iri.removeprefix(prefix) and not node.classes & _NEVER_COMPARED]
    named = [node for node in local if _full_names(node)]
    if not named:
        return
    countries = _countries(reader, nodes, base)
    for node in named:
        sentences = set(node.things("evidence"))
        company = {
            _key(other, prefix) for other in nodes if other is not node and sentences & set(other.things("evidence"))
        }
        yield (
            node.iri,
            UnknownActor(
                kind=next(iter(sorted(node.classes - _GENERIC_KINDS)), "Organization"),
                label=node.label,
                other_labels=tuple(node.other_names),
                names=_full_names(node),
                office=frozenset().union(*map(telling_words, node.literals("roleTitle"))),
                countries=countries,
                company=frozenset(company),
                year=int(issued[:4]) if issued else None,
            ),
        )


def blocks(actor: UnknownActor) -> list[str]:
    """Keys of which two actors must share one to be compared: a full name of a person or of a body."""
    group = "person" if actor.kind == "Person" else "body"
    return sorted(f"{group} {name}" for name in actor.names)


def compare(one: UnknownActor, other: UnknownActor) -> Points | None:
    """Points for and against; None where the two cannot be one actor."""
    common = one.names & other.names
    if (one.kind != other.kind and "Organization" not in (one.kind, other.kind)) or not common:
        return None
    points: Points = {}
    put = scale("actor").put
    put(points, "same name")
    if max(len(name.split()) for name in common) > 2:
        put(points, "long name")
    if one.office and other.office:
        put(points, "same office" if one.office & other.office else "other office")
    if one.countries and other.countries:
        put(points, "same country" if one.countries & other.countries else "other country")
    if company := len(one.company & other.company):
        put(points, "same company", min(1.0, company / 2))
    if one.year and other.year and abs(one.year - other.year) > _FAR:
        put(points, "far years")
    return points


def _full_names(node: Node) -> frozenset[str]:
    """Folded names of two or more words that are not all ordinary; a person's must have two that are not."""
    least = 2 if "Person" in node.classes else 1
    found = set()
    for name in (node.label, *node.other_names):
        parts = fold_name(name).split()
        if len(parts) > 1 and sum(part not in _ordinary() for part in parts) >= least:
            found.add(" ".join(parts))
    return frozenset(found)


@cache
def _ordinary() -> frozenset[str]:
    """Words of which a name may be made that many bear: interior, ministry, northern, Syrian."""
    return frozenset(words("ordinary_words")) | frozenset(gazetteer.adjectives()) | {"of", "the", "for", "and", "in"}


def _countries(reader: GraphReader, actors: list[Node], base: str) -> frozenset[str]:
    """The states that most sentences name, themselves or by a place."""
    told: Counter[str] = Counter()
    for node in actors:
        if "State" in node.classes:
            told[node.iri.removeprefix(f"{base}actor/")] += len(node.things("evidence"))
    for iri in reader.nodes("Place"):
        known = known_place(iri.removeprefix(f"{base}place/"))
        state = gazetteer.state_of(known.state) if known and known.state else None
        if state is not None:
            told[slug(state.key)] += len(reader.node(iri).things("evidence"))
    return frozenset(key for key, _ in sorted(told.items(), key=lambda item: (-item[1], item[0]))[:_COUNTRIES])


def _key(node: Node, prefix: str) -> str:
    key = node.iri.removeprefix(prefix)
    return "~" + fold_name(node.label) if "/" in key else key
