"""How a reader narrows a list: by a period, by values of which there are many, and by things of one name."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg.errors import UsageError
from kg.settings import Settings
from server.app import create_app
from server.explore.here import Explorer
from server.explore.lists import listing
from tests.server.exploring import ask, indexed, store_of_trig
from tests.server.reading_html import Element, read, require_sound
from tests.server.serving import BROWSER

# One attack a month from January 2030 to February 2031, each by an actor of its own; the first two months have two.
MONTHS = [f"{2030 + at // 12}-{at % 12 + 1:02}" for at in range(14)]


def _strike(number: int, month: str, place: str) -> str:
    return f"""
      <actor/group-{number:02}> a ckg:Actor, ckg:ArmedGroup ; rdfs:label "Group {number:02}" .
      <time/{number}> a ckg:TimeExpression ; rdfs:label "then" ; ckg:exact "then" ;
        ckg:earliest "{month}-03"^^xsd:date ; ckg:latest "{month}-03"^^xsd:date .
      <strike/long/{number}-{number + 1}> a ckg:Event, ckg:Strike ; rdfs:label "attack {number}" ;
        ckg:factuality ckg:Stated ; ckg:perpetrator <actor/group-{number:02}> ; ckg:location <place/{place}> ;
        ckg:when <time/{number}> ; ckg:inIncident <incident/i{number % 2}> .
    """


TRIG = (
    """<article/long> {
      <article/long> a ckg:Article ; dct:title "A long war" ; ckg:text "A long war" .
      <place/marsa-town> a ckg:Place ; rdfs:label "Marsa" ; ckg:within <place/marsa-province> .
      <place/marsa-province> a ckg:Place ; rdfs:label "Marsa" ; ckg:within <place/ostland> .
      <place/ostland> a ckg:Place ; rdfs:label "Ostland" .
      <incident/i0> a ckg:Incident ; rdfs:label "even" . <incident/i1> a ckg:Incident ; rdfs:label "odd" .
    """
    + "".join(_strike(at, month, "marsa-town") for at, month in enumerate(MONTHS))
    + "".join(_strike(at + 14, month, "marsa-province") for at, month in enumerate(MONTHS[:2]))
    + "}"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = store_of_trig(tmp_path_factory.mktemp("narrowing") / "store", TRIG)
    indexed(made).close()
    return made


@pytest.fixture(scope="module")
def here(folder: Path) -> Explorer:
    return indexed(folder)


@pytest.fixture(scope="module")
def client(folder: Path) -> FlaskClient:
    return create_app(folder, Settings()).test_client()


def page(client: FlaskClient, path: str, status: int = 200) -> Element:
    response = client.get(path, headers={"Accept": BROWSER})
    assert response.status_code == status, path
    found = read(response.text)
    require_sound(found)
    return found


def labels(here: Explorer, facet: str, **arguments: str) -> list[str]:
    values = {each.name: each.values for each in listing(here, ask("strikes", dict(arguments))).facets}
    return [each.label for each in values[facet]]


def test_list_of_an_empty_period_says_that_it_is_narrowed(client: FlaskClient) -> None:
    shown = page(client, "/strikes?from=2040-01-01")
    assert "no strikes yet" not in shown.words
    assert "Nothing fits all of this" in shown.words
    (chip,) = shown.one("ul", class_="chosen").all("a")
    assert chip.words.startswith("from 1 January 2040")
    assert chip.attributes["href"] == "/strikes"


def test_list_offers_a_period_and_shows_the_one_it_has(client: FlaskClient) -> None:
    form = page(client, "/strikes?from=2030-02&to=2030&factuality=Stated").one("form", class_="period")
    given = {each.attributes["name"]: each.attributes["value"] for each in form.all("input")}
    assert given == {"from": "2030-02-01", "to": "2030-12-31", "factuality": "Stated"}
    assert not page(client, "/actors").all("form", class_="period")


@pytest.mark.parametrize(
    ("since", "until"), [("2031", "2030"), ("2030-05-02", "2030-05-01"), ("2030-06", "2030-05-31")]
)
def test_period_that_ends_before_it_begins_is_refused(client: FlaskClient, since: str, until: str) -> None:
    with pytest.raises(UsageError, match="ends before it begins"):
        ask("strikes", {"from": since, "to": until})
    shown = page(client, f"/strikes?from={since}&to={until}", 400)
    assert f"from {since} to {until}" in shown.one("p", class_="error").words


@pytest.mark.parametrize(("since", "until"), [("2030", "2030-05"), ("2030-05-01", "2030"), ("2030-05-31", "2030-05")])
def test_period_that_one_bound_names_coarsely_is_taken(here: Explorer, since: str, until: str) -> None:
    assert listing(here, ask("strikes", {"from": since, "to": until})).total >= 0


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/strikes?from=2030-03-01&to=2030-09-30", {"from": "2030-03-01", "to": "2030-09-30"}),
        ("/strikes?incident=incident/i0&sort=label", {"incident": "incident/i0", "sort": "label"}),
        ("/claims?view=list", {"view": "list"}),
        ("/map?from=2030-03-01&page=2", {"from": "2030-03-01"}),
        ("/strikes?factuality=Stated&q=attack", {}),
    ],
)
def test_facets_keep_what_they_do_not_offer(client: FlaskClient, path: str, kept: dict[str, str]) -> None:
    form = page(client, path).one("form", class_="facets")
    hidden = form.all("input", type="hidden")
    assert {each.attributes["name"]: each.attributes["value"] for each in hidden} == kept
    # A browser that goes back must not tick boxes by which the list is not narrowed.
    assert form.attributes["autocomplete"] == "off"


def test_facet_with_many_values_can_be_seen_whole(client: FlaskClient, here: Explorer) -> None:
    assert len(labels(here, "actor")) == 12
    more = page(client, "/strikes?factuality=Stated").one("details", id="facet-actor").one("p", class_="note").one("a")
    assert more.words == "and 4 more"
    assert more.attributes["href"] == "/strikes?factuality=Stated&all=actor#facet-actor"
    whole = page(client, "/strikes?factuality=Stated&all=actor").one("details", id="facet-actor")
    assert len(whole.all("input", name="actor")) == 16
    assert "more" not in whole.words
    assert labels(here, "actor", all="actor") == [f"Group {at:02}" for at in range(16)]
    assert labels(here, "actor", all="actor", factuality="Stated") == [f"Group {at:02}" for at in range(16)]


def test_months_are_the_newest_and_have_their_names(client: FlaskClient, here: Explorer) -> None:
    newest = sorted(MONTHS, reverse=True)[:12]
    assert labels(here, "month") == newest
    assert labels(here, "month", factuality="Stated") == newest
    facet = page(client, "/strikes").one("details", id="facet-month")
    assert facet.one("ul").words.startswith("February 2031 1 January 2031 1 December 2030 1")
    assert "Month: March 2030" in page(client, "/strikes?month=2030-03").one("ul", class_="chosen").words


def test_places_of_one_name_are_told_apart(here: Explorer) -> None:
    assert labels(here, "place") == ["Marsa (in Marsa)", "Marsa (in Ostland)"]


def test_what_is_chosen_stays_a_box_where_nothing_has_it(client: FlaskClient) -> None:
    shown = page(client, "/strikes?month=2030-05&actor=actor/group-15")
    boxes = shown.all("input", name="actor", value="actor/group-15")
    assert [box for box in boxes if "checked" in box.attributes]
    assert "Actor, in any role: Group 15" in shown.one("ul", class_="chosen").words
    assert "Did it happen? reported" in page(client, "/strikes?factuality=Stated").one("ul", class_="chosen").words


def test_list_without_any_hit_leads_to_the_search(client: FlaskClient) -> None:
    card = page(client, "/strikes?q=atack").one("p", class_="card")
    assert "/search?q=atack" in [link.attributes["href"] for link in card.all("a")]


def test_list_of_claims_leads_back_to_the_grid(client: FlaskClient) -> None:
    head = page(client, "/claims?view=list").one("div", class_="list-head")
    assert "/claims" in [link.attributes["href"] for link in head.all("a")]


def test_what_one_article_names_is_listed_with_it(client: FlaskClient) -> None:
    row = page(client, "/actors?q=03").one("tbody").one("tr")
    assert "/article/long" in [link.attributes["href"] for link in row.all("a")]
