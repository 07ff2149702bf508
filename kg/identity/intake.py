"""All that identity takes from one article, in one value: read from the graph, or made beside the graph.

A build makes it where it makes the graph, in many processes, so that the one that writes need not read graphs again.
"""

import base64
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from pyoxigraph import NamedNode, Quad

from kg import names as ns
from kg.identity.actors import unknown_actors
from kg.identity.families import Features, blocks
from kg.identity.happenings import happenings
from kg.identity.index import as_json
from kg.identity.known import known_ref
from kg.identity.linked import article_quads
from kg.identity.reading import ArticleText, GraphReader, read_text
from kg.names import Names
from kg.records import Ref
from kg.triples.graph_triples import GraphTriples

_TYPE: Final = NamedNode(ns.RDF + "type")
_LINKED_KINDS: Final = {"actor": "Actor", "place": "Place"}


@dataclass(frozen=True, slots=True)
class FoundItem:
    """A strike, an agreement or an unknown actor: its features as JSON, and the keys of which another must share one to
    be compared with it."""

    iri: str
    family: str
    features: str
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What identity knows of an article. items: its strikes, agreements and unknown actors; refs: the known things that
    it speaks of, as ``kind key``; links: quads of its own things' links as N-Quads lines, without reviewers' decisions.
    """

    text: ArticleText
    items: tuple[FoundItem, ...]
    refs: frozenset[str]
    links: tuple[str, ...]


def read_facts(reader: GraphReader, names: Names) -> ArticleFacts | None:
    """The facts of an article's graph; None where the graph holds no article."""
    text = read_text(reader)
    if text is None:
        return None
    found: list[tuple[str, Features]] = [*happenings(reader, names.base, text.day)]
    found += unknown_actors(reader, names.base, text.day)
    return ArticleFacts(
        text=text,
        items=tuple(_item(iri, features) for iri, features in found),
        refs=frozenset(f"{ref.kind} {ref.key}" for ref in _spoken_of(reader, names)),
        links=tuple(sorted({str(quad) for quad in article_quads(reader, names)})),
    )


def _item(iri: str, features: Features) -> FoundItem:
    family = features.family
    return FoundItem(iri, family, as_json(features.as_json()), tuple(blocks(family, features)))


def article_features(triples: GraphTriples, names: Names) -> bytes:
    """The facts of an article from its graph, packed; empty where it is no article's."""
    facts = read_facts(GraphReader(triples, triples.graph), names)
    return b"" if facts is None else _packed(facts)


def facts_of(features: bytes) -> ArticleFacts | None:
    """What ``article_features`` packed."""
    return _unpacked(features) if features else None


def refs_in(quads: Iterable[Quad], names: Names) -> set[Ref]:
    """The known actors and places that some quads give a type to."""
    kinds = {ns.CKG + local: kind for kind, local in _LINKED_KINDS.items()}
    found = set()
    for quad in quads:
        if quad.predicate == _TYPE and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            kind = kinds.get(quad.object.value)
            ref = known_ref(kind, quad.subject.value, names) if kind else None
            if ref is not None:
                found.add(ref)
    return found


def _spoken_of(reader: GraphReader, names: Names) -> Iterator[Ref]:
    for kind, local in _LINKED_KINDS.items():
        for iri in reader.nodes(local):
            ref = known_ref(kind, iri, names)
            if ref is not None:
                yield ref


def _packed(facts: ArticleFacts) -> bytes:
    text = facts.text
    values = {
        "text": [text.iri, text.mark, text.day, _as_text(text.runs), _as_text(text.keys)],
        "items": [astuple(item) for item in facts.items],
        "refs": sorted(facts.refs),
        "links": facts.links,
    }
    return zlib.compress(as_json(values).encode("utf-8", "surrogatepass"), 1)


def _unpacked(data: bytes) -> ArticleFacts:
    values = json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
    iri, mark, day, *packed = values["text"]
    runs, marks = map(base64.b64decode, packed)
    items = values["items"]
    return ArticleFacts(
        text=ArticleText(iri, mark, day, np.frombuffer(runs, np.uint32), np.frombuffer(marks, np.int64)),
        items=tuple(FoundItem(iri, family, kept, tuple(keys)) for iri, family, kept, keys in items),
        refs=frozenset(values["refs"]),
        links=tuple(values["links"]),
    )


def _as_text(numbers: npt.NDArray[Any]) -> str:
    return base64.b64encode(numbers.tobytes()).decode()
