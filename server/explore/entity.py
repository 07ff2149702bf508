"""An actor, a place, or anything else that has no page of its own kind."""

from dataclasses import replace
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from kg import names as ns
from server.explore.claims import claim_lines, counted_claims
from server.explore.evidence import MOST_EVIDENCE, Witness
from server.explore.graph import TYPE
from server.explore.here import Explorer, NotFound
from server.explore.index.opened import marks
from server.explore.index.reading import key, position
from server.explore.rows import rows_of
from server.explore.views import Alias, EntityView, Geometry, Link, Property, Row, Thing, Value
from server.explore.vocabulary import extracted_properties, humanised, inverse_label, narrowest_first, term

_MOST_ALIASES: Final = 40
_MOST_VALUES: Final = 20
_MOST_EVENTS: Final = 60
_MOST_CLAIMS: Final = 20
_MOST_SOURCES: Final = 30
_MOST_LINKS: Final = 50
# Shown elsewhere on the page: as events and claims.
_NOT_RELATIONS: Final = (
    "perpetrator",
    "allegedPerpetrator",
    "target",
    "location",
    "party",
    "establishes",
    "claimant",
    "about",
    "responsible",
)
_EVENTS: Final = "('Strike', 'Agreement')"


def entity(here: Explorer, iri: str) -> EntityView:
    """All that the graph says of a node. Raises NotFound, and NoIndex for an actor or a place while there is none."""
    if not here.graph.exists(iri):
        raise NotFound("the graph says nothing of this name")
    classes = here.graph.classes(iri)
    thing, family = here.thing(iri), here.family(iri)
    witness = Witness(here)
    if family in ("Actor", "Place"):
        properties, relations = _own_literals(witness, iri), _relations(witness, iri)
    else:
        properties, relations = _described(witness, iri), _pointing(witness, iri)
    events, events_total = _events(here, iri)
    claims_by, by_total = _claims(here, ("claimant",), iri)
    claims_about, about_total = _claims(here, ("about", "responsible"), iri)
    aliases, more_aliases = _aliases(here, iri)
    counts = _counts(here, iri)
    return EntityView(
        thing=thing,
        family=family,
        kinds=tuple(term(name) for name in narrowest_first(classes)),
        aliases=aliases,
        more_aliases=more_aliases,
        mentions=counts[1],
        articles=counts[0],
        properties=properties,
        relations=relations,
        links=links(here, iri),
        geometry=geometry(here, iri),
        events=events,
        events_total=events_total,
        claims_by=claim_lines(witness, claims_by),
        claims_by_total=by_total,
        claims_about=claim_lines(witness, claims_about),
        claims_about_total=about_total,
        sources=_sources(here, iri),
    )


def _counts(here: Explorer, iri: str) -> tuple[int, int]:
    rows = here.index.rows("SELECT articles, mentions FROM thing WHERE id = ?", (key(iri),)) if here.indexed else []
    return rows[0] if rows else (0, 0)


def _aliases(here: Explorer, iri: str) -> tuple[tuple[Alias, ...], int]:
    if not here.indexed:
        return tuple(Alias(text, 0, 0) for text in here.graph.literals(iri, ns.SKOS + "altLabel")[:_MOST_ALIASES]), 0
    where = "FROM alias WHERE thing = ?"
    total = here.index.one(f"SELECT count(*) {where}", (key(iri),))
    rows = here.index.rows(
        f"SELECT text, mentions, articles {where} ORDER BY mentions DESC, text LIMIT {_MOST_ALIASES}",
        (key(iri),),
    )
    return tuple(Alias(*row) for row in rows), max(0, total - _MOST_ALIASES)


def _own_literals(witness: Witness, iri: str) -> tuple[Property, ...]:
    """Values that are words or value nodes, as role titles and strengths, grouped over the articles."""
    graph = witness.here.graph
    found = []
    for name in ("roleTitle", "strength", "isoCode", "geonamesId"):
        objects = graph.values(iri, name)
        values = [witness.value(object) for object in objects[:_MOST_VALUES]]
        nodes = _nodes_by_value(witness, iri, name) if objects and name in extracted_properties() else {}
        values = [
            witness.told(value, known, witness.of_nodes(known[:MOST_EVIDENCE]), True)
            for value, object in zip(values, objects, strict=False)
            for known in [nodes.get(str(object), [])]
        ]
        if values:
            values.sort(key=lambda value: (-value.articles, value.text))
            found.append(Property(term(name), term(name).label, tuple(values), more=max(0, len(objects) - len(values))))
    return tuple(found)


def _nodes_by_value(witness: Witness, iri: str, name: str) -> dict[str, list[str]]:
    """The relation nodes of a property, by value; of a bounded number of the node's relations."""
    graph, found = witness.here.graph, dict[str, list[str]]()
    for node in graph.subjects("relationSubject", iri, 1_000):
        if name in graph.concepts(node, "relationProperty"):
            for object in graph.values(node, "relationObject"):
                found.setdefault(str(object), []).append(node)
    return found


def _relations(witness: Witness, iri: str) -> tuple[Property, ...]:
    """Relations to other things, both ways: of each property the ones that the most articles tell."""
    found: list[Property] = []
    for own, other, inverse in (("subject", "object", False), ("object", "subject", True)):
        statement = f"""WITH grouped AS (
            SELECT property, {other} AS other, count(DISTINCT article) AS articles, max(stated) AS stated,
              min(factuality) AS factuality
            FROM fact WHERE {own} = ? AND property NOT IN ({marks(_NOT_RELATIONS)}) GROUP BY 1, 2),
          ranked AS (
            SELECT *, row_number() OVER (PARTITION BY property ORDER BY articles DESC, other) AS place,
              count(*) OVER (PARTITION BY property) AS total FROM grouped)
          SELECT property, other, articles, stated, factuality, total, (
            SELECT group_concat(node, ' ') FROM (
              SELECT node FROM fact
              WHERE {own} = ? AND fact.property = ranked.property AND fact.{other} = ranked.other AND node IS NOT NULL
              ORDER BY article LIMIT {MOST_EVIDENCE}))
          FROM ranked WHERE place <= {_MOST_VALUES} ORDER BY property, place"""
        rows = witness.here.index.rows(statement, (key(iri), *_NOT_RELATIONS, key(iri)))
        found += _grouped(witness, rows, inverse)
    return tuple(found)


def _grouped(witness: Witness, rows: list[tuple[Any, ...]], inverse: bool) -> list[Property]:
    shown: dict[str, list[tuple[Any, ...]]] = {}
    for row in rows:
        shown.setdefault(row[0], []).append(row)
    things = witness.here.by_ids(row[1] for row in rows)
    found = []
    for name, each in shown.items():
        values = [_related(witness, things[row[1]], row) for row in each if row[1] in things]
        label = inverse_label(name) if inverse else term(name).label
        found.append(Property(term(name), label, tuple(values), inverse, more=each[0][5] - len(each)))
    return found


def _related(witness: Witness, thing: Thing, row: tuple[Any, ...]) -> Value:
    _, _, articles, stated, factuality, _, nodes = row
    known = (nodes or "").split()
    told = witness.told(Value(thing.label, thing=thing), known, witness.of_nodes(known), bool(stated))
    # A relation that the text denies or only proposes has no direct triple; it says so.
    kind = term(factuality) if factuality and not (stated and factuality == "Stated") else None
    return replace(told, factuality=kind, articles=articles)


def _events(here: Explorer, iri: str) -> tuple[tuple[Row, ...], int]:
    """Strikes and agreements in which the thing has a role, newest first."""
    if not here.indexed:
        return (), 0
    where = (
        f"WHERE id IN (SELECT subject FROM fact WHERE object = ?) AND family IN {_EVENTS} "
        f"OR id IN (SELECT object FROM fact WHERE subject = ?) AND family IN {_EVENTS}"
    )
    total = here.index.one(f"SELECT count(*) FROM thing {where}", (key(iri),) * 2)
    ids = here.index.rows(
        f"SELECT id FROM thing {where} ORDER BY day DESC, sort_label, id LIMIT {_MOST_EVENTS}",
        (key(iri),) * 2,
    )
    return rows_of(here, [row[0] for row in ids]), total


def _claims(here: Explorer, properties: tuple[str, ...], iri: str) -> tuple[list[str], int]:
    return counted_claims(here, properties, iri, _MOST_CLAIMS) if here.indexed else ([], 0)


def _sources(here: Explorer, iri: str) -> tuple[Thing, ...]:
    """The newest articles that speak of the thing."""
    if not here.indexed:
        return ()
    statement = (
        "SELECT source.id FROM facet JOIN thing AS source ON source.id = facet.value "
        "WHERE facet.thing = ? AND facet.name = 'article' ORDER BY source.day DESC, source.sort_label LIMIT ?"
    )
    ids = [row[0] for row in here.index.rows(statement, (key(iri), _MOST_SOURCES))]
    found = here.by_ids(ids)
    return tuple(found[id] for id in ids)


def links(here: Explorer, iri: str) -> tuple[Link, ...]:
    """Links to outside datasets, accepted ones first."""
    graph = here.graph
    order = ("Accepted", "Candidate", "Rejected")
    found = []
    for node in graph.subjects("linkSubject", iri, _MOST_LINKS):
        status = next(iter(graph.concepts(node, "linkStatus")), "Candidate")
        for target in graph.nodes(node, "linkTarget"):
            predicate = next(iter(graph.nodes(node, "linkPredicate")), "")
            found.append(
                Link(
                    node,
                    target,
                    target_label(target),
                    here.term_of(predicate).label if predicate else "",
                    term(status),
                    graph.literal(node, "linkMethod") or "",
                    graph.literal(node, "confidence"),
                )
            )
    return tuple(
        sorted(found, key=lambda link: (order.index(link.status.name) if link.status.name in order else 9, link.target))
    )


def target_label(target: str) -> str:
    """An outside thing by its dataset and its key there: "Wikidata Q159"."""
    for name, space in (("Wikidata", ns.WIKIDATA), ("GeoNames", ns.GEONAMES)):
        if target.startswith(space):
            return f"{name} {target.removeprefix(space).strip('/')}"
    return humanised(target)


def geometry(here: Explorer, iri: str) -> Geometry | None:
    """Where a thing lies, by the first geometry that can be read."""
    graph = here.graph
    for node in (iri, *graph.nodes(iri, ns.GEO + "hasGeometry")):
        for wkt in graph.literals(node, ns.GEO + "asWKT"):
            if (found := position(wkt)) is not None:
                return Geometry(*found, wkt)
    return None


def _described(witness: Witness, iri: str) -> tuple[Property, ...]:
    """Everything said of a node of no family of its own."""
    found = []
    for name, objects in sorted(witness.here.graph.described(iri).items()):
        if name == TYPE:
            continue
        values = sorted((witness.value(object) for object in objects[:_MOST_VALUES]), key=lambda value: value.text)
        meant = witness.here.term_of(name)
        found.append(Property(meant, meant.label, tuple(values), more=max(0, len(objects) - _MOST_VALUES)))
    return tuple(found)


def _pointing(witness: Witness, iri: str) -> tuple[Property, ...]:
    """What points at a node of no family of its own."""
    here, found = witness.here, dict[str, list[str]]()
    for quad in here.graph.quads(None, None, iri, 500):
        if isinstance(quad.subject, NamedNode) and not isinstance(quad.object, Literal):
            subjects = found.setdefault(quad.predicate.value, [])
            if quad.subject.value not in subjects:
                subjects.append(quad.subject.value)
    made = []
    for name, subjects in sorted(found.items()):
        values = tuple(Value(thing.label, thing=thing) for thing in here.things(sorted(subjects)[:_MOST_VALUES]))
        meant = here.term_of(name)
        label = f"is {meant.label} of"
        made.append(Property(meant, label, values, inverse=True, more=max(0, len(subjects) - _MOST_VALUES)))
    return tuple(made)
