"""Who is held responsible for an attack in words of their own: "claimed responsibility", "was blamed on", "are the
suspected perpetrators".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kg import lexicon
from kg.extract.fillers import Fillers
from kg.extract.page import Page
from kg.extract.surface import NEGATIONS
from kg.extract.syntax import frame_of
from kg.records import Fact, Span

_CLAIMING: Final = frozenset(
    {"claimed", "claim", "claims", "claiming", "took", "takes", "taken", "admitted", "accepted"}
)
_CLAIMED: Final = frozenset({"responsibility", "credit"})
_NO_CLAIM: Final = NEGATIONS | {"no", "nobody", "none", "denied", "yet"}


@dataclass(frozen=True, slots=True)
class Blame:
    """Actors held responsible, and whether they say so themselves."""

    actors: tuple[Fact, ...]
    admitted: bool


def responsible(page: Page, fillers: Fillers, sentence: Span) -> Iterator[Blame]:
    """Phrases of a sentence that hold somebody responsible."""
    words = page.words
    first, past = words.range_of(sentence)
    for at in range(first, past):
        lower = words.lowers[at]
        if lower in _CLAIMED and any(w in _CLAIMING for w in words.lowers[max(first, at - 3) : at]):
            yield from _claimed(page, fillers, first, at)
        elif lower in _BLAMING:
            phrase = next((p for p in _BLAMING[lower] if tuple(words.lowers[at : at + len(p[0])]) == p[0]), None)
            if phrase:
                yield from _blamed(page, fillers, (first, past), at, phrase)


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
