"""Words of a text that may speak of a deal, by the lexicon, other senses put aside."""

from collections.abc import Iterable
from functools import cache
from typing import Final

from kg import lexicon
from kg.extract.agreements.agreed_verbs import agreed_verbs
from kg.extract.agreements.prisoner_swaps import swaps
from kg.extract.text.learned import Apart, learned
from kg.extract.text.page import Page
from kg.extract.text.words import Words
from kg.records import AgreementKind, Span

_LEAST: Final = 0.9
_ASIDE: Final = 25  # characters: a mark beside a word of deals is part of the same phrase
_LONGEST_NAME: Final = 4
_NO_NAME: Final = lexicon.words("determiners") | lexicon.words("sentence_openers") | lexicon.words("no_deal_names")
_AGREEING: Final = lexicon.words("agreeing_verbs")
_HEADS: Final = frozenset(
    {"treaty", "pact", "accord", "accords", "agreement", "peace", "truce", "armistice", "convention"}
)
_OPEN: Final = frozenset({"context", "paper"})
_WITH: Final = frozenset({"with", "without"})
_OWNER_REACH: Final = 6
_NEAR_OWNER: Final = 3
_HYPHENS: Final = frozenset({"-", "–"})
_MONTHS: Final = frozenset(row["form"] for row in lexicon.table("calendar") if row["kind"] == "month")
_NUMERALS: Final = frozenset({"I", "II", "III", "IV"})


@cache
def _entries() -> dict[str, list[tuple[tuple[str, ...], AgreementKind | None, str]]]:
    by_first: dict[str, list[tuple[tuple[str, ...], AgreementKind | None, str]]] = {}
    for row in lexicon.table("agreement_triggers"):
        phrase = tuple(row["phrase"].replace("-", " - ").split())
        kind = AgreementKind(row["kind"]) if row["kind"] else None
        by_first.setdefault(phrase[0], []).append((phrase, kind, row["sense"]))
    return {first: sorted(rows, key=lambda r: -len(r[0])) for first, rows in by_first.items()}


@cache
def _stoppers() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((row["side"], tuple(row["word"].split())) for row in lexicon.table("agreement_stoppers"))


def agreement_triggers(page: Page) -> list[tuple[Span, AgreementKind | None, str]]:
    """Trigger words in text order, each with its kind and sense: those of the lexicon, and those that only the model
    saw.
    """
    found = list(_lexical(page.words))
    kinds = {kind.value: kind for kind in AgreementKind}
    found += list(swaps(page))
    found += [(span, kind, "agreed") for span, kind in agreed_verbs(page, [span for span, _, _ in found])]
    apart = Apart(span for span, _, _ in found)
    found += [
        (mark.span, kinds[mark.label], "learned")
        for mark in learned(page, "triggers", _LEAST)
        if mark.label in kinds and apart(Span(mark.span.begin - _ASIDE, mark.span.end + _ASIDE))
    ]
    return sorted(found, key=lambda trigger: trigger[0])


def _lexical(words: Words) -> Iterable[tuple[Span, AgreementKind | None, str]]:
    entries, done = _entries(), 0
    for at in [n for n, lower in enumerate(words.lowers) if lower in entries]:
        row = next((r for r in entries[words.lowers[at]] if tuple(words.lowers[at : at + len(r[0])]) == r[0]), None)
        if row is None or at < done:
            continue
        phrase, kind, sense = row
        done = past = at + len(phrase)
        other = sense in _OPEN and (_other_sense(words, at, past) or _is_consent(words, at))
        if not (other or _is_figure(words, at, past)):
            done = _name_end(words, past)
            first = _name_begin(words, at) if _takes_name(words, at, sense) else at
            if not _is_of_body(words, first, done):
                yield words.span_of(first, done), kind, sense


def _takes_name(words: Words, at: int, sense: str) -> bool:
    """Whether capitalised words before a trigger may be its name: always before a plain noun, else where it is
    capitalised itself: "Comprehensive Peace Agreement".
    """
    return sense in _OPEN or (words.forms[at][0].isupper() and at > 0 and words.lowers[at - 1] != ".")


def _name_end(words: Words, past: int) -> int:
    """One past the name that goes on after its capitalised head: "Treaty of Versailles", "Minsk Agreement II"."""
    if words.lowers[past - 1] not in _HEADS or not words.forms[past - 1][0].isupper() or past + 1 >= len(words):
        return past
    end = past + 1
    while end < len(words) and words.lowers[past] == "of" and _goes_on(words, end):
        end += 1 + (words.lowers[end] in _HYPHENS)
    if end > past + 1:
        return end
    return past + 1 if words.forms[past] in _NUMERALS else past


def _is_figure(words: Words, at: int, past: int) -> bool:
    """Whether a word stands in a phrase for something else: "flag of truce", "a ceasefire resolution"."""
    return _is_stopped(words, at, past, "ever before", "ever after")


def _other_sense(words: Words, at: int, past: int) -> bool:
    return _is_stopped(words, at, past, "before", "after")


def _is_stopped(words: Words, at: int, past: int, before: str, after: str) -> bool:
    for side, stopper in _stoppers():
        length = len(stopper)
        if side == before and tuple(words.lowers[max(0, at - length) : at]) == stopper:
            return True
        if side == after and tuple(words.lowers[past : past + length]) == stopper:
            return True
    return False


def _is_consent(words: Words, at: int) -> bool:
    """Whether agreement is somebody's consent: "with Baghdad's agreement", "without the agreement of the council"."""
    before = words.lowers[max(0, at - _OWNER_REACH) : at]
    owned = before[-1:] == ["'s"] or before[-1:] in (["its"], ["their"], ["his"], ["her"])
    if owned and not _WITH.isdisjoint(before):
        return True
    bare = [w for w, form in zip(before, words.forms[at - len(before) : at], strict=True) if form[0].islower()]
    if words.lowers[at] == "agreement" and bare[-1:] and bare[-1] in _WITH and before[-_NEAR_OWNER:].count(bare[-1]):
        return True
    plain = words.forms[at].islower() and words.lowers[at + 1 : at + 2] == ["of"]
    return plain and before[-2:] in (["with", "the"], ["without", "the"])


def _goes_on(words: Words, at: int) -> bool:
    """Whether a word or a hyphen with a capitalised word behind it goes on with a name."""
    here = at + 1 if words.lowers[at] in _HYPHENS and at + 1 < len(words) else at
    near = words.text[words.spans[at - 1].end : words.spans[here].begin]
    capital = words.forms[here][0].isupper() and words.forms[here].isalpha()
    return capital and len(near) <= 1 and words.lowers[here] not in _MONTHS


def _is_of_body(words: Words, first: int, past: int) -> bool:
    """Whether a capitalised deal is part of the name of a body: "Government of National Accord"."""
    if not words.forms[past - 1][0].isupper():
        return False
    after = words.forms[past] if past < len(words) and words.spans[past - 1].end + 1 == words.spans[past].begin else ""
    if after[:1].isupper() and after.lower() in lexicon.words("deal_bodies"):
        return True
    return (
        first > 1
        and words.lowers[first - 1] == "of"
        and words.forms[first - 2][0].isupper()
        and words.lowers[first - 2] in lexicon.words("deal_bodies")
    )


def _name_begin(words: Words, at: int) -> int:
    """Capitalised words right before make the deal's name: "Sochi agreement", "Sykes–Picot Agreement"."""
    first = at
    while first > 0 and at - first < _LONGEST_NAME and _is_name_part(words, first - 1):
        first -= 1
    while 1 < first < at and words.lowers[first - 1] in _HYPHENS and _is_double(words, first):
        first -= 2
    return first


def _is_double(words: Words, first: int) -> bool:
    """Whether a capitalised word stands before the hyphen before a word, as part of one name with it."""
    joined = words.spans[first - 2].end + 1 == words.spans[first].begin
    return joined and words.forms[first - 2][0].isupper() and words.lowers[first - 2] not in _NO_NAME


def _is_name_part(words: Words, number: int) -> bool:
    form = words.forms[number]
    return (
        form[0].isupper()
        and form.isalpha()
        and words.lowers[number] not in _NO_NAME | _AGREEING
        and words.spans[number].end + 1 == words.spans[number + 1].begin
    )
