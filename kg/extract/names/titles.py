"""What a person is to a body, by the title at the name: "Russian president Vladimir Putin"."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg import gazetteer, lexicon
from kg.extract.names.entities import Entities
from kg.extract.text.page import Page
from kg.gazetteer.folding import fold_name
from kg.records import ActorKind, Mention, MentionKind, Ref, Relation, Span

_TO_BODY = re.compile(r"(?:'s|’s)? *$")
_AFTER_NAME = re.compile(r",? (?:an? |the )?(?:[a-z-]+ )?of (?:the )?(?:[a-z]+ of the )?", re.IGNORECASE)
_APPOSITION = re.compile(r", (?:an? |the )?(?P<title>[A-Za-z -]{3,40}?) (?:of|for|to) (?:the )?", re.IGNORECASE)
_OWNED_OFFICE = re.compile(
    r"['’]s? (?P<title>[A-Za-z][A-Za-z -]{3,60}?)(?= to\b| for\b| in\b|[,.;]| who\b| and\b| said\b)"
)
_BEFORE_COMMA = re.compile(r"(?:['’]s)? (?P<title>[A-Za-z][A-Za-z -]{2,60}?),? (?:[A-Z][a-z]+\.? ){0,3}")
_OFFICE_AFTER = re.compile(r", (?:an? |the )?(?P<title>[A-Za-z][A-Za-z. -]{3,60}?)(?=[,.;]| who\b| and\b| said\b)")
_FORMER = re.compile(
    r"\b(?:former|ex|late|the then|ousted|deposed)[ -](?:\w+ )?$|\b(?:former|ousted|deposed) ", re.IGNORECASE
)
_COMMANDS = re.compile(r"\b(?:commander|emir|commander-in-chief)$", re.IGNORECASE)
_HEADS = frozenset({"leaderOf", "speaksFor", "memberOf"})


@cache
def _relations_of_titles() -> dict[str, str]:
    return {fold_name(row["title"]): row["relation"] for row in lexicon.table("role_titles") if row["relation"]}


def relation_of(title: str) -> str | None:
    """The property that a title gives its holder, by the known title that ends it: "peace envoy" → speaksFor."""
    words = fold_name(title).split()
    for first in range(len(words)):
        relation = _relations_of_titles().get(" ".join(words[first:]))
        if relation:
            return relation
    return None


def title_relations(page: Page, entities: Entities, row: Sequence[Mention]) -> Iterator[Relation]:
    """Relations of the persons named in one sentence."""
    for at, mention in enumerate(row):
        actor = entities.actors.get(mention.denotes)
        if actor is None or actor.kind is not ActorKind.PERSON:
            continue
        yield from _before(page, entities, row, at)
        yield from _after(page, entities, row, at)
        yield from _office_of_body(page, entities, row, at)
        yield from _office_of_state(page, entities, mention)


def _before(page: Page, entities: Entities, row: Sequence[Mention], at: int) -> Iterator[Relation]:
    """A title right before the name, with the body before it or in it."""
    person = row[at]
    actor = entities.actors[person.denotes]
    for title in actor.role_titles:
        if not person.span.begin - 3 <= title.words.end <= person.span.begin:
            continue
        relation = relation_of(str(title.value))
        if relation is None or _FORMER.search(page.article.text, max(0, title.words.begin - 12), title.words.begin):
            continue
        body = _body_before(page, entities, row, at, title.words) or _state_in_title(entities, str(title.value))
        begin = title.words.begin if body is None or isinstance(body, Ref) else body.span.begin
        target = (
            body if isinstance(body, Ref) else body.denotes if body else _own_state(entities, person.denotes, relation)
        )
        if target is not None:
            words = Span(begin, person.span.end)
            relation = _of_rank(entities, relation, str(title.value), target)
            yield Relation(person.denotes, relation, target, words, (page.sentence_of(words),), "title before a name")


def _of_rank(entities: Entities, relation: str, title: str, body: Ref) -> str:
    """What a commander is to what his title names: one of several in an armed group, and no head of his state."""
    actor = entities.actors.get(body)
    if relation != "leaderOf" or actor is None or not _COMMANDS.search(title):
        return relation
    one_of_many = actor.kind is ActorKind.ARMED_GROUP and title == title.lower()
    return "memberOf" if one_of_many or actor.kind is ActorKind.STATE else relation


def _body_before(page: Page, entities: Entities, row: Sequence[Mention], at: int, title: Span) -> Mention | None:
    if at == 0:
        return None
    before = row[at - 1]
    actor = entities.actors.get(before.denotes)
    if actor is None or actor.kind is ActorKind.PERSON or before.span.end > title.begin:
        return None
    gap = page.article.text[before.span.end : title.begin]
    return before if len(gap) <= 30 and (_TO_BODY.fullmatch(gap) or re.fullmatch(r" \([A-Z-]+\) ", gap)) else None


def _state_in_title(entities: Entities, title: str) -> Ref | None:
    words = fold_name(title).split()
    for length in (2, 1):
        phrase = " ".join(words[:length])
        state = gazetteer.adjectives().get(phrase) or next(
            (e for e in gazetteer.by_name().get(phrase, ()) if e.kind is ActorKind.STATE), None
        )
        if state is not None:
            ref = Ref("actor", state.key, True)
            return ref if ref in entities.actors else None
    return None


def _own_state(entities: Entities, person: Ref, relation: str) -> Ref | None:
    """The state of a known leader called president without a country."""
    known = gazetteer.entry("actor", person.key) if person.known and relation == "leaderOf" else None
    state = gazetteer.state_of(known.state) if known else None
    ref = Ref("actor", state.key, True) if state else None
    return ref if ref in entities.actors else None


def _after(page: Page, entities: Entities, row: Sequence[Mention], at: int) -> Iterator[Relation]:
    """ "X, spokesman for Y", "X of the Y council"."""
    person, body = row[at], _body_after(entities, row, at)
    if body is None:
        return
    actor = entities.actors.get(body.denotes)
    if (
        person.kind is not MentionKind.NAME
        or actor is None
        or (actor.kind is ActorKind.PERSON and "spokes" not in page.text(Span(person.span.end, body.span.begin)))
    ):
        return
    between = page.article.text[person.span.end : body.span.begin]
    words = Span(person.span.begin, body.span.end)
    apposition = _APPOSITION.fullmatch(between)
    owned = _OWNED_OFFICE.match(page.article.text, body.span.end) if between in {", ", ", the "} else None
    if owned and (relation := relation_of(owned["title"])) in _HEADS:
        relation = _of_rank(entities, str(relation), owned["title"], body.denotes)
        yield Relation(person.denotes, relation, body.denotes, words, (page.sentence_of(words),), "title after a name")
    elif apposition and (relation := relation_of(apposition["title"])) in _HEADS:
        yield Relation(
            person.denotes, str(relation), body.denotes, words, (page.sentence_of(words),), "title after a name"
        )
    elif len(between) <= 25 and _AFTER_NAME.fullmatch(between) and actor.kind is not ActorKind.STATE:
        yield Relation(person.denotes, "memberOf", body.denotes, words, (page.sentence_of(words),), "name, of a body")


def _body_after(entities: Entities, row: Sequence[Mention], at: int) -> Mention | None:
    """The next mention, or the one after it where the next is the office itself: "Valk, a spokesman for NATO"."""
    following = row[at + 1 : at + 3]
    if len(following) == 2 and following[0].kind is MentionKind.NOMINAL:
        office = entities.actors.get(following[0].denotes)
        if office is not None and office.kind is ActorKind.PERSON:
            return following[1]
    return following[0] if following else None


def _office_of_body(page: Page, entities: Entities, row: Sequence[Mention], at: int) -> Iterator[Relation]:
    """ "OIC head Yousef Dahl", "NATO spokesman, Joram Valk", "Coast Guard Commandant Admiral Dahl"."""
    person, body = row[at], row[at - 1] if at else None
    actor = entities.actors.get(body.denotes) if body else None
    if body is None or actor is None or actor.kind in {ActorKind.PERSON, ActorKind.COLLECTIVE}:
        return
    told = _BEFORE_COMMA.fullmatch(page.article.text, body.span.end, person.span.begin)
    words = told["title"].split() if told else []
    relations = (relation_of(" ".join(words[:end])) for end in range(len(words), 0, -1))
    relation = next((each for each in relations if each in _HEADS), None)
    if relation is not None and told is not None and not _FORMER.search(f"{told['title']} "):
        relation = _of_rank(entities, relation, told["title"], body.denotes)
        span = Span(body.span.begin, person.span.end)
        yield Relation(person.denotes, relation, body.denotes, span, (page.sentence_of(span),), "office of a body")


def _office_of_state(page: Page, entities: Entities, person: Mention) -> Iterator[Relation]:
    """ "Joram Valk, a Danish peace envoy"."""
    told = _OFFICE_AFTER.match(page.article.text, person.span.end)
    if told is None or person.kind is not MentionKind.NAME:
        return
    relation, state = relation_of(told["title"]), _state_in_title(entities, told["title"])
    if relation in _HEADS and state is not None:
        span = Span(person.span.begin, told.end())
        yield Relation(person.denotes, str(relation), state, span, (page.sentence_of(span),), "office of a state")
