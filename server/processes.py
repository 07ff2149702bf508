"""Child processes: started by forking this single-threaded process, replaced when they end, gone when it goes."""

import ctypes
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Collection
from typing import Final

# With this a child ends itself for what it was asked to do, and not for a fault: the next one need not wait.
ENDED_AT_BOUND: Final = 9
_PR_SET_PDEATHSIG: Final = 1
_SHORT_LIFE: Final = 1.0
_PAUSE: Final = 0.2


class Stopped(Exception):
    """The process was asked to end."""


class Children:
    """Runs callables in child processes and starts each anew when it ends."""

    def __init__(self) -> None:
        self._running: dict[int, tuple[Callable[[], None], float]] = {}

    def start(self, work: Callable[[], None]) -> int:
        """Runs the callable in a new process; returns its id."""
        parent = os.getpid()
        child = os.fork()
        if child == 0:
            _be_child(parent, work)
        self._running[child] = (work, time.monotonic())
        return child

    def watch(self) -> None:
        """Replaces children that end, until Stopped is raised by a signal."""
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, _raise_stopped)
        while True:
            child, status = os.waitpid(-1, 0)
            work, begun = self._running.pop(child, (None, 0.0))
            if work is None:
                continue
            if time.monotonic() - begun < _SHORT_LIFE and os.waitstatus_to_exitcode(status) != ENDED_AT_BOUND:
                time.sleep(_PAUSE)
            self.start(work)

    def stop(self, gently: Collection[Callable[[], None]], patience: float) -> None:
        """Ends all children: those that run the callables are asked to and waited for, in seconds, the others are
        killed."""
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, signal.SIG_IGN)
        waiting = {child for child, (work, _) in self._running.items() if work in gently}
        for child in waiting:
            _signal(child, signal.SIGTERM)
        end = time.monotonic() + patience
        while waiting and time.monotonic() < end:
            waiting -= {child for child in waiting if os.waitpid(child, os.WNOHANG) != (0, 0)}
            time.sleep(0.02)
        for child in self._running:
            _signal(child, signal.SIGKILL)


def end_with_parent(parent: int) -> None:
    """Has the system kill this process when its parent ends, however that ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _be_child(parent: int, work: Callable[[], None]) -> None:
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        end_with_parent(parent)
        work()
        code = 0
    except BaseException:
        # The last stop of a process: whatever it was is told, and the parent replaces it.
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _signal(child: int, number: int) -> None:
    try:
        os.kill(child, number)
    except ProcessLookupError:
        return


def _raise_stopped(number: int, frame: object) -> None:
    raise Stopped
