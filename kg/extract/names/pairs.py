"""Two powers before what they make together: "Sino-Indian border agreement", "the U.S.–Russia deal"."""

from kg import gazetteer, lexicon
from kg.extract.names.gazetteer_match import longest_adjective, longest_name
from kg.extract.names.wording import Wording
from kg.gazetteer import Entry
from kg.gazetteer.folding import HYPHENS

_FORMS = lexicon.mapping("combining_forms", "form", "iso")
_REACH = 3


def combining_form(words: Wording, at: int) -> Entry | None:
    """The state that a form before a hyphen and another nationality means: "Russo" of "Russo-Turkish"."""
    iso = _FORMS.get(words.fold[at])
    if iso is None or at + 1 >= len(words) or not words.joined[at + 1]:
        return None
    return gazetteer.state_of(iso) if longest_adjective(words, at + 1)[1] is not None else None


def is_side_of_pair(words: Wording, first: int, last: int) -> bool:
    """Whether the name or adjective of a state (words first to last) is one of two joined by a hyphen before a deal."""
    return _before_deal(words, last) and (_power_before(words, first) or _power_after(words, last))


def _power_before(words: Wording, first: int) -> bool:
    """Whether a hyphen and the end of another power's name stand right before a word."""
    at = first - 1 if words.joined[first] else _across_dash(words, first - 1, -1)
    if at < 0 or words.broken[first]:
        return False
    return words.fold[at] in _FORMS or _is_power(words, at) or (at > 0 and _is_power(words, at - 1))


def _power_after(words: Wording, last: int) -> bool:
    if last >= len(words):
        return False
    at = last if words.joined[last] else _across_dash(words, last, 1)
    return 0 <= at < len(words) and not words.broken[at] and _is_power(words, at)


def _across_dash(words: Wording, at: int, step: int) -> int:
    """The word behind a dash that stands at a word; -1 where none does."""
    if 0 <= at < len(words) and words.text[at] in HYPHENS and 0 <= at + step < len(words):
        return at + step
    return -1


def _is_power(words: Wording, at: int) -> bool:
    if not words.capital[at]:
        return False
    meant = longest_name(words, at)[1]
    return (bool(meant) and meant[0].kind is not None) or longest_adjective(words, at)[1] is not None


def _before_deal(words: Wording, last: int) -> bool:
    """Whether a word of deals stands in the same noun phrase, few words on."""
    nouns = lexicon.words("deal_nouns")
    for at in range(last, min(last + _REACH + 2, len(words))):
        if words.broken[at]:
            return False
        if words.fold[at] in nouns:
            return True
        if not words.alphabetic[at] and words.text[at] not in HYPHENS:
            return False
        if words.fold[at] in lexicon.words("sentence_openers") or words.fold[at] in {"and", "of", "to"}:
            return False
    return False
