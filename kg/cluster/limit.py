"""An end to an article that takes too long, in the process that works on it."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from kg.build.limit import limited as alarmed

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
        with alarmed(seconds):
            yield
    finally:
        end.cancel()
