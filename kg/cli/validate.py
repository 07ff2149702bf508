"""``kg validate``: SHACL shapes and span checks over a store."""

from pathlib import Path

import click

from kg import open_graph
from kg.check import check_store
from kg.cli.common import counted, progress_bar, stderr, store_option
from kg.errors import CheckFailed


@click.command("validate")
@store_option
def command(store: Path) -> None:
    """Check every article's graph against the shapes, and every span against its text. Faults go to standard output, one a line."""
    dataset = open_graph(store)
    faults = 0
    with progress_bar("checking") as advance:
        for violation in check_store(dataset):
            click.echo(str(violation))
            faults += 1
            advance()
    if faults:
        raise CheckFailed(f"{counted(faults, 'fault')} found in {store}")
    stderr.print(f"no faults in {store}", markup=False)
