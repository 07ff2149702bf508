"""Deals between parties: triggers, parties, what they establish, how they stand, and which triggers speak of the same
deal.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Final

from kg.extract.agreements.parties import REJECTING, parties
from kg.extract.agreements.roles import Terms, establishes, is_about, status_of
from kg.extract.agreements.triggers import agreement_triggers
from kg.extract.events.circumstances import moments
from kg.extract.events.conflict import is_conflict_text
from kg.extract.events.fillers import Fillers
from kg.extract.events.modality import factuality_of
from kg.extract.events.specificity import most_specific
from kg.extract.grammar.syntax import Frame, frame_of
from kg.extract.names.entities import Entities
from kg.extract.text.page import Page
from kg.extract.text.words import Words
from kg.records import (
    ActorKind,
    Agreement,
    AgreementKind,
    AgreementStatus,
    Fact,
    Factuality,
    Ref,
    SegmentKind,
    Span,
    TimeExpression,
)

_DEFINITE: Final = frozenset({"the", "this", "these", "those", "that", "its", "their", "such", "both"})
_FRESH: Final = frozenset({"another", "separate", "similar", "earlier", "previous", "second", "last"})
_IN: Final = ("in", "throughout", "across", "around", "inside", "within", "at", "over")
_STATUS_ORDER: Final = (
    AgreementStatus.COLLAPSED,
    AgreementStatus.VIOLATED,
    AgreementStatus.AT_RISK,
    AgreementStatus.REJECTED,
    AgreementStatus.IN_FORCE,
    AgreementStatus.PROPOSED,
)
_ROLES: Final = ("party", "location", "when")
_KEPT: Final = 8
_NEAR: Final = 300
_EQUATING: Final = frozenset({"was", "is", "are", "were", "a", "an", "the", "called", "known", "as", "(", ")", ","})
_EQUATING_REACH: Final = 4
_PEACE_NAMES: Final = frozenset({"Accord", "Accords"})


@dataclass
class _Mention:
    """One trigger with what its own clause tells."""

    span: Span
    kind: AgreementKind | None
    sense: str
    frame: Frame
    definite: bool
    fresh: bool
    heading: bool
    factuality: Fact
    terms: Terms
    named: bool = False


@dataclass
class _Deal:
    """Triggers that are one deal, with what they say together."""

    mentions: list[_Mention] = field(default_factory=list)
    kinds: set[AgreementKind] = field(default_factory=set)
    fillers: dict[str, set[Ref]] = field(default_factory=lambda: {role: set() for role in _ROLES})

    def take(self, mention: _Mention) -> None:
        self.mentions.append(mention)
        if mention.kind:
            self.kinds.add(mention.kind)
        for role, refs in self.fillers.items():
            refs |= {f.value for f in getattr(mention.terms, role) if isinstance(f.value, Ref) and f.rule != REJECTING}


def find_agreements(page: Page, entities: Entities, times: Sequence[TimeExpression]) -> tuple[Agreement, ...]:
    """Every deal that the text names or describes, in the order of their first triggers."""
    fillers = Fillers(page, entities)
    conflict: bool | None = None
    deals: list[_Deal] = []
    days = {t.ref: (t.earliest, t.latest) for t in times if t.earliest}
    persons = {ref for ref, actor in entities.actors.items() if actor.kind is ActorKind.PERSON}
    begins = [t.words.begin for t in times]
    for span, kind, sense in agreement_triggers(page):
        if page.segment_kind(span.begin) is SegmentKind.BOILERPLATE:
            continue
        conflict = is_conflict_text(page) if conflict is None else conflict
        if sense != "sure" and not conflict:
            continue
        sentence = page.sentence_of(span)
        window = Span(max(sentence.begin, span.begin - _NEAR), min(sentence.end, span.end + _NEAR))
        near = times[bisect_left(begins, window.begin) : bisect_left(begins, window.end)]
        mention = _read(page, fillers, span, kind, sense, near)
        deal = next((d for d in reversed(deals[-_KEPT:]) if _same(page.words, mention, d, days, persons)), None)
        if deal is None and not _stands_alone(page, mention):
            continue
        if deal is None:
            deal = _Deal()
            deals.append(deal)
        deal.take(mention)
    return tuple(_agreement(page, fillers, deal, persons) for deal in deals)


def _read(
    page: Page, fillers: Fillers, span: Span, kind: AgreementKind | None, sense: str, times: Sequence[TimeExpression]
) -> _Mention:
    frame = frame_of(page, span, sense == "verb")
    words = page.words
    begin, _ = words.range_of(span)
    first = words.range_of(frame.premodifier)[0] if frame.premodifier else begin
    before = words.lowers[first:begin]
    terms = Terms(
        party=parties(page, fillers, frame),
        establishes=establishes(page, fillers, frame),
        status=status_of(page, frame),
    )
    places = [m for s in frame.after(*_IN) for m in fillers.heads(s, fillers.is_place)]
    if frame.premodifier:
        places += [m for m in fillers.within(frame.premodifier) if fillers.is_place(m)]
    terms.location = [Fact(m.denotes, m.span, "agreement.location") for m in most_specific(places, fillers)]
    terms.when = moments(frame, page, times)
    named = page.text(span)[0].isupper() and " " in page.text(span)
    if kind is None and named and words.forms[words.range_of(span)[1] - 1] in _PEACE_NAMES:
        kind = AgreementKind.PEACE_AGREEMENT
    return _Mention(
        span=span,
        kind=kind or is_about(page, frame),
        sense=sense,
        frame=frame,
        definite=frame.determiner in _DEFINITE or sense == "back",
        fresh=frame.determiner in _FRESH or any(w in _FRESH for w in before),
        heading=page.segment_kind(span.begin) in {SegmentKind.TITLE, SegmentKind.HEADLINE},
        factuality=factuality_of(page, frame),
        terms=terms,
        named=named,
    )


def _stands_alone(page: Page, mention: _Mention) -> bool:
    """Whether a trigger without a deal told before may open one."""
    if mention.sense == "sure":
        return True
    if mention.sense == "back":
        return False
    terms = mention.terms
    if mention.sense in {"learned", "verb"}:
        return len(terms.party) > (mention.sense == "learned")
    return mention.named or bool(terms.establishes) or mention.kind is not None or bool(terms.party)


def _same(
    words: Words, mention: _Mention, deal: _Deal, days: Mapping[Ref, tuple[object, object]], persons: Set[Ref]
) -> bool:
    """Whether a trigger speaks of a deal told before."""
    if _equated(words, deal.mentions[-1].span, mention.span):
        return True
    if mention.fresh:
        return False
    if mention.kind and deal.kinds and mention.kind not in deal.kinds:
        return False
    ours, theirs = {f.value for f in mention.terms.party if _tells(mention, f)}, deal.fillers["party"]
    if _clash(ours - persons, theirs - persons):
        return False
    when = {days[f.value] for f in mention.terms.when if isinstance(f.value, Ref) and f.value in days}
    known = {days[r] for r in deal.fillers["when"] if r in days}
    if not mention.definite and when and known and not when & known:
        return False
    if mention.definite or mention.heading or deal.mentions[0].heading:
        return True
    if mention.kind and mention.kind in deal.kinds and mention.frame.determiner not in {"a", "an", "any"}:
        return True
    return bool(ours & theirs) or bool({f.value for f in mention.terms.location} & deal.fillers["location"])


def _clash(ours: Set[object], theirs: Set[object]) -> bool:
    """Whether two sets of parties cannot be of one deal; "with X" and "with Y" may be its two sides."""
    return bool(ours and theirs) and not ours & theirs and max(len(ours), len(theirs)) > 1


def _tells(mention: _Mention, party: Fact) -> bool:
    """Whether a party tells deals apart: who keeps or breaks "the deal" may be one of those not named before."""
    return party.rule != REJECTING and not (mention.definite and party.rule == "agreement.subject")


def _equated(words: Words, last: Span, this: Span) -> bool:
    """Whether a sentence says that one trigger is the other: "the X demilitarization was an agreement"."""
    between = words.lowers[words.range_of(last)[1] : words.range_of(this)[0]]
    return 0 < len(between) <= _EQUATING_REACH and all(w in _EQUATING for w in between)


def _agreement(page: Page, fillers: Fillers, deal: _Deal, persons: Set[Ref]) -> Agreement:
    triggers = tuple(sorted({m.span for m in deal.mentions}))
    location = _united(m.terms.location for m in deal.mentions)
    kind = next((m.kind for m in deal.mentions if m.kind), None)
    status = _status(deal)
    return Agreement(
        ref=Ref("agreement", f"{triggers[0].begin}-{triggers[0].end}"),
        kind=kind,
        label=_label(page, fillers, triggers[0], location),
        triggers=triggers,
        factuality=_factuality(deal, status),
        status=status,
        party=_without_envoys(_united(_binding(m.terms.party, deal) for m in deal.mentions), persons),
        establishes=_united(m.terms.establishes for m in deal.mentions),
        location=location,
        when=()
        if status and status.value is AgreementStatus.PROPOSED
        else _united(m.terms.when for m in deal.mentions)[:1],
        evidence=tuple(dict.fromkeys(page.sentence_of(span) for span in triggers)),
    )


def _binding(party: Sequence[Fact], deal: _Deal) -> list[Fact]:
    """The parties that a mention names, without those who reject a deal that others have made."""
    others = any(f.rule != REJECTING for m in deal.mentions if m.terms.party is not party for f in m.terms.party)
    return [f for f in party if f.rule != REJECTING or not others]


def _without_envoys(party: tuple[Fact, ...], persons: Set[Ref]) -> tuple[Fact, ...]:
    """Parties without the people who sign for them, where the parties themselves are named."""
    bodies = tuple(f for f in party if f.value not in persons)
    return bodies or party


def _status(deal: _Deal) -> Fact | None:
    found = [m.terms.status for m in deal.mentions if m.terms.status]
    for status in _STATUS_ORDER:
        fact = next((f for f in found if f.value is status), None)
        if fact:
            return fact
    first = deal.mentions[0]
    if first.factuality.value in {Factuality.STATED, Factuality.ATTRIBUTED}:
        return Fact(AgreementStatus.IN_FORCE, first.span, "agreement.status-presupposed")
    return Fact(AgreementStatus.PROPOSED, first.factuality.words, "agreement.status-modal")


def _factuality(deal: _Deal, status: Fact | None) -> Fact:
    if status and status.value is AgreementStatus.PROPOSED:
        return Fact(Factuality.PROPOSED, status.words, "factuality.proposed")
    stated = next((m.factuality for m in deal.mentions if m.factuality.value is Factuality.STATED), None)
    return stated or deal.mentions[0].factuality


def _label(page: Page, fillers: Fillers, trigger: Span, location: Sequence[Fact]) -> str:
    words = " ".join(page.text(trigger).split())
    ref = location[0].value if location else None
    place = fillers.entities.places.get(ref) if isinstance(ref, Ref) else None
    return f"{words} in {place.label}" if place else words


def _united(groups: Iterable[Iterable[Fact]]) -> tuple[Fact, ...]:
    seen: dict[object, Fact] = {}
    for facts in groups:
        for fact in facts:
            seen.setdefault(fact.value, fact)
    return tuple(seen.values())
