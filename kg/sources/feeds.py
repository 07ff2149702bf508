"""RSS and Atom feeds → articles."""

import io
from collections.abc import Iterator
from typing import Any, Final
from xml.sax import SAXException

import feedparser

from kg.errors import ArticleError
from kg.sources.attributes import require_few_attributes
from kg.sources.html import fragment_text
from kg.sources.noted import Noted

_ENDS: Final = (b"</rss>", b"</feed>", b"</rdf:rdf>", b"-->")
_LONGEST_END: Final = 20


def feed_records(data: bytes) -> Iterator[tuple[str, object]]:
    """The entries of a feed, each with the longest text that the feed carries of it.

    Raises ArticleError where the bytes are no feed.
    """
    if not data.strip():
        raise ArticleError("is empty")
    # The texts of entries are often escaped HTML.
    require_few_attributes(data.replace(b"&lt;", b"<"))
    # Given a file object, the library never opens an address or a path.
    feed = feedparser.parse(io.BytesIO(data), sanitize_html=True)
    fault = feed.get("bozo_exception")
    if not feed.entries and (feed.bozo or not feed.get("version")):
        raise ArticleError(f"is no readable feed: {str(fault)[:120] if fault else 'it has no known root element'}")
    for number, entry in enumerate(feed.entries, start=1):
        yield f"entry {number}", _record(entry, feed.feed)
    if isinstance(fault, SAXException) and not _is_closed(data):
        raise ArticleError("breaks off before its end; what stood before that was read")


def _is_closed(data: bytes) -> bool:
    """Whether the root element of a feed has its end tag."""
    return data.rstrip()[-_LONGEST_END:].lower().endswith(_ENDS)


def _record(entry: Any, feed: Any) -> object:
    contents = [content.get("value", "") for content in entry.get("content", ())] + [entry.get("summary", "")]
    text = max((fragment_text(content) for content in contents), key=len)
    title = fragment_text(entry.get("title", ""))
    if not text:
        return ArticleError("carries no text, only " + ("a title" if title else "a link"))
    record = {
        "id": entry.get("id") or entry.get("link"),
        "url": entry.get("link"),
        "title": title,
        "text": text,
        "published": entry.get("published"),
        "publisher": fragment_text(feed.get("title", "")),
        "language": feed.get("language"),
    }
    is_teaser = not entry.get("content")
    notes = ("the feed gives a summary; the article itself is at its link",) if is_teaser else ()
    return Noted({key: value for key, value in record.items() if value}, notes)
