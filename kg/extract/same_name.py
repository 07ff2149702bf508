"""Names that mean one thing in an article: short forms, a province with and without its class noun, spellings that differ in case."""

from collections.abc import Iterable
from dataclasses import replace

from kg import lexicon
from kg.extract.found import Found
from kg.extract.places import ADMINISTRATIVE
from kg.extract.wording import Wording
from kg.gazetteer.folding import fold_name
from kg.records import ActorKind, MentionKind

_GENERIC_FORCES = frozenset({"forces", "troops", "soldiers", "government soldiers", "government forces", "government troops", "military personnel", "regime forces", "military forces"})


def unify(words: Wording, every: Iterable[Found]) -> list[Found]:
    """The same found words, with one label (and one known thing) for what is one thing."""
    every = list(every)
    for step in (_persons, _provinces, _directed_places, _short_bodies, _generic_forces, _spellings):
        every = step(words, every)
    return every


def _adopt(each: Found, meant: Found) -> Found:
    return replace(each, label=meant.label, known=meant.known, state=meant.state or each.state, kind=meant.kind, group=meant.group)


def _persons(words: Wording, every: list[Found]) -> list[Found]:
    """"Mr Lavrentyev" is the one Lavrentyev named in full."""
    full: dict[str, Found] = {}
    for each in every:
        if each.kind is ActorKind.PERSON and each.form is MentionKind.NAME and each.last - each.first > 1:
            full.setdefault(words.fold[each.last - 1], each)
    return [
        _adopt(each, full[words.fold[each.last - 1]])
        if each.kind is ActorKind.PERSON and each.form is MentionKind.NAME and not each.known and words.fold[each.last - 1] in full and each.last - each.first == 1
        else each
        for each in every
    ]


def _provinces(words: Wording, every: list[Found]) -> list[Found]:
    """Where an article names Idlib province, bare Idlib is the province, but "the city of Idlib" is not."""
    named: dict[str, Found] = {}
    for each in every:
        if each.is_place and each.last - each.first > 1 and words.fold[each.last - 1] in ADMINISTRATIVE:
            base = words.phrase(each.first, each.last - 1)
            if base not in named or (each.known and not named[base].known):
                named[base] = each
    if not named:
        return every
    result = []
    for each in every:
        phrase = words.phrase(each.first, each.last)
        base = phrase.rsplit(" ", 1)[0] if each.last - each.first > 1 and words.fold[each.last - 1] in ADMINISTRATIVE else phrase
        meant = named.get(base)
        city = words.phrase(max(0, each.first - 2), each.first) in {"city of", "town of"}
        result.append(_adopt(each, meant) if each.is_place and meant is not None and not city else each)
    return result


def _directed_places(words: Wording, every: list[Found]) -> list[Found]:
    """Where an article names Eastern Ghouta, and Ghouta is nothing known, the two are one."""
    directed: dict[str, Found] = {}
    for each in every:
        if each.is_place and each.last - each.first > 1 and words.capital[each.first] and words.fold[each.first] in lexicon.words("directions"):
            directed.setdefault(words.phrase(each.first + 1, each.last), each)
    return [
        _adopt(each, directed[words.phrase(each.first, each.last)])
        if each.is_place and not each.known and words.phrase(each.first, each.last) in directed
        else each
        for each in every
    ]


def _short_bodies(words: Wording, every: list[Found]) -> list[Found]:
    """"Parliament" is the one parliament named in full, "Army" the one army."""
    result = []
    full = [each for each in every if not each.is_place and each.form is MentionKind.NAME and each.last - each.first > 1 and words.alphabetic[each.first]]
    endings: dict[str, Found] = {}
    for each in full:
        for first in range(each.first + 1, each.last):
            endings.setdefault(words.phrase(first, each.last), each)
        if words.fold[each.first + 1] == "of":
            endings.setdefault(words.fold[each.first], each)
    for each in every:
        meant = endings.get(words.phrase(each.first, each.last)) if each.rule == "short form of a class noun" else None
        result.append(_adopt(each, meant) if meant is not None else each)
    return result


def _generic_forces(words: Wording, every: list[Found]) -> list[Found]:
    """"Iraqi forces" are the Iraqi Security Forces where those are the one force of Iraq that is named; else generic names go together."""
    forces: dict[str, dict[str, Found]] = {}
    for each in every:
        if each.kind is ActorKind.ARMED_FORCE and each.state and each.form is MentionKind.NAME and not _is_generic(each):
            forces.setdefault(each.state, {}).setdefault(each.known[0].key if each.known else fold_name(each.label), each)
    result = []
    first_generic: dict[str, Found] = {}
    for each in every:
        if each.kind is ActorKind.ARMED_FORCE and each.state and _is_generic(each):
            own = list(forces.get(each.state, {}).values())
            meant = own[0] if len(own) == 1 else first_generic.setdefault(each.state, each)
            each = _adopt(each, meant)
        result.append(each)
    return result


def _is_generic(found: Found) -> bool:
    return not found.known and fold_name(found.label).split(" ", 1)[-1] in _GENERIC_FORCES


def _spellings(words: Wording, every: list[Found]) -> list[Found]:
    """Names that differ only in letter case, hyphens or diacritics have the label of the first."""
    first: dict[tuple[bool, str], str] = {}
    return [replace(each, label=first.setdefault((each.is_place, fold_name(each.label)), each.label)) for each in every]
