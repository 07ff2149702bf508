"""Whom a deal binds by what is done under it or what it asks: "under the deal, X will leave", "it requires X to"."""

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Token

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.events.sides import unnamed_subject
from kg.extract.grammar.subjects import subject_phrase
from kg.extract.grammar.syntax import Frame, Voice, frame_of
from kg.extract.grammar.tree import SUBJECTS, children, phrase_of, preposition_of, span_of
from kg.extract.text.page import Page
from kg.records import Mention, Span

_SENT: Final = frozenset({"deployed", "stationed", "sent", "dispatched", "based"})
_UNDERTAKING: Final = frozenset({"agreed", "pledged", "promised", "committed", "undertook", "vowed", "renounced"})
_UNDER: Final = frozenset({"under", "per"})
_ACCORDING: Final = frozenset({"accordance", "line"})
_UNDER_REACH: Final = 9
_OPENING: Final = 4
_FAR: Final = 12
_BINDING: Final = lexicon.words("binding_verbs")
_GOING: Final = frozenset(
    row["word"] for row in lexicon.table("agreement_topics") if row["kind"] == "WithdrawalAgreement"
)
_WHICH: Final = frozenset({"which", "whereby"})
_TERMS: Final = frozenset({"terms", "provisions", "conditions", "clauses"})
_INCLUDING: Final = frozenset({"include", "includes", "included", "involves", "involved", "foresees", "foresaw"})
_INSIDE: Final = frozenset({"under", "in", "through"})
_HEADS_WITHIN: Final = 6


def acting_under(page: Page, fillers: Fillers, frame: Frame) -> list[Mention]:
    """Who does something under a deal with another: "the rebels left the town under a deal with the army"."""
    words = page.words
    first = words.range_of(frame.premodifier or frame.trigger)[0]
    before = words.lowers[max(0, first - 3) : first]
    accord = "with" in before and not _ACCORDING.isdisjoint(before)
    inside = "in" in before[-2:] and page.has_tree
    if not page.has_tree or not (_UNDER & set(before[-2:]) or accord or inside):
        return []
    verb = page.tokens(frame.trigger).root.head
    verb = verb.head if verb.lower_ in _ACCORDING else verb
    if verb.pos_ != "VERB" or verb.lower_ in _SENT:
        return []  # "peacekeepers, deployed under a deal"
    if inside and verb.lower_ not in _UNDERTAKING:
        return []
    frame = frame_of(page, span_of(verb), True)
    if frame.voice is not Voice.ACTIVE:
        return []
    return fillers.subjects(frame.subject, fillers.is_doer) or unnamed_subject(page, fillers, frame.subject)


def bound(page: Page, fillers: Fillers, frame: Frame) -> list[Mention]:
    """Who does what a deal asks, or is asked to: "under the deal, X will withdraw", "a deal allowing X to leave"."""
    return _after_comma(page, fillers, frame) or _obliged(page, fillers, frame)


def _after_comma(page: Page, fillers: Fillers, frame: Frame) -> list[Mention]:
    words = page.words
    first = words.range_of(frame.trigger)[0]
    before = words.lowers[max(0, first - _UNDER_REACH) : first]
    past = words.range_of(frame.trigger)[1]
    sentence = words.range_of(page.sentence_of(frame.trigger))
    if not _UNDER & set(before) and not ("part" in before and "of" in before):
        return []
    told = _doing_under(page, fillers, frame)
    if told:
        return told
    comma = next((n for n in range(past, min(past + _UNDER_REACH, sentence[1])) if words.lowers[n] == ","), None)
    if comma is None or comma + 1 >= sentence[1]:
        return []
    after = words.span_of(comma + 1, min(sentence[1], comma + 1 + _FAR))
    if any(words.lowers[n] in lexicon.words("overseeing_verbs") for n in range(*words.range_of(after))):
        return []
    actors = [m for m in fillers.within(after) if fillers.is_doer(m)]
    begins = actors and words.range_of(actors[0].span)[0] - comma <= _OPENING
    return fillers.heads(Span(actors[0].span.begin, after.end), fillers.is_doer) if begins else []


def _doing_under(page: Page, fillers: Fillers, frame: Frame) -> list[Mention]:
    """Who is to do what the clauses behind a deal say: "under the deal, which ended a war, X was to go"."""
    deal = page.tokens(frame.trigger).root if page.has_tree else None
    above = deal
    while above is not None and above.dep_ == "nmod" and above.head.lower_ in _TERMS:
        above = above.head
    if above is None or above.dep_ != "obl" or above.head.i < above.i:
        return []
    found: dict[Mention, None] = {}
    for verb in (above.head.head, above.head, *children(above.head, "conj", "xcomp", "parataxis")):
        subjects = [s for s in children(verb, *SUBJECTS) if s.i > above.i]
        if not subjects or verb.lower_ in lexicon.words("overseeing_verbs"):
            continue
        phrase = subject_phrase(subjects[0])
        named = [m for m in fillers.subjects(phrase, fillers.is_doer) if fillers.is_head(phrase)]
        found |= dict.fromkeys(named or unnamed_subject(page, fillers, phrase))
    return list(found)


def _obliged(page: Page, fillers: Fillers, frame: Frame) -> list[Mention]:
    if not page.has_tree:
        return []
    found: dict[Mention, None] = {}
    for span in _asked_of(page.tokens(frame.trigger).root):
        named = fillers.heads(span, fillers.is_doer, through=(), reach=_HEADS_WITHIN)
        found |= dict.fromkeys(named or unnamed_subject(page, fillers, span))
    return list(found)


def _asked_of(deal: Token) -> Iterator[Span]:
    """The phrases of those of whom a deal asks something by its verb, its complement or the clause behind it."""
    which = next((t for t in deal.doc[deal.i + 1 : deal.sent.end] if t.lower_ == "which"), None)
    if which is not None and which.nbor(-1).lower_ in _INSIDE and which.head.pos_ == "VERB":
        yield from (subject_phrase(s) for s in children(which.head, *SUBJECTS) if s.i > which.i)
    told = deal.head if deal.dep_ == "nmod" and deal.head.lower_ in _TERMS else deal
    if told.dep_ in SUBJECTS:
        yield from _of_verb(told.head)
    for child in deal.rights:
        if child.dep_ in {"acl", "acl:relcl"}:
            yield from _of_verb(child)
            yield from _of_clause(child)
        elif child.dep_ == "nmod" and preposition_of(child) in {"for", "on"} and child.lower_ in _GOING:
            yield from (phrase_of(of) for of in child.rights if preposition_of(of) == "of")
    if deal.dep_ == "nsubj:pass":
        # "a deal was reached to allow X to leave", "… under which X would leave"
        for child in deal.head.rights:
            if child.dep_ in {"xcomp", "advcl", "acl:relcl", "advcl:relcl"}:
                yield from _of_verb(child)
                yield from _of_clause(child)


def _of_verb(verb: Token) -> Iterator[Span]:
    """Those whom a verb lets, makes or sends: "requires X to", "calls for X to", "to evacuate X"."""
    if verb.lower_ in _INCLUDING:
        going = [child for child in verb.rights if child.dep_ in {"obj", "conj"} and child.lower_ in _GOING]
        yield from (phrase_of(of) for noun in going for of in noun.rights if preposition_of(of) == "of")
    if verb.lower_ not in _BINDING and verb.lower_ not in _GOING:
        return
    for child in verb.rights:
        if child.dep_ in {"obj", "iobj"} or (child.dep_ == "obl" and preposition_of(child) in {"for", "on"}):
            if child.lower_ in _GOING:
                yield from (phrase_of(of) for of in child.rights if preposition_of(of) == "of")
            else:
                yield phrase_of(child)
        elif child.dep_ in {"ccomp", "xcomp"}:
            yield from (subject_phrase(subject) for subject in children(child, *SUBJECTS))


def _of_clause(verb: Token) -> Iterator[Span]:
    """Who is to do what a clause tells: "under which X would leave", "for X to leave"."""
    opening = {t.lower_ for t in verb.doc[verb.left_edge.i : verb.i]}
    under = "whereby" in opening or ("which" in opening and not _INSIDE.isdisjoint(opening))
    if not under and (verb.dep_ != "acl" or "for" not in opening):
        return
    yield from (subject_phrase(s) for s in children(verb, "nsubj", "nsubj:pass") if s.lower_ not in _WHICH)
