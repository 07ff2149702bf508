"""Where a clause begins and ends by its words and marks, where no parser has spoken."""

from typing import Final

from kg import lexicon
from kg.extract.grammar.word_classes import OPENERS
from kg.extract.text.page import Page
from kg.extract.text.words import Words
from kg.records import Span

HARD_STOPS: Final = frozenset({";", ":", "•", "|", "(", ")", "[", "]", "?", "!", "“", "”", '"'})
DASHES: Final = frozenset({"–", "—", "-"})
#: No clause is looked for further than so many words.
LONGEST_CLAUSE: Final = 80
_SAYING: Final = lexicon.words("clause_saying_verbs")
_LONGEST_ASIDE: Final = 9


def clause_of(page: Page, span: Span) -> Span:
    """The clause that holds a span: its sentence cut at hard stops, subordinators and conjunctions that open a
    clause.
    """
    words = page.words
    sentence = words.range_of(page.sentence_of(span))
    first, past = words.range_of(span)
    return words.span_of(clause_begin(words, first, sentence[0]), max(past, clause_end(words, past, sentence[1])))


def clause_begin(words: Words, at: int, sentence_begin: int) -> int:
    """First word of the clause that a word stands in."""
    lowers = words.lowers
    furthest = max(sentence_begin, at - LONGEST_CLAUSE)
    for number in range(at - 1, furthest - 1, -1):
        lower = lowers[number]
        if lower in HARD_STOPS or (lower in DASHES and is_spaced(words, number)):
            return number + 1
        if lower in OPENERS and not (lower == "that" and number + 1 < at and lowers[number - 1 : number] == ["so"]):
            return number + 1
        if lower in {"and", "but"} and number > sentence_begin and lowers[number - 1] == ",":
            return number + 1
        if lower in _SAYING and number + 1 < at:
            return number + 1
    return furthest


def clause_end(words: Words, at: int, sentence_end: int) -> int:
    """One past the last word of the clause that a word stands in."""
    lowers = words.lowers
    skip = at
    sentence_end = min(sentence_end, at + LONGEST_CLAUSE)
    for number in range(at, sentence_end):
        lower = lowers[number]
        if number < skip:
            continue
        if lower == "(" and ")" in lowers[number : min(number + _LONGEST_ASIDE, sentence_end)]:
            skip = lowers.index(")", number) + 1
            continue
        if lower in HARD_STOPS or (lower in DASHES and is_spaced(words, number)):
            return number
        if lower in OPENERS or (lower in {"and", "but"} and lowers[number - 1] == ","):
            return number
    return sentence_end


def is_spaced(words: Words, number: int) -> bool:
    """Whether white space stands on both sides of a word: a dash so set parts clauses."""
    begin, end = words.spans[number]
    return begin > 0 and words.text[begin - 1].isspace() and end < len(words.text) and words.text[end].isspace()
