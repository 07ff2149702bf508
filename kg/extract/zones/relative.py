"""Who holds an area by a clause that follows it: "the part of X it still controls", "the towns they have taken"."""

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Token

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.events.sides import sides_meant
from kg.extract.grammar.subjects import subject_phrase
from kg.extract.grammar.tree import RELATIVE, SUBJECTS, children, phrase_of, preposition_of, span_of
from kg.extract.names.coreference import antecedent
from kg.extract.text.page import Page
from kg.extract.zones.owners import is_power
from kg.records import Fact, Span

_KEEPING: Final = lexicon.words("keeping_verbs")
_TAKING: Final = frozenset(row["verb"] for row in lexicon.table("control_verbs") if row["how"] == "taking") | {
    "occupied",
    "liberated",
    "controlled",
}
_PERFECT: Final = frozenset({"has", "have", "'ve", "'s"})
_UNREAL: Final = frozenset({"not", "never", "n't", "will", "would", "could", "may", "might", "should", "to", "once"})
_IN_CONTROL: Final = frozenset({"control", "charge", "sway"})
_NO: Final = frozenset({"no", "little"})
_TAKEN_UP_WITHIN: Final = 8
_BEFORE: Final = frozenset({*SUBJECTS, "obj"})
_POSSESSIVE: Final = frozenset({"its", "their", "his"})
_PRONOUNS: Final = frozenset({"it", "they", "he", "we"})


def held_by_clause(page: Page, fillers: Fillers, zone: Span) -> list[Fact]:
    """The subject of a clause behind an area, or behind the place of which it is a part, that says who holds it."""
    if not page.has_tree:
        return []
    for verb in _clauses(page.tokens(zone).root):
        subject = next((child for child in verb.lefts if child.dep_ in _BEFORE and child.lower_ not in RELATIVE), None)
        if subject is None or not _tells_holding(verb):
            continue
        phrase = subject_phrase(subject)
        whose = next((child for child in subject.lefts if child.lower_ in _POSSESSIVE), None)
        if whose is not None or page.text(phrase).lower() in _PRONOUNS:
            where = span_of(whose) if whose is not None else phrase
            meant = antecedent(page, fillers.entities, where)
            return [Fact(meant, where, "zone.held-relative")] if meant and is_power(fillers, meant) else []
        told = (each for m in fillers.subjects(phrase, fillers.is_doer) for each in sides_meant(page, fillers, m))
        return [Fact(ref, where, "zone.held-relative") for ref, where in told if is_power(fillers, ref)]
    return []


def _clauses(noun: Token) -> Iterator[Token]:
    """The verbs of the relative clauses behind a noun, then behind what "of" names after it."""
    yield from children(noun, "acl:relcl")
    for child in noun.rights:
        if preposition_of(child) == "of":
            yield from children(child, "acl:relcl")


def _tells_holding(verb: Token) -> bool:
    """Whether a verb says that its subject holds something now: "still controls", "have seized", "is in control"."""
    before = {child.lower_ for child in verb.lefts}
    if not _UNREAL.isdisjoint(before):
        return False
    if verb.lower_ in _IN_CONTROL:
        return preposition_of(verb) == "in"
    objects = [child for child in children(verb, "obj") if child.i > verb.i]
    if any(child.lower_ in _NO for thing in objects for child in thing.lefts):
        return False  # "where the army has no control"
    things = [thing.lower_ for thing in objects]
    if things:
        return not _IN_CONTROL.isdisjoint(things)  # "where X holds sway", not "where X regained territory"
    return verb.lower_ in _KEEPING or (verb.lower_ in _TAKING and not _PERFECT.isdisjoint(before))


def _taken_up(page: Page, thing: Token) -> Span:
    """The phrase of what is made a zone; the words before a relative pronoun, which takes them up."""
    if thing.lower_ not in RELATIVE:
        return phrase_of(thing)
    words = page.words
    at = words.range_of(span_of(thing))[0]
    begin = words.range_of(page.sentence_of(span_of(thing)))[0]
    return words.span_of(max(begin, at - _TAKEN_UP_WITHIN), at) if at > begin else span_of(thing)


def laid_by_clause(page: Page, fillers: Fillers, zone: Span) -> list[Fact]:
    """The place that a clause says an area divides, is, or is made of: "a buffer zone that splits X", "X is a no-go
    area", "declared X a closed zone", "turn X into a buffer zone".
    """
    if not page.has_tree:
        return []
    noun = page.tokens(zone).root
    phrases = [
        phrase_of(thing)
        for verb in children(noun, "acl:relcl")
        if verb.lower_ in lexicon.words("dividing_verbs")
        for thing in children(verb, "obj")
    ]
    if children(noun, "cop"):
        phrases += [subject_phrase(subject) for subject in children(noun, *SUBJECTS)]
    made = noun.head.lower_ in lexicon.words("making_verbs") and noun.dep_ in {"obj", "xcomp", "obl"}
    if made and (noun.dep_ != "obl" or preposition_of(noun) in {"into", "as"}):
        told = children(noun.head, "obj") or children(noun.head, *SUBJECTS)
        phrases += [_taken_up(page, thing) for thing in told if thing.i != noun.i]
    for phrase in phrases:
        places = fillers.heads(phrase, fillers.is_place, reach=9)
        if places:
            return [Fact(m.denotes, m.span, "zone.within") for m in places[:1]]
    return []
