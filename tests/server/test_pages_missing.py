"""What answers at addresses where nothing is."""

import pytest
from flask.testing import FlaskClient

from tests.server.reading_html import Element, read, require_sound
from tests.server.serving import BROWSER


def missing(client: FlaskClient, path: str) -> Element:
    response = client.get(path, headers={"Accept": BROWSER})
    assert response.status_code == 404, path
    found = read(response.text)
    require_sound(found)
    return found


@pytest.mark.parametrize(
    ("path", "page"),
    [("/strikes/", "/strikes"), ("/Claims?disputed=1", "/claims?disputed=1"), ("/MAP", "/map"), ("/Query/", "/query")],
)
def test_slips_in_the_address_of_a_page_lead_there(app_client: FlaskClient, path: str, page: str) -> None:
    response = app_client.get(path, headers={"Accept": BROWSER})
    assert (response.status_code, response.headers["Location"]) == (302, page)
    # Programs are told what is wrong.
    assert app_client.get(path, headers={"Accept": "application/json"}).status_code == 404


@pytest.mark.parametrize("path", ["/strike/a1/999-1000", "/claim/a1/1-2"])
def test_an_event_that_is_gone_leads_to_its_article(app_client: FlaskClient, path: str) -> None:
    (link,) = missing(app_client, path).one("ul", class_="cards").all("a")
    assert link.attributes["href"] == "/article/a1"


def test_numbers_of_an_address_suggest_nothing(app_client: FlaskClient) -> None:
    shown = missing(app_client, "/strike/zzzz/12-13")
    assert not shown.all("ul", class_="cards")
    assert "may have changed" in shown.one("main").words


def test_a_misspelt_name_suggests_the_right_one(app_client: FlaskClient) -> None:
    assert "Velmark" in missing(app_client, "/actor/Vlemark").one("ul", class_="cards").words
