"""What one trigger's own clause tells of its deal."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from kg import lexicon
from kg.extract.agreements.dating import is_background, is_of_making, is_of_other_clause, is_own, only_bounds, owns
from kg.extract.agreements.parties import parties
from kg.extract.agreements.premodifier import brokers
from kg.extract.agreements.prisoner_swaps import freed_by, nations_of
from kg.extract.agreements.setting_up import establishes
from kg.extract.agreements.status import status_of
from kg.extract.agreements.topics import is_about
from kg.extract.agreements.whereabouts import is_when, is_where
from kg.extract.events.circumstances import moments
from kg.extract.events.fillers import Fillers
from kg.extract.events.modality import factuality_of
from kg.extract.events.specificity import most_specific
from kg.extract.grammar.syntax import Frame, frame_of
from kg.extract.grammar.word_classes import DETERMINERS
from kg.extract.text.page import Page
from kg.records import ActorKind, AgreementKind, AgreementStatus, Fact, Ref, SegmentKind, Span, TimeExpression

OWN_DAY: Final = "agreement.own-day"
VERBS: Final = frozenset({"verb", "agreed"})
_DEFINITE: Final = frozenset({"the", "this", "these", "those", "that", "its", "their", "such", "both"})
_OWNED: Final = frozenset({"its", "their"})
_POINTING: Final = frozenset({"this", "these", "that", "such"})
_FRESH: Final = frozenset({"another", "separate", "similar", "earlier", "previous", "second", "last"})
_OLDER: Final = frozenset({"earlier", "previous", "last", "original", "former", "initial"})
_NEW: Final = frozenset({"new", "fresh", "subsequent", "further"})
_IN: Final = ("in", "throughout", "across", "around", "inside", "within", "at", "over")
_NAMED: Final = lexicon.words("deal_names") | {"agreements", "treaties", "declaration", "convention"}
_COMPLEMENT: Final = (["to"], ["on"], ["for"], ["that"], ["under"])
_NAMED_IF_CAPITAL: Final = frozenset({"truce", "armistice"})
_COMMON: Final = frozenset({"peace", "ceasefire", "truce", "armistice", "deal", "memorandum", "joint"})
_PLURALS: Final = frozenset(
    {"agreements", "deals", "accords", "pacts", "treaties", "ceasefires", "truces", "fires", "exchanges", "swaps"}
    | {"armistices", "arrangements", "memoranda", "protocols", "settlements", "pauses"}
)
_FORMAL: Final = frozenset({"treaty", "treaties", "convention", "memorandum", "alliance"})
_PEACE_NAMES: Final = frozenset({"accord", "accords"})
_NO_NAME: Final = frozenset({ActorKind.STATE, ActorKind.ARMED_GROUP, ActorKind.GOVERNMENT})
PAST: Final = frozenset(
    {AgreementStatus.COLLAPSED, AgreementStatus.VIOLATED, AgreementStatus.REJECTED, AgreementStatus.AT_RISK}
)
_BESIDE: Final = 16
_PROPOSALS: Final = frozenset({"proposal", "proposals", "plan", "plans", "roadmap"})


@dataclass
class DealMention:
    """One trigger with what its own clause tells.

    kind: by the trigger's own words. formal: whether it is a treaty, which no ceasefire is. topic: by the words around
    a plain "deal". told_apart: whether its complement tells which deal it is ("the deal to withdraw"). name: the
    lower-case words that set a name apart ("sochi" of "Sochi agreement"), empty where it is none. reached: whether
    words near it say that the deal was made. subject: the nouns that say what a plain deal is about ("grain deal").
    called: whether a name stands before it ("the Doha deal"). proposal: whether its own words call it one.
    effective: whether its clause tells when it takes effect. brokers: who is said to have brokered it. older, newer:
    whether it is told apart as an earlier or a new one. entry: the day of the line of a timeline in which it stands.
    """

    span: Span
    kind: AgreementKind | None
    topic: AgreementKind | None
    sense: str
    frame: Frame
    definite: bool
    formal: bool
    plural: bool
    pointing: bool
    told_apart: bool
    fresh: bool
    called: bool
    proposal: bool
    effective: bool
    older: bool
    newer: bool
    subject: frozenset[str]
    heading: bool
    name: tuple[str, ...]
    factuality: Fact
    status: Fact | None
    reached: bool
    brokers: frozenset[Ref] = frozenset()
    entry: Ref | None = None
    party: list[Fact] = field(default_factory=list)
    establishes: list[Fact] = field(default_factory=list)
    location: list[Fact] = field(default_factory=list)
    when: list[Fact] = field(default_factory=list)


def read_mention(
    page: Page, fillers: Fillers, span: Span, kind: AgreementKind | None, sense: str, times: Sequence[TimeExpression]
) -> DealMention:
    """The mention of a trigger. times: those near it."""
    span = _without_parties(page, fillers, span)
    frame = _frame(page, span, sense)
    words = page.words
    first, past = words.range_of(span)
    before = words.lowers[words.range_of(frame.premodifier)[0] : first] if frame.premodifier else []
    definite = frame.determiner in _DEFINITE or sense == "back"
    name = _name(page, span, sense)
    status, reached = status_of(page, frame)
    if kind is None and name and words.lowers[past - 1] in _PEACE_NAMES:
        kind = AgreementKind.PEACE_AGREEMENT
    mention = DealMention(
        span=span,
        kind=kind,
        topic=None if kind else is_about(page, frame),
        sense=sense,
        frame=frame,
        definite=definite,
        formal=not _FORMAL.isdisjoint(words.lowers[first:past]),
        plural=not name and words.lowers[past - 1] in _PLURALS,
        told_apart=words.lowers[past : past + 1] in _COMPLEMENT,
        pointing=frame.determiner in _POINTING,
        fresh=frame.determiner in _FRESH
        or any(w in _FRESH for w in before)
        or (not definite and any(w in _NEW for w in before)),
        called=past - first > 1
        and words.forms[first][0].isupper()
        and words.range_of(page.sentence_of(span))[0] < first,
        proposal=words.lowers[past - 1] in _PROPOSALS,
        effective=status is not None and page.text(status.words).lower().endswith(("effect", "force")),
        older=frame.determiner in _OLDER or any(w in _OLDER for w in before),
        newer="new" in before,
        subject=frozenset() if kind else _subject(page, span),
        heading=page.segment_kind(span.begin) in {SegmentKind.TITLE, SegmentKind.HEADLINE},
        name=name,
        factuality=factuality_of(page, frame),
        status=status,
        reached=reached,
        brokers=brokers(page, fillers, frame),
        party=parties(page, fillers, frame),
        establishes=establishes(page, fillers, frame, agreed=sense == "agreed"),
        location=_location(page, fillers, frame),
    )
    mention.when = _when(page, mention, times)
    if any(f.rule == OWN_DAY and owns(page, f.words) for f in mention.when):
        mention.definite = True
    if kind is AgreementKind.PRISONER_EXCHANGE and not mention.party:
        nations = nations_of(page, fillers, span)
        found = nations if len(nations) > 1 else freed_by(page, fillers, span)
        mention.party += [Fact(ref, where, "agreement.exchanged") for ref, where in found]
    return mention


def _frame(page: Page, span: Span, sense: str) -> Frame:
    """The frame of a trigger, also where the parser gave its determiner to a word between; one that only tells of what
    kind another noun is ("the ceasefire regime") has the determiner of that noun.
    """
    frame = frame_of(page, span, sense in VERBS)
    if sense in VERBS or frame.determiner:
        return frame
    words = page.words
    first = words.range_of(frame.premodifier or span)[0]
    if frame.premodifier and words.lowers[first] in _OWNED | DETERMINERS:
        inner = (
            words.span_of(first + 1, words.range_of(frame.premodifier)[1])
            if " " in page.text(frame.premodifier)
            else None
        )
        return replace(frame, determiner=words.lowers[first], premodifier=inner)
    if first > 1 and words.lowers[first - 1] in {"-", "–"}:
        first -= 2  # "a mutual-defence pact"
    if first > 0 and words.lowers[first - 1] in DETERMINERS:
        return replace(frame, determiner=words.lowers[first - 1])
    if not page.has_tree:
        return frame
    root = page.tokens(span).root
    if root.dep_ != "compound" or root.head.i <= root.i:
        return frame
    determiner = next((child.lower_ for child in root.head.lefts if child.dep_ == "det"), None)
    return replace(frame, determiner=determiner)


def _without_parties(page: Page, fillers: Fillers, span: Span) -> Span:
    """A name without the nationalities that only say whose deal it is: "Turkish agreement"."""
    if " " not in page.text(span):
        return span
    for mention in reversed(fillers.within(span)):
        actor = fillers.entities.actors.get(mention.denotes)
        follows = page.article.text[mention.span.end : mention.span.end + 1]
        if actor is not None and actor.kind in _NO_NAME and follows == " " and mention.span.end < span.end:
            return Span(mention.span.end + 1, span.end)
    return span


def _name(page: Page, span: Span, sense: str) -> tuple[str, ...]:
    """The words that set a deal's name apart; a single word and one without capitals are no name."""
    words = page.words
    first, past = words.range_of(span)
    if sense in VERBS or past - first < 2 or not words.forms[first][0].isupper():
        return ()
    heads = [n for n in range(past - 1, first - 1, -1) if words.lowers[n] in _NAMED]
    heads += [n for n in range(first, past) if words.lowers[n] in _NAMED_IF_CAPITAL and words.forms[n][0].isupper()]
    head = heads[0] if heads else None
    begins = words.range_of(page.sentence_of(span))[0] == first
    if head is None or (begins and not words.forms[head][0].isupper()):
        return ()
    capital = [words.lowers[n] for n in range(first, past) if words.forms[n][0].isupper()]
    return tuple(w for w in capital if w not in _NAMED and w not in _COMMON)


def _subject(page: Page, span: Span) -> frozenset[str]:
    """The common nouns before the head of a plain deal: "grain" of "Black Sea grain deal"."""
    words = page.words
    first, past = words.range_of(span)
    if not words.forms[past - 1].islower():
        return frozenset()
    return frozenset(
        words.lowers[n] for n in range(first, past - 1) if words.forms[n].isalpha() and words.forms[n].islower()
    )


def _location(page: Page, fillers: Fillers, frame: Frame) -> list[Fact]:
    places = [m for s in frame.after(*_IN) for m in fillers.heads(s, fillers.is_place) if is_where(page, frame, m.span)]
    if frame.premodifier:
        places += [m for m in fillers.within(frame.premodifier) if m.denotes in fillers.entities.places]
    return [Fact(m.denotes, m.span, "agreement.location") for m in most_specific(places, fillers)]


def _when(page: Page, mention: DealMention, times: Sequence[TimeExpression]) -> list[Fact]:
    """When a deal was made; a deal that is only spoken of again, or has failed, is not dated by the clause around."""
    verbal = mention.sense in VERBS
    own = None if verbal else next((t for t in times if is_own(page, mention.frame, t)), None)
    if own is not None:
        return [Fact(own.ref, own.words, OWN_DAY)]
    made = None if verbal else next((t for t in times if is_of_making(page, mention.span, t.words)), None)
    if made is not None:
        return [Fact(made.ref, made.words, "agreement.when-made")]
    if mention.status is not None and mention.status.value in PAST and not mention.reached:
        return []
    times = [t for t in times if not only_bounds(page, t, mention.span) and is_when(page, mention.frame, t.words)]
    times = [t for t in times if not is_of_other_clause(page, mention.span, t.words)]
    told = not mention.definite or mention.reached or mention.name
    if told and (verbal or not is_background(page, mention.frame)):
        return moments(mention.frame, page, times)
    begin = mention.frame.premodifier.begin if mention.frame.premodifier else mention.span.begin
    near = Span(begin, mention.span.end + _BESIDE)
    return moments(mention.frame, page, [t for t in times if near.begin <= t.words.begin < near.end])


def values(facts: Sequence[Fact]) -> set[Ref]:
    """The nodes among the values of some facts."""
    return {f.value for f in facts if isinstance(f.value, Ref)}
