"""One shape for every error: JSON for programs, a page for people."""

from typing import Any

from flask import Flask, Response, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from kg.errors import ConflictKgError, QueryError


def register_errors(app: Flask) -> None:
    """Has the application answer our errors and HTTP's in that shape."""
    app.register_error_handler(ConflictKgError, _ours)
    app.register_error_handler(HTTPException, _http)


def _ours(error: ConflictKgError) -> tuple[Response, int]:
    body: dict[str, Any] = {"status": error.http_status, "message": str(error)}
    if isinstance(error, QueryError) and error.line is not None:
        body |= {"line": error.line, "column": error.column}
    return _answer(body), error.http_status


def _http(error: HTTPException) -> tuple[Response, int] | HTTPException:
    status = error.code or 500
    if status < 400:
        return error
    answer = _answer({"status": status, "message": error.description or error.name})
    # What else the status calls for, as 405 does for Allow (RFC 9110, section 15.5.6).
    answer.headers.extend((name, value) for name, value in error.get_headers() if name != "Content-Type")
    return answer, status


def _answer(body: dict[str, Any]) -> Response:
    if request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html":
        response = Response(render_template("error.html", **body), mimetype="text/html")
    else:
        response = jsonify(error=body)
    response.vary.add("Accept")
    return response
