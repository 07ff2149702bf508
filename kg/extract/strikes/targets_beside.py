"""Further targets beside those that a phrase names first: those joined to them, and who holds what is attacked."""

from collections.abc import Iterator, Sequence
from typing import Final

from spacy.tokens import Token

from kg.extract.events.fillers import Fillers
from kg.extract.grammar.frame import Frame, Voice
from kg.extract.names.coreference import antecedent
from kg.extract.strikes.harmed import GATHERINGS, THINGS
from kg.extract.strikes.sites import is_facility, is_weak
from kg.extract.text.page import Page
from kg.records import Fact, Mention, MentionKind, Span

#: The rule of what something goes off beside.
BLOWN_UP: Final = "strike.blown-up"
_GOING_OFF: Final = frozenset(
    {
        *("exploded", "explodes", "explode", "exploding", "detonated", "detonates", "detonating"),
        *("went off", "goes off", "going off", "blew up", "blown up", "blows up"),
    }
)
_BENEATH: Final = ("under", "beneath", "aboard")
_BESIDE: Final = ("outside", "beside", "under", "beneath", "inside", "on", "at", "in", "next to", "aboard")


def with_joined(fillers: Fillers, found: Sequence[Fact]) -> list[Fact]:
    """Those harmed with those whom "and" or a comma joins to them past words of their own: "the airport of X and a
    depot in Y".
    """
    if not found or not fillers.page.has_tree:
        return list(found)
    told = {fact.value for fact in found}
    joined: list[Fact] = []
    for fact in found:
        for mention in _joined(fillers, fact.words):
            if mention.denotes not in told:
                told.add(mention.denotes)
                joined.append(Fact(mention.denotes, mention.span, f"{fact.rule}-joined"))
    return [*found, *joined]


def _joined(fillers: Fillers, words: Span) -> Iterator[Mention]:
    head = fillers.page.tokens(words).root
    listed = [noun for noun in head.rights if noun.dep_ == "conj"]
    listed += [noun for noun in head.rights if listed and noun.dep_ == "appos" and noun.i < listed[0].i]
    if head.dep_ in {"obj", "obl"}:
        # The parser may hang the second noun on the verb.
        listed += [noun for noun in head.head.rights if noun.dep_ == "conj" and noun.i > head.i]
    for noun in listed:
        mention = _headed_by(fillers, noun) if noun.pos_ in {"NOUN", "PROPN"} else None
        if mention is not None and fillers.is_harmed(mention):
            yield mention


def _headed_by(fillers: Fillers, noun: Token) -> Mention | None:
    """The mention that a noun ends, or that its name goes on from it."""
    span = Span(noun.idx, noun.idx + len(noun))
    named = (m for m in fillers.mentions_touching(span) if m.span.end == span.end or m.kind is MentionKind.NAME)
    return next(named, None)


def blown_up(fillers: Fillers, frame: Frame, page: Page) -> list[Mention]:
    """What something goes off beside, in or under: "exploded outside a police station", "blew up under his car"."""
    if frame.voice is Voice.NOMINAL:
        spans = frame.after(*_BENEATH)
    elif page.text(frame.trigger).lower() in _GOING_OFF:
        spans = frame.after(*_BESIDE)
    else:
        return []
    return [m for span in spans for m in fillers.heads(span, lambda m: _is_thing(page, m), reach=6)]


def named_in(page: Page, mention: Mention, trigger: Span) -> bool:
    """Whether a common noun right before that of an attack tells what was attacked: "the wedding hall blast"."""
    if page.article.text[mention.span.end : trigger.begin] != " " or mention.kind is not MentionKind.NOMINAL:
        return False
    own = page.text(mention.span).lower()
    return is_facility(own) or own.split()[-1] in THINGS | GATHERINGS


def _is_thing(page: Page, mention: Mention) -> bool:
    """Whether a mention is of a building or of a thing that moves, by a common noun."""
    own = page.text(mention.span).lower()
    return mention.kind is MentionKind.NOMINAL and (own.split()[-1] in THINGS or is_facility(own))


def with_holders(fillers: Fillers, found: Sequence[Fact]) -> list[Fact]:
    """Those attacked with who holds the positions or camps that are hit, or of whom a convoy is: "their positions", "a
    convoy of militants".
    """
    told = {fact.value for fact in found}
    holders: list[Fact] = []
    for fact in found:
        for mention in _holders_of(fillers, fact):
            if mention.denotes not in told:
                told.add(mention.denotes)
                holders.append(Fact(mention.denotes, mention.span, "strike.holder"))
    return [*found, *holders]


def _holders_of(fillers: Fillers, fact: Fact) -> list[Mention]:
    if fact.value in fillers.entities.actors:
        together = fillers.page.last_word(fact.words) in THINGS | GATHERINGS
        return _members(fillers, fact.words) if together else []
    own = [m for m in fillers.within(fact.words) if m.denotes == fact.value and is_weak(fillers.page, m)]
    return [holder for site in own for holder in _holders(fillers, site)]


def _holders(fillers: Fillers, site: Mention) -> list[Mention]:
    """Whose position or camp it is, by the name or possessive before it or by "of" behind it."""
    words = fillers.page.words
    first = words.range_of(site.span)[0]
    if first and words.lowers[first - 1] in {"its", "their", "his", "her"}:
        owner = antecedent(fillers.page, fillers.entities, words.spans[first - 1])
        return [Mention(words.spans[first - 1], MentionKind.PRONOUN, owner)] if owner else []
    at = first - 1 - (words.lowers[first - 1 : first] == ["'s"])
    before = [m for m in fillers.mentions_touching(words.spans[at]) if fillers.is_doer(m)] if at >= 0 else []
    if before:
        return before[-1:]
    return _members(fillers, site.span)


def _members(fillers: Fillers, of: Span) -> list[Mention]:
    """Those whom "of" names behind some words: "a convoy of the African Union"."""
    words = fillers.page.words
    past = words.range_of(of)[1]
    end = words.range_of(fillers.page.sentence_of(of))[1]
    if words.lowers[past : past + 1] != ["of"] or past + 1 >= end:
        return []
    return fillers.heads(words.span_of(past + 1, end), lambda m: fillers.is_actor(m) and fillers.is_harmed(m), reach=3)
