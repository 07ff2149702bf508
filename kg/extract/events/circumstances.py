"""When an attack or deal takes place, and with what weapons an attack is made."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from spacy.tokens import Token

from kg import lexicon
from kg.extract.claims.cues import reporting_verbs
from kg.extract.grammar.frame import Frame, Voice
from kg.extract.text.page import Page
from kg.records import Fact, Span, TimeExpression

_OPENING: Final = 40
_YEAR_ALONE: Final = re.compile(r"\d{4}(?:[-–]\d{2,4})?")


def moments(frame: Frame, page: Page, times: Sequence[TimeExpression]) -> list[Fact]:
    """When: the nearest time of the clause, else of the sentence; of several in a clause first one that the trigger's
    own verb has, and one with known days.
    """
    sentence = page.sentence_of(frame.trigger)
    times = [
        t
        for t in times
        if not _only_bounds(page, t) and not _is_when_said(page, t, frame.trigger) and not _dates_other(page, t, frame)
    ]
    verbs = _verbs_of(page.tokens(frame.trigger).root) if page.has_tree and times else frozenset()
    opening = Span(sentence.begin, min(sentence.begin + _OPENING, frame.trigger.begin))
    found: list[Fact] = []
    for span, rule in (
        (frame.clause, "strike.when-clause"),
        (opening, "strike.when-opening"),
        (sentence, "strike.when-sentence"),
    ):
        inside = [t for t in times if span.begin <= t.words.begin and t.words.end <= span.end]
        inside = [t for t in inside if not verbs or not _in_inner_clause(page, t, verbs)]
        if not inside:
            continue
        nearest = min(inside, key=lambda t: _remoteness(page, t, frame.trigger, verbs))
        found.append(Fact(nearest.ref, nearest.words, rule))
        if not verbs or not _remoteness(page, nearest, frame.trigger, verbs)[0]:
            return found[-1:]
    return found[:1]


def _dates_other(page: Page, time: TimeExpression, frame: Frame) -> bool:
    """Whether a year stands before another noun: "the 2003 invasion", unless that is the course in which it happens."""
    if not _YEAR_ALONE.fullmatch(page.text(time.words)):
        return False
    words = page.words
    at = words.range_of(time.words)[0]
    if words.lowers[at - 1 : at] != ["the"] or not words.lowers[at + 1 : at + 2] or not words.forms[at + 1].isalpha():
        return False
    own = frame.premodifier is not None and frame.premodifier.begin <= time.words.begin < frame.premodifier.end
    return not own and words.lowers[at - 2 : at - 1] not in (["during"], ["in"])


def _remoteness(page: Page, time: TimeExpression, trigger: Span, verbs: frozenset[int]) -> tuple[bool, bool, bool, int]:
    """Whether a time hangs on a verb that does not rule the trigger, only tells the year of what it names ("the 2003
    invasion"), has no known days, and how far away it stands.
    """
    other = bool(verbs) and _verb_above(page.tokens(time.words).root).i not in verbs
    return other, _names_year(page, time), time.earliest is None, _distance(time.words, trigger)


def _names_year(page: Page, time: TimeExpression) -> bool:
    """Whether a year stands before a noun that it tells from others."""
    words = page.words
    past = words.range_of(time.words)[1]
    alone = _YEAR_ALONE.fullmatch(page.text(time.words)) is not None
    return (
        alone
        and past < len(words)
        and words.forms[past].isalpha()
        and page.tokens(time.words).root.head.idx > time.words.begin
    )


def _in_inner_clause(page: Page, time: TimeExpression, verbs: frozenset[int]) -> bool:
    """Whether a time stands in a relative clause in which the trigger does not: "the town, which fell in 2016"."""
    token = _verb_above(page.tokens(time.words).root)
    while token.i not in verbs and token.head.i != token.i:
        if token.dep_ == "acl:relcl":
            return True
        token = token.head
    return False


def _verb_above(token: Token) -> Token:
    """The verb, or the noun of a clause without one, on which a word hangs."""
    while token.head.i != token.i and token.pos_ not in {"VERB", "AUX"}:
        token = token.head
    return token


def _verbs_of(token: Token) -> frozenset[int]:
    """The trigger's word and the verbs that rule it."""
    return frozenset(
        {token.i, *(above.i for above in token.ancestors if above.pos_ in {"VERB", "AUX"} or above.dep_ == "root")}
    )


def _is_when_said(page: Page, time: TimeExpression, trigger: Span) -> bool:
    """Whether a time behind a verb of saying only tells when that was said: "killed four, officials said on Sunday"."""
    if not page.has_tree or time.words.begin < trigger.end:
        return False
    words = page.words
    at = words.range_of(time.words)[0]
    before = words.lowers[at - 1 if words.lowers[at - 1] != "on" else at - 2]
    if before in {"said", "reported", "announced"} and words.begins[at - 1] > trigger.end:
        return words.lowers[words.range_of(trigger)[1]] != before
    verb = _verb_above(page.tokens(time.words).root)
    if not trigger.end <= verb.idx < time.words.begin or verb.lower_ not in reporting_verbs():
        return False
    return _verb_above(page.tokens(trigger).root).i != verb.i


def _only_bounds(page: Page, time: TimeExpression) -> bool:
    """Whether a time only ends or begins another: "by Friday", though not "killed by Friday's bombing"."""
    text = page.article.text
    before = text[max(0, time.words.begin - 12) : time.words.begin].lower().split()
    if not before or before[-1] not in {"since", "until", "till", "by", "before"}:
        return False
    return before[-1] != "by" or text[time.words.end : time.words.end + 2] not in {"'s", "’s"}


def _distance(a: Span, b: Span) -> int:
    return max(a.begin - b.end, b.begin - a.end, 0)


@cache
def _weapons() -> dict[str, list[tuple[str, ...]]]:
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for name in lexicon.words("weapons"):
        phrase = tuple(name.replace("-", " - ").split())
        by_first.setdefault(phrase[0], []).append(phrase)
    return {first: sorted(phrases, key=len, reverse=True) for first, phrases in by_first.items()}


def weapons(frame: Frame, page: Page) -> list[Fact]:
    """Weapons named in the trigger, before it, as its subject, or after "with" and "using"."""
    words = page.words
    spans = [
        frame.premodifier,
        frame.trigger,
        *frame.after("with", "by"),
        frame.subject if frame.voice is Voice.ACTIVE else None,
    ]
    using = [n for n in range(*words.range_of(frame.clause)) if words.lowers[n] == "using"]
    spans += [words.span_of(n + 1, min(n + 12, len(words))) for n in using if n + 1 < len(words)]
    found: dict[str, Fact] = {}
    for span in spans:
        if span is None:
            continue
        first, past = words.range_of(span)
        at = first
        while at < past:
            phrase = next(
                (p for p in _weapons().get(words.lowers[at], ()) if tuple(words.lowers[at : at + len(p)]) == p), None
            )
            if phrase:
                where = words.span_of(at, at + len(phrase))
                found.setdefault(page.text(where).lower(), Fact(page.text(where), where, "strike.weapon"))
            at += len(phrase) if phrase else 1
    return list(found.values())
