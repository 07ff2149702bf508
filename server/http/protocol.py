"""A request of the SPARQL protocol → the query or update and its dataset.

W3C Recommendation of SPARQL 1.1, section 2. The announcement of a version, which 1.2 adds, changes nothing here.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, unquote_to_bytes

from server.http.messages import HttpError, Request

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
# Some editors begin a file with it; to the grammar it would be the first letter of a name.
_BOM: Final = "\ufeff"
Parameters = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Operation:
    """What a client asks: a query or an update, the graphs that override its own dataset, and its wishes."""

    is_update: bool
    text: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    format: str
    timeout: float | None


async def operation(request: Request, query_limit: int, update_limit: int) -> Operation | None:
    """The operation of a request by GET or by either form of POST; None for a GET that names none.

    Raises HttpError: 400 for a missing, repeated or mixed operation, 413, or 415 for another body.
    """
    reads = request.method in ("GET", "HEAD")
    if reads and (text := _lone_query(request.query_string)) is not None:
        return Operation(False, text.removeprefix(_BOM), (), (), "", None)
    in_url = parameters(request.query_string)
    if reads:
        if not any(name in ("query", "update") for name, _ in in_url):
            return None
        if any(name == "update" for name, _ in in_url):
            raise HttpError(400, "an update must be sent by POST")
        return _from_parameters(in_url)
    kind = request.media_type
    if kind == FORM:
        body = await request.body(update_limit)
        if len(body) > query_limit and not body.startswith(b"update="):
            raise HttpError(413, f"the request exceeds the limit of {query_limit} bytes")
        return _from_parameters(in_url + parameters(_decoded(body, request)))
    if kind not in (QUERY, UPDATE):
        raise HttpError(415, f"POST a query as {FORM} or as {QUERY}, an update as {UPDATE}, not as {kind or 'nothing'}")
    if any(name in ("query", "update") for name, _ in in_url):
        raise HttpError(400, "the query or update stands both in the body and in the URL; send it once")
    text = _decoded(await request.body(query_limit if kind == QUERY else update_limit), request)
    return _operation(kind == UPDATE, text, in_url)


def parameters(encoded: str) -> Parameters:
    """Names and values of a URL's query or of a form. Raises HttpError where they are not UTF-8."""
    try:
        return parse_qsl(encoded, keep_blank_values=True, errors="strict", max_num_fields=1_000)
    except UnicodeDecodeError:
        raise HttpError(400, "the parameters cannot be read as UTF-8") from None
    except ValueError:
        raise HttpError(400, "there are too many parameters") from None


def _lone_query(encoded: str) -> str | None:
    """The query of a URL that holds nothing else, as most do. Raises HttpError where it is not UTF-8."""
    if not encoded.startswith("query=") or "&" in encoded:
        return None
    try:
        return unquote_to_bytes(encoded[6:].replace("+", " ").encode("latin-1")).decode()
    except UnicodeDecodeError:
        raise HttpError(400, "the parameters cannot be read as UTF-8") from None


def single(found: Parameters, name: str) -> str | None:
    """The one value of a parameter, None where it is not given. Raises HttpError where it is given twice."""
    values = [value for each, value in found if each == name]
    if len(values) > 1:
        raise HttpError(400, f"{name} is given more than once")
    return values[0] if values else None


def wished_format(found: Parameters) -> str:
    """The values of the parameter ``format``, with commas between: some clients send a short name and the media type
    that they mean by it."""
    return ",".join(value for name, value in found if name == "format")


def _from_parameters(found: Parameters) -> Operation:
    texts = [(name, text) for name, text in found if name in ("query", "update")]
    if not texts:
        raise HttpError(400, "there is no query")
    if len(texts) > 1:
        raise HttpError(400, "there is more than one query or update; send one")
    return _operation(texts[0][0] == "update", texts[0][1], found)


def _operation(is_update: bool, text: str, found: Parameters) -> Operation:
    query_names = ("default-graph-uri", "named-graph-uri")
    update_names = ("using-graph-uri", "using-named-graph-uri")
    names, others = (update_names, query_names) if is_update else (query_names, update_names)
    if any(name in others for name, _ in found):
        raise HttpError(400, f"{others[0]} and {others[1]} do not go with {'an update' if is_update else 'a query'}")
    single(found, "version")
    return Operation(
        is_update,
        text.removeprefix(_BOM),
        tuple(value for name, value in found if name == names[0]),
        tuple(value for name, value in found if name == names[1]),
        wished_format(found),
        _timeout(single(found, "timeout")),
    )


def _timeout(value: str | None) -> float | None:
    if value is None:
        return None
    if not re.fullmatch(r"\d{1,9}(\.\d{1,9})?", value) or float(value) == 0:
        raise HttpError(400, f"timeout must be a number of seconds, not {value[:40]!r}")
    return float(value)


def _decoded(body: bytes, request: Request) -> str:
    request.require_utf8()
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise HttpError(400, f"the body cannot be read as utf-8: {error.reason} at byte {error.start}") from None
