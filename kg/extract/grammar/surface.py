"""Phrases read off the surface: where no parser has spoken, closed-class words and punctuation bound clauses and
phrases.

The heuristics follow English order: a subject stands between the beginning of its clause and its verb group, a
premodifier between a determiner and its noun, a prepositional phrase runs to the next preposition.
"""

from typing import Final

from kg import lexicon
from kg.extract.grammar.clauses import DASHES, HARD_STOPS, LONGEST_CLAUSE, clause_begin, clause_end, is_spaced
from kg.extract.grammar.frame import Frame, Phrase, Voice
from kg.extract.grammar.word_classes import (
    AUXILIARIES,
    BE,
    CLOSED,
    DETERMINERS,
    MODALS,
    NEGATIONS,
    OPENERS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SUBORDINATORS,
)
from kg.extract.text.page import Page
from kg.extract.text.words import Words
from kg.records import Span

_LIGHT: Final = frozenset(tuple(verb.split()) for verb in lexicon.words("light_verbs"))
_ADJECTIVES_IN_ED: Final = lexicon.words("participle_adjectives")
_LONGEST_PREMODIFIER: Final = 6
_LONGEST_PHRASE: Final = 14


def surface_is_verbal(words: Words, first: int, past: int) -> bool:
    """Whether a form that may be noun or verb is a verb where it stands."""
    head = words.lowers[past - 1] if past - first > 1 else words.lowers[first]
    before = words.lowers[first - 1] if first else ""
    after = words.lowers[past] if past < len(words) else ""
    if before in {"'s", "'", "’"} or before in DETERMINERS - {"this", "that", "these", "those", "all", "both", "each"}:
        return False
    if before in MODALS | {"to", "n't", "not", "never"} | PRONOUNS - {"it", "her"} and not head.endswith("ing"):
        return before != "to" or not head.endswith(("s", "ed")) or head in {"press", "harass"}
    if head.endswith("ing"):
        if before in BE:
            return after not in PREPOSITIONS - {"at"}
        if before in _GERUND_AFTER:
            return after[:1].isalnum() and after not in CLOSED - DETERMINERS
        return (
            after in DETERMINERS
            or after[:1].isdigit()
            or (bool(words.forms[past : past + 1]) and words.forms[past][0].isupper())
        )
    if head.endswith("ed") or head in _IRREGULAR_PASTS:
        return True
    if before in PREPOSITIONS | AUXILIARIES | {"'s", "'", "’", "-"} or before[:1].isdigit():
        return False
    return after in DETERMINERS or (after[:1].isdigit() and words.lowers[past + 1 : past + 2] != ["-"])


_GERUND_AFTER: Final = frozenset(
    {"by", "after", "before", "while", "without", "from", ",", "for", "started", "began", "stop", "stopped"}
)
_IRREGULAR_PASTS: Final = frozenset(
    {"struck", "hit", "shot", "blew", "fought", "overran", "overrun", "retook", "retaken", "taken", "took", "shelled"}
)


def surface_frame(page: Page, trigger: Span, verbal: bool | None = None) -> Frame:
    """The frame of a trigger; ``verbal`` overrides what its form and surroundings suggest."""
    words = page.words
    begin, end = words.range_of(page.sentence_of(trigger))
    first, past = words.range_of(trigger)
    end = max(end, past)
    is_verb = surface_is_verbal(words, first, past) if verbal is None else verbal
    clause = words.span_of(min(first, clause_begin(words, first, begin)), max(past, clause_end(words, past, end)))
    if is_verb:
        return _verb_frame(words, trigger, first, past, begin, end, clause)
    return _noun_frame(words, trigger, first, past, begin, end, clause)


def _verb_group(words: Words, first: int, begin: int) -> tuple[int, tuple[str, ...]]:
    """First word of the verb group that ends before a verb, through infinitives and light verbs, and its words,
    nearest first.
    """
    lowers = words.lowers
    at, seen = first, []
    while at > begin:
        lower = lowers[at - 1]
        light = _light_before(words, at, begin)
        if (
            lower in AUXILIARIES | MODALS | NEGATIONS
            or lower == "to"
            or (lower.endswith("ly") and lower not in {"italy", "family", "only"})
            or lower in _ADVERBS
        ):
            seen.append(lower)
            at -= 1
        elif light and seen and seen[-1] == "to":
            seen.append(" ".join(lowers[light:at]))
            at = light
        elif seen and seen[-1] == "to" and lower not in CLOSED and lower.isalpha() and lower in _CATENATIVES:
            seen.append(lower)
            at -= 1
        else:
            break
    return at, tuple(seen)


_ADVERBS: Final = frozenset(
    {"also", "then", "later", "again", "now", "soon", "once", "even", "still", "just", "first", "already", "reportedly"}
)
_CATENATIVES: Final = lexicon.words("catenative_verbs")
_CONTROL: Final = lexicon.words("object_control_verbs")


def _light_before(words: Words, at: int, begin: int) -> int | None:
    """First word of a light verb that ends before a word, if any."""
    lowers = words.lowers
    for length in (2, 1):
        if at - length >= begin and tuple(lowers[at - length : at]) in _LIGHT:
            return at - length
    return None


def _subject(words: Words, group: int, begin: int, participle: bool) -> Span | None:
    """Words in which the subject of a verb group stands."""
    lowers = words.lowers
    clause = clause_begin(words, group, begin)
    at = group
    if at > clause and lowers[at - 1] == "," and not participle:
        opening = _opening_comma(lowers, at - 1, begin)
        if opening is not None:
            return _subject(words, opening, begin, participle=False)
    if at == clause and clause > begin and lowers[clause - 1] in RELATIVES:
        antecedent = clause - 1
        while antecedent > begin and lowers[antecedent - 1] in {","} | PREPOSITIONS:
            antecedent -= 1
        first = max(begin, antecedent - _LONGEST_PREMODIFIER)
        marks = [n for n in range(first, antecedent) if lowers[n] in PREPOSITIONS - {"of"}]
        return _nonempty(words, marks[-1] + 1 if marks else first, antecedent)
    if participle and at > clause and lowers[at - 1].isalnum() and lowers[at - 1] not in CLOSED:
        marks = [n for n in range(clause, at) if lowers[n] in PREPOSITIONS | {","}]
        if marks and lowers[marks[-1]] in {"with", "as"}:
            return _nonempty(words, marks[-1] + 1, at)
    if participle or at == clause:
        return _main_subject(words, clause if at == clause else at, begin)
    if (clause > begin and lowers[clause - 1] in SUBORDINATORS) or lowers[clause] in {"after", "before", "since"}:
        commas = [n for n in range(clause, at - 1) if lowers[n] == ","]
        if commas:
            return _nonempty(words, commas[-1] + 1, at)
    return _nonempty(words, clause, at)


def _main_subject(words: Words, at: int, begin: int) -> Span | None:
    """Where a participle or a clause without subject finds it: in the clause before, back to the sentence's
    beginning.
    """
    previous = at - 1
    while previous > begin and words.lowers[previous - 1] in {",", "and", "but"}:
        previous -= 1
    return _nonempty(words, clause_begin(words, previous, begin), previous) or _nonempty(
        words, max(begin, at - LONGEST_CLAUSE), at
    )


def _opening_comma(lowers: list[str], closing: int, begin: int) -> int | None:
    """The comma that opens what a comma closes."""
    furthest = max(begin, closing - LONGEST_CLAUSE)
    return next((n for n in range(closing - 1, furthest, -1) if lowers[n] == ","), None)


def _nonempty(words: Words, first: int, past: int) -> Span | None:
    return words.span_of(first, past) if first < past else None


def _right(words: Words, past: int, end: int) -> tuple[Span | None, tuple[Phrase, ...]]:
    """What follows a word up to the end of its clause: the words before any preposition, then the phrases."""
    lowers = words.lowers
    stop = clause_end(words, past, end)
    marks = [
        n
        for n in range(past, stop)
        if lowers[n] in PREPOSITIONS and lowers[n] != "of" and not _in_aside(lowers, past, n)
    ]
    direct = _nonempty(words, past, min(marks[0] if marks else stop, past + _LONGEST_PHRASE))
    phrases = []
    for number, mark in enumerate(marks):
        limit = marks[number + 1] if number + 1 < len(marks) else stop
        span = _nonempty(words, mark + 1, min(limit, mark + 1 + 3 * _LONGEST_PHRASE))
        if span:
            phrases.append(Phrase(lowers[mark], span))
    return direct, tuple(phrases)


def _in_aside(lowers: list[str], first: int, number: int) -> bool:
    """Whether a word stands in brackets that open after another."""
    return lowers[first:number].count("(") > lowers[first:number].count(")")


def _verb_frame(words: Words, trigger: Span, first: int, past: int, begin: int, end: int, clause: Span) -> Frame:
    lowers = words.lowers
    group, governors = _verb_group(words, first, begin)
    direct, phrases = _right(words, past, end)
    agent = next((phrase.span for phrase in phrases if phrase.preposition == "by"), None)
    participle = lowers[past - 1].endswith("ing") or lowers[first].endswith("ing")
    helped = any(word in BE for word in governors[:3]) and not participle
    reduced = not governors and agent is not None and direct is None
    passive = helped or reduced
    subject = _subject(words, group, begin, participle and not any(word in BE for word in governors))
    if "to" in governors[:2]:
        subject = _controller(words, group, begin) or subject
    if reduced and group > begin:
        subject = _nonempty(words, max(clause_begin(words, group, begin), group - _LONGEST_PREMODIFIER), group)
    voice = Voice.PASSIVE if passive else Voice.ACTIVE
    return Frame(trigger, voice, clause, subject, None if passive else direct, agent, None, None, phrases, governors)


def _controller(words: Words, group: int, begin: int) -> Span | None:
    """The object that an order or request makes the doer of an infinitive: "urged Turkey to", "called on Turkey to"."""
    lowers = words.lowers
    for number in range(group - 1, max(begin, group - 7) - 1, -1):
        if lowers[number] in _CONTROL:
            start = number + 2 if lowers[number + 1 : number + 2] in (["on"], ["upon"], ["for"]) else number + 1
            return _nonempty(words, start, group)
        if lowers[number] in OPENERS or lowers[number] in HARD_STOPS:
            return None
    return None


def _noun_frame(words: Words, trigger: Span, first: int, past: int, begin: int, end: int, clause: Span) -> Frame:
    lowers = words.lowers
    start = noun_phrase_begin(words, first, begin)
    determiner = lowers[start] if start < first and lowers[start] in DETERMINERS else None
    premodifier = _nonempty(words, start + 1 if determiner else start, first)
    direct, phrases = _right(words, past, end)
    agent = next((phrase.span for phrase in phrases if phrase.preposition == "by"), None)
    subject, governors = _governor(words, start, begin)
    return Frame(trigger, Voice.NOMINAL, clause, subject, direct, agent, premodifier, determiner, phrases, governors)


def _governor(words: Words, start: int, begin: int) -> tuple[Span | None, tuple[str, ...]]:
    """Subject and words of the light verb whose object begins at a word; of other words before it, the nearest few."""
    lowers = words.lowers
    at = start
    while at > begin and (
        lowers[at - 1] in DETERMINERS
        or lowers[at - 1] in {"of", "series", "number", "wave"}
        or lowers[at - 1] in _ADVERBS
    ):
        at -= 1
    light = _light_before(words, at, begin)
    if light is None:
        return None, tuple(reversed(lowers[max(begin, at - 3) : at]))
    group, helpers = _verb_group(words, light, begin)
    governors = (" ".join(lowers[light:at]), *helpers)
    participle = lowers[light].endswith("ing") and not any(word in BE for word in helpers)
    if any(word in BE for word in helpers) and not lowers[light].endswith("ing"):
        return None, governors
    subject = _subject(words, group, begin, participle)
    if "to" in helpers[:2]:
        subject = _controller(words, group, begin) or subject
    return subject, governors


def noun_phrase_begin(words: Words, first: int, begin: int) -> int:
    """First word of the noun phrase whose head begins at a word: its determiner or possessor, as far as adjectives
    and nouns reach.
    """
    lowers = words.lowers
    at = first
    while at > begin and first - at < _LONGEST_PREMODIFIER:
        lower = lowers[at - 1]
        if lower in DETERMINERS:
            return at - 1
        if lower in {"'s", "'", "’"} and words.spans[at - 1].begin == words.spans[at - 2].end if at > 1 else False:
            at -= 2
            continue
        if (
            (lower in CLOSED and not _is_acronym(words, at - 1))
            or lower in _ADVERBS
            or not (lower[0].isalnum() or (lower in DASHES and not is_spaced(words, at - 1)))
        ):
            break
        hyphened = at - 1 > begin and lowers[at - 2] in DASHES and not is_spaced(words, at - 2)
        if not hyphened and (_light_before(words, at, begin) is not None or _is_finite(lower)):
            break
        at -= 1
    return at


def _is_acronym(words: Words, at: int) -> bool:
    """Whether capitals set a word apart from the small word of its letters: "IS territory", "US forces"."""
    capitals = words.forms[at].isupper() and len(words.forms[at]) > 1
    return capitals and at + 1 < len(words) and not words.forms[at + 1].isupper()


def _is_finite(lower: str) -> bool:
    """Whether an open-class word before a noun is its verb rather than its adjective."""
    return (lower.endswith("ed") and lower not in _ADJECTIVES_IN_ED) or lower in _IRREGULAR_PASTS or lower in _FINITE


_FINITE: Final = lexicon.words("finite_before_noun")
