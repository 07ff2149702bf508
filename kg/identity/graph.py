"""The identity graph: links to outside datasets for everything known that the articles of a store speak of."""

from collections.abc import Iterable
from itertools import chain

from pyoxigraph import NamedNode, Quad

from kg import names as ns
from kg.identity.links import links_of
from kg.names import Names
from kg.records import Ref
from kg.store import Writer
from kg.triples import link_quads

_TYPE = NamedNode(ns.RDF + "type")
_LINKED_KINDS = {"actor": "Actor", "place": "Place"}


def identity_quads(refs: Iterable[Ref], names: Names) -> list[Quad]:
    """Quads of the identity graph for some known things, in the order of the refs."""
    return list(link_quads(links_of(sorted({ref for ref in refs if ref.known})), names))


def refs_in(quads: Iterable[Quad], names: Names) -> set[Ref]:
    """The known actors and places that some quads give a type to."""
    prefixes = {kind: names.known(kind, "x").removesuffix("x") for kind in _LINKED_KINDS}
    classes = {NamedNode(ns.CKG + local): kind for kind, local in _LINKED_KINDS.items()}
    found = set()
    for quad in quads:
        if quad.predicate == _TYPE and isinstance(quad.subject, NamedNode):
            kind = classes.get(quad.object) if isinstance(quad.object, NamedNode) else None
            key = quad.subject.value.removeprefix(prefixes[kind]) if kind else ""
            if kind and key != quad.subject.value and "/" not in key:
                found.add(Ref(kind, key, known=True))
    return found


def refresh_identity(writer: Writer, names: Names) -> None:
    """Makes the store's identity graph say what follows from its articles, and nothing else."""
    stored = chain.from_iterable(
        writer.store.quads_for_pattern(None, _TYPE, NamedNode(ns.CKG + local), None) for local in _LINKED_KINDS.values()
    )
    writer.replace_graph(names.graph("identity"), identity_quads(refs_in(stored, names), names))
