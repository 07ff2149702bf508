"""An article of a store, by its id or its IRI."""

from collections.abc import Iterator
from itertools import chain
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg import names as ns
from kg.errors import UsageError
from kg.explain.values import Explanation, explanation
from kg.names import Names

_IDENTIFIER: Final = NamedNode(ns.DCT + "identifier")
_TITLE: Final = NamedNode(ns.DCT + "title")
_TYPE: Final = NamedNode(ns.RDF + "type")
_ARTICLE: Final = NamedNode(ns.CKG + "Article")
_LINK_SUBJECT: Final = NamedNode(ns.CKG + "linkSubject")
_MOST_ALIKE: Final = 3


def stored_explanation(store: Store, article: str, names: Names) -> Explanation:
    """The explanation of an article, named by the id of the input or by its IRI.

    Raises UsageError where the store has no such article.
    """
    graph = _graph(store, article)
    quads = list(store.quads_for_pattern(None, None, None, graph))
    nodes = {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}
    identity = NamedNode(names.graph("identity"))
    linked = chain.from_iterable(store.quads_for_pattern(None, _LINK_SUBJECT, node, identity) for node in nodes)
    links = chain.from_iterable(store.quads_for_pattern(quad.subject, None, None, identity) for quad in linked)
    return explanation(quads, links)


def _graph(store: Store, article: str) -> NamedNode:
    found: list[Quad] = list(store.quads_for_pattern(None, _IDENTIFIER, Literal(article), None))
    if not found:
        try:
            found = list(store.quads_for_pattern(NamedNode(article), _TYPE, _ARTICLE, None))
        except ValueError:
            found = []
    names = [quad.graph_name for quad in found if isinstance(quad.graph_name, NamedNode)]
    if not names:
        alike = articles_alike(store, article)
        hint = (
            f"; perhaps {' or '.join(alike)}" if alike else " (one is named by its id or its IRI; a file's is its name)"
        )
        raise UsageError(f"the store has no article {article!r}{hint}")
    return names[0]


def articles_alike(store: Store, article: str) -> list[str]:
    """Ids of a few articles that hold the id asked for, or are held by it, or have it in their title, whatever the
    case; the shortest first."""
    asked = article.casefold()
    if not asked:
        return []
    ids = dict(_texts(store, _IDENTIFIER))
    near = {id for id in ids.values() if id and (asked in id.casefold() or id.casefold() in asked)}
    near |= {ids[node] for node, title in _texts(store, _TITLE) if asked in title.casefold() and node in ids}
    return sorted(near, key=lambda id: (len(id), id))[:_MOST_ALIKE]


def _texts(store: Store, property: NamedNode) -> Iterator[tuple[str, str]]:
    """The nodes that have a text as value of a property, each with the text."""
    for quad in store.quads_for_pattern(None, property, None, None):
        if isinstance(quad.object, Literal):
            yield str(quad.subject), quad.object.value
