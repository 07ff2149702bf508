"""What a training sentence is, whichever corpus it comes from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

OUTSIDE = "O"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One tokenised sentence with the layers that its corpus annotates.

    ``heads`` count words from 1, 0 being the root; a layer that the corpus lacks is None or absent from ``layers``.
    ``layers`` maps a network head's name to one tag a word; a tag ``scheme:TAG`` is in a corpus's own inventory
    and stands for all the tags of the head that ``label_maps.json`` allows.
    """

    words: tuple[str, ...]
    name: str = ""
    lemmas: tuple[str, ...] | None = None
    upos: tuple[str, ...] | None = None
    xpos: tuple[str, ...] | None = None
    heads: tuple[int, ...] | None = None
    deprels: tuple[str, ...] | None = None
    layers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.words)


def bio_tags(length: int, spans: Iterable[tuple[int, int, str]], prefix: str = "") -> tuple[str, ...]:
    """BIO tags of ``length`` words for spans of (first word, end word, label); of two that overlap the first wins."""
    tags = [prefix + OUTSIDE] * length
    taken = [False] * length
    for begin, end, label in spans:
        if begin >= end or any(taken[begin:end]):
            continue
        taken[begin:end] = [True] * (end - begin)
        tags[begin] = f"{prefix}B-{label}"
        tags[begin + 1 : end] = [f"{prefix}I-{label}"] * (end - begin - 1)
    return tuple(tags)


def bio_spans(tags: Sequence[str]) -> set[tuple[int, int, str]]:
    """Spans of (first word, end word, label) in BIO tags; an I- that continues nothing opens one (CoNLL's reading)."""
    spans: set[tuple[int, int, str]] = set()
    begin, label = 0, ""
    for position, tag in enumerate([*tags, OUTSIDE]):
        continues = label and tag == f"I-{label}"
        if continues:
            continue
        if label:
            spans.add((begin, position, label))
        begin, label = position, tag[2:] if tag != OUTSIDE else ""
    return spans


#: Parts of speech that are in no name or noun group of their own, whatever a corpus leaves open.
_NEVER_ENTITY = frozenset({"VERB", "AUX", "PRON", "CCONJ", "SCONJ", "INTJ", "SYM"})


def closed(tags: Sequence[str], upos: Sequence[str]) -> tuple[str, ...]:
    """Tags of a scheme with ``scheme:O`` made ``scheme:-`` (certainly outside) on verbs, pronouns and conjunctions."""
    return tuple(
        tag[:-1] + "-" if tag.endswith(":O") and part in _NEVER_ENTITY else tag
        for tag, part in zip(tags, upos, strict=True)
    )
