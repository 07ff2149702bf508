"""Which unknown capitalised phrases are places, by how they stand at least once in the article."""

from kg import lexicon
from kg.extract.findings import Findings
from kg.extract.found import Unknown
from kg.extract.gazetteer_match import longest_name
from kg.extract.places import is_located
from kg.extract.wording import Wording
from kg.records import ActorKind

_LONGEST_ACRONYM = 6
_LONGEST_JOINT_NAME = 4


def located_phrases(findings: Findings) -> set[str]:
    """The phrases, as ``Wording.phrase`` gives them."""
    words = findings.words
    states = {each.known[0].state for each in findings.found if each.known and each.known[0].kind is ActorKind.STATE}
    begins = {each.first for each in findings.found if each.is_place}
    ends = {each.last for each in findings.found if each.is_place}
    located = set()
    for each in findings.unknown:
        if _cannot_be_place(words, each):
            continue
        if is_located(words, each.first) or _is_joined_to_place(words, each, ends):
            ends.add(each.last)
        elif not (
            _before_known_place(words, each, begins)
            or _is_known_here(words, each, states)
            or _before_place_noun(words, each)
        ):
            continue
        located.add(words.phrase(each.first, each.last))
    return located


def _cannot_be_place(words: Wording, each: Unknown) -> bool:
    word = words.text[each.first]
    acronym = each.last - each.first == 1 and word.isupper() and len(word) <= _LONGEST_ACRONYM
    return acronym or (each.last < len(words) and words.joined[each.last])


def _is_joined_to_place(words: Wording, each: Unknown, ends: set[int]) -> bool:
    """ "Joureen and Foro": after a place and "and"."""
    before = each.first - 1
    return before > 0 and not words.broken[each.first] and words.fold[before] in {"and", "or"} and before in ends


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
