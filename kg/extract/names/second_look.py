"""Second look at capitalised phrases that nothing explained: what the rest of the article tells of them.

Short forms of persons named in full, acronyms of names given in full, names that stand where places stand, and phrases
that are most likely persons.
"""

from collections.abc import Iterator
from dataclasses import replace

from kg import lexicon
from kg.extract.names.findings import Findings
from kg.extract.names.found import Found, Unknown
from kg.extract.names.gazetteer_match import longest_name
from kg.extract.names.likely_persons import is_likely_person
from kg.extract.names.located_names import is_conviction, located_phrases, of_office
from kg.extract.names.named_in_doc import OTHER, PLACE
from kg.extract.names.places import with_direction
from kg.extract.names.second_opinion import RULE as BY_MODEL
from kg.extract.names.second_opinion import SecondOpinion, only_begins_sentence
from kg.extract.names.wording import Wording
from kg.records import ActorKind, MentionKind

_SHORTEST_ACRONYM = 3
LONGEST_ACRONYM = 6
_AFFIXES = frozenset({"pro", "anti", "non", "ex"})
_UNCOUNTED = frozenset({"of", "the", "for", "and", "al"})
_ROMAN_DIGITS = frozenset("IVXLC")


def explain(findings: Findings, opinion: SecondOpinion) -> Iterator[Found]:
    """What the unknown phrases name, as far as the article and a trained model tell."""
    words = findings.words
    by_model = {
        words.phrase(each.first, each.last): kind
        for each in findings.unknown
        if (kind := opinion.kind_of(each.first, each.last)) and not only_begins_sentence(words, each.first, each.last)
    }
    located = {phrase for phrase in located_phrases(findings) if by_model.get(phrase, PLACE) == PLACE}
    places = located | {phrase for phrase, kind in by_model.items() if kind == PLACE}
    likely = []
    for each in findings.unknown:
        kind = by_model.get(words.phrase(each.first, each.last), "")
        if kind == ActorKind.PERSON or (not kind and is_likely_person(words, each, places)):
            likely.append(_person(words, each))
    persons = _short_forms(words, [*findings.found, *likely])
    acronyms = _acronyms(words, findings.found)
    begins = {each.first for each in findings.found if each.is_place}
    of_offices = {each.last for each in findings.found if each.is_place and of_office(words, each.first)}
    second_names = _second_names(words, findings)
    by_place = {(each.first, each.last): each for each in likely}
    for each in findings.unknown:
        phrase = words.phrase(each.first, each.last)
        if _is_affix(words, each) or (each.last - each.first == 1 and is_conviction(words.fold[each.first])):
            continue
        if each.first - 1 in of_offices and words.text[each.first - 1] == "," and each.last - each.first > 1:
            yield _person(words, each)
            continue
        if (each.first, each.last) in second_names:
            yield second_names[each.first, each.last]
            continue
        if phrase in persons and not (each.last + 1 in begins and words.text[each.last] == ","):
            meant = persons[phrase]
            yield Found(each.first, each.last, ActorKind.PERSON, meant.label, "short form", known=meant.known)
        elif phrase in acronyms:
            meant = acronyms[phrase]
            yield Found(each.first, each.last, meant.kind, meant.label, "acronym", known=meant.known, state=meant.state)
        elif phrase in places:
            yield _place(words, each)
        elif (each.first, each.last) in by_place:
            yield by_place[each.first, each.last]
        elif by_model.get(phrase, OTHER) != OTHER:
            label = words.written(each.first, each.last)
            yield Found(each.first, each.last, ActorKind(by_model[phrase]), label, BY_MODEL)
        elif _is_acronym(words, each):
            label = words.written(each.first, each.last)
            yield Found(each.first, each.last, ActorKind.ORGANIZATION, label, "unknown acronym")


def _second_names(words: Wording, findings: Findings) -> dict[tuple[int, int], Found]:
    """What stands alone in brackets after a place is its name in another language: "Al-Malikiyah (Derik)"."""
    places = {each.last: each for each in findings.found if each.is_place and each.form is MentionKind.NAME}
    named = {}
    for each in findings.unknown:
        before, after = each.first - 1, each.last
        place = places.get(before)
        bracketed = place is not None and words.text[before] == "(" and words.text[after : after + 1] == [")"]
        if place is not None and bracketed and words.text[each.first][1:].islower():
            named[each.first, after] = replace(place, first=each.first, last=after, rule="second name of a place")
    return named


def _person(words: Wording, each: Unknown) -> Found:
    return Found(each.first, each.last, ActorKind.PERSON, words.written(each.first, each.last), "likely person")


def _place(words: Wording, each: Unknown) -> Found:
    first = with_direction(words, each.first)
    last, meant = longest_name(words, each.first)
    known = tuple(e for e in meant if e.is_place) if last == each.last and first == each.first else ()
    return Found(first, each.last, None, words.written(first, each.last), "located name", known=known)


def _is_affix(words: Wording, each: Unknown) -> bool:
    """ "Pro-Government", and directions that stand alone."""
    word = words.fold[each.first]
    return word in _AFFIXES or (each.last - each.first == 1 and word in lexicon.words("directions"))


def _short_forms(words: Wording, found: list[Found]) -> dict[str, Found]:
    """Persons by surname, by given name, and by what follows it ("al-Julani", "de Mistura")."""
    forms: dict[str, Found] = {}
    for each in found:
        if each.kind is not ActorKind.PERSON:
            continue
        for first in range(each.last - 1, each.first - 1, -1):
            forms.setdefault(words.phrase(first, each.last), each)
        forms.setdefault(words.fold[each.first], each)
    return forms


def _acronyms(words: Wording, found: list[Found]) -> dict[str, Found]:
    """Names in full by an acronym that follows in brackets or that their initials make."""
    acronyms: dict[str, Found] = {}
    for each in found:
        if each.is_place or each.last - each.first < 2:
            continue
        if each.last + 2 < len(words) and words.text[each.last] == "(" and words.text[each.last + 2] == ")":
            acronyms[words.fold[each.last + 1]] = each
        initials = "".join(w[0] for w in words.fold[each.first : each.last] if w and w not in _UNCOUNTED)
        if len(initials) >= _SHORTEST_ACRONYM:
            acronyms.setdefault(initials, each)
    return acronyms


def _is_acronym(words: Wording, each: Unknown) -> bool:
    """Capitals that stand alone: not amid a shout, no number, not short for a phrase in lower case before a bracket."""
    word = words.text[each.first]
    if each.last - each.first > 1 or not (word.isupper() and word.isalpha()):
        return False
    if not _SHORTEST_ACRONYM <= len(word) <= LONGEST_ACRONYM:
        return False
    if _ROMAN_DIGITS.issuperset(word):
        return False
    if each.first > 1 and words.text[each.first - 1] == "(" and not words.capital[each.first - 2]:
        return False
    near = words.text[max(0, each.first - 1) : each.first] + words.text[each.last : each.last + 1]
    return not any(other.isupper() and len(other) > 1 for other in near)
