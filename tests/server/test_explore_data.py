"""Linked data: every IRI answers here, in the format that is asked for, whatever the base IRI is."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, parse
from werkzeug.test import TestResponse

from kg import names as ns
from kg.settings import Settings
from kg.store import open_snapshot
from server.app import create_app
from server.explore.addresses import RESERVED, full_iri, iris_of_path, local_url, short_name
from server.explore.index.making import make_index
from tests.server.exploring import BASE, indexed, store_of_trig
from tests.server.serving import BROWSER, Served
from tests.server.stores import make_store

FORMATS = {
    "ttl": ("text/turtle", RdfFormat.TURTLE),
    "jsonld": ("application/ld+json", RdfFormat.JSON_LD),
    "nt": ("application/n-triples", RdfFormat.N_TRIPLES),
    "rdf": ("application/rdf+xml", RdfFormat.RDF_XML),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_store(tmp_path_factory.mktemp("data") / "store")
    indexed(folder).close()
    return folder


@pytest.fixture(scope="module")
def client(store: Path) -> FlaskClient:
    return create_app(store, Settings()).test_client()


def triples(response: TestResponse, form: RdfFormat) -> set[str]:
    return {str(quad.triple) for quad in parse(response.data, format=form)}


def test_every_iri_of_ours_answers(client: FlaskClient, store: Path) -> None:
    quads = list(open_snapshot(store).store)
    nodes = {n.value for q in quads for n in (q.subject, q.object, q.graph_name) if isinstance(n, NamedNode)}
    own = {local_url(iri, BASE).partition("#")[0] for iri in nodes if iri.startswith((BASE, ns.CKG))}
    assert len(own) > 100
    for path in sorted(own):
        response = client.get(path, headers={"Accept": "text/turtle"})
        assert response.status_code == 200, path
        assert parse(response.data, format=RdfFormat.TURTLE)


def test_data_in_every_format_says_the_same(client: FlaskClient) -> None:
    found = []
    for suffix, (media_type, form) in FORMATS.items():
        by_suffix = client.get(f"/strike/a1/s1.{suffix}")
        assert by_suffix.mimetype == media_type
        by_header = client.get("/strike/a1/s1", headers={"Accept": media_type})
        assert by_header.data == by_suffix.data
        found.append(triples(by_suffix, form))
    assert all(each == found[0] for each in found)


def test_data_tells_both_directions_and_the_words(client: FlaskClient) -> None:
    said = list(parse(client.get("/strike/a1/s1.nt").data, format=RdfFormat.N_TRIPLES))
    node = NamedNode(f"{BASE}strike/a1/s1")
    assert any(t.subject == node and t.predicate == NamedNode(ns.CKG + "killed") for t in said)
    assert any(t.object == node and t.predicate == NamedNode(ns.CKG + "about") for t in said)
    exact = {t.object.value for t in said if t.predicate == NamedNode(ns.CKG + "exact")}
    assert "at least 12 people" in exact
    assert any(t.subject == NamedNode(f"{BASE}quantity/a1/q1") for t in said)


def test_data_of_an_article_is_its_graph(client: FlaskClient, store: Path) -> None:
    graph = open_snapshot(store).store.quads_for_pattern(None, None, None, NamedNode(f"{BASE}article/a1"))
    assert triples(client.get("/article/a1.nt"), RdfFormat.N_TRIPLES) >= {str(quad.triple) for quad in graph}


def test_data_is_for_people_or_programs_by_accept(client: FlaskClient) -> None:
    page = client.get("/strike/a1/s1", headers={"Accept": BROWSER})
    assert page.mimetype == "text/html"
    assert client.get("/strike/a1/s1").mimetype == "text/turtle"
    assert client.get("/strike/a1/s1.html").mimetype == "text/html"
    assert client.get("/strike/a1/s1", headers={"Accept": "image/png"}).status_code == 406
    for response in (page, client.get("/strike/a1/s1")):
        assert response.headers["Vary"] == "Accept"
        links = response.headers["Link"]
        assert f'<{BASE}strike/a1/s1>; rel="canonical"' in links
        assert '</strike/a1/s1.ttl>; rel="alternate"; type="text/turtle"' in links


def test_data_as_json_is_the_view(client: FlaskClient) -> None:
    view = client.get("/strike/a1/s1.json").json
    assert view["accused"][0]["role"] == "accused by Velmark and Ilse Maren, denied by Hill Front"
    assert client.get("/api/event?iri=strike/a1/s1").json == view


def test_data_is_not_sent_twice(client: FlaskClient) -> None:
    first = client.get("/actor/velmark.ttl")
    again = client.get("/actor/velmark.ttl", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = client.get("/actor/velmark.nt", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/actor/nobody",
        "/actor/",
        "/nowhere.ttl",
        "/ontology/Nonsense",
        "/ontology/Strike/x",
        "/resource?iri=http://e.org/x",
        "/%00",
        "/%ff%fe",
        "/actor/%0d%0aSet-Cookie:x",
        "/<script>",
        "/a//b",
        "/actor/" + "x" * 5000,
        "/..%2f..%2fetc/passwd",
    ],
)
def test_data_that_is_not_there_is_a_404(client: FlaskClient, path: str) -> None:
    for accept, media_type in ((BROWSER, "text/html"), ("text/turtle", "application/json")):
        response = client.get(path, headers={"Accept": accept})
        assert response.status_code == 404, path
        assert response.mimetype == media_type
        assert b"<script>alert" not in response.data
        assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("path", ["/actor/velmark-army", "/actor/Velmarck", "/place/Velma", "/Velmmark"])
def test_data_that_is_not_there_suggests_what_is(client: FlaskClient, path: str) -> None:
    suggested = client.get(path).json["error"]["suggestions"]
    assert f"{BASE}actor/velmark" in {each["iri"] for each in suggested}


def test_ontology_answers_as_file_and_by_term(client: FlaskClient) -> None:
    whole = triples(client.get("/ontology.ttl"), RdfFormat.TURTLE)
    strike = triples(client.get("/ontology/Strike.nt"), RdfFormat.N_TRIPLES)
    assert strike
    assert strike < whole
    assert client.get("/ontology.xyz").status_code == 400
    assert client.get("/ontology/Strike.json").json["term"]["label"] == "strike"


def test_resource_takes_any_iri(tmp_path: Path) -> None:
    odd = [
        "urn:x:1",
        "javascript:alert(1)",
        "http://example.org/other",
        f"{BASE}sparql",
        f"{BASE}a/../b",
        f"{BASE}/e.org",
    ]
    trig = "\n".join(f'<{iri}> a ckg:Actor ; rdfs:label "thing {n}" .' for n, iri in enumerate(odd))
    folder = store_of_trig(tmp_path / "store", trig)
    here = indexed(folder)
    client = create_app(folder, Settings()).test_client()
    for iri in odd:
        url = here.thing(iri).url
        assert url.startswith("/resource?iri=")
        response = client.get(url + "&format=nt")
        assert response.status_code == 200
        assert iri in response.text
    here.close()


@pytest.mark.parametrize(
    "base", ["http://localhost/", "http://localhost/data/", "https://e.org/kg#", "urn:kg:/", "https://e.org/ü/"]
)
def test_data_answers_whatever_the_base_is(tmp_path: Path, base: str) -> None:
    labels = {"a%20b": "plain", "é.ttl": "accent"}
    trig = "".join(f'<{base}actor/{name}> a ckg:Actor ; rdfs:label "{label}" .' for name, label in labels.items())
    folder = store_of_trig(tmp_path / "store", trig)
    here = indexed(folder)
    make_index(folder, open_snapshot(folder))
    client = create_app(folder, replace(Settings(), base_iri=base)).test_client()
    here.base_iri = base
    for name, label in labels.items():
        url = local_url(f"{base}actor/{name}", base)
        for path in (url, f"{url}.nt"):
            response = client.get(path, headers={"Accept": "application/n-triples"})
            assert response.status_code == 200, path
            assert f'"{label}"' in response.text
    here.close()


def test_data_answers_at_the_bases_own_path(tmp_path: Path) -> None:
    base = "http://localhost/data/"
    folder = store_of_trig(tmp_path / "store", f"<{base}actor/x> a ckg:Actor .")
    client = create_app(folder, replace(Settings(), base_iri=base)).test_client()
    assert client.get("/data/actor/x").status_code == client.get("/actor/x").status_code == 200


def test_addresses_go_and_come_back() -> None:
    for rest in ("actor/x", "actor/a%20b", "actor/a b?c", "actor/ü", "article/a#char=1,2", "x/y:z@w"):
        url = local_url(BASE + rest, BASE)
        assert url.startswith("/")
        path = url.partition("#")[0]
        assert BASE + rest.partition("#")[0] in iris_of_path(path, BASE)
        assert full_iri(short_name(BASE + rest, BASE), BASE) == BASE + rest
    assert local_url(ns.CKG + "Strike", BASE) == "/ontology/Strike"
    assert local_url("https://example.org/x", BASE) == "https://example.org/x"
    assert local_url("javascript:alert(1)", BASE) == "/resource?iri=javascript%3Aalert%281%29"
    assert local_url("http://[broken", BASE).startswith("/resource?")


def test_no_data_iri_takes_the_address_of_something_else(client: FlaskClient) -> None:
    """The first part of each route is one that data IRIs do not get as a path."""
    rules = client.application.url_map.iter_rules()
    firsts = {rule.rule.split("/")[1].partition(".")[0] for rule in rules if not rule.rule.startswith("/<path")}
    assert {first for first in firsts if "<" not in first} <= RESERVED


@pytest.fixture(scope="module")
def served_client(request: pytest.FixtureRequest) -> Iterator[Served]:
    from tests.server.serving import serving

    folder = request.getfixturevalue("store")
    with serving(folder, KG_QUERY_PROCESSES="1", KG_HTTP_PROCESSES="1") as served:
        yield served


def test_data_over_http(served_client: Served) -> None:
    answer = served_client.get("/strike/a1/s1.nt")
    assert (answer.status_code, answer.mimetype) == (200, "application/n-triples")
    assert served_client.open("/strike/a1/s1", "HEAD").data == b""
    assert served_client.get("/actor/no%2Fsuch%20thing").status_code == 404
    assert served_client.get("/api/claims/grid").json["rows"]


def test_a_description_that_leaves_out_what_points_at_a_node_says_so(tmp_path: Path) -> None:
    def served(folder: Path, pointing: int) -> TestResponse:
        links = "\n".join(f"<zone/a1/z{number}> ckg:within <place/hub> ." for number in range(pointing))
        store = store_of_trig(folder, f"<graph/x> {{ <place/hub> a ckg:Place . {links} }}")
        return create_app(store, Settings()).test_client().get("/place/hub.nt")

    whole, cut = served(tmp_path / "whole", 500), served(tmp_path / "cut", 501)
    # The type of the node itself points at nothing of ours.
    assert whole.headers.get("Content-Complete") is None
    assert whole.data.count(b"\n") == 501
    assert cut.headers["Content-Complete"] == "no"


def test_answers_can_be_read_by_pages_of_other_hosts(client: FlaskClient) -> None:
    exposed = client.get("/strike/a1/s1.ttl").headers["Access-Control-Expose-Headers"]
    assert {"ETag", "Link", "Content-Complete"} <= set(exposed.split(", "))
    listed = client.get("/api/strikes.csv")
    assert {"Total-Count", "Rows-Left-Out"} <= set(listed.headers["Access-Control-Expose-Headers"].split(", "))
    assert "Accept" in listed.headers["Vary"]
    assert client.get("/no-such-thing").headers["Access-Control-Allow-Origin"] == "*"
    assert "Accept" in client.get("/api/entity").headers["Vary"]


def test_more_things_than_one_look_up_takes_are_known(store: Path) -> None:
    here = indexed(store)
    names = [f"{BASE}actor/nobody-{number}" for number in range(5_001)]
    assert len(here.things(names)) == len(names)
    here.close()


def test_figures_that_are_none_stand_as_they_are(tmp_path: Path) -> None:
    trig = """<graph/x> { <strike/a1/s1> a ckg:Strike ; ckg:killed <quantity/a1/q1>, <quantity/a1/q2> .
      <quantity/a1/q1> a ckg:Quantity ; ckg:value "dozens" ; ckg:exact "dozens" .
      <quantity/a1/q2> a ckg:Quantity ; ckg:value "12" ; ckg:exact "twelve" . }"""
    page = create_app(store_of_trig(tmp_path / "store", trig), Settings()).test_client().get("/strike/a1/s1.json")
    assert page.status_code == 200
    shown = page.get_json()["properties"][0]["values"]
    assert {value["quantity"]["text"] for value in shown} == {"dozens", "twelve"}
