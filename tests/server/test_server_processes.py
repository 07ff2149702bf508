"""Processes that end are replaced: at once where a bound ended them, after a pause where they fail as they begin."""

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from typing import NoReturn, cast

import pytest

from kg.errors import StoreError
from server import processes
from server.engine import reader
from server.engine.frames import REQUEST, json_frame
from server.engine.watch import Limits, Watch
from server.processes import ENDED_AT_BOUND, Children, Stopped

# The children of these tests do nothing but end.
pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")


@pytest.fixture(autouse=True)
def own_signals() -> Iterator[None]:
    """What this process does at its signals, which watching children changes."""
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    yield
    for each, handler in before.items():
        signal.signal(each, handler)


class Counted(Children):
    """Children that are started so many times and no more."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.left = most

    def start(self, work: Callable[[], None]) -> int:
        if not self.left:
            raise Stopped
        self.left -= 1
        return super().start(work)


@pytest.mark.parametrize(("code", "pauses"), [(ENDED_AT_BOUND, 0), (1, 3), (0, 3)])
def test_processes_pause_before_what_fails_at_once_only(
    monkeypatch: pytest.MonkeyPatch, code: int, pauses: int
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(processes, "_SHORT_LIFE", 3_600.0)
    monkeypatch.setattr(time, "sleep", slept.append)
    children = Counted(3)
    children.start(lambda: os._exit(code))
    with pytest.raises(Stopped):
        children.watch()
    assert (children.left, len(slept)) == (0, pauses)


def test_processes_that_run_queries_end_at_a_bound_as_such() -> None:
    asking, asked = socket.socketpair()

    def run_too_long() -> NoReturn:
        Watch(Limits(memory_bytes=1 << 40, slow=1, slots=-1)).begin(asked, time.monotonic() - 1)
        while True:
            signal.pause()

    with asking, asked:
        _, status = os.waitpid(Children().start(run_too_long), 0)
        assert os.waitstatus_to_exitcode(status) == ENDED_AT_BOUND
        assert b"time limit" in asking.recv(1_000)


@pytest.mark.parametrize("gone", [True, False])
def test_processes_run_no_query_that_nobody_waits_for(gone: bool) -> None:
    asking, asked = socket.socketpair()
    question = {"text": "ASK {}", "deadline": time.monotonic() + 3_600, "generation": 7}
    watch = Watch(Limits(memory_bytes=1 << 40, slow=1, slots=-1), patient=True)
    begun: list[int] = []

    class Snapshots:
        union = True

        def at_least(self, generation: int) -> NoReturn:
            begun.append(generation)
            raise StoreError("there is none")

    with asking, asked:
        asking.sendall(json_frame(REQUEST, question))
        if gone:
            asking.close()
        reader._serve(asked, cast(reader.OpenSnapshot, Snapshots()), watch)
    assert begun == ([] if gone else [7])
