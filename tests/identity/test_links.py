"""Links of the identity graph: of known things, of one article's own things, and after a review."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from pyoxigraph import Store

from kg import names as ns
from kg.identity.linked import article_quads, thing_quads
from kg.identity.links import article_links, links_of, with_decisions
from kg.identity.reading import GraphReader
from kg.linking.decisions import Decisions, LinkVerdict
from kg.names import Names
from kg.records import Actor, ActorKind, Article, Extraction, Link, Mention, MentionKind, Place, Ref, Run, Span
from kg.triples import extraction_quads, link_quads

BASE = "https://example.org/id/"
NAMES = Names(BASE)
ALEPPO = Ref("place", "Aleppo", known=True)
SYRIA = Ref("place", "Syria", known=True)
SYRIA_ITEM = ns.WIKIDATA + "Q858"
TOWN = ns.GEONAMES + "170063/"


def reader_of(text: str, **kinds: ActorKind | None) -> GraphReader:
    """The graph of an article whose words in ``kinds`` (underscores for blanks) are local actors, or places for None;
    Syria is a known place where the text names it."""
    from datetime import UTC, datetime

    spans = {
        name: Span(text.index(words), text.index(words) + len(words))
        for name in kinds
        if (words := name.replace("_", " "))
    }
    refs = {name: Ref("actor" if kind else "place", name) for name, kind in kinds.items()}
    whole = Span(0, len(text))
    mentions = [Mention(span, MentionKind.NAME, refs[name]) for name, span in spans.items()]
    places = [Place(refs[n], n.replace("_", " "), evidence=(whole,)) for n, kind in kinds.items() if kind is None]
    if "Syria." in text:
        at = text.index("Syria.")
        mentions.append(Mention(Span(at, at + 5), MentionKind.NAME, SYRIA))
        places.append(Place(SYRIA, "Syria", evidence=(whole,)))
    actors = [Actor(refs[n], kind, n.replace("_", " "), evidence=(whole,)) for n, kind in kinds.items() if kind]
    extraction = Extraction(Article("a1", text), mentions=tuple(mentions), actors=tuple(actors), places=tuple(places))
    store = Store()
    store.extend(extraction_quads(extraction, Run("1", "1", "1", "f", datetime(2026, 1, 1, tzinfo=UTC)), NAMES))
    return GraphReader(store, NAMES.article("a1"))


def test_links_of_known_things_are_accepted_with_the_source_as_reason() -> None:
    exact, close = links_of([SYRIA])
    assert (exact.target, exact.status, exact.reason) == (SYRIA_ITEM, "Accepted", "identifier by country-codes")
    assert close.predicate == ns.SKOS + "closeMatch"


def test_links_of_what_the_gazetteer_has_not_are_none() -> None:
    assert links_of([Ref("place", "Nowhere", known=True), Ref("place", "Syria")]) == []


def test_article_links_propose_a_spelling_that_is_alike() -> None:
    reader = reader_of("Hayat Tahrir al-Shams fought near Palmira in Syria.", Palmira=None)
    [*links] = article_links(reader, NAMES)
    assert {link.status for link in links} <= {"Candidate", "Accepted"}
    assert all(link.node == f"{BASE}place/a1/Palmira" for link in links)


def test_article_links_accept_a_name_that_is_the_same() -> None:
    links = article_links(reader_of("The United Nations met over Syria.", United_Nations=ActorKind.ORGANIZATION), NAMES)
    assert [(link.target, link.status) for link in links] == [(ns.WIKIDATA + "Q1065", "Accepted")]
    assert links[0].reason.startswith("named 'united nations'")


def test_article_links_leave_collectives_and_unnamed_things_out() -> None:
    assert article_links(reader_of("The Taliban fought in Syria.", Taliban=ActorKind.COLLECTIVE), NAMES) == []
    reader = reader_of("The United Nations met.", United_Nations=ActorKind.ORGANIZATION)
    for mention in reader.subjects(ns.CKG + "mentionKind", ns.CKG + "Name"):
        del reader.node(mention).values[f"<{ns.CKG}mentionKind>"]
    assert article_links(reader, NAMES) == []


def test_article_quads_give_the_direct_triple_for_accepted_links_only() -> None:
    reader = reader_of("The United Nations met over Syria.", United_Nations=ActorKind.ORGANIZATION)
    node = f"{BASE}actor/a1/United_Nations"
    direct = [q for q in article_quads(reader, NAMES) if q.predicate.value == ns.SKOS + "exactMatch"]
    assert [(str(q.subject.value), q.object.value) for q in direct] == [(node, ns.WIKIDATA + "Q1065")]  # type: ignore[union-attr]
    rejected = Decisions()
    rejected.decide(
        LinkVerdict("actor/a1/United_Nations", ns.WIKIDATA + "Q1065", "reject", "Ana", "2026-11-22", "a school's")
    )
    quads = article_quads(reader, NAMES, rejected)
    assert not [q for q in quads if q.predicate.value == ns.SKOS + "exactMatch"]
    said = {q.predicate.value.removeprefix(ns.CKG): getattr(q.object, "value", "") for q in quads}
    assert said["linkStatus"] == ns.CKG + "Rejected"
    assert said["linkReason"].startswith("rejected by Ana on 2026-11-22; a school's")


def test_article_quads_state_what_a_reviewer_accepted_though_nothing_proposed_it() -> None:
    reader = reader_of("Fighting went on in Vordalia, Syria.", Vordalia=None)
    decisions = Decisions()
    decisions.decide(LinkVerdict("place/a1/Vordalia", TOWN, "accept"))
    decisions.decide(LinkVerdict("place/a2/Elsewhere", TOWN, "accept"))
    decisions.decide(LinkVerdict("place/a1/NotThere", TOWN, "accept"))
    direct = [q for q in article_quads(reader, NAMES, decisions) if q.predicate.value == ns.SKOS + "closeMatch"]
    assert [q.subject.value for q in direct] == [f"{BASE}place/a1/Vordalia"]  # type: ignore[union-attr]


def test_a_place_of_one_article_stands_where_the_place_stands_that_it_is_linked_to() -> None:
    reader = reader_of("Fighting went on in Vordalia, Israel.", Vordalia=None)
    haifa, decisions = f"{ns.GEONAMES}294801/", Decisions()
    decisions.decide(LinkVerdict("place/a1/Vordalia", haifa, "accept"))
    node, geometry = f"{BASE}place/a1/Vordalia", f"{BASE}geometry/a1/Vordalia.point"
    said = {
        (q.subject.value, q.predicate.value, q.object.value)  # type: ignore[union-attr]
        for q in article_quads(reader, NAMES, decisions)
    }
    assert (node, ns.GEO + "hasGeometry", geometry) in said
    assert (geometry, ns.GEO + "asWKT", "POINT(34.999 32.813)") in said
    assert {(node, ns.CKG + "within", f"{BASE}place/Israel"), (node, ns.CKG + "geonamesId", "294801")} <= said
    decisions.decide(LinkVerdict("place/a1/Vordalia", haifa, "reject"))
    assert not [q for q in article_quads(reader, NAMES, decisions) if q.predicate.value == ns.GEO + "hasGeometry"]


def test_decisions_on_a_known_thing_reject_its_link_for_good() -> None:
    decisions = Decisions()
    decisions.decide(LinkVerdict("place/Syria", SYRIA_ITEM, "reject"))
    exact, close = with_decisions(links_of([SYRIA]), [SYRIA], decisions, NAMES)
    assert (exact.target, exact.status, exact.method) == (SYRIA_ITEM, "Rejected", "review")
    assert close.status == "Accepted"


def test_decisions_accept_one_candidate_and_drop_its_rivals() -> None:
    node = f"{BASE}place/a1/X"
    rivals = [
        Link(
            Ref("place", "a1/X"),
            ns.WIKIDATA + item,
            ns.SKOS + "exactMatch",
            "name",
            "Candidate",
            Decimal("0.4"),
            "",
            node,
        )
        for item in ("Q1", "Q2")
    ]
    decisions = Decisions()
    decisions.decide(LinkVerdict("place/a1/X", ns.WIKIDATA + "Q2", "accept"))
    [left] = with_decisions(rivals, [], decisions, NAMES)
    assert (left.target, left.status, left.confidence) == (ns.WIKIDATA + "Q2", "Accepted", Decimal(1))


def test_link_quads_are_one_node_a_link_with_its_reason() -> None:
    quads = list(link_quads(links_of([SYRIA]), NAMES))
    nodes = {q.subject for q in quads if q.predicate.value == ns.CKG + "linkTarget"}
    assert len(nodes) == 2
    assert sum(q.predicate.value == ns.CKG + "linkReason" for q in quads) == 2


def test_thing_quads_are_the_same_every_time() -> None:
    assert list(map(str, thing_quads([SYRIA, ALEPPO], NAMES))) == list(map(str, thing_quads([SYRIA, ALEPPO], NAMES)))


def test_links_of_a_built_store_conform_to_the_shapes(store_of: Callable[..., Path]) -> None:
    from kg.check import check_each_graph
    from kg.rdflib_view import open_dataset

    folder = store_of("Fighting went on near Karabilah in Iraq, the United Nations said. The Taliban denied it.")
    assert [fault for _, faults in check_each_graph(open_dataset(folder)) for fault in faults] == []
