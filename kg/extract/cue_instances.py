"""Where a passage reports an act of saying: verbs with their subjects, nouns with their owners, "according to", "alleged"."""

from collections.abc import Callable
from dataclasses import dataclass

from kg.extract.claimants import Scene, Speaker, Subject
from kg.extract.cues import (
    ReportingNoun,
    ReportingVerb,
    function_words,
    reporting_nouns,
    reporting_verbs,
    source_documents,
)
from kg.extract.subjects import document_owner, resolve_pronoun, speakers_after, subject_before
from kg.records import Stance

_REACH_BY = 14
_AIMED = frozenset({"accuse", "blame", "suspect", "urge", "ask", "warn", "tell", "order", "call", "beg"})
_PERFORMED = frozenset({"welcome", "reaffirm", "condemn", "affirm"})
_WISHES = frozenset({"want", "hope", "ask", "propose", "seek"})
_WISHED = frozenset({"welcome"})  # "we would welcome X" asks for X


@dataclass(frozen=True, slots=True)
class Instance:
    """A cue in its place: words ``first`` to before ``past``.

    construction: verb (the words said follow), inverted or closing (they go before), passive, noun, according, alleged. begin and end number
    the words of the whole attribution; content_from is the first word that may be said, where the construction knows. base: the verb has no ending,
    so that it may be an infinitive. aimed: who is accused, urged or warned, where that is the subject.
    """

    construction: str
    first: int
    past: int
    stance: Stance
    speakers: tuple[Speaker, ...]
    begin: int
    end: int
    verb: ReportingVerb | None = None
    shared: bool = False
    content_from: int | None = None
    base: bool = False
    aimed: tuple[Speaker, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """A passage in words ``first`` to before ``past``; masked are the words of direct quotations, which report nothing themselves."""

    first: int
    past: int
    masked: frozenset[int]


def find_instances(scene: Scene, stretch: Stretch) -> list[Instance]:
    """The cues of a passage in text order. Remembers in the scene who spoke last."""
    found: list[Instance] = []
    for at in range(stretch.first, stretch.past):
        if at in stretch.masked or at in scene.covered:
            continue
        instance = _at(scene, stretch, at, found)
        if instance is not None:
            found.append(instance)
            if instance.speakers:
                scene.last = instance.speakers
    return found


def _at(scene: Scene, stretch: Stretch, at: int, before: list[Instance]) -> Instance | None:
    word = scene.lowers[at]
    if before and before[-1].construction == "according" and at <= before[-1].end:
        return None
    if word in reporting_nouns():
        noun = _noun(scene, stretch, at, before, reporting_nouns()[word])
        if noun is not None:
            return noun
    for verb in reporting_verbs().get(word, ()):
        found = _verb(scene, stretch, at, before, verb)
        if found is not None:
            return found
    reader = _READERS.get(word)
    return reader(scene, stretch, at) if reader else None


def _fits(scene: Scene, stretch: Stretch, at: int, verb: ReportingVerb) -> bool:
    """Whether what follows a verb form allows its construction."""
    if verb.quote_only:
        return True
    following = scene.lowers[at + 1] if at + 1 < stretch.past else ""
    if following in verb.never:
        return False
    if not verb.follows:
        return True
    near = set(scene.lowers[at + 1 : min(stretch.past, at + 3)])
    far = {f"~{word}" for word in scene.lowers[at + 1 : min(stretch.past, at + 7)]}
    return bool(verb.follows & (near | far))


def _verb(scene: Scene, stretch: Stretch, at: int, before: list[Instance], verb: ReportingVerb) -> Instance | None:
    if not _fits(scene, stretch, at, verb) or _is_no_verb(scene, stretch, at):
        return None
    past = at + 1
    inverted = _inverted(scene, stretch, at, verb)
    if inverted is not None:
        return inverted
    trailing = scene.lowers[at].endswith("ing") and at > stretch.first and scene.lowers[at - 1] == ","
    subject = None if trailing else subject_before(scene, at, stretch.first)
    if subject is not None and _own_voice(scene, at, stretch, verb):
        return None
    if subject is None:
        subject = _other_subject(scene, stretch, at, before)
    if subject is None:
        return _passive(scene, stretch, at, verb)
    if subject.passive and not scene.lowers[at].endswith("ing"):
        return _passive(scene, stretch, at, verb)
    if not subject.speakers and "that" not in scene.lowers[at + 1 : at + 3]:
        return None
    if scene.lowers[at] == verb.lemma and scene.is_unknown(subject.speakers):
        return None
    stance = verb.stance
    if subject.negated or (subject.modal and verb.lemma not in _WISHED):
        return None
    if subject.modal:
        stance = Stance.DEMANDS
    if subject.shared and scene.lowers[at] == verb.lemma and not (before and before[-1].base):
        return None
    closing = _closes(scene, stretch, at, subject)
    kind = "closing" if closing else "verb"
    begin = at if subject.shared else subject.begin
    base = scene.lowers[at] == verb.lemma
    return Instance(kind, at, past, stance, subject.speakers, begin, past, verb, subject.shared, base=base)


def _is_no_verb(scene: Scene, stretch: Stretch, at: int) -> bool:
    """Whether a word is part of a name or compound: a capital within a sentence, a hyphen beside it."""
    beside = {scene.lowers[at - 1] if at > stretch.first else "", scene.lowers[at + 1] if at + 1 < stretch.past else ""}
    if "-" in beside:
        return True
    return scene.page.words.forms[at][:1].isupper() and at > stretch.first and not scene.in_headline(at)


def _own_voice(scene: Scene, at: int, stretch: Stretch, verb: ReportingVerb) -> bool:
    """Whether "we" of the article's own voice does no explicit act of speech: "we want", "we said"."""
    before = scene.lowers[max(stretch.first, at - 4) : at]
    if "we" not in before or any(word in _ENDS for word in before[before.index("we") :]):
        return False
    return (
        verb.stance in {Stance.ASSERTS, Stance.PROMISES, Stance.WARNS} and verb.lemma not in _PERFORMED
    ) or verb.lemma in _WISHES


def _inverted(scene: Scene, stretch: Stretch, at: int, verb: ReportingVerb) -> Instance | None:
    """ "…, said X" and "…” said X"."""
    if at == stretch.first or not (scene.lowers[at - 1] in {",", ";"} or at - 1 in stretch.masked):
        return None
    speakers, end = speakers_after(scene, at + 1, min(stretch.past, at + _REACH_BY))
    if (
        not speakers
        and at - 1 in stretch.masked
        and at + 2 < stretch.past
        and scene.lowers[at + 2] in source_documents()
    ):
        end = at + 3
    elif not speakers:
        return None
    if at - 1 not in stretch.masked and end < stretch.past and scene.lowers[end] not in _ENDS:
        return None
    return Instance("inverted", at, at + 1, verb.stance, speakers, at, end, verb)


_ENDS = frozenset({",", ".", ";", ":", "!", "?", "”", '"', ")", "–", "—"})


def _closes(scene: Scene, stretch: Stretch, at: int, subject: Subject) -> bool:
    """Whether "…, X said." stands behind what was said."""
    if (
        subject.shared
        or subject.begin <= stretch.first
        or (at + 1 < stretch.past and scene.lowers[at + 1] not in _ENDS - {":", '"'})
    ):
        return False
    return subject.begin - 1 in stretch.masked or scene.lowers[subject.begin - 1] in {",", ";"}


def _other_subject(scene: Scene, stretch: Stretch, at: int, before: list[Instance]) -> Subject | None:
    """The subject of a verb that has none of its own: "… and proposed", ", saying", "a statement saying"."""
    lowers = scene.lowers
    previous = at - 1
    negated = modal = False
    while previous > stretch.first and (
        lowers[previous] in function_words("adverb")
        or lowers[previous] in function_words("auxiliary")
        or lowers[previous].endswith("ly")
    ):
        negated = negated or lowers[previous] in function_words("negation")
        previous -= 1
    if (
        previous < stretch.first
        or lowers[previous] in function_words("negation")
        or lowers[previous] in function_words("modal")
    ):
        return None
    owner = document_owner(scene, previous, stretch.first)
    if owner:
        return Subject(owner, previous)
    gerund = lowers[at].endswith("ing")
    word = lowers[previous]
    if (
        word in {"and", "but"}
        or (word == "," and gerund)
        or (gerund and word in {"by", "in", "while", "after", "before"})
    ):
        said = [i for i in before if i.speakers and i.construction in {"verb", "inverted", "closing", "according"}]
        if said and (gerund or not _stops(lowers[said[-1].past : previous])):
            return Subject(said[-1].speakers, at, shared=True)
        if gerund or word in {"and", "but"}:
            speakers = _clause_subject(scene, stretch, previous)
            return Subject(speakers, at, shared=True) if speakers else None
    return None


def _stops(words: list[str]) -> bool:
    return ";" in words


def _clause_subject(scene: Scene, stretch: Stretch, past: int) -> tuple[Speaker, ...]:
    """The actor with which a sentence begins, past an adverbial before a comma."""
    at = stretch.first
    while at < past and (at in stretch.masked or scene.lowers[at] in {"but", "and", '"', "“", "”"}):
        at += 1
    speakers, _ = speakers_after(scene, at, past)
    if speakers:
        return speakers
    for number in range(at, min(past, at + 15)):
        if scene.lowers[number] == ",":
            speakers, _ = speakers_after(scene, number + 1, past)
            return speakers
    return ()


def _passive(scene: Scene, stretch: Stretch, at: int, verb: ReportingVerb) -> Instance | None:
    """ "It was reported that …", "… was condemned by X"."""
    lowers = scene.lowers
    number = at - 1
    while number >= stretch.first and (lowers[number] in function_words("adverb") or lowers[number].endswith("ly")):
        number -= 1
    if number < stretch.first or lowers[number] not in function_words("be"):
        return None
    while number > stretch.first and (
        lowers[number] in function_words("auxiliary") or lowers[number] in function_words("adverb")
    ):
        number -= 1
    if lowers[number] in function_words("negation") or lowers[number] in function_words("modal"):
        return None
    if lowers[number] == "it" and at + 1 < stretch.past and lowers[at + 1] == "that":
        return Instance("verb", at, at + 1, verb.stance, (), number, at + 1, verb)
    for by in range(at + 1, min(stretch.past, at + _REACH_BY)):
        if lowers[by] in _ENDS:
            return None
        if lowers[by] == "by":
            speakers, end = speakers_after(scene, by + 1, stretch.past)
            if not speakers:
                return None
            if verb.lemma in _AIMED:
                start = end + 1 if end < stretch.past and lowers[end] in {"of", "for", "that"} else end
                subject = subject_before(scene, at, stretch.first)
                aimed = subject.speakers if subject else ()
                return Instance(
                    "verb", at, at + 1, verb.stance, speakers, by, end, verb, content_from=start, aimed=aimed
                )
            begin = number + 1 if by == at + 1 else by
            return Instance("passive", at, at + 1, verb.stance, speakers, begin, end, verb)
    return None


def _noun(scene: Scene, stretch: Stretch, at: int, before: list[Instance], noun: ReportingNoun) -> Instance | None:
    lowers = scene.lowers
    if at + 1 >= stretch.past or (before and before[-1].verb is not None and _governs(scene, before[-1], at)):
        return None
    lead, after = at + 1, ()
    if lowers[lead] in {"by", "from"}:
        after, lead = speakers_after(scene, lead + 1, min(stretch.past, lead + _REACH_BY))
    if lead >= stretch.past or lowers[lead] not in noun.follows:
        return None
    owners = after or _owner(scene, stretch, at)
    if not owners and noun.sourced:
        return None
    begin = owners[0].first if owners and owners[0].past <= at else at
    start = lead if lowers[lead] in {"to", "against"} else lead + 1
    return Instance("noun", at, at + 1, noun.stance, owners, begin, lead, content_from=start)


def _governs(scene: Scene, instance: Instance, at: int) -> bool:
    """Whether a noun is the object of a reporting verb ("denied claims that"), whose content it then belongs to."""
    between = scene.lowers[instance.past : at]
    return len(between) <= 3 and all(word in function_words("determiner") or word.isalpha() for word in between)


def _owner(scene: Scene, stretch: Stretch, at: int) -> tuple[Speaker, ...]:
    lowers = scene.lowers
    previous = at - 1
    if previous < stretch.first:
        return ()
    if lowers[previous] in {"their", "his", "her", "its"}:
        pronoun = {"their": "they", "his": "he", "her": "she", "its": "it"}[lowers[previous]]
        return resolve_pronoun(scene, previous, pronoun)
    owner = scene.ending(previous)
    if owner is None and lowers[previous] == "'s" and previous > stretch.first:
        owner = scene.ending(previous - 1)
    if owner is not None:
        return (owner,)
    while previous > stretch.first and lowers[previous] in function_words("determiner"):
        previous -= 1
    if lowers[previous] in _light_verbs():
        subject = subject_before(scene, previous, stretch.first)
        if subject is not None and not (subject.negated or subject.passive):
            return subject.speakers
    return ()


def _light_verbs() -> frozenset[str]:
    return function_words("light")


def _according(scene: Scene, stretch: Stretch, at: int) -> Instance | None:
    """ "According to X"; the words said stand before it or after the comma that ends it."""
    lowers = scene.lowers
    if at + 1 >= stretch.past or lowers[at + 1] != "to":
        return None
    speakers, end = speakers_after(scene, at + 2, min(stretch.past, at + 2 + _REACH_BY))
    if not speakers:
        for number in range(at + 2, min(stretch.past, at + 6)):
            speakers = document_owner(scene, number, stretch.first)
            if speakers:
                end = max(number + 1, speakers[-1].past)
                break
    if not speakers:
        return None
    return Instance("according", at, at + 2, Stance.ASSERTS, speakers, at, end)


def _alleged(scene: Scene, stretch: Stretch, at: int) -> Instance | None:
    """ "An alleged attack on X": said by nobody that the article names."""
    previous = scene.lowers[at - 1] if at > stretch.first else "the"
    if previous not in function_words("determiner") | function_words("preposition") | {"and"} and previous != ",":
        return None
    return Instance("alleged", at, at + 1, Stance.ALLEGES, (), at, at + 1, content_from=at + 1)


_READERS: dict[str, Callable[[Scene, Stretch, int], Instance | None]] = {"according": _according, "alleged": _alleged}
