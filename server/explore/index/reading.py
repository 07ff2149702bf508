"""One subject's quads in one graph → raw rows of the index."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from hashlib import blake2b
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad

from kg import names as ns
from server.explore.vocabulary import extracted_properties, family_of, humanised, kind_of

Rows = dict[str, list[tuple[Any, ...]]]
_TYPE: Final = ns.RDF + "type"
_LABEL: Final = ns.RDFS + "label"
_ALT_LABEL: Final = ns.SKOS + "altLabel"
_WORDS_AT: Final = re.compile(r"/(\d{1,9})-\d+(?:-\d+)?$", re.ASCII)
_LONGEST_LABEL: Final = 300
_OPENING: Final = 80
# An id made of the text's hash (kg.sources).
_NAMELESS: Final = re.compile(r"/article/text-[0-9a-f]{16}$")
_FACTS: Final = extracted_properties() | {"inIncident", "nearDuplicateOf"}
# A relation node repeats what the direct triple says.
_DOUBLED: Final = {ns.CKG + "relationObject", ns.CKG + "relationProperty"}
_COORDINATES: Final = re.compile(r"(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)")


def key(iri: str) -> int:
    """The id of a thing in the index."""
    return int.from_bytes(blake2b(iri.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1


def folded(text: str) -> str:
    """A text to sort and compare by: without case and accents."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in plain if not unicodedata.combining(c))


def position(wkt: str) -> tuple[float, float] | None:
    """Latitude and longitude of a WKT literal, the mean of its points; None where it has none on earth.

    The order is longitude, latitude, as GeoSPARQL's default reference system (CRS84) has it.
    """
    pairs = [(float(x), float(y)) for x, y in _COORDINATES.findall(wkt.rpartition(">")[2])]
    if not pairs:
        return None
    longitude, latitude = (sum(values) / len(pairs) for values in zip(*pairs, strict=True))
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


class Subject:
    """What one graph says of one subject."""

    def __init__(self, iri: str, quads: Iterable[Quad]) -> None:
        self.iri = iri
        self.id = key(iri)
        self.values: dict[str, list[str]] = defaultdict(list)
        self.nodes: dict[str, list[str]] = defaultdict(list)
        for quad in quads:
            if isinstance(quad.object, NamedNode):
                self.nodes[quad.predicate.value].append(quad.object.value)
            elif isinstance(quad.object, Literal):
                self.values[quad.predicate.value].append(quad.object.value)
        self.classes = frozenset(
            iri.removeprefix(ns.CKG) for iri in self.nodes.get(_TYPE, ()) if iri.startswith(ns.CKG)
        )

    def literal(self, predicate: str) -> str | None:
        """The first value that is a literal, in the order of the letters."""
        return min(self.values.get(predicate, ()), default=None)

    def own(self, name: str) -> str | None:
        """The same for a property of our ontology."""
        return self.literal(ns.CKG + name)

    def concept(self, name: str) -> str | None:
        """The local name of a property's first value that is a term of ours."""
        found = [iri.removeprefix(ns.CKG) for iri in self.nodes.get(ns.CKG + name, ()) if iri.startswith(ns.CKG)]
        return min(found, default=None)

    def node(self, name: str) -> str | None:
        """The first value of a property of ours that is a node."""
        return min(self.nodes.get(ns.CKG + name, ()), default=None)


class Reader:
    """Collects raw rows, a subject at a time."""

    def __init__(self) -> None:
        self.rows: Rows = defaultdict(list)
        self.uses: Counter[str] = Counter()
        self.ended = ""

    def read(self, subject: Subject, article: int) -> None:
        """Adds what a graph says of a subject. article: the id of the graph's article, 0 for other graphs."""
        self._count(subject)
        self._labels(subject)
        if "Mention" in subject.classes:
            self._mention(subject, article)
            return
        if "Relation" in subject.classes:
            self._relation(subject, article)
            return
        if "TimeExpression" in subject.classes:
            days = subject.own("earliest"), subject.own("latest")
            self.rows["raw_moment"].append((subject.id, subject.own("exact"), *days))
        elif "Quantity" in subject.classes:
            self.rows["raw_amount"].append((subject.id, subject.own("exact") or subject.literal(_LABEL)))
        elif "ExtractionRun" in subject.classes:
            names = ("programVersion", "modelVersion", "rulesVersion")
            self.rows["raw_version"].append(tuple(subject.own(name) for name in names))
            self.ended = max(self.ended, subject.literal(ns.PROV + "endedAtTime") or "")
        self._geometry(subject)
        if family := family_of(subject.classes):
            self._seen(subject, family, article)
        self._facts(subject, article)

    def _count(self, subject: Subject) -> None:
        for predicate, values in (*subject.values.items(), *subject.nodes.items()):
            if predicate.startswith(ns.CKG):
                self.uses[predicate.removeprefix(ns.CKG)] += len(values)
        for name in subject.classes:
            self.uses[name] += 1
        if status := subject.concept("linkStatus"):
            self.uses[f"Link {status}"] += 1  # an agreement may be rejected, too
        for predicate, iris in subject.nodes.items():
            if predicate.startswith(ns.CKG) and predicate not in _DOUBLED:
                self.uses.update(iri.removeprefix(ns.CKG) for iri in iris if iri.startswith(ns.CKG))

    def _labels(self, subject: Subject) -> None:
        texts = {"label": _LABEL, "alias": _ALT_LABEL, "quote": ns.CKG + "exact", "text": ns.CKG + "text"}
        for kind, predicate in texts.items():
            for text in subject.values.get(predicate, ()):
                self.rows["raw_label"].append((subject.id, kind, text, subject.iri))

    def _mention(self, subject: Subject, article: int) -> None:
        kinds = {iri.removeprefix(ns.CKG) for iri in subject.nodes.get(ns.CKG + "mentionKind", ())}
        words = subject.own("exact")
        within = subject.node("inArticle")
        article = key(within) if within else article
        if words is not None and ("Sentence" in kinds or not kinds):
            self.rows["raw_sentence"].append((subject.id, words, article))
        name = " ".join(words.split())[:_LONGEST_LABEL] if words and "Name" in kinds else None
        for meant in subject.nodes.get(ns.CKG + "denotes", ()):
            self.rows["raw_mention"].append((key(meant), article, name))

    def _relation(self, subject: Subject, article: int) -> None:
        about, name, value = (subject.node(f"relation{part}") for part in ("Subject", "Property", "Object"))
        if about and value and name and name.startswith(ns.CKG):
            fact = (key(about), name.removeprefix(ns.CKG), key(value), article, 0, subject.iri)
            self.rows["fact"].append((*fact, subject.concept("factuality")))

    def _facts(self, subject: Subject, article: int) -> None:
        for predicate, iris in subject.nodes.items():
            name = predicate.removeprefix(ns.CKG)
            if name in _FACTS and predicate != name:
                values = [iri for iri in iris if not iri.startswith(ns.CKG)]
                self.rows["fact"] += [(subject.id, name, key(iri), article, 1, None, None) for iri in values]

    def _geometry(self, subject: Subject) -> None:
        for iri in subject.nodes.get(ns.GEO + "hasGeometry", ()):
            self.rows["raw_lies"].append((subject.id, key(iri)))
        for wkt in subject.values.get(ns.GEO + "asWKT", ()):
            if (found := position(wkt)) is not None:
                self.rows["raw_shape"].append((subject.id, *found))
                self.rows["raw_lies"].append((subject.id, subject.id))

    def _seen(self, subject: Subject, family: str, article: int) -> None:
        label = None
        if family == "Article":
            label = subject.literal(ns.DCT + "title") or opening_words(subject.iri, subject.own("text"))
        label = label or subject.literal(_LABEL)
        evidence = min(subject.nodes.get(ns.CKG + "evidence", ()), key=_place_in_text, default=None)
        issued = subject.literal(ns.DCT + "issued")
        self.rows["raw_seen"].append(
            (
                subject.id,
                0 if family == "Article" else article,
                subject.iri,
                family,
                kind_of(subject.classes),
                " ".join(label.split())[:_LONGEST_LABEL] or None if label else None,
                subject.concept("factuality"),
                subject.concept("status"),
                subject.concept("stance"),
                issued[:10] if issued else None,
                subject.literal(ns.DCT + "publisher"),
                subject.literal(ns.DCT + "language"),
                key(evidence) if evidence else None,
            )
        )


def _place_in_text(mention: str) -> tuple[int, str]:
    """Sorts mentions by the offset that their IRI tells (RFC 5147), those that tell none last."""
    begin = mention.rpartition("#char=")[2].partition(",")[0]
    return int(begin) if begin.isascii() and begin.isdigit() and len(begin) < 12 else 10**12, mention


def first_character(iri: str) -> int:
    """Where the words begin that the IRI of a claim is made of ("…/134-277"); 0 for an IRI of another make."""
    found = _WORDS_AT.search(iri)
    return int(found[1]) if found else 0


def opening_words(iri: str, text: str | None) -> str | None:
    """A label for an article that came without a title: how its text begins, and its id, where that is of its own."""
    words = " ".join((text or "")[:_LONGEST_LABEL].split())
    if not words:
        return None
    short = words if len(words) <= _OPENING else f"{words[:_OPENING].rpartition(' ')[0]} …"
    return short if _NAMELESS.search(iri) else f"{short} ({last_part(iri)})"


def last_part(iri: str) -> str:
    """A label for what has none."""
    return humanised(iri)
