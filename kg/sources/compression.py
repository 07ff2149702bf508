"""gzip, bzip2, xz and zstd, told by their first bytes and not by the file's name."""

import bz2
import gzip
import io
import lzma
import sys
import zlib
from typing import BinaryIO, cast

from kg.errors import ArticleError
from kg.sources.ahead import begin_of

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_SUFFIXES = (".gz", ".bz2", ".xz", ".zst")
_LONGEST_MARK = 6


def plain_name(name: str) -> str:
    """A file's name without the suffix of a compression."""
    return name.rpartition(".")[0] if name.lower().endswith(_SUFFIXES) else name


def decompressed(stream: BinaryIO) -> BinaryIO:
    """A stream of the plain bytes, read bit by bit; the same bytes where they are not compressed.

    What it gives raises ArticleError where the compressed data are damaged, and EOFError where they end early.
    """
    mark, source = begin_of(stream, _LONGEST_MARK)
    if mark.startswith(b"\x1f\x8b"):
        return cast(BinaryIO, io.BufferedReader(_Checked(gzip.GzipFile(fileobj=source))))
    if mark.startswith(b"BZh"):
        return cast(BinaryIO, io.BufferedReader(_Checked(bz2.BZ2File(source))))
    if mark.startswith(b"\xfd7zXZ\x00"):
        return cast(BinaryIO, io.BufferedReader(_Checked(lzma.LZMAFile(source))))
    if mark.startswith(b"\x28\xb5\x2f\xfd"):
        return cast(BinaryIO, io.BufferedReader(_Checked(zstd.ZstdFile(source))))
    return source


def of_zstd(packed: bytes, most: int) -> bytes:
    """The first bytes of what was packed with zstd, at most so many. Raises ArticleError where it is damaged."""
    try:
        return zstd.ZstdDecompressor().decompress(packed, most)
    except zstd.ZstdError as error:
        raise ArticleError(f"has damaged compressed data: {str(error).lower():.120}") from None


class _Checked(io.RawIOBase):
    """A decompressing stream whose many kinds of fault are one."""

    def __init__(self, inner: gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile | zstd.ZstdFile) -> None:
        self._inner = inner

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            data = self._inner.read1(len(buffer))
        except (OSError, zlib.error, lzma.LZMAError, zstd.ZstdError) as error:
            raise ArticleError(f"has damaged compressed data: {str(error).lower()}") from None
        buffer[: len(data)] = data
        return len(data)
