"""What follows a nationality: an organ of the state, a title, people, a deed, or only a place."""

from kg import lexicon
from kg.extract.names import vocabulary
from kg.extract.names.ethnic import read_origin
from kg.extract.names.found import Found
from kg.extract.names.gazetteer_match import longest_adjective, longest_name
from kg.extract.names.nation_places import border_end, read_capital
from kg.extract.names.pairs import is_side_of_pair
from kg.extract.names.readings import Reading, body_label
from kg.extract.names.wording import Wording
from kg.gazetteer import Entry
from kg.records import ActorKind, MentionKind

_OF_ORGANS = frozenset({"official", "officer", "source", "sources"})
_BODIES = frozenset({ActorKind.GOVERNMENT, ActorKind.ARMED_FORCE})
_FIGHTING = frozenset({ActorKind.ARMED_GROUP, ActorKind.STATE, ActorKind.ORGANIZATION})
_SIDING = frozenset({"pro", "anti"})
_RULING = frozenset({"government", "regime"})
_JOINTS = frozenset({"and", "or"})
_MOST_MODIFIERS = 2
_LONGEST_MAKE = 3  # letters before the number of a model
_ALSO_ADJECTIVES = frozenset({"military", "naval", "army", "artillery"})  # "Turkish military operations" are Turkey's


def read(words: Wording, first: int, last: int, state: Entry, name: bool = False) -> Reading:
    """Reads what follows the adjective (or, with ``name``, the name) of a state at words first to last."""
    origin = None if name else read_origin(words, first, last)
    if origin is not None:
        return origin
    if is_side_of_pair(words, first, last):
        return Reading(last, [_state(words, first, last, state, "side of a pair")])
    for rule in (_hyphen, _coordinated, _organ, _title, _people, read_capital, _deed):
        reading = rule(words, first, last, state, name)
        if reading is not None:
            return reading
    return Reading(last, plain=True)


def _state(words: Wording, first: int, last: int, state: Entry, rule: str) -> Found:
    return Found(first, last, ActorKind.STATE, state.key, rule, known=(state,))


def _hyphen(words: Wording, first: int, last: int, state: Entry, name: bool) -> Reading | None:
    """ "Turkish-backed", "Russia-Iran-Syria axis", "pro-Russian militias"."""
    if last < len(words) and words.joined[last] and words.fold[last] in lexicon.words("made_participles"):
        return Reading(last)
    border = border_end(words, last)
    if border:
        return Reading(border, [Found(first, border, None, words.written(first, border), "border")])
    if words.joined[first] and words.fold[first - 1] in _SIDING and not name:
        body = words.fold[last] if last < len(words) and not words.broken[last] else ""
        if body in _RULING:
            label = body_label(state, body)
            whole = Found(first, last + 1, ActorKind.GOVERNMENT, label, "nationality and organ", state=state.key)
            return Reading(last + 1, [whole])
    if (last < len(words) and words.joined[last]) or (words.joined[first] and words.fold[first - 1] in _SIDING):
        return Reading(last, [_state(words, first, last, state, "state before a hyphen")])
    return None


def _coordinated(words: Wording, first: int, last: int, state: Entry, name: bool) -> Reading | None:
    """ "Syrian or Russian forces": the first nationality means what the second one does."""
    if name or last + 1 >= len(words) or words.fold[last] not in _JOINTS or words.broken[last + 1]:
        return None
    other_end, other = longest_adjective(words, last + 1)
    if other is None:
        return _beside_group(words, first, last, state)
    office = _plural_office(words, other_end)
    if office > other_end:
        both = ((first, last, state), (last + 1, other_end, other))
        return Reading(office, [_state(words, *each, "nationality and office") for each in both])
    second = read(words, last + 1, other_end, other)
    if len(second.found) != 1 or second.found[0].form is not MentionKind.NAME:
        return None
    kind = second.found[0].kind
    if kind is ActorKind.STATE:
        return Reading(second.last, [_state(words, first, last, state, "nationality"), *second.found])
    organ = words.phrase(other_end, second.last)
    return Reading(
        second.last,
        [Found(first, last, kind, body_label(state, organ), "nationality and organ", state=state.key), *second.found],
    )


def _plural_office(words: Wording, first: int) -> int:
    """Where "presidents" or "foreign ministers" ends; ``first`` where none stands there."""
    at = first
    while at < len(words) and not words.broken[at] and words.fold[at] in lexicon.words("title_modifiers"):
        at += 1
    noun = words.fold[at] if at < len(words) and not words.broken[at] else ""
    many = noun.endswith("s") and noun[:-1] in vocabulary.titles().rows
    followed = at + 1 < len(words) and words.capital[at + 1] and not words.broken[at + 1]
    return at + 1 if many and not followed else first


def read_possession(words: Wording, first: int, last: int, state: Entry) -> Reading | None:
    """ "Iraq's parliament", "Iran's Guardian Council": a body after the possessive of its state, one name with it."""
    end, meant = longest_name(words, last) if last < len(words) and words.capital[last] else (last, ())
    body = next((e for e in meant if e.kind in _BODIES and e.state == state.state), None)
    if body is not None:
        return Reading(end, [Found(first, end, body.kind, body.key, "known name", known=(body,), state=state.key)])
    reading = _organ(words, first, last, state, True)
    if reading is None or reading.last == last:
        return None
    goes_on = reading.last < len(words) and words.capital[reading.last] and not words.broken[reading.last]
    return None if goes_on else reading


def _beside_group(words: Wording, first: int, last: int, state: Entry) -> Reading | None:
    """ "Russian and DPR forces": the nationality means the forces of its state."""
    end, meant = longest_name(words, last + 1)
    if not meant or meant[0].kind not in _FIGHTING or end >= len(words) or words.broken[end]:
        return None
    if words.fold[end] not in lexicon.words("generic_forces"):
        return None
    label = body_label(state, words.fold[end])
    return Reading(last, [Found(first, last, ActorKind.ARMED_FORCE, label, "nationality and organ", state=state.key)])


def _organ(words: Wording, first: int, last: int, state: Entry, name: bool) -> Reading | None:
    at, modifiers = last, 0
    while at < len(words) and not words.broken[at] and words.alphabetic[at]:
        end = vocabulary.organs().at(words, at)
        if end > at:
            break
        if modifiers == _MOST_MODIFIERS or words.fold[at] not in lexicon.words("body_modifiers"):
            return None
        at, modifiers = at + 1, modifiers + 1
    else:
        return None
    row = vocabulary.organs().row(words, at, end)
    if words.fold[at] in _ALSO_ADJECTIVES and end == at + 1 and not words.capital[at] and _is_deed(words, end):
        return Reading(last, [_state(words, first, last, state, "nationality and deed")])
    spokesman = _person_of_organ(words, first, end, state)
    if spokesman is not None:
        return spokesman
    label = body_label(state, words.phrase(last, end))
    return Reading(end, [Found(first, end, ActorKind(row["kind"]), label, "nationality and organ", state=state.key)])


def _person_of_organ(words: Wording, first: int, organ_end: int, state: Entry) -> Reading | None:
    """ "Ukrainian military official", "Israeli intelligence sources": who is described, not the organ."""
    if organ_end >= len(words) or words.broken[organ_end] or words.capital[organ_end]:
        return None
    if words.fold[organ_end] not in _OF_ORGANS:
        return None
    end = organ_end + 1
    many = words.fold[organ_end].endswith("s")
    kind = ActorKind.COLLECTIVE if many else ActorKind.PERSON
    found = Found(first, end, kind, words.phrase(first, end), "organ and person", MentionKind.NOMINAL, state=state.key)
    return Reading(end, [found])


def _is_deed(words: Wording, at: int) -> bool:
    """Whether a deed or an installation stands at a word: operations, base."""
    if at >= len(words) or words.broken[at] or words.capital[at]:
        return False
    return words.fold[at] in lexicon.words("state_deeds") or vocabulary.place_endings().at(words, at) > at


def _title(words: Wording, first: int, last: int, state: Entry, name: bool) -> Reading | None:
    at = last
    while at < len(words) and words.fold[at] in lexicon.words("title_modifiers") and not words.broken[at]:
        if vocabulary.titles().at(words, at) > at:
            break
        at += 1
    if at >= len(words) or words.broken[at]:
        return None
    end = vocabulary.titles().at(words, at)
    if end == at:
        return None
    while (
        end < len(words)
        and words.alphabetic[end]
        and vocabulary.titles().at(words, end) > end
        and not words.broken[end]
    ):
        end = vocabulary.titles().at(words, end)
    if end < len(words) and words.capital[end] and not words.broken[end]:
        return Reading(end, title=(first, end))
    if any(vocabulary.person_nouns().at(words, head) == end for head in range(at, end)):
        return Reading(
            end,
            [
                Found(
                    first,
                    end,
                    ActorKind.PERSON,
                    words.phrase(first, end),
                    "office",
                    MentionKind.NOMINAL,
                    state=state.key,
                )
            ],
        )
    return None if _is_deed(words, end) else Reading(end)


def _people(words: Wording, first: int, last: int, state: Entry, name: bool) -> Reading | None:
    """ "Syrian rebels", "Iraqi Shia militias", "Syrian Kurds"."""
    at = last
    for _ in range(_MOST_MODIFIERS + 1):
        if at >= len(words) or words.broken[at] or not words.alphabetic[at]:
            return None
        single = vocabulary.single_people().at(words, at)
        end = vocabulary.people().at(words, at)
        if single > end and _is_deed(words, single):
            return None
        if single > end and not (single < len(words) and vocabulary.people().at(words, single) > single):
            label = words.phrase(first, single)
            kind = (
                ActorKind.MEDIA_ORGANIZATION
                if vocabulary.single_people().row(words, at, single)["group"] == "media"
                else ActorKind.PERSON
            )
            return Reading(
                single,
                [Found(first, single, kind, label, "nationality and person", MentionKind.NOMINAL, state=state.key)],
            )
        if end > at:
            row = vocabulary.people().row(words, at, end)
            kind = ActorKind.MEDIA_ORGANIZATION if row["group"] == "media" else ActorKind.COLLECTIVE
            label, group = words.phrase(first, end), f"{state.key} {row['group']}"
            return Reading(
                end,
                [
                    Found(
                        first,
                        end,
                        kind,
                        label,
                        "nationality and people",
                        MentionKind.NOMINAL,
                        state=state.key,
                        group=group,
                    )
                ],
            )
        if not _may_modify_people(words, at, name) or _is_actor(words, at):
            return None
        at += 1
    return None


def _is_actor(words: Wording, at: int) -> bool:
    """Whether a known group stands between a nationality and its people: "Chadian ISIL fighters" """
    meant = longest_name(words, at)[1] if words.capital[at] else ()
    return bool(meant) and meant[0].kind in {ActorKind.ARMED_GROUP, ActorKind.ORGANIZATION}


def _may_modify_people(words: Wording, at: int, after_name: bool) -> bool:
    """After an adjective almost any word may; after a country's name it may be a verb: "Iran hits rebels"."""
    if after_name:
        return words.fold[at] in lexicon.words("people_modifiers")
    word = words.fold[at]
    verb = word.endswith("ed") and not (
        words.joined[at] or any(word in lexicon.words(name) for name in ("participle_adjectives", "people_modifiers"))
    )
    return not verb and not any(
        word in lexicon.words(name)
        for name in ("sentence_openers", "finite_cues", "war_machines", "finite_before_noun")
    )


def _is_model(words: Wording, at: int) -> bool:
    """Whether an aircraft or vehicle is named by its model: "F-16s", "Su-25"."""
    if at + 1 >= len(words) or len(words.text[at]) > _LONGEST_MAKE or not words.capital[at] or words.broken[at + 1]:
        return False
    return words.joined[at + 1] and words.text[at + 1][0].isdigit()


def _deed(words: Wording, first: int, last: int, state: Entry, name: bool) -> Reading | None:
    """ "Russian air strikes": a nationality before what states do."""
    if name or last >= len(words) or words.broken[last]:
        return None
    following = [words.fold[at] for at in range(last, min(last + 3, len(words))) if not words.broken[at]]
    if not following or following[0] in lexicon.words("state_geography"):
        return Reading(last)
    if following[0] in {"border", "borders"}:
        return Reading(last + 1, [Found(first, last + 1, None, f"{words.text[first]} border", "border")])
    deeds = lexicon.words("state_deeds")
    if _is_model(words, last) or (len(following) > 1 and words.capital[last] and _is_model(words, last + 1)):
        return Reading(last, [_state(words, first, last, state, "nationality and deed")])
    for at, word in enumerate(following):
        if word in deeds and words.alphabetic[last + at]:
            return Reading(last, [_state(words, first, last, state, "nationality and deed")])
        if not word.isalpha() or _is_actor(words, last + at):
            break
    return Reading(last)
