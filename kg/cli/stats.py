"""``kg stats``: what a store holds."""

import json
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from kg.cli.common import settings, store_option
from kg.names import Names
from kg.statistics import statistics
from kg.store import open_snapshot


@click.command("stats")
@store_option
@click.option("--format", "format_name", type=click.Choice(["table", "json"]), default="table", show_default=True)
def command(store: Path, format_name: str) -> None:
    """Count what a store holds: articles, triples, and things by class.

    Beside the triples of articles, which kg build counts, each store holds the ontology and what is decided across
    articles: links, places, incidents, copies.
    """
    counts = statistics(open_snapshot(store), Names(settings().base_iri))
    if format_name == "json":
        click.echo(json.dumps(counts, indent=2))
        return
    table = Table("what", "count", header_style="bold")
    table.columns[1].justify = "right"
    for name, number in counts.items():
        table.add_row(name, f"{number:,}")
    Console(highlight=False).print(table)
