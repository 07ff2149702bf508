from dataclasses import replace

from claim_pages import entities_of, page_of, settled, strike_of

from kg.extract.settle import settle
from kg.records import (
    Actor,
    ActorKind,
    Fact,
    Mention,
    MentionKind,
    Quantity,
    Ref,
    Relation,
    Span,
    TimeExpression,
)

TEXT = "Israel bombed the bridge on Monday. Iran and its rebels fled. Ten boats left."


def test_settle_fact_that_points_nowhere_is_dropped() -> None:
    strike = strike_of(TEXT, "bombed", perpetrator="Israel")
    ghost = Fact(Ref("actor", "ghost"), Span(0, 6), "test")
    (found,) = settled(TEXT, replace(strike, target=(ghost,))).strikes
    assert found.target == ()
    assert [f.value for f in found.perpetrator] == [Ref("actor", "Israel")]


def test_settle_described_actor_that_nothing_uses_is_dropped() -> None:
    extraction = settled(TEXT, strike_of(TEXT, "bombed", perpetrator="Israel"))
    assert [actor.label for actor in extraction.actors] == ["Israel", "Iran"]
    assert {m.denotes.key for m in extraction.mentions} == {"Israel", "Iran"}


def test_settle_values_that_no_record_uses_are_dropped() -> None:
    page, entities = page_of(TEXT), entities_of(TEXT)
    used, unused = Ref("time", "used"), Ref("time", "unused")
    times = (TimeExpression(used, Span(28, 34)), TimeExpression(unused, Span(0, 6)))
    boats = Quantity(Ref("quantity", "q"), Span(62, 65))
    strike = replace(strike_of(TEXT, "bombed"), when=(Fact(used, Span(28, 34), "test"),))
    extraction = settle(page, entities, (strike,), (), (), (), (boats,), times)
    assert [time.ref for time in extraction.times] == [used]
    assert extraction.quantities == ()


def test_settle_relation_to_a_missing_actor_is_dropped() -> None:
    page, entities = page_of(TEXT), entities_of(TEXT)
    israel, iran = Ref("actor", "Israel"), Ref("actor", "Iran")
    kept = Relation(israel, "opponentOf", iran, Span(0, 6), (Span(0, 35),), "test")
    lost = replace(kept, object=Ref("actor", "ghost"))
    assert settle(page, entities, (), (), (), (kept, lost), (), ()).relations == (kept,)


def test_settle_actor_without_a_mention_does_not_exist() -> None:
    entities = entities_of(TEXT)
    silent = Actor(Ref("actor", "silent"), ActorKind.STATE, "silent")
    more = replace(entities, actors={**entities.actors, silent.ref: silent})
    assert silent.ref not in {a.ref for a in settle(page_of(TEXT), more, (), (), (), (), (), ()).actors}


def test_settle_every_node_has_its_sentences_as_evidence() -> None:
    extraction = settled(TEXT, strike_of(TEXT, "bombed", perpetrator="Israel"))
    for record in (*extraction.actors, *extraction.strikes):
        assert record.evidence
        assert set(record.evidence) <= set(page_of(TEXT).sentences)


def test_settle_does_not_depend_on_the_order_of_the_findings() -> None:
    page, entities = page_of(TEXT), entities_of(TEXT)
    backwards = replace(entities, actors=dict(reversed(entities.actors.items())))
    strikes = (strike_of(TEXT, "bombed"), strike_of(TEXT, "fled"))
    one = settle(page, entities, strikes, (), (), (), (), ())
    other = settle(page, backwards, strikes[::-1], (), (), (), (), ())
    assert one == other


def test_settle_a_span_denotes_a_node_once() -> None:
    page, entities = page_of(TEXT), entities_of(TEXT)
    twice = Mention(Span(0, 6), MentionKind.NOMINAL, Ref("actor", "Israel"))
    doubled = replace(entities, mentions=(*entities.mentions, twice))
    mentions = settle(page, doubled, (), (), (), (), (), ()).mentions
    assert len({(m.span, m.denotes) for m in mentions}) == len(mentions)
