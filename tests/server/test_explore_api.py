"""The JSON API: what it gives, that its description is true, that wrong requests are told in one shape."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.settings import Settings
from scripts.api_description import FILE, described
from server.app import create_app
from server.explore.asking import LISTS
from server.pages.answers import plain_cell
from tests.server.exploring import BASE
from tests.server.stores import make_store

DOCUMENT: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
NAMES = sorted(set(LISTS) - {"mapped"})


def conforms(value: Any, schema: dict[str, Any], at: str, whole: bool = True) -> None:
    """Whether a value is what a schema of the description says; of JSON Schema, the part that is used there."""
    if "$ref" in schema:
        conforms(value, DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]], at, whole)
        return
    for each in schema.get("allOf", ()):
        conforms(value, each, at, whole=False)
    if "anyOf" in schema:
        if value is not None:
            conforms(value, schema["anyOf"][0], at)
        return
    types = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list, "object": dict}
    if "type" in schema:
        kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        wanted = [types[kind] for kind in kinds if kind != "null"]
        assert (value is None and "null" in kinds) or any(isinstance(value, each) for each in wanted), at
    if isinstance(value, dict):
        assert set(schema.get("required", [])) <= set(value), at
        for name, each in value.items():
            inner = schema.get("properties", {}).get(name, schema.get("additionalProperties"))
            if inner is not None:
                conforms(each, inner, f"{at}/{name}")
            else:
                assert not whole or "properties" not in schema, f"{at} has {name}, which the description has not"
    if isinstance(value, list):
        for number, each in enumerate(value):
            inner = schema["prefixItems"][number] if "prefixItems" in schema else schema.get("items", {})
            conforms(each, inner, f"{at}/{number}")


ADDRESSES = {
    "/api/entity": "/api/entity?iri=actor/velmark",
    "/api/event": "/api/event?iri=strike/a1/s1",
    "/api/claim": "/api/claim?iri=claim/a1/c1",
    "/api/article": "/api/article?iri=article/a1",
    "/api/incident": "/api/incident?iri=incident/torvale",
    "/api/thing": "/api/thing?iri=place/torvale",
    "/api/neighbours": "/api/neighbours?iri=actor/velmark&limit=10",
    "/api/ontology/{name}": "/api/ontology/Strike",
    "/api/suggest": "/api/suggest?q=v",
    "/api/find": "/api/find?q=velmark",
    "/api/search": "/api/search?q=velmark",
}
JSON_PATHS = [
    path
    for path, way in DOCUMENT["paths"].items()
    if path.startswith("/api/") and "application/json" in way["get"]["responses"]["200"]["content"]
]


@pytest.mark.parametrize("path", JSON_PATHS)
def test_api_answers_are_as_described(app_client: FlaskClient, path: str) -> None:
    response = app_client.get(ADDRESSES.get(path, path))
    assert response.status_code == 200
    content = DOCUMENT["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
    conforms(response.json, content.get("schema", {}), path)


def test_api_description_is_that_of_the_routes() -> None:
    assert described(DOCUMENT) == DOCUMENT, "run scripts/api_description.py"


def test_api_description_has_every_route(app_client: FlaskClient) -> None:
    """The routes of the API and of linked data, each with its parameters."""
    described_paths = {path.replace("{", "<").replace("}", ">") for path in DOCUMENT["paths"]}
    for rule in app_client.application.url_map.iter_rules():
        if rule.endpoint.startswith(("api.", "api_lists.", "api_things.", "data.")):
            with_names = [
                rule.rule.replace(rule.rule[rule.rule.find("<any") : rule.rule.find(">") + 1], name)
                for name in ("strikes", "event")
            ]
            found = {each.replace("<path:", "<").rstrip("/") or "/" for each in (rule.rule, *with_names)}
            assert found & described_paths, rule.rule


def test_api_is_described_for_people_too(app_client: FlaskClient) -> None:
    page = app_client.get("/api", headers={"Accept": "text/html"})
    assert page.mimetype == "text/html"
    assert "/api/claims/grid" in page.text
    assert app_client.get("/api").json == app_client.get("/api/openapi.json").json == DOCUMENT


@pytest.mark.parametrize("name", NAMES)
def test_api_lists_have_pages_and_csv(app_client: FlaskClient, name: str) -> None:
    first = app_client.get(f"/api/{name}?size=1").json
    if first["links"]["next"]:
        second = app_client.get(first["links"]["next"]).json
        assert second["page"] == 2
        assert second["rows"] != first["rows"]
        assert app_client.get(second["links"]["previous"]).json["rows"] == first["rows"]
    answer = app_client.get(f"/api/{name}.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == first["total"] == int(answer.headers["Total-Count"])
    assert all(row["iri"].startswith(BASE) for row in rows)


@pytest.mark.parametrize(
    ("name", "has", "has_not"),
    [
        ("strikes", {"accused", "killed", "disputed"}, {"stance", "claimant", "aliases"}),
        ("actors", {"label", "mentions", "claims"}, {"factuality", "killed", "article"}),
        ("places", {"label", "places"}, {"factuality", "killed", "claims"}),
        ("claims", {"stance", "claimant", "text"}, {"killed", "places"}),
        ("articles", {"label", "published"}, {"killed", "mentions", "article"}),
    ],
)
def test_api_csv_has_the_columns_of_its_list(
    app_client: FlaskClient, name: str, has: set[str], has_not: set[str]
) -> None:
    columns = set(next(csv.reader(io.StringIO(app_client.get(f"/api/{name}.csv").text))))
    assert has <= columns
    assert not has_not & columns


def test_api_csv_follows_the_filters(app_client: FlaskClient) -> None:
    link = app_client.get("/api/strikes?factuality=Disputed&size=1&page=2").json["links"]["csv"]
    rows = list(csv.DictReader(io.StringIO(app_client.get(link).text)))
    assert {row["factuality"] for row in rows} == {"Disputed"}
    assert len(rows) == app_client.get("/api/strikes?factuality=Disputed").json["total"]


def test_csv_cells_are_no_formulas() -> None:
    assert [plain_cell(cell) for cell in ("=1+1", "@x", "-2", "plain", 3, None)] == [
        "'=1+1",
        "'@x",
        "'-2",
        "plain",
        3,
        None,
    ]


def test_api_gives_points_as_geojson(app_client: FlaskClient) -> None:
    answer = app_client.get("/api/map.geojson")
    assert answer.mimetype == "application/geo+json"
    assert answer.json["type"] == "FeatureCollection"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/strikes?page=x", 400),
        ("/api/strikes?size=0", 400),
        ("/api/strikes?sort=nonsense", 400),
        ("/api/claims/grid?disputed=perhaps", 400),
        ("/api/timeline?from=then", 400),
        ("/api/strikes?from=2020-13", 400),
        ("/api/strikes?to=2021-02-29", 400),
        ("/api/map?size=100000", 400),
        ("/api/entity", 400),
        ("/api/entity?iri=actor/nobody", 404),
        ("/api/event?iri=actor/velmark", 404),
        ("/api/neighbours?iri=actor/velmark&limit=99", 400),
        ("/api/suggest?q=a&limit=0", 400),
        ("/api/suggest?q=a&family=Nonsense", 400),
        ("/api/find?q=", 400),
        ("/api/ontology/Nonsense", 404),
        ("/api/nowhere", 404),
    ],
)
def test_api_errors_have_one_shape(app_client: FlaskClient, path: str, status: int) -> None:
    response = app_client.get(path)
    assert response.status_code == status
    error = response.json["error"]
    assert error["status"] == status
    assert "\n" not in error["message"]


def test_api_answers_not_modified(app_client: FlaskClient) -> None:
    first = app_client.get("/api/strikes")
    again = app_client.get("/api/strikes", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert app_client.get("/api/zones", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    assert first.headers["Access-Control-Allow-Origin"] == "*"


def test_api_without_an_index_asks_for_patience(tmp_path: Path) -> None:
    app_client = create_app(make_store(tmp_path / "store"), Settings()).test_client()
    for name in ("strikes", "claims/grid", "timeline", "map", "dataset", "suggest?q=a"):
        response = app_client.get(f"/api/{name}")
        assert response.status_code == 503
        assert "ready" in response.json["error"]["message"]
    assert app_client.get("/api/home").json["indexed"] is False
    assert app_client.get("/api/event?iri=strike/a1/s1").status_code == 200


@settings(max_examples=150, deadline=None)
@given(
    path=st.sampled_from(["/api/entity", "/api/thing", "/api/neighbours", "/resource", "/api/suggest", "/api/find"]),
    value=st.text(max_size=40)
    | st.sampled_from(["javascript:alert(1)", "http://[", "a:b", "\x00", "../..", "ckg:Strike"]),
)
def test_api_takes_any_value(app_client: FlaskClient, path: str, value: str) -> None:
    response = app_client.get(
        path, query_string={"iri": value.encode("utf-8", "replace"), "q": value.encode("utf-8", "replace")}
    )
    assert response.status_code in (200, 400, 404)
