"""Answers for programs: views as JSON, rows as CSV, tags by which a client need not fetch twice."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from flask import Response, current_app, request

from kg import __version__
from server.explore.here import Explorer


def json_answer(body: Any) -> Response:
    """A view, or anything made of views, as JSON."""
    return Response(as_json(body), mimetype="application/json")


def as_json(body: Any) -> str:
    """The same as text: a view is an object with the names of its fields."""
    return json.dumps(body, default=_object, ensure_ascii=False, separators=(",", ":"))


def _object(value: Any) -> dict[str, Any]:
    if is_dataclass(value) and not isinstance(value, type):
        return {name: getattr(value, name) for name in _names(type(value))}
    raise TypeError(f"{type(value).__name__} has no form in JSON")


@lru_cache(maxsize=256)
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


def csv_answer(name: str, columns: Sequence[str], rows: Iterable[Iterable[Any]]) -> Response:
    """Rows as a CSV file (RFC 4180)."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(columns)
    writer.writerows([plain_cell(cell) for cell in row] for row in rows)
    response = Response(stream.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def plain_cell(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: an apostrophe goes before what looks like one."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def tag_of(here: Explorer, *parts: str) -> str:
    """The ETag of an answer that depends on the graph, the index, the program, what it offers, and these parts."""
    generation = f"{here.snapshot.generation}.{here.index.generation if here.indexed else 0}"
    said = "\n".join((__version__, *sorted(current_app.blueprints), *parts)).encode("utf-8", "surrogatepass")
    return f'W/"{generation}.{blake2b(said, digest_size=6).hexdigest()}"'


def unchanged(tag: str) -> bool:
    """Whether the client has the answer of this tag already."""
    return request.if_none_match.contains_weak(tag.removeprefix('W/"').removesuffix('"'))
