"""Who does a deed whose subject is a pronoun or a possessed force: "they attacked", "its fighters"."""

from typing import Final

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.grammar.frame import Frame
from kg.extract.names.coreference import antecedent
from kg.records import Fact, MentionKind, Ref, Span

_PRONOUNS: Final = frozenset({"they", "it", "he", "she", "we"})
_POSSESSIVES: Final = frozenset({"its", "their", "his", "her"})
_OWN_WORDS: Final = 4


def doer_meant(fillers: Fillers, frame: Frame) -> list[Fact]:
    """Who a pronoun subject means: the first actor of its sentence before it that no preposition rules, else the actor
    that the sentences before suggest.
    """
    page, words = fillers.page, fillers.page.words
    if frame.subject is None:
        return []
    at = words.range_of(frame.subject)[1] - 1
    if words.lowers[at] not in _PRONOUNS:
        return owner_of_force(fillers, frame.subject)
    sentence = page.sentence_of(frame.trigger)
    before = Span(sentence.begin, max(sentence.begin, words.spans[at].begin))
    actors = fillers.heads(before, fillers.is_actor)
    if actors:
        return [Fact(actors[0].denotes, words.spans[at], "strike.pronoun")]
    meant = antecedent(page, fillers.entities, words.spans[at])
    if meant is None:
        return []
    return [Fact(fillers.named(meant, words.spans[at].begin), words.spans[at], "strike.pronoun-before")]


def owner_of_force(fillers: Fillers, subject: Span) -> list[Fact]:
    """Whose force or weapon a subject names by a possessive: "its fighters", "their artillery"."""
    words = fillers.page.words
    first, past = words.range_of(subject)
    if words.lowers[first] not in _POSSESSIVES or past - first > _OWN_WORDS:
        return []
    if not any(words.lowers[n] in lexicon.words("own_forces") for n in range(first + 1, past)):
        return []
    meant = _possessor(fillers, words.spans[first])
    return [Fact(meant, words.spans[first], "strike.possessive")] if meant else []


def _possessor(fillers: Fillers, pronoun: Span) -> Ref | None:
    """The actor that a possessive takes up: the nearest before it in its sentence that has a name, else as usual."""
    page = fillers.page
    sentence = page.sentence_of(pronoun)
    named = [
        m
        for m in fillers.within(Span(sentence.begin, max(sentence.begin, pronoun.begin)))
        if m.kind is MentionKind.NAME and fillers.is_doer(m)
    ]
    return named[0].denotes if named else antecedent(page, fillers.entities, pronoun)
