"""The endpoint's URLs."""

from flask import Blueprint, Response, request, url_for
from pyoxigraph import serialize

from kg.names import PREFIXES
from server.snapshots import newest_snapshot
from server.sparql.description import service_description
from server.sparql.execution import answer
from server.sparql.negotiation import GRAPHS, chosen
from server.sparql.protocol import query_request

endpoint = Blueprint("sparql", __name__)


@endpoint.route("/sparql", methods=["GET", "POST", "OPTIONS"])
def sparql() -> Response:
    """Answers a query, or describes the service where there is none."""
    if request.method == "OPTIONS":
        return Response(status=204, headers={"Allow": "GET, HEAD, POST, OPTIONS"})
    asked = query_request(request)
    if asked is not None:
        return answer(asked, newest_snapshot().store, request)
    media_type, rdf_format = chosen(request, GRAPHS)
    triples = service_description(url_for("sparql.sparql", _external=True))
    prefixes = {**PREFIXES, "sd": "http://www.w3.org/ns/sparql-service-description#"}
    body = serialize(triples, format=rdf_format, prefixes=prefixes)
    return Response(body, mimetype=media_type, headers={"Vary": "Accept"})


@endpoint.after_request
def allow_other_origins(response: Response) -> Response:
    """Pages of other hosts may read: the data is public to whoever reaches the server, and no cookie is used."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type"
        response.headers["Access-Control-Max-Age"] = "86400"
    return response
