"""What a trained pipeline takes for names: the one place that reads the Doc's entities.

The rules of this project know more of conflict news than a model, so that its word decides only what they leave open.
The shipped pipeline's span group ``entities`` comes first, with its probabilities; of another pipeline ``doc.ents``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kg.extract.text.page import Page
from kg.records import ActorKind, Span

PLACE: Final = "Place"
#: No actor and no place: a weapon, a date, people described, an adjective of nationality that only describes.
OTHER: Final = "other"

_GROUP: Final = "entities"
_ACTORS: Final[Mapping[str, str]] = {kind.value: kind.value for kind in ActorKind if kind is not ActorKind.COLLECTIVE}
_KINDS: Final[Mapping[str, str]] = {
    **_ACTORS,
    "PER": ActorKind.PERSON.value,
    "PERSON": ActorKind.PERSON.value,
    "ORG": ActorKind.ORGANIZATION.value,
    "LOC": PLACE,
    "GPE": PLACE,
    "FAC": PLACE,
    "Place": PLACE,
    "Facility": PLACE,
}


@dataclass(frozen=True, slots=True)
class Named:
    """What some words name: a value of ActorKind, PLACE or OTHER; score is the model's probability, 0 to 1."""

    kind: str
    score: float


NamedSpans = Mapping[Span, Named]


def named_in_doc(page: Page) -> NamedSpans:
    """What the Doc takes for names, by span; empty where the pipeline has no entity recogniser."""
    doc = page.doc
    if _GROUP in doc.spans:
        group = doc.spans[_GROUP]
        scores = group.attrs.get("scores") or [1.0] * len(group)
        spans = zip(group, scores, strict=True)
    elif doc.has_annotation("ENT_IOB"):
        spans = zip(doc.ents, [1.0] * len(doc.ents), strict=True)
    else:
        return {}
    found: dict[Span, Named] = {}
    for entity, score in spans:
        span = Span(entity.start_char, entity.end_char)
        if span not in found or found[span].score < score:
            found[span] = Named(_KINDS.get(entity.label_, OTHER), score)
    return found
