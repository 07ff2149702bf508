"""Where a zone lies, and how wide or long it is."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.grammar.syntax import Frame, frame_of, participles_of
from kg.extract.grammar.word_classes import DETERMINERS, PREPOSITIONS
from kg.extract.text.page import Page
from kg.extract.text.words import Words
from kg.records import Fact, Mention, MentionKind, Quantity, Span

DIRECT: Final = "zone.within"
_IN: Final = ("in", "throughout", "inside", "within", "across", "over", "of")
_NEAR: Final = ("near", "along", "around", "on", "through")
_SIDES: Final = lexicon.words("directions")
_OPENING_QUOTES: Final = frozenset({"“", "‘", "«"})
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
_OF_PLACE: Final = tuple(["of", "the", noun] for noun in ("enclave", "territory", "strip", "exclave"))
_NAMED_BACK: Final = 150
_LIKENING: Final = frozenset({"size", "shape", "length", "scale"})
_MEETINGS: Final = frozenset({"talks", "summit", "meeting", "conference", "ceremony", "negotiations", "round", "forum"})
_SAYING: Final = lexicon.words("speaking_verbs") | frozenset(
    {"said", "says", "told", "met", "agreed", "signed", "announced", "brokered", "negotiated", "discussed"}
)
_EXTENT_REACH: Final = 40
_MEASURED_REACH: Final = 100
_BEFORE_QUOTE: Final = 12
_SIZES: Final = frozenset({"deep", "wide", "long"})
_SIZE_WITHIN: Final = 5
_AWAY: Final = frozenset(
    {"from", "away", "north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "off", "of"}
)


def around(page: Page, fillers: Fillers, frame: Frame) -> list[Fact]:
    """The place that a zone's own words lay it in: "in X", "along the X border", "the X zone"."""
    words = page.words
    past = words.range_of(frame.trigger)[1]
    if words.lowers[past : past + 3] in _OF_PLACE and not fillers.mentions_touching(words.spans[past + 2]):
        return _taken_up(fillers, words.spans[past])
    for span, rule in _places_told(page, frame, past):
        at = words.range_of(span)[0]
        if at - past > _NEARBY or not _LIKENING.isdisjoint(words.lowers[past : at + 2]):
            continue  # far off, or "a zone the size of X"
        places = fillers.heads(span, fillers.is_place, reach=9)
        if places:
            # "swathes of X and Y" lie in both; "from X, Y and Z" and the like do not
            both = words.lowers[words.range_of(span)[0] - 1 : words.range_of(span)[0]] == ["of"]
            return [Fact(m.denotes, m.span, rule) for m in (places if both else places[:1])]
    if frame.premodifier:
        inside = [m for m in fillers.within(frame.premodifier) if fillers.is_place(m) and not _owns(page, m)]
        return [Fact(m.denotes, m.span, DIRECT) for m in inside[:1]] or _called_after(page, fillers, frame.premodifier)
    return _before_quote(page, fillers, words.range_of(frame.trigger)[0])


def _taken_up(fillers: Fillers, before: Span) -> list[Fact]:
    """The place that "the enclave" takes up in "half of the enclave": the last one called so for where it lies."""
    plain = lexicon.words("geographic_enclaves")
    near = (m for m in fillers.around(before.begin, _NAMED_BACK) if m.span.end <= before.begin)
    last = next((m for m in near if fillers.page.text(m.span).lower() in plain and fillers.is_place(m)), None)
    return [Fact(last.denotes, last.span, "zone.within-before")] if last is not None else []


def _places_told(page: Page, frame: Frame, past: int) -> Iterator[tuple[Span, str]]:
    """The phrases after a zone that may tell where it is, the surest first."""
    yield from _after_quote(page, past)
    yield from ((span, DIRECT) for span in frame.after(*_IN))
    for verb in participles_of(page, frame.trigger):
        yield from ((span, DIRECT) for span in frame_of(page, verb, True).after(*_IN))
    if frame.object:
        yield frame.object, DIRECT
    yield from ((span, "zone.near") for span in frame.after(*_NEAR))
    yield from _beyond(page.words, past)


def _beyond(words: Words, past: int) -> Iterator[tuple[Span, str]]:
    """What an area is said to lie on some side of: "the pocket (to the) north of X"."""
    at = past
    while at < len(words) and words.lowers[at] in {"to", "the", "just"}:
        at += 1
    if words.lowers[at : at + 1] and words.lowers[at] in _SIDES and words.lowers[at + 1 : at + 2] == ["of"]:
        yield words.span_of(at + 2, min(len(words), at + 2 + _READ)), "zone.near"


def _before_quote(page: Page, fillers: Fillers, first: int) -> list[Fact]:
    """The place right before the quotation mark that opens a zone: "the Idlib 'buffer zone'"."""
    words = page.words
    if first < 2 or words.lowers[first - 1] not in _CLOSING | _OPENING_QUOTES:
        return []
    before = fillers.mentions_touching(words.spans[first - 2])
    return [Fact(m.denotes, m.span, DIRECT) for m in before if fillers.is_place(m) and not _owns(page, m)][:1]


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
    scene = next((m for m in reversed(named) if _is_scene(page, m)), None)
    if scene is not None:
        return [Fact(scene.denotes, scene.span, "zone.within-sentence")]
    if not taken_up:
        return []
    line = page.article.text.rfind("\n", 0, sentence.begin) + 1
    before = _named(fillers, Span(max(line, sentence.begin - _FAR), sentence.begin))
    before = [m for m in before if not _is_venue(page, m)]
    last = next((m for m in reversed(before) if not _ruled_by(page.words, m) & _AWAY_FROM), None)
    return [Fact(last.denotes, last.span, "zone.within-before")] if last is not None else []


def _is_scene(page: Page, mention: Mention) -> bool:
    """Whether a phrase tells that something is in a place: "in X", not "over X's bombardment", not "at talks in X"."""
    located = not _LOCATING.isdisjoint(_ruled_by(page.words, mention))
    return located and not _owns(page, mention) and not _is_venue(page, mention)


def _is_venue(page: Page, mention: Mention) -> bool:
    """Whether a place is only where people met, signed or spoke: "agreed at talks in X to set up a zone"."""
    if not page.has_tree:
        return False
    token = page.tokens(mention.span).root
    while token.dep_ in {"nmod", "appos", "conj", "flat", "compound"} and token.head.i != token.i:
        token = token.head
        if token.lower_ in _MEETINGS:
            return True
    beside = {child.lower_ for child in token.head.rights if child.dep_ in {"obl", "obj"}}
    return token.head.lower_ in _SAYING or not _MEETINGS.isdisjoint({token.lower_, *beside})


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
    opening = words.range_of(span)[0]
    if opening > 0 and words.lowers[opening - 1] in _CLOSING | _OPENING_QUOTES:
        # a 35 km "safe zone"
        span = Span(max(sentence.begin, span.begin - _BEFORE_QUOTE), span.end)
    end = min(sentence.end, span.end + _EXTENT_REACH)
    farther = min(sentence.end, span.end + _MEASURED_REACH)
    found = []
    for quantity in lengths[bisect_left(lengths, span.begin, key=lambda q: q.words.begin) :]:
        if (
            quantity.words.end > (farther if tells_size(words, quantity.words) else end)
            or "from" in words.text[span.end : quantity.words.begin].split()
        ):
            break
        after = words.range_of(quantity.words)[1]
        by = words.lowers[words.range_of(quantity.words)[0] - 1] == "by" and quantity.words.begin > span.end
        if by or (after < len(words) and words.lowers[after] in _AWAY):
            continue
        found.append(Fact(quantity.ref, quantity.words, "zone.extent"))
    return found


def tells_size(words: Words, length: Span) -> bool:
    """Whether "deep", "wide" or "long" follows a length, with no more than another in brackets between."""
    past = words.range_of(length)[1]
    return not _SIZES.isdisjoint(words.lowers[past : past + _SIZE_WITHIN])
