"""Extraction in this process: the language pipeline runs ahead on a second thread."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Final, Self, TypeVar

from pyoxigraph import Quad
from spacy.language import Language
from spacy.tokens import Doc

from kg.build.article import (
    Versions,
    annotated_doc,
    article_extraction,
    article_graph,
    article_quads,
    fingerprint,
    guarded,
    run_record,
)
from kg.build.limit import limited
from kg.build.tasks import Outcome, Task
from kg.names import Names
from kg.records import Article, Extraction
from kg.settings import Settings
from kg.sources import Problem
from kg.store import GraphData

# Documents that wait, annotated, for extraction; few, for each is held in memory.
_AHEAD: Final = 4
_T = TypeVar("_T")


class InProcess:
    """Extracts articles here, in the order of the input; one that takes longer than the setting ``article_seconds`` is
    reported."""

    def __init__(self, pipeline: Language, settings: Settings) -> None:
        self.pipeline = pipeline
        self.names = Names(settings.base_iri)
        self.seconds = settings.article_seconds
        self.versions = Versions.of(pipeline)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def outcomes(self, tasks: Iterable[Task | Outcome]) -> Generator[Outcome, None, None]:
        """What becomes of each task. Ctrl-C while the input is read finishes what was read."""
        for item, annotate in _annotated_ahead(tasks, self.pipeline, _task_text):
            if isinstance(item, Outcome):
                yield item
            else:
                graph = guarded(item.article, partial(self._graph, item, annotate))
                yield Outcome(item.number, item.article.id, graph)

    def _graph(self, task: Task, annotate: Callable[[], Doc]) -> GraphData | Problem:
        with limited(self.seconds):
            return article_graph(task.article, task.mark, self.versions, annotate, self.names)


def _task_text(item: Task | Outcome) -> str | None:
    return item.article.text if isinstance(item, Task) else None


def _article_text(item: Article | Problem) -> str | None:
    return item.text if isinstance(item, Article) else None


def annotated(
    articles: Iterable[Article | Problem], pipeline: Language
) -> Iterator[tuple[Article, Extraction] | Problem]:
    """Articles with what they say, in the order of the input; Problems pass through."""
    for item, annotate in _annotated_ahead(articles, pipeline, _article_text):
        if isinstance(item, Problem):
            yield item
            continue
        extraction = guarded(item, partial(_extraction, item, annotate))
        yield extraction if isinstance(extraction, Problem) else (item, extraction)


def _extraction(article: Article, annotate: Callable[[], Doc]) -> Extraction:
    return article_extraction(article, annotate())


def extracted_quads(
    articles: Iterable[Article | Problem], pipeline: Language, settings: Settings
) -> Iterator[tuple[Article, list[Quad]] | Problem]:
    """The graph of each article, without a store, in the order of the input; Problems pass through."""
    names = Names(settings.base_iri)
    versions = Versions.of(pipeline)
    for item, annotate in _annotated_ahead(articles, pipeline, _article_text):
        if isinstance(item, Problem):
            yield item
            continue
        run = run_record(fingerprint(item, versions, settings), versions)
        quads = article_quads(item, run, annotate, names)
        yield quads if isinstance(quads, Problem) else (item, quads)


def _annotated_ahead(
    items: Iterable[_T], pipeline: Language, text_of: Callable[[_T], str | None]
) -> Iterator[tuple[_T, Callable[[], Doc]]]:
    """Each item with a function that gives the Doc of its text, on which a second thread works meanwhile: the network
    runs outside the interpreter's lock."""
    waiting: deque[tuple[_T, Future[Doc]]] = deque()
    with ThreadPoolExecutor(max_workers=1) as ahead:
        try:
            for item in items:
                text = text_of(item)
                # An item without a text waits for its turn all the same: the order stays.
                doc = ahead.submit(annotated_doc, text, pipeline) if text is not None else Future[Doc]()
                waiting.append((item, doc))
                if len(waiting) > _AHEAD:
                    yield _first(waiting)
        except KeyboardInterrupt:
            while waiting:
                yield _first(waiting)
            raise
        while waiting:
            yield _first(waiting)


def _first(waiting: deque[tuple[_T, "Future[Doc]"]]) -> tuple[_T, Callable[[], Doc]]:
    item, doc = waiting.popleft()
    return item, doc.result
