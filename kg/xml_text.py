"""XML as the engine writes it, with what it would not say to an XML parser mended or refused.

The engine writes literals as they are. A parser makes a line feed of a carriage return and of the pair (XML 1.0,
section 2.11), after which the offsets of a text are others; and it stops at a character that XML has no way to write
(section 2.2).
"""

from typing import Final

from kg.errors import QueryError

# The control characters but tab, line feed and carriage return, each looked for by itself, which is many times quicker
# than a search for any of them.
_CONTROLS: Final = [bytes([code]) for code in range(0x20) if code not in b"\t\n\r"]
# U+FFFE and U+FFFF in UTF-8, and the byte that both begin with, which few texts hold.
_NO_CHARACTERS: Final = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_THEIR_FIRST: Final = b"\xef"
# What the engine makes of a property whose IRI ends in nothing that could be the name of an element.
_NO_NAME: Final = b"<oxprefix: "
_OVERLAP: Final = len(_NO_NAME) - 1
_ELSE: Final = "ask for JSON, TSV, Turtle or N-Triples"


class NotWritable(QueryError):
    """The answer to a query holds what the format that was asked for has no way to write."""

    http_status = 406


class XmlText:
    """Takes a document part by part, as it is written."""

    def __init__(self) -> None:
        self._end = b""

    def sound(self, part: bytes) -> bytes:
        """The part, with references for its carriage returns.

        Raises NotWritable where no XML says what it should.
        """
        seen = self._end + part
        self._end = seen[-_OVERLAP:]
        if any(each in part for each in _CONTROLS):
            code = next(each for each in part if each < 0x20 and each not in b"\t\n\r")
            raise NotWritable(f"the answer holds the character U+{code:04X}, which XML cannot write; {_ELSE}")
        if _THEIR_FIRST in seen and any(each in seen for each in _NO_CHARACTERS):
            raise NotWritable(f"the answer holds the character U+FFFE or U+FFFF, which XML cannot write; {_ELSE}")
        if _NO_NAME in seen:
            raise NotWritable(f"the answer holds a property whose IRI RDF/XML cannot write; {_ELSE}")
        return part.replace(b"\r", b"&#13;") if b"\r" in part else part
