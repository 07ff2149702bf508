"""Speeches that an attribution parts."""

from dataclasses import replace

from kg.extract.claims.saying import Saying
from kg.extract.text.page import Page
from kg.records import Span


def run_together(page: Page, sayings: list[Saying]) -> list[Saying]:
    """The acts of saying, with a speech that goes on behind its attribution as one: "“A,” he said. “B.”"."""
    kept: list[Saying] = []
    for saying in sayings:
        if kept and saying.construction == "continued" and _is_one_speech(page, kept[-1], saying):
            last = kept[-1]
            kept[-1] = replace(last, content=Span(min(last.content.begin, saying.content.begin), saying.content.end))
        else:
            kept.append(saying)
    return kept


def _is_one_speech(page: Page, before: Saying, after: Saying) -> bool:
    """Whether only the attribution of a speech stands between it and words that the same speaker goes on with."""
    if not before.direct or {s.ref for s in before.speakers} != {s.ref for s in after.speakers}:
        return False
    if page.text(after.content).startswith("["):
        return False  # a letter put in brackets begins a piece taken from elsewhere: "[T]his decision"
    told = max(before.content.end, before.cue.end if before.cue is not None else 0)
    between = page.article.text[before.content.end : after.content.begin]
    end = page.sentence_of(Span(told - 1, told)).end
    return "\n" not in between and not page.article.text[end : after.content.begin].strip(" \"“”'‘’")
