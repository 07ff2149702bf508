"""Offices told in the words after a person's name: "X, a senior SDF official", "X, an analyst at Y", "X's Y Front"."""

import re
from collections.abc import Iterator, Sequence

from kg.extract.names.entities import Entities
from kg.extract.names.offices import office_of, serves
from kg.extract.names.relation_checks import is_whole_phrase, owns
from kg.extract.names.titles import body_after, is_past, of_rank
from kg.extract.text.page import Page
from kg.gazetteer.folding import fold_name
from kg.records import Actor, ActorKind, Mention, MentionKind, Ref, Relation, Span

#: Characters that an office may have.
LONGEST_OFFICE = 60
_WORD = r"[A-Za-z][A-Za-z'’.-]*"
_OPENS = re.compile(
    r", (?:(?P<article>an?|the|its|his|her|(?:this|last|next) year['’]s) )?(?P<modifiers>(?:[a-z-]+ ){0,3})",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    r"(?:['’]s?)? (?P<title>[A-Za-z][A-Za-z -]{2,50}?)(?=[,.;:)]| who\b| and\b| said\b| told\b| in\b|$)"
)
_STAFF = re.compile(
    rf"(?:, | is |, who is )(?:an? |the )?(?P<title>(?:{_WORD} ){{1,6}}?)(?:of (?:{_WORD} ){{1,4}}?)?"
    r"(?:at|with|for) (?:the )?"
)
_TEACHES = frozenset({"university", "college", "school", "institute"})
_OWNS = re.compile(
    r"['’]s? (?:(?:[a-z]+ )?"
    r"(?:group|organi[sz]ation|movement|party|militia|faction|army|gang|front|coalition),? (?:the )?)?"
)
_LED = frozenset({"party", "movement", "alliance", "league", "front", "bloc", "coalition"})
_STAFFED = frozenset({ActorKind.ORGANIZATION, ActorKind.MEDIA_ORGANIZATION})
_FORCES = frozenset({ActorKind.ARMED_FORCE, ActorKind.ARMED_GROUP, ActorKind.GOVERNMENT})
_NO_BODY = frozenset({ActorKind.STATE, ActorKind.PERSON, ActorKind.COLLECTIVE})


def apposition_relations(page: Page, entities: Entities, row: Sequence[Mention]) -> Iterator[Relation]:
    """What the persons named in one sentence are to the bodies named after them."""
    for at, person in enumerate(row):
        actor = entities.actors.get(person.denotes)
        if actor is None or actor.kind is not ActorKind.PERSON or person.kind is not MentionKind.NAME:
            continue
        body = body_after(entities, row, at)
        if body is not None:
            yield from _apposed(page, entities, person, body)
            yield from _on_staff(page, entities, person, body)
            yield from _of_person(page, entities, person, body)


def _relation(page: Page, person: Mention, property_: str, body: Ref, words: Span, rule: str) -> Relation:
    return Relation(person.denotes, property_, body, words, (page.sentence_of(words),), rule)


def _apposed(page: Page, entities: Entities, person: Mention, body: Mention) -> Iterator[Relation]:
    """ "X, a senior SDF official, said"."""
    text, actor = page.article.text, entities.actors.get(body.denotes)
    opening = _OPENS.fullmatch(text, person.span.end, body.span.begin)
    closing = _CLOSES.match(text, body.span.end) if opening else None
    if actor is None or actor.kind in _NO_BODY or opening is None or closing is None:
        return
    if body.kind is not MentionKind.NAME and actor.kind not in _FORCES:
        return
    title = opening["modifiers"] + closing["title"]
    relation = office_of(title) or ("memberOf" if serves_in(actor, title) else None)
    if relation is not None:
        one_of_many = relation == "leaderOf" and (opening["article"] or "").lower() in {"a", "an"}
        relation = "memberOf" if one_of_many else of_rank(entities, relation, closing["title"], body.denotes)
        words = Span(person.span.begin, closing.end())
        yield _relation(page, person, relation, body.denotes, words, "office of a body, after a name")


def _on_staff(page: Page, entities: Entities, person: Mention, body: Mention) -> Iterator[Relation]:
    """ "X, an analyst at Y"."""
    actor = entities.actors.get(body.denotes)
    if actor is None or actor.kind not in _STAFFED or body.kind is not MentionKind.NAME or owns(page, body):
        return
    if body.span.begin - person.span.end > LONGEST_OFFICE:
        return
    told = _STAFF.fullmatch(page.article.text, person.span.end, body.span.begin)
    if told is not None and serves(told["title"], "staff") and is_whole_phrase(page, body):
        words = Span(person.span.begin, body.span.end)
        yield _relation(page, person, "memberOf", body.denotes, words, "staff of a body")


def _of_person(page: Page, entities: Entities, person: Mention, group: Mention) -> Iterator[Relation]:
    """ "X's Libyan National Army"."""
    actor, text = entities.actors.get(group.denotes), page.article.text
    if (
        actor is None
        or group.kind is not MentionKind.NAME
        or not _OWNS.fullmatch(text, person.span.end, group.span.begin)
        or (actor.kind is ActorKind.GOVERNMENT and group.denotes.known)
    ):
        return
    led = actor.kind in _FORCES or (
        actor.kind is ActorKind.ORGANIZATION and fold_name(page.text(group.span)).split()[-1] in _LED
    )
    if led and is_whole_phrase(page, group) and not is_past(page, person.span.begin):
        words = Span(person.span.begin, group.span.end)
        yield _relation(page, person, "leaderOf", group.denotes, words, "group of a person")


def serves_in(actor: Actor, title: str) -> bool:
    """Whether a title is of somebody who serves in a body: "Lt. Gen." in a force, "reporter" in the press."""
    if actor.kind in _FORCES:
        return serves(title, "force")
    if actor.kind is ActorKind.MEDIA_ORGANIZATION:
        return serves(title, "press")
    taught = actor.kind is ActorKind.ORGANIZATION and not _TEACHES.isdisjoint(fold_name(actor.label).split())
    return taught and serves(title, "staff")
