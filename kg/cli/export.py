"""``kg export``: the whole graph, or tables of it."""

import gzip
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

import click
from pyoxigraph import NamedNode, RdfFormat, Store

from kg.cli.common import settings, store_option
from kg.export.edges import write_edges
from kg.export.events import event_lines
from kg.export.lines import sorted_lines, write_rdf
from kg.export.sssom import link_triples, sssom_lines
from kg.names import Names
from kg.store import open_snapshot

_RDF = {"nquads": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG}


@click.command("export")
@store_option
@click.option(
    "--format",
    "format_name",
    type=click.Choice([*_RDF, "parquet", "events"]),
    default="nquads",
    show_default=True,
    help="RDF; a table of all triples (Parquet); or a table of strikes (CSV).",
)
@click.option("--sorted", "in_order", is_flag=True, help="Lines in order (N-Quads), for comparing.")
@click.option("--links", type=click.Choice(["sssom", "nt"]), help="Only the links to other datasets.")
@click.option("--candidates", is_flag=True, help="With --links sssom: proposed links too.")
@click.option("--gzip", "zipped", is_flag=True, help="Compress; a FILE whose name ends in .gz is compressed anyway.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Default: print.")
def command(
    store: Path,
    format_name: str,
    in_order: bool,
    links: str | None,
    candidates: bool,
    zipped: bool,
    output: Path | None,
) -> None:
    """Print every graph of a store – articles, identity and ontology – or write them to a file.

    The same graph gives the same bytes. Memory does not grow with the graph. A file is there once it is whole.
    """
    if in_order and (format_name != "nquads" or links):
        raise click.UsageError("--sorted is for nquads")
    if candidates and links != "sssom":
        raise click.UsageError("--candidates is for --links sssom")
    snapshot = open_snapshot(store).store
    base = settings().base_iri
    write = _links(links, candidates, base) if links else _all(format_name, in_order, base)
    with _opened(output, zipped) as out:
        write(snapshot, out)


def _links(kind: str, candidates: bool, base: str) -> Callable[[Store, IO[bytes]], None]:
    def write(store: Store, out: IO[bytes]) -> None:
        lines = sssom_lines(store, base, candidates) if kind == "sssom" else link_triples(store)
        out.writelines(line.encode() for line in lines)

    return write


def _all(format_name: str, in_order: bool, base: str) -> Callable[[Store, IO[bytes]], None]:
    def write(store: Store, out: IO[bytes]) -> None:
        if in_order:
            out.writelines(sorted_lines(store))
        elif format_name == "parquet":
            write_edges(store, out)
        elif format_name == "events":
            graphs = sorted(graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode))
            out.writelines(line.encode() for line in event_lines(store, graphs, Names(base)))
        else:
            write_rdf(store, out, _RDF[format_name])

    return write


@contextmanager
def _opened(output: Path | None, zipped: bool) -> Iterator[IO[bytes]]:
    """Where the bytes go; a file takes its name when it is whole."""
    if output is None or str(output) == "-":
        with _compressed(sys.stdout.buffer, zipped) as out:
            yield out
        sys.stdout.buffer.flush()
        return
    if output.exists() and not output.is_file():  # a device or a pipe, which no file may replace
        with output.open("wb") as file, _compressed(file, zipped or output.suffix == ".gz") as out:
            yield out
        return
    # A link stays, and what it leads to is replaced.
    output = Path(os.path.realpath(output))
    fresh = output.with_name(f".{output.name}.new")
    try:
        with fresh.open("wb") as file:
            with _compressed(file, zipped or output.suffix == ".gz") as out:
                yield out
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(output)
    except OSError as error:
        if error.errno is None:
            raise
        # Nobody asked for the file that stands in for it.
        raise OSError(error.errno, error.strerror, str(output)) from error
    finally:
        fresh.unlink(missing_ok=True)


@contextmanager
def _compressed(out: IO[bytes], zipped: bool) -> Iterator[IO[bytes]]:
    if not zipped:
        yield out
        return
    # Neither name nor time: the same graph gives the same bytes.
    with gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0, compresslevel=6) as packed:
        yield cast(IO[bytes], packed)
