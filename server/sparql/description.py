"""The service description: what this endpoint can do (W3C SPARQL 1.1 Service Description)."""

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.names import RDF, RDFS

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULT_FORMATS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPH_FORMATS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads", "N3")


def _sd(local: str) -> NamedNode:
    return NamedNode(_SD + local)


def service_description(url: str) -> list[Triple]:
    """Triples that describe the endpoint at a URL."""
    service = BlankNode("service")
    triples = [
        Triple(service, NamedNode(RDF + "type"), _sd("Service")),
        Triple(service, _sd("endpoint"), NamedNode(url)),
        Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        Triple(service, _sd("feature"), _sd("UnionDefaultGraph")),
        Triple(service, NamedNode(RDFS + "label"), Literal("Conflict KG SPARQL endpoint")),
    ]
    formats = (*_RESULT_FORMATS, *_GRAPH_FORMATS)
    return triples + [Triple(service, _sd("resultFormat"), NamedNode(_FORMATS + name)) for name in formats]
