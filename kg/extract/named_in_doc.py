"""What a trained pipeline takes for names: the one place that reads ``doc.ents``.

The rules of this project know more of conflict news than a general model, so that its word decides only what they leave
open.
"""

from collections.abc import Mapping
from typing import Final

from kg.extract.page import Page
from kg.records import ActorKind, Span

PLACE: Final = "Place"
NamedSpans = Mapping[Span, str]

_KINDS: Final[Mapping[str, str]] = {
    "PER": ActorKind.PERSON,
    "PERSON": ActorKind.PERSON,
    "ORG": ActorKind.ORGANIZATION,
    "LOC": PLACE,
    "GPE": PLACE,
    "FAC": PLACE,
}


def named_in_doc(page: Page) -> NamedSpans:
    """Person, Organization or Place by span; empty where the pipeline has no entity recogniser."""
    if not page.doc.has_annotation("ENT_IOB"):
        return {}
    return {
        Span(entity.start_char, entity.end_char): _KINDS[entity.label_]
        for entity in page.doc.ents
        if entity.label_ in _KINDS
    }
