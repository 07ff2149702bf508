"""Who did a strike and who is only said to have done it, settled over all that the article has anybody say of it."""

from collections.abc import Sequence
from dataclasses import replace

from kg.extract.events.denials import Sides, is_other, of_involvement
from kg.extract.events.voices import Voices, admits, in_title
from kg.extract.text.page import Page
from kg.records import Claim, Fact, Factuality, Ref, Span, Stance, Strike


def with_perpetrators(
    page: Page, strike: Strike, voices: Voices, claims: Sequence[Claim], sides: Sides, kin: Sides
) -> Strike:
    """perpetrator where the article says so or the actor admits it, undisputed; else alleged_perpetrator."""
    admitted = {
        claim.claimant.value: claim
        for claim in claims
        if claim.claimant and claim.stance.value is Stance.ASSERTS and admits(claim)
    }
    denials = [claim for claim in claims if claim.stance.value is Stance.DENIES]

    def of_another(denial: Claim) -> bool:
        """Whether somebody else than the doer denies taking part."""
        return of_involvement(page, denial) and is_other(denial, strike, sides)

    denied = {fact.value for claim in denials for fact in claim.responsible} | _deniers(page, voices, sides)
    open_question = strike.factuality.value in {Factuality.DISPUTED, Factuality.DENIED, Factuality.NOT_HAPPENED}
    # A denial that clears nobody by name may clear anybody.
    open_question = open_question or any(not claim.responsible and not of_another(claim) for claim in denials)
    told_by_others = strike.factuality.value is Factuality.ATTRIBUTED or bool(voices.headed and not voices.own)
    stated: dict[object, Fact] = {}
    alleged: dict[object, Fact] = {}
    for fact in (*strike.perpetrator, *strike.alleged_perpetrator):
        claimed = _claim_around(fact.words, claims)
        own_word = fact in strike.perpetrator and claimed is None
        own_word = own_word and not (
            told_by_others and in_title(page, fact.words) and not _is_told_by_own_side(voices, fact, sides)
        )
        own_word = own_word or (claimed is not None and _speaks_of_own_side(claimed, fact, sides))
        sure = (own_word or fact.value in admitted) and not open_question and fact.value not in denied
        (stated if sure else alleged).setdefault(fact.value, fact if claimed is None else _attributed(fact, claimed))
    for actor, claim in admitted.items():
        assert claim.claimant is not None
        sure = not open_question and actor not in denied
        (stated if sure else alleged).setdefault(actor, Fact(actor, claim.claimant.words, "perpetrator.admits"))
    for claim in (*voices.alleged, *voices.asserted):
        for fact in claim.responsible if _is_about_one(claim) else ():
            if fact.value not in stated and fact.rule != "responsible.speaker":
                alleged.setdefault(fact.value, _attributed(fact, claim))
    same = {actor for ref in stated if isinstance(ref, Ref) for actor in kin.get(ref, frozenset())} | stated.keys()
    return replace(
        strike,
        perpetrator=tuple(stated.values()),
        alleged_perpetrator=tuple(fact for actor, fact in alleged.items() if actor not in same),
    )


def _deniers(page: Page, voices: Voices, sides: Sides) -> set[object]:
    """Who denies having done it, or is spoken for by somebody who does."""
    speaking = {c.claimant.value for c in voices.denied if c.claimant and of_involvement(page, c)}
    deniers: set[object] = {ref for ref in speaking if isinstance(ref, Ref)}
    for ref, whole in sides.items():
        if ref in speaking:
            deniers |= whole
        elif whole & deniers:
            deniers.add(ref)
    return deniers


def _speaks_of_own_side(claim: Claim, fact: Fact, sides: Sides) -> bool:
    """Whether a claim has its claimant, or those for whom the claimant speaks, do the deed."""
    if claim.claimant is None or not isinstance(claim.claimant.value, Ref) or claim.stance.value is Stance.DENIES:
        return False
    if fact.rule.startswith("strike.possessive-commander"):
        return True
    if fact.rule == "strike.speaker":
        return True
    return fact.value == claim.claimant.value or fact.value in sides.get(claim.claimant.value, frozenset())


def _is_told_by_own_side(voices: Voices, fact: Fact, sides: Sides) -> bool:
    """Whether those who tell of a strike are of the side of its doer."""
    return any(_speaks_of_own_side(claim, fact, sides) for claim in voices.asserted)


def _is_about_one(claim: Claim) -> bool:
    """Whether a claim is about one strike only, so that whom it blames is blamed for that one."""
    return sum(isinstance(fact.value, Ref) and fact.value.kind == "strike" for fact in claim.about) == 1


def _claim_around(words: Span, claims: Sequence[Claim]) -> Claim | None:
    return next((c for c in claims if c.content.begin <= words.begin and words.end <= c.content.end), None)


def _attributed(fact: Fact, claim: Claim) -> Fact:
    """The fact with a rule that says that a claim alone gives it."""
    return (
        fact if "+claim." in fact.rule else replace(fact, rule=f"{fact.rule}+claim.{str(claim.stance.value).lower()}")
    )
