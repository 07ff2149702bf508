"""Which unknown capitalised phrases are most likely persons."""

from kg import lexicon
from kg.extract.names.found import Unknown
from kg.extract.names.wording import Wording

_WORDS = range(2, 5)
_NAMING = frozenset({"identified as", "man named", "woman named"})


def is_likely_person(words: Wording, each: Unknown, places: set[str]) -> bool:
    """Two to four capitalised words that English does not know, or before a verb of saying."""
    if each.last - each.first not in _WORDS or words.phrase(each.first, each.last) in places:
        return False
    if words.phrase(max(0, each.first - 2), each.first) in _NAMING or _speaks(words, each):
        return True
    if each.last < len(words) and (
        words.joined[each.last] or (words.capital[each.last] and not words.broken[each.last])
    ):
        return False
    inside = range(each.first, each.last)
    return all(_may_be_in_a_name(words, at) for at in inside) and not _is_ordinary(words, each.last - 1)


def _speaks(words: Wording, each: Unknown) -> bool:
    after = each.last < len(words) and not words.broken[each.last]
    return after and words.fold[each.last] in lexicon.words("speaking_verbs")


def _may_be_in_a_name(words: Wording, at: int) -> bool:
    if not words.alphabetic[at] or (words.text[at].isupper() and len(words.text[at]) > 2):
        return False
    return not _is_ordinary(words, at) or words.fold[at] in lexicon.words("name_particles")


def _is_ordinary(words: Wording, at: int) -> bool:
    return words.fold[at] in lexicon.words("ordinary_words") or words.fold[at] in lexicon.words("not_names")
