"""Which words are said: the clause after or before a cue, without cue, claimant, "that" and the marks around it."""

from bisect import bisect_left

from kg import lexicon
from kg.extract.claims.claimants import Scene
from kg.extract.claims.content_end import end_of_words, past_colon
from kg.extract.claims.content_start import start_of_words
from kg.extract.claims.cues import function_words, reporting_verbs, source_nouns
from kg.extract.claims.instance import Instance, Stretch
from kg.extract.claims.tagged import is_subject, is_tensed
from kg.extract.claims.tree_subjects import phrase_of_subject
from kg.extract.grammar.syntax import is_verbal
from kg.records import Span

_TRAILING = frozenset(",.;:!?…–—-")
_OPENING = frozenset("\"“”'‘’«»")
_AFTER_LABEL = frozenset(":-–—|")
_LONGEST_ASIDE = 14
_JOINING = frozenset({"also", "but", "and", "however", "meanwhile", "still", "moreover", "additionally", "separately"})
_LONGEST_CONTENT = 300  # words; a clause is never longer, a sentence that lost its stops may be
_MOST_BESIDE = 20
_LONGEST_PHRASE = 40
_LONGEST_SOURCE = 8  # words behind the speaker up to the comma that ends an attribution
_LONGEST_SUBJECT = 12
_FAR = 12  # words from an attribution to the verb that goes on behind it
_CONDITIONS = frozenset({"if", "should", "unless"})
_LEADING = frozenset({"that", "which", "who", "and", "but", "while"})
_JOINTS = frozenset({"and", "but", "while", "though", "although"})


def indirect_contents(scene: Scene, stretch: Stretch, instance: Instance, others: list[Instance]) -> list[Span]:
    """The words said as the article words them: one span, or more where each clause has a "that" of its own.

    Empty where no words are left.
    """
    if instance.construction in {"closing", "inverted", "passive"}:
        first, past = _before(scene, stretch, instance, others)
    elif instance.construction == "according":
        first, past = _according(scene, stretch, instance, others)
    elif instance.construction == "raised":
        first = instance.begin
        past = end_of_words(scene, stretch, instance.past, instance, others)
    elif instance.construction == "alleged":
        first = instance.past
        past = _phrase_end(scene, stretch, first)
    else:
        first = instance.content_from if instance.content_from is not None else start_of_words(scene, stretch, instance)
        past = instance.content_to or end_of_words(scene, stretch, first, instance, others)
    spans = [trimmed(scene, begin, end) for begin, end in _parts(scene, first, past)]
    return [span for span in spans if span is not None]


def _parts(scene: Scene, first: int, past: int) -> list[tuple[int, int]]:
    """The clauses of "that A and that B"."""
    if first == 0 or first >= past or scene.lowers[first - 1] != "that":
        return [(first, past)]
    parts = []
    for at in range(first + 1, past - 1):
        if scene.lowers[at] in {"and", "but"} and scene.lowers[at + 1] == "that":
            parts.append((first, at))
            first = at + 2
    return [*parts, (first, past)]


def trimmed(scene: Scene, first: int, past: int) -> Span | None:
    """Words without the punctuation at their ends, nor quotation marks that enclose them all or have no partner."""
    forms = scene.page.words.forms
    first = _behind_label(scene, first, past)
    while first < past and (forms[first] in _TRAILING or forms[first] in {")", "]"}):
        first += 1
    while past > first:
        last = forms[past - 1]
        if last in _TRAILING or (last in _OPENING and (past - 2 < first or not _partnered(forms, first, past))):
            past -= 1
        elif first < past - 1 and forms[first] in _OPENING and last in _OPENING and _encloses(forms, first, past):
            first, past = first + 1, past - 1
        else:
            break
    while first < past and forms[first] in _OPENING and not any(form in _OPENING for form in forms[first + 1 : past]):
        first += 1
    return scene.page.words.span_of(first, past) if first < past else None


def _behind_label(scene: Scene, first: int, past: int) -> int:
    """Where words begin behind what tells the sort of a report: "EXCLUSIVE-", "BREAKING:"."""
    labelled = past - first > 2 and scene.page.words.forms[first + 1] in _AFTER_LABEL and scene.in_headline(first)
    return first + 2 if labelled and scene.lowers[first] in lexicon.words("headline_labels") else first


def _partnered(forms: list[str], first: int, past: int) -> bool:
    return sum(form in _OPENING for form in forms[first:past]) % 2 == 0


def _encloses(forms: list[str], first: int, past: int) -> bool:
    return not any(form in _OPENING for form in forms[first + 1 : past - 1])


def _before(scene: Scene, stretch: Stretch, instance: Instance, others: list[Instance]) -> tuple[int, int]:
    """What stands before "…, X said" or "… by X": from the sentence's begin or an earlier attribution's end."""
    first = stretch.first
    at = bisect_left(others, instance.first, key=lambda other: other.first)
    for other in others[max(0, at - _MOST_BESIDE) : at]:
        if other.end <= instance.begin and other.construction not in {"alleged", "noun", "raised"}:
            first = max(first, _boundary(scene, instance, other))
    first = max(first, instance.begin - _LONGEST_CONTENT)
    while first < instance.begin and first in stretch.masked:
        first += 1
    first = past_colon(scene, first, instance.begin)
    after = instance.end if instance.construction != "passive" else stretch.past
    if (
        instance.construction == "closing"
        and after + 3 < stretch.past
        and scene.lowers[after] == ","
        and (
            instance.begin - first < 4
            or scene.lowers[first] in _CONDITIONS
            or scene.lowers[instance.begin - 2] in function_words("auxiliary")
            or _is_adverbial(scene, first, instance.begin)
            or _is_parted(scene, first, instance.begin - 1, after + 1)
        )
    ):
        if scene.lowers[first] in _CONDITIONS or _goes_on_with_verb(scene, first, instance.begin, after + 1):
            return first, end_of_words(scene, stretch, after + 1, instance, others)
        return after + 1, end_of_words(scene, stretch, after + 1, instance, others)
    if instance.construction == "passive":
        own = phrase_of_subject(scene, instance.first)
        if own is not None and own > first and scene.lowers[own] not in function_words("relative"):
            first = own
        stops = [at for at in range(first, instance.begin) if scene.lowers[at] == ";"]
        first = stops[-1] + 1 if stops else first
    while first < instance.begin - 1 and (
        scene.lowers[first] in {"but", "and", "that"}
        or (scene.lowers[first] in _JOINING and scene.lowers[first + 1] == ",")
        or (scene.lowers[first] == "," and scene.lowers[first - 1] in _JOINING)
    ):
        first += 1
    past = instance.begin
    if past - first > 1 and instance.construction == "passive" and scene.lowers[past - 1] in {"which", "that"}:
        past -= 1
    return first, past


def _boundary(scene: Scene, instance: Instance, other: Instance) -> int:
    """Where what is said may begin behind an earlier act of saying; before that one where it is part of what is said:
    "the army admitted the raid, according to X".
    """
    if instance.construction != "according" or other.construction != "verb":
        return other.end
    for at in range(instance.begin - 1, other.end, -1):
        if scene.lowers[at] == ";" or (scene.lowers[at] in _JOINTS and scene.lowers[at - 1] == ","):
            return at + 1
    return 0


def _is_adverbial(scene: Scene, first: int, past: int) -> bool:
    """Whether words only tell when, where or beside what: "In the same week, X said, …"."""
    if scene.lowers[first] not in function_words("preposition") | function_words("adverb") | _JOINING:
        return False
    return not any(is_tensed(scene, at) for at in range(first, past))


def _is_parted(scene: Scene, first: int, past: int, after: int) -> bool:
    """Whether an attribution parts a long subject from its verb: "Papers found in a car, he told them, showed that"."""
    goes_on = is_tensed(scene, after) or is_verbal(scene.page, scene.page.words.spans[after])
    return goes_on and not any(is_tensed(scene, at) for at in range(first, past))


def _goes_on_with_verb(scene: Scene, first: int, begin: int, past: int) -> bool:
    """Whether an attribution, which begins at a word, parts a subject from its verb: "The convoy, X said, was …"."""
    opening = scene.lowers[first]
    if opening in function_words("preposition") | function_words("adverb") | function_words("conjunction") | _JOINING:
        return False
    if begin - first > 1 and scene.lowers[begin - 2] in function_words("auxiliary"):
        return True  # "it was, X said, a mistake"
    far = min(begin + _FAR, len(scene.lowers) - 1)
    while past < far and (scene.lowers[past] in function_words("adverb") or scene.lowers[past].endswith("ly")):
        past += 1
    following = scene.lowers[past]
    verbal = following.endswith("ed") and is_verbal(scene.page, scene.page.words.spans[past])
    return following in function_words("auxiliary") or verbal or _is_parted(scene, first, begin - 1, past)


def _according(scene: Scene, stretch: Stretch, instance: Instance, others: list[Instance]) -> tuple[int, int]:
    lowers = scene.lowers
    before = lowers[stretch.first : instance.begin]
    adverbial = (
        bool(before)
        and (before[0] in function_words("preposition") or before[0] in function_words("adverb"))
        and not any(w in function_words("auxiliary") for w in before)
        and not any(is_verbal(scene.page, span) for span in scene.page.words.spans[stretch.first : instance.begin])
    )
    opening = [word for word in before if word[0].isalpha()]
    leading = (instance.begin <= stretch.first + 3 and ("," not in before or _only_adverbs(opening))) or (
        adverbial
        and len(before) < _LONGEST_ASIDE
        and instance.end + 4 < stretch.past
        and "," in lowers[instance.end : instance.end + _LONGEST_SOURCE]
    )
    inner = [word for word in lowers[max(0, instance.begin - 2) : instance.begin] if word != ","][-1:]
    if not leading and not _LEADING.issuperset(inner or {""}):
        return _around(scene, stretch, instance, others)
    at = instance.end
    while at < stretch.past and lowers[at] != ",":
        if lowers[at] in {"“", '"'} or at in stretch.masked:
            return at, stretch.past
        at += 1
    first = _past_apposition(scene, stretch, at + 1)
    return first, end_of_words(scene, stretch, first, instance, others) if first < stretch.past else first


def _around(scene: Scene, stretch: Stretch, instance: Instance, others: list[Instance]) -> tuple[int, int]:
    """What stands before "according to X", or on both sides where that parts a subject from its verb."""
    first, past = _before(scene, stretch, instance, others)
    after = instance.end + 1
    opened = [at for at in range(first, instance.begin) if scene.lowers[at] == "("]
    if opened and ")" not in scene.lowers[opened[-1] : instance.begin]:
        if opened[-1] + 1 < instance.begin:
            return opened[-1] + 1, past  # "(in the west, according to X)"
        goes_on = after < stretch.past and scene.lowers[after].isalpha()
        return first, end_of_words(scene, stretch, after, instance, others) if goes_on else opened[-1]
    if past - first > _LONGEST_SUBJECT or after >= stretch.past or scene.lowers[instance.end] != ",":
        return first, past
    if scene.lowers[after] in reporting_verbs():
        return first, end_of_words(scene, stretch, after, instance, others)
    if _goes_on_with_verb(scene, first, instance.begin, after) and not any(
        is_verbal(scene.page, span) for span in scene.page.words.spans[first:past]
    ):
        return first, end_of_words(scene, stretch, after, instance, others)
    return first, past


def _only_adverbs(opening: list[str]) -> bool:
    """Whether nothing is said before "according to" but a word that joins the sentence to the last: "Also, …"."""
    return all(word in function_words("adverb") | _JOINING for word in opening)


def _past_apposition(scene: Scene, stretch: Stretch, first: int) -> int:
    """First word after ", a doctor," or ", which cited sources,", where that follows the source."""
    commas = [at for at in range(first, min(stretch.past, first + _LONGEST_ASIDE)) if scene.lowers[at] == ","]
    if not commas:
        return first
    aside = scene.lowers[first : commas[0]]
    relative = bool(aside) and aside[0] in function_words("relative")
    told = any(is_verbal(scene.page, span) for span in scene.page.words.spans[first : commas[0]])
    noun = any(word in source_nouns() for word in aside[:3]) and not told
    speaker = scene.starting(first)
    name = speaker is not None and speaker.past == commas[0]
    place = len(aside) < 4 and all(at in scene.covered for at in range(first, commas[0])) and speaker is None
    acts = not relative and any(is_subject(scene, at, commas[0]) for at in range(first, commas[0]))
    return commas[0] + 1 if (relative or noun or name or place) and not acts else first


def _phrase_end(scene: Scene, stretch: Stretch, first: int) -> int:
    """End of a noun phrase with its prepositional phrases."""
    past = min(stretch.past, first + _LONGEST_PHRASE)
    for at in range(first, past):
        word = scene.lowers[at]
        if at > first and (
            word in _TRAILING - {"-"}
            or word in _OPENING
            or word in function_words("auxiliary")
            or word in function_words("relative")
            or word in function_words("conjunction")
        ):
            return at
    return past
