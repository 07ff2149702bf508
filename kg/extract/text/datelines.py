"""Datelines of news agencies: "KHARTOUM, March 4 (Reuters) - …", with which a report begins and which it does not tell.

Each is a sentence of its own: where it was written is neither who did what follows nor a part of what somebody said.
"""

import re
from dataclasses import dataclass

from kg import gazetteer
from kg.records import Segment, SegmentKind, Span

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|March|Mar|April|Apr|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_NAME = r"[^\W\d_][\w.'’-]*(?:[ ][^\W\d_][\w.'’-]*){0,3}"
_DATE = rf"(?:{_MONTH}[ ]\d{{1,2}}|\d{{1,2}}[ ]{_MONTH})(?:,?[ ]\d{{4}})?"
_DATELINE = re.compile(
    rf"(?:(?P<place>{_NAME}(?:/{_NAME}){{0,2}})(?:,[ ](?P<wider>(?!{_MONTH}[ ]\d){_NAME}))?)?"
    rf"(?:,[ ](?P<date>{_DATE}))?"
    r"(?:\.?[ ]?[(/](?P<agency>[^\W\d_][\w.'’ -]{1,30})[)/]\.?)?"
    r"[ ]*(?P<end>—|–|--|-|(?<=/\.)|(?<=\)))[ ]+(?=[\"“‘'A-Z\d])"
)
_REACH = 120
_PART = re.compile(_NAME)


@dataclass(frozen=True, slots=True)
class Dateline:
    """span: with the dash at its end. places: the towns. wider: the country or province after them."""

    span: Span
    places: tuple[Span, ...]
    wider: Span | None
    agency: Span | None


def find_datelines(text: str, segments: tuple[Segment, ...]) -> tuple[Dateline, ...]:
    """The datelines with which paragraphs of the body begin, in text order."""
    found = []
    for segment in segments:
        if segment.kind in {SegmentKind.BODY, SegmentKind.CAPTION}:
            dateline = _at(text, segment.span)
            if dateline is not None:
                found.append(dateline)
    return tuple(found)


def _at(text: str, paragraph: Span) -> Dateline | None:
    match = _DATELINE.match(text, paragraph.begin, min(paragraph.end, paragraph.begin + _REACH))
    if match is None or match.end() >= paragraph.end or not _is_credible(match):
        return None
    end = match.end("end")
    places = tuple(Span(*part.span()) for part in _PART.finditer(text, *match.span("place"))) if match["place"] else ()
    if places and "/" not in match["place"]:
        places = (Span(*match.span("place")),)
    return Dateline(
        Span(paragraph.begin, end),
        places,
        Span(*match.span("wider")) if match["wider"] else None,
        Span(*match.span("agency")) if match["agency"] else None,
    )


def _is_credible(match: re.Match[str]) -> bool:
    """Whether a town stands there: told by an agency or a date beside it, else by a known name before the dash."""
    place, agency, date = match["place"], match["agency"], match["date"]
    if place is None:
        return agency is not None and match["end"] != ""
    if not all(part[:1].isupper() for part in re.split(r"[ /]", place)):
        return False
    if match["end"] == "" and not (agency and (date or place.isupper())):
        return False
    if agency is not None or date is not None:
        return place.isupper() or date is not None or _is_known(place)
    return _is_known(place)


def _is_known(place: str) -> bool:
    return any(entry.is_place for entry in gazetteer.lookup(place.split("/")[0]))
