"""Short articles read with the rules pipeline, and their actors and places in a form that a test can compare."""

from functools import cache

from spacy.language import Language

from kg.extract.names.entities import Entities
from kg.extract.names.finder import find_entities
from kg.extract.text.page import Page
from kg.extract.text.segments import find_segments
from kg.language.pipeline import rules_pipeline
from kg.records import Article, MentionKind


@cache
def _rules() -> Language:
    return rules_pipeline()


def page_of(text: str, title: str | None = None) -> Page:
    """An article of this text, parsed without a trained model."""
    article = Article("a", text, title=title)
    return Page(article, _rules()(text), find_segments(article))


def entities_of(text: str) -> Entities:
    """Actors and places of a text."""
    return find_entities(page_of(text))


def spoken(text: str, kind: MentionKind) -> list[tuple[str, str, str]]:
    """Words, class and key of each mention of one kind, in text order; the class of a place is Place."""
    entities = entities_of(text)
    return [
        (
            text[m.span.begin : m.span.end],
            entities.actors[m.denotes].kind.value if m.denotes in entities.actors else "Place",
            m.denotes.key,
        )
        for m in entities.mentions
        if m.kind is kind
    ]


def names(text: str) -> list[tuple[str, str]]:
    """Words and class of each name."""
    return [(words, kind) for words, kind, _ in spoken(text, MentionKind.NAME)]


def nominals(text: str) -> list[tuple[str, str]]:
    """Words and class of each description."""
    return [(words, kind) for words, kind, _ in spoken(text, MentionKind.NOMINAL)]


def node_keys(text: str) -> dict[str, set[str]]:
    """For each node's key, the words that name it."""
    keys: dict[str, set[str]] = {}
    for words, _, key in spoken(text, MentionKind.NAME):
        keys.setdefault(key, set()).add(words)
    return keys
