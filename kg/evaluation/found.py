"""What the extractor says of an article, read from the quads that it wrote: the figures are those of the graph."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from pyoxigraph import NamedNode, Quad

from kg import names as ns
from kg.article_view import ArticleView, local_name
from kg.evaluation.account import MEASURED_RELATIONS, Account, Entity, Family, Item, Value
from kg.records import AgreementKind, Span, StrikeKind, ZoneKind

_RoleReader = Callable[[str], dict[str, frozenset[Value]]]

_EXACT_MATCH: Final = NamedNode(ns.SKOS + "exactMatch")


def found_account(article: str, quads: Iterable[Quad], links: Iterable[Quad]) -> Account:
    """The extractor's account. links: quads of the identity graph, for the article's entities at least."""
    view = ArticleView(quads)
    qids: dict[str, set[str]] = defaultdict(set)
    for quad in links:
        subject, target = quad.subject, quad.object
        if quad.predicate != _EXACT_MATCH or not isinstance(subject, NamedNode) or not isinstance(target, NamedNode):
            continue
        if target.value.startswith(ns.WIKIDATA):
            qids[subject.value].add(local_name(target.value))
    return _Reader(view, qids).account(article)


class _Reader:
    """Reads one article's graph."""

    def __init__(self, view: ArticleView, qids: Mapping[str, set[str]]) -> None:
        self.view = view
        self.qids = qids

    def account(self, article: str) -> Account:
        items = {
            "zone": self._items("Zone", self._zone_roles),
            "strike": self._items("Strike", self._strike_roles),
            "agreement": self._items("Agreement", self._agreement_roles),
            "claim": tuple(self._claim(node) for node in self._of("Claim")),
        }
        return Account(article, self.view.text, tuple(self._entities()), items, self._relations(), self._wrong_spans())

    def _of(self, kind: str) -> list[str]:
        return sorted(node for node in self.view.nodes() if kind in self.view.classes(node))

    def _entities(self) -> Iterable[Entity]:
        for node in self.view.nodes():
            classes = self.view.classes(node)
            family = next((f for f in (Family.ACTOR, Family.ZONE, Family.PLACE) if f.title() in classes), None)
            if family is not None:
                mentions = tuple((span, kind == "Name") for span, kind in self.view.mentions(node))
                qids = frozenset(self.qids.get(node, ()))
                yield Entity(node, family, self.view.label(node), mentions, qids)

    def _items(self, kind: str, roles: _RoleReader) -> tuple[Item, ...]:
        return tuple(
            Item(node, tuple(sorted({span for span, _ in self.view.mentions(node)})), roles(node))
            for node in self._of(kind)
        )

    def _claim(self, node: str) -> Item:
        spans = [span for mention in self.view.iris(node, "contentMention") if (span := self.view.span(mention))]
        roles = {
            "claimant": self._nodes(node, "claimant"),
            "stance": self._concepts(node, "stance"),
            "about": self._nodes(node, "about"),
        }
        return Item(node, tuple(spans[:1]), roles)

    def _zone_roles(self, node: str) -> dict[str, frozenset[Value]]:
        return {
            "kind": self._kinds(node, ZoneKind),
            "within": self._nodes(node, "within"),
            "controlledBy": self._nodes(node, "controlledBy"),
        }

    def _strike_roles(self, node: str) -> dict[str, frozenset[Value]]:
        persons_and_places = ("perpetrator", "allegedPerpetrator", "target", "location")
        return {
            "kind": self._kinds(node, StrikeKind),
            **{role: self._nodes(node, role) for role in persons_and_places},
            "when": self._period(node),
            "killed": self._count(node, "killed"),
            "injured": self._count(node, "injured"),
            "factuality": self._concepts(node, "factuality"),
        }

    def _agreement_roles(self, node: str) -> dict[str, frozenset[Value]]:
        return {
            "kind": self._kinds(node, AgreementKind),
            "party": self._nodes(node, "party"),
            "establishes": self._nodes(node, "establishes"),
            "when": self._period(node),
            "status": self._concepts(node, "status"),
        }

    def _kinds(self, node: str, kinds: Iterable[str]) -> frozenset[Value]:
        return frozenset(self.view.classes(node).intersection(kinds))

    def _nodes(self, node: str, role: str) -> frozenset[Value]:
        return frozenset(self.view.iris(node, role))

    def _concepts(self, node: str, role: str) -> frozenset[Value]:
        return frozenset(self.view.concepts(node, role))

    def _period(self, node: str) -> frozenset[Value]:
        """The first time that has both bounds."""
        for time in self.view.iris(node, "when"):
            earliest, latest = self.view.literal(time, "earliest"), self.view.literal(time, "latest")
            if earliest and latest:
                return frozenset({(earliest[:10], latest[:10])})
        return frozenset()

    def _count(self, node: str, role: str) -> frozenset[Value]:
        """The least number that the first quantity allows."""
        for quantity in self.view.iris(node, role)[:1]:
            for bound in ("min", "value", "max"):
                number = self.view.literal(quantity, bound)
                if number is not None:
                    return frozenset({float(number)})
        return frozenset()

    def _relations(self) -> frozenset[tuple[str, str, str]]:
        return frozenset(
            (name, node, other)
            for node in self.view.nodes()
            for name in MEASURED_RELATIONS
            for other in self.view.iris(node, name)
        )

    def _wrong_spans(self) -> int:
        """Mentions whose ``ckg:exact`` is not what the text has at their offsets."""
        wrong = 0
        for mention in self._of("Mention"):
            span, exact = self.view.span(mention), self.view.literal(mention, "exact")
            wrong += span is not None and exact is not None and self._words(span) != exact
        return wrong

    def _words(self, span: Span) -> str:
        return self.view.text[span.begin : span.end]
