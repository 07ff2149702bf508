"""Head nouns of zones, and the words around a noun that make a zone of it: "X-held", a name before "corridor"."""

from collections.abc import Set
from dataclasses import dataclass
from functools import cache
from typing import Final

from kg import gazetteer, lexicon
from kg.extract.events.conflict import is_conflict_text
from kg.extract.text.page import Page
from kg.extract.text.words import Words
from kg.records import ZoneKind

HELD: Final = frozenset({"held", "controlled", "occupied", "run", "administered", "dominated"})
DETERMINED: Final = frozenset(row["form"] for row in lexicon.table("clause_words") if row["class"] == "determiner")
_MANAGED: Final = frozenset({"run", "administered", "dominated"})  # a state-run area is no one's by force of arms
SETTLED: Final = lexicon.words("settled_nouns")
_PLAIN_KINDS: Final = frozenset({"industrial", "residential", "commercial", "old", "new", "central"})
_MOST_BETWEEN: Final = 3
_COLOURS: Final = frozenset({"blue", "green", "red", "grey", "purple", "yellow"})
_OTHER_CORRIDORS: Final = frozenset({"land", "trade", "economic", "energy", "transit", "transport", "gas", "rail"})
_FRONT_OF: Final[tuple[list[str], ...]] = (["of"], ["door"], ["page"], ["-"], ["row"], ["gate"], ["group"], ["runner"])
_TO_FRONT: Final = frozenset({"of", "at", "to", "from", "along", "near", "behind", "on", "across"})
_RELIEF_BEFORE: Final = 4
_RELIEF_AFTER: Final = 10
_DEMILITARISED: Final = frozenset({"demilitarised", "demilitarized"})
_AREAS: Final = frozenset({"zone", "zones", "area", "areas", "strip", "belt", "corridor", "region", "territory"})
_SO_CALLED: Final = frozenset({"called", '"', "'", "“", "‘"})


@dataclass(frozen=True, slots=True)
class ZoneNoun:
    """One row of the lexicon; needs: what must stand around it, as the lexicon's header says."""

    words: tuple[str, ...]
    kind: ZoneKind
    needs: str


@cache
def _nouns() -> dict[str, list[ZoneNoun]]:
    by_first: dict[str, list[ZoneNoun]] = {}
    for row in lexicon.table("zone_nouns"):
        phrase = tuple(row["phrase"].replace("-", " - ").replace("'s", " 's").split())
        by_first.setdefault(phrase[0], []).append(ZoneNoun(phrase, ZoneKind(row["kind"]), row["needs"]))
    return {first: sorted(rows, key=lambda r: -len(r.words)) for first, rows in by_first.items()}


def zone_noun_begins() -> Set[str]:
    """The lower-case words with which zone phrases begin."""
    return _nouns().keys()


def zone_nouns(words: Words, at: int) -> list[ZoneNoun]:
    """The readings of the longest zone phrase that begins at a word."""
    rows = [r for r in _nouns().get(words.lowers[at], ()) if tuple(words.lowers[at : at + len(r.words)]) == r.words]
    if not rows and words.lowers[at] in _DEMILITARISED:
        return _far_noun(words, at)
    return [row for row in rows if len(row.words) == len(rows[0].words)]


def _far_noun(words: Words, at: int) -> list[ZoneNoun]:
    """The noun that "demilitarised" belongs to past other adjectives: "a demilitarised economic zone"."""
    for head in range(at + 2, min(len(words), at + 2 + _MOST_BETWEEN)):
        if not words.lowers[head - 1].isalpha() or words.lowers[head - 1] in DETERMINED | {"and", "or", "in", "of"}:
            break
        if words.lowers[head] in _AREAS:
            return [ZoneNoun(tuple(words.lowers[at : head + 1]), ZoneKind.DEMILITARISED_ZONE, "")]
    return []


def is_demilitarised(page: Page, at: int) -> bool:
    """Whether a verb says that an area is to be rid of arms: "on condition that the area be demilitarised"."""
    if not page.has_tree:
        return False
    token = page.tokens(page.words.spans[at]).root
    return token.dep_ in {"obj", "nsubj", "nsubj:pass"} and token.head.lower_.startswith(("demilitaris", "demilitariz"))


def is_front(page: Page, at: int) -> bool:
    """Whether "front" is where armies face each other: "the front", "the eastern front", not "in front of", "the home
    front", "the front of the house".
    """
    words = page.words
    if not words.forms[at].islower() or words.lowers[at + 1 : at + 2] in _FRONT_OF or at == 0 or not page.has_tree:
        return False
    before = words.lowers[at - 1]
    sided = before in lexicon.words("directions") or before in {"south-eastern", "north-eastern", "war", "battle"}
    token = page.tokens(words.spans[at]).root
    led = at > 1 and words.lowers[at - 2] in _TO_FRONT
    if not is_conflict_text(page):
        return False
    return token.pos_ == "NOUN" and token.dep_ != "compound" and (sided or (before == "the" and led))


def is_for_relief(page: Page, at: int) -> bool:
    """Whether a corridor is said to be for aid or for people who flee, and not for trade or troops."""
    words = page.words
    end = words.range_of(page.sentence_of(words.spans[at]))[1]
    first = max(0, at - _RELIEF_BEFORE)
    near = (*words.lowers[first:at], *words.lowers[at + 1 : min(end, at + _RELIEF_AFTER)])
    other = not _OTHER_CORRIDORS.isdisjoint(words.lowers[max(0, at - 2) : at])
    return not other and not lexicon.words("relief_words").isdisjoint(near)


def names_place(words: Words, head: int) -> bool:
    """Whether a class noun leads to a place's name or ends it: "the rebel-held town of X", "the X district"."""
    if ends_name(words, head):
        return True
    after = head + 1
    if words.lowers[after : after + 1] == ["of"]:
        after += 1
    owner = words.lowers[after + 1 : after + 2] in (["'s"], ["'"])  # "a rebel-held quarter of X's old city"
    return after < len(words) and words.forms[after][0].isupper() and not owner


def is_named(words: Words, head: int) -> bool:
    """Whether a noun ends the name of a line or corridor: "the Lachin corridor", "the Blue Line", "a so-called yellow
    line".
    """
    coloured = head > 1 and words.lowers[head - 1] in _COLOURS and words.lowers[head] == "line"
    if coloured and words.lowers[head - 2] in _SO_CALLED:
        return True
    if head == 0 or not words.forms[head - 1][0].isupper() or not words.forms[head - 1].isalpha():
        return False
    lower = words.lowers[head]
    if words.lowers[head - 1] in DETERMINED or words.spans[head - 1].end + 1 != words.spans[head].begin:
        return False
    return lower == "corridor" or (words.lowers[head - 1] in _COLOURS and words.forms[head][0].isupper())


def says_held(page: Page, head: int) -> bool:
    """Whether "X-held" or "X held" stands before a noun, whoever X is."""
    words = page.words
    return any(
        is_held(page, n) and words.lowers[n] not in _MANAGED and words.lowers[n - 2 : n - 1] not in (["self"], ["long"])
        for n in range(max(1, head - 3), head)
    ) or words.lowers[head - 1 : head] == ["occupied"]


def is_held(page: Page, at: int) -> bool:
    """Whether a word is the participle of a compound such as "rebel-held" or, by the tree, "government held"."""
    words = page.words
    if at == 0 or words.lowers[at] not in HELD:
        return False
    if words.lowers[at - 1] in {"-", "–"}:
        return words.lowers[at - 2 : at - 1] != ["re"]  # "had re-occupied the island"
    if not page.has_tree or not words.lowers[at - 1].isalpha():
        return False
    token = page.tokens(words.spans[at]).root
    return token.dep_ == "amod" and token.i > 0 and token.nbor(-1).head.i == token.i


def ends_name(words: Words, head: int) -> bool:
    """Whether a class noun stands behind a capitalised name that is no nationality: "the X and Y neighbourhoods"."""
    if words.lowers[head] not in SETTLED or head == 0:
        return False
    at = head - 1
    while at > head - _MOST_BETWEEN and words.lowers[at] in _PLAIN_KINDS:
        at -= 1
    form = words.forms[at]
    named = form[0].isupper() and form.isalpha() and not form.isupper()
    return named and words.lowers[at] not in gazetteer.adjectives()
