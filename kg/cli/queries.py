"""``kg queries``: the shipped questions."""

import click
from rich.console import Console
from rich.table import Table

from kg.library import queries


@click.command("queries")
def command() -> None:
    """List the shipped queries with their parameters."""
    table = Table("name", "question", "parameters", header_style="bold", show_lines=False)
    for query in queries().values():
        marks = [f"{p.name}{'' if p.required else '?'}" for p in query.parameters]
        table.add_row(query.name, query.title, " ".join(marks))
    console = Console(highlight=False, markup=False)
    if not console.is_terminal:
        console = Console(highlight=False, markup=False, width=max(140, console.width))
    console.print(table)
