"""Pages and entities made for one phenomenon: the caller says which words are actors and places, and the finder under
test does the rest.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from spacy.language import Language

from kg.extract.amounts.quantities import find_quantities
from kg.extract.amounts.times import find_times
from kg.extract.names.entities import Entities
from kg.extract.strikes.finder import find_strikes
from kg.extract.text.page import Page
from kg.extract.zones.finder import find_zones
from kg.language.pipeline import rules_pipeline
from kg.records import (
    Actor,
    ActorKind,
    Article,
    Fact,
    Mention,
    MentionKind,
    Place,
    Ref,
    Segment,
    SegmentKind,
    Span,
    Strike,
)


@cache
def pipeline() -> Language:
    return rules_pipeline()


def page_of(text: str, published: date | None = None) -> Page:
    segment = Segment(SegmentKind.BODY, Span(0, len(text)))
    return Page(Article("test", text, published=published), pipeline()(text), (segment,) if text else ())


def occurrences(text: str, words: str) -> list[Span]:
    found, at = [], text.find(words)
    while at >= 0:
        found.append(Span(at, at + len(words)))
        at = text.find(words, at + len(words))
    return found


def entities_of(
    text: str,
    actors: Mapping[str, ActorKind] | None = None,
    places: Sequence[str] = (),
    same: Mapping[str, str] | None = None,
) -> Entities:
    """Every occurrence of each phrase is a mention of the node of that name; ``same`` maps further phrases to one of
    them.
    """
    actors = actors or {}
    nodes: dict[str, Ref] = {name: Ref("actor", name) for name in actors} | {
        name: Ref("place", name) for name in places
    }
    phrases = {**{name: name for name in nodes}, **(same or {})}
    mentions = [
        Mention(span, MentionKind.NAME if phrase[0].isupper() else MentionKind.NOMINAL, nodes[name])
        for phrase, name in phrases.items()
        for span in occurrences(text, phrase)
    ]
    return Entities(
        {nodes[name]: Actor(nodes[name], kind, name) for name, kind in actors.items()},
        {nodes[name]: Place(nodes[name], name) for name in places},
        tuple(sorted(mentions, key=lambda m: (m.span, m.denotes))),
        {},
    )


def strikes_of(
    text: str,
    actors: Mapping[str, ActorKind] | None = None,
    places: Sequence[str] = (),
    published: date | None = None,
    same: Mapping[str, str] | None = None,
) -> tuple[Strike, ...]:
    page = page_of(text, published)
    quantities = find_quantities(page)
    entities = find_zones(page, entities_of(text, actors, places, same), quantities)
    return find_strikes(page, entities, find_times(page), quantities)


def names(facts: Sequence[Fact]) -> list[str]:
    return [fact.value.key for fact in facts if isinstance(fact.value, Ref)]


def words(text: str, spans: Sequence[Span]) -> list[str]:
    return [text[begin:end] for begin, end in spans]
