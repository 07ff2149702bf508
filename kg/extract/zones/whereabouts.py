"""Where a zone lies, and how wide or long it is."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from kg.extract.events.fillers import Fillers
from kg.extract.grammar.surface import DETERMINERS, PREPOSITIONS
from kg.extract.grammar.syntax import Frame
from kg.extract.text.page import Page
from kg.extract.text.words import Words
from kg.records import Fact, Mention, MentionKind, Quantity, Span

DIRECT: Final = "zone.within"
_IN: Final = ("in", "throughout", "inside", "within", "across", "over", "of")
_NEAR: Final = ("near", "along", "around", "on")
_CLOSING: Final = frozenset({'"', "”", "'", "’", ")", "»"})
_LOCATING: Final = frozenset(
    {"in", "at", "inside", "within", "throughout", "across", "around", "near", "turning", "over"}
)
_AWAY_FROM: Final = frozenset(
    {"from", "to", "into", "through", "with", "against", "toward", "towards", "via", "between"}
)
_NEARBY: Final = 10
_READ: Final = 12
_FAR: Final = 300
_CLASS_NOUNS_BACK: Final = 4
_EXTENT_REACH: Final = 40
_AWAY: Final = frozenset(
    {"from", "away", "north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "off", "of"}
)


def around(page: Page, fillers: Fillers, frame: Frame) -> list[Fact]:
    """The place that a zone's own words lay it in: "in X", "along the X border", "the X zone"."""
    words = page.words
    past = words.range_of(frame.trigger)[1]
    spans = [*_after_quote(page, past), *((span, DIRECT) for span in frame.after(*_IN))]
    if frame.object:
        spans.append((frame.object, DIRECT))
    spans += [(span, "zone.near") for span in frame.after(*_NEAR)]
    for span, rule in spans:
        if words.range_of(span)[0] - past > _NEARBY:
            continue
        places = fillers.heads(span, fillers.is_place, reach=9)
        if places:
            return [Fact(m.denotes, m.span, rule) for m in places[:1]]
    if frame.premodifier:
        inside = [m for m in fillers.within(frame.premodifier) if fillers.is_place(m) and not _owns(page, m)]
        return [Fact(m.denotes, m.span, DIRECT) for m in inside[:1]] or _called_after(page, fillers, frame.premodifier)
    return []


def _owns(page: Page, mention: Mention) -> bool:
    """Whether a name only tells whose a zone is: "Israel's security zone"."""
    return page.article.text[mention.span.end : mention.span.end + 2] in {"'s", "’s"}


def _called_after(page: Page, fillers: Fillers, premodifier: Span) -> list[Fact]:
    """The place that a zone is called after, where it is named elsewhere too: "the X Neutral Zone"."""
    words = page.words
    first = words.range_of(premodifier)[0]
    name = words.forms[first]
    if not name[0].isupper() or words.lowers[first + 1 : first + 2] == ["'s"]:
        return []
    same = (m for m in fillers.mentions if m.denotes in fillers.entities.places and page.text(m.span) == name)
    found = next(same, None)
    return [Fact(found.denotes, words.spans[first], DIRECT)] if found else []


def _after_quote(page: Page, past: int) -> list[tuple[Span, str]]:
    """The words of a phrase that follows the quotation mark or bracket that closes a zone: "a 'safe zone' in X"."""
    words = page.words
    at = past
    while at < len(words) and words.lowers[at] in _CLOSING:
        at += 1
    if at == past or at + 1 >= len(words) or words.lowers[at] not in _IN + _NEAR:
        return []
    rule = "zone.near" if words.lowers[at] in _NEAR else DIRECT
    return [(words.span_of(at + 1, min(len(words), at + 1 + _READ)), rule)]


def near_place(page: Page, fillers: Fillers, zone: Span, sentence: Span, *, taken_up: bool) -> list[Fact]:
    """The place that a sentence is about before it speaks of a zone ("in X …"); for a zone that is only taken up ("the
    enclave") also the place named last in the sentences before it on the same line.
    """
    named = _named(fillers, Span(sentence.begin, zone.begin))
    scene = next((m for m in reversed(named) if _ruled_by(page.words, m) & _LOCATING), None)
    if scene is not None:
        return [Fact(scene.denotes, scene.span, "zone.within-sentence")]
    if not taken_up:
        return []
    line = page.article.text.rfind("\n", 0, sentence.begin) + 1
    before = _named(fillers, Span(max(line, sentence.begin - _FAR), sentence.begin))
    last = next((m for m in reversed(before) if not _ruled_by(page.words, m) & _AWAY_FROM), None)
    return [Fact(last.denotes, last.span, "zone.within-before")] if last is not None else []


def _named(fillers: Fillers, span: Span) -> list[Mention]:
    places = fillers.entities.places
    return [m for m in fillers.within(span) if m.denotes in places and m.kind is MentionKind.NAME]


def _ruled_by(words: Words, mention: Mention) -> frozenset[str]:
    """The preposition that rules a place, through its class noun: "in", of "in the city of X"."""
    first = words.range_of(mention.span)[0]
    for at in range(first - 1, max(-1, first - _CLASS_NOUNS_BACK - 1), -1):
        lower = words.lowers[at]
        if lower in _LOCATING or (lower in PREPOSITIONS and lower != "of"):
            return frozenset({lower})
        if lower not in DETERMINERS and lower != "of" and not (lower.isalpha() and words.lowers[at + 1] == "of"):
            break
    return frozenset()


def extent(lengths: Sequence[Quantity], words: Words, span: Span, sentence: Span) -> list[Fact]:
    """How wide or long a zone is: lengths in its phrase or right after it."""
    end = min(sentence.end, span.end + _EXTENT_REACH)
    found = []
    for quantity in lengths[bisect_left(lengths, span.begin, key=lambda q: q.words.begin) :]:
        if quantity.words.end > end or "from" in words.text[span.end : quantity.words.begin].split():
            break
        after = words.range_of(quantity.words)[1]
        if after < len(words) and words.lowers[after] in _AWAY:
            continue
        found.append(Fact(quantity.ref, quantity.words, "zone.extent"))
    return found
