"""What the query page says beside an error, and beside an answer without rows."""

import pytest
from flask.testing import FlaskClient

from kg.errors import QueryError, UsageError
from server.pages.hints import hint_for
from tests.server.reading_html import read, require_sound
from tests.server.serving import BROWSER

WRONG = QueryError("the query is not well formed", 1, 1)


@pytest.mark.parametrize(
    ("text", "told", "search"),
    [
        ("who attacked Kramatorsk", "SELECT, ASK, CONSTRUCT or DESCRIBE", "who attacked Kramatorsk"),
        ("PREFIX a: <b:c>\n# SELECT\nINSERT DATA { a:b a:c a:d }", "only asks", ""),
        ("  delete where { ?s ?p ?o }", "only asks", ""),
        ("SELECT * WHERE { ?s ?p ?o", "“{” is not closed", ""),
        ("?s ?p ?o", "SELECT", ""),
    ],
)
def test_hint_says_what_a_text_that_is_no_query_lacks(text: str, told: str, search: str) -> None:
    hint = hint_for(text, WRONG)
    assert hint is not None
    assert told in hint.text
    assert hint.search == search


def test_hint_does_not_repeat_the_error() -> None:
    error = QueryError("the query is not well formed: a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE", 1, 1)
    hint = hint_for("who attacked Kramatorsk", error)
    assert hint is not None
    assert (hint.text, hint.search) == ("", "who attacked Kramatorsk")


def test_hint_is_silent_where_it_knows_nothing() -> None:
    assert hint_for("SELECT * WHERE { ?s ?p }", WRONG) is None
    assert hint_for("hello", UsageError("there is no such thing")) is None
    assert hint_for("hello", None) is None


def test_query_page_leads_from_words_to_the_search(app_client: FlaskClient) -> None:
    response = app_client.get("/query?query=gas+attack", headers={"Accept": BROWSER})
    shown = read(response.text)
    require_sound(shown)
    links = [each.attributes["href"] for each in shown.one("div", class_="error").all("a")]
    assert (response.status_code, links) == (400, ["/search?q=gas%20attack"])


def test_query_page_offers_names_like_the_one_that_nobody_has(app_client: FlaskClient) -> None:
    # What url_for takes for its own must not reach it.
    path = "/query?name=claims-by-side&param_actor=Vlemark&_external=1&_scheme=x"
    shown = read(app_client.get(path, headers={"Accept": BROWSER}).text)
    require_sound(shown)
    (link,) = [each for each in shown.one("section", id="answer").all("a") if each.words == "Velmark"]
    assert "param_actor=Velmark" in link.attributes["href"]
    answer = read(app_client.get(link.attributes["href"].partition("#")[0], headers={"Accept": BROWSER}).text)
    assert "Names like" not in answer.words
    assert answer.one("section", id="answer").all("tbody")
