"""Who holds a zone: "X-held", "controlled by X", "under X control", "X patrols the zone"."""

from typing import Final

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.grammar.syntax import Voice, frame_of, ruling_verbs
from kg.extract.names.coreference import antecedent
from kg.extract.text.page import Page
from kg.extract.text.words import Words
from kg.extract.zones.nouns import HELD
from kg.records import Fact, Ref, Span

_HOLDING: Final = tuple(
    tuple(phrase.split())
    for phrase in (
        "controlled by",
        "held by",
        "occupied by",
        "run by",
        "administered by",
        "patrolled by",
        "under control of",
        "under the control of",
        "in the hands of",
        "under the rule of",
        "under the occupation of",
        "under the authority of",
        "ruled by",
        "governed by",
        "policed by",
        "secured by",
        "seized by",
        "captured by",
        "taken by",
        "overrun by",
        "conquered by",
        "dominated by",
        "guarded by",
    )
)
_TAKING: Final = frozenset({"captured", "seized", "reclaimed", "retaken", "taken", "recaptured", "retook", "took"})
_KEEPING: Final = lexicon.words("keeping_verbs")
_FORMERLY: Final = frozenset({"formerly", "previously", "once", "former"})
_HOLDING_REACH: Final = 22
_MENTIONS_READ: Final = 60
_HOLDERS: Final = {row["word"]: row["stem"] for row in lexicon.table("zone_holders")}


def holders(page: Page, fillers: Fillers, words: Words, bounds: tuple[int, int, int], sentence: Span) -> list[Fact]:
    """Who holds an area: "X-held", "controlled by X", "under X control"."""
    first, head, past = bounds
    if _FORMERLY & set(words.lowers[first:head]):
        return _retakers(page, fillers, words, first)
    for at in range(first, head):
        if words.lowers[at] in HELD and words.lowers[at - 1] in {"-", "–"} and at - 2 >= 0:
            return [] if words.lowers[at - 2] == "self" else _holder_before(page, fillers, words, first, at - 1)
    end = min(words.range_of(sentence)[1], past + _HOLDING_REACH)
    for at in range(past, end):
        for holding in _HOLDING:
            if tuple(words.lowers[at : at + len(holding)]) == holding and at + len(holding) < end:
                actors = fillers.heads(words.span_of(at + len(holding), end), fillers.is_actor, through=("of", "from"))
                return [Fact(m.denotes, m.span, "zone.controlled-by") for m in actors]
        if words.lowers[at] == "under" and "control" in words.lowers[at + 1 : at + 6]:
            stop = at + 1 + words.lowers[at + 1 : at + 6].index("control")
            if stop > at + 1:
                return _controllers(page, fillers, words, at + 1, stop)
        if words.lowers[at] in {";", "."}:
            break
    return _keepers(page, fillers, words, head)


def _controllers(page: Page, fillers: Fillers, words: Words, first: int, stop: int) -> list[Fact]:
    """Whose control it is between "under" and "control"; "its" and "their" take up an actor before."""
    named = [m for m in fillers.within(words.span_of(first, stop)) if fillers.is_actor(m)]
    if named:
        return [Fact(m.denotes, m.span, "zone.under-control") for m in named]
    if words.lowers[first] not in {"its", "their", "his"}:
        return []
    meant = antecedent(page, fillers.entities, words.spans[first])
    return [Fact(meant, words.spans[first], "zone.under-own-control")] if meant else []


def _keepers(page: Page, fillers: Fillers, words: Words, head: int) -> list[Fact]:
    """Who holds or patrols a zone by the verb of which it is the object: "X and Y patrol the buffer zone"."""
    for verb in ruling_verbs(page, words.spans[head])[:1]:
        if page.text(verb).lower() in _KEEPING:
            frame = frame_of(page, verb, True)
            if frame.voice is Voice.ACTIVE:
                actors = fillers.subjects(frame.subject, fillers.is_doer)
                return [Fact(m.denotes, m.span, "zone.kept-by") for m in actors]
    return []


def _retakers(page: Page, fillers: Fillers, words: Words, zone: int) -> list[Fact]:
    """Who took an area that others held before: "X has reclaimed formerly Y-held land"."""
    begin = words.range_of(page.sentence_of(words.spans[zone]))[0]
    verb = next((n for n in range(zone - 1, max(begin, zone - 5) - 1, -1) if words.lowers[n] in _TAKING), None)
    if verb is None:
        return []
    subject = frame_of(page, words.spans[verb], True).subject
    actors = fillers.subjects(subject, fillers.is_actor)
    return [Fact(m.denotes, m.span, "zone.retaken") for m in actors]


def _holder_before(page: Page, fillers: Fillers, words: Words, first: int, hyphen: int) -> list[Fact]:
    span = words.span_of(max(0, min(first, hyphen - 1)), hyphen)
    actors = [m for m in fillers.within(span) if fillers.is_actor(m)]
    if actors:
        return [Fact(m.denotes, m.span, "zone.held") for m in actors]
    where = words.spans[hyphen - 1]
    ref = _described(fillers, page, words.lowers[hyphen - 1], where)
    return [Fact(ref, where, "zone.held")] if ref else []


def _described(fillers: Fillers, page: Page, word: str, where: Span) -> Ref | None:
    """The actor that a common noun such as "rebel" takes up: the one last, else first, called by that noun."""
    stem = _HOLDERS.get(word)
    if stem is None:
        return None
    called = (
        m
        for m in fillers.around(where.begin, _MENTIONS_READ)
        if fillers.is_actor(m) and stem in page.text(m.span).lower()
    )
    return next((m.denotes for m in called), None)
