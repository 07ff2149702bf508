"""Victims whose number is not written because they are one or two: "killed a farmer", "X was assassinated", "a mother
and her son were wounded".
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.grammar.frame import Frame, Voice
from kg.extract.grammar.syntax import frame_of, is_verbal
from kg.extract.grammar.word_classes import BE
from kg.extract.names.entities import Entities
from kg.extract.text.page import Page
from kg.extract.text.words import Words
from kg.records import ActorKind, Mention, MentionKind, Quantity, Ref, Span

_HARMING: Final = frozenset(
    row["word"] for row in lexicon.table("harm_words") if row["figure"] != "before" and row["harm"] != "both"
) | {"shot", "assassination", "murder", "died"}
_DYING: Final = frozenset({"died"})
_NOUNS: Final = frozenset({"assassination", "killing", "murder", "death"})
_MORE: Final = frozenset({"others", "other", "several", "people", "including", "many", "two", "his", "her"})
_NUMBERS: Final = frozenset(row["form"] for row in lexicon.table("numbers"))
_OFFICES: Final = lexicon.words("person_nouns") | {row["title"] for row in lexicon.table("role_titles")} | {"founder"}
_THINGS: Final = (
    lexicon.words("not_casualties")
    | lexicon.words("people_nouns_of_several")
    | {form for row in lexicon.table("attacked_sites") for form in (row["noun"], row["plural"])}
)
_YOUNG: Final = frozenset({"girl", "boy", "child", "man", "woman", "son", "daughter"})
_BODIES: Final = frozenset({"police", "personnel"})
_ONE: Final = frozenset({"a", "an"})
_PERSONS: Final = lexicon.words("person_nouns") | {
    row["form"] for row in lexicon.table("units") if row["unit"] == "people" and not row["form"].endswith("s")
}


def with_single_victims(page: Page, entities: Entities, told: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """The numbers that the text writes, and one for each person, or few named ones, whom a verb or noun of harm has as
    its object; its words are those that name them. None where a number stands in the phrase. In text order.
    """
    found = {quantity.words: quantity for quantity in (*_single_victims(page, entities, told), *told)}
    return tuple(found[span] for span in sorted(found))


def is_unwritten(page: Page, quantity: Quantity) -> bool:
    """Whether a quantity stands on the words of those counted, with no number among them."""
    words = page.text(quantity.words).lower().split()
    return not any(word[0].isdigit() or word in _NUMBERS for word in words)


def _single_victims(page: Page, entities: Entities, told: Sequence[Quantity]) -> Iterator[Quantity]:
    fillers = Fillers(page, entities)
    words = page.words
    taken = [quantity.words for quantity in told if not is_age(words, quantity)]
    for at, lower in enumerate(words.lowers):
        if lower not in _HARMING or not _may_have_one(words, at):
            continue
        whom = _whom(page, words.spans[at], lower)
        if whom is None or any(span.begin < whom.end and whom.begin < span.end for span in taken):
            continue
        victims = _victims(fillers, whom)
        if victims:
            span = Span(victims[0].begin, victims[-1].end)
            yield Quantity(Ref("quantity", f"{span.begin}-{span.end}"), span, Decimal(len(victims)), unit="people")


def is_age(words: Words, quantity: Quantity) -> bool:
    """Whether a number tells how old somebody is: "a 14-year-old boy", "Mrs Smith, 42, of"."""
    first, past = words.range_of(quantity.words)
    aside = words.lowers[first - 1 : first] == [","] and words.lowers[past : past + 1] in ([","], ["."])
    if aside and first > 1 and words.forms[first - 2][0].isupper() and past == first + 1:
        return True
    if words.lowers[first - 1 : first] == ["aged"]:
        return True
    if words.lowers[first - 1 : first] == ["of"] and first > 1 and words.lowers[first - 2] in _YOUNG:
        return True
    return "year" in words.lowers[max(0, past - 1) : past + 2] or "years" in words.lowers[past - 1 : past]


def _may_have_one(words: Words, at: int) -> bool:
    """Whether one person may be named beside a word of harm: by "a", a capital letter, or as a passive's subject."""
    after = words.lowers[at + 1 : at + 4]
    capital = words.lowers[at] in _DYING or any(form[0].isupper() for form in words.forms[at + 1 : at + 7])
    return capital or not _ONE.isdisjoint(after) or not BE.isdisjoint(words.lowers[max(0, at - 3) : at])


def _whom(page: Page, span: Span, lower: str) -> Span | None:
    """The phrase of those harmed."""
    verbal = lower.endswith("ed") or lower in _DYING or lower == "shot" or is_verbal(page, span)
    frame: Frame = frame_of(page, span, verbal)
    if frame.voice is Voice.PASSIVE or lower in _DYING:
        return frame.subject
    if frame.voice is Voice.ACTIVE:
        return frame.object
    return frame.object if lower in _NOUNS and page.text(Span(span.end, span.end + 4)) == " of " else None


def _victims(fillers: Fillers, whom: Span) -> list[Span]:
    """The words of persons that a phrase names one by one; none where it speaks of further ones."""
    words = fillers.page.words
    found = fillers.heads(whom, fillers.is_actor)
    described = _described(fillers.page, whom)
    if described is not None and not any(mention.span.begin <= described.begin for mention in found):
        return [described]
    if not found or not all(_is_one(fillers, mention) for mention in found):
        return []
    spans = [mention.span for mention in found]
    relative = _relative(fillers, spans[-1])
    past = words.range_of(relative or spans[-1])[1]
    whole = words.range_of(whom)
    if not _MORE.isdisjoint(words.lowers[whole[0] : whole[1] if relative is None else past - 2]):
        return []
    return [*spans, relative] if relative else spans


def _described(page: Page, whom: Span) -> Span | None:
    """The noun for one person, whom nothing else names, that heads a phrase: "the founder of the group"."""
    if not page.has_tree:
        return None
    noun = page.tokens(whom).root
    article = any(child.lower_ in _ONE for child in noun.lefts)
    one = noun.tag_ == "NN" and (noun.lower_ in _OFFICES or (article and noun.lower_ not in _THINGS))
    one = one and not any(c.dep_ in {"nummod", "conj"} for c in noun.children)
    return Span(noun.idx, noun.idx + len(noun)) if one and noun.lower_ not in _BODIES else None


def _relative(fillers: Fillers, before: Span) -> Span | None:
    """One more whom "and" joins to a person by a possessive: "and her son", "and his driver"."""
    words = fillers.page.words
    at = words.range_of(before)[1]
    joined = words.lowers[at : at + 1] == ["and"] and words.lowers[at + 1 : at + 2] in (["his"], ["her"])
    if not joined or at + 2 >= len(words) or words.lowers[at + 2].endswith("s"):
        return None
    return words.spans[at + 2]


def _is_one(fillers: Fillers, mention: Mention) -> bool:
    """Whether a mention means one person."""
    words = fillers.page.words
    actor = fillers.entities.actors[mention.denotes]
    first, past = words.range_of(mention.span)
    if mention.kind is MentionKind.NAME and actor.kind is ActorKind.PERSON:
        return True
    person = actor.kind is ActorKind.PERSON or words.lowers[past - 1] in _PERSONS
    return person and first > 0 and words.lowers[first - 1] in _ONE
