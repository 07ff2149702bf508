"""Lists, search and the first page: facets, paging, the query of the page, graphs that are empty or not yet indexed."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from pyoxigraph import QuerySolutions

from kg.asking import ask as run_query
from kg.names import Names
from kg.ontology import refresh_ontology
from kg.settings import Settings
from kg.store import Writer, open_snapshot
from server.app import create_app
from server.explore.asking import LISTS
from server.explore.here import Explorer, open_explorer
from server.explore.lists import listing
from server.pages.wording import wording
from tests.server.exploring import BASE, ask, indexed
from tests.server.reading_html import Element, read, require_sound
from tests.server.serving import BROWSER
from tests.server.stores import make_store

PATHS = ("strikes", "agreements", "zones", "actors", "places", "claims", "articles")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = make_store(tmp_path_factory.mktemp("lists") / "store")
    indexed(made).close()
    return made


@pytest.fixture(scope="module")
def client(folder: Path) -> FlaskClient:
    return create_app(folder, Settings()).test_client()


@pytest.fixture(scope="module")
def here(folder: Path) -> Iterator[Explorer]:
    found = open_explorer(folder, Settings())
    yield found
    found.close()


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    with Writer(tmp_path / "store") as writer:
        refresh_ontology(writer, Names(BASE))
        writer.publish()
    return tmp_path / "store"


def page(client: FlaskClient, path: str, status: int = 200) -> Element:
    response = client.get(path, headers={"Accept": BROWSER})
    assert response.status_code == status, path
    found = read(response.text)
    require_sound(found)
    return found


def answer(folder: Path, shown: Element) -> list[object]:
    """What the query of a page gives."""
    link = shown.one("section", class_="formats").all("a")[0].attributes["href"]
    text = parse_qs(urlsplit(unescape(link)).query)["query"][0]
    rows = run_query(open_snapshot(folder).store, text)
    assert isinstance(rows, QuerySolutions)
    return list(rows)


@pytest.mark.parametrize("name", PATHS)
def test_list_shows_all_and_its_query_gives_as_many(
    client: FlaskClient, here: Explorer, folder: Path, name: str
) -> None:
    total = listing(here, ask(name)).total
    address = f"/{name}?view=list&size=200" if name == "claims" else f"/{name}?size=200"
    shown = page(client, address)
    assert total > 0
    assert shown.one("div", class_="list-head").words.startswith(f"{total} ")
    rows = shown.one("main").all("ol", class_="newest") or shown.one("main").all("tbody")
    assert len([row for row in rows[0].children if isinstance(row, Element)]) == total
    assert len(answer(folder, shown)) == total


@pytest.mark.parametrize(("name", "facet"), [(name, facet) for name in PATHS for facet in LISTS[name][1]])
def test_each_facet_narrows_the_list_and_its_query(
    client: FlaskClient, here: Explorer, folder: Path, name: str, facet: str
) -> None:
    offered = {each.name: each.values for each in listing(here, ask(name)).facets}.get(facet, ())
    for value in offered[:3]:
        query = {"view": "list", facet: value.value, "size": "200"}
        response = client.get(f"/{name}", query_string=query, headers={"Accept": BROWSER})
        shown = read(response.text)
        assert shown.one("div", class_="list-head").words.startswith(f"{value.count} "), (facet, value)
        boxes = shown.all("input", name=facet, value=value.value)
        assert [box for box in boxes if "checked" in box.attributes]
        chosen = shown.one("ul", class_="chosen")
        assert wording().facet_value(facet, value.value, value.label) in chosen.words
        if "The page is narrowed further" not in shown.one("section", class_="formats").text:
            assert len(answer(folder, shown)) == value.count, (facet, value)


def test_facets_keep_what_else_is_chosen(client: FlaskClient) -> None:
    shown = page(client, "/strikes?factuality=Disputed&sort=oldest")
    form = shown.one("form", class_="facets")
    assert form.one("input", name="sort").attributes["value"] == "oldest"
    assert form.attributes["action"] == "/strikes"
    take_away = shown.one("ul", class_="chosen").one("a").attributes["href"]
    assert take_away == "/strikes?sort=oldest"


def test_pages_of_a_list_lead_to_each_other(client: FlaskClient, here: Explorer) -> None:
    total = listing(here, ask("strikes")).total
    seen: list[str] = []
    address = "/strikes?size=2"
    while address:
        shown = page(client, address)
        seen += [link.attributes["href"] for link in shown.one("ol", class_="newest").all("a", class_="name")]
        following = shown.all("a", rel="next")
        address = following[0].attributes["href"] if following else ""
    assert len(seen) == len(set(seen)) == total


def test_page_past_the_end_leads_to_the_last(client: FlaskClient) -> None:
    shown = page(client, "/strikes?page=99999999999999999999")
    assert "the last is page 1" in shown.one("p", class_="card").words


@pytest.mark.parametrize(
    "address", ["/strikes?page=0", "/strikes?sort=nonsense", "/strikes?size=9999", "/claims?from=yesterday"]
)
def test_list_says_which_parameter_is_wrong(client: FlaskClient, address: str) -> None:
    shown = page(client, address, 400)
    assert "must be" in shown.one("p", role="alert").words


def test_list_keeps_the_accused_apart(client: FlaskClient) -> None:
    rows = page(client, "/strikes?factuality=Disputed").one("ol", class_="newest")
    (row,) = [li for li in rows.all("li") if "gas attack on Torvale" in li.words and "Hill Front" in li.words][:1]
    roles = row.one("div", class_="roles").words
    assert "accused Hill Front" in roles
    assert "reported perpetrator" not in roles
    assert "disputed" in row.words


def test_claims_grid_puts_denial_beside_accusation(client: FlaskClient) -> None:
    shown = page(client, "/claims?disputed=1&size=200")
    headings = [cell.words for cell in shown.one("thead").all("th")]
    assert headings == ["What it is about", "Asserted by", "Alleged by", "Denied by", "Other stances"]
    (row,) = [r for r in shown.one("tbody").all("tr") if r.one("th").words.startswith("gas attack on Torvale")]
    cells = dict(zip(headings[1:], (cell.words for cell in row.all("td")), strict=True))
    assert "Velmark: “the gas attack”" in cells["Alleged by"]
    assert "Ilse Maren" in cells["Asserted by"]
    assert "Hill Front: “having fired the shells”" in cells["Denied by"]
    assert "disputed" in row.one("th").words


def test_search_finds_names_and_words(client: FlaskClient) -> None:
    shown = page(client, "/search?q=torv")
    assert "Torvale" in shown.one("section", **{"aria-labelledby": "named"}).words
    assert [mark.words for mark in page(client, "/search?q=chlorine").one("main").all("mark")]


def test_search_narrows_to_a_class(client: FlaskClient) -> None:
    kinds = {
        each.words
        for each in page(client, "/search?q=torvale&in=Place").one("ul", class_="cards").all("span", class_="kind")
    }
    assert kinds
    assert kinds <= {"place", "buffer zone"}


@pytest.mark.parametrize("query", ["", "   ", "zzzzqqqq", "%22%27%3Cscript%3E", "***", "a" * 3000])
def test_search_answers_whatever_is_typed(client: FlaskClient, query: str) -> None:
    response = client.get(f"/search?q={query}", headers={"Accept": BROWSER})
    assert response.status_code in (200, 400)
    require_sound(read(response.text))


def test_search_says_where_there_is_no_such_class(client: FlaskClient) -> None:
    assert "family must be" in page(client, "/search?q=a&in=Nonsense", 400).one("p", role="alert").words


def test_home_shows_counts_that_lead_to_lists(client: FlaskClient, here: Explorer) -> None:
    counts = {a.attributes["href"]: a.one("b").words for a in page(client, "/").one("ul", class_="counts").all("a")}
    assert set(counts) == {f"/{name}" for name in PATHS}
    for address, count in counts.items():
        assert count == str(listing(here, ask(address[1:])).total)


def test_home_has_search_questions_news_and_the_date(client: FlaskClient) -> None:
    home = page(client, "/")
    assert home.one("form", role="search").one("select").all("option")
    questions = home.one("aside").all("ul", class_="questions")[0].all("a")
    assert len(questions) == 4
    assert all(link.attributes["href"].startswith("/query?name=") for link in questions)
    assert home.all("ol", class_="newest")
    assert home.one("footer").words.startswith("Graph of ")


def test_home_of_an_empty_graph_says_what_to_do(empty: Path) -> None:
    indexed(empty).close()
    client = create_app(empty, Settings()).test_client()
    assert "kg build" in page(client, "/").one("main").words
    for name in PATHS:
        assert "yet" in page(client, f"/{name}").one("p", class_="card").words
    page(client, "/dataset")


def test_home_says_that_the_lists_are_being_made(tmp_path: Path) -> None:
    client = create_app(make_store(tmp_path / "store"), Settings()).test_client()
    assert "being made ready" in page(client, "/").one("main").words
    for name in PATHS:
        assert "try again soon" in page(client, f"/{name}", 503).one("p", role="alert").words
    assert "try again soon" in page(client, "/search?q=torvale", 503).one("p", role="alert").words


def test_pages_are_kept_until_the_graph_changes(tmp_path: Path) -> None:
    folder = make_store(tmp_path / "store")
    indexed(folder).close()
    client = create_app(folder, Settings()).test_client()
    for path in ("/", "/strikes", "/claims", "/dataset", "/actor/velmark", "/ontology"):
        tag = client.get(path, headers={"Accept": BROWSER}).headers["ETag"]
        again = {"Accept": BROWSER, "If-None-Match": tag}
        assert client.get(path, headers=again).status_code == 304, path
    tag = client.get("/strikes", headers={"Accept": BROWSER}).headers["ETag"]
    with Writer(folder) as writer:
        writer.drop_graph(f"{BASE}article/a1")
        writer.publish()
    indexed(folder).close()
    changed = client.get("/strikes", headers={"Accept": BROWSER, "If-None-Match": tag})
    assert changed.status_code == 200
    assert "/strike/a1/s1" not in changed.text


def test_list_of_claims_marks_the_words_of_each_in_their_sentence(client: FlaskClient) -> None:
    page = client.get("/claims?view=list&size=200").text
    assert re.search(r"<bdi>[^<]+<mark>[^<]+</mark>[^<]*</bdi>", page)
    assert "<mark></mark>" not in page


def test_list_of_places_says_what_they_lie_in(sample_store: Path) -> None:
    indexed(sample_store).close()
    client = create_app(sample_store, Settings()).test_client()
    page = client.get("/places?q=Idlib").text
    assert '<th scope="col">Lies in</th>' in page
    assert '<td class="beside-label" data-label="Lies in"><a href="/place/Syria"><bdi>Syria</bdi></a>' in page
    # No article of the samples names Russia as a place.
    assert (
        '<td class="beside-label" data-label="Lies in"><a href="/place/Russia"><bdi>Russia</bdi></a>'
        in client.get("/places?q=Moscow").text
    )
    assert client.get("/api/places?place=place/Russia").json["total"] > 0
    listed = client.get("/api/places?size=200").json
    assert "Russia" not in {row["thing"]["label"] for row in listed["rows"]}
    assert listed["total"] == len(listed["rows"])
    assert {
        client.get(path).status_code for path in ("/", "/dataset", "/place/Russia", "/search?q=Russia", "/map")
    } == {200}
    near = client.get("/api/neighbours?iri=place/Moscow").json
    assert ("Russia", "Place") in {(node["thing"]["label"], node["family"]) for node in near["nodes"]}


def test_lists_of_incidents_and_articles_count_what_is_counted(client: FlaskClient) -> None:
    assert "in 3 articles" in page(client, "/incidents").one("main").words
    articles = page(client, "/articles").one("main").words
    assert "claims" in articles
    assert "0 mentions" not in articles


def test_error_pages_offer_search(client: FlaskClient) -> None:
    shown = page(client, "/strikes?page=x", 400)
    assert shown.one("main").all("input", type="search")
