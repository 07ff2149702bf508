"""A query's answer as a table for people: short names for IRIs, no more rows than a page holds."""

from dataclasses import dataclass, replace
from itertools import islice

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolution, QuerySolutions, Store, Triple

from kg.asking import ask
from kg.guard import require_local
from kg.names import PREFIXES


@dataclass(frozen=True, slots=True)
class Cell:
    """What a page shows of a term: its text, the IRI behind it if any, and whether it reads as a number."""

    text: str
    iri: str | None = None
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class ResultTable:
    """Column names and rows; more is true where the answer goes on."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: bool


def result_table(store: Store, text: str, base_iri: str, limit: int) -> ResultTable:
    """At most ``limit`` rows of a query's answer; yes or no is a table of one cell, a graph one of three columns.

    Raises QueryError.
    """
    require_local(text)
    results = ask(store, text)
    if isinstance(results, QueryBoolean):
        return ResultTable(("answer",), ((Cell("yes" if results else "no"),),), more=False)
    if isinstance(results, QuerySolutions):
        names = [variable.value for variable in results.variables]
        # A label takes the place of the thing it names: ?strike and ?strikeLabel are one column.
        columns = tuple(name for name in names if name.removesuffix("Label") == name or name[:-5] not in names)
        labels = {name: f"{name}Label" for name in columns if f"{name}Label" in names}
        rows = [
            tuple(_labelled(solution, name, labels.get(name), base_iri) for name in columns)
            for solution in islice(results, limit + 1)
        ]
    else:
        columns = ("subject", "predicate", "object")
        triples = islice(results, limit + 1)
        rows = [tuple(_cell(term, base_iri) for term in (t.subject, t.predicate, t.object)) for t in triples]
    return ResultTable(columns, tuple(rows[:limit]), more=len(rows) > limit)


def _cell(term: NamedNode | BlankNode | Literal | Triple | None, base_iri: str) -> Cell:
    if isinstance(term, NamedNode):
        return Cell(short_iri(term.value, base_iri), term.value)
    if isinstance(term, Literal):
        return Cell(term.value, numeric=term.datatype.value.endswith(("#integer", "#decimal", "#double")))
    return Cell("" if term is None else str(term))


def _labelled(solution: QuerySolution, name: str, label_name: str | None, base_iri: str) -> Cell:
    cell = _cell(solution[name], base_iri)
    label = solution[label_name] if label_name else None
    return replace(cell, text=label.value) if isinstance(label, Literal) and cell.iri else cell


def short_iri(iri: str, base_iri: str) -> str:
    """An IRI with its namespace as a prefix; data IRIs without their base."""
    if iri.startswith(base_iri):
        return iri.removeprefix(base_iri)
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
