"""Pages and their files, packed for clients that take it."""

from functools import lru_cache
from typing import Final

import brotli

from server.engine.packing import packer
from server.http.messages import Reply

# Below this, the packed answer and its headers are hardly shorter than the plain one.
_SMALLEST: Final = 1_000
_TEXTS: Final = (
    "text/",
    "application/json",
    "application/ld+json",
    "application/geo+json",
    "application/xml",
    "image/svg",
)
_STATIC: Final = "/static/"
# Files are packed once, so it may take longer than for a page; higher qualities gain little for many times the time.
_FILE_QUALITY: Final = 9


def pack(reply: Reply, coding: str, path: str) -> Reply:
    """The reply with its body packed by ``br`` or ``gzip``, where there is a gain; coding is "" for neither."""
    media_type = _header(reply, "Content-Type")
    worth = reply.status == 200 and len(reply.body) >= _SMALLEST and media_type.startswith(_TEXTS)
    if not worth or _header(reply, "Content-Encoding"):
        return reply
    _add(reply, "Vary", "Accept-Encoding")
    if not coding:
        return reply
    tag = _header(reply, "ETag")
    if tag and not tag.startswith("W/"):
        # The bytes are others, what they say is the same (RFC 9110, section 8.8.1).
        _set(reply, "ETag", f"W/{tag}")
    reply.body = _packed_file(reply.body, coding) if path.startswith(_STATIC) else _packed(reply.body, coding)
    reply.headers["Content-Encoding"] = coding
    return reply


def _packed(body: bytes, coding: str) -> bytes:
    packing = packer(coding)
    assert packing is not None
    return packing.pack(body) + packing.finish()


@lru_cache(maxsize=64)
def _packed_file(body: bytes, coding: str) -> bytes:
    return bytes(brotli.compress(body, quality=_FILE_QUALITY)) if coding == "br" else _packed(body, coding)


def _name(reply: Reply, name: str) -> str:
    return next((each for each in reply.headers if each.lower() == name.lower()), name)


def _header(reply: Reply, name: str) -> str:
    return reply.headers.get(_name(reply, name), "")


def _set(reply: Reply, name: str, value: str) -> None:
    reply.headers[_name(reply, name)] = value


def _add(reply: Reply, name: str, value: str) -> None:
    held = [each.strip() for each in _header(reply, name).split(",") if each.strip()]
    if value.lower() not in (each.lower() for each in held):
        _set(reply, name, ", ".join([*held, value]))
