"""Reports of several articles about one happening, side by side."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlencode

from server.explore.addresses import short_name
from server.explore.evidence import Witness, disagrees
from server.explore.here import Explorer, NotFound
from server.explore.views import Incident, Report, Term, Thing, Value
from server.explore.vocabulary import term

_COMPARED: Final = ("party", "killed", "injured", "when", "perpetrator", "allegedPerpetrator", "factuality")
_MOST_REPORTS: Final = 50
_MOST_COUNTED: Final = 1_000_000
_LISTS: Final = {"Strike": "strikes", "Agreement": "agreements"}


def incident(here: Explorer, iri: str) -> Incident:
    """An incident with its reports. Raises NotFound."""
    if "Incident" not in here.graph.classes(iri):
        raise NotFound("the graph has no incident of this name")
    return _incident(Witness(here), iri, None)


def incident_of(witness: Witness, event: str) -> Incident | None:
    """The incident that an event was judged to be in; None where there is none."""
    found = witness.here.graph.nodes(event, "inIncident")
    return _incident(witness, found[0], event) if found else None


def _incident(witness: Witness, iri: str, event: str | None) -> Incident:
    here, graph = witness.here, witness.here.graph
    every = graph.subjects("inIncident", iri, _MOST_COUNTED)
    # The report from which one comes here is always among those shown.
    members = sorted({*every[:_MOST_REPORTS], *([event] if event else [])})
    here.know(members)
    values = {member: witness.values(member) for member in members}
    reports = sorted(
        (_report(witness, member, values[member], member == event) for member in members),
        key=lambda report: (report.published or "", report.event.iri),
    )
    return Incident(
        here.thing(iri),
        tuple(reports),
        graph.literal(iri, "linkMethod") or graph.literal(iri, "rule"),
        graph.literal(iri, "confidence"),
        tuple(term(name).label for name in _COMPARED if _differs(name, list(values.values()))),
        len(every),
        _list_url(here, iri, members),
    )


def _list_url(here: Explorer, iri: str, members: Sequence[str]) -> str:
    """The list of all reports of an incident; its members are of one family."""
    name = next((_LISTS[here.family(each)] for each in members if here.family(each) in _LISTS), "strikes")
    return f"/{name}?{urlencode({'incident': short_name(iri, here.base_iri)})}"


def _differs(name: str, reports: Sequence[dict[str, list[Value]]]) -> bool:
    """Whether figures and times cannot all hold, or reports name different actors or factualities."""
    every = [value for report in reports for value in report.get(name, ())]
    if name in ("killed", "injured", "when"):
        return disagrees(every)
    told = [{value.text for value in report[name]} for report in reports if report.get(name)]
    return any(each != told[0] for each in told)


def _report(witness: Witness, event: str, values: dict[str, list[Value]], same: bool) -> Report:
    evidence = next(iter(witness.of_thing(event, 1)), None)
    factuality: Term | None = next((value.term for value in values.get("factuality", ())), None)

    def texts(name: str) -> tuple[str, ...]:
        return tuple(value.text for value in values.get(name, ()))

    def actors(name: str) -> tuple[Thing, ...]:
        return tuple(value.thing for value in values.get(name, ()) if value.thing)

    return Report(
        witness.here.thing(event),
        evidence.article if evidence else None,
        evidence.publisher if evidence else None,
        evidence.published if evidence else None,
        factuality,
        texts("killed"),
        texts("injured"),
        texts("when"),
        actors("perpetrator"),
        actors("allegedPerpetrator"),
        same,
        tuple(value.time for value in values.get("when", ()) if value.time),
        actors("party"),
    )
