"""Entities that another pipeline has found, brought into the project's span groups."""

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from spacy.tokens import Doc

from kg.language.bio import TagSpan

#: Span group → the column of ``entity_labels.csv`` with its labels.
_COLUMNS = {"names": "name", "entities": "entity"}


def merge_given(doc: Doc, spans: dict[str, list[TagSpan]]) -> bool:
    """Let the entities that ``doc`` has take the place of the network's in the groups ``names`` and ``entities``.

    Where the network found the same words with a finer label of the same kind, that label is used; an entity whose
    label ``entity_labels.csv`` lacks is left out. Returns whether the doc had been through another entity recogniser.
    """
    if not doc.has_annotation("ENT_IOB"):
        return False
    known = entity_labels()
    for group, column in _COLUMNS.items():
        found = spans[group]
        labels = {(span.begin, span.end): span.label for span in found}
        given = []
        for each in doc.ents:
            row = known.get(each.label_, {})
            if row.get(column):
                ours = labels.get((each.start, each.end), "")
                label = ours if column == "entity" and ours in row["finer"].split() else row[column]
                given.append(TagSpan(each.start, each.end, label, 1.0))
        spans[group] = _apart(found, given) + given
    return True


@cache
def entity_labels() -> Mapping[str, Mapping[str, str]]:
    """Labels of other schemes (OntoNotes, CoNLL) → row of ``entity_labels.csv``: the group's labels, and finer ones."""
    text = files("kg.language").joinpath("entity_labels.csv").read_text(encoding="utf-8")
    return {row["label"]: row for row in csv.DictReader(text.splitlines())}


def _apart(found: Sequence[TagSpan], given: Sequence[TagSpan]) -> list[TagSpan]:
    return [span for span in found if not any(span.begin < each.end and each.begin < span.end for each in given)]
