"""The subject of a reporting verb, read from the words around it."""

from kg.extract.claims.claimants import Scene, Speaker, Subject
from kg.extract.claims.cues import function_words, source_documents
from kg.extract.claims.documents import introduced_with, owner_before, past_determiners
from kg.extract.claims.phrases import distinct, is_modifier, resolve_pronoun
from kg.extract.claims.speaker_phrases import (
    acts_next,
    apposition,
    is_listed,
    is_office,
    last_mark,
    named_behind,
    names_office,
    person_within,
    title_goes_on,
)
from kg.extract.claims.tagged import is_part, modifies
from kg.extract.claims.whole_phrases import head_of, joined_before, relative_head

_REACH = 30
_DEEPEST = 4
_FURTHEST_SUBJECT = 80
_OF_SOMEBODY = frozenset({"he", "she", "they"})
_NAMING = frozenset({"notably", "including", "namely", "particularly", "especially", "chiefly"})
_NEW = frozenset({"a", "an", "another", "one", "some", "several", "other"})  # no statement spoken of before
_SPOKEN_OF = frozenset({"the", "these", "those", "its", "their", "his", "her"})
_MARKS = frozenset({"*", "_"})  # of emphasis, around the names of papers
_REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})


def subject_before(scene: Scene, verb: int, floor: int) -> Subject | None:
    """The subject that ends before a verb, at or after word ``floor``; None where no actor stands there.

    Auxiliaries, adverbs and a weekday between the two are passed over, as are a parenthesis and an apposition.
    """
    lowers = scene.lowers
    floor = max(floor, verb - _FURTHEST_SUBJECT)
    at, seen = verb - 1, set[str]()
    while at >= floor:
        word = lowers[at]
        if word in function_words("negation"):
            seen.add("negated")
        elif word in function_words("modal"):
            seen.add("modal")
        elif word in function_words("auxiliary"):
            if word in function_words("be"):
                seen.add("passive")
        elif word in function_words("weekday"):
            at -= lowers[at - 1] == "on" if at > floor else 0
        elif not (
            word in function_words("adverb")
            or word == "each"
            or word in _REFLEXIVE
            or (word.endswith("ly") and word.isalpha() and scene.ending(at) is None)
        ):
            break
        at -= 1
    if at < floor:
        return None
    if lowers[at] == "those" and at - 1 > floor and lowers[at - 1] in {"among", "of"}:
        return subject_before(scene, at - 1, floor)
    found = _phrase_before(scene, at, floor)
    if found is None:
        return None
    speakers, begin = found
    if lowers[begin] in {"no", "neither", "nobody"}:
        seen.add("negated")
    return Subject(speakers, begin, "negated" in seen, "modal" in seen, "passive" in seen)


def _phrase_before(scene: Scene, at: int, floor: int, depth: int = 0) -> tuple[tuple[Speaker, ...], int] | None:
    if depth > _DEEPEST:
        return None
    while at > floor and (scene.lowers[at].isdigit() or scene.lowers[at] in _MARKS) and scene.ending(at) is None:
        at -= 1
    word = scene.lowers[at]
    if word in {",", "–", "—"}:
        return _around_parenthesis(scene, at, floor, depth)
    if word == ")":
        opened = last_mark(scene, "(", at - 1, floor)
        return _phrase_before(scene, opened - 1, floor, depth + 1) if opened is not None and opened > floor else None
    if scene.ending(at) is None:
        if word in function_words("generic"):
            return (), at
        if word in function_words("pronoun"):
            return _pronoun(scene, at, floor)
    speaker = scene.ending(at)
    if speaker is None:
        owner = document_owner(scene, at, floor)
        if owner:
            return owner, past_determiners(scene, at, floor)
        document = word in function_words("document") and scene.page.words.forms[at][:1].isupper()
        speaker = scene.described(at) if document else scene.unknown_ending(at, floor)
    if speaker is None:
        return None
    return joined_before(scene, head_of(scene, speaker, floor), floor)


def _around_parenthesis(scene: Scene, comma: int, floor: int, depth: int) -> tuple[tuple[Speaker, ...], int] | None:
    """The subject before ", …," or the person named in the apposition itself ("a spokesman, Ali Hassan, said")."""
    opened = last_mark(scene, scene.lowers[comma], comma - 1, max(floor, comma - _REACH))
    if opened is None or opened <= floor or opened + 1 == comma or depth > _DEEPEST:
        return None
    outer = _phrase_before(scene, opened - 1, floor, depth + 1)
    if scene.lowers[opened + 1] in _NAMING and outer is not None and not any(s.named for s in outer[0]):
        named = _phrase_before(scene, comma - 1, opened + 2, depth + 1)
        others = outer[0] if scene.lowers[opened + 1] == "including" else ()
        return ((*others, *named[0]), outer[1]) if named is not None else outer
    inner = apposition(scene, opened + 1, comma)
    if inner is not None and (outer is None or (inner.named and is_office(scene, outer[0][-1], inner))):
        return ((inner,), outer[1] if outer else inner.first)
    if outer is None and scene.lowers[opened + 1] not in function_words("relative"):
        return _around_parenthesis(scene, opened, floor, depth + 1)
    return outer


def _pronoun(scene: Scene, at: int, floor: int) -> tuple[tuple[Speaker, ...], int] | None:
    word = scene.lowers[at]
    if word in {"who", "which", "that"}:
        before = at - 1
        if before > floor and scene.lowers[before] == ",":
            before -= 1
        head = relative_head(scene, at) if word == "who" else None
        head = head or (scene.ending(before) if before >= floor else None)
        if word == "who" and head is not None and scene.is_body(head):
            head = head_of(scene, head, floor)  # "Ali Hassan of the Institute, who said"
        return ((head,), at) if head is not None else None
    if word == "i":
        return None
    resolved = resolve_pronoun(scene, at)
    return (resolved, at) if resolved or word in _OF_SOMEBODY else None


def speakers_after(scene: Scene, at: int, past: int) -> tuple[tuple[Speaker, ...], int]:
    """The speakers whose phrase begins at a word (after "said", "by" or "according to"), and the word after them."""
    speakers: list[Speaker] = []
    comma = False
    while True:
        speaker, end = _one_after(scene, at, past)
        if speaker is None or (comma and not is_listed(scene, speakers[-1], speaker)):
            break
        speakers.append(speaker)
        at = end
        comma = at < past and scene.lowers[at] == ","
        if at < past and scene.lowers[at] in {"and", "or"}:
            at += 1
        elif at + 1 < past and scene.lowers[at] == "," and _begins_joint(scene, at + 1, past):
            at += 1
            at += at < past and scene.lowers[at] == "and"
        else:
            break
    last = speakers[-1].past if speakers else at
    return tuple(distinct(speakers)), last


def _begins_joint(scene: Scene, at: int, past: int) -> bool:
    """Whether a list of speakers goes on after a comma, up to an "and" with one more."""
    for number in range(at, min(past, at + 12)):
        word = scene.lowers[number]
        if word == "and":
            speaker, end = _one_after(scene, number + 1, past)
            return speaker is not None and not acts_next(scene, end, past)
        if not (word == "," or number in scene.covered or is_modifier(scene, number)) or word in {"a", "an"}:
            return False
    return False


def _one_after(scene: Scene, at: int, past: int) -> tuple[Speaker | None, int]:
    best: Speaker | None = None
    steps, begin = 0, at
    at += at < past and scene.lowers[at] in _MARKS
    start = at + (at < past and scene.lowers[at] in function_words("determiner"))
    while at < past and steps < 10:
        if best is None and at > begin and scene.lowers[at] == "that":
            break
        speaker = scene.starting(at)
        if speaker is not None and speaker.past <= past:
            if best is not None and best.ref in scene.people and scene.lowers[at - 1] not in {"'s", "'"}:
                break
            best, at = speaker, speaker.past
        elif best is None and scene.lowers[at] in source_documents():
            owner = document_owner(scene, at, max(0, at - 4))
            return (owner[0], max(at + 1, owner[0].past)) if owner else (None, at)
        elif (best is not None and scene.lowers[at] in {"'s", "'"}) or (
            best is not None and not best.named and title_goes_on(scene, at, past)
        ):
            at += 1
        elif best is not None and not best.named and scene.lowers[at] == "of":
            person = person_within(scene, at + 1, past) or named_behind(scene, at + 1, past)
            return (person, person.past) if person else (best, at)
        elif (
            best is None
            and (
                is_modifier(scene, at)
                or scene.lowers[at] in {"both", "the"}
                or _is_year(scene.lowers[at])
                or names_office(scene, at, past)
            )
        ) or (
            best is not None
            and scene.lowers[at].isalpha()
            and scene.lowers[at - 1] in {"'s"}
            and is_modifier(scene, at)
        ):
            at += 1
        else:
            break
        steps += 1
    if best is not None and not best.named and at + 1 < past and scene.lowers[at] == ",":
        person = scene.starting(at + 1)
        if (
            person is not None
            and person.ref in scene.people
            and person.past < past
            and scene.lowers[person.past] == ","
        ):
            return person, person.past
    if best is None and start < past:
        unknown = scene.unknown_starting(start, past)
        if unknown is not None:
            return unknown, unknown.past
    if best is None and at < past and scene.lowers[at] in function_words("pronoun"):
        resolved = resolve_pronoun(scene, at)
        if resolved:
            return resolved[0], at + 1
    return best, at


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit()


def document_owner(scene: Scene, at: int, floor: int) -> tuple[Speaker, ...]:
    """Whose statement or letter the word ``at`` is: the actor before or after it, or else whoever spoke last."""
    if scene.lowers[at] not in source_documents():
        return ()
    owner = owner_before(scene, at, floor)
    if owner is not None:
        return (owner,)
    lowers = scene.lowers
    for step in range(at + 1, min(at + 4, len(lowers))):
        if lowers[step] in {"by", "from", "of"}:
            speakers, _ = speakers_after(scene, step + 1, min(len(lowers), step + 14))
            return speakers
    opening = at - 1
    while opening > floor and (modifies(scene, opening, at) or is_part(scene, opening, at)):
        opening -= 1
    verb = opening
    while verb > floor and at - verb < 4 and lowers[verb] in function_words("determiner"):
        verb -= 1
    if floor < verb < at - 1 and lowers[verb] in function_words("light"):
        subject = subject_before(scene, verb, floor)
        if subject is not None and subject.speakers and not subject.passive:
            return subject.speakers
    before = lowers[opening] if opening >= floor else ""
    if before in _NEW or (lowers[at].endswith("s") and before not in _SPOKEN_OF) or lowers[at] == "resolution":
        return ()
    known = introduced_with(scene, at) if before in _SPOKEN_OF else None
    meant = (known,) if known is not None else scene.last
    return tuple(Speaker(s.ref, scene.page.words.spans[at], at, at + 1) for s in meant)
