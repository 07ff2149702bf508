"""Who speaks of a strike: the article in its own voice, and the claims that assert, allege or deny it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.extract.events.denials import denies_deed, holds_any
from kg.extract.events.modality import is_of_doer
from kg.extract.text.page import Page
from kg.records import Claim, SegmentKind, Span, Stance, Strike

_ASSERTING = frozenset({Stance.ASSERTS, Stance.CONDEMNS, Stance.WARNS})
_BLAMING = frozenset({Stance.ALLEGES, Stance.CONDEMNS})
_OWNING = frozenset({"claimed", "claim", "claims", "claiming"})
_HEDGE = re.compile(r"\b(alleged|allegedly|suspected|so-called|purported|supposed)\b", re.IGNORECASE)
_NAMED = re.compile(
    r"(?:responsibility for |credit for )?(?:the|this|that|both|\w+['’]s|an?|more than)\b", re.IGNORECASE
)
_BEFORE = 40


@dataclass(slots=True)
class Voices:
    """Who speaks of one strike: claims that assert, allege and deny it, and the triggers that stand in no claim;
    headed: those of the title, where the text has it from others.
    """

    asserted: list[Claim] = field(default_factory=list)
    alleged: list[Claim] = field(default_factory=list)
    denied: list[Claim] = field(default_factory=list)
    own: list[Span] = field(default_factory=list)
    headed: list[Span] = field(default_factory=list)
    hedged: list[Span] = field(default_factory=list)


def voices_of(page: Page, strike: Strike, claims: Sequence[Claim]) -> Voices:
    """The voices of one strike. claims: those about it."""
    voices = Voices()
    for claim in claims:
        stance = claim.stance.value
        if stance is Stance.DENIES:
            if denies_deed(page, claim):
                voices.denied.append(claim)
        elif stance is Stance.ALLEGES or _only_blames(claim, strike):
            voices.alleged.append(claim)
        elif stance in _ASSERTING and not _takes_for_granted(page, claim) and holds_any(claim.content, strike.triggers):
            voices.asserted.append(claim)
    telling = [c for c in claims if not (_takes_for_granted(page, c) or _only_admits(page, c))]
    for trigger in strike.triggers:
        if _is_hedged(page, trigger):
            voices.hedged.append(trigger)
        elif not any(holds_any(c.content, [trigger]) and not _is_known_to(page, c, trigger) for c in telling):
            voices.own.append(trigger)
    if voices.asserted and any(not in_title(page, trigger) for trigger in strike.triggers):
        voices.headed = [trigger for trigger in voices.own if in_title(page, trigger)]
        voices.own = [trigger for trigger in voices.own if trigger not in voices.headed]
        voices.own = [trigger for trigger in voices.own if not _opens_saying(page, trigger, strike, voices.asserted)]
    return voices


def _opens_saying(page: Page, trigger: Span, strike: Strike, asserted: Iterable[Claim]) -> bool:
    """Whether words only open the sentence of what somebody says: "in another bombing, officials said, jets killed"."""
    sentence = page.sentence_of(trigger)
    if not page.text(sentence).lower().startswith("in ") or trigger.begin - sentence.begin > _BEFORE:
        return False
    contents = [claim.content for claim in asserted if trigger.end <= claim.content.begin < sentence.end]
    return any(c.begin <= t.begin and t.end <= c.end for c in contents for t in strike.triggers)


def in_title(page: Page, trigger: Span) -> bool:
    """Whether words stand in the title, which leaves out whose word it is."""
    return page.segment_kind(trigger.begin) is SegmentKind.TITLE


def _takes_for_granted(page: Page, claim: Claim) -> bool:
    """Whether a claim only comments on a known attack: "the strike was condemned by X". Blame is no comment."""
    if claim.stance.value is not Stance.CONDEMNS or any(f.rule.startswith("responsible.o") for f in claim.responsible):
        return False
    cue = page.text(claim.cue).lower() if claim.cue else ""
    return cue.startswith("condemn") and page.text(claim.content).lower().startswith("the ")


def _is_known_to(page: Page, claim: Claim, trigger: Span) -> bool:
    """Whether a claim only says who is to blame for an attack that it names as a known one: "held X responsible for the
    murder of Y".
    """
    if claim.stance.value not in _BLAMING or not page.has_tree:
        return False
    noun = page.tokens(trigger).root
    return noun.pos_ == "NOUN" and any(child.lower_ == "the" for child in noun.lefts)


def _only_admits(page: Page, claim: Claim) -> bool:
    """Whether somebody only owns up to an attack that the article takes for a fact: "the raid was claimed by X", "X,
    who have claimed 90 such attacks".
    """
    if _NAMED.match(page.text(claim.content)) is None:
        return False
    return admits(claim) or _is_owned(page, claim)


def _is_owned(page: Page, claim: Claim) -> bool:
    """Whether attacks are claimed by their name alone, without a word of what happened."""
    if claim.cue is None or page.text(claim.cue).lower() not in _OWNING or not page.has_tree:
        return False
    root = page.tokens(claim.content).root
    return root.pos_ == "NOUN" and root.head.idx < claim.content.begin


def _only_blames(claim: Claim, strike: Strike) -> bool:
    """Whether a claim says of a strike told elsewhere no more than who is to blame for it."""
    blaming = any(fact.rule == "responsible.object" for fact in claim.responsible)
    return claim.stance.value is Stance.CONDEMNS and blaming and not holds_any(claim.content, strike.triggers)


def admits(claim: Claim) -> bool:
    """Whether a claimant says to have done it."""
    return claim.claimant is not None and any(
        fact.value == claim.claimant.value and fact.rule == "responsible.speaker" for fact in claim.responsible
    )


def _is_hedged(page: Page, trigger: Span) -> bool:
    sentence = page.sentence_of(trigger)
    begin = max(sentence.begin, trigger.begin - _BEFORE)
    found = _HEDGE.search(page.article.text, begin, trigger.begin)
    return found is not None and not is_of_doer(page, Span(*found.span()), trigger)
