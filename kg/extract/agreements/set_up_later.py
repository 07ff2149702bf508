"""Zones that a deal sets up by what sentences after it tell: "Article 4 created a belt", "a lane was to be opened"."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from kg import lexicon
from kg.extract.agreements.deal import Deal
from kg.extract.agreements.mention import DealMention
from kg.extract.agreements.setting_up import is_asked, is_defined, is_indefinite
from kg.extract.events.fillers import Fillers
from kg.extract.grammar.tree import SUBJECTS, children, phrase_of
from kg.extract.text.page import Page
from kg.records import Fact, Mention, Ref

RULE: Final = "agreement.establishes-later"
_SET_UP: Final = lexicon.words("setting_up_words")
_FAR: Final = 500
_UP: Final = 3


def add_later_zones(page: Page, fillers: Fillers, deals: Sequence[Deal]) -> None:
    """Adds to the mentions of deals the zones told after them that no deal's own sentence sets up."""
    told = sorted((m for deal in deals for m in deal.mentions), key=lambda m: m.span)
    known = {fact.value for mention in told for fact in mention.establishes}
    begins = [m.span.begin for m in told]
    for zone in _new_zones(page, fillers):
        at = bisect_left(begins, zone.span.begin) - 1
        if at < 0 or zone.denotes in known or not _is_soon(page, told[at], zone):
            continue
        if _is_set_up(page, fillers, zone):
            told[at].establishes.append(Fact(zone.denotes, zone.span, RULE))


def _new_zones(page: Page, fillers: Fillers) -> Iterator[Mention]:
    """The first mention of each zone of a kind that deals define, where it introduces the zone."""
    seen: set[Ref] = set()
    for mention in fillers.mentions:
        if is_defined(fillers, mention) and mention.denotes not in seen:
            seen.add(mention.denotes)
            if is_indefinite(page, mention):
                yield mention


def _is_soon(page: Page, deal: DealMention, zone: Mention) -> bool:
    """Whether a zone is told in a later sentence of a deal's paragraph, or of the next one."""
    between = page.paragraph_of(zone.span.begin) - page.paragraph_of(deal.span.begin)
    later = page.sentence_of(deal.span) != page.sentence_of(zone.span)
    return later and between <= 1 and zone.span.begin - deal.span.end < _FAR


def _is_set_up(page: Page, fillers: Fillers, zone: Mention) -> bool:
    """Whether a zone is said to be made, by no actor of his own accord, or what is asked has to do with it."""
    words, sentence = page.words, page.sentence_of(zone.span)
    first, past = words.range_of(sentence)
    if is_asked(words, first, past):
        return True
    if not page.has_tree:
        return False
    token = page.tokens(zone.span).root
    for _ in range(_UP):
        token = token.head
        if token.lower_ in _SET_UP and token.pos_ == "VERB" and token.tag_ != "VBG":
            doers = (m for s in children(token, *SUBJECTS) for m in fillers.within(phrase_of(s)))
            return not any(fillers.is_doer(m) for m in doers)
    return False
