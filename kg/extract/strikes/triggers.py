"""Words of a text that may speak of an attack, by the lexicon, other senses put aside."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from spacy.tokens import Token

from kg import lexicon
from kg.extract.grammar.surface import noun_phrase_begin
from kg.extract.grammar.syntax import is_verbal
from kg.extract.text.learned import Apart, learned
from kg.extract.text.page import Page
from kg.extract.text.words import Words
from kg.records import Span, StrikeKind

_LEAST: Final = 0.95
_NAMING: Final = "operation"
_BACKGROUND: Final = frozenset(
    {"during", "since", "amid", "before", "after", "of", "in", "following", "throughout", "to", "until", "from"}
)
_BATTLES: Final = frozenset({"Battle", "Siege"})
_INSIDE_NAMES: Final = frozenset({"-", "–", "al", "el", "the"})
_LONGEST_BATTLE: Final = 7
_UNTOLD: Final = "UnspecifiedAttack"


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that may speak of an attack. sense: as the lexicon's header says, or learned where only the
    model saw it. named: a code name.
    """

    span: Span
    kind: StrikeKind | None
    verbal: bool
    sense: str
    named: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    words: tuple[str, ...]
    form: str
    kind: StrikeKind | None
    sense: str


def find_triggers(page: Page) -> list[Trigger]:
    """Trigger words in text order, the longest phrase first where two begin together; none inside another."""
    words = page.words
    entries = _entries()
    found: list[Trigger] = []
    judged: list[Span] = []
    past = 0
    for at, lower in enumerate(words.lowers):
        if at < past or (lower not in entries and lower != _NAMING):
            continue
        match = _code_name(words, at) or _battle(words, at) or _lexical(page, at, entries)
        if match is None:
            continue
        trigger, past = match
        judged.append(words.span_of(at, past))
        if trigger:
            found.append(trigger)
    return _heads_of_compounds(page, sorted([*found, *_learned(page, judged)], key=lambda t: t.span))


def _heads_of_compounds(page: Page, triggers: list[Trigger]) -> list[Trigger]:
    """Triggers without nouns that only tell of what sort the noun right behind them is: "a double-tap drone strike"."""
    text = page.article.text
    kept: list[Trigger] = []
    for trigger in triggers:
        before = kept[-1] if kept else None
        nouns = before is not None and not (before.verbal or trigger.verbal or before.named)
        beside = before is not None and text[before.span.end : trigger.span.begin] in {" ", "-"}
        if before is not None and nouns and beside and not text[: trigger.span.end].endswith("ing"):
            kept[-1] = replace(trigger, kind=trigger.kind or before.kind)
        else:
            kept.append(trigger)
    return kept


def _learned(page: Page, taken: list[Span]) -> list[Trigger]:
    """Triggers that only the model saw. taken: words on which the lexicon has decided."""
    kinds = {kind.value: kind for kind in StrikeKind} | {_UNTOLD: None}
    apart = Apart(taken)
    return [
        Trigger(mark.span, kinds[mark.label], is_verbal(page, mark.span), _learned_sense(page.text(mark.span)))
        for mark in learned(page, "triggers", _LEAST)
        if mark.label in kinds and apart(mark.span)
    ]


def _learned_sense(word: str) -> str:
    """A weapon that the model marked must go off like those of the lexicon."""
    weapons = {row["word"] for row in lexicon.table("weapon_kinds") if row["kind"] != StrikeKind.CHEMICAL_ATTACK}
    return "weapon" if word.lower() in weapons else "learned"


@cache
def _entries() -> dict[str, list[_Entry]]:
    """Lexicon rows by first word, longest first; a hyphen in a phrase is a word of its own, and a space may be
    written as one.
    """
    by_first: dict[str, list[_Entry]] = {}
    for row in lexicon.table("strike_triggers"):
        kind = StrikeKind(row["kind"]) if row["kind"] else None
        plain = row["phrase"].replace("-", " - ").split()
        hyphened = " - ".join(row["phrase"].split()).split()
        for phrase in dict.fromkeys((tuple(plain), tuple(hyphened))):
            by_first.setdefault(phrase[0], []).append(_Entry(phrase, row["form"], kind, row["sense"]))
    return {first: sorted(rows, key=lambda r: -len(r.words)) for first, rows in by_first.items()}


@cache
def _stoppers() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    by_trigger: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for row in lexicon.table("strike_stoppers"):
        by_trigger.setdefault(row["trigger"], []).append((row["side"], tuple(row["word"].replace("-", " - ").split())))
    return by_trigger


def _lexical(page: Page, at: int, entries: dict[str, list[_Entry]]) -> tuple[Trigger | None, int] | None:
    words = page.words
    lowers = words.lowers
    matching = [e for e in entries.get(lowers[at], ()) if tuple(lowers[at : at + len(e.words)]) == e.words]
    if not matching:
        return None
    longest = len(matching[0].words)
    past = at + longest
    if _other_sense(words, at, past):
        return None, past
    if lowers[past - 1] == "invasion" and _only_dates(page, at):
        return None, past
    same = [e for e in matching if len(e.words) == longest]
    if any(e.form == "noun" for e in same) and _only_tells_sort(page, at, past):
        return None, past
    verbal = is_verbal(page, words.span_of(at, past)) if len(same) > 1 else same[0].form == "verb"
    entry = next((e for e in same if (e.form == "verb") == verbal), same[0])
    if entry.form == "verb" and _is_adjective(page, words.span_of(at, past), entry.sense == "harm"):
        return None, past
    return Trigger(words.span_of(at, past), entry.kind, entry.form == "verb", entry.sense), past


def _is_adjective(page: Page, span: Span, harm: bool) -> bool:
    """Whether a participle stands before a noun as its adjective, with nobody who did it: "the exploded reactor"; or
    for a noun of those harmed ("the wounded").
    """
    if not page.has_tree:
        return False
    token = page.tokens(span).root
    if harm and token.pos_ in {"NOUN", "ADJ"} and not any(c.dep_.startswith("aux") for c in token.children):
        return True
    if token.tag_ in {"VBN", "VBD", "JJ"} and 0 < token.i < len(token.doc) - 1:
        named = token.nbor(-1).pos_ == "ADP" and token.nbor(1).pos_ == "PROPN" and token.nbor(-1).lower_ != "by"
        if named and token.text.islower():
            return True
    hyphened = token.i > 0 and token.nbor(-1).text in {"-", "–"}
    if token.tag_ in {"VBN", "JJ"} and 0 < token.i < len(token.doc) - 1:
        between = token.nbor(-1).lower_ in {"the", "a", "an"} and token.nbor(1).pos_ == "NOUN"
        if between:
            return True
    before = token.dep_ == "amod" and token.tag_ in {"VBN", "VBD", "JJ"} and token.head.i > token.i and not hyphened
    return before and not _is_misread(token)


def _is_misread(token: Token) -> bool:
    """Whether the parser made one noun phrase of a whole sentence: "Army artillery shelled positions near the town"."""
    whole = token.head.dep_ == "ROOT" and token.tag_ in {"VBN", "VBD"}
    return whole and any(child.dep_ in {"compound", "nsubj"} and child.i < token.i for child in token.head.lefts)


def _only_tells_sort(page: Page, at: int, past: int) -> bool:
    """Whether a noun follows of which the word only tells the sort: "assault rifle", "missile battery"."""
    words = page.words
    if past >= len(words) or words.lowers[past] not in lexicon.words("trigger_bearers"):
        return False
    if words.lowers[past - 1].endswith(("s", "ed")):
        return False
    if not page.has_parts_of_speech:
        return True
    token = page.tokens(words.span_of(past - 1, past)).root
    return token.pos_ in {"NOUN", "PROPN", "ADJ"} or token.dep_ in {"compound", "amod"}


def _only_dates(page: Page, at: int) -> bool:
    """Whether an invasion is named only as the time or background of something else: "since the 2003 invasion of X"."""
    words = page.words
    first = noun_phrase_begin(words, at, words.range_of(page.sentence_of(words.spans[at]))[0])
    return first > 0 and words.lowers[first - 1] in _BACKGROUND


def _other_sense(words: Words, at: int, past: int) -> bool:
    lowers = words.lowers
    for side, stopper in _stoppers().get(" ".join(lowers[at:past]), ()):
        beside = lowers[max(0, at - len(stopper)) : at] if side == "before" else lowers[past : past + len(stopper)]
        if tuple(beside) == stopper:
            return True
    return False


def _code_name(words: Words, at: int) -> tuple[Trigger, int] | None:
    """ "Operation Steel Curtain", "Rif Dimashq offensive": capitalised words beside a noun of military action."""
    forms = words.forms
    if forms[at] == "Operation" and at + 1 < len(words):
        start = at + 2 if forms[at + 1] == ":" else at + 1
        past = start
        while (
            past < len(words)
            and past - start < 3
            and forms[past][0].isupper()
            and forms[past].isalpha()
            and _adjacent(words, past)
        ):
            past += 1
        if past > start:
            return Trigger(words.span_of(at, past), StrikeKind.GROUND_ATTACK, False, "conflict", True), past
    return None


def _battle(words: Words, at: int) -> tuple[Trigger, int] | None:
    """ "Battle of Okhtyrka", "Second Siege of Al-Rastan": a battle by the name of its place."""
    forms = words.forms
    if forms[at] not in _BATTLES or words.lowers[at + 1 : at + 2] != ["of"]:
        return None
    past = at + 2
    while (
        past < len(words) and past - at < _LONGEST_BATTLE and (forms[past][0].isupper() or forms[past] in _INSIDE_NAMES)
    ):
        past += 1
    while past > at + 2 and forms[past - 1] in _INSIDE_NAMES:
        past -= 1
    if past == at + 2:
        return None
    return Trigger(words.span_of(at, past), StrikeKind.GROUND_ATTACK, False, "conflict", True), past


def _adjacent(words: Words, at: int) -> bool:
    return words.text[words.spans[at - 1].end : words.spans[at].begin] == " "
