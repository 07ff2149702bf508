"""The parts of which all views are made: things, terms, words as evidence, values, claims."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that has a page. kind: local name of its narrowest class, "" where it has none of ours."""

    iri: str
    label: str
    kind: str
    kind_label: str
    url: str


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property or concept of the ontology. name: its local name, as ``Disputed``."""

    name: str
    label: str
    meaning: str
    url: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that say something. sentence, begin and end: the sentence around them, in code points of the
    article's text; words, with their own offsets: what a value stands on. url leads to the words in the article."""

    article: Thing
    publisher: str | None
    published: str | None
    sentence: str
    begin: int
    end: int
    words: str | None
    words_begin: int | None
    words_end: int | None
    url: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as written, and what it means: "at least 20" has least 20 and no value. meaning: the same in words,
    None where the text gives no number."""

    text: str
    value: str | None
    least: str | None
    most: str | None
    approximate: bool
    unit: str | None
    meaning: str | None


@dataclass(frozen=True, slots=True)
class Time:
    """A time as written and its days (ISO 8601), None where they are not known. meaning: the same in words."""

    text: str
    earliest: str | None
    latest: str | None
    meaning: str | None


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a property, grouped over the articles that give it. text: what to show; at most one of the others
    is there. articles: how many articles say so; evidence: a bounded number of their sentences."""

    text: str
    thing: Thing | None = None
    term: Term | None = None
    quantity: Quantity | None = None
    time: Time | None = None
    factuality: Term | None = None
    articles: int = 0
    evidence: tuple[Evidence, ...] = ()
    rules: tuple[str, ...] = ()
    confidence: str | None = None


@dataclass(frozen=True, slots=True)
class Property:
    """A property and its values. inverse: the values point at the thing. disagrees: the articles or sayers give
    figures that cannot all hold, to be shown side by side. more: values that were left out."""

    term: Term
    label: str
    values: tuple[Value, ...]
    inverse: bool = False
    disagrees: bool = False
    more: int = 0


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One act of saying. claimant is None where the article names nobody; claimant_words: as written, which may be
    "he". words: what is said, exactly; cue: the word that shows it, as "denied"."""

    thing: Thing
    stance: Term | None
    claimant: Thing | None
    claimant_words: str | None
    cue: str | None
    words: str
    about: tuple[Thing, ...]
    responsible: tuple[Thing, ...]
    article: Thing | None
    publisher: str | None
    published: str | None
    evidence: Evidence | None
