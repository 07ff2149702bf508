"""How the name of a country is used: as a state that acts, or as the place where something is."""

from kg import lexicon
from kg.extract.gazetteer_match import longest_name
from kg.extract.wording import Wording

_ABBREVIATIONS = frozenset({"us", "usa", "uk", "uae"})
_SUPPORT = frozenset("support favour favor behalf help backing assistance aid government leader leaders allies enemy consent request".split())
_ADDRESSED = frozenset("call calls called calling pressure sanctions impose imposed accuse war tariffs embargo declared".split())
_FORCES = frozenset("forces troops soldiers aid support help weapons statement delegation assurances backing mediators".split())


def is_place(words: Wording, first: int, last: int) -> bool:
    """Whether a country's name (words first to last) only locates. The rules are those of the gold guidelines, by the words around."""
    before = first - 1
    if before >= 0 and not words.broken[first] and words.fold[before] == "the":
        before -= 1
    if words.broken[first] and (last == len(words) or words.broken[last]):
        return True
    if before < 0 or any(words.broken[before + 1 : first + 1]):
        return _is_modifier_of_place(words, first, last)
    if words.is_possessive(last):
        return _possesses_place(words, last) or words.fold[before] in {"in", "near", "across", "inside", "throughout"}
    return _after(words, before, first, last)


def _after(words: Wording, before: int, first: int, last: int) -> bool:
    word = words.fold[before]
    earlier = words.fold[before - 1] if before and not words.broken[before] else ""
    if word in lexicon.words("acting_prepositions"):
        return False
    if word == "from":
        return earlier not in _FORCES
    if word == "to":
        return earlier in lexicon.words("motion_words") or (words.fold[max(0, before - 3) : before].count("threat") > 0)
    if word == "of":
        return earlier not in _SUPPORT and earlier not in _titles()
    if word == "on":
        return earlier not in _ADDRESSED
    if word in lexicon.words("locative_prepositions") or word in lexicon.words("directions"):
        return True
    if word in lexicon.words("place_verbs") or word in lexicon.words("country_adjectives"):
        return True
    return _is_modifier_of_place(words, first, last)


def _titles() -> frozenset[str]:
    return frozenset(row["title"] for row in lexicon.table("role_titles"))


def _is_modifier_of_place(words: Wording, first: int, last: int) -> bool:
    """"Syria airstrikes": the name of a country before a plural noun tells where, unless it is short for a state's own."""
    if last >= len(words) or words.broken[last] or words.fold[first] in _ABBREVIATIONS or words.begins_sentence[first]:
        return False
    following = words.fold[last]
    return following.endswith("s") and following in lexicon.words("state_deeds") and words.fold[first - 1 : first] not in (["as"], ["and"])


def _possesses_place(words: Wording, possessive: int) -> bool:
    following = range(possessive + 1, min(possessive + 5, len(words)))
    if lexicon.words("place_of_state").intersection(words.fold[at] for at in following[:3]):
        return True
    name = next((at for at in following if words.capital[at]), None)
    return name is not None and any(entry.level in {"city", "province"} for entry in longest_name(words, name)[1])
