"""A strike, an agreement or a zone: each value beside its sentence, blame that is disputed apart from fact."""

from typing import Final

from server.explore.accusing import accusations, blamed_by_claims
from server.explore.claims import claim_lines, claims_about
from server.explore.evidence import Witness, as_property
from server.explore.here import Explorer, NotFound
from server.explore.incident import incident_of
from server.explore.views import EventView, Evidence, Property, Term, Thing, Value
from server.explore.vocabulary import inverse_label, narrowest_first, term

FAMILIES: Final = ("Strike", "Agreement", "Zone")
# What a reader expects to be told, in the order to show it; what has no value is said to be unknown.
_EXPECTED: Final = {
    "Strike": ("target", "location", "when", "weapon", "killed", "injured"),
    "Agreement": ("party", "establishes", "location", "when"),
    "Zone": ("within", "controlledBy", "extent"),
}
_OWN_PLACE: Final = {"factuality", "status", "perpetrator", "allegedPerpetrator"}
_OF_CLAIMS: Final = frozenset({"about", "responsible", "claimant"})
_MOST_CLAIMS: Final = 60


def event(here: Explorer, iri: str) -> EventView:
    """All that the graph says of a strike, an agreement or a zone. Raises NotFound."""
    classes = here.graph.classes(iri)
    family = next((each for each in FAMILIES if each in classes), None)
    if family is None:
        raise NotFound("the graph has no strike, agreement or zone of this name")
    witness = Witness(here)
    values = witness.values(iri)
    abouts = claims_about(here, iri, 2_000)
    lines = claim_lines(witness, abouts[:_MOST_CLAIMS])
    expected = _EXPECTED[family]
    names = [name for name in expected if name in values]
    names += [name for name in sorted(values) if name not in expected and name not in _OWN_PLACE]
    confidence = here.graph.literal(iri, "confidence")
    triggers = _triggers(witness, iri)
    alleged = list(values.get("allegedPerpetrator", ()))
    if family == "Strike":
        alleged += blamed_by_claims(lines, triggers, [*alleged, *values.get("perpetrator", ())])
    accused = accusations(witness, alleged, lines)
    return EventView(
        thing=here.thing(iri),
        family=family,
        kinds=tuple(term(name) for name in narrowest_first(classes)),
        factuality=_first(values, "factuality"),
        status=_first(values, "status"),
        perpetrators=tuple(values.get("perpetrator", ())),
        accused=accused,
        properties=tuple(as_property(name, values[name]) for name in names) + _pointing(witness, iri),
        unknown=_unknown(family, values, bool(accused)),
        triggers=triggers,
        claims=lines,
        more_claims=len(abouts) - len(lines),
        incident=incident_of(witness, iri),
        articles=_articles(witness, iri, values),
        confidence=confidence,
    )


def _pointing(witness: Witness, iri: str) -> tuple[Property, ...]:
    """What has the event or zone as a value, as the agreement that establishes a zone; claims stand elsewhere."""
    values = witness.pointing(iri, _OF_CLAIMS)
    return tuple(Property(term(name), inverse_label(name), tuple(each), inverse=True) for name, each in values.items())


def _first(values: dict[str, list[Value]], name: str) -> Value | None:
    return next(iter(values.get(name, ())), None)


def _unknown(family: str, values: dict[str, list[Value]], accused: bool) -> tuple[Term, ...]:
    missing = [name for name in _EXPECTED[family] if name not in values]
    if family == "Strike" and not values.get("perpetrator") and not accused:
        missing.insert(0, "perpetrator")
    return tuple(term(name) for name in missing)


def _triggers(witness: Witness, iri: str) -> tuple[Evidence, ...]:
    """The words that speak of the event, each in its sentence."""
    graph = witness.here.graph
    sentences = graph.spans(iri, "evidence")
    found = []
    for mention in graph.subjects("denotes", iri, 200):
        if "Trigger" in graph.concepts(mention, "mentionKind") and (span := graph.span(mention)) is not None:
            around = next((s for s in sentences if s.begin <= span.begin and span.end <= s.end), None)
            found.append(witness.evidence(span, around))
    return tuple(sorted((e for e in found if e is not None), key=lambda e: (e.article.iri, e.words_begin or 0)))


def _articles(witness: Witness, iri: str, values: dict[str, list[Value]]) -> tuple[Thing, ...]:
    told = [e.article for each in values.values() for value in each for e in value.evidence]
    return tuple(dict.fromkeys([e.article for e in witness.of_thing(iri)] + told))
