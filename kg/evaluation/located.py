"""Which node of an article's graph some of its words are about."""

from pyoxigraph import NamedNode

from kg import names as ns
from kg.identity.reading import span_of
from kg.names import Names
from kg.stores.interface import QuadSource


def happening_at(article: str, begin: int, end: int, store: QuadSource, names: Names) -> str:
    """The strike or agreement of the trigger that the words from begin to end overlap, else of the nearest one in the
    sentence; empty where extraction found none."""
    graph = NamedNode(names.article(article))
    around = [(first, last) for first, last, _ in _spans(store, graph, "Sentence") if first <= begin and end <= last]
    within = min(around or [(begin, end)], key=lambda span: (span[1] - span[0], span))
    near = []
    for first, last, mention in _spans(store, graph, "Trigger"):
        if within[0] <= first and last <= within[1]:
            gap = max(0, first - end, begin - last)
            near += [(gap, first, iri) for iri in _denoted(store, graph, mention, ("/strike/", "/agreement/"))]
    return min(near)[2] if near else ""


def actor_at(article: str, begin: int, end: int, store: QuadSource, names: Names) -> str:
    """The actor whose name overlaps the words from begin to end most; empty where extraction found none."""
    graph = NamedNode(names.article(article))
    found = []
    for first, last, mention in _spans(store, graph, "Name"):
        shared = min(last, end) - max(first, begin)
        if shared > 0:
            found += [(-shared, first, iri) for iri in _denoted(store, graph, mention, ("/actor/",))]
    return min(found)[2] if found else ""


def _spans(store: QuadSource, graph: NamedNode, kind: str) -> list[tuple[int, int, NamedNode]]:
    mentions = store.quads_for_pattern(None, NamedNode(ns.CKG + "mentionKind"), NamedNode(ns.CKG + kind), graph)
    iris = [quad.subject for quad in mentions if isinstance(quad.subject, NamedNode)]
    return [(*span_of(iri.value), iri) for iri in iris]


def _denoted(store: QuadSource, graph: NamedNode, mention: NamedNode, kinds: tuple[str, ...]) -> list[str]:
    denoted = store.quads_for_pattern(mention, NamedNode(ns.CKG + "denotes"), None, graph)
    iris = [quad.object.value for quad in denoted if isinstance(quad.object, NamedNode)]
    return [iri for iri in iris if any(kind in iri for kind in kinds)]
