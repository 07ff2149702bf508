"""Who are the parties to a deal: "between X and Y", "X struck a deal with Y", "a deal signed by X and Y"."""

from collections.abc import Iterator
from typing import Final

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.grammar.syntax import Frame, Voice, frame_of, participles_of, ruling_verbs
from kg.extract.text.page import Page
from kg.records import Fact, Mention, Span

_AGREEING: Final = lexicon.words("agreeing_verbs")
_REJECTING: Final = lexicon.words("rejecting_verbs")
REJECTING: Final = "agreement.rejecting"
_BROKERING: Final = lexicon.words("brokering_participles")
_BETWEEN: Final = ("between", "among")
_UNDER: Final = frozenset({"under", "per"})
_UNDER_REACH: Final = 9
_OPENING: Final = 4
_NEAR: Final = 6
_FAR: Final = 12
_BACK: Final = 12
_HYPHENS: Final = frozenset({"-", "–"})


def parties(page: Page, fillers: Fillers, frame: Frame) -> list[Fact]:
    """The actors that a deal binds, each on the words that name it.

    Those who broker, host or guarantee it are none; where "between" names them, nobody else is asked for.
    """
    found = [(m, rule) for m, rule in _of_phrases(page, fillers, frame)]
    if frame.voice is not Voice.NOMINAL:
        harmed = frame.subject if frame.voice is Voice.ACTIVE else frame.agent
        found = [(m, "agreement.verb-subject") for m in fillers.subjects(harmed, fillers.is_doer)] + found
    elif not any(rule == "agreement.between" for _, rule in found):
        found = [(m, "agreement.subject") for m in _agreeing(page, fillers, frame, _AGREEING)] + found
        if not any(rule == "agreement.subject" for _, rule in found):
            found = [(m, REJECTING) for m in _agreeing(page, fillers, frame, _REJECTING)] + found
    if len(found) == 1 and found[0][1] == "agreement.with":
        found += [(m, "agreement.under") for m in _acting_under(page, fillers, frame)]
    if not found:
        found = [(m, "agreement.under") for m in _bound(page, fillers, frame)]
    return list({m.denotes: Fact(m.denotes, m.span, rule) for m, rule in reversed(found)}.values())[::-1]


def _acting_under(page: Page, fillers: Fillers, frame: Frame) -> list[Mention]:
    """Who does something under a deal with another: "the rebels left the town under a deal with the army"."""
    words = page.words
    first = words.range_of(frame.premodifier or frame.trigger)[0]
    if not page.has_tree or not _UNDER & set(words.lowers[max(0, first - 2) : first]):
        return []
    verb = page.tokens(frame.trigger).root.head
    if verb.pos_ != "VERB":
        return []
    subject = frame_of(page, Span(verb.idx, verb.idx + len(verb)), True)
    return fillers.subjects(subject.subject, fillers.is_doer) if subject.voice is Voice.ACTIVE else []


def _bound(page: Page, fillers: Fillers, frame: Frame) -> list[Mention]:
    """Who does what a deal asks: "under the deal, X will withdraw"."""
    words = page.words
    first = words.range_of(frame.trigger)[0]
    before = words.lowers[max(0, first - _UNDER_REACH) : first]
    past = words.range_of(frame.trigger)[1]
    sentence = words.range_of(page.sentence_of(frame.trigger))
    if not _UNDER & set(before) and not ("part" in before and "of" in before):
        return []
    comma = next((n for n in range(past, min(past + _UNDER_REACH, sentence[1])) if words.lowers[n] == ","), None)
    if comma is None or comma + 1 >= sentence[1]:
        return []
    after = words.span_of(comma + 1, min(sentence[1], comma + 1 + _FAR))
    if any(words.lowers[n] in lexicon.words("overseeing_verbs") for n in range(*words.range_of(after))):
        return []
    actors = [m for m in fillers.within(after) if fillers.is_doer(m)]
    begins = actors and words.range_of(actors[0].span)[0] - comma <= _OPENING
    return fillers.heads(Span(actors[0].span.begin, after.end), fillers.is_doer) if begins else []


def _of_phrases(page: Page, fillers: Fillers, frame: Frame) -> Iterator[tuple[Mention, str]]:
    frames = [frame, *(frame_of(page, verb, True) for verb in _agreeing_participles(page, frame))]
    for each in frames:
        for preposition, rule, reach in (
            ("between", "agreement.between", _FAR),
            ("among", "agreement.between", _FAR),
            ("with", "agreement.with", _NEAR),
            ("by", "agreement.by", _NEAR),
        ):
            for span in each.after(preposition):
                if _distance(page, each.trigger, span) > reach or (preposition == "by" and _brokered(page, span)):
                    continue
                yield from ((m, rule) for m in fillers.heads(span, fillers.is_doer))
    if frame.premodifier:
        for mention in fillers.within(frame.premodifier):
            if fillers.is_doer(mention) and not _broker(page, mention):
                yield mention, "agreement.premodifier"


def _distance(page: Page, trigger: Span, phrase: Span) -> int:
    return page.words.range_of(phrase)[0] - page.words.range_of(trigger)[1]


def _brokered(page: Page, by: Span) -> bool:
    """Whether what stands before a "by" is the work of a third party."""
    words = page.words
    verb = words.range_of(by)[0] - 2
    return verb >= 0 and words.lowers[verb] in _BROKERING


def _broker(page: Page, mention: Mention) -> bool:
    """Whether a name before a deal is that of who brokered it, or a part of a name with a hyphen: "Qatar-mediated"."""
    words = page.words
    at = words.range_of(mention.span)[1]
    return at + 1 < len(words) and words.lowers[at] in _HYPHENS and words.lowers[at + 1].endswith("ed")


def _agreeing_participles(page: Page, frame: Frame) -> list[Span]:
    return [span for span in participles_of(page, frame.trigger) if page.text(span).lower() in _AGREEING]


def _agreeing(page: Page, fillers: Fillers, frame: Frame, verbs: frozenset[str]) -> list[Mention]:
    """Those who reach, sign, keep or break the deal, or reject it, as the verbs say."""
    for verb in _agreeing_verbs(page, frame, verbs):
        ruling = frame_of(page, verb, True)
        if ruling.voice is Voice.PASSIVE and not (ruling.agent and _brokered(page, ruling.agent)):
            found = fillers.heads(ruling.agent, fillers.is_doer)
            if found:
                return found
            continue
        found = fillers.subjects(ruling.subject, fillers.is_doer)
        if found:
            return found
    return fillers.heads(frame.subject, fillers.is_doer) if frame.governors and frame.governors[0] in verbs else []


def _agreeing_verbs(page: Page, frame: Frame, verbs: frozenset[str]) -> Iterator[Span]:
    """The verbs, of some, that rule a deal by the tree; without one, the nearest before it in its sentence."""
    words = page.words
    if page.has_tree:
        yield from (span for span in ruling_verbs(page, frame.trigger) if _agrees(page, span, verbs))
        return
    begin = words.range_of(page.sentence_of(frame.trigger))[0]
    first = words.range_of(frame.premodifier or frame.trigger)[0]
    for at in range(first - 1, max(begin, first - _BACK) - 1, -1):
        if _agrees(page, words.spans[at], verbs):
            yield words.spans[at]
            return
        if words.lowers[at] in {".", ";", "after"}:
            return


def _agrees(page: Page, verb: Span, verbs: frozenset[str]) -> bool:
    words = page.words
    at = words.range_of(verb)[0]
    return words.lowers[at] in verbs or " ".join(words.lowers[at : at + 2]) in verbs
