"""The page where links are reviewed: all may look, whoever gives the token may decide."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg import names as ns
from kg.linking.decisions import Decisions
from kg.settings import Settings
from kg.store import open_snapshot
from server.app import create_app
from server.explore.index.making import make_index
from server.trying.pages import Trying
from tests.candidates import make_candidates

TOKEN = "a-token"
LIBYA, LEBANON = ns.WIKIDATA + "Q3579", ns.WIKIDATA + "Q3915"
SUBJECT = "place/a1/Tripolis"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make_candidates(tmp_path / "store")
    make_index(made, open_snapshot(made))
    return made


@pytest.fixture
def client(folder: Path, tmp_path: Path) -> FlaskClient:
    writing = Trying(tmp_path / "pasted", str(tmp_path / "writer"), TOKEN)
    return create_app(folder, Settings(), writing=writing).test_client()


@pytest.fixture
def reviewer(client: FlaskClient) -> FlaskClient:
    assert client.post("/links/unlock", data={"token": TOKEN}).status_code == 303
    return client


def decided(folder: Path) -> dict[str, str]:
    return {target: each.verdict for (_, target), each in Decisions.read(folder / "links.tsv").verdicts.items()}


def test_all_may_see_what_waits(folder: Path) -> None:
    page = create_app(folder, Settings()).test_client().get("/links?at=1")
    assert page.status_code == 200
    assert "2 things to decide about" in page.text
    assert "<mark>Tripolis</mark>" in page.text
    assert "in Libya" in page.text
    assert "Accept" not in page.text


def test_a_read_only_server_takes_no_decision(folder: Path) -> None:
    client = create_app(folder, Settings()).test_client()
    assert client.post("/links/unlock", data={"token": TOKEN}).status_code == 403
    assert client.post("/links", data={"subject": SUBJECT, "choice": "none"}).status_code == 403
    assert decided(folder) == {}


def test_without_the_token_nothing_is_decided(client: FlaskClient, folder: Path) -> None:
    assert client.post("/links/unlock", data={"token": "guess"}).status_code == 401
    assert client.post("/links", data={"subject": SUBJECT, "choice": "none"}).status_code == 403
    client.set_cookie("review", "guess", path="/links")
    assert client.post("/links", data={"subject": SUBJECT, "choice": "none"}).status_code == 403
    assert decided(folder) == {}


def test_the_cookie_tells_no_token_and_serves_no_other_site(reviewer: FlaskClient, folder: Path) -> None:
    cookie = reviewer.get_cookie("review", path="/links")
    assert cookie is not None
    assert TOKEN not in cookie.value
    assert cookie.same_site == "Strict"
    assert cookie.http_only
    other = reviewer.post(
        "/links", data={"subject": SUBJECT, "choice": "none"}, headers={"Origin": "https://evil.example"}
    )
    assert other.status_code == 403
    assert decided(folder) == {}


def test_a_reviewer_accepts_and_takes_back(reviewer: FlaskClient, folder: Path) -> None:
    assert "Accept" in reviewer.get("/links?at=1").text
    answer = reviewer.post("/links", data={"subject": SUBJECT, "choice": LIBYA, "who": "ann"})
    assert answer.status_code == 303
    assert decided(folder) == {LIBYA: "accept", LEBANON: "reject"}
    page = reviewer.get(answer.headers["Location"])
    assert "1 thing to decide about, 2 decisions taken" in page.text
    assert "Undo" in page.text
    undone = reviewer.post("/links", data={"subject": SUBJECT, "choice": "undo", "target": [LIBYA, LEBANON]})
    assert undone.status_code == 303
    assert decided(folder) == {}


def test_what_is_not_proposed_cannot_be_accepted(reviewer: FlaskClient, folder: Path) -> None:
    for choice in (ns.WIKIDATA + "Q1", "", "javascript:alert(1)"):
        assert reviewer.post("/links", data={"subject": SUBJECT, "choice": choice}).status_code == 400
    assert decided(folder) == {}


@pytest.mark.parametrize("subject", ["", "a b", "<>", "place/Nowhere", "../x"])
def test_what_does_not_wait_cannot_be_decided(reviewer: FlaskClient, folder: Path, subject: str) -> None:
    assert reviewer.post("/links", data={"subject": subject, "choice": "none"}).status_code == 400
    assert decided(folder) == {}


def test_hostile_words_are_shown_as_words(client: FlaskClient) -> None:
    page = client.get("/links?at=0").text
    assert "<i>alike</i>" not in page
    assert "&lt;i&gt;alike&lt;/i&gt;" in page


@pytest.mark.parametrize("at", ["-5", "99999999999999999999", "x", "1e9"])
def test_a_place_that_is_none_leads_to_one_that_is(client: FlaskClient, at: str) -> None:
    assert client.get("/links", query_string={"at": at}).status_code == 200
