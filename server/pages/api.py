"""The JSON API behind the pages: the same functions, their views as they are. /api/openapi.json describes it."""

import json
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from pathlib import Path

from flask import Blueprint, Response, jsonify, render_template, request

from server.explore.asking import number
from server.explore.here import Explorer, explorer
from server.formats import best
from server.pages.answers import tag_of, unchanged
from server.search import search
from server.snapshots import snapshots

_MOST_HITS = 200


def part_of_api(name: str) -> Blueprint:
    """A part of the API: addresses below /api, whose answers hold until the graph changes."""
    part = Blueprint(name, __name__, url_prefix="/api")
    part.before_request(_answer_unchanged)
    part.after_request(_tagged)
    return part


def _answer_unchanged() -> Response | None:
    """304 where the client has the answer of this generation already."""
    if request.if_none_match and unchanged(_tag(explorer())):
        return Response(status=304)
    return None


def _tagged(response: Response) -> Response:
    """Any page may read the API; an answer holds until the graph changes."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Total-Count, Rows-Left-Out"
    response.vary.add("Accept")
    if response.status_code in (200, 304):
        response.headers.setdefault("ETag", _tag(explorer()))
        response.headers["Cache-Control"] = "no-cache"
    return response


def _tag(here: Explorer) -> str:
    return tag_of(here, request.full_path, request.headers.get("Accept", ""))


api = part_of_api("api")


@api.get("")
@api.get("/")
def description() -> Response | str:
    """What the API offers: a page for people, OpenAPI for programs."""
    if best(request.headers.get("Accept", ""), {"application/json": None, "text/html": None}) == "text/html":
        return render_template("api.html", operations=_operations())
    return openapi()


@cache
def _operations() -> dict[str, str]:
    """What each address that can be read gives, by its path."""
    described = json.loads(_document())
    return {path: way["get"]["summary"] for path, way in described["paths"].items() if "get" in way}


@api.get("/openapi.json")
def openapi() -> Response:
    """The OpenAPI description."""
    return Response(_document(), mimetype="application/json")


@cache
def _document() -> bytes:
    return files("server").joinpath("static/openapi.json").read_bytes()


@api.get("/search")
def find() -> Response:
    """Texts that hold the words of ``q``; ``kind`` narrows to label, alias, quote or text."""
    limit = number("limit", request.args.get("limit", ""), 20, _MOST_HITS)
    folder: Path = snapshots().folder
    hits = search(folder, request.args.get("q", ""), request.args.get("kind"), limit)
    return jsonify(hits=[asdict(hit) for hit in hits])
