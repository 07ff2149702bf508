"""Strikes as a table: a row each, with columns that users of the ACLED event data know.

Names are ACLED's where the meaning is; what stands in them is this graph's. A row is one article's report: rows of the
same ``incident`` tell of the same strike. Several values of a cell are separated by ``; ``. An apostrophe goes before
words that a spreadsheet would take for a formula.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg import names as ns
from kg.names import Names
from kg.stores.interface import QuadSource

COLUMNS: Final = {
    "event_id": "IRI of the strike",
    "event_date": "its day, or the first day that it may have been",
    "event_date_end": "the last day that it may have been",
    "year": "year of event_date",
    "time_precision": "1: a day is known; 2: a span of at most seven days; 3: a longer one; empty: not told",
    "event_type": "always Strike",
    "sub_event_type": "class of the strike in the ontology, where one is told",
    "actor1": "who did it, where the article says so undisputed",
    "alleged_actor1": "who is said to have done it",
    "actor2": "who or what was hit",
    "location": "where",
    "country": "state that a location lies in, where the gazetteer knows",
    "admin1": "what a location lies in, by the article, or else its province by the gazetteer",
    "iso": "ISO 3166 code of a location that the gazetteer knows, or of what it lies in",
    "latitude": "of the first location with a known position, in degrees",
    "longitude": "likewise",
    "geo_precision": "1: the position of the location itself; 2: that of what it lies in; empty: not known",
    "weapon": "with what",
    "fatalities": "killed; where told, a bound: least–most",
    "fatalities_least": "the least number of killed that is told, or bound of one",
    "fatalities_most": "the greatest; empty where one is told without a bound above",
    "injured": "wounded, likewise",
    "injured_least": "likewise",
    "injured_most": "likewise",
    "factuality": "Stated, Attributed, Alleged, Disputed, Denied, …",
    "confidence": "of the extraction, 0 to 1",
    "source": "publisher",
    "source_url": "address of the article",
    "published": "date of the article",
    "notes": "the sentences that tell of it",
    "article": "IRI of the article, and of the graph with the evidence of every value",
    "incident": "IRI of the incident that several articles tell of",
    "near_duplicate_of": "IRI of the article of which this one is a copy",
}
_A: Final = NamedNode(ns.RDF + "type")
_POINT: Final = re.compile(r"\bPOINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)", re.IGNORECASE)
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_BEGIN: Final = re.compile(r"#char=(\d+)")
_GENERAL: Final = frozenset({"Strike", "Event"})
_WORDS: Final = ("actor1", "alleged_actor1", "actor2", "location", "country", "admin1", "weapon", "source", "notes")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_Said = dict[str, dict[str, list[NamedNode | Literal]]]


def event_lines(store: QuadSource, graphs: Iterable[str], names: Names) -> Iterator[str]:
    """The table as CSV, line by line: a heading, then the strikes of each article graph, in the order of the graphs.

    One article is held at a time.
    """
    yield _csv(list(COLUMNS))
    tables = _Identity(store, names)
    prefix = names.article("x").removesuffix("x")
    for graph in graphs:
        if graph.startswith(prefix):
            said = _said(store.quads_for_pattern(None, None, None, NamedNode(graph)))
            strikes = sorted(node for node, values in said.items() if NamedNode(ns.CKG + "Strike") in values[_A.value])
            for strike in strikes:
                row = _row(strike, graph, said, tables)
                yield _csv([row.get(column, "") for column in COLUMNS])


class _Identity:
    """What the identity graph says of places and strikes."""

    def __init__(self, store: QuadSource, names: Names) -> None:
        self._store = store
        self._graph = NamedNode(names.graph("identity"))
        self.all = lru_cache(maxsize=10_000)(self._all)

    def _all(self, node: str, predicate: str) -> list[str]:
        """The values of a property in their order."""
        found = self._store.quads_for_pattern(NamedNode(node), NamedNode(predicate), None, self._graph)
        return sorted(quad.object.value for quad in found if isinstance(quad.object, NamedNode | Literal))

    def one(self, node: str, predicate: str) -> str:
        """The least value of a property, "" where there is none."""
        return next(iter(self.all(node, predicate)), "")

    def code(self, place: str) -> str:
        """ISO 3166 code of a place: that of a state, or with a hyphen that of a part of one."""
        return self.one(place, ns.CKG + "isoCode")

    def larger(self, place: str) -> list[str]:
        """The known places that a place lies in, provinces before states."""
        return sorted(self.all(place, ns.CKG + "within"), key=lambda each: ("-" not in self.code(each), each))

    def position(self, place: str, precision: str) -> dict[str, str]:
        """The columns of position, by a place that is a point; nothing for any other."""
        text = self.one(self.one(place, ns.GEO + "hasGeometry") or place, ns.GEO + "asWKT")
        found = _POINT.search(text)
        return {"latitude": found[2], "longitude": found[1], "geo_precision": precision} if found else {}


def _said(quads: Iterable[Quad]) -> _Said:
    said: _Said = defaultdict(lambda: defaultdict(list))
    for quad in sorted(quads, key=str):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            said[quad.subject.value][quad.predicate.value].append(quad.object)
    return said


def _row(strike: str, graph: str, said: _Said, identity: _Identity) -> dict[str, str]:
    it, article = said[strike], said[graph]
    places = [place.value for place in it[ns.CKG + "location"]]
    incident = identity.one(strike, ns.CKG + "inIncident")
    row = {
        "event_id": strike,
        "event_type": "Strike",
        "sub_event_type": "; ".join(sorted({_local(kind.value) for kind in it[_A.value]} - _GENERAL)),
        "actor1": _labels(it, "perpetrator", said),
        "alleged_actor1": _labels(it, "allegedPerpetrator", said),
        "actor2": _labels(it, "target", said),
        "location": _labels(it, "location", said),
        "country": "; ".join(dict.fromkeys(_countries(places, said, identity))),
        "admin1": "; ".join(filter(None, dict.fromkeys(_unit(place, said, identity) for place in places))),
        "iso": "; ".join(dict.fromkeys(_codes(places, said, identity))),
        "weapon": _labels(it, "weapon", said),
        "fatalities": _quantities(it, "killed", said),
        "injured": _quantities(it, "injured", said),
        **_bounds(it, "killed", "fatalities", said),
        **_bounds(it, "injured", "injured", said),
        "factuality": "; ".join(_local(value.value) for value in it[ns.CKG + "factuality"]),
        "confidence": _first(it, ns.CKG + "confidence"),
        "source": _first(article, ns.DCT + "publisher"),
        "source_url": _first(article, ns.DCT + "source"),
        "published": _first(article, ns.DCT + "issued"),
        "notes": " ".join(_first(said[span], ns.CKG + "exact") for span in _in_order(it[ns.CKG + "evidence"])),
        "article": graph,
        "incident": incident,
        "near_duplicate_of": identity.one(graph, ns.CKG + "nearDuplicateOf"),
    }
    row |= {column: f"'{row[column]}" for column in _WORDS if row[column].startswith(_FORMULA)}
    return row | _position(places, said, identity) | _dates([said[time.value] for time in it[ns.CKG + "when"]])


def _around(place: str, said: _Said) -> list[str]:
    """What an article has a place lie in."""
    return [larger.value for larger in said[place][ns.CKG + "within"]]


def _position(places: Iterable[str], said: _Said, identity: _Identity) -> dict[str, str]:
    """The columns of position, by the first place that has one, or lies in one that has."""
    for place in places:
        known = [identity.position(place, "1"), *(identity.position(each, "2") for each in _around(place, said))]
        if found := next(filter(None, known), None):
            return found
    return {}


def _from_inside_out(place: str, said: _Said, identity: _Identity) -> Iterator[str]:
    """A place, what its article has it lie in, and what these lie in by the gazetteer."""
    own = [place, *_around(place, said)]
    yield from own
    for each in own:
        yield from identity.larger(each)


def _codes(places: Iterable[str], said: _Said, identity: _Identity) -> Iterator[str]:
    """ISO 3166 codes of places, or else of what they lie in."""
    for place in places:
        codes = map(identity.code, _from_inside_out(place, said, identity))
        if code := next(filter(None, codes), None):
            yield code


def _countries(places: Iterable[str], said: _Said, identity: _Identity) -> Iterator[str]:
    """Labels of the states that places are or lie in."""
    for place in places:
        states = (each for each in _from_inside_out(place, said, identity) if len(identity.code(each)) == 2)
        if state := next(states, None):
            yield _label(state, said, identity)


def _unit(place: str, said: _Said, identity: _Identity) -> str:
    """What a place lies in by its article, or else its province by the gazetteer."""
    provinces = (_label(each, said, identity) for each in identity.larger(place) if "-" in identity.code(each))
    return _labels(said[place], "within", said) or next(provinces, "")


def _label(place: str, said: _Said, identity: _Identity) -> str:
    return _first(said[place], ns.RDFS + "label") or identity.one(place, ns.RDFS + "label") or place


def _dates(times: Iterable[dict[str, list[NamedNode | Literal]]]) -> dict[str, str]:
    """The columns of time, by the first of the times that has a day."""
    for time in times:
        first, last = _first(time, ns.CKG + "earliest"), _first(time, ns.CKG + "latest")
        if first or last:
            return {
                "event_date": first,
                "event_date_end": last,
                "year": (first or last)[:4],
                "time_precision": _precision(first, last),
            }
    return {}


def _precision(first: str, last: str) -> str:
    if not first or not last:
        return "3"
    try:
        days = (date.fromisoformat(last[:10]) - date.fromisoformat(first[:10])).days
    except ValueError:  # graphs that others wrote may call anything a day
        return ""
    return "" if days < 0 else "1" if days == 0 else "2" if days < 7 else "3"


def _labels(it: dict[str, list[NamedNode | Literal]], local: str, said: _Said) -> str:
    """The labels of the values of a property; a value without one is a text, or known by its IRI."""
    return "; ".join(_first(said[value.value], ns.RDFS + "label") or value.value for value in it[ns.CKG + local])


def _quantities(it: dict[str, list[NamedNode | Literal]], local: str, said: _Said) -> str:
    found = []
    for node in it[ns.CKG + local]:
        quantity = said[node.value]
        value, least, most = (_first(quantity, ns.CKG + name) for name in ("value", "min", "max"))
        found.append(value or (f"{least}–{most}" if least or most else _first(quantity, ns.CKG + "exact")))
    # Headline and text tell the same number again.
    return "; ".join(dict.fromkeys(found))


def _bounds(it: dict[str, list[NamedNode | Literal]], local: str, column: str, said: _Said) -> dict[str, str]:
    """The columns of the least and the greatest of some numbers; an end that one of them leaves open is empty."""
    found = {}
    for end, name, extreme in (("least", "min", min), ("most", "max", max)):
        numbers = [
            _first(said[n.value], ns.CKG + "value") or _first(said[n.value], ns.CKG + name) for n in it[ns.CKG + local]
        ]
        found[f"{column}_{end}"] = extreme(numbers, key=float) if all(map(_is_number, numbers)) and numbers else ""
    return found


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def _first(it: dict[str, list[NamedNode | Literal]], predicate: str) -> str:
    return it[predicate][0].value if it.get(predicate) else ""


def _in_order(spans: Iterable[NamedNode | Literal]) -> list[str]:
    """IRIs of spans, which end in "char=BEGIN,END", in the order of the text."""
    begins = {span.value: _BEGIN.search(span.value) for span in spans}
    return sorted(begins, key=lambda span: (int(found[1]) if (found := begins[span]) else 0, span))


def _local(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def _csv(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()
