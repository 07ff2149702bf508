"""The watch over a process that runs queries: deadline, memory, slow lane, client gone.

A thread, since the engine releases the interpreter while it works. It never cancels anything: it answers for the
query and ends the process, which the supervisor replaces.
"""

import fcntl
import os
import resource
import select
import socket
import sys
import threading
import time
from dataclasses import dataclass
from typing import Any, Final

from server.engine.frames import ERROR, json_frame
from server.processes import ENDED_AT_BOUND

_TICK: Final = 0.05
# Seconds of processor time, for on a busy machine a quick query may wait for long: when a query needs a place among the
# slow ones, and when it gives way to others. The priority cannot be had back, so the second costs a process.
_SLOW_AFTER: Final = 0.1
_GIVES_WAY_AFTER: Final = 1.0
# Below other work, above none: look-ups come first, a lone long query has the whole machine.
_SLOW_NICENESS: Final = 15
_MAXRSS_UNIT: Final = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one process; slots is an open file whose first ``slow`` bytes are locks, one a slow query."""

    memory_bytes: int
    slow: int
    slots: int


@dataclass(frozen=True, slots=True, eq=False)
class _Job:
    """A query's client, the processor time of this process at its begin, and its deadline (time.monotonic)."""

    connection: socket.socket
    begun: float
    deadline: float


class Watch:
    """Watches one query at a time. ``sending`` must be held while a frame is written, and ``answering`` be set.

    A patient watch, for writers, looks at the deadline and the memory only. One that is not thrifty does not count
    processor time: its queries wait for others rather than work.
    """

    def __init__(self, limits: Limits, patient: bool = False, thrifty: bool = True) -> None:
        self.limits = limits
        self.patient = patient
        self.thrifty = thrifty
        self.sending = threading.Lock()
        self._slot: int | None = None
        self._gave_way = False
        self.answering = False
        self._job: _Job | None = None
        threading.Thread(target=self._run, daemon=True).start()

    def begin(self, connection: socket.socket, deadline: float) -> None:
        """A query of this connection runs from now on, and is ended at the deadline (time.monotonic)."""
        self.answering = False
        self._job = _Job(connection, time.process_time(), deadline)

    def end(self) -> None:
        """The query is over."""
        with self.sending:  # not while the watch is about to end this process for it
            self._job = None
            if self._slot is not None:
                fcntl.lockf(self.limits.slots, fcntl.LOCK_UN, 1, self._slot)
                self._slot = None

    @property
    def worn(self) -> bool:
        """Whether the process should be replaced before the next query: its priority or its memory is spent."""
        return self._gave_way or memory_used() > self.limits.memory_bytes // 2

    def _run(self) -> None:
        while True:
            time.sleep(_TICK)
            job = self._job
            if job is not None:
                self._check(job)

    def _check(self, job: _Job) -> None:
        if time.monotonic() > job.deadline:
            self._break_off(job, {"status": 503, "message": "the query ran into its time limit"})
        elif memory_used() > self.limits.memory_bytes:
            self._break_off(job, {"status": 503, "message": "the query needs more memory than it may use"})
        elif self.patient:
            return
        elif client_gone(job.connection):
            self._break_off(job, None)
        elif self.thrifty:
            self._slow_down(job, time.process_time() - job.begun)

    def _slow_down(self, job: _Job, used: float) -> None:
        if used > _GIVES_WAY_AFTER and not self._gave_way:
            self._gave_way = True
            os.setpriority(os.PRIO_PROCESS, os.getpid(), _SLOW_NICENESS)
        # What a client already receives is not taken back for others.
        if used > _SLOW_AFTER and self._slot is None and not self._took_slot(job) and not self.answering:
            busy = {"status": 503, "message": "too many long queries are running; try again soon", "retry_after": 5}
            self._break_off(job, busy)

    def _took_slot(self, job: _Job) -> bool:
        for slot in range(self.limits.slow):
            try:
                fcntl.lockf(self.limits.slots, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, slot)
            except OSError:
                continue
            # Not where it ends in this moment, nor where a slow client keeps the lock: there the next look takes it.
            if self.sending.acquire(timeout=_TICK):
                if self._job is job:
                    self._slot = slot
                self.sending.release()
            if self._slot is None:
                fcntl.lockf(self.limits.slots, fcntl.LOCK_UN, 1, slot)
            return True
        return False

    def _break_off(self, job: _Job, error: dict[str, Any] | None) -> None:
        """Ends this process, unless the query has ended meanwhile and another may have begun."""
        held = self.sending.acquire(timeout=_TICK)
        if self._job is not job:
            if held:
                self.sending.release()
            return
        # Without the lock a frame is half written and cannot be followed by another: the closed connection says it all.
        if held and error is not None:
            try:
                job.connection.setblocking(False)
                job.connection.send(json_frame(ERROR, error))
            finally:
                os._exit(ENDED_AT_BOUND)
        os._exit(ENDED_AT_BOUND)


def memory_used() -> int:
    """The most memory that this process ever held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _MAXRSS_UNIT


def client_gone(connection: socket.socket) -> bool:
    """Whether who asked over a connection waits no more."""
    try:
        # A client says one thing and then only listens: whatever can be read is its end.
        return bool(select.select([connection], [], [], 0)[0])
    except (OSError, ValueError):  # closed by the other thread at this moment
        return False
