"""Links to outside datasets → quads of the identity graph."""

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg import names as ns
from kg.names import Names
from kg.records import Link
from kg.triples.terms import decimal_literal

_A: Final = NamedNode(ns.RDF + "type")


def link_quads(links: Iterable[Link], names: Names) -> Iterator[Quad]:
    """Quads of the identity graph for links to outside datasets: the direct triple for accepted links only."""
    graph = NamedNode(names.graph("identity"))
    for link in links:
        subject = NamedNode(link_subject(link, names))
        target, predicate = NamedNode(link.target), NamedNode(link.predicate)
        digest = hashlib.sha256(f"{subject.value} {predicate.value} {target.value}".encode()).hexdigest()[:16]
        node = NamedNode(names.known("link", digest))
        yield Quad(node, _A, _ckg("Link"), graph)
        yield Quad(node, _ckg("linkSubject"), subject, graph)
        yield Quad(node, _ckg("linkTarget"), target, graph)
        yield Quad(node, _ckg("linkPredicate"), predicate, graph)
        yield Quad(node, _ckg("linkMethod"), Literal(link.method), graph)
        yield Quad(node, _ckg("linkStatus"), _ckg(link.status), graph)
        yield Quad(node, _ckg("confidence"), decimal_literal(link.confidence), graph)
        if link.reason:
            yield Quad(node, _ckg("linkReason"), Literal(link.reason), graph)
        if link.status == "Accepted":
            yield Quad(subject, predicate, target, graph)


def link_subject(link: Link, names: Names) -> str:
    """IRI of what is linked."""
    return link.node or names.known(link.subject.kind, link.subject.key)


@cache
def _ckg(local: str) -> NamedNode:
    return NamedNode(ns.CKG + local)
