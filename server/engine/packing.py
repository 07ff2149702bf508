"""Content codings of an answer that is sent while it is written."""

import zlib
from typing import Final, Protocol

import brotli

# By measurement on answers in JSON: a quarter to a third smaller than gzip at its quickest, in less time than it takes.
_BROTLI_QUALITY: Final = 2
_BROTLI_WINDOW: Final = 18
_GZIP_LEVEL: Final = 1
_GZIP: Final = 31


class Packer(Protocol):
    """Packs what it is given; finish gives the rest."""

    def pack(self, data: bytes) -> bytes:
        """What the data add to the packed stream."""
        ...

    def finish(self) -> bytes:
        """The end of the stream."""
        ...


class _Gzip:
    def __init__(self) -> None:
        self._stream = zlib.compressobj(_GZIP_LEVEL, wbits=_GZIP)

    def pack(self, data: bytes) -> bytes:
        return self._stream.compress(data)

    def finish(self) -> bytes:
        return self._stream.flush()


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Compressor(quality=_BROTLI_QUALITY, lgwin=_BROTLI_WINDOW)

    def pack(self, data: bytes) -> bytes:
        return bytes(self._stream.process(data))

    def finish(self) -> bytes:
        return bytes(self._stream.finish())


def packer(coding: str) -> Packer | None:
    """The packer of a coding, ``br`` or ``gzip``; None where there is nothing to pack."""
    if coding == "br":
        return _Brotli()
    return _Gzip() if coding == "gzip" else None
