"""How a deal stands, by the words nearest to one of its triggers."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from kg import lexicon
from kg.extract.agreements.unreal import not_yet
from kg.extract.grammar.syntax import Frame, Voice
from kg.extract.grammar.tree import SUBJECTS, children, span_of
from kg.extract.grammar.word_classes import DETERMINERS, PREPOSITIONS
from kg.extract.text.page import Page
from kg.extract.text.words import Words
from kg.records import AgreementStatus, Fact, Span

IN_FORCE_RULE: Final = "agreement.status-inforce"
PRESUPPOSED_RULE: Final = "agreement.status-presupposed"
_MOODS: Final = {row["word"]: AgreementStatus(row["status"]) for row in lexicon.table("agreement_moods")}
_MOOD_REACH: Final = 4
_MONTH: Final = "May"
_SEPARATING: Final = frozenset({",", ";", "and", "but", "that", "which", "who"})
_REACH: Final = 10
_REACH_AFTER: Final = 12
_SIMPLE: Final = frozenset({AgreementStatus.IN_FORCE, AgreementStatus.PROPOSED})
_UNDOING: Final = frozenset({AgreementStatus.COLLAPSED, AgreementStatus.VIOLATED})
_ABOUT: Final = lexicon.words("about_deals")
_PROPOSALS: Final = lexicon.words("deal_proposals")
_THROUGH: Final = frozenset({"of", "to", "on", "from"})
_OTHER_CLAUSE: Final = frozenset({";", "but", "who", "which", "(", ")"})
_OTHER_MEANS: Final = frozenset({";", "through", "by", "via", "under", "despite", "after", "before", "since"})
_CUTTING: Final = frozenset({",", ";", "and", "but", "that", "which", "who", "(", ")", ":"})
_SUBORDINATORS: Final = frozenset({"since", "when", "until", "because", "while", "although", "though", "if"})
_AGREED: Final = frozenset({"agreed", "agree", "agrees", "managed", "went", "began", "started", "continued"})
_ASKING: Final = frozenset(
    {
        "ask",
        "asks",
        "asked",
        "asking",
        "press",
        "pressed",
        "pressing",
        "beg",
        "begged",
        "lobbied",
        "pushed",
        "petitioned",
    }
)
_BE: Final = frozenset({"be", "been", "being", "was", "were", "is", "are"})
_HYPHENS: Final = frozenset({"-", "–"})
_UNTRUE: Final = frozenset({"if", "unless", "denied", "denies", "deny", "denying"})
_CONDITION_WITHIN: Final = 5
_BESIDE: Final = 2
_BEFOREHAND: Final = frozenset({"before", "until", "once", "unless", "if"})
_BEFOREHAND_WITHIN: Final = 9
_ASKED_WITHIN: Final = 7
_TAKING_UP: Final = frozenset({"which", "that", "it", "they", "this"})
_INTRANSITIVE: Final = frozenset({"collapsed", "failed", "expired"})
_OBJECT: Final = DETERMINERS | {"its", "their", "his", "her", "years", "decades", "months", "weeks", "days"}


@dataclass(frozen=True, slots=True)
class _Cue:
    """A phrase of the table. side: before, after, any, or next (right after the deal)."""

    words: tuple[str, ...]
    side: str
    status: AgreementStatus


@cache
def _cues() -> dict[str, list[_Cue]]:
    by_first: dict[str, list[_Cue]] = {}
    for row in lexicon.table("agreement_statuses"):
        phrase = tuple(row["phrase"].split())
        by_first.setdefault(phrase[0], []).append(_Cue(phrase, row["side"], AgreementStatus(row["status"])))
    return {first: sorted(cues, key=lambda cue: -len(cue.words)) for first, cues in by_first.items()}


def status_of(page: Page, frame: Frame) -> tuple[Fact | None, bool]:
    """How the deal stands by the words nearest to its trigger, and whether any words near it say that it was made."""
    words = page.words
    first, past = words.range_of(frame.trigger)
    begin, end = words.range_of(page.sentence_of(frame.trigger))
    best: tuple[int, Fact] | None = None
    made = False
    near = range(max(begin, first - _REACH), min(end, past + _REACH_AFTER))
    far = _far_predicate(page, frame, near.stop)
    for at in (*near, *far):
        for cue in _cues().get(words.lowers[at], ()) if words.forms[at] != _MONTH else ():
            stop = at + len(cue.words)
            if tuple(words.lowers[at:stop]) != cue.words or (first < stop and at < past):
                continue
            distance = _distance(page, frame, cue, (at, stop), begin, predicate=at in far)
            if distance is None or (cue.status in _UNDOING and _is_untrue(words, at, begin)):
                continue
            fact = _status_fact(page, cue.status, at, stop, begin)
            made = made or fact.rule == IN_FORCE_RULE
            if best is None or distance < best[0]:
                best = (distance, fact)
    asking = _asking(page, frame, begin)
    if asking is not None and (best is None or best[0] >= 0):
        best = (0, asking)
    if frame.voice is Voice.NOMINAL and (best is None or best[1].rule == IN_FORCE_RULE):
        kept = not_yet(page, frame)
        if kept is not None:
            return Fact(AgreementStatus.PROPOSED, kept, "agreement.status-unreal"), False
    if best is None and frame.voice is not Voice.NOMINAL:
        told = AgreementStatus.PROPOSED if _is_only_meant(frame) else AgreementStatus.IN_FORCE
        best = (0, _status_fact(page, told, first, past, begin))
        made = best[1].rule == IN_FORCE_RULE
    return (best[1], made) if best else (None, False)


def _far_predicate(page: Page, frame: Frame, after: int) -> range:
    """Where the verb stands whose subject is a deal, if it is far off: "a pact under which Y was to go was ignored"."""
    if not page.has_tree:
        return range(0)
    deal = page.tokens(frame.trigger).root
    above = deal.head if deal.dep_ in SUBJECTS else None
    verbs = [] if above is None else [above, *(v for v in children(above, "conj") if not children(v, "nsubj"))]
    ends = (page.words.range_of(span_of(verb))[0] for verb in verbs)
    at = next((n for n in ends if n >= after), None)
    return range(0) if at is None else range(at, at + 1)


def _is_only_meant(frame: Frame) -> bool:
    """Whether an exchange told by a verb is what something is for: "to let both sides swap prisoners"."""
    return "to" in frame.governors and _AGREED.isdisjoint(frame.governors)


def _is_untrue(words: Words, at: int, begin: int) -> bool:
    """Whether a deal would only be broken, or is said not to be: "if they broke the truce", "denied breaking it"."""
    return not _UNTRUE.isdisjoint(words.lowers[max(begin, at - _CONDITION_WITHIN) : at])


def _asking(page: Page, frame: Frame, begin: int) -> Fact | None:
    """That a deal is asked for, where whom one asks stands between: "asked Italy for an armistice"."""
    words = page.words
    first = words.range_of(frame.premodifier or frame.trigger)[0]
    first -= first > begin and words.lowers[first - 1] == frame.determiner
    if first <= begin or words.lowers[first - 1] != "for":
        return None
    for at in range(first - 2, max(begin, first - _ASKED_WITHIN) - 1, -1):
        if words.lowers[at] in _ASKING:
            return Fact(AgreementStatus.PROPOSED, words.spans[at], "agreement.status-proposed")
        if words.lowers[at] in _CUTTING:
            return None
    return None


def _distance(
    page: Page, frame: Frame, cue: _Cue, where: tuple[int, int], begin: int, *, predicate: bool
) -> int | None:
    """How many words lie between a phrase and the deal; None where it tells nothing of the deal.

    predicate: whether the deal is the subject of the phrase by the tree, whatever clauses stand between.
    """
    words = page.words
    first, past = words.range_of(frame.trigger)
    at, stop = where
    if stop <= first:
        if cue.side not in {"any", "before"} or not _governs(words, frame, cue, where, begin):
            return None
        if cue.status is AgreementStatus.PROPOSED and _is_parted(page, stop, first):
            return None
        if cue.side == "any" and words.lowers[at - 1] in _BE:
            return None  # "it failed to be implemented and so a new deal was signed"
        # What is rejected is the proposal: "rejected a call for a truce"
        turned_down = cue.status is AgreementStatus.REJECTED and _PROPOSALS & set(words.lowers[stop:first])
        inside = frame.premodifier is not None and words.spans[at].begin >= frame.premodifier.begin
        inside = inside or (stop == first and words.lowers[at - 1 : at] in (["-"], ["–"]))
        attributive = inside and cue.status is AgreementStatus.IN_FORCE
        # "a violation of the truce agreed in X": what follows only tells which truce
        undone = cue.status is AgreementStatus.VIOLATED and first - stop <= 1 + _BESIDE * (
            frame.premodifier is not None
        )
        return -1 if turned_down or undone else first - stop + _REACH * attributive
    if cue.side == "before" or (cue.side == "next" and (at - past > 1 or words.lowers[past] == ",")):
        return None
    if not predicate and _SUBORDINATORS & set(words.lowers[past:at]) and words.lowers[past] not in {"which", "that"}:
        return None
    if words.lowers[at - 1] in _HYPHENS or ";" in words.lowers[past:at] or _is_of_others(page, frame, words.spans[at]):
        return None
    if cue.status not in _SIMPLE and cue.side == "any" and _has_object(page, stop):
        return None
    # "held for a week and then collapsed"
    return -1 if cue.status in _UNDOING else at - past


def _is_parted(page: Page, stop: int, first: int) -> bool:
    """Whether a comma with another verb behind it parts a phrase from a deal: "which X may broker, includes a"."""
    words = page.words
    comma = next((n for n in range(stop, first) if words.lowers[n] == ","), None)
    if comma is None or not page.has_parts_of_speech or comma + 1 >= first:
        return False
    return any(token.tag_ in {"VBZ", "VBD"} for token in page.tokens(words.span_of(comma + 1, first)))


def _is_of_others(page: Page, frame: Frame, verb: Span) -> bool:
    """Whether a verb behind a deal says what somebody else did, not to the deal: "the accord; Italy declared war"."""
    if not page.has_tree:
        return False
    token, deal = page.tokens(verb).root, page.tokens(frame.trigger).root
    if token.pos_ != "VERB" or token.dep_ in {"acl", "acl:relcl"} or deal.head.i == token.i:
        return False
    subjects = children(token, "nsubj")
    return any(s.i > deal.i and s.lower_ not in _TAKING_UP for s in subjects) and bool(children(token, "obj", "xcomp"))


def _has_object(page: Page, stop: int) -> bool:
    """Whether a verb that ends before a word has an object of its own: "the accord ended the war"."""
    words = page.words
    if words.lowers[stop - 1] in _INTRANSITIVE:
        return False
    if page.has_tree and children(page.tokens(words.spans[stop - 1]).root, "obj"):
        return True
    lasted = words.lowers[stop + 1 : stop + 3]
    if lasted[1:] == ["of"] and lasted[0] in _OBJECT:
        return True  # "ended 13 months of war"
    return stop < len(words) and words.lowers[stop] in _OBJECT


def _governs(words: Words, frame: Frame, cue: _Cue, where: tuple[int, int], begin: int) -> bool:
    """Whether a phrase before a deal speaks of it: nothing but the deal's own noun phrase stands between, or, for what
    is reached or asked for, no other clause.
    """
    first = words.range_of(frame.premodifier or frame.trigger)[0]
    between = words.lowers[where[1] : first]
    if cue.status is AgreementStatus.IN_FORCE:
        return not _OTHER_CLAUSE & set(between) or where[0] == begin
    if cue.status is AgreementStatus.PROPOSED:
        return not _OTHER_MEANS & set(between)
    if where[0] == begin and between.count(",") == 1:
        return True
    if cue.status is AgreementStatus.REJECTED and _PROPOSALS & set(between):
        return not _CUTTING & set(between)
    through = not _CUTTING & set(between) and not (PREPOSITIONS - _THROUGH) & set(between)
    return through and not _ABOUT & set(between)


def _status_fact(page: Page, status: AgreementStatus, at: int, stop: int, begin: int) -> Fact:
    """A status on its words, or on the words before them that keep it from being so: "hope to sign"."""
    words = page.words
    if status is AgreementStatus.IN_FORCE and _is_yet_to_come(words, at, begin):
        status = AgreementStatus.PROPOSED
    if status is not AgreementStatus.IN_FORCE:
        return Fact(status, words.span_of(at, stop), f"agreement.status-{status.value.lower()}")
    for first in range(max(begin, at - _MOOD_REACH), at if words.lowers[at] not in PREPOSITIONS else begin):
        for length in (2, 1) if words.forms[first] != _MONTH else ():
            mood = _MOODS.get(" ".join(words.lowers[first : first + length])) if first + length <= at else None
            if mood and words.lowers[at] == "signing" and words.lowers[first] == "until":
                continue
            if mood and not _SEPARATING.intersection(words.lowers[first:at]):
                return _mood_fact(mood, words.span_of(first, first + length))
    return _asked_for(page, words.spans[at]) or Fact(status, words.span_of(at, stop), IN_FORCE_RULE)


def _is_yet_to_come(words: Words, at: int, begin: int) -> bool:
    """Whether something is set before the making of a deal: "before a full peace deal is signed"."""
    if words.lowers[at - 1 : at] not in (["is"], ["are"]):
        return False
    return not _BEFOREHAND.isdisjoint(words.lowers[max(begin, at - _BEFOREHAND_WITHIN) : at])


def _mood_fact(mood: AgreementStatus, span: Span) -> Fact:
    return Fact(mood, span, f"agreement.status-{mood.value.lower()}-mood")


def _asked_for(page: Page, verb: Span) -> Fact | None:
    """The demand or hope of which making a deal is the content: "demanded that both sign", "attempts to reach"."""
    if not page.has_tree:
        return None
    token = page.tokens(verb).root
    if token.pos_ != "VERB" or token.dep_ not in {"ccomp", "xcomp", "acl"}:
        return None
    above = token.head
    mood = _MOODS.get(above.lower_)
    return _mood_fact(mood, span_of(above)) if mood and above.i < token.i else None
