"""Persons: after a title ("President", "Mr", "envoy"), by a given name, or known."""

from kg import lexicon
from kg.extract.names import vocabulary
from kg.extract.names.chunks import Chunk
from kg.extract.names.findings import Findings
from kg.extract.names.gazetteer_match import longest_adjective
from kg.extract.names.wording import Wording

_OF_MINISTERS = frozenset({"minister", "secretary", "state", "undersecretary", "commissioner"})
_OF_FIELD = frozenset({"for", "of"})
_LONGEST_FIELD = 3


def read_title(findings: Findings, at: int) -> int:
    """Announces a person where an honorific or role title begins; gives where it ends, or ``at`` where none begins."""
    words = findings.words
    if words.fold[at] in lexicon.words("honorifics"):
        named = at + 1 + (words.text[at + 1 : at + 2] == ["."])
        if begins_title(words, named) and not _name_follows(words, vocabulary.titles().at(words, named)):
            return vocabulary.titles().at(words, named)  # "Mr. President", an address
        if _name_follows(words, at + 1):
            return findings.announce(at, at + 1)
    end = vocabulary.titles().at(words, at)
    if end > at:
        end = _portfolio_end(words, end)
    if end > at and _name_follows(words, end):
        findings.announce(at, end)
    return end


def begins_title(words: Wording, at: int) -> bool:
    """Whether a role title begins at a word."""
    return at < len(words) and vocabulary.titles().at(words, at) > at


def read_person(findings: Findings, chunk: Chunk) -> int:
    """A person after a title or by a given name; gives where the name ends, or the first word where none is told."""
    words, at = findings.words, chunk.first
    if words.fold[at] in lexicon.words("finite_cues"):
        return at  # "Spokesman Says", in a headline
    if findings.awaits_person(at) and not chunk.ends_in_class_noun:
        last = _name_end(words, at, chunk.last)
        return findings.add_person(at, last, words.written(at, last), "title")
    if chunk.class_row is None and chunk.last - at > 1 and words.fold[at] in lexicon.words("given_names"):
        last = _name_end(words, at, chunk.last)
        return findings.add_person(at, last, words.written(at, last), "given name")
    return at


def _portfolio_end(words: Wording, title: int) -> int:
    """Where "for Defence" ends after a title, with the holder's name next; the end of the title where none stands."""
    if title + 2 >= len(words) or words.fold[title] not in _OF_FIELD or words.broken[title + 1]:
        return title
    if words.fold[title - 1] not in _OF_MINISTERS:
        return title
    for last in range(min(title + 1 + _LONGEST_FIELD, len(words) - 1), title + 1, -1):
        if words.phrase(title + 1, last) in lexicon.words("portfolios"):
            return last if _name_follows(words, last) else title
    return title


def _name_follows(words: Wording, at: int) -> bool:
    return at < len(words) and words.capital[at] and not words.broken[at]


def _name_end(words: Wording, first: int, limit: int) -> int:
    """Where a person's name ends: before a nationality or a word that is no name."""
    last = first + 1
    while last < limit and words.fold[last] not in lexicon.words("not_names"):
        if longest_adjective(words, last)[1] is not None:
            break
        last += 1
    while last > first + 1 and not words.capital[last - 1]:
        last -= 1
    return last
