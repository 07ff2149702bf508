"""An end to an article that takes too long, in the process that works on it."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from kg.errors import ArticleError


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raises ArticleError in the block after so many seconds. Where signals cannot be had (another thread than the
    first, another system), and in a library that never comes back to the interpreter, it does not."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise ArticleError(f"took longer than {seconds:g} s")

    before = signal.signal(signal.SIGALRM, ring)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
