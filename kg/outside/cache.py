"""Answers of other hosts, kept on disk for some time: the same request has the same file, whoever asks and when.

FOLDER/ab/abcd….answer    one line of JSON (url, time, media type, hash of the body), then the body
"""

import hashlib
import json
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PRUNE_EVERY: Final = 100


@dataclass(frozen=True, slots=True)
class Kept:
    """A body and its media type, as the header named it."""

    media_type: str
    body: bytes


def request_key(method: str, url: str, body: bytes | None, accept: str) -> str:
    """A request's name: hex digits over all that decides its answer."""
    parts = (method.encode(), url.encode(), body or b"", accept.encode())
    return hashlib.sha256(b"".join(len(part).to_bytes(8, "big") + part for part in parts)).hexdigest()


class DiskCache:
    """Answers no older than ``seconds``, of no more than ``most_bytes``: the oldest go. Safe for several processes."""

    def __init__(self, folder: Path, seconds: float, most_bytes: int) -> None:
        self._folder = folder
        self._seconds = seconds
        self._most_bytes = most_bytes
        self._put = 0

    def get(self, key: str) -> Kept | None:
        """The answer under a key, None where there is none, or none that is whole and young enough."""
        try:
            head, _, body = self._path(key).read_bytes().partition(b"\n")
            told = json.loads(head)
            young = 0 <= time.time() - told["time"] <= self._seconds
            if young and told["sha256"] == hashlib.sha256(body).hexdigest():
                return Kept(str(told["type"]), body)
        except (OSError, ValueError, KeyError, TypeError):
            return None  # missing, or spoilt: it is asked for again and written anew
        return None

    def put(self, key: str, url: str, kept: Kept) -> None:
        """Keeps an answer. Raises OSError where the folder cannot be written."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        told = {
            "url": url,
            "time": time.time(),
            "type": kept.media_type,
            "sha256": hashlib.sha256(kept.body).hexdigest(),
        }
        fresh = path.with_suffix(f".{os.getpid()}.new")
        fresh.write_bytes(json.dumps(told).encode() + b"\n" + kept.body)
        fresh.replace(path)
        if self._put % _PRUNE_EVERY == 0:
            self._prune()
        self._put += 1

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.answer"

    def _prune(self) -> None:
        """Removes what is too old, and the oldest of the rest while it is too much."""
        found: list[tuple[float, int, Path]] = []
        for path in self._folder.glob("*/*"):
            with suppress(OSError):  # another process may have removed it
                stat = path.stat()
                found.append((stat.st_mtime, stat.st_size, path))
        size = sum(each[1] for each in found)
        for written, length, path in sorted(found):
            if size <= self._most_bytes and time.time() - written <= self._seconds:
                return
            path.unlink(missing_ok=True)
            size -= length
