"""How much slower than the bare language pipeline extraction and build are, on the same texts."""

import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from spacy.language import Language

from kg.build import annotated, build
from kg.records import Article
from kg.settings import Settings
from kg.store import Writer

_ROUNDS: Final = 3
# Enough that what a build does once, whatever its size, weighs as little as in real use.
_LEAST_WORDS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Throughput:
    """Words a second, white space not counted, from texts: to annotated Docs (the bare language pipeline), to the
    records of the extraction, and to a published store."""

    pipeline: float
    extraction: float
    build: float

    def share(self, speed: float) -> float:
        """A speed in per cent of the bare pipeline's."""
        return 100 * speed / self.pipeline


def measure_throughput(articles: Sequence[Article], pipeline: Language, settings: Settings) -> Throughput:
    """Medians of several rounds, in which the three take turns. Short sets of articles are repeated under other ids."""
    words = sum(not token.is_space for article in articles for token in pipeline.make_doc(article.text))
    repeats = 1 + _LEAST_WORDS // max(1, words)
    many = [replace(article, id=f"{article.id}-{turn}") for turn in range(repeats) for article in articles]
    texts = [article.text for article in many]
    stages: tuple[Callable[[], object], ...] = (
        lambda: list(pipeline.pipe(texts)),
        lambda: list(annotated(many, pipeline)),
        lambda: _build(many, pipeline, settings),
    )
    rounds = [[_seconds(stage) for stage in stages] for _ in range(_ROUNDS)]
    return Throughput(*(words * repeats / statistics.median(seconds) for seconds in zip(*rounds, strict=True)))


def _build(articles: Sequence[Article], pipeline: Language, settings: Settings) -> None:
    with tempfile.TemporaryDirectory() as folder, Writer(Path(folder)) as writer:
        build(articles, writer, pipeline, settings)


def _seconds(task: Callable[[], object]) -> float:
    started = time.perf_counter()
    task()
    return time.perf_counter() - started
