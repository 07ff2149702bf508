"""Whether each strike happened, settled over the whole article: by its own voice, its sources and those who deny."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.extract.events.denied_next import denied_next
from kg.extract.events.modality import is_of_doer
from kg.extract.text.page import Page
from kg.records import Claim, Fact, Factuality, Ref, SegmentKind, Span, Stance, Strike

_SETTLED = frozenset(
    {Factuality.STATED, Factuality.ATTRIBUTED, Factuality.ALLEGED, Factuality.DENIED, Factuality.DISPUTED}
)
_SAID = frozenset({Factuality.STATED, Factuality.ATTRIBUTED, Factuality.ALLEGED})
_ASSERTING = frozenset({Stance.ASSERTS, Stance.CONDEMNS, Stance.WARNS})
_BLAMING = frozenset({Stance.ALLEGES, Stance.CONDEMNS})
_OWNING = frozenset({"claimed", "claim", "claims", "claiming"})
_HEDGE = re.compile(r"\b(alleged|allegedly|suspected|so-called|purported|supposed)\b", re.IGNORECASE)
_INVOLVEMENT = re.compile(
    r"(any |all |its |their |the |these )?"
    r"(carrying out|involvement|responsibility|being behind|being involved|part in|role in|"
    r"accusations?|charges?|blame)\b",
    re.IGNORECASE,
)
_SAYING = re.compile(
    r"(as (?:false|untrue|baseless|fabricated|unfounded) )?"
    r"((the|these|those|this|such|any|all|its|their|his|her|\w+['’]s|\w+) ){0,2}"
    r"((?P<said>claims?|allegations?|accusations?|charges?|reports?|suggestions?|accounts?|assertions?)|responsibility|involvement|blame)\b",
    re.IGNORECASE,
)
_NO_PART = re.compile(
    r"\b(?:nothing to do with|(?:no|any) (?:part|role|hand|involvement) in|not (?:involved|responsible|behind))\b",
    re.IGNORECASE,
)
_TAKING_UP = re.compile(
    r"(it|this|that|doing (?:so|it|this|that)|having done (?:so|it))\b|"
    r"(?:the|any|this|that|these|those|such) (?:\w+ )?(?:incidents?|events?|attacks?|strikes?)\b|"
    r".*\b(?:it|them|this|so)$",
    re.IGNORECASE,
)
_OWN_DEED = re.compile(r"(?:ever |deliberately |intentionally )?(?!\w*thing\b)\w+ing\b", re.IGNORECASE)
# "it had any presence in the tower": whoever hit the tower, that is no word about the deed
_OWN_PLACE = re.compile(
    r"(?:it|they|he|she) "
    r"(?:(?:ha[ds]|have|kept|held) (?:any|an?|its|their)|(?:was|were|is|are) (?:in|present|near|there))\b",
    re.IGNORECASE,
)
_NEGATIONS = frozenset({"no", "never", "did not"})
_DENYING = ("den", "disput", "refut", "disavow", "disown")
_NAMED = re.compile(
    r"(?:responsibility for |credit for )?(?:the|this|that|both|\w+['’]s|an?|more than)\b", re.IGNORECASE
)
_BEFORE = 40
_NEARBY = frozenset({"about.event-before", "about.event-taken-up"})

Sides = Mapping[Ref, frozenset[Ref]]


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
            if _denies_deed(page, claim):
                voices.denied.append(claim)
        elif stance is Stance.ALLEGES or _only_blames(claim, strike):
            voices.alleged.append(claim)
        elif (
            stance in _ASSERTING and not _takes_for_granted(page, claim) and _holds_any(claim.content, strike.triggers)
        ):
            voices.asserted.append(claim)
    telling = [c for c in claims if not (_takes_for_granted(page, c) or _only_admits(page, c))]
    for trigger in strike.triggers:
        if _is_hedged(page, trigger):
            voices.hedged.append(trigger)
        elif not any(_holds_any(c.content, [trigger]) and not _is_known_to(page, c, trigger) for c in telling):
            voices.own.append(trigger)
    if voices.asserted and any(not _in_title(page, trigger) for trigger in strike.triggers):
        voices.headed = [trigger for trigger in voices.own if _in_title(page, trigger)]
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


def _in_title(page: Page, trigger: Span) -> bool:
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
    return _admits(claim) or _is_owned(page, claim)


def _is_owned(page: Page, claim: Claim) -> bool:
    """Whether attacks are claimed by their name alone, without a word of what happened."""
    if claim.cue is None or page.text(claim.cue).lower() not in _OWNING or not page.has_tree:
        return False
    root = page.tokens(claim.content).root
    return root.pos_ == "NOUN" and root.head.idx < claim.content.begin


def _only_blames(claim: Claim, strike: Strike) -> bool:
    """Whether a claim says of a strike told elsewhere no more than who is to blame for it."""
    blaming = any(fact.rule == "responsible.object" for fact in claim.responsible)
    return claim.stance.value is Stance.CONDEMNS and blaming and not _holds_any(claim.content, strike.triggers)


def _denies_deed(page: Page, claim: Claim) -> bool:
    """Whether a claim denies that somebody did something, and does not turn down a proposal or demand."""
    cue = page.text(claim.cue).lower() if claim.cue else ""
    return cue.startswith(_DENYING) or _SAYING.match(page.text(claim.content)) is not None


def without_strangers(page: Page, claims: Sequence[Claim], strikes: Sequence[Strike]) -> tuple[Claim, ...]:
    """Claims without the strikes told nearby that a denial does not speak of: "refused to surrender"."""
    by_ref = {strike.ref: strike for strike in strikes}

    def meant(claim: Claim, fact: Fact) -> bool:
        strike = by_ref.get(fact.value) if isinstance(fact.value, Ref) else None
        told = _denies_deed(page, claim) and strike is not None and _is_of_strike(page, claim, strike)
        return (
            strike is None or told or fact.rule not in _NEARBY or _NO_PART.search(page.text(claim.content)) is not None
        )

    return tuple(
        replace(claim, about=tuple(fact for fact in claim.about if meant(claim, fact)))
        if claim.stance.value is Stance.DENIES
        else claim
        for claim in claims
    )


def _is_of_strike(page: Page, claim: Claim, strike: Strike) -> bool:
    """Whether what is denied is an attack, and not something else about it: "denied that their radar was hit"."""
    content = page.text(claim.content)
    taken_up = any(pattern.match(content) for pattern in (_INVOLVEMENT, _SAYING, _TAKING_UP))
    return taken_up or _holds_any(claim.content, strike.triggers)


def _holds_any(content: Span, triggers: Iterable[Span]) -> bool:
    return any(content.begin <= t.begin and t.end <= content.end for t in triggers)


def _is_hedged(page: Page, trigger: Span) -> bool:
    sentence = page.sentence_of(trigger)
    begin = max(sentence.begin, trigger.begin - _BEFORE)
    found = _HEDGE.search(page.article.text, begin, trigger.begin)
    return found is not None and not is_of_doer(page, Span(*found.span()), trigger)


def settled_strike(page: Page, strike: Strike, claims: Sequence[Claim], sides: Sides, kin: Sides) -> Strike:
    """The strike with the factuality that the whole article gives it, and its perpetrators where they belong.

    claims: those about the strike. sides: for whom an actor speaks. kin: who belongs to the same state.
    """
    if strike.factuality.value is Factuality.NOT_HAPPENED:
        return replace(strike, factuality=_denied_by_claim(page, strike, claims))
    if strike.factuality.value not in _SETTLED:
        return strike
    voices = voices_of(page, strike, claims)
    factuality = _factuality(page, strike, voices, sides)
    return _with_perpetrators(page, replace(strike, factuality=factuality), voices, claims, sides, kin)


def _denied_by_claim(page: Page, strike: Strike, claims: Sequence[Claim]) -> Fact:
    """Denied, where it is a claimant and not the article who says that an attack was not made."""
    local = strike.factuality
    negated = page.text(local.words).lower() in _NEGATIONS
    claim = next((c for c in claims if _holds_any(c.content, strike.triggers)), None)
    if not negated or claim is None:
        return local
    return Fact(Factuality.DENIED, claim.cue or claim.content, "factuality.denied")


def _factuality(page: Page, strike: Strike, voices: Voices, sides: Sides) -> Fact:
    local = strike.factuality
    of_others = [c for c in voices.denied if _of_involvement(page, c) and (voices.own or _is_other(c, strike, sides))]
    denials = [claim for claim in voices.denied if claim not in of_others]
    if denials:
        said = voices.own or voices.asserted or voices.alleged or voices.hedged or _of_claim(page, denials)
        value = Factuality.DISPUTED if said else Factuality.DENIED
        return Fact(value, denials[0].cue or denials[0].content, "factuality.denied")
    if local.value not in _SAID or voices.own:
        return local
    if denial := denied_next(page, [*voices.asserted, *voices.alleged], strike.triggers):
        return Fact(Factuality.DISPUTED, denial, "factuality.denied")
    if local.value is not Factuality.STATED or voices.headed:
        return local
    if voices.hedged or (voices.alleged and not voices.asserted):
        words = voices.hedged[0] if voices.hedged else voices.alleged[0].cue or voices.alleged[0].content
        return Fact(Factuality.ALLEGED, words, "factuality.alleged")
    if voices.asserted:
        claim = voices.asserted[0]
        return Fact(Factuality.ATTRIBUTED, claim.cue or claim.content, "factuality.attributed")
    return local


def _is_other(denial: Claim, strike: Strike, sides: Sides) -> bool:
    """Whether who denies taking part is none of those who are said to have done it, nor of their side."""
    doers = {fact.value for fact in (*strike.perpetrator, *strike.alleged_perpetrator) if isinstance(fact.value, Ref)}
    denier = denial.claimant.value if denial.claimant else None
    if not doers or not isinstance(denier, Ref):
        return False
    near = {denier} | sides.get(denier, frozenset())
    return near.isdisjoint(doers) and all(sides.get(doer, frozenset()).isdisjoint(near) for doer in doers)


def _of_involvement(page: Page, claim: Claim) -> bool:
    """Whether a denial denies taking part only, and not that the deed was done: "denied bombing the convoy"."""
    content = page.text(claim.content)
    return any(told.match(content) is not None for told in (_INVOLVEMENT, _OWN_DEED, _OWN_PLACE))


def _of_claim(page: Page, denials: Iterable[Claim]) -> bool:
    """Whether a denial takes up what somebody else says: "denied reports that …"."""
    found = (_SAYING.match(page.text(claim.content)) for claim in denials)
    return any(match is not None and match.group("said") for match in found)


def _deniers(page: Page, voices: Voices, sides: Sides) -> set[object]:
    """Who denies having done it, or is spoken for by somebody who does."""
    speaking = {c.claimant.value for c in voices.denied if c.claimant and _of_involvement(page, c)}
    deniers: set[object] = {ref for ref in speaking if isinstance(ref, Ref)}
    for ref, whole in sides.items():
        if ref in speaking:
            deniers |= whole
        elif whole & deniers:
            deniers.add(ref)
    return deniers


def _with_perpetrators(
    page: Page, strike: Strike, voices: Voices, claims: Sequence[Claim], sides: Sides, kin: Sides
) -> Strike:
    """perpetrator where the article says so or the actor admits it, undisputed; else alleged_perpetrator."""
    admitted = {
        claim.claimant.value: claim
        for claim in claims
        if claim.claimant and claim.stance.value is Stance.ASSERTS and _admits(claim)
    }
    denials = [claim for claim in claims if claim.stance.value is Stance.DENIES]

    def of_another(denial: Claim) -> bool:
        """Whether somebody else than the doer denies taking part."""
        return _of_involvement(page, denial) and _is_other(denial, strike, sides)

    denied = {fact.value for claim in denials for fact in claim.responsible} | _deniers(page, voices, sides)
    open_question = strike.factuality.value in {Factuality.DISPUTED, Factuality.DENIED, Factuality.NOT_HAPPENED}
    # A denial that clears nobody by name may clear anybody.
    open_question = open_question or any(not claim.responsible and not of_another(claim) for claim in denials)
    told_by_others = strike.factuality.value is Factuality.ATTRIBUTED or bool(voices.headed and not voices.own)
    stated: dict[object, Fact] = {}
    alleged: dict[object, Fact] = {}
    for fact in (*strike.perpetrator, *strike.alleged_perpetrator):
        claimed = _claim_around(fact.words, claims)
        own_word = fact in strike.perpetrator and claimed is None
        own_word = own_word and not (
            told_by_others and _in_title(page, fact.words) and not _is_told_by_own_side(voices, fact, sides)
        )
        own_word = own_word or (claimed is not None and _speaks_of_own_side(claimed, fact, sides))
        sure = (own_word or fact.value in admitted) and not open_question and fact.value not in denied
        (stated if sure else alleged).setdefault(fact.value, fact if claimed is None else _attributed(fact, claimed))
    for actor, claim in admitted.items():
        assert claim.claimant is not None
        sure = not open_question and actor not in denied
        (stated if sure else alleged).setdefault(actor, Fact(actor, claim.claimant.words, "perpetrator.admits"))
    for claim in (*voices.alleged, *voices.asserted):
        for fact in claim.responsible if _is_about_one(claim) else ():
            if fact.value not in stated and fact.rule != "responsible.speaker":
                alleged.setdefault(fact.value, _attributed(fact, claim))
    same = {actor for ref in stated if isinstance(ref, Ref) for actor in kin.get(ref, frozenset())} | stated.keys()
    return replace(
        strike,
        perpetrator=tuple(stated.values()),
        alleged_perpetrator=tuple(fact for actor, fact in alleged.items() if actor not in same),
    )


def _speaks_of_own_side(claim: Claim, fact: Fact, sides: Sides) -> bool:
    """Whether a claim has its claimant, or those for whom the claimant speaks, do the deed."""
    if claim.claimant is None or not isinstance(claim.claimant.value, Ref) or claim.stance.value is Stance.DENIES:
        return False
    if fact.rule.startswith("strike.possessive-commander"):
        return True
    if fact.rule == "strike.speaker":
        return True
    return fact.value == claim.claimant.value or fact.value in sides.get(claim.claimant.value, frozenset())


def _is_told_by_own_side(voices: Voices, fact: Fact, sides: Sides) -> bool:
    """Whether those who tell of a strike are of the side of its doer."""
    return any(_speaks_of_own_side(claim, fact, sides) for claim in voices.asserted)


def _is_about_one(claim: Claim) -> bool:
    """Whether a claim is about one strike only, so that whom it blames is blamed for that one."""
    return sum(isinstance(fact.value, Ref) and fact.value.kind == "strike" for fact in claim.about) == 1


def _admits(claim: Claim) -> bool:
    return claim.claimant is not None and any(
        fact.value == claim.claimant.value and fact.rule == "responsible.speaker" for fact in claim.responsible
    )


def _claim_around(words: Span, claims: Sequence[Claim]) -> Claim | None:
    return next((c for c in claims if c.content.begin <= words.begin and words.end <= c.content.end), None)


def _attributed(fact: Fact, claim: Claim) -> Fact:
    """The fact with a rule that says that a claim alone gives it."""
    return (
        fact if "+claim." in fact.rule else replace(fact, rule=f"{fact.rule}+claim.{str(claim.stance.value).lower()}")
    )
