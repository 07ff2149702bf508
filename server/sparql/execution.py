"""Runs a query and writes its answer."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import IO

from flask import Request, Response
from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store, serialize
from werkzeug.wsgi import wrap_file

from kg.asking import ask
from kg.errors import QueryError
from kg.guard import require_local
from kg.names import PREFIXES
from server.sparql.negotiation import GRAPHS, RESULTS, chosen
from server.sparql.protocol import QueryRequest

# Answers up to this many bytes stay in memory; larger ones go to a temporary file while they are sent.
_IN_MEMORY = 4 * 1024 * 1024


def answer(asked: QueryRequest, store: Store, request: Request) -> Response:
    """The response to a query.

    The engine's results live in the thread that asked, so they are written out before this returns. Raises QueryError
    for a query that is malformed or not allowed, NotAcceptable where the client wants another format.
    """
    require_local(asked.text)
    results = ask(store, asked.text, _nodes(asked.default_graphs), _nodes(asked.named_graphs))
    with _closing_on_error(tempfile.SpooledTemporaryFile(_IN_MEMORY)) as body:
        media_type = _write(results, body, request)
        length = body.tell()
        body.seek(0)
    if length <= _IN_MEMORY:
        with body:
            response = Response(body.read(), mimetype=media_type)
    else:
        response = Response(wrap_file(request.environ, body), mimetype=media_type, direct_passthrough=True)
        response.content_length = length
    response.vary.add("Accept")
    return response


@contextmanager
def _closing_on_error(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    """The stream; closed where the block fails, else left to whoever has it next."""
    with ExitStack() as stack:
        yield stack.enter_context(stream)
        stack.pop_all()


def _write(results: QuerySolutions | QueryBoolean | QueryTriples, body: IO[bytes], request: Request) -> str:
    if isinstance(results, QueryTriples):
        media_type, rdf_format = chosen(request, GRAPHS)
        serialize(results, body, format=rdf_format, prefixes=PREFIXES)
        return media_type
    media_type, results_format = chosen(request, RESULTS)
    if isinstance(results, QueryBoolean) and media_type in ("text/csv", "text/tab-separated-values"):
        # The CSV and TSV formats have no form for yes and no; the engine writes the bare word.
        body.write(b"true" if results else b"false")
        return media_type
    try:
        results.serialize(body, format=results_format)
    except RuntimeError as error:
        raise QueryError(" ".join(str(error).split())) from None
    return media_type


def _nodes(iris: tuple[str, ...]) -> list[NamedNode]:
    try:
        return [NamedNode(iri) for iri in iris]
    except ValueError as error:
        raise QueryError(f"a graph's IRI is not valid: {error}") from None
