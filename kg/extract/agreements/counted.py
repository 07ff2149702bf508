"""Whom "both sides" means: the parties of the deal between two that was told last, or those who fight each other in the
article, and not whoever was named last.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from kg import lexicon
from kg.extract.agreements.deal import Deal
from kg.extract.agreements.mention import DealMention, values
from kg.extract.events.fillers import Fillers
from kg.extract.events.sides import is_third_party, only_counts
from kg.extract.names.kinship import kin, state_of
from kg.extract.text.page import Page
from kg.records import ActorKind, Fact, Ref, Span

_KINDS: Final = {row["noun"]: frozenset(map(ActorKind, row["kinds"].split("|"))) for row in lexicon.table("sides")}
_FIGHTING: Final = frozenset({"sides", "parties", "belligerents", "adversaries", "rivals", "foes", "enemies", "camps"})
_POWERS: Final = frozenset({ActorKind.STATE, ActorKind.GOVERNMENT, ActorKind.ARMED_FORCE, ActorKind.ARMED_GROUP})
_OF_STATES: Final = frozenset({ActorKind.STATE, ActorKind.GOVERNMENT, ActorKind.ARMED_FORCE})
_POINTING: Final = frozenset({"both", "two", "the", "warring", "these", "pair"})
_BEFORE: Final = 2
_FEWEST: Final = 2
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
    noun = page.text(words).lower().split()[-1]
    noun = noun if noun in _KINDS else "sides"
    kinds = _KINDS[noun] | {ActorKind.PERSON} if noun in _FIGHTING else _KINDS[noun]
    for deal in reversed(deals):
        if words.begin - deal.mentions[-1].span.end > _REACH:
            continue
        pair = _pair(page, fillers, deal, kinds)
        if pair and not _are_named_since(page, fillers, values(counted), deal.mentions[-1].span.end, words):
            return [Fact(ref, words, "agreement.sides-of-deal") for ref in pair]
    if noun not in _FIGHTING or not _is_pair(page, words):
        return mention.party
    near = page.sentence_of(words).begin - _SENTENCE_BEFORE
    if _are_named_since(page, fillers, values(counted), near, words):
        return mention.party
    main = foes(page, fillers)
    return [Fact(ref, words, "agreement.sides-of-war") for ref in main] if main else mention.party


def _only_counts(words: str) -> bool:
    return only_counts(words) or words.lower() in {"both", "the two", "the pair", "each"}


def _is_pair(page: Page, words: Span) -> bool:
    """Whether words say that two certain sides are meant: "both sides", "the warring parties", not "parties"."""
    first, past = page.words.range_of(words)
    before = page.words.lowers[max(0, first - _BEFORE) : past]
    return "other" not in before and not _POINTING.isdisjoint(before)


def foes(page: Page, fillers: Fillers) -> list[Ref]:
    """The two powers of which an article speaks most, a state with its government and forces counting as one; none
    where a third is named as often.
    """
    actors = fillers.entities.actors
    kindred = kin({ref: actor for ref, actor in actors.items() if actor.kind in _POWERS})
    named = {ref for ref, actor in actors.items() if actor.kind in _POWERS}
    told = Counter(m.denotes for m in fillers.mentions if m.denotes in named)
    sides: dict[Ref, int] = {}
    for ref, count in told.most_common():
        if is_third_party(fillers, ref):
            continue
        side = next((known for known in sides if known in kindred.get(ref, ())), ref)
        sides[side] = sides.get(side, 0) + count
    ranked = sorted(sides, key=lambda ref: -sides[ref])
    clear = len(ranked) >= _PAIR and sides[ranked[1]] >= _FEWEST
    if not clear or (len(ranked) > _PAIR and sides[ranked[_PAIR]] >= sides[ranked[1]]):
        return []
    one, other = ranked[:_PAIR]
    ours, theirs = state_of(one, actors[one]), state_of(other, actors[other])
    of_states = {actors[one].kind, actors[other].kind} <= _OF_STATES
    # a government and an army that are not known to be of different states may be one side
    return [] if of_states and (not ours or not theirs or ours == theirs) else [one, other]


def _pair(page: Page, fillers: Fillers, deal: Deal, kinds: frozenset[ActorKind]) -> list[Ref]:
    """The two parties of a deal, where they are of some kinds; none where it has fewer or more."""
    named = dict.fromkeys(
        f.value for f in deal.party if isinstance(f.value, Ref) and not only_counts(page.text(f.words))
    )
    actors = fillers.entities.actors
    fitting = [ref for ref in named if ref in actors and actors[ref].kind in kinds and not is_third_party(fillers, ref)]
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
