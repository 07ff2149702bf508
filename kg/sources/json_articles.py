"""JSON and JSON Lines → articles."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any, BinaryIO

from kg.errors import ArticleError
from kg.records import Article
from kg.sources.text import next_line

# The first name of each row is ours; the others are what feeds, crawlers and dumps call it. Letter case, spaces and
# signs within a name do not count.
_ALIASES = {
    "text": (
        "text",
        "body",
        "content",
        "article_text",
        "full_text",
        "maintext",
        "article_body",
        "articleBody",
        "content_text",
    ),
    "id": ("id", "_id", "article_id", "uuid", "guid", "identifier"),
    "title": ("title", "headline"),
    "url": ("url", "link", "source_url", "canonical_url", "permalink", "uri"),
    "published": (
        "published",
        "date",
        "published_at",
        "publishedAt",
        "date_published",
        "publish_date",
        "publication_date",
        "date_publish",
        "datePublished",
        "pubDate",
        "issued",
    ),
    "publisher": ("publisher", "outlet", "source_name", "site_name", "source_domain", "source"),
    "language": ("language", "lang", "inLanguage"),
}
# Under which of these the services that answer searches, and JSON Feed, have their articles.
_AROUND = ("articles", "items", "results", "documents", "docs")
# What an object that stands for a publisher is called by: schema.org's and those of news services.
_NAMES = ("name", "title")
# JSON Feed's name for a text in HTML; it counts where there is no plain one.
_HTML = "content_html"
# How MongoDB's exports write ids and dates.
_WRAPPED = ("$oid", "$date", "$numberLong", "$numberInt")
_SIGNS = re.compile(r"[\W_]+")

# Systems write the first and the last year that they know for "not known"; no newspaper is older than 1605.
_FIRST_YEAR = 1600
_LAST_YEAR = 9000


def json_file_records(text: str) -> list[object]:
    """The article objects of a JSON file: one object, an array of them, or an object around such an array.

    Raises ArticleError where the text is no JSON.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ArticleError(_json_fault(error)) from None
    if isinstance(data, dict) and not any(data.get(key) for key in _ALIASES["text"]):
        data = next((data[key] for key in _AROUND if isinstance(data.get(key), list)), data)
    return data if isinstance(data, list) else [data]


def json_line_records(stream: BinaryIO, longest: int) -> Iterator[tuple[int, object]]:
    """Line number and parsed value of each line that is not blank; an ArticleError in its place where it cannot be
    read.

    longest: bytes of a line from which on it is passed over, without holding it in memory.
    """
    number = 0
    while line := next_line(stream, longest):
        number += 1
        if isinstance(line, ArticleError):
            yield number, line
        elif line.strip():
            yield number, _parsed(line)


def _parsed(line: bytes) -> object:
    try:
        return json.loads(line.decode("utf-8-sig").rstrip())
    except UnicodeDecodeError as error:
        return ArticleError(f"is not valid UTF-8 at byte {error.start} of the line")
    except (ValueError, RecursionError) as error:
        return ArticleError(_json_fault(error))


def _json_fault(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        if error.msg == "Extra data" and error.lineno > 1:
            return f"is not valid JSON: more follows at line {error.lineno}; if each line is an article: --format jsonl"
        line = f"line {error.lineno}, " if "\n" in error.doc else ""
        return f"is not valid JSON: {error.msg} at {line}column {error.colno}"
    return f"is not valid JSON: {error}"


def article_from_json(record: object) -> tuple[Article, list[str]]:
    """The article that a JSON object describes, and notes on values that could not be used.

    Unknown keys are kept in ``extra``. Without an id the address on the web names the article, without one of these the
    text's hash. Raises ArticleError where there is no text.
    """
    if not isinstance(record, dict):
        raise ArticleError(f"is a JSON {_json_type(record)}, not an object with a text")
    rest: dict[str, Any] = dict(record)
    keys = _by_folded(rest)
    values = {name: _unwrapped(_take(rest, keys, name)) for name in _ALIASES}
    values["publisher"] = _name(values["publisher"])
    if values["url"] is None and _web_address(values["publisher"]):
        values["url"], values["publisher"] = values["publisher"], None
    text = values["text"]
    if text is None and isinstance(rest.get(_HTML), str):
        text = _plain(rest.pop(_HTML))
    if not isinstance(text, str):
        raise ArticleError("has no text: none of the keys " + ", ".join(_ALIASES["text"][:4]) + " … holds a string")
    notes: list[str] = []
    published = _published(values["published"], rest, notes)
    given = values["id"]
    if isinstance(given, float) and given.is_integer():  # what a table with a gap makes of whole numbers
        given = int(given)
    named = given is not None and (not isinstance(given, str) or _is_visible(given))
    article_id = given if named else _web_address(values["url"]) or _digest(text)
    if not isinstance(article_id, str | int):
        raise ArticleError(f"has an id that is neither a string nor a whole number: {article_id!r:.60}")
    article = Article(
        id=_unicode(str(article_id)),
        text=text,
        title=_string(values["title"]),
        published=published,
        url=_string(values["url"]),
        publisher=_string(values["publisher"]),
        language=_string(values["language"]),
        extra=rest,
    )
    return article, notes


def is_named(record: Mapping[str, Any]) -> bool:
    """Whether an article brings an id, or an address that stands for one."""
    rest = dict(record)
    keys = _by_folded(rest)
    return _take(rest, keys, "id") is not None or _web_address(_take(rest, keys, "url")) is not None


@lru_cache(maxsize=4096)
def _folded(key: str) -> str:
    return _SIGNS.sub("", key).lower()


_FOLDED = {name: tuple(map(_folded, aliases)) for name, aliases in _ALIASES.items()}


def _by_folded(record: Mapping[str, Any]) -> dict[str, str]:
    """The keys of a record by their folded names; of two that fold alike the first."""
    return {_folded(key): key for key in reversed(list(record))}


def _unwrapped(value: Any) -> Any:
    if isinstance(value, dict) and len(value) == 1:
        return next((value[key] for key in _WRAPPED if key in value), value)
    return value


def _plain(source: str) -> str:
    from kg.sources.html import fragment_text

    return fragment_text(source)


def _name(value: object) -> object:
    """What a publisher is called, where an object stands for it or the first of several."""
    if isinstance(value, list):
        value = next(iter(value), None)
    if isinstance(value, dict):
        return next((value[key] for key in _NAMES if isinstance(value.get(key), str)), None)
    return value


def _take(record: dict[str, Any], keys: Mapping[str, str], name: str) -> Any:
    """The value under the first alias of a name that has one, those that are spelt the same first; all of them go from
    the record where none has."""
    for alias in _ALIASES[name]:
        if record.get(alias) not in (None, ""):
            return record.pop(alias)
    alike = [keys[folded] for folded in _FOLDED[name] if folded in keys]
    for key in alike:
        if record.get(key) not in (None, ""):
            return record.pop(key)
    for key in (*_ALIASES[name], *alike):
        record.pop(key, None)
    return None


def _published(value: object, rest: dict[str, Any], notes: list[str]) -> date | datetime | None:
    if value is None:
        return None
    parsed = parsed_date(value) if isinstance(value, str) else None
    if parsed is None:
        rest["published"] = value
        notes.append(
            f"the publication date {value!r:.40} is no ISO 8601 or RFC 5322 date; the article goes on without one"
        )
    return parsed


def parsed_date(text: str) -> date | datetime | None:
    """A date of ISO 8601 or RFC 5322; None for anything else, for a date is never guessed."""
    text = text.strip()
    for read in (date.fromisoformat, datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(text)
        except (ValueError, OverflowError):
            continue
        return found if _is_of_this_world(found) else None
    return None


def _is_of_this_world(moment: date | datetime) -> bool:
    """Whether XML Schema can write a moment (zones of whole minutes, 14 hours at most), and its year is not one that
    stands for an unknown one."""
    zone = moment.utcoffset() if isinstance(moment, datetime) else None
    written = zone is None or (abs(zone) <= timedelta(hours=14) and not zone % timedelta(minutes=1))
    return written and _FIRST_YEAR <= moment.year <= _LAST_YEAR


def _string(value: object) -> str | None:
    return _unicode(value) if isinstance(value, str) and _is_visible(value) else None


def _is_visible(text: str) -> bool:
    """Whether a text has a character that a reader sees; marks of order, zero-width spaces and controls are none."""
    return any(unicodedata.category(character)[0] not in "CZ" for character in text)


def _unicode(text: str) -> str:
    """Metadata without lone surrogates, which no RDF literal can hold."""
    return text.encode("utf-8", "replace").decode()


def _web_address(value: object) -> str | None:
    return value if isinstance(value, str) and value.startswith(("http://", "https://")) else None


def _digest(text: str) -> str:
    return "text-" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _json_type(value: object) -> str:
    names = {list: "array", str: "string", bool: "boolean", type(None): "null"}
    return names.get(type(value), "number")
