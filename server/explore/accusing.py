"""Who is accused of an event, by whom, and who denies it."""

from collections.abc import Iterable, Sequence
from typing import Final

from server.explore.claims import ACCUSING, claim_lines, claims_about
from server.explore.evidence import Witness
from server.explore.views import Accusation, ClaimLine, Evidence, Thing, Value
from server.explore.wording import list_of

_MOST_CLAIMS: Final = 60


def blamed_by_claims(
    claims: Iterable[ClaimLine], triggers: Sequence[Evidence], told: Iterable[Value]
) -> tuple[Value, ...]:
    """Whom accusations of the event hold responsible and its own values do not name.

    An accusation counts where its words speak of the event themselves: one that answers what was told before may mean
    another deed. told: the perpetrators, alleged or not, that the event has.
    """
    known = {value.thing for value in told}
    found: dict[Thing, list[Evidence]] = {}
    for claim in claims:
        words = claim.evidence
        if claim.stance is None or claim.stance.name != "Alleges" or words is None or not _tells(words, triggers):
            continue
        for actor in claim.responsible:
            if actor not in known and actor != claim.claimant:
                found.setdefault(actor, []).append(words)
    return tuple(Value(actor.label, thing=actor, evidence=tuple(said)) for actor, said in found.items())


def _tells(words: Evidence, triggers: Sequence[Evidence]) -> bool:
    """Whether words that are said hold one by which the event is known."""
    if words.words_begin is None or words.words_end is None:
        return False
    return any(
        each.article == words.article
        and each.words_begin is not None
        and words.words_begin <= each.words_begin < words.words_end
        for each in triggers
    )


def accusations(witness: Witness, alleged: Sequence[Value], claims: Sequence[ClaimLine]) -> tuple[Accusation, ...]:
    """Each alleged perpetrator with those who say so and those who deny it."""
    found = []
    for value in alleged:
        if value.thing is None:
            continue
        accusing = [c for c in claims if value.thing in c.responsible and c.stance and c.stance.name in ACCUSING]
        accused_by = tuple(dict.fromkeys(c.claimant for c in accusing if c.claimant))
        unnamed = sum(c.claimant is None for c in accusing)
        denied_by = tuple(dict.fromkeys(_deniers(witness, value.thing, claims, accusing)))
        role = _role(value.thing, accused_by, denied_by, unnamed)
        found.append(Accusation(value.thing, role, accused_by, denied_by, unnamed, value.evidence))
    return tuple(found)


def _deniers(witness: Witness, actor: Thing, claims: Sequence[ClaimLine], accusing: Sequence[ClaimLine]) -> list[Thing]:
    """Who denies that an actor did it: by a claim that clears the actor, or by one about an accusation."""
    denials = [c for c in claims if c.stance and c.stance.name == "Denies"]
    found = [c.claimant for c in denials if actor in c.responsible and c.claimant]
    accusations = {c.thing for c in accusing}
    read = {c.thing.iri for c in claims}
    found += [c.claimant for c in denials if accusations.intersection(c.about) and c.claimant]
    for accusation in accusing:
        about = claims_about(witness.here, accusation.thing.iri, _MOST_CLAIMS)
        lines = claim_lines(witness, [iri for iri in about if iri not in read])
        found += [line.claimant for line in lines if line.stance and line.stance.name == "Denies" and line.claimant]
    return found


def _role(actor: Thing, accused_by: Sequence[Thing], denied_by: Sequence[Thing], unnamed: int) -> str:
    sayers = [thing.label for thing in accused_by if thing != actor]
    if unnamed and not sayers:
        sayers.append("a source that is not named")
    itself = ["says so itself"] if actor in accused_by else []
    words = ", ".join(([f"accused by {list_of(sayers)}"] if sayers else []) + itself) or "accused"
    return words + (f", denied by {list_of([thing.label for thing in denied_by])}" if denied_by else "")
