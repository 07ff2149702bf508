"""What stands where in an article: its sentences and paragraphs, and the actors named in them."""

from bisect import bisect_left, insort

from kg import gazetteer, lexicon
from kg.extract.names.found import Found
from kg.extract.names.wording import Wording
from kg.records import ActorKind

ORGANS = frozenset({ActorKind.GOVERNMENT, ActorKind.ARMED_FORCE})
GROUPS = frozenset({ActorKind.ARMED_GROUP, ActorKind.ORGANIZATION})
_ALIKE = (frozenset({"government", "administration", "authorities"}), frozenset({"army", "military", "armed forces"}))
_QUOTES = frozenset({'"', "“", "”", "‘", "’", "'", "(", ")"})
_ENDS = frozenset(".!?:…")
_LONGEST_OPENER = 3  # words between "In" and the country that opens a sentence


class Scene:
    """Actors and places found so far, by where they stand."""

    def __init__(self, words: Wording, found: list[Found]) -> None:
        self._words = words
        self._actors = [each for each in found if not each.is_place and each.kind is not ActorKind.MEDIA_ORGANIZATION]
        self._places = {each.first: each for each in found if each.is_place}
        self._ends = {each.last: each for each in self._actors}
        self._sentences = [at for at in range(len(words)) if _begins_sentence(words, at)]
        self._paragraphs = [at for at in range(len(words)) if at == 0 or words.broken[at]]
        # Bodies by what they may be spoken of as, for the organs asked about so far: a text may say "the army" a
        # thousand times.
        self._likes: dict[tuple[ActorKind | None, str], list[Found]] = {}

    def add(self, each: Found) -> None:
        """Takes in one more actor."""
        insort(self._actors, each, key=_first)
        self._ends[each.last] = each
        for (kind, group), likes in self._likes.items():
            if _is_like(each, kind, group):
                insort(likes, each, key=_first)

    def sentence_begin(self, at: int) -> int:
        """The first word of the sentence of a word."""
        return self._sentences[bisect_left(self._sentences, at + 1) - 1]

    def sentence_end(self, at: int) -> int:
        """Where the sentence of a word ends, exclusive."""
        following = bisect_left(self._sentences, at + 1)
        return self._sentences[following] if following < len(self._sentences) else len(self._words)

    def paragraph_begin(self, at: int) -> int:
        """The first word of the paragraph of a word."""
        return self._paragraphs[bisect_left(self._paragraphs, at + 1) - 1]

    def actors(self, first: int, past: int) -> list[Found]:
        """The actors that begin in some words, in text order."""
        low, high = (bisect_left(self._actors, at, key=_first) for at in (first, past))
        return self._actors[low:high]

    def ending_at(self, last: int) -> Found | None:
        """The actor that ends right before a word."""
        return self._ends.get(last)

    def place_at(self, first: int) -> Found | None:
        """The place that begins at a word."""
        return self._places.get(first)

    def opened_with(self, sentence: int) -> str | None:
        """The state with which, or with whose seat of government, a sentence opens as its scene: "In Chad, …"."""
        if self._words.fold[sentence] not in {"in", "across"}:
            return None
        for at in range(sentence + 1, min(sentence + 1 + _LONGEST_OPENER, len(self._words))):
            place = self._places.get(at)
            if place is not None:
                return self._state_of_scene(place)
            if self._words.fold[at] not in lexicon.words("country_adjectives") | {"the", "capital"}:
                return None
        return None

    def _state_of_scene(self, place: Found) -> str | None:
        state = next((each for each in place.known if each.kind is ActorKind.STATE), None)
        state = state or gazetteer.seats().get(self._words.phrase(place.first, place.last))
        return state.key if state is not None else None

    def is_like(self, other: Found, organ: Found) -> bool:
        """Whether one body may be spoken of as another: a state's defence ministry as "the ministry"."""
        return _is_like(other, organ.kind, organ.group)

    def likes(self, organ: Found) -> list[Found]:
        """The bodies before an organ that may be spoken of as it is, in text order."""
        key = (organ.kind, organ.group)
        if key not in self._likes:
            self._likes[key] = [other for other in self._actors if _is_like(other, *key)]
        likes = self._likes[key]
        return likes[: bisect_left(likes, organ.first, key=_first)]

    def like(self, organ: Found, state: str) -> Found | None:
        """The nearest body of a state before an organ that may be spoken of as it is; of no state: one of none."""
        return next((other for other in reversed(self.likes(organ)) if other.state == state), None)


def _first(actor: Found) -> int:
    return actor.first


def _is_like(other: Found, kind: ActorKind | None, group: str) -> bool:
    if other.kind is not kind:
        return False
    label = other.label.lower()
    alike = next((nouns for nouns in _ALIKE if group in nouns), {group})
    return any(noun in label for noun in alike)


def _begins_sentence(words: Wording, at: int) -> bool:
    """Whether a sentence begins at a word; after a closing quotation mark it does where a full stop stands before."""
    if at == 0 or words.broken[at] or not words.begins_sentence[at]:
        return at == 0 or words.broken[at]
    before = at - 1
    if words.text[before] in _QUOTES and words.begins_sentence[before]:
        return False
    while before > 0 and words.text[before] in _QUOTES:
        before -= 1
    return words.text[before] in _ENDS
