"""What goes into extraction and what comes out of it, whoever carries it out."""

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from kg.build.article import Versions
from kg.records import Article
from kg.sources import Problem
from kg.store import GraphData


@dataclass(frozen=True, slots=True)
class Task:
    """An article to be extracted; ``number`` is its place in the input, ``mark`` its fingerprint."""

    number: int
    article: Article
    mark: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the item at one place of the input: the graph of an article, why there is none, or None where the
    store has it already."""

    number: int
    article_id: str
    result: GraphData | Problem | None


class Extractor(Protocol):
    """Carries tasks out: in this process, in several, or on several machines. A context manager; ``versions`` is
    known inside its block."""

    @property
    def versions(self) -> Versions:
        """With what it makes graphs."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def outcomes(self, tasks: Iterable[Task | Outcome]) -> Generator[Outcome, None, None]:
        """What becomes of each task, in any order; Outcomes among the tasks pass through. Who stops before the end
        closes it."""
        ...
