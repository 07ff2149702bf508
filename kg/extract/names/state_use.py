"""How the name of a country is used: as a state that acts, or as the place where something is."""

from kg import lexicon
from kg.extract.names import vocabulary
from kg.extract.names.gazetteer_match import longest_name
from kg.extract.names.wording import Wording
from kg.records import ActorKind

_SHORT_NAMES = frozenset({"us", "usa", "uk", "uae"})
_EVENTS = frozenset({"ceasefire", "truce", "war", "conflict", "crisis", "campaign"})
_BORDERS = frozenset({"border", "borders", "frontier", "boundary", "crossing"})
_FROM = frozenset({"from", "of"})
_SUCH = frozenset({"including", "as", "like"})
_LANDS = frozenset({"countries", "nations", "states", "places"})
_WHEREABOUTS = frozenset({"destinations", "locations", "markets", "routes"})
_LONGEST_LIST_HEAD = 3
_LONGEST_WAY = 6
_QUOTES = frozenset('"”’')
_RANKS = frozenset({"first", "second", "third", "only", "main", "top"})
_LONGEST_NAME = 6
_LONGEST_OFFICE = 4
_INSIDE = frozenset({"in", "near", "across", "inside", "throughout"})


def is_place(words: Wording, first: int, last: int) -> bool:
    """Whether a country's name (words first to last) only locates, by the words around it."""
    if words.broken[first] and (last == len(words) or words.broken[last]):
        return True
    before = first - 1
    if before > 0 and not words.broken[first] and words.fold[before] == "the":
        before -= 1
    if before < 0 or any(words.broken[before + 1 : first + 1]):
        return _tells_where(words, first, last)
    if words.is_possessive(last):
        return _possesses_place(words, last) or (words.fold[before] in _INSIDE and not _possesses_deed(words, last))
    return _after(words, before, first, last)


def _after(words: Wording, before: int, first: int, last: int) -> bool:
    word = words.fold[before]
    quoted = before > 1 and words.text[before - 1] in _QUOTES
    earlier = words.fold[before - 1 - quoted] if before and not words.broken[before] else ""
    if word in _SUCH and not (word == "as" and earlier != "such") and _are_places(words, before - (word == "as")):
        return True
    if word in lexicon.words("acting_prepositions"):
        return word == "with" and earlier in _BORDERS
    if word == "both":
        return _after(words, before - 1, first, last) if before else False
    if word == "from":
        return earlier not in lexicon.words("sent_forces") or _are_withdrawn(words, before)
    if word == "to":
        threatened = "threat" in words.fold[max(0, before - 3) : before]
        return earlier in lexicon.words("motion_words") or threatened or _moves_from(words, before)
    if word == "of":
        acts = earlier in lexicon.words("support_nouns") or _is_office(words, before) or _leads(words, before, first)
        acts = acts or (last < len(words) and not words.broken[last] and _short_before_deed(words, first, last))
        return not acts and not _is_titled(words, before)
    if word == "on":
        return earlier not in lexicon.words("addressing_words")
    lists = ("locative_prepositions", "directions", "place_verbs", "country_adjectives")
    return any(word in lexicon.words(name) for name in lists) or _tells_where(words, first, last)


def _possesses_deed(words: Wording, possessive: int) -> bool:
    """ "in Chad's view": what a government has."""
    following = words.fold[possessive + 1] if possessive + 1 < len(words) else ""
    return following in lexicon.words("government_possessions")


def _are_places(words: Wording, including: int) -> bool:
    """ "in nations including Chad", "destinations such as Chad": what the countries are examples of only locates."""
    noun = including - 1 - (including > 0 and words.text[including - 1] == ",")
    if noun < 1:
        return False
    near = words.fold[max(0, noun - _LONGEST_LIST_HEAD) : noun]
    where = not lexicon.words("locative_prepositions").isdisjoint(near) or "from" in near
    return words.fold[noun] in _WHEREABOUTS or (words.fold[noun] in _LANDS and where)


def _short_before_deed(words: Wording, first: int, last: int) -> bool:
    """ "Hundreds of U.S. airstrikes", "United States sanctions": a name that has no shorter adjective before a deed."""
    short = words.fold[first].replace(".", "") in _SHORT_NAMES or last - first > 1
    return short and words.fold[last] in lexicon.words("state_deeds")


def _moves_from(words: Wording, preposition: int) -> bool:
    """ "moving out of Chad to Sudan": a way from somewhere to somewhere else."""
    near = words.fold[max(0, preposition - _LONGEST_WAY) : preposition]
    return bool(_FROM & set(near)) and not lexicon.words("motion_words").isdisjoint(near)


def _title_end(words: Wording, at: int) -> int:
    """Where a title ends that begins at a word, of one or of many: "presidents"."""
    titles, word = vocabulary.titles(), words.fold[at]
    many = word.endswith("s") and bool(titles.rows.get(word[:-1], {}).get("relation"))
    return max(titles.at(words, at), at + 1) if many else titles.at(words, at)


def _is_office(words: Wording, preposition: int) -> bool:
    """ "ambassadors of Chad", "the ministers of foreign affairs of Chad": an office ends before "of"."""
    rows = vocabulary.titles().rows
    for first in range(max(0, preposition - _LONGEST_OFFICE), preposition):
        head, *rest = words.fold[first:preposition]
        if rows.get(" ".join([head.removesuffix("s"), *rest]), {}).get("relation"):
            return True
    return False


def _leads(words: Wording, preposition: int, country: int) -> bool:
    """ "Patrice Talon of Benin": a known leader before "of" and his country."""
    states = {entry.state for entry in longest_name(words, country)[1] if entry.kind is ActorKind.STATE}
    for first in range(max(0, preposition - _LONGEST_NAME), preposition):
        last, meant = longest_name(words, first) if words.capital[first] else (first, ())
        if last == preposition and any(e.kind is ActorKind.PERSON and e.state in states for e in meant):
            return True
    return False


def _is_titled(words: Wording, preposition: int) -> bool:
    """ "President Yoweri Museveni of Uganda": the country is the office's, named after its holder."""
    at = preposition - 1
    while at >= 0 and preposition - at < _LONGEST_NAME and (words.capital[at] or words.joined[at + 1]):
        if at < preposition - 1 and _title_end(words, at) > at:
            return True
        if words.broken[at]:
            break
        at -= 1
    return False


def _are_withdrawn(words: Wording, preposition: int) -> bool:
    """ "pull its troops from Niger": the country is what they leave, not whose they are."""
    near = words.fold[max(0, preposition - 6) : preposition]
    return not lexicon.words("withdrawal_words").isdisjoint(near)


def _tells_where(words: Wording, first: int, last: int) -> bool:
    """ "Syria airstrikes": a country's name before a plural noun of deed, unless short or at a sentence's begin."""
    if last >= len(words) or words.broken[last] or words.fold[first] in _SHORT_NAMES or words.begins_sentence[first]:
        return False
    following = words.fold[last]
    joint = first > 0 and words.fold[first - 1] in {"as", "and"}
    if following in _EVENTS:
        return True
    return following.endswith("s") and following in lexicon.words("state_deeds") and not joint


def _possesses_place(words: Wording, possessive: int) -> bool:
    """ "Syria's Idlib province", "Syria’s rebel-held Idlib", "Yemen's Houthis"."""
    following = range(possessive + 1, min(possessive + 5, len(words)))
    if lexicon.words("place_of_state").intersection(words.fold[at] for at in following[:3]):
        return True
    if following and _is_rank(words.fold[following[0]]):
        return True
    if _possesses_deed(words, possessive):
        return False
    name = next((at for at in following if words.capital[at]), None)
    meant = longest_name(words, name)[1] if name is not None else ()
    local = any(entry.level in {"city", "province", "region"} for entry in meant)
    return local or (bool(meant) and meant[0].kind is ActorKind.ARMED_GROUP)


def _is_rank(word: str) -> bool:
    """ "Chad's largest airline", "Chad's first railway": how something ranks in a country."""
    return word in _RANKS or (word.endswith("est") and word not in lexicon.words("directions"))
