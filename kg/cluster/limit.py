"""An end to an article that takes too long, in the process that works on it."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

from kg.errors import ArticleError

# A library that never comes back to the interpreter hears no signal: then the process goes, and Ray notices.
_PATIENCE: Final = 2


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raises ArticleError in the block after so many seconds; ends the process after twice as many.

    Where signals cannot be had (another thread than the first, another system), only the second holds.
    """
    end = threading.Timer(_PATIENCE * seconds, os._exit, (1,))
    end.daemon = True
    end.start()
    try:
        if threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer"):
            with _alarm(seconds):
                yield
        else:
            yield
    finally:
        end.cancel()


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    def ring(number: int, frame: FrameType | None) -> None:
        raise ArticleError(f"took longer than {seconds:g} s")

    before = signal.signal(signal.SIGALRM, ring)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
