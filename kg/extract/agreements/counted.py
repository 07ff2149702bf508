"""Whom "both sides" means: the parties of the deal between two that was told last, or those who fight each other in the
article, and not whoever was named last.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from kg.extract.agreements.deal import Deal
from kg.extract.agreements.mention import DealMention, values
from kg.extract.events.fillers import Fillers
from kg.extract.events.foes import is_third_party
from kg.extract.events.side_words import KINDS, are_opposed, is_two, noun_of, only_counts
from kg.extract.text.page import Page
from kg.records import ActorKind, Fact, Ref, Span

_POINTING: Final = frozenset({"both", "two", "the", "warring", "these", "pair"})
_BEFORE: Final = 2
_SENTENCE_BEFORE: Final = 300
_PAIR: Final = 2
_REACH: Final = 900  # characters
_BACK: Final = 40
_JOINED: Final = re.compile(r"\)?(?: \([^()]{1,12}\))?,? (?:and|nor|or) (?:the )?(?:[a-z-]+ )?")
_FROM: Final = frozenset({",", "from", "of", "for", "by", "between", "with", "in", "at", "than"})


def with_sides(page: Page, fillers: Fillers, mention: DealMention, deals: Sequence[Deal]) -> list[Fact]:
    """The parties of a mention, those of the last deal between two in place of "both sides"."""
    counted = [f for f in mention.party if _only_counts(page.text(f.words))]
    if not counted or len(counted) < len(mention.party) or len(counted) > _PAIR:
        return mention.party
    words = counted[0].words
    noun = noun_of(page.text(words))
    noun = noun if noun in KINDS else "sides"
    kinds = KINDS[noun] | {ActorKind.PERSON} if are_opposed(noun) else KINDS[noun]
    for deal in reversed(deals):
        if words.begin - deal.mentions[-1].span.end > _REACH:
            continue
        pair = _pair(page, fillers, deal, kinds)
        if pair and not _are_named_since(page, fillers, values(counted), deal.mentions[-1].span.end, words):
            return [Fact(ref, words, "agreement.sides-of-deal") for ref in pair]
    if not are_opposed(noun) or not _is_pair(page, words):
        return mention.party
    near = page.sentence_of(words).begin - _SENTENCE_BEFORE
    if _are_named_since(page, fillers, values(counted), near, words):
        return mention.party
    return [Fact(ref, words, "agreement.sides-of-war") for ref in fillers.foes] or mention.party


def _only_counts(words: str) -> bool:
    return only_counts(words) or is_two(words)


def _is_pair(page: Page, words: Span) -> bool:
    """Whether words say that two certain sides are meant: "both sides", "the warring parties", not "parties"."""
    first, past = page.words.range_of(words)
    before = page.words.lowers[max(0, first - _BEFORE) : past]
    return "other" not in before and not _POINTING.isdisjoint(before)


def _pair(page: Page, fillers: Fillers, deal: Deal, kinds: frozenset[ActorKind]) -> list[Ref]:
    """The two parties of a deal, where they are of some kinds; none where it has fewer or more."""
    named = dict.fromkeys(
        f.value for f in deal.party if isinstance(f.value, Ref) and not only_counts(page.text(f.words))
    )
    actors = fillers.entities.actors
    fitting = [
        ref
        for ref in named
        if ref in actors and actors[ref].kind in kinds and not is_third_party(fillers.entities, ref)
    ]
    return fitting if len(fitting) == len(named) == _PAIR else []


def _are_named_since(page: Page, fillers: Fillers, pair: set[Ref], begin: int, words: Span) -> bool:
    """Whether two actors are named together as doers after an offset: "Chad and Niger have fought for years"."""
    if len(pair) != _PAIR:
        return False
    near = fillers.around(words.begin, _BACK)
    before = [m for m in near if begin <= m.span.begin < words.begin and m.denotes in pair]
    for first, second in pairwise(sorted(before, key=lambda m: m.span.begin)):
        joined = _JOINED.fullmatch(page.article.text, first.span.end, second.span.begin) is not None
        at = page.words.range_of(first.span)[0] - 1
        at -= at >= 0 and page.words.lowers[at] == "the"
        joined = joined and fillers.is_head(second.span)  # not "X and Y efforts"
        if joined and first.denotes != second.denotes and (at < 0 or page.words.lowers[at] not in _FROM):
            return True
    return False
