"""Who leads people under arms, by whose they are: "General X's men", "the gang of X", "soldiers loyal to X"."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from kg import gazetteer, lexicon
from kg.extract.names.entities import Entities
from kg.extract.names.relation_checks import is_whole_phrase
from kg.extract.names.titles import is_past
from kg.extract.text.page import Page
from kg.gazetteer.folding import fold_name
from kg.records import ActorKind, Mention, MentionKind, Relation, Span

_OWNS: Final = re.compile(r"['’]s? (?:own |remaining |loyal |heavily |armed |[a-z]+ )?")
_OF_LEADER: Final = re.compile(
    r",? (?P<link>of|under|loyal to|commanded by|led by|headed by|answering to|who answer to) (?:the )?"
    r"(?:a certain |one |alias |a man known as |(?:war)?lord |strongman |commander |(?-i:[A-Z][A-Za-z]+\.?) ){0,3}",
    re.IGNORECASE,
)
_FOLLOWING: Final = frozenset({ActorKind.COLLECTIVE, ActorKind.ARMED_GROUP, ActorKind.ARMED_FORCE})


def follower_relations(page: Page, entities: Entities, row: Sequence[Mention]) -> Iterator[Relation]:
    """Who leads the people under arms that one sentence speaks of."""
    for one, other in pairwise(row):
        text = page.article.text
        if _leads(entities, one) and _follows(page, entities, other):
            if _OWNS.fullmatch(text, one.span.end, other.span.begin) and not is_past(page, one.span.begin):
                yield _relation(page, one, other)
        elif _follows(page, entities, one) and _leads(entities, other):
            told = _OF_LEADER.fullmatch(text, one.span.end, other.span.begin)
            if told is not None and is_whole_phrase(page, other):
                yield _relation(page, other, one)


def _relation(page: Page, leader: Mention, group: Mention) -> Relation:
    words = Span(min(leader.span.begin, group.span.begin), max(leader.span.end, group.span.end))
    rule = "leader by whose they are"
    return Relation(leader.denotes, "leaderOf", group.denotes, words, (page.sentence_of(words),), rule)


def _leads(entities: Entities, mention: Mention) -> bool:
    """Whether a person is named who is at the head of no state: what is a president's is the state's."""
    actor = entities.actors.get(mention.denotes)
    if actor is None or actor.kind is not ActorKind.PERSON or mention.kind is not MentionKind.NAME:
        return False
    known = gazetteer.entry("actor", mention.denotes.key) if mention.denotes.known else None
    return known is None or not known.since


def _follows(page: Page, entities: Entities, mention: Mention) -> bool:
    """Whether people or a body under orders are described."""
    actor = entities.actors.get(mention.denotes)
    if actor is None or actor.kind not in _FOLLOWING or mention.kind is not MentionKind.NOMINAL:
        return False
    words = fold_name(page.text(mention.span)).split()
    return bool(words) and words[-1] in lexicon.words("followers") and not words[0][0].isdigit()
