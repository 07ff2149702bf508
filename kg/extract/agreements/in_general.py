"""Whether a text speaks of deals in general ("a ceasefire seldom lasts") and not of one that somebody makes."""

from typing import Final

from kg.extract.agreements.mention import VERBS, DealMention
from kg.extract.events.fillers import Fillers
from kg.extract.grammar.word_classes import MODALS
from kg.extract.text.page import Page
from kg.records import MentionKind

_ANY: Final = frozenset({"a", "an", "any", "some", "such", "many", "most", "all", "every", None})
_PAST: Final = frozenset({"VBD"})
_HELPING: Final = frozenset({"has", "have", "had", "was", "were", "will", "'ve"})


def is_general(page: Page, fillers: Fillers, mention: DealMention) -> bool:
    """Whether no actor, place or day is told of an indefinite deal, in a sentence in which nothing is said to have
    happened and nobody is named.
    """
    if (
        mention.sense in VERBS
        or mention.heading
        or mention.name
        or mention.called
        or mention.fresh
        or mention.frame.determiner not in _ANY
    ):
        return False
    if any((mention.party, mention.establishes, mention.location, mention.when)) or not page.has_parts_of_speech:
        return False
    asked = mention.status is not None and mention.status.rule == "agreement.status-proposed"
    if mention.status and asked and page.text(mention.status.words).lower() not in MODALS:
        return False
    sentence = page.sentence_of(mention.span)
    if any(m.kind is MentionKind.NAME for m in fillers.within(sentence)):
        return False
    return not any(token.tag_ in _PAST or token.lower_ in _HELPING for token in page.tokens(sentence))
