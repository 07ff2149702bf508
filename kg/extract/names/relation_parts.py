"""What belongs to a state, the United Nations or a group as a part of it: by its name, by the gazetteer, by its owner
("Hezbollah's Radwan Force") and by what it is called ("the UN refugee agency, UNHCR").
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final

from kg import gazetteer, lexicon
from kg.extract.names.entities import Entities
from kg.extract.names.relation_checks import owns, possessor
from kg.extract.text.page import Page
from kg.gazetteer.folding import fold_name
from kg.records import Actor, ActorKind, Mention, MentionKind, Ref, Relation, SegmentKind, Span

_UNITED_NATIONS: Final = "United Nations"
_OF_UNITED_NATIONS: Final = (f"{_UNITED_NATIONS} ", "UN ", "U.N. ")
_BODIES: Final = frozenset({ActorKind.GOVERNMENT, ActorKind.ARMED_FORCE})
_GROUPS: Final = frozenset({ActorKind.ARMED_GROUP, ActorKind.ARMED_FORCE, ActorKind.ORGANIZATION, ActorKind.GOVERNMENT})
_PARTS: Final = frozenset({*_GROUPS, ActorKind.MEDIA_ORGANIZATION})
_BODY_OF: Final = re.compile(
    r" (?:Service|Office|Agency|Ministry|Department|Directorate|Administration) of (?:the )?[A-Z]"
)
_OWNING: Final = re.compile(r"['’]s? (?:own )?(?:[a-z-]+ ){0,2}")
_POSSESSIVE: Final = re.compile(r"['’]s? ")
_CALLED: Final = re.compile(
    r"(?:['’]s?)? (?:[a-z][a-z'’-]* ){0,4}(?P<part>agency|office|mission|force|wing|arm|branch|unit|brigade|battalion"
    r"|division|body|fund|programme|program|committee|council|commission|outlet|channel|radio|newspaper|faction|group|service)"
    r"(?: in (?:the )?[A-Z][\w-]+(?: [A-Z][\w-]+){0,3})?(?:,? (?:known as |called )?(?:the )?| \()"
)
_ITS: Final = re.compile(r"\b(?P<its>[Ii]ts)(?P<called> (?:[a-z-]+ ){0,4}(?:[a-z-]+, )?)$")
_OF_FIGHTERS: Final = frozenset({"faction", "group", "brigade", "battalion", "division", "unit"})
_OWN: Final = re.compile(r"\b(?:its|their|his|her) (?:own )?$", re.IGNORECASE)
_OF_PERSONS: Final = re.compile(r"(?:administration|presidency|government|embassy)$", re.IGNORECASE)
_LONGEST: Final = 80


def part_relations(page: Page, entities: Entities) -> Iterator[Relation]:
    """A body is part of its state, or of the United Nations, where the article has both: the body's name says so, or
    the gazetteer.
    """
    for ref, actor in entities.actors.items():
        of_state = actor.kind in _BODIES or _BODY_OF.search(actor.label)
        of_nations = actor.kind is ActorKind.ORGANIZATION and actor.label.startswith(_OF_UNITED_NATIONS)
        if not (of_nations or of_state):
            continue
        state = _UNITED_NATIONS if of_nations else _state_in_name(actor.label)
        whole = Ref("actor", state, True) if state is not None else None
        if whole is None or whole not in entities.actors:
            continue
        words = next((w for m in entities.mentions_of(ref) if (w := _words_of_whole(page, m, whole.key))), None)
        if words is not None and page.segment_kind(words.begin) is not SegmentKind.BOILERPLATE:
            yield _relation(page, ref, whole, words, "state in the name of its body")


def _words_of_whole(page: Page, mention: Mention, whole: str) -> Span | None:
    """The words by which a mention tells of what its body is a part: its name, or a possessive before it."""
    if mention.kind is MentionKind.NAME:
        return mention.span if whole == _UNITED_NATIONS or _state_told(page.text(mention.span)) == whole else None
    if _OF_PERSONS.search(page.text(mention.span)):
        return None
    own = _OWN.search(page.article.text, max(0, mention.span.begin - _LONGEST), mention.span.begin)
    return Span(own.start(), mention.span.end) if own is not None else None


def owned_parts(page: Page, entities: Entities, row: Sequence[Mention]) -> Iterator[Relation]:
    """Parts in one sentence that stand with their owner."""
    for at, part in enumerate(row):
        own = entities.actors.get(part.denotes)
        if own is None or own.kind not in _PARTS:
            continue
        if part.kind is not MentionKind.NAME:
            yield from _of_possessor(page, entities, row[at - 1] if at else None, part, own)
            continue
        yield from _of_antecedent(page, entities, part, own)
        for owner in row[max(0, at - 2) : at]:
            whole = entities.actors.get(owner.denotes)
            if whole is None or part.span.begin - owner.span.end > _LONGEST:
                continue
            named = owner.kind is MentionKind.NAME or (whole.kind in _BODIES and owns(page, owner))
            if named and _is_part(page, whole, own, owner, part):
                words = Span(owner.span.begin, part.span.end)
                yield _relation(page, part.denotes, owner.denotes, words, "part of its owner")


def _of_possessor(
    page: Page, entities: Entities, owner: Mention | None, part: Mention, own: Actor
) -> Iterator[Relation]:
    """ "The front's regional command": a body that is named by its owner only."""
    whole = entities.actors.get(owner.denotes) if owner is not None and owner.kind is MentionKind.NAME else None
    if owner is None or whole is None or own.kind not in _GROUPS or not _may_have(whole, own):
        return
    if _POSSESSIVE.fullmatch(page.article.text, owner.span.end, part.span.begin) and owner.denotes != part.denotes:
        words = Span(owner.span.begin, part.span.end)
        yield _relation(page, part.denotes, owner.denotes, words, "part of its owner")


def _of_antecedent(page: Page, entities: Entities, part: Mention, own: Actor) -> Iterator[Relation]:
    """ "The group claimed it through its news agency, Amaq"."""
    text, begin = page.article.text, max(0, part.span.begin - _LONGEST)
    its = _ITS.search(text, begin, part.span.begin) if text.find("ts ", begin, part.span.begin) >= 0 else None
    if its is None or its.start() < page.sentence_of(part.span).begin:
        return
    if not (_CALLED.fullmatch(its["called"]) or (_names_part(page.text(part.span)) and not part.denotes.known)):
        return
    owner = possessor(page, entities, Span(its.start("its"), its.end("its")))
    whole = entities.actors.get(owner) if owner is not None else None
    if owner is not None and whole is not None and owner != part.denotes and _may_have(whole, own):
        yield _relation(page, part.denotes, owner, Span(its.start(), part.span.end), "part of what a pronoun means")


def _is_part(page: Page, whole: Actor, own: Actor, owner: Mention, part: Mention) -> bool:
    text, begin = page.article.text, owner.span.end
    if not _may_have(whole, own):
        return False
    if _OWNING.fullmatch(text, begin, part.span.begin):
        return _names_part(page.text(part.span)) and (not part.denotes.known or whole.kind is not ActorKind.STATE)
    called = _CALLED.fullmatch(text, begin, part.span.begin)
    if called is None or not (whole.kind is not ActorKind.STATE or text.startswith(("'", "’"), begin)):
        return False
    return called["part"] not in _OF_FIGHTERS or whole.kind in _GROUPS


def _may_have(whole: Actor, own: Actor) -> bool:
    """Whether one may be a part of the other: an armed group of a state is none of its bodies."""
    if whole.kind is ActorKind.STATE:
        return own.kind in _BODIES
    return whole.kind in _GROUPS


def _names_part(name: str) -> bool:
    words = fold_name(name).split()
    return bool(words) and any(" ".join(words[-n:]) in lexicon.words("part_nouns") for n in (1, 2))


def _relation(page: Page, part: Ref, whole: Ref, words: Span, rule: str) -> Relation:
    return Relation(part, "partOf", whole, words, (page.sentence_of(words),), rule)


@cache
def _state_in_name(label: str) -> str | None:
    """The state of a body by the gazetteer, or else by the words of its name."""
    known = next(iter(e for e in gazetteer.lookup(label) if e.kind in _BODIES), None)
    state = gazetteer.state_of(known.state) if known and known.state else None
    return state.key if state is not None else _state_told(label)


@cache
def _state_told(name: str) -> str | None:
    """The state that the words of a body's name tell: by its adjective, its name or the seat of its government."""
    words = [re.sub(r"['’]s?$", "", word) for word in fold_name(name).split()]
    for length in (2, 1):
        opening = " ".join(words[:length])
        state = gazetteer.adjectives().get(opening) or gazetteer.seats().get(opening)
        if state is not None:
            return state.key
    tail: Iterable[str] = (
        " ".join(words[at:last]) for at in range(len(words)) for last in range(at + 1, len(words) + 1)
    )
    for part in tail:
        entry = next((e for e in gazetteer.by_name().get(part, ()) if e.kind is ActorKind.STATE), None)
        if entry is not None:
            return entry.key
    return None
