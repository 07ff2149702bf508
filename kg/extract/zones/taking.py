"""Who comes to hold an area by what is told of it: "X took control of the strip", "Y lost the pocket to X"."""

from dataclasses import replace
from typing import Final

from spacy.tokens import Token

from kg import gazetteer, lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.grammar.syntax import Voice, frame_of
from kg.extract.grammar.tree import SUBJECTS, children, phrase_of, preposition_of, span_of
from kg.extract.names.coreference import antecedent
from kg.extract.text.page import Page
from kg.extract.zones.owners import is_power
from kg.records import Fact, Span

_VERBS: Final = {
    how: frozenset(row["verb"] for row in lexicon.table("control_verbs") if row["how"] == how)
    for how in ("keeping", "control", "taking", "yielding", "driving", "confining")
}
_KEPT: Final = "zone.in-control"
TAKEN: Final = "zone.taken"
STATIONED: Final = "zone.stationed"
GAINED: Final = "zone.gained"
_STATIONED: Final = frozenset({"deployed", "deploying", "deploy", "deploys", "stationed", "posted"}) | frozenset(
    {"patrol", "patrols", "patrolled", "patrolling"}
)
_ALONG: Final = frozenset({"along", "in", "inside", "down", "throughout", "across", "at"})
_CONTROL: Final = frozenset({"control", "possession"})
_LAND: Final = frozenset(
    {"territory", "territories", "land", "lands", "swathe", "swathes", "swath", "swaths", "stretch", "stretches"}
    | {"chunk", "chunks", "parts", "areas", "strip", "enclave", "pocket"}
)
_SHARES: Final = frozenset({"much", "most", "half", "some", "all", "third", "quarter", "majority", "rest", "bulk"})
_SWATHES: Final = frozenset({"swathe", "swathes", "swath", "swaths", "stretches", "chunk", "chunks"})
_MEASURES: Final = _SHARES | {"stretch", "parts"}
_UNREAL: Final = frozenset(
    {"not", "never", "n't", "will", "would", "could", "may", "might", "should", "to", "cannot", "longer"}
)
_PRONOUNS: Final = frozenset({"it", "they", "he", "she", "we", "who", "which", "that"})


def takers(page: Page, fillers: Fillers, zone: Span) -> list[Fact]:
    """Those who take, gain or are given an area, or control of it, each on the words that name them."""
    if not page.has_tree:
        return []
    token = page.tokens(zone).root
    if any(child.lower_ in gazetteer.adjectives() for child in token.lefts):
        return []  # a state that controls its own territory
    while token.dep_ in {"conj", "appos"} and token.head.i < token.i:
        token = token.head
    while preposition_of(token) == "of" and token.head.lower_ in _SHARES:
        token = token.head
    if preposition_of(token) in {"of", "over"}:
        held = (token.head, *children(token.head, "obj"))
        control = next((t for t in held if t.lower_ in _CONTROL), None)
        if control is not None:
            return _in_control(page, fillers, control)
    if preposition_of(token) == "of" and token.head.lower_ in _LAND:
        token = token.head
    verb = token.head
    if token.dep_ == "obj":
        if verb.lower_ in _VERBS["taking"] and token.lower_ in _LAND | _SHARES:
            of = any(t.lower_ == "of" for t in token.doc[token.i + 1 : token.i + 2])
            part = of and (token.lower_ in _SWATHES or (token.lower_ in _MEASURES and _is_perfect(verb)))
            doers = _doers(page, fillers, verb)
            return [replace(fact, rule=GAINED) for fact in doers] if part else doers
        if verb.lower_ in _VERBS["yielding"]:
            return _gaining(page, fillers, verb)
    if preposition_of(token) in {"to", "into", "in"} and verb.lower_ in _VERBS["confining"]:
        confined = frame_of(page, span_of(verb), True)
        return _facts(page, fillers, confined.subject, _KEPT) if confined.voice is Voice.PASSIVE else []
    if token.dep_ == "obl" and verb.lower_ in _STATIONED and preposition_of(token) in _ALONG and not _is_unreal(verb):
        told = frame_of(page, span_of(verb), True)
        return _facts(page, fillers, told.subject, STATIONED)
    if token.dep_ == "obl" and preposition_of(token) in {"from", "of", "out"} and verb.lower_ in _VERBS["driving"]:
        return _doers(page, fillers, verb)
    return []


def _is_perfect(verb: Token) -> bool:
    """Whether what was taken is still held: "have taken half of the city"."""
    return any(child.lower_ in {"has", "have", "had", "'ve"} for child in verb.lefts)


def _in_control(page: Page, fillers: Fillers, control: Token) -> list[Fact]:
    """Who has or gets control: "X is in control of", "X took control of", "X was given control of"."""
    if children(control, *SUBJECTS) and preposition_of(control) == "in":
        return [f for s in children(control, *SUBJECTS) for f in _facts(page, fillers, phrase_of(s), _KEPT)]
    verb = control.head
    if control.dep_ == "obj" and verb.lower_ in _VERBS["yielding"]:
        return _gaining(page, fillers, verb)
    kept = verb.lower_ in _VERBS["keeping"]
    if control.dep_ != "obj" or not (kept or verb.lower_ in _VERBS["control"]) or _is_unreal(verb):
        return []
    return _facts(page, fillers, frame_of(page, span_of(verb), True).subject, _KEPT if kept else TAKEN)


def _doers(page: Page, fillers: Fillers, verb: Token) -> list[Fact]:
    if _is_unreal(verb):
        return []
    frame = frame_of(page, span_of(verb), True)
    return _facts(page, fillers, frame.agent if frame.voice is Voice.PASSIVE else frame.subject, TAKEN)


def _facts(page: Page, fillers: Fillers, phrase: Span | None, rule: str) -> list[Fact]:
    if phrase is None:
        return []
    if page.text(phrase).lower() in _PRONOUNS:
        meant = antecedent(page, fillers.entities, phrase)
        return [Fact(meant, phrase, rule)] if meant and is_power(fillers, meant) else []
    return [
        Fact(m.denotes, m.span, rule) for m in fillers.subjects(phrase, fillers.is_doer) if is_power(fillers, m.denotes)
    ]


def _gaining(page: Page, fillers: Fillers, verb: Token) -> list[Fact]:
    """To whom something is lost or handed over."""
    spans = [] if _is_unreal(verb) else frame_of(page, span_of(verb), True).after("to")
    return [Fact(m.denotes, m.span, TAKEN) for span in spans for m in fillers.heads(span, fillers.is_doer)]


def _is_unreal(verb: Token) -> bool:
    """Whether a verb only tells what is tried or may be: "failed to take", "could lose"."""
    return any(child.lower_ in _UNREAL for child in verb.lefts)
