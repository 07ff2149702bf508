"""What this endpoint can do and what it holds: SPARQL 1.1 Service Description, and VoID."""

from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple, serialize

from kg.functions import FUNCTIONS
from kg.names import PREFIXES, RDF, RDFS, XSD
from server.formats import GRAPHS, chosen_graph, with_charset
from server.http.messages import HttpError, Reply, Request
from server.http.protocol import parameters, wished_format
from server.http.state import State

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_VOID: Final = "http://rdfs.org/ns/void#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_RESULT_FORMATS: Final = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPH_FORMATS: Final = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads", "N3")


def answer_description(request: Request, state: State) -> Reply:
    """The description of the endpoint at the URL that was asked. Raises HttpError."""
    _, union = state.snapshot(state.generation())
    service = BlankNode("service")
    endpoint = NamedNode(request.url.rstrip("/"))
    triples = [
        Triple(service, NamedNode(RDF + "type"), NamedNode(_SD + "Service")),
        Triple(service, NamedNode(_SD + "endpoint"), endpoint),
        Triple(service, NamedNode(_SD + "supportedLanguage"), NamedNode(_SD + "SPARQL11Query")),
        *(Triple(service, NamedNode(_SD + "extensionFunction"), function) for function in FUNCTIONS),
        Triple(service, NamedNode(RDFS + "label"), Literal("Conflict KG SPARQL endpoint")),
    ]
    if union:
        triples.append(Triple(service, NamedNode(_SD + "feature"), NamedNode(_SD + "UnionDefaultGraph")))
    if state.federation is not None:
        triples.append(Triple(service, NamedNode(_SD + "feature"), NamedNode(_SD + "BasicFederatedQuery")))
    if state.service.token is not None:
        triples.append(Triple(service, NamedNode(_SD + "supportedLanguage"), NamedNode(_SD + "SPARQL11Update")))
    for predicate, names in (("resultFormat", _RESULT_FORMATS + _GRAPH_FORMATS), ("inputFormat", _GRAPH_FORMATS)):
        triples += [Triple(service, NamedNode(_SD + predicate), NamedNode(_FORMATS + name)) for name in names]
    return _written(request, triples)


def answer_void(request: Request, state: State) -> Reply:
    """What the newest snapshot holds, as VoID. Raises HttpError."""
    snapshot, _ = state.snapshot(state.generation())
    root = request.url.removesuffix("/.well-known/void")
    dataset = NamedNode(f"{root}/.well-known/void#dataset")
    count = Literal(str(len(snapshot.store)), datatype=NamedNode(XSD + "integer"))
    return _written(
        request,
        [
            Triple(dataset, NamedNode(RDF + "type"), NamedNode(_VOID + "Dataset")),
            Triple(dataset, NamedNode(_VOID + "sparqlEndpoint"), NamedNode(f"{root}/sparql")),
            Triple(dataset, NamedNode(_VOID + "triples"), count),
            Triple(dataset, NamedNode(_VOID + "uriSpace"), Literal(state.settings.base_iri)),
            *(Triple(dataset, NamedNode(_VOID + "vocabulary"), NamedNode(iri)) for iri in PREFIXES.values()),
        ],
    )


def _written(request: Request, triples: list[Triple]) -> Reply:
    wish = wished_format(parameters(request.query_string))
    media_type = chosen_graph(request.headers.get("accept", ""), wish)
    if media_type is None and request.wants_page:
        media_type = next(iter(GRAPHS))  # there is no page of it, and a person can read it too
    if media_type is None:
        raise HttpError(406, f"the description can be written as: {', '.join(GRAPHS)}")
    body = serialize(triples, format=GRAPHS[media_type], prefixes={**PREFIXES, "sd": _SD, "void": _VOID})
    return Reply(200, body or b"", {"Content-Type": with_charset(media_type), "Vary": "Accept"}, work="description")
