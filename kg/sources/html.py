"""Web pages → articles: main text with its captions, and metadata that the page itself declares.

The main text is found by trafilatura (Barbaresi 2021, https://aclanthology.org/2021.acl-demo.15). Its reader of
metadata is not used, because it looks for a date in the text and in the address too: a date counts here only where
the page declares it as the date of publication.
"""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from lxml import etree, html

from kg.errors import ArticleError
from kg.sources.attributes import require_few_attributes

_CAPTIONS = "//figcaption | //*[contains(concat(' ', normalize-space(@class), ' '), ' wp-caption-text ')]"
_DATE_FIELDS = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@property='og:article:published_time']/@content",
    "//*[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//meta[@name='dc.date.issued' or @name='DC.date.issued' or @name='dcterms.issued']/@content",
    "//meta[@name='citation_publication_date' or @name='parsely-pub-date' or @name='pubdate']/@content",
    "//time[@pubdate]/@datetime",
)
_SITE_FIELDS = ("//meta[@property='og:site_name']/@content", "//meta[@name='application-name']/@content")
_TITLE_FIELDS = ("//meta[@property='og:title']/@content", "//h1//text()", "//title/text()")
_URL_FIELDS = ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content")
_BLOCKS = frozenset(
    ("p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "figure", "figcaption")
) | {"table", "tr", "section", "article"}
_DEEPEST = 200
_TABLE_PARTS = frozenset(("td", "th", "tr", "tbody", "thead", "tfoot"))
_COLUMN_BLOCKS = 2
_COLUMN_CHARS = 200


def html_record(data: bytes, name: str, url: str | None = None, encoding: str | None = None) -> dict[str, Any]:
    """The article of a page. ``url`` is where it was fetched from; ``encoding`` what HTTP said of its characters.

    Without an address the file's name is the article's id. Raises ArticleError where the page holds no article.
    """
    # Imported late: whoever reads a feed needs the rest of this file only, and not a second of imports.
    from trafilatura import bare_extraction

    tree = _tree(data, encoding)
    declared = _Declared(tree)
    address = _web_address(declared.first(_URL_FIELDS)) or _web_address(url)
    for caption in tree.xpath(_CAPTIONS):
        _lift(caption)
    for cell in tree.xpath("//td"):
        if _is_column(cell):
            _unwrap(cell)
    try:
        found = bare_extraction(tree, include_comments=False, include_tables=True)
    except Exception as error:  # the library lets any exception out on a broken page
        raise ArticleError(f"cannot be read as HTML: {str(error) or type(error).__name__:.120}") from None
    text = str(getattr(found, "text", None) or "")
    if not text.strip():
        raise ArticleError("is a web page without the text of an article")
    record: dict[str, Any] = {
        "id": address or name,
        "text": text,
        "title": declared.headline(),
        "url": address,
        "published": declared.published(),
        "publisher": declared.publisher(),
        "language": (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "")[:35],
    }
    return {key: value for key, value in record.items() if value}


def fragment_text(source: str) -> str:
    """Words of a piece of HTML, as feeds carry it: one line a block."""
    if "<" not in source and "&" not in source:
        return source.strip()
    try:
        tree = html.fragment_fromstring(source, create_parent="div")
    except (etree.LxmlError, ValueError, RecursionError):
        return ""
    pieces: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment")):
        if event == "comment" or element.tag in ("script", "style"):
            continue
        if element.tag in _BLOCKS:
            pieces.append("\n")
        if event == "start":
            pieces.append(" ".join((element.text or "").split("\n")))
        elif element is not tree:
            pieces.append(" ".join((element.tail or "").split("\n")))
    lines = ("".join(pieces)).split("\n")
    return "\n".join(line for raw in lines if (line := " ".join(raw.split())))


def _tree(data: bytes, encoding: str | None) -> Any:
    if not data.strip():
        raise ArticleError("is empty")
    require_few_attributes(data)
    parser = html.HTMLParser(encoding=encoding or _encoding(data), huge_tree=False, remove_comments=True)
    try:
        tree = html.document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError, LookupError) as error:
        raise ArticleError(f"cannot be read as HTML: {error!s:.120}") from None
    if _depth(tree) > _DEEPEST:
        raise ArticleError(f"is no readable page: its elements are nested more than {_DEEPEST} deep")
    return tree


def _encoding(data: bytes) -> str | None:
    """UTF-8 where the bytes are; None where the page names its characters; else the code page browsers fall back to."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None if b"charset=" in data[:4096].lower() else "windows-1252"
    return "utf-8"


def _depth(tree: Any) -> int:
    depth = deepest = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
        if deepest > _DEEPEST:
            break
    return deepest


def _lift(caption: Any) -> None:
    """Makes a picture's caption a paragraph in the picture's place, for main text extraction drops pictures."""
    words = " ".join("".join(caption.itertext()).split())
    figure = next((each for each in caption.iterancestors() if each.tag == "figure"), None)
    place = figure if figure is not None else caption
    parent = place.getparent()
    if parent is None or not words:
        return
    paragraph = html.Element("p")
    paragraph.text = words
    place.addprevious(paragraph)
    paragraph.tail, caption.text = None, None
    for child in list(caption):
        caption.remove(child)


def _is_column(cell: Any) -> bool:
    """Whether a cell of a table holds prose of several blocks: a page laid out by a table, as they once were."""
    blocks = cell.xpath("count(.//p | .//br | .//div | .//h1 | .//h2)")
    return bool(blocks >= _COLUMN_BLOCKS and len(cell.text_content()) >= _COLUMN_CHARS)


def _unwrap(cell: Any) -> None:
    """Makes plain blocks of a cell and of the table around it."""
    for element in (cell, *cell.iterancestors()):
        if element.tag in _TABLE_PARTS:
            element.tag = "div"
        elif element.tag == "table":
            element.tag = "div"
            break


class _Declared:
    """What a page says of itself: schema.org's JSON-LD first, then meta elements."""

    def __init__(self, tree: Any) -> None:
        self._tree = tree
        self._article = next(_news_articles(tree), {})

    def first(self, fields: tuple[str, ...]) -> str | None:
        """The first of these XPaths that gives words."""
        for field in fields:
            for value in self._tree.xpath(field):
                if words := " ".join(str(value).split()):
                    return words
        return None

    def headline(self) -> str | None:
        """The page's headline."""
        return _words(self._article.get("headline")) or self.first(_TITLE_FIELDS)

    def published(self) -> str | None:
        """The date of publication, as written."""
        return _words(self._article.get("datePublished")) or self.first(_DATE_FIELDS)

    def publisher(self) -> str | None:
        """The outlet's name."""
        publisher = self._article.get("publisher")
        publisher = publisher[0] if isinstance(publisher, list) and publisher else publisher
        name = publisher.get("name") if isinstance(publisher, dict) else publisher
        return _words(name) or self.first(_SITE_FIELDS)


def _news_articles(tree: Any) -> Iterator[dict[str, Any]]:
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            data = json.loads(script)
        except (ValueError, RecursionError):
            continue
        for item in data if isinstance(data, list) else [data]:
            if isinstance(item, dict):
                graph = item.get("@graph")
                for node in graph if isinstance(graph, list) else [item]:
                    if isinstance(node, dict) and "Article" in str(node.get("@type")):
                        yield node


def _words(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _web_address(value: str | None) -> str | None:
    if not value:
        return None
    try:
        parts = urlsplit(value.strip())
    except ValueError:
        return None
    return value.strip() if parts.scheme in ("http", "https") and parts.netloc else None
