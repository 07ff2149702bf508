"""All that identity takes from one article, in one value: read from the graph, or made beside the graph and kept.

A build makes it where it makes the graph, in many processes, so that the one that writes need not read graphs again.
"""

import base64
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from pyoxigraph import NamedNode, Quad

from kg import names as ns
from kg.identity.actors import unknown_actors
from kg.identity.families import Features, features_from_json
from kg.identity.happenings import happenings
from kg.identity.index import FILE_NAME, Index, as_json
from kg.identity.linked import article_quads
from kg.identity.reading import ArticleText, GraphReader, read_text
from kg.identity.version import identity_version
from kg.names import Names
from kg.records import Ref
from kg.stores.interface import GraphWriter
from kg.triples.graph_triples import GraphTriples

_TYPE: Final = NamedNode(ns.RDF + "type")
_LINKED_KINDS: Final = {"actor": "Actor", "place": "Place"}


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What identity knows of an article. items: its strikes, agreements and unknown actors; refs: the known things that
    it speaks of, as ``kind key``; links: quads of its own things' links as N-Quads lines, without reviewers' decisions.
    """

    text: ArticleText
    items: tuple[tuple[str, Features], ...]
    refs: frozenset[str]
    links: tuple[str, ...]


def read_facts(reader: GraphReader, names: Names) -> ArticleFacts | None:
    """The facts of an article's graph; None where the graph holds no article."""
    text = read_text(reader)
    if text is None:
        return None
    return ArticleFacts(
        text=text,
        items=(*happenings(reader, names.base, text.day), *unknown_actors(reader, names.base, text.day)),
        refs=frozenset(f"{ref.kind} {ref.key}" for ref in _spoken_of(reader, names)),
        links=tuple(sorted({str(quad) for quad in article_quads(reader, names)})),
    )


def article_features(triples: GraphTriples, names: Names) -> bytes:
    """The facts of an article from its graph, packed; empty where it is no article's."""
    facts = read_facts(GraphReader(triples, triples.graph), names)
    return b"" if facts is None else _packed(facts)


def keep_features(writer: GraphWriter, features: Mapping[str, bytes], names: Names) -> None:
    """Lays packed facts beside the store for the next refresh, by the IRIs of their articles; it takes those whose
    fingerprint is that of the stored article. Raises StoreError."""
    with Index(writer.folder / FILE_NAME, identity_version(names.base)) as index:
        index.keep(features)
        index.commit()


def kept_facts(index: Index, article: str, store: Any) -> ArticleFacts | None:
    """Facts that were kept of an article as it is stored now, if any; they are kept no longer."""
    data = index.take_kept(article)
    if not data:
        return None
    facts = _unpacked(data)
    node = NamedNode(article)
    stored = store.quads_for_pattern(None, NamedNode(ns.CKG + "inputFingerprint"), None, node)
    return facts if any(getattr(quad.object, "value", "") == facts.text.mark for quad in stored) else None


def refs_in(quads: Iterable[Quad], names: Names) -> set[Ref]:
    """The known actors and places that some quads give a type to."""
    kinds = {ns.CKG + local: kind for kind, local in _LINKED_KINDS.items()}
    found = set()
    for quad in quads:
        if quad.predicate == _TYPE and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            kind = kinds.get(quad.object.value)
            ref = _known_ref(kind, quad.subject.value, names) if kind else None
            if ref is not None:
                found.add(ref)
    return found


def _spoken_of(reader: GraphReader, names: Names) -> Iterator[Ref]:
    for kind, local in _LINKED_KINDS.items():
        for iri in reader.nodes(local):
            ref = _known_ref(kind, iri, names)
            if ref is not None:
                yield ref


def _known_ref(kind: str, iri: str, names: Names) -> Ref | None:
    key = iri.removeprefix(f"{names.base}{kind}/")
    return Ref(kind, key, known=True) if key != iri and "/" not in key else None


def _packed(facts: ArticleFacts) -> bytes:
    text = facts.text
    values = {
        "text": [text.iri, text.mark, text.day, base64.b64encode(text.runs.tobytes()).decode()],
        "items": [[iri, features.family, features.as_json()] for iri, features in facts.items],
        "refs": sorted(facts.refs),
        "links": facts.links,
    }
    return zlib.compress(as_json(values).encode("utf-8", "surrogatepass"), 3)


def _unpacked(data: bytes) -> ArticleFacts:
    values = json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
    iri, mark, day, runs = values["text"]
    return ArticleFacts(
        text=ArticleText(iri, mark, day, np.frombuffer(base64.b64decode(runs), np.uint32)),
        items=tuple((iri, features_from_json(family, features)) for iri, family, features in values["items"]),
        refs=frozenset(values["refs"]),
        links=tuple(values["links"]),
    )
