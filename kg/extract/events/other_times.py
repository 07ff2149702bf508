"""Times of a sentence that are not those of an event it tells: when something was said, planned or built, and what only
ends or begins another.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from spacy.tokens import Token

from kg import lexicon
from kg.extract.claims.cues import reporting_verbs
from kg.extract.grammar.frame import Frame
from kg.extract.grammar.tree import SUBJECTS
from kg.extract.text.page import Page
from kg.records import Factuality, Span, TimeExpression

_VERBS: Final = frozenset({"VERB", "AUX"})
_COMPLEMENTS: Final = frozenset({"xcomp", "ccomp", "acl"})
_BOUNDING: Final = frozenset({"before", "since", "until", "till"})
_IN: Final = frozenset({"in", "on"})
_HAD: Final = frozenset({"had", "have", "having"})
_AIMS: Final = frozenset({Factuality.THREATENED, Factuality.PROPOSED, Factuality.HYPOTHETICAL})
YEAR_ALONE: Final = re.compile(r"\d{4}(?:[-–]\d{2,4})?")


def events_own(page: Page, times: Iterable[TimeExpression], frame: Frame) -> list[TimeExpression]:
    """Some times without those of something else."""
    return [
        time
        for time in times
        if not is_when_said(page, time, frame.trigger)
        and not _dates_other(page, time, frame)
        and not _is_of_deal(page, time, frame.trigger)
        and not _is_when_planned(page, time, frame.trigger)
    ]


def _is_of_deal(page: Page, time: TimeExpression, trigger: Span) -> bool:
    """Whether a time stands right behind words that say when a deal came about: "the truce agreed in May"."""
    words = page.words
    at = words.range_of(time.words)[0] - 1
    at -= at > 0 and words.lowers[at] in _IN
    told = at > 0 and words.lowers[at] in lexicon.words("dating_verbs") and words.spans[at] != trigger
    return told and words.lowers[at - 1] in lexicon.words("deal_nouns") and words.spans[at - 1] != trigger


def verb_above(token: Token) -> Token:
    """The verb, or the noun of a clause without one, on which a word hangs."""
    while token.head.i != token.i and token.pos_ not in _VERBS:
        token = token.head
    return token


def _dates_other(page: Page, time: TimeExpression, frame: Frame) -> bool:
    """Whether a year stands before another noun: "the 2003 invasion", unless that is the course in which it happens."""
    if not YEAR_ALONE.fullmatch(page.text(time.words)):
        return False
    words = page.words
    at = words.range_of(time.words)[0]
    if words.lowers[at - 1 : at] != ["the"] or not words.lowers[at + 1 : at + 2] or not words.forms[at + 1].isalpha():
        return False
    own = frame.premodifier is not None and frame.premodifier.begin <= time.words.begin < frame.premodifier.end
    return not own and words.lowers[at - 2 : at - 1] not in (["during"], ["in"])


def in_inner_clause(page: Page, time: TimeExpression, verbs: frozenset[int]) -> bool:
    """Whether a time stands in a clause of a noun, or of what was before, in which the trigger does not: "the town,
    which fell in 2016", "the truce agreed in May", "since troops left in 2016".
    """
    token = verb_above(page.tokens(time.words).root)
    while token.i not in verbs and token.head.i != token.i:
        of_other = token.dep_ == "acl" and token.head.i not in verbs
        of_other = of_other and (token.head.dep_ not in SUBJECTS or any(c.dep_ == "obl:agent" for c in token.rights))
        if token.dep_ == "acl:relcl" or of_other:
            return True
        if token.dep_ == "advcl" and any(child.lower_ in _BOUNDING for child in token.lefts):
            return True
        token = token.head
    return False


@cache
def _planning() -> frozenset[str]:
    """Verbs of threatening, planning and the like."""
    rows = lexicon.table("modality")
    return frozenset(
        row["phrase"] for row in rows if row["where"] == "before" and Factuality(row["factuality"]) in _AIMS
    )


def _is_when_planned(page: Page, time: TimeExpression, trigger: Span) -> bool:
    """Whether a time is that of a verb of threatening or planning what the trigger tells: "threatened last week to
    strike".
    """
    if not page.has_tree:
        return False
    root, word = page.tokens(time.words).root, page.tokens(trigger).root
    timed = verb_above(root)
    for link in (word, *word.ancestors):
        above = link.head
        if link.i == timed.i or above.i == link.i:
            return False
        if above.lower_ in _planning() and link.dep_ in _COMPLEMENTS:
            return above.i == timed.i or timed.is_ancestor(above)
    return False


def is_when_said(page: Page, time: TimeExpression, trigger: Span) -> bool:
    """Whether a time only tells when something was said: "killed four, officials said on Sunday", "said on Sunday that
    jets had killed four".
    """
    if not page.has_tree:
        return False
    if time.words.begin < trigger.end:
        return _is_said_before(page, time, trigger)
    words = page.words
    at = words.range_of(time.words)[0]
    before = words.lowers[at - 1 if words.lowers[at - 1] != "on" else at - 2]
    if before in {"said", "reported", "announced"} and words.begins[at - 1] > trigger.end:
        return words.lowers[words.range_of(trigger)[1]] != before
    verb = verb_above(page.tokens(time.words).root)
    if not trigger.end <= verb.idx < time.words.begin or verb.lower_ not in reporting_verbs():
        return False
    return verb_above(page.tokens(trigger).root).i != verb.i


def _is_said_before(page: Page, time: TimeExpression, trigger: Span) -> bool:
    """Whether a time is that of a verb of saying before the trigger, and what was said had happened before: "said on
    Sunday that jets had killed four", "on Sunday officials claimed to have retaken".
    """
    root = page.tokens(time.words).root
    verb = verb_above(root)
    if verb.lower_ not in reporting_verbs() or not max(verb.idx, time.words.begin) < trigger.begin:
        return False
    at = page.words.range_of(time.words)[0]
    if "that" in page.words.lowers[at - 2 : at]:
        return False
    if verb.idx < time.words.begin and any(child.dep_ == "expl" or child.lower_ == "it" for child in verb.lefts):
        return any(child.dep_ == "aux:pass" for child in verb.lefts)
    # "On Sunday X said that jets had …" may tell of that very day.
    complements = {"ccomp", "xcomp"} if verb.idx < time.words.begin else {"xcomp"}
    said = next((child for child in verb.rights if child.dep_ in complements and child.i > root.i), None)
    if said is not None and said.dep_ == "xcomp" and any(child.dep_ == "aux:pass" for child in verb.lefts):
        return False
    word = page.tokens(trigger).root
    if said is None or not (said.i == word.i or said.is_ancestor(word)):
        return False
    return any(child.lower_ in _HAD for above in (said, verb_above(word)) for child in above.lefts)


def only_bounds(page: Page, time: TimeExpression, trigger: Span) -> bool:
    """Whether a time only ends or begins another: "by Friday", "as of May", though not "killed by Friday's bombing"."""
    text = page.article.text
    before = text[max(0, time.words.begin - 12) : time.words.begin].lower().split()
    if before[-2:] == ["as", "of"]:
        return True
    if not before or before[-1] not in {"since", "until", "till", "by", "before"}:
        return False
    if text[time.words.end : time.words.end + 2] not in {"'s", "’s"}:
        return True
    owned = page.tokens(time.words).root.head if page.has_tree else None
    return before[-1] != "by" and (owned is None or not trigger.begin <= owned.idx < trigger.end)
