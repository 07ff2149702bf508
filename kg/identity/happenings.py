"""What an article says of a strike or an agreement, in a form that two articles can be compared by."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any, Final

from kg import names as ns
from kg.gazetteer.folding import fold_name
from kg.identity.reading import GraphReader, Node, day_of, span_of
from kg.identity.where import Whereabouts, areas_of, is_settlement, local_key, narrowed, side_of
from kg.identity.words import is_generic, name_words, sorts_of_target, telling_words

# A report that gives no day speaks, as news does, of what happened shortly before it was published.
_FRESH: Final = timedelta(days=3)
# Deals are spoken of for longer.
_TOPICAL: Final = timedelta(days=30)
_STRIKE_CLASSES: Final = frozenset({"Strike", "Event"})
_AGREEMENT_CLASSES: Final = frozenset({"Agreement"})
# What is threatened or supposed has no day on which it happened.
_UNREAL: Final = frozenset({"Threatened", "Proposed", "Hypothetical"})
_PLACE_ROLES: Final = ("location", "target")
_DOERS: Final = {"strike": ("perpetrator", "allegedPerpetrator"), "agreement": ("party",)}
_PARTIES: Final = ("State", "Government", "ArmedForce", "ArmedGroup")
_LEAD: Final = 2
_SIDES: Final = 2
# The IRI of a place that an article describes and does not name ends with where it does so.
_UNNAMED: Final = re.compile(r"/\d+-\d+$")

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Happening:
    """One report of a strike or an agreement.

    first, last: ordinals of the days between which it happened, None where nothing tells; dated: whether the text
    itself tells them. who: those to whom it is ascribed, or the parties of a deal. whom: words of what was hit. aims:
    the sorts of things that this is; scenes: those that the sentences name. killed, injured: intervals of the figures.
    names: words of a deal's own name.
    """

    family: str
    kind: str
    label: str
    first: int | None
    last: int | None
    dated: bool
    sites: frozenset[str]
    areas: frozenset[str]
    near: frozenset[str]
    who: frozenset[str]
    whom: frozenset[str]
    aims: frozenset[str]
    scenes: frozenset[str]
    weapon: frozenset[str]
    killed: tuple[Range, ...]
    injured: tuple[Range, ...]
    names: frozenset[str]
    words: frozenset[str]
    sentences: tuple[str, ...]

    @property
    def period(self) -> tuple[int, int]:
        """first and last, of a happening for which they are told."""
        assert self.first is not None
        assert self.last is not None
        return self.first, self.last

    def as_json(self) -> dict[str, Any]:
        """Plain values, sorted, for the side index."""
        values = ((each.name, getattr(self, each.name)) for each in fields(self))
        return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in values}


def from_json(values: dict[str, Any]) -> Happening:
    """The inverse of ``as_json``."""
    sets = ("sites", "areas", "near", "who", "whom", "aims", "scenes", "weapon", "names", "words")
    pairs = {key: tuple(tuple(each) for each in values[key]) for key in ("killed", "injured")}
    plain = {
        **values,
        **{key: frozenset(values[key]) for key in sets},
        **pairs,
        "sentences": tuple(values["sentences"]),
    }
    return Happening(**plain)


def happenings(reader: GraphReader, base: str, issued: str) -> Iterator[tuple[str, Happening]]:
    """The reports of an article's graph with their IRIs, in the order of these. issued: day of publication or empty."""
    look = _Look(reader, base, issued)
    for family, own in (("Strike", _STRIKE_CLASSES), ("Agreement", _AGREEMENT_CLASSES)):
        for iri in reader.nodes(family):
            node = reader.node(iri)
            real = not set(_local_names(node.things("factuality"))) & _UNREAL
            if real or family == "Agreement":
                yield iri, look.happening(family.lower(), node, next(iter(sorted(node.classes - own)), ""))


class _Look:
    """Reads the values of happenings from one article."""

    def __init__(self, reader: GraphReader, base: str, issued: str) -> None:
        self.reader = reader
        self.base = base
        self.issued = date.fromisoformat(issued) if issued else None
        self._places = self._place_mentions()
        self._bodies = [actor for kind in _PARTIES for actor in reader.nodes(kind)]
        self._lead = self._lead_spans()

    def happening(self, family: str, node: Node, kind: str) -> Happening:
        first, last, dated = self._days(node, _FRESH if family == "strike" else _TOPICAL)
        places = self._whereabouts(p for role in _PLACE_ROLES for p in node.things(role))
        evidence = [self.reader.node(mention) for mention in node.things("evidence")]
        spans = [span_of(mention.iri) for mention in evidence]
        # A sentence that does not say where relies on the reader's memory of the first ones.
        settled = any(map(is_settlement, places.sites))
        near = self._whereabouts(self._placed(spans if settled else [*spans, *self._lead]))
        sentences = tuple(sorted({mention.literal("exact") for mention in evidence}, key=lambda s: (-len(s), s))[:4])
        who = frozenset(self._side(actor) for role in _DOERS[family] for actor in node.things(role))
        if family == "agreement" and len(who) < _SIDES:
            # Nobody makes a deal with himself: who else its sentences name has to do with it.
            who |= self._parties(spans) or self._parties(self._lead)
        named = self._place_words(spans)
        aimed = [self.reader.node(each).label for role in _PLACE_ROLES for each in node.things(role)]
        return Happening(
            family=family,
            kind=kind,
            label=node.label,
            first=first,
            last=last,
            dated=dated,
            sites=places.sites,
            areas=places.areas,
            near=near.sites | near.areas,
            who=who,
            whom=self._target_words(node) - named,
            aims=frozenset().union(*map(sorts_of_target, aimed)),
            scenes=frozenset().union(*map(sorts_of_target, sentences)),
            weapon=frozenset().union(*(telling_words(weapon) for weapon in node.literals("weapon"))),
            killed=self._figures(node, "killed"),
            injured=self._figures(node, "injured"),
            names=_proper(node.label) if family == "agreement" else frozenset(),
            words=frozenset().union(*map(telling_words, sentences)) - named,
            sentences=sentences,
        )

    def _days(self, node: Node, back: timedelta) -> tuple[int | None, int | None, bool]:
        bounds = []
        for time in map(self.reader.node, node.things("when")):
            first, last = day_of(time.literal("earliest")), day_of(time.literal("latest"))
            if first and last and first <= last:
                bounds.append((date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()))
        if bounds:
            # Several times of one happening are parts of its story; the shortest says most exactly when it was.
            first_day, last_day = min(bounds, key=lambda pair: (pair[1] - pair[0], pair))
            return first_day, last_day, True
        if self.issued is None:
            return None, None, False
        return (self.issued - back).toordinal(), self.issued.toordinal(), False

    def _placed(self, spans: Iterable[tuple[int, int]]) -> list[str]:
        """Places that some sentences name, whatever they say of them."""
        every = list(spans)
        return [place for begin, end, place in self._places if any(b <= begin and end <= e for b, e in every)]

    def _place_words(self, spans: Iterable[tuple[int, int]]) -> frozenset[str]:
        """The words of the places' names: that two reports share them is counted once, as the place."""
        found: set[str] = set()
        for place in map(self.reader.node, self._placed(spans)):
            key = self._place_key(place)
            names = areas_of(key, place.label) if key.startswith("~") else {place.label, *place.other_names, key}
            for name in names:
                found |= name_words(name)
        return frozenset(found)

    def _parties(self, spans: Iterable[tuple[int, int]]) -> frozenset[str]:
        """The states and armed bodies that some sentences name."""
        every = list(spans)
        found = set()
        for actor in self._bodies:
            if any(span in every for span in map(span_of, self.reader.node(actor).things("evidence"))):
                found.add(self._side(actor))
        return frozenset(found)

    def _whereabouts(self, places: Iterable[str]) -> Whereabouts:
        keys: dict[str, frozenset[str]] = {}
        for place in self._named_places(places):
            outer = {self._place_key(self.reader.node(each)) for each in place.things("within")}
            key = self._place_key(place)
            keys[key] = frozenset(outer | areas_of(key, place.label)) - {key}
        return narrowed(keys)

    def _named_places(self, places: Iterable[str]) -> Iterator[Node]:
        """Places, with those in which it lies for one that has no name: one's "covered market" is another's "bazaar",
        and only the town can be compared."""
        for place in map(self.reader.node, places):
            within = map(self.reader.node, place.things("within")) if _UNNAMED.search(place.iri) else (place,)
            yield from (each for each in within if "Place" in each.classes and not _UNNAMED.search(each.iri))

    def _place_key(self, place: Node) -> str:
        key = place.iri.removeprefix(f"{self.base}place/")
        return key if "/" not in key else local_key(place.label)

    def _place_mentions(self) -> list[tuple[int, int, str]]:
        found = []
        for place in self.reader.nodes("Place"):
            for mention in self.reader.subjects(ns.CKG + "denotes", place):
                begin, end = span_of(mention)
                found.append((begin, end, place))
        return found

    def _lead_spans(self) -> list[tuple[int, int]]:
        """The first sentences of the text that are evidence of anything, title and headline not counted."""
        sentences = self.reader.subjects(ns.CKG + "mentionKind", ns.CKG + "Sentence")
        body = ns.CKG + "BodySegment"
        spans = sorted(span_of(s) for s in sentences if body in self.reader.node(s).things("segmentKind"))
        return spans[:_LEAD]

    def _side(self, actor: str) -> str:
        key = actor.removeprefix(f"{self.base}actor/")
        node = self.reader.node(actor)
        return side_of(key, node.label, node.classes)

    def _target_words(self, node: Node) -> frozenset[str]:
        names = [self.reader.node(each) for each in node.things("target")]
        told = (telling_words(each.label) for each in names if not _is_known_place(each, self.base))
        return frozenset(word for word in frozenset().union(*told) if not is_generic(word) and not word.isdigit())

    def _figures(self, node: Node, role: str) -> tuple[Range, ...]:
        found = set()
        for quantity in map(self.reader.node, node.things(role)):
            value = quantity.literal("value")
            least, most = quantity.literal("min") or value, quantity.literal("max") or value
            if least or most:
                with suppress(ValueError):  # graphs that others wrote may call anything a figure
                    found.add((float(least or 0), float(most) if most else float("inf")))
        return tuple(sorted(found))


def _is_known_place(node: Node, base: str) -> bool:
    return "/" not in node.iri.removeprefix(f"{base}place/")


def _local_names(nodes: Iterable[str]) -> list[str]:
    return [node.removeprefix(ns.CKG) for node in nodes]


def _proper(label: str) -> frozenset[str]:
    """The capitalised words of a deal's label: Minsk, of "the Minsk agreement"."""
    return frozenset(fold_name(word) for word in re.findall(r"\b[A-Z][\w'’-]+", label)) - {"the", "a", "an"}
