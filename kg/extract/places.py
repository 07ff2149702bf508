"""Names of places: known ones with their namesakes, ones with a class noun, and unknown ones told by the words around."""

from typing import TYPE_CHECKING

from kg import lexicon
from kg.extract import vocabulary
from kg.extract.chunks import Chunk
from kg.extract.found import Found, Unknown
from kg.extract.wording import Wording
from kg.gazetteer import Entry, seats
from kg.records import ActorKind


if TYPE_CHECKING:
    from kg.extract.name_reader import NameReader

ADMINISTRATIVE = frozenset("province governorate oblast region state county prefecture district".split())
_GREAT_CITY = 200_000
_LOCAL_BODIES = frozenset({"provincial council", "police", "police force"})


def read_place_name(reader: "NameReader", first: int, last: int, meant: tuple[Entry, ...], chunk: Chunk) -> int:
    """Adds the place that begins at a word; gives where it ends, or ``first`` where the words are no place's name after all."""
    words = reader.words
    organ = vocabulary.organs().at(words, last) if meant and last < len(words) and not words.broken[last] else last
    if organ > last and words.phrase(last, organ) in _LOCAL_BODIES:
        kind = ActorKind(vocabulary.organs().row(words, last, organ)["kind"])
        reader.add(Found(first, organ, kind, reader.text(first, organ), "local body"))
        return organ
    row = chunk.class_row
    if row is not None and chunk.class_words == chunk.last - chunk.first and chunk.first == first and not meant:
        return chunk.last
    if row is not None and row["kind"] == "Place" and chunk.last >= last:
        name_end = chunk.last - chunk.class_words
        provinces = tuple(e for e in meant if e.level == "province") if words.fold[chunk.last - 1] in ADMINISTRATIVE and last == name_end else ()
        begin = _with_direction(words, first)
        reader.add(Found(begin, chunk.last, None, reader.text(begin, chunk.last), "place with class noun", known=provinces))
        return chunk.last
    if row is not None and row["kind"] and chunk.last > last and row["kind"] != "Place":
        return first
    if not meant:
        return first
    if chunk.last > last and words.capital[last]:
        return first
    if not _is_credible(words, first, last, meant):
        reader.unknown.append(Unknown(first, last))
        return last
    begin = _with_direction(words, first)
    known = meant if begin == first else ()
    reader.add(Found(begin, last, None, reader.text(begin, last), "known place", known=tuple(e for e in known if e.is_place)))
    return last


def _with_direction(words: Wording, first: int) -> int:
    """Takes a direction before the name in: "eastern Aleppo", "East Mosul"."""
    before = first - 1
    if before >= 0 and not words.broken[first] and words.fold[before] in lexicon.words("directions"):
        if before and words.is_possessive(before - 1):
            return first
        if words.joined[before]:
            return before - 1 if words.fold[before - 1] in lexicon.words("directions") else first
        return before
    return first


def read_seat(reader: "NameReader", at: int) -> int:
    """Adds a state where the seat of its government stands for it ("Moscow said"); gives ``at`` where none does."""
    words = reader.words
    for last in (at + 2, at + 1):
        state = seats().get(words.phrase(at, last)) if last <= len(words) and words.capital[last - 1] else None
        if state is not None and not (last == at + 2 and words.broken[at + 1]) and _stands_for_government(words, at, last):
            reader.add(Found(at, last, ActorKind.STATE, state.key, "seat of government", known=(state,)))
            return last
    return at


def _stands_for_government(words: Wording, first: int, last: int) -> bool:
    if words.fold[first] in {"kremlin", "downing", "whitehall", "elysee"}:
        return True
    if words.broken[first] and last < len(words) and words.text[last] in {",", ":"}:
        return False
    before = words.fold[first - 1] if first and not words.broken[first] else ""
    if before in {"with", "against", "by", "between"}:
        return last >= len(words) or not words.alphabetic[last] or words.fold[last] in lexicon.words("sentence_openers")
    if before in lexicon.words("locative_prepositions") or before in {"of", "to", "on"} or words.is_possessive(last):
        return False
    return last < len(words) and not words.broken[last] and words.fold[last] in lexicon.words("finite_cues") and words.fold[last] not in {"and", "to", "also"}


def _is_credible(words: Wording, first: int, last: int, meant: tuple[Entry, ...]) -> bool:
    """Whether a known place's name means the place here: many are ordinary words or surnames elsewhere."""
    if last - first == 1 and any(words.fold[first] in lexicon.words(name) for name in ("given_names", "not_names", "ordinary_words")):
        return is_located(words, first) and not (last < len(words) and words.joined[last])
    if is_located(words, first) or last - first > 1:
        return True
    if words.begins_sentence[first] and words.fold[first] in lexicon.words("sentence_openers"):
        return False
    return any(e.level == "province" or e.population >= _GREAT_CITY for e in meant)


def is_located(words: Wording, first: int) -> bool:
    """Whether the words before a name say that a place follows."""
    before = first - 1
    if before < 0 or words.broken[first]:
        return False
    if words.fold[before] == "the":
        before -= 1
    word = words.fold[before]
    if word in lexicon.words("locative_prepositions") or word in lexicon.words("places_before") or word in lexicon.words("directions"):
        return True
    if word == "of" and before:
        return words.fold[before - 1] in lexicon.words("places_before") or words.fold[before - 1] in lexicon.words("directions")
    return word in lexicon.words("place_verbs")


