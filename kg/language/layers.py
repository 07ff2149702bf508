"""What the network found, put into the Doc: tags, tree, names, and the project's span groups.

Span groups of ``doc.spans``, each with ``attrs["scores"]`` (one 0–1 probability a span, in the same order):
``entities`` (Person, State, … Date, Number; may nest), ``names`` (PER, LOC, ORG in the sense of Universal NER),
``triggers`` (kinds of strike and agreement), ``sources``, ``cues`` (label: the stance), ``contents``.
``doc.ents`` are the outermost entities.
"""

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from spacy.attrs import DEP, HEAD, POS, TAG
from spacy.symbols import IDS
from spacy.tokens import Doc, Span, SpanGroup

from kg.language.bio import TagSpan

GROUPS: Final = ("entities", "names", "triggers", "sources", "cues", "contents")

Integers = npt.NDArray[np.int64]
Ids = npt.NDArray[np.uint64]


class GrammarColumns:
    """Tag, part of speech, dependency and head of every token of a doc; those that nothing sets are white space."""

    def __init__(self, doc: Doc) -> None:
        strings = doc.vocab.strings
        self.doc = doc
        self.tag = np.full(len(doc), strings.add("_SP"), dtype=np.uint64)
        self.pos = np.full(len(doc), IDS["SPACE"], dtype=np.uint64)
        self.dep = np.full(len(doc), strings.add("dep"), dtype=np.uint64)
        self.head: Integers = np.full(len(doc), -1, dtype=np.int64)

    def set_sentence(self, tokens: Integers, heads: Integers, tags: Ids, pos: Ids, deps: Ids) -> None:
        """Set the words at ``tokens``; ``heads`` count them from 1 (0: root), the rest are ids of the string store."""
        self.tag[tokens], self.pos[tokens], self.dep[tokens] = tags, pos, deps
        self.head[tokens] = np.where(heads == 0, tokens, tokens[heads - 1])

    def write(self, known_deps: Ids) -> None:
        """Write into the doc what it lacks, and the tree if it has none or one with labels other than ``known_deps``.

        White space hangs on the word before it, at a doc's beginning on the first word.
        """
        doc = self.doc
        columns = {TAG: self.tag, POS: self.pos}
        missing = [attribute for attribute in columns if not doc.has_annotation(attribute)]
        if not _has_tree(doc, known_deps):
            columns |= {DEP: self.dep, HEAD: self._offsets()}
            missing += [DEP, HEAD]
        if len(doc) and missing:
            table: Any = np.stack([columns[attribute] for attribute in missing], axis=1)
            doc.from_array(missing, table)

    def _offsets(self) -> Ids:
        words = np.flatnonzero(self.head >= 0)
        for index in np.flatnonzero(self.head < 0).tolist():
            place = int(np.searchsorted(words, index))
            self.head[index] = words[place - 1] if place else words[0] if len(words) else 0
        return (self.head - np.arange(len(self.head))).astype(np.int64).view(np.uint64)


def _has_tree(doc: Doc, known_deps: Ids) -> bool:
    if not doc.has_annotation(DEP):
        return False
    used = {token.dep for token in doc if not token.is_space}
    return used <= set(known_deps.tolist())


def put_group(doc: Doc, name: str, spans: Iterable[TagSpan]) -> None:
    """Set one span group, in text order, the longer first."""
    ordered = sorted(spans, key=lambda span: (span.begin, -span.end))
    group = SpanGroup(doc, name=name, spans=[Span(doc, span.begin, span.end, label=span.label) for span in ordered])
    group.attrs["scores"] = [round(span.score, 4) for span in ordered]
    doc.spans[name] = group


def put_entities(doc: Doc) -> None:
    """Set ``doc.ents`` to the outermost spans of the group ``entities``."""
    outermost: list[Span] = []
    for span in doc.spans["entities"]:
        if not outermost or span.start >= outermost[-1].end:
            outermost.append(span)
    doc.set_ents(outermost)
