"""Where the words said begin behind a verb: past recipients, adverbials and the words that lead to them."""

from kg.extract.claims.claimants import Scene
from kg.extract.claims.cues import function_words, reporting_verbs
from kg.extract.claims.instance import Instance, Stretch
from kg.extract.claims.subjects import speakers_after
from kg.extract.claims.tagged import is_adverbial, is_demonstrative, is_noun, is_tensed, modifies
from kg.extract.claims.tree_subjects import in_relative, infinitive_begin

_THAT_REACH = 12
_LONGEST_RECIPIENT = 9
_TO_WHOM = frozenset({"on", "upon", "for", "with"})  # "called on drivers to stop"
_SUBJECTS = frozenset({"he", "she", "they", "it", "we"})
_NEXT = frozenset({"next", "same", "following", "previous"})
_QUOTING = frozenset({"“", "”", '"', "‘"})
_TIMES_OF_DAY = frozenset({"morning", "afternoon", "evening", "night"})
_RECIPIENT_VERBS = frozenset({"tell", "inform", "assure", "warn", "notify"})


def start_of_words(scene: Scene, stretch: Stretch, instance: Instance) -> int:
    """First word said after a verb: past recipients, adverbials and the words that lead to it."""
    lowers = scene.lowers
    verb = instance.verb
    at, past = instance.past, stretch.past
    skip = verb.skip if verb else frozenset[str]()
    if verb is not None and verb.lemma in _RECIPIENT_VERBS and at < past and lowers[at] != "that":
        told = _that_after_recipient(scene, at, past)
        if told is not None:
            return told
        if verb.lemma != "warn" or infinitive_begin(scene, instance.first, told_before=True) is None:
            at = _past_recipient(scene, at, past)
    for number in range(at, min(past, at + _THAT_REACH)):
        if (
            lowers[number] == "that"
            and "that" in skip
            and _adverbial(scene, at, number)
            and not is_demonstrative(scene, number)
            and not (lowers[at] == "to" and infinitive_begin(scene, instance.first, told_before=True) == at)
        ):
            return number + 1
    infinitive = _past_time(scene, instance, past) if skip.isdisjoint(_TO_WHOM) else None
    if infinitive is not None:
        return infinitive
    at = _past_hearer(scene, at, past)
    if at < past and lowers[at] in function_words("be") and in_relative(scene, instance.first):
        return at + 1  # "what they said was an assault"
    while at < past:
        dated = _past_date(lowers, at, past)
        if dated > at:
            at = dated
        elif lowers[at] in function_words("weekday") and at + 1 < past and lowers[at + 1] == "'s":
            break
        elif (
            lowers[at] in skip
            or lowers[at] in function_words("weekday")
            or (lowers[at] in _TIMES_OF_DAY and lowers[at - 1] in function_words("weekday"))
            or lowers[at] in {"late", "early", ","}
            or (lowers[at] in function_words("adverb") and at == instance.past and not modifies(scene, at, at + 1))
        ):
            at += 1
        else:
            break
    return _past_setting(scene, at, past)


def _past_setting(scene: Scene, at: int, past: int) -> int:
    """The infinitive behind the setting of a promise: "promised on 3 June, at a summit in Dakar, to leave"."""
    if at >= past or scene.lowers[at] not in {"at", "in", "during"}:
        return at
    for number in range(at + 1, min(past - 1, at + _LONGEST_RECIPIENT)):
        if scene.lowers[number] == "," or is_tensed(scene, number):
            return number + 1 if scene.lowers[number : number + 2] == [",", "to"] else at
    return at


def _past_time(scene: Scene, instance: Instance, past: int) -> int | None:
    """Where the infinitive begins that a verb reports, if only a time or place stands before it: "threatened last week
    to strike", "pledged on 20 January, at talks in Oslo, to refrain".
    """
    begin = infinitive_begin(scene, instance.first, told_before=True)
    if begin is None or not instance.past < begin < past:
        return None
    between = range(instance.past, begin)
    return begin if all(is_adverbial(scene, instance.first, number) for number in between) else None


def _past_hearer(scene: Scene, at: int, past: int) -> int:
    """The word after the hearer of "said to the paper: …", "confirmed to Reuters that"; the same word where none is."""
    lowers = scene.lowers
    if lowers[at : at + 1] != ["to"] or at + 1 >= past:
        return at
    medium = scene.starting(at + 1)
    if medium is not None and medium.past < past and scene.is_medium(medium):
        return medium.past
    if lowers[at + 1] in function_words("reader"):
        return at + 2
    for number in range(at + 1, min(past, at + _LONGEST_RECIPIENT)):
        if lowers[number] == ":":
            return number + 1
        if not (lowers[number].isalpha() or lowers[number] == "'s") or lowers[number] in function_words("auxiliary"):
            return at
    return at


def _past_date(lowers: list[str], at: int, past: int) -> int:
    """Where a date after a verb ends: "announced on 19 December 2018 the …"; the same word where none stands there."""
    if lowers[at] not in {"on", "in"} or at + 1 >= past:
        return at
    end = at + 1
    while end < past and (
        (lowers[end].isdigit() and len(lowers[end]) < 5)
        or lowers[end] in function_words("month")
        or (lowers[at] == "on" and lowers[end] in function_words("weekday"))
        or (lowers[end] == "," and end + 1 < past and lowers[end + 1].isdigit() and len(lowers[end + 1]) == 4)
    ):
        end += 1
    return end if end > at + 1 else at


def _that_after_recipient(scene: Scene, at: int, past: int) -> int | None:
    """The word after "that" behind whoever is told: "told its Israeli counterpart that"."""
    for number in range(at, min(past, at + _LONGEST_RECIPIENT)):
        word = scene.lowers[number]
        if word == "that":
            return number + 1
        if word in function_words("auxiliary") or word in function_words("modal") or not word[0].isalpha():
            return None
    return None


def _past_recipient(scene: Scene, at: int, past: int) -> int:
    lowers, begin = scene.lowers, at
    if lowers[at] == "the" and at + 1 < past and lowers[at + 1] in function_words("reader"):
        return at + 2
    if lowers[at] in function_words("reader"):
        return at + 1
    if at + 1 < past and lowers[at] in function_words("determiner") and scene.page.words.forms[at + 1][:1].isupper():
        at += 1
    _, end = speakers_after(scene, at, min(past, at + 6))
    if lowers[end - 1] in _SUBJECTS and (end > at + 1 or (end < past and is_tensed(scene, end))):
        end -= 1  # "told deputies | he would go", "warned | it could burst"
    if end <= at or (end < past and is_noun(scene, end)):
        return begin  # "warned an ISIL takeover would …" has nobody warned
    return end


def _adverbial(scene: Scene, first: int, past: int) -> bool:
    """Whether words between a verb and "that" only say when, where or to whom."""
    lowers = scene.lowers
    if first == past or lowers[first:past] == ["online"]:
        return True
    if lowers[first] == "the" and lowers[first + 1] in _NEXT and past - first == 3:
        return True  # "announced the next day that"
    if all(word in function_words("adverb") or word == "," for word in lowers[first:past]):
        return True  # "said then, too, that"
    saying = (word in reporting_verbs() and word.endswith(("ing", "ed")) for word in lowers[first:past])
    if not _QUOTING.isdisjoint(lowers[first:past]) or any(saying):
        return False
    if lowers[first] in function_words("preposition") | function_words("weekday") | function_words("reader") | {
        "late",
        "early",
        "again",
        ",",
    }:
        return True
    return lowers[first].endswith("ly") and past - first <= 2
