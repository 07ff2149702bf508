"""Where a passage reports an act of saying: reporting verbs with their subjects, and the cues that are no verbs."""

from dataclasses import replace

from kg.extract.claims.claimants import Scene, Subject
from kg.extract.claims.cue_checks import (
    gives_object,
    is_deed,
    is_document,
    is_inserted,
    is_mute,
    is_no_verb,
    is_own_voice,
    is_told,
    may_say,
    only_compares,
)
from kg.extract.claims.cue_places import attribution_end, closes, is_quoted_for
from kg.extract.claims.cue_subjects import other_subject, whole
from kg.extract.claims.cues import PHRASE_ENDS, ReportingVerb, reporting_nouns, reporting_verbs, source_documents
from kg.extract.claims.instance import Instance, Stretch
from kg.extract.claims.noun_cues import according, alleged, noun_instance
from kg.extract.claims.passives import accused_of, called_by, commented, passive, quoted_source, reduced, said_of
from kg.extract.claims.special_cues import CALLING, called_so, follows_relative, shown, trails
from kg.extract.claims.subjects import document_owner, speakers_after, subject_before
from kg.extract.claims.tagged import is_verb
from kg.extract.claims.tree_subjects import (
    has_clause,
    has_predicate,
    in_relative,
    infinitive_begin,
    inverted_subject,
    is_bare_participle,
    is_reduced,
    subject_number,
    tree_subject,
    truer_subject,
)
from kg.records import Stance

_REACH_INVERTED = 14
_QUOTE_REACH = 16
_NEVER_RELATIVE = frozenset(
    {"want", "refuse", "describe", "characterise", "consider", "call", "order", "identify", "welcome"}
)
_LONGEST_TOLD = 9  # words of whoever is told to do something
_TELLING = frozenset({"tell", "inform", "notify", "assure"})  # who follows is told: "…, told reporters"
_WISHED = frozenset({"welcome"})  # "we would welcome X" asks for X


def find_instances(scene: Scene, stretch: Stretch) -> list[Instance]:
    """The cues of a passage in text order. Remembers in the scene who spoke last."""
    found: list[Instance] = []
    for at in range(stretch.first, stretch.past):
        if at in stretch.masked or at in scene.covered:
            continue
        instance = _at(scene, stretch, at, found)
        if instance is not None:
            if instance.speakers:
                instance = replace(instance, speakers=scene.counted(instance.speakers))
                scene.last = instance.speakers
            found.append(instance)
    return found


def _at(scene: Scene, stretch: Stretch, at: int, before: list[Instance]) -> Instance | None:
    word = scene.lowers[at]
    if before and before[-1].construction == "according" and at <= before[-1].end:
        return None
    if before and before[-1].construction == "noun" and at < before[-1].end:
        return None  # "reports indicate that" is one act
    if word in reporting_nouns() and not is_verb(scene, at):
        for noun in reporting_nouns()[word]:
            instance = noun_instance(scene, stretch, at, before, noun)
            if instance is not None:
                return instance
    for verb in reporting_verbs().get(word, ()):
        found = _verb(scene, stretch, at, before, verb)
        if found is not None:
            return found
    if word == "according":
        return according(scene, stretch, at)
    return alleged(scene, stretch, at) if word == "alleged" else None


def _fits(scene: Scene, stretch: Stretch, at: int, verb: ReportingVerb) -> bool:
    """Whether what follows a verb form allows its construction."""
    if verb.quote_only:
        return not stretch.masked.isdisjoint(range(at - _QUOTE_REACH, at + _QUOTE_REACH))
    if (verb.clause and not has_clause(scene, at)) or (verb.predicate and not has_predicate(scene, at)):
        return False
    if verb.infinitive and infinitive_begin(scene, at) is None:
        return False
    following = scene.lowers[at + 1] if at + 1 < stretch.past else ""
    if following in verb.never or gives_object(scene, at, stretch.past, verb):
        return False
    if not verb.follows:
        return True
    near = set(scene.lowers[at + 1 : min(stretch.past, at + 3)])
    far = {f"~{word}" for word in scene.lowers[at + 1 : min(stretch.past, at + 7)]}
    return bool(verb.follows & (near | far))


def _verb(scene: Scene, stretch: Stretch, at: int, before: list[Instance], verb: ReportingVerb) -> Instance | None:
    """An act of saying by one construction of a verb."""
    if verb.lemma in CALLING and (in_relative(scene, at) or follows_relative(scene, stretch, at)):
        return called_so(scene, stretch, at, verb)
    if not _fits(scene, stretch, at, verb) or is_no_verb(scene, stretch, at):
        return None
    if only_compares(scene, at, stretch.first) or is_deed(scene, at, verb):
        return None
    if verb.document:
        return shown(scene, stretch, at, verb)
    special = _special(scene, stretch, at, verb)
    if special is not None:
        return special
    if scene.lowers[at - 1] == "as" and scene.lowers[at] == "saying":
        return None
    gerund = scene.lowers[at].endswith("ing")
    if gerund and "without" in scene.lowers[max(stretch.first, at - 2) : at]:
        return None
    if gerund and not may_say(verb) and trails(scene, at):
        return None  # "shelled the town, indicating that it had lost it": what a fact shows
    trailing = gerund and at > stretch.first and scene.lowers[at - 1] == ","
    subject = None if trailing else subject_before(scene, at, stretch.first)
    if subject is not None:
        subject = truer_subject(scene, at, stretch.first, subject) or subject
    if (verb.lemma in _NEVER_RELATIVE and in_relative(scene, at)) or is_inserted(scene, at):
        return None
    if is_bare_participle(scene, at):
        return None
    if is_reduced(scene, at) and scene.lowers[at + 1 : at + 2] == ["by"]:
        return reduced(scene, stretch, at, verb)
    if subject is not None and is_own_voice(scene, at, stretch, verb):
        return None
    if subject is None:
        subject = other_subject(scene, stretch, at, before, verb)
    if subject is None:
        subject = tree_subject(scene, at, stretch.first)
        if subject is None or subject.passive or not may_say(verb):
            return passive(scene, stretch, at, verb)
    if is_mute(scene, subject.speakers):
        return None
    if subject.passive and not gerund:
        return passive(scene, stretch, at, verb)
    return _said_by(scene, stretch, at, before, verb, subject)


def _special(scene: Scene, stretch: Stretch, at: int, verb: ReportingVerb) -> Instance | None:
    """An act of saying whose speaker does not stand before its verb, or stands there as the one who is accused."""
    if scene.in_headline(at) or verb.lemma == "accuse":
        accused = accused_of(scene, stretch, at, verb)
        if accused is not None:
            return accused
    inverted = _inverted(scene, stretch, at, verb)
    if inverted is not None:
        return inverted
    if scene.lowers[at - 1] == "as" and scene.lowers[at] == "saying":
        source = quoted_source(scene, at, stretch.first)
        return Instance("verb", at, at + 1, verb.stance, source, at - 1, at + 1, verb) if source else None
    return (
        commented(scene, stretch, at, verb)
        or called_by(scene, stretch, at, verb)
        or said_of(scene, at, stretch.first, verb)
    )


def _said_by(
    scene: Scene, stretch: Stretch, at: int, before: list[Instance], verb: ReportingVerb, subject: Subject
) -> Instance | None:
    """An act of saying of a verb's subject, unless the verb tells what nobody said or its subject is nobody."""
    document = is_document(scene, subject.speakers)
    if document:
        last = subject.speakers[-1].past - 1
        owner = document_owner(scene, last, stretch.first) if scene.lowers[last + 1 : last + 2] != [","] else ()
        subject = replace(subject, speakers=tuple(each for each in owner if each.first != last))
    if not subject.speakers and not document and not is_told(scene, at, verb):
        return None
    if scene.lowers[at] == verb.lemma and scene.is_unknown(subject.speakers):
        return None
    if subject.negated or scene.lowers[at - 1] in {"neither", "nor"} or (subject.modal and verb.lemma not in _WISHED):
        return None
    base = scene.lowers[at] == verb.lemma and not verb.lemma.endswith("ing") and not is_verb(scene, at)
    if subject.shared and base and not (before and before[-1].base):
        return None
    subject = whole(scene, stretch, at, subject)
    closing = closes(scene, stretch, at, subject)
    begin = at if subject.shared else subject.begin - is_quoted_for(scene, at, subject, stretch)
    kind = "closing" if closing or (begin < subject.begin and not subject.shared) else "verb"
    told_to = verb.lemma == "tell" and _tells_to(scene, at)
    start = infinitive_begin(scene, at) if verb.infinitive else at + 1 if told_to else None
    end = attribution_end(scene, at) if closing else at + 1
    stance = Stance.DEMANDS if subject.modal or told_to else verb.stance
    return Instance(kind, at, at + 1, stance, subject.speakers, begin, end, verb, subject.shared, start, base=base)


def _tells_to(scene: Scene, at: int) -> bool:
    """Whether a verb tells somebody to do something: "told its citizens to leave"."""
    begin = infinitive_begin(scene, at, told_before=True)
    if begin is None or not at + 1 < begin <= at + _LONGEST_TOLD:
        return False
    hearer = scene.starting(at + 1)
    if hearer is not None and scene.is_medium(hearer):
        return False
    return scene.lowers[begin] == "to" and PHRASE_ENDS.isdisjoint(scene.lowers[at + 1 : begin])


def _inverted(scene: Scene, stretch: Stretch, at: int, verb: ReportingVerb) -> Instance | None:
    """ "…, said X" and "…” said X"."""
    if at == stretch.first or not (scene.lowers[at - 1] in {",", ";"} or at - 1 in stretch.masked):
        return None
    if verb.lemma in _TELLING or scene.lowers[at].endswith("ing"):
        return None
    if at - 1 not in stretch.masked and subject_number(scene, at) is not None:
        return None  # "the league, which was banned, denied it"
    speakers, end = speakers_after(scene, at + 1, min(stretch.past, at + _REACH_INVERTED))
    if not speakers and may_say(verb):
        speakers, end = inverted_subject(scene, at)
    if (
        not speakers
        and at - 1 in stretch.masked
        and at + 2 < stretch.past
        and scene.lowers[at + 2] in source_documents()
    ):
        end = at + 3
    elif not speakers:
        return None
    if at - 1 not in stretch.masked and end < stretch.past and scene.lowers[end] not in PHRASE_ENDS:
        return None
    return Instance("inverted", at, at + 1, verb.stance, speakers, at, end, verb)
