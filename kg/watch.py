"""Feeds that are asked again and again: politely, with what they said of their last state.

What is known of a feed (its validators and when it may be asked again) stands in a file beside the store, so that a
watch that begins anew asks only for what is new.
"""

import json
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from kg.errors import OutsideError, StoreError
from kg.outside.client import Client
from kg.records import Article
from kg.settings import Settings
from kg.sources import Problem
from kg.sources.reading import read_bytes

_ACCEPT: Final = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9"
_FILE: Final = "feeds.json"


@dataclass(frozen=True, slots=True)
class FeedState:
    """What a feed's server said of the state that was read last; empty strings where it said nothing."""

    etag: str = ""
    last_modified: str = ""

    def validators(self) -> dict[str, str]:
        """The headers' values by name, without the empty ones."""
        values = {"etag": self.etag, "last-modified": self.last_modified}
        return {name: value for name, value in values.items() if value}


class Feeds:
    """The feeds of one store, and what is remembered of each. Raises StoreError where the file cannot be used."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE
        self._states: dict[str, FeedState] = {}
        if self._path.exists():
            try:
                stored = json.loads(self._path.read_text(encoding="utf-8"))
                self._states = {url: FeedState(**state) for url, state in stored.items()}
            except (ValueError, TypeError, AttributeError, OSError) as error:
                raise StoreError(f"{self._path} cannot be used ({error}); remove it to read the feeds anew") from None

    def state(self, url: str) -> FeedState:
        """What is remembered of a feed."""
        return self._states.get(url, FeedState())

    def remember(self, url: str, state: FeedState) -> None:
        """Keeps a feed's state, in one move."""
        self._states[url] = state
        partial = self._path.with_suffix(".partial")
        partial.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(
            json.dumps({u: asdict(s) for u, s in sorted(self._states.items())}, indent=1), encoding="utf-8"
        )
        os.replace(partial, self._path)


def poll(url: str, client: Client, state: FeedState, settings: Settings) -> tuple[list[Article | Problem], FeedState]:
    """The articles of a feed that is not as it was, and its new state; nothing where it did not change.

    A feed that cannot be had or read to its end is a Problem, and its state stays: it is sent again, and what is in
    the store by then is passed over.
    """
    try:
        answer = client.poll(url, state.validators(), _ACCEPT, time.monotonic() + settings.outside_timeout)
    except OutsideError as error:
        return [Problem(url, str(error))], state
    if answer.status == 304:
        return [], state
    items = list(read_bytes(url, answer.body, "feed", settings))
    if any(isinstance(item, Problem) and item.skipped and item.where == url for item in items):
        return items, state
    return items, FeedState(answer.headers.get("etag", ""), answer.headers.get("last-modified", ""))
