"""Whom or what a trigger harms, read from its frame."""

from typing import Final

from spacy.tokens import Token

from kg import lexicon
from kg.extract.claims.cues import reporting_verbs
from kg.extract.events.fillers import Fillers
from kg.extract.events.specificity import most_specific
from kg.extract.grammar.frame import Frame, Voice
from kg.extract.grammar.subjects import subject_of, subject_phrase
from kg.extract.grammar.tree import SUBJECTS, preposition_of
from kg.extract.strikes.doers import is_taking
from kg.extract.strikes.doers_meant import person_meant
from kg.extract.strikes.doers_named import MEETING, MINES, MUNITIONS, is_downed
from kg.extract.strikes.roles import facts
from kg.extract.strikes.sites import is_weak
from kg.extract.strikes.targets_beside import BLOWN_UP, blown_up, named_in, with_holders, with_joined
from kg.extract.strikes.triggers import Trigger
from kg.extract.text.page import Page
from kg.records import Fact, Mention, MentionKind, Ref, Span

_ON: Final = ("on", "against", "upon", "at", "into")
_TARGET_PARTICIPLES: Final = frozenset(
    {
        "targeting",
        "targeted",
        "hitting",
        "hit",
        "struck",
        "striking",
        "engaged",
        "destroyed",
        "destroying",
        "killed",
        "killing",
        "injured",
        "aimed",
    }
)
_DAYS: Final = frozenset(row["form"] for row in lexicon.table("calendar")) | {"late", "early"}
_STEPPING: Final = frozenset({"stepped", "steps", "trod", "stepping", "drove", "driving", "ran", "rode"})
_PRONOUNS: Final = frozenset({"he", "she", "it", "they", "who"})
_LAYING_BLAME: Final = frozenset({"blame", "blames", "blamed", "blaming", "pin", "pins", "pinned", "pinning"})
_BLAME_REACH: Final = 4
_CRASHING: Final = frozenset(
    {"slammed", "crashed", "ploughed", "plowed", "rammed", "smashed", "slamming", "crashing", "ramming"}
)
_KILLING: Final = frozenset(
    {"assassinate", "assassinated", "assassinating", "murdered", "murder", "beheaded", "stabbed", "executed", "killed"}
)
_OF_TARGET: Final = frozenset(
    {"killing", "assassination", "destruction", "bombing", "shelling", "bombardment", "targeting", "murder", "massacre"}
)


def targets(fillers: Fillers, frame: Frame, trigger: Trigger, page: Page) -> list[Fact]:
    """Whom or what it harms: objects, "on" and "against" phrases, objects of participles that go on from a noun.

    Who tells of it is none of them: "…, killing four, the mayor said".
    """
    found = [fact for fact in _harmed(fillers, frame, trigger, page) if not tells(page, fact.words)]
    if page.text(trigger.span).lower() in _KILLING:
        found = [fact for fact in found if not isinstance(fact.value, Ref) or fact.value.kind == "actor"]
    return with_holders(fillers, with_joined(fillers, _without_surroundings(fillers, found)))


def _without_surroundings(fillers: Fillers, found: list[Fact]) -> list[Fact]:
    """Those harmed without the district that only tells where a place before it lies: "on X, Y Province"."""
    places = [
        Mention(fact.words, MentionKind.NAME, fact.value)
        for fact in found
        if isinstance(fact.value, Ref) and fact.value.kind in {"place", "zone"}
    ]
    kept = {mention.denotes for mention in most_specific(places, fillers)} | {m.denotes for m in places[:1]}
    around = {mention.denotes for mention in places} - kept
    return [fact for fact in found if fact.value not in around]


def tells(page: Page, words: Span) -> bool:
    """Whether a noun is the subject of a verb of saying."""
    span = page.doc.char_span(words.begin, words.end, alignment_mode="expand") if page.has_tree else None
    return span is not None and span.root.dep_ in SUBJECTS and span.root.head.lower_ in reporting_verbs()


def _harmed(fillers: Fillers, frame: Frame, trigger: Trigger, page: Page) -> list[Fact]:
    if frame.voice is Voice.PASSIVE and frame.agent is None and _is_munition(page, frame.subject):
        return []
    if frame.voice is Voice.PASSIVE:
        harmed = fillers.heads(frame.subject, fillers.is_harmed)
        if harmed:
            return facts(harmed, "strike.passive-subject")
        if off := blown_up(fillers, frame, page):
            return facts(off, BLOWN_UP)
        if person := person_meant(fillers, frame.subject):
            return person
        towards = [m for span in frame.after("on", "against", "at") for m in fillers.heads(span, fillers.is_harmed)]
        return facts(towards, "strike.passive-towards")
    if frame.voice is Voice.ACTIVE:
        found = _rammed(fillers, frame, trigger) or _included(fillers, frame)
        found = found or fillers.heads(frame.object, fillers.is_harmed)
        beside = [] if trigger.sense == "harm" else frame.after("on", "against", "at", "upon", *_into(page, trigger))
        found = found or [
            m for span in beside if not _is_time(page, span) for m in fillers.heads(span, fillers.is_harmed)
        ]
        if not frame.object:
            # What explodes "at the Turkish border" is at a place, and against nobody.
            at = {m for span in frame.after("at") for m in fillers.heads(span, fillers.is_actor)}
            found = [m for m in found if m not in at or fillers.is_place(m)]
        found_facts = facts(found, "strike.object") or person_meant(fillers, frame.object)
        found_facts = found_facts or facts(blown_up(fillers, frame, page), BLOWN_UP)
        return found_facts + _losers(fillers, frame, trigger)
    if is_taking(page.text(trigger.span)):
        return _losers(fillers, frame, trigger)
    on = [p.span for p in frame.phrases if p.preposition in _ON[:3]]
    if not _LAYING_BLAME.isdisjoint((*frame.governors, *_before(page, trigger))):
        on = on[:-1]
    on = [span for span in on if not _is_time(page, span) and not _is_blamed(page, trigger, span)]
    # Who repels an attack on something else is not whom it is on.
    on = [span for span in on if span.begin > trigger.span.end] or on
    found = [m for span in on for m in fillers.heads(span, fillers.is_harmed, through=("of", "in"))]
    if found:
        return facts(found, "strike.on-phrase")
    head = page.last_word(trigger.span)
    if head in _OF_TARGET and frame.object and _is_of(page, frame.object):
        of = fillers.heads(frame.object, fillers.is_harmed)
        if of:
            return facts(of, "strike.of-phrase")
    before = fillers.within(frame.premodifier) if frame.premodifier else []
    if beside_noun := [m for m in before if named_in(page, m, trigger.span)]:
        return facts(beside_noun, "strike.attacked-in")
    if downed := [m for m in before if fillers.is_actor(m) and is_downed(fillers, m, trigger)]:
        return facts(downed, "strike.downed")
    if on_mine := _on_mine(fillers, trigger, page):
        return facts(on_mine, "strike.on-mine")
    objects = participle_objects(fillers, frame, page)
    actors = [m for m in objects if fillers.is_actor(m)]
    beneath = facts(blown_up(fillers, frame, page), BLOWN_UP)
    return [*beneath, *facts(actors or objects, "strike.participle-object")]


def _on_mine(fillers: Fillers, trigger: Trigger, page: Page) -> list[Mention]:
    """Who or what meets a mine: "a ranger stepped on a landmine", "their lorry drove over a mine"."""
    if page.last_word(trigger.span) not in MINES or not page.has_tree:
        return []
    noun = page.tokens(trigger.span).root
    meeting = noun.dep_ == "obl" and noun.head.lower_ in _STEPPING and preposition_of(noun) in {"on", "over", "onto"}
    meeting = meeting or (noun.dep_ == "obj" and noun.head.lower_ in MEETING)
    subject = subject_of(noun.head) if meeting else None
    if subject is None:
        return []
    if found := fillers.heads(subject_phrase(subject), fillers.is_harmed):
        return found
    return [m for m in _above(fillers, page, subject) if subject.lower_ in _PRONOUNS]


def _above(fillers: Fillers, page: Page, pronoun: Token) -> list[Mention]:
    """The subject of the clause above that of a pronoun: "X lost a leg when he stepped on a mine"."""
    over = subject_of(pronoun.head.head) if pronoun.head.dep_ == "advcl" else None
    return fillers.heads(subject_phrase(over), fillers.is_harmed) if over is not None else []


def _before(page: Page, trigger: Trigger) -> list[str]:
    """The words of its sentence that stand close before a trigger."""
    words = page.words
    at, first = words.range_of(trigger.span)[0], words.range_of(page.sentence_of(trigger.span))[0]
    return words.lowers[max(first, at - _BLAME_REACH) : at]


def _is_blamed(page: Page, trigger: Trigger, phrase: Span) -> bool:
    """Whether a phrase behind a trigger tells on whom it is blamed: "an attack blamed by officials on X"."""
    words = page.words
    first, past = words.range_of(trigger.span)[1], words.range_of(phrase)[0]
    return not _LAYING_BLAME.isdisjoint(words.lowers[first:past])


def _is_munition(page: Page, phrase: Span | None) -> bool:
    """Whether a phrase ends in what is fired: "a Syrian shell"."""
    return phrase is not None and page.last_word(phrase) in MUNITIONS


def _is_of(page: Page, span: Span) -> bool:
    """Whether "of" stands right before a phrase or opens it."""
    words = page.words
    first = words.range_of(span)[0]
    return "of" in words.lowers[max(0, first - 1) : first + 1]


def _is_time(page: Page, span: Span) -> bool:
    """Whether a phrase begins with a day or date: "on Monday, the navy said"."""
    words = page.words
    first = words.lowers[words.range_of(span)[0]]
    return first[:1].isdigit() or first in _DAYS


def _into(page: Page, trigger: Trigger) -> tuple[str, ...]:
    """The preposition before what something flies or drives into: "slammed into a bakery"."""
    return ("into",) if page.text(trigger.span).lower() in _CRASHING else ()


def _losers(fillers: Fillers, frame: Frame, trigger: Trigger) -> list[Fact]:
    """From whom something is taken: "recaptured X from the rebels"."""
    if not is_taking(fillers.page.text(trigger.span)):
        return []
    found = (m for span in frame.after("from", "of") for m in fillers.heads(span, fillers.is_actor))
    return facts(found, "strike.taken-from")


def _rammed(fillers: Fillers, frame: Frame, trigger: Trigger) -> list[Mention]:
    """What something is driven into: "rammed a lorry into a checkpoint"."""
    if frame.object is None or fillers.page.text(trigger.span).lower() not in _CRASHING:
        return []
    return [m for span in frame.after("into") for m in fillers.heads(span, fillers.is_harmed)]


def _included(fillers: Fillers, frame: Frame) -> list[Mention]:
    """Places that "including" picks out of a wider area."""
    return [m for span in frame.after("including") for m in fillers.heads(span, fillers.is_place)]


def participle_objects(fillers: Fillers, frame: Frame, page: Page) -> list[Mention]:
    """Objects of participles that go on from a noun: "raids targeting rebels"."""
    words = page.words
    first = words.range_of(frame.trigger)[1]
    past = words.range_of(page.sentence_of(frame.trigger))[1]
    for at in range(first, min(past, first + 25)):
        if words.lowers[at] in _TARGET_PARTICIPLES and at + 1 < past:
            found = fillers.heads(words.span_of(at + 1, min(past, at + 15)), fillers.is_harmed, through=("of", "at"))
            effect = words.lowers[at].startswith("destroy")
            return [m for m in found if not effect or not is_weak(page, m)]
        if words.lowers[at] in {";", "said", "and"}:
            break
    return []
