"""The claimants that no mention of an entity names, as actors."""

import re
from dataclasses import replace
from functools import cache

from kg import lexicon
from kg.extract.claims.claimants import PREFIX, UNKNOWN
from kg.extract.claims.cues import function_words, source_nouns
from kg.extract.names.entities import Entities
from kg.extract.text.page import Page
from kg.records import Actor, ActorKind, Claim, Mention, MentionKind, Ref, Span


def unnamed_actors(page: Page, entities: Entities, claims: tuple[Claim, ...]) -> tuple[list[Actor], list[Mention]]:
    """The claimants that no mention of an entity names, as actors with the mentions by which claims know them."""
    actors: dict[Ref, Actor] = {}
    mentions: dict[Span, Mention] = {}
    for claim in claims:
        if claim.claimant is None or not isinstance(claim.claimant.value, Ref):
            continue
        ref, words = claim.claimant.value, claim.claimant.words
        if ref in entities.actors or not ref.key.startswith((PREFIX, UNKNOWN)):
            continue
        evidence = (page.sentence_of(words),)
        known = actors.get(ref)
        if known is None:
            label = ref.key.removeprefix(UNKNOWN) if ref.key.startswith(UNKNOWN) else page.text(words)
            actors[ref] = Actor(ref, _kind(page, ref, words), label, evidence=evidence)
        elif evidence[0] not in known.evidence:
            actors[ref] = replace(known, evidence=known.evidence + evidence)
        if entities.at(words) is None:
            mentions.setdefault(words, Mention(words, _mention_kind(page, ref, words), ref))
    return list(actors.values()), list(mentions.values())


def _kind(page: Page, ref: Ref, words: Span) -> ActorKind:
    """A person where the words are a noun for one or look like a first name and surname; else a body or people."""
    text = page.text(words)
    if not ref.key.startswith(UNKNOWN):
        return source_nouns().get(text.split()[-1].lower(), ActorKind.COLLECTIVE)
    told = _told_kind().match(page.article.text, words.end)
    if told is not None:
        return ActorKind(lexicon.mapping("announcing_nouns", "noun", "kind")[told["noun"]])
    before = page.article.text[max(0, words.begin - 4) : words.begin].lower()
    return ActorKind.PERSON if 2 <= len(text.split()) <= 3 and not before.endswith("the ") else ActorKind.ORGANIZATION


@cache
def _told_kind() -> re.Pattern[str]:
    """ ", the state oil company": an apposition that tells what kind of body a name is."""
    kinds = {kind.value for kind in ActorKind}
    nouns = [noun for noun, kind in lexicon.mapping("announcing_nouns", "noun", "kind").items() if kind in kinds]
    longest = "|".join(map(re.escape, sorted(nouns, key=len, reverse=True)))
    return re.compile(rf", (?:the|an?|its) (?:[a-z]+[ -]){{0,4}}(?P<noun>{longest})(?=[,.]| that\b| which\b| of\b)")


def _mention_kind(page: Page, ref: Ref, words: Span) -> MentionKind:
    if page.text(words).lower() in function_words("pronoun"):
        return MentionKind.PRONOUN
    return MentionKind.NAME if ref.key.startswith(UNKNOWN) else MentionKind.NOMINAL
