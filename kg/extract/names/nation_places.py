"""Places told by a nationality: "the Somali capital", "Syria–Lebanon border"."""

from kg import gazetteer, lexicon
from kg.extract.names.found import Found
from kg.extract.names.gazetteer_match import longest_name
from kg.extract.names.readings import Reading
from kg.extract.names.wording import Wording
from kg.gazetteer import Entry
from kg.records import ActorKind, MentionKind

CAPITAL = "capital of a state"
_BORDER = frozenset({"border", "frontier"})


def read_capital(words: Wording, first: int, last: int, state: Entry, name: bool) -> Reading | None:
    """ "the Somali capital" is its seat of government, unless the seat is named behind it."""
    told = not name and words.fold[last : last + 1] == ["capital"] and not words.broken[last]
    if not told or words.fold[first - 1 : first] != ["the"] or _noun_follows(words, last + 1):
        return None
    seats = (entry for seat in state.seats for entry in gazetteer.lookup(seat))
    town = next((entry for entry in seats if entry.level == "city" and entry.state == state.state), None)
    if town is None:
        return None
    found = Found(first, last + 1, None, town.key, CAPITAL, MentionKind.NOMINAL, known=(town,), state=state.key)
    return Reading(last + 1, [found])


def _noun_follows(words: Wording, at: int) -> bool:
    """Whether a name or a noun may stand at a word: "the Somali capital Mogadishu", "the Chinese capital market"."""
    if at >= len(words) or words.broken[at] or not words.alphabetic[at]:
        return at < len(words) and words.text[at] == "," and at + 1 < len(words) and words.capital[at + 1]
    known = ("sentence_openers", "finite_cues", "speaking_verbs", "locative_prepositions", "place_verbs")
    return words.capital[at] or not any(words.fold[at] in lexicon.words(each) for each in known)


def border_end(words: Wording, last: int) -> int:
    """Where "Syria–Lebanon border" ends; 0 where none stands there."""
    if last >= len(words) or not words.joined[last] or not words.capital[last]:
        return 0
    end, meant = longest_name(words, last)
    if not meant or meant[0].kind is not ActorKind.STATE:
        return 0
    noun = end < len(words) and words.fold[end] in _BORDER and not words.broken[end]
    return end + 1 if noun else 0
