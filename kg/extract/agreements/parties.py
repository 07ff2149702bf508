"""Who are the parties to a deal: "between X and Y", "X struck a deal with Y", "a deal signed by X and Y"."""

from collections.abc import Iterator, Sequence
from typing import Final

from kg import lexicon
from kg.extract.agreements.governing import governing_verbs, taken_up
from kg.extract.agreements.phrases import between, others, sides, signatories
from kg.extract.agreements.signers import signers
from kg.extract.agreements.talks import fighting_between, fighting_until, negotiating
from kg.extract.agreements.undertaking import acting_under, bound
from kg.extract.events.fillers import Fillers
from kg.extract.events.sides import is_third_party, only_counts, sides_meant, unnamed_subject
from kg.extract.grammar.surface import DETERMINERS
from kg.extract.grammar.syntax import Frame, Voice, frame_of
from kg.extract.grammar.tree import children, phrase_of, span_of, subject_phrase
from kg.extract.names.coreference import antecedent
from kg.extract.text.page import Page
from kg.records import ActorKind, Fact, Mention, MentionKind, Ref, Span

_AGREEING: Final = lexicon.words("agreeing_verbs")
_REJECTING: Final = lexicon.words("rejecting_verbs")
_TELLING: Final = frozenset({"announce", "announced", "announces", "declare", "declared", "declares", "proclaimed"})
_MOODS: Final = frozenset(r["word"] for r in lexicon.table("agreement_moods") if r["status"] == "Rejected")
REJECTING: Final = "agreement.rejecting"
ACTING: Final = "agreement.under"
FIGHTING: Final = "agreement.fighting"
_BROKERING: Final = lexicon.words("brokering_participles")
_HYPHENS: Final = frozenset({"-", "–"})
_PAIRING: Final = _HYPHENS | {"/", "&", "and"}
_ACCUSING: Final = frozenset({"accuse", "accuses", "accused", "accusing", "blame", "blames", "blamed", "blaming"})
_ANNOUNCING: Final = frozenset({"officials", "diplomats", "envoys", "negotiators", "mediators", "sources", "activists"})
_TAKING_OUT: Final = frozenset(
    {"withdraw", "withdraws", "withdrew", "withdrawing", "pulled", "pulling", "took", "taking"}
)
_ASKING: Final = frozenset({"asked", "asks", "ask", "asking", "begged"})
_OFFERING: Final = frozenset({"offer", "offers", "offered", "offering"})
_OFFERS: Final = frozenset(
    {"offer", "offers", "proposal", "proposals", "plan", "draft", "request", "violation", "violations", "breach"}
    | {"breaches", "compliance", "adherence"}
)
_REFUSED_WITHIN: Final = 3
_LISTING: Final = DETERMINERS | _HYPHENS | {"and", ",", "al", "el"}
_PAIR: Final = 2
_AT_LARGE: Final = frozenset({"people", "population", "public", "humanity", "families", "men", "voters", "critics"})


def parties(page: Page, fillers: Fillers, frame: Frame) -> list[Fact]:
    """The actors that a deal binds, each on the words that name it.

    Those who broker, host or guarantee it are none; where "between" names them, nobody else is asked for.
    """
    found: list[tuple[Mention, str]]
    verbs: list[Span] = []
    found = [(m, "agreement.between") for m in between(page, fillers, frame)]
    if frame.voice is not Voice.NOMINAL:
        doer = frame.subject if frame.voice is Voice.ACTIVE else frame.agent
        found = [(m, "agreement.verb-subject") for m in fillers.subjects(doer, fillers.is_doer)]
        found += others(page, fillers, frame)
    elif not found:
        verbs = list(governing_verbs(page, frame))
        found = [
            *others(page, fillers, frame),
            *_of_premodifier(page, fillers, frame),
            *_offering(page, fillers, frame, verbs),
            *((m, "agreement.signatory") for m in signatories(page, fillers, frame)),
        ]
        if sum(rule == "agreement.premodifier" for _, rule in found) < _PAIR:
            found = [*_agreeing(page, fillers, frame, verbs), *found]
    if {rule for _, rule in found} == {"agreement.with"}:
        verbs = verbs or list(governing_verbs(page, frame))
        found += [(m, "agreement.premodifier") for m in _possessor(page, fillers, frame)]
        found += [(m, "agreement.subject") for m in _having(page, fillers, verbs)]
        found += [(m, ACTING) for m in acting_under(page, fillers, frame)]
    if not found:
        found = [(m, "agreement.sides") for m in sides(page, fillers, frame)]
    if not found:
        found = [(m, "agreement.talks") for m in negotiating(page, fillers, frame)]
        found += [(m, "agreement.fought-until") for m in fighting_until(page, fillers, frame)]
    if not found:
        joint = acting_under(page, fillers, frame)
        found = [(m, ACTING) for m in (*joint, *bound(page, fillers, frame))]
    if not found:
        found = [(m, FIGHTING) for m in fighting_between(page, fillers, frame)]
    named = [(ref, span, rule) for m, rule in found for ref, span in sides_meant(page, fillers, m)]
    named = [each for each in named if page.text(each[1]).lower().split()[-1] not in _AT_LARGE]
    kept = [each for each in named if not is_third_party(fillers, each[0]) or _is_told_as_side(page, each[1], each[2])]
    return list({ref: Fact(ref, span, rule) for ref, span, rule in reversed(kept)}.values())[::-1]


def brokers(page: Page, fillers: Fillers, frame: Frame) -> frozenset[Ref]:
    """Those whom the words before a deal name as its brokers: "a US-brokered truce"."""
    if frame.premodifier is None:
        return frozenset()
    inside = fillers.within(_with_pair(page, frame.premodifier))
    return frozenset(m.denotes for m in inside if fillers.is_actor(m) and _broker(page, m))


def _is_told_as_side(page: Page, words: Span, rule: str) -> bool:
    """Whether even a body that mostly mediates is one of the sides: "between X and the EU", "the EU-X deal"."""
    beside = page.article.text[words.end : words.end + 1], page.article.text[max(0, words.begin - 1) : words.begin]
    return rule in {"agreement.between", "agreement.with"} or (
        rule == "agreement.premodifier" and not _HYPHENS.isdisjoint(beside)
    )


def _agreeing(page: Page, fillers: Fillers, frame: Frame, verbs: Sequence[Span]) -> list[tuple[Mention, str]]:
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
            return [(m, rule) for m in found]
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
    return [m for m in fillers.subjects(frame.subject, fillers.is_doer) if not _author(page, fillers, m)]


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
        found = [m for m in found if m.denotes not in persons and page.text(m.span).lower() not in _ANNOUNCING]
    return found


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


def _having(page: Page, fillers: Fillers, verbs: Sequence[Span]) -> list[Mention]:
    """Whose deal with another it is by any verb above it: "X wants a truce with Y"."""
    for verb in verbs:
        ruling = frame_of(page, verb, True)
        if ruling.voice is Voice.ACTIVE and page.text(verb).lower() not in _BROKERING:
            found = fillers.subjects(ruling.subject, fillers.is_doer) or unnamed_subject(page, fillers, ruling.subject)
            if found:
                return found
    return []


def _possessor(page: Page, fillers: Fillers, frame: Frame) -> list[Mention]:
    """Whom "its" or "their" before a deal with another takes up."""
    if frame.determiner not in {"its", "their"}:
        return []
    words = page.words
    at = words.range_of(frame.premodifier or frame.trigger)[0] - 1
    if at < 0 or words.lowers[at] != frame.determiner:
        return []
    meant = antecedent(page, fillers.entities, words.spans[at])
    if meant is None or is_third_party(fillers, meant):
        return []
    return [Mention(words.spans[at], MentionKind.PRONOUN, meant)]


def _of_premodifier(page: Page, fillers: Fillers, frame: Frame) -> Iterator[tuple[Mention, str]]:
    """Those who stand before a deal as its parties: "the Turkish-Russian deal", "Israel's truce with"."""
    if frame.premodifier is None:
        return
    inside = fillers.within(_with_pair(page, frame.premodifier))
    for mention in inside:
        if _owns_another(page, mention, inside) or page.article.text[mention.span.end : mention.span.end + 1] == ")":
            continue
        if fillers.is_doer(mention) and not _broker(page, mention) and not _author(page, fillers, mention):
            yield mention, "agreement.premodifier"


def _with_pair(page: Page, premodifier: Span) -> Span:
    """A premodifier with the name that a hyphen joins to its first: "US–Iraq"."""
    words = page.words
    first, past = words.range_of(premodifier)
    while first > 0 and _HYPHENS & set(words.lowers[first - 1 : first + 1]):
        first -= 1
    return words.span_of(first, past)


def _owns_another(page: Page, mention: Mention, inside: list[Mention]) -> bool:
    """Whether a name only tells whose another party is: "Yemen's warring sides"."""
    after = page.article.text[mention.span.end : mention.span.end + 2]
    return after in {"'s", "’s"} and any(other.span.begin > mention.span.end for other in inside)


def _offering(page: Page, fillers: Fillers, frame: Frame, verbs: Sequence[Span]) -> Iterator[tuple[Mention, str]]:
    """Whose offer a deal is and to whom, and who breaks it: "X offered Y a truce", "a Russian offer of a truce", "Iraqi
    violations of the truce".
    """
    if not page.has_tree:
        return
    for verb in verbs:
        if page.text(verb).lower() in _OFFERING | _ASKING:
            yield from ((m, "agreement.offer") for m in _giver_and_taker(page, fillers, verb))
            return
    offer = page.tokens(frame.trigger).root.head
    if offer.lower_ not in _OFFERS or offer.left_edge.i == offer.i:
        return
    for mention in fillers.within(Span(offer.left_edge.idx, offer.idx)):
        if fillers.is_doer(mention) and not _author(page, fillers, mention):
            yield mention, "agreement.offer"


def _giver_and_taker(page: Page, fillers: Fillers, verb: Span) -> list[Mention]:
    frame = frame_of(page, verb, True)
    if frame.voice is not Voice.ACTIVE:
        return []
    asked = page.text(verb).lower() in _ASKING
    labels = {"iobj", "obj"} if asked else {"iobj"}
    takers = [phrase_of(child) for child in page.tokens(verb).root.rights if child.dep_ in labels]
    takers += [] if asked else frame.after("to")
    given = (m for span in takers[:1] for m in fillers.heads(span, fillers.is_doer))
    offering = fillers.subjects(frame.subject, fillers.is_doer) or unnamed_subject(page, fillers, frame.subject)
    return [*(m for m in offering if not _author(page, fillers, m)), *given]


def _broker(page: Page, mention: Mention) -> bool:
    """Whether a name before a deal is that of who brokered it, or a part of a name with a hyphen: "Qatar-mediated"."""
    words = page.words
    at = words.range_of(mention.span)[1]
    while at + 1 < len(words) and words.lowers[at] in _PAIRING and words.forms[at + 1][0].isupper():
        at += 2
    if at < len(words) and words.lowers[at] in _BROKERING:
        return True
    return at + 1 < len(words) and words.lowers[at] in _HYPHENS and words.lowers[at + 1].endswith("ed")


def _author(page: Page, fillers: Fillers, mention: Mention) -> bool:
    """Whether a name before a deal is that of a person, who drew it up or gives his consent: "Annan's plan"."""
    return fillers.entities.actors[mention.denotes].kind is ActorKind.PERSON
