"""Relations in the light of the claims: one that somebody claims is his word, one that somebody denies or alleges is no
fact, and what people are who are described, not named, is told of those who speak.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from kg.extract.names.entities import Entities
from kg.extract.names.relation_described import DESCRIBED, speakers_described
from kg.extract.names.relation_patterns import IN_PASSING
from kg.extract.text.page import Page
from kg.records import Claim, Factuality, Relation, Stance

_DOUBTED: Final = {Stance.ALLEGES: Factuality.ALLEGED, Stance.DENIES: Factuality.DENIED}
_STEADY: Final = frozenset({"leaderOf", "memberOf", "partOf", "speaksFor", "alsoKnownAs"})
_OPENING: Final = 20  # characters of a claim in which the subject of what it claims begins


def with_claims(
    page: Page, entities: Entities, relations: Iterable[Relation], claims: Sequence[Claim]
) -> tuple[Relation, ...]:
    """The relations, those told in the words of a claim as sure as its claimant makes them, and what the speakers are
    who are described.

    Who heads, speaks for or belongs to what is mentioned in passing, and is no part of what is claimed, as is what an
    adjective says ("Iran-backed rebels") and what is told further on in the words of a doubted claim.
    """
    speakers = {claim.claimant.value for claim in claims if claim.claimant}
    told = [each for each in relations if each.rule != DESCRIBED or each.subject in speakers]
    every = [*(_settled(relation, claims) for relation in told), *speakers_described(page, entities, claims)]
    once = {(each.subject, each.property, each.object): each for each in reversed(every)}
    return tuple(sorted(once.values(), key=lambda r: (r.words, r.property, r.subject, r.object)))


def _settled(relation: Relation, claims: Sequence[Claim]) -> Relation:
    in_passing = relation.property in _STEADY or relation.rule.endswith(IN_PASSING)
    if in_passing or relation.factuality is not Factuality.STATED:
        return relation
    words = relation.words
    around = [claim for claim in claims if claim.content.begin <= words.begin and words.end <= claim.content.end]
    if not around:
        return relation
    inner = min(around, key=lambda claim: claim.content.end - claim.content.begin)
    opens = words.begin - inner.content.begin <= _OPENING
    doubted = next((sure for stance, sure in _DOUBTED.items() if stance is inner.stance.value), None) if opens else None
    return replace(relation, factuality=doubted or Factuality.ATTRIBUTED)
