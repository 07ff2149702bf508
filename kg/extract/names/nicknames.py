"""Names of persons with a nickname in quotation marks: John "Jack" Holt."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg import lexicon
from kg.extract.names.found import Found
from kg.extract.names.wording import Wording
from kg.records import ActorKind

_OPENING = frozenset({'"', "“", "‘", "'", "(", "«"})
_CLOSING = frozenset({'"', "”", "’", "'", ")", "»"})
_LONGEST = 4  # words and full stops of a nickname
_LONGEST_SURNAME = 3


def with_nicknames(words: Wording, every: Iterable[Found]) -> Iterator[Found]:
    """The finds, with one name where a given name, a nickname in quotation marks and a surname were several."""
    past = 0
    for each in sorted(every, key=lambda found: (found.first, -found.last)):
        if each.first < past:
            continue
        end = _end(words, each) if each.kind is ActorKind.PERSON else each.last
        past = max(past, end)
        if end == each.last:
            yield each
        else:
            yield replace(
                each, last=end, label=words.written(each.first, each.last) + " " + words.written(*_surname(words, end))
            )


def _end(words: Wording, each: Found) -> int:
    """Where a person's name ends that goes on behind a nickname; its own end where it does not."""
    opening = each.last
    if opening >= len(words) or words.text[opening] not in _OPENING or any(words.broken[opening : opening + 2]):
        return opening
    closing = next(
        (at for at in range(opening + 2, min(opening + 2 + _LONGEST, len(words))) if words.text[at] in _CLOSING), 0
    )
    inside = range(opening + 1, closing)
    bracketed = words.text[opening] == "("
    if not closing or bracketed or not all(words.capital[at] or words.text[at] == "." for at in inside):
        return opening
    end = closing + 1
    while end < min(closing + 1 + _LONGEST_SURNAME, len(words)) and _goes_on(words, end):
        end += 1
    return end if end > closing + 1 else opening


def _goes_on(words: Wording, at: int) -> bool:
    return (
        words.capital[at]
        and words.alphabetic[at]
        and not words.broken[at]
        and words.fold[at] not in lexicon.words("not_names")
    )


def _surname(words: Wording, end: int) -> tuple[int, int]:
    first = end
    while first and words.text[first - 1] not in _CLOSING:
        first -= 1
    return first, end
