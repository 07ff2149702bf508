"""Entities of re3d (dstl/re3d): Syria and Iraq, common nouns too; a partial guide for the domain heads.

Its spans overlap, begin with determiners, and a quarter have low confidence: tokens of doubtful and overlapping spans
are left open.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.training.sentence import Sentence

_SURE: Final = 0.5
_VALUES: Final = {"Temporal": "Date", "Quantity": "Number"}
_ENTITIES: Final = frozenset({"Organisation", "Location", "Person", "Nationality", "Weapon", "MilitaryPlatform"})
_NO_ENTITY: Final = frozenset(
    {
        "strike",
        "strikes",
        "airstrike",
        "airstrikes",
        "we",
        "our",
        "us",
        "he",
        "she",
        "his",
        "her",
        "they",
        "their",
        "it",
        "i",
    }
)
_ARTICLES: Final = frozenset(
    {"a", "an", "the", "its", "their", "our", "this", "these", "two", "three", "four", "five", "six"}
)
UNKNOWN: Final = "re3d:?"


def read_re3d(folder: Path, nlp: Language, left_out: Collection[str]) -> Iterator[Sentence]:
    """Sentences of all sources but for the documents of the given ids; ``nlp`` tokenizes and sets sentence starts."""
    for source in sorted(path for path in folder.iterdir() if path.is_dir()):
        entities: dict[str, list[dict[str, Any]]] = {}
        for entity in _records(source / "entities.json"):
            entities.setdefault(entity["documentId"], []).append(entity)
        for document in _records(source / "documents.json"):
            if document["_id"] not in left_out:
                yield from _sentences(nlp(document["text"]), document["_id"], entities.get(document["_id"], []))


def _records(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def _sentences(doc: Doc, name: str, entities: list[dict[str, Any]]) -> Iterator[Sentence]:
    entity_tags, value_tags = ["re3d:O"] * len(doc), ["re3d:O"] * len(doc)
    aligned = [(each, doc.char_span(each["begin"], each["end"], alignment_mode="expand")) for each in entities]
    spans = [(each, span) for each, span in aligned if span is not None]
    covered = Counter(token.i for _, span in spans for token in span)
    for entity, span in spans:
        tags = value_tags if entity["type"] in _VALUES else entity_tags
        if _is_doubtful(entity, span) or any(covered[token.i] > 1 for token in span):
            for token in span:
                entity_tags[token.i] = value_tags[token.i] = UNKNOWN
            continue
        for place, token in enumerate(_without_articles(span)):
            tags[token.i] = f"re3d:{'I' if place else 'B'}-{entity['type']}"
    for number, sentence in enumerate(doc.sents):
        words = [token for token in sentence if not token.is_space]
        layers = {
            "entity": tuple(entity_tags[token.i] for token in words),
            "value": tuple(value_tags[token.i] for token in words),
        }
        if words:
            yield Sentence(tuple(token.text for token in words), f"{name}-{number}", layers=layers)


def _is_doubtful(entity: dict[str, Any], span: Span) -> bool:
    if entity.get("confidence", 0) < _SURE or entity["type"] not in _ENTITIES | set(_VALUES):
        return True
    aligned = span.start_char == entity["begin"] and span.end_char == entity["end"]
    return not aligned or span.text.lower() in _NO_ENTITY or (entity["type"] == "Person" and not span[-1].is_title)


def _without_articles(span: Span) -> Span:
    while len(span) > 1 and span[0].lower_ in _ARTICLES:
        span = span[1:]
    return span
