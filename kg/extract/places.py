"""Names of places: known ones with their namesakes, and ones with a class noun."""

from kg import lexicon
from kg.extract import vocabulary
from kg.extract.chunks import Chunk
from kg.extract.findings import Findings
from kg.extract.found import Found, Unknown
from kg.extract.wording import Wording
from kg.gazetteer import Entry, seats
from kg.records import ActorKind

_GREAT_CITY = 200_000  # inhabitants; a smaller one's name alone may as well be a surname
_WITH = frozenset({"with", "against", "by", "between"})
_NO_VERBS = frozenset({"and", "to", "also"})


def read_place_name(findings: Findings, first: int, last: int, meant: tuple[Entry, ...], chunk: Chunk) -> int:
    """Adds the place at words first to last, with the chunk around it; gives its end, or ``first`` if it is none."""
    words = findings.words
    if meant:
        end = _read_local_body(findings, first, last)
        if end > first:
            return end
    elif chunk.first == first and chunk.class_words == chunk.last - chunk.first:
        return chunk.last
    if chunk.class_kind == "Place":
        return _read_with_class_noun(findings, first, last, meant, chunk)
    if not meant or (chunk.class_kind and chunk.last > last) or (chunk.last > last and words.capital[last]):
        return first
    if not _is_credible(words, first, last, meant):
        findings.unknown.append(Unknown(first, last))
        return last
    begin = with_direction(words, first)
    known = tuple(entry for entry in meant if entry.is_place) if begin == first else ()
    return findings.add(Found(begin, last, None, words.written(begin, last), "known place", known=known))


def _read_local_body(findings: Findings, first: int, last: int) -> int:
    """ "Maidan Wardak provincial council"; gives ``first`` where no organ follows the place."""
    words = findings.words
    organ = vocabulary.organs().at(words, last) if last < len(words) and not words.broken[last] else last
    if words.phrase(last, organ) not in lexicon.words("local_bodies"):
        return first
    kind = ActorKind(vocabulary.organs().row(words, last, organ)["kind"])
    return findings.add(Found(first, organ, kind, words.written(first, organ), "local body"))


def _read_with_class_noun(findings: Findings, first: int, last: int, meant: tuple[Entry, ...], chunk: Chunk) -> int:
    words = findings.words
    is_province = words.fold[chunk.last - 1] in lexicon.words("administrative_units")
    whole = last == chunk.last - chunk.class_words
    known = tuple(entry for entry in meant if entry.level == "province") if is_province and whole else ()
    begin = with_direction(words, first)
    label = words.written(begin, chunk.last)
    return findings.add(Found(begin, chunk.last, None, label, "place with class noun", known=known))


def with_direction(words: Wording, first: int) -> int:
    """Where a place's name begins with the direction before it: "eastern Aleppo", "south-eastern Ukraine".

    Not after a possessive: in "Syria's northwestern Idlib province" the direction tells where in Syria.
    """
    before = first - 1
    if before < 0 or words.broken[first] or words.fold[before] not in lexicon.words("directions"):
        return first
    if before and words.is_possessive(before - 1):
        return first
    if words.joined[before]:
        return before - 1 if words.fold[before - 1] in lexicon.words("directions") else first
    return before


def read_seat(findings: Findings, at: int) -> int:
    """Adds a state where the seat of its government stands for it ("Moscow said"); gives ``at`` where none does."""
    words = findings.words
    for last in (at + 2, at + 1):
        if last > len(words) or not words.capital[last - 1] or any(words.broken[at + 1 : last]):
            continue
        state = seats().get(words.phrase(at, last))
        if state is not None and _stands_for_government(words, at, last):
            return findings.add(Found(at, last, ActorKind.STATE, state.key, "seat of government", known=(state,)))
    return at


def _stands_for_government(words: Wording, first: int, last: int) -> bool:
    if words.fold[first] in lexicon.words("metonyms"):
        return True
    following = words.fold[last] if last < len(words) and not words.broken[last] else ""
    if words.broken[first] and following in {",", ":"}:
        return False
    before = words.fold[first - 1] if first and not words.broken[first] else ""
    if before in _WITH:
        return not following.isalpha() or following in lexicon.words("sentence_openers")
    if before in lexicon.words("locative_prepositions") or before in {"of", "to", "on"} or words.is_possessive(last):
        return False
    return following in lexicon.words("finite_cues") and following not in _NO_VERBS


def _is_credible(words: Wording, first: int, last: int, meant: tuple[Entry, ...]) -> bool:
    """Whether a known place's name means the place here: many are ordinary words or given names elsewhere."""
    word = words.fold[first]
    if last - first == 1 and any(word in lexicon.words(x) for x in ("given_names", "not_names", "ordinary_words")):
        return is_located(words, first) and not (last < len(words) and words.joined[last])
    if is_located(words, first) or last - first > 1:
        return True
    if words.begins_sentence[first] and word in lexicon.words("sentence_openers"):
        return False
    return any(entry.level == "province" or entry.population >= _GREAT_CITY for entry in meant)


def is_located(words: Wording, first: int) -> bool:
    """Whether the words before a name say that a place follows: "in", "the city of", "seized"."""
    before = first - 1
    if before < 0 or words.broken[first]:
        return False
    if before and words.fold[before] == "the":
        before -= 1
    word = words.fold[before]
    if word == "of" and before:
        return _announces(words.fold[before - 1])
    if word == "on" and before:
        return words.fold[before - 1] in lexicon.words("deeds_on_places")
    located = word in lexicon.words("locative_prepositions") or word in lexicon.words("place_verbs")
    return located or _announces(word)


def _announces(word: str) -> bool:
    return word in lexicon.words("places_before") or word in lexicon.words("directions")
