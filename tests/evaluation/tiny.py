"""A small article: how it is annotated, and what an extractor found that errs in every way."""

import hashlib
from typing import Any

from kg.names import Names
from kg.records import (
    Actor,
    ActorKind,
    Claim,
    Extraction,
    Fact,
    Factuality,
    Mention,
    MentionKind,
    Ref,
    Span,
    Stance,
    Strike,
    StrikeKind,
)

TEXT = "Norland bombed Sudport. Norland denied wrongdoing there. A truce now holds."
NAMES = Names("https://example.org/")


def span(words: str, start: int = 0) -> Span:
    begin = TEXT.index(words, start)
    return Span(begin, begin + len(words))


def gold_document() -> dict[str, Any]:
    def mention(at: Span) -> dict[str, object]:
        return {"b": at.begin, "e": at.end, "kind": "name"}

    norland = [mention(span("Norland")), mention(span("Norland", 9))]
    return {
        "id": "tiny",
        "text": TEXT,
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "title": "A truce",
        "published": "2021-02-03",
        "url": None,
        "entities": [
            {"id": "a1", "type": "State", "name": "Norland", "qid": "Q900001", "mentions": norland},
            {"id": "p1", "type": "Place", "name": "Sudport", "qid": None, "mentions": [mention(span("Sudport"))]},
        ],
        "strikes": [
            {
                "id": "s1",
                "kind": "Bombing",
                "triggers": [span("bombed")],
                "perpetrator": ["a1"],
                "location": ["p1"],
                "factuality": "Stated",
            }
        ],
        "agreements": [{"id": "g1", "kind": "Ceasefire", "triggers": [span("truce")], "status": "InForce"}],
        "claims": [
            {"id": "c1", "claimant": "a1", "content": span("wrongdoing there"), "stance": "Denies", "about": ["s1"]}
        ],
        "relations": [],
    }


def found_extraction(article: Any) -> Extraction:
    """One name of Norland is missed and Sudport is taken for an actor; the bombing has the wrong kind and no place; a
    second strike is invented; the truce is missed; of the claim's 16 characters of content 10 are found."""
    norland, sudport = Ref("actor", "norland"), Ref("actor", "sudport")
    stated = Fact(Factuality.STATED, span("bombed"), "test")
    return Extraction(
        article,
        mentions=(
            Mention(span("Norland"), MentionKind.NAME, norland),
            Mention(span("Sudport"), MentionKind.NAME, sudport),
        ),
        actors=(Actor(norland, ActorKind.STATE, "Norland"), Actor(sudport, ActorKind.STATE, "Sudport")),
        strikes=(
            Strike(
                Ref("strike", "1"),
                StrikeKind.AIR_STRIKE,
                "bombed",
                (span("bombed"),),
                stated,
                perpetrator=(Fact(norland, span("Norland"), "test"),),
            ),
            Strike(Ref("strike", "2"), None, "holds", (span("holds"),), stated),
        ),
        claims=(
            Claim(
                Ref("claim", "1"),
                span("wrongdoing"),
                Fact(Stance.DENIES, span("denied"), "test"),
                Fact(norland, span("Norland"), "test"),
                about=(Fact(Ref("strike", "1"), span("wrongdoing"), "test"),),
            ),
        ),
    )
