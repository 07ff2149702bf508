"""Web archives, whole, cut off and damaged."""

import gzip
import random
from pathlib import Path

import pytest

from tests.sources.inputs import PAGE, read


def warc(pages: dict[str, bytes], compressed: bool, status: str = "200 OK", more: str = "") -> bytes:
    """An archive as the standard writes it down (ISO 28500), each record a gzip member of its own if compressed."""
    records = []
    for address, body in pages.items():
        http = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2021-03-05T00:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:{len(body)}>\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(http)}\r\n{more}\r\n"
        )
        record = head.encode() + http + b"\r\n\r\n"
        records.append(gzip.compress(record) if compressed else record)
    return b"".join(records)


PAGES = {f"https://coast.example/{n}": PAGE.replace("a/1", f"a/{n}").encode() for n in range(4)}


@pytest.mark.parametrize("compressed", [True, False])
def test_a_web_archive_gives_its_pages(compressed: bool, tmp_path: Path) -> None:
    (tmp_path / "crawl.warc.gz").write_bytes(
        warc(PAGES, compressed) + warc({"https://x.example": b"gone"}, compressed, "404 Not Found")
    )
    articles, problems = read(tmp_path / "crawl.warc.gz")
    assert problems == []
    assert [article.id for article in articles] == [f"https://coast.example/a/{n}" for n in range(4)]
    assert "crawled" in articles[0].extra


@pytest.mark.parametrize("compressed", [True, False])
def test_a_damaged_record_of_an_archive_costs_itself_only(compressed: bool, tmp_path: Path) -> None:
    pieces = [warc({address: page}, compressed) for address, page in PAGES.items()]
    middle = len(pieces[1]) // 2
    spoilt = (
        b"WARC/9.9 nonsense\r\n" + pieces[1][20:]
        if not compressed
        else pieces[1][:middle] + b"\xff" * 40 + pieces[1][middle + 40 :]
    )
    (tmp_path / "crawl.warc").write_bytes(pieces[0] + spoilt + pieces[2] + pieces[3])
    articles, problems = read(tmp_path / "crawl.warc")
    found = {article.id[-1] for article in articles}
    assert {"0", "2", "3"} <= found
    assert len(problems) >= 1 or found == {"0", "1", "2", "3"}
    assert all("\n" not in problem for problem in problems)


def test_an_archive_cut_off_gives_what_is_whole(tmp_path: Path) -> None:
    data = warc(PAGES, True)
    (tmp_path / "crawl.warc.gz").write_bytes(data[: len(data) - 200])
    articles, _ = read(tmp_path / "crawl.warc.gz")
    assert [article.id[-1] for article in articles][:3] == ["0", "1", "2"]


def test_a_record_that_the_file_cuts_off_is_reported_and_not_read_as_whole(tmp_path: Path) -> None:
    data = warc(PAGES, False)
    (tmp_path / "crawl.warc").write_bytes(data[: len(data) - 200])
    articles, problems = read(tmp_path / "crawl.warc")
    assert [article.id[-1] for article in articles] == ["0", "1", "2"]
    assert "the file ends before the record does" in problems[-1]


def test_a_record_that_the_crawler_cut_short_is_read_with_a_note(tmp_path: Path) -> None:
    (tmp_path / "crawl.warc").write_bytes(warc(dict([*PAGES.items()][:1]), False, more="WARC-Truncated: length\r\n"))
    [article], [note] = read(tmp_path / "crawl.warc")
    assert article.id == "https://coast.example/a/0"
    assert note.endswith("was cut short when it was crawled (length)")


def test_random_bytes_are_no_archive(tmp_path: Path) -> None:
    (tmp_path / "x.warc").write_bytes(random.Random(1).randbytes(200_000))
    articles, problems = read(tmp_path / "x.warc")
    assert articles == []
    assert problems
