"""When an attack or deal takes place, and with what weapons an attack is made."""

from collections.abc import Sequence
from functools import cache
from typing import Final

from kg import lexicon
from kg.extract.grammar.frame import Frame, Voice
from kg.extract.text.page import Page
from kg.records import Fact, Span, TimeExpression

_OPENING: Final = 40


def moments(frame: Frame, page: Page, times: Sequence[TimeExpression]) -> list[Fact]:
    """When: the nearest time of the clause, else of the sentence."""
    sentence = page.sentence_of(frame.trigger)
    opening = Span(sentence.begin, min(sentence.begin + _OPENING, frame.trigger.begin))
    for span, rule in (
        (frame.clause, "strike.when-clause"),
        (opening, "strike.when-opening"),
        (sentence, "strike.when-sentence"),
    ):
        inside = [t for t in times if span.begin <= t.words.begin and t.words.end <= span.end]
        inside = [t for t in inside if not _only_bounds(page, t)]
        if inside:
            nearest = min(inside, key=lambda t: _distance(t.words, frame.trigger))
            return [Fact(nearest.ref, nearest.words, rule)]
    return []


def _only_bounds(page: Page, time: TimeExpression) -> bool:
    before = page.article.text[max(0, time.words.begin - 12) : time.words.begin].lower().split()
    return bool(before) and before[-1] in {"since", "until", "till", "by", "before"}


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
