"""Relations between actors, and of actors to places, with the words that tell them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from kg import gazetteer
from kg.extract.grammar.tree import SUBJECTS
from kg.extract.names.entities import Entities
from kg.extract.names.relation_checks import fits, is_credible, owns
from kg.extract.names.relation_patterns import Pattern, patterns_of, telling
from kg.extract.names.titles import title_relations
from kg.extract.text.page import Page
from kg.gazetteer.folding import fold_name
from kg.records import ActorKind, Mention, MentionKind, Ref, Relation, SegmentKind, Span

_FARTHEST = 160
_NEXT = 3  # a pattern may step over two mentions between the two
_HYPHENATED = re.compile(r"[-‐‑–][a-z]+ ")  # between the two names in "Turkish-backed rebels"
_QUALIFIES = re.compile(r"[-‐‑–](backed|led|supported|allied|affiliated|linked|aligned|funded|trained|armed)\b")
_ASIDE = re.compile(r", (?!and\b|or\b|but\b|while\b)[^,;.]{4,70},(?= (?!and\b|or\b))")
_NOT = re.compile(r"\bnot\b|n['’]t\b")
_OF_ANOTHER = re.compile(r"\b(?:of|by|with|for|from|against|to|in)(?: the)? $", re.IGNORECASE)
_COORDINATION = re.compile(r",? (and|or) (the )?|, (the )?", re.IGNORECASE)
_MEMBERS = frozenset({ActorKind.STATE, ActorKind.PERSON, ActorKind.COLLECTIVE})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_VERB = re.compile(r" (?:has|have|had|is|are|was|were|fights?|fought)\b")
_VERBAL = frozenset({"controls", "opponentOf", "backedBy"})
_UNITED_NATIONS = "United Nations"
_BODIES = frozenset({ActorKind.GOVERNMENT, ActorKind.ARMED_FORCE})


def find_relations(page: Page, entities: Entities) -> tuple[Relation, ...]:
    """Each relation once, with the first words that tell it, in text order."""
    found: dict[tuple[Ref, str, Ref], Relation] = {}
    for relation in _every(page, entities):
        if relation.subject != relation.object:
            found.setdefault((relation.subject, relation.property, relation.object), relation)
    return tuple(sorted(found.values(), key=lambda r: (r.words, r.property, r.subject, r.object)))


def _every(page: Page, entities: Entities) -> Iterator[Relation]:
    for row in _by_sentence(page, entities):
        yield from _told_between(page, entities, row)
        yield from title_relations(page, entities, row)
    yield from _parts(page, entities)


def _by_sentence(page: Page, entities: Entities) -> Iterator[list[Mention]]:
    """The mentions of actors and places, one list a sentence; boilerplate tells nothing."""
    row: list[Mention] = []
    sentence: Span | None = None
    for mention in entities.mentions:
        if mention.denotes in entities.zones:
            continue
        own = page.sentence_of(mention.span)
        if own != sentence and row:
            yield row
            row = []
        sentence = own
        row.append(mention)
    if row:
        yield row


def _told_between(page: Page, entities: Entities, row: Sequence[Mention]) -> Iterator[Relation]:
    text = page.article.text
    for i, left in enumerate(row):
        for j in range(i + 1, min(i + 1 + _NEXT, len(row))):
            right = row[j]
            between = text[left.span.end : _begin(text, row, i, j)].replace("\n", " ")
            if len(between) > _FARTHEST:
                break
            if _QUALIFIES.match(text, right.span.end):
                continue
            patterns = _telling(between, entities.is_actor(left.denotes), entities.is_actor(right.denotes))
            if not patterns:
                continue
            dependent = _NOT.search(between) or _OF_ANOTHER.search(text, max(0, left.span.begin - 12), left.span.begin)
            for pattern in patterns:
                if dependent and pattern.is_open():
                    continue
                if pattern.before and not pattern.before.search(text, max(0, left.span.begin - 40), left.span.begin):
                    continue
                if not pattern.after.match(text, right.span.end):
                    continue
                if is_credible(page, entities, left, right, pattern, between):
                    yield from _coordinated(page, entities, row, i, j, pattern)


def _telling(between: str, left_is_actor: bool, right_is_actor: bool) -> Sequence[Pattern]:
    """The patterns in which the words between two mentions stand, as they are or without what stands between commas
    after the first: "X, backed by Y, fought Z".
    """
    patterns = telling(left_is_actor, right_is_actor, between)
    aside = _ASIDE.match(between)
    if aside is None:
        return patterns
    words = between[aside.end() :]
    more = [p for p in telling(left_is_actor, right_is_actor, words) if _may_tell(p, words)]
    return [p for p in patterns_of(left_is_actor, right_is_actor) if p in patterns or p in more]


def _may_tell(pattern: Pattern, words: str) -> bool:
    """Whether words between commas may be left out: before a verb, and not before an apposition."""
    return pattern.property in _VERBAL or bool(_VERB.match(words) and pattern.property == "allyOf")


def _begin(text: str, row: Sequence[Mention], i: int, j: int) -> int:
    """Where the phrase of a mention begins: in "held by Turkish-backed rebels" before "Turkish"."""
    before, own = row[j - 1], row[j]
    joined = j - 1 > i and _HYPHENATED.fullmatch(text[before.span.end : own.span.begin])
    return before.span.begin if joined else own.span.begin


def _coordinated(
    page: Page, entities: Entities, row: Sequence[Mention], i: int, j: int, pattern: Pattern
) -> Iterator[Relation]:
    """The relation for each of the joint fillers: "Hama and Idlib are controlled by rebels and jihadists"."""
    alone = pattern.is_hyphen()
    lefts = [row[i]] if alone or pattern.is_possessive() else [row[i], *_joined(page, entities, row, i, -1)]
    rights = [row[j]] if alone else [row[j], *_joined(page, entities, row, j, +1)]
    for left in lefts:
        for right in rights:
            subject, object_ = (left, right) if pattern.forward else (right, left)
            told = _property(entities, subject.denotes, pattern.property)
            if fits(page, entities, subject, object_, pattern, told):
                words = Span(left.span.begin, right.span.end)
                yield _relation(page, subject.denotes, told, object_.denotes, words, f"{told}: words between")


def _joined(page: Page, entities: Entities, row: Sequence[Mention], at: int, step: int) -> list[Mention]:
    """Mentions of the same sort joined to one by commas and "and"."""
    actor = entities.is_actor(row[at].denotes)
    following = at + step
    found: list[Mention] = []
    joints: list[str] = []
    while 0 <= following < len(row) and entities.is_actor(row[following].denotes) == actor:
        first, second = sorted((row[following - step], row[following]), key=lambda m: m.span)
        joint = _COORDINATION.fullmatch(page.article.text[first.span.end : second.span.begin])
        if not joint or (step > 0 and owns(page, row[following])):
            break
        found.append(row[following])
        joints.append(joint.group())
        following += step
    # A list of two has no comma, and one of more an "and": else a new clause or phrase begins.
    two = len(joints) == 1 and joints[0].startswith(",")
    listed = any(" and " in joint or " or " in joint for joint in joints)
    return found if listed and not two and not (step > 0 and _begins_clause(page, found[-1])) else []


def _begins_clause(page: Page, mention: Mention) -> bool:
    """Whether a name is the subject of a clause of its own: "had defeated the rebels and Chad was free"."""
    if not page.has_tree:
        return False
    tokens = page.tokens(mention.span)
    following = page.doc[tokens.end : tokens.end + 1]
    return tokens.root.dep_ in SUBJECTS or any(token.tag_ in _FINITE for token in following)


def _property(entities: Entities, subject: Ref, property_: str) -> str:
    """States, people and crowds are members of what bodies and groups are parts of."""
    actor = entities.actors.get(subject)
    return "memberOf" if property_ == "partOf" and actor is not None and actor.kind in _MEMBERS else property_


def _relation(page: Page, subject: Ref, property_: str, object_: Ref, words: Span, rule: str) -> Relation:
    return Relation(subject, property_, object_, words, (page.sentence_of(words),), rule)


def _parts(page: Page, entities: Entities) -> Iterator[Relation]:
    """A body is part of its state, or of the United Nations, where the article has both: the body's name says so, or
    the gazetteer.
    """
    for ref, actor in entities.actors.items():
        if not ref.known or not (actor.kind in _BODIES or actor.label.startswith(f"{_UNITED_NATIONS} ")):
            continue
        mention = next((m for m in entities.mentions_of(ref) if m.kind is MentionKind.NAME), None)
        state = _state_in_name(actor.label) if actor.kind in _BODIES else _UNITED_NATIONS
        if mention is None or state is None:
            continue
        whole = Ref("actor", state, True)
        if whole in entities.actors and page.segment_kind(mention.span.begin) is not SegmentKind.BOILERPLATE:
            yield _relation(page, ref, "partOf", whole, mention.span, "state in the name of its body")


@cache
def _state_in_name(label: str) -> str | None:
    known = next(iter(e for e in gazetteer.lookup(label) if e.kind in _BODIES), None)
    state = gazetteer.state_of(known.state) if known and known.state else None
    if state is not None:
        return state.key
    words = fold_name(label).split()
    for length in (2, 1):
        adjective = gazetteer.adjectives().get(" ".join(words[:length]))
        if adjective is not None:
            return adjective.key
    tail: Iterable[str] = (" ".join(words[at:]) for at in range(1, len(words)))
    for name in tail:
        entry = next((e for e in gazetteer.by_name().get(name, ()) if e.kind is ActorKind.STATE), None)
        if entry is not None:
            return entry.key
    return None
