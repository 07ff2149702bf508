"""Small article graphs made by hand, for tests of what is decided across articles: no language model is needed."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kg.identity.graph import IdentityReport, refresh_identity
from kg.names import CKG, Names
from kg.records import (
    Actor,
    ActorKind,
    Agreement,
    AgreementKind,
    Article,
    Extraction,
    Fact,
    Factuality,
    Place,
    Quantity,
    Ref,
    Run,
    Segment,
    SegmentKind,
    Span,
    Strike,
    StrikeKind,
    TimeExpression,
)
from kg.store import Writer
from kg.triples import extraction_quads

NAMES = Names("https://example.org/id/")
IDENTITY = NamedNode(NAMES.graph("identity"))


@dataclass(frozen=True)
class Told:
    """A strike or a deal as an article tells it. place: the key of a known place, or ``~Name`` for a local one.

    site: how a place without a name is described, which then lies in ``place``.
    """

    words: str
    kind: StrikeKind | AgreementKind | None = StrikeKind.AIR_STRIKE
    place: str | None = "Kunduz"
    day: str | None = None
    killed: int | None = None
    by: str | None = None
    factuality: Factuality = Factuality.STATED
    site: str | None = None


@dataclass(frozen=True)
class Story:
    """An article. actors: names of persons that only it knows, with a title or None."""

    id: str
    text: str
    day: str | None = "2031-05-05"
    told: tuple[Told, ...] = ()
    actors: tuple[tuple[str, str | None], ...] = ()
    kind: ActorKind = ActorKind.PERSON
    states: tuple[str, ...] = ()
    collected: dict[str, list[object]] = field(default_factory=dict, compare=False)

    def quads(self) -> list[Quad]:
        """The graph of the article."""
        every = _Maker(self)
        digest = hashlib.sha256(repr(self).encode()).hexdigest()
        run = Run("0", "0", "0", digest, datetime(2031, 6, 1, tzinfo=UTC))
        return extraction_quads(every.extraction(), run, NAMES)


class _Maker:
    def __init__(self, story: Story) -> None:
        self.story = story
        self.whole = Span(0, len(story.text))
        self.places: dict[Ref, Place] = {}
        self.actors: dict[Ref, Actor] = {}
        self.times: list[TimeExpression] = []
        self.quantities: list[Quantity] = []

    def extraction(self) -> Extraction:
        story = self.story
        strikes = [self._event(told) for told in story.told if not isinstance(told.kind, AgreementKind)]
        deals = [self._event(told) for told in story.told if isinstance(told.kind, AgreementKind)]
        for name, title in story.actors:
            titles = (Fact(title, self.whole, "test"),) if title else ()
            ref = Ref("actor", name)
            self.actors[ref] = Actor(ref, story.kind, name, role_titles=titles, evidence=(self.whole,))
        for name in story.states:
            ref = Ref("actor", name, known=True)
            self.actors[ref] = Actor(ref, ActorKind.STATE, name, evidence=(self.whole,))
        return Extraction(
            Article(story.id, story.text, story.id, date.fromisoformat(story.day) if story.day else None),
            segments=(Segment(SegmentKind.BODY, self.whole),),
            actors=tuple(self.actors.values()),
            places=tuple(self.places.values()),
            strikes=tuple(each for each in strikes if isinstance(each, Strike)),
            agreements=tuple(each for each in deals if isinstance(each, Agreement)),
            quantities=tuple(self.quantities),
            times=tuple(self.times),
        )

    def _event(self, told: Told) -> Strike | Agreement:
        begin = self.story.text.index(told.words)
        words = Span(begin, begin + len(told.words))
        end = self.story.text.find(".", words.end) + 1 or len(self.story.text)
        sentence = Span(self.story.text.rfind(".", 0, begin) + 1, end)
        key = f"{begin}-{words.end}"
        when = (self._fact(self._time(told.day, words, key), words),) if told.day else ()
        place = self._place(told.place) if told.place else None
        if told.site:
            place = self._site(told.site, place)
        where = (self._fact(place, words),) if place else ()
        state = Fact(told.factuality, words, "test")
        by = (self._fact(self._state(told.by), words),) if told.by else ()
        if isinstance(told.kind, AgreementKind):
            ref = Ref("agreement", key)
            return Agreement(ref, told.kind, told.words, (words,), state, None, by, (), where, when, (sentence,))
        killed = (self._fact(self._quantity(told.killed, words, key), words),) if told.killed else ()
        return Strike(
            Ref("strike", key),
            told.kind,
            told.words,
            (words,),
            state,
            perpetrator=by,
            location=where,
            when=when,
            killed=killed,
            evidence=(sentence,),
        )

    def _fact(self, ref: Ref, words: Span) -> Fact:
        return Fact(ref, words, "test")

    def _place(self, name: str) -> Ref:
        ref = Ref("place", name.removeprefix("~"), known=not name.startswith("~"))
        self.places[ref] = Place(ref, name.removeprefix("~"), evidence=(self.whole,))
        return ref

    def _site(self, words: str, town: Ref | None) -> Ref:
        begin = self.story.text.index(words)
        ref = Ref("place", f"{begin}-{begin + len(words)}")
        within = (self._fact(town, self.whole),) if town else ()
        self.places[ref] = Place(ref, words, within=within, evidence=(self.whole,))
        return ref

    def _state(self, name: str) -> Ref:
        ref = Ref("actor", name, known=True)
        self.actors[ref] = Actor(ref, ActorKind.STATE, name, evidence=(self.whole,))
        return ref

    def _time(self, day: str, words: Span, key: str) -> Ref:
        ref = Ref("time", key)
        self.times.append(TimeExpression(ref, words, date.fromisoformat(day), date.fromisoformat(day)))
        return ref

    def _quantity(self, number: int, words: Span, key: str) -> Ref:
        ref = Ref("quantity", key)
        self.quantities.append(Quantity(ref, words, value=Decimal(number)))
        return ref


def tell(writer: Writer, *stories: Story, refresh: bool = True) -> IdentityReport | None:
    """Puts articles into a store, and brings the identity graph up to date."""
    for story in stories:
        writer.replace_graph(NAMES.article(story.id), story.quads())
    if not refresh:
        return None
    return refresh_identity(writer, NAMES, frozenset(NAMES.article(story.id) for story in stories))


def retract(writer: Writer, *ids: str) -> None:
    """Takes articles out, and brings the identity graph up to date."""
    for each in ids:
        writer.drop_graph(NAMES.article(each))
    refresh_identity(writer, NAMES, frozenset(map(NAMES.article, ids)))


def identity(writer: Writer) -> list[str]:
    """The identity graph as sorted N-Quads."""
    return sorted(str(quad) for quad in writer.store.quads_for_pattern(None, None, None, IDENTITY))


def groups(writer: Writer, local: str = "inIncident") -> set[frozenset[str]]:
    """Which items a property brings together, each as ``ARTICLE`` or ``ARTICLE/KEY``."""
    found: dict[str, set[str]] = {}
    for quad in writer.store.quads_for_pattern(None, NamedNode(CKG + local), None, IDENTITY):
        assert isinstance(quad.subject, NamedNode)
        found.setdefault(str(quad.object), set()).add(quad.subject.value.removeprefix(NAMES.base).partition("/")[2])
    return {frozenset(each) for each in found.values()}


def copies(writer: Writer) -> dict[str, str]:
    """The copies of the store's articles with what they repeat."""
    prefix = NAMES.article("x").removesuffix("x")
    return {
        quad.subject.value.removeprefix(prefix): quad.object.value.removeprefix(prefix)
        for quad in writer.store.quads_for_pattern(None, NamedNode(CKG + "nearDuplicateOf"), None, IDENTITY)
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    }


def stored(folder: Path, stories: Iterable[Story]) -> list[str]:
    """The identity graph of a new store with these articles, put in all at once."""
    with Writer(folder) as writer:
        tell(writer, *stories, refresh=False)
        refresh_identity(writer, NAMES)
        return identity(writer)
