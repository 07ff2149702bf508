"""Whether each strike happened, settled over the whole article: by its own voice, its sources and those who deny."""

from collections.abc import Sequence
from dataclasses import replace

from kg.extract.events.denials import Sides, holds_any, is_other, of_claim, of_involvement
from kg.extract.events.denied_next import denied_next
from kg.extract.events.settled_doers import with_perpetrators
from kg.extract.events.voices import Voices, voices_of
from kg.extract.text.page import Page
from kg.records import Claim, Fact, Factuality, Strike

_SETTLED = frozenset(
    {Factuality.STATED, Factuality.ATTRIBUTED, Factuality.ALLEGED, Factuality.DENIED, Factuality.DISPUTED}
)
_SAID = frozenset({Factuality.STATED, Factuality.ATTRIBUTED, Factuality.ALLEGED})
_NEGATIONS = frozenset({"no", "never", "did not"})


def settled_strike(page: Page, strike: Strike, claims: Sequence[Claim], sides: Sides, kin: Sides) -> Strike:
    """The strike with the factuality that the whole article gives it, and its perpetrators where they belong.

    claims: those about the strike. sides: for whom an actor speaks. kin: who belongs to the same state.
    """
    if strike.factuality.value is Factuality.NOT_HAPPENED:
        return replace(strike, factuality=_denied_by_claim(page, strike, claims))
    if strike.factuality.value not in _SETTLED:
        return strike
    voices = voices_of(page, strike, claims)
    factuality = _factuality(page, strike, voices, sides)
    return with_perpetrators(page, replace(strike, factuality=factuality), voices, claims, sides, kin)


def _denied_by_claim(page: Page, strike: Strike, claims: Sequence[Claim]) -> Fact:
    """Denied, where it is a claimant and not the article who says that an attack was not made."""
    local = strike.factuality
    negated = page.text(local.words).lower() in _NEGATIONS
    claim = next((c for c in claims if holds_any(c.content, strike.triggers)), None)
    if not negated or claim is None:
        return local
    return Fact(Factuality.DENIED, claim.cue or claim.content, "factuality.denied")


def _factuality(page: Page, strike: Strike, voices: Voices, sides: Sides) -> Fact:
    local = strike.factuality
    of_others = [c for c in voices.denied if of_involvement(page, c) and (voices.own or is_other(c, strike, sides))]
    denials = [claim for claim in voices.denied if claim not in of_others]
    if denials:
        said = voices.own or voices.asserted or voices.alleged or voices.hedged or of_claim(page, denials)
        value = Factuality.DISPUTED if said else Factuality.DENIED
        return Fact(value, denials[0].cue or denials[0].content, "factuality.denied")
    if local.value not in _SAID or voices.own:
        return local
    if denial := denied_next(page, [*voices.asserted, *voices.alleged], strike.triggers):
        return Fact(Factuality.DISPUTED, denial, "factuality.denied")
    if local.value is not Factuality.STATED or voices.headed:
        return local
    if voices.hedged or (voices.alleged and not voices.asserted):
        words = voices.hedged[0] if voices.hedged else voices.alleged[0].cue or voices.alleged[0].content
        return Fact(Factuality.ALLEGED, words, "factuality.alleged")
    if voices.asserted:
        claim = voices.asserted[0]
        return Fact(Factuality.ATTRIBUTED, claim.cue or claim.content, "factuality.attributed")
    return local
