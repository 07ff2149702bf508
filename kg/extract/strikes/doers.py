"""Who does what a trigger names, read from its frame."""

from typing import Final

from kg import lexicon
from kg.extract.claims.cues import reporting_verbs
from kg.extract.events.fillers import Fillers
from kg.extract.events.sides import named_last
from kg.extract.grammar.frame import Frame, Voice
from kg.extract.grammar.syntax import frame_of
from kg.extract.grammar.tree import SUBJECTS
from kg.extract.grammar.word_classes import BE, PRONOUNS
from kg.extract.strikes.blame import ACCUSING, asks_why
from kg.extract.strikes.doers_meant import doer_meant, is_of_side, organ_meant, owner_of_deed, owner_of_force
from kg.extract.strikes.doers_named import MUNITIONS, is_no_doer, is_scene, meets_mine
from kg.extract.strikes.roles import facts
from kg.extract.strikes.triggers import Trigger
from kg.extract.text.page import Page
from kg.records import Fact, Mention, MentionKind, Ref, Span

_TAKING: Final = (
    "captur",
    "seiz",
    "retak",
    "retook",
    "recaptur",
    "liberat",
    "clear",
    "overr",
    "taking",
    "wrest",
    "took",
    "take",
    "gained control",
    "conque",
)
_FIGHTING: Final = (
    "clash",
    "skirmish",
    "firefight",
    "gunfight",
    "gun battle",
    "exchange",
    "battle",
    "fighting",
    "traded",
)
_SENDING: Final = lexicon.words("sending_verbs") | {"used"}
_LONGEST_ASIDE: Final = 45
_THREATENING: Final = frozenset(
    {"vow", "vows", "vowed", "vowing", "threatens", "threatened", "swore", "promised", "promises", "pledged", "pledges"}
)
_LYING_BETWEEN: Final = frozenset(
    {"border", "road", "highway", "area", "crossing", "line", "route", "halfway", "frontier", "territory", "stretch"}
)
_ENDING: Final = frozenset(
    {
        "end",
        "ended",
        "ending",
        "ends",
        "halt",
        "halted",
        "halting",
        "stop",
        "stopped",
        "stopping",
        "suspend",
        "suspended",
    }
)
_TIMING: Final = frozenset({"since", "before", "after", "during", "until", "despite", "amid", "following"})
_SIDES_REACH: Final = 8
_RECKONING: Final = frozenset({"count", "counts", "estimate", "estimates", "tally", "tallies", "reckoning", "account"})


def perpetrators(fillers: Fillers, frame: Frame, trigger: Trigger) -> list[Fact]:
    """Who does what a trigger names, those named before where it only counts them: "the two groups also clashed". Who
    tells of it behind is none of them: "stormed the post, an official said".
    """
    found = (fact for fact in _doers(fillers, frame, trigger) if not _tells_behind(fillers.page, trigger, fact))
    return [each for fact in found for each in _counted(fillers, fact)]


def _tells_behind(page: Page, trigger: Trigger, doer: Fact) -> bool:
    """Whether a doer behind a trigger is the subject of a verb of saying."""
    if doer.words.begin < trigger.span.end or not page.has_tree:
        return False
    noun = page.tokens(doer.words).root
    return noun.dep_ in SUBJECTS and noun.head.lower_ in reporting_verbs()


def _counted(fillers: Fillers, doer: Fact) -> list[Fact]:
    """The sides that a doer counts, else the doer."""
    if not isinstance(doer.value, Ref):
        return [doer]
    meant = named_last(fillers.page, fillers, Mention(doer.words, MentionKind.NOMINAL, doer.value))
    return [Fact(ref, words, "strike.sides-meant") if ref != doer.value else doer for ref, words in meant]


def _doers(fillers: Fillers, frame: Frame, trigger: Trigger) -> list[Fact]:
    if asks_why(fillers.page, trigger):
        return []
    by = facts(fillers.heads(_own_agent(fillers, frame), fillers.is_doer), "strike.by-agent")
    if frame.voice is Voice.ACTIVE and meets_mine(fillers.page, frame, trigger):
        return []
    if frame.voice is Voice.ACTIVE:
        return _with_opponents(fillers, frame, trigger, _subjects(fillers, frame, "strike.subject") or by)
    if by:
        return by
    if frame.voice is Voice.PASSIVE:
        return _owners_of_munition(fillers, frame)
    if frame.premodifier:
        before = [
            m for m in fillers.within(frame.premodifier) if fillers.is_doer(m) and not is_no_doer(fillers, m, trigger)
        ]
        if before:
            return facts(before, "strike.premodifier")
    if frame.premodifier and (owner := owner_of_deed(fillers, frame.premodifier, helped=True)):
        return owner
    if _only_ends(fillers, frame, trigger):
        return facts(fillers.heads(frame.object, fillers.is_doer), "strike.of-doer")
    light = _subjects(fillers, frame, "strike.light-verb")
    if not light and frame.premodifier and not _is_own_subject(fillers, frame):
        light = owner_of_deed(fillers, frame.premodifier, helped=False)
    if light or is_taking(fillers.page.text(trigger.span)):
        return _with_opponents(fillers, frame, trigger, light)
    if frame.premodifier and (organ := organ_meant(fillers, frame.premodifier)):
        return organ
    if threat := _who_threatens(fillers, frame):
        return threat
    told = _sides(fillers, frame) or _source(fillers, frame) or _fought(fillers, frame, trigger)
    return told or _carried_with(fillers, frame)


def _only_ends(fillers: Fillers, frame: Frame, trigger: Trigger) -> bool:
    """Whether the verb says that somebody else's deed comes to an end: "stopped the advance", "ending the fighting"."""
    if not frame.governors or frame.governors[0] not in _ENDING:
        return False
    return frame.determiner in {"the", "this", "that"} or is_fighting(fillers.page.text(trigger.span))


def _is_own_subject(fillers: Fillers, frame: Frame) -> bool:
    """Whether what does it is named, though no actor: "two jets flew their first strike"."""
    return frame.subject is not None and fillers.page.text(frame.subject).lower() not in PRONOUNS


def _own_agent(fillers: Fillers, frame: Frame) -> Span | None:
    """What "by" names, unless it tells who did what the trigger is only compared with in time: "the deadliest strike
    since the invasion by X".
    """
    if frame.agent is not None and fillers.page.last_word(frame.agent) in _RECKONING:
        return None
    if frame.agent is None or frame.voice is not Voice.NOMINAL or frame.agent.begin < frame.trigger.end:
        return frame.agent
    return None if not _TIMING.isdisjoint(_between(fillers, frame, frame.agent)) else frame.agent


def _with_opponents(fillers: Fillers, frame: Frame, trigger: Trigger, doers: list[Fact]) -> list[Fact]:
    """The doers with those against whom they fight: both sides of a clash fight."""
    if not doers or not is_fighting(fillers.page.text(trigger.span)):
        return doers
    known = {doer.value for doer in doers}
    others = [
        m for span in frame.after("with") if _is_own(fillers, frame, span) for m in fillers.heads(span, fillers.is_doer)
    ]
    return doers + [fact for fact in facts(others, "strike.opponent") if fact.value not in known]


def _fought(fillers: Fillers, frame: Frame, trigger: Trigger) -> list[Fact]:
    """Against whom a fight is whose other side is not told: "killed in clashes with the rebels"."""
    if trigger.verbal or not is_fighting(fillers.page.text(trigger.span)):
        return []
    spans = [span for span in frame.after("with") if _is_own(fillers, frame, span)]
    return facts((m for span in spans for m in fillers.heads(span, fillers.is_doer)), "strike.opponent")


def _is_own(fillers: Fillers, frame: Frame, span: Span) -> bool:
    """Whether nothing but words that say how, when or where stands between a trigger and a phrase of its own."""
    return not {",", ";"} & set(_between(fillers, frame, span)) and fillers.is_head(span)


def _between(fillers: Fillers, frame: Frame, span: Span) -> list[str]:
    words = fillers.page.words
    return words.lowers[words.range_of(frame.trigger)[1] : max(0, words.range_of(span)[0] - 1)]


def _sides(fillers: Fillers, frame: Frame) -> list[Fact]:
    """Both sides of what goes on "between X and Y"."""
    for span in frame.after("between"):
        sides = fillers.heads(span, fillers.is_doer)
        if len(sides) == 1:
            sides += _other_side(fillers, sides[0])
        if sides and len(_between(fillers, frame, span)) <= _SIDES_REACH and not _lies_between(fillers, span):
            return facts(sides, "strike.between-phrase")
    return []


def _lies_between(fillers: Fillers, span: Span) -> bool:
    """Whether a noun of place stands before "between": "on the border between X and Y"."""
    words = fillers.page.words
    at = words.range_of(span)[0] - 2
    return at >= 0 and words.lowers[at] in _LYING_BETWEEN


def _other_side(fillers: Fillers, first: Mention) -> list[Mention]:
    """The second of two sides where a clause about the first stands between: "between X, which …, and Y"."""
    words = fillers.page.words
    past = words.range_of(fillers.page.sentence_of(first.span))[1]
    begin = words.range_of(first.span)[1]
    if words.lowers[begin : begin + 1] != [","]:
        return []
    for at in range(begin + 2, min(past - 1, begin + _LONGEST_ASIDE)):
        if words.lowers[at - 1 : at + 1] == [",", "and"]:
            return fillers.heads(words.span_of(at + 1, past), fillers.is_doer, reach=4)[:1]
    return []


def _source(fillers: Fillers, frame: Frame) -> list[Fact]:
    """From whom what the trigger names comes: "rocket fire from X"."""
    spans = [span for span in frame.after("from") if not _between(fillers, frame, span)]
    spans = [span for span in spans if fillers.is_head(span) or is_of_side(fillers.page, span)]
    return facts((m for span in spans for m in fillers.heads(span, fillers.is_doer)), "strike.from-phrase")


def _carried_with(fillers: Fillers, frame: Frame) -> list[Fact]:
    """Who does something with the bomb that a noun names: "killed 20 people with a car bomb"."""
    page = fillers.page
    if not page.has_tree:
        return []
    noun = page.tokens(frame.trigger).root
    verb = noun.head
    if noun.dep_ != "obl" or verb.pos_ != "VERB" or not any(c.lower_ == "with" for c in noun.lefts):
        return []
    subject = frame_of(page, Span(verb.idx, verb.idx + len(verb)), True)
    if subject.voice is not Voice.ACTIVE:
        return []
    return _subjects(fillers, subject, "strike.carried-with")


def _subjects(fillers: Fillers, frame: Frame, rule: str) -> list[Fact]:
    """Who the subject names: its owner, where it is "its fighters"."""
    subject = frame.subject
    if subject is None:
        return []
    accused = _accused(fillers, subject)
    if accused is not None:
        return facts(fillers.heads(accused, fillers.is_doer), rule)
    owner = owner_of_force(fillers, subject)
    if not owner and is_of_side(fillers.page, subject):
        owner = facts(fillers.heads(subject, fillers.is_doer), rule)
    noun = fillers.page.last_word(subject)
    named = [m for m in fillers.subjects(subject, fillers.is_doer) if not is_scene(fillers, m, noun)]
    found = owner or facts(named, rule) or doer_meant(fillers, frame)
    return found or (organ_meant(fillers, subject) if _is_machine(fillers, subject) else [])


def _is_machine(fillers: Fillers, subject: Span) -> bool:
    return fillers.page.last_word(subject) in lexicon.words("own_forces")


def _who_threatens(fillers: Fillers, frame: Frame) -> list[Fact]:
    """Who vows or threatens what a noun names: "vowed revenge"."""
    if not fillers.page.has_tree:
        return []
    noun = fillers.page.tokens(frame.trigger).root
    verb = noun.head
    if noun.dep_ not in {"obj", "obl:unmarked", "xcomp"} or verb.lower_ not in _THREATENING:
        return []
    ruled = frame_of(fillers.page, Span(verb.idx, verb.idx + len(verb)), True)
    return _subjects(fillers, ruled, "strike.threatens") if ruled.voice is Voice.ACTIVE else []


def _accused(fillers: Fillers, subject: Span) -> Span | None:
    """Whom a subject accuses that the parser took too far: "X accused Y of" carrying out an attack."""
    words = fillers.page.words
    first, past = words.range_of(subject)
    at = next((n for n in range(first, past - 1) if words.lowers[n] in ACCUSING), None)
    if at is None or not BE.isdisjoint(words.lowers[max(first, at - 2) : at]):
        return None
    return words.span_of(at + 1, past)


def is_taking(trigger: str) -> bool:
    """Whether a trigger says that something is taken, which has a loser: "captured", "the liberation"."""
    return trigger.lower().startswith(_TAKING)


def is_fighting(trigger: str) -> bool:
    """Whether a trigger says that two sides fight each other, also behind an adjective: "heavy fighting"."""
    lower = trigger.lower()
    return lower.startswith(_FIGHTING) or lower.split()[-1].startswith(_FIGHTING)


def _owners_of_munition(fillers: Fillers, frame: Frame) -> list[Fact]:
    """Whose weapon it is that is fired or used: "Russian missiles were fired"."""
    words = fillers.page.words
    if frame.subject is None or fillers.page.text(frame.trigger).lower().split()[0] not in _SENDING:
        return []
    if not any(words.lowers[n] in MUNITIONS for n in range(*words.range_of(frame.subject))):
        return []
    first = words.range_of(frame.subject)[0]
    owners = [m for m in fillers.within(frame.subject) if fillers.is_doer(m)]
    leading = [m for m in owners if words.range_of(m.span)[0] - first <= 1 and m.span.end < frame.subject.end]
    return facts(leading[:1], "strike.owner-of-munition")
