"""What people who are described, not named, are to the body that stands with them: "a YPG spokesman", "SDF commanders",
"senior officials of the EU", "sources in the FSB".
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kg import lexicon
from kg.extract.names.entities import Entities
from kg.extract.names.offices import office_of, speaks_for_object
from kg.extract.names.relation_checks import fits, is_whole_phrase
from kg.extract.names.titles import is_past, of_rank
from kg.extract.text.page import Page
from kg.gazetteer.folding import fold_name
from kg.records import ActorKind, Claim, Mention, MentionKind, Ref, Relation, Span

_BEFORE: Final = re.compile(
    r"(?:['’]s?)? (?:(?:senior|top|local|two|three|several|other|chief|deputy|military|political) ){0,2}"
)
_AFTER: Final = re.compile(r" (?P<link>of|for|from|in|with|within|at) (?:the )?(?:[a-z]+ of the )?")
DESCRIBED: Final = "office of somebody described"
_OF_TITLE: Final = frozenset({"NOUN", "ADJ"})
_ONE: Final = re.compile(r"\ban? $", re.IGNORECASE)
_PEOPLE: Final = frozenset({ActorKind.PERSON, ActorKind.COLLECTIVE})
_SENT: Final = _PEOPLE | {ActorKind.ORGANIZATION}
_NO_BODY: Final = frozenset({ActorKind.PERSON, ActorKind.STATE, ActorKind.COLLECTIVE})


def described_relations(page: Page, entities: Entities, row: Sequence[Mention]) -> Iterator[Relation]:
    """What the people described in one sentence are to the bodies named beside them."""
    for at, person in enumerate(row):
        actor = entities.actors.get(person.denotes)
        if actor is None or person.kind is not MentionKind.NOMINAL or actor.kind not in _SENT or person.denotes.known:
            continue
        yield from _beside(
            page, entities, person, row[at - 1] if at else None, row[at + 1] if at + 1 < len(row) else None
        )


def speakers_described(page: Page, entities: Entities, claims: Iterable[Claim]) -> Iterator[Relation]:
    """What those are to the bodies named beside them of whom only their claims tell: "a YPG spokesman said"."""
    for claim in claims:
        speaker = claim.claimant
        if speaker is None or not isinstance(speaker.value, Ref) or speaker.value in entities.actors:
            continue
        person = Mention(speaker.words, MentionKind.NOMINAL, speaker.value)
        near = list(entities.within(page.sentence_of(speaker.words)))
        before = next((m for m in reversed(near) if m.span.end <= person.span.begin), None)
        after = next((m for m in near if m.span.begin >= person.span.end), None)
        yield from _beside(page, entities, person, before, after)


def _beside(
    page: Page, entities: Entities, person: Mention, before: Mention | None, after: Mention | None
) -> Iterator[Relation]:
    """What somebody described is to the body before or after."""
    text, title = page.article.text, page.text(person.span)
    if before is not None and _is_of(page, entities, person, before):
        yield from _told(page, entities, person, title, before)
    link = _AFTER.fullmatch(text, person.span.end, after.span.begin) if after is not None else None
    if after is None or link is None or not _is_body(entities, after):
        return
    if is_past(page, person.span.begin) or not is_whole_phrase(page, after):
        return
    if _office(title) != "speaksFor" or speaks_for_object(_singular(title), link["link"]):
        yield from _told(page, entities, person, title, after)


def _is_of(page: Page, entities: Entities, person: Mention, body: Mention) -> bool:
    """Whether somebody described is now of the body before: "a senior Hamas official"."""
    if not _is_body(entities, body) or not _BEFORE.fullmatch(page.article.text, body.span.end, person.span.begin):
        return False
    return not (is_past(page, body.span.begin) or _goes_on(page, person))


def _goes_on(page: Page, person: Mention) -> bool:
    """Whether an office goes on behind its first words: "the agency's chief veterinary officer"."""
    if not page.has_parts_of_speech:
        return False
    end = page.tokens(person.span).end
    return any(token.pos_ in _OF_TITLE for token in page.doc[end : end + 1])


def _is_body(entities: Entities, mention: Mention) -> bool:
    actor = entities.actors.get(mention.denotes)
    return actor is not None and mention.kind is MentionKind.NAME and actor.kind not in _NO_BODY


def _told(page: Page, entities: Entities, person: Mention, title: str, body: Mention) -> Iterator[Relation]:
    relation = _office(title)
    if relation is None or (person.denotes in entities.actors and not fits(page, entities, person, body, relation)):
        return
    many = fold_name(title) != _singular(title)
    relation = "memberOf" if many and relation == "leaderOf" and not title.lower().endswith("leaders") else relation
    words = Span(min(person.span.begin, body.span.begin), max(person.span.end, body.span.end))
    if relation == "leaderOf" and not _is_the_only(page, words, person, body):
        of_many = of_rank(entities, relation, title, body.denotes)
        relation = "memberOf" if _ONE.search(page.article.text, max(0, words.begin - 3), words.begin) else of_many
    yield Relation(person.denotes, relation, body.denotes, words, (page.sentence_of(words),), DESCRIBED)


def _is_the_only(page: Page, words: Span, person: Mention, body: Mention) -> bool:
    """Whether a head is told of as the only one: "the group's commander", "the commander of the group"."""
    text = page.article.text
    if body.span.begin < person.span.begin:
        return text[body.span.end] in "'’"
    return text[: words.begin].endswith(("the ", "The "))


def _office(title: str) -> str | None:
    if fold_name(title).split()[-1] in lexicon.words("sent_bodies"):
        return "partOf"
    words = _singular(title)
    return office_of(words) or ("memberOf" if words.split()[-1] in lexicon.words("members_described") else None)


def _singular(title: str) -> str:
    """An office in the singular: "senior commanders" → "senior commander"."""
    words = fold_name(title)
    if words.endswith("men"):
        return f"{words[:-3]}man"
    return words[:-1] if words.endswith("s") else words
