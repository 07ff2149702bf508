"""Words that speak of attacks where none is told of: what never happens, sorts of things, habits, computers."""

from typing import Final

from kg import lexicon
from kg.extract.grammar.frame import Voice
from kg.extract.strikes.doers import is_taking
from kg.extract.strikes.event import Deed
from kg.extract.text.page import Page
from kg.records import Factuality

_GENERAL: Final = frozenset({"attack", "operation", "raid", "assault", "offensive"})
_NOT: Final = frozenset({"not", "n't"})
_PRESENT: Final = frozenset({"do", "does", "don't", "doesn't"})
_USUALLY: Final = frozenset({"usually", "typically", "normally", "generally", "often"})
_PREVENTING: Final = ("foil", "thwart", "avert")
_BODIES: Final = frozenset({"Force", "Forces", "Command", "Component", "Coalition"})
_STRUCK: Final = frozenset(
    {
        "agreement",
        "agreements",
        "deal",
        "deals",
        "bargain",
        "accord",
        "truce",
        "ceasefire",
        "pact",
        "balance",
        "compromise",
    }
)
_OTHER_SORTS: Final = frozenset({"celebratory", "ceremonial", "secondary", "controlled"})
_SORTED: Final = lexicon.words("forces_and_arms")
_NETWORKS: Final = frozenset(
    {"website", "websites", "servers", "server", "network", "networks", "computers", "computer", "software", "accounts"}
)


def is_none(page: Page, deed: Deed, told: bool) -> bool:
    """Whether the words of a deed tell of no attack, whatever stands around them. told: it takes up one told before."""
    return (
        _is_never_done(deed)
        or _is_adjective(page, deed)
        or _is_on_networks(page, deed)
        or _is_general(page, deed, told)
        or _is_habit(page, deed)
        or _is_only_denied(page, deed)
        or _is_of_power_or_deal(page, deed)
        or _is_in_name(page, deed)
        or _is_of_other_sort(page, deed)
        or _names_sort_of_force(page, deed)
    )


def _names_sort_of_force(page: Page, deed: Deed) -> bool:
    """Whether a noun only tells what sort of troops or weapon follows: "assault troops", "attack helicopters"."""
    words = page.words
    past = words.range_of(deed.trigger.span)[1]
    return not deed.trigger.verbal and words.lowers[past : past + 1] != [] and words.lowers[past] in _SORTED


def _is_of_other_sort(page: Page, deed: Deed) -> bool:
    """Whether shots or blasts are no attack by what is said of them: "celebratory gunfire", "secondary explosions"."""
    words = page.words
    at = words.range_of(deed.trigger.span)[0]
    return not deed.trigger.verbal and not _OTHER_SORTS.isdisjoint(words.lowers[max(0, at - 2) : at])


def _is_of_power_or_deal(page: Page, deed: Deed) -> bool:
    """Whether it is power that is seized, or a deal that is struck: "seized power", "the agreement he struck"."""
    whom = deed.frame.subject if deed.frame.voice is Voice.PASSIVE else deed.frame.object
    if not deed.trigger.verbal or whom is None:
        return False
    words = page.words
    first, past = words.range_of(whom)
    if deed.lemma in {"struck", "strike", "striking"}:
        return not _STRUCK.isdisjoint(words.lowers[first : min(past, first + 3)])
    return is_taking(page.text(deed.trigger.span)) and words.lowers[past - 1] in {"power", "office"}


def _is_in_name(page: Page, deed: Deed) -> bool:
    """Whether a word is part of a body's name: "US Special Operations", "Task Force - Operation Olive Branch"."""
    words = page.words
    at = words.range_of(deed.trigger.span)[0]
    before = words.forms[max(0, at - 2) : at]
    if deed.lemma == "operation" and words.forms[at][0].isupper() and before[-1:] == ["Special"]:
        return True
    joined = before[-1:] in (["-"], ["–"]) and before[0] in _BODIES
    return deed.trigger.named and joined


def _is_never_done(deed: Deed) -> bool:
    """Whether a verb says what somebody never does: "our forces do not attack civilians"."""
    governors = deed.frame.governors
    return deed.trigger.verbal and (_NOT & {*governors}) != set() and not _PRESENT.isdisjoint(governors)


def _is_adjective(page: Page, deed: Deed) -> bool:
    """Whether "offensive" only tells the sort of what follows: "offensive weapons"."""
    if deed.lemma != "offensive" or not page.has_tree:
        return False
    token = page.tokens(deed.trigger.span).root
    return token.dep_ == "amod" and token.pos_ == "ADJ" and token.head.i > token.i


def _is_on_networks(page: Page, deed: Deed) -> bool:
    """Whether it is computers that are attacked."""
    spans = [deed.frame.object, deed.frame.premodifier, *deed.frame.after("on", "against")]
    if deed.frame.voice is Voice.PASSIVE:
        spans.append(deed.frame.subject)
    words = page.words
    return any(words.lowers[n] in _NETWORKS for span in spans if span for n in range(*words.range_of(span)))


def _is_general(page: Page, deed: Deed, told: bool) -> bool:
    """Whether a plural without article, of which nothing is told, only names a sort of thing: "reports on military
    operations".
    """
    trigger, roles, frame = deed.trigger, deed.roles, deed.frame
    plural = not trigger.verbal and page.text(trigger.span).endswith("s") and frame.determiner is None
    if not plural or told or deed.number or deed.lemma not in _GENERAL or not page.has_tree:
        return False
    if any((roles.perpetrator, roles.alleged, roles.target, roles.location, roles.when)):
        return False
    token = page.tokens(trigger.span).root
    return token.dep_ in {"nmod", "obl", "obj", "conj", "compound"} and deed.factuality.value is Factuality.STATED


def _is_habit(page: Page, deed: Deed) -> bool:
    """Whether it is told what attacks are like in general: "their attacks usually begin at dawn"."""
    if deed.trigger.verbal or not page.has_tree:
        return False
    token = page.tokens(deed.trigger.span).root
    return token.dep_ == "nsubj" and any(child.lower_ in _USUALLY for child in token.head.lefts)


def _is_only_denied(page: Page, deed: Deed) -> bool:
    """Whether it is only said that there was no attack, and nothing of one: "without any clashes"; one that was foiled
    was attempted.
    """
    roles = deed.roles
    told = roles.perpetrator or roles.alleged or roles.target or roles.location
    prevented = page.text(deed.factuality.words).lower().startswith(_PREVENTING)
    denied = deed.factuality.value is Factuality.NOT_HAPPENED and not prevented
    return denied and not told and not deed.trigger.verbal
