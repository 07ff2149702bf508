"""The subject of a reporting verb, read from the words around it."""

from kg.extract.claims.claimants import Scene, Speaker, Subject
from kg.extract.claims.cues import function_words, reporting_verbs, source_documents, source_nouns
from kg.extract.claims.phrases import distinct, is_modifier, resolve_pronoun
from kg.records import ActorKind, Stance

_REACH = 30
_BLAMING = frozenset({Stance.ALLEGES, Stance.CONDEMNS, Stance.DENIES})
_DEEPEST = 4
_FURTHEST_SUBJECT = 80
_FURTHEST_HEAD = 7
_LONGEST_TITLE = 6
_NAMING = frozenset({"notably", "including", "namely", "particularly", "especially", "chiefly"})
_NEW = frozenset({"a", "an", "another", "one", "some", "several", "other"})  # no statement spoken of before
_REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})
_LINKS = frozenset({"of", "for", "from", "in", "within", "at", "on", "to", "inside", "near", "with", "by"})
_LINKED = frozenset(
    {"associated", "linked", "backed", "affiliated", "aligned", "allied", "loyal", "close", "based", "led", "supported"}
)


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
    while at > floor and scene.lowers[at].isdigit() and scene.ending(at) is None:
        at -= 1
    word = scene.lowers[at]
    if word in {",", "–", "—"}:
        return _around_parenthesis(scene, at, floor, depth)
    if word == ")":
        opened = _last(scene, "(", at - 1, floor)
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
            return owner, at
        speaker = scene.unknown_ending(at, floor)
    if speaker is None:
        return None
    return _joined(scene, _head(scene, speaker, floor), floor)


def _around_parenthesis(scene: Scene, comma: int, floor: int, depth: int) -> tuple[tuple[Speaker, ...], int] | None:
    """The subject before ", …," or the person named in the apposition itself ("a spokesman, Ali Hassan, said")."""
    opened = _last(scene, scene.lowers[comma], comma - 1, max(floor, comma - _REACH))
    if opened is None or opened <= floor or opened + 1 == comma or depth > _DEEPEST:
        return None
    outer = _phrase_before(scene, opened - 1, floor, depth + 1)
    if scene.lowers[opened + 1] in _NAMING and outer is not None and not any(s.named for s in outer[0]):
        named = _phrase_before(scene, comma - 1, opened + 2, depth + 1)
        return (named[0], outer[1]) if named is not None else outer
    inner = _apposition(scene, opened + 1, comma)
    if inner is not None and (outer is None or (inner.named and _is_office(scene, outer[0][-1], inner))):
        return ((inner,), outer[1] if outer else inner.first)
    if outer is None and scene.lowers[opened + 1] not in function_words("relative"):
        return _around_parenthesis(scene, opened, floor, depth + 1)
    return outer


def _apposition(scene: Scene, first: int, past: int) -> Speaker | None:
    """The actor that an apposition names, if it names one and no more than that."""
    if scene.lowers[past - 1] == ")":
        opened = _last(scene, "(", past - 2, first)
        past = opened if opened is not None else past
    while first < past and (scene.lowers[first] in function_words("determiner") or _is_title(scene, first, past)):
        first += 1
    if past <= first:
        return None
    inner = scene.ending(past - 1) or scene.unknown_ending(past - 1, first)
    if inner is None or (inner.first > first and not _titled(scene, first, inner)):
        return None
    return inner


def _is_office(scene: Scene, outer: Speaker, inner: Speaker) -> bool:
    """Whether a phrase only tells whose officer the person named in apposition to it is."""
    return not outer.named or (inner.ref in scene.people and outer.ref not in scene.people)


def _titled(scene: Scene, first: int, person: Speaker) -> bool:
    """Whether nothing but a title of capitalised words stands before a person ("US General Ali Hassan")."""
    forms = scene.page.words.forms[first : person.first]
    return (
        person.ref in scene.people
        and len(forms) <= _LONGEST_TITLE
        and all(form[:1].isupper() or form == "." for form in forms)
    )


def _is_title(scene: Scene, at: int, past: int) -> bool:
    """Whether a capitalised word before a known name is a title of its own."""
    form = scene.page.words.forms[at]
    if scene.starting(at) is not None or scene.ending(past - 1) is None:
        return False
    return at + 1 < past and (form[:1].isupper() or form == ".")


def _last(scene: Scene, mark: str, at: int, floor: int) -> int | None:
    while at >= floor:
        if scene.lowers[at] == mark:
            return at
        at -= 1
    return None


def _head(scene: Scene, speaker: Speaker, floor: int) -> Speaker:
    """From the last noun of "a spokesman for the mayor of X" to its first."""
    for _ in range(4):
        at = speaker.first - 1
        if speaker.named and speaker.ref in scene.people and scene.page.words.forms[at][:1].isupper():
            return speaker  # a title stands before him: "Minister of Defence Ali Hassan"
        steps = 0
        while at > floor and steps < _FURTHEST_HEAD and is_modifier(scene, at):
            at -= 1
            steps += 1
        if at <= floor or scene.lowers[at] not in _LINKS:
            return speaker
        before = at - 1
        if before > floor and scene.lowers[before] in _LINKED:
            before -= 1
        elif scene.lowers[at] in {"with", "by"}:
            return speaker
        if before > floor and scene.lowers[before] == "," and scene.lowers[at] in {"of", "from"}:
            before -= 1
        outer = scene.ending(before)
        if outer is None:
            return speaker
        speaker = outer
    return speaker


def _joined(scene: Scene, last: Speaker, floor: int) -> tuple[tuple[Speaker, ...], int]:
    """All of "A, B and C" that ends with a speaker."""
    speakers = [_ally(scene, last)]
    while True:
        first = speakers[0].first
        at = first - 1
        while at > floor and (scene.lowers[at] in function_words("determiner") or scene.lowers[at] in {"its", "'s"}):
            at -= 1
        joint = at > floor and (
            scene.lowers[at] in {"and", "or", "alongside"} or (scene.lowers[at] == "," and len(speakers) > 1)
        )
        before = at - 1
        if joint and before > floor and scene.lowers[before] == "," and scene.lowers[at] != ",":
            before -= 1
        other = scene.ending(before) if joint and before >= floor else None
        if other is None or _is_object(scene, other, floor):
            break
        speakers.insert(0, other)
    begin = speakers[0].first
    while begin > floor and (
        scene.lowers[begin - 1] in function_words("determiner") or scene.lowers[begin - 1] == "both"
    ):
        begin -= 1
    return tuple(distinct(speakers)), _left_edge(scene, begin, floor)


def _is_object(scene: Scene, actor: Speaker, floor: int) -> bool:
    """Whether a clause before has an actor as the one it blames: "A blamed B, and C blamed A"."""
    at = actor.first - 1
    while at > floor and scene.lowers[at] in function_words("determiner"):
        at -= 1
    return at > floor and any(verb.stance in _BLAMING for verb in reporting_verbs().get(scene.lowers[at], ()))


def _ally(scene: Scene, speaker: Speaker) -> Speaker:
    """Who is meant by "its Russian allies": the actor whose name comes before."""
    if speaker.named or scene.lowers[speaker.past - 1] not in {"ally", "allies"}:
        return speaker
    return scene.ending(speaker.first - 1) or speaker


def _left_edge(scene: Scene, begin: int, floor: int) -> int:
    """Word where a subject with its titles begins ("Foreign Minister Ali Hassan")."""
    form = scene.page.words.forms
    while begin > floor and form[begin - 1][:1].isupper() and form[begin - 1].isalpha():
        begin -= 1
    while begin > floor and scene.lowers[begin - 1] in function_words("determiner"):
        begin -= 1
    return begin


def _pronoun(scene: Scene, at: int, floor: int) -> tuple[tuple[Speaker, ...], int] | None:
    word = scene.lowers[at]
    if word in {"who", "which", "that"}:
        before = at - 1
        if before > floor and scene.lowers[before] == ",":
            before -= 1
        head = scene.ending(before) if before >= floor else None
        return ((head,), at) if head is not None else None
    if word == "i":
        return None
    resolved = resolve_pronoun(scene, at)
    return (resolved, at) if resolved else None


def speakers_after(scene: Scene, at: int, past: int) -> tuple[tuple[Speaker, ...], int]:
    """The speakers whose phrase begins at a word (after "said", "by" or "according to"), and the word after them."""
    speakers: list[Speaker] = []
    while True:
        speaker, end = _one_after(scene, at, past)
        if speaker is None:
            break
        speakers.append(speaker)
        at = end
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
            return speaker is not None and not _acts(scene, end, past)
        if not (word == "," or number in scene.covered or is_modifier(scene, number)) or word in {"a", "an"}:
            return False
    return False


def _acts(scene: Scene, at: int, past: int) -> bool:
    """Whether a verb follows an actor, who is then the subject of a clause of his own."""
    if at >= past:
        return False
    return scene.lowers[at] in function_words("auxiliary") or scene.lowers[at] in reporting_verbs()


def _one_after(scene: Scene, at: int, past: int) -> tuple[Speaker | None, int]:
    best: Speaker | None = None
    steps = 0
    start = at + (at < past and scene.lowers[at] in function_words("determiner"))
    while at < past and steps < 10:
        speaker = scene.starting(at)
        if speaker is not None and speaker.past <= past:
            if best is not None and best.ref in scene.people and scene.lowers[at - 1] not in {"'s", "'"}:
                break
            best, at = speaker, speaker.past
        elif best is None and scene.lowers[at] in source_documents():
            owner = document_owner(scene, at, max(0, at - 4))
            return (owner[0], max(at + 1, owner[0].past)) if owner else (None, at)
        elif (best is not None and scene.lowers[at] in {"'s", "'"}) or (
            best is not None and not best.named and _title_goes_on(scene, at, past)
        ):
            at += 1
        elif best is not None and not best.named and scene.lowers[at] == "of":
            person = _person_within(scene, at + 1, past)
            return (person, person.past) if person else (best, at)
        elif (
            best is None
            and (is_modifier(scene, at) or scene.lowers[at] in {"both", "the"} or _names_office(scene, at, past))
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


def _names_office(scene: Scene, at: int, past: int) -> bool:
    """Whether a place's name stands before the title of whoever holds office there ("Kherson Governor Ali Hassan")."""
    if at not in scene.covered or at + 1 >= past:
        return False
    following = at + 1
    while following + 1 < past and following in scene.covered and scene.starting(following) is None:
        following += 1
    return scene.lowers[following] in source_nouns() and source_nouns()[scene.lowers[following]] is ActorKind.PERSON


def _title_goes_on(scene: Scene, at: int, past: int) -> bool:
    """Whether a capitalised word stands between a title and its name ("Chief Superintendent Ali Hassan")."""
    forms = scene.page.words.forms
    return (
        forms[at][:1].isupper()
        and forms[at - 1][:1].isupper()
        and any(
            (found := scene.starting(number)) is not None and found.named
            for number in range(at + 1, min(past, at + 3))
            if all(forms[between][:1].isupper() for between in range(at, number))
        )
    )


def _person_within(scene: Scene, at: int, past: int) -> Speaker | None:
    """The person named after a title with its place ("Mayor of London Ali Hassan"), with no mark or verb between."""
    forms = scene.page.words.forms
    while at < min(past, len(forms)) and (forms[at][:1].isupper() or scene.lowers[at] in {"the", "of", "'s"}):
        found = scene.starting(at)
        if found is not None and found.ref in scene.people:
            return found
        at = found.past if found is not None else at + 1
    return None


def document_owner(scene: Scene, at: int, floor: int) -> tuple[Speaker, ...]:
    """Whose statement or letter the word ``at`` is: the actor before or after it, or else whoever spoke last."""
    if scene.lowers[at] not in source_documents():
        return ()
    owner = scene.ending(at - 1) if at > floor else None
    if owner is None and at - 1 > floor and scene.lowers[at - 1] == "'s":
        owner = scene.ending(at - 2)
    if owner is not None:
        return (owner,)
    lowers = scene.lowers
    for step in range(at + 1, min(at + 4, len(lowers))):
        if lowers[step] in {"by", "from", "of"}:
            speakers, _ = speakers_after(scene, step + 1, min(len(lowers), step + 14))
            return speakers
    verb = at - 1
    while verb > floor and at - verb < 4 and lowers[verb] in function_words("determiner") | {"following"}:
        verb -= 1
    if floor < verb < at - 1 and lowers[verb] in function_words("light"):
        subject = subject_before(scene, verb, floor)
        if subject is not None and subject.speakers and not subject.passive:
            return subject.speakers
    if at > floor and lowers[at - 1] in _NEW:
        return ()
    return tuple(Speaker(s.ref, scene.page.words.spans[at], at, at + 1) for s in scene.last)
