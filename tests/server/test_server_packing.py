"""Pages and files go out packed to clients that take it, and say so."""

import gzip

import brotli
import pytest

from server.http.messages import Reply
from server.http.packing import pack
from tests.server.serving import Served

_UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}


@pytest.mark.parametrize("coding", ["br", "gzip"])
@pytest.mark.parametrize("path", ["/query", "/static/vendor/yasqe.js", "/static/style.css"])
def test_pages_and_files_are_packed(browser: Served, path: str, coding: str) -> None:
    plain = browser.get(path)
    packed = browser.get(path, headers={"Accept-Encoding": coding})
    assert packed.headers["content-encoding"] == coding
    assert int(packed.headers["content-length"]) == len(packed.data) < len(plain.data)
    assert _UNPACK[coding](packed.data) == plain.data
    assert "content-encoding" not in plain.headers
    assert all("Accept-Encoding" in answer.headers["vary"] for answer in (plain, packed))


def test_a_packed_file_is_not_sent_again(browser: Served) -> None:
    first = browser.get("/static/style.css", headers={"Accept-Encoding": "br"})
    tag = first.headers["etag"]
    assert tag.startswith("W/")
    assert browser.get("/static/style.css", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (200, {"Content-Type": "text/html"}, b"short"),
        (200, {"Content-Type": "image/png"}, b"x" * 5000),
        (206, {"Content-Type": "text/css"}, b"x" * 5000),
        (200, {"Content-Type": "text/html", "content-encoding": "br"}, b"x" * 5000),
    ],
)
def test_what_gains_nothing_is_left_alone(status: int, headers: dict[str, str], body: bytes) -> None:
    reply = pack(Reply(status, body, dict(headers)), "br", "/x")
    assert (reply.body, reply.headers) == (body, headers)


def test_vary_is_added_to_what_is_there() -> None:
    reply = pack(Reply(200, b"x" * 5000, {"Content-Type": "text/html", "vary": "Accept"}), "", "/x")
    assert reply.headers["vary"] == "Accept, Accept-Encoding"
    assert len(reply.body) == 5000
