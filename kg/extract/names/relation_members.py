"""Who belongs to a body by how it is listed or owned: "the Quad (A, B and C)", "Hamas's X", "its fighters"."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from kg import lexicon
from kg.extract.names.entities import Entities
from kg.extract.names.offices import office_of
from kg.extract.names.relation_checks import possessor
from kg.extract.text.page import Page
from kg.gazetteer.folding import fold_name
from kg.records import ActorKind, Mention, MentionKind, Ref, Relation, Span

_OPENS: Final = re.compile(r" ?\((?:the )?")
_JOINT: Final = re.compile(r",? (?:and |plus )?(?:the )?")
_CLOSES: Final = re.compile(r" ?\)")
_OWNS: Final = re.compile(r"['’]s? ")
_OWN: Final = re.compile(r"\b(?P<its>its|their) (?:own |senior |top |other |two |three |several )?$", re.IGNORECASE)
_NAMED: Final = re.compile(r",? (?:in (?:the )?[A-Z]\w+,? )?[A-Z]")  # its spokesman, X: the relation is his
_FORCES: Final = frozenset({ActorKind.ARMED_GROUP, ActorKind.ARMED_FORCE, ActorKind.ORGANIZATION})
_LEAST: Final = 2
_EARLIER: Final = 20
_ALLIED: Final = frozenset({ActorKind.ORGANIZATION, ActorKind.COLLECTIVE, ActorKind.ARMED_GROUP})
_BODIES: Final = frozenset({ActorKind.ORGANIZATION, ActorKind.ARMED_GROUP, ActorKind.MEDIA_ORGANIZATION})
_MEMBERS: Final = frozenset({ActorKind.STATE, ActorKind.ORGANIZATION, ActorKind.ARMED_GROUP})


def member_relations(page: Page, entities: Entities, row: Sequence[Mention]) -> Iterator[Relation]:
    """Who belongs to the bodies that one sentence names."""
    for at, body in enumerate(row):
        yield from _listed(page, entities, body, row[at + 1 :])
        if at + 1 < len(row):
            yield from _owned(page, entities, body, row[at + 1])
        yield from _its_people(page, entities, body)


def _relation(page: Page, member: Mention, property_: str, body: Ref, words: Span, rule: str) -> Relation:
    return Relation(member.denotes, property_, body, words, (page.sentence_of(words),), rule)


def _kind(entities: Entities, mention: Mention) -> ActorKind | None:
    actor = entities.actors.get(mention.denotes)
    return actor.kind if actor is not None else None


def _listed(page: Page, entities: Entities, body: Mention, after: Sequence[Mention]) -> Iterator[Relation]:
    """ "The Quad (the United States, Egypt and France)"."""
    text = page.article.text
    if (
        _kind(entities, body) not in _ALLIED
        or not after
        or not _OPENS.fullmatch(text, body.span.end, after[0].span.begin)
    ):
        return
    members = [after[0]]
    for each in after[1:]:
        if not _JOINT.fullmatch(text, members[-1].span.end, each.span.begin):
            break
        members.append(each)
    kinds = {_kind(entities, each) for each in members}
    if (
        len(members) < _LEAST
        or len(kinds) > 1
        or not kinds <= _MEMBERS
        or not _CLOSES.match(text, members[-1].span.end)
    ):
        return
    words = Span(body.span.begin, members[-1].span.end)
    for each in members:
        yield _relation(page, each, "memberOf", body.denotes, words, "members in brackets")


def _owned(page: Page, entities: Entities, body: Mention, person: Mention) -> Iterator[Relation]:
    """ "The PKK's Zagros Hiwa", "the BBC's Ann Holt"."""
    if _kind(entities, body) not in _BODIES or _kind(entities, person) is not ActorKind.PERSON:
        return
    if body.kind is not MentionKind.NAME or person.kind is not MentionKind.NAME or " " not in page.text(person.span):
        return
    if _OWNS.fullmatch(page.article.text, body.span.end, person.span.begin):
        words = Span(body.span.begin, person.span.end)
        yield _relation(page, person, "memberOf", body.denotes, words, "person of a body")


def _its_people(page: Page, entities: Entities, people: Mention) -> Iterator[Relation]:
    """ "A truce that its leaders signed": those described belong to what the pronoun means."""
    if people.kind is not MentionKind.NOMINAL or people.denotes.known:
        return
    if _kind(entities, people) not in {ActorKind.PERSON, ActorKind.COLLECTIVE}:
        return
    relation, text = _of_described(fold_name(page.text(people.span))), page.article.text
    own = _OWN.search(text, max(0, people.span.begin - _EARLIER), people.span.begin)
    if relation is None or own is None or text.endswith(" as ", 0, own.start()):
        return  # "with X as its leader" tells of X
    if _NAMED.match(text, people.span.end):
        return
    body = possessor(page, entities, Span(*own.span("its")))
    many = own["its"].lower() == "their"
    if body is not None and entities.actors[body].kind in (_FORCES - {ActorKind.ORGANIZATION} if many else _FORCES):
        words = Span(own.start(), people.span.end)
        yield _relation(page, people, relation, body, words, "people of what a pronoun means")


def _of_described(words: str) -> str | None:
    if words.endswith(("source", "sources", "mayor", "governor")):
        return None
    many = words.endswith("s")
    single = words[:-1] if many else words
    relation = office_of(single) or ("memberOf" if single.split()[-1] in lexicon.words("members_described") else None)
    return "memberOf" if many and relation == "leaderOf" else relation
