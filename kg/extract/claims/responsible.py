"""Whom the words said hold, or refuse to hold, responsible."""

import re

from kg.extract.claims.about_before import BLAMING, MUTUAL
from kg.extract.claims.saying import Saying
from kg.extract.claims.told_things import Subjects
from kg.records import Fact, Ref, Span, Stance

_LAYING = frozenset({"blame", "pin", "attribute"})  # "blamed the deed on X" as well as "blamed X for the deed"


def _blamed(saying: Saying, text: str, actors: list[tuple[Span, Ref]]) -> list[tuple[Span, Ref]]:
    """Who is blamed: "blamed X for the deed", or else "blamed the deed on X"."""
    begin = saying.content.begin
    preposition = _BLAMED.search(text)
    limit = begin + preposition.start() if preposition else saying.content.end
    laid = [(span, ref) for span, ref in actors if _LAID_ON.search(text, 0, span.begin - begin)]
    named = [(span, ref) for span, ref in actors if span.end <= limit and (span, ref) not in laid]
    return named or (laid[-1:] if saying.lemma in _LAYING else [])


_OWN_DEED = re.compile(
    r"(?:it|they|he|she|we) (?:was|were|is|are|had been|stood) (?:behind|responsible for)\b", re.IGNORECASE
)
_LAID_ON = re.compile(r"\b(?:on|to) (?:the |its |their )?(?:[a-z]+ )?$")
_DID_IT = re.compile(
    r" (?:is|are|was|were|had been|has been|have been|may have been|could be|might be) (?:\w+ )?(?:the )?(?:\w+ )?"
    r"(?:behind|responsible|perpetrators?|culprits?|to blame)\b",
    re.IGNORECASE,
)
_DONE_BY = re.compile(
    r"\b(?:carried out|perpetrated|committed|conducted|orchestrated|staged|launched) by (?:the )?$", re.IGNORECASE
)
_BLAMED = re.compile(r"\b(of|for|over)\b")
_OWNED = re.compile(
    r"(?:sole |full )?(?P<word>responsibility|credit)\b(?: for (?P<what>.+))?", re.IGNORECASE | re.DOTALL
)
_TAKEN_UP = re.compile(
    r"(?:it|this|that|them|both|these|those|all|having|\w+ing|(?:(?:the|two|three|several|a|an|\w+['’]s) )?(?:\w+ )?"
    r"(?:attacks?|incidents?|killings?|deeds?|deaths?|explosions?|blasts?|operations?|crash|abductions?|kidnappings?))\b",
    re.IGNORECASE,
)
_EACH_OTHER = "responsible.each-other"


def is_own_share(fact: Fact, speaker: Ref) -> bool:
    """Whether a fact of mutual blame names the speaker himself, whom only the other side blames."""
    return fact.rule == _EACH_OTHER and fact.value == speaker


def _owns_up(subjects: Subjects, content: Span) -> bool:
    """Whether "responsibility" or "credit" is taken for an attack: "credit for the truce" and bare "credit" are not."""
    owned = _OWNED.match(subjects.page.text(content))
    if owned is None:
        return False
    if owned["what"] is None:
        return owned["word"].lower() == "responsibility"
    return bool(subjects.strikes_in(content)) or _TAKEN_UP.match(owned["what"]) is not None


def responsible(subjects: Subjects, saying: Saying, stance: Stance) -> tuple[Fact, ...]:
    """Whom the words said hold, or refuse to hold, responsible for a deed."""
    content = saying.content
    text = subjects.page.text(content)
    actors = [(span, ref) for span, ref in subjects.named_in(content) if subjects.entities.is_actor(ref)]
    found: dict[Ref, Fact] = {}
    mutual = saying.lemma == "trade" or (saying.lemma in BLAMING and MUTUAL.match(text) is not None)
    if mutual:
        for speaker in saying.speakers:
            found.setdefault(speaker.ref, Fact(speaker.ref, speaker.words, _EACH_OTHER))
    elif saying.lemma in BLAMING:
        for speaker in saying.aimed:
            found.setdefault(speaker.ref, Fact(speaker.ref, speaker.words, "responsible.subject"))
        # Whom "is accused of killing prisoners" names behind the cue are the victims.
        for span, ref in () if saying.aimed else _blamed(saying, text, actors):
            found.setdefault(ref, Fact(ref, span, "responsible.object"))
    own = stance is Stance.DENIES and re.match(
        r"(any |all )?(carrying|involvement|responsibility|conducting|\w+ing\b)", text, re.I
    )
    if own or _owns_up(subjects, content):
        for speaker in saying.speakers:
            found.setdefault(speaker.ref, Fact(speaker.ref, speaker.words, "responsible.speaker"))
    if stance is Stance.ASSERTS and _OWN_DEED.match(text):
        for speaker in saying.speakers:
            found.setdefault(speaker.ref, Fact(speaker.ref, speaker.words, "responsible.speaker"))
    for _, ref in subjects.strikes_in(content):
        strike = subjects.strikes[ref]
        for fact in (*strike.perpetrator, *strike.alleged_perpetrator):
            if isinstance(fact.value, Ref) and content.begin <= fact.words.begin and fact.words.end <= content.end:
                found.setdefault(fact.value, Fact(fact.value, fact.words, "responsible.perpetrator"))
    for span, ref in actors:
        if _DID_IT.match(text, span.end - content.begin) or _DONE_BY.search(text, 0, span.begin - content.begin):
            found.setdefault(ref, Fact(ref, span, "responsible.named"))
    return tuple(sorted(found.values(), key=lambda fact: (fact.words, str(fact.value))))
