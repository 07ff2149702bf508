"""Answers for programs that are no SPARQL."""

from dataclasses import asdict
from pathlib import Path

from flask import Blueprint, Response, jsonify, request

from kg.errors import UsageError
from server.search import search
from server.snapshots import snapshots

api = Blueprint("api", __name__, url_prefix="/api")

_MOST_HITS = 200


@api.get("/search")
def find() -> Response:
    """Texts that hold the words of ``q``; ``kind`` narrows to label, alias, quote or text."""
    limit = request.args.get("limit", "20")
    if not (limit.isascii() and limit.isdigit() and 0 < int(limit) <= _MOST_HITS):
        raise UsageError(f"limit must be a number from 1 to {_MOST_HITS}, not {limit[:40]!r}")
    folder: Path = snapshots().folder
    hits = search(folder, request.args.get("q", ""), request.args.get("kind"), int(limit))
    return jsonify(hits=[asdict(hit) for hit in hits])
