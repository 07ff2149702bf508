"""Between whom a deal is that names no parties: the two sides that fight in the article, where these are clear."""

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from typing import Final

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.events.foes import POWERS, is_third_party
from kg.extract.events.side_words import noun_of
from kg.extract.names.kinship import kin, state_of
from kg.extract.text.page import Page
from kg.records import Actor, ActorKind, MentionKind, Ref, Span

RULE: Final = "agreement.adversaries"
_BROKERING: Final = lexicon.words("brokering_participles")
_BODIES: Final = frozenset({ActorKind.STATE, ActorKind.GOVERNMENT, ActorKind.ARMED_FORCE})
_ORGANS: Final = frozenset({ActorKind.GOVERNMENT, ActorKind.ARMED_FORCE})
_ARMED: Final = frozenset({ActorKind.ARMED_FORCE, ActorKind.ARMED_GROUP})
_OWN: Final = lexicon.words("own_forces") | {"army", "government", "military", "navy", "junta", "police"}
_BROKERS_REACH: Final = 60
_BESIDE: Final = 2
_FEWEST: Final = 2
_PAIR: Final = 2
_OFTEN: Final = 2


def adversaries(page: Page, fillers: Fillers, deals: Sequence[Span], brokers: Set[Ref]) -> list[tuple[Ref, Span]]:
    """The two sides of which an article speaks most, those near a deal above all, each on its mention nearest to the
    deal; none where a third is spoken of as much, or one of them helped to make the deal.

    deals: the words of the deal's mentions. brokers: who is said to have brokered it.
    """
    sides = _sides(fillers, deals, brokers | _mediators(page, fillers))
    ranked = sorted(sides, key=lambda side: _weight(fillers, side), reverse=True)
    clear = len(ranked) >= _PAIR and ranked[1].total() >= _FEWEST
    if not clear or (len(ranked) > _PAIR and _weight(fillers, ranked[_PAIR]) >= _weight(fillers, ranked[1])):
        return []
    pair = ranked[:_PAIR]
    of_states = all(_state(fillers, side) is not None for side in pair)
    speaking = [_speaking(fillers, side, of_states=of_states) for side in pair]
    return [_nearest(fillers, ref, deals[0]) for ref in speaking]


def _speaking(fillers: Fillers, side: Counter[Ref], *, of_states: bool) -> Ref:
    """Who stands for a side: its state against another state, else rather its army or government than the state in
    which it fights.
    """
    state = _state(fillers, side)
    first = side.most_common(1)[0][0]
    if state is None or of_states:
        return state or first
    actors = fillers.entities.actors
    organs = (ref for ref, _ in side.most_common() if actors[ref].kind in _ORGANS)
    organ = next((ref for ref in organs if noun_of(actors[ref].label) in _OWN or _is_government(actors[ref])), None)
    return organ if organ is not None and side[organ] * _OFTEN >= side[state] else first


def _weight(fillers: Fillers, side: Counter[Ref]) -> tuple[int, bool]:
    """How much of an article a side is; of two alike one in arms goes before a state that may only be a mediator."""
    kinds = {fillers.entities.actors[ref].kind for ref in side}
    return side.total(), not kinds.isdisjoint(_ARMED)


def _is_government(actor: Actor) -> bool:
    return actor.label.startswith("Government of ")


def _state(fillers: Fillers, side: Counter[Ref]) -> Ref | None:
    """The state among a side's actors."""
    return next((ref for ref in side if fillers.entities.actors[ref].kind is ActorKind.STATE), None)


def _sides(fillers: Fillers, deals: Sequence[Span], apart: Set[Ref]) -> list[Counter[Ref]]:
    """How often each side's actors are mentioned, a state with its bodies and those that name no state as one side."""
    actors = fillers.entities.actors
    powers = {ref: actor for ref, actor in actors.items() if actor.kind in POWERS}
    kindred = kin(powers)
    near = [fillers.page.sentence_of(span) for span in deals]
    sides: list[Counter[Ref]] = []
    unnamed: Counter[Ref] = Counter()
    counts = Counter(m.denotes for m in fillers.mentions if m.denotes in powers)
    counts.update({ref: _BESIDE * n for ref, n in _beside(fillers, powers, near).items()})
    for ref, count in counts.most_common():
        if is_third_party(fillers.entities, ref) or ref in apart or not apart.isdisjoint(kindred.get(ref, ())):
            continue
        if not state_of(ref, actors[ref]) and actors[ref].kind in _BODIES and noun_of(actors[ref].label) in _OWN:
            unnamed[ref] = count
            continue
        same = (side for side in sides if any(r in kindred.get(ref, ()) or _is_short(fillers, ref, r) for r in side))
        side = next(same, None)
        if side is None:
            sides.append(Counter({ref: count}))
        else:
            side[ref] = count
    home = next((side for side in sides if any(actors[ref].kind in _ORGANS for ref in side)), None)
    if home is not None:
        home.update(unnamed)
    elif unnamed:
        sides.append(unnamed)
    return sides


def _beside(fillers: Fillers, powers: Iterable[Ref], near: Sequence[Span]) -> Counter[Ref]:
    """How often powers are mentioned in the sentences of a deal."""
    return Counter(m.denotes for span in dict.fromkeys(near) for m in fillers.within(span) if m.denotes in powers)


def _mediators(page: Page, fillers: Fillers) -> frozenset[Ref]:
    """Those who are said to have brokered any deal: "brokered by X and Y", "X-brokered"."""
    words = page.words
    found: set[Ref] = set()
    for at, lower in enumerate(words.lowers):
        if lower not in _BROKERING:
            continue
        end = words.spans[at].end
        if words.lowers[at + 1 : at + 2] == ["by"]:
            after = fillers.heads(Span(end + 4, min(len(words.text), end + _BROKERS_REACH)), fillers.is_actor, reach=4)
            found |= {m.denotes for m in after}
        elif at > 1 and words.lowers[at - 1] in {"-", "–"}:
            found |= {m.denotes for m in fillers.mentions_touching(words.spans[at - 2])}
    return frozenset(found)


def _is_short(fillers: Fillers, one: Ref, other: Ref) -> bool:
    """Whether the name of one is a part of the other's: "Tigers" of "Tamil Tigers"."""
    first, second = (set(fillers.entities.actors[ref].label.lower().split()) for ref in (one, other))
    return first < second or second < first


def _nearest(fillers: Fillers, ref: Ref, deal: Span) -> tuple[Ref, Span]:
    """An actor, on the words that name it nearest to a deal."""
    told = [m for m in fillers.mentions if m.denotes == ref]
    named = [m for m in told if m.kind is MentionKind.NAME] or told
    return ref, min(named, key=lambda m: abs(m.span.begin - deal.begin)).span
