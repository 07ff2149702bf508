"""What a claim is about: the strikes, agreements, zones, actors and earlier claims that its words speak of."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache

from kg import lexicon
from kg.extract.claims.actors_meant import Roles, actors_meant
from kg.extract.claims.saying import Saying
from kg.extract.names.coreference import antecedent
from kg.extract.names.entities import Entities
from kg.extract.names.gender import may_mean
from kg.extract.text.page import Page
from kg.records import ActorKind, Agreement, Claim, Fact, MentionKind, Ref, SegmentKind, Span, Stance, Strike

_SAID = re.compile(
    r"\b(?:(?:the|these|those|this|such|any|all|impulsive|\w+['’]s) )"
    r"(?:(claims?|allegations?|accusations?|charges?|reports?|suggestions?|statements|comments|remarks|assertions?)|"
    r"(announcement|statement|decision|move|plan|withdrawal|resolution))\b",
    re.IGNORECASE,
)
BLAMING = frozenset(
    {"accuse", "blame", "suspect", "hold", "point", "fault", "charge", "trade", "pin", "attribute", "criticise"}
)
MUTUAL = re.compile(r"(?:each|one an)\s?other\b", re.IGNORECASE)
_IT = re.compile(r"(?:it|this|that|them|so)(?: all)?", re.IGNORECASE)
_ANSWERING = frozenset({Stance.DENIES})
_EVENTS = frozenset({"strike", "agreement"})
_PERSONAL = frozenset({"he", "she"})
_SHORT_FORMS = frozenset({SegmentKind.TITLE, SegmentKind.HEADLINE, SegmentKind.CAPTION})
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5}
_COUNTED = re.compile(
    r"\b(?:(?:all|the|these|those)(?: of)?(?: the| these)? (?P<number>two|three|four|five)|both)"
    r"(?: of)?(?: the| these)? "
    r"(?:attacks|bombings|strikes|blasts|explosions|raids|shootings|assaults)\b",
    re.IGNORECASE,
)
_NEAR = 900
_FEW = 3  # words said that cannot tell by themselves what they are about: "illegal"
_LATEST = 12
# Nobody answers what so many claims stand after; to look at all of them would take the square of their number.
_REMEMBERED = 200


class Subjects:
    """The things of an article by where its text speaks of them."""

    def __init__(
        self, page: Page, entities: Entities, strikes: Sequence[Strike], agreements: Sequence[Agreement]
    ) -> None:
        self.page = page
        self.entities = entities
        self.strikes = {strike.ref: strike for strike in strikes}
        self.agreements = {deal.ref: deal for deal in agreements}
        events = [(span, strike.ref) for strike in strikes for span in strike.triggers]
        self._strikes = sorted(events)
        self._agreements = sorted((span, deal.ref) for deal in agreements for span in deal.triggers)
        self._named = sorted(
            (m.span, m.denotes) for m in entities.mentions if m.kind not in {MentionKind.TRIGGER, MentionKind.PRONOUN}
        )

    def strikes_in(self, span: Span) -> list[tuple[Span, Ref]]:
        """Triggers of strikes inside a span, in text order."""
        return _inside(self._strikes, span)

    def main_strike(self) -> Ref | None:
        """The attack that an article is about, if it is about one: that with half of what tells of attacks or deals."""
        if not self._strikes:
            return None
        first = max(self.strikes.values(), key=lambda strike: len(strike.triggers))
        told = len(self._strikes) + len(self._agreements)
        return first.ref if len(first.triggers) > 1 and 2 * len(first.triggers) >= told else None

    def agreements_in(self, span: Span) -> list[tuple[Span, Ref]]:
        """Triggers of agreements inside a span, in text order."""
        return _inside(self._agreements, span)

    def named_in(self, span: Span) -> list[tuple[Span, Ref]]:
        """Mentions of actors, places and zones inside a span, in text order."""
        return _inside(self._named, span)

    def strike_near(self, span: Span) -> tuple[Span, Ref] | None:
        """The strike spoken of last in the paragraph of a span, else of those shortly before it the one spoken of most;
        else one of the same sentence.
        """
        at = bisect_left(self._strikes, (span, Ref("", "")))
        before = [s for s in self._strikes[max(0, at - _LATEST) : at] if span.begin - s[0].end < _NEAR]
        just = [s for s in before if s[0].begin >= self._sentence_before(span)]
        paragraph = self.page.article.text.rfind("\n", max(0, span.begin - _NEAR), span.begin)
        if before and before[-1][0].begin > paragraph:
            return before[-1]
        if before:
            return max(just or before, key=lambda s: (len(self.strikes[s[1]].triggers), s[0]))
        if at < len(self._strikes) and self.page.sentence_of(self._strikes[at][0]) == self.page.sentence_of(span):
            return self._strikes[at]
        return None

    def is_person(self, ref: Ref, pronoun: str) -> bool:
        """Whether an actor is one human being whom a pronoun may mean."""
        actor = self.entities.actors.get(ref)
        return actor is not None and actor.kind is ActorKind.PERSON and may_mean(pronoun, actor)

    def _sentence_before(self, span: Span) -> int:
        """Where the sentence before that of a span begins."""
        sentences = self.page.sentences
        return sentences[max(0, bisect_left(sentences, self.page.sentence_of(span)) - 1)].begin

    def strikes_before(self, span: Span) -> list[tuple[Span, Ref]]:
        """Triggers of strikes before a span, in text order."""
        return self._strikes[: bisect_left(self._strikes, (span, Ref("", "")))]

    def agreement_near(self, span: Span) -> tuple[Span, Ref] | None:
        """The deal spoken of last, shortly before a span."""
        at = bisect_left(self._agreements, (span, Ref("", "")))
        before = self._agreements[max(0, at - 1) : at]
        return before[0] if before and span.begin - before[0][0].end < _NEAR else None


def _inside(spans: list[tuple[Span, Ref]], within: Span) -> list[tuple[Span, Ref]]:
    at = bisect_left(spans, (Span(within.begin, within.begin), Ref("", "")))
    found = []
    while at < len(spans) and spans[at][0].begin < within.end:
        if spans[at][0].end <= within.end:
            found.append(spans[at])
        at += 1
    return found


def about(subjects: Subjects, saying: Saying, stance: Stance, earlier: Sequence[Claim]) -> tuple[Fact, ...]:
    """The nodes that the words said speak of, each with the words that name it, in text order and once each."""
    content = saying.content
    found: dict[Ref, Fact] = {}
    speakers = {speaker.ref for speaker in saying.speakers}

    def add(items: Iterable[tuple[Span, Ref]], rule: str, confidence: str) -> None:
        for span, ref in items:
            found.setdefault(ref, Fact(ref, span, rule, Decimal(confidence)))

    add(subjects.strikes_in(content), "about.strike", "0.9")
    add(_several(subjects, content), "about.several-strikes", "0.6")
    add(subjects.agreements_in(content), "about.agreement", "0.9")
    named = subjects.named_in(content)
    zones = [(span, ref) for span, ref in named if ref.kind == "zone"]
    add(zones, "about.zone", "0.8")
    if not found:
        add(_spoken_of_before(subjects, content, stance), "about.event-before", "0.6")
    if not found and (saying.lemma == "add" or saying.construction == "continued") and earlier:
        previous = earlier[-1]
        if previous.claimant is not None and previous.claimant.value in speakers:
            told = (f.value for f in previous.about if isinstance(f.value, Ref) and f.value.kind in _EVENTS)
            add(((content, ref) for ref in told), "about.same-speech", "0.5")
    if not found and saying.cue is not None and len(_text(subjects, content).split()) <= _FEW:
        add(((content, ref) for ref in _told_before(subjects, saying.cue)), "about.told-before", "0.5")
    if (
        not found
        and saying.lemma in BLAMING
        and (_names_only(subjects, content) or MUTUAL.match(_text(subjects, content)))
    ):
        near = subjects.strike_near(content)
        add([(content, near[1])] if near else [], "about.blamed-for-strike-before", "0.6")
    add(_meant_by_pronoun(subjects, saying), "about.pronoun", "0.5")
    add(_claims_meant(subjects, saying, earlier), "about.claim", "0.6")
    add(((speaker.words, speaker.ref) for speaker in saying.aimed), "about.aimed", "0.7")
    actors = [(span, ref) for span, ref in named if subjects.entities.is_actor(ref) and ref not in speakers]
    events = [ref for ref, fact in found.items() if ref.kind == "strike" or fact.rule == "about.agreement"]
    add(_actors_meant(subjects, content, actors, stance, events), "about.actor", "0.6")
    if not found or (not events and _tells_of_moves(subjects.page, content)):
        add([(span, ref) for span, ref in named if ref.kind == "place"][:1], "about.place", "0.5")
    if not found:
        main = subjects.main_strike()
        add([(content, main)] if main is not None else [], "about.main-event", "0.5")
    return tuple(sorted(found.values(), key=lambda fact: (fact.words, str(fact.value))))


def _told_before(subjects: Subjects, cue: Span) -> Iterator[Ref]:
    """The last attack, deal and zone that a sentence tells of before a cue: "the zones were described as illegal"."""
    before = Span(subjects.page.sentence_of(cue).begin, cue.begin)
    zones = [(span, ref) for span, ref in subjects.named_in(before) if ref.kind == "zone"]
    for told in (subjects.strikes_in(before), subjects.agreements_in(before), zones):
        yield from (ref for _, ref in told[-1:])


def _meant_by_pronoun(subjects: Subjects, saying: Saying) -> Iterator[tuple[Span, Ref]]:
    """Whom the pronoun means that the words said begin with, where it cannot mean who speaks: "police said he fled"."""
    first = subjects.page.words.range_of(saying.content)[0]
    word, span = subjects.page.words.lowers[first], subjects.page.words.spans[first]
    if saying.direct or not saying.speakers or word not in _PERSONAL:
        return
    if any(subjects.is_person(speaker.ref, word) for speaker in saying.speakers):
        return
    meant = antecedent(subjects.page, subjects.entities, span)
    if meant is not None and meant not in {speaker.ref for speaker in saying.speakers}:
        yield span, meant


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


def _claims_meant(subjects: Subjects, saying: Saying, earlier: Sequence[Claim]) -> list[tuple[Span, Ref]]:
    """Earlier claims of others that the words said speak of as such.

    "The accusation" is the last one made; "the decision" is what somebody first announced or demanded.
    """
    match = _SAID.search(subjects.page.article.text, saying.content.begin, saying.content.end)
    it = _IT.fullmatch(subjects.page.text(saying.content)) if saying.stance in _ANSWERING else None
    if match is None and it is None:
        return []
    speakers = {speaker.ref for speaker in saying.speakers}
    others = [c for c in earlier[-_REMEMBERED:] if c.claimant is not None and c.claimant.value not in speakers]
    if match is None:
        return [(saying.content, c.ref) for c in others if others and c.content == others[-1].content]
    if match.group(1):
        found = [
            c
            for c in reversed(others[-_LATEST:])
            if c.stance.value in {Stance.ASSERTS, Stance.ALLEGES, Stance.CONDEMNS}
        ]
        found.sort(key=lambda c: not any(isinstance(f.value, Ref) and f.value.kind == "strike" for f in c.about))
    else:
        found = [c for c in others if c.stance.value in {Stance.PROMISES, Stance.DEMANDS}]
        found.sort(key=lambda c: subjects.page.segment_kind(c.content.begin) in _SHORT_FORMS)
    words = Span(*match.span(1 if match.group(1) else 2))
    return [(words, c.ref) for c in others if found and c.content == found[0].content]
