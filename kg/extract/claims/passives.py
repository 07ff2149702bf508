"""Acts of saying in the passive, and those of a source whom another quotes."""

from kg.extract.claims.claimants import Scene, Speaker
from kg.extract.claims.cues import PHRASE_ENDS, ReportingVerb, function_words, reporting_nouns
from kg.extract.claims.instance import CONFIRMING, Instance, Stretch
from kg.extract.claims.subjects import speakers_after, subject_before
from kg.extract.claims.tagged import is_tensed
from kg.extract.claims.tree_subjects import has_clause, is_reduced, participle_begin, phrase_of_subject
from kg.records import Stance

_REACH_BY = 14
_QUOTE_REACH = 20
_HEADLINE = 25  # words; a headline is no longer
_LONGEST_DATE = 7
_LONGEST_JOINT = 4  # words between a speaker and "that": "by an official and others that"
_AIMED = frozenset(
    {"accuse", "blame", "suspect", "urge", "ask", "warn", "tell", "order", "call", "beg", "inform", "notify", "assure"}
)
_ACCUSING = frozenset({"accuse", "blame", "criticise", "condemn", "suspect"})
_OF_NOUNS = frozenset({Stance.CONDEMNS, Stance.DENIES})
_CALLING = frozenset({"describe", "characterise", "denounce", "condemn", "criticise", "hail", "dismiss"})
_RAISING = frozenset({"say", "report", "claim", "allege"})  # "the raid was reported to have killed ten"
_RAISED = (["to", "have"], ["to", "be"])
_MARKS = (["*"], ["_"])
_TOLD = _RAISING | {"confirm", "announce", "reveal", "state"}
_QUOTING = frozenset({"quoted", "quoting", "quotes", "cited", "citing", "cites", "reported", "reporting", "reports"})


def passive(scene: Scene, stretch: Stretch, at: int, verb: ReportingVerb) -> Instance | None:
    """ "It was reported that …", "… was reported to have …", "… was condemned by X"."""
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
    told = _leads_to_that(lowers, at + 1) or (verb.lemma in _TOLD and has_clause(scene, at))
    if lowers[number] == "it" and at + 1 < stretch.past and told and lowers[at + 1] not in {"by", "to"}:
        return None if verb.clause else Instance("verb", at, at + 1, verb.stance, (), number, at + 1, verb)
    raised = _raised(scene, stretch, at, verb, number) or _by_somebody(scene, stretch, at, verb, number)
    return raised if raised is not None else _by_nobody(scene, stretch, at, verb)


def _leads_to_that(lowers: list[str], at: int) -> bool:
    """Whether "that" stands at a word, or behind a date that does: "was reported on 26 June that"."""
    for word in lowers[at : at + _LONGEST_DATE]:
        if word == "that":
            return True
        dated = word in {"on", "in", "late", "early", "of", ","} or word.isdigit()
        if not (dated or any(word in function_words(kind) for kind in ("weekday", "month", "adverb"))):
            return False
    return False


def called_by(scene: Scene, stretch: Stretch, at: int, verb: ReportingVerb) -> Instance | None:
    """ "A plan described as toothless by envoys": who calls it so stands behind "by"."""
    if verb.lemma not in _CALLING or scene.lowers[at + 1 : at + 2] != ["as"] or scene.lowers[at - 1] == "as":
        return None
    return _by_somebody(scene, stretch, at, verb, at - 1) if is_reduced(scene, at) else None


def commented(scene: Scene, stretch: Stretch, at: int, verb: ReportingVerb) -> Instance | None:
    """ "That it had won, a claim denied by X": who says what of the words before."""
    before = scene.lowers[max(stretch.first, at - 3) : at]
    answers = verb.stance is Stance.DENIES or verb.lemma in CONFIRMING
    told = before[:1] == [","] and before[1:2] in (["a"], ["an"]) and (before[-1] in reporting_nouns() or answers)
    if not told or scene.lowers[at + 1 : at + 2] != ["by"]:
        return None
    speakers, end = speakers_after(scene, at + 2, stretch.past)
    return Instance("comment", at, at + 1, verb.stance, speakers, at - 3, end, verb) if speakers else None


def said_of(scene: Scene, at: int, floor: int, verb: ReportingVerb) -> Instance | None:
    """ "With ten men said to have died": the participle tells what nobody whom the article names says of a noun."""
    suspected = verb.lemma == "suspect"
    if not (verb.lemma in _RAISING or suspected) or scene.lowers[at + 1 : at + 3] not in _RAISED:
        return None
    begin = participle_begin(scene, at)
    if begin is None or begin < floor:
        return None
    if suspected:
        return Instance("verb", at, at + 1, verb.stance, (), begin, at + 1, verb, content_from=at + 1)
    return Instance("raised", at, at + 1, verb.stance, (), begin, at + 1, verb, content_from=begin)


def _raised(scene: Scene, stretch: Stretch, at: int, verb: ReportingVerb, helper: int) -> Instance | None:
    """ "The raid was reported to have killed ten": all of it is what was said, by nobody that the article names.

    helper: the word before the verb's helping words.
    """
    following = scene.lowers[at + 1 : at + 2]
    raising = following == ["to"] or (verb.lemma == "report" and following and following[0] in function_words("fate"))
    if verb.lemma not in _RAISING or not raising or at + 2 >= stretch.past:
        return None
    begin = phrase_of_subject(scene, at)
    if begin is None:
        begin = helper + 1 if scene.lowers[helper] in {"and", "but"} else None
    if begin is None or begin < stretch.first:
        return None
    return Instance("raised", at, at + 1, verb.stance, (), begin, at + 1, verb, content_from=begin)


def _by_somebody(scene: Scene, stretch: Stretch, at: int, verb: ReportingVerb, number: int) -> Instance | None:
    lowers = scene.lowers
    for by in range(at + 1, min(stretch.past, at + _REACH_BY)):
        if lowers[by] in PHRASE_ENDS - {'"', "”"}:
            return None
        if lowers[by] != "by":
            continue
        speakers, end = speakers_after(scene, by + 1, stretch.past)
        if not speakers:
            return None
        if verb.lemma in _AIMED:
            return _aimed(scene, stretch, at, verb, speakers, by, end)
        if verb.lemma in _CALLING and lowers[at + 1] == "as" and by > at + 2:
            return Instance(
                "verb", at, at + 1, verb.stance, speakers, at, end, verb, content_from=at + 2, content_to=by
            )
        end += lowers[end : end + 1] in _MARKS
        if verb.lemma in _RAISING and lowers[end : end + 1] == ["to"]:
            begin = phrase_of_subject(scene, at)
            begin = number if begin is None or begin < stretch.first else begin
            return Instance("raised", at, at + 1, verb.stance, speakers, begin, at + 1, verb, content_from=begin)
        if lowers[number] == "it" and "that" in lowers[end : end + _LONGEST_JOINT]:
            start = lowers.index("that", end) + 1
            return Instance("verb", at, at + 1, verb.stance, speakers, number, end, verb, content_from=start)
        begin = number + 1 if by == at + 1 else by
        return Instance("passive", at, at + 1, verb.stance, speakers, begin, end, verb)
    return None


def accused_of(scene: Scene, stretch: Stretch, at: int, verb: ReportingVerb) -> Instance | None:
    """ "Army accused over shelling": in a headline, who is accused where the verb has no object, by nobody named."""
    following = scene.lowers[at + 1 : at + 2]
    if verb.lemma not in _ACCUSING or following not in (["of"], ["over"], ["for"]) or at + 2 >= stretch.past:
        return None
    subject = subject_before(scene, at, stretch.first)
    if subject is None or not subject.speakers or subject.passive:
        return None
    around = range(max(stretch.first, at - _HEADLINE), min(stretch.past, at + _HEADLINE))
    if any(is_tensed(scene, number) for number in around if number != at):
        return None  # "two men accused of spying were freed"
    return Instance("verb", at, at + 1, verb.stance, (), at, at + 2, verb, content_from=at + 2, aimed=subject.speakers)


def reduced(scene: Scene, stretch: Stretch, at: int, verb: ReportingVerb) -> Instance | None:
    """ "The raid, condemned by the league, …": what somebody says of a noun; not "people threatened by floods"."""
    begin = participle_begin(scene, at)
    speakers, end = speakers_after(scene, at + 2, stretch.past)
    if not speakers or begin is None or begin < stretch.first or verb.stance not in _OF_NOUNS:
        return None
    past = at - (scene.lowers[at - 1] == ",")
    return Instance("passive", at, at + 1, verb.stance, speakers, past, end, verb, content_from=begin)


def _by_nobody(scene: Scene, stretch: Stretch, at: int, verb: ReportingVerb) -> Instance | None:
    """ "X was accused of Y": nobody is named who says so."""
    if verb.lemma != "accuse" or scene.lowers[at + 1 : at + 2] != ["of"] or at + 2 >= stretch.past:
        return None
    subject = subject_before(scene, at, stretch.first)
    if subject is None or not subject.speakers or scene.lowers[subject.begin] in function_words("relative"):
        return None
    return Instance("verb", at, at + 1, verb.stance, (), at, at + 2, verb, content_from=at + 2, aimed=subject.speakers)


def _aimed(
    scene: Scene, stretch: Stretch, at: int, verb: ReportingVerb, speakers: tuple[Speaker, ...], by: int, end: int
) -> Instance | None:
    """ "X was accused by Y of Z", "X was asked by Y to Z": what was said stands behind the one who says it."""
    leading = scene.lowers[end] if end < stretch.past else ""
    if leading == "as" or (verb.lemma == "order" and leading != "to"):
        return None
    start, past = (end + 1 if leading in {"of", "for", "that"} else end), None
    if scene.lowers[at + 1] in {"of", "for"}:
        start, past = at + 2, by  # "accused of Y by X"
    subject = subject_before(scene, at, stretch.first)
    aimed = subject.speakers if subject else ()
    return Instance(
        "verb", at, at + 1, verb.stance, speakers, by, end, verb, content_from=start, content_to=past, aimed=aimed
    )


def quoted_source(scene: Scene, saying: int, floor: int) -> tuple[Speaker, ...]:
    """Who is quoted "as saying": "the paper quoted an officer as saying", "an officer was quoted as saying"."""
    lowers = scene.lowers
    for verb in range(saying - 2, max(floor, saying - _QUOTE_REACH), -1):
        if lowers[verb] not in _QUOTING:
            continue
        if verb == saying - 2:
            subject = subject_before(scene, verb, floor)
            return subject.speakers if subject else ()
        quoted = subject_before(scene, saying - 1, verb + 1)
        if quoted is not None and quoted.speakers:
            return quoted.speakers
        return speakers_after(scene, verb + 1, saying - 1)[0]
    return ()
