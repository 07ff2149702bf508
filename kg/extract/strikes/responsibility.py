"""Who is held responsible for an attack in words of their own: "claimed responsibility", "was blamed on", "are the
suspected perpetrators".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.grammar.surface import NEGATIONS
from kg.extract.grammar.syntax import frame_of
from kg.extract.text.page import Page
from kg.records import Fact, Span

_CLAIMING: Final = frozenset(
    {"claimed", "claim", "claims", "claiming", "took", "takes", "taken", "admitted", "accepted"}
)
_CLAIMED: Final = frozenset({"responsibility", "credit"})
_DETERMINERS: Final = frozenset({"the", "both", "this", "that", "a", "an", "two", "monday's"})
_DONE: Final = ("carried out", "committed", "conducted", "perpetrated", "staged", "launched", "masterminded", "ordered")
_PRONOUNS: Final = frozenset({"it", "they", "these", "this", "both", "which"})
_GUESSING: Final = frozenset(
    {"believed", "thought", "suspected", "alleged", "allegedly", "reportedly", "said", "may", "might"}
)
_OBJECT_REACH: Final = 5
_NO_CLAIM: Final = NEGATIONS | {"no", "nobody", "none", "denied", "yet"}


@dataclass(frozen=True, slots=True)
class Blame:
    """Actors held responsible, and whether they say so themselves."""

    actors: tuple[Fact, ...]
    admitted: bool


def responsible(page: Page, fillers: Fillers, sentence: Span, attacks: Sequence[Span] = ()) -> Iterator[Blame]:
    """Phrases of a sentence that hold somebody responsible. attacks: the words of the sentence that speak of one."""
    words = page.words
    first, past = words.range_of(sentence)
    for at in range(first, past):
        lower = words.lowers[at]
        if lower == "claimed" and attacks:
            yield from _claimed_attack(page, fillers, (first, past), at, attacks)
        if lower in _CLAIMED and any(w in _CLAIMING for w in words.lowers[max(first, at - 3) : at]):
            yield from _claimed(page, fillers, first, at)
        elif lower == "by" and _is_done_by(words.lowers[max(first, at - 9) : at]):
            yield from _done_by(page, fillers, (first, past), at)
        elif lower in _BLAMING:
            phrase = next((p for p in _BLAMING[lower] if tuple(words.lowers[at : at + len(p[0])]) == p[0]), None)
            if phrase:
                yield from _blamed(page, fillers, (first, past), at, phrase)


def _is_done_by(before: list[str]) -> bool:
    """Whether "it was carried out" stands right before a "by", with a pronoun as its subject."""
    done = " ".join(before).endswith(_DONE)
    return done and not _PRONOUNS.isdisjoint(before)


def _done_by(page: Page, fillers: Fillers, sentence: tuple[int, int], at: int) -> Iterator[Blame]:
    words = page.words
    actors = fillers.heads(words.span_of(at + 1, sentence[1]), fillers.is_doer, reach=6) if at + 1 < sentence[1] else []
    guessed = not _GUESSING.isdisjoint(words.lowers[max(sentence[0], at - 9) : at])
    if actors:
        yield Blame(tuple(Fact(m.denotes, m.span, "strike.carried-out-by") for m in actors), not guessed)


def _by_first() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in lexicon.table("blame_phrases"):
        phrase = tuple(row["phrase"].split())
        table.setdefault(phrase[0], []).append((phrase, row["who"]))
    return table


_BLAMING: Final = _by_first()


def _claimed(page: Page, fillers: Fillers, first: int, at: int) -> Iterator[Blame]:
    words = page.words
    verb = next(n for n in range(at - 1, first - 1, -1) if words.lowers[n] in _CLAIMING)
    if any(w in _NO_CLAIM for w in words.lowers[max(first, verb - 6) : verb]):
        return
    frame = frame_of(page, words.spans[verb], True)
    actors = fillers.subjects(frame.subject, fillers.is_doer)
    if actors:
        yield Blame(tuple(Fact(m.denotes, m.span, "strike.claimed-responsibility") for m in actors), True)


def _claimed_attack(
    page: Page, fillers: Fillers, sentence: tuple[int, int], at: int, attacks: Sequence[Span]
) -> Iterator[Blame]:
    """ "X claimed the attack", "the attack was claimed by X"."""
    words = page.words
    first, past = sentence
    if any(w in _NO_CLAIM for w in words.lowers[max(first, at - 3) : at]):
        return
    if words.lowers[at + 1 : at + 2] == ["by"] and any(attack.end <= words.begins[at] for attack in attacks):
        actors = fillers.heads(words.span_of(at + 2, past), fillers.is_doer, reach=6) if at + 2 < past else []
    else:
        near = words.span_of(at, min(past, at + _OBJECT_REACH))
        told = "that" in words.lowers[at + 1 : at + 3]
        if told or not any(near.begin < attack.begin and attack.end <= near.end for attack in attacks):
            return
        actors = fillers.subjects(frame_of(page, words.spans[at], True).subject, fillers.is_doer)
        if words.lowers[at + 1 : at + 2] and words.lowers[at + 1] not in _DETERMINERS:
            return
    if actors:
        yield Blame(tuple(Fact(m.denotes, m.span, "strike.claimed") for m in actors), True)


def _blamed(
    page: Page, fillers: Fillers, sentence: tuple[int, int], at: int, phrase: tuple[tuple[str, ...], str]
) -> Iterator[Blame]:
    words = page.words
    (_, past), (forms, who) = sentence, phrase
    after = at + len(forms)
    if who == "after":
        span = words.span_of(after, min(past, after + 12)) if after < past else None
        actors = fillers.heads(span, fillers.is_doer)
    else:
        frame = frame_of(page, words.span_of(at, after), True)
        actors = fillers.subjects(frame.subject, fillers.is_doer)
    if actors:
        yield Blame(tuple(Fact(m.denotes, m.span, "strike.blamed") for m in actors), False)
