"""``kg query``: ask a store."""

import sys
import time
from collections.abc import Container
from itertools import chain
from pathlib import Path
from typing import IO, cast

import click
from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)
from rich.console import Console
from rich.table import Table

from kg.asking import ask
from kg.cli.common import XmlOutput, counted, settings, stderr, store_option
from kg.errors import UsageError
from kg.federation.follow import Federation, service_addresses
from kg.guard import require_local
from kg.labels import label_of
from kg.library import StoredQuery, parse_query, queries, read_query
from kg.names import PREFIXES
from kg.outside.client import Client
from kg.repeats import each_once, hint
from kg.store import open_snapshot

_ROWS = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
_GRAPHS = {"turtle": RdfFormat.TURTLE, "ntriples": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD}


@click.command("query")
@click.argument("query", metavar="NAME|FILE|-")
@store_option
@click.option(
    "--param", "params", multiple=True, metavar="NAME=VALUE", help="Value of a query's parameter; repeatable."
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["table", *_ROWS, *_GRAPHS]),
    help="Default: table for rows, turtle for graphs.",
)
@click.option("--federated", is_flag=True, help="Follow SERVICE to the services of the setting federation_services.")
def command(query: str, store: Path, params: tuple[str, ...], format_name: str | None, federated: bool) -> None:
    """Run a shipped query by NAME (see kg queries), a SPARQL FILE, or - for SPARQL on standard input."""
    asked, values = _stored(query), _values(params)
    text = _bound(asked, values)
    graph = open_snapshot(store).store
    if federated:
        text = _followed(text, graph, store)
    require_local(text, is_query=True)
    results = ask(graph, text)
    if isinstance(results, QueryTriples):
        _require(format_name, _GRAPHS, "a graph")
        found = iter(each_once(results, text))
        first = next(found, None)
        triples = [] if first is None else chain([first], found)
        serialize(triples, sys.stdout.buffer, format=_GRAPHS[format_name or "turtle"], prefixes=PREFIXES)
        if first is None:
            stderr.print(f"0 triples{_of_nothing(asked, values)}", markup=False)
    elif format_name in (None, "table"):
        name_of = _Names(graph if query in queries() else None)
        told = _print_table(results, _of_nothing(asked, values), name_of)
        if query not in queries() and (note := hint(text, told)):
            stderr.print(f"note: {note}", markup=False)
    else:
        _require(format_name, _ROWS, "rows")
        if isinstance(results, QueryBoolean) and format_name in ("csv", "tsv"):
            click.echo(str(bool(results)).lower())
        else:
            out = cast(IO[bytes], XmlOutput(sys.stdout.buffer)) if format_name == "xml" else sys.stdout.buffer
            results.serialize(out, format=_ROWS[format_name or "json"])
    sys.stdout.buffer.flush()


def _bound(query: StoredQuery, values: dict[str, str]) -> str:
    for parameter in query.parameters:
        if parameter.required and not values.get(parameter.name):
            about = parameter.about[:1].lower() + parameter.about[1:].rstrip(".")
            raise UsageError(f"query {query.name} needs --param {parameter.name}=VALUE: {about}")
    return query.bind(values, settings().base_iri)


def _followed(text: str, graph: Store, store: Path) -> str:
    """The query without SERVICE; what a SILENT one could not get is told on standard error."""
    limits = settings()
    client = Client(service_addresses(limits), limits, store / "outside", limits.outside_loopback)

    def local(query: str) -> bytes:
        require_local(query, is_query=True)
        results = ask(graph, query)
        assert isinstance(results, QuerySolutions)
        return results.serialize(format=QueryResultsFormat.JSON) or b""

    followed = Federation(limits, client).follow(text, local, time.monotonic() + limits.outside_timeout)
    for failure in followed.failures:
        click.echo(f"note: {failure}", err=True)
    return followed.text


def _stored(query: str) -> StoredQuery:
    if query == "-":
        return parse_query("standard input", sys.stdin.read())
    shipped = queries()
    if query in shipped:
        return shipped[query]
    if Path(query).suffix or Path(query).exists():
        return read_query(Path(query))
    raise UsageError(f"no shipped query is called {query!r}, and no such file exists; kg queries lists them")


def _values(params: tuple[str, ...]) -> dict[str, str]:
    values = {}
    for param in params:
        name, equals, value = param.partition("=")
        if not equals:
            raise UsageError(f"--param takes NAME=VALUE, not {param!r}")
        values[name.strip()] = value
    return values


def _require(format_name: str | None, formats: Container[str], what: str) -> None:
    if format_name is not None and format_name not in formats:
        raise UsageError(f"this query gives {what}, which cannot be written as {format_name}")


def _of_nothing(asked: StoredQuery, values: dict[str, str]) -> str:
    """With which values a query found nothing, and how others are given."""
    chosen = {each.name: values.get(each.name) or each.default for each in asked.parameters}
    given = {name: value for name, value in chosen.items() if value}
    told = ", ".join(f"{name} {value!r}" for name, value in given.items())
    return f" for {told}; --param {next(iter(given))}=VALUE asks for another" if given else ""


class _Names:
    """What a table calls the nodes of a store; without one, by their IRIs."""

    def __init__(self, store: Store | None) -> None:
        self._store = store
        self._known: dict[str, str] = {}

    def __call__(self, cell: str) -> str:
        if self._store is None or not cell.startswith(settings().base_iri):
            return _short(cell)
        if cell not in self._known:
            self._known[cell] = label_of(self._store, NamedNode(cell)) or _short(cell)
        return self._known[cell]

    @property
    def has_labels(self) -> bool:
        """Whether a label has stood for an IRI."""
        return bool(self._known)


def _print_table(results: QuerySolutions | QueryBoolean, of_nothing: str, name_of: _Names) -> list[tuple[str, ...]]:
    """Shows rows to people, and gives them back: where a thing and its label are both given, the label stands for
    both."""
    if isinstance(results, QueryBoolean):
        click.echo("yes" if results else "no")
        return []
    names = [variable.value for variable in results.variables]
    rows = [tuple(_plain(term) for term in row) for row in results]
    shown = [column for column, name in enumerate(names) if f"{name}Label" not in names]
    # A thing without a label goes by its own name.
    things = {column: _thing(names, column) for column in shown}
    table = Table(*(names[column].removesuffix("Label") for column in shown), header_style="bold", show_lines=False)
    for row in rows:
        table.add_row(*(name_of(row[column] or row[things[column]]) for column in shown))
    console = Console(highlight=False, markup=False)
    if not console.is_terminal:
        console = Console(highlight=False, markup=False, width=max(160, console.width))
    console.print(table)
    more = "; --format csv gives the IRIs too" if len(shown) < len(names) or name_of.has_labels else ""
    stderr.print(counted(len(rows), "row") + (more if rows else of_nothing), markup=False)
    return rows


def _plain(term: object) -> str:
    """A term as plain text, as in SPARQL's CSV."""
    return "" if term is None else term.value if isinstance(term, NamedNode | Literal) else str(term)


def _thing(names: list[str], column: int) -> int:
    """The column of the things whose labels stand in a column; any other column itself."""
    thing = names[column].removesuffix("Label")
    return names.index(thing) if thing in names else column


def _short(cell: str) -> str:
    for prefix, namespace in {**PREFIXES, "": settings().base_iri}.items():
        if cell.startswith(namespace):
            return f"{prefix}:{cell.removeprefix(namespace)}"
    return cell
