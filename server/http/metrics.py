"""Counts and times of requests, in Prometheus' text format, over all HTTP processes of the server.

The library reads the folder that the processes share from the environment when it is first imported, so this module
is imported in those processes only, once the variable is set.
"""

import os
from functools import lru_cache

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from server.http.messages import Reply

_SECONDS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100)
_TIMES = Histogram(
    "kg_request_seconds",
    "Seconds from a request to the end of its answer, by kind of work and status.",
    ["work", "status"],
    buckets=_SECONDS,
)
_BROKEN = Counter("kg_broken_answers", "Answers that were broken off within their body.")


def count(work: str, status: int, seconds: float, broken: bool) -> None:
    """Counts a request."""
    _times(work, status).observe(seconds)
    if broken:
        _BROKEN.inc()


def answer_metrics() -> Reply:
    """The counts of all processes."""
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Reply(200, generate_latest(registry), {"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})


@lru_cache(maxsize=1_000)
def _times(work: str, status: int) -> Histogram:
    return _TIMES.labels(work, str(status))
