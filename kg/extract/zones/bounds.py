"""Where the phrase of a zone begins: after its determiner, possessor and verb, and not amid a name."""

from typing import Final

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.text.page import Page
from kg.extract.text.words import Words
from kg.extract.zones.nouns import is_held
from kg.records import Span

_PARTICLES: Final = frozenset({"up", "out", "off", "down"})
_OF_VERBS: Final = frozenset({"re", "over", "out"})  # "rebels re-secured five villages"
_HYPHENS: Final = frozenset({"-", "–"})
_MONTHS: Final = frozenset(row["form"] for row in lexicon.table("calendar") if row["kind"] == "month")


def phrase_begin(page: Page, fillers: Fillers, first: int, head: int) -> int:
    """The first word of a zone's phrase, of words first to head that grammar reads before its noun."""
    first = _after_verb(page, _after_possessor(page.words, first, head), head)
    while first < head and page.words.lowers[first] in _PARTICLES | {"own"}:
        first += 1
    return _whole(page, fillers, min(first, head - 2) if is_held(page, head - 1) else first, head)


def _after_verb(page: Page, first: int, head: int) -> int:
    """A verb that was read as part of the phrase stays outside: "to control areas", "abandoning front lines"."""
    if not page.has_tree:
        return first
    for at in range(head - 1, first - 1, -1):
        token = page.tokens(page.words.spans[at]).root
        finite = token.tag_ in {"VB", "VBP", "VBZ", "VBD"}
        if token.pos_ == "VERB" and (finite or (token.tag_ == "VBG" and token.dep_ not in {"amod", "compound"})):
            joined = at > 0 and page.words.spans[at - 1].end == page.words.spans[at].begin
            hyphened = joined and page.words.lowers[at - 1] in _HYPHENS
            hyphened = hyphened and page.words.lowers[at - 2] not in _OF_VERBS
            return first if hyphened else at + 1
    return first


def _whole(page: Page, fillers: Fillers, first: int, head: int) -> int:
    """The beginning of a phrase, not amid a name or word with a hyphen: "IS-controlled area", "the so-called line"."""
    words = page.words
    if first < head and words.lowers[first] in {"-", "–"}:
        if words.lowers[first - 1 : first] == ["so"]:
            return min(first + 2, head)
        first -= 1
    while first < head and (
        words.lowers[first] in _MONTHS | _HYPHENS or (words.forms[first].isdigit() and len(words.forms[first]) == 4)
    ):
        first += 1
    crossing = [m for m in fillers.mentions_touching(words.spans[first]) if m.span.begin < words.spans[first].begin]
    return words.range_of(Span(min(m.span.begin for m in crossing), words.spans[first].end))[0] if crossing else first


def _after_possessor(words: Words, first: int, head: int) -> int:
    """A possessor ("Syria's") stays outside the phrase."""
    possessive = [n for n in range(first, head) if words.lowers[n] in {"'s", "'"}]
    return possessive[-1] + 1 if possessive else first
