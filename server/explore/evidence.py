"""The words behind a value: sentence, article, offsets; and values grouped over the articles that give them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg import names as ns
from server.explore import wording
from server.explore.graph import TYPE, Span
from server.explore.graph import Value as Node
from server.explore.here import Explorer
from server.explore.index.reading import key
from server.explore.views import Evidence, Property, Thing, Value
from server.explore.vocabulary import extracted_properties, is_term, term

# Sentences that stand beside one value; the count of articles is that of all.
MOST_EVIDENCE: Final = 5
# Relation nodes of one thing that are looked at, and values of a property that are shown.
_MOST_NODES: Final = 400
_MOST_VALUES: Final = 50


@dataclass(frozen=True, slots=True)
class Source:
    """An article as a source."""

    article: Thing
    publisher: str | None
    published: str | None


@dataclass(slots=True)
class _Gathered:
    """One value while it is read."""

    object: Node
    stated: bool = False
    nodes: list[str] = field(default_factory=list)


class Witness:
    """Finds the words behind values, for one request."""

    def __init__(self, here: Explorer) -> None:
        self.here = here
        self._sources: dict[str, Source] = {}

    def source(self, article: str) -> Source:
        """An article's name, publisher and day."""
        if article not in self._sources:
            self._sources[article] = self._read_source(article)
        return self._sources[article]

    def _read_source(self, article: str) -> Source:
        thing = self.here.thing(article)
        if self.here.indexed:
            rows = self.here.index.rows("SELECT publisher, published FROM thing WHERE id = ?", (key(article),))
            if rows:
                return Source(thing, rows[0][0], rows[0][1])
        graph = self.here.graph
        issued = graph.literal(article, ns.DCT + "issued")
        return Source(thing, graph.literal(article, ns.DCT + "publisher"), issued[:10] if issued else None)

    def evidence(self, words: Span | None, sentence: Span | None) -> Evidence | None:
        """The evidence for a value that stands on words in a sentence; None where neither is there."""
        around = sentence or words
        if around is None:
            return None
        source = self.source(around.article)
        shown = words or around
        return Evidence(
            source.article,
            source.publisher,
            source.published,
            around.exact,
            around.begin,
            around.end,
            words.exact if words else None,
            words.begin if words else None,
            words.end if words else None,
            f"{source.article.url}#char={shown.begin},{shown.end}",
        )

    def of_relation(self, node: str) -> Evidence | None:
        """The evidence that a relation node tells."""
        words = next(iter(self.here.graph.spans(node, "supportedBy")), None)
        return self.evidence(words, around_words(words, self.here.graph.spans(node, "evidence")))

    def of_thing(self, iri: str, most: int = MOST_EVIDENCE) -> tuple[Evidence, ...]:
        """The sentences that name a thing."""
        found = (self.evidence(None, span) for span in self.here.graph.spans(iri, "evidence")[:most])
        return tuple(each for each in found if each is not None)

    def of_nodes(self, nodes: Iterable[str]) -> tuple[Evidence, ...]:
        """The evidence that several relation nodes tell, each once."""
        found = dict.fromkeys(self.of_relation(node) for node in nodes)
        return tuple(each for each in found if each is not None)

    def value(self, object: Node) -> Value:
        """What to show of a value, without its evidence."""
        here = self.here
        if isinstance(object, Literal):
            return Value(object.value)
        if not isinstance(object, NamedNode):
            return Value("a node without a name")
        iri = object.value
        if iri.startswith(ns.CKG) and is_term(iri.removeprefix(ns.CKG)):
            meant = term(iri.removeprefix(ns.CKG))
            return Value(meant.label, term=meant)
        thing = here.thing(iri)
        if not here.family(iri):
            said = here.graph.described(iri)
            classes = {each.value for each in said.get(TYPE, ()) if isinstance(each, NamedNode)}
            if ns.CKG + "Quantity" in classes:
                return Value(thing.label, quantity=wording.quantity(said, thing.label))
            if ns.CKG + "TimeExpression" in classes:
                return Value(thing.label, time=wording.time(said, thing.label))
        return Value(thing.label, thing=thing)

    def values(self, iri: str) -> dict[str, list[Value]]:
        """The extracted values of a node by property, each with its evidence; those that more articles give first."""
        graph = self.here.graph
        gathered: dict[tuple[str, Node], _Gathered] = {}
        for name, objects in graph.described(iri).items():
            local = name.removeprefix(ns.CKG)
            if local != name and local in extracted_properties():
                for object in objects:
                    gathered[local, object] = _Gathered(object, stated=True)
        for node in graph.subjects("relationSubject", iri, _MOST_NODES):
            for property in graph.nodes(node, "relationProperty"):
                for object in graph.values(node, "relationObject"):
                    local = property.removeprefix(ns.CKG)
                    gathered.setdefault((local, object), _Gathered(object)).nodes.append(node)
        self._know(each.object for each in gathered.values())
        found: dict[str, list[Value]] = {}
        for (local, _), each in sorted(gathered.items(), key=lambda item: (item[0][0], str(item[0][1]))):
            found.setdefault(local, []).append(self._with_evidence(iri, each))
        return {name: sorted(values, key=lambda v: (-v.articles, v.text)) for name, values in found.items()}

    def pointing(self, iri: str, without: frozenset[str]) -> dict[str, list[Value]]:
        """The things that have a node as extracted value, by property, each with its evidence."""
        graph = self.here.graph
        gathered: dict[tuple[str, str], _Gathered] = {}
        wanted = extracted_properties() - without
        for quad in graph.quads(None, None, iri, _MOST_NODES):
            local = quad.predicate.value.removeprefix(ns.CKG)
            if local in wanted and isinstance(quad.subject, NamedNode):
                gathered[local, quad.subject.value] = _Gathered(quad.subject, stated=True)
        for node in graph.subjects("relationObject", iri, _MOST_NODES):
            for property in set(graph.concepts(node, "relationProperty")) - without:
                for subject in graph.nodes(node, "relationSubject"):
                    gathered.setdefault((property, subject), _Gathered(NamedNode(subject))).nodes.append(node)
        self._know(each.object for each in gathered.values())
        found: dict[str, list[Value]] = {}
        for (local, subject), each in sorted(gathered.items()):
            found.setdefault(local, []).append(self._with_evidence(subject, each))
        return found

    def _know(self, objects: Iterable[Node]) -> None:
        self.here.know(each.value for each in objects if isinstance(each, NamedNode))

    def _with_evidence(self, iri: str, gathered: _Gathered) -> Value:
        value = self.value(gathered.object)
        evidence = self.of_nodes(gathered.nodes[:MOST_EVIDENCE])
        # Without a node of its own a value stands on the sentences that name its subject.
        evidence = evidence or self.of_thing(iri, 1)
        return self.told(value, gathered.nodes, evidence, gathered.stated)

    def told(self, value: Value, nodes: Sequence[str], evidence: tuple[Evidence, ...], stated: bool) -> Value:
        """A value with what its relation nodes say of it."""
        graph = self.here.graph
        looked_at = nodes[:MOST_EVIDENCE]
        rules = sorted({rule for node in looked_at for rule in graph.literals(node, "rule")})
        confidences = [c for node in looked_at for c in graph.literals(node, "confidence")]
        factuality = next((name for node in looked_at for name in graph.concepts(node, "factuality")), None)
        articles = max(len({each.article.iri for each in evidence}), len(nodes), 1 if stated else 0)
        return replace(
            value,
            factuality=term(factuality) if factuality else None,
            articles=articles,
            evidence=evidence,
            rules=tuple(rules),
            confidence=max(confidences, default=None),
        )


def around_words(words: Span | None, sentences: Sequence[Span]) -> Span | None:
    """The sentence that holds the words, else the first."""
    holding = (s for s in sentences if words and s.begin <= words.begin and words.end <= s.end)
    return next(holding, next(iter(sentences), None))


def as_property(name: str, values: Sequence[Value]) -> Property:
    """A property with its values, and whether they are figures or times that differ."""
    meant = term(name)
    shown = tuple(values[:_MOST_VALUES])
    return Property(meant, meant.label, shown, disagrees=disagrees(values), more=len(values) - len(shown))


def disagrees(values: Sequence[Value]) -> bool:
    """Whether quantities of one unit, or times, differ so that not all can hold."""
    figures = [value.quantity for value in values if value.quantity is not None]
    units: dict[str | None, list[tuple[float, float]]] = {}
    for figure in figures:
        try:
            bounds = float(figure.value or figure.least or "-inf"), float(figure.value or figure.most or "inf")
        except ValueError:  # graphs that others wrote may call anything a figure
            continue
        if figure.value and figure.approximate:
            bounds = bounds[0] * 0.9, bounds[1] * 1.1
        units.setdefault(figure.unit, []).append(bounds)
    apart = any(max(low for low, _ in each) > min(high for _, high in each) for each in units.values())
    days = [(v.time.earliest, v.time.latest) for v in values if v.time and v.time.earliest and v.time.latest]
    return apart or (len(days) > 1 and max(str(e) for e, _ in days) > min(str(latest) for _, latest in days))
