"""What is asked for one SERVICE block: by which query the rest of the text gives the values that can join, and what
goes to the endpoint with them.

Why the result is the same. Every operator of SPARQL works solution by solution on what stands before it, so a row of
the block matters only where it agrees with a solution of everything it is joined with. For a block in the main group
these are the group's triples, VALUES, GRAPH, groups and sub-queries, wherever they stand; for one in an OPTIONAL those
of the main group before the OPTIONAL, and those beside the block. OPTIONAL, MINUS and what could be bound by them are
left out of the local query, which can only make it give more. A FILTER or BIND is taken in where all its variables have
the value they will have in the end.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from kg.errors import QueryError
from kg.federation.elements import Element, Kind, Service, Shape, iri_of, is_word, selects_all, variables_of
from kg.federation.rows import Row, values
from kg.guard import Token

_MOST_BLOCKS: Final = 4
_JOINED: Final = (Kind.TRIPLES, Kind.VALUES, Kind.GRAPH, Kind.NESTED, Kind.UNION, Kind.SELECT)
_BINDING: Final = (Kind.TRIPLES, Kind.GRAPH, Kind.NESTED)
_CHANGING: Final = ("rand", "now", "uuid", "struuid", "bnode")
# Services within an endpoint, which reach nobody else: Wikidata's labels, its search around a point, and the like.
_WITHIN: Final = ("http://wikiba.se/ontology#", "http://www.bigdata.com/")
_WITHIN_PREFIXES: Final = {
    "wikibase": "http://wikiba.se/ontology#",
    "bd": "http://www.bigdata.com/rdf#",
    "gas": "http://www.bigdata.com/rdf/gas#",
}
_LABELS: Final = re.compile(r"(?:Label|AltLabel|Description)$")


@dataclass(frozen=True, slots=True)
class Plan:
    """One block's plan. shared are the variables whose values are sent, local the pattern that gives them; wanted are
    the variables that are asked for; all without their mark."""

    element: Element
    service: Service
    endpoint: str
    shared: tuple[str, ...]
    local: str
    wanted: tuple[str, ...]
    shape: Shape

    def local_query(self, limit: int) -> str:
        """The query for the distinct values of the shared variables."""
        names = " ".join(f"?{name}" for name in self.shared)
        head = _declarations(self.shape, self.shape.prefixes)
        return f"{head}SELECT DISTINCT {names} {self.shape.dataset} WHERE {{\n{self.local}\n}} LIMIT {limit}"

    def remote_query(self, shared: Sequence[str], rows: Sequence[Row], limit: int) -> str:
        """What is sent to the endpoint with some values of some of the shared variables."""
        body = self.shape.text[self.service.begin : self.service.end]
        if not self.element.inner:  # a sub-query, perhaps, which wants braces of its own beside other things
            body = f"{{{body}}}"
        used = {token.text.partition(":")[0] for token in self.element.tokens if token.kind == "name"}
        head = _declarations(self.shape, used)
        names = " ".join(f"?{name}" for name in self.wanted) or "(1 AS ?kg_row)"
        sent = values(shared, rows) + "\n" if shared else ""
        return f"{head}SELECT {names} WHERE {{\n{sent}{body}\n}} LIMIT {limit}"

    def filled(self, replacement: str) -> str:
        """The query with something else in the block's place."""
        return f"{self.shape.text[: self.element.begin]} {replacement} {self.shape.text[self.element.end :]}"


def first_plan(shape: Shape, services: Iterable[str]) -> Plan:
    """The plan for the first SERVICE block of a query.

    Raises QueryError where there are more than four, or where any block stands elsewhere than in the main group
    or in an OPTIONAL of it, has a variable for its endpoint, or an endpoint that is not among the services.
    """
    places: list[tuple[Element | None, Element]] = [(None, each) for each in shape.main if each.service]
    places += [
        (outer, each) for outer in shape.main if outer.kind is Kind.OPTIONAL for each in outer.inner if each.service
    ]
    if len(places) > _MOST_BLOCKS:
        raise QueryError(f"a query may have {_MOST_BLOCKS} SERVICE blocks at most")
    _require_all_placed(shape, [element for _, element in places])
    plans = [_plan(shape, outer, element, frozenset(services)) for outer, element in places]
    # Blocks of the main group first: their rows then help to find the values for those in OPTIONALs.
    return next((plan for plan in plans if plan.shared), plans[0])


def _plan(shape: Shape, outer: Element | None, element: Element, services: frozenset[str]) -> Plan:
    service = element.service
    assert service is not None
    endpoint = iri_of(service.endpoint, shape)
    if service.endpoint.kind == "variable":
        raise QueryError("SERVICE must name its endpoint; a variable is not allowed")
    if endpoint not in services:
        raise QueryError(f"SERVICE <{endpoint or service.endpoint.text}> is not among the services that may be asked")
    _require_own_services(shape, element)
    local = _local(shape, outer, element)
    known = variables_of([token for each in local for token in each.tokens])
    bound_first = _leading_variables(element.inner)
    return Plan(
        element,
        service,
        endpoint,
        tuple(sorted(bound_first & known)),
        _written(shape, local, outer),
        _wanted(shape, element),
        shape,
    )


def _local(shape: Shape, outer: Element | None, element: Element) -> list[Element]:
    """The elements that give the values which can join with a block."""
    if outer is None:
        others = [each for each in shape.main if each is not element]
        return _kept(others, element.variables | _bound_after(shape))
    place = shape.main.index(outer)
    before = [each for each in shape.main[:place] if each.kind is not Kind.FILTER]
    filters = [each for each in shape.main if each.kind is Kind.FILTER]
    later = [each.variables for each in shape.main[place:] if each.kind is not Kind.FILTER]
    unsure = _bound_after(shape).union(*later)
    inside = [each for each in outer.inner if each.kind in _JOINED]
    return _kept(before + filters, unsure) + inside


def _kept(elements: Sequence[Element], unsure: frozenset[str]) -> list[Element]:
    """The elements that are joined, and the BINDs and FILTERs whose variables have their last values in them.

    unsure are variables that something else may bind later or otherwise.
    """
    unsure |= frozenset().union(
        *(each.variables for each in elements if each.kind in (Kind.OPTIONAL, Kind.SERVICE)), frozenset()
    )
    certain: frozenset[str] = frozenset()
    kept: list[Element] = []
    for each in elements:
        if each.kind in _JOINED:
            kept.append(each)
            certain |= _certain(each)
        elif each.kind is Kind.BIND:
            target = frozenset({each.tokens[-2].text[1:]})
            if (each.variables - target) & unsure <= certain and not _changes(each):
                kept.append(each)
            else:
                unsure |= target
    filters = [each for each in elements if each.kind is Kind.FILTER]
    return kept + [each for each in filters if each.variables & unsure <= certain and not _changes(each)]


def _bound_after(shape: Shape) -> frozenset[str]:
    """Variables that a VALUES block behind the main group may bind."""
    return variables_of(shape.after) if any(is_word(token, "values") for token in shape.after) else frozenset()


def _certain(element: Element) -> frozenset[str]:
    """Variables that every solution of an element binds."""
    whole = element.kind is Kind.VALUES and not any(is_word(token, "undef") for token in element.tokens)
    if element.kind is Kind.TRIPLES or whole:
        return element.variables
    if element.kind not in _BINDING:
        return frozenset()
    name = variables_of(element.tokens[1:2]) if element.kind is Kind.GRAPH else frozenset()
    return name.union(*(_certain(each) for each in element.inner))


def _leading_variables(body: Sequence[Element]) -> frozenset[str]:
    """Variables that the triples at the beginning of a block bind. Values of these, put before them, change nothing but
    the number of rows; of others they could, by way of an OPTIONAL or a BIND."""
    found: frozenset[str] = frozenset()
    for each in body:
        if each.kind is Kind.TRIPLES:
            found |= each.variables
        elif each.kind not in (Kind.FILTER, Kind.VALUES):
            break
    return found


def _written(shape: Shape, local: Sequence[Element], outer: Element | None) -> str:
    inside = [each for each in local if outer is not None and outer.begin < each.begin < outer.end]
    parts = [shape.text[each.begin : each.end] for each in local if each not in inside]
    if inside:
        parts.append("{\n" + "\n".join(shape.text[each.begin : each.end] for each in inside) + "\n}")
    return "\n".join(parts)


def _wanted(shape: Shape, element: Element) -> tuple[str, ...]:
    """Variables of a block that the rest of the query uses."""
    within = {id(token) for token in element.tokens}
    rest = variables_of([token for token in _all_tokens(shape) if id(token) not in within])
    found = _in_scope(element) if shape.all_variables else _in_scope(element) & rest
    if any(each.service for each in element.inner):
        # The label service binds ?xLabel and its kin because they are selected.
        found |= {name for name in rest if _LABELS.sub("", name) in element.variables and _LABELS.search(name)}
    return tuple(sorted(found))


def _in_scope(element: Element) -> frozenset[str]:
    """Variables that an element can bind (SPARQL 1.1, section 18.2.1); of a UNION, all that it has."""
    if element.kind in (Kind.FILTER, Kind.MINUS):
        return frozenset()
    if element.inner:
        name = variables_of(element.tokens[1:2]) if element.kind is Kind.GRAPH else frozenset()
        return name.union(*(_in_scope(each) for each in element.inner))
    opening = next((place for place, token in enumerate(element.tokens) if is_word(token, "select")), None)
    if element.kind is Kind.UNION or opening is None:
        return element.variables
    head = list(takewhile(lambda token: token.text != "{", element.tokens[opening:]))
    return element.variables if selects_all(head) else variables_of(head)


def _all_tokens(shape: Shape) -> list[Token]:
    return [*shape.head, *(token for each in shape.main for token in each.tokens), *shape.after]


def _require_all_placed(shape: Shape, found: Sequence[Element]) -> None:
    inside = {id(token) for element in found for token in element.tokens}
    for token in _all_tokens(shape):
        if not found or (is_word(token, "service") and id(token) not in inside):
            raise QueryError(
                "SERVICE may stand in the main group of a query or in an OPTIONAL of that group; not in UNION, MINUS, "
                "GRAPH, EXISTS, another group or a sub-query"
            )


def _require_own_services(shape: Shape, element: Element) -> None:
    """A block may hold the services that an endpoint has within itself, and no others."""
    tokens = element.tokens[1:]
    for place, token in enumerate(tokens):
        if not is_word(token, "service"):
            continue
        named = tokens[place + 1 + is_word(tokens[place + 1], "silent")]
        prefix, _, local = named.text.partition(":")
        iri = iri_of(named, shape) or _WITHIN_PREFIXES.get(prefix, "") + local
        if named.kind not in ("iri", "name") or not iri.startswith(_WITHIN):
            raise QueryError("a SERVICE within a SERVICE is not allowed, but for Wikidata's own such as wikibase:label")


def _declarations(shape: Shape, used: Iterable[str]) -> str:
    base = f"BASE <{shape.base}>\n" if shape.base is not None else ""
    return base + "".join(
        f"PREFIX {name}: <{shape.prefixes[name]}>\n" for name in sorted(set(used) & shape.prefixes.keys())
    )


def _changes(element: Element) -> bool:
    return any(is_word(token, *_CHANGING) for token in element.tokens)
