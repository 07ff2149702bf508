"""``kg link review``: decide about proposed links, one thing at a time, by single keys."""

import getpass
from pathlib import Path

import click

from kg.cli.common import counted, settings, store_option
from kg.errors import UsageError
from kg.explain.pieces import one_line, shown
from kg.linking.decisions import FILE_NAME, Decisions, LinkVerdict, decisions_file
from kg.names import Names
from kg.review import Pending, pending, take, take_back, verdicts, waiting
from kg.store import open_snapshot

_KEYS = "1-9 accept, n none of them, s skip, u undo, q quit"
_MOST_SHOWN = 9


@click.command("review")
@store_option
@click.option("--who", default=getpass.getuser, help="Name that goes into the decisions (default: yours here).")
@click.option(
    "--decisions",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help=f"File of decisions (default: {FILE_NAME} in the store).",
)
def command(store: Path, who: str, file: Path | None) -> None:
    """Decide about proposed links, by keys.

    Decisions go at once into a file that can be versioned and merged; the next build or `kg resolve` applies them.
    """
    path = file or decisions_file(store)
    graph = open_snapshot(store).store
    base = Names(settings().base_iri).base
    decisions = Decisions.read(path)
    queue = [pending(graph, iri, base, decisions) for iri in waiting(graph, base, decisions)]
    click.echo(f"{counted(len(queue), 'thing')} to decide about. {_KEYS}", err=True)
    made: list[tuple[int, list[LinkVerdict]]] = []
    place = 0
    while place < len(queue) or made:
        if place == len(queue):
            click.echo("\nThat was the last one. u undo, q quit", err=True)
            if _key("uq") == "u":
                place = _undo(path, made, place)
                continue
            break
        thing = queue[place]
        _show(thing, place + 1, len(queue))
        key = _key("nsuq" + "123456789"[: len(thing.proposals)])
        if key == "q":
            break
        if key == "u":
            place = _undo(path, made, place)
            continue
        if key != "s":
            taken = verdicts(thing, thing.proposals[int(key) - 1].target if key.isdigit() else None, who)
            take(path, taken)
            made.append((place, taken))
        place += 1
    number = sum(len(taken) for _, taken in made)
    click.echo(f"{counted(number, 'decision')} in {path}; apply with: kg resolve --store {store}", err=True)


def _undo(path: Path, made: list[tuple[int, list[LinkVerdict]]], place: int) -> int:
    """Takes back the last thing's decisions; returns its place in the queue."""
    if not made:
        click.echo("nothing to undo", err=True)
        return place
    before, taken = made.pop()
    take_back(path, taken[0].subject, [each.target for each in taken])
    return before


def _show(thing: Pending, number: int, total: int) -> None:
    """Prints a thing; what an article or Wikidata says must not command the terminal."""
    click.echo(f"\n[{number}/{total}] {click.style(one_line(thing.label), bold=True)} ({thing.kind})")
    for context in thing.contexts:
        cuts = ((0, context.begin), (context.begin, context.end), (context.end, None))
        before, words, after = (shown(context.sentence[begin:end]) for begin, end in cuts)
        click.echo(f"    {before}{click.style(words, underline=True)}{after}")
    for place, each in enumerate(thing.proposals[:_MOST_SHOWN], start=1):
        about = f" ({each.about})" if each.about else ""
        told = (f"{each.label}{about}", each.target, f"{float(each.confidence):.2f}", each.reason)
        click.echo("  ".join(["", str(place), *map(one_line, told)]))


def _pressed() -> str:
    try:
        return click.getchar().lower()
    except OSError:
        raise UsageError("keys need a terminal; or decide in the browser: kg serve --allow-updates, /links") from None


def _key(allowed: str) -> str:
    while (key := _pressed()) not in set(allowed):
        if key in ("\x03", "\x04", ""):
            raise KeyboardInterrupt
        click.echo(_KEYS, err=True)
    return key
