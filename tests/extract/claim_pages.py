"""Pages with hand-made entities and strikes, so that the claim finders are tested alone."""

import re
from collections.abc import Mapping

from kg.extract.claims.finder import find_claims
from kg.extract.names.entities import Entities
from kg.extract.settle import settle
from kg.extract.text.page import Page
from kg.extract.text.segments import find_segments
from kg.language.pipeline import rules_pipeline
from kg.records import (
    Actor,
    ActorKind,
    Article,
    Claim,
    Extraction,
    Fact,
    Factuality,
    Mention,
    MentionKind,
    Ref,
    Span,
    Strike,
)

ACTORS: Mapping[str, ActorKind] = {
    "Iran": ActorKind.STATE,
    "Israel": ActorKind.STATE,
    "Turkey": ActorKind.STATE,
    "France": ActorKind.STATE,
    "Germany": ActorKind.STATE,
    "Houthis": ActorKind.ARMED_GROUP,
    "Moroni Front": ActorKind.ARMED_GROUP,
    "defence ministry": ActorKind.GOVERNMENT,
    "Ali Hassan": ActorKind.PERSON,
    "Mara Keller": ActorKind.PERSON,
    "Keller": ActorKind.PERSON,
    "rebels": ActorKind.COLLECTIVE,
}
SAME = {"Keller": "Mara Keller"}

_RULES = rules_pipeline()


def page_of(text: str) -> Page:
    article = Article("a", text)
    return Page(article, _RULES(text), find_segments(article))


def entities_of(text: str) -> Entities:
    mentions, actors, taken = [], {}, set()
    for name in sorted(ACTORS, key=len, reverse=True):
        for match in re.finditer(rf"\b{name}\b", text):
            if taken & set(range(*match.span())):
                continue
            taken |= set(range(*match.span()))
            ref = Ref("actor", SAME.get(name, name))
            actors[ref] = Actor(ref, ACTORS[name], ref.key)
            kind = MentionKind.NOMINAL if name.islower() else MentionKind.NAME
            mentions.append(Mention(Span(*match.span()), kind, ref))
    return Entities(actors, {}, tuple(sorted(mentions, key=lambda m: m.span)), {})


def strike_of(
    text: str, *triggers: str, perpetrator: str | None = None, factuality: Factuality = Factuality.STATED
) -> Strike:
    """A strike with the nth occurrence of a trigger written "word#n"."""
    spans = []
    for trigger in triggers:
        word, _, number = trigger.partition("#")
        found = [Span(*m.span()) for m in re.finditer(rf"\b{word}\b", text)]
        spans.append(found[int(number or 1) - 1])
    doers = ()
    if perpetrator is not None:
        begin = text.index(perpetrator)
        doers = (Fact(Ref("actor", perpetrator), Span(begin, begin + len(perpetrator)), "test"),)
    local = Fact(factuality, spans[0], "test")
    return Strike(Ref("strike", triggers[0]), None, triggers[0], tuple(sorted(spans)), local, perpetrator=doers)


def claims_of(text: str, *strikes: Strike) -> tuple[Claim, ...]:
    return find_claims(page_of(text), entities_of(text), strikes, ())


def settled(text: str, *strikes: Strike) -> Extraction:
    page, entities = page_of(text), entities_of(text)
    claims = find_claims(page, entities, strikes, ())
    return settle(page, entities, strikes, (), claims, (), (), ())


def told(text: str, *strikes: Strike) -> list[tuple[str | None, str, str]]:
    """Claimant, stance and content of each claim, as text."""
    return [
        (
            claim.claimant.value.key if claim.claimant and isinstance(claim.claimant.value, Ref) else None,
            str(claim.stance.value),
            text[claim.content.begin : claim.content.end],
        )
        for claim in claims_of(text, *strikes)
    ]
