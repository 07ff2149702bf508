"""People described and not named: "15,000 fighters", "Turkish-backed rebels", "the spokesman", "the government"."""

import re
from collections.abc import Iterable, Iterator

from kg import lexicon
from kg.extract.names import vocabulary
from kg.extract.names.found import Found
from kg.extract.names.wording import Wording
from kg.records import ActorKind, MentionKind

_MOST_PREMODIFIERS = 4
_MOST_BACKED = 3  # words from a body to what tells whose it is
_PARTICIPLES = ("ed", "led", "run", "linked", "dominated")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BEFORE_PHRASE = frozenset(
    {"and", "or", "of", "with", "by", "for", "from", "to", "as", "on", "against", "between", "including", "than"}
)
_ONE = frozenset({"a", "an", "the", "one", "another", "this", "that"})
_CONJUNCTIONS = frozenset({"when", "after", "before", "that", "while", "because", "since", "until", "where", "but"})
_PLURAL = frozenset({"police", "troops"})  # organs that stand without an article


def describe(words: Wording, taken: Iterable[Found]) -> Iterator[Found]:
    """Nominal phrases outside the names already found, in text order."""
    used = bytearray(len(words))
    for each in taken:
        used[each.first : each.last] = b"\1" * (each.last - each.first)
    begins = vocabulary.describing_begins()
    at = 0
    while at < len(used):
        found = None
        if words.fold[at] in begins and not used[at] and words.alphabetic[at] and not words.boilerplate[at]:
            found = _at(words, at, used)
        if found is not None:
            yield found
        at = found.last if found is not None else at + 1


def _holder(words: Wording, at: int) -> Found | None:
    """ "rebel-held areas", "government-controlled city": who holds, told by a noun before a hyphen."""
    if at + 1 >= len(words) or not words.joined[at + 1] or words.fold[at + 1] not in lexicon.words("held_participles"):
        return None
    single, organ = vocabulary.single_people().at(words, at), vocabulary.organs().at(words, at)
    if single == at + 1:
        group = vocabulary.single_people().row(words, at, single)["group"]
        return Found(
            at, single, ActorKind.COLLECTIVE, words.phrase(at, single), "holder", MentionKind.NOMINAL, group=group
        )
    people = vocabulary.people().at(words, at)
    if people == at + 1:
        group = vocabulary.people().row(words, at, people)["group"]
        return Found(
            at, people, ActorKind.COLLECTIVE, words.phrase(at, people), "holder", MentionKind.NOMINAL, group=group
        )
    if organ == at + 1:
        row = vocabulary.organs().row(words, at, organ)
        return Found(
            at,
            organ,
            ActorKind(row["kind"]),
            words.phrase(at, organ),
            "bare organ",
            MentionKind.NOMINAL,
            group=row["organ"],
        )
    return None


def _at(words: Wording, at: int, used: bytearray) -> Found | None:
    holder = _holder(words, at)
    if holder is not None:
        return holder
    if _is_addressed(words, at):
        return None
    backed = _backed(words, at)
    if backed is not None:
        return backed
    for phrases, read in (
        (vocabulary.organs(), _organ),
        (vocabulary.people(), _people),
        (vocabulary.person_nouns(), _office),
        (vocabulary.single_people(), _person),
    ):
        end = phrases.at(words, at)
        if end > at and not any(used[at:end]) and not (end < len(words) and words.joined[end]):
            found = read(words, at, end, used)
            if found is not None:
                return found
    return None


def _backed(words: Wording, at: int) -> Found | None:
    """ "the Iran-backed group": who is backed, led or run by another, whom the hyphen sets apart."""
    participle = at - 1
    while participle > max(0, at - _MOST_BACKED) and not words.joined[participle] and not words.broken[participle + 1]:
        if words.fold[participle] not in lexicon.words("people_modifiers"):
            return None
        participle -= 1
    if words.fold[at] not in lexicon.words("backed_bodies") or participle < 1 or words.broken[at]:
        return None
    if not words.joined[participle] or not words.fold[participle].endswith(_PARTICIPLES):
        return None
    label = words.phrase(participle - 1, at + 1)
    return Found(at, at + 1, ActorKind.COLLECTIVE, label, "backed by another", MentionKind.NOMINAL, group=label)


def _is_addressed(words: Wording, at: int) -> bool:
    """Whether an honorific stands right before: "Mr. President" speaks to somebody, and describes nobody."""
    before = at - 1 - (at > 1 and words.text[at - 1] == ".")
    return before >= 0 and not words.broken[at] and words.fold[before] in lexicon.words("honorifics")


def _begin(words: Wording, head: int, used: bytearray) -> int:
    """Where the phrase of a head begins: numerals and other modifiers inside, determiners and possessors outside."""
    begin = head
    modifiers = lexicon.words("people_modifiers")
    while begin > 0 and head - begin < _MOST_PREMODIFIERS and not words.broken[begin]:
        before = begin - 1
        word = words.text[before]
        if used[before] or words.fold[before] in lexicon.words("determiners"):
            break
        if not (word[0].isdigit() or words.fold[before] in modifiers) or _YEAR.fullmatch(word):
            break
        if word.endswith("ed") and _is_verb_of(words, before):
            break
        begin = before
    if words.joined[begin]:
        return head
    return begin


def _is_verb_of(words: Wording, at: int) -> bool:
    """Whether a word in -ed is a verb before its object ("wounded five soldiers", "a blast wounded soldiers")."""
    following = words.fold[at + 1] if at + 1 < len(words) else ""
    if following[:1].isdigit() or following in lexicon.words("small_numbers"):
        return True
    before = words.fold[at - 1] if at and not words.broken[at] else ""
    return (
        before.isalpha()
        and before not in lexicon.words("determiners")
        and before not in lexicon.words("people_modifiers")
        and before not in lexicon.words("locative_prepositions")
        and before not in _BEFORE_PHRASE
        and not words.joined[at]
    )


def _people(words: Wording, at: int, end: int, used: bytearray) -> Found | None:
    row = vocabulary.people().row(words, at, end)
    begin = _begin(words, at, used)
    backer = words.phrase(begin - 2, begin) if begin > 1 and words.joined[begin - 1] and not words.broken[begin] else ""
    group = f"{backer} {row['group']}".strip()
    if words.fold[at:end] == ["opposition"] and not _is_armed_opposition(words, at):
        group = "opposition"
    if words.fold[at - 1 : at] == ["social"] or _is_of_aircraft(words, at):
        return None
    kind = ActorKind.MEDIA_ORGANIZATION if row["group"] == "media" else ActorKind.COLLECTIVE
    return Found(begin, end, kind, words.phrase(begin, end), "people", MentionKind.NOMINAL, group=group)


def _is_armed_opposition(words: Wording, at: int) -> bool:
    """Whether "the opposition" means rebels: where the article has it fight or hold ground, and no party is."""
    political = lexicon.words("political_adjectives")
    if not political.isdisjoint(words.fold[max(0, at - 2) : at]):
        return False
    return words.has_armed_opposition


def _is_of_aircraft(words: Wording, at: int) -> bool:
    """ "Su-24 bombers": machines by the number of their model, and nobody."""
    return words.fold[at] == "bombers" and at > 1 and words.joined[at - 1] and words.text[at - 1][0].isdigit()


def _organ(words: Wording, at: int, end: int, used: bytearray) -> Found | None:
    row = vocabulary.organs().row(words, at, end)
    before = words.fold[at - 1] if at and not words.broken[at] else ""
    announced = end - at > 1 or before in lexicon.words("determiners") or before in lexicon.words("body_modifiers")
    announced = announced or (row["organ"] in _PLURAL and _opens(before) and not _goes_on(words, end))
    office = _is_before_office(words, end) and not _is_of_owner(words, at, used)
    if row["bare"] != "yes" or not (announced or office) or (_is_modifier(words, end) and not office):
        return None
    return Found(
        at, end, ActorKind(row["kind"]), words.phrase(at, end), "bare organ", MentionKind.NOMINAL, group=row["organ"]
    )


def _is_of_owner(words: Wording, at: int, used: bytearray) -> bool:
    """Whether a name or a possessive stands right before a word: the "military spokesman" of a group speaks for it."""
    if not at or words.broken[at]:
        return False
    return bool(used[at - 1]) or words.joined[at] or words.text[at - 1] in {"'s", "’s", "'", "’"}


def _is_before_office(words: Wording, at: int) -> bool:
    """Whether an office begins at a word whose holder is named next: "military spokesman X", "police chief Gen. X"."""
    titles, last = vocabulary.titles(), at
    while last < len(words) and not words.broken[last] and not words.joined[last]:
        end = titles.at(words, last)
        if end == last or (last == at and not titles.row(words, last, end)["relation"]):
            break
        last = end
    if last < len(words) and words.text[last] in {",", "."}:
        last += 1
    return last > at and last < len(words) and words.capital[last] and not words.broken[last]


def _opens(before: str) -> bool:
    """Whether a noun phrase may begin after a word; the last word before it, or nothing at the begin of a line."""
    return not before.isalpha() or before in _BEFORE_PHRASE | _CONJUNCTIONS | lexicon.words("locative_prepositions")


def _is_modifier(words: Wording, end: int) -> bool:
    """ "the military base": the organ only tells what kind of base."""
    if end >= len(words) or words.broken[end] or words.joined[end] or not words.text[end].islower():
        return False
    following = words.fold[end]
    return (
        following in lexicon.words("state_deeds")
        or vocabulary.class_nouns().at(words, end) > end
        or vocabulary.titles().at(words, end) > end
    )


def _person(words: Wording, at: int, end: int, used: bytearray) -> Found | None:
    """ "a gunman", "the suicide bomber", "a masked man": one person by a common noun with its determiner."""
    begin = _begin(words, at, used)
    before = words.fold[begin - 1] if begin and not words.broken[begin] else ""
    if before not in _ONE or _goes_on(words, end) or (words.text[at][0].isupper() and not words.text[at].isupper()):
        return None
    group = vocabulary.single_people().row(words, at, end)["group"]
    return Found(
        begin, end, ActorKind.PERSON, words.phrase(begin, end), "person", MentionKind.NOMINAL, group=f"one of {group}"
    )


def _goes_on(words: Wording, end: int) -> bool:
    """Whether a further noun follows, to which the word before is an adjective: "an official line"."""
    if end >= len(words) or words.broken[end] or not words.alphabetic[end]:
        return False
    following = words.fold[end]
    known = ("sentence_openers", "finite_cues", "speaking_verbs", "finite_before_noun")
    return not following.endswith("ed") and not any(following in lexicon.words(name) for name in known)


def _office(words: Wording, at: int, end: int, used: bytearray) -> Found | None:
    before = words.fold[at - 1] if at and not words.broken[at] else ""
    if before not in {"the", "a", "an", "its", "their"}:
        return None
    if end < len(words) and words.capital[end] and not words.broken[end]:
        return None
    if words.fold[at] in lexicon.words("also_adjectives") and _goes_on(words, end):
        return None
    return Found(
        at, end, ActorKind.PERSON, words.phrase(at, end), "office", MentionKind.NOMINAL, group=words.phrase(at, end)
    )
