"""The attack or deal told before that words said speak of without naming it."""

import re
from collections.abc import Callable, Iterator
from functools import cache

from kg import lexicon
from kg.extract.claims.saying import Saying
from kg.extract.claims.told_things import Subjects
from kg.extract.names.coreference import BODIES
from kg.extract.text.page import Page
from kg.records import Ref, Span, Stance

BLAMING = frozenset(
    {"accuse", "blame", "suspect", "hold", "point", "fault", "charge", "trade", "pin", "attribute", "criticise"}
)
MUTUAL = re.compile(r"(?:each|one an)\s?other\b", re.IGNORECASE)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5}
_COUNTED = re.compile(
    r"\b(?:(?:all|the|these|those)(?: of)?(?: the| these)? (?P<number>two|three|four|five)|both)"
    r"(?: of)?(?: the| these)? "
    r"(?:attacks|bombings|strikes|blasts|explosions|raids|shootings|assaults)\b",
    re.IGNORECASE,
)
_TAKING_UP = frozenset({"it", "this", "that", "these", "those"})
_TAKEN_UP = frozenset({"it", "them", "this", "that", "so"})
_REPORTING = frozenset({Stance.ASSERTS, Stance.ALLEGES, Stance.CONDEMNS})
_PAST = frozenset({"was", "were", "had", "did"})
_FOR = re.compile(r"\b(?:of|for|over) ")


def events_before(subjects: Subjects, saying: Saying, stance: Stance) -> Iterator[tuple[str, Span, Ref]]:
    """The event that words said take up, by the first sign of one: rule, words, event."""
    for rule, find in _SIGNS:
        found = find(subjects, saying, stance)
        if found:
            yield from ((rule, span, ref) for span, ref in found)
            return


@cache
def _event_words() -> dict[tuple[str, str], re.Pattern[str]]:
    grouped: dict[tuple[str, str], list[str]] = {}
    for row in lexicon.table("event_words"):
        grouped.setdefault((row["of"], row["stance"]), []).append(row["words"])
    return {key: re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE) for key, words in grouped.items()}


def _by_words(subjects: Subjects, saying: Saying, stance: Stance) -> list[tuple[Span, Ref]]:
    """By what is said: victims, blame, commitments."""
    content = saying.content
    for (kind, wanted), pattern in _event_words().items():
        if wanted not in {"any", stance.value}:
            continue
        match = pattern.search(subjects.page.article.text, content.begin, content.end)
        if match is None:
            continue
        near = subjects.strike_near(content) if kind == "strike" else subjects.agreement_near(content)
        if near is not None:
            return [(Span(*match.span()), near[1])]
    return []


def _by_pronoun(subjects: Subjects, saying: Saying, stance: Stance) -> list[tuple[Span, Ref]]:
    """By the pronoun that the words begin with, or that a denial ends with: "this is a crime", "had not done it"."""
    words = subjects.page.words
    first, past = words.range_of(saying.content)
    opens = words.lowers[first] in _TAKING_UP and past - first > 1
    if opens and not (words.lowers[first] == "it" and _may_be_speaker(subjects, saying)):
        at = first
    elif stance is Stance.DENIES and words.lowers[past - 1] in _TAKEN_UP:
        at = past - 1
    else:
        return []
    near = subjects.event_near(saying.content)
    return [(words.spans[at], near[1])] if near else []


def _may_be_speaker(subjects: Subjects, saying: Saying) -> bool:
    """Whether "it" may be who speaks or hears: a body, in words that are not its own."""
    refs = [speaker.ref for speaker in saying.speakers]
    if saying.cue is not None and saying.cue.end < saying.content.begin:
        told = subjects.named_in(Span(saying.cue.end, saying.content.begin))
        refs += [ref for _, ref in told if subjects.entities.is_actor(ref)]
    actors = (subjects.entities.actors.get(ref) for ref in refs)
    return not saying.direct and any(actor is None or actor.kind in BODIES for actor in actors)


def _by_blame(subjects: Subjects, saying: Saying, _: Stance) -> list[tuple[Span, Ref]]:
    """By blame that names only who bears it: "blamed the army"."""
    content = saying.content
    if saying.lemma not in BLAMING or not (names_only(subjects, content) or MUTUAL.match(subjects.page.text(content))):
        return []
    near = subjects.strike_near(content)
    return [(content, near[1])] if near else []


def _judged(subjects: Subjects, saying: Saying, stance: Stance) -> list[tuple[Span, Ref]]:
    """By a judgement of no actor, or blame that does not say for what: of what was told last."""
    if stance is not Stance.CONDEMNS:
        return []
    content = saying.content
    if saying.lemma in BLAMING:
        told = _FOR.search(subjects.page.text(content)) is not None
    else:
        told = any(subjects.entities.is_actor(ref) for _, ref in subjects.named_in(content))
    near = subjects.event_near(content) if not told else None
    return [(content, near[1])] if near else []


def _told_of(subjects: Subjects, saying: Saying, stance: Stance) -> list[tuple[Span, Ref]]:
    """By telling what was: where the text has one event in hand, a report of the past adds to it."""
    if stance not in _REPORTING or not _is_past(subjects.page, saying.content):
        return []
    topic = subjects.event_in_hand(saying.content)
    return [(saying.content, topic[1])] if topic else []


def _is_past(page: Page, content: Span) -> bool:
    """Whether the main verb of words said is in the past."""
    if not page.has_tree:
        return False
    verb = page.tokens(content).root
    helping = [token for token in verb.lefts if token.dep_.startswith("aux")]
    told = verb.tag_ == "VBD" or any(token.lower_ in _PAST for token in helping)
    return told and not any(token.tag_ == "MD" for token in helping)


def several_strikes(subjects: Subjects, content: Span) -> list[tuple[Span, Ref]]:
    """The attacks told before that words said count: "all three attacks", "both bombings"."""
    match = _COUNTED.search(subjects.page.article.text, content.begin, content.end)
    if match is None:
        return []
    words = Span(*match.span())
    number = _NUMBERS[(match["number"] or "two").lower()]
    before = list(dict.fromkeys(ref for _, ref in reversed(subjects.strikes_before(words))))
    return [(words, ref) for ref in before[:number]] if len(before) >= number else []


def names_only(subjects: Subjects, content: Span) -> bool:
    """Whether the words said are one actor's name and no more: "blamed the army"."""
    return any(
        subjects.entities.is_actor(ref)
        and span.end == content.end
        and subjects.page.article.text[content.begin : span.begin].strip().lower() in {"", "the"}
        for span, ref in subjects.named_in(content)
    )


_SIGNS: tuple[tuple[str, Callable[[Subjects, Saying, Stance], list[tuple[Span, Ref]]]], ...] = (
    ("about.event-before", _by_words),
    ("about.event-taken-up", _by_pronoun),
    ("about.blamed-for-strike-before", _by_blame),
    ("about.event-judged", _judged),
    ("about.event-in-hand", _told_of),
)
