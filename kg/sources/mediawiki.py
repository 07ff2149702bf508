"""MediaWiki's XML dumps (Wikinews, Wikipedia) → articles: the words of each page's last revision in the dump."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, BinaryIO
from urllib.parse import quote

import mwparserfromhell
from lxml import etree
from mwparserfromhell.nodes import ExternalLink, Heading, HTMLEntity, Node, Tag, Template, Text, Wikilink
from mwparserfromhell.wikicode import Wikicode

from kg.errors import ArticleError
from kg.settings import Settings
from kg.sources.unclosed_markup import unclosed_reach

_MEDIA = ("file:", "image:")
_OUTSIDE_TEXT = ("category:", "template:", "media:")
# Templates that show their first argument, and those that show their second where there is one.
_FIRST_ARGUMENT = frozenset({"nowrap", "nobold", "abbr", "quote", "cquote", "blockquote"})
_LAST_ARGUMENT = frozenset({"w", "wikipedia", "lang", "ill"})
_LINES = frozenset({"li", "dd", "dt", "br", "p", "div", "blockquote"})
_DROPPED_TAGS = frozenset({"ref", "gallery", "table", "math", "timeline", "score", "references", "imagemap"})
# A page so short costs little, whatever stands in it.
_SHORT_PAGE = 2_000
# Each may end a heading or begin one within it. The parser follows them by recursion in C: some ten thousand of them
# would end the program.
_MOST_EQUAL_SIGNS = 500
_MANY_HEADINGS = re.compile(rf"^=(?:[^\n=]*+=++){{{_MOST_EQUAL_SIGNS}}}", re.MULTILINE)
# What MediaWiki leaves as it is in the address of a page.
_IN_ADDRESSES = "/:@!$*(),;~"
_WRITTEN = ("%B %d, %Y", "%d %B %Y", "%Y-%m-%d")
_MEDIA_OPTIONS = ("thumb", "left", "right", "center", "none", "frame", "upright", "alt=", "link=", "border")


def dump_records(stream: BinaryIO, settings: Settings) -> Iterator[tuple[str, object]]:
    """Title and article of each page of the main namespace that is no redirect, one page in memory at a time.

    Raises ArticleError where the XML breaks off or is none; what stood before it has been yielded.
    """
    host, database = "", ""
    try:
        for _, element in etree.iterparse(
            stream,
            events=("end",),
            tag=("{*}page", "{*}siteinfo"),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
        ):
            if etree.QName(element).localname == "siteinfo":
                host, database = _value(element, "base"), _value(element, "dbname")
            elif _value(element, "ns") == "0" and element.find("{*}redirect") is None:
                yield _value(element, "title") or "page", _page(element, host, database, settings)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise ArticleError(f"is damaged XML: {error!s:.120}; what stood before it was read") from None


def _value(element: Any, name: str) -> str:
    return (element.findtext(f"{{*}}{name}") or "").strip()


def _page(page: Any, host: str, database: str, settings: Settings) -> object:
    revisions = page.findall("{*}revision")
    source = _value(revisions[-1], "text") if revisions else ""
    if len(source) > 4 * settings.max_article_chars:
        return ArticleError(f"has {len(source)} characters of wiki text (setting max_article_chars)")
    if unclosed_reach(source) > settings.max_wiki_unclosed * max(len(source), _SHORT_PAGE):
        return ArticleError("opens too much markup that it never closes (setting max_wiki_unclosed)")
    if _MANY_HEADINGS.search(source):
        return ArticleError(f"has a heading of more than {_MOST_EQUAL_SIGNS} equal signs")
    try:
        text, published = plain_text(source)
    except (mwparserfromhell.parser.ParserError, RecursionError) as error:
        return ArticleError(f"cannot be read as wiki text: {error!s:.120}")
    if not text:
        return ArticleError("is empty")
    title = _value(page, "title")
    record = {
        "id": f"{database or 'wiki'}-{_value(page, 'id')}",
        "title": title,
        "text": text,
        "published": published,
        "url": f"{host.rpartition('/')[0]}/{quote(title.replace(' ', '_'), safe=_IN_ADDRESSES)}" if host else None,
        "publisher": "Wikinews" if "wikinews" in (database + host) else None,
        "revision": _value(revisions[-1], "id") if revisions else None,
    }
    return {key: value for key, value in record.items() if value}


def plain_text(source: str) -> tuple[str, str | None]:
    """The words of wiki text, and the date of publication that a ``{{date|…}}`` template states, in ISO 8601.

    Captions of pictures stay, each on a line of its own; tables, notes, templates and sections at the end go.
    """
    code = Wikicode(list(_outside_end_sections(mwparserfromhell.parse(source))))
    lines = _words(code).splitlines()
    return "\n".join(line for raw in lines if (line := " ".join(raw.split()))), _published(code)


def _outside_end_sections(code: Wikicode) -> Iterator[Node]:
    at_end = False
    for node in code.nodes:
        if isinstance(node, Heading):
            at_end = _words(node.title).strip().lower() in _end_sections()
        if not at_end:
            yield node


def _words(code: Wikicode | None) -> str:
    return "".join(_node_words(node) for node in code.nodes) if code is not None else ""


def _node_words(node: Node) -> str:
    if isinstance(node, Text):
        return str(node.value)
    if isinstance(node, HTMLEntity):
        return str(node.normalize())
    if isinstance(node, Heading):
        return f"\n{_words(node.title)}\n"
    if isinstance(node, ExternalLink):
        return _words(node.title)
    if isinstance(node, Wikilink):
        return _link_words(node)
    if isinstance(node, Template):
        return _template_words(node)
    if isinstance(node, Tag):
        return _tag_words(node)
    return ""


def _link_words(link: Wikilink) -> str:
    target = str(link.title).strip().lower().lstrip(":")
    if target.startswith(_MEDIA):
        caption = _words(link.text).rpartition("|")[2].strip()
        is_option = caption.lower().startswith(_MEDIA_OPTIONS) or caption.lower().endswith("px")
        return "\n" if is_option else f"\n{caption}\n"
    if target.startswith(_OUTSIDE_TEXT):
        return ""
    return _words(link.text) or _words(link.title)


def _template_words(template: Template) -> str:
    """The words that a template shows, of the few that show their argument; nothing for any other."""
    name = str(template.name).strip().lower()
    shown = [words for p in template.params if not p.showkey and (words := _words(p.value).strip())]
    if name in _LAST_ARGUMENT and shown:
        return shown[min(len(shown), 2) - 1]
    return shown[0] if name in _FIRST_ARGUMENT and shown else ""


def _tag_words(tag: Tag) -> str:
    name = str(tag.tag).lower()
    if name in _DROPPED_TAGS:
        return ""
    if name in _LINES:
        return f"\n{_words(tag.contents)}"
    return _words(tag.contents)


def _published(code: Wikicode) -> str | None:
    """The date that ``{{date|…}}`` states, or Wikinews' ``{{byline|date=…}}``."""
    for template in code.filter_templates():
        name = str(template.name).strip().lower()
        if name == "date" and template.params:
            return _iso(str(template.params[0].value).strip())
        if name == "byline" and template.has("date"):
            return _iso(str(template.get("date").value).strip())
    return None


def _iso(written: str) -> str:
    for form in _WRITTEN:
        try:
            return datetime.strptime(written, form).date().isoformat()
        except ValueError:
            continue
    return written


@cache
def _end_sections() -> frozenset[str]:
    """Headings under which no article's text stands, in small letters."""
    return frozenset((files("kg.sources") / "wiki_end_sections.txt").read_text(encoding="utf-8").split("\n"))
