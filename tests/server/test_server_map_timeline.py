"""Map and timeline: what stands on them without a script, and that nothing is placed or dated that is not known."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg.settings import Settings
from kg.store import Writer, open_snapshot
from server.app import create_app
from server.explore.index.making import make_index
from tests.server.exploring import indexed
from tests.server.serving import BROWSER
from tests.server.stores import make_store

BASE = Settings().base_iri
_GEO = "http://www.opengis.net/ont/geosparql#"
_TORVALE = f"""
PREFIX geo: <{_GEO}>
INSERT DATA {{ GRAPH <{BASE}graph/identity> {{
  <{BASE}place/torvale> geo:hasGeometry <{BASE}place/torvale/geometry> .
  <{BASE}place/torvale/geometry> geo:asWKT "POINT(12.5 41.9)"^^geo:wktLiteral
}} }}
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """An application over the hand-made graph, of which one place has a position."""
    folder = make_store(tmp_path_factory.mktemp("mapped") / "store")
    with Writer(folder) as writer:
        writer.store.update(_TORVALE)
        writer.publish()
    make_index(folder, open_snapshot(folder))
    client = create_app(folder, Settings()).test_client()
    client.environ_base["HTTP_ACCEPT"] = BROWSER
    return client


def rows(page: str) -> list[str]:
    """The rows of the map's table."""
    body = re.search(r'<tbody id="rows">(.*?)</tbody>', page, re.DOTALL)
    assert body
    return re.findall(r"<tr.*?</tr>", body[1], re.DOTALL)


def test_map_places_only_what_has_a_position(client: FlaskClient) -> None:
    page = unescape(client.get("/map").text)
    placed = [row for row in rows(page) if "data-shape" in row]
    assert placed
    assert all('"coordinates":[12.5,41.9]' in row.replace(" ", "") and "Torvale" in row for row in placed)
    assert any("gas attack on Torvale" in row for row in placed)


def test_map_lists_what_has_no_position_and_says_so(client: FlaskClient) -> None:
    unplaced = [row for row in rows(unescape(client.get("/map").text)) if "data-shape" not in row]
    karsk = next(row for row in unplaced if "Karsk" in row)
    assert "without coordinates" in karsk
    air = next(row for row in unplaced if "air strikes on the Hill Front" in row)
    assert "place unknown" in air


def test_map_shows_each_event_and_zone_once_where_it_has_one_place(client: FlaskClient) -> None:
    found = [re.search(r'href="(/(?:strike|agreement|zone)/[^"]*)"', row) for row in rows(client.get("/map").text)]
    addresses = [each[1] for each in found if each]
    assert len(addresses) == len(set(addresses)) == len(found)
    listed = sum(client.get(f"/api/{name}").json["total"] for name in ("events", "zones"))
    assert len(addresses) == listed


def test_map_narrows_by_period_and_factuality(client: FlaskClient) -> None:
    assert len(rows(client.get("/map?factuality=Threatened").text)) < len(rows(client.get("/map").text))
    page = client.get("/map?from=2031-05-04&to=2031-05-04").text
    assert 'value="2031-05-04"' in page
    assert "air strikes on the Hill Front" in page
    assert "threatened bombing of Karsk" not in page


def test_timeline_counts_what_the_lists_hold(client: FlaskClient) -> None:
    page = unescape(client.get("/timeline").text)
    bars = dict(re.findall(r'<a href="[^"]*month=([0-9-]+)[^"]*" aria-label="[^"]*: (\d+)"', page))
    months = client.get("/api/timeline").json["months"]
    assert bars == {each["month"]: str(each["total"]) for each in months}
    assert bars


def test_timeline_table_names_every_kind_though_the_drawing_does_not(sample_store: Path) -> None:
    indexed(sample_store).close()
    page = create_app(sample_store, Settings()).test_client().get("/timeline").text
    drawing, table = page.split("<thead>")
    assert "other</" in drawing
    kinds = set(re.findall(r"\d × ([^,<]+)", table))
    assert {"bombing", "chemical attack", "drone strike", "peace agreement"} <= kinds
    assert "other" not in kinds


def test_timeline_says_how_many_events_have_no_date(client: FlaskClient) -> None:
    undated = client.get("/api/timeline").json["undated"]
    assert undated
    assert re.search(
        rf"of which {undated} without a known date (is|are) not in the drawing", client.get("/timeline").text
    )


def test_timeline_shows_the_events_of_a_month_and_keeps_the_drawing(client: FlaskClient) -> None:
    page = client.get("/timeline?month=2031-05").text
    assert '<h2 id="month-title">May 2031</h2>' in page
    assert "gas attack on Torvale" in page
    assert page.count('class="bar"') == client.get("/timeline").text.count('class="bar"')


@pytest.mark.parametrize("path", ["/timeline?month=2018-13", "/timeline?month=x", "/map?from=soon", "/timeline?to=-1"])
def test_wrong_parameters_are_said_on_a_page(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    assert "must be a" in answer.text
    assert answer.mimetype == "text/html"


@pytest.mark.parametrize("path", ["/map", "/timeline", "/timeline?month=2031-05"])
def test_pages_of_an_empty_graph_say_that_there_is_nothing(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "empty"
    with Writer(folder) as writer:
        writer.publish()
    make_index(folder, open_snapshot(folder))
    answer = create_app(folder, Settings()).test_client().get(path)
    assert answer.status_code == 200
    assert 'class="unknown"' in answer.text


@pytest.mark.parametrize("path", ["/map", "/timeline"])
def test_pages_before_the_index_is_made_ask_to_wait(tmp_path: Path, path: str) -> None:
    folder = make_store(tmp_path / "fresh")
    answer = create_app(folder, Settings()).test_client().get(path, headers={"Accept": BROWSER})
    assert answer.status_code == 503
    assert "try again soon" in answer.text


@pytest.mark.parametrize("address", ["/map", "/timeline", "/timeline?month=2017-04"])
def test_pages_are_made_anew_only_when_the_graph_changed(client: FlaskClient, address: str) -> None:
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(f"{address.partition('?')[0]}?from=2018", headers={"If-None-Match": tag}).status_code == 200
