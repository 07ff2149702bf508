"""Shards of articles on the processes of a Ray cluster, their graphs back to the one that writes."""

import os
import re
import socket
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import Any, Final, Self

from kg.build.article import Versions
from kg.build.tasks import Outcome, Task
from kg.cluster.shard import extract_shard
from kg.errors import ConflictKgError, UsageError, WorkersEnd
from kg.language import load_pipeline
from kg.settings import Settings
from kg.sources import Problem

#: The address that stands for a cluster on this machine alone, made for the build.
LOCAL: Final = "local"
# A shard's graphs go through the memory of two machines; its articles are done again when a process ends.
_SHARD_ARTICLES: Final = 64
_SHARDS_A_PROCESSOR: Final = 2
_RESTARTS: Final = 2
_ADDRESS: Final = re.compile(r"(?:ray://)?(.+):(\d+)")
_ANSWER_SECONDS: Final = 10.0
Extract = Callable[[Sequence[Task], Settings], tuple[Versions, list[Outcome]]]


class RayCluster:
    """Extracts articles on a Ray cluster: ``address`` is its head's, or LOCAL.

    A shard whose process or machine goes is done again elsewhere; where that fails too, its articles are tried one by
    one, and those that fail still are reported. Raises UsageError without Ray, WorkersEnd where the cluster cannot be
    reached or runs another version.
    """

    versions: Versions

    def __init__(
        self,
        address: str,
        settings: Settings,
        processes: int | None = None,
        extract: Extract = extract_shard,
        shard_articles: int = _SHARD_ARTICLES,
    ) -> None:
        self.address = address
        self.settings = settings
        self.processes = processes
        self._extract = extract
        self._shard_articles = shard_articles
        self._ray = _ray(address)

    def __enter__(self) -> Self:
        """Connects. Raises ModelError where the language pipeline cannot be loaded here."""
        _require_answer(self.address)
        self.versions = Versions.of(load_pipeline(self.settings))
        where: dict[str, Any] = {"address": self.address}
        if self.address == LOCAL:
            where |= {"include_dashboard": False, "num_cpus": self.processes}
        try:
            self._ray.init(log_to_driver=False, logging_level="ERROR", **where)
        except (ConnectionError, RuntimeError, ValueError) as error:
            raise WorkersEnd(f"the cluster at {self.address} cannot be used: {' '.join(str(error).split())}") from None
        self._remote = self._ray.remote(self._extract).options(num_cpus=1, max_retries=_RESTARTS)
        return self

    def __exit__(self, *_: object) -> None:
        self._ray.shutdown()

    def outcomes(self, tasks: Iterable[Task | Outcome]) -> Generator[Outcome, None, None]:
        """What becomes of each task, shard by shard as they get ready; no more shards are out than the cluster can work
        on soon. Ctrl-C loses the shards that are out."""
        most = _SHARDS_A_PROCESSOR * max(1, int(self._ray.cluster_resources().get("CPU", 1)))
        out: dict[Any, tuple[Task, ...]] = {}
        source = iter(tasks)
        shard: list[Task] = []
        for item in source:
            if isinstance(item, Outcome):
                yield item
                continue
            shard.append(item)
            if len(shard) == self._shard_articles:
                self._send(shard, out)
                shard = []
                while len(out) >= most:
                    yield from self._ready(out)
        if shard:
            self._send(shard, out)
        while out:
            yield from self._ready(out)

    def _send(self, shard: Sequence[Task], out: dict[Any, tuple[Task, ...]]) -> None:
        out[self._remote.remote(tuple(shard), self.settings)] = tuple(shard)

    def _ready(self, out: dict[Any, tuple[Task, ...]]) -> Iterator[Outcome]:
        """The outcomes of the shard that is ready first."""
        [future], _ = self._ray.wait(list(out), num_returns=1)
        shard = out.pop(future)
        try:
            versions, outcomes = self._ray.get(future)
        except self._ray.exceptions.RayTaskError as error:
            cause = error.as_instanceof_cause()
            raise cause if isinstance(cause, ConflictKgError) else error from None
        except self._ray.exceptions.RayError as error:
            if len(shard) == 1:
                yield _lost(shard[0], error)
            for task in shard if len(shard) > 1 else ():
                self._send([task], out)
            return
        if versions != self.versions:
            raise WorkersEnd(f"a machine of the cluster runs other versions: {versions}, here {self.versions}")
        yield from outcomes


def _lost(task: Task, error: Exception) -> Outcome:
    reason = f"the processes that worked on it ended ({type(error).__name__})"
    return Outcome(task.number, task.article.id, Problem(f"article {task.article.id}", reason))


def _require_answer(address: str) -> None:
    """Raises WorkersEnd where nobody takes a connection at an address: Ray would wait for many minutes."""
    found = _ADDRESS.fullmatch(address)
    if found is None:  # one of the words that Ray knows
        return
    try:
        socket.create_connection((found[1].strip("[]"), int(found[2])), _ANSWER_SECONDS).close()
    except (OSError, OverflowError, UnicodeError) as error:
        reason = str(getattr(error, "strerror", None) or error).lower()
        raise WorkersEnd(f"the cluster at {address} cannot be reached: {reason}") from None


def _ray(address: str) -> Any:
    """The library, told to keep to itself: no reports of use to anybody; and where the cluster is on this machine, no
    port that another one could reach."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    # What Ray 2.60 warns of otherwise: it is to leave the variables that hide accelerators alone.
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    if address == LOCAL or address.startswith(("127.", "localhost:")):
        # Ray's own switch, by its name for the systems where it is off, that makes all its servers bind 127.0.0.1.
        os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"
    try:
        import ray
    except ImportError:
        raise UsageError('building on a cluster needs Ray: pip install "conflict-kg[cluster]"') from None
    return ray
