"""Allegations by their answer: what one says of another's deeds is an allegation where somebody else denies it next."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kg import lexicon
from kg.extract.claims.claimants import Scene
from kg.extract.claims.own_side import of_self
from kg.extract.claims.saying import Saying
from kg.extract.claims.told_things import Subjects
from kg.records import ActorKind, Claim, Fact, Ref, Stance

_NEAR: Final = 300  # characters between words said and the answer to them
_OWN_REPORTS: Final = frozenset({ActorKind.MEDIA_ORGANIZATION})


def with_allegations(
    scene: Scene, subjects: Subjects, sayings: Sequence[Saying], claims: Sequence[Claim]
) -> list[Claim]:
    """Claims, those with the stance of an allegation that accuse another and that the next claim denies.

    sayings: the act of saying of each claim, in the same order.
    """
    found = list(claims)
    for at, (saying, claim) in enumerate(zip(sayings, claims, strict=True)):
        if (
            claim.stance.value is Stance.ASSERTS
            and _is_denied(claim, claims[at + 1 :])
            and _accuses(scene, subjects, saying)
        ):
            stance = Fact(Stance.ALLEGES, claim.stance.words, "stance.answered")
            found[at] = replace(claim, stance=stance)
    return found


def _is_denied(claim: Claim, later: Sequence[Claim]) -> bool:
    """Whether the next claim of other words is a denial by somebody else, and near."""
    answer = next((other for other in later if other.content != claim.content), None)
    if answer is None or answer.stance.value is not Stance.DENIES or _who(answer) == _who(claim):
        return False
    begin = min(answer.content, answer.cue or answer.content).begin
    return begin - claim.content.end <= _NEAR


def _who(claim: Claim) -> object:
    return claim.claimant.value if claim.claimant is not None else None


def _accuses(scene: Scene, subjects: Subjects, saying: Saying) -> bool:
    """Whether words said tell a hostile deed with an actor of another side than the speakers', who are no press."""
    speakers = [speaker.ref for speaker in saying.speakers]
    if not speakers or any(_is_press(scene, ref) for ref in speakers) or of_self(scene, saying):
        return False
    first, past = scene.page.words.range_of(saying.content)
    if lexicon.words("hostile_deeds").isdisjoint(scene.lowers[first:past]):
        return False
    own = frozenset(speakers).union(*(scene.kin.get(ref, ()) for ref in speakers))
    named = (ref for _, ref in subjects.named_in(saying.content))
    return any(scene.entities.is_actor(ref) and ref not in own for ref in named)


def _is_press(scene: Scene, ref: Ref) -> bool:
    actor = scene.entities.actors.get(ref)
    return actor is not None and actor.kind in _OWN_REPORTS
