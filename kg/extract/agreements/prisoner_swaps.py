"""Exchanges told by a verb: "Russia and Ukraine swapped 200 prisoners", "85 captives were exchanged"."""

from collections.abc import Iterator
from typing import Final

from kg import gazetteer, lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.grammar.syntax import Voice, frame_of
from kg.extract.text.page import Page
from kg.extract.text.words import Words
from kg.records import AgreementKind, Ref, Span

_VERBS: Final = frozenset({"exchanged", "swapped", "exchange", "swap", "exchanging", "swapping", "traded", "exchanges"})
_PASSIVES: Final = frozenset({"exchanged", "swapped"})
_BE: Final = frozenset({"was", "were", "been", "being", "are", "be"})
_DETAINED: Final = frozenset({"detained", "captured", "imprisoned", "jailed", "captive", "interned", "wounded"})
_REACH: Final = 9
_NOUN_WITHIN: Final = 7
_BACK: Final = 12
_FREEING: Final = frozenset({"released", "freed", "returned", "release", "free", "handed", "releasing", "freeing"})
_STOPS: Final = frozenset({",", ";", ".", ":", "after", "before", "while", "for"})
_RETURN: Final = frozenset({"exchange", "return"})
_ENDS: Final = frozenset({";", ".", ":"})


def swaps(page: Page) -> Iterator[tuple[Span, AgreementKind, str]]:
    """The verbs of exchange whose object, or subject in the passive, is people held, and then what people are freed in
    return for; each with its sense as a trigger.
    """
    words = page.words
    for at, lower in enumerate(words.lowers):
        if lower not in _VERBS or (page.has_parts_of_speech and not _is_verb(page, words.spans[at])):
            continue
        if (_people_before if _is_passive(words, at) else _people_after)(words, at):
            yield words.spans[at], AgreementKind.PRISONER_EXCHANGE, "verb"
    for at in range(1, len(words) - 1):
        if (
            words.lowers[at] in _RETURN
            and words.lowers[at - 1] == "in"
            and (freed := _freed_for(words, at)) is not None
        ):
            yield words.spans[freed], AgreementKind.PRISONER_EXCHANGE, "sure"


def nations_of(page: Page, fillers: Fillers, deal: Span) -> list[tuple[Ref, Span]]:
    """The states whose people are said to be exchanged: "ten Russian and ten Ukrainian sailors were exchanged"."""
    words = page.words
    begin, end = words.range_of(page.sentence_of(deal))
    held = lexicon.words("people_held") | lexicon.words("exchanged_people")
    found: dict[Ref, Span] = {}
    for at in range(begin, end):
        state = gazetteer.adjectives().get(words.lowers[at]) if words.forms[at][0].isupper() else None
        if state is None or held.isdisjoint(words.lowers[at + 1 : min(end, at + _NOUN_WITHIN)]):
            continue
        ref = Ref("actor", state.key, True)
        if ref in fillers.entities.actors:
            found.setdefault(ref, words.spans[at])
    return list(found.items())


def freed_by(page: Page, fillers: Fillers, deal: Span) -> list[tuple[Ref, Span]]:
    """Who is said to free people in an exchange, and the state whose people are freed: "ten Ukrainian sailors were
    released by Russia in an exchange".
    """
    words = page.words
    begin, end = words.range_of(page.sentence_of(deal))
    for at in range(begin, end):
        if words.lowers[at] not in _FREEING or not page.has_tree or not _is_verb(page, words.spans[at]):
            continue
        frame = frame_of(page, words.spans[at], True)
        doers = frame.agent if frame.voice is Voice.PASSIVE else frame.subject
        freeing = [(m.denotes, m.span) for m in fillers.subjects(doers, fillers.is_doer)]
        others = [each for each in nations_of(page, fillers, deal) if each[0] not in {ref for ref, _ in freeing}]
        return [*freeing, *others]
    return []


def _freed_for(words: Words, at: int) -> int | None:
    """The verb of freeing people for whom others are freed: "freed ten captives in return for prisoners"."""
    held = lexicon.words("people_held") | lexicon.words("exchanged_people")
    if words.lowers[at + 1] != "for" or held.isdisjoint(words.lowers[at + 2 : at + 2 + _NOUN_WITHIN]):
        return None
    stop = next((n for n in range(at - 2, max(-1, at - 2 - _BACK), -1) if words.lowers[n] in _ENDS), at - 2 - _BACK)
    before = range(max(0, stop + 1), at - 1)
    freed = next((n for n in reversed(before) if words.lowers[n] in _FREEING), None)
    return freed if any(words.lowers[n] in held for n in before) else None


def _is_passive(words: Words, at: int) -> bool:
    return words.lowers[at] in _PASSIVES and bool(_BE & set(words.lowers[max(0, at - 2) : at]))


def _people_after(words: Words, at: int) -> bool:
    for number in range(at + 1, min(len(words), at + _REACH)):
        if words.lowers[number] in _STOPS:
            return False
        if words.lowers[number] in lexicon.words("people_held"):
            return True
        if words.lowers[number] in lexicon.words("exchanged_people") and words.lowers[number - 1] in _DETAINED:
            return True
    return False


def _people_before(words: Words, at: int) -> bool:
    held = lexicon.words("people_held") | lexicon.words("exchanged_people")
    for number in range(at - 1, max(-1, at - _BACK), -1):
        if words.lowers[number] in _ENDS:
            return False
        if words.lowers[number] in held:
            return True
    return False


def _is_verb(page: Page, span: Span) -> bool:
    return page.tokens(span).root.pos_ == "VERB"
