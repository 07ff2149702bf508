"""Names and adjectives of states: as an actor, as a place, or as part of a longer name."""

from kg import lexicon
from kg.extract.names import nationality, vocabulary
from kg.extract.names.bodies import unit_end
from kg.extract.names.chunks import Chunk, chunk_at
from kg.extract.names.class_names import read_class_name
from kg.extract.names.findings import Findings
from kg.extract.names.found import Found
from kg.extract.names.places import is_located, read_place_name
from kg.extract.names.readings import Reading
from kg.extract.names.state_use import is_place
from kg.extract.names.wording import Wording
from kg.gazetteer import Entry
from kg.records import ActorKind

_LISTING = frozenset({",", "and", "or", "the", "/"})
_NAMES_OF_OTHERS = frozenset({"Organization", "MediaOrganization", "ArmedGroup"})


def read_nationality(findings: Findings, at: int, adjective_end: int, state: Entry) -> int:
    """Reads on from an adjective of nationality; gives where to go on."""
    words = findings.words
    unit = unit_end(words, adjective_end) if adjective_end < len(words) and not words.broken[adjective_end] else 0
    if unit > adjective_end:
        label = words.written(at, unit)
        return findings.add(Found(at, unit, ActorKind.ARMED_FORCE, label, "numbered unit", state=state.key))
    chunk = chunk_at(words, at)
    if chunk.class_kind is not None and chunk.last > adjective_end and words.capital[chunk.last - 1]:
        if not chunk.class_kind:
            return chunk.last
        if chunk.class_kind == "Place":
            return read_place_name(findings, at, chunk.last, (), chunk)
        # "Syrian Red Crescent" is a name of its own; "Syrian Army" is an organ of the state.
        long_enough = chunk.last - at > (2 if chunk.class_kind == "ArmedGroup" else 1)
        is_organ = vocabulary.organs().at(words, adjective_end) >= chunk.last
        if chunk.class_kind in _NAMES_OF_OTHERS and long_enough and not is_organ:
            return read_class_name(findings, chunk)
    return _take(findings, nationality.read(words, at, adjective_end, state))


def read_country(findings: Findings, at: int, last: int, meant: tuple[Entry, ...], chunk: Chunk) -> int:
    """Reads a country's name; gives where to go on."""
    words = findings.words
    if chunk.last > last and chunk.class_kind in {"", "Organization", "MediaOrganization"}:
        return read_class_name(findings, chunk)
    if words.is_possessive(last):
        reading = nationality.read_possession(words, at, last + 1, meant[0])
        if reading is not None:
            return _take(findings, reading)
    reading = nationality.read(words, at, last, meant[0], name=True)
    if not reading.plain:
        return _take(findings, reading)
    if is_place(words, at, last) or _after_place(findings, at, last):
        return _add_place(findings, at, last, meant)
    if _in_list_after_place(findings, at):
        return findings.add(Found(at, last, None, meant[0].key, "country in a list of places", known=meant))
    return findings.add(Found(at, last, ActorKind.STATE, meant[0].key, "country as state", known=meant))


def _take(findings: Findings, reading: Reading) -> int:
    for found in reading.found:
        findings.add(found)
    if reading.title is not None:
        findings.announce(*reading.title)
    return reading.last


def _add_place(findings: Findings, at: int, last: int, meant: tuple[Entry, ...]) -> int:
    words = findings.words
    directed = at > 0 and not words.broken[at] and words.fold[at - 1] in lexicon.words("directions")
    if not directed:
        return findings.add(Found(at, last, None, meant[0].key, "country as place", known=meant))
    first = at - 2 if words.joined[at - 1] and words.fold[at - 2] in lexicon.words("directions") else at - 1
    return findings.add(Found(first, last, None, words.written(first, last), "part of a country"))


def _after_place(findings: Findings, at: int, last: int) -> bool:
    """ "Mosul, Iraq": a country after a place and a comma."""
    words = findings.words
    if at == 0 or words.text[at - 1] != ",":
        return False
    before = findings.found[-1] if findings.found else None
    if findings.unknown and findings.unknown[-1].last == at - 1:
        first = findings.unknown[-1].first
        follows_place = (
            before is not None and before.is_place and before.last == first - 1 and words.text[first - 1] == ","
        )
        return follows_place or is_located(words, first) or _closes(words, last)
    if before is None or not before.is_place or before.last != at - 1 or _begins_clause(words, last):
        return False
    return not (before.known and before.known[0].kind is ActorKind.STATE)


def _closes(words: Wording, last: int) -> bool:
    """ "a line to Igoumenitsa, Greece.": a phrase ends with a country, which no verb or list follows."""
    if last == len(words) or words.broken[last]:
        return True
    goes_on = words.text[last] == "," and last + 1 < len(words) and words.capital[last + 1]
    return words.text[last] in {".", ";", ")", ","} and not goes_on


def _begins_clause(words: Wording, last: int) -> bool:
    """ "After the fall of Mosul, Iraq declared …": a verb follows at once, whose subject the country is."""
    if last >= len(words) or words.broken[last]:
        return False
    following = words.fold[last]
    known = any(following in lexicon.words(name) for name in ("government_verbs", "speaking_verbs"))
    return known or (following.endswith("ed") and following.isalpha())


def _in_list_after_place(findings: Findings, at: int) -> bool:
    """A country joined by a comma, "and" or "or" to one that only locates."""
    before = findings.found[-1] if findings.found else None
    if before is None or not before.is_place or findings.words.broken[at]:
        return False
    between = set(findings.words.fold[before.last : at])
    return between <= _LISTING and bool(between - {"the"})
