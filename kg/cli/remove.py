"""``kg remove``: take an article back."""

from pathlib import Path

import click

from kg.build import remove
from kg.cli.common import settings, stderr, store_option
from kg.errors import UsageError
from kg.store import Writer, current_generation


@click.command("remove")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE…")
@store_option
def command(articles: tuple[str, ...], store: Path) -> None:
    """Take articles out of the graph, by id or IRI, with everything that only they say."""
    limits = settings()
    current_generation(store)
    with Writer(store, limits.keep_snapshots) as writer:
        removed = remove(articles, writer, limits)
    stderr.print(f"{len(removed)} of {len(articles)} removed; store {store}", markup=False)
    missing = [article for article in articles if article not in removed]
    if missing:
        raise UsageError(f"not in the store: {', '.join(missing)}")
