"""An article's quads → its nodes in text order, each with its values and what they stand on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg import names as ns
from kg.article_view import ArticleView, Term, local_name
from kg.errors import UsageError
from kg.records import Span

# The classes whose nodes are explained, each before its superclass; the first that a node has is its family.
_FAMILIES: Final = ("Zone", "Strike", "Agreement", "Claim", "Actor", "Place")
_GENERAL: Final = ("Organization", *_FAMILIES, "Event")
_CLAIM_PARTS: Final = {"contentMention": "Content", "cueMention": "Cue", "claimantMention": "Claimant"}
_BOUNDS: Final = ("value", "min", "max", "approximate", "unit", "earliest", "latest")


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a property. rules: names of the rules or model heads that found it; words: what it stands on;
    sentences: those around the words; factuality: of a relation, None of other values."""

    property: str
    shown: str
    rules: tuple[str, ...]
    confidences: tuple[str, ...]
    words: tuple[Span, ...]
    sentences: tuple[Span, ...]
    factuality: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An identifier in an outside dataset, by which method, with which status. It stands on no words of the text."""

    target: str
    method: str
    status: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Node:
    """One thing that the article speaks of. number counts from 1 in text order; family is a superclass such as
    ``Strike``, kind the most specific class; mentions: span and kind."""

    number: int
    iri: str
    label: str
    family: str
    kind: str
    confidence: str | None
    mentions: tuple[tuple[Span, str], ...]
    values: tuple[Value, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that an article's graph says, and why."""

    article: str
    title: str
    text: str
    nodes: tuple[Node, ...]

    def only(self, iri: str) -> "Explanation":
        """The explanation of one node. Raises UsageError where the article says nothing of it."""
        found = tuple(node for node in self.nodes if node.iri == iri)
        if not found:
            raise UsageError(f"{self.article} says nothing of {iri}; without --node all of its nodes are listed")
        return replace(self, nodes=found)


def explanation(quads: Iterable[Quad], links: Iterable[Quad] = ()) -> Explanation:
    """The explanation of one article's graph. links: quads of the identity graph."""
    return _Reader(ArticleView(quads), ArticleView(links)).explanation()


class _Reader:
    """Reads one article's graph."""

    def __init__(self, view: ArticleView, links: ArticleView) -> None:
        self.view = view
        self.linked: dict[str, list[str]] = {}
        self.links = links
        for node in sorted(links.nodes()):
            for subject in links.iris(node, "linkSubject"):
                self.linked.setdefault(subject, []).append(node)
        self.relations: dict[str, list[str]] = {}
        for node in view.nodes():
            for subject in view.iris(node, "relationSubject"):
                self.relations.setdefault(subject, []).append(node)

    def explanation(self) -> Explanation:
        view = self.view
        unnumbered = [self._node(node) for node in view.nodes() if view.classes(node).intersection(_FAMILIES)]
        ordered = sorted(unnumbered, key=_text_order)
        nodes = tuple(replace(node, number=number) for number, node in enumerate(ordered, start=1))
        return Explanation(view.article, view.label(view.article), view.text, nodes)

    def _node(self, node: str) -> Node:
        classes = self.view.classes(node)
        kind = min(classes, key=lambda name: (_GENERAL.index(name) + 1 if name in _GENERAL else 0, name))
        return Node(
            0,
            node,
            self.view.label(node),
            next(family for family in _FAMILIES if family in classes),
            kind,
            self.view.literal(node, "confidence"),
            tuple(sorted({*self.view.mentions(node), *self._claim_parts(node)})),
            tuple(sorted(map(self._value, self.relations.get(node, ())), key=_value_order)),
            tuple(self._link(link) for link in self.linked.get(node, ())),
        )

    def _claim_parts(self, node: str) -> Iterator[tuple[Span, str]]:
        for property, part in _CLAIM_PARTS.items():
            for span in self._spans(node, property):
                yield span, part

    def _value(self, relation: str) -> Value:
        view = self.view
        object = view.values(relation, "relationObject")[0]
        return Value(
            view.concepts(relation, "relationProperty")[0],
            self._shown(object),
            tuple(sorted(view.literals(relation, "rule"))),
            tuple(sorted(view.literals(relation, "confidence"))),
            self._spans(relation, "supportedBy"),
            self._spans(relation, "evidence"),
            next(iter(view.concepts(relation, "factuality")), None),
        )

    def _spans(self, node: str, property: str) -> tuple[Span, ...]:
        spans = (self.view.span(mention) for mention in self.view.iris(node, property))
        return tuple(sorted(span for span in spans if span is not None))

    def _shown(self, value: Term) -> str:
        """A literal as written, a concept by its name, a node by its label, with the numbers or days that it means."""
        if isinstance(value, Literal):
            return value.value
        if not isinstance(value, NamedNode):
            return str(value)
        if value.value.startswith(ns.CKG):
            return local_name(value.value)
        meant = [f"{name} {bound}" for name in _BOUNDS for bound in self.view.literals(value.value, name)]
        meant = [each for each in meant if each != "approximate false"]
        return self.view.label(value.value) + (f" ({', '.join(meant)})" if meant else "")

    def _link(self, link: str) -> Link:
        return Link(
            self.links.iris(link, "linkTarget")[0],
            self.links.literal(link, "linkMethod") or "",
            next(iter(self.links.concepts(link, "linkStatus")), ""),
            self.links.literal(link, "confidence") or "",
        )


def _text_order(node: Node) -> tuple[Span, str, str]:
    own = [span for span, kind in node.mentions if kind not in ("Cue", "Claimant")]
    own = own or [span for value in node.values for span in value.words] or [Span(0, 0)]
    return min(own), node.family, node.iri


def _value_order(value: Value) -> tuple[tuple[Span, ...], str, str]:
    return value.words, value.property, value.shown
