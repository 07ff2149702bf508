"""Hostile parameters and bodies: every answer is one of ours, none is a fault of the server."""

from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.server.serving import Served

METHODS = st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
NAMES = st.sampled_from(
    ["query", "update", "default-graph-uri", "named-graph-uri", "using-graph-uri", "format", "timeout", "graph", "name"]
)
VALUES = st.text(max_size=20) | st.sampled_from(
    ["ASK {}", "SELECT * { ?s ?p ?o } LIMIT 1", "CONSTRUCT WHERE { ?s ?p ?o }", "http://e/", "json", "1"]
)
PARAMETERS = st.tuples(NAMES, VALUES).map(lambda pair: f"{pair[0]}={quote(pair[1].encode('utf-8', 'surrogatepass'))}")
QUERIES = st.lists(PARAMETERS, max_size=4).map("&".join)
RAW = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="#"), max_size=30)
PATHS = st.sampled_from(
    ["/sparql", "/query", "/update", "/store", "/store/x", "/.well-known/void", "/ready", "/metrics", "/", "/health"]
)
TYPES = st.sampled_from(
    [
        "application/sparql-query",
        "application/sparql-update",
        "application/x-www-form-urlencoded",
        "text/turtle",
        "multipart/form-data; boundary=x",
        "application/json; charset=%",
        "",
    ]
)
HEADERS = st.dictionaries(
    st.sampled_from(["Accept", "Accept-Encoding", "If-None-Match", "Authorization", "X-Forwarded-Proto"]),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20),
    max_size=3,
)


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(METHODS, PATHS, QUERIES | RAW, TYPES, st.binary(max_size=40), HEADERS)
def test_fuzz_no_request_is_a_fault_of_the_server(
    client: Served, method: str, path: str, query: str, kind: str, body: bytes, headers: dict[str, str]
) -> None:
    sent = body if method in ("POST", "PUT", "PATCH") else None
    answer = client.open(path, method, query, sent, kind, headers)
    assert answer.status_code < 500, answer.text
