"""Web archives as crawlers and their breakages leave them: each page is read or reported."""

import bz2
import gzip
import io
from pathlib import Path

import pytest

from kg.records import Article
from kg.sources import Problem, read_inputs
from kg.sources.compression import zstd
from tests.sources.inputs import PAGE, SETTINGS
from tests.sources.test_source_hostile import record

SITE = "https://coast.example/a/"


def page(number: int) -> bytes:
    return PAGE.replace("a/1", f"a/{number}").encode()


def answered(number: int, **about: object) -> bytes:
    return record(page(number), **about)  # type: ignore[arg-type]


class Pipe(io.BytesIO):
    """What comes but once."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: object) -> int:
        raise io.UnsupportedOperation


def numbers(path: Path | bytes) -> tuple[list[int], list[str]]:
    """Numbers of the pages of an archive, a file's or what a pipe holds, and the problems."""
    name, stdin = ("-", Pipe(path)) if isinstance(path, bytes) else (str(path), None)
    items = list(read_inputs([name], SETTINGS, stdin, "warc"))
    problems = [str(item) for item in items if isinstance(item, Problem)]
    assert all(problem.isprintable() for problem in problems)
    return [int(i.id.removeprefix(SITE)) for i in items if isinstance(i, Article)], problems


FOUR = [answered(number) for number in range(4)]


@pytest.mark.parametrize(
    "data",
    [
        b"".join(FOUR),
        b"".join(map(gzip.compress, FOUR)),
        gzip.compress(b"".join(FOUR)),
        bz2.compress(b"".join(FOUR)),
        zstd.compress(b"".join(FOUR)),
        b"\r\n\r\n" + b"".join(FOUR),
        b"".join(FOUR).replace(b"WARC/1.0", b"WARC/1.1"),
        b"".join(map(gzip.compress, FOUR)) + b"\0" * 100,
    ],
    ids=["plain", "records", "whole", "bz2", "zstd", "blank", "1.1", "padded"],
)
def test_an_archive_is_read_however_it_was_packed(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "crawl.warc.gz").write_bytes(data)
    assert numbers(tmp_path / "crawl.warc.gz")[0] == [0, 1, 2, 3]
    assert numbers(data)[0] == [0, 1, 2, 3]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
@pytest.mark.parametrize(
    ("spoilt", "reason"),
    [
        (lambda data: data.replace(b"Content-Length: ", b"Content-Length: 1", 1), "damaged: "),
        (lambda data: data.replace(b"Content-Length: ", b"Content-Length: 1\r\nX: ", 1), "its Content-Length is wrong"),
        (lambda data: data.replace(b"Content-Length: ", b"X: ", 1), "has no Content-Length"),
        (lambda data: data.replace(b"WARC-Target-URI: ", b"X: ", 1), "damaged: "),
        (
            lambda data: data.replace(b"WARC-Type", b"X-" + b"y" * 2_000_000 + b": z\r\nWARC-Type", 1),
            "has headers of more",
        ),
        (lambda data: b"WARC/9.9 \x1b[31m\x07" + data[8:], "Invalid WARC record"),
    ],
    ids=["long", "short", "none", "nowhere", "headers", "version"],
)
def test_a_record_that_lies_costs_itself_and_is_reported(spoilt, reason: str, pack, tmp_path: Path) -> None:
    (tmp_path / "x.warc").write_bytes(b"".join(pack(spoilt(r) if n == 1 else r) for n, r in enumerate(FOUR)))
    found, problems = numbers(tmp_path / "x.warc")
    assert found == [0, 2, 3]
    assert any(reason in problem for problem in problems)


@pytest.mark.parametrize("cut", [5, 100, 400])
@pytest.mark.parametrize(
    "pack", [lambda each: gzip.compress(b"".join(each)), lambda each: b"".join(map(gzip.compress, each))]
)
def test_what_a_break_takes_away_is_reported(pack, cut: int, tmp_path: Path) -> None:
    (tmp_path / "x.warc.gz").write_bytes(pack(FOUR)[:-cut])
    for found, problems in (numbers(tmp_path / "x.warc.gz"), numbers(pack(FOUR)[:-cut])):
        assert found == [0, 1, 2, 3][: len(found)]
        assert len(problems) >= 1


def test_a_stream_that_comes_but_once_goes_on_behind_a_damaged_record() -> None:
    data = FOUR[0] + b"WARC/9.9 nonsense" + FOUR[1][8:] + FOUR[2] + FOUR[3]
    assert numbers(gzip.compress(data))[0] == [0, 2, 3]


def test_answers_that_servers_describe_wrongly_are_read(tmp_path: Path) -> None:
    archive = [
        answered(0).replace(b"text/html; charset=utf-8", b"Text/HTML; charset=rot13"),
        record(zstd.compress(page(1)), "Content-Encoding: zstd\r\n"),
        answered(2).replace(b"Content-Type: text/html", b"X-Unknown-Ty: text/html"),
        record(page(3), "Content-Encoding: compress\r\n"),
    ]
    (tmp_path / "x.warc").write_bytes(b"".join(archive))
    found, [problem] = numbers(tmp_path / "x.warc")
    assert found == [0, 1, 2]
    assert "is packed in a way that is not known here (compress)" in problem


def test_an_archive_without_a_record_is_reported(tmp_path: Path) -> None:
    for data in (b"", b"hello\n" * 1000, gzip.compress(b"nothing")):
        (tmp_path / "x.warc").write_bytes(data)
        assert numbers(tmp_path / "x.warc")[1]
        assert numbers(data)[1]
