"""Deals told by a verb alone: "X and Y agreed to withdraw from Z", "X agreed with Y to stay out of the town"."""

from collections.abc import Iterator
from typing import Final

from kg import lexicon
from kg.extract.text.page import Page
from kg.records import AgreementKind, Span

_VERBS: Final = frozenset({"agreed", "agree", "agrees", "agreeing"})
_OPENING: Final = frozenset({"to", "on", "that", "upon", "not"})
_WOULD: Final = frozenset({"would", "will", "should", "shall"})
_AT_ONCE: Final = frozenset({"to", "on", "not", "upon"})
_TO_DEALS: Final = frozenset({"disagree", "differ", "meet", "talk", "discuss", "speak", "continue", "consider", "work"})
_TOPICS: Final = frozenset(row["word"] for row in lexicon.table("agreement_topics"))
_ZONES: Final = frozenset({"zone", "zones", "corridor", "corridors", "buffer", "line"})
_REACH: Final = 12
_WITH_REACH: Final = 9
_FAR: Final = 16
_WHEN_OR_WHERE: Final = frozenset({"on", "in", "at", "after", "under", "during", "late", "early", "last"})
_STOPPING: Final = frozenset({"stop", "halt", "end", "cease", "suspend", "pause", "hold"})
_FIGHTING: Final = lexicon.words("fighting_nouns") | {"exchanges", "fire", "raids", "attack", "bombing", "war"}
_STOPS: Final = frozenset({".", ";", ":"})
_AIMING: Final = frozenset({"target", "attack", "strike", "shoot", "bomb", "shell", "fight", "targeting", "attacking"})
_SPARED_WITHIN: Final = 4


def agreed_verbs(page: Page, taken: list[Span]) -> Iterator[tuple[Span, AgreementKind | None]]:
    """Verbs of agreeing whose complement speaks of what deals are about, and names no deal itself; each with its kind
    where it is to stop a fight.

    taken: the words of deals already found, in text order.
    """
    words = page.words
    begins, ends = {span.begin for span in taken}, {span.end for span in taken}
    for at, lower in enumerate(words.lowers):
        if lower not in _VERBS:
            continue
        if page.has_parts_of_speech and page.tokens(words.spans[at]).root.pos_ != "VERB":
            continue
        if at and words.spans[at - 1].end in ends:
            continue  # "the truce agreed on Friday"
        opening = _opening(words.lowers, at + 1)
        opening = _far_opening(page, at) if opening is None else opening
        if opening is None:
            continue
        complement = _complement(words.lowers, opening + 1)
        if any(words.spans[n].begin in begins for n in complement):
            continue
        with_other = opening > at + 1 and words.lowers[opening] == "to"
        stopping = any(words.lowers[n] in _STOPPING for n in complement)
        fighting = stopping and any(words.lowers[n] in _FIGHTING for n in complement)
        if fighting or _spares(words.lowers, opening, complement):
            yield words.spans[at], AgreementKind.CEASEFIRE
        elif with_other or _binds(words.lowers, opening, complement):
            yield words.spans[at], None


def _spares(lowers: list[str], opening: int, complement: range) -> bool:
    """Whether what is agreed is to leave somebody alone: "not to target each other", "to refrain from attacks"."""
    told = [lowers[n] for n in complement]
    harm = lexicon.words("harming_verbs") | _FIGHTING | _AIMING
    if lowers[opening] == "not" or told[:1] == ["not"]:
        return not harm.isdisjoint(told[:_SPARED_WITHIN])
    if told[:2] == ["refrain", "from"]:
        return not harm.isdisjoint(told[2:])
    return told[:1] in (["leave"], ["let"]) and "alone" in told


def _binds(lowers: list[str], opening: int, complement: range) -> bool:
    """Whether what is agreed may bind two sides, whatever it is about: "agreed on the return of four villages", "agreed
    that the guards would stay", not "agreed to meet".
    """
    told = [lowers[n] for n in complement]
    if not (_TOPICS | _ZONES).isdisjoint(told):
        return True
    if lowers[opening] == "that":
        return not _WOULD.isdisjoint(told)
    return lowers[opening] in _AT_ONCE and _TO_DEALS.isdisjoint(told[:2])


def _opening(lowers: list[str], at: int) -> int | None:
    """Where the word stands that opens what is agreed, past those with whom: "agreed with X to", "agreed on"."""
    past = min(len(lowers), at + (_WITH_REACH if lowers[at : at + 1] == ["with"] else 1))
    for number in range(at, past):
        if lowers[number] in _OPENING:
            return number
        if lowers[number] in _STOPS:
            return None
    return None


def _far_opening(page: Page, at: int) -> int | None:
    """Where an infinitive opens what is agreed, past when and where that was: "agreed at a summit in X to"."""
    if not page.has_tree:
        return None
    words = page.words
    for child in page.tokens(words.spans[at]).root.rights:
        to = next((t for t in child.lefts if t.lower_ == "to" or (t.lower_ == "that" and t.dep_ == "mark")), None)
        aside = to is not None and to.nbor(-1).is_punct and not _opens_aside(page, at)
        if child.dep_ in {"xcomp", "ccomp", "advcl"} and to is not None and not aside:
            number = words.range_of(Span(to.idx, to.idx + len(to)))[0]
            return number if number - at <= _FAR and not _STOPS & set(words.lowers[at:number]) else None
    return None


def _opens_aside(page: Page, at: int) -> bool:
    """Whether commas only set apart when or where something was agreed: "agreed, on Monday and in X, to stop"."""
    after = page.words.lowers[at + 1 : at + 3]
    return len(after) > 1 and after[0] == "," and after[1] in _WHEN_OR_WHERE


def _complement(lowers: list[str], first: int) -> range:
    past = min(len(lowers), first + _REACH)
    return range(first, next((n for n in range(first, past) if lowers[n] in _STOPS), past))
