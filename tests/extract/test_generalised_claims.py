"""Acts of saying read off the dependency tree of the shipped model, and those that only the model marks."""

import pytest
from claim_pages import entities_of
from spacy.language import Language
from spacy.tokens import Span as DocSpan
from spacy.tokens import SpanGroup

from kg.extract.claims.finder import find_claims
from kg.extract.text.page import Page
from kg.extract.text.segments import find_segments
from kg.records import Article, Claim, Ref

Told = tuple[str | None, str, str]


def told(pipeline: Language, text: str, marks: tuple[tuple[str, str, str], ...] = ()) -> list[Told]:
    """Words of the claimant, stance and content of each claim. marks: layer, words and label that the model adds."""
    doc = pipeline(text)
    for layer in ("cues", "sources", "contents"):
        spans = [
            _span(doc.char_span(text.index(words), text.index(words) + len(words), label))
            for name, words, label in marks
            if name == layer
        ]
        doc.spans[layer] = SpanGroup(doc, name=layer, spans=spans, attrs={"scores": [0.99] * len(spans)})
    article = Article("a", text)
    claims = find_claims(Page(article, doc, find_segments(article)), entities_of(text), (), ())
    return [_told(text, claim) for claim in claims]


def _span(span: DocSpan | None) -> DocSpan:
    assert span is not None
    return span


def _told(text: str, claim: Claim) -> Told:
    who = None
    if claim.claimant is not None:
        assert isinstance(claim.claimant.value, Ref)
        who = text[claim.claimant.words.begin : claim.claimant.words.end]
    return who, str(claim.stance.value), text[claim.content.begin : claim.content.end]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The port's harbourmaster said the ship was empty.", ("Asserts", "the ship was empty")),
        ("The ship was empty, the army's media wing said on Thursday.", ("Asserts", "The ship was empty")),
        ("The ship was empty, the harbourmaster told reporters in Aden.", ("Asserts", "The ship was empty")),
        ("The ship was empty, said an official there.", ("Asserts", "The ship was empty")),
        ("An inquiry found the crew had not seen the ship.", ("Asserts", "the crew had not seen the ship")),
        ("Iran called the report a lie.", ("Denies", "the report a lie")),
        ("Iran called the raid an outrage.", ("Condemns", "the raid an outrage")),
        ("Iran held Israel responsible for the blast.", ("Condemns", "Israel responsible for the blast")),
        ("Iran vowed revenge for the raid.", ("Threatens", "revenge for the raid")),
    ],
)
def test_any_noun_may_say_something(pipeline: Language, text: str, expected: tuple[str, str]) -> None:
    (claim,) = told(pipeline, text)
    assert claim[1:] == expected


@pytest.mark.parametrize(
    "text",
    [
        "The claims were settled in court.",
        "Israel neither confirmed nor denied the raid.",
        "The army called off the search.",
        "The war found them in Aden.",
    ],
)
def test_nouns_and_other_senses_say_nothing(pipeline: Language, text: str) -> None:
    assert told(pipeline, text) == []


def test_a_text_may_end_with_its_speaker(pipeline: Language) -> None:
    assert told(pipeline, "The port was open, said Iran") == [("Iran", "Asserts", "The port was open")]


def test_what_only_the_model_marks_is_a_claim_of_low_confidence(pipeline: Language) -> None:
    text = "Iran let it slip over dinner in Geneva: the port was mined."
    marks = (
        ("cues", "let it slip", "Asserts"),
        ("sources", "Iran", "source"),
        ("contents", "the port was mined", "content"),
    )
    assert told(pipeline, text, marks) == [("Iran", "Asserts", "the port was mined")]
    assert told(pipeline, text) == []


def test_the_model_adds_nothing_to_a_cue_that_a_rule_reads(pipeline: Language) -> None:
    text = "Iran said that the port was open."
    marks = (("cues", "said", "Denies"), ("sources", "Iran", "source"), ("contents", "the port was open", "content"))
    assert told(pipeline, text, marks) == [("Iran", "Asserts", "the port was open")]
