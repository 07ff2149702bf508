"""Second look at capitalised phrases that nothing explained: what the rest of the article tells of them.

Short forms of persons named in full ("Mr Lavrentyev", "Hotak"), acronyms of names given in full, names that stand where places stand.
"""

from collections.abc import Iterable, Iterator

from kg import lexicon
from kg.extract.found import Found, Unknown
from kg.extract.gazetteer_match import longest_name
from kg.extract.places import is_located
from kg.extract.wording import Wording
from kg.records import ActorKind

_LONGEST_ACRONYM = 6
_SPEAKS = frozenset("said says told added tweeted argued explained insisted wrote stated testified".split())


def explain(words: Wording, found: Iterable[Found], unknown: Iterable[Unknown]) -> Iterator[Found]:
    """What the unknown phrases name, as far as the article tells."""
    unknown = list(unknown)
    found = list(found)
    persons = _short_forms(words, found)
    acronyms = _acronyms(words, found)
    places = _located(words, found, unknown)
    for each in unknown:
        if phrase_is_person(words, each, places):
            persons.update(_short_forms(words, [Found(each.first, each.last, ActorKind.PERSON, _text(words, each), "two capitalised words")]))
    for each in unknown:
        phrase = words.phrase(each.first, each.last)
        if _is_affix(words, each):
            continue
        if phrase in persons:
            meant = persons[phrase]
            yield Found(each.first, each.last, ActorKind.PERSON, meant.label, "short form", known=meant.known)
        elif phrase in acronyms:
            meant = acronyms[phrase]
            yield Found(each.first, each.last, meant.kind, meant.label, "acronym", known=meant.known, state=meant.state)
        elif phrase in places:
            first = each.first - (each.first > 0 and not words.broken[each.first] and words.fold[each.first - 1] in lexicon.words("directions"))
            last, meant = longest_name(words, each.first)
            known = tuple(e for e in meant if e.is_place) if last == each.last and first == each.first else ()
            yield Found(first, each.last, None, _text(words, Unknown(first, each.last)), "located name", known=known)
        elif phrase_is_person(words, each, places):
            yield Found(each.first, each.last, ActorKind.PERSON, _text(words, each), "two capitalised words")
        elif _is_acronym(words, each):
            yield Found(each.first, each.last, ActorKind.ORGANIZATION, _text(words, each), "unknown acronym")


def phrase_is_person(words: Wording, each: Unknown, places: set[str]) -> bool:
    """Two or three capitalised words that English does not know are most often a person."""
    if words.phrase(each.first, each.last) in places:
        return False
    if _is_person(words, each):
        return True
    length = each.last - each.first
    if not 2 <= length <= 4 or (each.last < len(words) and (words.joined[each.last] or words.capital[each.last])):
        return False
    inside = range(each.first, each.last)
    if any(words.text[at].isupper() and len(words.text[at]) > 2 or not words.alphabetic[at] for at in inside):
        return False
    strange = [at for at in inside if words.fold[at] not in lexicon.words("ordinary_words") and words.fold[at] not in lexicon.words("not_names")]
    particles = [at for at in inside if words.fold[at] in lexicon.words("name_particles")]
    return len(strange) + len(particles) >= length and words.fold[each.last - 1] not in lexicon.words("ordinary_words")


def _is_affix(words: Wording, each: Unknown) -> bool:
    """"Pro-Government", and directions that stand alone."""
    return words.fold[each.first] in {"pro", "anti", "non", "ex"} or (each.last - each.first == 1 and words.fold[each.first] in lexicon.words("directions"))


def _text(words: Wording, each: Unknown) -> str:
    parts = [words.text[each.first]]
    for at in range(each.first + 1, each.last):
        parts.append(("-" if words.joined[at] else " ") + words.text[at])
    return "".join(parts)


def _short_forms(words: Wording, found: list[Found]) -> dict[str, Found]:
    """Persons by surname: the last word of the full name, or its last two with a particle ("al-Julani", "de Mistura")."""
    forms: dict[str, Found] = {}
    for each in found:
        if each.kind is ActorKind.PERSON and each.last - each.first == 1:
            forms.setdefault(words.fold[each.first], each)
        elif each.kind is ActorKind.PERSON:
            forms.setdefault(words.fold[each.last - 1], each)
            forms.setdefault(words.fold[each.first], each)
            for first in range(each.first + 1, each.last - 1):
                if words.fold[first] in lexicon.words("name_particles") or first == each.last - 2:
                    forms.setdefault(words.phrase(first, each.last), each)
    return forms


def _acronyms(words: Wording, found: list[Found]) -> dict[str, Found]:
    """Names in full by an acronym that follows in brackets or that their initials make."""
    acronyms: dict[str, Found] = {}
    for each in found:
        if each.is_place or each.last - each.first < 2:
            continue
        if each.last + 2 < len(words) and words.text[each.last] == "(" and words.text[each.last + 2] == ")":
            acronyms[words.fold[each.last + 1]] = each
        initials = "".join(word[0] for word in words.fold[each.first : each.last] if word and word not in {"of", "the", "for", "and", "al"})
        if len(initials) > 2:
            acronyms.setdefault(initials, each)
    return acronyms


def _located(words: Wording, found: list[Found], unknown: list[Unknown]) -> set[str]:
    """Unknown phrases that stand at least once where a place stands, or in a list with a place."""
    states = {each.known[0].state for each in found if each.known and each.known[0].kind is ActorKind.STATE}
    begins = {each.first for each in found if each.is_place}
    ends = {each.last for each in found if each.is_place}
    located = set()
    for each in unknown:
        if words.text[each.first].isupper() and len(words.text[each.first]) <= _LONGEST_ACRONYM and each.last - each.first == 1:
            continue
        before = each.first - 1
        listed = before > 0 and not words.broken[each.first] and (
            (words.fold[before] in {"and", "or", ","} and before in ends) or (words.fold[before] == "," and words.fold[before + 1 : before + 2] == ["and"])
        )
        if each.last < len(words) and words.joined[each.last]:
            continue
        if is_located(words, each.first) or (listed and words.fold[before] in {"and", "or"}):
            located.add(words.phrase(each.first, each.last))
            ends.add(each.last)
        elif _before_known_place(words, each, begins) or _is_known_here(words, each, states) or _before_place_noun(words, each):
            located.add(words.phrase(each.first, each.last))
    return located


def _before_place_noun(words: Wording, each: Unknown) -> bool:
    """"the Mokambo and Al-Andalus districts"."""
    at = each.last
    if at + 2 < len(words) and words.fold[at] == "and" and words.capital[at + 1]:
        at = next((n for n in range(at + 1, min(at + 5, len(words))) if not words.capital[n]), at)
    return at < len(words) and not words.broken[at] and words.fold[at] in lexicon.words("places_after")


def _is_known_here(words: Wording, each: Unknown, states: set[str]) -> bool:
    """A small place's name counts where the article speaks of its state."""
    if words.begins_sentence[each.first] and words.fold[each.first] in lexicon.words("sentence_openers"):
        return False
    phrase = words.phrase(each.first, each.last)
    if phrase in lexicon.words("ordinary_words") or phrase in lexicon.words("given_names"):
        return False
    last, meant = longest_name(words, each.first)
    return last == each.last and any(entry.level in {"city", "province"} and entry.state in states for entry in meant)


def _before_known_place(words: Wording, each: Unknown, begins: set[int]) -> bool:
    """"Maidan Wardak, Afghanistan"."""
    if each.last + 1 >= len(words) or words.text[each.last] != "," or words.begins_sentence[each.first]:
        return False
    return each.last + 1 in begins


def _is_person(words: Wording, each: Unknown) -> bool:
    """Two or more words before a verb of saying, or before a comma and a title."""
    if each.last - each.first < 2 or each.last >= len(words) or words.broken[each.last]:
        return False
    if words.phrase(max(0, each.first - 2), each.first) in {"identified as", "man named", "woman named"}:
        return True
    return words.fold[each.last] in _SPEAKS or words.fold[each.last - 2] in lexicon.words("name_particles") and words.capital[each.first]


def _is_acronym(words: Wording, each: Unknown) -> bool:
    word = words.text[each.first]
    if each.last - each.first > 1 or not word.isupper() or not 3 <= len(word) <= _LONGEST_ACRONYM:
        return False
    if set(word) <= set("IVXLC"):
        return False
    if each.first and words.text[each.first - 1] == "(" and not words.capital[each.first - 2]:
        return False
    near = words.text[max(0, each.first - 1) : each.first] + words.text[each.last : each.last + 1]
    return not any(other.isupper() and len(other) > 1 for other in near)
