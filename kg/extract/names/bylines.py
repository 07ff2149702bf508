"""Who wrote, took or edited what is published: lines around an article that name nobody of its story."""

import re

from kg import lexicon
from kg.extract.names.gazetteer_match import longest_name
from kg.extract.names.wording import Wording
from kg.records import ActorKind

_LONGEST = 14  # words of a byline
_HEAD = 8  # lines in which the byline of an article stands
_BODY = 25  # words of a line from which on it is of the story
_WORKED = re.compile(
    r"(?:[-–—(\[] ?)?(?:with )?(?:additional |further )?"
    r"(?:(?:reporting|writing|editing|translation|input|research|photography) (?:by|from)\b"
    r"|(?:edited|written|reported|compiled|translated|produced) by ?:)",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"(?:[\w’'-]+ ){0,4}(?:correspondent|reporter|editor|staff writer)|reporting from .+", re.IGNORECASE
)
_ROLE = re.compile(r"\b(?:correspondent|reporter|editor|staff|published|updated|with)\b|\d", re.IGNORECASE)
_CREDIT = re.compile(
    r"[(\[]?(?:image|photo|picture|foto|photograph|video)(?: source| credit| by| courtesy)? ?[:,]|credits? ?:",
    re.IGNORECASE,
)
_AUTHOR = re.compile(r"[Bb]y (?=[A-Z])")
_SHORT = 7  # words of a credit
_NAME = range(2, 5)  # words of a name that is a line by itself
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
        following = lines[at + 1] if at + 1 < len(lines) else (last, last)
        office = bool(_OFFICE.fullmatch(words.written(*following))) if following[1] > following[0] else False
        short = last - first <= _SHORT and all(
            words.capital[n] or words.text[n] in _SMALL for n in range(first + 2, last)
        )
        credit = _WORKED.match(written) or (short and _CREDIT.match(written))
        alone = _is_name_line(words, first, last) and (office or (heads and _is_head(words, *following)))
        if credit or alone or (heads and (_is_author(words, first, last, written) or _is_medium(words, first, last))):
            found.update(range(first, following[1] if alone and office else last))
    return frozenset(found)


def _lines(words: Wording) -> list[tuple[int, int]]:
    begins = [at for at in range(len(words)) if at == 0 or words.broken[at]]
    return list(zip(begins, [*begins[1:], len(words)], strict=False))


def _is_name_line(words: Wording, first: int, last: int) -> bool:
    """Whether a line is nothing but a name that the gazetteer does not know: "Ann Holt"."""
    inside = range(first, last)
    if last - first not in _NAME or not all(words.capital[at] and words.alphabetic[at] for at in inside):
        return False
    plain = any(words.fold[at] in lexicon.words("ordinary_words") or words.text[at].isupper() for at in inside)
    return not plain and longest_name(words, first)[0] < last


def _is_head(words: Wording, first: int, last: int) -> bool:
    """Whether a line is a further one of an article's head: a date, a town, a medium."""
    return 0 < last - first <= _SHORT and words.text[last - 1] not in {".", "!", "?"}


def _is_medium(words: Wording, first: int, last: int) -> bool:
    """Whether a line is nothing but the name of a medium."""
    end, meant = longest_name(words, first)
    return end == last and bool(meant) and meant[0].kind is ActorKind.MEDIA_ORGANIZATION


def _is_author(words: Wording, first: int, last: int, written: str) -> bool:
    """ "By Ann Holt and agencies", "Ann Holt in Nairobi", "Ann Holt, Beirut", "Ann H. | Pristina | BIRN"."""
    sentence = words.text[last - 1] in {"!", "?"} or (words.text[last - 1] == "." and len(words.text[last - 2]) > 1)
    if _AUTHOR.match(written) and not sentence:
        return not any(word.endswith("ed") for word in words.fold[first:last])
    barred = next((at for at in range(first + 2, min(first + 4, last)) if words.text[at] in {"|", "with"}), 0)
    if barred and not sentence and _is_name_line(words, first, barred) and _ROLE.search(written):
        return True
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
