"""Offices told in the words before a person's name: "Israeli Defence Minister X", "the leader of Hezbollah, X", "army
spokesman X", "Quds Force general X", "its leader, X".

What the titles tell that the name finder took with a name is read in ``titles``.
"""

import re
from collections.abc import Iterator, Sequence

from kg import lexicon
from kg.extract.names import vocabulary
from kg.extract.names.entities import Entities
from kg.extract.names.office_homes import state_or_government
from kg.extract.names.offices import office_of, serves, speaks_for_object, state_in
from kg.extract.names.relation_appositions import LONGEST_OFFICE, serves_in
from kg.extract.names.relation_checks import is_by_seat, possessor
from kg.extract.names.titles import ADJECTIVES, is_past, of_rank
from kg.extract.text.page import Page
from kg.gazetteer.folding import fold_name
from kg.records import ActorKind, Mention, MentionKind, Ref, Relation, Span

_WORD = r"[A-Za-z][A-Za-z'’.-]*"
_BEFORE = re.compile(rf"(?<![\w'’.-])(?:{_WORD} ){{1,8}}$")
_STARTS = re.compile(r"(?<!\S)(?=\S)")
_JOINT = re.compile(rf",? and (?:its |the )?(?P<title>(?:{_WORD} ){{1,6}})")
_ITS = re.compile(
    r"\b(?P<its>[Ii]ts|[Tt]heir|whose) (?P<title>(?:[a-z-]+ ){0,5}[a-z-]+)(?: in (?:the )?[A-Z][\w-]+)?,? (?:retired )?"
    r"(?:[A-Z][A-Za-z]*\.? ){0,3}$"
)
_LONGEST_DIRECTION = 15
_THE_OFFICE = re.compile(r"\b[Tt]he (?P<title>[A-Za-z]+(?: [A-Za-z-]+){1,3}), (?:[A-Z][A-Za-z]*\.? ){0,3}$")
_THE_OFFICE_AFTER = re.compile(r", the (?P<title>[A-Za-z]+(?: [a-z-]+){1,3})(?=[,.;])")
_SPOKESMAN = re.compile(
    r"(?:^|[.:;\n”\"] ?|\b(?:said|says|added|according to) )(?P<title>[Ss]pokes(?:man|woman|person)),? "
    r"(?:[A-Z][A-Za-z]*\.? ){0,3}$"
)
_ITS_AFTER = re.compile(r", (?P<its>its|their) (?P<title>(?:[a-z-]+ ){0,4}[a-z-]+)(?=[,.;])")
_AS_ITS = re.compile(r" as (?P<its>its|their) (?P<title>(?:[a-z-]+ ){0,4}[a-z-]+)(?=[,.;)]|$)")
_PRONOUN = re.compile(r"(?:ts|eir|hose) ")
_NO_TITLE = "of|to|for|the|an?|with|by|in"
_OFFICE_OF = re.compile(
    r"(?:(?P<owner>[A-Za-z-]+ (?:of|to|for) |['’]s )|(?<![\w-]))(?P<article>the|an?|its|their) "
    rf"(?P<title>(?:(?!(?:{_NO_TITLE}) )[A-Za-z-]+ ){{1,5}})(?P<link>of|for) (?:the )?{ADJECTIVES}$",
    re.IGNORECASE,
)
_RANK = re.compile(rf",? (?P<rank>(?:{_WORD} ){{0,4}})")
_ENDS = re.compile(r"[,.;:)]|\s*$| (?:said|says|told|was|is|has|had|will|spoke|met|called|warned|added|denied)\b")
_ONLY_ONE = frozenset({"commander", "leader", "head", "chief"})  # "its commander, X": not one of several
_NAMED = re.compile(r",? (?:named|called|identified as|known as) $")
_OWN_FORCES = frozenset({ActorKind.ARMED_FORCE, ActorKind.GOVERNMENT})


def office_relations(page: Page, entities: Entities, row: Sequence[Mention]) -> Iterator[Relation]:
    """What the persons named in one sentence are to bodies and states, by the words before their names."""
    for at, person in enumerate(row):
        actor = entities.actors.get(person.denotes)
        if actor is None or actor.kind is not ActorKind.PERSON or person.kind is not MentionKind.NAME:
            continue
        yield from _of_state(page, entities, row, at)
        yield from _of_own_force(page, entities, row, at)
        yield from _of_antecedent(page, entities, person)
        yield from _spokesman(page, entities, person)
        if at:
            yield from _in_rank(page, entities, row[at - 1], person)
            yield from _head_of(page, entities, row[at - 1], person)


def _relation(page: Page, person: Mention, property_: str, body: Ref, words: Span, rule: str) -> Relation:
    return Relation(person.denotes, property_, body, words, (page.sentence_of(words),), rule)


def _offices_before(page: Page, row: Sequence[Mention], at: int) -> Iterator[Span]:
    """The words between a name and the mention before it that may be an office, the longest first."""
    text, person = page.article.text, row[at]
    earlier = row[at - 1].span.end + 1 if at else page.sentence_of(person.span).begin
    begin = max(earlier, person.span.begin - LONGEST_OFFICE)
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
    for span in (*_offices_before(page, row, at), *_office_beside(page, row[at])):
        title = page.text(span)
        state = state_in(title) if title[0].isupper() and not _is_of_part(page, span) else None
        relation = office_of(title) if state is not None else None
        if state is None or relation is None:
            continue
        ref = state_or_government(entities, state.key)
        if ref is None or is_past(page, span.begin):
            return None
        return of_rank(entities, relation, title, ref), ref, min(span.begin, row[at].span.begin)
    return None


def _is_of_part(page: Page, title: Span) -> bool:
    """Whether a state's name is a part of another: "Northern Ireland Secretary"."""
    before = page.article.text[max(0, title.begin - _LONGEST_DIRECTION) : title.begin].split()
    return bool(before) and before[-1].lower() in lexicon.words("directions")


def _of_own_force(page: Page, entities: Entities, row: Sequence[Mention], at: int) -> Iterator[Relation]:
    """ "Army spokesman General X", where the article speaks of one army."""
    person = row[at]
    for span in (*_offices_before(page, row, at), *_office_beside(page, person)):
        words = fold_name(page.text(span)).split()
        for length in (2, 1):
            organ = " ".join(words[:length])
            relation = office_of(" ".join(words[length:])) if organ in vocabulary.organs().rows else None
            body = _only_body(entities, organ) if relation else None
            if relation is not None and body is not None and not is_past(page, span.begin):
                told = Span(min(span.begin, person.span.begin), max(span.end, person.span.end))
                yield _relation(page, person, relation, body, told, "office of the one army")
                return


def _office_beside(page: Page, person: Mention) -> Iterator[Span]:
    """The words of "the army chief, X" and "X, the army chief"."""
    text, begin = page.article.text, max(0, person.span.begin - LONGEST_OFFICE)
    parted = text.find(", ", begin, person.span.begin) >= 0
    before = _THE_OFFICE.search(text, begin, person.span.begin) if parted else None
    after = _THE_OFFICE_AFTER.match(text, person.span.end)
    yield from (Span(*told.span("title")) for told in (before, after) if told is not None)


def _of_antecedent(page: Page, entities: Entities, person: Mention) -> Iterator[Relation]:
    """ "The group and its leader, X"."""
    text, begin = page.article.text, max(0, person.span.begin - LONGEST_OFFICE)
    told = _ITS_AFTER.match(text, person.span.end) or _AS_ITS.match(text, person.span.end)
    if told is None and _PRONOUN.search(text, begin, person.span.begin):
        told = _ITS.search(text, begin, person.span.begin)
    relation = office_of(told["title"]) if told else None
    if told is None or relation is None or told.start() < page.sentence_of(person.span).begin:
        return
    named = (entities.actors.get(mention.denotes) for mention in entities.within(Span(*told.span("title"))))
    if any(actor is not None and actor.kind in _OWN_FORCES and actor.ref.known for actor in named):
        return  # "its military spokesman, X": of the body that the title names
    owner = possessor(page, entities, Span(told.start("its"), told.end("its")))
    if owner is not None:
        if told["title"] not in _ONLY_ONE:
            relation = of_rank(entities, relation, told["title"].strip(), owner)
        words = Span(min(told.start(), person.span.begin), max(told.end(), person.span.end))
        yield _relation(page, person, relation, owner, words, "office of what a pronoun means")


def _spokesman(page: Page, entities: Entities, person: Mention) -> Iterator[Relation]:
    """ "The group says that it did it. Spokesman X wrote": he speaks for the one body that was told of just before."""
    begin = max(0, person.span.begin - LONGEST_OFFICE)
    text = page.article.text
    said = text.find("pokes", begin, person.span.begin) >= 0
    told = _SPOKESMAN.search(text, begin, person.span.begin) if said else None
    if told is None:
        return
    words = Span(told.start("title"), person.span.end)
    body = possessor(page, entities, Span(words.begin, told.end("title")))
    if body is not None:
        yield _relation(page, person, "speaksFor", body, words, "spokesman of what was told of before")


def _only_body(entities: Entities, organ: str) -> Ref | None:
    """The one body of its kind in an article: "army" → the Congolese army."""
    found = [
        ref
        for ref, actor in entities.actors.items()
        if actor.kind in _OWN_FORCES
        and (f" {fold_name(actor.label)}".endswith(f" {organ}") or fold_name(actor.label).startswith(f"{organ} of "))
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
        or len(between) > LONGEST_OFFICE
    ):
        return
    title = _NAMED.sub(" ", between.replace(".", ""))
    named = title != between.replace(".", "")
    in_office = office_of(title) is not None
    if "," in title:
        return
    if (named if in_office else serves_in(actor, title)) and not is_past(page, body.span.begin):
        words = Span(body.span.begin, person.span.end)
        yield _relation(page, person, "memberOf", body.denotes, words, "rank in a body")


def _head_of(page: Page, entities: Entities, body: Mention, person: Mention) -> Iterator[Relation]:
    """ "The leader of Hezbollah, X, spoke"."""
    text, actor = page.article.text, entities.actors.get(body.denotes)
    rank = _RANK.fullmatch(text, body.span.end, person.span.begin)
    if actor is None or actor.kind is ActorKind.PERSON or rank is None:
        return
    if text.startswith(",", body.span.end) and not _ENDS.match(text, person.span.end):
        return
    if is_by_seat(page, body):
        return
    if rank["rank"] and not serves(rank["rank"].replace(".", ""), "force"):
        return
    begin = max(page.sentence_of(body.span).begin, body.span.begin - LONGEST_OFFICE)
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
    return (
        office_of(noun) is not None or noun in lexicon.words("kin_and_aides") or noun in vocabulary.single_people().rows
    )
