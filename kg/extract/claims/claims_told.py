"""Claims about claims by where they stand: one that tells another, and one that answers another in the same words."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from kg.records import Claim, Fact, Ref, Stance

_FALLBACKS = frozenset({"about.event-in-hand"})
_ANSWERED = frozenset({Stance.DEMANDS, Stance.PROMISES, Stance.ASSERTS, Stance.ALLEGES})


def with_claims_told(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims of an article in their order, each with those that its own words report or refuse."""
    by_begin = sorted(claims, key=lambda claim: claim.content.begin)
    begins = [claim.content.begin for claim in by_begin]
    told = []
    for claim in claims:
        first, past = (bisect_left(begins, at) for at in claim.content)
        inside = by_begin[first:past]
        inner = _reported(claim, inside)
        told.append(_with(_without_speakers(claim, inner), [*map(_told, inner), *_answered(claim, inside)]))
    return tuple(told)


def _with(claim: Claim, told: Sequence[Fact]) -> Claim:
    known = {fact.value for fact in claim.about}
    new = [fact for fact in told if fact.value not in known]
    if not new:
        return claim
    return replace(claim, about=tuple(sorted((*claim.about, *new), key=lambda fact: (fact.words, str(fact.value)))))


def _without_speakers(claim: Claim, told: Sequence[Claim]) -> Claim:
    """A claim that tells others is about these, and not about who made them."""
    speakers = {_who(inner) for inner in told}
    if not told:
        return claim
    return replace(claim, about=tuple(f for f in claim.about if f.value not in speakers and f.rule not in _FALLBACKS))


def _told(inner: Claim) -> Fact:
    return Fact(inner.ref, inner.cue or inner.content, "about.claim-told")


def _reported(claim: Claim, inside: Sequence[Claim]) -> list[Claim]:
    """Acts of saying of others that are most of the words said: "the paper says that the minister urged …"."""
    return [
        inner
        for inner in inside
        if inner.cue is not None
        and claim.content.begin <= min(inner.cue.begin, inner.content.begin)
        and max(inner.cue.end, inner.content.end) <= claim.content.end
        and 2 * (inner.content.end - inner.content.begin) >= claim.content.end - claim.content.begin
        and inner.claimant is not None
        and inner.content != claim.content
        and _who(inner) != _who(claim)
    ]


def _answered(claim: Claim, inside: Sequence[Claim]) -> list[Fact]:
    """What somebody else demanded or said in the very words that are denied: "asked for X, which was refused"."""
    if claim.stance.value is not Stance.DENIES:
        return []
    return [
        Fact(other.ref, claim.content, "about.claim-answered")
        for other in inside
        if other.content == claim.content and other.stance.value in _ANSWERED and _who(other) != _who(claim)
    ]


def _who(claim: Claim) -> Ref | str | None:
    return claim.claimant.value if claim.claimant is not None else None
