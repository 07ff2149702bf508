"""What keeps words from telling a relation: kinds that never stand in it, and mentions that belong to other phrases.

A relation is kept for good and read without its sentence, so one that is in doubt is not told.
"""

import re
from bisect import bisect_left
from functools import cache

from kg import gazetteer, lexicon
from kg.extract.grammar.tree import SUBJECTS, preposition_of
from kg.extract.names import vocabulary
from kg.extract.names.entities import Entities
from kg.extract.names.relation_patterns import Pattern
from kg.extract.text.page import Page
from kg.gazetteer.folding import fold_name
from kg.records import ActorKind, Mention, MentionKind, Ref, Span

_PLACE = "Place"
_POSSESSES = re.compile(r"['’]s?(?!\w)")
_JOINED = re.compile(r"[-‐‑–]\w")
_NUMBERED = re.compile(r" \d+(?:st|nd|rd|th) [A-Z]")  # "of the FSA 13th Division"
_PARTICIPLE = re.compile(r", (?:[a-z]+ly )?(?:[a-z]+ed|led|[a-z]+ing)\b", re.IGNORECASE)
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_NO_SUBJECT = frozenset({"by", "with", "for", "against", "from", "to", "on", "in", "at"})
_HELD = re.compile(r" (?:now |still |largely )?[a-z]+(?:ed|ld|n) ", re.IGNORECASE)
_WITHIN = re.compile(
    r"(?P<noun>[\w-]+) (?:(?P<of>of)|in|near|at|from|to|on|around|outside|across)(?: the)? $", re.IGNORECASE
)
_LIES_IN = re.compile(r"[A-Z][\w'’-]+,? in (?:the )?$")
_SETTLED = frozenset(
    {"city", "town", "village", "province", "region", "district", "port", "enclave", "island", "towns"}
)
_TOGETHER = re.compile(r" in cooperation with\b")
_SUBJECTS = SUBJECTS | {"ROOT", "obl:agent"}
_JOINED_TO = frozenset({"conj", "compound", "flat", "appos", "nmod:poss"})
_FARTHEST = 4
_IN_PHRASE = re.compile(r"\b(?:of|with|for|from|against|to|in|on|at|near)(?: the)? $", re.IGNORECASE)
_OTHER_CLAUSE = re.compile(
    r"\b(?:which|who|whom|whose|that|after|before|when|while|where|because|since|if|whether|although|though|until"
    r"|said|says|say|told|called|calls|accused|denied|could|would|should|may|might)\b|[;:]",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"(?: \([A-Z-]+\)|\))?(?:,? (?:which|who|that) )?")
_ADJOINING = 2  # characters: a comma and a blank
_LONGEST_NOUN = 3  # words: a noun and its adjectives
_NOUNS = frozenset({"NOUN", "PROPN"})
_NO_BODY = frozenset({ActorKind.PERSON, ActorKind.COLLECTIVE})
_LANDS = ("countries", "states", "nations", "neighbours", "neighbors")
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
    if (pattern.is_open() or _TOGETHER.match(between)) and not _is_subject(page, left):
        return False
    if pattern.is_open():
        return not _OTHER_CLAUSE.search(between[_relative_end(between) :])
    if _is_adjective(page, left) or _is_no_subject(page, left, between):
        return False
    if pattern.property == "controls" and text.startswith(" until ", right.span.end):
        return False
    if (
        pattern.property == "controls"
        and not pattern.forward
        and (_is_of_other_place(text, left, between) or _is_land_of_place(text, left, between))
    ):
        return False
    if (_PARTICIPLE.match(between) or _goes_on(page, left, between)) and _IN_PHRASE.search(
        text, max(0, left.span.begin - 12), left.span.begin
    ):
        return False
    return bool(pattern.after.pattern) or pattern.property not in _HEADED or not _is_modifier(page, right)


def is_whole_phrase(page: Page, mention: Mention) -> bool:
    """Whether a phrase ends with a name, which owns no following noun, is joined to none and describes none."""
    return not (
        owns(page, mention) or _JOINED.match(page.article.text, mention.span.end) or _is_modifier(page, mention)
    )


def is_by_seat(page: Page, mention: Mention) -> bool:
    """Whether a state is named by its capital, which has officers of its own: "the governor of Tehran"."""
    if not _is_state(mention.denotes):
        return False
    name = fold_name(page.text(mention.span))
    return name not in _names_of(mention.denotes.key) and any(entry.is_place for entry in gazetteer.lookup(name))


def owns(page: Page, mention: Mention) -> bool:
    """Whether a name is a possessor, and what is told is told of what it owns."""
    return _POSSESSES.match(page.article.text, mention.span.end) is not None


def possessor(page: Page, entities: Entities, its: Span) -> Ref | None:
    """Whom "its", "their" or "whose" means, where it can mean no other: the one body or state that its sentence names
    before it; else the subject of the sentence before, or the one body that this names.
    """
    sentence = page.sentence_of(its)
    if page.text(its) == "whose":
        return next(
            (
                m.denotes
                for m in _bodies(page, entities, Span(sentence.begin, its.begin), False)
                if 0 <= its.begin - m.span.end <= _ADJOINING
            ),
            None,
        )
    many = page.text(its).lower() == "their"
    owners = _bodies(page, entities, Span(sentence.begin, its.begin), many)
    if not owners:
        at = bisect_left(page.sentences, sentence) - 1
        earlier = _bodies(page, entities, page.sentences[at], many) if at >= 0 else []
        owners = [mention for mention in earlier if _is_main_subject(page, mention)] or [
            mention
            for mention in earlier
            if not (owns(page, mention) or entities.actors[mention.denotes].kind is ActorKind.STATE)
        ]
    meant = {mention.denotes for mention in owners}
    return meant.pop() if len(meant) == 1 else None


def _bodies(page: Page, entities: Entities, within: Span, many: bool) -> list[Mention]:
    """The bodies and states that a stretch names, but for those in "Iran-backed"; no state where the word that takes
    them up is of many.
    """
    kinds = _NO_BODY | {ActorKind.STATE} if many else _NO_BODY
    named = ((mention, entities.actors.get(mention.denotes)) for mention in entities.within(within))
    return [
        mention
        for mention, actor in named
        if actor is not None and actor.kind not in kinds and not _JOINED.match(page.article.text, mention.span.end)
    ]


def _is_main_subject(page: Page, mention: Mention) -> bool:
    token = page.tokens(mention.span).root
    return token.dep_ in SUBJECTS and token.head.dep_ == "ROOT"


def _is_subject(page: Page, mention: Mention) -> bool:
    """Whether a name is the subject of a clause, or one of several, as far as the tree tells."""
    if not page.has_tree or owns(page, mention):
        return True
    token = page.tokens(mention.span).root
    for _ in range(_FARTHEST):
        if token.dep_ in _SUBJECTS:
            return True
        if token.dep_ not in _JOINED_TO:
            return False
        token = token.head
    return False


def _goes_on(page: Page, mention: Mention, between: str) -> bool:
    """Whether a clause goes on with its verb after a phrase that ends with a name: "the head of X, has said"."""
    if not between.startswith(", ") or not page.has_parts_of_speech:
        return False
    end = page.tokens(mention.span).end
    return any(token.tag_ in _FINITE for token in page.doc[end + 1 : end + 2])


def _is_no_subject(page: Page, mention: Mention, between: str) -> bool:
    """Whether a verb follows a name of which it does not tell: "the coalition led by X backs Y"."""
    if not between.startswith(" ") or not page.has_tree:
        return False
    tokens = page.tokens(mention.span)
    following = page.doc[tokens.end : tokens.end + 1]
    if not any(token.tag_ in _FINITE for token in following):
        return False
    token = tokens.root
    while token.dep_ == "conj" and token.head.i != token.i:
        token = token.head
    return preposition_of(token) in _NO_SUBJECT


def _is_of_other_place(text: str, place: Mention, between: str) -> bool:
    """Whether a participle may belong to the noun before a place: "a town in Darfur held by X"."""
    within = _WITHIN.search(text, max(0, place.span.begin - 30), place.span.begin) if _HELD.match(between) else None
    return within is not None and not (within["of"] and within["noun"].lower() in _SETTLED)


def _is_land_of_place(text: str, place: Mention, between: str) -> bool:
    """Whether an apposition may be of the place in a place: "Tal Arn in Aleppo province, a town that X took"."""
    return (
        between.startswith(", ") and _LIES_IN.search(text, max(0, place.span.begin - 40), place.span.begin) is not None
    )


def _relative_end(between: str) -> int:
    """Where the words after an acronym in brackets and a relative pronoun begin."""
    relative = _RELATIVE.match(between)
    return relative.end() if relative else 0


def _is_adjective(page: Page, mention: Mention) -> bool:
    """Whether a state is spoken of by its adjective, which belongs to a noun that follows; "Thai" of "Thai and Lao
    troops" is a force.
    """
    word = page.text(mention.span)
    if not _is_state(mention.denotes):
        return False
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
    if _NUMBERED.match(page.article.text, at):
        return True
    end = page.tokens(mention.span).end
    following = list(page.doc[end : end + _LONGEST_NOUN]) if page.has_parts_of_speech else []
    token = next((each for each in following if each.pos_ != "ADJ"), None)
    if token is None or token.pos_ not in _NOUNS or following[0].idx != at + 1:
        return False
    nouns = (vocabulary.people(), vocabulary.single_people(), vocabulary.class_nouns(), vocabulary.organs())
    return not any(token.lower_ in each.rows for each in nouns)


def fits(
    page: Page,
    entities: Entities,
    subject: Mention,
    object_: Mention,
    property_: str,
    sides: frozenset[ActorKind] = frozenset(),
) -> bool:
    """Whether two mentions are of kinds that stand in a relation, and neither is nobody in particular.

    sides: kinds of which one of the two must be, if any.
    """
    kinds = _kind(entities, subject.denotes), _kind(entities, object_.denotes)
    if kinds not in _ways(property_) or (sides and sides.isdisjoint(kinds)):
        return False
    if property_ == "controls":
        return not _is_crowd(entities, subject.denotes)
    if property_ == "memberOf" and fold_name(page.text(object_.span)).endswith(_LANDS):
        return False  # "African countries including X"
    if property_ in {"memberOf", "partOf"} and subject.kind is MentionKind.NOMINAL and kinds[0] != ActorKind.PERSON:
        return not _is_counted(page, subject) and object_.kind is MentionKind.NAME
    if property_ == "alsoKnownAs" and MentionKind.NOMINAL in {subject.kind, object_.kind}:
        return kinds[0] != ActorKind.PERSON  # "X, formerly the president"
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
