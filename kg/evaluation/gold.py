"""Annotated articles: a file → the article as an extractor gets it, and what the annotator says of it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.evaluation.account import MEASURED_RELATIONS, Account, Entity, Family, Item, Value
from kg.evaluation.fields import Field, json_document
from kg.records import (
    ActorKind,
    AgreementKind,
    AgreementStatus,
    Article,
    Factuality,
    Span,
    Stance,
    StrikeKind,
    ZoneKind,
)
from kg.sources.json_articles import article_from_json

_FAMILIES: Final[dict[str, Family]] = {
    **{kind.value: Family.ACTOR for kind in ActorKind},
    "Place": Family.PLACE,
    "Zone": Family.ZONE,
}
_KINDS: Final = ("entities", "strikes", "agreements", "claims")
_MENTION_KINDS: Final = ("name", "nominal", "pronoun")
# Annotators write these where no kind or status is told; an extractor then says nothing.
_NO_STRIKE_KIND: Final = "UnspecifiedAttack"
_NO_AGREEMENT_KIND: Final = "OtherAgreement"
_NO_STATUS: Final = "Unknown"


@dataclass(frozen=True, slots=True)
class Gold:
    """An annotated article."""

    article: Article
    account: Account


def read_gold(paths: Iterable[Path]) -> list[Gold]:
    """The annotated articles of some files, one a file. Raises InputError with file and place of the first fault."""
    return [_GoldReader(json_document(path)).gold() for path in paths]


class _GoldReader:
    """Reads one document."""

    def __init__(self, document: Field) -> None:
        self.document = document
        self.text = document.member("text").string()
        self.names: dict[str, frozenset[str]] = {}
        # An article that nobody annotated is no article of which there is nothing to say.
        if not any(kind in self.document.value for kind in _KINDS):
            raise self.document.fault(f"has no annotations: none of {', '.join(_KINDS)}")
        for kind in _KINDS:
            self.names[kind] = self._ids(kind)

    def _ids(self, kind: str) -> frozenset[str]:
        seen: set[str] = set().union(*self.names.values())
        own = []
        for each in self.document.list_of(kind):
            name = each.member("id").string()
            if name in seen:
                raise each.fault(f"has the id {name!r} of another item")
            seen.add(name)
            own.append(name)
        return frozenset(own)

    def gold(self) -> Gold:
        stated = self.document.optional("sha256")
        if stated and stated.string() != hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest():
            raise stated.fault("is not that of the text")
        article, _ = article_from_json(
            {key: self.document.value.get(key) for key in ("id", "title", "text", "url", "published")}
        )
        entities = tuple(map(self._entity, self.document.list_of("entities")))
        zones = (each for each in self.document.list_of("entities") if each.value["type"] == "Zone")
        items = {
            "zone": tuple(map(self._zone, zones)),
            "strike": tuple(map(self._strike, self.document.list_of("strikes"))),
            "agreement": tuple(map(self._agreement, self.document.list_of("agreements"))),
            "claim": tuple(map(self._claim, self.document.list_of("claims"))),
        }
        return Gold(article, Account(article.id, self.text, entities, items, self._relations()))

    def _entity(self, each: Field) -> Entity:
        qid = each.optional("qid")
        return Entity(
            each.member("id").string(),
            _FAMILIES[each.member("type").one_of(_FAMILIES)],
            each.member("name").string(),
            tuple(self._mentions(each)),
            frozenset({qid.string()} if qid else ()),
        )

    def _mentions(self, each: Field) -> Iterable[tuple[Span, bool]]:
        for mention in each.member("mentions").items():
            ends = [mention.member("b").value, mention.member("e").value]
            span = Field(ends, mention.place).span(len(self.text))
            yield span, mention.member("kind").one_of(_MENTION_KINDS) == "name"

    def _zone(self, each: Field) -> Item:
        roles = {
            "kind": frozenset({each.member("zone_kind").one_of(list(ZoneKind))}),
            "within": self._entities(each, "within"),
            "controlledBy": self._entities(each, "controlled_by"),
        }
        spans = tuple(span for span, _ in self._mentions(each))
        return Item(each.member("id").string(), spans, roles)

    def _strike(self, each: Field) -> Item:
        roles = {
            "kind": self._kind(each, list(StrikeKind), _NO_STRIKE_KIND),
            "perpetrator": self._entities(each, "perpetrator"),
            "allegedPerpetrator": self._entities(each, "alleged_perpetrator"),
            "target": self._entities(each, "target"),
            "location": self._entities(each, "location"),
            "when": self._period(each),
            "killed": self._count(each, "killed"),
            "injured": self._count(each, "injured"),
            "factuality": frozenset({each.member("factuality").one_of(list(Factuality))}),
        }
        return Item(each.member("id").string(), self._triggers(each), roles)

    def _agreement(self, each: Field) -> Item:
        status = each.member("status").one_of([*AgreementStatus, _NO_STATUS])
        roles = {
            "kind": self._kind(each, list(AgreementKind), _NO_AGREEMENT_KIND),
            "party": self._entities(each, "parties"),
            "establishes": self._entities(each, "establishes"),
            "when": self._period(each),
            "status": frozenset({status} - {_NO_STATUS}),
        }
        return Item(each.member("id").string(), self._triggers(each), roles)

    def _claim(self, each: Field) -> Item:
        claimant = each.optional("claimant")
        anything = frozenset[str]().union(*self.names.values())
        roles = {
            "claimant": frozenset({claimant.reference(self.names["entities"])} if claimant else ()),
            "stance": frozenset({each.member("stance").one_of(list(Stance))}),
            "about": frozenset(a.reference(anything) for a in each.list_of("about")),
        }
        return Item(each.member("id").string(), (each.member("content").span(len(self.text)),), roles)

    def _relations(self) -> frozenset[tuple[str, str, str]]:
        entities = self.names["entities"]
        return frozenset(
            (each.value["type"], each.member("from").reference(entities), each.member("to").reference(entities))
            for each in self.document.list_of("relations")
            if each.member("type").string() in MEASURED_RELATIONS
        )

    def _kind(self, each: Field, kinds: list[str], none: str) -> frozenset[Value]:
        return frozenset({each.member("kind").one_of([*kinds, none])} - {none})

    def _triggers(self, each: Field) -> tuple[Span, ...]:
        return tuple(trigger.span(len(self.text)) for trigger in each.member("triggers").items())

    def _entities(self, each: Field, name: str) -> frozenset[Value]:
        return frozenset(filler.reference(self.names["entities"]) for filler in each.list_of(name))

    def _period(self, each: Field) -> frozenset[Value]:
        when = each.optional("when")
        return frozenset({(when.member("earliest").day(), when.member("latest").day())} if when else ())

    def _count(self, each: Field, name: str) -> frozenset[Value]:
        """The least number that the annotator gives, else the greatest."""
        count = each.optional(name)
        if count is None:
            return frozenset()
        bound = count.optional("min") or count.member("max")
        return frozenset({bound.number()})
