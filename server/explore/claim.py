"""One claim: its words, its sayer, what it is about, and what others say of it."""

from typing import Final

from server.explore.claims import claim_lines, claims_about
from server.explore.evidence import Witness, as_property
from server.explore.here import Explorer, NotFound
from server.explore.index.reading import key
from server.explore.views import ClaimView
from server.explore.vocabulary import narrowest_first, term

_MOST: Final = 60
# Claims about one thing that are looked at to find those that are shown.
_MOST_LOOKED_AT: Final = 500
_ANSWERED: Final = ("Strike", "Agreement", "Zone")


def claim(here: Explorer, iri: str) -> ClaimView:
    """All that the graph says of a claim. Raises NotFound."""
    classes = here.graph.classes(iri)
    if "Claim" not in classes:
        raise NotFound("the graph has no claim of this name")
    witness = Witness(here)
    (line,) = claim_lines(witness, [iri])
    answers = claim_lines(witness, claims_about(here, iri, _MOST_LOOKED_AT)[:_MOST])
    events = [thing.iri for thing in line.about if here.family(thing.iri) in _ANSWERED]
    others = [other for each in events for other in claims_about(here, each, _MOST_LOOKED_AT)]
    known = {iri, *(answer.thing.iri for answer in answers)}
    siblings = claim_lines(witness, [other for other in dict.fromkeys(others) if other not in known][:_MOST])
    values = witness.values(iri)
    return ClaimView(
        line,
        tuple(term(name) for name in narrowest_first(classes)),
        tuple(as_property(name, each) for name, each in values.items()),
        answers,
        siblings,
        _disputed(here, iri, events, any(a.stance and a.stance.name == "Denies" for a in answers)),
        here.graph.literal(iri, "confidence"),
    )


def _disputed(here: Explorer, iri: str, events: list[str], denied: bool) -> bool:
    if here.indexed:
        found = here.index.one("SELECT disputed FROM thing WHERE id = ?", (key(iri),))
        if found is not None:
            return bool(found)
    return denied or any("Disputed" in here.graph.concepts(event, "factuality") for event in events)
