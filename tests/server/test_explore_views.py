"""What single things show: values beside their words, blame apart from fact, unknown said to be unknown."""

from pathlib import Path

import pytest

from kg.settings import Settings
from server.app import create_app
from server.explore.article import article
from server.explore.claim import claim
from server.explore.entity import entity
from server.explore.event import event
from server.explore.evidence import disagrees
from server.explore.here import Explorer, NotFound
from server.explore.incident import incident
from server.explore.neighbours import neighbourhood
from server.explore.terms import ontology_term
from server.explore.viewing import view
from server.explore.views import Evidence, Quantity, Value
from tests.server.exploring import BASE, indexed, iris, store_of_trig


def test_event_keeps_disputed_blame_apart_from_fact(here: Explorer) -> None:
    view = event(here, f"{BASE}strike/a1/s1")
    assert view.perpetrators == ()
    assert view.factuality is not None
    assert view.factuality.term is not None
    assert view.factuality.term.name == "Disputed"
    (accused,) = view.accused
    assert accused.actor.label == "Hill Front"
    assert [thing.label for thing in accused.accused_by] == ["Velmark", "Ilse Maren"]
    assert [thing.label for thing in accused.denied_by] == ["Hill Front"]
    assert accused.role == "accused by Velmark and Ilse Maren, denied by Hill Front"


def test_event_shows_undisputed_perpetrators_as_reported(here: Explorer) -> None:
    view = event(here, f"{BASE}strike/a1/s2")
    assert [value.text for value in view.perpetrators] == ["Velmark"]
    assert view.accused == ()


def test_event_gives_each_value_its_words(here: Explorer) -> None:
    values = {p.term.name: p.values[0] for p in event(here, f"{BASE}strike/a1/s1").properties}
    killed = values["killed"]
    assert killed.quantity == Quantity("at least 12 people", None, "12", None, False, "people", "at least 12 people")
    (evidence,) = killed.evidence
    assert (evidence.words, evidence.words_begin, evidence.words_end) == ("at least 12 people", 121, 139)
    assert evidence.sentence.startswith("Shells carrying chlorine fell on")
    assert evidence.url == "/article/a1#char=121,139"
    assert values["when"].time is not None
    assert values["when"].time.meaning == "2031-05-03"


def test_event_says_what_is_not_known(here: Explorer) -> None:
    unknown = {term.name for term in event(here, f"{BASE}strike/a1/s3").unknown}
    assert unknown == {"target", "when", "weapon", "killed", "injured"}
    assert "perpetrator" not in unknown


def test_zone_names_the_agreement_that_establishes_it(here: Explorer) -> None:
    view = event(here, f"{BASE}zone/a1/z1")
    (established,) = [each for each in view.properties if each.inverse]
    assert (established.label, established.values[0].text) == ("established by", "truce of April")
    assert established.values[0].evidence[0].words == "15-kilometre buffer zone"
    assert not event(here, f"{BASE}strike/a1/s1").properties[-1].inverse


def test_event_stands_beside_the_other_reports_of_its_incident(here: Explorer) -> None:
    view = event(here, f"{BASE}strike/a1/s1")
    assert view.incident is not None
    assert [(report.killed, report.same) for report in view.incident.reports] == [
        (("at least 12 people",), True),
        (("About 20 people",), False),
        (("About 20 people",), False),
    ]
    assert view.incident == event(here, f"{BASE}strike/a1/s1").incident
    assert len(incident(here, f"{BASE}incident/torvale").reports) == 3
    assert {"alleged perpetrator", "factuality"} <= set(view.incident.disagreements)


def test_an_incident_of_many_reports_says_how_many_it_shows_and_where_the_rest_is(tmp_path: Path) -> None:
    reports = "".join(
        f"<article/a{n}> {{ <article/a{n}> a ckg:Article . "
        f'<strike/a{n}/s> a ckg:Strike ; rdfs:label "Shelling {n}" }}\n'
        f"<graph/identity> {{ <strike/a{n}/s> ckg:inIncident <incident/one> }}\n"
        for n in range(120)
    )
    trig = f'<graph/identity> {{ <incident/one> a ckg:Incident ; rdfs:label "One" }}\n{reports}'
    here = indexed(store_of_trig(tmp_path / "store", trig))
    found = incident(here, f"{BASE}incident/one")
    assert (len(found.reports), found.total) == (50, 120)
    assert found.url == "/strikes?incident=incident%2Fone"
    last = event(here, f"{BASE}strike/a99/s").incident
    assert last is not None
    assert [report.event.label for report in last.reports if report.same] == ["Shelling 99"]
    client = create_app(tmp_path / "store", Settings()).test_client()
    page = client.get("/incident/one", headers={"Accept": "text/html"}).text
    assert "Shown are 50 of 120" in page
    assert f'href="{found.url}"' in page
    assert "120" in client.get(found.url, headers={"Accept": "text/html"}).text
    here.close()


def test_an_entity_of_many_relations_shows_those_that_the_most_articles_tell(tmp_path: Path) -> None:
    told = "".join(
        f"<article/a{n}-{again}> {{ <article/a{n}-{again}> a ckg:Article . "
        f'<actor/x{n}> a ckg:Actor ; rdfs:label "X{n}" . <actor/hub> ckg:opponentOf <actor/x{n}> }}\n'
        for n in range(60)
        for again in range(2 if n >= 50 else 1)
    )
    here = indexed(
        store_of_trig(tmp_path / "store", f'<article/h> {{ <actor/hub> a ckg:Actor ; rdfs:label "Hub" }}\n{told}')
    )
    [opponents] = [each for each in entity(here, f"{BASE}actor/hub").relations if each.term.name == "opponentOf"]
    assert (len(opponents.values), opponents.more) == (20, 40)
    assert {value.text for value in opponents.values[:10]} == {f"X{n}" for n in range(50, 60)}
    assert [value.articles for value in opponents.values[9:11]] == [2, 1]
    here.close()


@pytest.mark.parametrize(
    ("figures", "differ"),
    [
        ([("12", None, None, False), ("12", None, None, False)], False),
        ([("12", None, None, False), ("15", None, None, False)], True),
        ([(None, "12", None, False), ("20", None, None, False)], False),
        ([(None, "30", None, False), ("20", None, None, False)], True),
        ([("100", None, None, True), ("104", None, None, False)], False),
        ([(None, None, None, False), ("20", None, None, False)], False),
    ],
)
def test_figures_disagree_where_not_all_can_hold(
    figures: list[tuple[str | None, str | None, str | None, bool]], differ: bool
) -> None:
    values = [Value("x", quantity=Quantity("x", *figure, "people", None)) for figure in figures]
    assert disagrees(values) is differ


def test_claim_shows_who_answers_it(here: Explorer) -> None:
    view = claim(here, f"{BASE}claim/a1/c1")
    assert view.line.claimant is not None
    assert view.line.claimant.label == "Velmark"
    assert (view.line.cue, view.line.words) == ("accused", "the gas attack")
    assert [line.thing.iri for line in view.answers] == [f"{BASE}claim/a1/c2"]
    assert view.disputed
    assert not claim(here, f"{BASE}claim/a1/c6").disputed


def test_claim_without_a_named_sayer_has_none(here: Explorer) -> None:
    unnamed = [iri for iri in iris(here, "Claim") if not here.graph.nodes(iri, "claimant")]
    assert unnamed
    assert all(claim(here, iri).line.claimant is None for iri in unnamed)


def test_entity_has_relations_both_ways(here: Explorer) -> None:
    front = entity(here, f"{BASE}actor/hill-front")
    own = {(p.label, v.text) for p in front.relations for v in p.values if not p.inverse}
    assert own == {("also known as", "Dawn Brigade"), ("backed by", "Ostland"), ("controls", "Torvale hills")}
    ostland = entity(here, f"{BASE}actor/ostland")
    assert ("backs", "Hill Front") in {(p.label, v.text) for p in ostland.relations for v in p.values if p.inverse}
    sentence = next(v.evidence[0].sentence for p in front.relations for v in p.values if v.text == "Ostland")
    assert "backed by Ostland" in sentence


def test_entity_shows_links_with_status(here: Explorer) -> None:
    (accepted,) = entity(here, f"{BASE}actor/velmark").links
    assert (accepted.status.name, accepted.method, accepted.target_label) == (
        "Accepted",
        "gazetteer",
        "Wikidata Q4115189",
    )
    (rejected,) = entity(here, f"{BASE}actor/ostland").links
    assert rejected.status.name == "Rejected"


def test_entity_lists_events_and_claims_with_totals(here: Explorer) -> None:
    view = entity(here, f"{BASE}actor/velmark")
    assert view.events_total == len(view.events) > 2
    days = [row.earliest or "" for row in view.events]
    assert days == sorted(days, reverse=True)
    assert view.claims_by_total == len(view.claims_by)
    assert all(line.claimant and line.claimant.label == "Velmark" for line in view.claims_by)


def test_article_text_is_the_pieces_put_together(samples: Explorer) -> None:
    for iri in iris(samples, "Article"):
        view = article(samples, iri)
        assert "".join(piece.text for piece in view.pieces) == view.text
        for mark in view.marks:
            assert view.text[mark.begin : mark.end] == mark.exact
            covered = "".join(piece.text for piece in view.pieces if mark in piece.marks)
            assert covered == mark.exact
        assert sum(len(piece.ends) for piece in view.pieces) == len(view.marks)
        for fact in view.facts:
            for evidence in fact.value.evidence:
                check_evidence(view.text, evidence)


def check_evidence(text: str, evidence: Evidence) -> None:
    assert text[evidence.begin : evidence.end] == evidence.sentence
    if evidence.words is not None:
        assert text[evidence.words_begin : evidence.words_end] == evidence.words


def test_article_names_near_duplicates_both_ways(here: Explorer) -> None:
    assert [thing.iri for thing in article(here, f"{BASE}article/a4").duplicates] == [f"{BASE}article/a2"]
    assert [thing.iri for thing in article(here, f"{BASE}article/a2").duplicates] == [f"{BASE}article/a4"]


def test_every_thing_of_the_samples_has_a_view_with_labels(samples: Explorer) -> None:
    for iri in iris(samples, "Actor", "Place", "Zone", "Strike", "Agreement", "Claim", "Incident"):
        shown = view(samples, iri)
        thing = shown.line.thing if hasattr(shown, "line") else shown.thing
        assert thing.iri == iri
        assert thing.label
        assert "://" not in thing.label


def test_views_of_what_is_not_there_are_not_found(here: Explorer) -> None:
    for iri in (f"{BASE}actor/nobody", "no iri", "", f"{BASE}<>", "http://e.org/" + "x" * 100):
        for show in (entity, event, claim, article, incident, neighbourhood):
            with pytest.raises(NotFound):
                show(here, iri)
    with pytest.raises(NotFound):
        ontology_term(here, "Nonsense")


def test_neighbourhood_is_bounded_and_closed(samples: Explorer) -> None:
    for iri in iris(samples, "Actor")[:40]:
        for limit in (5, 60, 1000):
            found = neighbourhood(samples, iri, limit)
            nodes = {node.thing.iri for node in found.nodes}
            assert len(nodes) == len(found.nodes) <= min(limit, 60)
            assert found.nodes[0].thing.iri == iri == found.centre.iri
            assert all(edge.source in nodes and edge.target in nodes for edge in found.edges)
            assert all(node.hidden >= 0 for node in found.nodes)
