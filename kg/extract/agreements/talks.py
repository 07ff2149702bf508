"""Those who are said to negotiate or meet before a deal is named, in its sentence or the one before."""

from typing import Final

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.events.foes import is_third_party
from kg.extract.events.side_words import only_counts
from kg.extract.events.sides import pair_of, sides_meant, unnamed_subject
from kg.extract.grammar.syntax import Frame, frame_of
from kg.extract.grammar.tree import children, phrase_of, preposition_of, span_of
from kg.extract.text.page import Page
from kg.records import Mention, Ref, Span

_TALKS: Final = frozenset({"talks", "negotiations", "discussions", "consultations", "negotiation", "meeting", "summit"})
_FIGHTS: Final = lexicon.words("fighting_nouns") | {
    "war",
    "conflict",
    "fight",
    "feud",
    "battle",
    "violence",
    "hostility",
}
_MEETING: Final = frozenset({"met", "negotiated", "negotiating", "talked", "conferred", "negotiate", "meeting"})
_TALKS_BACK: Final = 24
_NEAR: Final = 8
_HELD_WITHIN: Final = 3  # "talks were held between"
_GAP: Final = 2
_ENDING: Final = frozenset({"end", "ended", "ends", "ending", "settled", "halted", "stopped", "closed", "concluded"})
_BY_MEANS: Final = frozenset({"with", "by", "through", "under", "in"})


def negotiating(page: Page, fillers: Fillers, frame: Frame) -> list[Mention]:
    """Those between whom talks are said to be before a deal in its sentence: "talks between X and Y on a truce"."""
    first, _, begin, _ = _bounds(page, frame)
    return _told_between(page, fillers, max(begin, first - _TALKS_BACK), first, _TALKS)


def fighting_between(page: Page, fillers: Fillers, frame: Frame) -> list[Mention]:
    """Those between whom a fight is told in a deal's sentence: "fighting between X and Y has stopped after a truce"."""
    first, past, begin, end = _bounds(page, frame)
    before = _told_between(page, fillers, max(begin, first - _TALKS_BACK), first, _FIGHTS)
    return before or _told_between(page, fillers, past, min(end, past + _TALKS_BACK), _FIGHTS)


def _bounds(page: Page, frame: Frame) -> tuple[int, int, int, int]:
    """The words of a deal's own phrase and of its sentence."""
    words = page.words
    first, past = words.range_of(frame.trigger)
    first = words.range_of(frame.premodifier)[0] if frame.premodifier else first
    return first, past, *words.range_of(page.sentence_of(frame.trigger))


def fighting_until(page: Page, fillers: Fillers, frame: Frame) -> list[Mention]:
    """Those who are said to fight until there is a deal: "X and Y fought until a truce was signed"."""
    if not page.has_tree:
        return []
    verb = page.tokens(frame.trigger).root.head
    if verb.dep_ != "advcl" or not any(child.lower_ == "until" for child in verb.lefts):
        return []
    fighting = frame_of(page, span_of(verb.head), True)
    found = fillers.subjects(fighting.subject, fillers.is_doer)
    found = found or unnamed_subject(page, fillers, fighting.subject)
    counted = len(found) > 1 or (found and only_counts(page.text(found[0].span)))
    return found if counted else []


def ending_war(page: Page, fillers: Fillers, frame: Frame) -> list[Mention]:
    """Those who are said to end their fight with a deal: "X and Y ended their war with an accord"."""
    if not page.has_tree:
        return []
    deal = page.tokens(frame.trigger).root
    verb = deal.head
    if deal.dep_ != "obl" or preposition_of(deal) not in _BY_MEANS or verb.lower_ not in _ENDING:
        return []
    if not any(child.lower_ in _FIGHTS for child in children(verb, "obj")):
        return []
    found = fillers.subjects(frame_of(page, span_of(verb), True).subject, fillers.is_doer)
    return found if len(found) > 1 else []


def _told_between(page: Page, fillers: Fillers, begin: int, end: int, nouns: frozenset[str]) -> list[Mention]:
    words = page.words
    for at in range(end - 1, begin - 1, -1):
        if words.lowers[at] == "between" and not nouns.isdisjoint(words.lowers[max(begin, at - _HELD_WITHIN) : at]):
            found = fillers.heads(words.span_of(at + 1, end), fillers.is_doer, reach=_NEAR)
            return found if len(found) > 1 or nouns.isdisjoint(_FIGHTS) else []
    return []


def negotiators_before(page: Page, fillers: Fillers, deal: Span) -> list[tuple[Ref, Span]]:
    """Those who are said in the sentence before a deal to talk: "X and Y met. A truce was agreed."."""
    sentence = page.sentence_of(deal)
    if sentence.begin < _GAP or not page.has_tree:
        return []
    before = page.sentence_of(Span(sentence.begin - _GAP, sentence.begin - 1))
    if before.end > sentence.begin:
        return []
    words = page.words
    begin, end = words.range_of(before)
    found = _told_between(page, fillers, begin, end, _TALKS) or _told_between(page, fillers, begin, end, _FIGHTS)
    if found:
        named = [each for m in found for each in sides_meant(page, fillers, m)]
        return (
            [(ref, span) for ref, span in named if not is_third_party(fillers.entities, ref)] if len(found) > 1 else []
        )
    verb = page.tokens(before).root
    talking = verb.lower_ in _MEETING or any(t.lower_ in _TALKS for t in verb.rights)
    subject = next((child for child in verb.lefts if child.dep_ == "nsubj"), None)
    if not talking or subject is None:
        return []
    return [(ref, phrase_of(subject)) for ref in pair_of(fillers, verb)]
