"""Actors that no gazetteer knows: are two of them, named alike in two articles, one?

A full name is shared by many, so a name alone does not decide: the office, the country that the articles are about, or
the actors named beside must agree too, the more so where the name is spelt otherwise or cut short. Described people
("the rebels") are never compared.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, Final

from kg import names as ns
from kg.gazetteer.folding import fold_name
from kg.identity.actor_names import cut, full_names, likest, shortened
from kg.identity.judging import Points, scale
from kg.identity.offices import differ, offices
from kg.identity.reading import GraphReader, Node, span_of
from kg.identity.where import areas_of, is_country, side_of
from kg.identity.words import telling_words
from kg.linking.spelling import skeleton

_GENERIC_KINDS: Final = frozenset({"Actor", "Organization"})
_OF_STATE: Final = frozenset({"Government", "ArmedForce", "State"})
# Described people; and bodies of states, which have the same names in many states.
_NEVER_COMPARED: Final = _OF_STATE | {"Collective"}
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
    named = [(node, names) for node in local if (names := full_names(node))]
    if not named:
        return
    countries = _countries(reader, nodes, base)
    text = reader.node(reader.iri).literal("text")
    beside: dict[str, list[tuple[Node, str]]] = defaultdict(list)
    for node in nodes:
        if "Collective" not in node.classes:
            key = _key(node, prefix)
            for sentence in node.things("evidence"):
                beside[sentence].append((node, key))
    for node, names in named:
        at = map(span_of, reader.subjects(ns.CKG + "denotes", node.iri)) if "Person" in node.classes else ()
        told = (each for sentence in node.things("evidence") for each in beside[sentence])
        yield (
            node.iri,
            UnknownActor(
                kind=next(iter(sorted(node.classes - _GENERIC_KINDS)), "Organization"),
                label=node.label,
                other_labels=tuple(node.other_names),
                names=names,
                office=offices(text, at).union(*map(telling_words, node.literals("roleTitle"))),
                countries=countries,
                company=frozenset(key for other, key in told if other is not node),
                year=int(issued[:4]) if issued else None,
            ),
        )


def blocks(actor: UnknownActor) -> list[str]:
    """Keys of which two actors must share one to be compared: of a person how the name sounds, whole or cut short; of a
    body the name, with and without what follows "of"."""
    if actor.kind == "Person":
        return sorted({f"person {skeleton(short)}" for name in actor.names for short in shortened(name)})
    return sorted({f"body {short}" for name in actor.names for short in (name, *cut(name))})


def compare(one: UnknownActor, other: UnknownActor) -> Points | None:
    """Points for and against; None where the two cannot be one actor."""
    if one.kind != other.kind and "Organization" not in (one.kind, other.kind):
        return None
    points: Points = {}
    put = scale("actor").put
    common = one.names & other.names
    if common:
        put(points, "same name")
        if max(len(name.split()) for name in common) > 2:
            put(points, "long name")
    elif feature := likest(one.kind == "Person", one.names, other.names):
        put(points, feature)
    else:
        return None
    if one.office and other.office:
        same = one.office & other.office
        if same or differ(one.office, other.office):
            put(points, "same office" if same else "other office")
    if one.countries and other.countries:
        put(points, "same country" if one.countries & other.countries else "other country")
    if company := len(one.company & other.company):
        put(points, "same company", min(1.0, company / 2))
    if one.year and other.year and abs(one.year - other.year) > _FAR:
        put(points, "far years")
    return points


def _countries(reader: GraphReader, actors: list[Node], base: str) -> frozenset[str]:
    """The states that most sentences name, themselves or by a place."""
    told: Counter[str] = Counter()
    for node in actors:
        if node.classes & _OF_STATE:
            side = side_of(node.iri.removeprefix(f"{base}actor/"), node.label, node.classes)
            told[side] += len(node.things("evidence"))
    for iri in reader.nodes("Place"):
        key, node = iri.removeprefix(f"{base}place/"), reader.node(iri)
        around = areas_of(key, node.label) | {key}
        told.update({key: len(node.things("evidence")) for key in around if is_country(key)})
    named = (key for key, _ in sorted(told.items(), key=lambda item: (-item[1], item[0])) if is_country(key))
    return frozenset(list(named)[:_COUNTRIES])


def _key(node: Node, prefix: str) -> str:
    key = node.iri.removeprefix(prefix)
    return "~" + fold_name(node.label) if "/" in key else key
