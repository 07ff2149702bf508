"""``kg export``: the whole graph on standard output."""

import sys
from pathlib import Path

import click
from pyoxigraph import RdfFormat

from kg.cli.common import store_option
from kg.store import open_snapshot

_FORMATS = {"nquads": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG}


@click.command("export")
@store_option
@click.option("--format", "format_name", type=click.Choice(list(_FORMATS)), default="nquads", show_default=True)
@click.option(
    "--sorted",
    "in_order",
    is_flag=True,
    help="Lines in order (N-Quads): the same graph gives the same bytes. Needs memory for all of it.",
)
def command(store: Path, format_name: str, in_order: bool) -> None:
    """Print every graph of a store: articles, identity and ontology."""
    snapshot = open_snapshot(store).store
    if in_order:
        if format_name != "nquads":
            raise click.UsageError("--sorted is for nquads")
        for line in sorted(f"{quad} .\n" for quad in snapshot):
            sys.stdout.buffer.write(line.encode())
    else:
        snapshot.dump(sys.stdout.buffer, format=_FORMATS[format_name])
    sys.stdout.buffer.flush()
