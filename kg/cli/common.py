"""What several commands share: options, settings, the progress bar, reports on standard error."""

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from kg.settings import Settings
from kg.sources import Problem
from kg.stores.place import require_folder
from kg.xml_text import XmlText

_F = TypeVar("_F", bound=Callable[..., Any])

stderr = Console(stderr=True, highlight=False, soft_wrap=True)


def store_folder(context: click.Context, option: click.Parameter, value: str | None) -> Path | None:
    """The folder that an option names, if it names one. Raises UsageError for a place that is none."""
    if value is None:
        return None
    require_folder(value)
    folder: Path = click.Path(file_okay=False, path_type=Path).convert(value, option, context)
    return folder


def store_option(command: _F) -> _F:
    """``--store DIR``, or the environment variable KG_STORE."""
    option = click.option(
        "--store",
        required=True,
        envvar="KG_STORE",
        show_envvar=True,
        callback=store_folder,
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


class XmlOutput(io.RawIOBase):
    """Passes on XML that the engine writes, as XML parsers read it."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._text = XmlText()

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, part: Any) -> int:
        """Writes a part. Raises NotWritable where XML cannot hold what it says."""
        self._out.write(self._text.sound(bytes(part)))
        return len(part)


def report(problems: Sequence[Problem]) -> None:
    """One line a problem."""
    for problem in problems:
        word = "skipped" if problem.skipped else "note"
        click.echo(f"{word}: {problem}", err=True)


def counted(number: int, noun: str) -> str:
    """``1 article``, ``2 articles``."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
