"""The entity layer of UD English-GUM (``Entity=`` in MISC): nested mentions of all kinds, named or not.

Each opening bracket reads ``(group-type-infstat-…-minspan-link-identity``; the closing one names the group.
Source: https://gucorpling.org/gum/, coreference in CoNLL-U "global.Entity" style.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from kg.training.corpora.conllu import Block, read_blocks, to_sentence
from kg.training.sentence import Sentence, bio_tags, closed

_BRACKET = re.compile(r"\((?P<open>[0-9]+)-(?P<type>\w+)-[^()]*(?P<alone>\))?|(?P<close>[0-9]+)\)")
_ENTITY = re.compile(r"(?:^|\|)Entity=([^|]*)")
_UPOS, _HEAD, _DEPREL = 3, 6, 7
_NAME_PARTS = {"PROPN", "NUM"}
#: How a title hangs on the name that it stands before.
_TITLES = {"nmod:desc", "compound"}


def read_gum(path: Path) -> Iterator[Sentence]:
    """Sentences with tree, named entities (``gum``; also as partial labels of ``entity``) and times (``value``)."""
    for block in read_blocks(path):
        spans = mentions(block)
        names = list(_named(block, spans))
        times = [_trimmed(block, begin, end, "Date") for begin, end, kind in spans if kind == "time"]
        times = _outermost([span for span in times if span[0] < span[1]])
        layers = {
            "gum": bio_tags(len(block.rows), names),
            "entity": closed(bio_tags(len(block.rows), names, "gum:"), block.column(_UPOS)),
            "value": bio_tags(len(block.rows), times, "gum:"),
            "name": _opened(bio_tags(len(block.rows), names, "gum:"), block.column(_UPOS)),
        }
        yield to_sentence(block, layers)


def mentions(block: Block) -> list[tuple[int, int, str]]:
    """All mentions as (first word, end word, type); a bracket that never closes in the sentence is dropped."""
    spans: list[tuple[int, int, str]] = []
    opened: dict[str, list[tuple[int, str]]] = {}
    for position, misc in enumerate(block.misc):
        found = _ENTITY.search(misc)
        for bracket in _BRACKET.finditer(found.group(1) if found else ""):
            if bracket["open"] and bracket["alone"]:
                spans.append((position, position + 1, bracket["type"]))
            elif bracket["open"]:
                opened.setdefault(bracket["open"], []).append((position, bracket["type"]))
            elif opened.get(bracket["close"]):
                begin, kind = opened[bracket["close"]].pop()
                spans.append((begin, position + 1, kind))
    return sorted(spans, key=lambda span: (span[0], -span[1]))


def _named(block: Block, spans: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Names within mentions: the run of proper nouns around a mention's head, where that head is a proper noun."""
    heads = [int(head) - 1 for head in block.column(_HEAD)]
    upos = block.column(_UPOS)
    seen: set[int] = set()
    for begin, end, kind in spans:
        roots = [word for word in range(begin, end) if not begin <= heads[word] < end]
        if kind == "time" or not roots or upos[roots[0]] != "PROPN" or roots[0] in seen:
            continue
        seen.add(roots[0])
        first, last = _name_around(upos, roots[0], begin, end)
        while kind == "person" and first < roots[0] and block.rows[first][_DEPREL] in _TITLES:
            first += 1
        yield first, last, kind


def _name_around(upos: tuple[str, ...], head: int, begin: int, end: int) -> tuple[int, int]:
    first = last = head
    while first > begin and upos[first - 1] in _NAME_PARTS:
        first -= 1
    while last + 1 < end and upos[last + 1] in _NAME_PARTS:
        last += 1
    return first, last + 1


def _opened(tags: tuple[str, ...], upos: tuple[str, ...]) -> tuple[str, ...]:
    """Outside becomes unknown on proper nouns, which may belong to a name that no mention marks."""
    return tuple("gum:?" if tag == "gum:O" and part == "PROPN" else tag for tag, part in zip(tags, upos, strict=True))


def _trimmed(block: Block, begin: int, end: int, label: str) -> tuple[int, int, str]:
    upos = block.column(_UPOS)
    while begin < end and upos[begin] in {"DET", "PUNCT", "ADP"}:
        begin += 1
    while begin < end and upos[end - 1] == "PUNCT":
        end -= 1
    return begin, end, label


def _outermost(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept
