"""Feeds asked again: only what is new is sent and built, and nothing is lost where something fails."""

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import group
from kg.errors import StoreError
from kg.outside.client import Client
from kg.records import Article
from kg.settings import Settings
from kg.sources import Problem
from kg.store import Writer, open_snapshot
from kg.watch import Feeds, FeedState, poll

SETTINGS = Settings(outside_per_minute=6000, outside_timeout=5)
ITEM = "<item><guid>urn:{0}</guid><title>T</title><description>{1}</description></item>"
FIRST = "Shells hit the harbour of Marsa on Tuesday and killed four people, the mayor said."
SECOND = "The army denied that it had shelled the harbour of Marsa and blamed the rebels."


class FeedHost:
    """A host of one feed; its content and its mood are set by the test."""

    def __init__(self) -> None:
        self.items = [FIRST]
        self.status = 200
        self.bytes: bytes | None = None
        self.retry_after = ""
        self.sent: list[int] = []
        host = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                tag = f'"{len(host.items)}"'
                unchanged = self.headers.get("If-None-Match") == tag
                status = 304 if unchanged and host.status == 200 else host.status
                body = b"" if status == 304 else host.body()
                if status == 200 and host.bytes is not None:
                    body = host.bytes
                host.sent.append(status)
                self.send_response(status)
                self.send_header("ETag", tag)
                if host.retry_after:
                    self.send_header("Retry-After", host.retry_after)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                """Says nothing."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/feed.xml"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def body(self) -> bytes:
        items = "".join(ITEM.format(number, text) for number, text in enumerate(self.items))
        return f'<rss version="2.0"><channel><title>Coast Wire</title>{items}</channel></rss>'.encode()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def host() -> Iterator[FeedHost]:
    made = FeedHost()
    yield made
    made.close()


def test_a_feed_is_read_once_and_again_when_it_changes(host: FeedHost) -> None:
    client = Client([host.url], SETTINGS, loopback=True)
    items, state = poll(host.url, client, FeedState(), SETTINGS)
    assert [item.text for item in items if isinstance(item, Article)] == [FIRST]
    assert poll(host.url, client, state, SETTINGS) == ([], state)
    host.items.append(SECOND)
    items, newer = poll(host.url, client, state, SETTINGS)
    assert [item.text for item in items if isinstance(item, Article)] == [FIRST, SECOND]
    assert newer != state
    assert host.sent == [200, 304, 200]


@pytest.mark.parametrize("status", [404, 500])
def test_a_feed_that_cannot_be_had_keeps_its_state(host: FeedHost, status: int) -> None:
    host.status = status
    state = FeedState(etag='"old"')
    [problem], after = poll(host.url, Client([host.url], SETTINGS, loopback=True), state, SETTINGS)
    assert f"answers {status}" in str(problem)
    assert after == state


def test_a_feed_that_never_ends_is_left_at_the_limit(host: FeedHost) -> None:
    host.items = [FIRST] * 5000
    small = Settings(outside_per_minute=6000, outside_timeout=5, outside_max_bytes=10_000)
    [problem], state = poll(host.url, Client([host.url], small, loopback=True), FeedState(), small)
    assert "10000" in str(problem) or "10,000" in str(problem)
    assert state == FeedState()


def test_an_answer_of_nothing_does_not_end_the_watch(host: FeedHost) -> None:
    host.bytes = b""
    [problem], state = poll(host.url, Client([host.url], SETTINGS, loopback=True), FeedState(), SETTINGS)
    assert "is empty" in str(problem)
    assert state == FeedState()


@pytest.mark.parametrize("cut", [20, 10_000])
def test_a_feed_that_breaks_off_or_is_none_is_asked_for_again(cut: int, host: FeedHost) -> None:
    host.items = [FIRST, SECOND]
    host.bytes = host.body()[:-cut] or b"<html><body>Under repair</body></html>"
    client = Client([host.url], SETTINGS, loopback=True)
    items, state = poll(host.url, client, FeedState(), SETTINGS)
    assert isinstance(items[-1], Problem)
    assert state == FeedState()
    host.bytes = None
    items, state = poll(host.url, client, state, SETTINGS)
    assert [item.text for item in items if isinstance(item, Article)] == [FIRST, SECOND]
    assert state.etag


def test_a_host_that_asks_for_time_is_left_alone_by_the_next_call_too(host: FeedHost, tmp_path: Path) -> None:
    host.status, host.retry_after = 429, "600"
    _, said = watch(tmp_path / "store", host.url)
    assert "answers 429 and asks to wait 600 s" in said
    host.status = 200
    _, said = watch(tmp_path / "store", host.url)
    assert "may be asked again in" in said
    assert host.sent == [429]


def watch(store: Path, *urls: str) -> tuple[int, str]:
    environment = {"KG_OUTSIDE_LOOPBACK": "yes", "KG_OUTSIDE_PER_MINUTE": "6000"}
    done = CliRunner().invoke(group, ["watch", *urls, "--store", str(store), "--once"], env=environment)
    return (done.exit_code if done.exception is None or done.exit_code else 1), done.output + repr(done.exception or "")


def test_the_command_builds_what_is_new_and_remembers(host: FeedHost, tmp_path: Path) -> None:
    code, said = watch(tmp_path / "store", host.url)
    assert (code, "1 article built" in said) == (0, True), said
    first = open_snapshot(tmp_path / "store").generation
    code, said = watch(tmp_path / "store", host.url)
    assert (code, "nothing new" in said) == (0, True), said
    assert open_snapshot(tmp_path / "store").generation == first
    assert host.sent == [200, 304]
    assert json.loads((tmp_path / "store" / "feeds.json").read_text())[host.url]["etag"] == '"1"'


def test_a_feed_that_cannot_be_had_makes_no_store(host: FeedHost, tmp_path: Path) -> None:
    host.status = 404
    code, said = watch(tmp_path / "store", host.url)
    assert (code, "answers 404" in said) == (1, True)
    assert not (tmp_path / "store" / "data").exists()


def test_what_was_not_stored_is_asked_for_again(host: FeedHost, tmp_path: Path) -> None:
    with Writer(tmp_path / "store"):
        _, said = watch(tmp_path / "store", host.url)
        assert "asked again in the next round" in said
    assert Feeds(tmp_path / "store").state(host.url) == FeedState()
    assert watch(tmp_path / "store", host.url)[0] == 0


def test_a_spoilt_file_of_feeds_is_named(tmp_path: Path) -> None:
    (tmp_path / "feeds.json").write_text("[1]")
    with pytest.raises(StoreError, match=r"feeds\.json cannot be used"):
        Feeds(tmp_path)
