"""Who reaches, signs, keeps, breaks or refuses a deal by the verbs over it."""

from collections.abc import Sequence
from typing import Final

from kg import lexicon
from kg.extract.agreements.governing import taken_up
from kg.extract.agreements.signers import listed, signers
from kg.extract.events.fillers import Fillers
from kg.extract.events.foes import POWERS, is_third_party
from kg.extract.events.side_words import only_counts
from kg.extract.events.sides import unnamed_subject
from kg.extract.grammar.subjects import subject_phrase
from kg.extract.grammar.syntax import Frame, Voice, frame_of
from kg.extract.grammar.tree import children, span_of
from kg.extract.grammar.word_classes import DETERMINERS
from kg.extract.text.page import Page
from kg.records import ActorKind, Mention, Span

_AGREEING: Final = lexicon.words("agreeing_verbs")
_REJECTING: Final = lexicon.words("rejecting_verbs")
_ANNOUNCES: Final = frozenset({"announce", "announced", "announces"})
_TELLING: Final = frozenset({"announce", "announced", "announces", "declare", "declared", "declares", "proclaimed"})
_MOODS: Final = frozenset(r["word"] for r in lexicon.table("agreement_moods") if r["status"] == "Rejected")
REJECTING: Final = "agreement.rejecting"
ACCUSING: Final = "agreement.accusing"
_BROKERING: Final = lexicon.words("brokering_participles")
_HYPHENS: Final = frozenset({"-", "–"})
_ACCUSING: Final = frozenset({"accuse", "accuses", "accused", "accusing", "blame", "blames", "blamed", "blaming"})
_ANNOUNCING: Final = frozenset({"officials", "diplomats", "envoys", "negotiators", "mediators", "sources", "activists"})
_TAKING_OUT: Final = frozenset(
    {"withdraw", "withdraws", "withdrew", "withdrawing", "pulled", "pulling", "took", "taking"}
)
_REFUSED_WITHIN: Final = 3
_LISTING: Final = DETERMINERS | _HYPHENS | {"and", ",", "al", "el"}


def agreeing(page: Page, fillers: Fillers, frame: Frame, verbs: Sequence[Span]) -> list[tuple[Mention, str]]:
    """Those who reach, sign, keep or break the deal; failing them those who reject it, as the verbs say."""
    made: list[Span] = []
    refused: list[Span] = []
    for verb in verbs:
        if _is_of(page, verb, _AGREEING):
            (refused if _is_refused(page, verb) else made).append(verb)
        elif _is_of(page, verb, _REJECTING):
            refused.append(verb)
    made += taken_up(page, frame.trigger)
    for told, rule in ((made, "agreement.subject"), (refused, REJECTING)):
        found = _who(page, fillers, told, frame.trigger)
        if found:
            accusing = powers(fillers, _accusers(page, fillers, told[0]))
            return [*((m, rule) for m in found), *((m, ACCUSING) for m in accusing if m not in found)]
    light = frame.governors and frame.governors[0] in _AGREEING
    light = light and frame.subject is not None and frame.subject.begin < frame.trigger.begin
    return [(m, "agreement.subject") for m in fillers.heads(frame.subject, fillers.is_doer)] if light else []


def _who(page: Page, fillers: Fillers, verbs: list[Span], deal: Span) -> list[Mention]:
    """Who does the nearest verb above a deal that tells it, and all that the clauses behind it tell: "X signed a pact,
    which Y joined".
    """
    above: list[Mention] = []
    behind: list[Mention] = []
    for verb in verbs:
        if verb.begin > deal.begin:
            behind += _doers(page, fillers, verb) or _accusers(page, fillers, verb)
        elif not above:
            above = _doers(page, fillers, verb) or _accusers(page, fillers, verb)
    return list(dict.fromkeys([*above, *behind]))


def _accusers(page: Page, fillers: Fillers, verb: Span) -> list[Mention]:
    """Those who accuse each other of what a verb says, or trade blame for it."""
    if not page.has_tree:
        return []
    above = page.tokens(verb).root.head
    if above.lower_ not in _ACCUSING:
        return []
    accusing = above if above.pos_ == "VERB" else above.head
    frame = frame_of(page, span_of(accusing), True)
    found = listed(page, fillers, span_of(accusing)) or fillers.subjects(frame.subject, fillers.is_doer)
    return [m for m in found if not is_author(page, fillers, m)]


def powers(fillers: Fillers, accusing: list[Mention]) -> list[Mention]:
    """Of those who accuse another of breaking a deal the states and armed groups: they are its other side."""
    actors = fillers.entities.actors
    return [m for m in accusing if actors[m.denotes].kind in POWERS and not is_third_party(fillers.entities, m.denotes)]


def _doers(page: Page, fillers: Fillers, verb: Span) -> list[Mention]:
    """Who does what a verb says; of those who only announce it no body that stands above the sides."""
    frame = frame_of(page, verb, True)
    if page.text(verb).lower() in _TAKING_OUT and (taken := fillers.heads(frame.object, fillers.is_doer)):
        return taken
    own = children(page.tokens(verb).root, "nsubj") if page.has_tree and frame.agent is None else []
    if frame.voice is Voice.PASSIVE and own:
        return fillers.subjects(subject_phrase(own[0]), fillers.is_doer)  # "a pact X and Y signed"
    if frame.voice is Voice.PASSIVE and not _brokered(page, frame.agent):
        return signers(page, fillers, verb, frame.voice) or fillers.heads(frame.agent, fillers.is_doer)
    if frame.voice is Voice.ACTIVE and (signing := signers(page, fillers, verb, frame.voice)):
        return signing
    subject = _up_to_verb(page, frame.subject, verb)
    counted = _counted(page, fillers, frame.subject)
    found = counted or fillers.subjects(subject, fillers.is_doer) or unnamed_subject(page, fillers, frame.subject)
    if page.text(verb).lower() in _TELLING:
        persons = {ref for ref, a in fillers.entities.actors.items() if a.kind is ActorKind.PERSON}
        persons = persons if page.text(verb).lower() in _ANNOUNCES else set()  # who declares a truce makes it
        found = [m for m in found if m.denotes not in persons and page.text(m.span).lower() not in _ANNOUNCING]
    return found if len(found) > 1 else listed(page, fillers, verb) or found


def _counted(page: Page, fillers: Fillers, subject: Span | None) -> list[Mention]:
    """Whom a subject means that only counts sides, and is no mention itself: "the two camps"."""
    if subject is None or not only_counts(page.text(subject)):
        return []
    last = page.words.spans[page.words.range_of(subject)[1] - 1]
    return [] if fillers.mentions_touching(last) else unnamed_subject(page, fillers, subject)


def _up_to_verb(page: Page, subject: Span | None, verb: Span) -> Span | None:
    """A subject with the names that a list goes on with up to its verb, where the parser broke off amid a name."""
    if subject is None or subject.end >= verb.begin:
        return subject
    words = page.words
    gap = range(words.range_of(subject)[1], words.range_of(verb)[0])
    named = all(words.forms[n][0].isupper() or words.lowers[n] in _LISTING for n in gap)
    goes_on = named and "and" in words.lowers[gap.start : gap.stop]
    return words.span_of(words.range_of(subject)[0], gap.stop) if goes_on else subject


def _brokered(page: Page, agent: Span | None) -> bool:
    """Whether what stands before a "by" is the work of a third party: "agreed to a truce brokered by X"."""
    if agent is None:
        return False
    verb = page.words.range_of(agent)[0] - 2
    return verb >= 0 and page.words.lowers[verb] in _BROKERING


def _is_of(page: Page, verb: Span, verbs: frozenset[str]) -> bool:
    words = page.words
    at = words.range_of(verb)[0]
    return words.lowers[at] in verbs or " ".join(words.lowers[at : at + 2]) in verbs


def _is_refused(page: Page, verb: Span) -> bool:
    """Whether the words before a verb say that it is not done: "refused to accept", "will not sign"."""
    words = page.words
    at = words.range_of(verb)[0]
    return any(
        " ".join(words.lowers[n : n + length]) in _MOODS
        for length in (1, 2)
        for n in range(max(0, at - _REFUSED_WITHIN), at - length + 1)
    )


def is_author(page: Page, fillers: Fillers, mention: Mention) -> bool:
    """Whether a name before a deal is that of a person, who drew it up or gives his consent: "Annan's plan"."""
    return fillers.entities.actors[mention.denotes].kind is ActorKind.PERSON
