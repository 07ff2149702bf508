"""A large graph of articles for the benchmarks: the articles of a store, copied under other names and dates."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg import names as ns
from kg.names import Names
from kg.ontology import refresh_ontology
from kg.settings import Settings
from kg.store import Writer

DATE = ns.XSD + "date"


def copy_articles(source: Store, folder: Path, triples: int) -> None:
    """Makes a store of at least so many triples out of the articles of another, and publishes it.

    Things that the gazetteer knows stay the same in all copies; each copy is dated some days later.
    """
    base = Settings().base_iri
    articles = sorted(
        q.subject.value
        for q in source.quads_for_pattern(None, NamedNode(ns.RDF + "type"), NamedNode(ns.CKG + "Article"))
    )
    with Writer(folder) as writer:
        refresh_ontology(writer, Names(base))
        identity = list(source.quads_for_pattern(None, None, None, NamedNode(f"{base}graph/identity")))
        writer.store.bulk_extend(identity)
        number = 0
        while len(writer.store) < triples:
            for article in articles:
                quads = source.quads_for_pattern(None, None, None, NamedNode(article))
                writer.store.bulk_extend(_copied(quads, article.removeprefix(f"{base}article/"), number))
            number += 1
        writer.publish()


def _copied(quads: Iterator[Quad], slug: str, number: int) -> Iterator[Quad]:
    name = re.compile(rf"(/(?:article|[a-z]+)/){re.escape(slug)}(?=[/#]|$)")

    def moved(iri: NamedNode) -> NamedNode:
        return NamedNode(name.sub(rf"\g<1>{slug}-{number}", iri.value, count=1))

    for quad in quads:
        value = quad.object
        if isinstance(value, NamedNode):
            value = moved(value)
        elif isinstance(value, Literal) and value.datatype.value == DATE:
            value = Literal(
                (date.fromisoformat(value.value) + timedelta(days=number)).isoformat(), datatype=value.datatype
            )
        assert isinstance(quad.subject, NamedNode)
        assert isinstance(quad.graph_name, NamedNode)
        yield Quad(moved(quad.subject), quad.predicate, value, moved(quad.graph_name))
