"""The phrases after a deal that name its parties, read off the order of words: "between X and Y", "with Z", "by X"."""

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Token

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.events.side_words import are_opposed, only_counts
from kg.extract.events.sides import unnamed_subject
from kg.extract.grammar.syntax import Frame, frame_of, participles_of
from kg.extract.grammar.tree import SUBJECTS, children, phrase_of, span_of
from kg.extract.text.page import Page
from kg.records import ActorKind, Mention, MentionKind, Span

_AGREEING: Final = lexicon.words("agreeing_verbs")
_BROKERING: Final = lexicon.words("brokering_participles")
_BETWEEN: Final = frozenset({"between", "among", "amongst"})
_STOPS: Final = frozenset({".", ";", ":", "?", "!"})
_FAR: Final = 12
_NEAR: Final = 6
_LONGEST_LIST: Final = 40
_LIST_OPENS_WITHIN: Final = 8
_COUNTED_WITHIN: Final = 4
_WARS: Final = lexicon.words("fighting_nouns") | {"war", "conflict", "violence"}
_WITH_OTHERS: Final = _WARS | {
    "border",
    "borders",
    "relations",
    "ties",
    "dispute",
    "talks",
    "trade",
    "links",
    "cooperation",
}
_NOUNS: Final = frozenset({"NN", "NNS"})
_HELP: Final = frozenset(
    {"mediation", "help", "support", "backing", "assistance", "aid", "blessing", "brokering", "involvement"}
)
_HELP_WITHIN: Final = 5
_TOUCHING: Final = frozenset({"concerning", "regarding", "including", "involving", "covering", "following", "during"})
_SIGNING: Final = frozenset({"signatory", "signatories", "party", "parties"})
_INCLUDING: Final = frozenset({"include", "includes", "included"})
_ANNOUNCED: Final = frozenset({"announced", "declared", "proclaimed"})
_NOT: Final = frozenset({"not", "n't", "never", "no", "neither"})
_PAST: Final = frozenset({"VBN", "VBD"})
_HYPHENS: Final = frozenset({"-", "–"})
_BACKING: Final = frozenset({"backed", "supported", "led", "allied", "aligned", "funded", "armed", "trained"})
_JOINED: Final = 3  # words: hyphen, "backed", and who is
_BACKED_WITHIN: Final = 5


def between(page: Page, fillers: Fillers, frame: Frame) -> list[Mention]:
    """Those whom "between" or "among" names after a deal."""
    words = page.words
    past = words.range_of(frame.trigger)[1]
    end = words.range_of(page.sentence_of(frame.trigger))[1]
    for at in range(past, min(end, past + _FAR)):
        if words.lowers[at] in _STOPS:
            break
        if words.lowers[at] in _BETWEEN and at + 1 < end and _belongs(page, fillers, frame, at):
            listed = words.span_of(at + 1, min(end, at + 1 + _LONGEST_LIST))
            named = fillers.heads(listed, fillers.is_doer, reach=_LIST_OPENS_WITHIN)
            return [*named, *_backed_other(page, fillers, named)] or _counted(page, fillers, at + 1)
    return []


def backed(page: Page, fillers: Fillers, at: int) -> list[Mention] | None:
    """Who is meant by "-backed rebels" at a word, nobody where they are not known; None where no such words stand."""
    words = page.words
    joined = words.lowers[at : at + _JOINED]
    if len(joined) < _JOINED or joined[0] not in _HYPHENS or joined[1] not in _BACKING:
        return None
    return [m for m in fillers.mentions_touching(words.spans[at + 2]) if fillers.is_doer(m)][:1]


def _backed_other(page: Page, fillers: Fillers, named: list[Mention]) -> list[Mention]:
    """The side that follows a single one and is told by who backs it: "between X and the Y-backed rebels"."""
    if len(named) != 1:
        return []
    past = page.words.range_of(named[0].span)[1]
    if page.words.lowers[past : past + 1] != ["and"]:
        return []
    found = (backed(page, fillers, at) for at in range(past + 1, past + _BACKED_WITHIN))
    return next((side for side in found if side is not None), [])


def _counted(page: Page, fillers: Fillers, first: int) -> list[Mention]:
    """Whom "the two sides" after "between" means, where those words are no mention of their own."""
    words = page.words
    for at in range(first, min(len(words), first + _COUNTED_WITHIN)):
        if only_counts(words.lowers[at]):
            return unnamed_subject(page, fillers, words.span_of(first, at + 1))
    return []


def others(page: Page, fillers: Fillers, frame: Frame) -> Iterator[tuple[Mention, str]]:
    """Those whom "with" and "by" name after a deal or after what was done to make it, each with its rule."""
    told = [*_agreeing_participles(page, frame), *_clauses_of_making(page, frame)]
    frames = [frame, *(frame_of(page, verb, True) for verb in told)]
    words = page.words
    for each in frames:
        past = words.range_of(each.trigger)[1]
        for preposition in ("with", "by"):
            for span in each.after(preposition):
                at = words.range_of(span)[0] - 1
                if preposition == "with" and words.lowers[at - 1] == ",":
                    continue
                near = at - past < _NEAR and _belongs(page, fillers, each, at)
                if not near and not _hangs_on(page, span, each):
                    continue
                if preposition == "by" and not (_made_by(page, past, at) and _is_agent(page, span, each)):
                    continue
                named = [] if _is_help(page, span) else fillers.heads(span, fillers.is_doer)
                if preposition == "with" and named and _does_something(page, named[-1].span):
                    continue
                if named and "," in words.lowers[at + 1 : words.range_of(named[0].span)[0]]:
                    continue
                if preposition == "by" and words.lowers[at - 1] in _ANNOUNCED:
                    named = [m for m in named if fillers.entities.actors[m.denotes].kind is not ActorKind.PERSON]
                yield from ((m, f"agreement.{preposition}") for m in named)


def sides(page: Page, fillers: Fillers, frame: Frame) -> Iterator[Mention]:
    """The sides that a deal is said to be of or by: "a halt to attacks on both sides"."""
    for span in frame.after("on", "from", "by"):
        for mention in fillers.heads(span, fillers.is_doer, reach=3)[:1]:
            if mention.kind is MentionKind.NOMINAL and are_opposed(page.text(mention.span)):
                yield mention


def signatories(page: Page, fillers: Fillers, frame: Frame) -> list[Mention]:
    """Those who are said to be signatories or parties of a deal: "the parties to the pact include X", "X is a signatory
    to the pact".
    """
    if not page.has_tree:
        return []
    signing = page.tokens(frame.trigger).root.head
    if signing.lower_ not in _SIGNING:
        return []
    clause = signing.head if signing.dep_ in SUBJECTS else signing
    if clause.lower_ in _INCLUDING:
        named = [phrase_of(child) for child in clause.rights if child.dep_ == "obj"]
    elif not children(clause, "cop") or any(child.lower_ in _NOT for child in clause.lefts):
        return []
    elif clause.i == signing.i:
        named = [phrase_of(child) for child in children(signing, *SUBJECTS)]
    else:
        named = [phrase_of(clause)]
    return [m for span in named for m in fillers.heads(span, fillers.is_doer)]


def _is_help(page: Page, phrase: Span) -> bool:
    """Whether a phrase tells of a third party's work: "with the mediation of X", "with X's help"."""
    words = page.words
    first, past = words.range_of(phrase)
    opening = words.lowers[first : min(past, first + _HELP_WITHIN)]
    return not _HELP.isdisjoint(opening)


def _does_something(page: Page, name: Span) -> bool:
    """Whether a phrase with "with" goes on with what somebody does: "with Russia acting as guarantor"."""
    words = page.words
    past = words.range_of(name)[1]
    if past >= len(words) or not page.has_parts_of_speech:
        return False
    return page.tokens(words.spans[past]).root.tag_ == "VBG" and words.lowers[past] not in _TOUCHING


def _hangs_on(page: Page, phrase: Span, frame: Frame) -> bool:
    """Whether a phrase far behind a deal hangs on it, or on the verb of which it is the object, by the tree."""
    if not page.has_tree:
        return False
    noun, deal = _head_of(page, phrase), page.tokens(frame.trigger).root
    above = noun.head
    while noun.dep_ in {"obl", "nmod"} and above.dep_ == "nmod" and above.i > deal.i:
        if above.lower_ in _WITH_OTHERS:
            return False
        above = above.head
    if noun.dep_ not in {"obl", "nmod"}:
        return False
    return above.i == deal.i or (deal.dep_ in {"obj", "nsubj:pass"} and above.i == deal.head.i)


def _head_of(page: Page, phrase: Span) -> Token:
    """The word of a phrase on which the others hang."""
    inside = page.tokens(phrase)
    token = inside[0]
    while token.head.i != token.i and inside.start <= token.head.i < inside.end:
        token = token.head
    return token


def _belongs(page: Page, fillers: Fillers, frame: Frame, preposition: int) -> bool:
    """Whether a preposition after a deal hangs on it, and not on another noun or on another's deed: "the border
    between", "clashes with".
    """
    words = page.words
    past = words.range_of(frame.trigger)[1]
    before = preposition - 1
    if before < past or not page.has_parts_of_speech:
        return True
    span = words.spans[before]
    tag = page.tokens(span).root.tag_
    if tag in _NOUNS:
        if words.lowers[before] in _WARS and any(w.startswith(("end", "halt")) for w in words.lowers[past:before]):
            return True
        contiguous = all(page.tokens(words.spans[n]).root.tag_ in _NOUNS for n in range(past, before + 1))
        return contiguous or bool(fillers.mentions_touching(span)) or words.lowers[before] in lexicon.words("agreed_at")
    if tag in _PAST:
        return words.lowers[before] in _AGREEING | _BROKERING or _is_done_to(page, words.spans[before], frame.trigger)
    return True


def _is_done_to(page: Page, verb: Span, deal: Span) -> bool:
    """Whether a participle tells what was done to a deal: "was put in place", "a truce coordinated"."""
    if not page.has_tree:
        return False
    done, noun = page.tokens(verb).root, page.tokens(deal).root
    if noun.head.i == done.i and noun.dep_ in SUBJECTS:
        # a verb without a helping word may be a participle that the parser misread: "a truce coordinated between"
        return noun.dep_ == "nsubj:pass" or not children(done, "aux")
    return done.dep_ == "acl" and done.head.i == noun.i


def _made_by(page: Page, past: int, by: int) -> bool:
    """Whether what stands before a "by" is the deal or the making of it, and not the work of a third party."""
    lower = page.words.lowers[by - 1]
    if lower in _BROKERING:
        return False
    return by <= past or lower in _AGREEING or not lower.isalpha() or not page.has_parts_of_speech


def _is_agent(page: Page, phrase: Span, frame: Frame) -> bool:
    """Whether what "by" names is not the doer of some other verb: "was persuaded not to renew the treaty by X"."""
    if not page.has_tree:
        return True
    noun, deal = _head_of(page, phrase), page.tokens(frame.trigger).root
    verb = noun.head
    return not (noun.dep_ == "obl:agent" and verb.i < deal.i and verb.i != deal.head.i)


def _clauses_of_making(page: Page, frame: Frame) -> list[Span]:
    """The verbs of clauses that tell who made a deal with whom: "a pause that the commission brokered with X"."""
    if not page.has_tree:
        return []
    clauses = children(page.tokens(frame.trigger).root, "acl:relcl")
    return [span_of(verb) for verb in clauses if verb.lower_ in _AGREEING | _BROKERING]


def _agreeing_participles(page: Page, frame: Frame) -> list[Span]:
    return [span for span in participles_of(page, frame.trigger) if page.text(span).lower() in _AGREEING]
