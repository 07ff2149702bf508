"""Seats of government: "Moscow denied it" speaks of a state, "an explosion in Moscow" of a city."""

from kg import lexicon
from kg.extract.names import vocabulary
from kg.extract.names.findings import Findings
from kg.extract.names.found import Found
from kg.extract.names.nationality import read_possession
from kg.extract.names.wording import Wording
from kg.gazetteer import Entry, seats
from kg.records import ActorKind, MentionKind

_BODIES = frozenset({ActorKind.GOVERNMENT, ActorKind.ARMED_FORCE})
_OF_TOWNS = frozenset({"police", "council", "authorities", "administration", "force"})  # towns have their own
_BY = frozenset({"with", "against", "by", "between"})
_NO_VERBS = frozenset({"and", "to", "also", "not"})  # finite_cues holds words around verbs too
_BE = frozenset({"is", "was", "are", "were", "be", "been", "being", "has", "have", "had"})
_LINKS = frozenset({"and", "or", "nor", ","})
_ADVERBS = frozenset({"then", "now", "also", "again", "later", "still", "never"})
_MOST_JOINED = 4


def read_seat(findings: Findings, at: int) -> int:
    """Adds a state where the seat of its government stands for it ("Moscow said"); gives ``at`` where none does."""
    words = findings.words
    last, state = _seat_at(words, at)
    body = _body_of_seat(words, at, last, state)
    if body is not None:
        return findings.add(body)
    if state is None or not (_acts(words, at, last) or _is_joined_to_state(findings, at)):
        return at
    return findings.add(Found(at, last, ActorKind.STATE, state.key, "seat of government", known=(state,)))


def _body_of_seat(words: Wording, first: int, last: int, state: Entry | None) -> Found | None:
    """ "Kyiv's army", "Baku's defence ministry": a body of the state, one name with the possessive."""
    if state is None or not words.is_possessive(last) or words.fold[first] in lexicon.words("metonyms"):
        return None
    reading = read_possession(words, first, last + 1, state)
    if reading is None or len(reading.found) != 1 or words.fold[reading.last - 1] in _OF_TOWNS:
        return None
    body = reading.found[0]
    return body if body.form is MentionKind.NAME and body.kind in _BODIES else None


def _seat_at(words: Wording, at: int) -> tuple[int, Entry | None]:
    for last in (at + 2, at + 1):
        if last > len(words) or not words.capital[last - 1] or any(words.broken[at + 1 : last]):
            continue
        state = seats().get(words.phrase(at, last))
        if state is not None:
            return last, state
    return at, None


def _acts(words: Wording, first: int, last: int) -> bool:
    if words.fold[first] in lexicon.words("metonyms"):
        return words.fold[first - 1 : first] != ["in"]
    following = words.fold[last] if last < len(words) and not words.broken[last] else ""
    if following and words.joined[last]:
        return following in lexicon.words("hyphen_deeds")
    if words.broken[first] and following in {",", ":"}:
        return False
    before = words.fold[first - 1] if first and not words.broken[first] else ""
    if before == "by" and _is_done(words, first - 2) and following in lexicon.words("locative_prepositions") | {"as"}:
        return True
    if before in _BY:
        return not following.isalpha() or following in lexicon.words("sentence_openers") or words.is_possessive(last)
    if before == "from":
        return words.fold[first - 2] in lexicon.words("sent_forces")
    if before in lexicon.words("locative_prepositions") or before in {"of", "to", "on", "in"}:
        return before == "on" and words.fold[first - 2 : first - 1] == ["called"]
    if before in lexicon.words("governments_after"):
        return not _goes_on_as_name(words, last)
    if words.is_possessive(last):
        return _possesses_as_state(words, last + 1)
    return _is_subject(words, first, last)


def _is_done(words: Wording, at: int) -> bool:
    """Whether a participle stands at a word: "brokered by Moscow on Monday"."""
    return at >= 0 and words.fold[at].endswith("ed") and not words.broken[at + 1]


def _goes_on_as_name(words: Wording, last: int) -> bool:
    """ "told Washington Post readers", "asked Kabul residents": the seat only tells which."""
    if last >= len(words) or words.broken[last]:
        return False
    return words.capital[last] or vocabulary.people().at(words, last) > last


def _possesses_as_state(words: Wording, at: int) -> bool:
    """ "Tehran's consent", "Pyongyang's regime", "Moscow's envoy"."""
    reach = [words.fold[n] for n in range(at, min(at + 2, len(words))) if not words.broken[n]]
    if not reach:
        return False
    if any(word in lexicon.words("government_possessions") for word in reach):
        return True
    return vocabulary.titles().at(words, at) > at or vocabulary.person_nouns().at(words, at) > at


def _is_subject(words: Wording, first: int, last: int) -> bool:
    """Before a finite verb, alone or with others: "London, Berlin and Paris press Moscow"."""
    end = last
    for joined in range(_MOST_JOINED):
        if end < len(words) and not words.broken[end] and _is_deed(words, _verb_at(words, end), plural=joined > 0):
            return True
        link = end
        while link < len(words) and words.fold[link] in _LINKS:
            link += 1
        if link == end or link >= len(words):
            return False
        end, other = _seat_at(words, link)
        if other is None:
            return False
    return False


def _verb_at(words: Wording, at: int) -> int:
    """Where the verb of a subject may stand: after an adverb, and after ", which"."""
    last = len(words) - 1
    if words.text[at] == "," and at < last and words.fold[at + 1] == "which":
        at = min(at + 2, last)
    return at + 1 if at < last and (words.fold[at].endswith("ly") or words.fold[at] in _ADVERBS) else at


def _is_deed(words: Wording, at: int, plural: bool) -> bool:
    word = words.fold[at]
    if plural and lexicon.words("government_verbs") & {f"{word}s", f"{word}es"}:
        return True
    if word in _BE:
        # "Kyiv was shelled", "Aleppo has been retaken": something is done to the city.
        ahead = [words.fold[n] for n in range(at + 1, min(at + 4, len(words)))]
        done = next((w for w in ahead if w not in _BE and not w.endswith("ly")), "")
        return bool(done) and done not in lexicon.words("place_verbs") and done not in lexicon.words("harm_to_places")
    acts = word in lexicon.words("finite_cues") or word in lexicon.words("government_verbs")
    return acts and word not in _NO_VERBS


def _is_joined_to_state(findings: Findings, at: int) -> bool:
    """ "Washington and Tehran": after a seat that stands for its government, and "and"."""
    words, before = findings.words, findings.found[-1] if findings.found else None
    if before is None or before.rule != "seat of government" or words.broken[at]:
        return False
    between = words.fold[before.last : at]
    return bool(between) and set(between) <= _LINKS
