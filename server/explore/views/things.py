"""Single things: events, claims, actors and places, incidents, articles, and what stands around them."""

from collections.abc import Mapping
from dataclasses import dataclass

from server.explore.views.lists import Row
from server.explore.views.values import ClaimLine, Evidence, Property, Term, Thing, Time, Value


@dataclass(frozen=True, slots=True)
class Accusation:
    """An alleged perpetrator: who says so, who denies it. role: the words to show, as "accused by X, denied by Y".
    unnamed: accusations whose sayer the article does not name."""

    actor: Thing
    role: str
    accused_by: tuple[Thing, ...]
    denied_by: tuple[Thing, ...]
    unnamed: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """One article's report of an incident, for the table that puts reports side by side. times: what when means."""

    event: Thing
    article: Thing | None
    publisher: str | None
    published: str | None
    factuality: Term | None
    killed: tuple[str, ...]
    injured: tuple[str, ...]
    when: tuple[str, ...]
    perpetrators: tuple[Thing, ...]
    accused: tuple[Thing, ...]
    same: bool = False
    times: tuple[Time, ...] = ()
    parties: tuple[Thing, ...] = ()


@dataclass(frozen=True, slots=True)
class Incident:
    """Reports of several articles that were judged to be of one happening. disagreements: labels of the properties
    in which those shown differ. total: of all reports; url: of the list that has all of them."""

    thing: Thing
    reports: tuple[Report, ...]
    method: str | None = None
    confidence: str | None = None
    disagreements: tuple[str, ...] = ()
    total: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True)
class EventView:
    """A strike, an agreement or a zone. kinds: narrowest first. factuality says whether it happened, in words;
    blame that is disputed stands in accused only, never in perpetrators. unknown: properties without any value that a
    reader expects, as "when" and "location". properties ends with those of others that have it as value."""

    thing: Thing
    family: str
    kinds: tuple[Term, ...]
    factuality: Value | None
    status: Value | None
    perpetrators: tuple[Value, ...]
    accused: tuple[Accusation, ...]
    properties: tuple[Property, ...]
    unknown: tuple[Term, ...]
    triggers: tuple[Evidence, ...]
    claims: tuple[ClaimLine, ...]
    more_claims: int
    incident: Incident | None
    articles: tuple[Thing, ...]
    confidence: str | None


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim with its source and its words. answers: claims about it; siblings: other claims about the same event or
    zone."""

    line: ClaimLine
    kinds: tuple[Term, ...]
    properties: tuple[Property, ...]
    answers: tuple[ClaimLine, ...]
    siblings: tuple[ClaimLine, ...]
    disputed: bool
    confidence: str | None


@dataclass(frozen=True, slots=True)
class Alias:
    """A name by which articles call a thing. mentions: times; articles: in how many."""

    text: str
    mentions: int
    articles: int


@dataclass(frozen=True, slots=True)
class Link:
    """What a thing is, or may be, in another dataset. status: Candidate, Accepted or Rejected."""

    iri: str
    target: str
    target_label: str
    predicate: str
    status: Term
    method: str
    confidence: str | None


@dataclass(frozen=True, slots=True)
class Geometry:
    """Where a place lies. latitude and longitude in degrees (WGS 84); wkt: as the graph has it."""

    latitude: float
    longitude: float
    wkt: str


@dataclass(frozen=True, slots=True)
class EntityView:
    """An actor or a place (or anything else that is no event, claim or article). properties: its own values that are
    no relation, as role titles; relations: both ways. claims_about: about it, or of who is responsible. Counts are over
    all articles; lists are bounded."""

    thing: Thing
    family: str
    kinds: tuple[Term, ...]
    aliases: tuple[Alias, ...]
    more_aliases: int
    mentions: int
    articles: int
    properties: tuple[Property, ...]
    relations: tuple[Property, ...]
    links: tuple[Link, ...]
    geometry: Geometry | None
    events: tuple[Row, ...]
    events_total: int
    claims_by: tuple[ClaimLine, ...]
    claims_by_total: int
    claims_about: tuple[ClaimLine, ...]
    claims_about_total: int
    sources: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a drawing. distance: steps from the one in the middle; hidden: neighbours that are not drawn."""

    thing: Thing
    family: str
    distance: int
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow of a drawing, from subject to object; articles: how many say so."""

    source: str
    target: str
    term: Term
    articles: int


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What stands around a thing: at most 60 nodes. more: neighbours that were left out."""

    centre: Thing
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of an article that speaks of something; spans may overlap. kind: Name, Nominal, Pronoun, Trigger,
    Content, Cue or Value; letter: what to show beside the underline; family: Actor, Place, Zone, Strike, Agreement,
    Claim, Quantity or TimeExpression."""

    begin: int
    end: int
    exact: str
    kind: str
    family: str
    letter: str
    thing: Thing | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text that no mark begins or ends in; marks: those that cover it, the longest first; ends: those
    whose last piece it is. Put together, the pieces are the text."""

    begin: int
    end: int
    text: str
    marks: tuple[Mark, ...]
    ends: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that the article gives: subject, property, value and the words it stands on."""

    subject: Thing
    property: Term
    value: Value
    begin: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article. text is as received; segments: kind, begin, end. metadata: what the input said beyond the known
    fields. things: what it speaks of, by family, in text order."""

    thing: Thing
    title: str | None
    identifier: str | None
    published: str | None
    source: str | None
    publisher: str | None
    language: str | None
    sha256: str | None
    metadata: Mapping[str, str]
    run: Mapping[str, str]
    text: str
    segments: tuple[tuple[str, int, int], ...]
    marks: tuple[Mark, ...]
    pieces: tuple[Piece, ...]
    facts: tuple[Fact, ...]
    things: Mapping[str, tuple[Thing, ...]]
    claims: tuple[ClaimLine, ...]
    duplicates: tuple[Thing, ...]
    left_out: int = 0
