"""A query's answer as a table for people: labels for IRIs, dates and shapes known as such, no more rows than a page
holds."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from itertools import islice
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolution, QuerySolutions, Store, Triple

from kg import names as ns
from kg.asking import ask
from kg.guard import require_local
from kg.labels import label_of
from kg.names import PREFIXES
from kg.repeats import each_once, hint

Term = NamedNode | BlankNode | Literal | Triple | None
_NUMBERS: Final = ("#integer", "#decimal", "#double", "#float", "#int", "#long", "#short", "#nonNegativeInteger")
_DATES: Final = ("#date", "#dateTime", "#gYearMonth", "#gYear")
_GEOMETRY: Final = NamedNode(ns.GEO + "hasGeometry")
_WKT: Final = NamedNode(ns.GEO + "asWKT")


class Kind(StrEnum):
    """How a cell reads."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    SHAPE = "shape"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a page shows of a term: its text, the IRI behind it if any, how it reads, and where it lies, as WKT."""

    text: str
    iri: str | None = None
    kind: str = Kind.TEXT
    wkt: str | None = None


@dataclass(frozen=True, slots=True)
class ResultTable:
    """Column names and rows; more is true where the answer goes on, form is what kind of query it answers, hint what to
    know of rows that repeat each other."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: bool
    form: str = "rows"
    hint: str = ""


def result_table(store: Store, text: str, base_iri: str, limit: int) -> ResultTable:
    """At most ``limit`` rows of a query's answer; yes or no is a table of one cell, a graph one of three columns.

    Raises QueryError.
    """
    require_local(text, is_query=True)
    results = ask(store, text)
    if isinstance(results, QueryBoolean):
        return ResultTable(("answer",), ((Cell("yes" if results else "no"),),), more=False, form="boolean")
    cells = _Cells(store, base_iri)
    if isinstance(results, QuerySolutions):
        names = [variable.value for variable in results.variables]
        # A label takes the place of the thing it names: ?strike and ?strikeLabel are one column.
        columns = tuple(name for name in names if name.removesuffix("Label") == name or name[:-5] not in names)
        labels = {name: f"{name}Label" for name in columns if f"{name}Label" in names}
        cell_of = partial(_labelled, cells, labels)
        rows = [tuple(cell_of(solution, name) for name in columns) for solution in islice(results, limit + 1)]
        more = len(rows) > limit
        return ResultTable(columns, tuple(rows[:limit]), more, hint=hint(text, rows[:limit]))
    triples = islice(each_once(results, text), limit + 1)
    rows = [cells.row((t.subject, t.predicate, t.object)) for t in triples]
    return ResultTable(("subject", "predicate", "object"), tuple(rows[:limit]), more=len(rows) > limit, form="graph")


class _Cells:
    """Makes cells, and looks up once what names an IRI and where it lies."""

    def __init__(self, store: Store, base_iri: str) -> None:
        self._store = store
        self._base = base_iri
        self._known: dict[str, Cell] = {}

    def row(self, terms: Iterable[Term]) -> tuple[Cell, ...]:
        return tuple(self.cell(term) for term in terms)

    def cell(self, term: Term) -> Cell:
        if isinstance(term, NamedNode):
            if term.value not in self._known:
                self._known[term.value] = Cell(self._name(term), term.value, wkt=self._shape(term))
            return self._known[term.value]
        if isinstance(term, Literal):
            return _literal_cell(term)
        return Cell("" if term is None else str(term))

    def _name(self, node: NamedNode) -> str:
        return label_of(self._store, node) or short_iri(node.value, self._base)

    def _shape(self, node: NamedNode) -> str | None:
        for geometry in self._store.quads_for_pattern(node, _GEOMETRY, None):
            if isinstance(geometry.object, NamedNode | BlankNode):
                for shape in self._store.quads_for_pattern(geometry.object, _WKT, None):
                    if isinstance(shape.object, Literal):
                        return shape.object.value
        return None


def _literal_cell(term: Literal) -> Cell:
    datatype = term.datatype.value
    if datatype == ns.GEO + "wktLiteral":
        return Cell(term.value, kind=Kind.SHAPE, wkt=term.value)
    if datatype.startswith(ns.XSD):
        kind = Kind.NUMBER if datatype.endswith(_NUMBERS) else Kind.DATE if datatype.endswith(_DATES) else Kind.TEXT
        return Cell(term.value, kind=kind)
    return Cell(term.value)


def _labelled(cells: _Cells, labels: dict[str, str], solution: QuerySolution, name: str) -> Cell:
    cell = cells.cell(solution[name])
    label = solution[labels[name]] if name in labels else None
    return replace(cell, text=label.value) if isinstance(label, Literal) and cell.iri else cell


def short_iri(iri: str, base_iri: str) -> str:
    """An IRI with its namespace as a prefix; data IRIs without their base."""
    if iri.startswith(base_iri):
        return iri.removeprefix(base_iri)
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
