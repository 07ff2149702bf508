"""Offices told in the words around a person's name: "Israeli Defence Minister X", "X, a senior SDF official",
"the leader of Hezbollah, X", "army spokesman X", "Quds Force general X", "X, an analyst at Y".

What the titles tell that the name finder took with a name is read in ``titles``.
"""

import re
from collections.abc import Iterator, Sequence

from kg.extract.names import vocabulary
from kg.extract.names.entities import Entities
from kg.extract.names.offices import office_of, serves, speaks_for_object, state_in
from kg.extract.names.relation_checks import is_whole_phrase, owns, possessor
from kg.extract.names.titles import ADJECTIVES, body_after, is_past, of_rank
from kg.extract.text.page import Page
from kg.gazetteer.folding import fold_name
from kg.records import Actor, ActorKind, Mention, MentionKind, Ref, Relation, Span

_WORD = r"[A-Za-z][A-Za-z'’.-]*"
_BEFORE = re.compile(rf"(?<![\w'’.-])(?:{_WORD} ){{1,8}}$")
_STARTS = re.compile(r"(?<!\S)(?=\S)")
_JOINT = re.compile(rf",? and (?:its |the )?(?P<title>(?:{_WORD} ){{1,6}})")
_OPENS = re.compile(r", (?:(?P<article>an?|the|its|his|her) )?(?P<modifiers>(?:[a-z-]+ ){0,3})", re.IGNORECASE)
_CLOSES = re.compile(
    r"(?:['’]s?)? (?P<title>[A-Za-z][A-Za-z -]{2,50}?)(?=[,.;:)]| who\b| and\b| said\b| told\b| in\b|$)"
)
_ITS = re.compile(rf"\b(?P<its>[Ii]ts) (?P<title>(?:[a-z-]+ ){{0,5}}[a-z-]+),? (?:{_WORD}\. ){{0,2}}$")
_ITS_AFTER = re.compile(r", (?P<its>its) (?P<title>(?:[a-z-]+ ){0,4}[a-z-]+)(?=[,.;])")
_NO_TITLE = "of|to|for|the|an?|with|by|in"
_OFFICE_OF = re.compile(
    r"(?:(?P<owner>[A-Za-z-]+ (?:of|to|for) |['’]s )|(?<![\w-]))(?P<article>the|an?|its|their) "
    rf"(?P<title>(?:(?!(?:{_NO_TITLE}) )[A-Za-z-]+ ){{1,5}})(?P<link>of|for) (?:the )?{ADJECTIVES}$",
    re.IGNORECASE,
)
_RANK = re.compile(rf", (?P<rank>(?:{_WORD} ){{0,4}})")
_ENDS = re.compile(r"[,.;:)]|\s*$| (?:said|says|told|was|is|has|had|will|spoke|met|called|warned|added|denied)\b")
_STAFF = re.compile(
    rf"(?:, | is |, who is )(?:an? |the )?(?P<title>(?:{_WORD} ){{1,6}}?)(?:of (?:{_WORD} ){{1,4}}?)?"
    r"(?:at|with|for) (?:the )?"
)
_AKIN = frozenset(
    {
        "son",
        "sons",
        "daughter",
        "brother",
        "sister",
        "wife",
        "husband",
        "father",
        "mother",
        "cousin",
        "nephew",
        "uncle",
        "widow",
    }
    | {
        "relative",
        "friend",
        "aide",
        "ally",
        "rival",
        "successor",
        "predecessor",
        "assistant",
        "bodyguard",
        "confidant",
        "close",
    }
)
_NAMED = re.compile(r",? (?:named|called|identified as|known as) $")
_TEACHES = frozenset({"university", "college", "school", "institute"})
_OWNS = re.compile(r"['’]s? ")
_LED = frozenset({"party", "movement", "alliance", "league", "front", "bloc", "coalition"})
_LONGEST_OFFICE = 60
_STAFFED = frozenset({ActorKind.ORGANIZATION, ActorKind.MEDIA_ORGANIZATION})
_FORCES = frozenset({ActorKind.ARMED_FORCE, ActorKind.ARMED_GROUP, ActorKind.GOVERNMENT})
_OWN_FORCES = frozenset({ActorKind.ARMED_FORCE, ActorKind.GOVERNMENT})
_NO_BODY = frozenset({ActorKind.STATE, ActorKind.PERSON, ActorKind.COLLECTIVE})


def office_relations(page: Page, entities: Entities, row: Sequence[Mention]) -> Iterator[Relation]:
    """What the persons named in one sentence are to bodies and states, by the words around their names."""
    for at, person in enumerate(row):
        actor = entities.actors.get(person.denotes)
        if actor is None or actor.kind is not ActorKind.PERSON or person.kind is not MentionKind.NAME:
            continue
        yield from _of_state(page, entities, row, at)
        yield from _of_own_force(page, entities, row, at)
        yield from _of_antecedent(page, entities, person)
        if at:
            yield from _in_rank(page, entities, row[at - 1], person)
            yield from _head_of(page, entities, row[at - 1], person)
        body = body_after(entities, row, at)
        if body is not None:
            yield from _apposed(page, entities, person, body)
            yield from _on_staff(page, entities, person, body)
            yield from _of_person(page, entities, person, body)


def _relation(page: Page, person: Mention, property_: str, body: Ref, words: Span, rule: str) -> Relation:
    return Relation(person.denotes, property_, body, words, (page.sentence_of(words),), rule)


def _offices_before(page: Page, row: Sequence[Mention], at: int) -> Iterator[Span]:
    """The words between a name and the mention before it that may be an office, the longest first."""
    text, person = page.article.text, row[at]
    earlier = row[at - 1].span.end + 1 if at else page.sentence_of(person.span).begin
    begin = max(earlier, person.span.begin - _LONGEST_OFFICE)
    before = _BEFORE.search(text, begin, person.span.begin)
    if before is not None:
        for start in _STARTS.finditer(before.group()):
            yield Span(before.start() + start.start(), person.span.begin - 1)


def _of_state(page: Page, entities: Entities, row: Sequence[Mention], at: int) -> Iterator[Relation]:
    """ "Israeli Defence Minister X", and after him "and energy minister Y"."""
    person = row[at]
    told = _state_and_office(page, entities, row, at)
    if told is not None:
        relation, state, begin = told
        yield _relation(page, person, relation, state, Span(begin, person.span.end), "office of a state, before a name")
        return
    first = row[at - 1] if at else None
    actor = entities.actors.get(first.denotes) if first else None
    if first is None or actor is None or actor.kind is not ActorKind.PERSON:
        return
    joint = _JOINT.fullmatch(page.article.text, first.span.end, person.span.begin)
    shared = _state_and_office(page, entities, row, at - 1) if joint else None
    second = office_of(joint["title"]) if joint else None
    if shared is not None and second is not None and joint is not None and state_in(joint["title"]) is None:
        words = Span(shared[2], person.span.end)
        yield _relation(page, person, second, shared[1], words, "office of a state, joined to another")


def _state_and_office(page: Page, entities: Entities, row: Sequence[Mention], at: int) -> tuple[str, Ref, int] | None:
    """What an office right before a name makes its holder, to which state, and where its words begin."""
    for span in _offices_before(page, row, at):
        title = page.text(span)
        state = state_in(title) if title[0].isupper() else None
        relation = office_of(title) if state is not None else None
        if state is None or relation is None:
            continue
        ref = Ref("actor", state.key, True)
        if ref not in entities.actors or is_past(page, span.begin):
            return None
        return of_rank(entities, relation, title, ref), ref, span.begin
    return None


def _of_own_force(page: Page, entities: Entities, row: Sequence[Mention], at: int) -> Iterator[Relation]:
    """ "Army spokesman General X", where the article speaks of one army."""
    person = row[at]
    for span in _offices_before(page, row, at):
        words = fold_name(page.text(span)).split()
        for length in (2, 1):
            organ = " ".join(words[:length])
            relation = office_of(" ".join(words[length:])) if organ in vocabulary.organs().rows else None
            body = _only_body(entities, organ) if relation else None
            if relation is not None and body is not None and not is_past(page, span.begin):
                yield _relation(
                    page, person, relation, body, Span(span.begin, person.span.end), "office of the one army"
                )
                return


def _of_antecedent(page: Page, entities: Entities, person: Mention) -> Iterator[Relation]:
    """ "The group and its leader, X"."""
    text, begin = page.article.text, max(0, person.span.begin - _LONGEST_OFFICE)
    told = _ITS_AFTER.match(text, person.span.end)
    if told is None and text.find("ts ", begin, person.span.begin) >= 0:
        told = _ITS.search(text, begin, person.span.begin)
    relation = office_of(told["title"]) if told else None
    if told is None or relation is None or told.start() < page.sentence_of(person.span).begin:
        return
    owner = possessor(page, entities, Span(told.start("its"), told.end("its")))
    if owner is not None:
        relation = of_rank(entities, relation, told["title"].strip(), owner)
        words = Span(min(told.start(), person.span.begin), max(told.end(), person.span.end))
        yield _relation(page, person, relation, owner, words, "office of what a pronoun means")


def _only_body(entities: Entities, organ: str) -> Ref | None:
    """The one body of its kind in an article: "army" → the Congolese army."""
    found = [
        ref
        for ref, actor in entities.actors.items()
        if actor.kind in _OWN_FORCES and f" {fold_name(actor.label)}".endswith(f" {organ}")
    ]
    return found[0] if len(found) == 1 else None


def _in_rank(page: Page, entities: Entities, body: Mention, person: Mention) -> Iterator[Relation]:
    """ "Quds Force general X", "Reuters reporter X"."""
    actor = entities.actors.get(body.denotes)
    between = page.article.text[body.span.end : person.span.begin]
    if (
        actor is None
        or body.kind is not MentionKind.NAME
        or not between.startswith(" ")
        or len(between) > _LONGEST_OFFICE
    ):
        return
    title = _NAMED.sub(" ", between.replace(".", ""))
    named = title != between.replace(".", "")
    in_office = office_of(title) is not None
    if "," in title:
        return
    if (named if in_office else _serves_in(actor, title)) and not is_past(page, body.span.begin):
        words = Span(body.span.begin, person.span.end)
        yield _relation(page, person, "memberOf", body.denotes, words, "rank in a body")


def _serves_in(actor: Actor, title: str) -> bool:
    if actor.kind in _FORCES:
        return serves(title, "force")
    if actor.kind is ActorKind.MEDIA_ORGANIZATION:
        return serves(title, "press")
    taught = actor.kind is ActorKind.ORGANIZATION and not _TEACHES.isdisjoint(fold_name(actor.label).split())
    return taught and serves(title, "staff")


def _head_of(page: Page, entities: Entities, body: Mention, person: Mention) -> Iterator[Relation]:
    """ "The leader of Hezbollah, X, spoke"."""
    text, actor = page.article.text, entities.actors.get(body.denotes)
    if not text.startswith(", ", body.span.end):
        return
    rank = _RANK.fullmatch(text, body.span.end, person.span.begin)
    if actor is None or actor.kind is ActorKind.PERSON or rank is None or not _ENDS.match(text, person.span.end):
        return
    if rank["rank"] and not serves(rank["rank"].replace(".", ""), "force"):
        return
    begin = max(page.sentence_of(body.span).begin, body.span.begin - _LONGEST_OFFICE)
    office = _OFFICE_OF.search(text, begin, body.span.begin)
    if office is None or _is_of_somebody(office["owner"]):
        return
    relation = office_of(office["title"])
    if relation == "speaksFor" and not speaks_for_object(office["title"].strip(), office["link"].lower()):
        return
    if relation is not None and (office["link"].lower() == "of" or relation == "speaksFor"):
        words = Span(office.start("article"), person.span.end)
        if office["article"].lower() != "the":
            relation = of_rank(entities, relation, office["title"].strip(), body.denotes)
        yield _relation(page, person, relation, body.denotes, words, "office of a body, before a name")


def _is_of_somebody(owner: str | None) -> bool:
    """Whether an office is told of somebody else whom the name may be of: "the son of the leader of X, Y"."""
    if not owner or owner[-2:-1] == "s":
        return bool(owner)
    noun = owner.split()[0].lower()
    return office_of(noun) is not None or noun in _AKIN or noun in vocabulary.single_people().rows


def _of_person(page: Page, entities: Entities, person: Mention, group: Mention) -> Iterator[Relation]:
    """ "X's Libyan National Army"."""
    actor, text = entities.actors.get(group.denotes), page.article.text
    if (
        actor is None
        or group.kind is not MentionKind.NAME
        or not _OWNS.fullmatch(text, person.span.end, group.span.begin)
    ):
        return
    led = actor.kind is ActorKind.ARMED_GROUP or (
        actor.kind is ActorKind.ORGANIZATION and fold_name(page.text(group.span)).split()[-1] in _LED
    )
    if led and is_whole_phrase(page, group) and not is_past(page, person.span.begin):
        words = Span(person.span.begin, group.span.end)
        yield _relation(page, person, "leaderOf", group.denotes, words, "group of a person")


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
    relation = office_of(title) or ("memberOf" if _serves_in(actor, title) else None)
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
    if body.span.begin - person.span.end > _LONGEST_OFFICE:
        return
    told = _STAFF.fullmatch(page.article.text, person.span.end, body.span.begin)
    if told is not None and serves(told["title"], "staff") and is_whole_phrase(page, body):
        words = Span(person.span.begin, body.span.end)
        yield _relation(page, person, "memberOf", body.denotes, words, "staff of a body")
