"""What the query editor completes: the prefixes, and each term of the ontology with its label and meaning."""

from functools import cache
from typing import Final

from flask import Blueprint, Response, jsonify
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store

from kg import names as ns
from kg.asking import ask
from kg.resources import ontology_file

completion = Blueprint("completion", __name__)

_TERMS: Final = """
SELECT DISTINCT ?term ?label ?meaning ?sort WHERE {
  VALUES (?type ?sort) {
    (owl:Class "class") (owl:ObjectProperty "property") (owl:DatatypeProperty "property") (rdf:Property "property")
    (skos:Concept "concept")
  }
  ?term a ?type ; rdfs:label|skos:prefLabel ?label .
  OPTIONAL { ?term rdfs:comment|skos:definition ?meaning }
}
ORDER BY ?term ?sort
"""


@completion.get("/query/terms.json")
def terms() -> Response:
    """The prefixes and the ontology's terms; sort is class, property or concept."""
    response = jsonify(prefixes=ns.PREFIXES, terms=_ontology_terms())
    response.headers["Cache-Control"] = "max-age=3600"
    return response


@cache
def _ontology_terms() -> list[dict[str, str]]:
    store = Store()
    with ontology_file("conflict.ttl").open("rb") as stream:
        store.load(stream, format=RdfFormat.TURTLE)
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in ns.PREFIXES.items())
    found: dict[str, dict[str, str]] = {}
    rows = ask(store, prefixes + _TERMS)
    assert isinstance(rows, QuerySolutions)
    for row in rows:
        term = row["term"]
        if isinstance(term, NamedNode) and term.value.startswith(ns.CKG):
            found.setdefault(
                term.value,
                {
                    "iri": term.value,
                    "name": f"ckg:{term.value.removeprefix(ns.CKG)}",
                    "label": row["label"].value,
                    "meaning": row["meaning"].value if row["meaning"] else "",
                    "sort": row["sort"].value,
                },
            )
    return list(found.values())
