"""Whom words said mean that they do not name: by a pronoun or a count."""

from collections.abc import Iterator

from kg.extract.claims.saying import Saying
from kg.extract.claims.told_things import Subjects
from kg.extract.events.side_words import may_be_two_states
from kg.extract.events.sides import unnamed_subject
from kg.extract.names.coreference import antecedent
from kg.records import Ref, Span

_COUNTING = frozenset({"both", "two", "warring"})
_PERSONAL = frozenset({"he", "she"})


def meant_by_pronoun(subjects: Subjects, saying: Saying) -> Iterator[tuple[Span, Ref]]:
    """Whom the pronoun means that the words said begin with, where it cannot mean who speaks: "police said he fled"."""
    first = subjects.page.words.range_of(saying.content)[0]
    word, span = subjects.page.words.lowers[first], subjects.page.words.spans[first]
    if saying.direct or not saying.speakers or word not in _PERSONAL:
        return
    if any(subjects.is_person(speaker.ref, word) for speaker in saying.speakers):
        return
    meant = antecedent(subjects.page, subjects.entities, span)
    if meant is not None and meant not in {speaker.ref for speaker in saying.speakers}:
        yield span, meant


def counted(subjects: Subjects, content: Span) -> Iterator[tuple[Span, Ref]]:
    """The actors whom words said only count: "urged both sides", "the two governments"."""
    first, past = subjects.page.words.range_of(content)
    lowers = subjects.page.words.lowers
    for at in range(first + 1, past):
        if may_be_two_states(lowers[at]) and not _COUNTING.isdisjoint(lowers[max(first, at - 2) : at]):
            span = subjects.page.words.spans[at]
            meant = [each.denotes for each in unnamed_subject(subjects.page, subjects.fillers, span)]
            if all(subjects.is_named(ref) for ref in meant):
                yield from ((span, ref) for ref in meant)
