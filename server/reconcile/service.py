"""The reconciliation service over HTTP: manifest, batches of names, suggestions, previews, values."""

from typing import Any, Final

from flask import Blueprint, Response, current_app, jsonify, render_template, request, url_for

import kg
from kg import names as ns
from kg.errors import UsageError
from kg.settings import Settings
from server.explore.here import Explorer, NotFound, explorer
from server.explore.suggest import suggest
from server.explore.vocabulary import subclasses, term
from server.reconcile.matching import Candidate, match, types_of
from server.reconcile.properties import FAMILIES, entity_id, entity_iri, local_name, offered, values
from server.reconcile.questions import extension, questions

reconcile = Blueprint("reconcile", __name__, url_prefix="/reconcile")

_VERSIONS: Final = ["0.1", "0.2"]
_PREVIEW_SIZE: Final = (420, 180)
_USUAL_TYPES: Final = ("Actor", "Place")
_MOST_SUGGESTIONS: Final = 20
# A preview is made to stand in a frame of the client's page; nothing else of this server is.
_PREVIEW_POLICY: Final = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors *"


@reconcile.after_request
def open_to_all(response: Response) -> Response:
    """Clients are pages of other hosts."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@reconcile.route("", methods=["GET", "POST"])
@reconcile.route("/", methods=["GET", "POST"])
def service() -> Response:
    """The manifest; with ``queries``, candidates for each; with ``extend``, values of things."""
    asked = request.values
    if "queries" in asked:
        batch = questions(asked["queries"], _most())
        here = explorer()
        return jsonify({key: {"result": [_result(here, c) for c in match(here, each)]} for key, each in batch.items()})
    if "extend" in asked:
        return jsonify(_extended(explorer(), asked["extend"]))
    return jsonify(manifest(explorer()))


def manifest(here: Explorer) -> dict[str, Any]:
    """What the service can do, and where."""
    root = request.host_url.rstrip("/")
    width, height = _PREVIEW_SIZE
    place = {name: {"service_url": root, "service_path": f"/reconcile/suggest/{name}"} for name in _SUGGESTED}
    return {
        "versions": _VERSIONS,
        "name": "Conflict KG",
        "identifierSpace": here.base_iri,
        "schemaSpace": ns.CKG,
        "documentation": f"{root}/dataset",
        "serviceVersion": kg.__version__,
        "logo": root + url_for("static", filename="icon.svg"),
        "defaultTypes": [_type(name) for name in _USUAL_TYPES],
        "view": {"url": f"{root}/{{{{id}}}}"},
        "preview": {"url": f"{root}/reconcile/preview?id={{{{id}}}}", "width": width, "height": height},
        "suggest": place,
        "extend": {
            "propose_properties": {"service_url": root, "service_path": "/reconcile/properties"},
            "property_settings": [],
        },
    }


@reconcile.get("/suggest/entity")
def suggest_entities() -> Response:
    """Things whose names begin like ``prefix``."""
    here = explorer()
    begin = _number("cursor", 0)
    found = [each for family in FAMILIES for each in suggest(here, _prefix(), family, begin + _MOST_SUGGESTIONS)]
    result = [
        {"id": entity_id(here, s.thing.iri), "name": s.thing.label, "notable": [_type(t) for t in types_of(s.thing)]}
        for s in found[begin : begin + _MOST_SUGGESTIONS]
    ]
    return jsonify(result=result)


@reconcile.get("/suggest/type")
def suggest_types() -> Response:
    """Classes of things whose names hold ``prefix``."""
    names = sorted({name for family in FAMILIES for name in (family, *subclasses(family))})
    found = [term(name) for name in names if _prefix().lower() in term(name).label.lower()]
    return jsonify(result=[{"id": t.name, "name": t.label, "description": t.meaning} for t in found])


@reconcile.get("/suggest/property")
def suggest_properties() -> Response:
    """Properties whose names hold ``prefix``."""
    found = [each for each in offered().values() if _prefix().lower() in each.name.lower()]
    return jsonify(result=[{"id": each.id, "name": each.name} for each in found])


_SUGGESTED: Final = {"entity": suggest_entities, "type": suggest_types, "property": suggest_properties}


@reconcile.get("/properties")
def propose_properties() -> Response:
    """Properties that can be taken of things of a ``type``."""
    wanted = request.args.get("type", "")
    name = local_name(wanted)
    families = {family for family in ("Actor", "Place") if not name or name == family or name in subclasses(family)}
    found = [each for each in offered().values() if not each.family or each.family in families]
    found = found[: _number("limit", len(found))]
    return jsonify(type=wanted, properties=[{"id": each.id, "name": each.name} for each in found])


@reconcile.get("/preview")
def preview() -> Response:
    """A small page about a thing, for the frame of a client. Raises NotFound."""
    here = explorer()
    iri = entity_iri(here, request.args.get("id", ""))
    if not here.family(iri):
        raise NotFound("the graph has no such thing")
    shown = [(each, values(here, iri, each)) for each in offered().values() if each.id != "wikidata"]
    page = render_template("preview.html", thing=here.thing(iri), properties=[(p, v) for p, v in shown if v])
    return Response(page, headers={"Content-Security-Policy": _PREVIEW_POLICY})


def _extended(here: Explorer, text: str) -> dict[str, Any]:
    wanted = extension(text, _most())
    rows = {id: {p.id: values(here, entity_iri(here, id), p) for p in wanted.properties} for id in wanted.ids}
    return {"meta": [{"id": p.id, "name": p.name} for p in wanted.properties], "rows": rows}


def _result(here: Explorer, candidate: Candidate) -> dict[str, Any]:
    thing = candidate.thing
    features: list[dict[str, Any]] = [
        {"id": "name_likeness", "value": round(100 * candidate.likeness, 1)},
        {"id": "type_match", "value": candidate.right_type},
    ]
    if candidate.right_values is not None:
        features.append({"id": "property_match", "value": candidate.right_values})
    return {
        "id": entity_id(here, thing.iri),
        "name": thing.label,
        "description": thing.kind_label,
        "type": [_type(name) for name in types_of(thing)],
        "score": round(100 * candidate.score, 1),
        "features": features,
        "match": candidate.match,
    }


def _type(name: str) -> dict[str, str]:
    return {"id": name, "name": term(name).label}


def _prefix() -> str:
    return request.args.get("prefix", "").strip()[:200]


def _number(name: str, usual: int) -> int:
    text = request.args.get(name, "")
    if text and not (text.isascii() and text.isdigit() and len(text) < 7):
        raise UsageError(f"{name} must be a number from 0 on, not {text[:40]!r}")
    return int(text) if text else usual


def _most() -> int:
    settings = current_app.extensions["settings"]
    assert isinstance(settings, Settings)
    return settings.reconcile_batch
