"""What the client for other hosts keeps: answers for their time, and the pace at which it asks."""

import json
import time
from pathlib import Path

import pytest

from kg.errors import OutsideError, OutsideRefused, OutsideTimeout
from kg.outside.cache import DiskCache, Kept, request_key
from kg.outside.client import json_content
from kg.outside.pace import Pace
from tests.outside.asking import client_of, post
from tests.outside.standin import StandIn


def test_outside_keeps_answers_for_their_time(standin: StandIn, tmp_path: Path) -> None:
    for _ in range(2):
        assert json_content(post(standin, client=client_of(standin, tmp_path)), "x")["boolean"] is True
    assert len(standin.asked) == 1
    [kept] = (tmp_path / "answers").glob("*/*.answer")
    kept.write_bytes(kept.read_bytes()[:-3])
    post(standin, client=client_of(standin, tmp_path))
    assert len(standin.asked) == 2
    cache = DiskCache(tmp_path / "answers", 3600, 10_000)
    assert cache.get(kept.stem) is not None
    told, _, body = kept.read_bytes().partition(b"\n")
    old = json.loads(told) | {"time": time.time() - 4000}
    kept.write_bytes(json.dumps(old).encode() + b"\n" + body)
    assert cache.get(kept.stem) is None


def test_outside_polls_past_the_cache(standin: StandIn, tmp_path: Path) -> None:
    client = client_of(standin, tmp_path)
    for _ in range(2):
        validators = {"etag": '"a"', "last-modified": "Fri, 20 Nov 2026 10:00:00 GMT"}
        found = client.poll(f"{standin.sparql}?query=ASK%7B%7D", validators, "*/*", time.monotonic() + 10)
        assert (found.status, standin.asked[-1]["headers"]["if-none-match"]) == (200, '"a"')
        assert standin.asked[-1]["headers"]["if-modified-since"] == "Fri, 20 Nov 2026 10:00:00 GMT"
    assert len(standin.asked) == 2
    standin.faults = ["status 304"]
    assert client.poll(standin.sparql, {"etag": '"a"'}, "*/*", time.monotonic() + 10).status == 304
    standin.faults = ["redirect http://127.0.0.1:9/"]
    with pytest.raises(OutsideRefused):
        client.poll(standin.sparql, {}, "*/*", time.monotonic() + 10)


def test_outside_keeps_no_answer_that_is_an_error(standin: StandIn, tmp_path: Path) -> None:
    standin.faults = ["status 500"]
    client = client_of(standin, tmp_path)
    with pytest.raises(OutsideError):
        post(standin, client=client)
    assert json_content(post(standin, client=client), "x")["boolean"] is True


def test_outside_names_a_request_by_all_of_it() -> None:
    keys = {
        request_key(*parts)
        for parts in [
            ("GET", "https://a/", None, "x"),
            ("POST", "https://a/", None, "x"),
            ("POST", "https://a/", b"b", "x"),
            ("POST", "https://a/b", b"", "x"),
            ("POST", "https://a/", b"b", "y"),
        ]
    }
    assert len(keys) == 5
    assert request_key("GET", "https://a/", None, "x") == request_key("GET", "https://a/", None, "x")


def test_outside_keeps_the_pace_over_all_processes_of_a_folder(tmp_path: Path) -> None:
    for folder in (None, tmp_path):
        first, second = Pace(30, folder), Pace(30, folder)
        second = first if folder is None else second
        first.wait("a.example", time.monotonic() + 1)
        with pytest.raises(OutsideTimeout):
            second.wait("a.example", time.monotonic() + 0.5)
        second.wait("b.example", time.monotonic() + 1)
    (tmp_path / "a.example.turn").write_text("nonsense")
    Pace(30, tmp_path).wait("a.example", time.monotonic() + 1)
    (tmp_path / "a.example.turn").write_text("9999999999999")
    Pace(30, tmp_path).wait("a.example", time.monotonic() + 1)


def test_outside_removes_the_oldest_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.outside.cache._PRUNE_EVERY", 1)
    cache = DiskCache(tmp_path, 3600, 2_000)
    for number in range(20):
        cache.put(request_key("GET", str(number), None, ""), "u", Kept("x", b"y" * 200))
    assert sum(path.stat().st_size for path in tmp_path.glob("*/*")) < 2_500
