"""Guessed kinds, corrected by the article: by a noun before a name, by its list, by the same name elsewhere.

A name that a rule is sure of stays; what a model or a weak sign told of a single mention gives way.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from kg import lexicon
from kg.extract.names import vocabulary
from kg.extract.names.found import Found
from kg.extract.names.group_names import as_group
from kg.extract.names.second_opinion import RULE as BY_MODEL
from kg.extract.names.wording import Wording
from kg.records import ActorKind, MentionKind

_GUESSES = frozenset({BY_MODEL, "given name", "likely person", "located name", "short form", "unknown acronym"})
_MARKS = frozenset({'"', "“", "*", "'", "‘"})
_AND = frozenset({"and", "or", ","})
_SHIP = "Ship"
_LISTED = "listed place"
_BY_NOUN = "noun before the name"
_LONGEST_NOUN = 2
_LONGEST_APPOSITION = 6
_CALLED = (["called"], ["named"], ["known", "as"])
_TELLING_MORE = (["to"], ["that"], ["which"], ["of"], ["in"], ["based"])


def settle_kinds(words: Wording, every: Iterable[Found]) -> list[Found]:
    """The finds with guessed kinds corrected, in text order; what turns out to name no actor or place is left out."""
    found = sorted(every, key=lambda each: (each.first, each.last))
    things = _things(words, found)
    explained = [
        kept
        for each in found
        if not (things and _is_guessed(each) and words.fold[each.first] in things and each.last - each.first == 1)
        and not _is_of_weapon(words, each)
        and (kept := _by_noun_before(words, _by_noun_behind(words, _as_group(words, each)))) is not None
    ]
    return _in_lists(words, _as_elsewhere(words, explained))


def _things(words: Wording, found: Iterable[Found]) -> set[str]:
    """Acronyms that an article explains as short for what nobody is: "the Free Trade Area (FTA)"."""
    nouns = lexicon.words("thing_nouns")
    return {
        words.fold[each.first]
        for each in found
        if _is_guessed(each)
        and each.last - each.first == 1
        and each.first > 1
        and words.text[each.first - 1] == "("
        and words.text[each.last : each.last + 1] == [")"]
        and words.fold[each.first - 2] in nouns
    }


def _is_guessed(each: Found) -> bool:
    return each.rule in _GUESSES and each.form is MentionKind.NAME


def _as_group(words: Wording, each: Found) -> Found:
    return as_group(words, each) if _is_guessed(each) and not each.is_place else each


def _by_noun_before(words: Wording, each: Found) -> Found | None:
    """ "the newspaper Aurora", "the frigate Aurora": the noun tells what is named; None: no actor or place."""
    if not _is_guessed(each) and each.rule != "known place":
        return each
    at = each.first - 1 - (each.first > 1 and words.text[each.first - 1] in _MARKS)
    at -= next((len(said) for said in _CALLED if words.fold[max(0, at + 1 - len(said)) : at + 1] == said), 0)
    if (
        at < 0
        or words.fold[at] not in vocabulary.announcing_ends()
        or any(words.broken[at + 1 : each.first + 1])
        or words.joined[each.first]
    ):
        return each
    for length in range(_LONGEST_NOUN, 0, -1):
        first = at + 1 - length
        if first >= 0 and vocabulary.announcing_nouns().at(words, first) == at + 1:
            kind = vocabulary.announcing_nouns().row(words, first, at + 1)["kind"]
            if kind == _SHIP or (not kind and _is_guessed(each)):
                return None
            if not kind or not _is_guessed(each):
                return each
            known = each.known if str(each.kind) == kind else ()
            return replace(each, kind=ActorKind(kind), known=known, title=None, rule=_BY_NOUN)
    return each


def _by_noun_behind(words: Wording, each: Found) -> Found:
    """ "Saudi Aramco, the state oil company, said": an apposition tells that a guessed person is a body."""
    after = each.last + 1
    land = each.is_place and words.fold[each.first - 1 : each.first] == ["the"] and not each.known
    if not (each.kind is ActorKind.PERSON or land) or not _is_guessed(each) or words.text[each.last : after] != [","]:
        return each
    if after >= len(words) or words.fold[after] not in lexicon.words("determiners"):
        return each
    for at in range(after + 1, min(after + _LONGEST_APPOSITION, len(words))):
        if words.broken[at] or words.capital[at] or not (words.alphabetic[at] or words.text[at] == "-"):
            break
        end = max(vocabulary.announcing_nouns().at(words, at), at)
        if end > at and (words.text[end : end + 1] in ([","], ["."]) or words.fold[end : end + 1] in _TELLING_MORE):
            kind = vocabulary.announcing_nouns().row(words, at, end)["kind"]
            return replace(each, kind=ActorKind(kind), known=(), title=None) if kind not in {"", _SHIP} else each
    return each


def _is_of_weapon(words: Wording, each: Found) -> bool:
    """ "a Tochka missile": a guessed person before a weapon is its maker's name for it."""
    if each.kind is not ActorKind.PERSON or not _is_guessed(each) or each.last >= len(words):
        return False
    following = words.fold[each.last]
    return not words.broken[each.last] and words.text[each.last].islower() and following in lexicon.words("weapons")


def _as_elsewhere(words: Wording, found: list[Found]) -> list[Found]:
    """One phrase names one kind of thing throughout, by where it was found more surely or else more often."""
    alike: dict[str, list[Found]] = {}
    for each in found:
        if each.form is MentionKind.NAME and each.kind is not ActorKind.STATE:
            alike.setdefault(words.phrase(each.first, each.last), []).append(each)
    meant = {phrase: _surest(finds) for phrase, finds in alike.items() if len({each.kind for each in finds}) > 1}
    return [_as(each, meant.get(words.phrase(each.first, each.last))) for each in found]


def _surest(alike: list[Found]) -> Found:
    """What most of the sure finds of a phrase take it for, else most of all; a place where they are even."""
    voters = [each for each in alike if each.rule not in _GUESSES] or alike
    votes = Counter(each.kind for each in voters)
    return max(voters, key=lambda each: (votes[each.kind], each.is_place))


def _as(each: Found, meant: Found | None) -> Found:
    if meant is None or each.kind is meant.kind or not _is_guessed(each):
        return each
    return replace(meant, first=each.first, last=each.last, title=None)


def _in_lists(words: Wording, found: list[Found]) -> list[Found]:
    """ "the villages of Sefa and Ebu Hecer": what is listed after a noun for places, or joined to a place, is one."""
    result: list[Found] = []
    head = 0  # of the list that goes on
    for at, each in enumerate(found):
        if at == 0 or not _goes_on(words, result[-1], each):
            head = each.first
        guessed = _is_guessed(each) and each.kind is ActorKind.PERSON
        if guessed and (_after_place_noun(words, head) or (at and _joined_to_place(words, result[-1], each))):
            each = Found(each.first, each.last, None, words.written(each.first, each.last), _LISTED)
        result.append(each)
    return result


def _goes_on(words: Wording, before: Found, each: Found) -> bool:
    between = words.fold[before.last : each.first]
    return 0 < len(between) < 3 and _AND.issuperset(between)


def _after_place_noun(words: Wording, head: int) -> bool:
    at = head - 1 - (words.fold[head - 1 : head] == ["of"])
    return at >= 0 and words.fold[at].endswith("s") and words.fold[at] in lexicon.words("places_before")


def _joined_to_place(words: Wording, before: Found, each: Found) -> bool:
    """ "seized Sefa and Hecer": a single unknown word after a place and "and", whom no verb has speak."""
    if each.last - each.first > 1 or not before.is_place or words.fold[before.last : each.first] != ["and"]:
        return False
    following = words.fold[each.last] if each.last < len(words) else ""
    return words.fold[each.first] not in lexicon.words("given_names") and following not in lexicon.words(
        "speaking_verbs"
    )
