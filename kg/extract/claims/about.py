"""What a claim is about: the strikes, agreements, zones, actors and earlier claims that its words speak of."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from kg import lexicon
from kg.extract.claims.about_meant import charge, claims_meant, counted, meant_by_pronoun
from kg.extract.claims.actors_meant import Roles, actors_meant
from kg.extract.claims.saying import Saying
from kg.extract.claims.told_things import Subjects
from kg.extract.text.page import Page
from kg.records import Claim, Fact, Ref, Span, Stance

BLAMING = frozenset(
    {"accuse", "blame", "suspect", "hold", "point", "fault", "charge", "trade", "pin", "attribute", "criticise"}
)
MUTUAL = re.compile(r"(?:each|one an)\s?other\b", re.IGNORECASE)
_EVENTS = frozenset({"strike", "agreement"})
_REFUSING = frozenset({"refuse", "reject", "oppose", "rule"})
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5}
_COUNTED = re.compile(
    r"\b(?:(?:all|the|these|those)(?: of)?(?: the| these)? (?P<number>two|three|four|five)|both)"
    r"(?: of)?(?: the| these)? "
    r"(?:attacks|bombings|strikes|blasts|explosions|raids|shootings|assaults)\b",
    re.IGNORECASE,
)
_FEW = 3  # words said that cannot tell by themselves what they are about: "illegal"


def about(subjects: Subjects, saying: Saying, stance: Stance, earlier: Sequence[Claim]) -> tuple[Fact, ...]:
    """The nodes that the words said speak of, each with the words that name it, in text order and once each."""
    content = saying.content
    found: dict[Ref, Fact] = {}
    speakers = {speaker.ref for speaker in saying.speakers}

    def add(items: Iterable[tuple[Span, Ref]], rule: str) -> None:
        for span, ref in items:
            found.setdefault(ref, Fact(ref, span, rule))

    add(subjects.strikes_in(content), "about.strike")
    add(_several(subjects, content), "about.several-strikes")
    add(subjects.agreements_in(content), "about.agreement")
    named = subjects.named_in(content)
    zones = [(span, ref) for span, ref in named if ref.kind == "zone"]
    add(zones, "about.zone")
    if not found:
        add(_spoken_of_before(subjects, content, stance), "about.event-before")
    if not found and (saying.lemma == "add" or saying.construction == "continued") and earlier:
        previous = earlier[-1]
        if previous.claimant is not None and previous.claimant.value in speakers:
            told = (f.value for f in previous.about if isinstance(f.value, Ref) and f.value.kind in _EVENTS)
            add(((content, ref) for ref in told), "about.same-speech")
    if not found and saying.cue is not None and len(_text(subjects, content).split()) <= _FEW:
        add(((content, ref) for ref in _told_before(subjects, saying.cue)), "about.told-before")
    if (
        not found
        and saying.lemma in BLAMING
        and (_names_only(subjects, content) or MUTUAL.match(_text(subjects, content)))
    ):
        near = subjects.strike_near(content)
        add([(content, near[1])] if near else [], "about.blamed-for-strike-before")
    add(meant_by_pronoun(subjects, saying), "about.pronoun")
    add(((span, ref) for span, ref in counted(subjects, content) if ref not in speakers), "about.counted")
    add(claims_meant(subjects, saying, earlier), "about.claim")
    if stance is Stance.DENIES and saying.lemma not in _REFUSING and all(ref.kind != "claim" for ref in found):
        add(charge(saying, earlier), "about.claim-denied")
    add(((speaker.words, speaker.ref) for speaker in saying.aimed), "about.aimed")
    actors = [(span, ref) for span, ref in named if subjects.entities.is_actor(ref) and ref not in speakers]
    events = [ref for ref, fact in found.items() if ref.kind == "strike" or fact.rule == "about.agreement"]
    add(_actors_meant(subjects, content, actors, stance, events), "about.actor")
    if not found or (not events and _tells_of_moves(subjects.page, content)):
        add([(span, ref) for span, ref in named if ref.kind == "place"][:1], "about.place")
    if not found:
        main = subjects.main_strike()
        add([(content, main)] if main is not None else [], "about.main-event")
    return tuple(sorted(found.values(), key=lambda fact: (fact.words, str(fact.value))))


def _told_before(subjects: Subjects, cue: Span) -> Iterator[Ref]:
    """The last attack, deal and zone that a sentence tells of before a cue: "the zones were described as illegal"."""
    before = Span(subjects.page.sentence_of(cue).begin, cue.begin)
    zones = [(span, ref) for span, ref in subjects.named_in(before) if ref.kind == "zone"]
    for told in (subjects.strikes_in(before), subjects.agreements_in(before), zones):
        yield from (ref for _, ref in told[-1:])


def _tells_of_moves(page: Page, content: Span) -> bool:
    """Whether words said speak of coming or going: then they are about where from or to as well."""
    first, past = page.words.range_of(content)
    moving = lexicon.words("coming_and_going") | lexicon.words("withdrawal_words")
    return not moving.isdisjoint(page.words.lowers[first:past])


@cache
def _event_words() -> dict[tuple[str, str], re.Pattern[str]]:
    grouped: dict[tuple[str, str], list[str]] = {}
    for row in lexicon.table("event_words"):
        grouped.setdefault((row["of"], row["stance"]), []).append(row["words"])
    return {key: re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE) for key, words in grouped.items()}


def _spoken_of_before(subjects: Subjects, content: Span, stance: Stance) -> list[tuple[Span, Ref]]:
    """The attack or deal told before that a statement speaks of by what it says: victims, blame, commitments."""
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


def _several(subjects: Subjects, content: Span) -> list[tuple[Span, Ref]]:
    """The attacks told before that words said count: "all three attacks", "both bombings"."""
    match = _COUNTED.search(subjects.page.article.text, content.begin, content.end)
    if match is None:
        return []
    words = Span(*match.span())
    number = _NUMBERS[(match["number"] or "two").lower()]
    before = list(dict.fromkeys(ref for _, ref in reversed(subjects.strikes_before(words))))
    return [(words, ref) for ref in before[:number]] if len(before) >= number else []


def _text(subjects: Subjects, span: Span) -> str:
    return subjects.page.text(span)


def _names_only(subjects: Subjects, content: Span) -> bool:
    """Whether the words said are one actor's name and no more: "blamed the army"."""
    return any(
        subjects.entities.is_actor(ref)
        and span.end == content.end
        and subjects.page.article.text[content.begin : span.begin].strip().lower() in {"", "the"}
        for span, ref in subjects.named_in(content)
    )


def _actors_meant(
    subjects: Subjects, content: Span, named: Iterable[tuple[Span, Ref]], stance: Stance, events: Iterable[Ref]
) -> list[tuple[Span, Ref]]:
    """Actors that the words said are about, beside the events that they speak of."""
    events = list(events)
    actors = [(span, ref, subjects.entities.actors[ref]) for span, ref in named]
    strikes = [subjects.strikes[ref] for ref in events if ref in subjects.strikes]
    deals = [subjects.agreements[ref] for ref in events if ref in subjects.agreements]
    return actors_meant(subjects.page, content, actors, stance, Roles.of(strikes, deals) if events else None)
