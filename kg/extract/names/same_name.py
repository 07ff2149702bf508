"""Names that mean one thing in an article: short forms, a province with and without its class noun, spellings."""

from collections.abc import Iterable
from dataclasses import replace

from kg import lexicon
from kg.extract.names import vocabulary
from kg.extract.names.class_names import SHORT_FORM
from kg.extract.names.found import Found
from kg.extract.names.wording import Wording
from kg.gazetteer.folding import fold_name
from kg.records import ActorKind, MentionKind

_OF_A_CITY = frozenset({"city of", "town of"})


_WHOLE = frozenset({"army", "military", "forces"})
_PARTIAL = frozenset(
    {"special", "ground", "security", "air", "combat", "naval", "border", "operations", "reserve", "territorial"}
)
_AT_PLACE = frozenset({"in", "near", "at", "inside", "outside"})
_SHORTEST_ACRONYM = 3
_MISTAKEN = frozenset({"known place", "located name", "seat of government", "named by the model"})


def surnames(words: Wording, every: Iterable[Found]) -> list[Found]:
    """A single word that ends the name of a person in full is that person, though a town is called so too."""
    every = list(every)
    full: dict[str, Found] = {}
    places = set()
    for each in every:
        if _is_name(each, ActorKind.PERSON) and each.last - each.first > 1:
            full.setdefault(words.fold[each.last - 1], each)
        elif each.is_place:
            places.add(each.first)
    return [
        each  # "Allen, Texas"
        if each.last + 1 in places and words.text[each.last] == ","
        else _as_person(words, each, full.get(words.fold[each.first]))
        for each in every
    ]


def _as_person(words: Wording, each: Found, person: Found | None) -> Found:
    if person is None or each.last - each.first > 1 or each.rule not in _MISTAKEN or each.kind is ActorKind.PERSON:
        return each
    before = words.fold[each.first - 1] if each.first and not words.broken[each.first] else ""
    if each.first < person.first or before in _AT_PLACE:
        return each
    return replace(each, kind=ActorKind.PERSON, label=person.label, known=person.known, rule="short form")


def unify(words: Wording, every: Iterable[Found]) -> list[Found]:
    """The same found words, with one label (and one known thing) for what is one thing."""
    every = list(every)
    for step in (
        _persons,
        _provinces,
        _directed_places,
        _bare_names,
        _short_bodies,
        _generic_forces,
        _acronyms,
        _spellings,
    ):
        every = step(words, every)
    return every


def _adopt(each: Found, meant: Found | None) -> Found:
    """A find that means what another means."""
    if meant is None:
        return each
    state = meant.state or each.state
    return replace(each, label=meant.label, known=meant.known, state=state, kind=meant.kind, group=meant.group)


def _is_name(found: Found, kind: ActorKind | None) -> bool:
    return found.kind is kind and found.form is MentionKind.NAME


def _persons(words: Wording, every: list[Found]) -> list[Found]:
    """ "Mr Lavrentyev" is the one Lavrentyev named in full."""
    full: dict[str, Found] = {}
    for each in every:
        if _is_name(each, ActorKind.PERSON) and each.last - each.first > 1:
            full.setdefault(words.fold[each.last - 1], each)
    named = {each.label for each in every if each.last - each.first > 1}
    result = []
    for each in every:
        single = _is_name(each, ActorKind.PERSON) and each.last - each.first == 1
        meant = full.get(words.fold[each.first]) if single else None
        # A surname that the gazetteer knows is somebody else's where the article names another in full before it.
        leads = any(entry.since for entry in each.known)
        other = meant is not None and each.label not in named and meant.first < each.first and not leads
        short = single and (not each.known or other)
        result.append(_adopt(each, full.get(words.fold[each.first]) if short else None))
    return result


def _province_base(words: Wording, each: Found) -> str | None:
    """ "idlib" of "Idlib province"."""
    if not each.is_place or each.last - each.first < 2:
        return None
    if words.fold[each.last - 1] not in lexicon.words("administrative_units"):
        return None
    return words.phrase(each.first, each.last - 1)


def _provinces(words: Wording, every: list[Found]) -> list[Found]:
    """Where an article names Idlib province, bare Idlib is the province, but "the city of Idlib" is not."""
    named: dict[str, Found] = {}
    for each in every:
        base = _province_base(words, each)
        if base is not None and (base not in named or (each.known and not named[base].known)):
            named[base] = each
    result = []
    for each in every:
        city = words.phrase(max(0, each.first - 2), each.first) in _OF_A_CITY
        base = _province_base(words, each) or words.phrase(each.first, each.last)
        result.append(_adopt(each, named.get(base) if each.is_place and not city else None))
    return result


def _directed_places(words: Wording, every: list[Found]) -> list[Found]:
    """Where an article names Eastern Ghouta, and Ghouta is nothing known, the two are one."""
    directed: dict[str, Found] = {}
    for each in every:
        with_capital = each.is_place and each.last - each.first > 1 and words.capital[each.first]
        if with_capital and words.fold[each.first] in lexicon.words("directions"):
            directed.setdefault(words.phrase(each.first + 1, each.last), each)
    result = []
    for each in every:
        bare = each.is_place and not each.known
        result.append(_adopt(each, directed.get(words.phrase(each.first, each.last)) if bare else None))
    return result


def _bare_names(words: Wording, every: list[Found]) -> list[Found]:
    """A name without its class noun is what an article names with it: Qalamoun, Suqour al-Sham."""
    whole: dict[tuple[bool, str], dict[str, Found]] = {}
    for each in every:
        bare = _bare(words, each)
        if bare:
            whole.setdefault((each.is_place, bare), {}).setdefault(fold_name(each.label), each)
    result = []
    for each in every:
        candidates = whole.get((each.is_place, words.phrase(each.first, each.last)), {})
        unknown = each.form is MentionKind.NAME and not each.known and len(candidates) == 1
        result.append(_adopt(each, next(iter(candidates.values())) if unknown else None))
    return result


def _bare(words: Wording, each: Found) -> str:
    """What a name is without the class noun at its end; empty where it has none, or nothing else."""
    if each.form is not MentionKind.NAME or each.kind in {ActorKind.PERSON, ActorKind.STATE} or each.state:
        return ""
    if each.last - each.first < 2 or words.fold[each.last - 1] not in vocabulary.class_ends():
        return ""
    for first in range(each.first + 1, each.last):
        if vocabulary.class_nouns().at(words, first) == each.last:
            if each.is_place and words.fold[each.last - 1] not in lexicon.words("whole_areas"):
                return ""  # a town is no plant or bridge that is called after it
            named = words.fold[first - 1] not in lexicon.words("ordinary_words") and words.capital[first - 1]
            return words.phrase(each.first, first) if named else ""
    return ""


def _short_bodies(words: Wording, every: list[Found]) -> list[Found]:
    """ "Parliament" is the one parliament named in full, "Army" the one army."""
    endings: dict[str, Found] = {}
    for each in every:
        long = each.last - each.first > 1 and words.alphabetic[each.first]
        if each.is_place or each.form is not MentionKind.NAME or not long:
            continue
        for first in range(each.first + 1, each.last):
            endings.setdefault(words.phrase(first, each.last), each)
        if words.fold[each.first + 1] == "of":
            endings.setdefault(words.fold[each.first], each)
    return [
        _adopt(each, endings.get(words.phrase(each.first, each.last)) if each.rule == SHORT_FORM else None)
        for each in every
    ]


def _generic_forces(words: Wording, every: list[Found]) -> list[Found]:
    """Names of all of a state's armed forces go together, the generic ones too: its army, its military, its troops.

    Where an article names none of these, generic names are those of the one other force that it names.
    """
    whole: dict[str, Found] = {}
    other: dict[str, dict[str, Found]] = {}
    for each in every:
        if not _is_name(each, ActorKind.ARMED_FORCE) or not each.state:
            continue
        if _is_whole(each):
            whole.setdefault(each.state, each)
        elif _is_joint(each):
            other.setdefault(each.state, {}).setdefault(fold_name(each.label), each)
    first: dict[str, Found] = {}
    result = []
    for each in every:
        meant = None
        generic = each.kind is ActorKind.ARMED_FORCE and bool(each.state) and _is_generic(each)
        if generic or (_is_name(each, ActorKind.ARMED_FORCE) and each.state and _is_whole(each)):
            joint = list(other.get(each.state, {}).values())
            meant = whole.get(each.state) or (joint[0] if len(joint) == 1 else first.setdefault(each.state, each))
        result.append(_adopt(each, meant))
    return result


def _acronyms(words: Wording, every: list[Found]) -> list[Found]:
    """An acronym means what the article gives in full, in brackets before it or else by its initials.

    In an article of the Syrian National Army the SNA is no Somali one; but a phrase that ends in a full name of the
    known thing is that thing: the Iraqi Popular Mobilization Forces are the known PMF.
    """
    own = _given_in_full(words, every)
    full: dict[str, Found] = {}
    for each in every:
        meant = own.get(words.text[each.first]) if each.last - each.first == 1 and _is_body(each) else None
        if meant is not None and each.known and not meant.known and _ends_in_name(meant, each):
            full[meant.label] = each
    result = []
    for each in every:
        meant = own.get(words.text[each.first]) if each.last - each.first == 1 and _is_body(each) else None
        if meant is None or meant.label == each.label or (each.known and not meant.known):
            meant = full.get(each.label) if _is_body(each) else None
        result.append(_adopt(each, meant))
    return result


def _given_in_full(words: Wording, every: list[Found]) -> dict[str, Found]:
    """What the acronyms of an article stand for."""
    in_full = [each for each in every if _is_body(each) and each.last - each.first > 1]
    by_initials: dict[str, dict[str, Found]] = {}
    bracketed: dict[str, Found] = {}
    for each in in_full:
        at = each.last
        initials = "".join(word[0] for word in words.text[each.first : at] if word[0].isupper())
        if len(initials) >= _SHORTEST_ACRONYM:
            by_initials.setdefault(initials, {}).setdefault(each.label, each)
        if at + 2 < len(words) and words.text[at] == "(" and words.text[at + 2] == ")":
            acronym = words.text[at + 1]
            if acronym.isupper() and acronym[0] in initials:
                bracketed.setdefault(acronym, each)
    labels = {each.label for each in in_full}
    named = {acronym for acronym, fitting in by_initials.items() if len(fitting) == 1}
    own = {acronym: next(iter(by_initials[acronym].values())) for acronym in named}
    for each in every:
        if each.known and each.label in labels and each.last - each.first == 1:
            own.pop(words.text[each.first], None)  # its own full name stands in the article
    return own | bracketed


def _ends_in_name(full: Found, acronym: Found) -> bool:
    phrase = fold_name(full.label)
    names = (acronym.known[0].key, *acronym.known[0].names)
    return any(" " in name and phrase.endswith(fold_name(name)) for name in names)


def _is_body(each: Found) -> bool:
    return each.form is MentionKind.NAME and each.kind not in {None, ActorKind.PERSON, ActorKind.STATE}


def _is_joint(found: Found) -> bool:
    """Whether a force is made up of several: security forces."""
    return fold_name(found.label).split()[-1] == "forces" and not _is_generic(found)


def _is_whole(found: Found) -> bool:
    """Whether a force is all of a state's army, and no branch of it: no general staff, navy or border guard."""
    words = fold_name(found.label).split()
    return words[-1] in _WHOLE and not _PARTIAL & set(words[:-1]) and not _is_generic(found)


def _is_generic(found: Found) -> bool:
    return not found.known and fold_name(found.label).split(" ", 1)[-1] in lexicon.words("generic_forces")


def _spellings(words: Wording, every: list[Found]) -> list[Found]:
    """Names that differ only in letter case, hyphens or diacritics have the label of the first."""
    first: dict[tuple[bool, str], str] = {}
    labels = [first.setdefault((each.is_place, fold_name(each.label)), each.label) for each in every]
    return [
        each if each.label == label else replace(each, label=label) for each, label in zip(every, labels, strict=True)
    ]
