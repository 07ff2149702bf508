"""``kg watch``: feeds into a store, as they change."""

import time
from collections.abc import Iterator
from pathlib import Path

import click
from spacy.language import Language

from kg.build import build
from kg.cli.common import counted, report, settings, stderr, store_option
from kg.errors import InputError, StoreBusy
from kg.language import load_pipeline
from kg.outside.client import Client
from kg.settings import Settings
from kg.sources import Problem
from kg.store import Writer
from kg.watch import Feeds, poll

_SHORTEST_PAUSE = 60


@click.command("watch")
@click.argument("feeds", nargs=-1, required=True, metavar="FEED…")
@store_option
@click.option(
    "--every",
    type=click.IntRange(min=_SHORTEST_PAUSE),
    default=900,
    show_default=True,
    metavar="SECONDS",
    help="Pause between two rounds.",
)
@click.option("--once", is_flag=True, help="Ask each feed once, and end.")
def command(feeds: tuple[str, ...], store: Path, every: int, once: bool) -> None:
    """Build articles of RSS and Atom feeds (https addresses) as they appear; Ctrl-C ends it.

    A feed that has not changed is not sent again: its ETag and date are remembered in the store's folder. The text is
    what the feed carries; many carry a summary only.
    """
    limits = settings()
    client = Client(feeds, limits, store / "outside", limits.outside_loopback)
    known = Feeds(store)
    pipeline = load_pipeline(limits)
    failed = False
    for _ in _rounds(every, once):
        failed = False
        for url in feeds:
            failed = not _one_feed(url, client, known, store, pipeline, limits) or failed
    if failed:
        raise InputError("not every feed could be read")


def _rounds(every: int, once: bool) -> Iterator[None]:
    while True:
        yield
        if once:
            return
        time.sleep(every)


def _one_feed(url: str, client: Client, known: Feeds, store: Path, pipeline: Language, limits: Settings) -> bool:
    """Asks a feed and stores what is new. Its state is kept once its articles are, so that none can be lost."""
    items, state = poll(url, client, known.state(url), limits)
    if not items:
        stderr.print(f"{url}: nothing new", markup=False)
        return True
    problems = [item for item in items if isinstance(item, Problem)]
    if len(problems) == len(items):
        report(problems)
        known.remember(url, state)
        return False
    try:
        with Writer(store, limits.keep_snapshots) as writer:
            outcome = build(items, writer, pipeline, limits)
    except StoreBusy as error:
        stderr.print(f"{url}: {error}; it is asked again in the next round", markup=False)
        return False
    report(outcome.problems)
    if outcome.interrupted:
        raise KeyboardInterrupt
    known.remember(url, state)
    written = counted(len(outcome.written), "article")
    stderr.print(f"{url}: {written} built, {len(outcome.unchanged)} unchanged", markup=False)
    return bool(outcome.written or outcome.unchanged)
