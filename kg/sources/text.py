"""Bytes → text, and what counts as an article's text at all."""

import re

from kg.errors import ArticleError
from kg.settings import Settings

_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def decoded(data: bytes) -> str:
    """Text of UTF-8 bytes, or of UTF-16 and UTF-32 with their byte order mark; line ends are left as they are.

    Raises ArticleError with the place of the first byte that is not text.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8-sig")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\0" in data[:4096]:
            raise ArticleError("looks like a binary file, not text") from None
        raise ArticleError(f"is not valid {encoding.removesuffix('-sig').upper()} at byte {error.start}") from None


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
