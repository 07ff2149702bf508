"""Who wrote, took or edited what is published: lines around an article that name nobody of its story."""

import re

from kg.extract.names.gazetteer_match import longest_name
from kg.extract.names.wording import Wording
from kg.records import ActorKind

_LONGEST = 14  # words of a byline
_HEAD = 8  # lines in which the byline of an article stands
_BODY = 25  # words of a line from which on it is of the story
_WORKED = re.compile(
    r"(?:[-–—(\[] ?)?(?:with )?(?:additional |further )?"
    r"(?:reporting|writing|editing|translation|input|research|photography) (?:by|from)\b",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"[(\[]?(?:image|photo|picture|foto|photograph|video)(?: source| credit| by| courtesy)? ?[:,]|credits? ?:",
    re.IGNORECASE,
)
_AUTHOR = re.compile(r"[Bb]y (?=[A-Z])")
_SHORT = 7  # words of a credit
_SMALL = frozenset({"in", "and", "at", "&", "|", ",", "/", "-", "–", "—", "•", "·", ".", "for"})


def byline_words(words: Wording) -> frozenset[int]:
    """The words of bylines and credits."""
    lines = _lines(words)
    body = next((at for at, (first, last) in enumerate(lines) if last - first >= _BODY), len(lines))
    found: set[int] = set()
    for at, (first, last) in enumerate(lines):
        if last - first > _LONGEST:
            continue
        written = words.written(first, last)
        heads = 0 < at < min(body, _HEAD)
        short = last - first <= _SHORT and all(
            words.capital[n] or words.text[n] in _SMALL for n in range(first + 2, last)
        )
        credit = _WORKED.match(written) or (short and _CREDIT.match(written))
        if credit or (heads and _is_author(words, first, last, written)):
            found.update(range(first, last))
    return frozenset(found)


def _lines(words: Wording) -> list[tuple[int, int]]:
    begins = [at for at in range(len(words)) if at == 0 or words.broken[at]]
    return list(zip(begins, [*begins[1:], len(words)], strict=False))


def _is_author(words: Wording, first: int, last: int, written: str) -> bool:
    """ "By Ann Holt and agencies", "Ann Holt in Nairobi", "Ann Holt, Beirut", "Ann H. | Pristina | BIRN"."""
    sentence = words.text[last - 1] in {"!", "?"} or (words.text[last - 1] == "." and len(words.text[last - 2]) > 1)
    if _AUTHOR.match(written) and not sentence:
        return not any(word.endswith("ed") for word in words.fold[first:last])
    if last - first < 3 or not all(words.capital[at] or words.text[at] in _SMALL for at in range(first, last)):
        return False
    parts = [at for at in range(first + 2, last) if words.text[at] in {"in", ",", "|"}]
    if not parts or parts[0] - first > 4 or sentence:
        return False
    end, meant = longest_name(words, first)
    named = end == parts[0] and bool(meant)
    medium = named and meant[0].kind is ActorKind.MEDIA_ORGANIZATION
    person = not meant and all(words.alphabetic[at] or words.text[at] == "." for at in range(first, parts[0]))
    located = parts[0] + 1 < last and bool(longest_name(words, parts[0] + 1)[1])
    return (medium or person) and located
