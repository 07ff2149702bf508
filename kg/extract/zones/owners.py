"""Whose a zone is said to be by the words before it: "the militia's stronghold", "rebel territory", "the X-held"."""

from collections.abc import Set
from typing import Final

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.text.page import Page
from kg.extract.text.words import Words
from kg.records import ActorKind, Fact, Mention, Ref, Span

_OWNED: Final = frozenset({"stronghold", "strongholds", "bastion", "bastions", "fiefdom", "heartland", "enclave"})
_OF_STATES: Final = frozenset(
    {"territory", "territories", "land", "area", "areas", "region", "regions", "zone", "island"}
)
_GROUPS: Final = frozenset({ActorKind.ARMED_GROUP, ActorKind.ORGANIZATION, ActorKind.COLLECTIVE})
_POWERS: Final = frozenset(
    {ActorKind.STATE, ActorKind.GOVERNMENT, ActorKind.ARMED_FORCE, ActorKind.ARMED_GROUP, ActorKind.ORGANIZATION}
)
_OF_FIGHTERS: Final = frozenset(
    {"territory", "territories", "area", "areas", "enclave", "enclaves", "pocket", "pockets"}
    | {"stronghold", "strongholds", "bastion", "bastions"}
)
_FIGHTERS: Final = frozenset(
    {"rebel", "opposition", "insurgent", "militant", "jihadist", "separatist", "guerrilla", "regime", "loyalist"}
)
_HOLDERS: Final = {row["word"]: row["stem"] for row in lexicon.table("zone_holders")}
_MENTIONS_READ: Final = 60


def is_power(fillers: Fillers, ref: Ref) -> bool:
    """Whether an actor may hold land by force of arms: farmers and companies do not."""
    actor = fillers.entities.actors.get(ref)
    if actor is None:
        return False
    if actor.kind is not ActorKind.COLLECTIVE:
        return actor.kind in _POWERS
    label = actor.label.lower()
    return label.split()[-1] in lexicon.words("own_forces") or any(stem in label for stem in _HOLDERS.values())


def may_hold(page: Page, fillers: Fillers, mention: Mention, head: int) -> bool:
    """Whether a name before an area tells who holds it: "SDF territory"; a state's is its own: "U.S. territory"."""
    actor = fillers.entities.actors.get(mention.denotes)
    if actor is None or actor.kind in {ActorKind.PERSON, ActorKind.MEDIA_ORGANIZATION}:
        return False
    return actor.kind is not ActorKind.STATE or page.words.lowers[head] not in _OF_STATES


def possessor(page: Page, fillers: Fillers, first: int, head: int) -> list[Mention]:
    """The group whose own an area is said to be: "the militia's stronghold", "the group's remaining territory"."""
    words = page.words
    own = first > 0 and words.lowers[first - 1] == "own"
    owned = words.lowers[head] in _OWNED
    if not (own or owned or words.lowers[head] in _OF_FIGHTERS):
        return []
    kinds = None if own else _GROUPS if owned else frozenset({ActorKind.ARMED_GROUP})
    return _possessors(page, fillers, first - own, kinds)


def _possessors(page: Page, fillers: Fillers, first: int, kinds: Set[ActorKind] | None) -> list[Mention]:
    """Whose a phrase is that begins at a word, where it is an actor of some kinds, or any if None."""
    words = page.words
    if first < 2 or words.lowers[first - 1] not in {"'s", "'"}:
        return []
    actors = fillers.entities.actors
    before = fillers.mentions_touching(words.spans[first - 2])
    named = [m for m in before if m.denotes in actors and m.span.end == words.spans[first - 2].end]
    return [m for m in named if kinds is None or actors[m.denotes].kind in kinds]


def is_of_fighters(words: Words, head: int) -> bool:
    """Whether an area is said to be that of those who fight, by a common noun before it: "rebel territory"."""
    return head > 0 and words.lowers[head] in _OF_FIGHTERS and words.lowers[head - 1] in _FIGHTERS


def owner_of(page: Page, fillers: Fillers, first: int) -> Mention | None:
    """The group whose a zone is said to be; a state's may be the one where it lies: "Syria's safe zones"."""
    own = first > 0 and page.words.lowers[first - 1] == "own"
    found = _possessors(page, fillers, first - own, None if own else _GROUPS | {ActorKind.ARMED_FORCE})
    return next(iter(found), None)


def holder_before(page: Page, fillers: Fillers, words: Words, first: int, hyphen: int) -> list[Fact]:
    """Who holds an area by the word before the hyphen of "X-held", be it a name or a common noun."""
    span = words.span_of(max(0, min(first, hyphen - 1)), hyphen)
    actors = [m for m in fillers.within(span) if fillers.is_actor(m)]
    if actors:
        return [Fact(m.denotes, m.span, "zone.held") for m in actors]
    where = words.spans[hyphen - 1]
    ref = described(fillers, page, words.lowers[hyphen - 1], where)
    return [Fact(ref, where, "zone.held")] if ref else []


def described(fillers: Fillers, page: Page, word: str, where: Span) -> Ref | None:
    """The actor that a common noun such as "rebel" takes up: the one last, else first, called by that noun."""
    stem = _HOLDERS.get(word)
    if stem is None:
        return None
    called = (
        m
        for m in fillers.around(where.begin, _MENTIONS_READ)
        if fillers.is_actor(m) and stem in page.text(m.span).lower()
    )
    return next((m.denotes for m in called), None)
