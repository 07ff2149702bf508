"""How soon a host may be asked again: so many requests a minute, and never before the time that it named itself.

With a folder, all processes that share it keep the pace together: one small file a host, locked while it is changed.
"""

import fcntl
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from kg.errors import OutsideTimeout

# A host that asks for more is not asked again in this hour, which is longer than any exchange waits.
_LONGEST: Final = 3_600.0


class Pace:
    """Turns at asking hosts; per_minute is the most that one host is asked."""

    def __init__(self, per_minute: int, folder: Path | None) -> None:
        self._interval = 60.0 / max(1, per_minute)
        self._folder = folder
        self._free: dict[str, float] = {}

    def wait(self, host: str, deadline: float) -> None:
        """Waits for a turn at a host. Raises OutsideTimeout where it comes after the deadline (time.monotonic)."""
        now = time.time()
        left = deadline - time.monotonic()
        turn = self._change(host, lambda free: max(now, free), self._interval, now + left)
        if turn > now + left:
            raise OutsideTimeout(f"{host} may be asked again in {turn - now:.0f} s only, which is too late")
        time.sleep(max(0.0, turn - time.time()))

    def hold(self, host: str, seconds: float) -> None:
        """Lets nobody ask a host for some seconds."""
        until = time.time() + min(seconds, _LONGEST)
        self._change(host, lambda free: max(free, until), 0.0, float("inf"))

    def _change(self, host: str, turn_after: Callable[[float], float], interval: float, latest: float) -> float:
        """The turn that follows from the time at which a host is free, which moves on unless the turn is too late."""
        if self._folder is None:
            turn = turn_after(_sane(self._free.get(host, 0.0)))
            if turn <= latest:
                self._free[host] = turn + interval
            return turn
        self._folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._folder / f"{host.replace(':', '_')}.turn", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            turn = turn_after(_sane(_number(os.read(handle, 40))))
            if turn <= latest:
                os.pwrite(handle, f"{turn + interval:<39.3f}\n".encode(), 0)
            return turn
        finally:
            os.close(handle)


def _sane(free: float) -> float:
    """A time too far ahead comes from a clock that was set back, and counts as now."""
    return free if free <= time.time() + _LONGEST else 0.0


def _number(written: bytes) -> float:
    try:
        return float(written)
    except ValueError:
        return 0.0
