"""The reconciliation service as its clients use it: the calls that OpenRefine makes, replayed, and hostile ones."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from kg.settings import Settings
from kg.store import Writer, open_snapshot
from server.app import create_app
from server.explore.index.making import make_index
from tests.server.exploring import store_of_trig

TEXT = """Shells hit the Syrian city of Idlib on 3 March 2019, killing 4 people, the Russian defence ministry said.

Hayat Tahrir al-Sham (HTS) denied that it had fired. Turkey and Russia agreed on a demilitarised zone in Idlib Province.

Colonel Omar Rethani, a spokesman for the Marsa Brigade, said that the Marsa Brigade had not shelled Idlib."""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, pipeline: Any) -> FlaskClient:
    from kg.build import build
    from kg.records import Article

    folder: Path = tmp_path_factory.mktemp("reconcile") / "store"
    with Writer(folder) as writer:
        build([Article("a1", TEXT)], writer, pipeline, Settings())
    make_index(folder, open_snapshot(folder))
    app = create_app(folder, Settings(reconcile_batch=20))
    app.testing = True
    return app.test_client()


@pytest.fixture(scope="module")
def ask(client: FlaskClient) -> Callable[..., dict[str, Any]]:
    """Sends a batch of queries as OpenRefine does, and gives the results by key."""

    def asked(**queries: Any) -> dict[str, Any]:
        answer = client.post("/reconcile", data={"queries": json.dumps(queries)})
        assert answer.status_code == 200, answer.text
        found = answer.get_json()
        assert set(found) == set(queries)
        for each in found.values():
            for candidate in each["result"]:
                assert isinstance(candidate["id"], str)
                assert isinstance(candidate["name"], str)
                assert 0 <= candidate["score"] <= 100
                assert isinstance(candidate["match"], bool)
                assert all(set(kind) == {"id", "name"} for kind in candidate["type"])
                assert all(isinstance(feature["value"], bool | int | float) for feature in candidate["features"])
        return {key: each["result"] for key, each in found.items()}

    return asked


def test_the_manifest_says_all_that_the_specification_asks_for(client: FlaskClient) -> None:
    answer = client.get("/reconcile")
    manifest = answer.get_json()
    assert {"0.1", "0.2"} <= set(manifest["versions"])
    assert manifest["identifierSpace"] == Settings().base_iri
    assert manifest["schemaSpace"].startswith("https://")
    assert "{{id}}" in manifest["view"]["url"]
    assert "{{id}}" in manifest["preview"]["url"]
    assert all(set(each) == {"id", "name"} for each in manifest["defaultTypes"])
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_every_address_of_the_manifest_answers(client: FlaskClient) -> None:
    manifest = client.get("/reconcile").get_json()
    for each in (*manifest["suggest"].values(), manifest["extend"]["propose_properties"]):
        assert client.get(each["service_path"], query_string={"prefix": "i"}).status_code == 200
    preview = manifest["preview"]["url"].replace("{{id}}", "actor/Russia")
    page = client.get(preview)
    assert page.status_code == 200
    assert "Russia" in page.text
    assert "frame-ancestors *" in page.headers["Content-Security-Policy"]
    assert client.get(manifest["view"]["url"].replace("{{id}}", "actor/Russia")).status_code == 200
    with client.get(manifest["logo"]) as logo:
        assert logo.status_code == 200


def test_names_find_their_things(ask: Callable[..., dict[str, Any]]) -> None:
    found = ask(
        q0={"query": "Russia", "type": "State", "limit": 3},
        q1={"query": "Hay'at Tahrir al-Sham"},
        q2={"query": "Idlib", "type": "Place"},
        q3={"query": "Omar Rethany", "type": ["Person"]},
        q4={"query": "Atlantis Liberation Front"},
    )
    assert (found["q0"][0]["id"], found["q0"][0]["match"]) == ("actor/Russia", True)
    assert found["q1"][0]["name"] == "Hayat Tahrir al-Sham"
    assert {"id": "ArmedGroup", "name": "Armed group"}["id"] in {kind["id"] for kind in found["q1"][0]["type"]}
    assert "Place" in {kind["id"] for kind in found["q2"][0]["type"]}
    assert "Rethani" in found["q3"][0]["name"]
    assert not found["q3"][0]["match"]
    assert not any(candidate["match"] for candidate in found["q4"])


def test_another_type_costs_the_match(ask: Callable[..., dict[str, Any]]) -> None:
    [best, *_] = ask(q={"query": "Russia", "type": "Person"})["q"]
    assert not best["match"]
    assert best["score"] < 100


def test_two_that_are_equally_like_are_no_match(ask: Callable[..., dict[str, Any]]) -> None:
    results = ask(q={"query": "Idlib"})["q"]
    assert len(results) >= 2
    assert sum(candidate["match"] for candidate in results) <= 1


def test_properties_tell_namesakes_apart(ask: Callable[..., dict[str, Any]]) -> None:
    found = ask(
        right={"query": "Russia", "properties": [{"pid": "wikidata", "v": "http://www.wikidata.org/entity/Q159"}]},
        wrong={"query": "Russia", "properties": [{"pid": "wikidata", "v": "http://www.wikidata.org/entity/Q1"}]},
        unknown={"query": "Russia", "properties": [{"pid": "colour", "v": "red"}]},
    )
    assert found["right"][0]["match"]
    assert not found["wrong"][0]["match"]
    assert found["unknown"][0]["match"]


def test_conditions_alone_find_what_fulfils_them_however_many_have_the_property(tmp_path: Path) -> None:
    """Brigades beyond any page of a property: only one is part of the Coast Front."""
    brigades = "".join(
        f'<actor/b{n}> a ckg:Actor ; rdfs:label "Brigade {n}" ; skos:altLabel "B-{n}"@en ;'
        f" ckg:partOf <actor/{'coast' if n == 777 else 'hill'}> .\n"
        for n in range(1000)
    )
    fronts = "".join(f'<actor/{n}> a ckg:Actor ; rdfs:label "{n.title()} Front" .\n' for n in ("coast", "hill"))
    folder = store_of_trig(tmp_path / "store", f"<article/a1> {{ {brigades} {fronts} }}")
    make_index(folder, open_snapshot(folder))
    app = create_app(folder, Settings())
    queries = {
        "name": [{"pid": "partOf", "v": "Coast front"}],
        "id": [{"pid": "partOf", "v": {"id": "actor/coast"}}],
        "text": [{"pid": "otherName", "v": "B-777"}],
        "case": [{"pid": "otherName", "v": "b-777"}],
        "both": [{"pid": "partOf", "v": "Hill Front"}, {"pid": "otherName", "v": "B-888"}],
        "hostile": [{"pid": "partOf", "v": "> a <"}, {"pid": "otherName", "v": '"@'}],
    }
    asked = json.dumps({key: {"query": "", "properties": each, "limit": 2} for key, each in queries.items()})
    found = app.test_client().post("/reconcile", data={"queries": asked}).get_json()
    best = {key: [candidate["id"] for candidate in each["result"]][:1] for key, each in found.items()}
    assert best == {key: ["actor/b777"] for key in ("name", "id", "text", "case")} | {
        "both": ["actor/b888"],
        "hostile": [],
    }
    assert [candidate["id"] for candidate in found["name"]["result"]] == ["actor/b777"]


def test_reconcile_takes_iris_for_its_ids(client: FlaskClient, ask: Callable[..., dict[str, Any]]) -> None:
    onto, same = "https://w3id.org/conflict-kg/ontology#", "http://www.w3.org/2004/02/skos/core#exactMatch"
    iri = "https://w3id.org/conflict-kg/id/actor/Russia"
    short = {"ids": ["actor/Russia"], "properties": [{"id": "wikidata"}, {"id": "partOf"}]}
    full = {"ids": [iri], "properties": [{"id": same}, {"id": f"{onto}partOf"}]}
    answers = [client.post("/reconcile", data={"extend": json.dumps(each)}).get_json() for each in (short, full)]
    assert answers[0]["meta"] == answers[1]["meta"]
    assert answers[0]["rows"]["actor/Russia"] == answers[1]["rows"][iri]
    offered = [client.get("/reconcile/properties", query_string={"type": each}) for each in ("Actor", f"{onto}Actor")]
    assert offered[0].get_json()["properties"] == offered[1].get_json()["properties"]
    found = ask(a={"query": "Idlib", "type": "Place"}, b={"query": "Idlib", "type": f"{onto}Place"})
    assert found["a"] == found["b"]
    named = [{"pid": each, "v": "Syria"} for each in ("within", f"{onto}within")]
    found = ask(a={"query": "Idlib", "properties": named[:1]}, b={"query": "Idlib", "properties": named[1:]})
    assert found["a"] == found["b"]


def test_values_are_given_for_a_table(client: FlaskClient) -> None:
    wanted = {"ids": ["actor/Russia", "actor/none-such"], "properties": [{"id": "wikidata"}, {"id": "otherName"}]}
    answer = client.post("/reconcile", data={"extend": json.dumps(wanted)}).get_json()
    assert [each["id"] for each in answer["meta"]] == ["wikidata", "otherName"]
    assert answer["rows"]["actor/Russia"]["wikidata"] == [{"str": "http://www.wikidata.org/entity/Q159"}]
    assert answer["rows"]["actor/none-such"] == {"wikidata": [], "otherName": []}


def test_suggestions_begin_with_the_letters_typed(client: FlaskClient) -> None:
    found = client.get("/reconcile/suggest/entity?prefix=Russ").get_json()["result"]
    assert "actor/Russia" in {each["id"] for each in found}
    kinds = client.get("/reconcile/suggest/type?prefix=armed").get_json()["result"]
    assert {"ArmedForce", "ArmedGroup"} <= {each["id"] for each in kinds}
    properties = client.get("/reconcile/suggest/property?prefix=within").get_json()["result"]
    assert [each["id"] for each in properties] == ["within"]
    proposed = client.get("/reconcile/properties?type=Place&limit=3").get_json()
    assert (proposed["type"], len(proposed["properties"])) == ("Place", 3)


@pytest.mark.parametrize(
    "data",
    [
        {"queries": "[]"},
        {"queries": "{"},
        {"queries": '{"q": 1}'},
        {"queries": '{"q": {}}'},
        {"queries": '{"q": {"query": 3}}'},
        {"queries": '{"q": {"query": "x", "limit": -1}}'},
        {"queries": '{"q": {"query": "x", "limit": true}}'},
        {"queries": '{"q": {"query": "x", "type": 7}}'},
        {"queries": '{"q": {"query": "x", "properties": [{}]}}'},
        {"queries": json.dumps({"q": {"query": "x", "properties": [{"pid": "within", "v": "y"}] * 21}})},
        {"queries": json.dumps({"q": {"query": "x", "properties": [{"pid": "within", "v": ["y"] * 21}]}})},
        {"queries": json.dumps({"q": {"query": "x" * 501}})},
        {"queries": json.dumps({f"q{n}": {"query": "x"} for n in range(21)})},
        {"queries": "[" * 100_000},
        {"extend": "{}"},
        {"extend": '{"ids": ["a"], "properties": [{"id": "nope"}]}'},
        {"extend": json.dumps({"ids": ["a"] * 21, "properties": []})},
    ],
)
def test_what_is_no_query_is_refused_in_a_sentence(client: FlaskClient, data: dict[str, str]) -> None:
    answer = client.post("/reconcile", data=data)
    assert answer.status_code == 400
    assert answer.get_json()["error"]["message"]


def test_a_condition_on_a_property_that_is_not_offered_is_passed_over(ask: Callable[..., dict[str, Any]]) -> None:
    assert ask(q={"query": "", "properties": [{"pid": "nope", "v": 1}]})["q"] == []


HOSTILE = [
    '"',
    "'",
    "*",
    "a AND NOT b",
    "NEAR(",
    "(",
    "\u202e",
    "\ufdfd" * 99,
    "\U0001f600",
    "%00",
    "\\",
    "-",
    "x" * 500,
]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_find_nothing_and_break_nothing(ask: Callable[..., dict[str, Any]], name: str) -> None:
    assert not any(candidate["match"] for candidate in ask(q={"query": name})["q"])


def test_a_preview_of_nothing_is_not_found_and_runs_no_script(client: FlaskClient) -> None:
    answer = client.get("/reconcile/preview", query_string={"id": "<script>alert(1)</script>"})
    assert answer.status_code == 404
    assert not re.search(r"<script>alert", answer.text)
