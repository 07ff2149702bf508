"""Which earlier claims words said speak of or answer: the accusation that is denied, the decision that is praised."""

import re
from collections.abc import Iterable, Iterator, Sequence

from kg.extract.claims.saying import Saying
from kg.extract.claims.told_things import Subjects
from kg.records import Claim, Ref, SegmentKind, Span, Stance

_LATEST = 12
# Nobody answers what so many claims stand after; to look at all of them would take the square of their number.
_REMEMBERED = 200
_NEAR = 300  # characters between an accusation and the denial that answers it
_FAR = 900  # the same where the denial says that it answers one: "rejected the charge"
_SAID = re.compile(
    r"\b(?:(?:the|these|those|this|such|any|all|both|impulsive|\w+['’]s) )"
    r"(?:(claims?|allegations?|accusations?|charges?|reports?|accounts?|suggestions?|statements|comments|remarks|"
    r"assertions?)|"
    r"(announcement|statement|decision|move|plan|withdrawal|resolution))\b",
    re.IGNORECASE,
)
_ANAPHORIC = re.compile(
    r"(?:it|this|that|them|so|which)(?: all)?(?= (?:as|an?|(?!.{0,3}null and)\W)|$)|"
    r"(?:this|that|it) (?:is|was) (?:an? |all )?(?:\w+ )?"
    r"(?:lies?|untrue|false|fabrications?|inventions?|nonsense|slander|propaganda|fake|baseless)|"
    r"not so|nothing of the (?:kind|sort)|(?:an? )?(?:\w+ )?(?:lies?|fabrications?|inventions?)$|"
    r"there (?:was|is|were|had been|has been) no such|no such|any (?:such|involvement|role|part)|it had happened",
    re.IGNORECASE,
)
_IT = re.compile(r"(?:it|this|that|them|so|which)(?: all)?", re.IGNORECASE)
_TOLD = re.compile(r" (?:that|of|about|by)\b")
_REFUSING = frozenset({"refuse", "reject", "oppose", "rule"})
_TWO = re.compile(r"both\b", re.IGNORECASE)
_STATING = frozenset({Stance.ASSERTS, Stance.ALLEGES, Stance.CONDEMNS})
_PROPOSED = _STATING | {Stance.PROMISES, Stance.DEMANDS}
_EVENTS = frozenset({"strike", "agreement"})
_SHORT_FORMS = frozenset({SegmentKind.TITLE, SegmentKind.HEADLINE, SegmentKind.CAPTION})


def claims_meant(
    subjects: Subjects, saying: Saying, stance: Stance, earlier: Sequence[Claim]
) -> list[tuple[str, Span, Ref]]:
    """The earlier claims that words said are about, and where they deny these, what these are about.

    Each with the rule and its words.
    """
    own = _own_side(subjects, saying)
    others = [c for c in earlier[-_REMEMBERED:] if c.claimant is None or c.claimant.value not in own]
    said = _SAID.search(subjects.page.text(saying.content))
    if stance is Stance.DENIES and (said is None or said.group(1)):
        return [each for claim in _denied(subjects, saying, others, own) for each in _of_denied(saying, claim, own)]
    return [("about.claim", words, claim.ref) for words, claim in _spoken_of(subjects, saying, others)]


def _own_side(subjects: Subjects, saying: Saying) -> frozenset[Ref]:
    """The speakers and the actors of their own states."""
    speakers = {speaker.ref for speaker in saying.speakers}
    return frozenset(speakers).union(*(subjects.kin.get(ref, ()) for ref in speakers))


def _denied(subjects: Subjects, saying: Saying, others: Sequence[Claim], own: frozenset[Ref]) -> Iterator[Claim]:
    """What others said that a denial answers.

    The nearest such claim where the denial only takes it up ("called that a lie"); else the nearest that accuses who
    denies, if that stands shortly before.
    """
    content = saying.content
    words = subjects.page.text(content)
    said = _SAID.search(words)
    taking_up = said is not None or _ANAPHORIC.match(words) is not None
    if (said is not None and _TOLD.match(words, said.end())) or (saying.lemma in _REFUSING and not taking_up):
        return  # "denied the claim that …" tells it itself; "refused to sign" answers no charge
    reach = _FAR if said else _NEAR
    begin = min(content.begin, saying.cue.begin if saying.cue else content.begin)
    answered = _PROPOSED if _IT.fullmatch(words) else _STATING
    near = [c for c in reversed(others[-_LATEST:]) if c.stance.value in answered and _is_before(c, begin, reach)]
    against = [c for c in near if _is_against(subjects, c, own)]
    first = next(iter((against or near) if taking_up and said else near if taking_up else against), None)
    if first is None:
        return
    yield from (c for c in near if c.content == first.content)
    if said is not None and _TWO.match(words):
        same = [c for c in near if c.content != first.content and _who(c) == _who(first)]
        yield from same[:1]


def _is_before(claim: Claim, begin: int, reach: int) -> bool:
    return claim.content.begin < begin and begin - claim.content.end <= reach


def _is_against(subjects: Subjects, claim: Claim, own: frozenset[Ref]) -> bool:
    """Whether a claim blames, or names in what it says, an actor of a side."""
    if any(fact.value in own for fact in (*claim.responsible, *claim.about)):
        return True
    return any(ref in own for _, ref in subjects.named_in(claim.content))


def _of_denied(saying: Saying, claim: Claim, own: frozenset[Ref]) -> Iterator[tuple[str, Span, Ref]]:
    """A claim that is denied, with the events that it tells; where it tells none, with whom it is about of those who
    deny it."""
    yield "about.claim-denied", saying.content, claim.ref
    told = [fact.value for fact in claim.about if isinstance(fact.value, Ref)]
    events = [ref for ref in told if ref.kind in _EVENTS]
    for ref in events or [ref for ref in told if ref in own]:
        yield "about.of-claim-denied", saying.content, ref


def _spoken_of(subjects: Subjects, saying: Saying, others: Sequence[Claim]) -> Iterable[tuple[Span, Claim]]:
    """Earlier claims that words said speak of as such.

    "The accusation" is the last one made; "the decision" is what somebody first announced or demanded.
    """
    match = _SAID.search(subjects.page.article.text, saying.content.begin, saying.content.end)
    if match is None:
        return []
    if match.group(1):
        found = [c for c in reversed(others[-_LATEST:]) if c.stance.value in _STATING]
        found.sort(key=lambda c: not any(isinstance(f.value, Ref) and f.value.kind == "strike" for f in c.about))
    else:
        found = [c for c in others if c.stance.value in {Stance.PROMISES, Stance.DEMANDS}]
        found.sort(key=lambda c: subjects.page.segment_kind(c.content.begin) in _SHORT_FORMS)
    words = Span(*match.span(1 if match.group(1) else 2))
    return [(words, c) for c in others if found and c.content == found[0].content]


def _who(claim: Claim) -> object:
    return claim.claimant.value if claim.claimant is not None else None
