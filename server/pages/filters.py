"""What templates do with values: safe links, short labels, days in words, the words of a sentence marked."""

import re
from calendar import month_name, monthrange
from datetime import date
from typing import Final

from markupsafe import Markup, escape

from server.explore.views import Evidence, Row, Time

# Marks that change the direction of text, and other invisible controls: in a label they could make it read as another.
_INVISIBLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_MONTHS: Final = tuple(month_name)[1:]
_PERIOD: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_DAY: Final = re.compile(r"(-?\d{4,})-(\d{2})-(\d{2})")


def href(url: str | None) -> str:
    """An address that a link may lead to: of this host or of the web; "" for any other, such as javascript:."""
    if url and (re.match(r"https?://[^\s\"<>]+\Z", url, re.IGNORECASE) or re.match(r"/(?![/\\])|[#?]", url)):
        return url
    return ""


def shortened(text: str, length: int = 140) -> str:
    """A label for one line: invisible controls left out, cut at a word where it is long."""
    text = " ".join(_INVISIBLE.sub("", text).split())
    if len(text) <= length:
        return text
    cut = text[:length]
    head = cut.rpartition(" ")[0]
    return f"{head if len(head) > length // 2 else cut}…"


def grouped(number: int) -> str:
    """1234567 as 1,234,567."""
    return f"{number:,}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number and the thing it counts: 1 claim, 2 claims."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def day(text: str) -> str:
    """A day for people: ``2017-04-04T10:00:00Z`` is 4 April 2017, ``2017-04`` April 2017. What is neither comes back as
    a short text."""
    found = _parsed(text) or (_parsed(f"{text}-01") if len(text) == len("2017-04") else None)
    if found and len(text) == len("2017-04"):
        return f"{_MONTHS[found.month - 1]} {found.year}"
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}" if found else shortened(text, 40)


def span_of_days(earliest: str | None, latest: str | None) -> str:
    """An interval of days in as few words as say it: a day, a month, a year, from … to …; "" where none is known."""
    first, last = _parsed(earliest or ""), _parsed(latest or "")
    if first is None or last is None:
        if first is not None:
            return f"from {day(str(earliest))}"
        return f"until {day(str(latest))}" if last is not None else ""
    if first == last:
        return day(str(earliest))
    whole_months = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    if whole_months and (first.month, last.month) == (1, 12):
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    if whole_months and first.year == last.year:
        names = _MONTHS[first.month - 1], _MONTHS[last.month - 1]
        return f"{names[0]} {first.year}" if first.month == last.month else f"{names[0]}–{names[1]} {first.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {_MONTHS[first.month - 1]} {first.year}"
    if first.year == last.year:
        return f"{first.day} {_MONTHS[first.month - 1]} – {day(str(latest))}"
    return f"{day(str(earliest))} – {day(str(latest))}"


def first_day(text: str) -> str:
    """The first day of a day, month or year as an address has it, for a date field; "" for what is none."""
    return text + "-01-01"[len(text) - 4 :] if _PERIOD.fullmatch(text) else ""


def last_day(text: str) -> str:
    """The last day of the same."""
    if not _PERIOD.fullmatch(text) or len(text) == 10:
        return text if _PERIOD.fullmatch(text) else ""
    month = text if len(text) == 7 else f"{text}-12"
    year, number = int(month[:4]), int(month[5:])
    return f"{month}-{monthrange(year, number)[1]:02}" if year and 1 <= number <= 12 else ""


def days(time: Time) -> str:
    """The days that a time as written means."""
    return span_of_days(time.earliest, time.latest) or "which day is unknown"


def row_days(row: Row) -> Markup:
    """When the event of a line was: its days, else the words of the text."""
    known = span_of_days(row.earliest, row.latest)
    if known:
        return Markup('<time datetime="{}">{}</time>').format(row.earliest or row.latest, known)
    return Markup('<bdi>{}</bdi> <span class="unknown">(day unknown)</span>').format(row.when or "")


def marked_sentence(evidence: Evidence) -> Markup:
    """The sentence, with the words that the value stands on marked, if they stand in it."""
    sentence, words = evidence.sentence, evidence.words
    if words and evidence.words_begin is not None:
        begin = evidence.words_begin - evidence.begin
        end = begin + len(words)
        if begin >= 0 and sentence[begin:end] == words and words != sentence:
            return Markup("{}<mark>{}</mark>{}").format(sentence[:begin], words, sentence[end:])
    return escape(sentence)


def marked_snippet(snippet: str) -> Markup:
    """A search result's text: what stands between U+0002 and U+0003 is marked."""
    marked = re.sub("\x02([^\x02\x03]*)\x03", r"<mark>\1</mark>", str(escape(snippet)))
    return Markup(_INVISIBLE.sub("", marked))  # noqa: S704 - escaped before the marks were set


def _parsed(text: str) -> date | None:
    found = _DAY.match(text)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


FILTERS: Final = {
    "href": href,
    "shortened": shortened,
    "grouped": grouped,
    "counted": counted,
    "day": day,
    "days": days,
    "first_day": first_day,
    "last_day": last_day,
    "row_days": row_days,
    "marked_sentence": marked_sentence,
    "marked_snippet": marked_snippet,
}
