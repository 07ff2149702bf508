"""The terms of the shipped ontology, in words for people."""

from collections import defaultdict
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg import names as ns
from kg.article_view import local_name
from kg.resources import ontology_file
from server.explore.views import Term

# The classes whose things have pages and lists, each before its superclass.
FAMILIES: Final = ("Zone", "Strike", "Agreement", "Claim", "Article", "Incident", "Actor", "Place")
# Properties read from the value's side.
_INVERSE: Final = {
    "allyOf": "ally of",
    "opponentOf": "opponent of",
    "memberOf": "has member",
    "partOf": "has part",
    "leaderOf": "led by",
    "speaksFor": "spoken for by",
    "backedBy": "backs",
    "alsoKnownAs": "also known as",
    "controls": "controlled by",
    "within": "contains",
    "controlledBy": "controls",
    "establishes": "established by",
    "party": "party to",
    "location": "place of",
    "target": "target of",
    "inIncident": "has report",
    "nearDuplicateOf": "near duplicate of",
}
_LABEL: Final = ns.RDFS + "label"
_COMMENT: Final = ns.RDFS + "comment"
_SUBCLASS: Final = ns.RDFS + "subClassOf"


@cache
def said() -> dict[str, dict[str, list[str]]]:
    """The ontology's triples by the local name of their subject: predicate's IRI → values, as IRIs or as texts.

    The ontology itself has the name "".
    """
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    with ontology_file("conflict.ttl").open("rb") as stream:
        for quad in parse(stream, format=RdfFormat.TURTLE):
            subject, value = quad.subject, quad.object
            if not (isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal)):
                continue
            own = subject.value.startswith(ns.CKG) or subject.value == ns.CKG.removesuffix("#")
            if own:
                found[subject.value.partition("#")[2]][quad.predicate.value].append(value.value)
    return {name: dict(values) for name, values in found.items()}


@cache
def term(name: str) -> Term:
    """A term by its local name; one that the ontology has not is named by its own letters."""
    values = said().get(name, {}) if name else {}
    label = next(iter(values.get(_LABEL, ())), None) or humanised(name)
    return Term(name, label, next(iter(values.get(_COMMENT, ())), ""), f"/ontology/{name}")


def is_term(name: str) -> bool:
    """Whether the ontology has a term of this local name."""
    return bool(name) and name in said()


@cache
def superclasses(name: str) -> tuple[str, ...]:
    """The ontology's own classes above one, nearest first, without itself."""
    found: list[str] = []
    for parent in said().get(name, {}).get(_SUBCLASS, ()):
        if parent.startswith(ns.CKG):
            above = parent.removeprefix(ns.CKG)
            found += [each for each in (above, *superclasses(above)) if each not in found]
    return tuple(found)


@cache
def subclasses(name: str) -> tuple[str, ...]:
    """The ontology's own classes below one, at any depth, without itself."""
    return tuple(each for each in said() if name in superclasses(each))


def narrowest_first(classes: frozenset[str]) -> list[str]:
    """Classes of ours, those with most superclasses first."""
    return sorted(classes, key=lambda name: (-len(superclasses(name)), name))


@cache
def family_of(classes: frozenset[str]) -> str:
    """The family that things of these classes belong to; "" for none."""
    return next((family for family in FAMILIES if family in classes), "")


@cache
def kind_of(classes: frozenset[str]) -> str:
    """The narrowest class; "" for none."""
    return next(iter(narrowest_first(classes)), "")


def humanised(text: str) -> str:
    """A readable text for an IRI or a name that has no label: its last part, words apart."""
    part = local_name(text.rstrip("/#")).split("=")[-1]
    spaced = "".join(f" {c.lower()}" if c.isupper() and i and part[i - 1].islower() else c for i, c in enumerate(part))
    return spaced.replace("-", " ").replace("_", " ").strip() or "unnamed"


@cache
def extracted_properties() -> frozenset[str]:
    """Local names of the properties whose values are read from the text."""
    extracted = ns.CKG + "ExtractedProperty"
    return frozenset(name for name, values in said().items() if extracted in values.get(ns.RDF + "type", ()))


def inverse_label(name: str) -> str:
    """A property's label read from the value's side."""
    return _INVERSE.get(name) or f"is {term(name).label} of"
