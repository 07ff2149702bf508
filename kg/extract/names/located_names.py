"""Which unknown capitalised phrases are places, by how they stand at least once in the article."""

from collections.abc import Iterable

from kg import gazetteer, lexicon
from kg.extract.names import vocabulary
from kg.extract.names.findings import Findings
from kg.extract.names.found import Found, Unknown
from kg.extract.names.gazetteer_match import longest_name
from kg.extract.names.places import is_located
from kg.extract.names.wording import Wording

_CONVICTIONS = ("ist", "ists", "ism")
_BE = frozenset({"is", "was", "has", "had"})
_BEEN = frozenset({"been", "being", "also", "again", "heavily", "later"})
_COME = frozenset({"came", "comes", "come", "remained", "remains"})
_LONGEST_ACRONYM = 6
_LONGEST_JOINT_NAME = 4


def located_phrases(findings: Findings) -> set[str]:
    """The phrases, as ``Wording.phrase`` gives them."""
    words = findings.words
    states = _states_spoken_of(findings.found)
    begins = {each.first for each in findings.found if each.is_place}
    ends = {each.last for each in findings.found if each.is_place and not of_office(words, each.first)}
    located = set()
    for each in findings.unknown:
        if _cannot_be_place(words, each):
            continue
        if _is_located(words, each) or _is_joined_to_place(words, each, ends):
            ends.add(each.last)
        elif not (
            _before_known_place(words, each, begins)
            or _is_known_here(words, each, states)
            or _before_place_noun(words, each)
        ):
            continue
        located.add(words.phrase(each.first, each.last))
    return located


def _states_spoken_of(found: Iterable[Found]) -> set[str]:
    """ISO 3166 codes of the states that an article names, or whose bodies, leaders and provinces it names."""
    states = set()
    for each in found:
        if each.known and each.known[0].level != "city":
            states.add(each.known[0].state)
        elif each.state:
            owner = gazetteer.entry("actor", each.state)
            states.add(owner.state if owner is not None else "")
    return states - {""}


def _is_located(words: Wording, each: Unknown) -> bool:
    """A preposition of place stands before; after "to" a longer name may as well be a person's."""
    if words.fold[max(0, each.first - 2) : each.first] == ["more", "from"]:
        return False  # "More from The Courier": whose page it is
    after_to = words.fold[each.first - 1 : each.first] == ["to"]
    if is_located(words, each.first):
        return not (after_to and each.last - each.first > 1)
    return _suffers_as_place(words, each.last)


def _suffers_as_place(words: Wording, last: int) -> bool:
    """Whether what follows a name is done to places only: "X was shelled", "X came under fire"."""
    if last + 2 >= len(words) or any(words.broken[last : last + 3]):
        return False
    first, second, third = words.fold[last : last + 3]
    if first in _COME and second == "under":
        return True
    participle = third if second in _BEEN else second
    return first in _BE and participle in lexicon.words("done_only_to_places")


def _cannot_be_place(words: Wording, each: Unknown) -> bool:
    word = words.text[each.first]
    single = each.last - each.first == 1
    if single and (is_conviction(words.fold[each.first]) or _is_plain(words.fold[each.first])):
        return True
    acronym = single and word.isupper() and len(word) <= _LONGEST_ACRONYM
    return acronym or (each.last < len(words) and words.joined[each.last])


def is_conviction(word: str) -> bool:
    """Whether a word says what people believe, and names no place: Ba'athist, Islamism."""
    return word.endswith(_CONVICTIONS)


def _is_plain(word: str) -> bool:
    return any(word in lexicon.words(name) for name in ("ordinary_words", "not_names"))


def _is_joined_to_place(words: Wording, each: Unknown, ends: set[int]) -> bool:
    """ "Joureen and Foro", "Hama, Joureen, Foro and Latakia": after a place and "and", or amid a list."""
    before = each.first - 1
    if before <= 0 or words.broken[each.first] or before not in ends:
        return False
    return words.fold[before] in {"and", "or"} or (words.text[before] == "," and _list_goes_on(words, each.last))


def of_office(words: Wording, place: int) -> bool:
    """Whether a place tells whose office it is, with its holder next: "the mayor of Lyman, X, said"."""
    if place < 2 or words.fold[place - 1] != "of" or words.broken[place]:
        return False
    offices = (vocabulary.titles(), vocabulary.person_nouns())
    return any(phrases.at(words, place - 2) == place - 1 for phrases in offices)


def _list_goes_on(words: Wording, at: int) -> bool:
    """Whether a comma or "and" stands at a word, and a further capital after it."""
    if at + 1 >= len(words) or words.broken[at] or words.broken[at + 1]:
        return False
    return words.fold[at] in {",", "and", "or"} and words.capital[at + 1]


def _before_known_place(words: Wording, each: Unknown, begins: set[int]) -> bool:
    """ "Maidan Wardak, Afghanistan"."""
    if each.last + 1 >= len(words) or words.text[each.last] != "," or words.begins_sentence[each.first]:
        return False
    return each.last + 1 in begins


def _is_known_here(words: Wording, each: Unknown, states: set[str]) -> bool:
    """A small place's name counts where the article speaks of its state."""
    phrase = words.phrase(each.first, each.last)
    if any(phrase in lexicon.words(name) for name in ("sentence_openers", "ordinary_words", "given_names")):
        return False
    last, meant = longest_name(words, each.first)
    return last == each.last and any(e.level in {"city", "province"} and e.state in states for e in meant)


def _before_place_noun(words: Wording, each: Unknown) -> bool:
    """ "the Mokambo and Al-Andalus districts"."""
    at = each.last
    if at + 2 < len(words) and words.fold[at] == "and" and words.capital[at + 1]:
        reach = range(at + 1, min(at + 1 + _LONGEST_JOINT_NAME, len(words)))
        at = next((n for n in reach if not words.capital[n]), at)
    return at < len(words) and not words.broken[at] and words.fold[at] in lexicon.words("places_after")
