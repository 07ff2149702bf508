"""How sure values are: the signs, the weights, and that confidence means a share."""

import math
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from spacy.language import Language

from kg.confidence import SignReader, Signs, Weights, read_weights, with_confidence
from kg.confidence.weights import TABLE
from kg.extract import extract
from kg.records import (
    Actor,
    ActorKind,
    Article,
    Extraction,
    Fact,
    Factuality,
    Mention,
    MentionKind,
    Ref,
    Segment,
    SegmentKind,
    Span,
    Strike,
    StrikeKind,
)

TEXT = "Dawn raid\nJets of the 5th Wing hit a depot. Aid workers counted four dead by night."
ACTOR = Actor(Ref("actor", "11-28"), ActorKind.ARMED_FORCE, "5th Wing")
DEED = Fact(ACTOR.ref, Span(22, 30), "strike.subject+claim.asserts")
STRIKE = Strike(
    Ref("strike", "31-34"),
    StrikeKind.AIR_STRIKE,
    "hit",
    (Span(31, 34), Span(5, 9)),
    Fact(Factuality.STATED, Span(31, 34), "factuality.own-voice"),
    perpetrator=(DEED,),
    weapon=(Fact("Jets", Span(10, 14), "strike.weapon"),),
    evidence=(Span(10, 43),),
)
EXTRACTION = Extraction(
    Article("a", TEXT, published=date(2024, 1, 1)),
    segments=(Segment(SegmentKind.TITLE, Span(0, 9)), Segment(SegmentKind.BODY, Span(10, len(TEXT)))),
    mentions=(Mention(Span(22, 30), MentionKind.NAME, ACTOR.ref),),
    actors=(ACTOR,),
    strikes=(STRIKE,),
)


def table(*rows: tuple[str, str, float]) -> Weights:
    return Weights({"measured": one, "sign": sign, "weight": str(weight)} for one, sign, weight in rows)


def test_signs_tell_rule_words_and_event() -> None:
    measured, signs = SignReader(EXTRACTION).of_fact(STRIKE, "perpetrator", DEED)
    assert measured == "strike.perpetrator"
    assert {
        "rule=strike.subject",
        "rule=claim.asserts",
        "value=ArmedForce",
        "words=Name",
        "where=same sentence",
        "kind=AirStrike",
        "factuality=Stated",
        "told=2",
        "values=1",
    } == set(signs)


@pytest.mark.parametrize(("begin", "where"), [(46, "far 0"), (31 + 3 + 61, "far 1"), (700, "far 3")])
def test_signs_tell_how_far_words_stand_from_the_event(begin: int, where: str) -> None:
    fact = Fact(ACTOR.ref, Span(begin, begin + 2), "strike.setting")
    strike = replace(STRIKE, perpetrator=(fact,))
    assert f"where={where}" in SignReader(EXTRACTION).of_fact(strike, "perpetrator", fact).signs


def test_signs_tell_an_event_of_headings_alone() -> None:
    headed = replace(STRIKE, triggers=(Span(5, 9),))
    assert "heading only" in SignReader(EXTRACTION).of_record(headed).signs
    assert "heading only" not in SignReader(EXTRACTION).of_record(STRIKE).signs


def test_confidence_is_the_logistic_function_of_the_weights() -> None:
    weights = table(("strike.target", "", 0.5), ("strike.target", "rule=a", -1.25), ("strike.target", "kind=b", 2))
    assert weights.confidence(Signs("strike.target", ())) == Decimal("0.62")
    told = weights.confidence(Signs("strike.target", ("rule=a", "kind=never seen")))
    assert told == Decimal(1 / (1 + math.exp(0.75))).quantize(Decimal("0.01"))
    assert weights.confidence(Signs("strike.weapon", ("rule=a",))) is None


def test_nothing_is_certain() -> None:
    weights = table(("strike", "", 40), ("claim", "", -40))
    assert weights.confidence(Signs("strike", ())) == Decimal("0.99")
    assert weights.confidence(Signs("claim", ())) == Decimal("0.01")


def test_what_nobody_annotates_is_as_sure_as_the_thing_that_has_it() -> None:
    weights = table(("strike", "", 1), ("strike.perpetrator", "", -1), ("strike.factuality", "", 0), ("actor", "", 2))
    sure = with_confidence(EXTRACTION, weights)
    [strike], [actor] = sure.strikes, sure.actors
    assert strike.confidence == strike.weapon[0].confidence == Decimal("0.73")
    assert strike.perpetrator[0].confidence == Decimal("0.27")
    assert strike.factuality.confidence == Decimal("0.50")
    assert actor.confidence == Decimal("0.88")


def test_only_confidence_changes_and_giving_it_twice_changes_nothing() -> None:
    once = with_confidence(EXTRACTION)
    assert with_confidence(once) == once
    [given], [before] = once.strikes, EXTRACTION.strikes
    assert replace(given, confidence=before.confidence, perpetrator=(), weapon=(), factuality=before.factuality) == (
        replace(before, perpetrator=(), weapon=())
    )
    assert [replace(fact, confidence=DEED.confidence) for fact in given.perpetrator] == [DEED]


def test_shipped_weights_are_a_table_of_measured_values() -> None:
    rows = TABLE.read_text(encoding="utf-8").splitlines()
    assert rows[0] == "measured,sign,weight,values,right"
    for row in rows[1:]:
        measured, _, rest = row.partition(",")
        _, weight, values, right = rest.rsplit(",", 3)
        assert measured
        assert 0 <= int(right) <= int(values)
        assert abs(float(weight)) < 10
    every = read_weights(TABLE)
    for name in ("actor", "place", "zone", "strike", "agreement", "claim", "strike.perpetrator", "claim.about"):
        assert every.confidence(Signs(name, ())) is not None


def test_values_of_one_article_are_not_equally_sure(pipeline: Language) -> None:
    text = (
        "Turkish jets bombed a depot near Kobani on Monday, killing three people.\n\n"
        "Residents accused Syria of shelling a school in Idlib on Sunday. Damascus denied that."
    )
    extraction = extract(Article("sure", text, published=date(2019, 3, 6)), pipeline(text))
    did = {fact.confidence for strike in extraction.strikes for fact in strike.perpetrator}
    blamed = {fact.confidence for strike in extraction.strikes for fact in strike.alleged_perpetrator}
    assert did
    assert blamed
    assert did.isdisjoint(blamed)
    claimants = {claim.claimant.confidence for claim in extraction.claims if claim.claimant}
    assert min(claimants) > max(did | blamed), "who speaks is read more surely than who struck"
    assert len({fact.confidence for strike in extraction.strikes for fact in (*strike.target, *strike.location)}) > 1


def test_weights_missing_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_weights(tmp_path / "none.csv")
