from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import SpanError
from kg.names import CKG, Names
from kg.records import (
    Actor,
    ActorKind,
    Article,
    Claim,
    Extraction,
    Fact,
    Factuality,
    Link,
    Mention,
    MentionKind,
    Quantity,
    Ref,
    Run,
    Segment,
    SegmentKind,
    Span,
    Stance,
    Strike,
    StrikeKind,
)
from kg.triples import decimal_literal, extraction_quads, link_quads, time_literal

TEXT = "Rebels said jets bombed Idlib, killing at least 20 people."
NAMES = Names("https://example.org/id/")
RUN = Run("1", "m", "r", "f", datetime(2020, 1, 1, tzinfo=UTC))
ARTICLE = Article("a1", TEXT, "Jets bomb Idlib", date(2020, 3, 5), extra={"tags": ["x"]})
SENTENCE = Span(0, len(TEXT))
REBELS, STRIKE, TOLL = Ref("actor", "rebels"), Ref("strike", "17-23"), Ref("quantity", "39-57")


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def extraction() -> Extraction:
    strike = Strike(
        STRIKE,
        StrikeKind.AIR_STRIKE,
        "bombed",
        (span("bombed"),),
        Fact(Factuality.ATTRIBUTED, span("said"), "factuality.claim"),
        killed=(Fact(TOLL, span("at least 20 people"), "casualties.killing"),),
        evidence=(SENTENCE,),
    )
    claim = Claim(
        Ref("claim", "12-57"),
        Span(12, 57),
        Fact(Stance.ASSERTS, span("said"), "claim.verb"),
        Fact(REBELS, span("Rebels"), "claim.subject"),
        span("said"),
        (Fact(STRIKE, span("bombed"), "about.trigger"),),
        evidence=(SENTENCE,),
    )
    return Extraction(
        ARTICLE,
        segments=(Segment(SegmentKind.BODY, SENTENCE),),
        mentions=(Mention(span("Rebels"), MentionKind.NOMINAL, REBELS),),
        actors=(Actor(REBELS, ActorKind.COLLECTIVE, "rebels", evidence=(SENTENCE,)),),
        strikes=(strike,),
        claims=(claim,),
        quantities=(Quantity(TOLL, span("at least 20 people"), least=Decimal(20), unit="people"),),
    )


@pytest.fixture
def store() -> Store:
    store = Store()
    store.extend(extraction_quads(extraction(), RUN, NAMES))
    return store


def ask(store: Store, pattern: str) -> bool:
    return bool(store.query(f"PREFIX ckg: <{CKG}> ASK {{ GRAPH <{NAMES.article('a1')}> {{ {pattern} }} }}"))


@pytest.mark.parametrize(
    "pattern",
    [
        "?s a ckg:AirStrike, ckg:Strike, ckg:Event ; ckg:factuality ckg:Attributed",
        "?s ckg:killed [ ckg:min 20.0 ; ckg:unit 'people' ; ckg:exact 'at least 20 people' ]",
        "?c a ckg:Claim ; ckg:stance ckg:Asserts ; ckg:about [ a ckg:Strike ]",
        "?c ckg:claimant [ a ckg:Collective, ckg:Actor ]",
        "?c ckg:contentMention [ ckg:begin 12 ; ckg:end 57 ; ckg:mentionKind ckg:Content ]",
        "?c ckg:cueMention [ ckg:exact 'said' ]",
        "?m ckg:denotes [ a ckg:Strike ] ; ckg:mentionKind ckg:Trigger ; ckg:exact 'bombed'",
        "?r a ckg:Relation ; ckg:relationProperty ckg:killed ; ckg:rule 'casualties.killing'",
        "?r ckg:relationProperty ckg:killed ; ckg:supportedBy [ ckg:exact 'at least 20 people' ]",
        "?s a ckg:Strike ; ckg:evidence [ ckg:mentionKind ckg:Sentence ; ckg:segmentKind ckg:BodySegment ]",
        '?a a ckg:Article ; ckg:sourceMetadata \'{"tags": ["x"]}\' ; <http://purl.org/dc/terms/issued> ?day',
        "?a <http://www.w3.org/ns/prov#wasGeneratedBy> [ a ckg:ExtractionRun ; ckg:inputFingerprint 'f' ]",
    ],
)
def test_triples_say(pattern: str, store: Store) -> None:
    assert ask(store, pattern)


def test_triples_are_in_order_without_repeats_and_the_same_each_time() -> None:
    quads = extraction_quads(extraction(), RUN, NAMES)
    assert quads == sorted(set(quads), key=str)
    assert quads == extraction_quads(extraction(), RUN, NAMES)


def test_triples_lie_in_the_graph_of_their_article() -> None:
    assert {q.graph_name for q in extraction_quads(extraction(), RUN, NAMES)} == {NamedNode(NAMES.article("a1"))}


def test_triples_come_back_from_the_store_as_they_went_in(store: Store) -> None:
    assert {str(q) for q in store} == {str(q) for q in extraction_quads(extraction(), RUN, NAMES)}


@pytest.mark.parametrize("bad", [Span(0, 99), Span(5, 5), Span(7, 3), Span(-1, 4)])
def test_triples_refuse_a_span_outside_the_text(bad: Span) -> None:
    wrong = Extraction(ARTICLE, mentions=(Mention(bad, MentionKind.NAME, REBELS),))
    with pytest.raises(SpanError, match="lies outside"):
        extraction_quads(wrong, RUN, NAMES)


@pytest.mark.parametrize(
    "moment", ["2020-01-01", "2020-01-01T10:00:00", "2020-01-01T10:00:00.5+00:00", "2020-01-01T10:00:00.250010+02:00"]
)
def test_triples_write_times_as_the_store_gives_them_back(moment: str) -> None:
    day = date.fromisoformat(moment) if "T" not in moment else datetime.fromisoformat(moment)
    node = NamedNode("https://example.org/x")
    store = Store()
    store.add(Quad(node, node, time_literal(day)))
    assert [str(q.object) for q in store] == [str(time_literal(day))]


@pytest.mark.parametrize(
    ("number", "text"), [("20", "20"), ("20.50", "20.5"), ("1E+3", "1000"), ("0.0", "0"), ("1200", "1200")]
)
def test_triples_write_decimals_canonically(number: str, text: str) -> None:
    assert decimal_literal(Decimal(number)) == Literal(
        text, datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    )


@pytest.mark.parametrize(("status", "direct"), [("Accepted", True), ("Candidate", False), ("Rejected", False)])
def test_triples_give_the_direct_match_for_accepted_links_only(status: str, direct: bool) -> None:
    link = Link(
        Ref("actor", "russia", known=True),
        "http://www.wikidata.org/entity/Q159",
        "http://www.w3.org/2004/02/skos/core#exactMatch",
        "gazetteer",
        status,
        Decimal("1"),
    )
    quads = list(link_quads([link], NAMES))
    subject = NamedNode("https://example.org/id/actor/russia")
    assert any(q.subject == subject for q in quads) is direct
    assert (
        Quad(
            quads[0].subject, NamedNode(CKG + "linkStatus"), NamedNode(CKG + status), NamedNode(NAMES.graph("identity"))
        )
        in quads
    )


@pytest.mark.parametrize(
    ("given", "kind", "title"),
    [
        (None, SegmentKind.TITLE, "Jets bomb Idlib"),
        ("Given", SegmentKind.TITLE, "Given"),
        (None, SegmentKind.BODY, None),
    ],
)
def test_an_article_without_title_goes_by_the_headline_of_its_text(
    given: str | None, kind: SegmentKind, title: str | None
) -> None:
    article = Article("a.txt", "Jets  bomb\nIdlib\n\nIt was hit.", given)
    store = Store()
    store.extend(extraction_quads(Extraction(article, segments=(Segment(kind, Span(0, 16)),)), RUN, NAMES))
    node = NamedNode(NAMES.article("a.txt"))

    def told(predicate: str) -> list[str]:
        return [quad.object.value for quad in store.quads_for_pattern(node, NamedNode(predicate), None, None)]

    assert told("http://purl.org/dc/terms/title") == [title] * bool(title)
    assert told("http://www.w3.org/2000/01/rdf-schema#label") == [title or "a.txt"]
