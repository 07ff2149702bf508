"""Capitalised phrases: where one ends, and which class noun explains it."""

from collections.abc import Mapping
from dataclasses import dataclass

from kg import lexicon
from kg.extract.names import vocabulary
from kg.extract.names.wording import Wording
from kg.records import ActorKind

_LINKS = frozenset({"of", "for", "in", "to", "on"})
_WHEREABOUTS = frozenset({"in", "on", "to"})  # after a force they tell where it is or whom it fires on
_LONGEST = 12
_PARTY = "party"
_ABSTRACT = ("tion", "tions", "ment", "ysis", "ance", "ence", "ship", "ity")
_LONGEST_TAIL = 5
_LONGEST_FIELD = 3  # words of the second of two fields of a body
_PREPOSITIONS = frozenset({"at", "as", "an", "for", "in"})  # of the particles only before a hyphen: "at-Tanf"


@dataclass(frozen=True, slots=True)
class Chunk:
    """Words first to last (exclusive); class_row: the lexicon's row of the class noun, class_words: how many it has."""

    first: int
    last: int
    class_row: Mapping[str, str] | None = None
    class_words: int = 0
    ends_in_class_noun: bool = False

    @property
    def class_kind(self) -> str | None:
        """What the class noun tells: a kind of actor, ``Place``, empty for what is neither; None without class noun."""
        return None if self.class_row is None else self.class_row["kind"]


def chunk_at(words: Wording, first: int) -> Chunk:
    """The capitalised phrase that begins at a word, with links ("Army of Victory") and the class noun of a place."""
    run_end = _run_end(words, first)
    last = _linked(words, first, run_end)
    noun, end = _lower_ending(words, last)
    if end > noun:
        return Chunk(first, end, vocabulary.class_nouns().row(words, noun, end), end - last, True)
    row, count = _last_class(words, first, last)
    if row is not None:
        return Chunk(first, last, row, count, True)
    row, count = _first_class(words, first, last)
    if row is None and last > run_end:
        # "Tunisian League for Human Rights": the class noun stands before the link.
        row, count = _last_class(words, first, run_end)
    return Chunk(first, last, row, count)


def _run_end(words: Wording, first: int) -> int:
    """End of the unbroken run of capitalised words, with the particles between them."""
    last = first + 1
    particles = lexicon.words("name_particles")
    while last < min(len(words), first + _LONGEST) and not words.broken[last]:
        if _is_other_name(words, first, last):
            break
        if words.capital[last] and words.alphabetic[last] and not _is_no_name(words, last):
            last += 1
        elif (
            words.fold[last] in particles
            and last + 1 < len(words)
            and (words.joined[last + 1] or words.fold[last] not in _PREPOSITIONS)
            and words.capital[last + 1]
            and not words.broken[last + 1]
        ):
            last += 2
        elif _is_tail(words, first, last):
            last += 1
        else:
            break
    return last


def _is_tail(words: Wording, first: int, at: int) -> bool:
    """Whether a name goes on in small letters after a hyphen: "Kwong Chun-yu"."""
    return (
        words.joined[at]
        and at - first > 1
        and words.fold[at].isalpha()
        and len(words.fold[at]) <= _LONGEST_TAIL
        and words.fold[at] not in lexicon.words("name_combiners")
    )


def _is_other_name(words: Wording, first: int, at: int) -> bool:
    """Whether a person's name begins right after a province or a body: "Luhansk Oblast Serhiy Haidai"."""
    if at + 1 >= len(words) or not (words.capital[at] and words.capital[at + 1]) or words.joined[at]:
        return False
    before = words.text[at - 1]
    if before.isupper() and len(before) > 2 and at - 1 == first:
        return words.fold[at] in lexicon.words("given_names")
    if at - first < 2 or words.fold[at - 1] not in lexicon.words("administrative_units") or words.broken[at + 1]:
        return False
    both = range(at, at + 2)
    return not any(
        words.text[n].isupper()
        or words.fold[n] in lexicon.words("ordinary_words")
        or vocabulary.class_nouns().at(words, n) > n
        for n in both
    )


def _is_no_name(words: Wording, at: int) -> bool:
    if words.fold[at] in lexicon.words("not_names"):
        return not _leads_to_class_noun(words, at)
    end = vocabulary.titles().at(words, at)
    return end > at and words.phrase(at, end) not in lexicon.words("titles_in_names")


def _leads_to_class_noun(words: Wording, at: int) -> bool:
    """Whether an adjective that is no name by itself stands before the noun of a body: "Kurdistan Democratic Party"."""
    following = at + 1
    if following >= len(words) or not words.capital[following] or words.broken[following]:
        return False
    end = vocabulary.class_nouns().at(words, following)
    if end == following:
        return False
    row = vocabulary.class_nouns().row(words, following, end)
    return "last" in row["position"] and row["kind"] == ActorKind.ORGANIZATION.value


def _linked(words: Wording, first: int, last: int) -> int:
    """ "Army of Victory", "National Directorate for Security": a class noun, a link and a further name."""
    while (
        last + 1 < len(words) and words.fold[last] in _LINKS and not words.broken[last] and not words.broken[last + 1]
    ):
        after = last + 1 + (words.fold[last + 1] == "the")
        if after >= len(words) or not words.capital[after] or not _takes_link(words, first, last):
            break
        last = _run_end(words, after)
        last = _with_second_field(words, after, last)
    return last


def _with_second_field(words: Wording, field: int, last: int) -> int:
    """Where the fields of a body end, of which two may be joined: "Committee on Ways and Means"."""
    if last + 1 >= len(words) or words.fold[last] != "and" or any(words.broken[last : last + 2]):
        return last
    end = last + 1
    while end < len(words) and end - last <= _LONGEST_FIELD and _is_field(words, end) and not words.broken[end]:
        end += 1
    goes_on = end < len(words) and words.capital[end] and not words.broken[end]
    return end if end > last + 1 and not goes_on and all(_is_field(words, at) for at in range(field, last)) else last


def _is_field(words: Wording, at: int) -> bool:
    """Whether a word with a capital is one of the language, and names no body of its own."""
    return (
        words.capital[at]
        and (words.fold[at] in lexicon.words("ordinary_words") or words.fold[at].endswith(_ABSTRACT))
        and not words.text[at].isupper()
        and vocabulary.class_nouns().at(words, at) == at
        and vocabulary.titles().at(words, at) == at
    )


def _takes_link(words: Wording, first: int, last: int) -> bool:
    for length in (2, 1):
        begin = last - length
        if begin >= first and vocabulary.class_nouns().at(words, begin) == last:
            row = vocabulary.class_nouns().row(words, begin, last)
            armed = row["kind"] in {ActorKind.ARMED_GROUP.value, ActorKind.ARMED_FORCE.value}
            somewhere = armed or words.fold[begin] == _PARTY
            return "first" in row["position"] and not (somewhere and words.fold[last] in _WHEREABOUTS)
    chains = words.fold[last - 1] in lexicon.words("chaining_nouns") or (
        words.fold[last] == "of" and words.fold[last - 1].endswith(_ABSTRACT)
    )
    return chains and any(words.fold[at] in _LINKS for at in range(first + 1, last - 1))


def _lower_ending(words: Wording, last: int) -> tuple[int, int]:
    """A place's class noun in lower case after the name, "Idlib province", or after a number, "Rashideen 4 area"."""
    at = last
    if at < len(words) and words.text[at].isdigit() and at + 1 < len(words):
        at += 1
    if at >= len(words) or words.broken[at] or words.capital[at]:
        return last, last
    end = vocabulary.place_endings().at(words, at)
    if end == at or words.fold[end - 1] in lexicon.words("vague_places"):
        return last, last
    # "Herat city council": the noun belongs to what follows.
    following = words.fold[end] if end < len(words) and not words.broken[end] else ""
    named_after = following == "of" and end + 1 < len(words) and words.capital[end + 1]
    settlement = words.fold[end - 1] in lexicon.words("settlement_nouns")
    goes_on = following in lexicon.words("town_bodies") or (named_after and settlement)
    return (last, last) if goes_on else (at, end)


def _last_class(words: Wording, first: int, last: int) -> tuple[Mapping[str, str] | None, int]:
    for length in (2, 1):
        begin = last - length
        if begin >= first and vocabulary.class_nouns().at(words, begin) == last:
            row = vocabulary.class_nouns().row(words, begin, last)
            if "last" in row["position"]:
                return row, length
    return None, 0


def _first_class(words: Wording, first: int, last: int) -> tuple[Mapping[str, str] | None, int]:
    end = vocabulary.class_nouns().at(words, first)
    if first < end < last:
        row = vocabulary.class_nouns().row(words, first, end)
        if "first" in row["position"] and (words.fold[first] != _PARTY or words.fold[end] == "of"):
            return row, end - first
    return None, 0
