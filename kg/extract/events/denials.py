"""What a denial denies: that a deed was done, that somebody took part in it, or what somebody else says of it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.extract.text.page import Page
from kg.records import Claim, Fact, Ref, Span, Stance, Strike

_INVOLVEMENT = re.compile(
    r"(any |all |its |their |the |these )?"
    r"(carrying out|involvement|responsibility|being behind|being involved|part in|role in|"
    r"accusations?|charges?|blame)\b",
    re.IGNORECASE,
)
_SAYING = re.compile(
    r"(as (?:false|untrue|baseless|fabricated|unfounded) )?"
    r"((the|these|those|this|such|any|all|its|their|his|her|\w+['’]s|\w+) ){0,2}"
    r"((?P<said>claims?|allegations?|accusations?|charges?|reports?|suggestions?|accounts?|assertions?)|responsibility|involvement|blame)\b",
    re.IGNORECASE,
)
_NO_PART = re.compile(
    r"\b(?:nothing to do with|(?:no|any) (?:part|role|hand|involvement) in|not (?:involved|responsible|behind))\b",
    re.IGNORECASE,
)
_TAKING_UP = re.compile(
    r"(it|this|that|doing (?:so|it|this|that)|having done (?:so|it))\b|"
    r"(?:the|any|this|that|these|those|such) (?:\w+ )?(?:incidents?|events?|attacks?|strikes?)\b|"
    r".*\b(?:it|them|this|so)$",
    re.IGNORECASE,
)
_OWN_DEED = re.compile(r"(?:ever |deliberately |intentionally )?(?!\w*thing\b)\w+ing\b", re.IGNORECASE)
# "it had any presence in the tower": whoever hit the tower, that is no word about the deed
_OWN_PLACE = re.compile(
    r"(?:it|they|he|she) "
    r"(?:(?:ha[ds]|have|kept|held) (?:any|an?|its|their)|(?:was|were|is|are) (?:in|present|near|there))\b",
    re.IGNORECASE,
)
_DENYING = ("den", "disput", "refut", "disavow", "disown")
_NEARBY = frozenset({"about.event-before", "about.event-taken-up"})

Sides = Mapping[Ref, frozenset[Ref]]


def without_strangers(page: Page, claims: Sequence[Claim], strikes: Sequence[Strike]) -> tuple[Claim, ...]:
    """Claims without the strikes told nearby that a denial does not speak of: "refused to surrender"."""
    by_ref = {strike.ref: strike for strike in strikes}

    def meant(claim: Claim, fact: Fact) -> bool:
        strike = by_ref.get(fact.value) if isinstance(fact.value, Ref) else None
        told = denies_deed(page, claim) and strike is not None and _is_of_strike(page, claim, strike)
        return (
            strike is None or told or fact.rule not in _NEARBY or _NO_PART.search(page.text(claim.content)) is not None
        )

    return tuple(
        replace(claim, about=tuple(fact for fact in claim.about if meant(claim, fact)))
        if claim.stance.value is Stance.DENIES
        else claim
        for claim in claims
    )


def _is_of_strike(page: Page, claim: Claim, strike: Strike) -> bool:
    """Whether what is denied is an attack, and not something else about it: "denied that their radar was hit"."""
    content = page.text(claim.content)
    taken_up = any(pattern.match(content) for pattern in (_INVOLVEMENT, _SAYING, _TAKING_UP))
    return taken_up or holds_any(claim.content, strike.triggers)


def holds_any(content: Span, triggers: Iterable[Span]) -> bool:
    """Whether what a claim says holds any of some triggers."""
    return any(content.begin <= t.begin and t.end <= content.end for t in triggers)


def denies_deed(page: Page, claim: Claim) -> bool:
    """Whether a claim denies that somebody did something, and does not turn down a proposal or demand."""
    cue = page.text(claim.cue).lower() if claim.cue else ""
    return cue.startswith(_DENYING) or _SAYING.match(page.text(claim.content)) is not None


def is_other(denial: Claim, strike: Strike, sides: Sides) -> bool:
    """Whether who denies taking part is none of those who are said to have done it, nor of their side."""
    doers = {fact.value for fact in (*strike.perpetrator, *strike.alleged_perpetrator) if isinstance(fact.value, Ref)}
    denier = denial.claimant.value if denial.claimant else None
    if not doers or not isinstance(denier, Ref):
        return False
    near = {denier} | sides.get(denier, frozenset())
    return near.isdisjoint(doers) and all(sides.get(doer, frozenset()).isdisjoint(near) for doer in doers)


def of_involvement(page: Page, claim: Claim) -> bool:
    """Whether a denial denies taking part only, and not that the deed was done: "denied bombing the convoy"."""
    content = page.text(claim.content)
    return any(told.match(content) is not None for told in (_INVOLVEMENT, _OWN_DEED, _OWN_PLACE))


def of_claim(page: Page, denials: Iterable[Claim]) -> bool:
    """Whether a denial takes up what somebody else says: "denied reports that …"."""
    found = (_SAYING.match(page.text(claim.content)) for claim in denials)
    return any(match is not None and match.group("said") for match in found)
