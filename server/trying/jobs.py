"""Pasted articles and what became of them: a folder each (see kg.pasted), which every HTTP process sees.

An id cannot be guessed: whoever has it is who pasted. Folders are removed after some time, and the oldest when there
are too many (settings try_kept_minutes, try_kept).
"""

import contextlib
import fcntl
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, Store

from kg.errors import StoreError
from kg.pasted import ARTICLE, GRAPH, PROBLEM, STAGE, UPLOAD, put, read_article
from kg.records import Article
from kg.settings import Settings
from server.explore.here import NotFound

_ID: Final = re.compile(r"[A-Za-z0-9_-]{20,40}")


class TooMany(StoreError):
    """As many articles are being read as may be at a time."""


@dataclass(frozen=True, slots=True)
class Job:
    """A pasted article (None: still in its file), its graph when it has been read, or the problem; until then the
    stage that it is in."""

    id: str
    article: Article | None
    stage: str
    problem: str | None
    graph: Store | None


class Jobs:
    """The pasted articles of one server."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder = folder
        self._settings = settings

    def start(self, fill: Callable[[Path], None]) -> str:
        """Begins to read what fill puts into the job's folder (see kg.pasted); returns the job's id. Raises TooMany."""
        self._folder.mkdir(parents=True, exist_ok=True)
        id = secrets.token_urlsafe(18)
        folder = self._folder / id
        slot = self._free_slot()
        with contextlib.ExitStack() as held:
            held.callback(os.close, slot)
            self._remove_old()
            folder.mkdir()
            fill(folder)
            # The child keeps the slot's lock until it ends, however it ends.
            command = [sys.executable, "-m", "kg.pasted", str(folder)]
            child = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=[slot], start_new_session=True)  # noqa: S603 - our own module
        threading.Thread(target=self._wait, args=(child, folder), daemon=True).start()
        return id

    def job(self, id: str) -> Job:
        """A job as it stands. Raises NotFound for one that is not there (any more)."""
        folder = self._folder / id
        is_there = _ID.fullmatch(id) and any((folder / name).is_file() for name in (ARTICLE, UPLOAD))
        if not is_there or self._is_old(folder):
            minutes = self._settings.try_kept_minutes
            raise NotFound(f"this article was pasted more than {minutes} minutes ago, or never; paste it again")
        problem, graph = _text(folder / PROBLEM), None
        article = read_article(folder) if (folder / ARTICLE).is_file() else None
        if problem is None and (folder / GRAPH).is_file():
            graph = Store()
            graph.load(path=folder / GRAPH, format=RdfFormat.N_QUADS)
        if problem is None and graph is None and self._is_over(folder):
            problem = self._too_long()
        return Job(id, article, _text(folder / STAGE) or "", problem, graph)

    def _is_over(self, folder: Path) -> bool:
        """Whether a job that has no outcome will have none: its process ends itself at the time-out."""
        return time.time() - folder.stat().st_mtime > self._settings.try_timeout + 5

    def _too_long(self) -> str:
        return f"reading it took longer than {self._settings.try_timeout} s (setting try_timeout) and was ended"

    def _wait(self, child: "subprocess.Popen[bytes]", folder: Path) -> None:
        """Waits for the end of a child, and tells of one that ended without a word."""
        ended = child.wait()
        if not any((folder / name).exists() for name in (GRAPH, PROBLEM)):
            known = {-signal.SIGALRM: self._too_long()}
            with contextlib.suppress(OSError):
                put(
                    folder / PROBLEM,
                    known.get(ended, "the process that read it ended early, for want of memory perhaps"),
                )

    def _free_slot(self) -> int:
        for number in range(self._settings.try_processes):
            slot = os.open(self._folder / f"slot-{number}", os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(slot, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(slot)
            else:
                return slot
        raise TooMany("another article is being read just now; try again in a few seconds")

    def _remove_old(self) -> None:
        """Leaves room for one more."""
        found: list[tuple[float, Path]] = []
        for folder in self._folder.iterdir():
            with contextlib.suppress(OSError):  # another process may have removed it
                if folder.is_dir():
                    found.append((folder.stat().st_mtime, folder))
        found.sort(reverse=True)
        for place, (_, folder) in enumerate(found, start=1):
            with contextlib.suppress(OSError):
                if place >= self._settings.try_kept or self._is_old(folder):
                    shutil.rmtree(folder, ignore_errors=True)

    def _is_old(self, folder: Path) -> bool:
        return time.time() - folder.stat().st_mtime > 60 * self._settings.try_kept_minutes


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
