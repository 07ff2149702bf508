"""What several places of one phrase have to do with one another: lists of them, landmarks, and what an operation is to
take.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.events.specificity import LISTED, level
from kg.extract.grammar.frame import Frame, Voice
from kg.records import Mention, Place, Span

_NEARBY: Final = re.compile(
    r",? (?:near|outside|close to|next to|adjacent to|beside|not far from) (?:the |an? )?(?:[a-z]\w* ){0,4}",
    re.IGNORECASE,
)
_NATURAL: Final = frozenset(
    {"mountain", "mountains", "hills", "hill", "heights", "valley", "island", "islands", "lake", "desert", "forest"}
)
# Attacks that an aim behind them need not be that of: "before the attack to retake X".
_SINGLE: Final = frozenset({"attack", "attacks", "strike", "strikes", "raid", "raids", "bombing", "shelling", "blast"})
_FROM: Final = frozenset({"from", "of", "in", "into"})
_TOWN: Final = 2
_LONGEST: Final = 80  # characters
_FEW: Final = 4  # places


@cache
def _aims() -> frozenset[str]:
    """Verbs that tell what an operation is to do to a place, or to those who hold it."""
    taking = {"capture", "recapture", "take", "retake", "seize", "liberate", "clear", "reclaim", "regain", "free"}
    return lexicon.words("aims_of_operations") | taking


def with_listed(fillers: Fillers, found: list[Mention]) -> list[Mention]:
    """Places with those that a list goes on with: "in the village of X and the outskirts of Y"."""
    text = fillers.page.article.text
    for mention in found[-1:]:
        last = mention
        for other in fillers.within(Span(last.span.end, min(len(text), last.span.end + _LONGEST))):
            if other.span.begin < last.span.end or not fillers.is_place(other):
                continue
            comma = text[last.span.end : other.span.begin] == ", "
            listed = comma or LISTED.fullmatch(text, last.span.end, other.span.begin) is not None
            if not listed or _opens_clause(fillers, last, other):
                break
            found = [*found, other]
            last = other
    return found


def _opens_clause(fillers: Fillers, last: Mention, other: Mention) -> bool:
    """Whether what comes after "and" is the subject of a clause of its own: "in X, and Y said"."""
    if not fillers.page.has_tree:
        return False
    token = fillers.page.tokens(other.span).root
    joined = fillers.page.tokens(last.span).root
    while token.dep_ in {"nmod", "flat", "compound", "appos"} and token.head.idx > joined.idx:
        token = token.head
    return token.dep_ in {"nsubj", "nsubj:pass", "obj"} and token.head.i > token.i


def apart_from_landmarks(fillers: Fillers, places: Sequence[Mention]) -> list[Mention]:
    """Places without those that only tell near what another one is: "X near the town of Y"."""
    text = fillers.page.article.text
    ordered = sorted(places, key=lambda m: m.span)
    landmarks = set()
    for at, mention in enumerate(ordered):
        place = fillers.entities.places.get(mention.denotes)
        if place is None or not _is_close(fillers, place):
            continue
        for other in ordered[at + 1 :][:_FEW]:
            between = other.span.begin - mention.span.end
            if 0 < between < _LONGEST and _NEARBY.fullmatch(text, mention.span.end, other.span.begin):
                landmarks.add(other.span)
    return [m for m in places if m.span not in landmarks]


def _is_close(fillers: Fillers, place: Place) -> bool:
    """Whether a place is a town or smaller, or one of nature."""
    return level(place.ref, fillers) >= _TOWN or not _NATURAL.isdisjoint(place.label.lower().split())


def aimed_at(fillers: Fillers, frame: Frame) -> list[Mention]:
    """The place that an operation is to take or clear: "an operation to oust ISIL from X"."""
    words = fillers.page.words
    noun = words.lowers[words.range_of(frame.trigger)[1] - 1]
    if frame.voice is not Voice.NOMINAL or noun in _SINGLE:
        return []
    for aim in frame.after("to"):
        first, past = words.range_of(aim)
        if words.lowers[first] in _aims():
            cut = next((at for at in range(first, past) if words.lowers[at] == ","), past)
            found = [m for m in fillers.within(words.span_of(first, cut)) if fillers.is_place(m)]
            behind = [p.span for p in frame.phrases if p.preposition in _FROM and p.span.begin >= aim.begin]
            found += [m for span in behind for m in fillers.heads(span, fillers.is_place)]
            return found[:1]
    return []


def place_of_clause(fillers: Fillers, verb: Span) -> list[Mention]:
    """The place that a clause tells of, where a verb stands in it: "the town, which the rebels took in May"."""
    if not fillers.page.has_tree:
        return []
    word = fillers.page.tokens(verb).root
    noun = word.head
    if word.dep_ != "acl:relcl" or noun.i > word.i:
        return []
    named = [noun, *(child for child in noun.children if child.dep_ in {"appos", "nmod"} and child.i < word.i)]
    named += [noun.head] if noun.dep_ == "appos" else []
    spans = [Span(each.idx, each.idx + len(each)) for each in named]
    return [m for span in spans for m in fillers.mentions_touching(span) if fillers.is_place(m)]
