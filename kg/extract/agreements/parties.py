"""Who are the parties to a deal: "between X and Y", "X struck a deal with Y", "a deal signed by X and Y"."""

from collections.abc import Sequence
from typing import Final

from kg import lexicon
from kg.extract.agreements.agreeing import agreeing, powers
from kg.extract.agreements.governing import governing_verbs
from kg.extract.agreements.phrases import backed, between, others, sides, signatories
from kg.extract.agreements.premodifier import of_premodifier, offering
from kg.extract.agreements.talks import ending_war, fighting_between, fighting_until, negotiating
from kg.extract.agreements.undertaking import acting_under, bound
from kg.extract.events.fillers import Fillers
from kg.extract.events.foes import is_third_party
from kg.extract.events.side_words import noun_of
from kg.extract.events.sides import sides_meant, unnamed_subject
from kg.extract.grammar.syntax import Frame, Voice, frame_of
from kg.extract.names.coreference import antecedent
from kg.extract.text.page import Page
from kg.records import ActorKind, Fact, Mention, MentionKind, Ref, Span

ACTING: Final = "agreement.under"
FIGHTING: Final = "agreement.fighting"
_BROKERING: Final = lexicon.words("brokering_participles")
_HYPHENS: Final = frozenset({"-", "–"})
_SPEAKING_OF: Final = frozenset({"referring", "referred", "refers", "citing", "cited", "recalled", "mentioned"})
_EXCHANGES: Final = frozenset({"exchange", "exchanges", "swap", "swaps"})
_PAIR: Final = 2
_AT_LARGE: Final = frozenset({"people", "population", "public", "humanity", "families", "men", "voters", "critics"})


def parties(page: Page, fillers: Fillers, frame: Frame) -> list[Fact]:
    """The actors that a deal binds, each on the words that name it.

    Those who broker, host or guarantee it are none; where "between" names them, nobody else is asked for.
    """
    found: list[tuple[Mention, str]]
    verbs: list[Span] = []
    found = [(m, "agreement.between") for m in between(page, fillers, frame)]
    if frame.voice is not Voice.NOMINAL:
        doer = frame.subject if frame.voice is Voice.ACTIVE else frame.agent
        doers = fillers.subjects(doer, fillers.is_doer) or unnamed_subject(page, fillers, doer)
        found = [(m, "agreement.verb-subject") for m in doers]
        found += others(page, fillers, frame)
    elif not found:
        verbs = list(governing_verbs(page, frame))
        found = [
            *others(page, fillers, frame),
            *of_premodifier(page, fillers, frame),
            *offering(page, fillers, frame, verbs),
            *((m, "agreement.signatory") for m in signatories(page, fillers, frame)),
        ]
        found += [(m, "agreement.subject") for m in ending_war(page, fillers, frame)]
        if sum(rule == "agreement.premodifier" for _, rule in found) < _PAIR:
            found = [*agreeing(page, fillers, frame, verbs), *found]
    if {rule for _, rule in found} == {"agreement.with"}:
        verbs = verbs or list(governing_verbs(page, frame))
        found += [(m, "agreement.premodifier") for m in _possessor(page, fillers, frame)]
        found += [(m, "agreement.subject") for m in _having(page, fillers, verbs)]
        found += [(m, ACTING) for m in acting_under(page, fillers, frame)]
    if {rule for _, rule in found} == {"agreement.with"}:
        found += [(m, "agreement.exchanging") for m in _exchanging(page, fillers, frame, found[0][0])]
    if not found:
        found = [(m, "agreement.sides") for m in sides(page, fillers, frame)]
    if not found:
        found = [(m, "agreement.talks") for m in negotiating(page, fillers, frame)]
        found += [(m, "agreement.fought-until") for m in fighting_until(page, fillers, frame)]
    if not found:
        joint = acting_under(page, fillers, frame)
        found = [(m, ACTING) for m in (*joint, *bound(page, fillers, frame))]
    if not found:
        found = [(m, FIGHTING) for m in fighting_between(page, fillers, frame)]
    found = [(meant, rule) for m, rule in found for meant in _meant(page, fillers, m)]
    named = [(ref, span, rule) for m, rule in found for ref, span in sides_meant(page, fillers, m)]
    named = [each for each in named if not _is_at_large(page, fillers, each[0], each[1])]
    kept = [
        each
        for each in named
        if not is_third_party(fillers.entities, each[0]) or _is_told_as_side(page, each[1], each[2])
    ]
    return list({ref: Fact(ref, span, rule) for ref, span, rule in reversed(kept)}.values())[::-1]


def _is_at_large(page: Page, fillers: Fillers, ref: Ref, words: Span) -> bool:
    """Whether somebody is only people, who are no side of a deal: "the public", and "the two sides" taken for "58
    people" before.
    """
    actor = fillers.entities.actors.get(ref)
    called = noun_of(actor.label) if actor is not None and actor.kind is ActorKind.COLLECTIVE else ""
    return not _AT_LARGE.isdisjoint({page.last_word(words), called})


def _meant(page: Page, fillers: Fillers, mention: Mention) -> list[Mention]:
    """Who is meant by a name, which may only tell by whom a side is backed: "the X-backed rebels"."""
    side = backed(page, fillers, page.words.range_of(mention.span)[1])
    return [mention] if side is None else side


def _is_told_as_side(page: Page, words: Span, rule: str) -> bool:
    """Whether even a body that mostly mediates is one of the sides: "between X and the EU", "the EU-X deal"."""
    if not page.article.text[words.begin].isupper():
        return False  # "the group" is rather the armed one
    beside = page.article.text[words.end : words.end + 1], page.article.text[max(0, words.begin - 1) : words.begin]
    return rule in {"agreement.between", "agreement.with"} or (
        rule == "agreement.premodifier" and not _HYPHENS.isdisjoint(beside)
    )


def _exchanging(page: Page, fillers: Fillers, frame: Frame, other: Mention) -> list[Mention]:
    """Who else a sentence names that tells of an exchange with one: "X says 95 soldiers came home in a swap with Y"."""
    if page.last_word(frame.trigger) not in _EXCHANGES:
        return []
    before = fillers.within(Span(page.sentence_of(frame.trigger).begin, frame.trigger.begin))
    named = {m.denotes: m for m in powers(fillers, [m for m in before if fillers.is_doer(m)])}
    named.pop(other.denotes, None)
    return list(named.values()) if len(named) == 1 else []


def _having(page: Page, fillers: Fillers, verbs: Sequence[Span]) -> list[Mention]:
    """Whose deal with another it is by any verb above it: "X wants a truce with Y"."""
    for verb in verbs:
        ruling = frame_of(page, verb, True)
        if page.text(verb).lower() in _SPEAKING_OF:
            return []
        if ruling.voice is Voice.ACTIVE and page.text(verb).lower() not in _BROKERING:
            found = fillers.subjects(ruling.subject, fillers.is_doer) or unnamed_subject(page, fillers, ruling.subject)
            if found:
                return found
    return []


def _possessor(page: Page, fillers: Fillers, frame: Frame) -> list[Mention]:
    """Whom "its" or "their" before a deal with another takes up."""
    if frame.determiner not in {"its", "their"}:
        return []
    words = page.words
    at = words.range_of(frame.premodifier or frame.trigger)[0] - 1
    if at < 0 or words.lowers[at] != frame.determiner:
        return []
    meant = antecedent(page, fillers.entities, words.spans[at])
    if meant is None or is_third_party(fillers.entities, meant):
        return []
    return [Mention(words.spans[at], MentionKind.PRONOUN, meant)]
