"""Which times around a deal date it: those of its own phrase and of its making, and not those of another clause."""

from typing import Final

from kg import lexicon
from kg.extract.grammar.syntax import Frame
from kg.extract.text.page import Page
from kg.extract.text.words import Words
from kg.records import Span, TimeExpression

_MONTHS: Final = frozenset(row["form"] for row in lexicon.table("calendar") if row["kind"] == "month")
_BOUNDS: Final = frozenset({"by", "until", "till", "since", "before", "after", "between"})
_FROM: Final = frozenset({"after", "before", "following", "into", "since"})
_RANGE: Final = 6
_BACKGROUND: Final = frozenset({"amid", "despite", "under", "after", "following", "before", "during", "of"})
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP", "MD"})
_MAKING: Final = lexicon.words("agreeing_verbs") | {"signing", "conclusion", "announcement", "start", "beginning"}
_DATED: Final = lexicon.words("dating_verbs") & lexicon.words("agreeing_verbs")
_MADE: Final = _DATED | {"decreed"} | lexicon.words("brokering_participles")
_TAKING_EFFECT: Final = frozenset({"took", "takes", "came", "went"})
_RELATIVE: Final = frozenset({"that", "which"})
_BARE: Final[tuple[list[str], ...]] = ([], [","])
_MADE_WITHIN: Final = 6
_DATED_WITHIN: Final = 9
_SUBORDINATORS: Final = frozenset(
    {"since", "after", "when", "until", "before", "because", "while", "as", "once", "where"}
)
_PAST: Final = frozenset({"VBD", "VBZ", "VBP"})
_CLAUSE_WITHIN: Final = 14
_IN: Final = frozenset({"in", "of"})
_PARTIES_WITHIN: Final = 7
_STOPS: Final = frozenset({",", ";", ":", "(", ")"})


def is_own(page: Page, frame: Frame, time: TimeExpression) -> bool:
    """Whether a time is part of a deal's own phrase: "the October 2019 agreement", "the truce of 11 November"."""
    words = page.words
    first, past = words.range_of(frame.trigger)
    opening = words.range_of(frame.premodifier)[0] if frame.premodifier else first
    begin, end = words.range_of(time.words)
    if opening <= begin and end <= past:
        return not (begin >= first and _names_deal(words, (begin, end), past))
    between = words.lowers[past:begin]
    if between[:1] in (["with"], ["between"]) and between[-1] in _IN and len(between) <= _PARTIES_WITHIN:
        return _STOPS.isdisjoint(between) and not _has_clause(page, past, begin)  # "an accord with X in 1987"
    return between == ["of"] or (end == opening and words.lowers[max(0, begin - 1) : begin] in (["the"], ["a"]))


def _names_deal(words: Words, time: tuple[int, int], past: int) -> bool:
    """Whether a day without a number is part of a deal's name, and not when it was made: "Good Friday Agreement"."""
    plain = not any(word.isdigit() for word in words.lowers[time[0] : time[1]])
    return plain and words.forms[past - 1][0].isupper() and words.forms[time[0]].lower() not in _MONTHS


def owns(page: Page, time: Span) -> bool:
    """Whether a day tells which deal is meant: "Friday's agreement"."""
    return page.article.text[time.end : time.end + 2] in {"'s", "’s"}


def is_of_making(page: Page, deal: Span, time: Span) -> bool:
    """Whether a time stands in the clause that says how a deal was made: "the truce that X brokered in July", in a
    sentence that may tell of what happened to it later.
    """
    words = page.words
    past, at = words.range_of(deal)[1], words.range_of(time)[0]
    if _hangs_on_making(page, deal, time) or _takes_effect(words, past, at):
        return True
    if not past < at <= past + _DATED_WITHIN + _MADE_WITHIN:
        return False
    verb = next((n for n in range(past, min(at, past + _MADE_WITHIN)) if words.lowers[n] in _MADE), None)
    if verb is None or at - verb > _DATED_WITHIN or not _STOPS.isdisjoint(words.lowers[verb:at]):
        return False
    opening = words.lowers[past:verb]
    relative = not _RELATIVE.isdisjoint(opening[:2]) and not _has_clause(page, past, verb)
    if not relative and not _is_participle(page, deal, words.spans[verb], adjacent=opening in _BARE):
        return False
    return not _has_clause(page, verb + 1, at)


def _takes_effect(words: Words, past: int, at: int) -> bool:
    """Whether a clause behind a deal and its place says when it began: "a truce in X that took effect on Friday"."""
    which = next((n for n in range(past, min(at, past + _DATED_WITHIN)) if words.lowers[n] in _RELATIVE), None)
    if which is None or at - which > _DATED_WITHIN or words.lowers[which + 1] not in _TAKING_EFFECT:
        return False
    return words.lowers[past] in _IN | _RELATIVE and _STOPS.isdisjoint(words.lowers[which:at])


def _hangs_on_making(page: Page, deal: Span, time: Span) -> bool:
    """Whether a time belongs to the verb of a clause that says how a deal was made, by the tree: "the pact, which both
    reached on Friday".
    """
    if not page.has_tree or time.begin < deal.end:
        return False
    token = page.tokens(time).root
    verb = token.head
    if verb.dep_ == "obl" and verb.pos_ == "PROPN":
        verb = verb.head  # "the pact they reached in X in May"
    made = verb.lower_ in _MADE | _TAKING_EFFECT and verb.dep_ in {"acl", "acl:relcl"} and verb.i < token.i
    noun = page.tokens(deal).root
    of_place = verb.head.dep_ == "nmod" and verb.head.head.i == noun.i  # "a truce in X that took effect on Friday"
    return made and (verb.head.i == noun.i or of_place)


def _is_participle(page: Page, deal: Span, verb: Span, *, adjacent: bool) -> bool:
    """Whether a verb behind a deal only tells more of it: "a truce agreed in May", "the truce he struck in May"."""
    if not page.has_tree:
        return False
    token = page.tokens(verb).root
    of_deal = token.dep_ in {"acl", "acl:relcl"} and token.head.i == page.tokens(deal).root.i
    aside = page.words.lowers[page.words.range_of(verb)[0] - 1] == ","
    return of_deal or (adjacent and (token.tag_ == "VBN" or token.dep_ == "acl" or (aside and token.tag_ == "VBD")))


def is_of_other_clause(page: Page, deal: Span, time: Span) -> bool:
    """Whether a time stands in a clause that a subordinator sets apart from the deal: "the truce has held since
    fighting stopped in May", "After clashes began on Monday, a truce".
    """
    words = page.words
    begin = words.range_of(page.sentence_of(deal))[0]
    first, at = words.range_of(deal)[0], words.range_of(time)[0]
    behind = at > first
    floor = max(first if behind else begin, at - _CLAUSE_WITHIN)
    for number in range(at - 1, floor - 1, -1):
        if words.lowers[number] in _SUBORDINATORS:
            apart = behind or "," in words.lowers[words.range_of(time)[1] : first]
            return apart and _has_clause(page, number + 1, at)
        if words.lowers[number] in _STOPS:
            return False
    return False


def _has_clause(page: Page, first: int, past: int) -> bool:
    """Whether a finite verb stands among some words."""
    if not page.has_parts_of_speech or first >= past:
        return False
    tokens = page.tokens(page.words.span_of(first, past))
    return any(token.tag_ in _PAST and token.pos_ == "VERB" for token in tokens)


def is_background(page: Page, frame: Frame) -> bool:
    """Whether a deal is only what another happening is set against: "a strike amid a truce"."""
    words = page.words
    first = words.range_of(frame.premodifier or frame.trigger)[0]
    first -= first > 0 and words.lowers[first - 1] == frame.determiner
    if first == 0 or words.lowers[first - 1] not in _BACKGROUND:
        return False
    past = words.range_of(frame.trigger)[1]
    goes_on = past < len(words) and page.has_parts_of_speech and page.tokens(words.spans[past]).root.tag_ in _FINITE
    return not goes_on and words.lowers[max(0, first - 2)] not in _MAKING


def only_bounds(page: Page, time: TimeExpression, deal: Span) -> bool:
    """Whether a time is only the end or beginning of something ("leave by 31 December", "between May and June"), or
    counted from a deal: "a day after the truce".
    """
    words = page.words
    at, past = words.range_of(time.words)
    first = words.range_of(deal)[0]
    if words.lowers[past : past + 1] and words.lowers[past] in _FROM and past < first <= past + _RANGE:
        return True
    before = words.lowers[max(0, at - _RANGE) : at]
    return bool(before) and (before[-1] in _BOUNDS or (before[-1] == "and" and "between" in before))
