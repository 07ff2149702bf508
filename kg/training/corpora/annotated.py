"""The sentences written and annotated for this project, as layers of BIO tags over the run-time tokenizer's words."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kg.training.own_sentences import (
    ATTRIBUTION_LABELS,
    ENTITY_LABELS,
    TRIGGER_LABELS,
    Item,
    MarkupError,
    Span,
    parse_line,
)
from kg.training.sentence import Sentence, bio_tags

logger = logging.getLogger(__name__)

VALUE_LABELS = frozenset({"Date", "Number"})


def read_annotated(folder: Path, tokenizer: Language) -> Iterator[tuple[Item, Sentence]]:
    """Every item of the folder's ``*.txt`` with its sentence; a faulty line is logged and skipped."""
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.strip() or line.startswith("#"):
                continue
            try:
                item = parse_line(line)
            except MarkupError as fault:
                logger.warning("%s:%d: %s; line skipped", path.name, number, fault)
                continue
            yield item, to_sentence(item, tokenizer.make_doc(item.text))


def to_sentence(item: Item, doc: Doc) -> Sentence:
    """The item's layers, spans widened to whole words; spans inside one of their layer are ``nested`` or left out."""
    named = [span for span in item.spans if span.label in ENTITY_LABELS - VALUE_LABELS]
    outer = _outermost(named)
    layers = {
        "entity": _tags(doc, outer),
        "nested": _tags(doc, [span for span in named if span not in outer]),
        "value": _tags(doc, [span for span in item.spans if span.label in VALUE_LABELS]),
        "trigger": _tags(doc, [span for span in item.spans if span.label in TRIGGER_LABELS]),
    }
    for role in sorted(ATTRIBUTION_LABELS):
        layers[role] = _tags(doc, _outermost([span for span in item.spans if span.label == role]))
    layers["name"] = _name_tags(doc, named)
    return Sentence(tuple(token.text for token in doc), item.id, layers=layers)


def _name_tags(doc: Doc, named: Sequence[Span]) -> tuple[str, ...]:
    """Partial tags of the head ``name``; words in small letters at a name's ends may or may not belong to it."""
    found = _aligned(doc, _outermost([span for span in named if span.label != "Collective"]))
    cased: list[tuple[int, int, str]] = []
    doubtful: set[int] = set()
    for begin, end, label in found:
        first, last = begin, end
        while first < last and doc[first].is_lower:
            first += 1
        while last > first and doc[last - 1].is_lower:
            last -= 1
        cased.append((first, last, label))
        doubtful.update((*range(begin, first), *range(last, end)))
    tags = bio_tags(len(doc), cased, "own:")
    return tuple("own:?" if place in doubtful else tag for place, tag in enumerate(tags))


def _outermost(spans: Iterable[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        if not kept or span.begin >= kept[-1].end:
            kept.append(span)
    return kept


def _tags(doc: Doc, spans: Iterable[Span]) -> tuple[str, ...]:
    return bio_tags(len(doc), _aligned(doc, spans))


def _aligned(doc: Doc, spans: Iterable[Span]) -> list[tuple[int, int, str]]:
    found = []
    for span in spans:
        words = doc.char_span(span.begin, span.end, alignment_mode="expand")
        if words is not None:
            found.append((words.start, words.end, span.stance or span.label))
    return found
