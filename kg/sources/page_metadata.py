"""What a web page says of itself: title, address, outlet and date of publication, as declared in its head.

schema.org's JSON-LD comes first, then Open Graph and its kin. A date counts only where it is declared as that of
publication.
"""

import html
import json
import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

_DATE_FIELDS: Final = (
    "//meta[@property='article:published_time' or @name='article:published_time']/@content",
    "//meta[@property='og:article:published_time']/@content",
    "//*[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//meta[@name='dc.date.issued' or @name='DC.date.issued' or @name='dcterms.issued']/@content",
    "//meta[@name='citation_publication_date' or @name='parsely-pub-date' or @name='pubdate']/@content",
    "//time[@pubdate]/@datetime",
)
_SITE_FIELDS: Final = (
    "//meta[@property='og:site_name' or @name='og:site_name']/@content",
    "//meta[@name='application-name']/@content",
)
_TITLE_FIELDS: Final = (
    "//meta[@property='og:title' or @name='og:title']/@content",
    "//h1//text()",
    "//title/text()",
)
_CANONICAL: Final = (
    "//link[contains(concat(' ', normalize-space(translate(@rel, 'CANOIL', 'canoil')), ' '), ' canonical ')]/@href"
)
_URL_FIELDS: Final = (_CANONICAL, "//meta[@property='og:url' or @name='og:url']/@content")
_JSON_LD: Final = "//script[contains(translate(@type, 'APLICTONJSD', 'aplictonjsd'), 'application/ld+json')]/text()"
# schema.org's Article and what lies below it, all of whose names end so, and Report.
_ARTICLE: Final = re.compile(r"(?:.*[/#:])?(?:\w*Article|\w*Posting|Report)")
_AROUND: Final = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item")
_DEEPEST: Final = 4
# Content systems wrap scripts in comments of older languages, and end statements.
_BEFORE: Final = ("<!--", "//<![CDATA[", "// <![CDATA[", "<![CDATA[")
_AFTER: Final = ("-->", "//]]>", "// ]]>", "]]>", ";")


class Declared:
    """The declarations of a page, given as a tree of lxml."""

    def __init__(self, tree: Any) -> None:
        self._tree = tree
        self._nodes = list(_nodes(tree))
        self._article = next((node for node in self._nodes if _is_article(node)), {})

    def headline(self) -> str | None:
        """The page's headline."""
        return _words(self._article.get("headline")) or self._first(_TITLE_FIELDS)

    def published(self) -> str | None:
        """The date of publication, as written."""
        return _words(self._article.get("datePublished")) or self._first(_DATE_FIELDS)

    def publisher(self) -> str | None:
        """The outlet's name."""
        publisher = _first_of(self._article.get("publisher"))
        if isinstance(publisher, dict):
            same = [node for node in self._nodes if node.get("@id") and node.get("@id") == publisher.get("@id")]
            publisher = next((node["name"] for node in (publisher, *same) if node.get("name")), None)
        return _words(publisher) or self._first(_SITE_FIELDS)

    def language(self) -> str:
        """The language that the root element names."""
        named = self._tree.get("lang") or self._tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
        return str(named)[:35]

    def address(self, fetched_from: str | None) -> str | None:
        """The page's own address: canonical, by Open Graph, else where it was fetched from. A site's front page is no
        article's address, though some sites name it on every page."""
        for field in _URL_FIELDS:
            for value in self._tree.xpath(field):
                found = _joined(fetched_from, str(value))
                if found and (urlsplit(found).path.strip("/") or urlsplit(found).query):
                    return found
        return web_address(fetched_from)

    def is_part_only(self) -> bool:
        """Whether the page says that it shows a part of the article to whoever does not pay."""
        free = self._article.get("isAccessibleForFree")
        return free is False or (isinstance(free, str) and free.strip().lower() == "false")

    def _first(self, fields: tuple[str, ...]) -> str | None:
        """The first of these XPaths that gives words."""
        for field in fields:
            for value in self._tree.xpath(field):
                if words := " ".join(str(value).split()):
                    return words
        return None


def _joined(base: str | None, address: str) -> str | None:
    try:
        return web_address(urljoin(base or "", address.strip()))
    except ValueError:
        return None


def web_address(value: str | None) -> str | None:
    """An absolute address of the web; None for anything else."""
    if not value:
        return None
    try:
        parts = urlsplit(value.strip())
    except ValueError:
        return None
    return value.strip() if parts.scheme in ("http", "https") and parts.netloc else None


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """The nodes of a page's JSON-LD, from outside in."""
    for script in tree.xpath(_JSON_LD):
        try:
            yield from _within(json.loads(_unwrapped(str(script)), strict=False), _DEEPEST)
        except (ValueError, RecursionError):
            continue


def _unwrapped(script: str) -> str:
    for mark in _BEFORE:
        script = script.strip().removeprefix(mark)
    for mark in _AFTER:
        script = script.strip().removesuffix(mark)
    return script


def _within(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            yield item
            for key in _AROUND if depth else ():
                yield from _within(item.get(key), depth - 1)


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    return any(
        isinstance(kind, str) and _ARTICLE.fullmatch(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _first_of(value: Any) -> Any:
    return next(iter(value), None) if isinstance(value, list) else value


def _words(value: object) -> str | None:
    """A string's words, or those of a list's first; content systems leave HTML's references in them."""
    value = _first_of(value)
    return " ".join(html.unescape(value).split()) or None if isinstance(value, str) else None
