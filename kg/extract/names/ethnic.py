"""Nationalities that tell an origin and no state: "ethnic Armenian authorities", "the Bosnian Serb army"."""

from kg import lexicon
from kg.extract.names import vocabulary
from kg.extract.names.found import Found
from kg.extract.names.gazetteer_match import longest_adjective, longest_name
from kg.extract.names.readings import Reading
from kg.extract.names.wording import Wording
from kg.records import ActorKind, MentionKind

_ETHNIC = "ethnic"
_MOST_MODIFIERS = 2


def read_origin(words: Wording, first: int, last: int) -> Reading | None:
    """Who is described by an adjective (words first to last) that tells an origin, whose state has no part in it: one
    behind "ethnic", or right behind another nationality. None where it tells none.
    """
    begin = _begin(words, first)
    if begin is None:
        return None
    at = last
    for _ in range(_MOST_MODIFIERS + 1):
        if at >= len(words) or words.broken[at] or not words.alphabetic[at] or longest_name(words, at)[1]:
            break
        end = max(vocabulary.organs().at(words, at), vocabulary.people().at(words, at))
        if end > at:
            label = words.phrase(begin, end)
            kind, form = ActorKind.COLLECTIVE, MentionKind.NOMINAL
            return Reading(end, [Found(begin, end, kind, label, "people of an origin", form, group=label)])
        at += 1
    return Reading(last) if words.fold[begin] == _ETHNIC else None


def _begin(words: Wording, first: int) -> int | None:
    before = first - 1
    if before < 0 or words.broken[first]:
        return None
    if words.fold[before] == _ETHNIC:
        return before
    if words.joined[first] or not words.capital[before]:
        return None
    end, state = longest_adjective(words, before)
    nation = state is not None and end == first
    return before if nation or words.fold[before] in lexicon.words("lands_of_peoples") else None
