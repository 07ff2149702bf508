"""The characters of a web page, by what its bytes are rather than by what is said of them.

A page that is valid UTF-8 is UTF-8, whatever its server says. What is called Latin-1 is windows-1252, as in every
browser (WHATWG Encoding Standard): the quotation marks of old news pages are there in no other way.
"""

import codecs
import re
from typing import Final

from kg.errors import ArticleError

_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_HEAD_BYTES: Final = 4096
_DECLARED: Final = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
# Code pages by the names that Python knows them by. Others of its codecs are no character sets of pages.
_PAGES: Final = re.compile(
    r"utf-(?:8|16|32).*|cp\d+|iso8859-\d+|koi8-[rut]|mac-\w+|gb\w+|big5\w*|euc\w+|shift\w+|iso2022\w+"
)
_FALLBACK: Final = "cp1252"
_MEANT: Final = {
    "ascii": _FALLBACK,
    "iso8859-1": _FALLBACK,
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}
# No document may hold these, as characters or as references to them, and parsers end at them.
_FORBIDDEN: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REFERENCE: Final = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,6})|([0-9]{1,7}));?")
# Bytes of anything but text are controls one time in ten.
_MOST_CONTROLS: Final = 0.01
_FEW_CONTROLS: Final = 10


def page_text(data: bytes, named: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The source of a page, and notes on bytes that could not be read.

    named: the encoding that HTTP names. Characters that no document may hold are spaces. Raises ArticleError where the
    bytes are no text.
    """
    text, notes = _decoded(data, named)
    controls = len(_FORBIDDEN.findall(text))
    if controls > max(_FEW_CONTROLS, len(text) * _MOST_CONTROLS):
        raise ArticleError("looks like a binary file, not a web page")
    return permitted(text), notes


def permitted(source: str) -> str:
    """Markup with a space for each character, or reference to one, that no document may hold."""
    return _REFERENCE.sub(_permitted, _FORBIDDEN.sub(" ", source))


def _decoded(data: bytes, named: str | None) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), ()
    if encoding := _wide(data):
        return data.decode(encoding, "replace"), ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    encoding = _code_page(named) or _code_page(_declared(data)) or _FALLBACK
    return _not_utf_8(data) if encoding.startswith("utf-") else (data.decode(encoding, "replace"), ())


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: every second byte of its markup is null."""
    head = data[: _HEAD_BYTES - _HEAD_BYTES % 2]
    if len(head) < 4 or b"\0" not in head:
        return ""
    even, odd = head[::2].count(0), head[1::2].count(0)
    share = len(head) // 2 * 0.8
    return "utf-16-le" if odd > share > even else "utf-16-be" if even > share > odd else ""


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:_HEAD_BYTES])
    return found[1].decode("ascii", "replace") if found else None


def _code_page(name: str | None) -> str:
    """The encoding that a name stands for; "" where it stands for none that a page may have."""
    try:
        known = codecs.lookup(name or "").name
    except (LookupError, ValueError):
        return ""
    return _MEANT.get(known, known) if known in _MEANT or _PAGES.fullmatch(known.replace("_", "-")) else ""


def _not_utf_8(data: bytes) -> tuple[str, tuple[str, ...]]:
    """A page that is said to be UTF-8 and is not: in places, or altogether."""
    text = data.decode("utf-8", "replace")
    spoilt = text.count("\ufffd")
    if sum(not character.isascii() for character in text) - spoilt >= spoilt:
        return text, (f"has {spoilt} sequences of bytes that are not UTF-8, as the rest of it is",)
    return data.decode(_FALLBACK, "replace"), ("is not in UTF-8, as it says it is; read as windows-1252",)


def _permitted(reference: re.Match[str]) -> str:
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    return " " if number > 0x10FFFF or _FORBIDDEN.match(chr(number)) or 0xD800 <= number < 0xE000 else reference[0]
