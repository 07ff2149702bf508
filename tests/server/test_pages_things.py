"""Pages of single things: blame apart from fact, evidence beside values, unknown said to be unknown."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg import names as ns
from kg.settings import Settings
from server.app import create_app
from server.explore.here import open_explorer
from tests.server.exploring import indexed
from tests.server.reading_html import Element, read, require_sound
from tests.server.serving import BROWSER


@pytest.fixture(scope="module")
def samples(sample_store: Path) -> FlaskClient:
    indexed(sample_store).close()
    return create_app(sample_store, Settings()).test_client()


def page(app_client: FlaskClient, path: str) -> Element:
    response = app_client.get(path, headers={"Accept": BROWSER})
    assert response.status_code == 200, path
    return read(response.text)


def facts(of: Element) -> dict[str, list[str]]:
    """Values by the heading beside them."""
    found: dict[str, list[str]] = {}
    for fact in of.one("main").all("div", class_="fact"):
        found.setdefault(fact.one("dt").words, []).extend(value.words for value in fact.all("dd"))
    return found


def test_strike_page_keeps_disputed_blame_apart_from_fact(app_client: FlaskClient) -> None:
    shown = facts(page(app_client, "/strike/a1/s1"))
    (perpetrator,) = shown["Reported perpetrator"]
    assert perpetrator.startswith("unknown")
    assert "Hill Front" not in perpetrator
    (accused,) = shown["Accused"]
    assert accused.startswith("Hill Front")
    assert "accused by Velmark, Ilse Maren" in accused
    assert "denied by Hill Front" in accused


def test_strike_page_says_how_sure_it_is(app_client: FlaskClient) -> None:
    disputed = page(app_client, "/strike/a1/s1").one("p", class_="hedge").words
    assert "one side says so, another denies it" in disputed
    threatened = page(app_client, "/strike/a1/s3")
    assert "not known to have happened" in threatened.one("p", class_="hedge").words
    assert "threatened" in [badge.words for badge in threatened.all("span", class_="badge")]


def test_strike_page_warns_of_values_that_are_more_likely_wrong_than_right(app_client: FlaskClient) -> None:
    shown = facts(page(app_client, "/strike/a1/s2"))
    (target,) = shown["Reported target"]
    assert "unsure: 41 % of such readings are right" in target.replace("\xa0", " ")
    (perpetrator,) = shown["Reported perpetrator"]
    assert "unsure" not in perpetrator


def test_pages_of_events_and_claims_say_how_often_such_readings_are_right(samples: FlaskClient) -> None:
    for family in ("strikes", "claims?view=list"):
        listed = samples.get(f"/{family}", headers={"Accept": BROWSER}).text
        path = next(iter(re.findall(r'href="(/(?:strike|claim)/[^"#?]+)"', listed)))
        words = page(samples, path).one("main").words.replace("\xa0", " ")
        assert re.search(r"How sure this reading is: \d+ % of such readings are right", words), path


def test_strike_page_shows_values_with_their_sentences(app_client: FlaskClient) -> None:
    main = page(app_client, "/strike/a1/s1").one("main")
    killed = next(f for f in main.all("div", class_="fact") if f.one("dt").words == "Reported killed")
    assert "at least 12 people" in killed.words
    sentence = killed.all("div", class_="evidence")[0]
    assert "Shells carrying chlorine fell" in sentence.words
    assert "Sample Wire, 5 May 2031" in sentence.words
    assert re.match(r"/article/a1#char=\d+,\d+$", sentence.all("a")[0].attributes["href"])


def test_strike_page_says_unknown_where_nothing_is_known(app_client: FlaskClient) -> None:
    shown = facts(page(app_client, "/strike/a1/s3"))
    assert shown["When"] == ["unknown – no article here says it"]


def test_strike_page_puts_denial_beside_accusation(app_client: FlaskClient) -> None:
    main = page(app_client, "/strike/a1/s1").one("main")
    sides = {side.one("h3").words: side.words for side in main.all("li", class_="side")}
    assert "Hill Front" in sides["Denied by"]
    assert "Velmark" in sides["Alleged by"]


def test_agreement_page_names_parties_status_and_zone(app_client: FlaskClient) -> None:
    shown = facts(page(app_client, "/agreement/a1/g1"))
    assert sorted(value.partition("A truce")[0] for value in shown["Parties"]) == [
        "Hill Front armed group",
        "Velmark state",
    ]
    assert any("buffer zone around Torvale" in value for value in shown["Establishes"])
    assert any("at risk" in value for value in shown["Status"])


def test_claim_page_says_that_saying_is_not_being(app_client: FlaskClient) -> None:
    main = page(app_client, "/claim/a1/c2").one("main")
    assert main.one("h1").words == "Denied by Hill Front: “having fired the shells”"
    assert "Whether it is so, this page does not say." in main.words
    assert "denies the responsibility of" in main.words.lower()


def test_claim_page_shows_who_answers_it(app_client: FlaskClient) -> None:
    main = page(app_client, "/claim/a1/c1").one("main")
    answers = main.one("section", **{"aria-labelledby": "answers"}).words
    assert "Hill Front" in answers
    assert "denies" in answers
    assert main.words.index(answers) < main.words.index("Who says it")


def test_actor_page_shows_relations_both_ways(app_client: FlaskClient) -> None:
    backed = facts(page(app_client, "/actor/hill-front"))
    backing = facts(page(app_client, "/actor/ostland"))
    assert any("Ostland" in value for values in backed.values() for value in values)
    assert any("Hill Front" in value for values in backing.values() for value in values)
    assert not set(backed) & set(backing) & {"backed by"}


def test_article_page_gives_the_text_unaltered(samples: FlaskClient) -> None:
    here = open_explorer(Path(samples.application.extensions["snapshots"].folder), Settings())
    iris = [iri for (iri,) in here.index.rows("SELECT iri FROM thing WHERE family = 'Article'")]
    texts = {here.url(iri): here.graph.literal(iri, "text") or "" for iri in iris}
    here.close()
    assert len(texts) > 15
    for path, text in texts.items():
        shown = page(samples, path)
        runs = shown.one("div", class_="article").all("span", class_="run")
        joined = "".join(run.text for run in runs)
        assert "".join(joined.split()) == "".join(text.split()), path
        for run in runs:
            assert text[int(run.attributes["data-b"]) : int(run.attributes["data-e"])] == run.text, path


def test_article_page_marks_overlapping_spans_with_words_and_letters(samples: FlaskClient) -> None:
    article = page(samples, "/article/khan-shaykhun-first-report").one("div", class_="article")
    both = article.where(lambda e: {"m-Actor", "m-Claim"} <= set(e.attributes.get("class", "").split()))
    assert both
    letters = {letter.text.strip()[:1] for letter in article.all("sup")}
    assert {"A", "P", "S", "C", "T", "N"} <= letters


def test_article_page_puts_each_fact_beside_the_paragraph_of_its_words(samples: FlaskClient) -> None:
    article = page(samples, "/article/khan-shaykhun-first-report")
    links = [link for note in article.all("section", class_="margin-note") for link in note.all("a", class_="property")]
    assert len(links) > 40
    for paragraph in article.all("div", class_="para"):
        anchors = {each.attributes["id"] for each in paragraph.all("span", class_="anchor")}
        for note in paragraph.all("section", class_="margin-note"):
            assert {link.attributes["href"][1:] for link in note.all("a", class_="property")} <= anchors


def test_article_page_says_that_it_is_a_copy(app_client: FlaskClient) -> None:
    for path, other in (("/article/a4", "/article/a2"), ("/article/a2", "/article/a4")):
        hedge = page(app_client, path).one("main").one("p", class_="hedge")
        assert "no second source" in hedge.words
        assert [link.attributes["href"] for link in hedge.all("a")] == [other]


def test_no_page_of_the_samples_shows_an_accused_as_perpetrator(samples: FlaskClient) -> None:
    here = open_explorer(Path(samples.application.extensions["snapshots"].folder), Settings())
    disputed = [iri for (iri,) in here.index.rows("SELECT iri FROM thing WHERE family = 'Strike' AND disputed")]
    urls = [here.url(iri) for iri in disputed]
    here.close()
    assert urls
    for url in urls:
        shown = facts(page(samples, url))
        accused = {value.partition(" accused by")[0].partition(" alleged;")[0] for value in shown.get("Accused", ())}
        assert not accused & set(shown["Reported perpetrator"]), url


def test_every_thing_of_the_samples_has_a_sound_page(samples: FlaskClient) -> None:
    here = open_explorer(Path(samples.application.extensions["snapshots"].folder), Settings())
    urls = [here.url(iri) for (iri,) in here.index.rows("SELECT iri FROM thing")]
    here.close()
    for url in urls[::5]:
        require_sound(page(samples, url))


def test_term_page_leads_to_its_query(app_client: FlaskClient) -> None:
    main = page(app_client, "/ontology/Disputed").one("main")
    assert main.one("a", class_="button").attributes["href"].startswith("/query?query=")
    assert "One side asserts it and another denies it." in main.words


def test_missing_page_offers_search_and_similar_names(app_client: FlaskClient) -> None:
    response = app_client.get("/actor/velmar", headers={"Accept": BROWSER})
    assert response.status_code == 404
    missing = read(response.text)
    require_sound(missing)
    assert missing.one("main").all("input", type="search")
    assert "Velmark" in missing.one("ul", class_="cards").words


def test_a_very_long_article_shows_its_beginning_and_says_so(sample_store: Path) -> None:
    from server.explore.article import article
    from server.explore.here import open_explorer

    here = open_explorer(sample_store, Settings(max_marked_chars=200))
    iri = next(iter(here.graph.subjects(ns.RDF + "type", ns.CKG + "Article")))
    view = article(here, iri)
    assert len(view.text) == 200
    assert view.left_out == len(here.graph.literal(iri, "text") or "") - 200
    assert (view.marks, view.facts, view.title is None) == ((), (), False)
    app_client = create_app(sample_store, Settings(max_marked_chars=200)).test_client()
    assert "too long to be marked" in app_client.get(here.url(iri), headers={"Accept": BROWSER}).text


def test_incident_page_tells_days_and_differences_in_words(app_client: FlaskClient) -> None:
    shown = read(app_client.get("/incident/torvale", headers={"Accept": BROWSER}).text)
    require_sound(shown)
    assert "They differ in: " in shown.words
    assert "who is accused" in shown.words
    assert "whether it happened" in shown.words
    assert "alleged perpetrator" not in shown.words
    told = [cell.words for cell in shown.all("td", **{"data-label": "When"})]
    assert "on Saturday 3 May 2031" in told


def test_incident_of_agreements_tells_parties_and_no_dead(app_client: FlaskClient) -> None:
    shown = read(app_client.get("/incident/truce", headers={"Accept": BROWSER}).text)
    require_sound(shown)
    heads = [cell.words for cell in shown.one("thead").all("th")]
    assert heads == ["Report", "When", "Whether", "Parties"]
    assert "Velmark" in shown.all("td", **{"data-label": "Parties"})[0].words
