"""The small readings of the phrase that names a speaker: appositions, titles, who is only blamed."""

from kg.extract.claims.claimants import Scene, Speaker
from kg.extract.claims.cues import function_words, reporting_verbs, source_nouns
from kg.extract.claims.tagged import token_at
from kg.records import ActorKind, Stance

_BLAMING = frozenset({Stance.ALLEGES, Stance.CONDEMNS, Stance.DENIES})
_LONGEST_TITLE = 6
_LONGEST_RANK = 5  # letters of a shortened rank: "Gen."
_OF_A_LIST = frozenset({"conj", "flat", "compound", "appos", "nmod", "amod", "dep"})


def apposition(scene: Scene, first: int, past: int) -> Speaker | None:
    """The actor that an apposition names, if it names one and no more than that."""
    if scene.lowers[past - 1] == ")":
        opened = last_mark(scene, "(", past - 2, first)
        past = opened if opened is not None else past
    while first < past and (scene.lowers[first] in function_words("determiner") or _is_title(scene, first, past)):
        first += 1
    if past <= first:
        return None
    inner = scene.ending(past - 1) or scene.unknown_ending(past - 1, first)
    if inner is None or (inner.first > first and not _titled(scene, first, inner)):
        return None
    return inner


def is_office(scene: Scene, outer: Speaker, inner: Speaker) -> bool:
    """Whether a phrase only tells whose officer the person named in apposition to it is."""
    return not outer.named or (inner.ref in scene.people and outer.ref not in scene.people)


def _titled(scene: Scene, first: int, person: Speaker) -> bool:
    """Whether nothing but a title stands before a person ("US General Ali Hassan", "military governor Ali Hassan")."""
    forms = scene.page.words.forms[first : person.first]
    office = source_nouns().get(scene.lowers[person.first - 1]) is ActorKind.PERSON
    if office and person.ref in scene.people and len(forms) < _LONGEST_TITLE and all(form.isalpha() for form in forms):
        return True
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


def last_mark(scene: Scene, mark: str, at: int, floor: int) -> int | None:
    """Number of the last word at or before ``at`` that is a mark, not before ``floor``."""
    while at >= floor:
        if scene.lowers[at] == mark:
            return at
        at -= 1
    return None


def is_object(scene: Scene, actor: Speaker, floor: int) -> bool:
    """Whether a clause before has an actor as the one it blames: "A blamed B, and C blamed A"."""
    at = actor.first - 1
    while at > floor and scene.lowers[at] in function_words("determiner"):
        at -= 1
    return at > floor and any(verb.stance in _BLAMING for verb in reporting_verbs().get(scene.lowers[at], ()))


def is_listed(scene: Scene, one: Speaker, other: Speaker) -> bool:
    """Whether a speaker after a comma is one more of a list, and not the subject of what is said: "according to X, two
    officers fled and …".
    """
    if not scene.page.has_tree:
        return True
    token, before = token_at(scene, other.past - 1), token_at(scene, one.past - 1)
    while token.dep_ in _OF_A_LIST and token.head.i < token.i and token.i > before.i:
        token = token.head
    return token.i <= before.i


def are_listed(scene: Scene, one: Speaker, other: Speaker) -> bool:
    """Whether two speakers on both sides of a comma are of one list, and not the object of one clause and the subject
    of another: "killing nine people, a council and two witnesses said".
    """
    if not scene.page.has_tree:
        return True
    heads = []
    for speaker in (one, other):
        token = token_at(scene, speaker.past - 1)
        while token.dep_ in _OF_A_LIST and token.head.i < token.i:
            token = token.head
        heads.append(token.i)
    return heads[0] == heads[1]


def ally(scene: Scene, speaker: Speaker) -> Speaker:
    """Who is meant by "its Russian allies": the actor whose name comes before."""
    if speaker.named or scene.lowers[speaker.past - 1] not in {"ally", "allies"}:
        return speaker
    return scene.ending(speaker.first - 1) or speaker


def left_edge(scene: Scene, begin: int, floor: int) -> int:
    """Word where a subject with its titles begins ("Foreign Minister Ali Hassan")."""
    form = scene.page.words.forms
    while begin > floor:
        shortened = form[begin - 1] == "." and begin - 1 > floor and len(form[begin - 2]) < _LONGEST_RANK
        word = begin - 1 - shortened
        if not (form[word][:1].isupper() and form[word].isalpha()):
            break
        begin = word
    while begin > floor and scene.lowers[begin - 1] in function_words("determiner"):
        begin -= 1
    return begin


def acts_next(scene: Scene, at: int, past: int) -> bool:
    """Whether a verb follows an actor, who is then the subject of a clause of his own."""
    if at >= past:
        return False
    return scene.lowers[at] in function_words("auxiliary") or scene.lowers[at] in reporting_verbs()


def names_office(scene: Scene, at: int, past: int) -> bool:
    """Whether a place's name stands before the title of whoever holds office there ("Kherson Governor Ali Hassan")."""
    if at not in scene.covered or at + 1 >= past:
        return False
    following = at + 1
    while following + 1 < past and following in scene.covered and scene.starting(following) is None:
        following += 1
    return scene.lowers[following] in source_nouns() and source_nouns()[scene.lowers[following]] is ActorKind.PERSON


def title_goes_on(scene: Scene, at: int, past: int) -> bool:
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


def person_within(scene: Scene, at: int, past: int) -> Speaker | None:
    """The person named after a title with its place ("Mayor of London Ali Hassan"), with no mark or verb between."""
    forms = scene.page.words.forms
    while at < min(past, len(forms)) and (forms[at][:1].isupper() or scene.lowers[at] in {"the", "of", "'s"}):
        found = scene.starting(at)
        if found is not None and found.ref in scene.people:
            return found
        at = found.past if found is not None else at + 1
    return None


def named_behind(scene: Scene, at: int, past: int) -> Speaker | None:
    """Who holds an office told with its place: "the mayor of London, Sadiq Khan, …"."""
    at += at < past and scene.lowers[at] in function_words("determiner")
    place = next((end for end in range(at + 1, min(past - 1, at + 5)) if scene.lowers[end] == ","), None)
    if place is None or any(number not in scene.covered for number in range(at, place)):
        return None
    person = scene.starting(place + 1)
    held = person is not None and person.named and person.ref in scene.people and person.past < past
    return person if held and person is not None and scene.lowers[person.past] == "," else None
