"""Sentences, and those run together that one quotation or its attribution joins."""

import re
import unicodedata
from collections.abc import Iterator

from kg.extract.claims.cues import reporting_verbs
from kg.extract.claims.quotes import Quotation
from kg.extract.text.page import Page
from kg.records import Span

_LONGEST_INTERRUPTION = 80
_LONGEST_QUOTED = 800  # characters within which two marks are surely of one pair
_QUOTE_REACH = 12
_SPEECH = 6  # words; fewer may be a title or a word borrowed
_NEAR = 5  # words between a verb and a quotation of few words


def is_direct(page: Page, quotation: Quotation) -> bool:
    """Whether a quotation may be speech of its own, and not words quoted within a sentence."""
    inner = page.text(quotation.inner)
    first_sign = next((sign for sign in inner if not sign.isspace() and unicodedata.category(sign) != "Cf"), "")
    if len(inner.split()) < 3 or not (first_sign.isupper() or first_sign in {"[", "…"}):
        return False
    words = page.words
    first, _ = words.range_of(quotation.outer)
    if first == 0 or "\n" in page.article.text[words.spans[first - 1].end : quotation.outer.begin]:
        return True
    if any(dateline.span.end == words.spans[first - 1].end for dateline in page.datelines):
        return True
    before = words.lowers[first - 1]
    if before[-1] in ',:;.!?”"–—])' or before == "that" or before in reporting_verbs():
        return True
    reach = _QUOTE_REACH if len(inner.split()) >= _SPEECH else _NEAR
    sentence, _ = words.range_of(page.sentence_of(quotation.outer))
    return any(words.lowers[at] in reporting_verbs() for at in range(max(sentence, first - reach), first))


def goes_over_sentences(page: Page, quotation: Quotation) -> bool:
    """Whether words quoted within a sentence run on into the next: said the river "is mined. Nobody can cross"."""
    inner = quotation.inner
    return inner.end - inner.begin < _LONGEST_QUOTED and page.sentence_of(inner).end < inner.end


def resumes(page: Page, before: Quotation, after: Quotation) -> bool:
    """Whether a quotation goes on after an attribution that interrupts it: "A," he said, "b"."""
    between = page.article.text[before.outer.end : after.outer.begin]
    if len(between) > _LONGEST_INTERRUPTION or "\n" in between or re.search(r"[.!?]\s", between):
        return False
    if between.rstrip()[-1:] not in {",", ";", ":"}:
        return False
    ends = page.text(before.inner)[-1:] in {",", ";", "–", "—"} or between.lstrip()[:1] in {",", ";"}
    return ends and any(word in reporting_verbs() for word in between.lower().replace(",", " ").split())


def passages(page: Page, quotations: list[Quotation]) -> Iterator[tuple[Span, list[Quotation]]]:
    """Sentences, those run together that one quotation or its attribution joins, with their quotations."""
    number = 0
    begin = end = -1
    for sentence in page.sentences:
        if begin >= 0 and not _joined(page, quotations, number, end, sentence):
            number, held = _held(quotations, number, end)
            yield Span(begin, end), held
            begin = -1
        begin = sentence.begin if begin < 0 else begin
        end = max(end, sentence.end)
        while number < len(quotations) and quotations[number].outer.end <= begin:
            number += 1
    if begin >= 0:
        yield Span(begin, end), _held(quotations, number, end)[1]


def _held(quotations: list[Quotation], number: int, end: int) -> tuple[int, list[Quotation]]:
    held = []
    while number < len(quotations) and quotations[number].outer.begin < end:
        held.append(quotations[number])
        number += 1
    return number, held


def _joined(page: Page, quotations: list[Quotation], number: int, end: int, sentence: Span) -> bool:
    """Whether a sentence goes on with the passage before it."""
    at = number
    while at < len(quotations) and quotations[at].outer.end < end:
        at += 1
    opens = at < len(quotations) and quotations[at].outer.begin == sentence.begin
    if opens and page.article.text[: sentence.begin].rstrip()[-1:] in {",", ":"}:
        return True  # "X said:" stands in a paragraph of its own
    if at < len(quotations) and quotations[at].outer.begin < end:
        if quotations[at].outer.end > sentence.begin:
            return True
        return quotations[at].outer.end == end and page.article.text[sentence.begin].islower()
    return False
