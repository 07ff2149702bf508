"""What extraction says of one article: frozen records without behaviour.

A record names the words it stands on: offsets are Unicode code points of ``Article.text``, from 0, end exclusive.
Records point at each other by ``Ref``, never by object, so that an ``Extraction`` can be pickled, compared and
turned into quads without following cycles.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Span(NamedTuple):
    """Half-open range of code points."""

    begin: int
    end: int

    def gap(self, other: "Span") -> int:
        """Code points between this one and another; 0 where they touch or share any."""
        return max(self.begin - other.end, other.begin - self.end, 0)


class Ref(NamedTuple):
    """Name of a node. ``known`` ones come from the gazetteer and are the same thing in every article; others belong
    to one article.

    kind is the IRI path: actor, place, zone, strike, agreement, claim, quantity, time.
    """

    kind: str
    key: str
    known: bool = False


class Concept(StrEnum):
    """A term of one of the ontology's concept schemes; the value is its local name."""


class MentionKind(Concept):
    """How a span speaks of something."""

    NAME = "Name"
    NOMINAL = "Nominal"
    PRONOUN = "Pronoun"
    TRIGGER = "Trigger"
    CONTENT = "Content"
    CUE = "Cue"
    SENTENCE = "Sentence"
    SEGMENT = "Segment"


class SegmentKind(Concept):
    """Layout part of a scraped page."""

    TITLE = "TitleSegment"
    HEADLINE = "HeadlineSegment"
    CAPTION = "CaptionSegment"
    BODY = "BodySegment"
    BOILERPLATE = "BoilerplateSegment"


class Factuality(Concept):
    """Whether an event happened, as far as the article tells."""

    STATED = "Stated"
    ATTRIBUTED = "Attributed"
    ALLEGED = "Alleged"
    DISPUTED = "Disputed"
    DENIED = "Denied"
    NOT_HAPPENED = "NotHappened"
    THREATENED = "Threatened"
    PROPOSED = "Proposed"
    HYPOTHETICAL = "Hypothetical"


class Stance(Concept):
    """What an act of saying does."""

    ASSERTS = "Asserts"
    ALLEGES = "Alleges"
    DENIES = "Denies"
    CONDEMNS = "Condemns"
    THREATENS = "Threatens"
    PROMISES = "Promises"
    DEMANDS = "Demands"
    WARNS = "Warns"


class AgreementStatus(Concept):
    """How a deal stands at the time of the article."""

    PROPOSED = "Proposed"
    IN_FORCE = "InForce"
    AT_RISK = "AtRisk"
    VIOLATED = "Violated"
    COLLAPSED = "Collapsed"
    REJECTED = "Rejected"


class ActorKind(StrEnum):
    """Classes of actors; the value is the class's local name."""

    STATE = "State"
    PERSON = "Person"
    COLLECTIVE = "Collective"
    ORGANIZATION = "Organization"
    GOVERNMENT = "Government"
    ARMED_FORCE = "ArmedForce"
    ARMED_GROUP = "ArmedGroup"
    MEDIA_ORGANIZATION = "MediaOrganization"


class ZoneKind(StrEnum):
    """Classes of zones; the value is the class's local name."""

    DEMILITARISED_ZONE = "DemilitarisedZone"
    BUFFER_ZONE = "BufferZone"
    SAFE_ZONE = "SafeZone"
    DE_ESCALATION_ZONE = "DeEscalationZone"
    NO_FLY_ZONE = "NoFlyZone"
    EXCLUSION_ZONE = "ExclusionZone"
    HUMANITARIAN_CORRIDOR = "HumanitarianCorridor"
    FRONT_LINE = "FrontLine"
    HELD_AREA = "HeldArea"


class StrikeKind(StrEnum):
    """Classes of strikes; the value is the class's local name. An attack of no told kind has none."""

    AIR_STRIKE = "AirStrike"
    DRONE_STRIKE = "DroneStrike"
    MISSILE_STRIKE = "MissileStrike"
    SHELLING = "Shelling"
    BOMBING = "Bombing"
    CHEMICAL_ATTACK = "ChemicalAttack"
    GROUND_ATTACK = "GroundAttack"


class AgreementKind(StrEnum):
    """Classes of agreements; the value is the class's local name. A deal of no listed kind has none."""

    CEASEFIRE = "Ceasefire"
    PEACE_AGREEMENT = "PeaceAgreement"
    WITHDRAWAL_AGREEMENT = "WithdrawalAgreement"
    PRISONER_EXCHANGE = "PrisonerExchange"
    COOPERATION_AGREEMENT = "CooperationAgreement"


@dataclass(frozen=True, slots=True)
class Article:
    """One text as received, never altered.

    published, url, publisher and language come from the input or its metadata only. extra keeps the input's other keys.
    where: file and line that it was read from, for reports; no part of the article.
    """

    id: str
    text: str
    title: str | None = None
    published: date | datetime | None = None
    url: str | None = None
    publisher: str | None = None
    language: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict)
    where: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Segment:
    """A layout part of the text. The segments of an article do not overlap and cover all but white space."""

    kind: SegmentKind
    span: Span


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that speak of a node."""

    span: Span
    kind: MentionKind
    denotes: Ref


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of a property, the words that it stands on, and the rule that found it.

    A str that is no Concept is a literal as written. confidence lies in 0–1, as that of any record; finders leave it as
    it is, and ``kg.confidence`` gives it once the whole article is settled.
    """

    value: Ref | Concept | str
    words: Span
    rule: str
    confidence: Decimal = Decimal("0.8")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its tolerance: "at least 20" has least 20 and no value; "about 100" has value 100 and is
    approximate."""

    ref: Ref
    words: Span
    value: Decimal | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    approximate: bool = False
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time as written and the interval of days it means; no bounds where the article does not allow them."""

    ref: Ref
    words: Span
    earliest: date | None = None
    latest: date | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, speaks or is harmed. evidence: sentences that name the actor."""

    ref: Ref
    kind: ActorKind
    label: str
    alt_labels: tuple[str, ...] = ()
    role_titles: tuple[Fact, ...] = ()
    strength: tuple[Fact, ...] = ()
    evidence: tuple[Span, ...] = ()
    confidence: Decimal = Decimal("0.8")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is."""

    ref: Ref
    label: str
    alt_labels: tuple[str, ...] = ()
    within: tuple[Fact, ...] = ()
    evidence: tuple[Span, ...] = ()
    confidence: Decimal = Decimal("0.8")


@dataclass(frozen=True, slots=True)
class Zone:
    """An area that parties define, hold or forbid."""

    ref: Ref
    kind: ZoneKind
    label: str
    within: tuple[Fact, ...] = ()
    controlled_by: tuple[Fact, ...] = ()
    extent: tuple[Fact, ...] = ()
    evidence: tuple[Span, ...] = ()
    confidence: Decimal = Decimal("0.8")


@dataclass(frozen=True, slots=True)
class Strike:
    """One attack, real, alleged, threatened or denied. kind is None where no words tell it."""

    ref: Ref
    kind: StrikeKind | None
    label: str
    triggers: tuple[Span, ...]
    factuality: Fact
    perpetrator: tuple[Fact, ...] = ()
    alleged_perpetrator: tuple[Fact, ...] = ()
    target: tuple[Fact, ...] = ()
    location: tuple[Fact, ...] = ()
    when: tuple[Fact, ...] = ()
    weapon: tuple[Fact, ...] = ()
    killed: tuple[Fact, ...] = ()
    injured: tuple[Fact, ...] = ()
    evidence: tuple[Span, ...] = ()
    confidence: Decimal = Decimal("0.8")


@dataclass(frozen=True, slots=True)
class Agreement:
    """The deal, not the signing."""

    ref: Ref
    kind: AgreementKind | None
    label: str
    triggers: tuple[Span, ...]
    factuality: Fact
    status: Fact | None = None
    party: tuple[Fact, ...] = ()
    establishes: tuple[Fact, ...] = ()
    location: tuple[Fact, ...] = ()
    when: tuple[Fact, ...] = ()
    evidence: tuple[Span, ...] = ()
    confidence: Decimal = Decimal("0.8")


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody says: with which stance, in which words, about which things. claimant is None where the article
    names nobody.

    claimant.words is the span of the sayer, also where that is a pronoun.
    """

    ref: Ref
    content: Span
    stance: Fact
    claimant: Fact | None = None
    cue: Span | None = None
    about: tuple[Fact, ...] = ()
    responsible: tuple[Fact, ...] = ()
    evidence: tuple[Span, ...] = ()
    confidence: Decimal = Decimal("0.8")


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation between an actor and an actor or place, such as allyOf or controls (property: the ontology's local
    name)."""

    subject: Ref
    property: str
    object: Ref
    words: Span
    evidence: tuple[Span, ...]
    rule: str
    factuality: Factuality = Factuality.STATED
    confidence: Decimal = Decimal("0.8")


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one article says."""

    article: Article
    segments: tuple[Segment, ...] = ()
    mentions: tuple[Mention, ...] = ()
    actors: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()
    zones: tuple[Zone, ...] = ()
    strikes: tuple[Strike, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    claims: tuple[Claim, ...] = ()
    relations: tuple[Relation, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    times: tuple[TimeExpression, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """What made an extraction: versions, when it ended, and the fingerprint of input and versions by which a build
    resumes."""

    program_version: str
    model_version: str
    rules_version: str
    fingerprint: str
    ended: datetime


@dataclass(frozen=True, slots=True)
class Link:
    """What a thing is, or may be, in another dataset. status: Candidate, Accepted or Rejected.

    reason: why, in words. node: IRI of the subject where one article alone speaks of it; else the subject is known.
    """

    subject: Ref
    target: str
    predicate: str
    method: str
    status: str
    confidence: Decimal
    reason: str = ""
    node: str = ""
