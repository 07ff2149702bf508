"""Who is held responsible for an attack in words of their own: "claimed responsibility", "was blamed on", "are the
suspected perpetrators".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.grammar.syntax import frame_of
from kg.extract.grammar.word_classes import AUXILIARIES, BE, MODALS, NEGATIONS
from kg.extract.strikes.avowals import AVOWING, Avowals
from kg.extract.strikes.event import Deed
from kg.extract.text.page import Page
from kg.extract.text.words import Words
from kg.records import Fact, Span

_CLAIMING: Final = frozenset(
    {"claimed", "claim", "claims", "claiming", "took", "takes", "taken", "admitted", "accepted"}
)
_CLAIMED: Final = frozenset({"responsibility", "credit"})
_DETERMINERS: Final = frozenset(
    {"the", "both", "this", "that", "a", "an", "two", "monday's", "these", "those", "such", "several", "many", "dozens"}
    | {"more", "over", "nearly", "about", "all", "hundreds", "scores", "three", "four", "its", "their"}
)
_DONE: Final = ("carried out", "committed", "conducted", "perpetrated", "staged", "launched", "masterminded", "ordered")
_PRONOUNS: Final = frozenset({"it", "they", "these", "this", "both", "which"})
_GUESSING: Final = frozenset(
    {"believed", "thought", "suspected", "alleged", "allegedly", "reportedly", "said", "may", "might"}
)
_HELD_REACH: Final = 60  # characters
_ANYBODY: Final = frozenset({"people", "men", "those", "others", "persons"})
_OBJECT_REACH: Final = 5
_FOR_REACH: Final = 12
_DEED_REACH: Final = 4
_DEEDS: Final = (
    frozenset({"it", "this", "that", "them", "both", "these", "those", "all", "deed", "crash", "death", "deaths"})
    | lexicon.words("hostile_deeds")
    | {
        f"{noun}{end}"
        for noun in ("killing", "explosion", "blast", "incident", "operation", "abduction")
        for end in ("", "s")
    }
)
_ENDS: Final = frozenset({".", ",", ";", "but", "though", "although"})
_ADVERBS: Final = frozenset({"also", "later", "then", "first", "again", "now", "still", "often"})
_NO_CLAIM: Final = NEGATIONS | {"no", "nobody", "none", "denied", "yet"}


@dataclass(frozen=True, slots=True)
class Blame:
    """Actors held responsible, and whether they say so themselves."""

    actors: tuple[Fact, ...]
    admitted: bool


def responsible(page: Page, fillers: Fillers, sentence: Span, attacks: Sequence[Span] = ()) -> Iterator[Blame]:
    """Phrases of a sentence that hold somebody responsible. attacks: the words of the sentence that speak of one."""
    words = page.words
    first, past = words.range_of(sentence)
    avowals = Avowals(page, fillers, (first, past), attacks)
    for at, lower in enumerate(words.lowers[first:past], first):
        if lower in AVOWING:
            told, own = avowals.told_at(at)
            if told:
                yield Blame(tuple(told), own)
        if lower not in _TELLING:
            continue
        if lower == "claimed" and attacks:
            yield from _claimed_attack(page, fillers, (first, past), at, attacks)
        if lower in _CLAIMED and any(w in _CLAIMING for w in words.lowers[max(first, at - 3) : at]):
            if _is_for_attack(words, at, past, attacks):
                yield from _claimed(page, fillers, first, at)
        elif lower == "by" and _is_done_by(words.lowers[max(first, at - 9) : at]):
            yield from _done_by(page, fillers, (first, past), at)
        elif lower == "suspected" and _is_said_of(words, at, past):
            yield from _blamed(page, fillers, (first, past), (at, at + 1), "before")
        elif lower in _BLAMING:
            for forms, who in _BLAMING[lower]:
                after = _past_phrase(words, at, forms)
                if after is not None:
                    yield from _blamed(page, fillers, (first, past), (at, after), who)
                    break


def held_for(page: Page, blame: Blame, deeds: Sequence[Deed]) -> Deed:
    """For which attack of a sentence somebody is held responsible: one told right behind, else the last one told
    before.
    """
    words = blame.actors[0].words
    behind = [d for d in deeds if 0 <= d.trigger.span.begin - words.end < _HELD_REACH]
    behind = [d for d in behind if "," not in page.text(Span(words.end, d.trigger.span.begin))]
    before = [d for d in deeds if d.trigger.span.end <= words.begin]
    return (behind[:1] or before[-1:] or deeds[-1:])[0]


def _past_phrase(words: Words, at: int, forms: tuple[str, ...]) -> int | None:
    """The word after a phrase that begins at a word, an adverb inside it left aside: "was also suspected of"."""
    for form in forms:
        if at < len(words) and words.lowers[at] != form and _is_adverb(words.lowers[at]):
            at += 1
        if at >= len(words) or words.lowers[at] != form:
            return None
        at += 1
    return at


def _is_said_of(words: Words, at: int, past: int) -> bool:
    """Whether a participle ends what is said of a subject: "X and Y are suspected."."""
    ends = at + 1 >= past or words.lowers[at + 1] in _ENDS
    return ends and not BE.isdisjoint(words.lowers[max(0, at - 2) : at])


def _is_adverb(lower: str) -> bool:
    return lower in _ADVERBS or lower.endswith("ly")


def _is_done_by(before: list[str]) -> bool:
    """Whether "it was carried out" stands right before a "by", with a pronoun as its subject."""
    done = " ".join(before).endswith(_DONE)
    return done and not _PRONOUNS.isdisjoint(before)


def _done_by(page: Page, fillers: Fillers, sentence: tuple[int, int], at: int) -> Iterator[Blame]:
    words = page.words
    actors = fillers.heads(words.span_of(at + 1, sentence[1]), fillers.is_doer, reach=6) if at + 1 < sentence[1] else []
    guessed = not _GUESSING.isdisjoint(words.lowers[max(sentence[0], at - 9) : at])
    if actors:
        yield Blame(tuple(Fact(m.denotes, m.span, "strike.carried-out-by") for m in actors), not guessed)


def _by_first() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in lexicon.table("blame_phrases"):
        phrase = tuple(row["phrase"].split())
        table.setdefault(phrase[0], []).append((phrase, row["who"]))
    return table


_BLAMING: Final = _by_first()
_TELLING: Final = _BLAMING.keys() | _CLAIMED | {"claimed", "by", "suspected"}


def _claimed(page: Page, fillers: Fillers, first: int, at: int) -> Iterator[Blame]:
    words = page.words
    verb = next(n for n in range(at - 1, first - 1, -1) if words.lowers[n] in _CLAIMING)
    if any(w in _NO_CLAIM for w in words.lowers[max(first, verb - 6) : verb]):
        return
    frame = frame_of(page, words.spans[verb], True)
    actors = fillers.subjects(frame.subject, fillers.is_doer)
    if actors:
        yield Blame(tuple(Fact(m.denotes, m.span, "strike.claimed-responsibility") for m in actors), True)


def _is_for_attack(words: Words, at: int, past: int, attacks: Sequence[Span]) -> bool:
    """Whether responsibility or credit is taken for an attack: "credit for the truce" and bare "credit" are not."""
    if at + 2 >= past or words.lowers[at + 1] != "for":
        return words.lowers[at] == "responsibility"
    near = words.span_of(at + 2, min(past, at + 2 + _FOR_REACH))
    named = any(near.begin <= attack.begin and attack.end <= near.end for attack in attacks)
    taken_up = not _DEEDS.isdisjoint(words.lowers[at + 2 : at + 2 + _DEED_REACH])
    return named or taken_up or words.lowers[at + 2].endswith("ing")


def _claimed_attack(
    page: Page, fillers: Fillers, sentence: tuple[int, int], at: int, attacks: Sequence[Span]
) -> Iterator[Blame]:
    """ "X claimed the attack", "the attack was claimed by X"."""
    words = page.words
    first, past = sentence
    if any(w in _NO_CLAIM for w in words.lowers[max(first, at - 3) : at]):
        return
    if words.lowers[at + 1 : at + 2] == ["by"] and any(attack.end <= words.begins[at] for attack in attacks):
        actors = fillers.heads(words.span_of(at + 2, past), fillers.is_doer, reach=6) if at + 2 < past else []
    else:
        near = words.span_of(at, min(past, at + _OBJECT_REACH))
        told = "that" in words.lowers[at + 1 : at + 3]
        named = [attack for attack in attacks if near.begin < attack.begin and attack.end <= near.end]
        if told or not named or _is_told_of(page, named[-1]):
            return
        actors = fillers.subjects(frame_of(page, words.spans[at], True).subject, fillers.is_doer)
        follows = words.lowers[at + 1] if at + 1 < past else ""
        if follows and follows not in _DETERMINERS and not follows[0].isdigit():
            return
    if actors:
        yield Blame(tuple(Fact(m.denotes, m.span, "strike.claimed") for m in actors), True)


def _is_told_of(page: Page, attack: Span) -> bool:
    """Whether something is said of an attack in a clause of its own: "claimed the explosions were an accident"."""
    words = page.words
    at = words.range_of(attack)[1]
    after = words.lowers[at] if at < len(words) else ""
    return after in AUXILIARIES | MODALS or (page.has_tree and page.tokens(attack).root.dep_.startswith("nsubj"))


def _blamed(
    page: Page, fillers: Fillers, sentence: tuple[int, int], phrase: tuple[int, int], who: str
) -> Iterator[Blame]:
    words = page.words
    (_, past), (at, after) = sentence, phrase
    if who == "after":
        span = words.span_of(after, min(past, after + 12)) if after < past else None
        actors = fillers.heads(span, fillers.is_doer)
    else:
        frame = frame_of(page, words.span_of(at, after), True)
        actors = fillers.subjects(frame.subject, fillers.is_doer)
    actors = [m for m in actors if page.text(m.span).lower() not in _ANYBODY]
    if actors:
        yield Blame(tuple(Fact(m.denotes, m.span, "strike.blamed") for m in actors), False)
