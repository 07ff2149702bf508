"""Names of places: known ones with their namesakes, and ones with a class noun."""

from functools import cache

from kg import lexicon
from kg.extract.names import vocabulary
from kg.extract.names.chunks import Chunk
from kg.extract.names.findings import Findings
from kg.extract.names.found import Found, Unknown
from kg.extract.names.wording import Wording
from kg.gazetteer import Entry, by_name
from kg.records import ActorKind

_BULLETS = frozenset("*•·-–—")
_DATELINE_MARKS = frozenset(",:(–—")
_SHIP_VERBS = frozenset({"was", "is", "has", "had", "sank", "sunk", "sailed", "caught", "carried", "docked"})
_GREAT_CITY = 200_000  # inhabitants; a smaller one's name alone may as well be a surname


def read_place_name(findings: Findings, first: int, last: int, meant: tuple[Entry, ...], chunk: Chunk) -> int:
    """Adds the place at words first to last, with the chunk around it; gives its end, or ``first`` if it is none."""
    words = findings.words
    if meant:
        end = read_local_body(findings, first, last)
        if end > first:
            return end
    elif chunk.first == first and chunk.class_words == chunk.last - chunk.first:
        return chunk.last
    if chunk.class_kind == "Place" and chunk.last >= last:
        return _read_with_class_noun(findings, first, last, meant, chunk)
    if not meant or (chunk.last > last and not _names_holder(words, first, last, chunk)):
        return first
    if is_ship(words, first, last, meant):
        findings.ships.add(words.phrase(first, last))
        return last
    if not _is_credible(words, first, last, meant):
        findings.unknown.append(Unknown(first, last))
        return last
    begin = with_direction(words, first)
    known = tuple(entry for entry in meant if entry.is_place) if begin == first else ()
    return findings.add(Found(begin, last, None, words.written(begin, last), "known place", known=known))


def is_ship(words: Wording, first: int, last: int, meant: tuple[Entry, ...]) -> bool:
    """ "the Saratov was sunk": no town's name alone has an article, but those of ships called after towns have."""
    if not first or words.fold[first - 1] != "the" or words.broken[first] or last == len(words):
        return False
    if not words.tells_of_ships:
        return False
    towns = all(entry.level in {"city", "province"} for entry in meant)
    if not towns or words.phrase(first - 1, last) in by_name():
        return False
    if words.broken[last]:
        return False
    ends = words.text[last] in {".", ";", ")"}
    aside = words.text[last] == "," and last + 1 < len(words) and not words.capital[last + 1]
    return ends or aside or words.fold[last] in _SHIP_VERBS or words.fold[last] in _not_listing()


def is_called_ship(findings: Findings, each: Found) -> bool:
    """Whether a town's name with an article stands for a ship of the article."""
    words = findings.words
    article = each.first > 0 and words.fold[each.first - 1] == "the"
    return each.is_place and article and words.phrase(each.first, each.last) in findings.ships


@cache
def _not_listing() -> frozenset[str]:
    """Function words that begin no further member of a list."""
    return (lexicon.words("sentence_openers") | lexicon.words("finite_cues")) - {"and", "or"}


def _names_holder(words: Wording, first: int, last: int, chunk: Chunk) -> bool:
    """Whether the name of an office's holder follows a place: "the mayor of London Sadiq Khan"."""
    named = chunk.class_row is None and chunk.last - last > 1 and not words.joined[last]
    if not named or first < 2 or words.fold[first - 1] != "of" or words.broken[first]:
        return False
    offices = (vocabulary.titles(), vocabulary.person_nouns())
    return any(phrases.at(words, first - 2) == first - 1 for phrases in offices)


def read_local_body(findings: Findings, first: int, last: int) -> int:
    """ "Herat provincial council"; gives ``first`` where no organ follows the place."""
    words = findings.words
    organ = vocabulary.organs().at(words, last) if last < len(words) and not words.broken[last] else last
    if words.phrase(last, organ) not in lexicon.words("local_bodies"):
        return first
    kind = ActorKind(vocabulary.organs().row(words, last, organ)["kind"])
    return findings.add(Found(first, organ, kind, words.written(first, organ), "local body"))


def _read_with_class_noun(findings: Findings, first: int, last: int, meant: tuple[Entry, ...], chunk: Chunk) -> int:
    words = findings.words
    if _only_describes(words, chunk):
        return chunk.last
    is_province = words.fold[chunk.last - 1] in lexicon.words("administrative_units")
    whole = last == chunk.last - chunk.class_words
    known = tuple(entry for entry in meant if entry.level == "province") if is_province and whole else ()
    begin = with_direction(words, first)
    if last == chunk.last and begin == first:
        known = tuple(entry for entry in meant if entry.is_place)
    label = words.written(begin, chunk.last)
    return findings.add(Found(begin, chunk.last, None, label, "place with class noun", known=known))


def _only_describes(words: Wording, chunk: Chunk) -> bool:
    """ "Security checkpoints", "an Army base": a common noun whose modifier alone has a capital."""
    head = chunk.last - chunk.class_words
    if head - chunk.first != 1 or words.capital[head]:
        return False
    modifier = words.fold[chunk.first]
    opens = words.begins_sentence[chunk.first] and modifier in lexicon.words("ordinary_words")
    return opens or modifier in vocabulary.organs().rows


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


def _is_credible(words: Wording, first: int, last: int, meant: tuple[Entry, ...]) -> bool:
    """Whether a known place's name means the place here: many are ordinary words or given names elsewhere."""
    word = words.fold[first]
    if last - first == 1 and any(word in lexicon.words(x) for x in ("given_names", "not_names", "ordinary_words")):
        return is_located(words, first) and not (last < len(words) and words.joined[last])
    if is_located(words, first) or last - first > 1 or _is_dateline(words, first, last):
        return True
    if words.begins_sentence[first] and word in lexicon.words("sentence_openers"):
        return False
    return any(entry.level in {"province", "region"} or entry.population >= _GREAT_CITY for entry in meant)


def _is_dateline(words: Wording, first: int, last: int) -> bool:
    """ "Sloviansk, 9 p.m.", "Anbar: army finds arms": a place opens a line or bullet."""
    opens = words.broken[first] or (first > 0 and words.text[first - 1] in _BULLETS and words.broken[first - 1])
    return opens and last < len(words) and not words.broken[last] and words.text[last] in _DATELINE_MARKS


def is_located(words: Wording, first: int) -> bool:
    """Whether the words before a name say that a place follows: "in", "the city of", "seized"."""
    before = first - 1
    if before < 0 or words.broken[first]:
        return False
    if before and words.fold[before] == "the":
        before -= 1
    word = words.fold[before]
    if word == "of" and before:
        return _announces(words.fold[before - 1]) or words.fold[before - 1] in lexicon.words("places_after_of")
    if word == "to" and before:
        return any(words.fold[at] in lexicon.words("motion_words") for at in range(max(0, before - 2), before))
    if word == "on" and before:
        return words.fold[before - 1] in lexicon.words("deeds_on_places")
    located = word in lexicon.words("locative_prepositions") or word in lexicon.words("place_verbs")
    return located or _announces(word)


def _announces(word: str) -> bool:
    return word in lexicon.words("places_before") or word in lexicon.words("directions")
