"""An article: its text with every span that speaks of something, and its facts beside their words."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg import names as ns
from kg.article_view import ArticleView as View
from server.explore import wording
from server.explore.claims import claim_lines
from server.explore.evidence import Witness, around_words
from server.explore.graph import Span
from server.explore.here import Explorer, NotFound
from server.explore.views import ArticleView, ClaimLine, Evidence, Fact, Mark, Piece, Value
from server.explore.vocabulary import family_of, term

# An article's graph has a few thousand quads; the longest article that a build takes has fewer than this.
_MOST_QUADS: Final = 500_000
_ON_THE_PAGE: Final = ("Strike", "Agreement", "Zone", "Claim", "Actor", "Place")
_LETTERS: Final = {
    "Actor": "A",
    "Place": "P",
    "Zone": "Z",
    "Strike": "S",
    "Agreement": "G",
    "Claim": "C",
    "Quantity": "N",
    "TimeExpression": "T",
}
_VALUES: Final = ("Quantity", "TimeExpression")
_MEANING: Final = ("value", "min", "max", "approximate", "unit", "exact", "earliest", "latest")
_NOT_MARKED: Final = ("Sentence", "Segment")
_CLAIM_PARTS: Final = {"contentMention": "Content", "cueMention": "Cue"}
_SOURCE_FIELDS: Final = ("programVersion", "modelVersion", "rulesVersion")


def article(here: Explorer, iri: str) -> ArticleView:
    """An article and all that its graph says. Raises NotFound."""
    if "Article" not in here.graph.classes(iri):
        raise NotFound("the graph has no article of this name")
    text = here.graph.literal(iri, "text") or ""
    if len(text) > here.longest_marked:
        return _beginning(here, iri, text)
    quads = list(here.graph.in_graph(iri, _MOST_QUADS))
    if not quads:  # the article stands in some other graph
        quads = list(here.graph.quads(iri))
    return _Reader(here, iri, View(quads)).article()


def _beginning(here: Explorer, iri: str, text: str) -> ArticleView:
    """What is said of an article itself, and the beginning of its text: to mark a book would take minutes."""
    nodes = (iri, *here.graph.nodes(iri, ns.PROV + "wasGeneratedBy"))
    whole = _Reader(here, iri, View([quad for node in nodes for quad in here.graph.quads(node)])).article()
    shown = text[: here.longest_marked]
    return replace(whole, text=shown, pieces=pieces(shown, ()), left_out=len(text) - len(shown))


class _Reader:
    """Reads one article's graph."""

    def __init__(self, here: Explorer, iri: str, view: View) -> None:
        self.here = here
        self.iri = iri
        self.view = view
        self.text = view.literal(iri, "text") or ""
        self.witness = Witness(here)
        self.nodes = {
            node: family
            for node in view.nodes()
            if (family := family_of(view.classes(node)) or self._value_class(node)) and family != "Article"
        }
        here.know(self.nodes)

    def _value_class(self, node: str) -> str:
        return next((name for name in _VALUES if name in self.view.classes(node)), "")

    def article(self) -> ArticleView:
        view, iri = self.view, self.iri
        text = self.text
        marks = self._marks()
        issued = view.literal(iri, ns.DCT + "issued")
        claims = claim_lines(self.witness, self._ordered("Claim"))
        return ArticleView(
            thing=self.here.thing(iri),
            title=view.literal(iri, ns.DCT + "title"),
            identifier=view.literal(iri, ns.DCT + "identifier"),
            published=issued,
            source=view.literal(iri, ns.DCT + "source") or next(iter(view.iris(iri, ns.DCT + "source")), None),
            publisher=view.literal(iri, ns.DCT + "publisher"),
            language=view.literal(iri, ns.DCT + "language"),
            sha256=view.literal(iri, "sha256"),
            metadata=self._metadata(),
            run=self._run(),
            text=text,
            segments=self._segments(),
            marks=marks,
            pieces=pieces(text, marks),
            facts=self._facts(),
            things={family: self.here.things(self._ordered(family)) for family in _ON_THE_PAGE},
            claims=self._with_source(claims),
            duplicates=self.here.things(self._duplicates()),
        )

    def _with_source(self, claims: Iterable[ClaimLine]) -> tuple[ClaimLine, ...]:
        source = self.witness.source(self.iri)
        return tuple(
            replace(c, article=source.article, publisher=source.publisher, published=source.published) for c in claims
        )

    def _duplicates(self) -> list[str]:
        graph = self.here.graph
        return sorted({*graph.nodes(self.iri, "nearDuplicateOf"), *graph.subjects("nearDuplicateOf", self.iri)})

    def _metadata(self) -> dict[str, str]:
        """What the input said beyond the known fields, each value as text."""
        kept = self.view.literal(self.iri, "sourceMetadata")
        try:
            said = json.loads(kept) if kept else {}
        except ValueError:
            return {}
        if not isinstance(said, dict):
            return {}
        return {str(k): v if isinstance(v, str) else json.dumps(v, ensure_ascii=False) for k, v in said.items()}

    def _run(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for run in self.view.iris(self.iri, ns.PROV + "wasGeneratedBy"):
            found |= {name: self.view.literal(run, name) or "" for name in _SOURCE_FIELDS}
            found["endedAtTime"] = self.view.literal(run, ns.PROV + "endedAtTime") or ""
        return {name: value for name, value in found.items() if value}

    def _segments(self) -> tuple[tuple[str, int, int], ...]:
        found = []
        for node in self.view.nodes():
            span = self.view.span(node)
            if span is not None and "Segment" in self.view.concepts(node, "mentionKind"):
                found += [(kind, span.begin, span.end) for kind in self.view.concepts(node, "segmentKind")]
        return tuple(sorted(found, key=lambda each: each[1:]))

    def _marks(self) -> tuple[Mark, ...]:
        found = {mark for node, family in self.nodes.items() for mark in self._marks_of(node, family)}
        inside = (mark for mark in found if 0 <= mark.begin < mark.end <= len(self.text))
        return tuple(sorted(inside, key=lambda m: (m.begin, -m.end, m.family, m.kind, m.thing.iri if m.thing else "")))

    def _marks_of(self, node: str, family: str) -> Iterable[Mark]:
        view = self.view
        spans = [(span, kind) for span, kind in view.mentions(node) if kind not in _NOT_MARKED]
        if family in _VALUES:
            spans = [(span, "Value") for iri in view.iris(node, "supportedBy") if (span := view.span(iri)) is not None]
        for property, kind in _CLAIM_PARTS.items() if family == "Claim" else ():
            spans += [(span, kind) for iri in view.iris(node, property) if (span := view.span(iri)) is not None]
        thing = None if family in _VALUES else self.here.thing(node)
        for begin, end, kind in dict.fromkeys((*span, kind) for span, kind in spans):
            yield Mark(begin, end, self.text[begin:end], kind, family, _LETTERS.get(family, ""), thing)

    def _ordered(self, family: str) -> list[str]:
        """The article's things of a family, in text order."""
        nodes = [node for node, each in self.nodes.items() if each == family]
        return sorted(nodes, key=lambda node: (self._first_span(node), node))

    def _first_span(self, node: str) -> tuple[int, int]:
        view = self.view
        found = [tuple(span) for span, _ in view.mentions(node)]
        for property in ("contentMention", "evidence"):
            spans = (view.span(iri) for iri in view.iris(node, property))
            found += [(span.begin, span.end) for span in spans if span is not None]
            if found:
                break
        begin, end = min(found, default=(0, 0))
        return begin, end

    def _facts(self) -> tuple[Fact, ...]:
        found = [
            fact for node in self.view.nodes() if "Relation" in self.view.classes(node) for fact in self._fact(node)
        ]
        return tuple(sorted(found, key=lambda f: (f.begin is None, f.begin or 0, f.subject.iri, f.property.name)))

    def _fact(self, node: str) -> Iterable[Fact]:
        view = self.view
        subject = next(iter(view.iris(node, "relationSubject")), None)
        property = next(iter(view.concepts(node, "relationProperty")), None)
        objects = view.values(node, "relationObject")
        if subject is None or property is None or not objects:
            return
        evidence = self._evidence(node)
        factuality = next(iter(view.concepts(node, "factuality")), None)
        value = replace(
            self._value(objects[0]),
            factuality=term(factuality) if factuality else None,
            articles=1,
            evidence=(evidence,) if evidence else (),
            rules=tuple(sorted(view.literals(node, "rule"))),
            confidence=max(view.literals(node, "confidence"), default=None),
        )
        begin, end = (evidence.words_begin, evidence.words_end) if evidence else (None, None)
        yield Fact(self.here.thing(subject), term(property), value, begin, end)

    def _value(self, object: object) -> Value:
        if isinstance(object, NamedNode) and self.nodes.get(object.value) in _VALUES:
            said = {name: self.view.values(object.value, name) for name in map(ns.CKG.__add__, _MEANING)}
            label = self.view.label(object.value)
            if self.nodes[object.value] == "Quantity":
                return Value(label, quantity=wording.quantity(said, label))
            return Value(label, time=wording.time(said, label))
        assert isinstance(object, NamedNode | Literal)
        return self.witness.value(object)

    def _evidence(self, node: str) -> Evidence | None:
        words = next(self._spans(node, "supportedBy"), None)
        return self.witness.evidence(words, around_words(words, list(self._spans(node, "evidence"))))

    def _spans(self, node: str, property: str) -> Iterator[Span]:
        """The mentions that are values of a property, as they stand in this article."""
        for iri in self.view.iris(node, property):
            if (span := self.view.span(iri)) is not None:
                yield Span(iri, self.iri, *span, self.text[span.begin : span.end])


def pieces(text: str, marks: Sequence[Mark]) -> tuple[Piece, ...]:
    """The text cut wherever a mark begins or ends; put together, the pieces are the text."""
    begins: dict[int, list[Mark]] = defaultdict(list)
    ends: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        begins[mark.begin].append(mark)
        ends[mark.end].append(mark)
    active: list[Mark] = []
    found = []
    for begin, end in pairwise(sorted({0, len(text), *chain(begins, ends)})):
        active = [mark for mark in active if mark.end > begin] + begins[begin]
        covering = tuple(sorted(active, key=lambda m: (m.begin - m.end, m.begin, m.family, m.kind)))
        found.append(Piece(begin, end, text[begin:end], covering, tuple(ends[end])))
    return tuple(found)
