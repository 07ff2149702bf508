"""Relations between actors, and of actors to places, with the words that tell them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.grammar.tree import SUBJECTS
from kg.extract.names.entities import Entities
from kg.extract.names.relation_appositions import apposition_relations
from kg.extract.names.relation_checks import fits, is_credible, owns
from kg.extract.names.relation_described import described_relations
from kg.extract.names.relation_followers import follower_relations
from kg.extract.names.relation_holdings import holding_relations
from kg.extract.names.relation_members import member_relations
from kg.extract.names.relation_offices import office_relations
from kg.extract.names.relation_parts import owned_parts, part_relations
from kg.extract.names.relation_patterns import IN_PASSING, Pattern, patterns_of, telling
from kg.extract.names.titles import title_relations
from kg.extract.text.page import Page
from kg.records import ActorKind, Factuality, Mention, MentionKind, Ref, Relation, Span

_FARTHEST = 160
_BEFORE = 60  # characters before the first mention that a pattern may ask for
_HYPHENS = frozenset("-‐‑–")
_NEXT = 3  # a pattern may step over two mentions between the two
_HYPHENATED = re.compile(r"[-‐‑–][a-z]+ ")  # between the two names in "Turkish-backed rebels"
_QUALIFIES = re.compile(r"[-‐‑–](backed|led|supported|allied|affiliated|linked|aligned|funded|trained|armed)\b")
_ASIDE = re.compile(r", (?!and\b|or\b|but\b|while\b)[^,;.]{4,70},(?= (?!and\b|or\b))")
_CONDITION = re.compile(r"\b(?:if|whether|unless|should|may|might|could|would) (?:the )?(?:[a-z]+ )?$", re.IGNORECASE)
_FEARED = re.compile(
    r"\b(?:avoid|prevent|avert|stave|create|spark|provoke|trigger|ignite|cause|start|want|wants|not|no|never|without|possible|potential|risk|fears?|feared"
    r"|threat|threaten\w*|brink|verge|could|may|might|would|looming|trade|legal|court|football)\b",
    re.IGNORECASE,
)
_ALLEGED = re.compile(r"\b(?:allegedly|alleged|reportedly|suspected|purportedly|purported|supposedly)\b", re.IGNORECASE)
_NOT = re.compile(r"\bnot\b|n['’]t\b")
_OF_ANOTHER = re.compile(r"\b(?:of|by|with|for|from|against|to|in)(?: the)? $", re.IGNORECASE)
_COORDINATION = re.compile(r",? (and|or) (the )?|, (the )?", re.IGNORECASE)
_FORCES = frozenset({ActorKind.ARMED_GROUP, ActorKind.ARMED_FORCE})
_APPOSED = frozenset({"leaderOf", "backedBy"})
_MEMBERS = frozenset({ActorKind.STATE, ActorKind.PERSON, ActorKind.COLLECTIVE})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_VERB = re.compile(r" (?:has|have|had|is|are|was|were|fights?|fought|leads|heads|commands)\b")
_AFTER_ASIDE = frozenset({"allyOf", "leaderOf"})
_VERBAL = frozenset({"controls", "opponentOf", "backedBy"})


def find_relations(page: Page, entities: Entities) -> tuple[Relation, ...]:
    """Each relation once, with the first words that tell it, in text order."""
    found: dict[tuple[Ref, str, Ref], Relation] = {}
    for relation in _every(page, entities):
        if relation.subject != relation.object and relation.property:
            found.setdefault((relation.subject, relation.property, relation.object), relation)
    for one, property_, other in [*found]:
        if property_ == "allyOf" and (other, "leaderOf", one) in found:
            del found[one, property_, other]  # "fighters loyal to X"
        if property_ == "memberOf" and ((one, "leaderOf", other) in found or (one, "speaksFor", other) in found):
            del found[one, property_, other]  # who leads it or speaks for it belongs to it
    return tuple(sorted(found.values(), key=lambda r: (r.words, r.property, r.subject, r.object)))


def _every(page: Page, entities: Entities) -> Iterator[Relation]:
    for row in _by_sentence(page, entities):
        yield from _told_between(page, entities, _with_their_people(page, entities, row))
        yield from title_relations(page, entities, row)
        yield from office_relations(page, entities, row)
        yield from apposition_relations(page, entities, row)
        yield from follower_relations(page, entities, row)
        yield from member_relations(page, entities, row)
        yield from holding_relations(page, entities, row)
        yield from owned_parts(page, entities, row)
        yield from described_relations(page, entities, row)
    yield from part_relations(page, entities)


def _by_sentence(page: Page, entities: Entities) -> Iterator[list[Mention]]:
    """The mentions of actors and places, one list a sentence; boilerplate tells nothing."""
    row: list[Mention] = []
    sentence: Span | None = None
    for mention in entities.mentions:
        if mention.denotes in entities.zones:
            continue
        own = page.sentence_of(mention.span)
        within_name = bool(row) and own.begin < row[-1].span.end  # "John “J.D.” Dorrian", cut after the initials
        if own != sentence and row and not within_name:
            yield row
            row = []
        sentence = own
        row.append(_as_owner(page, entities, mention))
    if row:
        yield row


def _as_owner(page: Page, entities: Entities, mention: Mention) -> Mention:
    """A country that has an ally or an ambassador is the state, where the article has it as one."""
    if mention.denotes in entities.actors or not mention.denotes.known or not owns(page, mention):
        return mention
    state = Ref("actor", mention.denotes.key, True)
    return replace(mention, denotes=state) if state in entities.actors else mention


def _with_their_people(page: Page, entities: Entities, row: Sequence[Mention]) -> Sequence[Mention]:
    """The mentions of a sentence, a group and its people as one: "Taliban fighters" are the Taliban."""
    found: list[Mention] = []
    for mention in row:
        group = found[-1] if found else None
        if group is not None and _are_people_of(page, entities, group, mention):
            found[-1] = replace(group, span=Span(group.span.begin, mention.span.end))
        else:
            found.append(mention)
    return found


def _are_people_of(page: Page, entities: Entities, group: Mention, people: Mention) -> bool:
    one, many = entities.actors.get(group.denotes), entities.actors.get(people.denotes)
    if one is None or many is None or group.kind is not MentionKind.NAME or people.kind is not MentionKind.NOMINAL:
        return False
    text = page.article.text
    beside = text[group.span.end : people.span.begin] == " "
    joined = text[group.span.begin - 1 : group.span.begin] in _HYPHENS
    return beside and not joined and one.kind in _FORCES and many.kind is ActorKind.COLLECTIVE


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
            dependent = _is_dependent(text, left, between)
            for pattern in patterns:
                if dependent and pattern.is_open():
                    continue
                if not _is_opened(text, left, pattern):
                    continue
                if not pattern.after.match(text, right.span.end):
                    continue
                if is_credible(page, entities, left, right, pattern, between):
                    yield from _coordinated(page, entities, row, i, j, pattern)


def _is_dependent(text: str, left: Mention, between: str) -> bool:
    """Whether a mention is part of another phrase, or what follows it is denied."""
    joined = between[:1] in _HYPHENS
    return joined or bool(
        _NOT.search(between) or _OF_ANOTHER.search(text, max(0, left.span.begin - 12), left.span.begin)
    )


def _is_opened(text: str, left: Mention, pattern: Pattern) -> bool:
    """Whether the words before the first mention are those of a pattern, and make nothing of it a mere possibility."""
    begin, end = max(0, left.span.begin - _BEFORE), left.span.begin
    if pattern.before is None:
        return pattern.is_hyphen() or not _CONDITION.search(text, begin, end)
    opening = pattern.before.search(text, begin, end)
    return opening is not None and not (
        pattern.property == "opponentOf" and _FEARED.search(text, begin, opening.start())
    )


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
    return pattern.property in _VERBAL or bool(_VERB.match(words) and pattern.property in _AFTER_ASIDE)


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
    # A list is led or backed only where it is the subject: "of A, B and C, led by X".
    apposed = pattern.property in _APPOSED and page.article.text.startswith(", ", row[i].span.end)
    alone_left = alone or apposed or pattern.is_possessive()
    lefts = [row[i]] if alone_left else [row[i], *_joined(page, entities, row, i, -1)]
    rights = [row[j]] if alone else [row[j], *_joined(page, entities, row, j, +1)]
    for left in lefts:
        for right in rights:
            subject, object_ = (left, right) if pattern.forward else (right, left)
            told = _property(entities, subject.denotes, pattern.property)
            if fits(page, entities, subject, object_, told, pattern.sides):
                words = Span(left.span.begin, right.span.end)
                how = IN_PASSING if alone else "words between"
                yield _relation(page, subject.denotes, told, object_.denotes, words, f"{told}: {how}")


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
    sure = Factuality.ALLEGED if _ALLEGED.search(page.text(words)) else Factuality.STATED
    return Relation(subject, property_, object_, words, (page.sentence_of(words),), rule, sure)
