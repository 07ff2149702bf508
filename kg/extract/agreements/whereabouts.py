"""Which places and times near a deal are the deal's own: those that hang on it, or on the verb that is done to it."""

from typing import Final

from spacy.tokens import Token

from kg import lexicon
from kg.extract.grammar.syntax import Frame
from kg.extract.text.page import Page
from kg.records import Span

_AGREEING: Final = lexicon.words("agreeing_verbs")
_PAST: Final = frozenset({"VBD", "VBN"})
_CHAIN: Final = 10
_OF_NOUNS: Final = frozenset({"nmod", "conj", "flat", "compound", "appos", "nmod:poss", "nmod:unmarked", "nmod:desc"})
_DONE_TO: Final = frozenset({"obj", "nsubj", "nsubj:pass"})
_AFTER: Final = frozenset({"after", "before", "since", "until", "following", "because", "although", "though", "while"})
_ASIDE: Final = frozenset({"conj", "advcl", "acl", "acl:relcl"})
_TIMES: Final = lexicon.words("agreed_at") | {"sunset", "sunrise", "dawn", "dusk", "midnight", "noon", "end", "start"}
_ACCUSING: Final = frozenset({"accused", "accuse", "accuses", "accusing", "blamed", "blame", "blames", "blaming"})
_EVENTS: Final = frozenset({"NOUN", "PROPN"})


def is_where(page: Page, frame: Frame, place: Span) -> bool:
    """Whether a place after a deal tells where it holds or was made, and not where something else happens."""
    if not page.has_tree:
        return True
    deal = page.tokens(frame.trigger).root
    token = page.tokens(place).root
    for _ in range(_CHAIN):
        if token.i == deal.i:
            return True
        above = token.head
        if above.i == token.i:
            return False
        if above.i == deal.i:
            return True
        if token.pos_ in _EVENTS and _AFTER & {c.lower_ for c in token.lefts if c.dep_ == "case"}:
            return False
        if above.pos_ in {"VERB", "AUX"}:
            return _is_of_deal(above, deal) or (above.dep_ in {"xcomp", "acl"} and above.head.i == deal.i)
        token = above
    return False


def _is_of_deal(verb: Token, deal: Token) -> bool:
    """Whether a verb tells what is done to a deal: "a truce was agreed", "a deal reached"."""
    if verb.i == deal.i or (verb.dep_ in {"acl", "acl:relcl"} and verb.head.i == deal.i):
        return True
    noun = deal
    while noun.dep_ in {"compound", "conj", "nmod"} and noun.head.i != noun.i:
        noun = noun.head
    agreed = noun.dep_ == "obl" and noun.head.lower_ in _AGREEING
    return (noun.dep_ in _DONE_TO or agreed) and noun.head.i == verb.i


def is_when(page: Page, frame: Frame, time: Span) -> bool:
    """Whether a time may be the deal's: not one that dates another event named, nor one of a clause to which the deal
    is only the background.
    """
    if not page.has_tree:
        return True
    deal = page.tokens(frame.trigger).root
    token = page.tokens(time).root
    for _ in range(_CHAIN):
        above = token.head
        if above.i == token.i:
            break
        if _dates_other(token, deal) and not time.begin <= above.idx < time.end:
            return False
        if above.lower_ in _ACCUSING and _leads_to_verb(deal, above):
            return False  # "accused each other on Friday of breaking a truce"
        if above.pos_ in {"VERB", "AUX"}:
            return not _is_background(deal, above)
        token = above
    return True


def _dates_other(token: Token, deal: Token) -> bool:
    """Whether a time hangs on the noun of another event: "the massacre of 25 May"."""
    noun = token.head
    if noun.pos_ not in _EVENTS or noun.i == deal.i or noun.lower_ in _TIMES:
        return False
    return token.dep_ in _OF_NOUNS | {"nummod"} and not _leads_to(deal, noun)


def _leads_to(deal: Token, noun: Token) -> bool:
    """Whether a deal hangs on a noun: "the signing of a truce on Monday"."""
    token = deal
    for _ in range(_CHAIN):
        if token.head.i == token.i or token.pos_ in {"VERB", "AUX"}:
            return False
        token = token.head
        if token.i == noun.i:
            return True
    return False


def _leads_to_verb(deal: Token, verb: Token) -> bool:
    """Whether a deal stands in what a verb governs, behind another verb."""
    token = deal
    for _ in range(_CHAIN):
        token = token.head
        if token.i == verb.i or token.head.i == token.i:
            return token.i == verb.i and deal.head.i != verb.i
    return False


def _is_background(deal: Token, verb: Token) -> bool:
    """Whether a deal stands in a clause that only tells what came before what a verb says: "attacked after a truce was
    agreed", "a resolution that backed a truce".
    """
    token = deal
    for _ in range(_CHAIN):
        if token.i == verb.i or (verb.head.i == deal.i and verb.dep_ in {"acl", "acl:relcl"}):
            return False
        if token.head.i == token.i:
            return verb.dep_ in _ASIDE and verb.i > token.i
        if token.dep_ == "acl:relcl" and token.head.i != verb.i and token.tag_ in _PAST:
            return True
        if token.dep_ == "advcl" and any(c.lower_ in _AFTER for c in token.lefts if c.dep_ in {"mark", "case"}):
            return True
        token = token.head
    return False
