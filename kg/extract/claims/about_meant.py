"""Whom and what words said mean that they do not name: by a pronoun, a count, a charge that they answer."""

import re
from collections.abc import Iterator, Sequence

from kg.extract.claims.saying import Saying
from kg.extract.claims.told_things import Subjects
from kg.extract.events.side_words import may_be_two_states
from kg.extract.events.sides import unnamed_subject
from kg.extract.names.coreference import antecedent
from kg.extract.names.kinship import kin
from kg.records import Claim, Ref, SegmentKind, Span, Stance

_NEAR = 900
_LATEST = 12
# Nobody answers what so many claims stand after; to look at all of them would take the square of their number.
_SAID = re.compile(
    r"\b(?:(?:the|these|those|this|such|any|all|impulsive|\w+['’]s) )"
    r"(?:(claims?|allegations?|accusations?|charges?|reports?|suggestions?|statements|comments|remarks|assertions?)|"
    r"(announcement|statement|decision|move|plan|withdrawal|resolution))\b",
    re.IGNORECASE,
)
_IT = re.compile(r"(?:it|this|that|them|so)(?: all)?", re.IGNORECASE)
_ANSWERING = frozenset({Stance.DENIES})
_COUNTING = frozenset({"both", "two", "warring"})
_CHARGES = frozenset({Stance.ALLEGES, Stance.CONDEMNS})
_PERSONAL = frozenset({"he", "she"})
_SHORT_FORMS = frozenset({SegmentKind.TITLE, SegmentKind.HEADLINE, SegmentKind.CAPTION})
_REMEMBERED = 200


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


def charge(saying: Saying, earlier: Sequence[Claim]) -> Iterator[tuple[Span, Ref]]:
    """The last charge before a denial against whoever denies it: "A accused B of X. B denied any part in it"."""
    speakers = {speaker.ref for speaker in saying.speakers}
    for claim in reversed(earlier[-_LATEST:]):
        if saying.content.begin - claim.content.end > _NEAR:
            return
        who = claim.claimant.value if claim.claimant is not None else None
        stated = claim.stance.value not in _CHARGES
        charged = {fact.value for fact in (claim.responsible if stated else (*claim.responsible, *claim.about))}
        if who in speakers or not speakers & charged:
            continue
        yield saying.content, claim.ref
        return


def _own_side(subjects: Subjects, speakers: set[Ref]) -> set[Ref]:
    """The actors of the speakers' own states, whose words they do not deny."""
    same = kin(subjects.entities.actors)
    return set().union(*(same.get(ref, ()) for ref in speakers))


def _is_against(claim: Claim, own: set[Ref]) -> bool:
    return any(fact.value in own for fact in claim.responsible)


def claims_meant(subjects: Subjects, saying: Saying, earlier: Sequence[Claim]) -> list[tuple[Span, Ref]]:
    """Earlier claims of others that the words said speak of as such.

    "The accusation" is the last one made; "the decision" is what somebody first announced or demanded.
    """
    match = _SAID.search(subjects.page.article.text, saying.content.begin, saying.content.end)
    it = _IT.fullmatch(subjects.page.text(saying.content)) if saying.stance in _ANSWERING else None
    if match is None and it is None:
        return []
    speakers = {speaker.ref for speaker in saying.speakers}
    own = speakers | (_own_side(subjects, speakers) if saying.stance in _ANSWERING else set())
    others = [c for c in earlier[-_REMEMBERED:] if c.claimant is None or c.claimant.value not in own]
    if match is None:
        return [(saying.content, c.ref) for c in others if others and c.content == others[-1].content]
    if match.group(1):
        found = [
            c
            for c in reversed(others[-_LATEST:])
            if c.stance.value in {Stance.ASSERTS, Stance.ALLEGES, Stance.CONDEMNS}
        ]
        found.sort(key=lambda c: not any(isinstance(f.value, Ref) and f.value.kind == "strike" for f in c.about))
        if saying.stance in _ANSWERING:
            found.sort(key=lambda c: not (c.stance.value in _CHARGES and _is_against(c, own)))
    else:
        found = [c for c in others if c.stance.value in {Stance.PROMISES, Stance.DEMANDS}]
        found.sort(key=lambda c: subjects.page.segment_kind(c.content.begin) in _SHORT_FORMS)
    words = Span(*match.span(1 if match.group(1) else 2))
    return [(words, c.ref) for c in others if found and c.content == found[0].content]
