"""The ontology, each term with its meaning and how often the data uses it."""

from collections.abc import Iterable, Mapping
from typing import Final

from kg import names as ns
from server.explore.addresses import ONTOLOGY_IRI
from server.explore.here import Explorer, NotFound
from server.explore.index.opened import marks
from server.explore.views import OntologyTerm, OntologyView, Term, Thing
from server.explore.vocabulary import FAMILIES, is_term, said, subclasses, superclasses, term

_CLASS: Final = ns.OWL + "Class"
_CONCEPT: Final = ns.SKOS + "Concept"
_SCHEME: Final = ns.SKOS + "ConceptScheme"
_DATATYPE: Final = ns.RDFS + "Datatype"
_HEADINGS: Final = {
    "class": "Classes",
    "property": "Properties",
    "concept": "Concepts",
    "scheme": "Concept schemes",
    "datatype": "Datatypes",
}
_MOST_EXAMPLES: Final = 5


def ontology(here: Explorer) -> OntologyView:
    """All terms by sort, in the order of the ontology file; counts are 0 while there is no index."""
    counts = term_counts(here)
    own = said().get("", {})
    groups: dict[str, list[OntologyTerm]] = {heading: [] for heading in _HEADINGS.values()}
    for name in said():
        if name:
            made = _term(name, counts)
            groups[_HEADINGS[made.sort]].append(made)
    return OntologyView(
        title=_first(own, ns.DCT + "title"),
        description=_first(own, ns.DCT + "description"),
        version=_first(own, ns.OWL + "versionInfo"),
        licence=_first(own, ns.DCT + "license"),
        iri=ONTOLOGY_IRI,
        groups={heading: tuple(terms) for heading, terms in groups.items() if terms},
    )


def ontology_term(here: Explorer, name: str) -> OntologyTerm:
    """One term, with a few things of it if it is a class. Raises NotFound."""
    if not is_term(name):
        raise NotFound("the ontology has no term of this name")
    return _term(name, term_counts(here), here)


def term_counts(here: Explorer) -> Mapping[str, int]:
    """How often the data uses each term: things of a class, triples of a property, values that are a concept."""
    if not here.indexed:
        return {}
    found: dict[str, int] = dict(here.index.rows("SELECT term, times FROM use"))
    kinds: dict[tuple[str, str], int] = {
        (family, kind): count for family, kind, count in here.index.rows("SELECT family, kind, count FROM kind_count")
    }
    # What several articles speak of is one thing.
    for name in said():
        if any(family == name or family in superclasses(name) or name in superclasses(family) for family in FAMILIES):
            below = {name, *subclasses(name)}
            total = sum(count for (_, kind), count in kinds.items() if kind in below)
            if total or name in found:
                found[name] = total
    return found


def _term(name: str, counts: Mapping[str, int], here: Explorer | None = None) -> OntologyTerm:
    values = said()[name]
    sort = _sort(values.get(ns.RDF + "type", []))
    own_parents = [iri.removeprefix(ns.CKG) for iri in values.get(ns.RDFS + "subClassOf", ()) if _is_own(iri)]
    own_parents += [iri.removeprefix(ns.CKG) for iri in values.get(ns.RDFS + "subPropertyOf", ()) if _is_own(iri)]
    children = [other for other in subclasses(name) if superclasses(other)[:1] == (name,)]
    schemes = _own_terms(values.get(ns.SKOS + "inScheme", ()))
    members = [other for other, about in said().items() if ns.CKG + name in about.get(ns.SKOS + "inScheme", ())]
    return OntologyTerm(
        term=term(name),
        iri=ns.CKG + name,
        sort=sort,
        example=_first(values, ns.SKOS + "example") or None,
        count=counts.get(name, 0),
        parents=tuple(term(each) for each in own_parents),
        children=tuple(term(each) for each in (children or members)),
        domain=_ends(values, "domain"),
        range=_ends(values, "range"),
        schemes=schemes,
        close=tuple(values.get(ns.SKOS + "closeMatch", ())),
        query=_query(name, sort),
        examples=_examples(here, name) if here is not None and sort == "class" and here.indexed else (),
    )


def _sort(types: list[str]) -> str:
    for sort, iri in (("class", _CLASS), ("concept", _CONCEPT), ("scheme", _SCHEME), ("datatype", _DATATYPE)):
        if iri in types:
            return sort
    return "property"


def _ends(values: Mapping[str, list[str]], name: str) -> tuple[Term, ...]:
    iris = [*values.get(ns.RDFS + name, ()), *values.get(f"{ns.SCHEMA}{name}Includes", ())]
    return _own_terms(dict.fromkeys(iris))


def _own_terms(iris: Iterable[str]) -> tuple[Term, ...]:
    return tuple(term(iri.removeprefix(ns.CKG)) for iri in iris if _is_own(iri))


def _is_own(iri: str) -> bool:
    return iri.startswith(ns.CKG)


def _first(values: Mapping[str, list[str]], name: str) -> str:
    return next(iter(values.get(name, ())), "")


def _examples(here: Explorer, name: str) -> tuple[Thing, ...]:
    """The newest and best known things of a class."""
    kinds = (name, *subclasses(name))
    rows = here.index.rows(
        f"SELECT iri, label, kind, family FROM thing WHERE kind IN ({marks(kinds)}) "
        "ORDER BY articles DESC, day DESC, sort_label, id LIMIT ?",
        (*kinds, _MOST_EXAMPLES),
    )
    return tuple(here.known(*row) for row in rows)


def _query(name: str, sort: str) -> str:
    """A query that shows how the data uses a term."""
    prefixes = f"PREFIX ckg: <{ns.CKG}>\nPREFIX rdfs: <{ns.RDFS}>\n"
    label = "OPTIONAL { ?thing rdfs:label ?thingLabel }"
    pattern = {
        "class": f"SELECT DISTINCT ?thing ?thingLabel WHERE {{\n  ?thing a ckg:{name} .\n  {label}\n}}",
        "property": f"SELECT DISTINCT ?thing ?thingLabel ?value WHERE {{\n  ?thing ckg:{name} ?value .\n  {label}\n}}",
        "concept": f"SELECT DISTINCT ?thing ?thingLabel ?role WHERE {{\n  ?thing ?role ckg:{name} .\n  {label}\n}}",
        "scheme": f"SELECT ?thing ?thingLabel WHERE {{\n  ?thing <{ns.SKOS}inScheme> ckg:{name} .\n  {label}\n}}",
        "datatype": f"SELECT ?thing ?value WHERE {{\n  ?thing ?role ?value FILTER(DATATYPE(?value) = ckg:{name})\n}}",
    }[sort]
    return f"{prefixes}\n{pattern}\nLIMIT 100"
