"""Where a passage reports an act of saying: reporting verbs with their subjects, and the cues that are no verbs."""

from dataclasses import replace

from kg.extract.claims.claimants import Scene, Speaker, Subject
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
from kg.extract.claims.cues import (
    PHRASE_ENDS,
    ReportingVerb,
    function_words,
    reporting_nouns,
    reporting_verbs,
    source_documents,
)
from kg.extract.claims.instance import Instance, Stretch
from kg.extract.claims.noun_cues import according, alleged, noun_instance
from kg.extract.claims.passives import accused_of, called_by, commented, passive, quoted_source, said_of
from kg.extract.claims.subjects import document_owner, past_determiners, speakers_after, subject_before
from kg.extract.claims.tagged import is_verb
from kg.extract.claims.tree_subjects import (
    clause_before,
    doer_of_gerund,
    doer_of_joined,
    doer_of_purpose,
    has_clause,
    has_predicate,
    in_relative,
    infinitive_begin,
    inverted_subject,
    is_bare_participle,
    joined_to,
    phrase_of_subject,
    subject_number,
    tree_subject,
    truer_subject,
)
from kg.records import Stance

_REACH_INVERTED = 14
_LONGEST_PHRASE = 8  # words of a subject before the name or noun for who speaks
_QUOTE_REACH = 16
_NEVER_RELATIVE = frozenset(
    {"want", "refuse", "describe", "characterise", "consider", "call", "order", "identify", "welcome"}
)
_CALLING = frozenset({"describe", "characterise", "call", "regard"})
_DOING = frozenset({"order", "press", "push", "offer", "oppose"})  # "to direct aid to X" says nothing
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
    if verb.lemma in _CALLING and in_relative(scene, at):
        return _called_so(scene, stretch, at, verb)
    if not _fits(scene, stretch, at, verb) or is_no_verb(scene, stretch, at):
        return None
    if only_compares(scene, at, stretch.first) or is_deed(scene, at, verb):
        return None
    if verb.document:
        return _shown(scene, stretch, at, verb)
    if (scene.in_headline(at) or verb.lemma == "accuse") and (
        accused := accused_of(scene, stretch, at, verb)
    ) is not None:
        return accused
    past = at + 1
    inverted = _inverted(scene, stretch, at, verb)
    if inverted is not None:
        return inverted
    if scene.lowers[at - 1] == "as" and scene.lowers[at] == "saying":
        source = quoted_source(scene, at, stretch.first)
        return Instance("verb", at, at + 1, verb.stance, source, at - 1, at + 1, verb) if source else None
    said = (
        commented(scene, stretch, at, verb)
        or called_by(scene, stretch, at, verb)
        or said_of(scene, at, stretch.first, verb)
    )
    if said is not None:
        return said
    trailing = scene.lowers[at].endswith("ing") and at > stretch.first and scene.lowers[at - 1] == ","
    subject = None if trailing else subject_before(scene, at, stretch.first)
    if subject is not None:
        subject = truer_subject(scene, at, stretch.first, subject) or subject
    if (verb.lemma in _NEVER_RELATIVE and in_relative(scene, at)) or is_inserted(scene, at):
        return None
    if is_bare_participle(scene, at):
        return None
    if subject is not None and is_own_voice(scene, at, stretch, verb):
        return None
    if subject is None:
        subject = _other_subject(scene, stretch, at, before, verb)
    if subject is None:
        subject = tree_subject(scene, at, stretch.first)
        if subject is None or subject.passive or not may_say(verb):
            return passive(scene, stretch, at, verb)
    if is_mute(scene, subject.speakers):
        return None
    if subject.passive and not scene.lowers[at].endswith("ing"):
        return passive(scene, stretch, at, verb)
    document = is_document(scene, subject.speakers)
    if document:
        last = subject.speakers[-1].past - 1
        owner = document_owner(scene, last, stretch.first) if scene.lowers[last + 1 : last + 2] != [","] else ()
        subject = replace(subject, speakers=tuple(each for each in owner if each.first != last))
    if not subject.speakers and not document and not is_told(scene, at, verb):
        return None
    if scene.lowers[at] == verb.lemma and scene.is_unknown(subject.speakers):
        return None
    subject = _whole(scene, stretch, at, subject)
    stance = verb.stance
    if subject.negated or scene.lowers[at - 1] in {"neither", "nor"} or (subject.modal and verb.lemma not in _WISHED):
        return None
    if subject.modal:
        stance = Stance.DEMANDS
    base = scene.lowers[at] == verb.lemma and not verb.lemma.endswith("ing")
    if subject.shared and base and not (before and before[-1].base):
        return None
    closing = _closes(scene, stretch, at, subject)
    kind = "closing" if closing else "verb"
    begin = at if subject.shared else subject.begin - _is_quoted_for(scene, at, subject, stretch)
    kind = "closing" if begin < subject.begin and not subject.shared else kind
    start = infinitive_begin(scene, at) if verb.infinitive else None
    return Instance(kind, at, past, stance, subject.speakers, begin, past, verb, subject.shared, start, base=base)


def _called_so(scene: Scene, stretch: Stretch, at: int, verb: ReportingVerb) -> Instance | None:
    """ "Ali, whom it described as a martyr", "which he called a violation": what a relative's noun is said to be."""
    if (verb.lemma == "call" and not verb.predicate) or scene.lowers[at + 1 : at + 2] in (["for"], ["on"], ["off"]):
        return None
    subject = subject_before(scene, at, stretch.first)
    if subject is not None and scene.lowers[subject.begin - 1] == "what":
        return None
    start = at + 1 + (scene.lowers[at + 1 : at + 2] == ["as"])
    if subject is None or not subject.speakers or subject.negated or subject.modal or subject.passive:
        return None
    end = start
    while end < stretch.past and scene.lowers[end] not in PHRASE_ENDS - {'"', "”"}:
        end += 1
    if end - start < 1 or scene.lowers[start] in function_words("preposition"):
        return None
    return Instance(
        "verb", at, at + 1, verb.stance, subject.speakers, at, at + 1, verb, content_from=start, content_to=end
    )


def _shown(scene: Scene, stretch: Stretch, at: int, verb: ReportingVerb) -> Instance | None:
    """ "Footage from X showed": what somebody's document or pictures tell; those of nobody claim nothing."""
    subject = subject_number(scene, at)
    if subject is None or subject < stretch.first or scene.lowers[subject] not in function_words("document"):
        return None
    owner = document_owner(scene, subject, stretch.first)
    begin = past_determiners(scene, subject, stretch.first)
    return Instance("verb", at, at + 1, verb.stance, owner, begin, at + 1, verb) if owner else None


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


def _whole(scene: Scene, stretch: Stretch, at: int, subject: Subject) -> Subject:
    """A subject with all words of its phrase: "Hamas spokesman | Ali Hassan", "a network | and two witnesses"."""
    begin = phrase_of_subject(scene, at) if not subject.shared else None
    if begin is None or not max(stretch.first, subject.begin - _LONGEST_PHRASE) <= begin < subject.begin:
        return subject
    apposition = scene.lowers[at - 1] == "," == scene.lowers[subject.begin - 1]  # "the operator, Trafigura, said"
    between = range(begin, subject.begin - apposition)
    if any(number in stretch.masked or scene.lowers[number] in PHRASE_ENDS for number in between):
        return subject
    return replace(subject, begin=begin)


def _closes(scene: Scene, stretch: Stretch, at: int, subject: Subject) -> bool:
    """Whether "…, X said." stands behind what was said, or "…, X told reporters in Y"."""
    if subject.shared or subject.begin <= stretch.first:
        return False
    behind = subject.begin - 1 in stretch.masked or scene.lowers[subject.begin - 1] in {",", ";"}
    after = _past_medium(scene, at + 1) if scene.lowers[at] == "told" else at + 1
    ends = after >= stretch.past or scene.lowers[after] in PHRASE_ENDS - {":", '"'}
    return behind and (ends or (scene.lowers[subject.begin - 1] != ";" and clause_before(scene, at)))


def _past_medium(scene: Scene, at: int) -> int:
    """The word after the medium or the reporters to whom somebody tells something."""
    at += at < len(scene.lowers) and scene.lowers[at] in function_words("determiner")
    if at >= len(scene.lowers):
        return at
    medium = scene.starting(at)
    if medium is not None and scene.is_medium(medium):
        return medium.past
    return at + (scene.lowers[at] in function_words("reader"))


def _is_quoted_for(scene: Scene, at: int, subject: Subject, stretch: Stretch) -> bool:
    """ "…, as X reported.": what stands around it is what was said."""
    ends = at + 1 >= stretch.past or scene.lowers[at + 1] in PHRASE_ENDS - {":", '"'}
    return ends and subject.begin > stretch.first and scene.lowers[subject.begin - 1] == "as"


def _other_subject(
    scene: Scene, stretch: Stretch, at: int, before: list[Instance], verb: ReportingVerb
) -> Subject | None:
    """The subject of a verb that has none of its own: "… and proposed", ", saying", "a statement saying"."""
    lowers = scene.lowers
    previous = at - 1
    if lowers[previous] == "to" and verb.stance is not Stance.ASSERTS and verb.lemma not in _DOING:
        purpose = doer_of_purpose(scene, at, stretch.first)
        if purpose is not None:
            return purpose
    while previous > stretch.first and (
        lowers[previous] in function_words("adverb")
        or lowers[previous] in function_words("auxiliary")
        or lowers[previous].endswith("ly")
    ):
        if lowers[previous] in function_words("be") and not lowers[at].endswith("ing"):
            return None
        previous -= 1
    if (
        previous < stretch.first
        or lowers[previous] in function_words("negation")
        or lowers[previous] in function_words("modal")
    ):
        return None
    owner = document_owner(scene, previous, stretch.first)
    if owner:
        return Subject(owner, past_determiners(scene, previous, stretch.first))
    gerund = lowers[at].endswith("ing")
    word = lowers[previous]
    if (
        word in {"and", "but"}
        or (word == "," and gerund)
        or (gerund and word in {"by", "in", "while", "after", "before"})
        or (word == "," and _is_listed_verb(scene, at, before))
    ):
        said = [i for i in before if i.speakers and i.construction in {"verb", "inverted", "closing", "according"}]
        own = doer_of_joined(scene, at, said[-1].past if said else stretch.first) if word in {"and", "but"} else ()
        if own:
            return Subject(own, at, shared=True)
        if gerund and word not in {"and", "but", ","}:
            doer = doer_of_gerund(scene, at, stretch.first)
            if doer and not (said and {each.ref for each in doer} == {each.ref for each in said[-1].speakers}):
                return Subject(doer, previous)
        if said and (gerund or not _stops(lowers[said[-1].past : previous])):
            above = word in {"and", "but"} and lowers[previous - 1] in {",", '"', "”"}
            beside = joined_to(scene, at, [each.first for each in said]) if above else None
            of = next((each for each in said if each.first == beside), said[-1])
            return Subject(of.speakers, at, shared=True)
        if (gerund and word not in {"and", "but"}) or (not gerund and word in {"and", "but"}):
            speakers = _clause_subject(scene, stretch, previous)
            return Subject(speakers, at, shared=True) if speakers else None
    return None


def _is_listed_verb(scene: Scene, at: int, before: list[Instance]) -> bool:
    """Whether a verb stands in a list of verbs that report: "urged calm, condemned the raid and said …"."""
    return joined_to(scene, at, [each.first for each in before if each.speakers]) is not None


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
