"""What a person is to a body, by the title at the name: "Russian president Vladimir Putin"."""

import re
from collections.abc import Iterator, Sequence

from kg import gazetteer, lexicon
from kg.extract.names.entities import Entities
from kg.extract.names.office_homes import home_of_office
from kg.extract.names.offices import office_of, speaks_for_object, state_in
from kg.extract.names.relation_checks import is_by_seat, is_whole_phrase
from kg.extract.text.page import Page
from kg.gazetteer.folding import fold_name
from kg.records import ActorKind, Mention, MentionKind, Ref, Relation, Span

_TO_BODY = re.compile(r"(?:'s|’s)? *$")
_AFTER_NAME = re.compile(r",? (?:(?:all|both) )?of (?:the )?(?:[a-z]+ of the )?", re.IGNORECASE)
_NO_ADJECTIVES = "of|for|to|in|and|or|the|an?|against|with|from|by|on|at|behind|within|near|its|his|their|both"
#: Words that may stand before a name without telling of anything else: "the elite Quds Force", "aid agency Oxfam".
ADJECTIVES = rf"(?-i:(?:(?!(?:{_NO_ADJECTIVES})\b)[a-z-]+ ){{0,3}})"
_APPOSITION = re.compile(
    r"(?:, | \()(?:an? |the )?(?P<title>[A-Za-z][A-Za-z -]{2,40}?) (?P<link>of|for|to) (?:the )?" + ADJECTIVES,
    re.IGNORECASE,
)
_OWNED_OFFICE = re.compile(
    r"['’]s? (?P<title>[A-Za-z][A-Za-z -]{3,60}?)(?= to\b| for\b| in\b|[,.;]| who\b| and\b| said\b)"
)
_BEFORE_NAME = re.compile(r"(?:['’]s)? (?P<title>[A-Za-z][A-Za-z. -]{2,60}?)\.?(?:,(?: [A-Z][a-z]+\.?)*)? ")
_OFFICE_AFTER = re.compile(
    r", (?:an? |the )?(?P<title>[A-Za-z][A-Za-z. -]{3,60}?)(?=[,.;]| who\b| and\b| said\b| to\b| for\b)"
)
_OWN = re.compile(r"\b(?:its|their) $", re.IGNORECASE)
_OF_SOME = re.compile(
    r"\b(?:opposition|rebel|militant|protest|party|tribal|religious|fighting|separatist) leader$", re.I
)
NONE = ""  # an office of those who are not named: "the Russian opposition leader"
_COMMANDS = re.compile(r"\b(?:commander|commander-in-chief)$", re.IGNORECASE)
_CHIEF = re.compile(r"\b(?:chief|director|boss|head)$", re.IGNORECASE)
_OF_BRANCH = re.compile(r"\b(?P<field>[a-z]+) (?:chief|director|boss|head)$", re.IGNORECASE)
_BRANCHED = frozenset({ActorKind.ORGANIZATION, ActorKind.MEDIA_ORGANIZATION})
_WHOLE = frozenset(
    {"and", "acting", "new", "outgoing", "interim", "executive", "general", "overall", "supreme", "current"}
)
_IN_CABINET = re.compile(
    r"\bminister\b|\bsecretary of |\b(?:foreign|defen[cs]e|home|interior) secretary$", re.IGNORECASE
)
_ORGANS = frozenset({ActorKind.ARMED_FORCE, ActorKind.GOVERNMENT})
_FEW = 8
_NOT_OF = frozenset({ActorKind.STATE, ActorKind.PERSON, ActorKind.COLLECTIVE})
_EARLIER = 20  # characters before a title in which a word of the past may stand


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
        relation = office_of(str(title.value))
        if relation is None or is_past(page, title.words.begin):
            continue
        body = _body_before(page, entities, row, at, title.words) or _state_in_title(entities, str(title.value))
        begin = title.words.begin if body is None or isinstance(body, Ref) else body.span.begin
        target = (
            body
            if isinstance(body, Ref)
            else body.denotes
            if body
            else _own_state(entities, person.denotes, relation, str(title.value))
            or home_of_office(entities, str(title.value))
        )
        if target is not None:
            if is_past(page, begin):
                continue
            words = Span(begin, person.span.end)
            relation = of_rank(entities, relation, str(title.value), target)
            yield Relation(person.denotes, relation, target, words, (page.sentence_of(words),), "title before a name")


def is_past(page: Page, title: int) -> bool:
    """Whether the words before a title say that it is held no longer: "the then prime minister"."""
    before = re.split(r"[,.;:()]", page.article.text[max(0, title - _EARLIER) : title])[-1]
    near = re.findall(r"[A-Za-z]+(?:-[a-z]+)?", before)[-2:]
    return any(word.lower() in lexicon.words("past_office") and word != "Then" for word in near)


def of_rank(entities: Entities, relation: str, title: str, body: Ref) -> str:
    """What a head is to what his title names: one of several commanders of an armed group, the chief of a branch of a
    state ("Israel's intelligence chief") or organization ("the UN humanitarian chief"), and no head of them.
    """
    actor = entities.actors.get(body)
    if relation != "leaderOf" or actor is None:
        return relation
    if actor.kind is ActorKind.STATE and _OF_SOME.search(title):
        return NONE
    if actor.kind is ActorKind.STATE:
        return "memberOf" if _COMMANDS.search(title) or _CHIEF.search(title) else relation
    if actor.kind is ActorKind.ARMED_GROUP and (_COMMANDS.search(title) or title.lower().endswith("emir")):
        return "memberOf" if title == title.lower() else relation
    branch = _OF_BRANCH.search(title) if actor.kind in _BRANCHED else None
    return "memberOf" if branch and branch["field"].lower() not in _WHOLE else relation


def _body_before(page: Page, entities: Entities, row: Sequence[Mention], at: int, title: Span) -> Mention | None:
    if at == 0:
        return None
    before = row[at - 1]
    actor = entities.actors.get(before.denotes)
    if actor is None or actor.kind is ActorKind.PERSON or before.span.end > title.begin:
        return None
    if before.kind is MentionKind.NOMINAL and _is_unsure(page, entities, before):
        return None
    gap = page.article.text[before.span.end : title.begin]
    return before if len(gap) <= 30 and (_TO_BODY.fullmatch(gap) or re.fullmatch(r" \([A-Z-]+\) ", gap)) else None


def _state_in_title(entities: Entities, title: str) -> Ref | None:
    state = state_in(title)
    ref = Ref("actor", state.key, True) if state is not None else None
    return ref if ref in entities.actors else None


def _own_state(entities: Entities, person: Ref, relation: str, title: str) -> Ref | None:
    """The state of a known leader called president, or minister, without a country."""
    in_cabinet = relation == "memberOf" and bool(_IN_CABINET.search(title))
    known = gazetteer.entry("actor", person.key) if person.known and (relation == "leaderOf" or in_cabinet) else None
    state = gazetteer.state_of(known.state) if known else None
    ref = Ref("actor", state.key, True) if state else None
    return ref if ref in entities.actors else None


def _after(page: Page, entities: Entities, row: Sequence[Mention], at: int) -> Iterator[Relation]:
    """ "X, spokesman for Y", "X of the Y council"."""
    person, body = row[at], body_after(entities, row, at)
    if body is None:
        return
    actor = entities.actors.get(body.denotes)
    if (
        person.kind is not MentionKind.NAME
        or actor is None
        or is_by_seat(page, body)
        or (actor.kind is ActorKind.PERSON and "spokes" not in page.text(Span(person.span.end, body.span.begin)))
    ):
        return
    between = page.article.text[person.span.end : body.span.begin]
    words = Span(person.span.begin, body.span.end)
    owned = _OWNED_OFFICE.match(page.article.text, body.span.end) if between in {", ", ", the "} else None
    if owned is None and not is_whole_phrase(page, body):
        return
    told = _told_after(between, owned)
    if told is not None:
        relation, title = told
        relation = of_rank(entities, relation, title, body.denotes)
        yield Relation(person.denotes, relation, body.denotes, words, (page.sentence_of(words),), "title after a name")
    elif len(between) <= 25 and _AFTER_NAME.fullmatch(between) and actor.kind not in _NOT_OF:
        yield Relation(person.denotes, "memberOf", body.denotes, words, (page.sentence_of(words),), "name, of a body")


def _told_after(between: str, owned: re.Match[str] | None) -> tuple[str, str] | None:
    """The relation and the title that an apposition tells: "X, Y's envoy", "X, spokesman for Y"."""
    if owned is not None:
        relation = office_of(owned["title"])
        return (relation, owned["title"]) if relation else None
    apposition = _APPOSITION.fullmatch(between)
    relation = office_of(apposition["title"]) if apposition else None
    if apposition is None or relation is None:
        return None
    title, link = apposition["title"], apposition["link"].lower()
    fits = speaks_for_object(title, link) if relation == "speaksFor" else relation == "memberOf" or link == "of"
    return (relation, title) if fits else None


def body_after(entities: Entities, row: Sequence[Mention], at: int) -> Mention | None:
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
    if body.kind is MentionKind.NOMINAL and _is_unsure(page, entities, body):
        return
    told = _BEFORE_NAME.fullmatch(page.article.text, body.span.end, person.span.begin)
    relation = office_of(told["title"]) if told and not is_past(page, body.span.begin) else None
    if relation is not None and told is not None and state_in(told["title"]) is None:
        relation = of_rank(entities, relation, told["title"], body.denotes)
        span = Span(body.span.begin, person.span.end)
        yield Relation(person.denotes, relation, body.denotes, span, (page.sentence_of(span),), "office of a body")


def _is_unsure(page: Page, entities: Entities, organ: Mention) -> bool:
    """Whether an organ in an office may be another's: "its military spokesman" is a group's own, and of two armies in
    one paragraph "the army chief" is of either.
    """
    if not organ.denotes.known and _OWN.search(
        page.article.text, max(0, organ.span.begin - _EARLIER), organ.span.begin
    ):
        return True
    name, paragraph = fold_name(page.text(organ.span)), page.paragraph_of(organ.span.begin)
    alike = (
        ref
        for ref, actor in entities.actors.items()
        if ref != organ.denotes and actor.kind in _ORGANS and fold_name(actor.label).endswith(f" {name}")
    )
    return any(
        page.paragraph_of(mention.span.begin) == paragraph
        for ref in alike
        for mention in entities.mentions_of(ref)[:_FEW]
    )


def _office_of_state(page: Page, entities: Entities, person: Mention) -> Iterator[Relation]:
    """ "Joram Valk, a Danish peace envoy"."""
    told = _OFFICE_AFTER.match(page.article.text, person.span.end)
    if told is None or person.kind is not MentionKind.NAME:
        return
    relation, state = office_of(told["title"]), _state_in_title(entities, told["title"])
    if relation is not None and state is not None:
        span = Span(person.span.begin, told.end())
        yield Relation(person.denotes, relation, state, span, (page.sentence_of(span),), "office of a state")
