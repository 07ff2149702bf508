"""Words that are nowhere: other spellings, names of the gazetteer, and what the pages offer then."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.settings import Settings
from server.app import create_app
from server.explore.alike import known_as, meant, names_like
from server.explore.here import Explorer, open_explorer
from server.search import matching, search
from tests.server.exploring import indexed, store_of_trig
from tests.server.reading_html import Element, read, require_sound
from tests.server.serving import BROWSER

TRIG = """<article/a> {
  <article/a> a ckg:Article ; dct:title "Shells on Kramatorsk" ;
    ckg:text "Shells fell on the hospital of Kramatorsk, Işık Yılmaz said. U.S. officials saw a ship; so did us all." .
  <actor/ramzan> a ckg:Actor, ckg:Person ; rdfs:label "Ramzan Kadyrov" .
  <actor/isik> a ckg:Actor, ckg:Person ; rdfs:label "Işık Yılmaz" .
  <actor/ministry> a ckg:Actor, ckg:Government ; rdfs:label "Ostland defence ministry" .
  <actor/United-States-49dca65f> a ckg:Actor, ckg:State ; rdfs:label "United States" .
  <actor/iran> a ckg:Actor, ckg:State ; rdfs:label "Iran" .
  <place/k> a ckg:Place ; rdfs:label "Kramatorsk" .
  <place/h> a ckg:Place ; rdfs:label "hospital in Kramatorsk" .
}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = store_of_trig(tmp_path_factory.mktemp("alike") / "store", TRIG)
    indexed(made).close()
    return made


@pytest.fixture(scope="module")
def here(folder: Path) -> Iterator[Explorer]:
    found = open_explorer(folder, Settings())
    yield found
    found.close()


@pytest.fixture(scope="module")
def client(folder: Path) -> FlaskClient:
    return create_app(folder, Settings()).test_client()


def page(client: FlaskClient, path: str) -> Element:
    response = client.get(path, headers={"Accept": BROWSER})
    assert response.status_code == 200, path
    found = read(response.text)
    require_sound(found)
    return found


@pytest.mark.parametrize(
    ("typed", "better"),
    [
        ("kramatrosk", "kramatorsk"),
        ("Kadirov", "kadyrov"),
        ("Khadirov", "kadyrov"),
        ("Isik Yilmaz", "isık yılmaz"),
        ("Ostland defense ministry", "Ostland defence ministry"),
        ("Kramatorsk hospitl", "Kramatorsk hospital"),
    ],
)
def test_misspelt_names_are_mended(here: Explorer, typed: str, better: str) -> None:
    assert meant(here, typed).words == better


@pytest.mark.parametrize(
    "typed", ["Kramatorsk", "Iraq", "zzzzzzzz", "kramatorsk zzzzzzzz", "", "!?", "x" * 900, "12345"]
)
def test_what_is_right_or_like_nothing_is_left_alone(here: Explorer, typed: str) -> None:
    assert meant(here, typed).words is None


def test_names_of_the_gazetteer_lead_to_what_the_articles_call_otherwise(here: Explorer) -> None:
    assert [each.thing.label for each in known_as(here, "USA")] == ["United States"]
    assert [each.thing.label for each in names_like(here, "USA", "Actor")] == ["United States"]
    assert known_as(here, "USA", "Place") == ()
    assert [each.thing.label for each in names_like(here, "Kadirov")] == ["Ramzan Kadyrov"]


def test_single_words_are_those_that_something_holds(here: Explorer) -> None:
    assert meant(here, "who attacked the hospitl of Kramatorsk").single == ("hospital", "Kramatorsk")
    assert meant(here, "Kramatorsk").single == ()


@settings(max_examples=100, deadline=None)
@given(words=st.text(max_size=40))
def test_any_words_may_be_asked_for(here: Explorer, words: str) -> None:
    meant(here, words)
    names_like(here, words)


def test_search_page_offers_what_was_meant(client: FlaskClient) -> None:
    shown = page(client, "/search?q=Kadirov").one("main")
    assert "/search?q=kadyrov" in [link.attributes["href"] for link in shown.all("a")]
    assert "Ramzan Kadyrov" in shown.one("ul", class_="cards").words
    shown = page(client, "/search?q=attacked+Kramatorsk").one("main")
    assert "/search?q=Kramatorsk" in [link.attributes["href"] for link in shown.all("a")]
    assert "United States" in page(client, "/search?q=USA").one("ul", class_="cards").words


def test_quotations_and_abbreviations_are_looked_for_as_they_stand(folder: Path) -> None:
    assert matching("U.S. officials") == '"U S" "officials"*'
    assert matching('the “hospital of Kramatorsk"') == '"the" "hospital of Kramatorsk"'
    assert matching('a "b') == '"a" "b"*'
    assert {hit.kind for hit in search(folder, "U.S.")} == {"text"}
    assert search(folder, '"Kramatorsk hospital"') == []
    assert search(folder, '"hospital of Kramatorsk"')
    with pytest.raises(UsageError):
        matching('"" . ""')
