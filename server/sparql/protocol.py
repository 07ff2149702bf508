"""A request of the SPARQL 1.1 protocol → the query and its dataset (W3C Recommendation, section 2.1)."""

from dataclasses import dataclass

from flask import Request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import MethodNotAllowed, UnsupportedMediaType

from kg.errors import QueryError

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """What a client asks: the text, and the graphs that override the query's own dataset."""

    text: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]


def query_request(request: Request) -> QueryRequest | None:
    """The query of a request by GET or by either form of POST.

    None for a GET without a query, which asks for the service description. Raises QueryError for a missing or repeated
    query and for an update, UnsupportedMediaType for another body.
    """
    if request.method in ("GET", "HEAD"):
        if "query" not in request.args and "update" not in request.args:
            return None
        return _from_parameters(request.args)
    if request.method != "POST":
        raise MethodNotAllowed(["GET", "HEAD", "POST", "OPTIONS"])
    if request.mimetype == FORM:
        return _from_parameters(request.form)
    if request.mimetype == QUERY:
        if "query" in request.args:
            raise QueryError("the query stands both in the body and in the URL; send it once")
        return _with_dataset(_body_text(request), request.args)
    raise UnsupportedMediaType(f"POST a query as {FORM} or as {QUERY}, not as {request.mimetype or 'nothing'}")


def _from_parameters(parameters: MultiDict[str, str]) -> QueryRequest:
    if "update" in parameters:
        raise QueryError("this endpoint is read-only: updates are not accepted")
    texts = parameters.getlist("query")
    if len(texts) != 1:
        raise QueryError("there is no query" if not texts else "there is more than one query; send one")
    return _with_dataset(texts[0], parameters)


def _with_dataset(text: str, parameters: MultiDict[str, str]) -> QueryRequest:
    defaults, named = parameters.getlist("default-graph-uri"), parameters.getlist("named-graph-uri")
    return QueryRequest(text, tuple(defaults), tuple(named))


def _body_text(request: Request) -> str:
    charset = request.mimetype_params.get("charset", "utf-8")
    try:
        return request.get_data().decode(charset)
    except (LookupError, UnicodeDecodeError) as error:
        raise QueryError(f"the body cannot be read as {charset}: {error}") from None
