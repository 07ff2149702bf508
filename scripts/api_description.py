"""Writes the API's part of server/static/openapi.json from its routes and views."""

import json
import re
import tomllib
import types
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, Final, get_args, get_origin, get_type_hints

from flask import Flask

from server.explore import views
from server.explore.asking import LISTS, SORTS
from server.pages.api import api
from server.pages.api_lists import api_lists
from server.pages.api_things import api_things
from server.pages.data import data

ROOT: Final = Path(__file__).resolve().parent.parent
FILE: Final = ROOT / "server" / "static" / "openapi.json"
_TOLD: Final = tomllib.loads((ROOT / "scripts" / "api_description.toml").read_text(encoding="utf-8"))
_RDF: Final = ("text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml", "text/html")
_PLAIN: Final = {str: "string", int: "integer", float: "number", bool: "boolean"}
_ANY: Final = re.compile(r"<any\((?P<names>[^)]*)\):\w+>")
_VARIABLE: Final = re.compile(r"<(?:\w+:)?(\w+)>")
# Parameters with a name in the URL that differs from their key in the data file.
_NAMES: Final = {"words": "q", "points": "size", "text_kind": "kind"}
_HIDDEN: Final = ("article", "incident", "disputed", "single")


def described(document: dict[str, Any]) -> dict[str, Any]:
    """An OpenAPI document with the API's paths and schemas put in; what else it says stays."""
    own = dict(_paths())
    kept = {path: way for path, way in document["paths"].items() if path not in own and not path.startswith("/api/")}
    schemas = {name: schema for name, schema in document["components"]["schemas"].items() if name in ("Error", "Hit")}
    schemas |= {name: _schema_of(kind) for name, kind in sorted(vars(views).items()) if _is_view(kind)}
    components = document["components"] | {"schemas": schemas}
    return document | {"openapi": "3.1.0", "paths": kept | own, "components": components}


def _is_view(kind: Any) -> bool:
    return isinstance(kind, type) and is_dataclass(kind) and kind.__module__.startswith(f"{views.__name__}.")


def _paths() -> Iterator[tuple[str, dict[str, Any]]]:
    app = Flask("described", root_path=str(ROOT / "server"), static_folder=None)
    for part in (api, api_lists, api_things, data):
        app.register_blueprint(part)
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        about = _first_line(app.view_functions[rule.endpoint].__doc__)
        if rule.rule != "/api/":
            for path, name in _alternatives(rule.rule):
                yield _VARIABLE.sub(r"{\1}", path), {"get": _operation(rule.endpoint, path, name, about)}


def _first_line(text: str | None) -> str:
    assert text, "each view function says what it gives"
    return text.partition("\n")[0].rstrip(".")


def _alternatives(rule: str) -> Iterator[tuple[str, str]]:
    """The paths of a rule that names several, each with that name."""
    found = _ANY.search(rule)
    for name in [each.strip() for each in found["names"].split(",")] if found else [""]:
        yield _ANY.sub(name, rule), name


def _operation(endpoint: str, path: str, name: str, about: str) -> dict[str, Any]:
    told = _TOLD["operations"][endpoint]
    listed = told.get("list", name)
    parameters = [_variable(each) for each in _VARIABLE.findall(path)]
    for each in told["parameters"]:
        names = dict.fromkeys((*LISTS[listed][1], *_HIDDEN)) if each == "LIST" else [each]
        parameters += [_parameter(one, listed) for one in names]
    answers = {"200": {"description": about, "content": _content(told, name)}}
    answers["304"] = {"description": "Nothing has changed since the answer of that ETag"}
    errors = ["400", "503"] + (["404"] if told.get("missing") else []) + (["406"] if told.get("media") == "RDF" else [])
    answers |= {status: {"$ref": "#/components/responses/Error"} for status in sorted(errors)}
    return {"summary": f"{about} ({name})" if name else about, "parameters": parameters, "responses": answers}


def _variable(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _parameter(key: str, listed: str) -> dict[str, Any]:
    told = _TOLD["parameters"][key]
    schema: dict[str, Any] = {k: v for k, v in told.items() if k not in ("description", "repeats", "required")}
    if key == "sort":
        schema |= {"enum": list(SORTS[listed]), "default": SORTS[listed][0]}
    if told.get("repeats"):
        schema = {"type": "array", "items": schema}
    name = _NAMES.get(key, key)
    found = {"name": name, "in": "query", "description": told["description"], "schema": schema}
    return found | {"required": told.get("required", False)}


def _content(told: Mapping[str, Any], name: str) -> dict[str, Any]:
    media = told.get("media")
    if media:
        return {each: {} for each in (_RDF if media == "RDF" else (media,))}
    if "list_of" in told:
        items = {"type": "array", "items": _reference(told["list_of"])}
        schema: dict[str, Any] = {"type": "object", "required": [told["name"]], "properties": {told["name"]: items}}
    else:
        schema = _reference(told["answers"][name] if "answers" in told else told["answer"])
        if told.get("links"):
            links = {"type": "object", "additionalProperties": {"type": ["string", "null"]}}
            schema = {"allOf": [schema, {"type": "object", "required": ["links"], "properties": {"links": links}}]}
    return {"application/json": {"schema": schema}}


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _schema_of(kind: type) -> dict[str, Any]:
    assert is_dataclass(kind)
    hints = get_type_hints(kind)
    return {
        "type": "object",
        "description": " ".join((kind.__doc__ or "").split()),
        "required": [each.name for each in fields(kind)],
        "properties": {each.name: _schema(hints[each.name]) for each in fields(kind)},
    }


def _schema(hint: Any) -> dict[str, Any]:
    if hint in _PLAIN:
        return {"type": _PLAIN[hint]}
    if _is_view(hint):
        return _reference(hint.__name__)
    arguments = get_args(hint)
    if get_origin(hint) is types.UnionType:
        some = [_schema(each) for each in arguments if each is not type(None)]
        assert len(some) == 1, hint
        plain = some[0].get("type")
        return {"type": [plain, "null"]} if plain else {"anyOf": [*some, {"type": "null"}]}
    if get_origin(hint) is tuple and arguments[-1] is Ellipsis:
        return {"type": "array", "items": _schema(arguments[0])}
    if get_origin(hint) is tuple:
        each = [_schema(argument) for argument in arguments]
        return {"type": "array", "prefixItems": each, "minItems": len(each), "maxItems": len(each)}
    assert get_origin(hint) is Mapping, hint
    return {"type": "object", "additionalProperties": _schema(arguments[1])}


def main() -> None:
    """Writes the file anew."""
    document = json.loads(FILE.read_text(encoding="utf-8"))
    FILE.write_text(json.dumps(described(document), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
