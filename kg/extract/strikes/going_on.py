"""Which words of a sentence go on from an attack named before them: what it did, what was sent, what leads to it."""

from collections.abc import Iterable, Sequence
from typing import Final

from spacy.tokens import Token

from kg import lexicon
from kg.extract.grammar.frame import Frame, Voice
from kg.extract.strikes.doers import is_fighting
from kg.extract.strikes.event import Deed
from kg.extract.strikes.triggers import Trigger
from kg.extract.text.page import Page
from kg.records import Span

_LIGHT: Final = lexicon.words("light_verbs")
_BURSTS: Final = frozenset({"explosion", "blast", "detonation", "firing", "launch", "use", "impact"})
_SETTING_OFF: Final = frozenset({"detonated", "exploded", "detonating", "detonate", "off", "used", "planted"})
_OBJECT_REACH: Final = 8
_FROM_REACH: Final = 4
_THEM: Final = frozenset({"them", "it", "him", "her"})
_SENDING: Final = lexicon.words("sending_verbs")
_OPENING_WORDS: Final = 3
_OPENED_BY: Final = frozenset({"a", "an", "another", "one"})
_TURNING: Final = frozenset({"in", "to", "after", "against", "from", "when", "while", "and", "before", "response"})


def is_sent(page: Page, trigger: Trigger, deeds: Sequence[Deed]) -> bool:
    """Whether a weapon is what a verb before it sends: "fired 170 shells"."""
    if trigger.sense != "weapon" or not deeds:
        return False
    last = deeds[-1]
    of = last.frame.object if not last.trigger.verbal else None
    if of and last.lemma in _BURSTS and of.begin <= trigger.span.begin and trigger.span.end <= of.end:
        return True
    whose = last.frame.object if last.trigger.verbal else None
    sends = last.lemma in _SETTING_OFF or last.trigger.sense == "learned"
    if whose and sends and holds(whose, trigger):
        return True
    if last.trigger.verbal and last.frame.voice is Voice.PASSIVE and last.frame.agent is not None:
        return holds(last.frame.agent, trigger)
    words = page.words
    sent = [span for span in last.also if page.text(span).lower() in _SENDING]
    if last.trigger.sense == "weapon" and sent and sent[-1].end < trigger.span.begin:
        behind = words.lowers[words.range_of(sent[-1])[1] : words.range_of(trigger.span)[0]]
        return len(behind) <= _FROM_REACH and not {",", "and", "hit"} & set(behind)
    if last.trigger.sense != "delivery":
        return False
    between = words.lowers[words.range_of(deeds[-1].trigger.span)[1] : words.range_of(trigger.span)[0]]
    return bool(between or last.trigger.span.end <= trigger.span.begin) and _is_of_one_object(between)


def is_continued(page: Page, trigger: Trigger, deeds: Sequence[Deed]) -> bool:
    """Whether a verb joined to that of the attack before it goes on with those harmed: "attacked the troops and fought
    with them".
    """
    if not trigger.verbal or not deeds or not deeds[-1].trigger.verbal or not page.has_tree:
        return False
    verb, before = page.tokens(trigger.span).root, page.tokens(deeds[-1].trigger.span).root
    return verb.dep_ == "conj" and verb.head.i == before.i and any(c.lower_ in _THEM for c in verb.rights)


def is_means(page: Page, trigger: Trigger, frame: Frame, deeds: Sequence[Deed]) -> bool:
    """Whether a noun tells in what attack, or with what weapon, the deed before it is done: "bombed the port in two air
    strikes", "attacked the base with missiles".
    """
    if trigger.verbal or not deeds or not page.has_tree:
        return False
    last = deeds[-1]
    noun, done = page.tokens(trigger.span)[-1], page.tokens(last.trigger.span).root
    words = page.words
    first = words.range_of(frame.premodifier or trigger.span)[0]
    case = words.lowers[first - 1] if first else ""
    case = words.lowers[first - 2] if case in {"a", "an"} else case
    if case in {"after", "following"} and last.takes and done.is_ancestor(noun):
        return is_fighting(page.text(trigger.span).split()[-1]) and frame.determiner is None
    if noun.head.i != done.i and not (trigger.sense == "weapon" and _is_joined(noun, done)):
        return False
    if trigger.sense == "weapon":
        return case in {"with", "using"}
    return case == "in" and last.trigger.verbal and last.trigger.sense != "harm"


def is_told_in(page: Page, trigger: Trigger, deeds: Sequence[Deed]) -> bool:
    """Whether a clause tells how the attack went that its sentence opens with: "In another attack, jets bombed"."""
    if len(deeds) != 1 or deeds[0].trigger.verbal or deeds[0].frame.determiner not in _OPENED_BY:
        return False
    first = deeds[0]
    words = page.words
    begin = words.range_of(page.sentence_of(trigger.span))[0]
    noun = words.range_of(first.frame.premodifier or first.trigger.span)[0]
    opens = words.lowers[begin] in {"in", "during"} and noun - begin <= _OPENING_WORDS
    between = page.text(Span(first.trigger.span.end, trigger.span.begin)) if opens else ""
    return "," in between and " and " not in between and ";" not in between


def _is_joined(noun: Token, done: Token) -> bool:
    """Whether a noun is one of several that hang on a verb: "with tanks and rockets"."""
    return noun.dep_ == "conj" and noun.head.head.i == done.i


def only_governs(page: Page, trigger: Trigger, others: Iterable[Trigger]) -> bool:
    """Whether what the model took for an attack is a light verb before the noun that names it: "launch raids"."""
    words = page.words
    past = words.range_of(trigger.span)[1]
    return (
        trigger.sense == "learned"
        and trigger.verbal
        and page.text(trigger.span).lower() in _LIGHT
        and any(0 <= words.range_of(o.span)[0] - past <= _OBJECT_REACH and not o.verbal for o in others)
    )


def goes_on(page: Page, trigger: Trigger, frame: Frame, deeds: Sequence[Deed]) -> bool:
    """Whether a verb only says what an attack named before it did: "an air strike hit a warehouse", "raids
    targeting rebels".
    """
    if not trigger.verbal or not deeds:
        return False
    noun = deeds[-1].trigger
    if not noun.verbal and is_purpose(page, trigger, noun):
        return True
    if noun.sense != "weapon" and trigger.sense not in {"deed", "harm", "delivery"}:
        return False
    if noun.verbal or noun.span.end > trigger.span.begin:
        return False
    whose = frame.object
    if noun.sense == "weapon" and whose and whose.begin <= noun.span.begin and noun.span.end <= whose.end:
        return True
    subject = frame.subject
    return (
        subject is not None
        and subject.begin <= noun.span.begin
        and not _actor_between(page, noun.span, trigger.span)
        and not _in_relative(page, noun.span, trigger.span)
    )


def is_purpose(page: Page, trigger: Trigger, noun: Trigger) -> bool:
    """Whether a verb tells to what end an attack is made that a noun before it names: "a campaign to retake X"."""
    if not page.has_tree or trigger.span.begin < noun.span.end:
        return False
    verb, head = page.tokens(trigger.span).root, page.tokens(noun.span)
    infinitive = any(child.lower_ == "to" for child in verb.lefts)
    return infinitive and verb.dep_ == "acl" and head.start <= verb.head.i < head.end


def _actor_between(page: Page, left: Span, right: Span) -> bool:
    clause = page.text(Span(left.end, right.begin)).lower()
    return " and " in clause or ";" in clause


def _in_relative(page: Page, noun: Span, verb: Span) -> bool:
    """Whether a noun stands in a clause about the subject: "a jet that took off for the campaign was shot down"."""
    if not page.has_tree:
        return False
    token, last = page.tokens(noun).root, page.tokens(verb).root
    while token.i != last.i and token.head.i != token.i:
        if token.dep_ in {"acl", "acl:relcl"} and token.head.i != last.i and token.head.i < token.i < last.i:
            return True
        token = token.head
    return False


def is_beside_named(trigger: Trigger, read: Sequence[tuple[Trigger, Frame]]) -> bool:
    """Whether a verb of sending, or a weapon among what it sends, only leads to the noun of an attack: "launched rocket
    and air strikes"; or a weapon carries it out: "a drone conducted two air strikes".
    """
    if trigger.sense not in {"delivery", "weapon"}:
        return False
    for other, frame in read:
        by = frame.subject if not other.verbal and other.sense == "sure" else None
        if trigger.sense == "weapon" and by is not None and holds(by, trigger):
            return True
        sent = frame.object if other.sense == "delivery" and other.verbal else None
        if sent is None or (trigger is not other and not holds(sent, trigger)):
            continue
        if any(not each.verbal and each.sense == "sure" and holds(sent, each) for each, _ in read):
            return True
    return False


def _is_of_one_object(between: Sequence[str]) -> bool:
    """Whether only a number or measure stands between a verb of sending and a weapon: "fired a barrage of"."""
    return len(between) <= _OBJECT_REACH and _TURNING.isdisjoint(between)


def holds(outer: Span, trigger: Trigger) -> bool:
    """Whether a trigger stands inside a phrase."""
    return outer.begin <= trigger.span.begin and trigger.span.end <= outer.end
