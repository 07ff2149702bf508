"""``kg validate``: SHACL shapes and span checks over a store."""

from pathlib import Path

import click

from kg import open_graph
from kg.check import check_each_graph
from kg.cli.common import counted, progress_bar, settings, stderr, store_option
from kg.errors import CheckFailed
from kg.names import Names


@click.command("validate")
@store_option
def command(store: Path) -> None:
    """Check every article's graph against the shapes, and every span against its text.

    Faults go to standard output, one a line; a warning among them does not count as a fault.
    """
    dataset = open_graph(store)
    faults = 0
    with progress_bar("checking") as advance:
        for _, violations in check_each_graph(dataset, Names(settings().base_iri)):
            for violation in violations:
                click.echo(str(violation))
            faults += sum(violation.severity == "Violation" for violation in violations)
            advance()
    if faults:
        raise CheckFailed(f"{counted(faults, 'fault')} found in {store}")
    stderr.print(f"no faults in {store}", markup=False)
