"""Guessed persons that are groups: "the Macina Katiba" has the article, as no person has; "the Carlos Rojas front" goes
on with what it is; "its media arm, Al-Zaura" and "Vi Lansam, the coalition" say it beside.
"""

from dataclasses import replace
from typing import Final

from kg import lexicon
from kg.extract.names import vocabulary
from kg.extract.names.found import Found
from kg.extract.names.wording import Wording
from kg.records import ActorKind

_CLOSING: Final = frozenset({",", ".", ";", ":", ")", "(", "?", "!", "–", "—"})
_LONGEST: Final = 4  # words of a noun phrase before a comma
_BEGINS: Final = frozenset({"the", "a", "an", "its", "their", "his"})
_ARMED: Final = frozenset({ActorKind.ARMED_GROUP, ActorKind.ARMED_FORCE})


def as_group(words: Wording, each: Found) -> Found:
    """A guessed person as the group that the words around say it is, or as it was."""
    if each.title is not None or any(words.broken[each.first : each.first + 1]):
        return _by_noun_and_comma(words, each)
    if words.fold[each.first - 1 : each.first] == ["the"]:
        longer = _with_tail(words, each)
        if longer is not None:
            return longer
        if each.kind is ActorKind.PERSON and each.last - each.first > 1 and _ends_phrase(words, each.last):
            return replace(each, kind=ActorKind.ORGANIZATION, known=())
    return _by_noun_and_comma(words, each)


def _with_tail(words: Wording, each: Found) -> Found | None:
    """ "the Carlos Rojas front": the name with its noun."""
    at = each.last
    if at >= len(words) or words.broken[at] or words.joined[at] or words.fold[at] not in lexicon.words("group_tails"):
        return None
    goes_on = at + 1 < len(words) and not words.broken[at + 1] and words.fold[at + 1] in {"line", "lines", "page"}
    if words.capital[at] or goes_on:
        return None
    row = vocabulary.class_nouns().rows.get(words.fold[at], {})
    kind = ActorKind(row.get("kind") or ActorKind.ARMED_GROUP.value)
    if kind not in _ARMED:
        return None
    return replace(each, last=at + 1, kind=kind, label=words.written(each.first, at + 1), known=())


def _ends_phrase(words: Wording, at: int) -> bool:
    """Whether no noun follows to which the name would belong: "the Rojas brothers" are persons."""
    if at >= len(words) or words.broken[at]:
        return True
    if words.joined[at] or words.capital[at] or words.is_possessive(at):
        return False
    verbs = ("finite_cues", "speaking_verbs", "government_verbs")
    return words.text[at] in _CLOSING or any(words.fold[at] in lexicon.words(name) for name in verbs)


def _by_noun_and_comma(words: Wording, each: Found) -> Found:
    """ "its media arm, Al-Zaura, said": the noun before a comma tells what is named."""
    if each.kind is not ActorKind.PERSON or each.first < 2 or words.text[each.first - 1] != ",":
        return each
    end = each.first - 1
    for first in range(max(0, end - _LONGEST), end):
        if any(words.broken[first + 1 : each.first + 1]) or words.fold[first - 1 : first] == []:
            continue
        if vocabulary.announcing_nouns().at(words, first) != end or not _is_noun_phrase(words, first):
            continue
        kind = vocabulary.announcing_nouns().row(words, first, end)["kind"]
        if kind in {kind.value for kind in ActorKind}:
            return replace(each, kind=ActorKind(kind), known=(), title=None)
    return each


def _is_noun_phrase(words: Wording, noun: int) -> bool:
    """Whether an article or possessive stands before a noun, or before its adjectives."""
    before = range(noun - 1, max(-1, noun - 1 - _LONGEST), -1)
    for at in before:
        if words.fold[at] in _BEGINS:
            return True
        if not words.alphabetic[at] or words.capital[at] or words.broken[at + 1]:
            return False
    return False
