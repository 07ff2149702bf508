"""Buildings and facilities without a name ("a munitions factory", "the base"), which attacks are on and happen at.

Only those that an attack takes up as its target or location stay in the extraction.
"""

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from spacy.tokens import Token

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.grammar.surface import noun_phrase_begin
from kg.extract.grammar.word_classes import DETERMINERS
from kg.extract.names.entities import Entities
from kg.extract.strikes.site_towns import town_behind, town_of
from kg.extract.text.page import Page
from kg.records import Fact, Mention, MentionKind, Place, Ref, SegmentKind, Span

_KNOWN: Final = frozenset({"the", "this", "that", "its", "their"})
_INSIDE: Final = frozenset({"compound", "amod", "nummod", "nmod", "nmod:desc", "nmod:unmarked", "flat"})
_PLAIN: Final = frozenset({"military", "army", "air", "same"})
_GENERAL: Final = frozenset({"facility", "site", "compound", "complex", "building", "structure", "installation"})
# A station or centre is a facility only by the word before it.
_KINDS: Final = {
    "station": lexicon.words("kinds_of_stations"),
    "centre": lexicon.words("kinds_of_centres"),
    "center": lexicon.words("kinds_of_centres"),
    **{
        noun: frozenset(row["before"] for row in lexicon.table("kinds_of_facilities") if row["noun"] == noun)
        for noun in {row["noun"] for row in lexicon.table("kinds_of_facilities")}
    },
}
# What a facility owns without being where it is: "a school's bus".
_CARRIED: Final = frozenset({"bus", "buses", "van", "car", "truck", "convoy", "ambulance", "vehicle", "boat"}) | {
    *lexicon.words("person_nouns"),
    "staff",
    "manager",
    "owner",
    "head",
    "pupils",
    "students",
    "workers",
    "guards",
}
_TITLES: Final = frozenset({SegmentKind.TITLE, SegmentKind.HEADLINE})
_NEAR: Final = 800
# What a facility stands before that was attacked: "a hotel attack".
_ATTACKED_BY: Final = frozenset(
    f"{noun}{end}" for noun in ("attack", "blast", "explosion", "raid", "massacre", "siege") for end in ("", "s")
)
_KEPT: Final = 40


@cache
def _heads() -> dict[str, str]:
    """The singular of each form of a head noun; of a kind of base that of "base"."""
    return {
        form: row["like"] or row["noun"]
        for row in lexicon.table("attacked_sites")
        for form in (row["noun"], row["plural"])
    }


@cache
def _singular() -> dict[str, str]:
    """The singular of each plural."""
    return {row["plural"]: row["noun"] for row in lexicon.table("attacked_sites") if row["plural"]}


@cache
def _held() -> frozenset[str]:
    """Nouns whose holder is attacked rather than they: "ISIL positions"."""
    return frozenset(row["noun"] for row in lexicon.table("attacked_sites") if row["whose"] == "holder")


@cache
def _only_new() -> frozenset[str]:
    """Nouns of settlements, which mean one without a name only where the text tells it as new: "six villages"."""
    return frozenset(row["noun"] for row in lexicon.table("attacked_sites") if row["whose"] == "new")


@dataclass(frozen=True, slots=True)
class _Told:
    """A mention of a facility: where it ends, what it denotes, its lower-case words, and the head nouns among them."""

    end: int
    ref: Ref
    words: frozenset[str]
    nouns: frozenset[str]
    named: bool
    several: bool = False
    in_title: bool = False


def with_sites(page: Page, entities: Entities) -> Entities:
    """The entities with a place for each building or facility that only a common noun names; what "the base" takes up
    is the place told before whose name or noun it repeats, and a name may come later.
    """
    fillers = Fillers(page, entities)
    told = [each for mention in fillers.mentions if (each := _named(page, entities, mention)) is not None]
    places, mentions = {}, []
    for at, noun in _site_nouns(page, fillers):
        phrase = _phrase(page, fillers, at)
        if phrase is None:
            continue
        span, definite = phrase
        if noun in _only_new() and (definite or not _is_told_as_new(page, span) or _is_named(page, fillers, at)):
            continue
        ref = _known(page, span, definite, noun, told) or _by_town(page, fillers, span, noun, told)
        if ref is None:
            place = _site(page, fillers, span)
            ref, places[place.ref] = place.ref, place
        words = frozenset(page.text(span).lower().split())
        several, in_title = _is_plural(page, span), page.segment_kind(span.begin) in _TITLES
        each = _Told(span.end, ref, words, frozenset({noun}), named=False, several=several, in_title=in_title)
        insort(told, each, key=lambda told_before: told_before.end)
        mentions.append(Mention(span, MentionKind.NOMINAL, ref))
    if not mentions:
        return entities
    every = tuple(sorted({*entities.mentions, *mentions}, key=lambda m: (m.span, m.denotes)))
    return Entities(entities.actors, {**entities.places, **places}, every, entities.zones)


def _named(page: Page, entities: Entities, mention: Mention) -> _Told | None:
    """A place whose name holds a head noun: "hospital" and "complex" of "Al Salem hospital complex"."""
    if mention.denotes not in entities.places:
        return None
    words = page.text(mention.span).lower().split()
    nouns = frozenset(_heads()[word] for word in words if word in _heads()) if len(words) > 1 else frozenset()
    return _Told(mention.span.end, mention.denotes, frozenset(words), nouns, named=True) if nouns else None


def _known(page: Page, span: Span, definite: bool, noun: str, told: Sequence[_Told]) -> Ref | None:
    """The place told before that a phrase takes up, or the only one of such a name; None where it tells a new one."""
    words = frozenset(page.text(span).lower().split())
    others = {word for word in words if _heads().get(word) != noun} - _PLAIN
    before = told[: bisect_left(told, span.begin, key=lambda each: each.end)]
    several = _is_plural(page, span)
    if not definite and before and all(each.in_title for each in before if noun in each.nouns):
        title = next((each for each in before if noun in each.nouns and each.several == several), None)
        if title is not None and (others <= title.words or title.words <= words):
            return title.ref
    if definite:
        for each in reversed(before[-_KEPT:]):
            near = noun in _GENERAL and span.begin - each.end < _NEAR and each.nouns.isdisjoint(_only_new())
            if (noun in each.nouns or near) and others <= each.words and several == each.several:
                return each.ref
    elif others:
        return next((each.ref for each in before if each.words == words), None)
    named = {each.ref for each in told if each.named and noun in each.nouns}
    earlier = {each.ref for each in before if each.named and noun in each.nouns}
    alone = not others and len(named) == 1 and not any(noun in each.nouns for each in before)
    return named.pop() if alone and not several and (definite or not earlier) else None


def _by_town(page: Page, fillers: Fillers, span: Span, noun: str, told: Sequence[_Told]) -> Ref | None:
    """The facility whose name is that of a phrase and its town: "Millerovo air base" of "an air base in Millerovo"."""
    candidates = [each for each in told if each.named and noun in each.nouns]
    town = town_behind(page, fillers, span, page.words.range_of(span)[1]) if candidates else None
    if town is None:
        return None
    words = frozenset((page.text(span) + " " + page.text(town.span)).lower().split())
    return next((each.ref for each in candidates if each.words <= words), None)


def _is_plural(page: Page, span: Span) -> bool:
    last = page.last_word(span)
    return last != _singular().get(last, last)


def _site(page: Page, fillers: Fillers, span: Span) -> Place:
    words = " ".join(page.text(span).split())
    town = town_of(page, fillers, span)
    if _heads().get(words.lower().split()[-1]) in _only_new():
        town = town_behind(page, fillers, span, page.words.range_of(span)[1])
        town = None if town is not None and is_facility(page.text(town.span)) else town
    place = fillers.entities.places.get(town.denotes) if town else None
    within = (Fact(town.denotes, town.span, "place.lies-in"),) if town and place else ()
    written = " ".join(page.text(town.span).split()) if town else ""
    label = f"{words} in {written}" if place and written not in words else words
    return Place(Ref("place", f"{span.begin}-{span.end}"), label, within=within)


def _site_nouns(page: Page, fillers: Fillers) -> Iterator[tuple[int, str]]:
    """The words that are the head of such a noun phrase, with their singular."""
    words = page.words
    heads = _heads()
    for at, lower in enumerate(words.lowers):
        noun = heads.get(lower)
        if noun is None or not words.forms[at].islower() or fillers.mentions_touching(words.spans[at]):
            continue
        if words.lowers[at + 1 : at + 2] in (["-"], ["–"]) or _names_town(fillers, noun, at):
            continue
        if noun in _KINDS and (at == 0 or words.lowers[at - 1] not in _KINDS[noun]):
            continue
        if (
            words.lowers[at + 1 : at + 2] in (["'s"], ["’s"])
            and words.lowers[at + 2 : at + 3]
            and words.lowers[at + 2] in _CARRIED
        ):
            continue
        if not page.has_tree or _heads_phrase(page.tokens(words.spans[at]).root):
            yield at, noun


def _is_told_as_new(page: Page, span: Span) -> bool:
    """Whether a phrase is plural or stands behind "a" or "one": not "school in border town"."""
    first = page.words.range_of(span)[0]
    return _is_plural(page, span) or not {"a", "an", "one", "another"}.isdisjoint(
        page.words.lowers[max(0, first - 1) : first + 1]
    )


def _is_named(page: Page, fillers: Fillers, at: int) -> bool:
    """Whether a settlement has a name beside it ("the villages of X and Y", "X, a town in the north"), or is told to be
    one: "X is a town".
    """
    words = page.words
    after = at + 1 + (words.lowers[at + 1 : at + 2] in (["of"], [","], ["named"], ["called"], [":"]))
    if after < len(words) and any(fillers.is_place(m) for m in fillers.mentions_touching(words.spans[after])):
        return True
    if not page.has_tree:
        return False
    token = page.tokens(words.spans[at]).root
    return token.dep_ == "appos" or any(child.dep_ == "cop" for child in token.lefts)


def _names_town(fillers: Fillers, noun: str, at: int) -> bool:
    """Whether a town's name follows, which the noun only explains: "the port of Odesa"."""
    words = fillers.page.words
    if noun != "port" or words.lowers[at + 1 : at + 2] != ["of"] or at + 2 >= len(words):
        return False
    return any(fillers.is_place(m) for m in fillers.mentions_touching(words.spans[at + 2]))


def _heads_phrase(token: Token) -> bool:
    """Whether a noun is the head of its phrase; a participle behind it, read as a noun, is none: "a base housing X"."""
    above = token.head
    explains = token.dep_ in {"compound", "amod", "nmod:unmarked"} and above.i > token.i
    named = above.lower_.endswith("ing") or above.lower_ in _ATTACKED_BY
    return token.pos_ in {"NOUN", "PROPN"} and not (explains and not named)


def _phrase(page: Page, fillers: Fillers, at: int) -> tuple[Span, bool] | None:
    """The noun phrase of a head without determiner, possessor and the names before it, and whether it is definite; None
    where those who hold what it means are attacked rather than it.
    """
    words = page.words
    head = words.spans[at]
    first = words.range_of(Span(_left_edge(page, at), head.end))[0]
    if words.lowers[first] in DETERMINERS and first < at:
        first += 1
    definite = words.lowers[first - 1] in _KNOWN if first else False
    holders = [m for m in fillers.within(Span(words.spans[first].begin, head.begin)) if fillers.is_actor(m)]
    owned = words.lowers[first - 1 : first] == ["'s"] or _is_of_actor(fillers, at)
    if (holders or owned) and _heads()[words.lowers[at]] in _held():
        return None
    names = [m.span.end for m in fillers.within(Span(words.spans[first].begin, head.begin))]
    if names:
        first = words.range_of(Span(max(names), head.end))[0]
    while first < at and (not words.forms[first][0].isalnum() or words.lowers[first - 1] in {"-", "–", "'s", "'"}):
        first += 1
    return words.span_of(first, at + 1), definite


def _left_edge(page: Page, at: int) -> int:
    words = page.words
    head = words.spans[at]
    if not page.has_tree:
        return words.spans[noun_phrase_begin(words, at, words.range_of(page.sentence_of(head))[0])].begin
    token = page.tokens(head).root
    left = min((c.left_edge.i for c in token.lefts if c.dep_ in _INSIDE and _is_inside(c)), default=token.i)
    return page.doc[left].idx


def _is_inside(child: Token) -> bool:
    """Whether a word before a noun belongs to its phrase, and is no phrase with a preposition of its own."""
    return not any(token.dep_ in {"case", "det"} for token in child.subtree)


def _is_of_actor(fillers: Fillers, at: int) -> bool:
    """Whether "of" and an actor follow a word: "camps of the ELN"."""
    words = fillers.page.words
    if words.lowers[at + 1 : at + 2] != ["of"]:
        return False
    past = min(at + 5, len(words))
    return past > at + 2 and bool(fillers.heads(words.span_of(at + 2, past), fillers.is_actor, reach=3))


def is_facility(label: str) -> bool:
    """Whether a place's name or description is that of a building or facility."""
    own = label.lower().split(" in ")[0].split()
    return any(_heads().get(word, "") not in {"", *_only_new()} for word in own)


def is_weak(page: Page, mention: Mention) -> bool:
    """Whether a mention is of a position, bunker or other thing whose holder is attacked."""
    last = page.last_word(mention.span)
    return mention.kind is MentionKind.NOMINAL and _heads().get(last) in _held()


def vague_sites(page: Page, entities: Entities) -> set[Ref]:
    """Facilities without a name that are several, or that the text takes for known without having told them."""
    words = page.words
    found = set()
    for ref, place in entities.places.items():
        told = entities.mentions_of(ref)
        if ref.known or not told or any(mention.kind is not MentionKind.NOMINAL for mention in told):
            continue
        first = words.range_of(told[0].span)[0]
        known = words.lowers[first - 1 : first] in (["the"], ["its"], ["their"]) and not _is_told_apart(page, told[0])
        own = place.label.split(" in ")[0]
        settlements = _heads().get(own.lower().split()[-1]) in _only_new()
        if (own.endswith("s") or known) and not settlements:
            found.add(ref)
    return found


def _is_told_apart(page: Page, mention: Mention) -> bool:
    """Whether a definite phrase tells of which of several it speaks: "the only hospital in the town"."""
    words = page.words
    first, past = words.range_of(mention.span)
    return past - first > 1 and words.lowers[past : past + 1] in (["of"], ["in"], ["at"])
