"""A store with links that wait for a reviewer."""

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from kg import names as ns
from kg.store import Writer

BASE = "https://w3id.org/conflict-kg/id/"
ARTICLE = BASE + "article/a1"
TEXT = "Before. Shells fell on Tripolis on Monday. After.\nAnother <b>paragraph</b>."


def make_candidates(folder: Path) -> Path:
    """Two things that wait, one of them with two proposals of one dataset, and one link that is accepted."""
    with Writer(folder) as writer:
        writer.store.extend(_article())
        writer.store.extend(_link("place/a1/Tripolis", "Q3579", "Candidate", "0.55", "alike; in Libya"))
        writer.store.extend(_link("place/a1/Tripolis", "Q3915", "Candidate", "0.40", "alike; in Lebanon"))
        writer.store.extend(_link("actor/a1/Marsa-Brigade", "Q99", "Candidate", "0.61", "<i>alike</i>"))
        writer.store.extend(_link("actor/Russia", "Q159", "Accepted", "0.98", ""))
        writer.publish()
    return folder


def _article() -> Iterator[Quad]:
    graph = NamedNode(ARTICLE)
    yield Quad(graph, NamedNode(ns.RDF + "type"), NamedNode(ns.CKG + "Article"), graph)
    yield Quad(graph, NamedNode(ns.DCT + "title"), Literal("Shells on Tripolis"), graph)
    yield Quad(graph, NamedNode(ns.CKG + "text"), Literal(TEXT), graph)
    begin = TEXT.index("Tripolis")
    mention, place = NamedNode(f"{ARTICLE}#char={begin},{begin + 8}"), NamedNode(BASE + "place/a1/Tripolis")
    yield Quad(mention, NamedNode(ns.CKG + "denotes"), place, graph)
    yield Quad(mention, NamedNode(ns.CKG + "inArticle"), graph, graph)
    yield Quad(mention, NamedNode(ns.CKG + "begin"), Literal(begin), graph)
    yield Quad(mention, NamedNode(ns.CKG + "end"), Literal(begin + 8), graph)
    for subject, kind, label in (
        (place, "Place", "Tripolis"),
        (NamedNode(BASE + "actor/a1/Marsa-Brigade"), "ArmedGroup", "Marsa Brigade"),
        (NamedNode(BASE + "actor/Russia"), "State", "Russia"),
    ):
        yield Quad(subject, NamedNode(ns.RDF + "type"), NamedNode(ns.CKG + kind), graph)
        if kind != "Place":
            yield Quad(subject, NamedNode(ns.RDF + "type"), NamedNode(ns.CKG + "Actor"), graph)
        yield Quad(subject, NamedNode(ns.RDFS + "label"), Literal(label), graph)


def _link(subject: str, item: str, status: str, confidence: str, reason: str) -> Iterator[Quad]:
    graph, node = NamedNode(BASE + "graph/identity"), NamedNode(f"{BASE}link/{item}")
    yield Quad(node, NamedNode(ns.RDF + "type"), NamedNode(ns.CKG + "Link"), graph)
    yield Quad(node, NamedNode(ns.CKG + "linkSubject"), NamedNode(BASE + subject), graph)
    yield Quad(node, NamedNode(ns.CKG + "linkTarget"), NamedNode(ns.WIKIDATA + item), graph)
    yield Quad(node, NamedNode(ns.CKG + "linkPredicate"), NamedNode(ns.SKOS + "exactMatch"), graph)
    yield Quad(node, NamedNode(ns.CKG + "linkStatus"), NamedNode(ns.CKG + status), graph)
    yield Quad(node, NamedNode(ns.CKG + "linkMethod"), Literal("name"), graph)
    yield Quad(node, NamedNode(ns.CKG + "confidence"), Literal(confidence), graph)
    yield Quad(node, NamedNode(ns.CKG + "linkReason"), Literal(reason), graph)
