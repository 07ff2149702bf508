"""The graph as a table of edges in a Parquet file, for pandas, DuckDB and other readers of tables (extra: parquet)."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, Any, Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.errors import UsageError

COLUMNS: Final = {
    "graph": "IRI of the article, or of the graph that belongs to none",
    "subject": "IRI",
    "predicate": "IRI",
    "object": "IRI, or the text of a literal",
    "kind": "iri or literal",
    "datatype": "IRI of a literal's datatype, else null",
    "language": "language tag of a literal, else null",
}
_ROWS: Final = 100_000
_Term = NamedNode | BlankNode | Literal | Triple | DefaultGraph


def write_edges(quads: Iterable[Quad], out: IO[bytes]) -> int:
    """Writes a row a quad; returns their number. Raises UsageError without pyarrow."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise UsageError('Parquet needs pyarrow: pip install "conflict-kg[parquet]"') from None
    schema = pyarrow.schema([(name, pyarrow.string()) for name in COLUMNS])
    written = 0
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for part in _parts(quads, _ROWS):
            columns: list[Any] = [list(column) for column in zip(*part, strict=True)]
            writer.write_table(pyarrow.table(columns, schema=schema))
            written += len(part)
    return written


def _parts(quads: Iterable[Quad], rows: int) -> Iterator[list[tuple[str | None, ...]]]:
    rest = iter(quads)
    while part := [_row(quad) for quad in islice(rest, rows)]:
        yield part


def _row(quad: Quad) -> tuple[str | None, ...]:
    graph, subject, predicate = _name(quad.graph_name), _name(quad.subject), _name(quad.predicate)
    if not isinstance(quad.object, Literal):
        return graph, subject, predicate, _name(quad.object), "iri", None, None
    literal = quad.object
    return graph, subject, predicate, literal.value, "literal", literal.datatype.value, literal.language


def _name(term: _Term) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)
