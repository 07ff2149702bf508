"""Who, whom, where, when and with what: the fillers of one trigger, read from its frame."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Final

from kg import lexicon
from kg.extract.fillers import Fillers
from kg.extract.frame import Frame, Voice
from kg.extract.page import Page
from kg.extract.specificity import most_specific
from kg.extract.strike_triggers import Trigger
from kg.extract.surface import BE
from kg.extract.words import Words
from kg.records import Fact, Factuality, Mention, MentionKind, Ref, Span, TimeExpression

_AT: Final = (
    "in",
    "at",
    "near",
    "inside",
    "outside",
    "around",
    "across",
    "into",
    "over",
    "throughout",
    "within",
    "along",
    "towards",
    "toward",
    "including",
)
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
_ACCUSING: Final = frozenset({"accused", "accuses", "accusing"})
_NEAR: Final = 400
_BESIDE_REACH: Final = 20
_DIRECTIONS: Final = frozenset(word.lower() for word in lexicon.words("directions")) | {"outskirts", "outside"}
_OPENING: Final = 40
_OF_TARGET: Final = frozenset(
    {"killing", "assassination", "destruction", "bombing", "shelling", "bombardment", "targeting", "murder", "massacre"}
)


@dataclass
class Roles:
    """Fillers found so far, each a fact on the words that name it."""

    perpetrator: list[Fact] = field(default_factory=list)
    alleged: list[Fact] = field(default_factory=list)
    target: list[Fact] = field(default_factory=list)
    location: list[Fact] = field(default_factory=list)
    when: list[Fact] = field(default_factory=list)
    weapon: list[Fact] = field(default_factory=list)
    killed: list[Fact] = field(default_factory=list)
    injured: list[Fact] = field(default_factory=list)

    def complete(self, other: "Roles") -> None:
        """Takes from another reading of the same attack the roles that this one leaves open."""
        for each in fields(self):
            if not getattr(self, each.name):
                setattr(self, each.name, getattr(other, each.name))


def _facts(mentions: Iterable[Mention], rule: str) -> list[Fact]:
    return [Fact(m.denotes, m.span, rule) for m in mentions]


def perpetrators(fillers: Fillers, frame: Frame, trigger: Trigger) -> list[Fact]:
    """Who does what a trigger names."""

    by = _facts(fillers.heads(frame.agent, fillers.is_doer), "strike.by-agent")
    if by or frame.voice is Voice.PASSIVE:
        return by
    if frame.voice is Voice.ACTIVE:
        return _facts(fillers.subjects(frame.subject, fillers.is_doer), "strike.subject") or _taken_up(fillers, frame)
    if frame.premodifier:
        before = [
            m
            for m in fillers.within(frame.premodifier)
            if fillers.is_doer(m)
            and not _beside_hyphen(fillers.page, m, ("backed", "held", "led", "supported", "made", "occupied"))
        ]
        if before:
            return _facts(before, "strike.premodifier")
    light = _facts(fillers.subjects(frame.subject, fillers.is_doer), "strike.light-verb") or _taken_up(fillers, frame)
    if light:
        return light
    return _facts(
        (m for span in frame.after("from", "between") for m in fillers.heads(span, fillers.is_doer)),
        "strike.from-phrase",
    )


def _taken_up(fillers: Fillers, frame: Frame) -> list[Fact]:
    """Who a pronoun subject means: the first actor of its sentence before it that no preposition rules."""
    page = fillers.page
    words = page.words
    if frame.subject is None:
        return []
    at = words.range_of(frame.subject)[1] - 1
    if words.lowers[at] not in {"they", "it", "he", "she"}:
        return []
    sentence = page.sentence_of(frame.trigger)
    before = Span(sentence.begin, max(sentence.begin, words.spans[at].begin))
    actors = fillers.heads(before, fillers.is_actor)
    return [Fact(actors[0].denotes, words.spans[at], "strike.pronoun")] if actors else []


def _beside_hyphen(page: Page, mention: Mention, participles: tuple[str, ...]) -> bool:
    after = page.article.text[mention.span.end : mention.span.end + 8].lower()
    return after[:1] in {"-", "–"} and after[1:].startswith(participles)


def targets(fillers: Fillers, frame: Frame, trigger: Trigger, page: Page) -> list[Fact]:
    """Whom or what it harms: objects, "on" and "against" phrases, objects of participles that go on from a noun."""
    if frame.voice is Voice.PASSIVE:
        harmed = fillers.heads(frame.subject, fillers.is_harmed)
        if harmed:
            return _facts(harmed, "strike.passive-subject")
        towards = [m for span in frame.after("on", "against", "at") for m in fillers.heads(span, fillers.is_harmed)]
        return _facts(towards, "strike.passive-towards")
    if frame.voice is Voice.ACTIVE:
        found = _included(fillers, frame) or fillers.heads(frame.object, fillers.is_harmed)
        found = found or [
            m for span in frame.after("on", "against", "at", "upon") for m in fillers.heads(span, fillers.is_harmed)
        ]
        return _facts(found, "strike.object")
    found = [m for span in frame.after(*_ON[:3]) for m in fillers.heads(span, fillers.is_harmed, through=("of", "in"))]
    if found:
        return _facts(found, "strike.on-phrase")
    head = page.text(trigger.span).lower().split()[-1]
    if head in _OF_TARGET and frame.object:
        of = fillers.heads(frame.object, fillers.is_harmed)
        if of:
            return _facts(of, "strike.of-phrase")
    return _facts(_participle_objects(fillers, frame, page), "strike.participle-object")


def _included(fillers: Fillers, frame: Frame) -> list[Mention]:
    """Places that "including" picks out of a wider area."""
    return [m for span in frame.after("including") for m in fillers.heads(span, fillers.is_place)]


def _participle_objects(fillers: Fillers, frame: Frame, page: Page) -> list[Mention]:
    words = page.words
    first = words.range_of(frame.trigger)[1]
    past = words.range_of(page.sentence_of(frame.trigger))[1]
    for at in range(first, min(past, first + 25)):
        if words.lowers[at] in _TARGET_PARTICIPLES and at + 1 < past:
            return fillers.heads(words.span_of(at + 1, min(past, at + 15)), fillers.is_harmed, through=("of", "at"))
        if words.lowers[at] in {";", "said", "and"}:
            break
    return []


def locations(fillers: Fillers, frame: Frame, page: Page, target: Sequence[Fact]) -> list[Fact]:
    """Where: the most specific places of the trigger's own phrases, else of its sentence's opening, else what was
    targeted.
    """

    def place(mention: Mention) -> bool:
        return fillers.is_place(mention)

    own = [m for phrase in frame.phrases if phrase.preposition in _AT for m in fillers.heads(phrase.span, place)]
    if frame.voice is Voice.NOMINAL and frame.object:
        own += fillers.heads(frame.object, place, reach=5)
    if frame.premodifier:
        own += [m for m in fillers.within(frame.premodifier) if place(m)]
    if frame.voice is not Voice.NOMINAL:
        own += [m for m in _participle_objects(fillers, frame, page) if place(m)]
    targeted = [
        Mention(f.words, MentionKind.NAME, f.value)
        for f in target
        if isinstance(f.value, Ref) and _is_place(fillers, f.value)
    ]
    own += [m for m in targeted if m not in own]
    if not own:
        own = _beside_places(fillers, frame, page) or _opening_places(fillers, frame, page)
    return _facts(most_specific(own, fillers), "strike.location")


def _is_place(fillers: Fillers, ref: Ref) -> bool:
    return ref in fillers.entities.places or ref in fillers.entities.zones


def _beside_places(fillers: Fillers, frame: Frame, page: Page) -> list[Mention]:
    """Places beside which the clause says it happens: "south of X", "30 km from X"."""
    words = page.words
    first = words.range_of(frame.trigger)[1]
    past = words.range_of(frame.clause)[1]
    for at in range(first, min(past - 1, first + _BESIDE_REACH)):
        if words.lowers[at + 1] == "of" and words.lowers[at] in _DIRECTIONS and at + 2 < past:
            found = fillers.heads(words.span_of(at + 2, past), fillers.is_place, reach=4)
            if found:
                return found
    return []


def _opening_places(fillers: Fillers, frame: Frame, page: Page) -> list[Mention]:
    """Places that a preposition names where the sentence opens: "In Syria, …"."""
    words = page.words
    sentence = page.sentence_of(frame.trigger)
    opening = Span(sentence.begin, min(sentence.begin + _OPENING, frame.trigger.begin))
    return [m for m in fillers.within(opening) if fillers.is_place(m) and _located(words, m)]


def sentence_places(fillers: Fillers, frame: Frame, page: Page) -> list[Fact]:
    """Places that a preposition names anywhere in the trigger's sentence, for an attack whose own phrases name none."""
    sentence = page.sentence_of(frame.trigger)
    near = Span(max(sentence.begin, frame.trigger.begin - _NEAR), min(sentence.end, frame.trigger.end + _NEAR))
    places = [m for m in fillers.within(near) if fillers.is_place(m) and _located(page.words, m)]
    return _facts(most_specific(places, fillers), "strike.location-sentence")


def _located(words: Words, mention: Mention) -> bool:
    at = words.range_of(mention.span)[0]
    return any(preposition in words.lowers[max(0, at - 4) : at] for preposition in _AT)


def moments(frame: Frame, page: Page, times: Sequence[TimeExpression]) -> list[Fact]:
    """When: the nearest time of the clause, else of the sentence."""
    sentence = page.sentence_of(frame.trigger)
    opening = Span(sentence.begin, min(sentence.begin + _OPENING, frame.trigger.begin))
    for span, rule in (
        (frame.clause, "strike.when-clause"),
        (opening, "strike.when-opening"),
        (sentence, "strike.when-sentence"),
    ):
        inside = [t for t in times if span.begin <= t.words.begin and t.words.end <= span.end]
        inside = [t for t in inside if not _only_bounds(page, t)]
        if inside:
            nearest = min(inside, key=lambda t: _distance(t.words, frame.trigger))
            return [Fact(nearest.ref, nearest.words, rule)]
    return []


def _only_bounds(page: Page, time: TimeExpression) -> bool:
    before = page.article.text[max(0, time.words.begin - 12) : time.words.begin].lower().split()
    return bool(before) and before[-1] in {"since", "until", "till"}


def _distance(a: Span, b: Span) -> int:
    return max(a.begin - b.end, b.begin - a.end, 0)


@cache
def _weapons() -> dict[str, list[tuple[str, ...]]]:
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for name in lexicon.words("weapons"):
        phrase = tuple(name.replace("-", " - ").split())
        by_first.setdefault(phrase[0], []).append(phrase)
    return {first: sorted(phrases, key=len, reverse=True) for first, phrases in by_first.items()}


def weapons(frame: Frame, page: Page) -> list[Fact]:
    """Weapons named in the trigger, before it, as its subject, or after "with" and "using"."""
    words = page.words
    spans = [
        frame.premodifier,
        frame.trigger,
        *frame.after("with", "by"),
        frame.subject if frame.voice is Voice.ACTIVE else None,
    ]
    using = [n for n in range(*words.range_of(frame.clause)) if words.lowers[n] == "using"]
    spans += [words.span_of(n + 1, min(n + 12, len(words))) for n in using if n + 1 < len(words)]
    found: dict[str, Fact] = {}
    for span in spans:
        if span is None:
            continue
        first, past = words.range_of(span)
        at = first
        while at < past:
            phrase = next(
                (p for p in _weapons().get(words.lowers[at], ()) if tuple(words.lowers[at : at + len(p)]) == p), None
            )
            if phrase:
                where = words.span_of(at, at + len(phrase))
                found.setdefault(page.text(where).lower(), Fact(page.text(where), where, "strike.weapon"))
            at += len(phrase) if phrase else 1
    return list(found.values())


def split_blame(frame: Frame, page: Page, doers: list[Fact], factuality: Fact) -> tuple[list[Fact], list[Fact]]:
    """Perpetrators that the article states, and those that somebody else names."""
    value = factuality.value
    cue = page.text(factuality.words).lower()
    if cue in _ACCUSING and not _is_passive(page, factuality.words):
        doers = [doer for doer in doers if doer.words.begin > factuality.words.begin]
    if len(doers) > 1 and " or " in page.text(Span(doers[0].words.begin, doers[-1].words.end)):
        return [], doers
    if value in {Factuality.ALLEGED, Factuality.DENIED} or (
        value is Factuality.ATTRIBUTED and cue.startswith("according")
    ):
        return [], doers
    return doers, []


def _is_passive(page: Page, participle: Span) -> bool:
    """Whether a form of "to be" stands right before a participle, an adverb left aside."""
    at = page.words.range_of(participle)[0]
    return not BE.isdisjoint(page.words.lowers[max(0, at - 2) : at])
