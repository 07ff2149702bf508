"""Compression, languages and encodings, whatever the format."""

import bz2
import gzip
import io
import lzma
import random
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.records import Article
from kg.settings import Settings
from kg.sources import json_articles, read_inputs
from kg.sources.compression import zstd
from tests.sources.inputs import PAGE, read


def test_compressed_input_comes_from_files_and_from_standard_input(tmp_path: Path) -> None:
    line = b'{"id": "a", "text": "Shells fell on the port."}\n'
    (tmp_path / "x.jsonl.gz").write_bytes(gzip.compress(line))
    assert [a.id for a in read(tmp_path)[0]] == ["a"]
    assert [a.id for a in read("-", stdin=bz2.compress(line))[0]] == ["a"]
    [page], _ = read("-", stdin=PAGE.encode(), format_name="html")
    assert page.id == "https://coast.example/a/1"


@pytest.mark.parametrize(
    "pack", [gzip.compress, bz2.compress, lzma.compress, zstd.compress], ids=["gz", "bz2", "xz", "zst"]
)
def test_damaged_compression_is_reported_after_what_was_whole(pack: type[bytes], tmp_path: Path) -> None:
    lines = b"".join(
        b'{"id": "%d", "text": "Shells fell on the port %d."}\n' % (n, random.Random(n).getrandbits(64))
        for n in range(20_000)
    )
    data = pack(lines)
    (tmp_path / "cut.jsonl.gz").write_bytes(data[: len(data) // 2])
    (tmp_path / "spoilt.jsonl.gz").write_bytes(data[: len(data) // 2] + b"\xff" * 50 + data[len(data) // 2 + 50 :])
    for name in ("cut", "spoilt"):
        _, problems = read(tmp_path / f"{name}.jsonl.gz")
        assert len(problems) >= 1
        assert any("compressed data" in problem for problem in problems)


def test_a_bomb_of_compressed_zeros_stops_at_the_limit(tmp_path: Path) -> None:
    (tmp_path / "x.txt.gz").write_bytes(gzip.compress(b"\0" * 100_000_000))
    _, [problem] = read(tmp_path / "x.txt.gz")
    assert "max_input_bytes" in problem


def test_another_language_is_left_out_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "ru.txt").write_text("Силы обороны сообщили, что ночью были сбиты десять беспилотников над городом.")
    (tmp_path / "en.txt").write_text(
        "Kyiv, Kharkiv, Odesa, Dnipro, Lviv, Sumy, Poltava, Kherson and Mykolaiv were shelled."
    )
    articles, [problem] = read(tmp_path)
    assert [a.id for a in articles] == ["en.txt"]
    assert "another language than English (ru" in problem
    assert len(read(tmp_path, settings=Settings(english_only=False))[0]) == 2


def test_old_text_in_a_code_page_is_read_with_a_note(tmp_path: Path) -> None:
    text = "The mayor, José Núñez, said “no shells fell” on the café, and that the truce with the rebels would hold."
    (tmp_path / "old.txt").write_bytes(text.encode("cp1252"))
    [article], [note] = read(tmp_path / "old.txt")
    assert article.text == text
    assert "is not valid UTF-8 at byte 14; read as windows-1252" in note


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(UsageError, match="there is no format 'doc'; known: text, json"):
        read("-", format_name="doc")


def test_zstd_is_told_by_its_first_bytes_and_its_suffix_is_no_part_of_the_name(tmp_path: Path) -> None:
    (tmp_path / "x.txt.zst").write_bytes(zstd.compress(b"Shells fell on the port on Tuesday, the mayor said."))
    assert [a.id for a in read(tmp_path)[0]] == ["x.txt"]


def test_a_fault_of_the_program_in_one_article_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = json_articles._digest

    def faulty(text: str) -> str:
        if "port" in text:
            raise LookupError("\x1b[31mno\n")
        return honest(text)

    monkeypatch.setattr(json_articles, "_digest", faulty)
    (tmp_path / "x.jsonl").write_text('{"text": "Shells fell on the port."}\n{"text": "Shells fell on the town."}\n')
    [article], [problem] = read(tmp_path / "x.jsonl")
    assert "town" in article.text
    assert "line 1: failed in reading, which is a fault of the program: LookupError(" in problem
    assert problem.isprintable()


def test_a_fault_of_the_program_in_one_file_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(text: str) -> list[object]:
        raise LookupError("no")

    monkeypatch.setattr("kg.sources.formats.json_file_records", faulty)
    (tmp_path / "a.json").write_text("{}")
    (tmp_path / "b.txt").write_text("Shells fell on the port.")
    [article], [problem] = read(tmp_path)
    assert article.id == "b.txt"
    assert "a.json: failed in reading" in problem


class Slow(io.RawIOBase):
    """A pipe in which one byte comes at a time."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        return self._data.readinto(buffer[:1])


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress, zstd.compress])
@pytest.mark.parametrize("format_name", ["jsonl", "xml", "csv"])
def test_a_slow_pipe_is_waited_for(pack: type[bytes], format_name: str) -> None:
    text = "Shells fell on the port on Tuesday, the mayor said."
    data = {
        "jsonl": f'{{"id": "a", "text": "{text}"}}'.encode("utf-16"),
        "csv": f'id;text\na;"{text}"'.encode("utf-16"),
        "xml": f"<!-- {'x' * 500} --><rss version='2.0'><channel><item><guid>a</guid><description>{text}</description>"
        "</item></channel></rss>".encode(),
    }[format_name]
    items = list(read_inputs(["-"], Settings(), io.BufferedReader(Slow(pack(data))), format_name))
    assert [item.id for item in items if isinstance(item, Article)] == ["a"]
