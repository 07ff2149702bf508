"""Reads a text from left to right and finds what its capitalised phrases name.

At each word the most telling reading wins: a known name, a nationality with what follows it, a title with the person
that it announces, a name that its class noun explains. What stays unexplained is handed on as ``Unknown``.
"""

from kg import lexicon
from kg.extract.names import vocabulary
from kg.extract.names.bodies import read_leaders_body, read_numbered_unit, read_organ_of_state, read_polity
from kg.extract.names.chunks import Chunk, chunk_at
from kg.extract.names.class_names import is_whole_name, read_class_name, read_site, read_the_west
from kg.extract.names.countries import read_country, read_nationality
from kg.extract.names.findings import Findings
from kg.extract.names.found import Found, Unknown
from kg.extract.names.full_names import read_acronym, read_full_name
from kg.extract.names.gazetteer_match import longest_adjective, longest_name, longest_people
from kg.extract.names.pairs import combining_form
from kg.extract.names.persons import begins_title, read_person, read_title
from kg.extract.names.places import is_located, read_local_body, read_place_name
from kg.extract.names.readings import key_of
from kg.extract.names.seats import read_seat
from kg.extract.names.wording import Wording
from kg.gazetteer import Entry
from kg.gazetteer.folding import fold_name
from kg.records import ActorKind, MentionKind

_OPERATIONS = frozenset({"operation", "resolution"})


def read_names(words: Wording) -> Findings:
    """Every name in the words of a text."""
    findings = Findings(words)
    at = 0
    past = len(words)
    while at < past:
        at = max(_read_at(findings, at), at + 1)
    return findings


def _read_at(findings: Findings, at: int) -> int:
    """Reads what begins at a word; gives where to go on (the same word where nothing begins)."""
    words = findings.words
    if not words.alphabetic[at]:
        return read_numbered_unit(findings, at)
    if not words.capital[at] and not _begins_with_particle(words, at):
        return _read_small(findings, at)
    if words.text[at].startswith(("I'", "I’")) or words.is_clock_zone(at):
        return at + 1
    if words.text[at] in lexicon.words("ship_prefixes"):
        return max(chunk_at(words, at).last, at + 1)
    if words.fold[at] in _OPERATIONS and not words.begins_sentence[at]:
        return chunk_at(words, at).last
    for read in (read_acronym, read_seat, read_site):
        end = read(findings, at)
        if end > at:
            return end
    state = combining_form(words, at)
    if state is not None:
        return findings.add(Found(at, at + 1, ActorKind.STATE, state.key, "combining form", known=(state,)))
    if words.fold[at] in lexicon.words("ethnic_groups"):
        return _read_ethnic_group(findings, at)
    return _read_capital(findings, at)


def _read_ethnic_group(findings: Findings, at: int) -> int:
    """ "Kurds" is a name, "Tuareg rebels" describes, "Baloch Liberation Army" is a name of another kind."""
    words, chunk = findings.words, chunk_at(findings.words, at)
    if chunk.class_kind not in {None, "", "Place"} and words.capital[chunk.last - 1]:
        return read_class_name(findings, chunk)
    following = at + 1 < len(words) and not words.broken[at + 1] and words.alphabetic[at + 1]
    end = vocabulary.people().at(words, at + 1) if following else at + 1
    if end == at + 1:
        return findings.add(Found(at, end, ActorKind.COLLECTIVE, words.text[at], "people named"))
    label = words.phrase(at, end)
    return findings.add(Found(at, end, ActorKind.COLLECTIVE, label, "people named", MentionKind.NOMINAL, group=label))


def _begins_with_particle(words: Wording, at: int) -> bool:
    """ "al-Qaeda" begins a name in lower case."""
    if words.fold[at] not in lexicon.words("name_particles") or at + 1 == len(words):
        return False
    return words.joined[at + 1] and words.capital[at + 1]


def _read_small(findings: Findings, at: int) -> int:
    """A title, an organ or a particle in lower case, with the name after it."""
    words = findings.words
    if words.fold[at] not in vocabulary.opening_words():
        return at + 1
    if words.fold[at] in lexicon.words("name_particles") and at + 1 < len(words) and words.capital[at + 1]:
        last, meant = longest_name(words, at)
        if meant and meant[0].kind is not None:
            return _read_known(findings, at, last, meant)
    end = read_organ_of_state(findings, at)
    if end > at:
        return end
    end = read_title(findings, at)
    return end if findings.awaits_person(end) else at + 1


def _read_capital(findings: Findings, at: int) -> int:
    words = findings.words
    last, meant = longest_name(words, at)
    end, state = longest_adjective(words, at)
    if words.fold[at] in lexicon.words("directions") and max(last, end) <= at + 1:
        return _read_open(findings, at)
    if words.text[at + 1 : at + 2] == ["$"] and words.begin[at + 1] == words.end[at]:
        return at + 1
    if state is not None and end >= last:
        return read_nationality(findings, at, end, state)
    end, state = longest_people(words, at)
    if state is not None and end >= last:
        if at and words.fold[at - 1] == "the" and not words.broken[at]:
            return findings.add(Found(at, end, ActorKind.STATE, state.key, "people as state", known=(state,)))
        group = f"{state.key} people"
        return findings.add(
            Found(at, end, ActorKind.COLLECTIVE, words.text[at], "people", MentionKind.NOMINAL, group=group)
        )
    if meant:
        end = _read_known(findings, at, last, meant)
        if end > at:
            return end
    return _read_open(findings, at)


def _read_known(findings: Findings, at: int, last: int, meant: tuple[Entry, ...]) -> int:
    """A known name; gives ``at`` where the words around make it a part of something else."""
    words, best = findings.words, meant[0]
    chunk = chunk_at(words, at)
    if best.kind is ActorKind.STATE:
        return read_country(findings, at, last, meant, chunk)
    if best.kind is None or (meant[-1].kind is None and is_located(words, at) and not words.text[at].isupper()):
        return read_place_name(findings, at, last, meant, chunk)
    if best.kind is ActorKind.PERSON:
        if last < chunk.last and words.capital[last] and last - at == 1 and not begins_title(words, last):
            return at
        body_end = read_leaders_body(findings, at, last, best)
        return body_end if body_end > at else findings.add_person(at, last, best.key, "known person", (best,))
    if chunk.class_kind and chunk.class_kind != "Place" and chunk.last > last:
        return read_class_name(findings, chunk)
    return findings.add(Found(at, last, best.kind, best.key, "known name", known=meant, state=key_of(best.state)))


def _read_open(findings: Findings, at: int) -> int:
    """A capitalised phrase that the gazetteer does not know as a whole."""
    words = findings.words
    chunk = chunk_at(words, at)
    for read in (read_title, read_the_west):
        if read is read_title and _opens_with_class_noun(words, chunk):
            continue  # "General Staff" is no general called Staff
        end = read(findings, at)
        if end > at:
            return end
    if words.fold[at] in lexicon.words("holidays") and at + 1 < len(words):
        return chunk_at(words, at + 1).last if _begins_with_particle(words, at + 1) else at + 1
    if words.is_designation(at):
        end = vocabulary.place_endings().at(words, at + 2)
        label = words.written(at, end)
        return findings.add(Found(at, end, None, label, "place with class noun")) if end > at + 2 else end
    if _is_no_name(words, at, chunk):
        return at + 1
    for read in (read_polity, read_organ_of_state, _read_full_name, _read_person_or_class):
        end = read(findings, at)
        if end > at:
            return end
    return _leave_open(findings, chunk)


def _opens_with_class_noun(words: Wording, chunk: Chunk) -> bool:
    """Whether a phrase opens with a class noun of two words, whose first may be a title too."""
    return vocabulary.class_nouns().at(words, chunk.first) > chunk.first + 1


def _is_no_name(words: Wording, at: int, chunk: Chunk) -> bool:
    word = words.fold[at]
    if words.begins_sentence[at] and word in lexicon.words("sentence_openers"):
        return True
    directs = word in lexicon.words("directions") and at + 1 < len(words) and not chunk.class_words
    if directs and longest_name(words, at + 1)[1]:
        return True
    if word in lexicon.words("not_names"):
        return not is_whole_name(words, chunk)
    if word in lexicon.words("title_modifiers") and begins_title(words, at + 1):
        return True
    return len(words.text[at]) == 1


def _read_full_name(findings: Findings, at: int) -> int:
    """A name that only its acronym explains, and no class noun."""
    return at if chunk_at(findings.words, at).class_kind else read_full_name(findings, at)


def _read_person_or_class(findings: Findings, at: int) -> int:
    chunk = chunk_at(findings.words, at)
    end = read_person(findings, chunk)
    if end > at:
        return end
    return read_class_name(findings, chunk) if chunk.class_kind is not None else at


def _leave_open(findings: Findings, chunk: Chunk) -> int:
    """Keeps a phrase for the second look, up to the next word that begins something known."""
    words, last = findings.words, chunk.first + 1
    while last < chunk.last and not (_begins_known(words, last) and not _is_namesake(words, chunk.first, last)):
        last += 1
    findings.title = None
    end = read_local_body(findings, chunk.first, last)
    if end > chunk.first:
        return end
    if last < len(words) and words.capital[last] and not words.broken[last]:
        end = _deal_end(words, last)
        if end > last:
            return end
    findings.unknown.append(Unknown(chunk.first, last))
    return last


def _deal_end(words: Wording, at: int) -> int:
    """Where the noun ends that makes a name a deal's: "Ohrid Framework Agreement"."""
    for last in range(at + 1, min(at + 3, len(words)) + 1):
        if not words.capital[last - 1] or words.broken[last - 1]:
            break
        if words.fold[last - 1] in lexicon.words("deal_names"):
            return last
    return at


def _is_namesake(words: Wording, first: int, at: int) -> bool:
    """Whether a known surname stands behind another given name: "Maher al-Assad" is not the one whom all know."""
    end, meant = longest_name(words, at)
    if not meant or meant[0].kind is not ActorKind.PERSON or words.text[first].isupper():
        return False
    known = fold_name(meant[0].key).split()
    given = words.fold[first]
    surname_only = known[0] not in words.fold[at:end] and given not in known
    particles = all(word in lexicon.words("name_particles") for word in words.fold[first + 1 : at])
    plain = any(given in lexicon.words(name) for name in ("ordinary_words", "not_names", "honorifics"))
    return surname_only and particles and not plain


def _begins_known(words: Wording, at: int) -> bool:
    meant = longest_name(words, at)[1]
    actor = bool(meant) and meant[0].kind is not None
    return actor or longest_adjective(words, at)[1] is not None or begins_title(words, at)
