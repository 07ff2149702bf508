"""What a node of a store is called."""

from itertools import islice
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from kg import names as ns

# What names a thing, the best first; a mention is named by its words.
_NAMING: Final = tuple(NamedNode(iri) for iri in (ns.RDFS + "label", ns.SKOS + "prefLabel", ns.CKG + "exact"))
_MOST: Final = 50


def label_of(store: Store, node: NamedNode) -> str | None:
    """A node's label in whichever graph, the least of them; None where it has none."""
    for naming in _NAMING:
        found = sorted(
            quad.object.value
            for quad in islice(store.quads_for_pattern(node, naming, None), _MOST)
            if isinstance(quad.object, Literal) and quad.object.value.strip()
        )
        if found:
            return found[0]
    return None
