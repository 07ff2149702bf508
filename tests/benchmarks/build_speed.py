"""How fast a build is: in one process, in several, and beside the bare language pipeline in as many."""

import os
import signal
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from kg.build import InProcess, Processes, Versions, build
from kg.build.article import annotated_doc
from kg.build.tasks import Extractor, Outcome, Task
from kg.language import load_pipeline
from kg.records import Article
from kg.resources import samples_dir
from kg.settings import Settings
from kg.sources import read_inputs
from kg.store import Writer

_REPEATS = 20


def annotate_only(connection: Connection, settings: Settings) -> None:
    """A worker that runs the language pipeline and nothing else."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipeline = load_pipeline(settings)
    connection.send(Versions.of(pipeline))
    with suppress(EOFError):  # the measurement is over
        while (task := connection.recv()) is not None:
            annotated_doc(task.article.text, pipeline)
            connection.send(Outcome(task.number, task.article.id, None))


def measure_speed(jobs: int, rounds: int) -> dict[str, Any]:
    """Words a second of each way, and the ratios."""
    settings = Settings()
    pipeline = load_pipeline(settings)
    samples = [item for item in read_inputs([str(samples_dir())], settings) if isinstance(item, Article)]
    words = _REPEATS * sum(not token.is_space for each in samples for token in pipeline.make_doc(each.text))
    articles = [replace(each, id=f"{each.id}-{turn}") for turn in range(_REPEATS) for each in samples]
    tasks = [Task(number, article, "") for number, article in enumerate(articles)]
    bare, several = f"bare pipeline, {jobs} processes", f"build, {jobs} processes that extract (-j {jobs})"
    one, alone = "build, 1 process that extracts", "build, all in one process (-j 1)"
    ways: dict[str, Callable[[], None]] = {
        "bare pipeline, 1 process": lambda: _consume(Processes(1, settings, annotate_only), tasks),
        bare: lambda: _consume(Processes(jobs, settings, annotate_only), tasks),
        alone: lambda: _build(articles, InProcess(pipeline, settings), settings),
        one: lambda: _build(articles, Processes(1, settings), settings),
        several: lambda: _build(articles, Processes(jobs, settings), settings),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            begun = time.perf_counter()
            way()
            seconds[name].append(time.perf_counter() - begun)
            print(f"{name}: {seconds[name][-1]:.1f} s", flush=True)
    speed = {name: words / statistics.median(each) for name, each in seconds.items()}
    return {
        "articles": len(articles),
        "rounds": rounds,
        "jobs": jobs,
        "cores": len(os.sched_getaffinity(0)),
        "load": os.getloadavg(),
        "seconds": seconds,
        "words_per_second": speed,
        "processes_to_one": speed[several] / speed[one],
        "processes_to_alone": speed[several] / speed[alone],
        "build_to_bare": speed[several] / speed[bare],
    }


def _consume(extractor: Extractor, tasks: Iterable[Task]) -> None:
    with extractor as started:
        for _ in started.outcomes(tasks):
            pass


def _build(articles: Iterable[Article], extractor: Extractor, settings: Settings) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, Writer(Path(folder)) as writer:
        build(articles, writer, extractor, settings)
