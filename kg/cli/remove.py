"""``kg remove``: take an article back."""

from pathlib import Path

import click

from kg.build import remove
from kg.cli.changing import open_writer, require_store, store_place_option
from kg.cli.common import settings, stderr
from kg.errors import UsageError
from kg.explain.finding import articles_alike
from kg.store import open_snapshot
from kg.stores.place import is_remote


@click.command("remove")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE…")
@store_place_option
def command(articles: tuple[str, ...], store: str) -> None:
    """Take articles out of the graph, by id or IRI, with everything that only they say."""
    limits = settings()
    require_store(store)
    with open_writer(store, limits) as writer:
        removed = remove(articles, writer, limits)
    stderr.print(f"{len(removed)} of {len(articles)} removed; store {store}", markup=False)
    missing = [article for article in articles if article not in removed]
    if missing:
        raise UsageError(f"not in the store: {', '.join(missing)}{_hint(store, missing)}")


def _hint(store: str, missing: list[str]) -> str:
    """Ids of a folder's store that are like those that it has not; other servers are not asked."""
    if is_remote(store):
        return ""
    snapshot = open_snapshot(Path(store)).store
    alike = list(dict.fromkeys(id for article in missing for id in articles_alike(snapshot, article)))
    return f"; perhaps {' or '.join(alike)}" if alike else ""
