"""Names of Universal NER (IOB2 over UD EWT) and of wikigold (IOB1)."""

from collections.abc import Callable, Iterator
from pathlib import Path

from kg.training.sentence import OUTSIDE, Sentence, bio_spans, bio_tags

_NAMES = {"PER", "LOC", "ORG"}


def read_uner(path: Path) -> dict[str, tuple[str, ...]]:
    """Tags of PER, LOC and ORG by sentence id; other labels (OTH, and the stray ``B-O``) read as outside."""
    tags: dict[str, tuple[str, ...]] = {}
    sent_id, current = "", list[str]()
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("# sent_id = "):
            sent_id = line.removeprefix("# sent_id = ")
        elif not line and current:
            tags[sent_id], current = tuple(current), []
        elif line and not line.startswith("#"):
            tag = line.split("\t")[2]
            current.append(tag if tag[2:] in _NAMES else OUTSIDE)
    return tags


def read_wikigold(path: Path, split_word: Callable[[str], list[str]]) -> Iterator[Sentence]:
    """Sentences with PER, LOC, ORG (MISC reads as outside), their words split as the run-time tokenizer splits them."""
    words: list[str] = []
    tags: list[str] = []
    number = 0
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if not line.strip():
            if words:
                number += 1
                yield _wikigold_sentence(words, tags, number, split_word)
            words, tags = [], []
            continue
        word, tag = line.rsplit(" ", 1)
        words.append(word)
        tags.append(tag)


def _wikigold_sentence(
    words: list[str], tags: list[str], number: int, split_word: Callable[[str], list[str]]
) -> Sentence:
    parts = [split_word(word) or [word] for word in words]
    starts = [sum(len(part) for part in parts[:position]) for position in range(len(parts) + 1)]
    spans = sorted((starts[begin], starts[end], label) for begin, end, label in bio_spans(tags) if label in _NAMES)
    flat = tuple(piece for part in parts for piece in part)
    layers = {"name": bio_tags(len(flat), spans), "entity": bio_tags(len(flat), spans, "name:")}
    return Sentence(flat, f"wikigold-{number}", layers=layers)
