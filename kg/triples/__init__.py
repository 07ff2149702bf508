"""Records → quads: the only place that knows both."""

from kg.triples.article import ArticleGraph, extraction_quads
from kg.triples.graph_triples import GraphTriples
from kg.triples.links import link_quads, link_subject
from kg.triples.terms import decimal_literal, time_literal

__all__ = [
    "ArticleGraph",
    "GraphTriples",
    "decimal_literal",
    "extraction_quads",
    "link_quads",
    "link_subject",
    "time_literal",
]
