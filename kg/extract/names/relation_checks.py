"""What keeps words from telling a relation: kinds that never stand in it, and mentions that belong to other phrases.

A relation is kept for good and read without its sentence, so one that is in doubt is not told.
"""

import re
from functools import cache

from kg import gazetteer, lexicon
from kg.extract.names import vocabulary
from kg.extract.names.entities import Entities
from kg.extract.names.relation_patterns import Pattern
from kg.extract.text.page import Page
from kg.gazetteer.folding import fold_name
from kg.records import ActorKind, Mention, MentionKind, Ref

_PLACE = "Place"
_POSSESSES = re.compile(r"['’]s?(?!\w)")
_JOINED = re.compile(r"[-‐‑–]\w")
_PARTICIPLE = re.compile(r", (?:[a-z]+ly )?(?:[a-z]+ed|led|[a-z]+ing)\b", re.IGNORECASE)
_IN_PHRASE = re.compile(r"\b(?:of|with|for|from|against|to|in|on|at|near)(?: the)? $", re.IGNORECASE)
_OTHER_CLAUSE = re.compile(
    r"\b(?:which|who|whom|whose|that|after|before|when|while|where|because|since|if|whether|although|though|until"
    r"|said|says|say|told|called|calls|accused|denied|could|would|should|may|might)\b|[;:]",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"(?: \([A-Z-]+\)|\))?(?:,? (?:which|who|that) )?")
_NOUNS = frozenset({"NOUN", "PROPN"})
_HEADED = frozenset({"leaderOf", "memberOf", "partOf", "speaksFor", "alsoKnownAs"})


def is_credible(page: Page, entities: Entities, left: Mention, right: Mention, pattern: Pattern, between: str) -> bool:
    """Whether the words of a pattern between two mentions tell what they tell elsewhere."""
    text = page.article.text
    if _is_adjective(page, right) and not pattern.after.pattern:
        return False
    if pattern.is_hyphen():
        return True
    if not pattern.after.pattern and owns(page, right):
        return False
    if pattern.is_open():
        return not _OTHER_CLAUSE.search(between[_relative_end(between) :])
    if _is_adjective(page, left):
        return False
    if _PARTICIPLE.match(between) and _IN_PHRASE.search(text, max(0, left.span.begin - 12), left.span.begin):
        return False
    return bool(pattern.after.pattern) or pattern.property not in _HEADED or not _is_modifier(page, right)


def is_whole_phrase(page: Page, mention: Mention) -> bool:
    """Whether a phrase ends with a name, which owns no following noun, is joined to none and describes none."""
    return not (
        owns(page, mention) or _JOINED.match(page.article.text, mention.span.end) or _is_modifier(page, mention)
    )


def owns(page: Page, mention: Mention) -> bool:
    """Whether a name is a possessor, and what is told is told of what it owns."""
    return _POSSESSES.match(page.article.text, mention.span.end) is not None


def _relative_end(between: str) -> int:
    """Where the words after an acronym in brackets and a relative pronoun begin."""
    relative = _RELATIVE.match(between)
    return relative.end() if relative else 0


def _is_adjective(page: Page, mention: Mention) -> bool:
    """Whether a state is spoken of by its adjective, which belongs to a noun that follows."""
    word = page.text(mention.span)
    state = gazetteer.adjectives().get(fold_name(word)) if mention.denotes.known and not word.isupper() else None
    return state is not None and fold_name(word) not in _names_of(state.key)


def _is_state(ref: Ref) -> bool:
    known = gazetteer.entry("actor", ref.key) if ref.known else None
    return known is not None and known.kind is ActorKind.STATE


@cache
def _names_of(key: str) -> frozenset[str]:
    state = gazetteer.entry("actor", key)
    return frozenset(fold_name(name) for name in (key, *(state.names if state else ())))


def _is_modifier(page: Page, mention: Mention) -> bool:
    """Whether a name only tells of what kind a following noun is: "leader of the Labour campaign".

    Not before people or a kind of body: "the commander of the Houthi rebels" leads the Houthis.
    """
    at = mention.span.end
    if page.article.text[at : at + 1] != " ":
        return False
    if page.article.text[at + 1 : at + 2].isupper():
        return _is_state(mention.denotes)  # "of the US Joint Chiefs of Staff"
    following = page.doc[page.tokens(mention.span).end :][:1] if page.has_parts_of_speech else ()
    token = next((each for each in following if each.pos_ in _NOUNS and each.idx == at + 1), None)
    if token is None:
        return False
    nouns = (vocabulary.people(), vocabulary.single_people(), vocabulary.class_nouns(), vocabulary.organs())
    return not any(token.lower_ in each.rows for each in nouns)


def fits(page: Page, entities: Entities, subject: Mention, object_: Mention, pattern: Pattern, property_: str) -> bool:
    """Whether two mentions are of kinds that stand in a relation, and neither is nobody in particular."""
    kinds = _kind(entities, subject.denotes), _kind(entities, object_.denotes)
    if kinds not in _ways(property_) or (pattern.sides and pattern.sides.isdisjoint(kinds)):
        return False
    if property_ == "controls":
        return not _is_crowd(entities, subject.denotes)
    if property_ in {"memberOf", "partOf"} and subject.kind is MentionKind.NOMINAL and kinds[0] != ActorKind.PERSON:
        return not _is_counted(page, subject) and object_.kind is MentionKind.NAME
    if property_ == "alsoKnownAs":
        return not (subject.denotes.known and object_.denotes.known and kinds[0] == ActorKind.PERSON)
    return not (_is_counted(page, subject) and _is_counted(page, object_))


def _kind(entities: Entities, ref: Ref) -> str:
    actor = entities.actors.get(ref)
    return _PLACE if actor is None else actor.kind.value


@cache
def _ways(property_: str) -> frozenset[tuple[str, str]]:
    rows = [row for row in lexicon.table("relation_kinds") if row["property"] == property_]
    return frozenset((s, o) for row in rows for s in row["subject"].split() for o in row["object"].split())


def _is_counted(page: Page, mention: Mention) -> bool:
    word = page.text(mention.span).split()[0].lower()
    return word[0].isdigit() or word in lexicon.words("small_numbers")


def _is_crowd(entities: Entities, ref: Ref) -> bool:
    """Whether people without arms or rule are described: volunteers, residents, sources."""
    actor = entities.actors[ref]
    if actor.kind is not ActorKind.COLLECTIVE or ref.known:
        return False
    words = fold_name(actor.label).split()
    rows = vocabulary.people().rows
    tails = (" ".join(words[first:]) for first in range(len(words)))
    row = next((rows[tail] for tail in tails if tail in rows), None)
    return row is not None and row["group"] not in lexicon.words("holding_people")
