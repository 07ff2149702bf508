"""Web pages → articles: main text with its captions, and metadata that the page itself declares.

The main text is found by trafilatura (Barbaresi 2021, https://aclanthology.org/2021.acl-demo.15). Its reader of
metadata is not used, because it looks for a date in the text and in the address too.
"""

import re
from typing import Any, Final

from lxml import etree, html

from kg.errors import ArticleError
from kg.sources.attributes import require_few_attributes
from kg.sources.charset import page_text, permitted
from kg.sources.noted import Noted
from kg.sources.page_metadata import Declared

_CAPTIONS = "//figcaption | //*[contains(@class, 'caption')]"
_CAPTION_CLASS: Final = re.compile(r"(?:.*[-_])?caption(?:[-_]*text)?", re.IGNORECASE)
_PICTURES: Final = ".//img | .//picture | .//video | .//amp-img"
_ABOVE_CAPTION: Final = 3
_HIDDEN: Final = "//template"
_PART_ONLY: Final = "says that it shows a part of the article to whoever does not pay"
# A saved page with fewer words than a news agency's shortest report is more likely a consent wall.
_FEW_WORDS: Final = 25
_BLOCKS = frozenset(
    ("p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "figure", "figcaption")
) | {"table", "tr", "section", "article"}
_DEEPEST = 200
# The time that extraction takes grows with the square of this: some ten seconds at this number.
_MOST_ELEMENTS = 50_000
_TABLE_PARTS = frozenset(("td", "th", "tr", "tbody", "thead", "tfoot"))
_COLUMN_BLOCKS = 2
_COLUMN_CHARS = 200


def html_record(data: bytes, name: str, url: str | None = None, encoding: str | None = None) -> Noted:
    """The article of a page. ``url`` is where it was fetched from; ``encoding`` what HTTP said of its characters.

    Without an address the file's name is the article's id. Raises ArticleError where the page holds no article.
    """
    # Imported late: whoever reads a feed needs the rest of this file only, and not a second of imports.
    from trafilatura import bare_extraction

    tree, notes = _tree(data, encoding)
    declared = Declared(tree)
    address = declared.address(url)
    for hidden in tree.xpath(_HIDDEN):
        hidden.drop_tree()
    around_pictures = _around_pictures(tree)
    for caption in tree.xpath(_CAPTIONS):
        _lift(caption, around_pictures)
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
        "language": declared.language(),
    }
    return Noted({key: value for key, value in record.items() if value}, (*notes, *_doubts(text, declared)))


def _doubts(text: str, declared: Declared) -> list[str]:
    """What may make a page less than its article."""
    words = len(text.split())
    doubts = [f"has {words} words of text only; is it a page that asks for consent or a login?"]
    return doubts[: words < _FEW_WORDS] + [_PART_ONLY] * declared.is_part_only()


def fragment_text(source: str) -> str:
    """Words of a piece of HTML, as feeds carry it: one line a block."""
    if "<" not in source and "&" not in source:
        return source.strip()
    try:
        tree = html.fragment_fromstring(permitted(source), create_parent="div")
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


def _tree(data: bytes, encoding: str | None) -> tuple[Any, tuple[str, ...]]:
    if not data.strip():
        raise ArticleError("is empty")
    source, notes = page_text(data, encoding)
    plain = source.encode("utf-8", "replace")
    require_few_attributes(plain)
    parser = html.HTMLParser(encoding="utf-8", huge_tree=False, remove_comments=True)
    try:
        tree = html.document_fromstring(plain, parser=parser)
    except (etree.LxmlError, ValueError, LookupError) as error:
        raise ArticleError(f"cannot be read as HTML: {error!s:.120}") from None
    _require_readable(tree)
    return tree, notes


def _require_readable(tree: Any) -> None:
    """Raises ArticleError for a page of a shape that extraction takes for ever over, or ends the program at."""
    depth = 0
    for number, (event, _) in enumerate(etree.iterwalk(tree, events=("start", "end"))):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            raise ArticleError(f"is no readable page: its elements are nested more than {_DEEPEST} deep")
        if number > 2 * _MOST_ELEMENTS:
            raise ArticleError(f"is no readable page: it has more than {_MOST_ELEMENTS} elements")


def _lift(caption: Any, around_pictures: set[Any]) -> None:
    """Makes a picture's caption a paragraph in the picture's place, for main text extraction drops pictures."""
    place = _picture(caption, around_pictures)
    words = " ".join("".join(caption.itertext()).split())
    if place is None or place.getparent() is None or not words:
        return
    paragraph = html.Element("p")
    paragraph.text = words
    place.addprevious(paragraph)
    paragraph.tail, caption.text = None, None
    for child in list(caption):
        caption.remove(child)


def _around_pictures(tree: Any) -> set[Any]:
    """All elements that hold a picture."""
    found: set[Any] = set()
    for picture in tree.xpath(_PICTURES):
        for each in picture.iterancestors():
            if each in found:
                break
            found.add(each)
    return found


def _picture(caption: Any, around_pictures: set[Any]) -> Any:
    """The element that holds a caption and its picture; None for what is no caption of a picture."""
    if caption.tag != "figcaption" and not any(map(_CAPTION_CLASS.fullmatch, (caption.get("class") or "").split())):
        return None
    if caption in around_pictures:
        return None
    figure = next((each for each in caption.iterancestors() if each.tag == "figure"), None)
    if figure is not None or caption.tag == "figcaption":
        return figure if figure is not None else caption
    around = [each for each, _ in zip(caption.iterancestors(), range(_ABOVE_CAPTION), strict=False)]
    return next((each for each in around if each in around_pictures), None)


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
