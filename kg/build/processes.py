"""Extraction in several processes.

Each worker has a pipe of its own, so that one that is killed cannot leave a lock behind that others wait for. The
parent gives each a few articles at a time and takes the answers as they come: no more than that many articles and
graphs are held, however long the input is.
"""

import multiprocessing
import os
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Final, Self

from kg.build.article import Versions
from kg.build.tables import load_tables
from kg.build.tasks import Outcome, Task
from kg.build.worker import work
from kg.errors import ConflictKgError, WorkersEnd
from kg.settings import Settings
from kg.sources import Problem

# Articles that a worker has at hand, the one in work included: the parent may be busy for a while with storing.
_AT_HAND: Final = 4
_FAILED_STARTS: Final = 3
_CHECK_SECONDS: Final = 1.0
_END_SECONDS: Final = 5.0


def usable_cores() -> int:
    """Cores that this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass
class _Worker:
    """A process, and the tasks that it was given and has not answered, in order; it works on the first, ``since`` a
    moment of the monotonic clock."""

    process: BaseProcess
    connection: Connection
    waiting: deque[Task] = field(default_factory=deque)
    ready: bool = False
    since: float = 0.0


class Processes:
    """Extracts articles in at most ``processes`` processes, started as they are needed.

    An article on which a process ended, or took longer than the setting ``article_seconds``, is tried once more and
    then reported. Raises WorkersEnd where processes end before they can begin.
    """

    def __init__(
        self,
        processes: int,
        settings: Settings,
        work: Callable[[Connection, Settings], None] = work,
        versions: Versions | None = None,
    ) -> None:
        self._versions = versions
        self.processes = processes
        self.settings = settings
        self._work = work
        self._workers: list[_Worker] = []
        self._again: deque[Task] = deque()
        self._ended_on: set[int] = set()
        self._failed: deque[Outcome] = deque()
        self._failed_starts = 0

    def __enter__(self) -> Self:
        """Starts the first process and learns its versions. Raises ModelError where the pipeline cannot be loaded."""
        try:
            _begin()
            # This process has to wait anyway, and will decide across articles.
            load_tables()
            while not any(worker.ready for worker in self._workers):
                self._worker_with_room()
                list(self._answers())
        except BaseException:
            self._end_all()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._end_all()

    @property
    def versions(self) -> Versions:
        """With what the processes make graphs, once the first has begun."""
        assert self._versions is not None
        return self._versions

    def outcomes(self, tasks: Iterable[Task | Outcome]) -> Generator[Outcome, None, None]:
        """What becomes of each task, as it gets ready. Ctrl-C while the input is read finishes what was read."""
        try:
            for item in tasks:
                if isinstance(item, Outcome):
                    yield item
                    continue
                while not (worker := self._worker_with_room()):
                    yield from self._answers()
                self._give(worker, item)
                yield from self._answers(patience=0)
        except KeyboardInterrupt:
            yield from self._rest()
            raise
        yield from self._rest()

    def _rest(self) -> Iterator[Outcome]:
        while self._again or self._failed or any(worker.waiting for worker in self._workers):
            yield from self._answers()

    def _worker_with_room(self) -> _Worker | None:
        """The worker with the least at hand, a new one where each has enough and one may be started, else None."""
        least = min(self._workers, key=lambda worker: len(worker.waiting), default=None)
        if least is None or (len(least.waiting) > 1 and len(self._workers) < self.processes):
            return self._start()
        return least if len(least.waiting) < _AT_HAND else None

    def _start(self) -> _Worker:
        context: Any = multiprocessing.get_context(_start_method())
        ours, theirs = context.Pipe()
        process = context.Process(target=self._work, args=(theirs, self.settings), daemon=True)
        process.start()
        theirs.close()
        self._workers.append(_Worker(process, ours))
        return self._workers[-1]

    def _give(self, worker: _Worker, task: Task) -> None:
        if not worker.waiting:
            worker.since = time.monotonic()
        worker.waiting.append(task)
        try:
            worker.connection.send(task)
        except OSError:
            self._ended(worker)

    def _answers(self, patience: float = _CHECK_SECONDS) -> Iterator[Outcome]:
        """What the workers have to say: waits for the first, at most ``patience`` seconds."""
        while self._again and (room := self._worker_with_room()):
            self._give(room, self._again.popleft())
        ready = wait([worker.connection for worker in self._workers], patience)
        for worker in list(self._workers):
            if worker.connection in ready:
                yield from self._heard(worker)
            elif worker.ready and worker.waiting and time.monotonic() - worker.since > self.settings.article_seconds:
                worker.process.kill()
        while self._failed:
            yield self._failed.popleft()

    def _heard(self, worker: _Worker) -> Iterator[Outcome]:
        try:
            message = worker.connection.recv()
        except (EOFError, OSError):
            self._ended(worker)
            return
        worker.since = time.monotonic()
        if isinstance(message, Outcome):
            self._ended_on.discard(worker.waiting.popleft().number)
            yield message
        elif isinstance(message, ConflictKgError):
            raise message
        else:
            self._agree_on(message)
            worker.ready, self._failed_starts = True, 0

    def _agree_on(self, versions: Versions) -> None:
        """All graphs of one build are made by the same program, even where another is installed meanwhile."""
        self._versions = self._versions or versions
        if versions != self._versions:
            raise WorkersEnd(f"the program changed while it ran: {versions}, before {self._versions}")

    def _ended(self, worker: _Worker) -> None:
        """A worker is gone: the article it worked on is tried again or given up, those behind it go to others."""
        if worker not in self._workers:
            return
        self._workers.remove(worker)
        worker.connection.close()
        worker.process.join(_END_SECONDS)
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= _FAILED_STARTS:
                raise WorkersEnd(f"the processes that extract end before they begin ({_how(worker.process)})")
        elif worker.waiting and worker.waiting[0].number in self._ended_on:
            task = worker.waiting.popleft()
            reason = f"the process that worked on it ended twice ({_how(worker.process)})"
            problem = Problem(f"article {task.article.id}", reason)
            self._failed.append(Outcome(task.number, task.article.id, problem))
        elif worker.waiting:
            # Tried once more: the worker may have been killed for no fault of the article.
            self._ended_on.add(worker.waiting[0].number)
        self._again.extendleft(reversed(worker.waiting))

    def _end_all(self) -> None:
        """A worker ends when its pipe is closed, in the middle of its work if need be."""
        for worker in self._workers:
            worker.connection.close()
        for worker in self._workers:
            worker.process.join(_END_SECONDS)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
        self._workers.clear()


def _how(process: BaseProcess) -> str:
    code = process.exitcode
    if code is None:
        return "without a word"
    return f"by signal {-code}" if code < 0 else f"with exit code {code}"


def _start_method() -> str:
    """Workers are forked off a server process that has the program's modules loaded and no thread running; where there
    is no such thing, each starts from nothing."""
    return "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


def _begin() -> None:
    """Starts the server process, without waiting until it has loaded what it loads."""
    if _start_method() == "forkserver":
        multiprocessing.set_forkserver_preload(["kg.build.preloaded"])
        forkserver.ensure_running()
