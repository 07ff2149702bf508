"""Plain nouns, and the words around them that make a zone of each: "behind the lines", "a corridor from X to Y"."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from spacy.tokens import Token

from kg import gazetteer, lexicon
from kg.extract.events.conflict import is_conflict_text
from kg.extract.events.fillers import Fillers
from kg.extract.events.side_words import KINDS
from kg.extract.grammar.tree import SUBJECTS, children, preposition_of
from kg.extract.grammar.word_classes import AUXILIARIES, DETERMINERS, MODALS, PREPOSITIONS
from kg.extract.text.page import Page
from kg.extract.text.words import Words
from kg.extract.zones.nouns import (
    ends_name,
    is_demilitarised,
    is_for_relief,
    is_front,
    is_named,
    names_place,
    says_held,
    zone_nouns,
)
from kg.extract.zones.whereabouts import tells_size
from kg.records import Fact, Span

_USES: Final = {
    use: frozenset(row["word"] for row in lexicon.table("zone_surroundings") if row["use"] == use)
    for use in {row["use"] for row in lexicon.table("zone_surroundings")}
}
_OTHER_CORRIDORS: Final = frozenset({"land", "trade", "economic", "energy", "transit", "transport", "gas", "rail"})
_CORRIDORS: Final = frozenset({"corridor", "corridors"})
_SIDES: Final = frozenset({"side", "sides"})
_WHO_HAS: Final = frozenset({"that", "which", "it", "they", "he", "has", "have", "had"})
_ALONG: Final = frozenset({"between", "along", "around", "inside"})
_OVER: Final = frozenset({"across", "behind", "beyond"})
_BETWEEN_ARMIES: Final = frozenset(KINDS) | lexicon.words("own_forces")
_FOES: Final = frozenset(row["word"].lower() for row in lexicon.table("zone_holders")) | {"enemy"}
_NO_POINTS: Final = frozenset({"central", "greater", "rural"})
_POINTS: Final = (lexicon.words("directions") - _NO_POINTS) | {"left", "right", "far", "near", "opposite"}
_MODIFIERS: Final = 3
_WHOLE_WITHIN: Final = 5
_BEFORE_WHOLE: Final = DETERMINERS | lexicon.words("directions") | {"whole", "entire", "its", "their"}
_ACROSS_BACK: Final = 8
_BETWEEN_REACH: Final = 6
_FREE_REACH: Final = 12
_ARMS_REACH: Final = 4
_FOR_REACH: Final = 8
_CLOSED_REACH: Final = 4
_FROM_REACH: Final = 4
_STOPS: Final = frozenset({".", ";", ":", "?", "!"})
_SHARES: Final = frozenset({"most", "much", "half", "parts", "part", "all", "bulk", "rest", "some"})
_NOUNS: Final = frozenset({"NOUN", "ADJ", "PRON", "PROPN", "NUM"})
_ALSO_VERBS: Final = frozenset({"share", "shares", "land", "lands", "part", "parts"})
#: What a noun needs that is a zone only where the words tell who holds it.
HOLDER_NEEDED: Final = frozenset({"control", "sided", "share", "point"})


def is_zone_noun(page: Page, at: int, needs: str) -> bool:
    """Whether what a plain noun needs stands around it; some needs are judged only once its phrase is read."""
    condition = _CONDITIONS.get(needs)
    return condition is None or condition(page, at)


def is_share_of_land(fillers: Fillers, words: Words, past: int) -> bool:
    """Whether a share is one of a place, or of a country or the like, which need not be named: "a fifth of the
    country", not "the second half of its convention in X".
    """
    if words.lowers[past : past + 1] != ["of"]:
        return False
    for at in range(past + 1, min(len(words), past + _WHOLE_WITHIN)):
        named = fillers.mentions_touching(words.spans[at])
        if words.lowers[at] in _USES["wholes"] or any(fillers.is_place(m) for m in named):
            return True
        if words.lowers[at] not in _BEFORE_WHOLE:
            return False
    return False


def is_measured(page: Page, zone: Span, extent: Sequence[Fact]) -> bool:
    """Whether it tells how wide or long a plain strip is that it is one: "a 30 km strip", "a belt, two miles deep"."""
    words = page.words
    past = words.range_of(zone)[1]
    behind = (f for f in extent if f.words.begin >= zone.end)
    sized = any(tells_size(words, f.words) or words.lowers[past : words.range_of(f.words)[0]] == ["of"] for f in behind)
    inside = any(zone.begin <= f.words.begin < zone.end for f in extent)
    return inside or (sized and is_conflict_text(page))


def clings(zone: Token) -> bool:
    """Whether a zone is what somebody holds on to: "they cling to a few villages"."""
    return preposition_of(zone) == "to" and zone.head.lower_ in _USES["clinging"]


def _is_line(page: Page, at: int) -> bool:
    """Whether a line is where armies face each other: "either side of the line", "behind rebel lines"."""
    words = page.words
    return words.forms[at].islower() and _lies_between_foes(words, at) and is_conflict_text(page)


def _lies_between_foes(words: Words, at: int) -> bool:
    """Whether the words around a line set it between those who fight."""
    if words.lowers[at + 1 : at + 2] == ["of"]:
        return False
    after = words.lowers[at + 1 : at + 1 + _BETWEEN_REACH]
    if after[:1] == ["between"]:
        return not _BETWEEN_ARMIES.isdisjoint(after)
    before = words.lowers[at - 1] if at else ""
    if words.lowers[at] == "lines" and (before in _FOES or before in gazetteer.adjectives()):
        return True
    first = _ruler(words, at)
    if first is None or first == at - 1:
        return False
    if words.lowers[first] == "of":
        return words.lowers[first - 1] in _SIDES
    if words.lowers[first] not in _OVER or first + 2 < at:
        return False
    return _USES["finishing"].isdisjoint(words.lowers[max(0, first - _ACROSS_BACK) : first])


def _ruler(words: Words, at: int) -> int | None:
    """Where the preposition stands that rules a noun with no more than a few plain words before it."""
    for number in range(at - 1, max(0, at - 2 - _MODIFIERS), -1):
        if words.lowers[number] in PREPOSITIONS:
            return number
        if not words.lowers[number].isalpha():
            return None
    return None


def _is_corridor(page: Page, at: int) -> bool:
    """Whether a corridor is one for aid or for people who flee, or one that the sides of a war open."""
    words = page.words
    if is_for_relief(page, at):
        return True
    near = words.lowers[max(0, at - 2) : at] + words.lowers[at + 1 : at + 4]
    if words.lowers[at] not in _CORRIDORS or not (_OTHER_CORRIDORS | _USES["rooms"]).isdisjoint(near):
        return False
    if words.lowers[at + 1 : at + 2] == ["of"] or not page.has_tree or not is_conflict_text(page):
        return False
    leads = words.lowers[at + 1 : at + 2] == ["from"] and any(
        form[0].isupper() for form in words.forms[at + 2 : at + 2 + _FROM_REACH]
    )
    token = page.tokens(words.spans[at]).root
    return leads or (token.dep_ in {"obj", "nsubj:pass"} and token.head.lower_ in _USES["opening"])


def _is_for_people(page: Page, at: int) -> bool:
    """Whether a route is told to be for those who flee, or for aid: "a route was opened for civilians"."""
    lowers = page.words.lowers
    past = next((n for n in range(at + 1, min(len(lowers), at + _FOR_REACH)) if lowers[n] in _STOPS), at + _FOR_REACH)
    to = next((n for n in range(at + 1, min(len(lowers), past)) if lowers[n] == "for"), past)
    people = lexicon.words("relief_words").isdisjoint(lowers[to + 1 : min(past + 1, to + _ARMS_REACH)])
    return not people and is_conflict_text(page)


def _is_closed(page: Page, at: int) -> bool:
    """Whether an area is said to be closed to those whom a war shuts out: "the zone is closed to reporters"."""
    if not page.has_tree:
        return False
    token = page.tokens(page.words.spans[at]).root
    shut = [token.head] if token.dep_ in {*SUBJECTS, "obj"} else []
    for verb in (*shut, *children(token, "acl", "amod")):
        if verb.lower_ in _USES["shutting"]:
            after = [t.lower_ for t in verb.doc[verb.i + 1 : verb.i + 1 + _CLOSED_REACH]]
            if "to" in after and not _USES["shut_out"].isdisjoint(after):
                return True
    return False


def _is_declared(page: Page, at: int) -> bool:
    """Whether somebody has made a zone by declaring it: "declared the city a war zone", "the war zone it declared"."""
    lowers = page.words.lowers
    behind = next((n for n in range(at + 2, min(len(lowers), at + 3 + _MODIFIERS)) if lowers[n] not in _WHO_HAS), at)
    if lowers[behind : behind + 1] == ["declared"]:
        return True
    if not page.has_tree:
        return False
    token = page.tokens(page.words.spans[at]).root
    clauses = children(token, "acl:relcl", "acl")
    ruling = [token.head] if token.dep_ in {"obj", "xcomp", "nsubj:pass"} else []
    return any(verb.lower_ in _USES["declaring"] for verb in (*ruling, *clauses))


def _is_disarmed(page: Page, at: int) -> bool:
    """Whether an area is to be rid of arms: "keep the area free of weapons", "that the area be demilitarised"."""
    if is_demilitarised(page, at):
        return True
    lowers = page.words.lowers
    end = page.words.range_of(page.sentence_of(page.words.spans[at]))[1]
    for number in range(at + 1, min(end - 1, at + _FREE_REACH)):
        if lowers[number] in _STOPS or lowers[number] == ",":
            return False
        if lowers[number] in _USES["free"] and lowers[number + 1] == "of":
            between = lowers[at + 1 : number]
            told = not AUXILIARIES.isdisjoint(between) and MODALS.isdisjoint(between) and "to" not in between
            return not told and not _USES["arms"].isdisjoint(lowers[number + 2 : number + 2 + _ARMS_REACH])
    return False


def _is_over_land(page: Page, at: int) -> bool:
    """Whether a ban is told to hold over some land: "a flight ban over Bosnia"."""
    return "over" in page.words.lowers[at + 1 : at + 1 + _MODIFIERS] and is_conflict_text(page)


def _is_area(page: Page, at: int) -> bool:
    """Whether a class noun is no part of a name, and no verb such as "share"."""
    verb = page.words.lowers[at] in _ALSO_VERBS and not _is_noun(page, at)
    return not verb and not ends_name(page.words, at)


def _is_share(page: Page, at: int) -> bool:
    """Whether a word tells how much of some land: "a fifth of the country", not "rest" or "a quarter"; of "much of the
    territory" the territory is the zone.
    """
    words = page.words
    if words.lowers[at + 1 : at + 2] != ["of"] or not _is_noun(page, at):
        return False
    whole = at + 2 + (words.lowers[at + 2 : at + 3] == ["the"])
    return whole < len(words) and all(noun.needs not in {"", "control"} for noun in zone_nouns(words, whole))


def _is_point(page: Page, at: int) -> bool:
    """Whether a point of the compass is a part of some land: "the west of the city", not "most of the north", where
    the share is the zone.
    """
    words = page.words
    if not words.forms[at].islower() or words.lowers[max(0, at - 1) : at] != ["the"]:
        return False
    return not (words.lowers[at - 2 : at - 1] == ["of"] and words.lowers[at - 3] in _SHARES)


def _is_noun(page: Page, at: int) -> bool:
    return not page.has_parts_of_speech or page.tokens(page.words.spans[at]).root.pos_ in _NOUNS


def _parts_sides(page: Page, at: int) -> bool:
    """Whether a plain "buffer" is told to lie between or along something, and is not what somebody only serves as."""
    lowers = page.words.lowers
    lies = not _ALONG.isdisjoint(lowers[at + 1 : at + 1 + _MODIFIERS])
    return lies and lowers[max(0, at - 2) : at] != ["as", "a"] and is_conflict_text(page)


def _is_sided(page: Page, at: int) -> bool:
    """Whether a noun such as "bank" is told by a point of the compass: "the eastern bank"."""
    return at > 0 and page.words.lowers[at - 1] in _POINTS


_CONDITIONS: Final[Mapping[str, Callable[[Page, int], bool]]] = {
    "name": lambda page, at: is_named(page.words, at),
    "control": _is_area,
    "share": _is_share,
    "point": _is_point,
    "sided": _is_sided,
    "relief": _is_corridor,
    "for": _is_for_people,
    "front": is_front,
    "lines": _is_line,
    "made": _is_disarmed,
    "closed": _is_closed,
    "declared": _is_declared,
    "over": _is_over_land,
    "between": _parts_sides,
    "held": lambda page, at: says_held(page, at) and not names_place(page.words, at),
}
