"""Pasted articles and what became of them: a folder each (see kg.pasted), which every HTTP process sees.

An id cannot be guessed: whoever has it is who pasted. Folders are removed after an hour.
"""

import contextlib
import fcntl
import os
import re
import secrets
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, Store

from kg.errors import StoreError
from kg.pasted import ARTICLE, GRAPH, PROBLEM, STAGE, put_article, read_article
from kg.records import Article
from kg.settings import Settings
from server.explore.here import NotFound

_KEPT_SECONDS: Final = 3600.0
_ID: Final = re.compile(r"[A-Za-z0-9_-]{20,40}")


class TooMany(StoreError):
    """As many articles are being read as may be at a time."""


@dataclass(frozen=True, slots=True)
class Job:
    """A pasted article, its graph when it has been read, or the problem; until then the stage that it is in."""

    id: str
    article: Article
    stage: str
    problem: str | None
    graph: Store | None


class Jobs:
    """The pasted articles of one server."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder = folder
        self._settings = settings

    def start(self, article: Article) -> str:
        """Begins to read an article; returns the job's id. Raises TooMany."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._remove_old()
        id = secrets.token_urlsafe(18)
        folder = self._folder / id
        slot = self._free_slot()
        with contextlib.ExitStack() as held:
            held.callback(os.close, slot)
            folder.mkdir()
            put_article(folder, article)
            # The child keeps the slot's lock until it ends, however it ends.
            command = [sys.executable, "-m", "kg.pasted", str(folder)]
            child = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=[slot], start_new_session=True)  # noqa: S603 - our own module
        threading.Thread(target=child.wait, daemon=True).start()
        return id

    def job(self, id: str) -> Job:
        """A job as it stands. Raises NotFound for one that is not there (any more)."""
        folder = self._folder / id
        if not _ID.fullmatch(id) or not (folder / ARTICLE).is_file():
            raise NotFound("this article was pasted more than an hour ago, or never; paste it again")
        article = read_article(folder)
        problem, graph = _text(folder / PROBLEM), None
        if problem is None and (folder / GRAPH).is_file():
            graph = Store()
            graph.load(path=folder / GRAPH, format=RdfFormat.N_QUADS)
        if problem is None and graph is None and self._is_over(folder):
            problem = f"reading it took longer than {self._settings.try_timeout} s (setting try_timeout) and was ended"
        return Job(id, article, _text(folder / STAGE) or "", problem, graph)

    def _is_over(self, folder: Path) -> bool:
        """Whether a job that has no outcome will have none: its process ends itself at the time-out."""
        return time.time() - (folder / ARTICLE).stat().st_mtime > self._settings.try_timeout + 5

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
        for folder in self._folder.iterdir():
            with contextlib.suppress(OSError):
                if folder.is_dir() and time.time() - folder.stat().st_mtime > _KEPT_SECONDS:
                    shutil.rmtree(folder, ignore_errors=True)


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
