"""Who is named before a deal, or offers it: "the Turkish-Russian deal", "a US-brokered truce", "X offered a truce"."""

from collections.abc import Iterator, Sequence
from typing import Final

from kg import lexicon
from kg.extract.agreements.agreeing import is_author
from kg.extract.events.fillers import Fillers
from kg.extract.events.sides import unnamed_subject
from kg.extract.grammar.subjects import subject_phrase
from kg.extract.grammar.syntax import Frame, Voice, frame_of
from kg.extract.grammar.tree import RELATIVE, children, phrase_of
from kg.extract.text.page import Page
from kg.records import Mention, Ref, Span

_BROKERING: Final = lexicon.words("brokering_participles")
_HYPHENS: Final = frozenset({"-", "–"})
_PAIRING: Final = _HYPHENS | {"/", "&", "and"}
_ASKING: Final = frozenset({"asked", "asks", "ask", "asking", "begged"})
_OFFERING: Final = frozenset({"offer", "offers", "offered", "offering"})
_OFFERS: Final = frozenset(
    {"offer", "offers", "proposal", "proposals", "plan", "draft", "request", "violation", "violations", "breach"}
    | {"breaches", "compliance", "adherence"}
)
_MEDIATING: Final = frozenset({"brokered", "mediated", "facilitated", "sponsored"})


def brokers(page: Page, fillers: Fillers, frame: Frame) -> frozenset[Ref]:
    """Those whom the words of a deal name as its brokers: "a US-brokered truce", "a truce that X and Y brokered"."""
    inside = fillers.within(_with_pair(page, frame.premodifier)) if frame.premodifier else []
    found = {m.denotes for m in inside if fillers.is_actor(m) and _broker(page, m)}
    told = children(page.tokens(frame.trigger).root, "acl:relcl") if page.has_tree else []
    for verb in told:
        subjects = [s for s in children(verb, "nsubj") if s.lower_ not in RELATIVE]
        if verb.lower_ in _MEDIATING and subjects:
            found |= {m.denotes for m in fillers.subjects(subject_phrase(subjects[0]), fillers.is_actor)}
    return frozenset(found)


def of_premodifier(page: Page, fillers: Fillers, frame: Frame) -> Iterator[tuple[Mention, str]]:
    """Those who stand before a deal as its parties: "the Turkish-Russian deal", "Israel's truce with"."""
    if frame.premodifier is None:
        return
    inside = fillers.within(_with_pair(page, frame.premodifier))
    for mention in inside:
        if _owns_another(page, mention, inside) or page.article.text[mention.span.end : mention.span.end + 1] == ")":
            continue
        if fillers.is_doer(mention) and not _broker(page, mention) and not is_author(page, fillers, mention):
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


def _broker(page: Page, mention: Mention) -> bool:
    """Whether a name before a deal is that of who brokered it, or a part of a name with a hyphen: "Qatar-mediated"."""
    words = page.words
    at = words.range_of(mention.span)[1]
    while at + 1 < len(words) and words.lowers[at] in _PAIRING and words.forms[at + 1][0].isupper():
        at += 2
    if at < len(words) and words.lowers[at] in _BROKERING:
        return True
    return at + 1 < len(words) and words.lowers[at] in _HYPHENS and words.lowers[at + 1].endswith("ed")


def offering(page: Page, fillers: Fillers, frame: Frame, verbs: Sequence[Span]) -> Iterator[tuple[Mention, str]]:
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
        if fillers.is_doer(mention) and not is_author(page, fillers, mention):
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
    return [*(m for m in offering if not is_author(page, fillers, m)), *given]
