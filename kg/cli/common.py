"""What several commands share: options, settings, the progress bar, reports on standard error."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from kg.settings import Settings
from kg.sources import Problem

_F = TypeVar("_F", bound=Callable[..., Any])

stderr = Console(stderr=True, highlight=False, soft_wrap=True)


def store_option(command: _F) -> _F:
    """``--store DIR``, or the environment variable KG_STORE."""
    option = click.option(
        "--store",
        required=True,
        envvar="KG_STORE",
        show_envvar=True,
        type=click.Path(file_okay=False, path_type=Path),
        metavar="DIR",
        help="Folder of the store.",
    )
    return option(command)


def settings() -> Settings:
    """The settings of this process."""
    return Settings.from_environment()


@contextmanager
def progress_bar(what: str, total: int | None = None) -> Iterator[Callable[[], None]]:
    """A bar on standard error while the block runs; nothing where that is no terminal. Yields the function that
    advances it."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=stderr, disable=not stderr.is_terminal, transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)


def report(problems: Sequence[Problem]) -> None:
    """One line a problem."""
    for problem in problems:
        word = "skipped" if problem.skipped else "note"
        click.echo(f"{word}: {problem}", err=True)


def counted(number: int, noun: str) -> str:
    """``1 article``, ``2 articles``."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
