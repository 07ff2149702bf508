"""Words by which news reports an act of saying: verbs, nouns and their stance, from the lexicon."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from kg.lexicon import table
from kg.records import ActorKind, Stance

#: Marks at which a phrase ends.
PHRASE_ENDS: Final = frozenset({",", ".", ";", ":", "!", "?", "”", '"', ")", "–", "—"})


@dataclass(frozen=True, slots=True)
class ReportingVerb:
    """One verb in one construction.

    follows: one of these must come next; never: none of these may; skip: leads to the words said. clause: only where
    a clause is its object, infinitive: only where an infinitive is; predicate: only where it says what its object is;
    document: only of somebody's document or pictures; reason: only where what it names is no source.
    """

    stance: Stance
    follows: frozenset[str]
    never: frozenset[str]
    skip: frozenset[str]
    quote_only: bool
    lemma: str
    clause: bool = False
    predicate: bool = False
    infinitive: bool = False
    document: bool = False
    reason: bool = False


@dataclass(frozen=True, slots=True)
class ReportingNoun:
    """One noun. follows: leads to what was said; sourced: a claim only where the text says whose it is; voiced: only as
    the object of a verb of voicing."""

    stance: Stance
    follows: frozenset[str]
    sourced: bool
    voiced: bool = False


@cache
def reporting_verbs() -> dict[str, tuple[ReportingVerb, ...]]:
    """Constructions by lower-case verb form."""
    found: dict[str, tuple[ReportingVerb, ...]] = {}
    for row in table("reporting_verbs"):
        following = row["next"].split()
        verb = ReportingVerb(
            Stance(row["stance"]),
            frozenset(word for word in following if not word.startswith("-")),
            frozenset(word[1:] for word in following if word.startswith("-")),
            frozenset(row["skip"].split()),
            row["use"] == "quote",
            row["forms"].split()[0],
            row["use"] == "clause",
            row["use"] == "predicate",
            row["use"] == "infinitive",
            row["use"] == "document",
            row["use"] == "reason",
        )
        for form in row["forms"].split():
            found[form] = (*found.get(form, ()), verb)
    return found


@cache
def reporting_nouns() -> dict[str, tuple[ReportingNoun, ...]]:
    """Constructions by lower-case form."""
    found: dict[str, tuple[ReportingNoun, ...]] = {}
    for row in table("reporting_nouns"):
        voiced = row["sourced"] == "voiced"
        noun = ReportingNoun(Stance(row["stance"]), frozenset(row["next"].split()), row["sourced"] != "no", voiced)
        for form in row["forms"].split():
            found[form] = (*found.get(form, ()), noun)
    return found


@cache
def function_words(kind: str) -> frozenset[str]:
    """Closed-class words of one kind; the kinds are those of the table ``claim_words``."""
    return frozenset(row["word"] for row in table("claim_words") if row["kind"] == kind)


@cache
def source_nouns() -> dict[str, ActorKind]:
    """Nouns for those who speak in the news, and the class of an actor that only such a noun describes."""
    return {row["noun"]: ActorKind(row["kind"]) for row in table("source_nouns")}


@cache
def source_documents() -> frozenset[str]:
    """Nouns for what people say things in: a statement, a letter."""
    return frozenset(row["noun"] for row in table("source_documents"))
