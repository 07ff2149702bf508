"""What the commands that change a store share: which store, which processes, progress, and the last line."""

import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

import click
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from kg.build import BuildReport, InProcess, Processes
from kg.build.adaptive import Adaptive
from kg.build.processes import usable_cores
from kg.build.tasks import Extractor
from kg.cli.common import counted, stderr
from kg.errors import CheckFailed, InputError, StoreError, StoreMissing, UsageError
from kg.language import load_pipeline
from kg.settings import Settings
from kg.sources.formats import FORMATS
from kg.store import Writer, current_generation
from kg.stores.interface import GraphWriter
from kg.stores.place import is_remote, require_folder
from kg.stores.preview import Preview
from kg.stores.remote import RemoteWriter

_F = TypeVar("_F", bound=Callable[..., Any])
#: The address of a cluster that stands for this machine.
LOCAL: Final = "local"
_LINES: Final = frozenset({".jsonl", ".ndjson"})
_ONE_ARTICLE: Final = frozenset({".txt", ".text", ".md", ".html", ".htm", ".pdf", ".json"})
# A larger JSON file is likely an array of articles.
_ONE_ARTICLE_BYTES: Final = 1_000_000


def store_place_option(command: _F) -> _F:
    """``--store PLACE``: a folder, or a SPARQL server."""
    option = click.option(
        "--store",
        required=True,
        envvar="KG_STORE",
        show_envvar=True,
        metavar="DIR|URL",
        help="Folder of the store, or sparql+http://HOST/ for a SPARQL 1.1 server.",
    )
    return option(command)


def require_own_folder(store: str, inputs: Sequence[str]) -> None:
    """Raises UsageError where a store would lie among the articles of a folder that is read."""
    if not is_remote(store) and any(
        Path(each).is_dir() and Path(each).resolve() == Path(store).resolve() for each in inputs
    ):
        raise UsageError(f"{store} is read for articles; name another folder for the store")


def format_option(command: _F) -> _F:
    """``--format NAME`` of the inputs."""
    option = click.option(
        "--format",
        "format_name",
        type=click.Choice(list(FORMATS)),
        metavar="NAME",
        help=f"Format of the inputs, where their names do not tell: {', '.join(FORMATS)}.",
    )
    return option(command)


def jobs_option(command: _F) -> _F:
    """``-j N``."""
    option = click.option(
        "-j",
        "--jobs",
        type=click.IntRange(0),
        metavar="N",
        help="Processes that extract; 0: as many as cores. Default: the setting build_processes.",
    )
    return option(command)


def open_writer(place: str, settings: Settings, *, preview: bool = False) -> GraphWriter:
    """The store at a place, for changing, or for seeing what a change would do. Raises StoreError and its kin,
    UsageError for a place that is none."""
    if is_remote(place):
        if preview:
            raise UsageError("--dry-run needs a store in a folder")
        return RemoteWriter(place, settings)
    require_folder(place)
    return Preview(Path(place)) if preview else Writer(Path(place), settings.keep_snapshots)


def require_store(place: str) -> None:
    """Raises StoreMissing where a folder holds no published store. One whose pointer is damaged may be changed."""
    try:
        if not is_remote(place):
            require_folder(place)
            current_generation(Path(place))
    except StoreMissing:
        raise
    except StoreError:
        return


def open_extractor(jobs: int | None, settings: Settings, cluster: str | None = None) -> Extractor:
    """What extracts: this process, as many others as were asked for, what pays best, or a cluster."""
    if cluster is not None:
        from kg.cluster.ray_cluster import RayCluster

        return RayCluster(cluster, settings, jobs or None)
    processes = settings.build_processes if jobs is None else jobs
    if processes > 1:
        return Processes(processes, settings)
    pipeline = load_pipeline(settings)
    return InProcess(pipeline, settings) if processes == 1 else Adaptive(pipeline, usable_cores(), settings)


@contextmanager
def build_progress(what: str, inputs: Sequence[str]) -> Iterator[Callable[[str], None]]:
    """A bar with rate and remaining time on standard error while the block runs; nothing where that is no terminal.
    Yields the function that advances it."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _RateColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    shown = stderr.is_terminal
    with Progress(*columns, console=stderr, disable=not shown, transient=True, speed_estimate_period=60) as bar:
        task = bar.add_task(what, total=expected_articles(inputs) if shown else None)
        yield lambda article_id: bar.advance(task)


class _RateColumn(ProgressColumn):
    """Articles a second, over the last minute."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.1f}/s" if task.speed else "", style="progress.data.speed")


def expected_articles(inputs: Sequence[str]) -> int | None:
    """Articles that the inputs hold, where lines and files tell; None where only reading would."""
    total = 0
    for name in inputs:
        path = Path(name)
        files = [each for each in path.rglob("*") if each.is_file()] if path.is_dir() else [path]
        for file in files:
            count = _articles_in(file)
            if count is None:
                return None
            total += count
    return total


def _articles_in(file: Path) -> int | None:
    try:
        if not stat.S_ISREG(file.stat().st_mode):  # what is counted in a pipe is gone
            return None
        if file.suffix in _LINES:
            with file.open("rb") as stream:
                return sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))
        if file.suffix == ".json" and file.stat().st_size > _ONE_ARTICLE_BYTES:
            return None
    except OSError:
        return None
    return 1 if file.suffix in _ONE_ARTICLE else None


def summary(outcome: BuildReport, store: str) -> None:
    """The one line that says what was done."""
    parts = [f"{counted(len(outcome.written), 'article')} built ({counted(outcome.quads, 'triple')})"]
    parts += [f"{len(outcome.unchanged)} unchanged"] if outcome.unchanged else []
    parts += [f"{len(outcome.retracted)} retracted"] if outcome.retracted else []
    parts += [f"{len(outcome.skipped)} skipped"] if outcome.skipped else []
    state = "interrupted; kept: " if outcome.interrupted else ""
    stderr.print(f"{state}{', '.join(parts)}; store {store}", markup=False)


def verdict(outcome: BuildReport, strict: bool) -> None:
    """Raises what the exit code shall tell."""
    done = len(outcome.written) + len(outcome.unchanged) + len(outcome.retracted)
    if outcome.interrupted:
        raise KeyboardInterrupt
    if outcome.unreadable:
        raise InputError(f"{counted(len(outcome.unreadable), 'input')} could not be read")
    if strict and outcome.skipped:
        raise CheckFailed(f"{counted(len(outcome.skipped), 'item')} skipped under --strict")
    if not done:
        raise InputError("no usable article in the input")
