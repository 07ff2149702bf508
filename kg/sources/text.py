"""Bytes → text, and what counts as an article's text at all."""

import codecs
import io
import re
from typing import BinaryIO, cast

from kg.errors import ArticleError
from kg.settings import Settings
from kg.sources.ahead import begin_of

_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_LONGEST_MARK = 4
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_UTF_8 = "utf-8-sig"
_TAGS = re.compile(r"</?(?:p|br|div)\b[^<>]*>", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")


def whole(stream: BinaryIO, most: int, setting: str) -> bytes:
    """All bytes of an input. Raises ArticleError, which names the setting, where there are more than ``most``."""
    data = stream.read(most + 1)
    if len(data) > most:
        raise ArticleError(f"larger than {most} bytes (setting {setting})")
    return data


def next_line(stream: BinaryIO, longest: int) -> bytes | ArticleError:
    """The next line with its end, b"" where there is none; an ArticleError in the place of one of more than ``longest``
    bytes, which is passed over without holding it in memory."""
    line = stream.readline(longest + 1)
    if len(line) > longest and not line.endswith(b"\n"):
        while (rest := stream.readline(longest)) and not rest.endswith(b"\n"):
            pass
        return ArticleError(f"is longer than {longest} bytes (setting max_line_bytes)")
    return line


def as_utf_8(stream: BinaryIO) -> BinaryIO:
    """A stream of lines in UTF-8: the same one, unless its first bytes are the mark of UTF-16 or UTF-32."""
    head, stream = begin_of(stream, _LONGEST_MARK)
    encoding = next((name for mark, name in _MARKS if head.startswith(mark)), "")
    return cast(BinaryIO, io.BufferedReader(_Recoded(stream, encoding))) if encoding else stream


class _Recoded(io.RawIOBase):
    """Bytes of another encoding, in UTF-8; what they are not is the replacement character."""

    def __init__(self, inner: BinaryIO, encoding: str) -> None:
        self._inner = inner
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._ready:
            data = self._inner.read(len(buffer))
            self._ready = self._decoder.decode(data, final=not data).encode()
            if not data:
                break
        given, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(given)] = given
        return len(given)


def decoded(data: bytes) -> str:
    """Text of UTF-8 bytes, or of UTF-16 and UTF-32 with their byte order mark; line ends are left as they are.

    Raises ArticleError with the place of the first byte that is not text.
    """
    encoding = _encoding(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\0" in data[:4096]:
            raise ArticleError("looks like a binary file, not text") from None
        raise ArticleError(f"is not valid {encoding.removesuffix('-sig').upper()} at byte {error.start}") from None


def _encoding(data: bytes) -> str:
    """What a byte order mark tells, else UTF-8."""
    return next((name for mark, name in _MARKS if data.startswith(mark)), _UTF_8)


def decoded_prose(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Text of bytes in an encoding that nothing names, and a note where it is not Unicode's.

    English text that is no UTF-8 is nearly always in the code page that browsers fall back to as well (the WHATWG
    Encoding Standard's windows-1252). Raises ArticleError where the bytes are not that either.
    """
    try:
        return decoded(data), ()
    except ArticleError as error:
        if _encoding(data) != _UTF_8 or _CONTROL.search(data):
            raise
        try:
            return data.decode("cp1252"), (f"{error}; read as windows-1252",)
        except UnicodeDecodeError:
            raise error from None


def doubts_of(text: str) -> tuple[str, ...]:
    """What may be wrong with the text of an article."""
    return ("its text holds tags of HTML, which are read as words",) if _TAGS.search(text) else ()


def require_prose(text: str, settings: Settings) -> None:
    """Raises ArticleError, with the reason, for a text that cannot be an article."""
    if not text.strip():
        raise ArticleError("is empty")
    if "\0" in text:
        raise ArticleError("looks like a binary file, not text (it has NUL characters)")
    if len(text) > settings.max_article_chars:
        raise ArticleError(
            f"has {len(text)} characters, more than {settings.max_article_chars} (setting max_article_chars)"
        )
    if _SURROGATE.search(text):
        raise ArticleError("has a lone surrogate, which is no Unicode character")
    if not any(character.isalpha() for character in text):
        raise ArticleError("has no letters")
    longest = max(len(word) for word in re.split(r"\s+", text))
    if longest > settings.max_word_chars:
        raise ArticleError(f"is not prose: {longest} characters without a space (setting max_word_chars)")
